"""A practice's own files through the true command: each format well made and badly made, stored whole or not at all, then used."""

import json
import os
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from retrieval.index_folder import IndexFolder
from tests.conftest import Run

sys.path.insert(0, str(Path(__file__).parents[1] / "knowledge" / "importers"))
from import_files import (
    COVERAGE,
    DISEASES,
    GUIDANCE,
    ORDER,
    PAIRS,
    SYNONYMS,
    TABULAR,
    UNITS,
    docx,
    pdf,
    workbook,
    zipped,
)

PAYER_HEADER = [
    "Payer",
    "Rule kind",
    "Procedures",
    "Modifiers",
    "Text",
    "Source title",
    "Source address",
    "Edition",
    "Label",
]
PAYER_ROW = ["Acme Health", "required modifier", "98940-98942", "AT", "Acme Health wants modifier AT on 98940, 98941 and 98942 for active care.",
             "Policy 12", "https://example.org/12", "2026 edition", "primary"]  # fmt: skip
LINES = [(18, "Front desk rules"), (11, "Every visit says what changed since the visit before, what was done, and how the patient responded,"),
         (11, "so that a reader can tell one visit from the next when the record is looked at again by a payer or an auditor."),
         (11, "A note from last week is never copied into the record of a later visit by anyone in the practice at any time.")]  # fmt: skip
HTML = (
    "<html><head><script>alert(1)</script></head><body>"
    + GUIDANCE.replace("# ", "<h1>", 1).replace("\n\n", "</p><p>")
    + "</p></body></html>"
)
DOCUMENT = ["--title", "Front desk rules", "--publisher", "Our practice", "--edition", "2026", "--label", "sample"]

