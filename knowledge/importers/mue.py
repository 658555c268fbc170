"""Reads CMS's medically unlikely edits of a quarter: the most units of a procedure, and whether that counts by line or
by day.

CMS's layout (CSV, tab-separated text or XLSX, copyright lines first): HCPCS/CPT Code, Practitioner Services MUE Values
(or Outpatient Hospital Services, DME Supplier Services), MUE Adjudication Indicator ("3 Date of Service Edit:
Clinical"), MUE Rationale.
"""

import sqlite3
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from knowledge.errors import KnowledgeError
from knowledge.importers.databases import meta_of, open_database, write_database
from knowledge.importers.naming import first_day_of, provenance_of, quarter_in, slug
from knowledge.importers.opening import Handed, Piece
from knowledge.importers.tables import Header, Row, Sheet, find_header, procedure_of, sheets_of, without_twins
from knowledge.importers.understood import Given, Refused, StoredFile, Understood

AdjudicationIndicator = Literal["1", "2", "3"]

_SETTINGS: Final = {
    "practitioner services mue values": "practitioner",
    "outpatient hospital services mue values": "outpatient-hospital",
    "facility outpatient services mue values": "outpatient-hospital",
    "facility outpatient hospital services mue values": "outpatient-hospital",
    "dme supplier services mue values": "dme-supplier",
}
COLUMNS: Final = {
    "code": ("hcpcs cpt code", "hcpcs code", "cpt code", "hcpcs cpt"),
    "units": (*_SETTINGS, "mue values", "mue value"),
    "indicator": ("mue adjudication indicator", "adjudication indicator", "mai"),
    "rationale": ("mue rationale", "rationale"),
}
REQUIRED: Final = frozenset({"code", "units"})
_SCHEMA = "CREATE TABLE units (code TEXT PRIMARY KEY, units INTEGER NOT NULL, indicator TEXT, rationale TEXT NOT NULL) WITHOUT ROWID;"


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitLimit:
    """The most units of a procedure.

    Indicator 1: on one claim line; 2 (policy) and 3 (clinical): on one day; None: not said.
    """

    code: str
    units: int
    indicator: AdjudicationIndicator | None
    rationale: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitPayload:
    id: str
    title: str
    quarter: str
    setting: str
    limits: tuple[UnitLimit, ...]

    @property
    def rows(self) -> int:
        return len(self.limits)

    def files(self) -> tuple[StoredFile, ...]:
        return (StoredFile(path=f"{self.id}.sqlite", write=self.write),)

    def write(self, path: Path) -> None:
        meta = {"schema": "1", "quarter": self.quarter, "setting": self.setting, "limits": str(len(self.limits))}
        rows = ((one.code, one.units, one.indicator, one.rationale) for one in self.limits)
        write_database(path, _SCHEMA, meta, {"units": rows})


def header_of(sheet: Sheet) -> Header | None:
    return find_header(sheet.rows(), COLUMNS, REQUIRED, by_beginning=True)


def read_units(handed: Handed, given: Given) -> Understood[UnitPayload]:
    """The unit limits of a file, or of the files in a zip or folder. Raises KnowledgeError.

    The quarter is read from the edition the person gives, else from the file's name (…_Eff_07-01-2024.csv).
    """
    payloads: list[UnitPayload] = []
    refused: list[Refused] = []
    for piece in without_twins(handed.pieces):
        found = next(((sheet, header) for sheet in sheets_of(piece) if (header := header_of(sheet)) is not None), None)
        if found is None:
            if handed.is_one_file:
                raise KnowledgeError(
                    f"{piece.name}: no row names HCPCS/CPT Code and MUE Values.",
                    "Hand over CMS's file with its title lines.",
                )
            continue
        payload, bad = _read_sheet(piece, *found, handed, given)
        payloads.append(payload)
        refused.extend(bad)
    if not payloads:
        raise KnowledgeError(f"{handed.name} holds no MUE file.", "Hand over CMS's CSV or XLSX file.")
    if len({payload.id for payload in payloads}) < len(payloads):
        raise KnowledgeError(
            f"{handed.name} holds two files of the same table.", "Import them one by one, each with --id."
        )
    quarter = payloads[0].quarter
    return Understood(
        kind="mue",
        title=f"Medically unlikely edits, {quarter}",
        rows=sum(len(payload.limits) for payload in payloads),
        refused=tuple(refused),
        notes=tuple(f"{payload.title}: {len(payload.limits):,} procedures." for payload in payloads),
        provenance=provenance_of(
            handed, given, publisher="CMS", edition=quarter, label="primary", effective_from=first_day_of(quarter)
        ),
        payload=tuple(payloads),
    )


