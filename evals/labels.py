"""Human labels: a sheet of answers for a coder to grade without seeing the automatic score, and how far the two agree."""

import csv
import io
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from pydantic import TypeAdapter

from evals.errors import RunFileError
from evals.runs import CaseResult, Run
from evals.statistics import Kappa, Rate, cohens_kappa, rate
from knowledge.errors import RequestError

Grade = Literal["right", "wrong", "unsure"]
GRADES: tuple[Grade, ...] = ("right", "wrong", "unsure")
COLUMNS = (
    "run",
    "case",
    "question",
    "earlier questions",
    "date of service",
    "payer",
    "answer",
    "sources",
    "grade",
    "comment",
    "grader",
)
_WIDTHS = (20, 26, 44, 24, 14, 14, 70, 44, 10, 36, 14)
_LONGEST_CELL = 30_000
"""A spreadsheet holds 32,767 characters a cell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """One answer as a person graded it."""

    run: str
    case: str
    grade: Grade
    comment: str
    grader: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Disagreement:
    case: str
    asked: str
    person: Grade
    automatic: Literal["right", "wrong"]
    comment: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agreement:
    """A person against the automatic score, over the answers graded right or wrong."""

    run: str
    graded: int
    unsure: int
    agreed: Rate
    kappa: Kappa
    disagreements: tuple[Disagreement, ...]
    labels: tuple[Label, ...]
    schema: Literal["codecite.labels/1"] = "codecite.labels/1"


AGREEMENT = TypeAdapter(Agreement)


# -- out ---------------------------------------------------------------------------------------------------------------


def export_labels(run: Run, path: Path, *, sample: int | None = None, seed: int = 0) -> int:
    """Writes the sheet, XLSX or CSV by its name; with `sample`, that many cases drawn by the seed. Returns how many rows."""
    answered = [one for one in run.results if one.answer is not None]
    if not answered:
        raise RequestError(f"Run {run.id} holds no answer to grade.", "Run the suites again.")
    chosen = answered if sample is None or sample >= len(answered) else random.Random(seed).sample(answered, sample)
    rows = [_row(run, one) for one in sorted(chosen, key=lambda one: answered.index(one))]
    write = {".xlsx": _write_xlsx, ".csv": _write_csv}.get(path.suffix.lower())
    if write is None:
        raise RequestError(f"{path.name} is neither XLSX nor CSV.", "Name the file labels.xlsx or labels.csv.")
    try:
        write(path, rows)
    except OSError as error:
        raise RunFileError(
            f"{path.name} can't be written ({error.strerror}).", "Name a folder you may write to."
        ) from None
    return len(rows)


def _row(run: Run, one: CaseResult) -> tuple[str, ...]:
    answer = one.answer
    assert answer is not None
    sources = "\n".join(f"[{source.n}] {source.title}, {source.section}: “{source.quote}”" for source in answer.sources)
    asked = one.asked
    return (
        run.id, one.id, asked.text, "\n".join(asked.after), answer.day.isoformat(), asked.payer or "", answer.text, sources, "", "", "",
    )  # fmt: skip


def _write_csv(path: Path, rows: Sequence[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        writer.writerows([_inert(cell) for cell in row] for row in rows)


def _inert(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell


def _write_xlsx(path: Path, rows: Sequence[tuple[str, ...]]) -> None:
    from openpyxl import Workbook
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
    from openpyxl.styles import Alignment, Font, PatternFill
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    book: Any = Workbook()
    sheet = book.active
    sheet.title = "Answers to grade"
    for at, (name, width) in enumerate(zip(COLUMNS, _WIDTHS, strict=True), 1):
        head = sheet.cell(row=1, column=at, value=name)
        head.font, head.fill = Font(bold=True, color="FFFFFF"), PatternFill("solid", fgColor="1F4E78")
        sheet.column_dimensions[get_column_letter(at)].width = width
        for line, row in enumerate(rows, 2):
            cell = sheet.cell(row=line, column=at)
            cell.value, cell.data_type = (
                ILLEGAL_CHARACTERS_RE.sub("", row[at - 1])[:_LONGEST_CELL],
                "s",
            )  # text, never a formula
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "C2"
    choices = DataValidation(type="list", formula1=f'"{",".join(GRADES)}"', allow_blank=True, showErrorMessage=True)
    choices.errorTitle, choices.error = "Not a grade", "Choose right, wrong or unsure."
    sheet.add_data_validation(choices)
    letter = get_column_letter(COLUMNS.index("grade") + 1)
    choices.add(f"{letter}2:{letter}{len(rows) + 1}")
    book.save(path)


# -- back --------------------------------------------------------------------------------------------------------------


def read_labels(path: Path) -> tuple[Label, ...]:
    """The graded rows of a sheet; rows without a grade are passed over. Raises RunFileError naming the row that is wrong."""
    rows = iter(_rows(path))
    header = tuple(cell.strip().lower() for cell in next(rows, ()))
    missing = [name for name in ("run", "case", "grade") if name not in header]
    if missing:
        raise RunFileError(
            f"{path.name} has no column {missing[0]}.", "Keep the columns of the sheet that was exported."
        )
    labels: dict[str, Label] = {}
    for line, cells in enumerate(rows, 2):
        row = dict(zip(header, (cell.strip() for cell in cells), strict=False))
        grade = row.get("grade", "").lower()
        if not grade:
            continue
        if grade not in GRADES:
            raise RunFileError(
                f"{path.name}:{line}: the grade is none of {', '.join(GRADES)}.",
                "Choose one of them, or leave it empty.",
            )
        if row["case"] in labels:
            raise RunFileError(f"{path.name}:{line}: the case was graded in a row above.", "Keep one of the two.")
        labels[row["case"]] = Label(
            run=row["run"],
            case=row["case"],
            grade=next(one for one in GRADES if one == grade),
            comment=row.get("comment", ""),
            grader=row.get("grader", ""),
        )
    if not labels:
        raise RunFileError(f"{path.name} holds no grade.", "Fill in the column grade: right, wrong or unsure.")
    if len({label.run for label in labels.values()}) > 1:
        raise RunFileError(f"{path.name} mixes several runs.", "Import one sheet for each run.")
    return tuple(labels.values())


def _rows(path: Path) -> Iterator[tuple[str, ...]]:
    try:
        raw = path.read_bytes()
    except OSError:
        raise RunFileError(f"{path.name} can't be read.", "Name the sheet that was graded.") from None
    if path.suffix.lower() == ".csv":
        yield from (tuple(row) for row in csv.reader(io.StringIO(_decoded(path, raw), newline=""), _dialect(raw)))
        return
    from openpyxl import load_workbook

    try:
        book: Any = load_workbook(io.BytesIO(raw), read_only=True, data_only=True)
        sheet = [
            tuple("" if cell is None else str(cell) for cell in row)
            for row in book.worksheets[0].iter_rows(values_only=True)
        ]
    except Exception:  # openpyxl lets through whatever its XML and zip readers raise
        raise RunFileError(f"{path.name} is no workbook.", "Save it as XLSX, or as CSV UTF-8.") from None
    yield from sheet


def _decoded(path: Path, raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise RunFileError(f"{path.name} is not UTF-8.", "Save it as CSV UTF-8, or as XLSX.") from None


def _dialect(raw: bytes) -> type[csv.Dialect]:
    """Comma, or the semicolon that a spreadsheet writes in some countries."""

    class Found(csv.excel):
        delimiter = ";" if raw.split(b"\n", 1)[0].count(b";") > raw.split(b"\n", 1)[0].count(b",") else ","

    return Found


def agreement(run: Run, labels: Sequence[Label]) -> Agreement:
    """How far the grades and the automatic score agree. Raises RunFileError for a case the run lacks, or another run's sheet."""
    results = {one.id: one for one in run.results}
    for label in labels:
        if label.run != run.id:
            raise RunFileError(
                f"The sheet was exported from run {label.run}, not {run.id}.", "Import it against its own run."
            )
        if label.case not in results:
            raise RunFileError(f"Run {run.id} has no case {label.case}.", "Keep the column case as it was exported.")
    sure = [label for label in labels if label.grade != "unsure"]
    people = [label.grade for label in sure]
    automatic: list[Literal["right", "wrong"]] = ["right" if results[label.case].passed else "wrong" for label in sure]
    return Agreement(
        run=run.id,
        graded=len(sure),
        unsure=len(labels) - len(sure),
        agreed=rate([one == other for one, other in zip(people, automatic, strict=True)]),
        kappa=cohens_kappa(people, automatic),
        disagreements=tuple(
            Disagreement(
                case=label.case,
                asked=results[label.case].asked.text,
                person=label.grade,
                automatic=score,
                comment=label.comment,
                why=results[label.case].why,
            )
            for label, score in zip(sure, automatic, strict=True)
            if label.grade != score
        ),
        labels=tuple(labels),
    )
