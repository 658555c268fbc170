"""Holds the payer sheets to their sources, and the loader to errors that name file, line and field."""

from __future__ import annotations

import contextlib
import csv
import datetime as dt
from pathlib import Path
from typing import Final, TypeVar

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import knowledge.payers.schema as schema
from knowledge.payers.schema import (
    Covered,
    DiagnosisList,
    Documentation,
    FirstListed,
    ModifierConflict,
    ModifierRequired,
    ModifierWithOther,
    NeedsField,
    NotCovered,
    PayerRule,
    PriorAuthorization,
    Regions,
    Threshold,
    TimedUnits,
    covers_diagnosis,
    covers_procedure,
)
from knowledge.payers.sheets import (
    Applicable,
    PayerSheetError,
    SheetBook,
    is_stale,
    load_sheet,
    load_sheets,
    staleness,
)

SHEETS: Final = Path(schema.__file__).parent
FACTS: Final = Path(__file__).parents[3] / "shared/reference/payers/facts.csv"
REVIEWED: Final = dt.date(2026, 11, 22)
R = TypeVar("R", bound=PayerRule)
CHIROPRACTIC: Final = "medicare-part-b-chiropractic"

GOOD_SHEET: Final = """\
id: example
title: Example payer, an example
payer:
  id: example-payer
  name: Example Payer
  short: Example
  aliases: [the example]
plan: One
jurisdiction: {reach: plan, contractors: [], words: This plan.}
topics: [example]
applies_to: ['12345']
effective_from: 2026-01-01
effective_to: null
effective_words: Since 2026.
reviewed_on: 2026-11-22
review_due: 2027-01-01
warning: null
not_held: []
sources:
  - id: X01
    title: A page
    url: https://example.org/page
    publisher: Example
    edition: 2026 edition
    label: primary
    quote: a short quotation
rules:
  - rule: diagnosis_list
    id: listed
    text: Example covers 12345 for M54.2 and M50.-, and never for R52.
    procedures: ['12345']
    covered: [M54.2, M50.-]
    excluded: [R52]
    severity: query
    sources: [X01]
    label: primary
"""


@pytest.fixture(scope="module")
def book() -> SheetBook:
    return load_sheets(SHEETS)


def rules_of(
    book: SheetBook, payer: str, kind: type[R], *procedures: str, day: dt.date = REVIEWED
) -> tuple[Applicable[R], ...]:
    return book.rules_for(book.find_payer(payer), procedures=procedures, day=day, kind=kind)


def facts() -> dict[str, dict[str, str]]:
    if not FACTS.exists():
        pytest.skip("the table of gathered facts lies outside the project and is absent here")
    with FACTS.open(encoding="utf-8") as rows:
        return {row["id"]: row for row in csv.DictReader(rows)}


# --- what the sheets say, and who says so ---------------------------------------------------------------------------


def test_every_sheet_that_can_honestly_ship_is_here(book: SheetBook) -> None:
    assert [sheet.id for sheet in book.sheets] == [
        "aetna-cpb-0107",
        "amerihealth-ma-chiropractic",
        "bcbs-alabama-facet",
        "bcbs-north-dakota-facet",
        "bcbs-south-carolina-chiropractic",
        "cigna-cpg-278",
        "claims-general",
        "humana-prior-authorization",
        "medicare-facet-cgs",
        "medicare-outpatient-therapy",
        "medicare-part-b-chiropractic",
        "tricare-chiropractic",
        "uhc-commercial-therapy",
        "uhc-medicare-advantage-therapy-chiropractic",
    ]


def test_every_rule_has_a_source_a_label_and_a_sentence(book: SheetBook) -> None:
    for passage in book.passages():
        assert passage.sources, passage.id
        assert passage.label in {"primary", "secondary"}, passage.id
        assert passage.text.endswith("."), passage.id
        assert passage.source.url.startswith("http"), passage.id


def test_passage_ids_are_unique(book: SheetBook) -> None:
    ids = [passage.id for passage in book.passages()]
    assert len(ids) == len(set(ids))


def test_every_contractor_that_a_rule_names_is_declared(book: SheetBook) -> None:
    declared = {contractor.name for sheet in book.sheets for contractor in sheet.jurisdiction.contractors}
    named = {name for sheet in book.sheets for rule in sheet.rules for name in rule.contractors or ()}
    assert named <= declared


