"""Reads an export of CMS's coverage database: which diagnoses an article or LCD lists, covered or not, for which
procedures.

CMS's layout, one CSV per table, singly, in a folder or in a zip (also the zip in a zip that CMS offers): article.csv,
lcd.csv, article_x_icd10_covered.csv, article_x_icd10_noncovered.csv, article_x_hcpc_code.csv, the two …_group.csv with
their paragraphs, article_x_contractor.csv with contractor.csv, lcd_related_documents.csv, and the older
lcd_x_icd10_support.csv, lcd_x_icd10_dont_support.csv, lcd_x_hcpc_code.csv. Descriptions of procedures are the AMA's and
are not kept.
"""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Final, Literal

from knowledge.errors import KnowledgeError
from knowledge.importers.databases import meta_of, open_database, write_database
from knowledge.importers.naming import name_of, provenance_of
from knowledge.importers.opening import Handed, Piece
from knowledge.importers.tables import (
    Header,
    Row,
    Sheet,
    day_of,
    diagnosis_of,
    find_header,
    plain,
    procedure_of,
    sheets_of,
)
from knowledge.importers.understood import Given, Refused, StoredFile, Understood

DocumentKind = Literal["article", "lcd"]
Listing = Literal["covered", "noncovered"]
DocumentKey = tuple[DocumentKind, str, int]

_SCHEMA = """
CREATE TABLE documents (kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, display_id TEXT NOT NULL, title TEXT NOT NULL,
    status TEXT NOT NULL, effective_from TEXT, effective_to TEXT, PRIMARY KEY (kind, id, version)) WITHOUT ROWID;
CREATE TABLE diagnoses (kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, listing TEXT NOT NULL, list_group INTEGER NOT NULL,
    code TEXT NOT NULL, range_mark TEXT NOT NULL, asterisk TEXT NOT NULL,
    PRIMARY KEY (kind, id, version, listing, list_group, code)) WITHOUT ROWID;
CREATE INDEX diagnoses_by_code ON diagnoses (code);
CREATE TABLE procedures (kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, list_group INTEGER NOT NULL, code TEXT NOT NULL,
    PRIMARY KEY (kind, id, version, list_group, code)) WITHOUT ROWID;
CREATE INDEX procedures_by_code ON procedures (code);
CREATE TABLE paragraphs (kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, listing TEXT NOT NULL, list_group INTEGER NOT NULL,
    paragraph TEXT NOT NULL, PRIMARY KEY (kind, id, version, listing, list_group)) WITHOUT ROWID;
CREATE TABLE contractors (kind TEXT NOT NULL, id TEXT NOT NULL, version INTEGER NOT NULL, contractor TEXT NOT NULL,
    PRIMARY KEY (kind, id, version, contractor)) WITHOUT ROWID;
CREATE TABLE related (lcd TEXT NOT NULL, article TEXT NOT NULL, PRIMARY KEY (lcd, article)) WITHOUT ROWID;
"""

