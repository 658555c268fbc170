"""Each deterministic edit: when it fires, when it does not, and on which day."""

from datetime import date

import pytest

from bot.assistant import Assistant
from bot.claims import Authorities, Claim, Edit, Finding
from bot.guardrails.code_edits import (
    beyond_tables,
    check_claim,
    duplicate,
    excludes1,
    incomplete_code,
    no_diagnosis,
    not_in_force,
    seventh_character,
    unknown_code,
)

TODAY = date(2026, 11, 22)
LAST_DAY_OF_FY2026, FIRST_DAY_OF_FY2027 = date(2026, 9, 30), date(2026, 10, 1)
LAST_DAY_HELD, BEYOND = date(2027, 3, 31), date(2027, 4, 1)


@pytest.fixture(scope="module")
def authorities(assistant: Assistant) -> Authorities:
    return assistant.reference.authorities


def claim(*diagnoses: str, day: date = TODAY, **more: object) -> Claim:
    return Claim(diagnoses=diagnoses, date_of_service=day, **more)  # type: ignore[arg-type]


def ids(rows: list[tuple[object, ...]]) -> list[str]:
    return [" ".join(str(part) for part in row[:2]) for row in rows]


# -- no-diagnosis --------------------------------------------------------------------------------------------------------


def test_a_claim_without_a_diagnosis_is_blocked(authorities: Authorities) -> None:
    (finding,) = no_diagnosis.edit(claim(), authorities)

    assert (finding.edit, finding.severity, finding.codes) == ("no-diagnosis", "block", ())


@pytest.mark.parametrize("diagnosis", ["M54.2", "M53.89", "", "neck"])
def test_a_claim_with_any_diagnosis_has_one(authorities: Authorities, diagnosis: str) -> None:
    assert no_diagnosis.edit(claim(diagnosis), authorities) == ()


# -- unknown-code --------------------------------------------------------------------------------------------------------

UNKNOWN = [
    ("never a code", "M53.89", "M53.89"),
    ("characters too many", "M54.2XXA", "M54.2XXA"),
    ("a decimal too many", "I10.0", "I10.0"),
    ("eight characters behind seven", "S13.4XXAX", None),
    ("no shape of a code", "neck pain", None),
    ("an empty entry", "", None),
    ("a blank entry", "   ", None),
    ("an ICD-9-CM code", "723.8", None),
    ("a CPT code", "98940", None),
    ("a chapter", "13", None),
    ("no such category", "U99.9", "U99.9"),
]
KNOWN = [
    ("billable", "M54.2"), ("however typed", "m542"), ("with a dash", "M54-2"), ("with stray dots", ".M54..2."), ("with spaces", " m 54.2 "),
    ("a heading", "M53.8"), ("a category", "M53"), ("ended", "T52.8X1A"), ("ended and now a heading", "M72.2"), ("not yet", "M67.A01"),
    ("without its 7th character", "S13.4"), ("without its placeholder", "S13.4A"), ("with a wrong 7th character", "S13.4XXZ"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "code"), [row[1:] for row in UNKNOWN], ids=[row[0] for row in UNKNOWN])
def test_what_no_release_holds_is_blocked(authorities: Authorities, typed: str, code: str | None) -> None:
    (finding,) = unknown_code.edit(claim(typed), authorities)

    assert (finding.edit, finding.severity) == ("unknown-code", "block")
    assert finding.codes == ((code,) if code else ())


@pytest.mark.parametrize("typed", [typed for _, typed in KNOWN], ids=[name for name, _ in KNOWN])
def test_what_a_release_holds_or_nearly_holds_is_not_unknown(authorities: Authorities, typed: str) -> None:
    assert unknown_code.edit(claim(typed), authorities) == ()


@pytest.mark.parametrize("typed", ["Jane Doe", "neck pain of Jane Doe", "555-12-3456"])
def test_an_entry_that_is_no_code_is_never_repeated(authorities: Authorities, typed: str) -> None:
    (finding,) = unknown_code.edit(claim(typed), authorities)

    assert "Jane" not in finding.message and "555" not in finding.message


