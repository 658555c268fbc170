"""Holds every claim of the corpus against the code set on a date: wrong descriptors, dead codes, stale sheets, contradictions.

Each rule is a small pure function that yields faults; this file only says which rule looks at what. `corrects:` keys and
CORRECTIONS.md quote mistakes on purpose and are not looked at.
"""

from datetime import date
from pathlib import Path

from knowledge.code_set.code_set import CodeSet
from knowledge.code_set.mentions import find_mentions
from knowledge.library import KNOWLEDGE, SOURCES
from knowledge.lint import billability, codes, duplicates, identifiers, meanings, payer_sheets, vocabulary
from knowledge.lint import sources as source_rules
from knowledge.lint.faults import Fault, LintReport
from knowledge.lint.identifiers import FindIdentifiers
from knowledge.lint.pages import PageEntry, Prose, read_pages
from knowledge.lint.payer_sheets import PayerBook

__all__ = ["Fault", "FindIdentifiers", "LintReport", "PayerBook", "lint"]


def lint(
    folder: Path,
    code_set: CodeSet,
    day: date,
    find_identifiers: FindIdentifiers | None = None,
    *,
    payers: PayerBook | None = None,
) -> LintReport:
    """Looks at `folder`/guidance (or the pages of `folder` itself), /vocabulary, /payers and /sources.yaml; writes nothing.

    Our own corpus is `knowledge.library.KNOWLEDGE`. A page may name the folder's own sources and ours. Payer sheets are read from `folder`/payers unless handed in.
    """
    faults: list[Fault] = []
    own = source_rules.read_sources_tolerantly(folder / SOURCES.name)
    ours = source_rules.read_sources_tolerantly(SOURCES) if folder != KNOWLEDGE else own
    faults += own.faults
    within = "guidance" if (folder / "guidance").is_dir() else ""
    entries, unread = read_pages(folder / within, {**ours.sources, **own.sources}, within)
    faults += unread
    faults += _page_faults(entries, code_set, day, find_identifiers)
    terms, abbreviations = _vocabulary_faults(folder, code_set, day, find_identifiers, faults)
    sheets = _payer_faults(folder, payers, code_set, day, find_identifiers, faults)
    counts = {
        "passages": len(entries),
        "sources": len(own.sources),
        "code_mentions": sum(
            len(find_mentions(entry.prose.text, lambda code: code_set.code(code) is not None)) for entry in entries
        ),
        "terms": terms,
        "abbreviations": abbreviations,
        "payer_sheets": sheets,
    }
    return LintReport(day=day, faults=tuple(sorted(set(faults))), counts=counts)


def _page_faults(
    entries: list[PageEntry], code_set: CodeSet, day: date, find_identifiers: FindIdentifiers | None
) -> list[Fault]:
    faults: list[Fault] = []
    for entry in entries:
        faults += codes.wrong_codes(entry, code_set, day)
        faults += codes.wrong_code_keys(entry, code_set, day)
        faults += meanings.wrong_meanings(entry, code_set, day)
        faults += source_rules.source_that_does_not_hold(entry)
        if find_identifiers is not None:
            faults += identifiers.identifiers_in_passage(entry, find_identifiers)
    said = [standing for entry in entries for standing in billability.standings(entry, code_set)]
    faults += billability.wrong_standings(said, code_set, day)
    faults += billability.contradicting_standings(said)
    faults += duplicates.repeated_ids(entries)
    faults += duplicates.repeated_texts(entries)
    return faults


def _vocabulary_faults(
    folder: Path, code_set: CodeSet, day: date, find_identifiers: FindIdentifiers | None, faults: list[Fault]
) -> tuple[int, int]:
    """Adds the faults of the vocabulary; returns how many terms and abbreviations were looked at."""
    within = "vocabulary"
    terms, abbreviations, unread = vocabulary.read_rows(folder / within, within)
    faults += unread
    for term in terms:
        faults += vocabulary.wrong_targets(term, within, code_set, day)
        faults += vocabulary.says_nothing_new(term, within, code_set, day)
        faults += vocabulary.wrong_meaning(term, within, code_set, day)
    faults += vocabulary.repeated_terms(terms, within)
    faults += vocabulary.repeated_abbreviations(abbreviations, within)
    if find_identifiers is not None:
        texts = [(term.location, f"{term.term}\n{term.note}") for term in terms]
        texts += [(row.location, row.expansion) for row in abbreviations]
        for location, text in texts:
            name, _, line = location.partition(":")
            faults += identifiers.identifiers_in(
                Prose(text=text, starts=(0,), lines=(int(line),)), f"{within}/{name}", find_identifiers
            )
    return len(terms), len(abbreviations)


def _payer_faults(
    folder: Path,
    payers: PayerBook | None,
    code_set: CodeSet,
    day: date,
    find_identifiers: FindIdentifiers | None,
    faults: list[Fault],
) -> int:
    """Adds the faults of the payer sheets; returns how many sheets were looked at."""
    within = "payers"
    files = payer_sheets.SheetFiles(folder / within, within)
    if payers is None:
        payers, unread = payer_sheets.load_payer_book(folder / within, within)
        faults += unread
    if payers is None:
        return 0
    reportable = payer_sheets.Reportable(code_set, day)
    for sheet in payers.sheets:
        faults += payer_sheets.diagnoses_nobody_has(sheet, files, reportable)
        faults += payer_sheets.impossible_procedures(sheet, files)
        faults += payer_sheets.stale_sheet(sheet, files, day)
        for rule in sheet.rules:
            prose = payer_sheets.rule_prose(sheet, rule, files)
            faults += meanings.wrong_meanings_in(prose, files.name(sheet), code_set, day)
            faults += codes.wrong_codes_in(prose, files.name(sheet), code_set, day)
            if find_identifiers is not None:
                faults += identifiers.identifiers_in(prose, files.name(sheet), find_identifiers)
    faults += payer_sheets.contradicting_sheets(payers.sheets, files, day)
    return len(payers.sheets)