_DOCUMENTS: Final[dict[str, DocumentKind]] = {"article": "article", "lcd": "lcd"}
_DIAGNOSES: Final[dict[str, tuple[DocumentKind, Listing]]] = {
    "article_x_icd10_covered": ("article", "covered"),
    "article_x_icd10_noncovered": ("article", "noncovered"),
    "lcd_x_icd10_support": ("lcd", "covered"),
    "lcd_x_icd10_dont_support": ("lcd", "noncovered"),
}
_PROCEDURES: Final[dict[str, DocumentKind]] = {"article_x_hcpc_code": "article", "lcd_x_hcpc_code": "lcd"}
_PARAGRAPHS: Final = {f"{name}_group": kind for name, kind in _DIAGNOSES.items()}
_CONTRACTORS: Final[dict[str, DocumentKind]] = {"article_x_contractor": "article", "lcd_x_contractor": "lcd"}
_OTHER: Final = ("contractor", "lcd_related_documents")
TABLES: Final = frozenset({*_DOCUMENTS, *_DIAGNOSES, *_PROCEDURES, *_PARAGRAPHS, *_CONTRACTORS, *_OTHER})
_TELLING: Final = frozenset({*_DIAGNOSES, *_PROCEDURES})
"""An export without any of these says nothing about a code."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageDocument:
    """An article or LCD in one version, as the export lists it. `display_id` is what people cite (A56273, L37254)."""

    kind: DocumentKind
    id: str
    version: int
    display_id: str
    title: str
    status: str
    effective_from: date | None
    effective_to: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedDiagnosis:
    """A code that a document lists.

    `asterisk` is the list's own mark: it means what the group's paragraph says of it.
    """

    document: CoverageDocument
    listing: Listing
    group: int
    code: str
    asterisk: str
    paragraph: str


@dataclass(slots=True)
class _Gathered:
    """The rows of all tables of an export while it is being read."""

    documents: dict[DocumentKey, CoverageDocument] = field(default_factory=dict)
    diagnoses: list[tuple[object, ...]] = field(default_factory=list)
    procedures: list[tuple[object, ...]] = field(default_factory=list)
    paragraphs: list[tuple[object, ...]] = field(default_factory=list)
    contractors: list[tuple[object, ...]] = field(default_factory=list)
    related: list[tuple[object, ...]] = field(default_factory=list)
    names: dict[tuple[str, ...], str] = field(default_factory=dict)
    refused: list[Refused] = field(default_factory=list)
    last_updated: date | None = None
    ranges: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CoveragePayload:
    id: str
    title: str
    edition: str
    documents: tuple[CoverageDocument, ...]
    diagnoses: tuple[tuple[object, ...], ...]
    procedures: tuple[tuple[object, ...], ...]
    paragraphs: tuple[tuple[object, ...], ...]
    contractors: tuple[tuple[object, ...], ...]
    related: tuple[tuple[object, ...], ...]

    @property
    def rows(self) -> int:
        return len(self.diagnoses) + len(self.procedures)

    def files(self) -> tuple[StoredFile, ...]:
        return (StoredFile(path=f"{self.id}.sqlite", write=self.write),)

    def write(self, path: Path) -> None:
        documents = (
            (
                one.kind,
                one.id,
                one.version,
                one.display_id,
                one.title,
                one.status,
                one.effective_from.isoformat() if one.effective_from else None,
                one.effective_to.isoformat() if one.effective_to else None,
            )
            for one in self.documents
        )
        tables: dict[str, Iterable[tuple[object, ...]]] = {
            "documents": documents,
            "diagnoses": self.diagnoses,
            "procedures": self.procedures,
            "paragraphs": self.paragraphs,
            "contractors": self.contractors,
            "related": self.related,
        }
        write_database(path, _SCHEMA, {"schema": "1", "edition": self.edition}, tables)


def table_of(piece: Piece, sheet: Sheet) -> str | None:
    """Which of CMS's tables a CSV is: by its columns, and by its name where two tables have the same columns."""
    first = next(iter(sheet.rows()), None)
    if first is None:
        return None
    columns = {plain(cell).replace(" ", "_") for cell in first.cells}
    named = plain(piece.stem).replace(" ", "_")
    kind = "article" if "article_id" in columns else "lcd" if "lcd_id" in columns else ""
    if not kind:
        return "contractor" if {"contractor_id", "contractor_bus_name"} <= columns else None
    if "icd10_code_id" in columns:
        groups = {
            "icd10_covered_group",
            "icd10_noncovered_group",
            "icd10_support_group",
            "icd10_dont_support_group",
        } & columns
        return (
            f"{kind}_x_{next(iter(groups)).removesuffix('_group')}"
            if len(groups) == 1
            else named
            if named in _DIAGNOSES
            else None
        )
    if "hcpc_code_id" in columns:
        return f"{kind}_x_hcpc_code"
    if "paragraph" in columns:
        return next((name for name in _PARAGRAPHS if name.startswith(kind) and name.split("_x_")[1] in columns), None)
    if "r_article_id" in columns:
        return "lcd_related_documents"
    if "title" in columns and f"{kind}_version" in columns:
        return kind
    return f"{kind}_x_contractor" if {"contractor_id", f"{kind}_version"} <= columns else None