@pytest.mark.parametrize(("typed", "codes"), [("M54.2XXA", ("M54.2",)), ("I10.0", ("I10",)), ("i100", ("I10",))])
def test_extra_characters_on_a_complete_code_are_taken_off(
    authorities: Authorities, typed: str, codes: tuple[str, ...]
) -> None:
    (finding,) = unknown_code.edit(claim(typed), authorities)

    assert finding.suggestion is not None
    assert (finding.suggestion.replaces, finding.suggestion.codes) == (typed, codes)


def test_an_unknown_code_below_a_heading_is_not_guessed(authorities: Authorities) -> None:
    (finding,) = unknown_code.edit(claim("M53.89"), authorities)

    assert finding.suggestion is None
    assert "M53.8 Other specified dorsopathies" in finding.message


# -- not-in-force --------------------------------------------------------------------------------------------------------

NOT_IN_FORCE = [
    ("M72.2", FIRST_DAY_OF_FY2027, ("M67.A01", "M67.A02", "M67.A09", "M72.20", "M72.21", "M72.22")),
    ("M72.2", LAST_DAY_HELD, ("M67.A01", "M67.A02", "M67.A09", "M72.20", "M72.21", "M72.22")),
    ("M54.5", date(2021, 10, 1), ("M54.50", "M54.51", "M54.59")),
    ("M50.22", TODAY, ("M50.220", "M50.221", "M50.222", "M50.223")),
    ("M51.36", date(2024, 10, 1), ("M51.360", "M51.361", "M51.362", "M51.369")),
    ("M67.A01", LAST_DAY_OF_FY2026, ()),
    ("M72.20", LAST_DAY_OF_FY2026, ()),
    ("M54.50", date(2021, 9, 30), ()),
    ("S23.420A", FIRST_DAY_OF_FY2027, ()),
]
IN_FORCE = [
    ("M72.2", LAST_DAY_OF_FY2026), ("M72.2", date(2015, 10, 1)), ("M54.5", date(2021, 9, 30)), ("M50.22", date(2016, 9, 30)),
    ("M67.A01", FIRST_DAY_OF_FY2027), ("M67.A01", LAST_DAY_HELD), ("M54.2", TODAY), ("O09.00", date(2020, 1, 1)),
    ("S23.420A", LAST_DAY_OF_FY2026), ("M53.8", TODAY), ("M53", TODAY), ("S13.4", TODAY), ("M53.89", TODAY), ("neck", TODAY),
    ("M72.2", BEYOND), ("M54.5", BEYOND), ("T52.8X1A", BEYOND),
]  # fmt: skip


@pytest.mark.parametrize(("code", "day", "successors"), NOT_IN_FORCE, ids=ids(NOT_IN_FORCE))
def test_a_code_outside_its_days_is_blocked_with_what_took_its_place(
    authorities: Authorities, code: str, day: date, successors: tuple[str, ...]
) -> None:
    (finding,) = not_in_force.edit(claim(code, day=day), authorities)

    assert (finding.edit, finding.severity, finding.codes) == ("not-in-force", "block", (code,))
    assert (finding.suggestion.codes if finding.suggestion else ()) == successors
    assert all(successor in finding.message for successor in successors)


@pytest.mark.parametrize(("code", "day"), IN_FORCE, ids=ids(IN_FORCE))
def test_a_code_within_its_days_or_beyond_our_tables_is_not_called_dead(
    authorities: Authorities, code: str, day: date
) -> None:
    assert not_in_force.edit(claim(code, day=day), authorities) == ()


@pytest.mark.parametrize(
    ("code", "day", "said"),
    [("M72.2", TODAY, "2026-09-30"), ("M67.A01", LAST_DAY_OF_FY2026, "2026-10-01"), ("S23.420A", TODAY, "2026-09-30")],
)
def test_the_finding_names_the_day_that_decides(authorities: Authorities, code: str, day: date, said: str) -> None:
    (finding,) = not_in_force.edit(claim(code, day=day), authorities)

    assert said in finding.message


