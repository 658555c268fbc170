"""A code that says too little alone asks for the condition that the care is for."""

import pytest
from listed_claims import BEYOND, claim, names, told

from bot.claims import Authorities
from bot.guardrails.code_edits import secondary_required

ROWS = [
    ("alone", ["Z51.89"], [("query", ("Z51.89",))]),
    ("however typed", ["z5189"], [("query", ("Z51.89",))]),
    ("listed twice is still alone", ["Z51.89", "z51.89"], [("query", ("Z51.89",))]),
    ("with a second diagnosis", ["Z51.89", "M54.50"], []),
    ("second itself", ["M54.50", "Z51.89"], []),
    ("another code alone", ["M54.50"], []),
    ("beside an entry that nobody can read", ["Z51.89", "neck"], []),
    ("a heading alone", ["Z51.8"], []),
    ("nothing", [], []),
]


@pytest.mark.parametrize(("typed", "expected"), [row[1:] for row in ROWS], ids=names(ROWS))
def test_a_code_that_wants_company_is_asked_about_alone(
    authorities: Authorities, typed: list[str], expected: list[object]
) -> None:
    assert told(secondary_required.edit(claim(*typed), authorities)) == expected


def test_beyond_our_tables_nothing_is_asked(authorities: Authorities) -> None:
    assert secondary_required.edit(claim("Z51.89", day=BEYOND), authorities) == ()