GOOD: list[tuple[str, str, str | bytes, Sequence[str]]] = [
    ("payer-xlsx", "payer.xlsx", workbook([PAYER_HEADER, PAYER_ROW]), []),
    ("coverage-zip", "coverage.zip", zipped(dict(COVERAGE)), ["--edition", "2026-08"]),
    ("ncci-txt", "ncci.txt", PAIRS, ["--edition", "2026q4"]),
    ("mue-csv", "mue.csv", UNITS, ["--edition", "2026q4"]),
    ("release-zip", "icd10cm-2027.zip", zipped({"icd10cm-order-2027.txt": ORDER, "icd10cm-tabular-2027.xml": TABULAR}), ["--id", "fy2027"]),
    ("release-index-xml", "icd10cm-index-2027.xml", DISEASES, ["--id", "fy2027"]),
    ("guidance-md", "rules.md", GUIDANCE, [*DOCUMENT, "--id", "rules-md"]),
    ("guidance-html", "rules.html", HTML, [*DOCUMENT, "--id", "rules-html"]),
    ("guidance-docx", "rules.docx", docx([("Heading 1", "Front desk rules"), ("", GUIDANCE.split("\n\n")[1])]), [*DOCUMENT, "--id", "rules-docx"]),
    ("guidance-pdf", "rules.pdf", pdf([LINES]), [*DOCUMENT, "--id", "rules-pdf"]),
    ("synonyms-csv", "synonyms.csv", SYNONYMS, ["--id", "our-words"]),
]  # fmt: skip
BAD: list[tuple[str, str, str | bytes, Sequence[str]]] = [
    ("empty", "payer.xlsx", b"", []),
    ("binary", "rules.pdf", os.urandom(4000), DOCUMENT),
    ("torn-xlsx", "payer.xlsx", workbook([PAYER_HEADER, PAYER_ROW])[:900], []),
    ("payer-without-rules", "payer.csv", ",".join(PAYER_HEADER) + "\n", []),
    ("payer-unknown-kind", "payer.xlsx", workbook([PAYER_HEADER, [PAYER_ROW[0], "moon phase", *PAYER_ROW[2:]]]), []),
    ("synonyms-wrong-header", "words.csv", "word,meaning\nbad back,M54.50\n", []),
    ("synonyms-no-such-code", "words.csv", "term,code\nbad back,not a code\n", []),
    ("ncci-cut-off", "ncci.txt", PAIRS[:120], ["--edition", "2026q4"]),
    ("torn-zip", "coverage.zip", zipped(dict(COVERAGE))[:300], []),
    ("xml-with-entities", "index.xml", '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><ICD10CM.index>&x;</ICD10CM.index>', []),
    ("encrypted-pdf", "rules.pdf", pdf([LINES], password="secret"), DOCUMENT),
    ("release-xml-cut-off", "tabular.xml", TABULAR[: len(TABULAR) // 2], ["--id", "fy2027"]),
    ("document-that-names-a-person", "rules.md", GUIDANCE + "\nPatient: John Smith, MRN 00482913.\n", DOCUMENT),
]  # fmt: skip


def written(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return path


def stored_files(data: Path) -> set[str]:
    own = data / "own"
    return (
        {str(path.relative_to(own)) for path in own.rglob("*") if path.is_file() and path.name != ".lock"}
        if own.exists()
        else set()
    )


@pytest.mark.parametrize(("name", "content", "options"), [row[1:] for row in GOOD], ids=[row[0] for row in GOOD])
def test_a_good_file_is_shown_then_stored_with_its_provenance(
    codecite: Run, tmp_path: Path, name: str, content: str | bytes, options: Sequence[str]
) -> None:
    path, data = written(tmp_path, name, content), tmp_path / "data"
    done = codecite("knowledge", "add", str(path), *options, "--yes", "--later", CODECITE_DATA_DIR=str(data))
    assert done.returncode == 0, done.stderr
    assert "understood" in done.stdout and "Stored:" in done.stdout
    provenance = [file for file in stored_files(data) if file.endswith(".provenance.json")]
    assert provenance
    assert name in (data / "own" / provenance[0]).read_text(encoding="utf-8")


@pytest.mark.parametrize(("name", "content", "options"), [row[1:] for row in BAD], ids=[row[0] for row in BAD])
def test_a_bad_file_gets_a_clear_error_and_changes_nothing(
    codecite: Run, tmp_path: Path, name: str, content: str | bytes, options: Sequence[str]
) -> None:
    path, data = written(tmp_path, name, content), tmp_path / "data"
    done = codecite("knowledge", "add", str(path), *options, "--yes", "--later", CODECITE_DATA_DIR=str(data))
    assert done.returncode in (1, 2)
    assert done.stderr.startswith("codecite: ")
    assert "Traceback" not in done.stderr
    assert "John Smith" not in done.stderr + done.stdout
    assert stored_files(data) == set()


def test_what_stands_is_replaced_only_with_consent(codecite: Run, tmp_path: Path) -> None:
    path, data = written(tmp_path, "synonyms.csv", SYNONYMS), str(tmp_path / "data")
    options = ["--id", "our-words", "--later"]
    assert codecite("knowledge", "add", str(path), *options, "--yes", CODECITE_DATA_DIR=data).returncode == 0
    refused = codecite("knowledge", "add", str(path), *options, "--yes", CODECITE_DATA_DIR=data)
    assert refused.returncode == 2 and "--replace" in refused.stderr
    assert codecite("knowledge", "add", str(path), *options, "--replace", CODECITE_DATA_DIR=data).returncode == 0


def test_without_consent_nothing_is_stored(codecite: Run, tmp_path: Path) -> None:
    path, data = written(tmp_path, "synonyms.csv", SYNONYMS), tmp_path / "data"
    refused = codecite("knowledge", "add", str(path), "--id", "our-words", "--later", CODECITE_DATA_DIR=str(data))
    assert refused.returncode == 2 and "--yes" in refused.stderr
    assert stored_files(data) == set()


def test_the_template_can_be_filled_in_and_added(codecite: Run, tmp_path: Path) -> None:
    workbook_path = tmp_path / "payer.xlsx"
    assert codecite("knowledge", "template", "payer", "--out", str(workbook_path)).returncode == 0
    done = codecite(
        "knowledge", "add", str(workbook_path), "--yes", "--later", CODECITE_DATA_DIR=str(tmp_path / "data")
    )
    assert done.returncode == 0, done.stderr


def test_own_words_rules_and_pages_are_found_and_cited(codecite: Run, index: IndexFolder, tmp_path: Path) -> None:
    data = tmp_path / "data"
    shutil.copytree(index.root, data / "index" / index.root.name)  # its vectors are taken over: the rebuild is short
    words = written(tmp_path, "words.csv", "term,code\nzebra neck,M54.2\n")
    sheet = written(tmp_path, "payer.xlsx", workbook([PAYER_HEADER, PAYER_ROW]))
    page = written(tmp_path, "rules.md", GUIDANCE)
    terms = written(tmp_path, "icd10cm-index-2027.xml", DISEASES)
    here = {"CODECITE_DATA_DIR": str(data)}
    for path, options in ((words, ["--id", "our-words"]), (sheet, []), (page, DOCUMENT), (terms, ["--id", "fy2027"])):
        done = codecite("knowledge", "add", str(path), *options, "--yes", "--later", **here)
        assert done.returncode == 0, done.stderr
    assert codecite("index", "build", **here).returncode == 0
    found = json.loads(codecite("find", "zebra neck", "--json", **here).stdout)
    assert found["candidates"][0]["code"] == "M54.2"
    found = json.loads(codecite("find", "ache, neck", "--json", **here).stdout)
    assert found["candidates"][0]["code"] == "M54.2"
    reply = json.loads(codecite("ask", "does Acme Health want a modifier on 98940?", "--json", **here).stdout)
    assert any(one["quote"] == PAYER_ROW[4] for one in reply["citations"])
    listed = json.loads(codecite("knowledge", "list", "--json", **here).stdout)
    assert {"payer", "guidance", "synonyms", "release"} <= {one["kind"] for one in listed["own"]}
    assert any(payer["name"] == "Acme Health" for payer in listed["payers"])
    assert codecite("knowledge", "remove", "vocabulary/our-words", **here).returncode == 0
    listed = json.loads(codecite("knowledge", "list", "--json", **here).stdout)
    assert "synonyms" not in {one["kind"] for one in listed["own"]}


def test_lint_is_clean_on_our_corpus_and_fails_on_planted_faults(codecite: Run, tmp_path: Path) -> None:
    assert codecite("knowledge", "lint").returncode == 0
    page = (
        "---\nsource: icd10cm-tabular\ntopic: Planted\n---\n\n## Planted\nid: planted.one\ncodes: [M47.812]\nkinds: [compare]\n\n"
        "M47.812 is spondylosis with radiculopathy, cervical region. For a disc displaced at C5-C6 report M50.22.\n"
    )
    (tmp_path / "guidance").mkdir()
    (tmp_path / "guidance" / "planted.md").write_text(page, encoding="utf-8")
    done = codecite("knowledge", "lint", str(tmp_path))
    assert done.returncode == 3
    assert "planted.md:" in done.stdout and "descriptor-mismatch" in done.stdout and "header-as-code" in done.stdout
    report = json.loads(codecite("knowledge", "lint", str(tmp_path), "--json").stdout)
    assert {"rule", "severity", "file", "line", "message", "mend"} == set(report["faults"][0])
