"""Excludes1 notes: own, inherited, worked out by hand; in both directions; what is said of each."""

import csv
from datetime import date
from pathlib import Path

import pytest
from listed_claims import BEYOND, FIRST_DAY_OF_FY2027, LAST_DAY_OF_FY2026, TODAY, claim, told

from bot.claims import Authorities
from bot.guardrails.code_edits import excludes1
from knowledge.code_set.code_set import CodeSet

FIRES = [
    ("own note", ["M54.2", "M50.222"], "M54.2"),
    ("the other way round", ["M50.222", "M54.2"], "M54.2"),
    ("of the subcategory", ["M47.22", "M54.12"], "M54.1"),
    ("of the category", ["E10.9", "E11.9"], "E10"),
    ("of the block", ["M46.42", "M53.82"], "M50-M54"),
    ("by characters: polyneuropathy in diabetes", ["G63", "E11.42"], "G63"),
    ("by hand: an injury of the spine", ["M53.82", "S13.4XXA"], "M50-M54"),
    ("by hand: an injured vessel", ["I77.0", "S85.001A"], "I77.0"),
    ("by hand: acidosis and diabetes with ketoacidosis", ["E87.20", "E11.10"], "E87.2"),
    ("by hand: an open fracture", ["S51.011A", "S52.501B"], "S51"),
    ("by hand: sepsis and SIRS of another origin", ["R65.10", "A41.9"], "R65.1"),
    ("by hand: a transplant and its complication", ["Z94.0", "T86.11"], "Z94"),
    ("by hand: hallucinations of a drug psychosis", ["R44.0", "F14.151"], "R44"),
    ("by hand: amnesia of alcohol", ["R41.3", "F10.26"], "R41.3"),
]
SILENT = [
    ("unrelated", ["M53.82", "M54.12"]),
    ("the neighbouring disc", ["M54.2", "M51.26"]),
    ("an old injury is not current", ["M54.2", "S13.4XXS"]),
    ("an old injury of a vessel", ["I77.0", "S85.001S"]),
    ("acidosis and diabetes without it", ["E87.20", "E11.9"]),
    ("a closed fracture", ["S51.011A", "S52.501A"]),
    ("dependence without amnesia", ["R41.3", "F10.20"]),
    ("an Excludes2 note", ["S13.4XXA", "S16.1XXA"]),
    ("an unread note", ["I96", "E11.52"]),
]


@pytest.mark.parametrize(("typed", "where"), [row[1:] for row in FIRES], ids=[row[0] for row in FIRES])
def test_two_codes_that_a_note_sets_apart_are_asked_about(
    authorities: Authorities, typed: list[str], where: str
) -> None:
    (finding,) = excludes1.edit(claim(*typed), authorities)

    assert (finding.severity, set(finding.codes)) == ("query", set(typed))
    assert finding.authority.startswith(f"Excludes1 note at {where},")
    assert finding.citation is not None and finding.citation.passage.id == f"notes:{where}/excludes1"
    assert "two unrelated conditions" in finding.message


@pytest.mark.parametrize("typed", [row[1] for row in SILENT], ids=[row[0] for row in SILENT])
def test_what_no_note_sets_apart_is_let_be(authorities: Authorities, typed: list[str]) -> None:
    assert excludes1.edit(claim(*typed), authorities) == ()


def test_a_note_without_codes_says_why_it_means_this_code(authorities: Authorities) -> None:
    (finding,) = excludes1.edit(claim("M54.2", "S13.4XXA"), authorities)

    assert "though it prints no such code: injury of the spine" in finding.message
    assert (
        finding.citation is not None and finding.citation.quote == "current injury - see injury of spine by body region"
    )


def test_a_note_that_prints_the_code_gives_no_reason(authorities: Authorities) -> None:
    (finding,) = excludes1.edit(claim("M54.2", "M50.222"), authorities)

    assert "prints no" not in finding.message and "names M50.222" in finding.message


def test_where_one_note_names_the_other_its_bearer_goes(authorities: Authorities) -> None:
    (finding,) = excludes1.edit(claim("M50.222", "m542"), authorities)

    assert finding.suggestion is not None
    assert (finding.suggestion.replaces, finding.suggestion.codes) == ("m542", ())


def test_where_each_note_names_the_other_a_person_chooses(authorities: Authorities) -> None:
    (finding,) = excludes1.edit(claim("E10.9", "E11.9"), authorities)

    assert finding.suggestion is None and "only the one that the record supports" in finding.message


@pytest.mark.parametrize("day", [date(2015, 10, 1), LAST_DAY_OF_FY2026, FIRST_DAY_OF_FY2027, TODAY, BEYOND], ids=str)
def test_the_notes_we_hold_are_asked_on_any_day(authorities: Authorities, day: date) -> None:
    assert told(excludes1.edit(claim("M54.2", "M50.222", day=day), authorities)) == [("query", ("M54.2", "M50.222"))]


def test_every_note_worked_out_by_hand_names_codes_and_its_reason(code_set: CodeSet) -> None:
    table = Path(__file__).parents[4] / "knowledge/code_set/data/notes_without_codes.csv"
    with table.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))

    assert len(rows) >= 31
    for row in rows:
        note = next(one for one in code_set.notes(row["note_of"], TODAY) if one.text == row["text"])
        assert note.ranges and note.reason == row["reason"], row["note_of"]
