"""Where a payer's list is held, a claim with none of its diagnoses is queried; without a list nothing is guessed."""

import io
import zipfile
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from payer_claims import TODAY, claim, line, own_folder, sheet, told

from bot.claims import Authorities
from bot.guardrails.code_edits import payer_diagnosis_not_listed
from knowledge.importers import Given, read, store
from knowledge.loaded_tables import LoadedTables
from knowledge.payers.rule_book import RuleBook
from knowledge.payers.sheets import SheetBook

LIST = {
    "rule": "diagnosis_list",
    "id": "a-list",
    "text": "Acme covers 64490 for M47.812 and M54.-, but not for M54.2.",
    "procedures": ("64490",),
    "covered": ("M47.812", "M54.-"),
    "excluded": ("M54.2",),
    "severity": "query",
}


@pytest.mark.parametrize(
    ("diagnoses", "lines", "expected"),
    [
        (["M53.82"], ["64490"], [("query", ("64490", "M53.82"))]),
        (["M54.2"], ["64490"], [("query", ("64490", "M54.2"))]),
        (["M53.82", "m47812"], ["64490"], []),
        (["M54.50"], ["64490"], []),
        (["M53.82"], ["97110"], []),
        ([], ["64490"], []),
    ],
)
def test_a_sheet_s_list_is_held_against_the_claim(
    authorities: Authorities, diagnoses: list[str], lines: list[str], expected: list[object]
) -> None:
    book = RuleBook(lambda: SheetBook(sheets=(sheet(LIST),)))

    found = payer_diagnosis_not_listed.edit(claim(lines, diagnoses, payer="acme"), replace(authorities, payers=book))

    assert told(found) == expected


def test_a_line_is_held_against_what_it_points_to(authorities: Authorities) -> None:
    book = RuleBook(lambda: SheetBook(sheets=(sheet(LIST),)))
    pointing = claim([line("64490", pointers=(2, 9))], ["M54.50", "M53.82"], payer="acme")

    found = payer_diagnosis_not_listed.edit(pointing, replace(authorities, payers=book))

    assert told(found) == [("query", ("64490", "M53.82"))]


@pytest.mark.parametrize("payer", ["medicare", "CGS", None])
def test_without_a_list_nothing_is_guessed(authorities: Authorities, payer: str | None) -> None:
    assert payer_diagnosis_not_listed.edit(claim(["64490"], ["M53.82"], payer=payer), authorities) == ()


# -- the coverage database -----------------------------------------------------------------------------------------------

ARTICLE = "article_id,article_version,title,status,article_eff_date,article_end_date,last_updated,display_id\n"
COVERED = "article_id,article_version,icd10_code_id,icd10_code_version,icd10_covered_group,range,last_updated,sort_order,description,asterisk\n"
PROCEDURE = "article_id,article_version,hcpc_code_id,hcpc_code_version,hcpc_code_group,range,last_updated,long_description,short_description\n"
OF = "article_id,article_version,contractor_id,contractor_type_id,contractor_version,last_updated\n"
WHO = "contractor_id,contractor_type_id,contractor_version,contractor_bus_name,contractor_number\n"


def export(*articles: tuple[int, int, str, str, int, str]) -> bytes:
    """Articles as (number, version, first day, last day, contractor, diagnosis it covers), each for 98940, in CMS's layout."""
    files = {
        "article.csv": ARTICLE + "".join(f"{n},{v},Chiropractic,A,{a},{z},2026-11-01,A{n}\n" for n, v, a, z, _, _ in articles),
        "article_x_icd10_covered.csv": COVERED + "".join(f"{n},{v},{dx},2026,1,,2026-11-01,1,,\n" for n, v, _, _, _, dx in articles),
        "article_x_hcpc_code.csv": PROCEDURE + "".join(f"{n},{v},98940,2026,1,,2026-11-01,,\n" for n, v, *_ in articles),
        "article_x_contractor.csv": OF + "".join(f"{n},{v},{who},12,1,2026-11-01\n" for n, v, _, _, who, _ in articles),
        "contractor.csv": f"{WHO}1,12,1,\"Noridian Healthcare Solutions, LLC\",01112\n2,12,1,Palmetto GBA,10112\n",
    }  # fmt: skip
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def with_coverage(authorities: Authorities, base: Path, content: bytes) -> Authorities:
    path = base / "mcd.zip"
    path.write_bytes(content)
    store(read(path, Given(imported_on=TODAY)), own_folder(base))
    return replace(authorities, tables=LoadedTables(own_folder(base)))


TWO_CONTRACTORS = export((1, 1, "2024-10-01", "", 1, "M99.01"), (2, 1, "2024-10-01", "", 2, "M99.02"))


@pytest.mark.parametrize(
    ("payer", "diagnoses", "severities"),
    [
        ("medicare", ["M99.03"], ["query"]),
        ("medicare", ["M99.01"], ["inform"]),
        ("medicare", ["M99.01", "M99.02"], []),
        ("Noridian", ["M99.01"], []),
        ("Noridian", ["M99.02"], ["query"]),
        ("Palmetto GBA", ["M99.02"], []),
        ("cigna", ["M99.03"], []),
        (None, ["M99.03"], []),
    ],
)
def test_medicare_s_lists_are_the_contractor_s(
    authorities: Authorities, tmp_path: Path, payer: str | None, diagnoses: list[str], severities: list[str]
) -> None:
    tables = with_coverage(authorities, tmp_path, TWO_CONTRACTORS)

    found = payer_diagnosis_not_listed.edit(claim(["98940-AT"], diagnoses, payer=payer), tables)

    assert [one.severity for one in found] == severities


@pytest.mark.parametrize(
    ("day", "severities"),
    [(date(2025, 9, 30), []), (date(2025, 10, 1), ["query"]), (date(2024, 9, 30), [])],
    ids=["last day of the old version", "first day of the new", "before any"],
)
def test_the_version_in_force_on_the_day_decides(
    authorities: Authorities, tmp_path: Path, day: date, severities: list[str]
) -> None:
    content = export((1, 1, "2024-10-01", "2025-09-30", 1, "M99.03"), (1, 2, "2025-10-01", "", 1, "M99.01"))

    found = payer_diagnosis_not_listed.edit(
        claim(["98940-AT"], ["M99.03"], day=day), with_coverage(authorities, tmp_path, content)
    )

    assert [one.severity for one in found] == severities


def test_several_documents_of_one_contractor_stand_beside_each_other(authorities: Authorities, tmp_path: Path) -> None:
    content = export((1, 1, "2024-10-01", "", 1, "M99.01"), (2, 1, "2024-10-01", "", 1, "M99.02"))

    assert (
        payer_diagnosis_not_listed.edit(claim(["98940-AT"], ["M99.02"]), with_coverage(authorities, tmp_path, content))
        == ()
    )


def test_the_finding_quotes_the_document(authorities: Authorities, tmp_path: Path) -> None:
    tables = with_coverage(authorities, tmp_path, TWO_CONTRACTORS)

    (finding,) = payer_diagnosis_not_listed.edit(claim(["98940-AT"], ["M99.03"]), tables)

    assert finding.citation is not None
    assert "Not listed: M99.03." in finding.citation.quote
    assert tables.tables.get(finding.citation.passage.id) == finding.citation.passage