def test_no_fact_that_is_not_confirmed_ships(book: SheetBook) -> None:
    gathered = facts()
    shipped = {source.id for sheet in book.sheets for source in sheet.sources}
    assert shipped <= gathered.keys()
    assert [fact for fact in sorted(shipped) if "not confirmed" in gathered[fact]["label"].lower()] == []


def test_sources_repeat_the_gathered_facts_and_claim_no_stronger_label(book: SheetBook) -> None:
    gathered = facts()
    for sheet in book.sheets:
        for source in sheet.sources:
            fact = gathered[source.id]
            assert source.title == fact["source_title"].strip()
            assert source.url in fact["url"]
            assert source.publisher == fact["publisher"].strip()
            assert source.edition == fact["edition"].strip()
            assert source.quote is None or source.quote in fact["quote"]
            assert source.label == "secondary" or fact["label"].startswith("primary")


def test_a_fact_is_shipped_in_one_sheet_only(book: SheetBook) -> None:
    shipped = [source.id for sheet in book.sheets for source in sheet.sources]
    assert sorted(shipped) == sorted(set(shipped))


@pytest.mark.parametrize("fact", ["A02", "A03", "A04", "B21", "A33"])
def test_wording_owned_by_others_is_not_quoted(book: SheetBook, fact: str) -> None:
    source = next(source for sheet in book.sheets for source in sheet.sources if source.id == fact)
    assert source.quote is None


@pytest.mark.parametrize(
    "sheet_id",
    [
        "uhc-medicare-advantage-therapy-chiropractic",
        "uhc-commercial-therapy",
        "aetna-cpb-0107",
        "cigna-cpg-278",
        "humana-prior-authorization",
    ],
)
def test_a_narrow_or_older_sheet_is_shown_with_a_warning(book: SheetBook, sheet_id: str) -> None:
    sheet = next(sheet for sheet in book.sheets if sheet.id == sheet_id)
    assert sheet.warning is not None
    assert all(passage.warning == sheet.warning for passage in book.passages() if passage.title == sheet.title)


# --- whom a typed name means ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "payers", "contractor"),
    [
        ("medicare", ["medicare"], None),
        (" MEDICARE  part-B ", ["medicare"], None),
        ("Tri Care", ["tricare"], None),
        ("noridian", ["medicare"], "Noridian"),
        ("Medicare (CGS)", ["medicare"], "CGS"),
        ("Blue Cross & Blue Shield of Alabama", ["bcbs-alabama"], None),
        ("UHC", ["uhc-commercial", "uhc-medicare-advantage"], None),
        ("medicare-part-b-chiropractic", ["medicare"], None),
    ],
)
def test_a_payer_is_found_by_what_people_type(
    book: SheetBook, typed: str, payers: list[str], contractor: str | None
) -> None:
    match = book.find_payer(typed)
    assert match is not None
    assert [payer.id for payer in match.payers] == payers
    assert match.contractor == contractor


@pytest.mark.parametrize("typed", ["", "  ", "kaiser", "medicare advantage", "bcbs of texas", "medicaid", "medicar"])
def test_a_payer_without_a_sheet_is_unknown(book: SheetBook, typed: str) -> None:
    assert book.find_payer(typed) is None


def test_a_shared_name_asks_which_plan_and_applies_no_plans_rules(book: SheetBook) -> None:
    match = book.find_payer("uhc")
    assert match is not None
    assert match.is_ambiguous
    assert len(book.sheets_for(match, ["97110"])) == 2
    assert rules_of(book, "uhc", ModifierRequired, "97110") == ()


# --- the edits read the sheets, without a line of code for any payer ------------------------------------------------


def test_medicare_manipulation_wants_a_subluxation_first(book: SheetBook) -> None:
    [found] = rules_of(book, "medicare", FirstListed, "98940")
    assert found.severity == "block"
    assert all(covers_diagnosis(found.rule.diagnoses, code) for code in ("M99.00", "m9903", "M99.05"))
    assert not any(covers_diagnosis(found.rule.diagnoses, code) for code in ("M54.2", "M99.06", "M99.10", "M99"))


@pytest.mark.parametrize("payer", ["tricare", "bcbs alabama", "aetna", "amerihealth ma"])
def test_subluxation_first_is_medicares_rule_only(book: SheetBook, payer: str) -> None:
    assert rules_of(book, payer, FirstListed, "98940") == ()


