"""A body mass index wants a diagnosis of weight beside it."""

import pytest
from listed_claims import BEYOND, claim, names, told

from bot.claims import Authorities
from bot.guardrails.code_edits import bmi_without_condition

ROWS = [
    ("beside a knee", ["M17.11", "Z68.35"], [("query", ("Z68.35",))]),
    ("however typed", ["M17.11", "z6835"], [("query", ("Z68.35",))]),
    ("alone", ["Z68.41"], [("query", ("Z68.41",))]),
    ("beside diabetes", ["E11.9", "Z68.35"], [("query", ("Z68.35",))]),
    ("a child's", ["J45.909", "Z68.54"], [("query", ("Z68.54",))]),
    ("with obesity", ["M17.11", "E66.812", "Z68.35"], []),
    ("with obesity after it", ["M17.11", "Z68.35", "E66.9"], []),
    ("with underweight", ["R63.6", "Z68.1"], []),
    ("with malnutrition", ["E44.0", "Z68.1"], []),
    ("with anorexia", ["F50.014", "Z68.1"], []),
    ("with obesity in pregnancy", ["O99.212", "Z68.35"], []),
    ("after bariatric surgery", ["Z98.84", "Z68.35"], []),
    ("no BMI", ["M17.11"], []),
    ("nothing", [], []),
]


@pytest.mark.parametrize(("typed", "expected"), [row[1:] for row in ROWS], ids=names(ROWS))
def test_a_bmi_without_its_condition_is_asked_about(
    authorities: Authorities, typed: list[str], expected: list[object]
) -> None:
    assert told(bmi_without_condition.edit(claim(*typed), authorities)) == expected


def test_the_conditions_are_codes_of_the_list_and_hold_what_its_notes_pair_with_a_bmi(authorities: Authorities) -> None:
    """Each family is in the tabular list; every code whose own note asks for a BMI (Z68.-) is among them."""
    code_set = authorities.code_set
    bmi = code_set.code("Z68.35")
    assert bmi is not None
    assert all(code_set.code(family) is not None for family in bmi_without_condition.CONDITIONS)
    asking = {
        note.from_code
        for code in ("E66.812", "R63.6", "E44.0", "F50.014", "R62.51")
        for note in code_set.notes(code, claim().day)
        if note.kind == "use_additional" and note.names(bmi)
    }
    assert asking and all(code.startswith(bmi_without_condition.CONDITIONS) for code in asking)


def test_the_message_says_that_the_provider_names_the_diagnosis(authorities: Authorities) -> None:
    (finding,) = bmi_without_condition.edit(claim("M17.11", "Z68.35"), authorities)

    assert "provider" in finding.message and "E66.-" in finding.message
    assert finding.citation is not None and "Z68.35" in finding.citation.quote


def test_beyond_our_tables_nothing_is_asked(authorities: Authorities) -> None:
    assert bmi_without_condition.edit(claim("M17.11", "Z68.35", day=BEYOND), authorities) == ()
