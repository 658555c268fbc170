"""Finds telephone numbers: ten digits by their shape, seven by the words in front, and international ones by their plus."""

import re
from collections.abc import Iterator

from bot.privacy.cues import holds_any
from bot.privacy.findings import Identifier

_EXTENSION = r"(?:[\s,]{0,2}(?:x|ext\.?|extension|\#)\s?\d{1,6}(?!\d))?"
NORTH_AMERICAN = (
    r"(?:\+?1[-. /]{0,2})?(?:\(\s?[2-9]\d{2}\s?\)[-. /]{0,2}\d{3}[-. ]{0,2}\d{4}"
    r"|[2-9]\d{2}\s?[-./ ]\s?\d{3}\s?[-. ]\s?\d{4})"
)
_GROUPED = re.compile(rf"(?<![\w.$/+-]){NORTH_AMERICAN}(?!\d|[-.]\d){_EXTENSION}")
_RUN_TOGETHER = re.compile(rf"(?<![\w.$/-])(?:\+?1)?[2-9]\d{{2}}[2-9]\d{{6}}(?!\w|[-./]\d){_EXTENSION}")
_INTERNATIONAL = re.compile(r"(?<![\w+])(?:\+|00)[1-9]\d{0,2}(?:[-. ]{0,2}\(?\d{1,4}\)?){2,6}(?![\w])")
_CUED = re.compile(
    r"(?:\b(?:tele?phones?|tel|phones?|phn|ph|cell(?:ular|phone)?|mobile|mob|home|work|pager|beeper|call(?:ed"
    r"|back)?|text(?:ed)?|contact|reach(?:ed)?|voicemail|vm|number|whatsapp)|\#)"
    r"(?:\W{1,3}(?:numbers?|num|no|nbr|is|at|on|me|him|her|them|phone|cell|me at|back)\b\.?){0,3}[\s\#:.=(@-]{0,4}"
    rf"(?P<value>(?:\+?1[-. ]?)?\(?\d{{3}}\)?[-. ]{{0,2}}\d{{3}}[-. ]{{0,2}}\d{{4}}{_EXTENSION}"
    rf"|\d{{3}}[-. ]\d{{4}}{_EXTENSION}|\d{{7}})(?!\w|[-./]\d)",
    re.IGNORECASE,
)
_STEMS = (
    "tel", "ph", "cell", "mob", "home", "work", "pager", "beeper", "call", "text", "contact", "reach", "voicemail", "vm", "number", "whatsapp", "#",
)  # fmt: skip


def find(text: str) -> Iterator[Identifier]:
    for pattern in (_GROUPED, _RUN_TOGETHER):
        for match in pattern.finditer(text):
            yield Identifier(kind="phone", start=match.start(), end=match.end())
    if "+" in text or "00" in text:
        for match in _INTERNATIONAL.finditer(text):
            if 9 <= sum(character.isdigit() for character in match[0]) <= 15:
                yield Identifier(kind="phone", start=match.start(), end=match.end())
    if holds_any(text, _STEMS):
        for match in _CUED.finditer(text):
            yield Identifier(kind="phone", start=match.start("value"), end=match.end("value"))