@pytest.mark.parametrize(
    ("modifiers", "met"),
    [
        ((), False),
        (("AT",), True),
        (("at",), True),
        (("GA",), True),
        (("GZ",), True),
        (("GY",), True),
        (("GP",), False),
    ],
)
def test_medicare_manipulation_wants_at_unless_billed_as_not_payable(
    book: SheetBook, modifiers: tuple[str, ...], met: bool
) -> None:
    wanted = next(f for f in rules_of(book, "medicare", ModifierRequired, "98941") if "98941" in f.rule.procedures)
    assert wanted.severity == "block"
    assert wanted.rule.is_met_by(modifiers) is met


def test_gx_needs_gy_and_a_line_without_gx_does_not_care(book: SheetBook) -> None:
    rule = next(f.rule for f in rules_of(book, "medicare", ModifierRequired, "98940") if f.rule.when_modifiers)
    assert rule.is_met_by(["AT"])
    assert not rule.is_met_by(["GX"])
    assert rule.is_met_by(["GX", "GY"])


def test_at_with_ga_is_rejected_since_november_2015(book: SheetBook) -> None:
    [found] = rules_of(book, "medicare", ModifierConflict, "98940")
    assert found.rule.conflicts_in(["AT", "GA"]) == (("AT", "GA"),)
    assert found.rule.conflicts_in(["AT", "GP"]) == ()
    assert rules_of(book, "medicare", ModifierConflict, "98940", day=dt.date(2015, 10, 31)) == ()


def test_98943_is_no_medicare_benefit_and_says_so_before_the_wider_rule(book: SheetBook) -> None:
    first, *_ = [f for f in rules_of(book, "medicare", NotCovered, "98943") if f.rule.excludes("98943")]
    assert first.rule.id == "extraspinal-manipulation"
    assert first.severity == "block"


def test_anything_else_beside_manipulation_is_a_query_not_a_block(book: SheetBook) -> None:
    wider = next(f for f in rules_of(book, "medicare", NotCovered, "98940") if f.rule.everything_except)
    assert wider.severity == "query"
    assert wider.rule.excludes("97140")
    assert not wider.rule.excludes("98942")
    assert wider.rule.signs is not None
    assert covers_procedure(wider.rule.signs.beside, "98940")


def test_a_condition_that_no_claim_can_show_drives_no_edit(book: SheetBook) -> None:
    maintenance = next(f for f in rules_of(book, "medicare", NotCovered, "98940") if f.rule.id == "maintenance-therapy")
    assert maintenance.severity is None
    assert not maintenance.rule.excludes("98940")


def test_head_and_neck_count_as_one_region(book: SheetBook) -> None:
    [found] = rules_of(book, "medicare", Regions, "98941")
    assert found.rule.regions_of(["M99.00", "M99.01"]) == ("cervical",)
    assert len(found.rule.regions_of(["M99.00", "M99.01", "M99.02", "M99.03", "M99.04", "M99.05"])) == 5
    assert found.rule.regions_of(["M54.2"]) == ()


@pytest.mark.parametrize(("procedure", "fewest", "most"), [("98940", 1, 2), ("98941", 3, 4), ("98942", 5, 5)])
def test_manipulation_codes_stand_for_numbers_of_regions(
    book: SheetBook, procedure: str, fewest: int, most: int
) -> None:
    count = rules_of(book, "medicare", Regions, procedure)[0].rule.count_for(procedure)
    assert count is not None
    assert (count.fewest, count.most) == (fewest, most)


def test_the_initial_treatment_date_is_missed_by_its_remark(book: SheetBook) -> None:
    [found] = rules_of(book, "medicare", NeedsField, "98940")
    assert (found.rule.field, found.rule.adjustment, found.rule.remark) == ("initial_treatment_date", "CO-16", "MA122")
    assert found.severity == "query"


@pytest.mark.parametrize(
    ("payer", "sheets"), [("medicare", [CHIROPRACTIC, "claims-general"]), ("", ["claims-general"])]
)
def test_a_visit_beside_manipulation_needs_25_by_the_payers_rule_first(
    book: SheetBook, payer: str, sheets: list[str]
) -> None:
    found = rules_of(book, payer, ModifierWithOther, "98940", "99213")
    assert [f.sheet.id for f in found] == sheets
    assert all(f.rule.modifiers == ("25",) and covers_procedure(f.rule.procedures, "99213") for f in found)


@pytest.mark.parametrize(
    ("minutes", "units"), [(0, 0), (7, 0), (8, 1), (22, 1), (23, 2), (37, 2), (38, 3), (97, 6), (98, None)]
)
def test_timed_minutes_earn_units_only_as_far_as_the_source_goes(
    book: SheetBook, minutes: int, units: int | None
) -> None:
    [found] = rules_of(book, "medicare", TimedUnits, "97110")
    assert found.rule.units_for(minutes) == units


