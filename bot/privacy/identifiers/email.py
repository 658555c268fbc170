"""Finds e-mail addresses, also those spelled out to hide from machines."""

import re
from collections.abc import Iterator

from bot.privacy.cues import holds_any
from bot.privacy.findings import Identifier

_ADDRESS = re.compile(
    r"(?<![\w.+%-])[\w.+%'-]{1,64}\s?@\s?(?:[^\W_](?:[\w-]{0,62})\.){1,5}[^\W\d_]{2,24}(?![^\W_])",
)
_MAIL_HOSTS = (
    r"gmail|googlemail|yahoo|ymail|hotmail|outlook|live|msn|aol|icloud|me|mac|comcast|att|verizon|proton"
    r"|protonmail|mail"
)
_SPELLED_OUT = re.compile(
    rf"(?<![\w.+-])[\w.+-]{{2,64}}\s?[\[({{]?\s?(?:at|@)\s?[\])}}]?\s?(?:{_MAIL_HOSTS})\s?[\[({{]?\s?(?:dot"
    rf"|\.)\s?[\])}}]?\s?(?:com|net|org|me|edu)\b",
    re.IGNORECASE,
)


def find(text: str) -> Iterator[Identifier]:
    if "@" in text:
        for match in _ADDRESS.finditer(text):
            yield Identifier(kind="email", start=match.start(), end=match.end())
    if holds_any(text, (" dot ", "(at)", "[at]", "{at}", " at ", "@")):
        for match in _SPELLED_OUT.finditer(text):
            yield Identifier(kind="email", start=match.start(), end=match.end())
