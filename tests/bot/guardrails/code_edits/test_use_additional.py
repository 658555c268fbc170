"""Use additional code notes: asked for where the title is not whole without them, told of otherwise."""

import pytest
from listed_claims import claim, told

from bot.claims import Authorities
from bot.guardrails.code_edits import use_additional

ASKED = [
    ("which stage", ["E11.22"], "N18.1-N18.6"),
    ("which stage of hypertensive disease", ["I12.9"], "N18.1-N18.4"),
    ("which joint", ["Z47.1"], "Z96.6-"),
    ("which heart failure", ["I11.0"], "I50.-"),
    ("which limb", ["Z47.81"], "Z89.-"),
    ("how deep an ulcer, at an atherosclerotic leg", ["I70.233"], "L97.-"),
    ("which ulcer", ["E11.621"], "L97.4-"),
    ("which cancer is past", ["Z08"], "Z85.-"),
    ("which obesity", ["O99.210"], "E66.-"),
    ("a stage outside the range", ["I12.9", "N18.6"], "N18.1-N18.4"),
]
TOLD = [
    ("tobacco", ["I10"]),
    ("control of diabetes", ["E11.9"]),
    ("if applicable", ["M80.08XA"]),
    ("dialysis", ["N18.6"]),
    ("organism", ["M00.261"]),
    ("foreign body of a whole chapter", ["S13.4XXA"]),
]
SILENT = [
    ("stage given", ["E11.22", "N18.32"]),
    ("end of a range", ["I12.9", "N18.9"]),
    ("joint given", ["Z47.1", "Z96.651"]),
    ("given before it: the order is another edit's", ["I50.22", "I11.0"]),
    ("both additional codes given", ["I13.0", "I50.32", "N18.31"]),
    ("dialysis given", ["I12.0", "N18.6", "Z99.2"]),
    ("insulin given", ["E11.9", "Z79.4"]),
    ("no note", ["M54.2"]),
    ("a heading", ["E11.2"]),
    ("no codes", ["kidney"]),
]


@pytest.mark.parametrize(("typed", "named"), [row[1:] for row in ASKED], ids=[row[0] for row in ASKED])
def test_a_title_that_is_not_whole_asks_for_the_rest(authorities: Authorities, typed: list[str], named: str) -> None:
    (finding,) = [one for one in use_additional.edit(claim(*typed), authorities) if one.severity == "query"]

    assert finding.codes == (typed[0],)
    assert named in finding.message
    assert finding.citation is not None and named in finding.citation.quote


@pytest.mark.parametrize("typed", [row[1] for row in TOLD], ids=[row[0] for row in TOLD])
def test_what_only_may_apply_is_told_and_not_asked(authorities: Authorities, typed: list[str]) -> None:
    findings = use_additional.edit(claim(*typed), authorities)

    assert findings and {one.severity for one in findings} == {"inform"}


@pytest.mark.parametrize("typed", [row[1] for row in SILENT], ids=[row[0] for row in SILENT])
def test_any_code_of_the_named_ranges_satisfies_a_note(authorities: Authorities, typed: list[str]) -> None:
    assert use_additional.edit(claim(*typed), authorities) == ()


def test_one_note_is_said_once_for_all_codes_it_bears_on(authorities: Authorities) -> None:
    findings = use_additional.edit(claim("S13.4XXA", "S23.3XXA", "S33.5XXA"), authorities)

    assert told(findings) == [("inform", ("S13.4XXA", "S23.3XXA", "S33.5XXA"))]


def test_heading_and_lines_of_a_note_are_one_instruction(authorities: Authorities) -> None:
    (finding,) = use_additional.edit(claim("E11.9"), authorities)

    assert finding.citation is not None
    assert finding.citation.quote.splitlines()[0] == "code to identify control using:"
    assert all(code in finding.message for code in ("Z79.4", "Z79.84", "Z79.85"))


def test_a_second_incomplete_title_is_asked_about_beside_a_complete_one(authorities: Authorities) -> None:
    asked = [
        one for one in use_additional.edit(claim("E11.22", "N18.32", "Z47.1"), authorities) if one.severity == "query"
    ]

    assert told(asked) == [("query", ("Z47.1",))]