@pytest.mark.parametrize(("year", "dollars"), [(2024, 2330), (2025, 2410), (2026, 2480), (2027, None)])
def test_the_kx_amount_is_the_years_own_and_2027_has_none(book: SheetBook, year: int, dollars: int | None) -> None:
    day = dt.date(year, 6, 1)
    found = [f.rule for f in rules_of(book, "medicare", Threshold, "97110", day=day) if f.rule.modifier == "KX"]
    assert [rule.amount_for(["GP"]) for rule in found] == ([] if dollars is None else [dollars])


def test_a_lapsed_amount_can_be_named_when_none_is_in_force(book: SheetBook) -> None:
    match = book.find_payer("medicare")
    assert match is not None
    lapsed = book.lapsed_rules(match, procedures=["97110"], day=dt.date(2027, 1, 1), kind=Threshold)
    assert lapsed[-1].id == "kx-2026"


@pytest.mark.parametrize(
    ("payer", "severity"), [("medicare", "query"), ("cgs", "block"), ("noridian", None), ("palmetto", None)]
)
def test_a_contractors_exclusion_blocks_only_its_own_claims(book: SheetBook, payer: str, severity: str | None) -> None:
    found = [f.severity for f in rules_of(book, payer, NotCovered, "64492") if f.rule.excludes("64492")]
    assert found == ([] if severity is None else [severity])


def test_hospital_prior_authorization_holds_for_every_contractor_since_july_2023(book: SheetBook) -> None:
    [found] = rules_of(book, "noridian", PriorAuthorization, "64490")
    assert found.is_certain
    assert found.rule.places == ("19", "22")
    assert rules_of(book, "noridian", PriorAuthorization, "64490", day=dt.date(2023, 6, 30)) == ()


def test_a_sheet_with_a_warning_never_blocks(book: SheetBook) -> None:
    [found] = rules_of(book, "uhc commercial", ModifierRequired, "97110")
    assert found.rule.severity == "block"
    assert found.severity == "query"


@pytest.mark.parametrize(
    ("shown", "met"),
    [
        ({"pain", "asymmetry"}, True),
        ({"range-of-motion", "tissue-tone"}, True),
        ({"pain", "tissue-tone"}, False),
        ({"asymmetry"}, False),
    ],
)
def test_part_needs_two_of_four_with_asymmetry_or_motion(book: SheetBook, shown: set[str], met: bool) -> None:
    rules = [f.rule for f in rules_of(book, "medicare", Documentation, "98940")]
    part = next(rule for rule in rules if rule.id == "part-two-of-four")
    assert part.is_met_by(shown) is met


def test_tricare_does_not_cover_chiropractic(book: SheetBook) -> None:
    [found] = rules_of(book, "tricare", NotCovered, "98940")
    assert found.severity == "block"
    assert found.source.id == "F14"


def test_a_listed_diagnosis_is_found_in_a_payers_list(tmp_path: Path) -> None:
    (tmp_path / "example.yaml").write_text(GOOD_SHEET, encoding="utf-8")
    rule = load_sheet(tmp_path / "example.yaml").rules[0]
    assert isinstance(rule, DiagnosisList)
    assert [rule.lists(code) for code in ("M54.2", "M50.222", "R52", "M54.50")] == [True, True, False, False]


def test_what_is_covered_is_said_and_drives_no_edit(book: SheetBook) -> None:
    assert all(found.severity is None for found in rules_of(book, "medicare", Covered, "98940"))


# --- stale sheets ---------------------------------------------------------------------------------------------------


def sheet_of(book: SheetBook, sheet_id: str) -> schema.PayerSheet:
    return next(sheet for sheet in book.sheets if sheet.id == sheet_id)


@pytest.mark.parametrize(
    ("service", "today", "stale"),
    [
        (dt.date(2026, 11, 22), None, False),
        (dt.date(2026, 12, 31), None, False),
        (dt.date(2027, 1, 1), None, True),
        (dt.date(2026, 12, 1), dt.date(2027, 1, 1), False),
        (dt.date(2026, 12, 1), dt.date(2027, 1, 2), True),
        (dt.date(2025, 3, 1), dt.date(2026, 11, 22), False),
    ],
)
def test_a_sheet_is_stale_after_its_review_day_or_in_a_new_year(
    book: SheetBook, service: dt.date, today: dt.date | None, stale: bool
) -> None:
    assert is_stale(sheet_of(book, CHIROPRACTIC), service, today) is stale