def read_coverage(handed: Handed, given: Given) -> Understood[CoveragePayload]:
    """A whole export, or one table of it. Raises KnowledgeError when no table in it speaks of codes.

    The edition is the newest `last_updated` of the documents unless the person gives one.
    """
    gathered, tables = _Gathered(), dict[str, tuple[Piece, Sheet]]()
    aside: list[str] = []
    for piece in handed.pieces:
        sheet = sheets_of(piece)[0] if piece.suffix in (".csv", ".txt", "") else None
        table = table_of(piece, sheet) if sheet is not None else None
        if sheet is None or table not in TABLES:
            aside.append(piece.name)
        elif table in tables:
            raise KnowledgeError(
                f"{piece.name}: the export holds the table {table} twice.", "Hand over one export at a time."
            )
        else:
            tables[table] = (piece, sheet)
    if not _TELLING & tables.keys():
        raise KnowledgeError(
            f"{handed.name} holds no list of diagnoses or procedures.",
            "Hand over CMS's CSV export, such as article_x_icd10_covered.csv.",
        )
    several = not handed.is_one_file
    for table in sorted(tables, key=lambda table: (table not in _DOCUMENTS, table != "contractor", table)):
        _read_table(table, *tables[table], gathered, several=several)
    if not gathered.diagnoses and not gathered.procedures:
        raise KnowledgeError(f"{handed.name}: no row of it lists a code.", "Hand over CMS's own export.")
    edition = given.edition.strip() or (f"last updated {gathered.last_updated}" if gathered.last_updated else "")
    if not edition:
        raise KnowledgeError(
            f"{handed.name} does not say of which day it is.", "Give it as --edition, or add article.csv."
        )
    name = name_of(handed, given)
    title = given.title.strip() or f"CMS coverage database, {name}"
    return Understood(
        kind="coverage",
        title=title,
        rows=len(gathered.diagnoses) + len(gathered.procedures),
        refused=tuple(gathered.refused),
        notes=_notes(gathered, tables.keys(), aside),
        provenance=provenance_of(handed, given, publisher="CMS", edition=edition, label="primary"),
        payload=(
            CoveragePayload(
                id=f"coverage/{name}",
                title=title,
                edition=edition,
                documents=tuple(gathered.documents.values()),
                diagnoses=tuple(gathered.diagnoses),
                procedures=tuple(gathered.procedures),
                paragraphs=tuple(gathered.paragraphs),
                contractors=tuple(gathered.contractors),
                related=tuple(gathered.related),
            ),
        ),
    )


def _notes(gathered: _Gathered, tables: Iterable[str], aside: list[str]) -> tuple[str, ...]:
    notes = [
        f"{len(gathered.documents):,} documents, {len(gathered.diagnoses):,} listed diagnoses, {len(gathered.procedures):,} procedures.",
        f"Tables: {', '.join(sorted(tables))}.",
    ]
    if not gathered.documents:
        notes.append("No article.csv or lcd.csv: the documents have numbers, but no titles or dates.")
    if gathered.ranges:
        notes.append(
            f"{gathered.ranges:,} rows carry a mark in the range column; it is kept as printed and not unfolded."
        )
    if aside:
        notes.append(f"Left aside: {', '.join(aside)}.")
    return tuple(notes)


