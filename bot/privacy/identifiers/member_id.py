"""Finds health plan numbers: Medicare's by its format, the others by the words in front of them."""

import re
from collections.abc import Iterator

from bot.privacy.cues import Cue, at_numbers
from bot.privacy.findings import Identifier

# Medicare Beneficiary Identifier: 11 characters, each place with its own alphabet, without S, L, O, I, B, Z (CMS format, 2018).
_A, _AN = "[AC-HJKMNP-RT-Y]", "[AC-HJKMNP-RT-Y0-9]"
_MBI = re.compile(rf"(?<![\w-])[1-9]{_A}{_AN}\d[- ]?{_A}{_AN}\d[- ]?{_A}{{2}}\d{{2}}(?![\w]|-\d)", re.IGNORECASE)
_PLANS = (
    r"medicare|medicaid|medi-cal|tricare|champus|aetna|cigna|humana|anthem|uhc|united(?:\s?health\s?care)?|bcbs"
    r"|blue\s(?:cross|shield)"
    r"|kaiser|optum|molina|centene|ambetter|oscar|wellcare|railroad|insurance|ins|plan|payer|health\s?plan"
)
_CUE = Cue(
    kind="member_id",
    words=rf"(?:(?:{_PLANS})\s)?(?:members?(?:ship)?|subscriber|beneficiary|bene|enrollee|insured|recipient"
    rf"|cardholder|dependent)"
    r"(?:'s)?(?=\W{0,3}(?:id|\#|no\b|num|nbr|card|ident|is\b|\w{0,4}\d))(?:\sident\w+)?"
    rf"|(?:{_PLANS})(?=\s?(?:\#|id\b|no\b|num|card|identif|policy|group|claim\s?n))(?:\s(?:policy|group|card"
    rf"|ident\w+))?"
    r"|(?<!clinical )(?<!medical )(?<!coverage )(?<!payment )(?<!reimbursement )polic(?:y|ies)(?=\s?(?:\#|id\b"
    r"|no\b|num|holder|:\s?\w{0,4}\d{5}|\w{0,3}\d{6}))(?:\s?holder)?"
    r"|(?:group|grp|gp)(?=\s?(?:\#|id\b|no\b|num))|mbi|hicn?|rxbin|rx\s?(?:bin|grp|pcn)|hic(?=\s?\#)",
    stems=(
        "member", "subscriber", "bene", "enrollee", "insur", "recipient", "cardholder", "dependent", "medic", "medi-cal", "tricare",
        "champus", "aetna", "cigna", "humana", "anthem", "uhc", "united", "bcbs", "blue", "kaiser", "optum", "molina", "centene",
        "ambetter", "oscar", "wellcare", "railroad", "ins", "plan", "payer", "polic", "group", "grp", "gp", "mbi", "hic", "rx",
    ),
    digits=4,
    bare_digits=6,
)  # fmt: skip
_A_COVERAGE_ARTICLE = re.compile(r"[LA]\d{5}|\d\.\d{2}\.\d{2,3}|\d{4}[A-Z]\d{4}[A-Z]?|\d{4}", re.IGNORECASE)
_POLICY = re.compile(r"polic\w+\W{0,3}\w{0,6}\W{0,4}$", re.IGNORECASE)


def find(text: str) -> Iterator[Identifier]:
    for match in at_numbers(_MBI, text):
        yield Identifier(kind="member_id", start=match.start(), end=match.end())
    for one in _CUE.find(text):
        if not _is_a_published_policy(text, one):
            yield one


def _is_a_published_policy(text: str, one: Identifier) -> bool:
    """Whether the number is that of a coverage policy ("policy no. L37387", "Aetna policy number 0107")."""
    before = text[max(0, one.start - 24) : one.start]
    return _POLICY.search(before) is not None and _A_COVERAGE_ARTICLE.fullmatch(text[one.start : one.end]) is not None
