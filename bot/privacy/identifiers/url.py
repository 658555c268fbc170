"""Finds web addresses, except the public pages that coders cite: those of authorities, payers and coding sites."""

import re
from collections.abc import Iterator

from bot.privacy.findings import Identifier

_TOP_LEVELS = (
    r"com|org|net|edu|gov|mil|io|co|us|uk|ca|info|biz|me|health|care|clinic|doctor|app|dev|site|online|blog|tv|ly|gl"
)
_WEB = re.compile(
    r"(?P<scheme>(?:https?|ftp)://|(?<![\w.@/-])www\.)(?P<host>[^\s/?#<>\"'|\[\](),;]{1,253})"
    r"(?P<rest>[/?#][^\s<>\"'|\[\]]{0,2000})?",
    re.IGNORECASE,
)
_BARE = re.compile(
    rf"(?<![\w.@/+%-])(?P<host>(?:[a-z0-9][a-z0-9-]{{0,62}}\.){{1,4}}(?:{_TOP_LEVELS}))(?![\w@-]"
    rf"|\.[a-z0-9])(?P<rest>/[^\s<>\"'|\[\]]{{0,2000}})?",
    re.IGNORECASE,
)
_PUBLIC = re.compile(
    r"(?:^|\.)(?:[a-z0-9-]+\.gov|[a-z0-9-]+\.mil|who\.int|(?:ama-assn|ahima|acdis|apta|acatoday|aoa|acc|acr|aad"
    r"|hfma|mgma|nubc"
    r"|nucc|x12|wpc-edi|hl7|federalregister|regulations|wikipedia)\.(?:org|com|net)"
    r"|(?:aapc|icd10data|icd10cmtool|findacode|codingahead|supercoder|codify|encoderpro|optum|optum360coding"
    r"|availity|chirocode"
    r"|chiroeco|aetna|cigna|evernorth|humana|anthem|uhc|uhcprovider|unitedhealthcare|bcbs[a-z]{0,4}"
    r"|kaiserpermanente|centene"
    r"|molinahealthcare|tricare|triwest|healthnet|ashcompanies|ashlink|carelon|evicore|palmettogba|cgsmedicare"
    r"|ngsmedicare"
    r"|noridianmedicare|wpsgha|novitas-solutions|fcso|google|youtube|github|webpt|modmed|ibx|amerihealth"
    r"|dmepdac|healthicity|codingclarified|hellonote|southcarolinablues|highmark|stedi)\.(?:com|org|net))$",
    re.IGNORECASE,
)
_ABOUT_A_PERSON = re.compile(
    r"(?:patient|member|subscriber|mrn|dob|ssn|user|acct|account|chart|name|profile)[a-z_-]{0,12}[/=]\w", re.IGNORECASE
)
_TRAILING = ".,;:!?)*_'\""


def find(text: str) -> Iterator[Identifier]:
    if "." not in text:
        return
    for pattern in (_WEB, _BARE):
        for match in pattern.finditer(text):
            whole = match[0].rstrip(_TRAILING)
            if "." in whole and not _is_a_public_page(match["host"].rstrip(_TRAILING), match["rest"] or ""):
                yield Identifier(kind="url", start=match.start(), end=match.start() + len(whole))


def _is_a_public_page(host: str, rest: str) -> bool:
    return _PUBLIC.search(host.rpartition("@")[2].partition(":")[0]) is not None and not _ABOUT_A_PERSON.search(rest)