def test_a_stale_sheet_says_why_and_is_still_used(book: SheetBook) -> None:
    day = dt.date(2027, 1, 15)
    stale = staleness(sheet_of(book, CHIROPRACTIC), day)
    assert stale is not None
    assert "before 1 January 2027" in stale.words
    assert rules_of(book, "medicare", FirstListed, "98940", day=day)


def test_a_code_set_change_makes_a_sheet_with_diagnoses_stale(book: SheetBook) -> None:
    earlier = sheet_of(book, CHIROPRACTIC).model_copy(update={"reviewed_on": dt.date(2026, 9, 1)})
    assert not is_stale(earlier, dt.date(2026, 9, 30))
    stale = staleness(earlier, dt.date(2026, 10, 1))
    assert stale is not None
    assert stale.reasons == ("the diagnosis codes changed on 1 October 2026, after its review",)


def test_a_new_quarter_makes_a_sheet_with_pair_hints_stale(book: SheetBook) -> None:
    earlier = sheet_of(book, "claims-general").model_copy(update={"reviewed_on": dt.date(2026, 5, 1)})
    assert not is_stale(earlier, dt.date(2026, 6, 30))
    assert is_stale(earlier, dt.date(2026, 7, 1))


def test_a_review_more_than_a_year_old_is_stale(book: SheetBook) -> None:
    patient = sheet_of(book, "tricare-chiropractic").model_copy(update={"review_due": dt.date(2030, 1, 1)})
    assert not is_stale(patient, REVIEWED, today=dt.date(2027, 11, 22))
    assert is_stale(patient, REVIEWED, today=dt.date(2027, 11, 23))


