"""Finds Social Security numbers, whole or their last four digits."""

import re
from collections.abc import Iterator

from bot.privacy.cues import at_numbers, holds_any
from bot.privacy.findings import Identifier

_DASHED = re.compile(r"(?<![\w-])\d{3}\s?-\s?\d{2}\s?-\s?\d{4}(?![\w]|-\d)")
_SPACED = re.compile(
    r"(?<![\w.$-])(?P<area>\d{3})(?P<gap>[ .])(?P<group>\d{2})(?P=gap)(?P<serial>\d{4})(?![\w]|[.-]\d)"
)
_HIDDEN = re.compile(r"(?<!\w)[x*#]{3}[- ]?[x*#]{2}[- ]?\d{4}(?!\w)", re.IGNORECASE)
_WORDS = (
    r"(?<![a-z])(?:ssns?|s\.s\.n\.?|ss\s?(?:\#|no\b\.?|num(?:ber)?\b)|soc(?:ial)?(?:\s?sec(?:urity)?)?|itin|tax\s?id)"
)
_CUED = re.compile(
    rf"{_WORDS}(?:\W{{1,4}}(?:numbers?|num|no|nbr|is|was|card|of|on file|security))*?\W{{0,4}}"
    r"(?P<value>\d{3}[-. ]{0,3}\d{2}[-. ]{0,3}\d{4})(?!\d)",
    re.IGNORECASE,
)
_LAST_FOUR = re.compile(
    rf"(?:{_WORDS}.{{0,20}}?(?:last|ends?|ending|final).{{0,16}}?|(?:last|final)\s(?:four"
    rf"|4)(?:\sdigits)?(?:\sof)?(?:\s(?:the|her|his|their|my))?\s{_WORDS}\W{{0,3}}(?:(?:number|is"
    rf"|are)\W{{1,2}}){{0,2}})"
    r"(?<!\d)(?P<value>\d{4})(?![\d/-])",
    re.IGNORECASE,
)


def find(text: str) -> Iterator[Identifier]:
    for match in at_numbers(_DASHED, text):
        yield Identifier(kind="ssn", start=match.start(), end=match.end())
    for match in at_numbers(_SPACED, text):
        if _was_ever_issued(match):
            yield Identifier(kind="ssn", start=match.start(), end=match.end())
    for match in _HIDDEN.finditer(text):
        yield Identifier(kind="ssn", start=match.start(), end=match.end())
    if holds_any(text, ("ss", "s.s.n", "soc", "itin", "tax")):
        for pattern in (_CUED, _LAST_FOUR):
            for match in pattern.finditer(text):
                yield Identifier(kind="ssn", start=match.start("value"), end=match.end("value"))


def _was_ever_issued(match: re.Match[str]) -> bool:
    """No number was issued with area 000, 666 or 900 up, group 00 or serial 0000 (SSA, 20 CFR 422.103 practice)."""
    area = int(match["area"])
    return area not in (0, 666) and area < 900 and int(match["group"]) > 0 and int(match["serial"]) > 0
