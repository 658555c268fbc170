"""Code first notes: order, absence, and the notes that hold only for some patients."""

from datetime import date

import pytest
from listed_claims import BEYOND, claim, told

from bot.claims import Authorities
from bot.guardrails.code_edits import code_first

LATER = [
    ("kidney disease before its hypertension", ["N18.31", "I12.9"], ("N18.31", "I12.9")),
    ("with a code between", ["N18.31", "M54.2", "I12.9"], ("N18.31", "I12.9")),
    ("one cause before it, one behind", ["E11.22", "N18.31", "I12.9"], ("N18.31", "I12.9")),
    ("failure before hypertensive heart disease", ["I50.22", "I11.0"], ("I50.22", "I11.0")),
    ("fracture before the cord", ["S32.010A", "S34.101A"], ("S32.010A", "S34.101A")),
    ("if applicable, and it applies", ["J18.9", "J10.00"], ("J18.9", "J10.00")),
    ("a drug before its adverse effect", ["T45.1X5A", "D61.1"], ("T45.1X5A", "D61.1")),
    ("severe sepsis before the infection", ["R65.20", "A41.9"], ("R65.20", "A41.9")),
    ("a manifestation behind another code", ["I10", "G63", "E85.4"], ("G63", "E85.4")),
]
NEEDED = [
    ("what burnt", ["T20.40XA"]),
    ("the stroke of a stroke scale", ["R29.705"]),
    ("the pregnancy of a week", ["Z3A.20"]),
    ("the week of another's visit", ["Z00.00", "Z3A.20"]),
]
TOLD = [
    ("any associated", ["N18.31"]),
    ("if applicable", ["E66.9"]),
    ("alternatives", ["I50.22"]),
    ("complicating", ["I82.411"]),
    ("any associated injury", ["S32.010A"]),
]
SILENT = [
    ("right order", ["I12.9", "N18.31"]),
    ("one of the alternatives before it", ["I11.0", "I50.22"]),
    ("cord first", ["S34.101A", "S32.010A"]),
    ("adverse effect first", ["D61.1", "T45.1X5A"]),
    ("a poisoning goes first itself", ["T45.1X1A", "D61.1"]),
    ("code also sets no order", ["F45.42", "G89.29"]),
    ("the other order of code also", ["G89.29", "F45.42"]),
    ("a manifestation in its place", ["A23.9", "M49.86"]),
    ("a manifestation first is another edit's", ["G63", "E85.4"]),
    ("a manifestation alone is another edit's", ["I10", "G63"]),
    ("the week of a routine prenatal visit", ["Z34.02", "Z3A.20"]),
    ("no note", ["M54.2", "M53.82"]),
    ("a heading", ["N18", "I12.9"]),
    ("no codes", ["neck"]),
]


@pytest.mark.parametrize(("typed", "codes"), [row[1:] for row in LATER], ids=[row[0] for row in LATER])
def test_a_code_that_goes_first_but_stands_later_is_asked_about(
    authorities: Authorities, typed: list[str], codes: tuple[str, ...]
) -> None:
    (finding,) = [one for one in code_first.edit(claim(*typed), authorities) if one.severity == "query"]

    assert finding.codes == codes
    assert f"{codes[1]} goes before {codes[0]}" in finding.message
    assert finding.suggestion is not None
    assert (finding.suggestion.replaces, finding.suggestion.codes) == (codes[0], (codes[1], codes[0]))
    assert finding.suggestion.drops == (codes[1],)


@pytest.mark.parametrize("typed", [row[1] for row in NEEDED], ids=[row[0] for row in NEEDED])
def test_a_note_without_if_asks_for_the_missing_code(authorities: Authorities, typed: list[str]) -> None:
    assert told(code_first.edit(claim(*typed), authorities)) == [("query", (typed[-1],))]


@pytest.mark.parametrize("typed", [row[1] for row in TOLD], ids=[row[0] for row in TOLD])
def test_a_note_that_may_not_apply_only_informs(authorities: Authorities, typed: list[str]) -> None:
    findings = code_first.edit(claim(*typed), authorities)

    assert told(findings) == [("inform", (typed[0],))]
    assert "where the record has it" in findings[0].message


@pytest.mark.parametrize("typed", [row[1] for row in SILENT], ids=[row[0] for row in SILENT])
def test_right_order_and_other_edits_matters_are_left_alone(authorities: Authorities, typed: list[str]) -> None:
    assert [one for one in code_first.edit(claim(*typed), authorities) if one.severity == "query"] == []


@pytest.mark.parametrize("day", [BEYOND, date(2014, 1, 1)], ids=str)
def test_beyond_our_tables_nothing_is_asked(authorities: Authorities, day: date) -> None:
    assert code_first.edit(claim("N18.31", "I12.9", day=day), authorities) == ()


def test_the_note_is_quoted_whole_with_its_release(authorities: Authorities) -> None:
    (finding,) = code_first.edit(claim("N18.31", "I12.9"), authorities)

    assert finding.citation is not None and finding.citation.passage.id == "notes:N18/code_first"
    assert finding.citation.quote.startswith("any associated:\n") and "I12.-" in finding.citation.quote
    assert "Code first note at N18" in finding.authority and "April 2026" in finding.authority
