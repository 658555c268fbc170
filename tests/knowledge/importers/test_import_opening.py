"""Whatever a person hands over is opened within limits, and told by what stands in it."""

import io
import zipfile
from pathlib import Path

import pytest
from import_files import (
    COVERAGE,
    DISEASES,
    DRUGS,
    GUIDANCE,
    ORDER,
    PAIRS,
    SYNONYMS,
    TABULAR,
    UNITS,
    MakeFile,
    docx,
    pdf,
    workbook,
    zipped,
)

from knowledge.errors import KnowledgeError
from knowledge.importers import Given, open_handed, read, recognise, write_template
from knowledge.importers.naming import quarter_in, slug
from knowledge.importers.opening import text_of

PAGE = f"<!doctype html><html><body><h1>Rules</h1><p>{'word ' * 50}</p></body></html>"


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.xml", TABULAR, "release"),
        ("b.xml", DRUGS, "release"),
        ("c.xml", DISEASES, "release"),
        ("icd10cm-order-2027.txt", ORDER, "release"),
        ("codes.txt", "M542    Cervicalgia\nM5450   Low back pain, unspecified\n", "release"),
        ("ccipra-v322r0-f1.txt", PAIRS, "ncci"),
        ("pairs.csv", "column1,column2,modifier_indicator,rationale\n98940,97140,1,x\n", "ncci"),
        ("mue.csv", UNITS, "mue"),
        ("article_x_icd10_covered.csv", COVERAGE["article_x_icd10_covered.csv"], "coverage"),
        ("anything.csv", COVERAGE["article_x_hcpc_code.csv"], "coverage"),
        ("export.zip", zipped(COVERAGE), "coverage"),
        (
            "twice.zip",
            zipped({"current_article_csv.zip": zipped(COVERAGE), "readme.pdf": pdf([[(12, "Read me")]])}),
            "coverage",
        ),
        ("release.zip", zipped({"tabular.xml": TABULAR, "readme.md": "# Read me\n"}), "release"),
        ("terms.csv", SYNONYMS, "synonyms"),
        ("rules.csv", "Payer,Rule kind,Text,Source title\nAcme,note,x,y\n", "payer"),
        (
            "rules.xlsx",
            workbook([["Rules of 2026"], ["Payer", "Rule Kind", "TEXT", "Source  Title"], ["Acme", "note", "x", "y"]]),
            "payer",
        ),
        ("rules.md", GUIDANCE, "guidance"),
        ("rules", GUIDANCE, "guidance"),
        ("rules.html", PAGE, "guidance"),
        ("rules.txt", PAGE, "guidance"),
        ("rules.docx", docx([("Heading 1", "Rules"), ("", "Text")]), "guidance"),
        ("wrong-suffix.xlsx", docx([("Heading 1", "Rules"), ("", "Text")]), "guidance"),
        ("rules.pdf", pdf([[(20, "Rules"), (10, "Text")]]), "guidance"),
    ],
)
def test_a_file_is_told_by_what_stands_in_it(make: MakeFile, name: str, content: str | bytes, kind: str) -> None:
    assert recognise(make(name, content)) == kind


def test_a_folder_is_told_by_its_files(make: MakeFile) -> None:
    for name, content in COVERAGE.items():
        make(name, content)
    folder = make("readme.md", "# Read me\n").parent

    assert recognise(folder) == "coverage"


def test_a_long_table_is_told_by_its_beginning(make: MakeFile) -> None:
    long_cell = COVERAGE["article.csv"] + '56274,1,"' + "words, and\n" * 20_000 + '",A,,,2026-08-06,A56274,\n'

    assert (
        recognise(
            make("long.txt", PAIRS + PAIRS.splitlines()[-1] * 1 + "\n" + "98940\t97140\t\t20010101\t*\t1\tx\n" * 5_000)
        )
        == "ncci"
    )
    assert recognise(make("article.csv", long_cell)) == "coverage"


