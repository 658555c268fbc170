"""An ICD-10-CM release of another year is read from CDC's own files, and the library that builds the code set can read it."""

import importlib.util
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from import_files import DISEASES, DRUGS, ORDER, TABULAR, MakeFile, zipped

from knowledge.errors import KnowledgeError
from knowledge.importers import Given, list_imports, read, store
from knowledge.importers.release import read_index_terms, release_paths, releases

APRIL_INDEX = Path(__file__).parents[4] / "shared/data/cdc_release_april_2026"


def package_data() -> Path:
    spec = importlib.util.find_spec("simple_icd_10_cm")
    assert spec is not None and spec.origin is not None
    return Path(spec.origin).parent / "data"


def test_a_whole_release_comes_in_one_zip(own: Path, given: Given, make: MakeFile) -> None:
    archive = zipped(
        {"t-2027.xml": TABULAR, "icd10cm-order-2027.txt": ORDER, "drug-2027.xml": DRUGS, "index-2027.xml": DISEASES}
    )

    understood = read(make("icd10cm-2027.zip", archive), given)
    stored = store(understood, own)

    assert understood.title == "ICD-10-CM FY2027"
    assert {one.id for one in stored} == {
        f"releases/fy2027/{part}" for part in ("tabular", "order", "drug", "diseases")
    }
    assert stored[0].provenance.effective_from == date(2026, 10, 1)
    paths = release_paths(own, "fy2027")
    assert paths.is_buildable
    assert paths.codes is not None and paths.codes.read_text().split() == ["M542", "M5450", "S134XXA", "S134XXD"]
    assert paths.tabular is not None and paths.tabular.read_text() == TABULAR
    assert paths.order is not None and paths.order.read_text() == ORDER
    assert releases(own) == ("fy2027",)


def test_the_index_tables_feed_find(own: Path, given: Given, make: MakeFile) -> None:
    store(read(make("release.zip", zipped({"drug.xml": DRUGS, "index.xml": DISEASES})), given), own)

    assert [(one.term, one.code, one.table) for one in read_index_terms(own)] == [
        ("Aspirin, poisoning accidental (unintentional)", "T39.011", "drug"),
        ("Aspirin, adverse effect", "T39.015", "drug"),
        ("Alcohol, poisoning accidental (unintentional)", "T51.9-", "drug"),
        ("Alcohol, beverage, poisoning accidental (unintentional)", "T51.0X1", "drug"),
        ("Alzheimer's disease", "G30.9 F02.80", "diseases"),
        ("Ache, neck", "M54.2", "diseases"),
    ]


def test_a_code_of_the_index_that_is_none_is_refused_with_its_line(given: Given, make: MakeFile) -> None:
    understood = read(make("index.xml", DISEASES), given)

    assert [str(one) for one in understood.refused] == ["index.xml, row 6: the code is no ICD-10-CM code"]


def test_the_parts_of_a_release_may_come_one_by_one(own: Path, given: Given, make: MakeFile) -> None:
    store(read(make("icd10cm-tabular-2027.xml", TABULAR), given), own)
    store(read(make("icd10cm-order-2027.txt", ORDER), given), own)

    assert release_paths(own, "fy2027").is_buildable
    assert len(list_imports(own)) == 2


@pytest.mark.parametrize(
    ("name", "content", "release"),
    [
        ("icd10cm-tabular-April-1-2027.xml", TABULAR, "april-2027"),
        ("icd10cm_order_FY28.txt", ORDER, "fy2028"),
        ("x.xml", TABULAR, "fy2027"),
        ("icd10cm-codes-2028.txt", "M542    Cervicalgia\nM5450   Low back pain\n", "fy2028"),
    ],
)
def test_a_release_is_named_by_its_file(given: Given, make: MakeFile, name: str, content: str, release: str) -> None:
    assert read(make(name, content), given).ids[0].split("/")[1] == release


def test_a_person_may_name_the_release(given: Given, make: MakeFile) -> None:
    assert read(make("order.txt", ORDER), replace(given, id="FY2027")).ids == ("releases/fy2027/order",)