def _read_table(table: str, piece: Piece, sheet: Sheet, gathered: _Gathered, *, several: bool) -> None:
    first = next(iter(sheet.rows()))
    names = {plain(cell).replace(" ", "_"): (plain(cell),) for cell in first.cells if cell}
    header = find_header(sheet.rows(), names, frozenset())
    assert header is not None  # the first row stands for itself
    for row in sheet.rows():
        if row.number <= header.row or row.is_blank:
            continue
        why = _take(table, row, header, gathered)
        if why:
            gathered.refused.append(Refused(row=row.number, why=why, file=piece.name if several else ""))


def _take(table: str, row: Row, header: Header, gathered: _Gathered) -> str | None:
    """Adds what the row says; or says why it can't."""
    if table == "contractor":
        gathered.names[tuple(header.cell(row, part) for part in _CONTRACTOR_KEY)] = header.cell(
            row, "contractor_bus_name"
        )
        return None
    if table == "lcd_related_documents":
        if header.cell(row, "r_article_id"):
            gathered.related.append((header.cell(row, "lcd_id"), header.cell(row, "r_article_id")))
        return None
    kind: DocumentKind = "article" if table.startswith("article") else "lcd"
    number, version = header.cell(row, f"{kind}_id"), header.cell(row, f"{kind}_version")
    if not _is_count(number) or not _is_count(version):
        return f"{kind}_id or {kind}_version is no number"
    key: DocumentKey = (kind, number, int(version))
    if table in _DOCUMENTS:
        return _take_document(key, row, header, gathered)
    if gathered.documents and key not in gathered.documents and any(held[0] == kind for held in gathered.documents):
        return f"{kind}.csv does not hold this {kind} in this version"
    if table in _CONTRACTORS:
        name = gathered.names.get(tuple(header.cell(row, part) for part in _CONTRACTOR_KEY), "")
        if name:
            gathered.contractors.append((*key, name))
        return None
    if table in _PARAGRAPHS:
        listing = _PARAGRAPHS[table][1]
        group = header.cell(row, f"{table.split('_x_')[1]}")
        if _is_count(group) and (paragraph := _words_of(header.cell(row, "paragraph"))):
            gathered.paragraphs.append((*key, listing, int(group), paragraph))
        return None
    if table in _PROCEDURES:
        code = procedure_of(header.cell(row, "hcpc_code_id"))
        if code is None:
            return "hcpc_code_id is no procedure code"
        gathered.procedures.append((*key, _count(header.cell(row, "hcpc_code_group")), code))
        return None
    diagnosis = diagnosis_of(header.cell(row, "icd10_code_id"))
    if diagnosis is None:
        return "icd10_code_id is no ICD-10-CM code"
    group = header.cell(row, f"{table.split('_x_')[1]}_group")
    mark = header.cell(row, "range")
    gathered.ranges += bool(mark) and mark.upper() not in ("N", "0")
    gathered.diagnoses.append(
        (*key, _DIAGNOSES[table][1], _count(group), diagnosis, mark, header.cell(row, "asterisk"))
    )
    return None


_CONTRACTOR_KEY: Final = ("contractor_id", "contractor_type_id", "contractor_version")


def _take_document(key: DocumentKey, row: Row, header: Header, gathered: _Gathered) -> str | None:
    kind, number, version = key
    days = {}
    for end, names in (
        ("from", (f"{kind}_eff_date", "rev_eff_date", "orig_det_eff_date", "effective_date")),
        ("to", (f"{kind}_end_date", "rev_end_date", "date_retired", "end_date")),
    ):
        cell = next((cell for name in names if (cell := header.cell(row, name))), "")
        days[end] = day_of(cell) if cell else None
        if cell and days[end] is None:
            return f"the {'effective' if end == 'from' else 'end'} date is no date"
    updated = day_of(header.cell(row, "last_updated"))
    if updated and (gathered.last_updated is None or updated > gathered.last_updated):
        gathered.last_updated = updated
    gathered.documents[key] = CoverageDocument(
        kind=kind,
        id=number,
        version=version,
        display_id=header.cell(row, "display_id") or f"{kind[0].upper()}{number}",
        title=header.cell(row, "title"),
        status=header.cell(row, "status"),
        effective_from=days["from"],
        effective_to=days["to"],
    )
    return None