def test_the_template_is_a_payer_workbook(tmp_path: Path) -> None:
    write_template("payer", tmp_path / "t.xlsx")
    write_template("synonyms", tmp_path / "t.csv")

    assert (recognise(tmp_path / "t.xlsx"), recognise(tmp_path / "t.csv")) == ("payer", "synonyms")


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("empty.csv", b"", "empty"),
        ("blank.csv", b" \r\n\r\n", "empty"),
        ("nulls.csv", b"\0" * 400, "cannot tell"),
        ("junk.bin", bytes(range(256)) * 40, "cannot tell"),
        ("words.txt", "Just some words.\nAnd some more.\n", "cannot tell"),
        ("other.csv", "name,colour\nrose,red\n", "cannot tell"),
        ("other.xml", "<?xml version='1.0'?><note/>", "cannot tell"),
        ("locked.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\1" * 900, "locked with a password"),
        ("cut.xlsx", workbook([["Payer"]])[:900], "damaged"),
        ("cut.docx", docx([("", "x")])[:-300], "damaged"),
        ("cut.zip", zipped(COVERAGE)[:-200], "damaged"),
        ("mixed.zip", zipped({"a.xml": TABULAR, "b.csv": SYNONYMS}), "several kinds"),
        ("one.zip", zipped({"a.bin": b"\0\1\2" * 9}), "cannot tell"),
        ("nothing.zip", zipped({"a.bin": b"\0\1\2" * 9, "b.csv": "a,b\n"}), "nothing that we read"),
    ],
)
def test_what_we_cannot_read_is_refused_by_name(
    make: MakeFile, given_document: Given, name: str, content: str | bytes, says: str
) -> None:
    path = make(name, content)

    with pytest.raises(KnowledgeError, match=says) as refusal:
        read(path, given_document)

    assert name in refusal.value.message
    assert str(path.parent) not in str(refusal.value)
    assert refusal.value.next_step


def test_a_file_that_is_not_there_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(KnowledgeError, match=r"gone\.csv: there is no such file"):
        open_handed(tmp_path / "gone.csv")


def test_a_zip_bomb_is_refused_before_it_is_unpacked(make: MakeFile) -> None:
    bomb = make("bomb.zip", zipped({"article_x_icd10_covered.csv": b"0" * 30_000_000}))

    with pytest.raises(KnowledgeError, match="zip bomb"):
        open_handed(bomb)


def test_a_bomb_inside_a_zip_or_a_workbook_is_refused_too(make: MakeFile) -> None:
    inner = zipped({"a.csv": b"0" * 30_000_000})
    stream = io.BytesIO(workbook([["Payer", "Rule kind", "Text", "Source title"]]))
    with zipfile.ZipFile(stream, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet9.xml", b" " * 30_000_000)

    for name, content in (("outer.zip", zipped({"inner.zip": inner})), ("bomb.xlsx", stream.getvalue())):
        path = make(name, content)
        with pytest.raises(KnowledgeError, match="zip bomb"):
            recognise(path)


def test_a_link_out_of_the_folder_is_not_followed(make: MakeFile, tmp_path: Path) -> None:
    secret = tmp_path / "secret.csv"
    secret.write_text(SYNONYMS)
    folder = make("terms.csv", SYNONYMS).parent
    (folder / "link.csv").symlink_to(secret)

    assert [piece.name for piece in open_handed(folder).pieces] == ["terms.csv"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_text_may_come_as_spreadsheets_save_it(make: MakeFile, encoding: str) -> None:
    path = make("terms.csv", "term,code\ncafé neck,M54.2\n".encode(encoding))

    assert "café neck" in text_of(open_handed(path).pieces[0])
    assert recognise(path) == "synonyms"


def test_text_in_no_encoding_we_know_is_refused_with_its_line(make: MakeFile) -> None:
    path = make("terms.csv", b"term,code\nneck \x81\x8d,M54.2\n")

    with pytest.raises(KnowledgeError, match=r"terms\.csv:2: .* neither UTF-8 nor Windows-1252"):
        text_of(open_handed(path).pieces[0])


@pytest.mark.parametrize(
    ("words", "quarter"),
    [
        ("ncci_ptp_2024q3_therapy", "2024q3"),
        ("2026 Q4", "2026q4"),
        ("ccipra-v302r0-f1.txt", "2024q3"),
        ("ccipra-v323r0-f2.xlsx", "2026q4"),
        ("ccioph-v310r1-f1.txt", "2025q1"),
        ("MCR_MUE_PractitionerServices_Eff_07-01-2024.csv", "2024q3"),
        ("MCR_MUE_PractitionerServices_Eff_13-01-2024.csv", None),
        ("pairs.csv", None),
    ],
)
def test_a_quarter_is_read_off_a_name(words: str, quarter: str | None) -> None:
    assert quarter_in(words) == quarter


def test_a_name_is_safe_as_a_file() -> None:
    assert slug("../..\\Our  Rules: Été 2026.md") == "our-rules-ete-2026-md"
