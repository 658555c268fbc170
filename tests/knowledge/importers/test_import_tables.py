"""CMS's tables are read as CMS publishes them, and answer on the day of service."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from import_files import COVERAGE, PAIRS, UNITS, MakeFile, workbook, zipped

from knowledge.errors import KnowledgeError
from knowledge.importers import Given, read, store
from knowledge.importers.coverage import CoverageTable
from knowledge.importers.mue import UnitTable
from knowledge.importers.ncci import PairTable

DAY = date(2026, 11, 22)
SAMPLE = Path(__file__).parents[4] / "shared/data/ncci_ptp_2024q3_therapy_and_chiropractic.csv"


def xlsx_of(text: str) -> bytes:
    return workbook([line.split("\t") for line in text.strip("\r\n").split("\r\n")])


@pytest.mark.parametrize("content", [PAIRS, xlsx_of(PAIRS), PAIRS.encode("utf-16")], ids=["text", "workbook", "utf-16"])
def test_pairs_are_read_as_cms_publishes_them(own: Path, given: Given, make: MakeFile, content: str | bytes) -> None:
    suffix = "xlsx" if isinstance(content, bytes) and content.startswith(b"PK") else "txt"

    understood = read(make(f"ccipra-v322r0-f1.{suffix}", content), given)
    (stored,) = store(understood, own)

    assert (understood.rows, understood.refused) == (3, ())
    assert stored.id == "ncci/practitioner-2026q3-f1"
    assert stored.provenance.effective_from == date(2026, 7, 1)
    table = PairTable(own / stored.files[0])
    assert (table.quarter, table.setting, table.part, table.is_partial) == ("2026q3", "practitioner", "1", True)
    (pair,) = table.pairs("97140", "98940", DAY)
    assert (pair.column1, pair.column2, pair.indicator, pair.deleted_on) == ("98940", "97140", "1", None)
    assert [pair.before_1996 for pair in table.pairs("98941", "97112", date(2024, 12, 31))] == [True]
    table.close()


@pytest.mark.parametrize(
    ("one", "other", "day", "holds"),
    [
        ("98941", "97112", date(2019, 12, 31), False),
        ("98941", "97112", date(2020, 1, 1), True),
        ("98941", "97112", date(2025, 1, 1), False),
        ("98942", "97124", date(2020, 1, 1), False),
        ("98940", "97112", DAY, False),
    ],
    ids=["before it began", "its first day", "after it was deleted", "deleted as if it had never been", "no such pair"],
)
def test_a_pair_holds_on_its_days(
    own: Path, given: Given, make: MakeFile, one: str, other: str, day: date, holds: bool
) -> None:
    (stored,) = store(read(make("ccipra-v322r0-f1.txt", PAIRS), given), own)

    assert bool(PairTable(own / stored.files[0]).pairs(one, other, day)) is holds


def test_the_four_parts_of_a_table_stand_side_by_side(own: Path, given: Given, make: MakeFile) -> None:
    archive = zipped({f"ccipra-v322r0-f{n}.{suffix}": PAIRS for n in (1, 2) for suffix in ("txt", "xlsx")})

    stored = store(read(make("pairs.zip", archive), given), own)

    assert [one.id for one in stored] == ["ncci/practitioner-2026q3-f1", "ncci/practitioner-2026q3-f2"]


def test_a_plain_list_of_pairs_is_a_partial_sample(own: Path, given: Given, make: MakeFile) -> None:
    path = make("pairs_2024q3.csv", "column1,column2,modifier_indicator,rationale\n98940,97140,1,Misuse\n")

    (stored,) = store(read(path, given), own)

    table = PairTable(own / stored.files[0])
    assert table.is_partial
    assert stored.provenance.label == "sample"
    assert len(table.pairs("98940", "97140", DAY)) == 1


@pytest.mark.skipif(not SAMPLE.is_file(), reason="the NCCI sample is not beside the repository")
def test_the_shared_sample_is_read_whole(own: Path, given: Given) -> None:
    understood = read(SAMPLE, given)

    assert (understood.rows, understood.refused) == (639, ())


def test_a_bad_pair_is_refused_with_its_row_and_without_its_cells(given: Given, make: MakeFile) -> None:
    bad = (
        PAIRS
        + "John Smith\t97140\t\t20010101\t*\t1\tx\r\n98940\t97530\t\tsoon\t*\t1\tx\r\n98940\t97530\t\t20200101\t*\t7\tx\r\n"
    )

    understood = read(make("ccipra-v322r0-f1.txt", bad), given)

    assert [str(one) for one in understood.refused] == [
        "row 10: Column 1 or Column 2 is no procedure code",
        "row 11: the effective date is no date",
        "row 12: Modifier is not 0, 1 or 9",
    ]
    assert "Smith" not in " ".join(understood.lines())


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("pairs.txt", PAIRS, "of which quarter"),
        ("ccipra-v322r0-f1.txt", PAIRS[: PAIRS.index("98940\t")], "no row below the header is a pair"),
        ("mue.csv", UNITS, "of which quarter"),
        ("mue_2026q4.csv", "HCPCS/CPT Code,Practitioner Services MUE Values\n97110,many\n", "no row below the header"),
    ],
)
def test_a_table_without_quarter_or_rows_is_refused(
    given: Given, make: MakeFile, name: str, content: str, says: str
) -> None:
    with pytest.raises(KnowledgeError, match=says):
        read(make(name, content), given)


def test_a_person_may_say_the_quarter(given: Given, make: MakeFile) -> None:
    understood = read(make("pairs.txt", PAIRS), replace(given, edition="2026 Q4"))

    assert understood.ids == ("ncci/practitioner-2026q4",)


@pytest.mark.parametrize(
    ("header", "setting"),
    [
        ("Practitioner Services MUE Values", "practitioner"),
        ("Outpatient Hospital Services MUE Values", "outpatient-hospital"),
        ("DME Supplier Services MUE Values", "dme-supplier"),
    ],
)
def test_unit_limits_are_read_as_cms_publishes_them(
    own: Path, given: Given, make: MakeFile, header: str, setting: str
) -> None:
    text = UNITS.replace("Practitioner Services MUE Values", header)

    (stored,) = store(read(make("MCR_MUE_Eff_10-01-2026.csv", text), given), own)

    assert stored.id == f"mue/{setting}-2026q4"
    table = UnitTable(own / stored.files[0])
    limit = table.limit("97110")
    assert limit is not None
    assert (limit.units, limit.indicator, limit.rationale) == (8, "3", "Clinical: Data")
    assert table.limit("99999") is None


def test_a_bad_unit_limit_is_refused_with_its_row(given: Given, make: MakeFile) -> None:
    understood = read(make("mue_2026q4.csv", UNITS + "98940,2,3,again\nx,1,1,\n98941,-1,1,\n98942,1,8,\n"), given)

    assert [(one.row, one.why) for one in understood.refused] == [
        (6, "the code stands in an earlier row too"),
        (7, "HCPCS/CPT Code is no procedure code"),
        (8, "MUE Values is no whole number"),
        (9, "MUE Adjudication Indicator is not 1, 2 or 3"),
    ]


def test_a_coverage_export_is_read_whole(own: Path, given: Given, make: MakeFile) -> None:
    understood = read(
        make("current_article.zip", zipped({"current_article_csv.zip": zipped(COVERAGE), "x.pdf": b"%PDF-1.4"})), given
    )
    (stored,) = store(understood, own)

    assert understood.rows == 4
    assert understood.provenance.edition == "last updated 2026-08-06"
    table = CoverageTable(own / stored.files[0])
    (article,) = table.documents_for("98940")
    assert (article.display_id, article.title) == ("A56273", "Billing and Coding: Chiropractic Services")
    assert (article.effective_from, article.effective_to) == (date(2024, 10, 1), None)
    assert table.diagnoses_of(article, "covered") == ("M99.01", "M99.03")
    (listed,) = table.listings_of("m99.03", article)
    assert (listed.listing, listed.group, listed.asterisk) == ("covered", 1, "*")
    assert listed.paragraph == "Group 1: the primary diagnosis."
    assert [one.listing for one in table.listings_of("R52", article)] == ["noncovered"]
    assert table.contractors_of(article) == ("Example Contractor",)
    assert table.documents_for("97110") == ()


def test_the_words_of_the_ama_are_not_kept(own: Path, given: Given, make: MakeFile) -> None:
    (stored,) = store(read(make("export.zip", zipped(COVERAGE)), given), own)

    assert b"AMA WORDS" not in (own / stored.files[0]).read_bytes()


def test_one_table_alone_needs_an_edition(own: Path, given: Given, make: MakeFile) -> None:
    path = make("article_x_icd10_covered.csv", COVERAGE["article_x_icd10_covered.csv"])

    with pytest.raises(KnowledgeError, match="of which day it is"):
        read(path, given)

    assert read(path, replace(given, edition="August 2026")).rows == 2


def test_a_bad_coverage_row_is_refused_with_file_and_row(given: Given, make: MakeFile) -> None:
    bad = COVERAGE | {
        "article_x_icd10_covered.csv": COVERAGE["article_x_icd10_covered.csv"]
        + "56273,40,Jane Doe,2026,1,,,,,\n56273,39,M54.2,2026,1,,,,,\nabc,40,M54.2,2026,1,,,,,\n"
    }

    understood = read(make("export.zip", zipped(bad)), given)

    assert [str(one) for one in understood.refused] == [
        "article_x_icd10_covered.csv, row 4: icd10_code_id is no ICD-10-CM code",
        "article_x_icd10_covered.csv, row 5: article.csv does not hold this article in this version",
        "article_x_icd10_covered.csv, row 6: article_id or article_version is no number",
    ]


def test_an_open_quote_is_an_error_with_its_line(given: Given, make: MakeFile) -> None:
    path = make("article_x_icd10_covered.csv", COVERAGE["article_x_icd10_covered.csv"] + '56273,40,"M54.2,2026\n')

    with pytest.raises(KnowledgeError, match=r"article_x_icd10_covered\.csv:4: .* CSV"):
        read(path, replace(given, edition="x"))


def test_the_older_lcd_tables_are_read_too(own: Path, given: Given, make: MakeFile) -> None:
    lcd = {
        "lcd.csv": "lcd_id,lcd_version,title,status,rev_eff_date,last_updated\n37254,12,Chiropractic Services,A,2025-02-06,2025-03-01\n",
        "lcd_x_icd10_support.csv": "lcd_id,lcd_version,icd10_code_id,icd10_support_group,range\n37254,12,M99.01,1,\n",
        "lcd_x_hcpc_code.csv": "lcd_id,lcd_version,hcpc_code_id,hcpc_code_group,range\n37254,12,98941,1,\n",
    }

    (stored,) = store(read(make("current_lcd.zip", zipped(lcd)), given), own)

    table = CoverageTable(own / stored.files[0])
    (document,) = table.documents_for("98941")
    assert (document.display_id, table.diagnoses_of(document, "covered")) == ("L37254", ("M99.01",))


def test_a_damaged_table_says_so(tmp_path: Path) -> None:
    path = tmp_path / "x.sqlite"
    path.write_bytes(b"junk" * 100)

    with pytest.raises(KnowledgeError, match="damaged"):
        PairTable(path)
