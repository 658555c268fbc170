"""Finds fax numbers: a telephone number that the word fax announces or follows."""

import re
from collections.abc import Iterator

from bot.privacy.cues import holds_any
from bot.privacy.findings import Identifier
from bot.privacy.identifiers.phone import NORTH_AMERICAN

_NUMBER = (
    rf"(?P<value>{NORTH_AMERICAN}|\+[1-9]\d{{0,2}}(?:[-. ]{{0,2}}\(?\d{{1,4}}\)?){{2,6}}|(?:1)?\d{{10}}"
    rf"|\d{{3}}[-. ]\d{{4}})(?!\w|[-.]\d)"
)
_AFTER = re.compile(
    r"\b(?:e?fax(?:ed|es|ing)?|facsimile|fx(?=\s?[#:])|f(?=:|\s[(\d]))(?:\W{1,3}(?:numbers?|num|no|nbr|line|is|it|this"
    r"|that|to|at|the|records?|notes?)\b\.?){0,4}[\s#:.=-]{0,5}" + _NUMBER,
    re.IGNORECASE,
)
_BEFORE = re.compile(_NUMBER + r"\s?[(\[-]?\s?(?:e?fax|facsimile|f(?=\)))\b", re.IGNORECASE)


def find(text: str) -> Iterator[Identifier]:
    if holds_any(text, ("fax", "facsimile", "fx", "(f)", "f:", "f ")):
        for pattern in (_AFTER, _BEFORE):
            for match in pattern.finditer(text):
                yield Identifier(kind="fax", start=match.start("value"), end=match.end("value"))
