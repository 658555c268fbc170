"""Reads CMS's NCCI procedure-to-procedure pairs of a quarter, and answers whether two procedures are a pair on a day.

CMS's layout (tab-separated text or XLSX, several title lines, a header over several lines): Column 1, Column 2, *=in
existence prior to 1996, Effective Date, Deletion Date *=no data, Modifier 0=not allowed 1=allowed 9=not applicable, PTP
Edit Rationale. A plain CSV with column1, column2, modifier_indicator, rationale is read too; its pairs have no dates.
"""

import re
import sqlite3
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import dropwhile
from pathlib import Path
from typing import Final, Literal

from knowledge.errors import KnowledgeError
from knowledge.importers.databases import meta_of, open_database, write_database
from knowledge.importers.naming import first_day_of, name_of, provenance_of, quarter_in, slug
from knowledge.importers.opening import Handed, Piece
from knowledge.importers.tables import Header, Row, Sheet, day_of, find_header, procedure_of, sheets_of, without_twins
from knowledge.importers.understood import Given, Refused, StoredFile, Understood

Indicator = Literal["0", "1", "9"]

COLUMNS: Final = {
    "column1": ("column 1", "column1"),
    "column2": ("column 2", "column2"),
    "before_1996": ("in existence prior to 1996", "in existence"),
    "effective": ("effective date", "effective"),
    "deletion": ("deletion date", "deletion"),
    "modifier": ("modifier indicator", "modifier"),
    "rationale": ("ptp edit rationale", "rationale"),
}
REQUIRED: Final = frozenset({"column1", "column2", "modifier"})
_CACHE = 20_000
_PART = re.compile(r"[-_]f(\d)(?!\d)", re.ASCII | re.IGNORECASE)
_SCHEMA = """
CREATE TABLE pairs (column1 TEXT NOT NULL, column2 TEXT NOT NULL, indicator TEXT NOT NULL, effective_from TEXT, deleted_on TEXT,
    before_1996 INTEGER NOT NULL, rationale TEXT NOT NULL);
CREATE INDEX pairs_by_codes ON pairs (column1, column2);
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pair:
    """One pair: column 2 is not paid beside column 1, unless the indicator is 1 and a modifier says why.

    Indicator 9 marks a pair that was deleted as if it had never been. `deleted_on` is None while the pair stands.
    """

    column1: str
    column2: str
    indicator: Indicator
    effective_from: date | None
    deleted_on: date | None
    before_1996: bool
    rationale: str

    def is_in_force(self, day: date) -> bool:
        """Whether the pair holds for services on that day; one deleted on the day it began never held."""
        if self.indicator == "9" or (self.deleted_on is not None and self.deleted_on == self.effective_from):
            return False
        begun = self.effective_from is None or self.effective_from <= day
        return begun and (self.deleted_on is None or day <= self.deleted_on)


@dataclass(frozen=True, slots=True, kw_only=True)
class PairPayload:
    """The pairs of one file.

    `part` is the file's number where CMS cuts a table into several ("1" of ccipra-v302r0-f1).
    """

    id: str
    title: str
    quarter: str
    setting: str
    part: str
    is_cms_layout: bool
    pairs: tuple[Pair, ...]

    @property
    def is_partial(self) -> bool:
        """Whether a pair that is not in it may still exist."""
        return bool(self.part) or not self.is_cms_layout

    @property
    def rows(self) -> int:
        return len(self.pairs)

    def files(self) -> tuple[StoredFile, ...]:
        return (StoredFile(path=f"{self.id}.sqlite", write=self.write),)

    def write(self, path: Path) -> None:
        meta = {
            "schema": "1",
            "quarter": self.quarter,
            "setting": self.setting,
            "part": self.part,
            "is_partial": "1" if self.is_partial else "0",
            "first_code": min(pair.column1 for pair in self.pairs),
            "last_code": max(pair.column1 for pair in self.pairs),
            "pairs": str(len(self.pairs)),
        }
        rows = (
            (
                pair.column1,
                pair.column2,
                pair.indicator,
                pair.effective_from.isoformat() if pair.effective_from else None,
                pair.deleted_on.isoformat() if pair.deleted_on else None,
                int(pair.before_1996),
                pair.rationale,
            )
            for pair in self.pairs
        )
        write_database(path, _SCHEMA, meta, {"pairs": rows})


def header_of(sheet: Sheet) -> Header | None:
    return find_header(sheet.rows(), COLUMNS, REQUIRED, by_beginning=True)


def read_pairs(handed: Handed, given: Given) -> Understood[PairPayload]:
    """The pairs of a file, or of the files in a zip or folder, each stored by itself. Raises KnowledgeError.

    The quarter is read from the edition the person gives (2024q3), else from the file's name (ccipra-v302r0-f1.txt).
    """
    payloads: list[PairPayload] = []
    refused: list[Refused] = []
    for piece in without_twins(handed.pieces):
        found = next(((sheet, header) for sheet in sheets_of(piece) if (header := header_of(sheet)) is not None), None)
        if found is None:
            if handed.is_one_file:
                raise KnowledgeError(
                    f"{piece.name}: no row names Column 1, Column 2 and Modifier.",
                    "Hand over CMS's file with its title lines.",
                )
            continue
        payload, bad = _read_sheet(piece, *found, handed, given)
        payloads.append(payload)
        refused.extend(bad)
    if not payloads:
        raise KnowledgeError(f"{handed.name} holds no NCCI pair file.", "Hand over CMS's text or XLSX files.")
    ids = [payload.id for payload in payloads]
    if len(set(ids)) < len(ids):
        raise KnowledgeError(
            f"{handed.name} holds two files of the same table and part.", "Import them one by one, each with --id."
        )
    quarters = sorted({payload.quarter for payload in payloads})
    return Understood(
        kind="ncci",
        title=f"NCCI pairs, {', '.join(quarters)}",
        rows=sum(len(payload.pairs) for payload in payloads),
        refused=tuple(refused),
        notes=tuple(
            f"{payload.title}: {len(payload.pairs):,} pairs"
            + (" of a partial table: a pair that is not in it may still exist." if payload.is_partial else ".")
            for payload in payloads
        ),
        provenance=provenance_of(
            handed,
            given,
            publisher="CMS",
            edition=", ".join(quarters),
            # A table without CMS's dates is somebody's extract.
            label="primary" if all(payload.is_cms_layout for payload in payloads) else "sample",
            effective_from=first_day_of(quarters[0]),
        ),
        payload=tuple(payloads),
    )


def _read_sheet(
    piece: Piece, sheet: Sheet, header: Header, handed: Handed, given: Given
) -> tuple[PairPayload, list[Refused]]:
    quarter = quarter_in(given.edition) or quarter_in(piece.name) or quarter_in(handed.name)
    if quarter is None:
        raise KnowledgeError(
            f"{piece.name}: the file does not say of which quarter it is.", "Give it as --edition 2024q3."
        )
    setting = _setting(f"{piece.name} {handed.name}")
    part = found[1] if (found := _PART.search(piece.name)) else ""
    pairs: list[Pair] = []
    refused: list[Refused] = []
    rows = (row for row in sheet.rows() if row.number > header.row and not row.is_blank)
    # The header may go on for several lines ("prior to 1996", "0=not allowed"): none of them has a code in column 1.
    for row in dropwhile(lambda row: not header.cell(row, "column1"), rows):
        pair = _pair(row, header)
        if isinstance(pair, Pair):
            pairs.append(pair)
        else:
            refused.append(Refused(row=row.number, why=pair, file="" if handed.is_one_file else piece.name))
    if not pairs:
        raise KnowledgeError(
            f"{piece.name}:{header.row}: no row below the header is a pair of codes.", "Hand over CMS's own file."
        )
    is_cms_layout = {"effective", "deletion", "rationale"} <= header.columns.keys()
    stem = slug(given.id) or "-".join(
        filter(None, (setting, quarter, f"f{part}" if part else "" if is_cms_layout else "part"))
    )
    if given.id and part and not handed.is_one_file:
        stem = f"{stem}-f{part}"
    return (
        PairPayload(
            id=f"ncci/{stem or name_of(handed, given)}",
            title=f"NCCI pairs, {setting.replace('-', ' ')}, {quarter}{f', part {part}' if part else ''}",
            quarter=quarter,
            setting=setting,
            part=part,
            is_cms_layout=is_cms_layout,
            pairs=tuple(pairs),
        ),
        refused,
    )


def _setting(names: str) -> str:
    lowered = names.lower()
    return "outpatient-hospital" if "ccioph" in lowered or "hospital" in lowered else "practitioner"


def _pair(row: Row, header: Header) -> Pair | str:
    """The pair of a row, or why it is none."""
    column1, column2 = procedure_of(header.cell(row, "column1")), procedure_of(header.cell(row, "column2"))
    if column1 is None or column2 is None:
        return "Column 1 or Column 2 is no procedure code"
    indicator = header.cell(row, "modifier")[:1]
    if indicator not in ("0", "1", "9"):
        return "Modifier is not 0, 1 or 9"
    days: dict[str, date | None] = {}
    for column in ("effective", "deletion"):
        cell = header.cell(row, column)
        days[column] = day_of(cell) if cell not in ("", "*") else None
        if cell not in ("", "*") and days[column] is None:
            return f"the {column} date is no date"
    return Pair(
        column1=column1,
        column2=column2,
        indicator=indicator,  # type: ignore[arg-type]
        effective_from=days["effective"],
        deleted_on=days["deletion"],
        before_1996=header.cell(row, "before_1996") == "*",
        rationale=header.cell(row, "rationale"),
    )


class PairTable:
    """One stored pair file, opened read-only."""

    def __init__(self, path: Path) -> None:
        self._connection: sqlite3.Connection = open_database(path)
        meta = meta_of(self._connection)
        self.quarter, self.setting, self.part = meta["quarter"], meta["setting"], meta["part"]
        self.is_partial = meta["is_partial"] == "1"
        self.first_code, self.last_code = meta["first_code"], meta["last_code"]
        # Bound here, not decorated: a cache on the class would outlive this table.
        self.rows = lru_cache(_CACHE)(self._rows)

    def pairs(self, one: str, other: str, day: date) -> tuple[Pair, ...]:
        """The pairs in force on the day between two procedures, in whichever order they stand.

        None is no proof in a partial table.
        """
        return tuple(pair for pair in self.rows(one, other) if pair.is_in_force(day))

    def _rows(self, one: str, other: str) -> tuple[Pair, ...]:
        """The pairs of two procedures on whatever day, in whichever order they stand."""
        rows = self._connection.execute(
            "SELECT column1, column2, indicator, effective_from, deleted_on, before_1996, rationale FROM pairs"
            " WHERE (column1 = ?1 AND column2 = ?2) OR (column1 = ?2 AND column2 = ?1) ORDER BY column1, effective_from",
            (one.strip().upper(), other.strip().upper()),
        )
        return tuple(
            Pair(
                column1=row[0],
                column2=row[1],
                indicator=row[2],
                effective_from=date.fromisoformat(row[3]) if row[3] else None,
                deleted_on=date.fromisoformat(row[4]) if row[4] else None,
                before_1996=bool(row[5]),
                rationale=row[6],
            )
            for row in rows
        )

    def close(self) -> None:
        self._connection.close()