def test_an_inpatient_stay_is_judged_by_its_discharge(authorities: Authorities) -> None:
    stay = {"setting": "inpatient", "date_to": FIRST_DAY_OF_FY2027}

    assert not_in_force.edit(
        claim("M72.2", day=LAST_DAY_OF_FY2026, discharge_date=FIRST_DAY_OF_FY2027, **stay), authorities
    )
    assert not not_in_force.edit(
        claim("M67.A01", day=LAST_DAY_OF_FY2026, discharge_date=FIRST_DAY_OF_FY2027, **stay), authorities
    )


def test_a_discharge_date_means_nothing_to_an_outpatient_visit(authorities: Authorities) -> None:
    visit = claim("M72.2", day=LAST_DAY_OF_FY2026, discharge_date=FIRST_DAY_OF_FY2027)

    assert not_in_force.edit(visit, authorities) == ()


# -- incomplete-code -----------------------------------------------------------------------------------------------------

INCOMPLETE = [
    ("M53.8", TODAY, ["M53.80", "M53.81", "M53.82", "M53.83", "M53.84", "M53.85", "M53.86", "M53.87", "M53.88"]),
    ("M77.1", TODAY, ["M77.10", "M77.11", "M77.12"]),
    ("Z00.0", TODAY, ["Z00.00", "Z00.01"]),
    ("M67.A0", FIRST_DAY_OF_FY2027, ["M67.A01", "M67.A02", "M67.A09"]),
    ("M50.2", TODAY, ["M50.20", "M50.21", "M50.22", "M50.23"]),
    ("s13", TODAY, ["S13.0", "S13.1", "S13.2", "S13.4", "S13.5", "S13.8", "S13.9"]),
]
NOT_INCOMPLETE = [
    ("M53.82", TODAY), ("M54.2", TODAY), ("I10", TODAY), ("M72.2", TODAY), ("M54.5", TODAY), ("S13.4", TODAY), ("W19", TODAY),
    ("M53.89", TODAY), ("neck", TODAY), ("M67.A0", LAST_DAY_OF_FY2026),
]  # fmt: skip


@pytest.mark.parametrize(("code", "day", "children"), INCOMPLETE, ids=ids(INCOMPLETE))
def test_a_heading_is_blocked_with_the_codes_below_it(
    authorities: Authorities, code: str, day: date, children: list[str]
) -> None:
    (finding,) = incomplete_code.edit(claim(code, day=day), authorities)

    assert (finding.edit, finding.severity) == ("incomplete-code", "block")
    assert finding.suggestion is not None and list(finding.suggestion.codes) == children
    assert all(child in finding.message for child in children[:8])


@pytest.mark.parametrize(("code", "day"), NOT_INCOMPLETE, ids=ids(NOT_INCOMPLETE))
def test_what_is_complete_or_is_said_by_another_edit_is_not_incomplete(
    authorities: Authorities, code: str, day: date
) -> None:
    assert incomplete_code.edit(claim(code, day=day), authorities) == ()


def test_a_long_family_is_listed_in_part_and_counted(authorities: Authorities) -> None:
    (finding,) = incomplete_code.edit(claim("M25"), authorities)

    assert "; and " in finding.message and " more" in finding.message
    assert finding.message.count(";") <= 9


# -- seventh-character ---------------------------------------------------------------------------------------------------

