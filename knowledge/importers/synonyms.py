"""Reads a practice's own words for codes: a CSV or workbook with a term and the code or family it means."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, get_args

from knowledge.errors import KnowledgeError
from knowledge.importers.naming import name_of, provenance_of
from knowledge.importers.opening import Handed
from knowledge.importers.tables import Header, Row, Sheet, family_of, find_header, sheets_of
from knowledge.importers.understood import Given, KnownCode, Refused, StoredFile, Understood
from knowledge.vocabulary.terms import ABBREVIATIONS, TermKind

LONGEST_TERM: Final = 200
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "term": ("term", "synonym", "phrase", "words", "we say", "abbreviation"),
    "codes": ("codes", "code", "icd 10 cm", "icd 10", "icd10", "icd 10 code", "icd 10 cm code", "diagnosis code"),
    "kind": ("kind", "type"),
    "note": ("note", "notes", "comment"),
}
REQUIRED: Final = frozenset({"term", "codes"})


@dataclass(frozen=True, slots=True, kw_only=True)
class SynonymPayload:
    id: str
    title: str
    terms: tuple[tuple[str, str, str, str], ...]  # term, codes, kind, note

    @property
    def rows(self) -> int:
        return len(self.terms)

    def files(self) -> tuple[StoredFile, ...]:
        return (StoredFile(path=f"{self.id}.csv", write=self.write),)

    def write(self, path: Path) -> None:
        with path.open("w", encoding="utf-8", newline="") as lines:
            writer = csv.writer(lines, lineterminator="\n")
            writer.writerow(("term", "codes", "kind", "note"))
            writer.writerows(self.terms)


def header_of(sheet: Sheet) -> Header | None:
    return find_header(sheet.rows(), COLUMNS, REQUIRED)


def read_synonyms(handed: Handed, given: Given, known_code: KnownCode | None = None) -> Understood[SynonymPayload]:
    """The terms of a file. With `known_code`, a code that never was is refused. Raises KnowledgeError."""
    if not handed.is_one_file:
        raise KnowledgeError(f"{handed.name} holds several files.", "Import them one by one.")
    found = next(
        ((sheet, header) for sheet in sheets_of(handed.pieces[0]) if (header := header_of(sheet)) is not None), None
    )
    if found is None:
        raise KnowledgeError(
            f"{handed.name}: no row names the columns term and code.", "Begin with a line `term,code`."
        )
    sheet, header = found
    name = name_of(handed, given)
    if f"{name}.csv" == ABBREVIATIONS:  # the vocabulary keeps that name for another kind of file
        name = f"own-{name}"
    terms: dict[tuple[str, str], tuple[str, str, str, str]] = {}
    refused: list[Refused] = []
    for row in sheet.rows():
        if row.number <= header.row or row.is_blank:
            continue
        term = _term(row, header, known_code)
        if isinstance(term, str):
            refused.append(Refused(row=row.number, why=term))
        elif (key := (term[0].lower(), term[1])) in terms:
            refused.append(Refused(row=row.number, why="the term stands in an earlier row with the same codes"))
        else:
            terms[key] = term
    if not terms:
        raise KnowledgeError(
            f"{handed.name}:{header.row}: no row below the header holds a term and a code.",
            "Write a term and its code in each row.",
        )
    title = given.title.strip() or f"Terms of {name}"
    return Understood(
        kind="synonyms",
        title=title,
        rows=len(terms),
        refused=tuple(refused),
        notes=(f"{len(terms):,} terms.",),
        provenance=provenance_of(
            handed, given, publisher="the practice", edition=given.imported_on.isoformat(), label="secondary"
        ),
        payload=(SynonymPayload(id=f"vocabulary/{name}", title=title, terms=tuple(terms.values())),),
    )


def _term(row: Row, header: Header, known_code: KnownCode | None) -> tuple[str, str, str, str] | str:
    """The term of a row, or why it is none."""
    words = " ".join(header.cell(row, "term").split())
    if not words:
        return "the term is empty"
    if len(words) > LONGEST_TERM:
        return f"the term is longer than {LONGEST_TERM} characters"
    codes: list[str] = []
    for cell in header.cell(row, "codes").replace(",", " ").replace(";", " ").split():
        code = family_of(cell)
        if code is None:
            return "the code is no ICD-10-CM code or family"
        if known_code is not None and not code.endswith("-") and not known_code(code):
            return f"{code} is not in the code set"
        codes.append(code)
    if not codes:
        return "the code is empty"
    kind = header.cell(row, "kind").lower() or "synonym"
    if kind not in get_args(TermKind):
        return f"the kind is none of {', '.join(get_args(TermKind))}"
    return words, " ".join(codes), kind, " ".join(header.cell(row, "note").split())
