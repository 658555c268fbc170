"""Finds licence, certificate and registration numbers of people; a DEA number also by its check digit."""

import re
from collections.abc import Iterator

from bot.privacy.cues import Cue
from bot.privacy.findings import Identifier

_CUE = Cue(
    kind="license",
    words=r"(?:(?:driver|driving|operator|drivers)(?:'s|s')?\s?)?(?:licen[sc]es?|lic\.?)(?!\s?plate)(?=\W{0,3}(?:\#"
    r"|id\b|no\b|num|nbr|is\b|(?:[a-z]{2}\s)?\w{0,4}\d))"
    r"|(?<![/a-z])d\.?l\.?(?:n(?![a-z])|(?=\W{0,3}(?:\#|no\b|num|is\b|\w?\d)))|dea|npi|(?:certificat(?:e|ion)"
    r"|cert)(?=\s?(?:\#|no\b|num|id\b))"
    r"|passport|state\sid|green\scard|(?:visa|permit)(?=\s?(?:\#|no\b|num))",
    stems=("lic", "dl", "d.l", "dea", "npi", "cert", "passport", "state id", "green card", "visa", "permit"),
    digits=4,
    bare_digits=5,
)
_DEA = re.compile(r"(?<![\w-])[ABCDEFGHJKLMPRSTUX][A-Z9](?P<digits>\d{7})(?![\w-])", re.IGNORECASE)


def find(text: str) -> Iterator[Identifier]:
    yield from _CUE.find(text)
    for match in _DEA.finditer(text):
        if _is_a_dea_number([int(digit) for digit in match["digits"]]):
            yield Identifier(kind="license", start=match.start(), end=match.end())


def _is_a_dea_number(digits: list[int]) -> bool:
    """The seventh digit is the last one of (1st + 3rd + 5th) + 2 x (2nd + 4th + 6th)."""
    return (digits[0] + digits[2] + digits[4] + 2 * (digits[1] + digits[3] + digits[5])) % 10 == digits[6]
