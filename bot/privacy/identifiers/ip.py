"""Finds network addresses; a section number of a manual with four parts is not one."""

import re
from collections.abc import Iterator

from bot.privacy.cues import at_numbers
from bot.privacy.findings import Identifier

_OCTET = r"(?:25[0-5]|2[0-4]\d|1?\d?\d)"
_V4 = re.compile(rf"(?<![\w.])(?:{_OCTET}\.){{3}}{_OCTET}(?![\w]|\.\d)")
_V6 = re.compile(
    r"(?<![\w:.])(?:[0-9a-f]{1,4}(?::[0-9a-f]{1,4}){7}|(?:[0-9a-f]{1,4}:){1,6}(?::[0-9a-f]{1,4}){1,6})(?![\w:])",
    re.IGNORECASE,
)
_SECTION = re.compile(
    r"(?:§{1,2}|\b(?:sections?|sec|chapters?|ch|chap|manual|pub|publication|version|ver|v|rule|part|guideline"
    r"|paragraph|para|item"
    r"|iom|cpb|policy|release|r))\W{0,3}[\w.,-]{0,12}\W{0,3}$",
    re.IGNORECASE,
)


def find(text: str) -> Iterator[Identifier]:
    if "." in text:
        for match in at_numbers(_V4, text):
            if not _SECTION.search(text[max(0, match.start() - 30) : match.start()]):
                yield Identifier(kind="ip", start=match.start(), end=match.end())
    if ":" in text:
        for match in _V6.finditer(text):
            if match[0].count(":") >= 3:
                yield Identifier(kind="ip", start=match.start(), end=match.end())