# --- files that cannot be used --------------------------------------------------------------------------------------


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.parametrize(
    ("old", "new", "field", "said"),
    [
        ("plan: One\n", "", "plan", "is missing"),
        ("plan: One\n", "plan: One\nplna: One\n", "plna", "is no field"),
        ("plan: One\n", "plan: One\nplan: Two\n", "plan", "stands twice"),
        ("applies_to: ['12345']", "applies_to: [12345]", "applies_to[0]", "must be text"),
        ("applies_to: ['12345']", "applies_to: '12345'", "applies_to", "must be a list"),
        ("reviewed_on: 2026-11-22", "reviewed_on: '2026-11-22'", "reviewed_on", "must be a date"),
        ("reviewed_on: 2026-11-22", "reviewed_on: 2026-11-22 10:00:00", "reviewed_on", "must be a date"),
        ("reviewed_on: 2026-11-22", "reviewed_on: 2026-13-45", "reviewed_on", "is no value"),
        ("review_due: 2027-01-01", "review_due: 2026-01-01", "review_due", "is not after reviewed_on"),
        ("effective_to: null", "effective_to: 2025-01-01", "effective_to", "is before effective_from"),
        ("rule: diagnosis_list", "rule: diagnoses", "rules[0]", "is no choice"),
        ("severity: query", "severity: deny", "rules[0].severity", "is no choice"),
        ("    severity: query\n", "", "rules[0].severity", "is missing"),
        ("covered: [M54.2, M50.-]", "covered: [M54.2, M50x]", "rules[0].covered[1]", "is no diagnosis"),
        ("covered: [M54.2, M50.-]", "covered: [M54.2-M50.1]", "rules[0].covered[0]", "ends before it begins"),
        ("    procedures: ['12345']", "    procedures: ['1234']", "rules[0].procedures[0]", "is no procedure"),
        ("    procedures: ['12345']", "    procedures: []", "rules[0].procedures", "is empty"),
        ("sources: [X01]", "sources: [X02]", "rules[0].sources[0]", "names no source"),
        ("label: primary\n    quote", "label: secondary\n    quote", "rules[0].label", "sources is secondary"),
        ("for M54.2 and", "for neck pain and", "rules[0].text", "does not say M54.2"),
        ("Example covers", "It covers", "rules[0].text", "does not say Example"),
        ("quote: a short", "quote: " + "very " * 20 + "short", "sources[0].quote", "longer than 20 words"),
        ("url: https://example.org/page", "url: example.org", "sources[0].url", "is not written as"),
        ("not_held: []", "not_held: [*alias]", "", "an alias"),
        ("not_held: []", "not_held: !!python/name:os.system []", "not_held", "is no value"),
        ("not_held: []", "not_held: [", "", "is no YAML"),
        ("plan: One", "plan: [One", "", "is no YAML"),
        ("plan: One", "no: One", "", "field name that is no word"),
    ],
)
def test_a_bad_file_is_told_by_file_line_and_field(tmp_path: Path, old: str, new: str, field: str, said: str) -> None:
    assert GOOD_SHEET.count(old) == 1
    path = tmp_path / "example.yaml"
    path.write_text(GOOD_SHEET.replace(old, new), encoding="utf-8")
    with pytest.raises(PayerSheetError) as caught:
        load_sheet(path)
    problem = next(problem for problem in caught.value.problems if problem.field == field and said in problem.message)
    assert problem.file == "example.yaml"
    assert problem.next_step
    assert str(problem).startswith(f"example.yaml:{problem.line}: ")
    assert 1 <= problem.line <= GOOD_SHEET.count("\n") + 2


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        ("applies_to: ['12345']", "applies_to: [12345]", "applies_to"),
        ("severity: query", "severity: deny", "severity: deny"),
        ("for M54.2 and", "for neck pain and", "    text:"),
        ("not_held: []", "not_held: [*alias]", "not_held"),
        ("plan: One\n", "plan: One\nplna: One\n", "plna"),
    ],
)
def test_the_line_is_the_faults_own(tmp_path: Path, old: str, new: str, marked: str) -> None:
    text = GOOD_SHEET.replace(old, new)
    (tmp_path / "example.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(PayerSheetError) as caught:
        load_sheet(tmp_path / "example.yaml")
    assert caught.value.problems[0].line == line_of(text, marked)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "holds no sheet"),
        (b"- one\n- two\n", "holds no sheet"),
        (b"id: \xff\xfe\n", "is not UTF-8"),
        (b"id: a\x00b\n", "is no YAML"),
        (b"id: one\n---\nid: two\n", "is no YAML"),
        (b"[" * 100_000, "nested too deeply"),
        (b"#" * 1_000_001, "is larger than"),
    ],
    ids=["empty", "a list", "not UTF-8", "a NUL", "two documents", "deep", "large"],
)
def test_a_file_that_is_no_sheet_is_told_without_a_traceback(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "example.yaml"
    path.write_bytes(content)
    with pytest.raises(PayerSheetError, match=said):
        load_sheet(path)


def test_all_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    (tmp_path / "example.yaml").write_text(GOOD_SHEET.replace("plan: One\n", ""), encoding="utf-8")
    (tmp_path / "other.yaml").write_text(GOOD_SHEET, encoding="utf-8")
    (tmp_path / "third.yml").write_text(GOOD_SHEET, encoding="utf-8")
    with pytest.raises(PayerSheetError) as caught:
        load_sheets(tmp_path, tmp_path / "absent")
    assert {problem.file for problem in caught.value.problems} == {"example.yaml", "other.yaml", "third.yml", "absent"}


def test_one_payer_may_not_have_two_names(tmp_path: Path) -> None:
    (tmp_path / "example.yaml").write_text(GOOD_SHEET, encoding="utf-8")
    other = GOOD_SHEET.replace("id: example\n", "id: other\n").replace("name: Example Payer", "name: Somebody Else")
    (tmp_path / "other.yaml").write_text(other, encoding="utf-8")
    with pytest.raises(PayerSheetError, match="differs from the same payer's"):
        load_sheets(tmp_path)


@settings(max_examples=150, deadline=None)
@given(line=st.integers(min_value=0, max_value=GOOD_SHEET.count("\n") - 1), noise=st.text(max_size=30))
def test_no_edit_of_a_file_ever_ends_in_a_traceback(
    tmp_path_factory: pytest.TempPathFactory, line: int, noise: str
) -> None:
    lines = GOOD_SHEET.splitlines()
    lines[line] = f"{lines[line]}{noise}"
    path = tmp_path_factory.getbasetemp() / "example.yaml"
    path.write_bytes("\n".join(lines).encode("utf-8", errors="surrogatepass"))
    with contextlib.suppress(PayerSheetError):
        load_sheet(path)


@given(st.from_regex(r"[A-Z][0-9][0-9A-Z]\.[0-9A-Z]{1,4}", fullmatch=True))
def test_a_code_is_covered_by_itself_its_family_and_its_range_however_typed(code: str) -> None:
    typed = code.replace(".", "").lower()
    for selector in (code, f"{code[:4]}-", f"{code}-{code}", f"{code[:3]}-{code[:3]}"):
        assert covers_diagnosis([selector], typed)
