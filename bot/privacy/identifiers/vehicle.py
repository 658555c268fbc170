"""Finds vehicle identification numbers by their check digit, and licence plates by the words in front of them."""

import re
from collections.abc import Iterator

from bot.privacy.cues import holds_any
from bot.privacy.findings import Identifier

_VIN = re.compile(r"(?<![\w-])[A-HJ-NPR-Z0-9]{17}(?![\w-])", re.IGNORECASE)
_VIN_BY_NAME = re.compile(
    r"\b(?:vin|vehicle\s(?:id(?:entification)?|serial))(?:\W{1,3}(?:number|num|no|is"
    r"|id)\b){0,2}\W{0,4}(?P<value>[A-Z0-9](?:[- ]?[A-Z0-9]){10,19})(?!\w)",
    re.IGNORECASE,
)
_PLATE = re.compile(
    r"\b(?:(?:licen[sc]e|lic\.?|number|registration|reg\.?|car|vehicle|truck|auto)\s(?:plates?|tags?)"
    r"|plates?(?=\s?(?:\#|no\b|num|:|(?=[A-Z0-9-]{0,7}\d)(?=[A-Z0-9-]{0,7}[A-Z])[A-Z0-9-]{6,8}\b))"
    r"|(?:vehicle|car|auto)\sregistration|tag(?=\s?(?:\#|no\b|num)))"
    r"(?:\W{1,3}(?:numbers?|num|no|nbr|is|was|reads?|of)\b){0,2}[\s\#:=.(\"'-]{0,5}"
    r"(?P<value>(?:[A-Z]{2}\s)?(?=[A-Z0-9 -]{0,4}\d)[A-Z0-9]{1,7}(?:[- ][A-Z0-9]{1,5})?)(?!\w)",
    re.IGNORECASE,
)
_VALUES = dict(
    zip("ABCDEFGHJKLMNPRSTUVWXYZ", (1, 2, 3, 4, 5, 6, 7, 8, 1, 2, 3, 4, 5, 7, 9, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)
)
_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def find(text: str) -> Iterator[Identifier]:
    for match in _VIN.finditer(text):
        if _passes_the_vin_check(match[0].upper()):
            yield Identifier(kind="vehicle", start=match.start(), end=match.end())
    if holds_any(text, ("vin", "vehicle")):
        for match in _VIN_BY_NAME.finditer(text):
            if sum(character.isdigit() for character in match["value"]) >= 4:
                yield Identifier(kind="vehicle", start=match.start("value"), end=match.end("value"))
    if holds_any(text, ("plate", "tag", "registration")):
        for match in _PLATE.finditer(text):
            end = match.end("value")
            head, gap, tail = match["value"].rpartition(" ")
            if gap and not any(map(str.isdigit, tail)) and any(map(str.isdigit, head)) and tail.islower():
                end = match.start("value") + len(head)
            yield Identifier(kind="vehicle", start=match.start("value"), end=end)


def _passes_the_vin_check(vin: str) -> bool:
    """The ninth character is the weighted sum of all, modulo 11 (49 CFR 565.15)."""
    if not (any(map(str.isdigit, vin)) and any(map(str.isalpha, vin))):
        return False
    total = sum(
        (int(one) if one.isdigit() else _VALUES[one]) * weight for one, weight in zip(vin, _WEIGHTS, strict=True)
    )
    return vin[8] == "0123456789X"[total % 11]