ENTITIES = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("t.xml", TABULAR[:-40], r"t\.xml:\d+: the XML is damaged or cut off"),
        ("t.xml", TABULAR.replace('<?xml version="1.0" encoding="utf-8"?>', ENTITIES), "DTD or entities"),
        (
            "t.xml",
            TABULAR.replace('<?xml version="1.0" encoding="utf-8"?>', '<!DOCTYPE x SYSTEM "file:///etc/passwd">'),
            "DTD or entities",
        ),
        ("t.xml", TABULAR.replace("<introduction><introSection/></introduction>", ""), "do not follow each other"),
        (
            "t.xml",
            TABULAR.replace("<name>M54.2</name>", "<name>Jane Doe</name>"),
            r"t\.xml:6: the entry's name is no code",
        ),
        ("t.xml", TABULAR.replace("<name>M54.50</name>", "<name>M54.2</name>"), "M54.2 stands twice"),
        ("t.xml", TABULAR.replace("<desc>Cervicalgia</desc>", "<desc> </desc>"), "M54.2 has no descriptor"),
        ("t.xml", TABULAR.replace('char="A"', 'char="AB"'), "7th character"),
        ("i.xml", DISEASES.replace("INDEX TO DISEASES and INJURIES", "something else"), "none of the index tables"),
        ("icd10cm-order-2027.txt", ORDER + "00009 M545X torn line\n", r"txt:9: the line is not laid out"),
        ("icd10cm-order-2027.txt", ORDER + ORDER.splitlines()[1] + "\n", r"txt:9: M542 stands twice"),
        ("order.txt", ORDER, "of which release"),
        ("both.zip", zipped({"t.xml": TABULAR, "icd10cm-order-2026.txt": ORDER}), "several releases"),
        ("both.zip", zipped({"t.xml": TABULAR, "u.xml": TABULAR}), "twice"),
        (
            "both.zip",
            zipped({"t.xml": TABULAR, "icd10cm-order-2027.txt": ORDER.replace("M54 ", "M55 ")}),
            "1 entries of the tabular list, such as M54, are not in the order file",
        ),
        ("deep.xml", "<ICD10CM.tabular>" + "<diag>" * 60 + "</diag>" * 60 + "</ICD10CM.tabular>", "too deeply"),
    ],
)
def test_a_bad_release_is_refused(
    own: Path, given: Given, make: MakeFile, name: str, content: str | bytes, says: str
) -> None:
    with pytest.raises(KnowledgeError, match=says) as refusal:
        read(make(name, content), given, own=own)

    assert "Jane" not in str(refusal.value)
    assert not own.exists()


@pytest.mark.skipif(not APRIL_INDEX.is_dir(), reason="CDC's April 2026 index files are not beside the repository")
def test_cdc_s_own_index_files_are_read_without_a_refusal(own: Path, given: Given) -> None:
    understood = read(APRIL_INDEX, given)
    store(understood, own)

    assert understood.refused == ()
    assert understood.ids == tuple(f"releases/april-2026/{table}" for table in ("drug", "external-cause", "neoplasm"))
    terms = {(one.term, one.code) for one in read_index_terms(own, "april-2026")}
    assert ("Aspirin, adverse effect", "T39.015") in terms
    assert ("Neoplasm, neoplastic, abdomen, abdominal, carcinoma in situ", "D09.8") in terms
    assert any(term.startswith("Fall") and code.startswith("W") for term, code in terms)


COMPARE = """
import sys, simple_icd_10_cm as icd
codes = icd.get_all_codes(with_dots=True)
before = {code: (icd.get_description(code), icd.get_ancestors(code), icd.get_seven_chr_def(code)) for code in codes}
icd.change_version(all_codes_file_path=sys.argv[1], classification_data_file_path=sys.argv[2])
after = {code: (icd.get_description(code), icd.get_ancestors(code), icd.get_seven_chr_def(code)) for code in icd.get_all_codes(with_dots=True)}
print(len(before), before == after)
"""


def test_april_2026_imported_builds_the_same_tables_as_the_package(own: Path, given: Given) -> None:
    data = package_data()
    for name in ("icd10c-tabular-April-1-2026.xml", "code-list-April-2026.txt"):
        store(read(data / name, given), own)
    paths = release_paths(own, "april-2026")

    done = subprocess.run(
        [sys.executable, "-c", COMPARE, str(paths.codes), str(paths.tabular)],
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.stdout.split() == ["98466", "True"], done.stderr[-500:]


def test_a_release_of_that_name_must_have_been_imported(own: Path) -> None:
    for name in ("fy2031", "../..", ""):
        with pytest.raises(KnowledgeError, match="No release of that name"):
            release_paths(own, name)
