"""A payer workbook filled in by a person becomes sheets of the same schema as ours."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from import_files import GUIDANCE, SYNONYMS, MakeFile, workbook

from knowledge.errors import KnowledgeError
from knowledge.importers import Given, list_imports, read, store, write_template
from knowledge.importers.payer_workbook import OUR_SHEETS, SAMPLE_WARNING
from knowledge.library import KNOWLEDGE, read_library
from knowledge.payers.schema import (
    DiagnosisList,
    FirstListed,
    ModifierConflict,
    ModifierRequired,
    PayerSheet,
    Threshold,
)
from knowledge.payers.sheets import load_sheets

HEADER = (
    "Payer",
    "Plan",
    "Rule kind",
    "Procedures",
    "Diagnoses",
    "Modifiers",
    "Text",
    "Source title",
    "Source address",
    "Edition",
    "Label",
)
SOURCE = ("Policy 12", "https://example.org/12", "2026 edition", "primary")
GOOD = ("Acme Health", "PPO", "required modifier", "98940-98942", "", "AT", "Acme Health wants AT.", *SOURCE)


def rule(**cells: str) -> tuple[str, ...]:
    """The good row with some cells changed, by header."""
    row = dict(zip(HEADER, GOOD, strict=True))
    return tuple((row | {name.replace("_", " "): value for name, value in cells.items()}).values())


def book(*rows: Sequence[str], header: Sequence[str] = HEADER) -> bytes:
    return workbook([header, *rows])


def sheets(own: Path) -> tuple[PayerSheet, ...]:
    everything = load_sheets(OUR_SHEETS, own / "payers")
    return tuple(sheet for sheet in everything.sheets if sheet.id.startswith("own-"))


def test_the_template_is_imported_as_it_is_and_marked_as_a_sample(own: Path, given: Given, tmp_path: Path) -> None:
    write_template("payer", tmp_path / "payer.xlsx")

    understood = read(tmp_path / "payer.xlsx", given, own=own)
    store(understood, own)

    (sheet,) = sheets(own)
    assert (understood.rows, understood.refused) == (6, ())
    assert sheet.warning == SAMPLE_WARNING
    assert [type(one).__name__ for one in sheet.rules] == [
        "ModifierRequired", "FirstListed", "DiagnosisList", "NotCovered", "Limit", "Documentation",
    ]  # fmt: skip
    assert list_imports(own)[0].provenance.label == "sample"


def test_the_template_says_how_and_offers_its_choices(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    write_template("payer", tmp_path / "payer.xlsx")

    template = load_workbook(tmp_path / "payer.xlsx")
    assert template.sheetnames == ["Rules", "Lists", "How to"]
    assert len(template["Rules"].data_validations.dataValidation) == 3
    assert "patient" in " ".join(str(cell.value) for cell in template["How to"]["A"])


def test_a_template_is_never_written_over_a_file(tmp_path: Path) -> None:
    for kind in ("payer", "synonyms"):
        (tmp_path / kind).write_text("mine")
        with pytest.raises(KnowledgeError, match="is there already"):
            write_template(kind, tmp_path / kind)
        assert (tmp_path / kind).read_text() == "mine"
    with pytest.raises(KnowledgeError, match="no template of that kind"):
        write_template("coverage", tmp_path / "x")


def test_a_row_becomes_a_rule_whose_text_stands_alone(own: Path, given: Given, make: MakeFile) -> None:
    store(read(make("acme.xlsx", book(GOOD)), given, own=own), own)

    (sheet,) = sheets(own)
    (found,) = sheet.rules
    assert isinstance(found, ModifierRequired)
    assert (found.procedures, found.any_of, found.severity, found.label) == (
        ("98940-98942",),
        ("AT",),
        "query",
        "primary",
    )
    assert found.text == "Acme Health wants AT. (procedures 98940-98942)"
    assert (sheet.id, sheet.title, sheet.warning) == ("own-acme-health-ppo", "Acme Health, PPO", None)
    assert sheet.reviewed_on == date(2026, 11, 22)


def test_the_same_rows_as_csv_are_the_same_sheet(own: Path, given: Given, make: MakeFile) -> None:
    import csv
    import io

    stream = io.StringIO()
    csv.writer(stream).writerows([HEADER, GOOD])

    from_csv = read(make("a.csv", stream.getvalue().encode("cp1252")), given, own=own)
    from_workbook = read(make("a.xlsx", book(GOOD)), given, own=own)

    assert from_csv.payload == from_workbook.payload


def test_empty_cells_take_over_from_the_row_above_until_the_source_changes(
    own: Path, given: Given, make: MakeFile
) -> None:
    below = (
        "",
        "",
        "first listed diagnosis",
        "98940",
        "M99.00 - M99.05",
        "",
        "The subluxation stands first.",
        "",
        "",
        "",
        "",
    )
    other = (
        "",
        "",
        "note",
        "",
        "",
        "",
        "Acme Health says more.",
        "Another page",
        "https://example.org/2",
        "2025",
        "secondary",
    )

    understood = read(make("a.xlsx", book(GOOD, below, other)), given, own=own)
    store(understood, own)

    (sheet,) = sheets(own)
    assert understood.refused == ()
    assert [source.title for source in sheet.sources] == ["Policy 12", "Another page"]
    first_listed = sheet.rules[1]
    assert isinstance(first_listed, FirstListed)
    assert first_listed.diagnoses == ("M99.00-M99.05",)
    assert "payer Acme Health" in first_listed.text


def test_each_payer_and_plan_has_a_sheet_of_its_own(own: Path, given: Given, make: MakeFile) -> None:
    understood = read(make("a.xlsx", book(GOOD, rule(Plan="HMO"), rule(Payer="Beta", Plan=""))), given, own=own)

    assert understood.ids == ("payers/own-acme-health-ppo", "payers/own-acme-health-hmo", "payers/own-beta")


def test_a_payer_we_know_keeps_its_name_so_that_all_sheets_still_load(own: Path, given: Given, make: MakeFile) -> None:
    row = rule(Payer="MEDICARE part b", Plan="Our notes", Text="We add AT.")

    store(read(make("a.xlsx", book(row)), given, own=own), own)

    (sheet,) = sheets(own)
    assert sheet.payer is not None
    assert (sheet.payer.id, sheet.payer.name) == ("medicare", "Medicare")
    assert "payer Medicare" in sheet.rules[0].text


def test_a_payer_imported_before_keeps_its_name(own: Path, given: Given, make: MakeFile) -> None:
    store(read(make("a.xlsx", book(GOOD)), given, own=own), own)

    store(read(make("b.xlsx", book(rule(Payer="ACME  health", Plan="HMO"))), given, own=own), own)

    assert {sheet.payer.name for sheet in sheets(own) if sheet.payer} == {"Acme Health"}


def test_what_was_imported_stands_in_the_library_beside_our_own(
    own: Path, given: Given, given_document: Given, make: MakeFile
) -> None:
    rows = book(GOOD, rule(Payer="Beta", Plan="", Text="Beta wants AT."))
    store(read(make("acme.xlsx", rows), given, own=own), own)
    store(read(make("rules.md", GUIDANCE), given_document, own=own), own)

    passages = read_library(KNOWLEDGE, own).passages

    acme, beta = (passages[f"payer/own-{name}/modifier-required-1"] for name in ("acme-health-ppo", "beta"))
    assert acme.source.id != beta.source.id
    assert acme.text == "Acme Health wants AT. (procedures 98940-98942)"
    assert "own.rules.2-copying-notes" in passages


HEADER_MORE = (
    *HEADER,
    "Other names",
    "Excluded diagnoses",
    "Only with modifiers",
    "Number",
    "Other procedures",
    "Effective from",
    "Reviewed on",
    "Quotation",
)


def more(row: Sequence[str], **cells: str) -> tuple[str, ...]:
    extra = dict.fromkeys(HEADER_MORE[len(HEADER) :], "") | {
        name.replace("_", " "): value for name, value in cells.items()
    }
    return (*row, *extra.values())


def test_kinds_with_fields_of_their_own_are_read(own: Path, given: Given, make: MakeFile) -> None:
    rows = [
        more(rule(Rule_kind="diagnosis_list", Modifiers="", Diagnoses="m542, M50.-"), Excluded_diagnoses="R52"),
        more(rule(Rule_kind="Modifier conflict", Modifiers="AT + GA")),
        more(
            rule(Rule_kind="threshold", Modifiers="KX"),
            Only_with_modifiers="GP, GN",
            Number="$2,480",
            Effective_from="1/1/2026",
        ),
        more(
            rule(Rule_kind="modifier with other procedure", Procedures="99201-99499", Modifiers="25"),
            Other_procedures="98940",
        ),
    ]

    understood = read(make("a.xlsx", book(*rows, header=HEADER_MORE)), given, own=own)
    store(understood, own)

    assert understood.refused == ()
    listed, conflict, threshold, beside = sheets(own)[0].rules
    assert isinstance(listed, DiagnosisList)
    assert (listed.covered, listed.excluded) == (("M54.2", "M50.-"), ("R52",))
    assert isinstance(conflict, ModifierConflict)
    assert conflict.pairs == (("AT", "GA"),)
    assert isinstance(threshold, Threshold)
    assert (threshold.amounts[0].dollars, threshold.amounts[0].disciplines) == (2480, ("GP", "GN"))
    assert "in force from 1 January 2026" in threshold.text
    assert "other procedures 98940" in beside.text


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (rule(Rule_kind="forbidden"), "Rule kind is none of the list's"),
        (rule(Rule_kind=""), "Rule kind is empty"),
        (rule(Text=""), "Text is empty"),
        (rule(Procedures="Jane Doe"), "Procedures holds what is no procedure code or range"),
        (rule(Procedures="98942-98940"), "Procedures is a range that ends before it begins"),
        (rule(Procedures=""), "Procedures is empty"),
        (
            rule(Rule_kind="first listed diagnosis", Modifiers="", Diagnoses="neck"),
            "Diagnoses holds what is no ICD-10-CM code",
        ),
        (rule(Diagnoses="M54.2"), "Diagnoses has no meaning for this kind of rule"),
        (rule(Modifiers=""), "Modifiers is empty"),
        (rule(Modifiers="ACTIVE"), "Modifiers is no modifier"),
        (rule(Source_address="example.org"), "Source address is not written as it must be"),
        (rule(Source_address=""), "Source address is empty"),
        (rule(Edition=""), "Edition is empty"),
        (rule(Source_title=""), "Source title is empty"),
        (rule(Label="true"), "Label is not primary, secondary or sample"),
        (rule(Payer="***"), "Payer is empty"),
    ],
)
def test_a_bad_row_is_refused_with_its_column_and_without_its_cells(
    own: Path, given: Given, make: MakeFile, row: tuple[str, ...], why: str
) -> None:
    # The good row stands last: below it nothing is taken over.
    understood = read(make("a.xlsx", book(row, rule(Payer="Beta", Plan=""))), given, own=own)

    assert [one.row for one in understood.refused] == [2]
    assert why in understood.refused[0].why
    assert "Jane" not in " ".join(understood.lines())
    assert understood.rows == 1


@pytest.mark.parametrize(
    ("cells", "why"),
    [
        ({"Other_names": "acme; medicare part b"}, "Other names holds a name that another payer has"),
        ({"Quotation": "word " * 30}, "Quotation is longer than 20 words"),
        ({"Reviewed_on": "2027-01-01"}, "Reviewed on lies after the day of the import"),
        ({"Effective_from": "soon"}, "Effective from is no date"),
    ],
)
def test_a_fault_found_by_the_schema_is_told_by_row(
    own: Path, given: Given, make: MakeFile, cells: dict[str, str], why: str
) -> None:
    content = book(more(rule(Source_title="Bad"), **cells), more(GOOD), header=HEADER_MORE)

    understood = read(make("a.xlsx", content), given, own=own)

    assert [(one.row, why in one.why) for one in understood.refused] == [(2, True)]
    assert understood.rows == 1


def test_a_code_that_never_was_is_refused_by_name(own: Path, given: Given, make: MakeFile) -> None:
    row = rule(Rule_kind="required diagnosis", Modifiers="", Diagnoses="M54.2, M53.99")

    understood = read(make("a.xlsx", book(row, GOOD)), given, own=own, known_code=lambda code: code != "M53.99")

    assert [str(one) for one in understood.refused] == ["row 2: Diagnoses names M53.99, which is not in the code set"]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (book(rule(Rule_kind="x")), "no rule could be understood. The first: row 2"),
        (book(), "no rule could be understood"),
        (book(GOOD[:3], header=HEADER[:3]), "cannot tell"),
    ],
)
def test_a_workbook_without_rules_is_refused(
    own: Path, given: Given, make: MakeFile, content: bytes, says: str
) -> None:
    with pytest.raises(KnowledgeError, match=says):
        read(make("a.xlsx", content), given, own=own)


def test_synonyms_are_read_and_refused_by_row(own: Path, given: Given, make: MakeFile) -> None:
    content = SYNONYMS + "bad back,M54.50\n,M54.2\nlong ago,yes\nold,M53.99\nmystery,M54.2\n" + "x" * 300 + ",M54.2\n"

    understood = read(make("terms.csv", content), replace(given, id="ours"), known_code=lambda code: code != "M53.99")

    assert understood.rows == 4
    assert [str(one) for one in understood.refused] == [
        "row 5: the term stands in an earlier row with the same codes",
        "row 6: the term is empty",
        "row 7: the code is no ICD-10-CM code or family",
        "row 8: M53.99 is not in the code set",
        "row 10: the term is longer than 200 characters",
    ]
    assert understood.ids == ("vocabulary/ours",)


def test_synonyms_never_take_the_name_of_the_abbreviations(given: Given, make: MakeFile) -> None:
    assert read(make("abbreviations.csv", SYNONYMS), given).ids == ("vocabulary/own-abbreviations",)
