"""Rules on vocabulary rows: each term leads to codes of the list that can be reported, says something new, and stands once."""

from collections.abc import Iterable, Iterator
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from knowledge.code_set.code_set import CodeSet
from knowledge.code_set.descriptors import contradiction
from knowledge.errors import KnowledgeError
from knowledge.lint.codes import instead_of, nearest, read_written
from knowledge.lint.faults import Fault, Severity, unreadable
from knowledge.vocabulary.terms import Abbreviation, Term, read_abbreviations, read_terms

Row = TypeVar("Row")


def read_rows(folder: Path, within: str) -> tuple[list[Term], list[Abbreviation], list[Fault]]:
    """Every row up to the first that can't be read, which is a fault: mend it and the rest is looked at."""
    if not folder.is_dir():
        return [], [], []
    terms, wrong_term = _up_to_the_first_fault(read_terms(folder), within)
    abbreviations, wrong_abbreviation = _up_to_the_first_fault(read_abbreviations(folder), within)
    return terms, abbreviations, [*wrong_term, *wrong_abbreviation]


def _up_to_the_first_fault(rows: Iterator[Row], within: str) -> tuple[list[Row], list[Fault]]:
    read: list[Row] = []
    try:
        for row in rows:
            read.append(row)
    except KnowledgeError as error:
        return read, [unreadable(error, within)]
    return read, []


def _fault(
    row: Term | Abbreviation, within: str, rule: str, message: str, mend: str, severity: Severity = "error"
) -> Fault:
    name, _, line = row.location.partition(":")
    return Fault(file=f"{within}/{name}", line=int(line), rule=rule, severity=severity, message=message, mend=mend)


def wrong_targets(term: Term, within: str, code_set: CodeSet, day: date) -> Iterator[Fault]:
    """A term that leads to no code, to one not in force, to a heading without its dash, or to a family without codes."""
    for written in term.codes.split():
        code, is_family = read_written(written)
        if code is None or code_set.code(code) is None:
            yield _fault(
                term,
                within,
                "vocabulary-unknown-code",
                f'"{term.term}" leads to {written}, which no release holds.',
                nearest(code, code_set),
            )
            continue
        state = code_set.status(code, day).state
        if is_family:
            if not _holds_codes(code_set, code, day):
                yield _fault(
                    term,
                    within,
                    "vocabulary-empty-family",
                    f'"{term.term}" leads to {written}, which holds no code on {day}.',
                    instead_of(code, code_set, day),
                )
            elif state == "billable":
                yield _fault(
                    term,
                    within,
                    "vocabulary-empty-family",
                    f'"{term.term}" leads to {written}, but {code} has no codes below it.',
                    f"Write {code} without the dash.",
                )
        elif state == "header":
            yield _fault(
                term,
                within,
                "vocabulary-header",
                f'"{term.term}" leads to {written}, a heading.',
                f"Write {code}{'.' if len(code) == 3 else ''}-, or the code that is meant.",
            )
        elif state != "billable":
            yield _fault(
                term,
                within,
                "vocabulary-dead-code",
                f'"{term.term}" leads to {written}, which is not in force on {day}.',
                instead_of(code, code_set, day),
            )


@lru_cache(maxsize=8_192)
def _holds_codes(code_set: CodeSet, code: str, day: date) -> bool:
    return bool(code_set.leaves(code, day))


def says_nothing_new(term: Term, within: str, code_set: CodeSet, day: date) -> Iterator[Fault]:
    """A term that is the very title or inclusion term of its code: the index holds that already."""
    written = term.codes.split()
    code, _ = read_written(written[0])
    if len(written) == 1 and code is not None and term.term.casefold() in _printed(code_set, code, day):
        yield _fault(
            term,
            within,
            "vocabulary-repeats-list",
            f'"{term.term}" is what the tabular list prints at {code}.',
            "Take the row out.",
            "warning",
        )


@lru_cache(maxsize=4_096)
def _printed(code_set: CodeSet, code: str, day: date) -> frozenset[str]:
    own = (note.text for note in code_set.notes(code, day) if note.kind == "inclusion_term" and not note.inherited)
    return frozenset(text.casefold() for text in (code_set.descriptor(code, day), *own) if text)


def wrong_meaning(term: Term, within: str, code_set: CodeSet, day: date) -> Iterator[Fault]:
    """A term that says the opposite of its only code; a warning, because people's words are not the list's."""
    written = term.codes.split()
    code, _ = read_written(written[0])
    if len(written) == 1 and code is not None and code_set.code(code) is not None:
        why = contradiction(term.term, code, code_set, day)
        if why is not None:
            yield _fault(
                term, within, "descriptor-mismatch", f'"{term.term}" leads to {code}, "{code_set.descriptor(code, day)}": {why}.',
                "Lead it to the code for these words, or drop the words.", "warning",
            )  # fmt: skip


def repeated_terms(terms: Iterable[Term], within: str) -> Iterator[Fault]:
    """A term that stands twice: a warning when both rows agree, an error when they lead to different codes."""
    first: dict[str, Term] = {}
    for term in terms:
        other = first.setdefault(" ".join(term.term.casefold().split()), term)
        if other is term:
            continue
        agrees = set(other.codes.split()) == set(term.codes.split())
        yield _fault(
            term, within, "vocabulary-duplicate", f'"{term.term}" stands at {other.location}{"" if agrees else f" and leads to {other.codes} there, to {term.codes} here"}.',
            "Keep one of the two." if agrees else "Keep the one that is meant.", "warning" if agrees else "error",
        )  # fmt: skip


def repeated_abbreviations(rows: Iterable[Abbreviation], within: str) -> Iterator[Fault]:
    """One sense of an abbreviation written twice, or two senses with one rank."""
    senses: dict[tuple[str, str], Abbreviation] = {}
    ranks: dict[tuple[str, int], Abbreviation] = {}
    for row in rows:
        key = row.abbreviation.casefold()
        if (other := senses.setdefault((key, row.expansion.casefold()), row)) is not row:
            yield _fault(
                row,
                within,
                "vocabulary-duplicate",
                f'"{row.abbreviation}" in this sense stands at {other.location}.',
                "Keep one of the two.",
                "warning",
            )
        elif (other := ranks.setdefault((key, row.rank), row)) is not row:
            yield _fault(
                row,
                within,
                "vocabulary-duplicate",
                f'"{row.abbreviation}" has rank {row.rank} at {other.location} too.',
                "Give each sense its own rank.",
                "warning",
            )
