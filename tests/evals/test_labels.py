"""A coder grades answers in a spreadsheet without seeing the score; read back, the two are held against each other."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from evals.errors import RunFileError
from evals.labels import COLUMNS, agreement, export_labels, read_labels
from evals.run import SUITE_TODAY, run
from evals.runs import Run, RunSettings
from knowledge.errors import RequestError
from tests.evals.fakes import FakeAssistant, question, reply, subject

FORMATS = ["labels.xlsx", "labels.csv"]


@pytest.fixture
def done(tmp_path: Path) -> Run:
    """Ten answers, the first six right."""
    cases = [question(f"question {i}?", case_id=f"c{i}", says=("billable",)) for i in range(10)]
    cases[0] = replace(cases[0], text='=HYPERLINK("http://x")')
    replies = {case.text: reply("M53.82 is billable") for case in cases[:6]}
    return run(cases, subject(FakeAssistant(replies)), RunSettings(today=SUITE_TODAY, jobs=2), tmp_path / "runs")


def rows_of(path: Path) -> list[list[str]]:
    if path.suffix == ".csv":
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.reader(file))
    from openpyxl import load_workbook

    return [
        ["" if cell is None else str(cell) for cell in row]
        for row in load_workbook(path).active.iter_rows(values_only=True)
    ]


def grade(path: Path, grades: dict[str, str], comment: str = "") -> Path:
    """Fills the sheet as a person does, and saves it."""
    rows = rows_of(path)
    for row in rows[1:]:
        row[COLUMNS.index("grade")] = grades.get(row[COLUMNS.index("case")], "")
        row[COLUMNS.index("comment")] = comment
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows(rows)
        return path
    from openpyxl import Workbook

    book = Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


@pytest.mark.parametrize("name", FORMATS)
def test_the_sheet_holds_question_answer_and_sources_but_not_the_score(tmp_path: Path, done: Run, name: str) -> None:
    assert export_labels(done, tmp_path / name) == 10

    rows = rows_of(tmp_path / name)
    assert tuple(rows[0]) == COLUMNS
    assert "M53.82 is billable [1]" in rows[1][COLUMNS.index("answer")]
    assert "[1] M53.82, M53" in rows[1][COLUMNS.index("sources")]
    assert not any(word in " ".join(map(str, rows)).lower() for word in ("passed", "failed", "expected"))


@pytest.mark.parametrize("name", FORMATS)
def test_no_cell_is_a_formula(tmp_path: Path, done: Run, name: str) -> None:
    export_labels(done, tmp_path / name)

    if name.endswith("csv"):
        assert rows_of(tmp_path / name)[1][2].startswith("'=")
    else:
        from openpyxl import load_workbook

        assert {cell.data_type for row in load_workbook(tmp_path / name).active for cell in row if cell.value} == {"s"}


@pytest.mark.parametrize("name", FORMATS)
def test_grades_come_back_and_agree_as_far_as_they_do(tmp_path: Path, done: Run, name: str) -> None:
    export_labels(done, tmp_path / name)
    grades = {**{f"c{i}": "right" for i in range(5)}, "c5": "wrong", "c6": "Wrong", "c7": "wrong", "c8": "unsure"}

    found = agreement(done, read_labels(grade(tmp_path / name, grades, "old edition")))

    assert (found.graded, found.unsure, found.agreed.right) == (8, 1, 7)
    assert found.kappa.kappa == pytest.approx(0.7143, abs=1e-4)
    assert [(one.case, one.person, one.automatic, one.comment) for one in found.disagreements] == [
        ("c5", "wrong", "right", "old edition")
    ]


def test_a_sample_is_drawn_the_same_way_each_time(tmp_path: Path, done: Run) -> None:
    for name in ("a.csv", "b.csv"):
        assert export_labels(done, tmp_path / name, sample=4) == 4

    assert rows_of(tmp_path / "a.csv") == rows_of(tmp_path / "b.csv")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("run,case\nr,c\n", "no column grade"),
        ("run,case,grade\nr,c,\n", "holds no grade"),
        ("run,case,grade\nr,c,good\n", "x.csv:2: the grade is none of right, wrong, unsure"),
        ("run,case,grade\nr,c,right\nr,c,wrong\n", "x.csv:3: the case was graded in a row above"),
        ("run,case,grade\nr,c,right\ns,d,wrong\n", "mixes several runs"),
        ("", "no column run"),
    ],
    ids=["no grade column", "no grade", "another word", "twice", "two runs", "empty"],
)
def test_a_sheet_that_cannot_be_read_names_the_row(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "x.csv").write_text(text, encoding="utf-8")

    with pytest.raises(RunFileError, match=message):
        read_labels(tmp_path / "x.csv")


def test_a_file_that_is_no_sheet_is_refused(tmp_path: Path, done: Run) -> None:
    (tmp_path / "x.xlsx").write_text("no zip", encoding="utf-8")
    (tmp_path / "x.csv").write_bytes(b"run,case,grade\ncaf\xe9,c,right\n")

    with pytest.raises(RunFileError, match="no workbook"):
        read_labels(tmp_path / "x.xlsx")
    with pytest.raises(RunFileError, match="not UTF-8"):
        read_labels(tmp_path / "x.csv")
    with pytest.raises(RequestError, match="neither XLSX nor CSV"):
        export_labels(done, tmp_path / "x.pdf")


def test_grades_of_another_run_or_of_no_case_are_refused(tmp_path: Path, done: Run) -> None:
    (tmp_path / "x.csv").write_text(f"run,case,grade\n{done.id},nobody,right\n", encoding="utf-8")
    labels = read_labels(tmp_path / "x.csv")

    with pytest.raises(RunFileError, match="no case nobody"):
        agreement(done, labels)
    with pytest.raises(RunFileError, match="exported from run"):
        agreement(replace(done, id="another"), labels)