SEVENTH = [
    ("missing", "S13.4", ["S13.4XXA", "S13.4XXD", "S13.4XXS"]),
    ("missing in a category", "W19", ["W19.XXXA", "W19.XXXD", "W19.XXXS"]),
    ("missing with one placeholder", "S13.4X", ["S13.4XXA", "S13.4XXD", "S13.4XXS"]),
    ("missing with both placeholders", "S13.4XX", ["S13.4XXA", "S13.4XXD", "S13.4XXS"]),
    ("missing behind six characters", "S93.401", ["S93.401A", "S93.401D", "S93.401S"]),
    ("placeholders missing", "S13.4A", ["S13.4XXA"]),
    ("one placeholder missing", "S13.4XA", ["S13.4XXA"]),
    ("in lower case", "s134d", ["S13.4XXD"]),
    ("placeholders of a category missing", "W19A", ["W19.XXXA"]),
    ("not of this family", "S13.4XXZ", ["S13.4XXA", "S13.4XXD", "S13.4XXS"]),
    ("of a fracture on a sprain", "S13.4XXB", ["S13.4XXA", "S13.4XXD", "S13.4XXS"]),
    ("of a fetus", "O33.3", ["O33.3XX0", "O33.3XX1", "O33.3XX2", "O33.3XX3", "O33.3XX4", "O33.3XX5", "O33.3XX9"]),
    ("of a coma", "R40.211", ["R40.2110", "R40.2111", "R40.2112", "R40.2113", "R40.2114"]),
]
NOT_SEVENTH = [
    ("right", "S13.4XXA"), ("right, without dot", "s134xxs"), ("no 7th character in the family", "M54.2"), ("one on a code that takes none", "M54.2XXA"),
    ("a heading with more than the 7th open", "S13"), ("an unknown code", "M53.89"), ("no code", "neck"), ("two letters too many", "S13.4XXAA"),
    ("a fracture", "S52.501B"),
]  # fmt: skip


@pytest.mark.parametrize(("typed", "codes"), [row[1:] for row in SEVENTH], ids=[row[0] for row in SEVENTH])
def test_a_missing_wrong_or_misplaced_7th_character_is_blocked(
    authorities: Authorities, typed: str, codes: list[str]
) -> None:
    (finding,) = seventh_character.edit(claim(typed), authorities)

    assert (finding.edit, finding.severity) == ("seventh-character", "block")
    assert finding.suggestion is not None
    assert (finding.suggestion.replaces, list(finding.suggestion.codes)) == (typed, codes)
    assert all(code in finding.message for code in codes)


@pytest.mark.parametrize("typed", [typed for _, typed in NOT_SEVENTH], ids=[name for name, _ in NOT_SEVENTH])
def test_where_the_7th_character_is_right_or_none_is_taken_the_edit_is_silent(
    authorities: Authorities, typed: str
) -> None:
    assert seventh_character.edit(claim(typed), authorities) == ()


@pytest.mark.parametrize("typed", ["S13.4X", "S13.4XX"])
def test_a_placeholder_alone_is_not_called_a_wrong_7th_character(authorities: Authorities, typed: str) -> None:
    (finding,) = seventh_character.edit(claim(typed), authorities)

    assert "X is not a 7th character" not in finding.message


# -- beyond-tables -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("day", [date(2015, 10, 1), TODAY, LAST_DAY_HELD], ids=str)
def test_within_our_tables_nothing_is_said_of_their_end(authorities: Authorities, day: date) -> None:
    assert beyond_tables.edit(claim("M54.2", day=day), authorities) == ()


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (BEYOND, "2027-03-31"),
        (date(2031, 1, 1), "2027-03-31"),
        (date(2015, 9, 30), "2015-10-01"),
        (date(2012, 1, 1), "ICD-9-CM"),
    ],
    ids=str,
)
def test_outside_our_tables_the_reader_is_told_where_they_end(authorities: Authorities, day: date, said: str) -> None:
    (finding,) = beyond_tables.edit(claim("M54.2", "M53.82", day=day), authorities)

    assert (finding.edit, finding.severity, finding.codes) == ("beyond-tables", "inform", ())
    assert said in finding.message


@pytest.mark.parametrize("code", ["M54.2", "M72.2", "M54.5", "T52.8X1A", "M67.A01", "M53.89", "M53.8"])
def test_beyond_our_tables_no_code_is_blocked(authorities: Authorities, code: str) -> None:
    """A code we never heard of may have been made since; a heading may have become a code."""
    findings = check_claim(claim(code, day=BEYOND), authorities)

    assert [(one.edit, one.severity) for one in findings if one.severity == "block"] == []
    assert [one.edit for one in findings].count("beyond-tables") == 1


# -- duplicate -----------------------------------------------------------------------------------------------------------

