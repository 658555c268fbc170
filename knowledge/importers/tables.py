"""Reads CSV, tab-separated text and workbooks into rows with their numbers, and finds the header in them."""

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, Final

from knowledge.errors import KnowledgeError, RequestError
from knowledge.importers.opening import Content, Piece, check_zip, content_of, text_of, unreadable
from knowledge.service_dates import parse_service_date

LONGEST_CELL: Final = 20_000_000
"""Coverage articles carry their whole text in one cell; Python's own limit is 131,072 characters."""
ROWS_BEFORE_HEADER: Final = 40
MOST_COLUMNS: Final = 500

CODE: Final = re.compile(r"[A-Z](?:\d[0-9A-Z]|[A-Z]\d)(?:\.[0-9A-Z]{1,4})?", re.ASCII)
FAMILY: Final = re.compile(r"[A-Z](?:\d[0-9A-Z]|[A-Z]\d)(?:\.[0-9A-Z]{0,3})?-", re.ASCII)
PROCEDURE: Final = re.compile(r"[0-9A-Z][0-9]{3}[0-9A-Z]", re.ASCII)


@dataclass(frozen=True, slots=True)
class Row:
    """A row as the person sees it: its number from 1 (for a CSV the line it begins on) and its cells, trimmed."""

    number: int
    cells: tuple[str, ...]

    @property
    def is_blank(self) -> bool:
        return not any(self.cells)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One sheet. `rows` starts afresh at each call."""

    name: str
    rows: Callable[[], Iterator[Row]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    """Where each wanted column stands, and the row that says so."""

    row: int
    columns: Mapping[str, int]
    words: tuple[str, ...]

    def cell(self, row: Row, column: str) -> str:
        """The cell of a wanted column; empty where the sheet has no such column or the row is short."""
        at = self.columns.get(column)
        return row.cells[at] if at is not None and at < len(row.cells) else ""


def sheets_of(piece: Piece) -> tuple[Sheet, ...]:
    """The sheets of a workbook, or the one sheet of a CSV or tab-separated text. Raises KnowledgeError."""
    content: Content = content_of(piece.head, piece.read() if piece.head.startswith(b"PK") else None)
    if content == "workbook":
        return _workbook(piece)
    if content == "ole":
        raise KnowledgeError(
            f"{piece.name} is locked with a password, or in the old Excel format.",
            "Save it as XLSX without a password.",
        )
    if content == "empty":
        raise KnowledgeError(f"{piece.name} is empty.", "Hand over the file with its rows.")
    text = text_of(piece)
    return (Sheet(name="", rows=lambda: _csv_rows(piece.name, text)),)


def without_twins(pieces: tuple[Piece, ...]) -> Iterator[Piece]:
    """CMS packs the same table as text and as XLSX: the text is read, its twin left aside."""
    texts = {piece.stem.lower() for piece in pieces if piece.suffix in (".txt", ".csv")}
    return (piece for piece in pieces if piece.suffix in (".txt", ".csv") or piece.stem.lower() not in texts)


def _workbook(piece: Piece) -> tuple[Sheet, ...]:
    from openpyxl import load_workbook

    raw = piece.read()
    check_zip(piece.name, raw)
    try:
        book = load_workbook(io.BytesIO(raw), read_only=True, data_only=True, keep_links=False)
        names = tuple(sheet.title for sheet in book.worksheets)
    except Exception:  # openpyxl lets through whatever its XML, zip and number readers raise
        raise unreadable(piece.name, "is damaged, or is no workbook") from None

    def rows(at: int) -> Iterator[Row]:
        try:
            for number, cells in enumerate(book.worksheets[at].iter_rows(values_only=True), start=1):
                yield Row(number, tuple(_shown(cell) for cell in cells[:MOST_COLUMNS]))
        except Exception:  # see above
            raise unreadable(piece.name, f"has a damaged sheet (number {at + 1})") from None

    return tuple(Sheet(name=name, rows=lambda at=at: rows(at)) for at, name in enumerate(names))  # type: ignore[misc]


def _shown(value: Any) -> str:
    """A workbook's cell as its text: 98940.0 is 98940, a day is ISO."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()


def _csv_rows(name: str, text: str) -> Iterator[Row]:
    csv.field_size_limit(LONGEST_CELL)
    begin = [line for line in text[:20_000].splitlines() if line.strip()]
    counts = {mark: sum(line.count(mark) for line in begin) for mark in "\t,;"}
    delimiter = max(counts, key=lambda mark: counts[mark])
    # In a comma file an open quote swallows the rest: that is an error. In tab files a quote is an inch or an ornament.
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=delimiter != "\t")
    line = 1
    while True:
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            raise KnowledgeError(
                f"{name}:{line}: the row cannot be read as CSV.", "Close its quotes; quote texts that hold a comma."
            ) from None
        yield Row(line, tuple(cell.strip() for cell in cells[:MOST_COLUMNS]))
        line = reader.line_num + 1


def plain(words: str) -> str:
    """A header as it is compared.

    Lower case, letters and digits, single spaces ("Deletion Date *=no data" is "deletion date no data").
    """
    return " ".join(re.sub(r"[^0-9a-z]+", " ", words.lower()).split())


def find_header(
    rows: Iterator[Row], wanted: Mapping[str, tuple[str, ...]], required: frozenset[str], *, by_beginning: bool = False
) -> Header | None:
    """The first of the leading rows that names every required column, whatever stands above it; None when none does.

    A column is named by one of its words exactly, or `by_beginning` by a header that begins with them ("Modifier 0=not
    allowed …").
    """
    for row in islice(rows, ROWS_BEFORE_HEADER):
        words = tuple(plain(cell) for cell in row.cells)
        columns: dict[str, int] = {}
        for column, names in wanted.items():
            at = next((words.index(name) for name in names if name in words), None)
            if at is None and by_beginning:
                at = next((n for n, word in enumerate(words) for name in names if word.startswith(f"{name} ")), None)
            if at is not None:
                columns[column] = at
        if required <= columns.keys():
            return Header(row=row.number, columns=columns, words=words)
    return None


def day_of(cell: str) -> date | None:
    """A day as CMS and people write it.

    20240701, 2024-07-01 (with or without a time), 7/1/2024. None when it is no day.
    """
    text = cell.strip()
    if re.fullmatch(r"\d{8}", text, re.ASCII):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    try:
        return parse_service_date(re.split(r"[ T]", text, maxsplit=1)[0])
    except RequestError:
        return None


def diagnosis_of(cell: str) -> str | None:
    """An ICD-10-CM code as printed (M54.50), from a cell with or without its dot; None when it has no code's shape."""
    letters = re.sub(r"[.\s]", "", cell).upper()
    code = letters if len(letters) <= 3 else f"{letters[:3]}.{letters[3:]}"
    return code if CODE.fullmatch(code) else None


def family_of(cell: str) -> str | None:
    """A code or a family (M54.5-) as printed; None when it has neither's shape."""
    text = re.sub(r"\s", "", cell).upper()
    if not text.endswith("-"):
        return diagnosis_of(text)
    letters = text.rstrip("-").replace(".", "")
    dot = "." if len(letters) > 3 or "." in text else ""
    family = f"{letters[:3]}{dot}{letters[3:]}-"
    return family if FAMILY.fullmatch(family) else None


def procedure_of(cell: str) -> str | None:
    """A CPT or HCPCS code; None when it has no such shape."""
    code = cell.strip().upper()
    return code if PROCEDURE.fullmatch(code) else None
