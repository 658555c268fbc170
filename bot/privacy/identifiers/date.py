"""Finds dates that belong to a person; a date of service or of a rule with no person beside it is no identifier."""

import re
from collections.abc import Iterator

from bot.privacy.cues import at_numbers
from bot.privacy.findings import Identifier

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:(?:18|19|20)\d\d|'?\d\d)"
_CLOCK = r"(?:T\d\d:\d\d(?::\d\d)?(?:\.\d{1,6})?Z?)?"
_NUMERIC = re.compile(
    rf"(?<![\w./$-])(?:(?P<first>\d{{1,2}})\s?(?P<gap>[/.-])\s?(?P<second>\d{{1,2}})\s?(?P=gap)\s?(?P<year>"
    rf"(?:18|19|20)\d\d|\d\d)"
    rf"|(?P<iso>(?:18|19|20)\d\d)(?P<iso_gap>[-/.])(?P<iso_month>\d{{1,2}})(?P=iso_gap)"
    rf"(?P<iso_day>\d{{1,2}}){_CLOCK})(?!\w|%|/\d|-\d{{3}}|\.\d)"
)
_WRITTEN = re.compile(
    rf"(?<![\w])(?:{_MONTH}\.?\s{{0,2}}{_DAY}(?:st|nd|rd|th)?(?:\s?,?\s{{0,2}}{_YEAR})?(?!\d|[./]\d|-\d{{2}}\d)"
    rf"|{_DAY}(?:st|nd|rd|th)?(?:\sday)?(?:\s(?:of\s)?|-){_MONTH}\b\.?(?:[\s,-]{{1,2}}{_YEAR}(?!\d))?"
    rf"|{_MONTH}\.?,?\s(?:of\s)?(?:19|20)\d\d)(?!\w)",
    re.IGNORECASE,
)
# Shapes that are dates only right after a word that asks for one: 3/4, 3/2026, 03041961.
_SHORT = re.compile(
    r"(?<![\w./$-])(?:\d{1,2}[/-]\d{1,2}|\d{1,2}/(?:19|20)\d\d|(?:0?[1-9]|1[0-2])[0-3]\d(?:19|20)?\d\d|(?:19"
    r"|20)\d\d[01]\d[0-3]\d)(?![\w%]|[/.-]\d)"
)
_ASKS = re.compile(
    r"(?:\b(?:dob|d\.o\.b\.?|birth\s?(?:date|day)?|date\sof\s(?:birth|death|injury|admission|discharge"
    r"|accident)|born|b-?day|died|dod|doi|doa"
    r"|admitted|admit(?:\sdate)?|admission(?:\sdate)?|adm|discharged?(?:\sdate)?|d/c'?d?|seen|injured|operated"
    r"|hospitali[sz]ed|surgery|last\s(?:visit|seen)|lmp|edd|appt|appointment|mva|mvc|fell)\b|birthdate|\bb\.)"
    r"(?:\s?(?:on|is|was|of|date|back|in|the|around|about|since|\(mm/dd/yyyy\)))?[\s:#=(-]{0,4}$",
    re.IGNORECASE,
)
# What happens to one person on one day; "discharges on or after" and "admissions" speak of a rule.
_EVENT = re.compile(
    r"\b(?:dob|d\.o\.b|birth\s?(?:date|day)|date\sof\s(?:birth|death|injury|admission)|born|b-?day|dod|died"
    r"|deceased|passed\saway"
    r"|admitted|discharged|d/c'd|hospitali[sz]ed|seen|(?:was|were)\s(?:treated|examined|evaluated)|operated"
    r"|underwent|injured|doi|doa|mva|mvc|accident\son|fell"
    r"|surgery(?:\sdate|\son|:)|s/p|last\svisit|lmp|edd|due\sdate|appointment\son)\b",
    re.IGNORECASE,
)
_BIRTH = re.compile(r"\b(?:dob|d\.o\.b|birth\s?(?:date|day)|date\sof\sbirth|born|b-?day)\b", re.IGNORECASE)
_PERSON = re.compile(
    r"(?i:\b(?:patient|client|claimant|subscriber|insured|he|she|him|his|hers?|himself|herself|mrs?|miss|man"
    r"|woman|boy|girl|lady|gentleman|mother"
    r"|father|mom|dad|wife|husband|spouse|son|daughter|brother|sister|grand(?:mother|father|son|daughter)|yo"
    r"|y/o|y\.o|mrn|ssn|full\sname|last\sname|first\sname)\b|\bname:|year[- ]olds?\b|yr[- ]old)"
    r"|\b[Pp]t\b|\bPT:|\bMs\b"
    r"|\[(?:NAME|MRN|SSN|PHONE|EMAIL|MEMBER ID|ACCOUNT|ADDRESS|AGE OVER 89) \d{1,6}\]"
)
# Any patient and no one in particular: "for a Medicare patient", "new patient exam".
_NO_ONE = re.compile(
    r"\b(?<!my )(?<!our )(?<!this )(?<!that )(?:(?:an?|any|each|every|per|which|what|if\sthe|when\sthe|new"
    r"|established|est)\s(?:[a-z-]{2,14}\s){0,2}(?:patient|pt|man|woman)"
    r"|(?:medicare|medicaid|medicare\sadvantage|tricare|commercial|cash|self-pay|adult|pediatric|established"
    r"|new)\s(?:patient|pt)|(?:in|out)-patient"
    r"|patient\s(?:education|relationship|portal|responsibility|status|encounter|type|safety|liability|share"
    r"|visit\scode|pay|count|volume|load|panel|population|care|access|mix|days))\b"
    r"|\b(?:his|he)\s?(?:/|or)\s?(?:hers?|she)\b",
    re.IGNORECASE,
)
# Ends a thought: the person of the sentence before isn't beside the date of the next one.
_STOP = re.compile(r"[?!]\s|(?<=[a-z0-9.)%]{3})[.;]\s+(?=[A-Z])|\n\s*\n")
_BEFORE, _AFTER = 70, 36