def _is_count(cell: str) -> bool:
    return cell.isascii() and cell.isdigit() and len(cell) <= 9


def _count(cell: str) -> int:
    return int(cell) if _is_count(cell) else 0


def _words_of(markup: str) -> str:
    """CMS writes paragraphs as HTML; the words are kept, scripts are not."""
    from knowledge.importers.markup import plain_text

    return plain_text(markup)


class CoverageTable:
    """One stored export, opened read-only."""

    def __init__(self, path: Path) -> None:
        self._connection: sqlite3.Connection = open_database(path)
        self.edition = meta_of(self._connection)["edition"]

    def documents_for(self, procedure: str) -> tuple[CoverageDocument, ...]:
        """The documents that list the procedure, newest version first. One without article.csv has only its number."""
        rows = self._connection.execute(
            "SELECT DISTINCT kind, id, version FROM procedures WHERE code = ? ORDER BY kind, id, version DESC",
            (procedure.strip().upper(),),
        ).fetchall()
        return tuple(self._document(*row) for row in rows)

    def listings_of(self, diagnosis: str, document: CoverageDocument) -> tuple[ListedDiagnosis, ...]:
        """Where the document lists the code, covered or not; listed does not assure payment."""
        rows = self._connection.execute(
            "SELECT listing, list_group, code, asterisk FROM diagnoses WHERE kind = ? AND id = ? AND version = ? AND code = ?"
            " ORDER BY listing, list_group",
            (document.kind, document.id, document.version, diagnosis_of(diagnosis)),
        ).fetchall()
        return tuple(
            ListedDiagnosis(
                document=document,
                listing=listing,
                group=group,
                code=code,
                asterisk=asterisk,
                paragraph=self._paragraph(document, listing, group),
            )
            for listing, group, code, asterisk in rows
        )

    def diagnoses_of(self, document: CoverageDocument, listing: Listing) -> tuple[str, ...]:
        rows = self._connection.execute(
            "SELECT DISTINCT code FROM diagnoses WHERE kind = ? AND id = ? AND version = ? AND listing = ? ORDER BY code",
            (document.kind, document.id, document.version, listing),
        )
        return tuple(code for (code,) in rows)

    def contractors_of(self, document: CoverageDocument) -> tuple[str, ...]:
        rows = self._connection.execute(
            "SELECT contractor FROM contractors WHERE kind = ? AND id = ? AND version = ? ORDER BY contractor",
            (document.kind, document.id, document.version),
        )
        return tuple(name for (name,) in rows)

    def close(self) -> None:
        self._connection.close()

    def _document(self, kind: DocumentKind, number: str, version: int) -> CoverageDocument:
        row = self._connection.execute(
            "SELECT display_id, title, status, effective_from, effective_to FROM documents WHERE kind = ? AND id = ? AND version = ?",
            (kind, number, version),
        ).fetchone() or (f"{kind[0].upper()}{number}", "", "", None, None)
        return CoverageDocument(
            kind=kind,
            id=number,
            version=version,
            display_id=row[0],
            title=row[1],
            status=row[2],
            effective_from=date.fromisoformat(row[3]) if row[3] else None,
            effective_to=date.fromisoformat(row[4]) if row[4] else None,
        )

    def _paragraph(self, document: CoverageDocument, listing: Listing, group: int) -> str:
        row = self._connection.execute(
            "SELECT paragraph FROM paragraphs WHERE kind = ? AND id = ? AND version = ? AND listing = ? AND list_group = ?",
            (document.kind, document.id, document.version, listing, group),
        ).fetchone()
        return row[0] if row else ""
