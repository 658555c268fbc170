"""A code that is named exists on the day, or is named as one that does not."""

from datetime import date

import pytest
from conftest import GroundsFor
from quoting import said

from bot.guardrails.answer_checks import existing_codes
from tests.conftest import TODAY

BEFORE = date(2026, 9, 30)
CASES = [
    ("a code in force", "M53.82 is meant.", TODAY, "", True),
    ("a heading", "Under M54.5 stand three codes.", TODAY, "", True),
    ("a block", "Excludes1 at M50-M54 holds.", TODAY, "", True),
    ("a family", "See M50.- for discs.", TODAY, "", True),
    ("a code no release has", "M53.89 is meant.", TODAY, "", False),
    ("a code no release has, said so", "M53.89 is not an ICD-10-CM code.", TODAY, "", True),
    ("an ended code", "M72.2 is meant.", TODAY, "", True),  # since 2026-10-01 a heading
    ("an ended leaf", "S23.420A is meant.", TODAY, "", False),
    ("an ended leaf, said so", "S23.420A ended.", TODAY, "", True),
    ("an ended leaf with its day", "S23.420A, last day 2026-09-30.", TODAY, "", True),
    ("an ended leaf on a day it held", "S23.420A is meant.", BEFORE, "", True),
    ("a code before its first day", "M67.A01 is meant.", BEFORE, "", False),
    ("a code before its first day, with it", "Since 2026-10-01: M67.A01.", BEFORE, "", True),
    ("a code printed in a quoted note", "The note reads “sprain (S23.420A)”.", TODAY, "", True),
    ("an ICD-9-CM code", "ICD-9-CM V58.61 converts to Z51.89.", TODAY, "", True),
    ("an ICD-9-CM code of the question", "V58.61 converts approximately.", TODAY, "what is ICD-9 V58.61?", True),
    ("an ICD-9-CM code out of nowhere", "V58.61 converts approximately.", TODAY, "", False),
    ("a range with an end that does not exist", "M99.00-M99.0Z are meant.", TODAY, "", False),
    ("a vertebra and an LCD", "T12 in LCD L37387.", TODAY, "", True),
]


@pytest.mark.parametrize(("text", "day", "asked", "holds"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])
def test_codes_exist_on_the_day(grounds_for: GroundsFor, text: str, day: date, asked: str, holds: bool) -> None:
    assert (existing_codes.check(said(text), grounds_for(asked=asked or "?", day=day)) is None) == holds