def find(text: str) -> Iterator[Identifier]:
    for match in at_numbers(_NUMERIC, text):
        if _is_a_day(match) and _belongs_to_a_person(text, match.start(), match.end()):
            yield Identifier(kind="date", start=match.start(), end=match.end())
    for match in _WRITTEN.finditer(text):
        if not _is_the_verb_may(match[0]) and _belongs_to_a_person(text, match.start(), match.end()):
            yield Identifier(kind="date", start=match.start(), end=match.end())
    for match in at_numbers(_SHORT, text):
        if _ASKS.search(text[max(0, match.start() - 40) : match.start()]):
            yield Identifier(kind="date", start=match.start(), end=match.end())


def _belongs_to_a_person(text: str, start: int, end: int) -> bool:
    before = _STOP.split(text[max(0, start - _BEFORE) : start])[-1]
    after = _STOP.split(text[end - 3 : end + _AFTER])[0]
    if _EVENT.search(before) or _ASKS.search(before) or _BIRTH.search(after):
        return True
    return any(_PERSON.search(side) and _PERSON.search(_NO_ONE.sub(" ", side)) for side in (before, after))


def _is_a_day(match: re.Match[str]) -> bool:
    """Whether month and day exist, in either order."""
    if match["iso"]:
        return 1 <= int(match["iso_month"]) <= 12 and 1 <= int(match["iso_day"]) <= 31
    first, second = int(match["first"]), int(match["second"])
    return 1 <= min(first, second) <= 12 and 1 <= max(first, second) <= 31


def _is_the_verb_may(date: str) -> bool:
    """ "may 5" without a year is rarely a day: "the provider may 2 times a week"."""
    return re.fullmatch(r"may\.?\s{0,2}\d{1,2}", date) is not None
