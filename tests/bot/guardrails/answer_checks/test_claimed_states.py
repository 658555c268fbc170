"""What is called billable is billable, on the day that is spoken of."""

from datetime import date

import pytest
from conftest import GroundsFor
from quoting import said

from bot.guardrails.answer_checks import claimed_states
from tests.conftest import TODAY

CASES = [
    ("billable", "M53.82 is billable.", True),
    ("billable, with its meaning", "M53.82 (Other specified dorsopathies, cervical region) is a complete, billable code.", True),
    ("a heading as billable", "M54.5 is billable.", False),
    ("a heading with its meaning as billable", "M54.5 (Low back pain) is a complete, billable code.", False),
    ("a heading as valid", "M54.5 is valid.", False),
    ("a heading as a heading", "M54.5 (Low back pain) is a heading, not a billable code.", True),
    ("a heading as incomplete", "M54.5 is incomplete.", True),
    ("a heading as not billable", "M54.5 is not billable.", True),
    ("a code as a heading", "M53.82 is a heading.", False),
    ("a code as not billable", "M53.82 is not billable.", False),
    ("a code as no longer valid", "M53.82 is no longer valid.", False),
    ("a code as invalid", "M53.82 is invalid.", False),
    ("an ended code as billable on the day", "M72.2 is billable on 2026-11-22.", False),
    ("an ended code as billable on a day it held", "M72.2 is billable on 2026-09-30.", True),
    ("a code as billable before its first day", "M67.A01 is billable on 2026-09-30.", False),
    ("since when", "M53.82 is billable since 2015-10-01.", True),
    ("since when, of a heading", "M54.5 is billable since 2015-10-01.", False),
    ("what it was says nothing of today", "M54.5 was billable until 2021-09-30.", True),
    ("two codes, one wrongly", "M53.82 is billable; M54.5 is billable.", False),
    ("no claim", "M54.5 is of no use here.", True),
]  # fmt: skip


@pytest.mark.parametrize(("text", "holds"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])
def test_states_are_the_tables_own(grounds_for: GroundsFor, text: str, holds: bool) -> None:
    assert (claimed_states.check(said(text), grounds_for(day=TODAY)) is None) == holds


def test_the_day_of_service_counts(grounds_for: GroundsFor) -> None:
    before = grounds_for(day=date(2026, 9, 30))

    assert claimed_states.check(said("M72.2 is billable."), before) is None
    assert claimed_states.check(said("M72.2 is billable."), grounds_for(day=TODAY)) is not None