DUPLICATES = [
    ("twice", ["M54.2", "M54.2"], ["M54.2"]),
    ("typed differently", ["M54.2", "m542", " M54-2 "], ["M54.2"]),
    ("apart", ["M54.2", "M53.82", "M54.2"], ["M54.2"]),
    ("two codes twice", ["M54.2", "I10", "M54.2", "i10"], ["M54.2", "I10"]),
    ("unknown codes too", ["M53.89", "M53.89"], ["M53.89"]),
    ("once each", ["M54.2", "M54.20", "M54.3"], []),
    ("both sides", ["M25.561", "M25.562"], []),
    ("entries that are no codes", ["neck", "neck"], []),
    ("nothing", [], []),
]


@pytest.mark.parametrize(("typed", "twice"), [row[1:] for row in DUPLICATES], ids=[row[0] for row in DUPLICATES])
def test_a_code_listed_twice_is_blocked_once(authorities: Authorities, typed: list[str], twice: list[str]) -> None:
    findings = duplicate.edit(claim(*typed), authorities)

    assert [finding.codes for finding in findings] == [(code,) for code in twice]
    assert {(finding.edit, finding.severity) for finding in findings} <= {("duplicate", "block")}


# -- excludes1 -----------------------------------------------------------------------------------------------------------

EXCLUDED = [
    ("own note", ["M54.2", "M50.222"], ("M54.2", "M50.222"), "M54.2"),
    ("the other way round", ["M50.222", "M54.2"], ("M54.2", "M50.222"), "M54.2"),
    ("inherited from the block, curated", ["M54.2", "S13.4XXA"], ("M54.2", "S13.4XXA"), "M50-M54"),
    ("inherited from the category", ["E11.9", "E10.9"], None, "E1"),
    ("inherited from the subcategory", ["M54.50", "M54.41"], ("M54.50", "M54.41"), "M54.5"),
    ("a range with dashes", ["M54.16", "M51.16"], ("M54.16", "M51.16"), "M54.1"),
    ("by 4th and 5th character", ["G63", "E11.42"], ("G63", "E11.42"), "G63"),
    ("by 5th character alone", ["S33.0XXA", "M51.26"], ("S33.0XXA", "M51.26"), "S33.0"),
    ("with a code between", ["M54.2", "M99.01", "M50.222"], ("M54.2", "M50.222"), "M54.2"),
    ("however typed", ["m542", "m50222"], ("M54.2", "M50.222"), "M54.2"),
]
NOT_EXCLUDED = [
    ("unrelated", ["M53.82", "M54.2"]),
    ("the claim of every day", ["M99.01", "M54.2"]),
    ("one code", ["M54.2"]),
    ("one code twice", ["M54.2", "M54.2"]),
    ("both sides", ["M25.561", "M25.562"]),
    ("another 4th and 5th character", ["I73.89", "E11.9"]),
    ("diabetes without neuropathy", ["G63", "E11.9"]),
    ("both below the note's entry", ["M50.222", "M51.26"]),
    ("an Excludes2 note", ["F06.0", "F10.151"]),
    ("an unknown code", ["M54.2", "M53.89"]),
    ("no codes", ["neck", "pain"]),
    ("an open note: closed fracture and open wound", ["S51.011A", "S52.501A"]),
    ("an open note: acidosis in diabetes without ketoacidosis", ["E87.20", "E11.9"]),
]


@pytest.mark.parametrize(("typed", "codes", "where"), [row[1:] for row in EXCLUDED], ids=[row[0] for row in EXCLUDED])
def test_two_codes_that_exclude_each_other_are_asked_about(
    authorities: Authorities, typed: list[str], codes: tuple[str, str] | None, where: str
) -> None:
    (finding,) = excludes1.edit(claim(*typed), authorities)

    assert (finding.edit, finding.severity) == ("excludes1", "query")
    assert codes is None or finding.codes == codes
    assert f"Excludes1 note at {where}" in finding.authority
    assert "unrelated" in finding.message


@pytest.mark.parametrize("typed", [row[1] for row in NOT_EXCLUDED], ids=[row[0] for row in NOT_EXCLUDED])
def test_codes_that_no_note_sets_apart_are_let_be(authorities: Authorities, typed: list[str]) -> None:
    assert excludes1.edit(claim(*typed), authorities) == ()


