"""Finds account numbers by the words in front of them, and payment cards by their check digit."""

import re
from collections.abc import Iterator

from bot.privacy.cues import Cue, at_numbers
from bot.privacy.findings import Identifier

_CUE = Cue(
    kind="account",
    words=r"(?:(?:patient|pt|bank|checking|savings|billing|guarantor|hospital|client)\s)?(?:acc(?:oun)?ts?|acct\.?|a/c)"
    r"|guarantor(?=\s?(?:\#|id\b|no\b|num))|routing|(?:invoice|statement|bill)(?=\s?(?:\#|id\b|no\b|num))|iban"
    r"|har(?=\s?\#)",
    stems=("acc", "a/c", "guarantor", "routing", "invoice", "statement", "bill", "iban", "har"),
    digits=4,
    bare_digits=6,
)
_CARD = re.compile(
    r"(?<![\w.-])[3-6]\d{3}(?:[ -]?\d{4}){2}[ -]?\d{1,4}(?![\w-])|(?<![\w.-])3[47]\d{2}[ -]?\d{6}[ -]?\d{5}(?![\w-])"
)


def find(text: str) -> Iterator[Identifier]:
    yield from _CUE.find(text)
    for match in at_numbers(_CARD, text):
        digits = [int(character) for character in match[0] if character.isdigit()]
        if len(digits) >= 13 and passes_luhn(digits):
            yield Identifier(kind="account", start=match.start(), end=match.end())


def passes_luhn(digits: list[int]) -> bool:
    """The check digit of payment cards and of provider numbers (ISO/IEC 7812-1)."""
    doubled = [digit * 2 - 9 * (digit > 4) for digit in digits[-2::-2]]
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0
