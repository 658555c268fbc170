"""An operator's tables are found by day and kind of claim, seen as soon as they are added, and cited by ids that lead back."""

from datetime import date
from pathlib import Path

import pytest

from knowledge.errors import KnowledgeError
from knowledge.importers import Given, read, remove, store
from knowledge.loaded_tables import LoadedTables, TableSetting, quarter_of

TODAY = date(2026, 11, 22)
PAIRS = "column1,column2,modifier_indicator,rationale\n97140,97124,0,Standards\n98940,97140,1,\n"
HEADER = "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\n"
FIRST_PART = HEADER + "97110\t97164\t\t20200101\t*\t1\tStandards\n97140\t97124\t\t20200101\t*\t0\tStandards\n"
UNITS = '"HCPCS/\nCPT Code",Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale\n97110,6,3 Clinical,Data\n'


def add(base: Path, name: str, content: str, edition: str = "2026q4") -> None:
    path = base / name
    path.write_text(content, encoding="utf-8")
    store(read(path, Given(imported_on=TODAY, edition=edition)), base / "own", replace=True)


@pytest.fixture
def tables(tmp_path: Path) -> LoadedTables:
    return LoadedTables(tmp_path / "own")


@pytest.mark.parametrize(
    ("day", "quarter"), [(date(2026, 1, 1), "2026q1"), (date(2026, 9, 30), "2026q3"), (date(2026, 10, 1), "2026q4")]
)
def test_a_day_has_its_quarter(day: date, quarter: str) -> None:
    assert quarter_of(day) == quarter


def test_no_folder_and_an_empty_one_hold_nothing(tables: LoadedTables) -> None:
    for empty in (tables, LoadedTables()):
        assert empty.pairs("practitioner", TODAY) is None
        assert empty.units("practitioner", TODAY) is None
        assert empty.coverage("98940", TODAY) == ()


@pytest.mark.parametrize(
    ("day", "quarter"),
    [(TODAY, "2026q3"), (date(2026, 7, 1), "2026q3"), (date(2026, 6, 30), "2024q3"), (date(2020, 1, 1), "2024q3")],
)
def test_the_nearest_quarter_up_to_the_day_is_taken(
    tables: LoadedTables, tmp_path: Path, day: date, quarter: str
) -> None:
    add(tmp_path, "old.csv", PAIRS, "2024q3")
    add(tmp_path, "new.csv", PAIRS, "2026q3")

    held = tables.pairs("practitioner", day)

    assert held is not None
    assert held.quarter == quarter


@pytest.mark.parametrize(("setting", "is_held"), [("practitioner", True), ("outpatient-hospital", False)])
def test_each_setting_has_its_own_table(
    tables: LoadedTables, tmp_path: Path, setting: TableSetting, is_held: bool
) -> None:
    add(tmp_path, "pairs.csv", PAIRS)
    add(tmp_path, "units.csv", UNITS)

    assert (tables.pairs(setting, TODAY) is not None, tables.units(setting, TODAY) is not None) == (is_held, is_held)


def test_a_table_that_is_added_replaced_or_removed_is_seen_at_the_next_question(
    tables: LoadedTables, tmp_path: Path
) -> None:
    assert tables.units("practitioner", TODAY) is None
    add(tmp_path, "units.csv", UNITS)
    before = tables.units("practitioner", TODAY)
    add(tmp_path, "units.csv", UNITS.replace("97110,6", "97110,8"))
    after = tables.units("practitioner", TODAY)
    remove(tmp_path / "own", "mue/practitioner-2026q4")

    limits = [held.limit("97110") for held in (before, after) if held is not None]
    assert [limit.units for limit in limits if limit is not None] == [6, 8]
    assert tables.units("practitioner", TODAY) is None


@pytest.mark.parametrize(
    ("one", "other", "settles"),
    [("97110", "97140", True), ("97140", "97110", True), ("97110", "98940", False), ("20550", "97110", False)],
)
def test_a_part_of_cms_s_table_settles_only_the_codes_it_spans(
    tables: LoadedTables, tmp_path: Path, one: str, other: str, settles: bool
) -> None:
    add(tmp_path, "ccipra-v323r0-f3.txt", FIRST_PART)
    held = tables.pairs("practitioner", TODAY)

    assert held is not None
    assert held.settles(one, other) is settles
    assert ("may still exist" in held.absence(one, other).text) is not settles


def test_the_passage_of_each_fact_is_found_again_by_its_id(tables: LoadedTables, tmp_path: Path) -> None:
    add(tmp_path, "ccipra-v323r0.txt", FIRST_PART)
    add(tmp_path, "units.csv", UNITS)
    pairs, units = tables.pairs("practitioner", TODAY), tables.units("practitioner", TODAY)
    assert pairs is not None and units is not None
    limit = units.limit("97110")
    assert limit is not None

    passages = [
        *(pairs.passage(pair) for pair in pairs.pairs("97124", "97140", TODAY)),
        pairs.absence("97110", "97530"),
        units.passage(limit),
    ]

    assert [tables.get(passage.id) for passage in passages] == passages
    assert all(passage.source.publisher == "CMS" for passage in passages)


@pytest.mark.parametrize(
    "passage_id",
    [
        "ncci:practitioner-2026q4/97140+98940", "ncci:practitioner-2026q4/97140+97124?", "ncci:practitioner-2026q4/97140",
        "ncci:practitioner-2025q1/97140+97124", "mue:practitioner-2026q4/99999", "coverage:mcd/article-1-1/98940", "code:M54.2", "", "ncci:",
    ],
)  # fmt: skip
def test_an_id_that_names_no_row_has_no_passage(tables: LoadedTables, tmp_path: Path, passage_id: str) -> None:
    add(tmp_path, "pairs.csv", PAIRS)
    add(tmp_path, "units.csv", UNITS)

    assert tables.get(passage_id) is None


def test_a_table_without_provenance_is_a_sample_of_nobody(tables: LoadedTables, tmp_path: Path) -> None:
    add(tmp_path, "pairs.csv", PAIRS)
    next((tmp_path / "own/ncci").glob("*.provenance.json")).unlink()

    held = tables.pairs("practitioner", TODAY)

    assert held is not None
    assert (held.parts[0].source.publisher, held.parts[0].source.label) == ("not said", "sample")


def test_a_damaged_table_passes_no_claim(tables: LoadedTables, tmp_path: Path) -> None:
    add(tmp_path, "pairs.csv", PAIRS)
    next((tmp_path / "own/ncci").glob("*.sqlite")).write_bytes(b"no database")

    with pytest.raises(KnowledgeError, match="damaged"):
        tables.pairs("practitioner", TODAY)
