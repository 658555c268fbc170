"""Z codes that may only be first-listed: asked about in second place, unless the first code is one too."""

import pytest
from listed_claims import BEYOND, claim, names, told

from bot.claims import Authorities
from bot.guardrails.code_edits import first_listed_only

ROWS = [
    ("a well visit second", ["M54.2", "Z00.00"], [("query", ("Z00.00",))]),
    ("however typed", ["M54.2", "z0000"], [("query", ("Z00.00",))]),
    ("an insurance examination third", ["M54.2", "I10", "Z02.6"], [("query", ("Z02.6",))]),
    ("one of the list we have from memory", ["C50.911", "Z51.11"], [("query", ("Z51.11",))]),
    ("first", ["Z00.01", "M54.2"], []),
    ("alone", ["Z00.00"], []),
    ("two of the list: a combined record", ["Z00.00", "Z01.419"], [("inform", ("Z01.419",))]),
    ("research, the exception of Z00", ["M54.2", "Z00.6"], []),
    ("unspecified donor, the exception of Z52", ["M54.2", "Z52.9"], []),
    ("observation of a newborn is Z05", ["P22.1", "Z05.1"], []),
    ("a code that may stand anywhere", ["M54.2", "Z79.4"], []),
    ("a heading", ["M54.2", "Z00.0"], []),
    ("nothing", [], []),
]


@pytest.mark.parametrize(("typed", "expected"), [row[1:] for row in ROWS], ids=names(ROWS))
def test_a_first_listed_only_code_in_second_place_is_asked_about(
    authorities: Authorities, typed: list[str], expected: list[object]
) -> None:
    assert told(first_listed_only.edit(claim(*typed), authorities)) == expected


def test_an_entry_from_memory_says_to_check_the_guideline(authorities: Authorities) -> None:
    (read,) = first_listed_only.edit(claim("M54.2", "Z00.00"), authorities)
    (from_memory,) = first_listed_only.edit(claim("C50.911", "Z51.11"), authorities)

    assert "from memory" not in read.message
    assert "Check the guideline" in from_memory.message


def test_the_exemption_is_in_the_message(authorities: Authorities) -> None:
    (finding,) = first_listed_only.edit(claim("M54.2", "Z00.00"), authorities)

    assert "combined" in finding.message
    assert finding.suggestion is not None and not finding.suggestion.leaves_no_choice


@pytest.mark.parametrize("more", [{"setting": "inpatient"}, {"day": BEYOND}], ids=["inpatient", "beyond our tables"])
def test_where_the_rule_does_not_reach_nothing_is_asked(authorities: Authorities, more: dict[str, object]) -> None:
    assert first_listed_only.edit(claim("M54.2", "Z00.00", **more), authorities) == ()  # type: ignore[arg-type]
