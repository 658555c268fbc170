"""Finds serial numbers of devices and implants: by their words, by the marks of a device label, and network cards."""

import re
from collections.abc import Iterator

from bot.privacy.cues import Cue
from bot.privacy.findings import Identifier

_CUE = Cue(
    kind="device",
    words=r"(?:(?:device|implant|pacemaker|icd|pump|stimulator|unit|machine|cpap|hearing\said|prosthesis|wheelchair"
    r"|leads?)\s)?"
    r"serials?|s/n|sn(?=\s?[\#:])|(?:device|implant|pacemaker|pump|stimulator)(?=\s?(?:\#|id\b|no\b|num))"
    r"|(?:device\s)?identifier(?=\s?[\#:])|udi|imei"
    r"|lot(?=\s?(?:\#|no\b|num))",
    stems=("serial", "s/n", "sn", "device", "implant", "pacemaker", "pump", "stimulator", "identifier", "udi", "imei", "lot"),
    digits=3,
    bare_digits=5,
)  # fmt: skip
_LABEL = re.compile(r"\(01\)\s?\d{14}(?:\s?\(\d{2}\)\s?[\w./+-]{1,20}){0,6}")
_NETWORK_CARD = re.compile(
    r"(?<![\w:-])[0-9A-F]{2}(?P<gap>[:-])(?:[0-9A-F]{2}(?P=gap)){4}[0-9A-F]{2}(?![\w:-])", re.IGNORECASE
)


def find(text: str) -> Iterator[Identifier]:
    yield from _CUE.find(text)
    if "(01)" in text:
        for match in _LABEL.finditer(text):
            yield Identifier(kind="device", start=match.start(), end=match.end())
    for match in _NETWORK_CARD.finditer(text):
        yield Identifier(kind="device", start=match.start(), end=match.end())