def _read_sheet(
    piece: Piece, sheet: Sheet, header: Header, handed: Handed, given: Given
) -> tuple[UnitPayload, list[Refused]]:
    quarter = quarter_in(given.edition) or quarter_in(piece.name) or quarter_in(handed.name)
    if quarter is None:
        raise KnowledgeError(
            f"{piece.name}: the file does not say of which quarter it is.", "Give it as --edition 2024q3."
        )
    words = header.words[header.columns["units"]]
    setting = next((setting for name, setting in _SETTINGS.items() if words.startswith(name)), "practitioner")
    limits: dict[str, UnitLimit] = {}
    refused: list[Refused] = []
    for row in sheet.rows():
        if row.number <= header.row or row.is_blank:
            continue
        limit = _limit(row, header)
        if isinstance(limit, UnitLimit) and limit.code not in limits:
            limits[limit.code] = limit
        else:
            why = limit if isinstance(limit, str) else "the code stands in an earlier row too"
            refused.append(Refused(row=row.number, why=why, file="" if handed.is_one_file else piece.name))
    if not limits:
        raise KnowledgeError(
            f"{piece.name}:{header.row}: no row below the header holds a code and its units.",
            "Hand over CMS's own file.",
        )
    return (
        UnitPayload(
            id=f"mue/{slug(given.id) if given.id and handed.is_one_file else f'{setting}-{quarter}'}",
            title=f"Medically unlikely edits, {setting.replace('-', ' ')}, {quarter}",
            quarter=quarter,
            setting=setting,
            limits=tuple(limits.values()),
        ),
        refused,
    )


def _limit(row: Row, header: Header) -> UnitLimit | str:
    """The limit of a row, or why it holds none."""
    code = procedure_of(header.cell(row, "code"))
    if code is None:
        return "HCPCS/CPT Code is no procedure code"
    units = header.cell(row, "units").replace(",", "")
    if not (units.isascii() and units.isdigit() and len(units) <= 7):
        return "MUE Values is no whole number"
    indicator = header.cell(row, "indicator")[:1]
    if indicator and indicator not in ("1", "2", "3"):
        return "MUE Adjudication Indicator is not 1, 2 or 3"
    return UnitLimit(
        code=code,
        units=int(units),
        indicator=indicator or None,  # type: ignore[arg-type]
        rationale=header.cell(row, "rationale"),
    )


class UnitTable:
    """One stored table of unit limits, opened read-only."""

    def __init__(self, path: Path) -> None:
        self._connection: sqlite3.Connection = open_database(path)
        meta = meta_of(self._connection)
        self.quarter, self.setting = meta["quarter"], meta["setting"]

    def limit(self, code: str) -> UnitLimit | None:
        """The limit of a procedure; None when the table does not name it (CMS keeps some limits to itself)."""
        row = self._connection.execute(
            "SELECT code, units, indicator, rationale FROM units WHERE code = ?", (code.strip().upper(),)
        ).fetchone()
        return UnitLimit(code=row[0], units=row[1], indicator=row[2], rationale=row[3]) if row else None

    def close(self) -> None:
        self._connection.close()
