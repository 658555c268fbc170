"""Finds ages of 90 and more, which Safe Harbor counts as identifiers; an age limit of a code or a rule is not one."""

import re
from collections.abc import Iterator

from bot.privacy.cues import holds_any
from bot.privacy.findings import Identifier

_AGE = r"(?:9\d|1[01]\d|12[0-4])"
_TENS = (
    r"ninety(?:[- ](?:one|two|three|four|five|six|seven|eight|nine))?|(?:a"
    r"|one)[- ]hundred(?:[- ](?:and[- ])?(?:one|two|three|four|five|six|seven|eight|nine|ten))?"
)
_OLD = (
    r"(?:y\.?\s?/?\s?o\.?(?![a-z])|y-o(?![a-z])|(?:year|yr)s?[- ]?(?:old|of[- ]age|young)s?|y[rs]?\.?\s(?:old|of\sage))"
)
_WITH_UNIT = re.compile(
    rf"(?<![\w.$/-])(?P<value>(?:{_AGE}|{_TENS})[- ]{{0,2}}{_OLD})(?:(?<=\.)|(?![\w]))", re.IGNORECASE
)
_WITH_CUE = re.compile(
    rf"(?<![\w-])(?P<value>(?:aged?|turn(?:ed|s|ing))(?:\W{{1,3}}(?:is|was|of|just))?[\s:=]{{1,3}}(?:{_AGE}"
    rf"|{_TENS})(?:\s?(?:years?|yrs?|y)\b(?:\sold)?)?)(?![\w%]|[-./]\d)",
    re.IGNORECASE,
)
_OF_A_PERSON = re.compile(
    rf"(?<![\w-])(?:s?he(?:'s|\sis|\swas)|patient\s(?:is|was)|pt\s(?:is|was)|who\s(?:is|was)|i\sam|(?:mother"
    rf"|father|wife|husband)\s(?:is|was))\s(?:now\s|already\s|about\s)?(?P<value>{_AGE}|{_TENS})(?:\s?(?:years?"
    rf"|yrs?)\b)?(?=[\s,.;!?)]*(?:$|[,.;!?)\n]|and\b|with\b|now\b|but\b|w/|has\b|can\b|who\b))",
    re.IGNORECASE,
)
_IN_A_CHART = re.compile(
    rf"(?<![\w.$/-])(?P<value>{_AGE}\s?[MF])(?=\s(?:with|w/|c/o|presents?|presenting|here|who|s/p|seen|has|pt"
    rf"|patient|in|complain\w*)|,\s?\w|[.;]?\s*$)"
)
_BORN_LONG_AGO = re.compile(
    r"\b(?:born|birth\s?year|year\sof\sbirth|yob|dob|d\.o\.b\.?)(?:\W{1,3}(?:in|is|year"
    r"|the\syear))?[\s:]{1,3}(?P<value>1[89][0-3]\d)(?![\w]|[-./]\d)", re.IGNORECASE
)  # fmt: skip
# Whoever was born by then was over 89 at the end of 2025; as years pass the rule only becomes too narrow.
_LAST_BIRTH_YEAR = 1935
_LIMIT_BEFORE = re.compile(
    r"(?:\b(?:over|above|under|below|than|least|most|to|through|thru|until|beyond|past|up\sto|between|from|ages"
    r"|minimum|maximum|max|limit|any)|[<>≥≤=/–-])\s?(?:the\s|age\s|aged\s|of\s){0,2}$",
    re.IGNORECASE,
)
_LIMIT_AFTER = re.compile(
    r"\s?(?:\+|years?\s?\+|(?:years?\s|yrs?\s)?(?:or|and)\s(?:older|over|above|up|younger|under)|-\s?\d|to\s\d"
    r"|through\s\d|%|degrees?|°|days?|d\b|months?|mo\b|weeks?|wks?|min|day\b|patients\b)",
    re.IGNORECASE,
)


def find(text: str) -> Iterator[Identifier]:
    if holds_any(text, ("9", "10", "11", "12", "ninety", "hundred")):
        for pattern in (_WITH_UNIT, _WITH_CUE, _OF_A_PERSON, _IN_A_CHART):
            for match in pattern.finditer(text):
                if not _is_a_limit(text, match):
                    yield Identifier(kind="age_over_89", start=match.start("value"), end=match.end("value"))
    if holds_any(text, ("born", "birth", "yob", "dob", "d.o.b")):
        for match in _BORN_LONG_AGO.finditer(text):
            if int(match["value"]) <= _LAST_BIRTH_YEAR:
                yield Identifier(kind="age_over_89", start=match.start("value"), end=match.end("value"))


def _is_a_limit(text: str, match: re.Match[str]) -> bool:
    start, end = match.span("value")
    return bool(_LIMIT_BEFORE.search(text[max(0, start - 16) : start]) or _LIMIT_AFTER.match(text, end))