def test_the_note_is_quoted_word_for_word_with_its_release(authorities: Authorities) -> None:
    (finding,) = excludes1.edit(claim("M54.2", "M50.222"), authorities)

    assert finding.citation is not None and finding.citation.is_verbatim
    assert finding.citation.quote == "cervicalgia due to intervertebral cervical disc disorder (M50.-)"
    assert finding.citation.passage.id == "notes:M54.2/excludes1"
    assert "April 2026" in finding.authority


def test_a_one_way_note_suggests_to_leave_out_the_code_that_bears_it(authorities: Authorities) -> None:
    (finding,) = excludes1.edit(claim("m542", "M50.222"), authorities)

    assert finding.suggestion is not None
    assert (finding.suggestion.replaces, finding.suggestion.codes) == ("m542", ())


def test_every_pair_of_several_is_found(authorities: Authorities) -> None:
    findings = excludes1.edit(claim("M54.2", "M50.222", "S13.4XXA", "I10"), authorities)

    assert {frozenset(finding.codes) for finding in findings} >= {
        frozenset({"M54.2", "M50.222"}), frozenset({"M54.2", "S13.4XXA"}), frozenset({"M50.222", "S13.4XXA"}),
    }  # fmt: skip


# -- all together --------------------------------------------------------------------------------------------------------


def test_a_clean_claim_has_no_finding(authorities: Authorities) -> None:
    assert check_claim(claim("M99.01", "M54.2", "M54.12"), authorities) == ()


def test_the_gravest_finding_comes_first(authorities: Authorities) -> None:
    findings = check_claim(claim("M54.2", "M50.222", "M53.89", day=BEYOND), authorities)

    order = {"block": 0, "query": 1, "inform": 2}
    severities = [order[finding.severity] for finding in findings]
    assert severities == sorted(severities)
    assert {finding.edit for finding in findings} >= {"excludes1", "beyond-tables"}


CASES = ["M54.2", "M72.2", "M53.8", "S13.4", "S13.4A", "M53.89", "M67.A01", "I10.0", "neck", "M54.2XXA", "W19"]


@pytest.mark.parametrize("typed", CASES)
def test_one_wrong_code_has_one_finding(authorities: Authorities, typed: str) -> None:
    """The edits divide the wrong codes among themselves: none is said twice."""
    assert len([finding for finding in check_claim(claim(typed), authorities) if finding.severity == "block"]) <= 1


OF_ONE_CODE: tuple[Edit, ...] = (
    no_diagnosis.edit, unknown_code.edit, not_in_force.edit, incomplete_code.edit, seventh_character.edit, beyond_tables.edit,
    duplicate.edit, excludes1.edit,
)  # fmt: skip


@pytest.mark.parametrize("edit", OF_ONE_CODE, ids=[edit.__module__.rpartition(".")[2] for edit in OF_ONE_CODE])
def test_every_finding_names_its_authority_and_quotes_verbatim(authorities: Authorities, edit: Edit) -> None:
    several = claim("M72.2", "M53.8", "S13.4", "M53.89", "neck", "M54.2", "m542", "M50.222", day=TODAY)
    findings: tuple[Finding, ...] = edit(several, authorities) + edit(claim(day=BEYOND), authorities)

    assert findings
    for finding in findings:
        assert finding.authority and finding.message.endswith((".", "?"))
        assert finding.citation is None or finding.citation.is_verbatim


def test_every_finding_of_every_edit_names_its_authority_and_quotes_verbatim(authorities: Authorities) -> None:
    """Over one claim that is wrong in as many ways as fit."""
    wrong = claim(
        "W19.XXXA", "G63", "M17.11", "M17.12", "Z00.00", "S83.511A", "S83.411D", "S13.4XXS", "Z47.89", "Z68.35", "O24.414", "Z79.4", "M81.0",
        "M54.2", "M50.222", "M54.2", age=8, date_to=date(2027, 4, 2),
    )  # fmt: skip
    findings = check_claim(wrong, authorities)

    assert len({finding.edit for finding in findings}) >= 12
    for finding in findings:
        assert finding.authority and finding.message.endswith((".", "?"))
        assert finding.citation is None or finding.citation.is_verbatim
