"""Reads the vocabulary: a term as people say it, and the code or family it means; and the abbreviations of a note."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, get_args

from knowledge.errors import KnowledgeError
from knowledge.library import KNOWLEDGE

VOCABULARY = KNOWLEDGE / "vocabulary"
ABBREVIATIONS = "abbreviations.csv"
EQUIVALENTS = "word_equivalents.csv"
_OTHER_TABLES = (ABBREVIATIONS, EQUIVALENTS, "questions.csv")
TermKind = Literal["synonym", "lay", "abbreviation", "eponym", "spelling", "default"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Term:
    """A term and what it means: codes ("M54.50") or families ("M77.1-"), separated by a space when all are needed."""

    term: str
    codes: str
    kind: TermKind
    note: str
    location: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Abbreviation:
    """One sense of an abbreviation; rank 1 is the likeliest in our specialties, `context` the words that point to it."""

    abbreviation: str
    expansion: str
    rank: int
    context: tuple[str, ...]
    location: str


def read_terms(folder: Path = VOCABULARY) -> Iterator[Term]:
    for path in sorted(folder.glob("*.csv")):
        if path.name in _OTHER_TABLES:
            continue
        for location, row in _rows(path, ("term", "codes", "kind", "note")):
            if row["kind"] not in get_args(TermKind) or not row["term"].strip() or not row["codes"].strip():
                raise KnowledgeError(
                    f"{location}: a term needs words, a code and a known kind.",
                    f"Kinds: {', '.join(get_args(TermKind))}.",
                )
            yield Term(
                term=row["term"].strip(),
                codes=row["codes"].strip(),
                kind=row["kind"],  # type: ignore[arg-type]
                note=row["note"],
                location=location,
            )


def read_abbreviations(folder: Path = VOCABULARY) -> Iterator[Abbreviation]:
    path = folder / ABBREVIATIONS
    if not path.is_file():
        return
    for location, row in _rows(path, ("abbreviation", "expansion", "rank", "context", "note")):
        if not row["rank"].isdigit():
            raise KnowledgeError(f"{location}: the rank must be a number.", "1 is the likeliest sense.")
        yield Abbreviation(
            abbreviation=row["abbreviation"].strip(),
            expansion=row["expansion"].strip(),
            rank=int(row["rank"]),
            context=tuple(row["context"].split()),
            location=location,
        )


def read_equivalents(folder: Path = VOCABULARY) -> dict[str, tuple[str, ...]]:
    """Words people type, each with the words that titles use for the same: hepatic -> liver. The likeliest first."""
    path = folder / EQUIVALENTS
    if not path.is_file():
        return {}
    return {
        row["word"].strip().lower(): tuple(same.strip().lower() for same in row["means"].split("|") if same.strip())
        for _, row in _rows(path, ("word", "means"))
    }


def _rows(path: Path, columns: tuple[str, ...]) -> Iterator[tuple[str, dict[str, str]]]:
    with path.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        if tuple(reader.fieldnames or ()) != columns:
            raise KnowledgeError(f"{path.name}:1: the columns must be {', '.join(columns)}.", "Mend the first line.")
        for row in reader:
            location = f"{path.name}:{reader.line_num}"
            if None in row or None in row.values():
                raise KnowledgeError(
                    f"{location}: the row has too many or too few cells.", "Quote texts that hold a comma."
                )
            yield location, row
