"""ICD-10-CM as a coder asks it: what is this code on that day, where does it stand, which notes bear on it.

Opens the file that `build.py` wrote; read-only, in milliseconds; a look-up takes microseconds. Safe to share between threads.
"""

import sqlite3
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from knowledge.code_set.codes import (
    Code,
    CodeNote,
    CodeRange,
    CodeStatus,
    NoteKind,
    NoteResolution,
    Release,
    SeventhCharacters,
    State,
    Successor,
    Validity,
    canonical,
    dotted,
    undotted,
)
from knowledge.code_set.instructions import Instruction, instructions_of
from knowledge.code_set.releases import release_name
from knowledge.code_set.specificity import MoreSpecific, more_specific
from knowledge.errors import CodeSetMissingError

_CACHE = 50_000
_COLUMNS = "c.ordinal, c.last, c.parent, c.code, c.kind, c.descriptor"
HOW_TO_BUILD = "Run `codecite index build`."


class CodeSet:
    """The code set in one SQLite file. Raises CodeSetMissingError when the file is absent or damaged."""

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise CodeSetMissingError("The code set has not been built yet.", HOW_TO_BUILD)
        try:
            self._db = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)
            meta = dict(self._db.execute("SELECT key, value FROM meta").fetchall())
        except sqlite3.DatabaseError as error:
            raise CodeSetMissingError("The code set's file is damaged.", HOW_TO_BUILD) from error
        self.tables_first_day = date.fromisoformat(meta["tables_first_day"])
        self.tables_last_day = date.fromisoformat(meta["tables_last_day"])
        self.notes_from = meta["notes_from"]
        # Bound here, not decorated: a cache on the class would outlive this code set.
        self.code = lru_cache(_CACHE)(self._code)
        self.status = lru_cache(_CACHE)(self._status)
        self.path = lru_cache(_CACHE)(self._path)
        self.children = lru_cache(_CACHE)(self._children)
        self.seventh_characters = lru_cache(_CACHE)(self._seventh_characters)
        self.more_specific = lru_cache(_CACHE)(self._more_specific)
        self._notes_since = lru_cache(_CACHE)(self._read_notes_since)
        self._instructions_since = lru_cache(_CACHE)(self._read_instructions_since)
        self._places_since = lru_cache(_CACHE)(self._read_places_since)
        self._naming_since = lru_cache(_CACHE)(self._read_naming_since)
        self._edition = lru_cache(_CACHE)(self._read_edition)
        self._notes_at = lru_cache(_CACHE)(self._read_notes_at)
        self._seventh_at = lru_cache(_CACHE)(self._read_seventh_at)
        self._attributes = lru_cache(_CACHE)(self._read_attributes)
        self._descriptors = lru_cache(_CACHE)(self._read_descriptors)
        self._by_ordinal = lru_cache(_CACHE)(self._read_ordinal)
        self._periods = lru_cache(_CACHE)(self._read_periods)
        self._withdrawals = self._read_withdrawals()

    def close(self) -> None:
        self._db.close()

    # -- finding ------------------------------------------------------------------------------------------------------

    def canonical(self, typed: str) -> str | None:
        """A code of the list, however typed ("m5382", "M53-82"), or None when no release we hold has it."""
        code = canonical(typed)
        return code if code is not None and self.code(code) is not None else None

    def _code(self, code: str) -> Code | None:
        row = self._db.execute(f"SELECT {_COLUMNS} FROM codes c WHERE c.code = ?", (code,)).fetchone()
        return _to_code(row) if row else None

    def _read_ordinal(self, ordinal: int) -> Code:
        row = self._db.execute(f"SELECT {_COLUMNS} FROM codes c WHERE c.ordinal = ?", (ordinal,)).fetchone()
        return _to_code(row)

    def nearest_ancestor(self, code: str) -> Code | None:
        """The longest existing entry that the code's characters begin with: M53.89 -> M53.8."""
        letters = undotted(code)
        for length in range(len(letters) - 1, 2, -1):
            found = self.code(dotted(letters[:length]))
            if found is not None:
                return found
        return None

    # -- a code on a day ----------------------------------------------------------------------------------------------

    def _status(self, code: str, day: date) -> CodeStatus:
        """What `code` is on `day`. Outside our tables the nearest day in them is answered, and marked as such."""
        asked = min(max(day, self.tables_first_day), self.tables_last_day)
        beyond, before = day > self.tables_last_day, day < self.tables_first_day
        entry = self.code(code)
        if entry is None or not entry.is_reportable_shape:
            return CodeStatus(code=code, state="unknown", day=day, beyond_tables=beyond, before_tables=before)
        periods, lifetime = self._periods(entry.ordinal)
        state, validity = _state(periods, lifetime, asked, has_children=entry.last > entry.ordinal)
        return CodeStatus(
            code=code,
            state=state,
            day=day,
            descriptor=self.descriptor(code, day) or None,
            validity=validity,
            beyond_tables=beyond,
            before_tables=before,
        )

    def _read_periods(self, ordinal: int) -> tuple[tuple[Validity, ...], Validity | None]:
        rows = self._db.execute("SELECT first, last FROM validity WHERE code = ? ORDER BY first", (ordinal,)).fetchall()
        first, last = self._db.execute("SELECT first_day, last_day FROM codes WHERE ordinal = ?", (ordinal,)).fetchone()
        return tuple(_validity(*row) for row in rows), _validity(first, last) if first else None

    def validity_of(self, code: str) -> tuple[Validity, ...]:
        """Every period in which the code itself could be reported, contiguous ones merged."""
        entry = self.code(code)
        return self._periods(entry.ordinal)[0] if entry is not None else ()

    def billable_on(self, day: date) -> frozenset[str]:
        """Every code that may be reported on `day`."""
        rows = self._db.execute(
            "SELECT c.code FROM validity v JOIN codes c ON c.ordinal = v.code"
            " WHERE v.first <= ? AND (v.last IS NULL OR v.last >= ?)",
            (day.isoformat(), day.isoformat()),
        )
        return frozenset(code for (code,) in rows)

    def begun_on(self, day: date, stem: str = "") -> tuple[str, ...]:
        """The codes under `stem` (as printed: M67, M67.A) that may be reported since `day` and might not the day before."""
        rows = self._db.execute(
            "SELECT c.code FROM validity v JOIN codes c ON c.ordinal = v.code WHERE v.first = ? AND c.code LIKE ? || '%'"
            " ORDER BY c.ordinal",
            (day.isoformat(), stem),
        )
        return tuple(code for (code,) in rows)

    def ended_before(self, day: date, stem: str = "") -> tuple[str, ...]:
        """The codes under `stem` whose last day was the day before `day`: deleted, or made a heading."""
        rows = self._db.execute(
            "SELECT c.code FROM validity v JOIN codes c ON c.ordinal = v.code WHERE v.last = ? AND c.code LIKE ? || '%'"
            " ORDER BY c.ordinal",
            ((day - timedelta(days=1)).isoformat(), stem),
        )
        return tuple(code for (code,) in rows)

    def descriptor(self, code: str, day: date | None = None) -> str:
        """The descriptor on `day`: a few were revised on 2026-10-01. Empty when no table we hold prints one."""
        now, former = self._descriptors(code)
        revised_on = date(2026, 10, 1)
        return former if former and day is not None and day < revised_on else now

    def _read_descriptors(self, code: str) -> tuple[str, str]:
        """The descriptor, and the one before it was revised (empty when it never was)."""
        row = self._db.execute("SELECT descriptor, former_descriptor FROM codes WHERE code = ?", (code,)).fetchone()
        return (str(row[0]), str(row[1] or "")) if row else ("", "")

    # -- its place ----------------------------------------------------------------------------------------------------

    def _path(self, code: str) -> tuple[Code, ...]:
        """Chapter, block, category … down to the code itself."""
        entry = self.code(code)
        chain: list[Code] = []
        while entry is not None:
            chain.append(entry)
            entry = self._by_ordinal(entry.parent) if entry.parent is not None else None
        return tuple(reversed(chain))

    def _children(self, code: str, day: date) -> tuple[Code, ...]:
        """The entries one level down that exist on `day`, as codes or headings."""
        entry = self.code(code)
        if entry is None or entry.last == entry.ordinal:
            return ()
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM codes c WHERE c.parent = ? AND c.first_day <= ?"
            " AND (c.last_day IS NULL OR c.last_day >= ?) ORDER BY c.ordinal",
            (entry.ordinal, day.isoformat(), day.isoformat()),
        )
        return tuple(_to_code(row) for row in rows)

    def siblings(self, code: str, day: date) -> tuple[Code, ...]:
        entry = self.code(code)
        if entry is None or entry.parent is None:
            return ()
        return tuple(one for one in self.children(self._by_ordinal(entry.parent).code, day) if one.code != code)

    def _more_specific(self, code: str, day: date) -> MoreSpecific | None:
        """The entries of `day` that name the side or the site which the code leaves unspecified; None when it leaves none."""
        entry = self.code(code)
        if entry is None:
            return None
        listed = "unspecified" in self.mce(code, day)
        return more_specific(entry, self.path(code), lambda one: self.children(one.code, day), editor_says_so=listed)

    def leaves(self, code: str, day: date) -> tuple[Code, ...]:
        """Every billable code on `day` at or below `code`, in the order of the tabular list."""
        entry = self.code(code)
        if entry is None:
            return ()
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM codes c JOIN validity v ON v.code = c.ordinal WHERE c.ordinal BETWEEN ? AND ?"
            " AND v.first <= ? AND (v.last IS NULL OR v.last >= ?) ORDER BY c.ordinal",
            (entry.ordinal, entry.last, day.isoformat(), day.isoformat()),
        )
        return tuple(_to_code(row) for row in rows)

    # -- its notes ----------------------------------------------------------------------------------------------------

    def notes(self, code: str, day: date) -> tuple[CodeNote, ...]:
        """The notes at the code and, marked as inherited, at its category, block and chapter; the nearest first."""
        return self._notes_since(code, self._edition(day))

    def _read_edition(self, day: date) -> str:
        """The day since when the notes are as they are on `day`: they change only when some are withdrawn."""
        asked = day.isoformat()
        return next((since for since in reversed(self._withdrawals) if since <= asked), "")

    def _read_withdrawals(self) -> tuple[str, ...]:
        rows = self._db.execute("SELECT DISTINCT withdrawn_from FROM notes WHERE withdrawn_from IS NOT NULL ORDER BY 1")
        return tuple(str(since) for (since,) in rows)

    def _read_notes_since(self, code: str, since: str) -> tuple[CodeNote, ...]:
        found: list[CodeNote] = []
        for entry in reversed(self.path(code)):
            inherited = entry.code != code
            for note, withdrawn_from in self._notes_at(entry.ordinal, entry.code, inherited):
                # An inclusion term describes its own entry, not each code below it.
                if (withdrawn_from and withdrawn_from <= since) or (inherited and note.kind == "inclusion_term"):
                    continue
                found.append(note)
        return tuple(found)

    def _read_notes_at(self, ordinal: int, code: str, inherited: bool) -> tuple[tuple[CodeNote, str], ...]:
        """The notes that stand at one entry, each with the day from which it was withdrawn (empty: never)."""
        rows = self._db.execute(
            "SELECT id, kind, text, release, but_not_ending, reason, withdrawn_from FROM notes WHERE code = ? ORDER BY id",
            (ordinal,),
        ).fetchall()
        return tuple(
            (
                CodeNote(
                    kind=kind,
                    text=text,
                    from_code=code,
                    release=release,
                    inherited=inherited,
                    ranges=self._ranges(note_id),
                    but_not_ending=but_not_ending,
                    reason=reason,
                    note_id=note_id,
                ),
                withdrawn_from or "",
            )
            for note_id, kind, text, release, but_not_ending, reason, withdrawn_from in rows
        )

    def _ranges(self, note_id: int) -> tuple[CodeRange, ...]:
        rows = self._db.execute("SELECT printed, first, last FROM note_ranges WHERE note = ?", (note_id,))
        return tuple(CodeRange(printed=printed, first=first, last=last) for printed, first, last in rows)

    def notes_naming(self, code: str, other: str, kind: NoteKind, day: date) -> tuple[CodeNote, ...]:
        """The notes of `kind` at `code` or its ancestors that name `other`.

        A note names the codes *outside* the entry it stands at: when both codes lie under that entry, a range that also
        covers `code` itself says nothing about the pair.
        """
        own, target = self.code(code), self.code(other)
        if own is None or target is None:
            return ()
        since = self._edition(day)
        starts, ends = self._places_since(code, kind, since)
        place = bisect_right(starts, target.ordinal) - 1
        if place < 0 or target.ordinal > ends[place]:
            return ()  # nearly every pair: said in a microsecond, for a claim has 132 of them
        return self._naming_since(own, target, kind, since)

    def _read_naming_since(self, own: Code, target: Code, kind: NoteKind, since: str) -> tuple[CodeNote, ...]:
        notes = self._notes_since(own.code, since)
        return tuple(note for note in notes if note.kind == kind and note.names(target) and not note.names(own))

    def _read_places_since(self, code: str, kind: NoteKind, since: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """First and last places of all codes that notes of `kind` name, in order, overlapping ranges as one."""
        notes = self._notes_since(code, since)
        starts: list[int] = []
        ends: list[int] = []
        for first, last in sorted((one.first, one.last) for note in notes if note.kind == kind for one in note.ranges):
            if ends and first <= ends[-1] + 1:
                ends[-1] = max(ends[-1], last)
            else:
                starts.append(first)
                ends.append(last)
        return tuple(starts), tuple(ends)

    def instructions(self, code: str, kind: NoteKind, day: date) -> tuple[Instruction, ...]:
        """The instructions of one kind ("code_first", "use_additional", "code_also") that bear on the code, own and inherited."""
        return self._instructions_since(code, kind, self._edition(day))

    def _read_instructions_since(self, code: str, kind: NoteKind, since: str) -> tuple[Instruction, ...]:
        return instructions_of(self._notes_since(code, since), kind)

    def note_resolution(self, kind: NoteKind) -> NoteResolution:
        """How many notes of a kind were turned into codes, and those that were not, in the order of the list."""
        rows = self._db.execute(
            "SELECT n.resolution, c.code, n.text FROM notes n JOIN codes c ON c.ordinal = n.code WHERE n.kind = ? ORDER BY n.id",
            (kind,),
        ).fetchall()
        counts = Counter(resolution for resolution, _, _ in rows)
        return NoteResolution(
            kind=kind,
            total=len(rows),
            full=counts["full"],
            curated=counts["curated"],
            headings=counts["heading"],
            rest=tuple((code, text) for resolution, code, text in rows if resolution in ("open", "none")),
        )

    def _seventh_characters(self, code: str) -> SeventhCharacters | None:
        """The 7th characters the code's family takes (defined at the code or above it), or None when it takes none."""
        for entry in reversed(self.path(code)):
            rows = self._seventh_at(entry.ordinal)
            if rows:
                notes = [
                    note.text
                    for note in self.notes(entry.code, self.tables_last_day)
                    if note.kind == "seventh_character_note"
                ]
                return SeventhCharacters(from_code=entry.code, meanings=rows, note=" ".join(notes))
        return None

    def _read_seventh_at(self, ordinal: int) -> tuple[tuple[str, str], ...]:
        rows = self._db.execute("SELECT character, meaning FROM seventh WHERE code = ? ORDER BY character", (ordinal,))
        return tuple(rows.fetchall())

    def mce(self, code: str, day: date) -> tuple[str, ...]:
        """The Medicare Code Editor's attributes of a code on a day: manifestation, unacceptable, newborn …"""
        return tuple(name for name, period in self._attributes(code) if period.holds_on(day))

    def mce_days(self, code: str, attribute: str) -> tuple[Validity, ...]:
        """The periods in which the Medicare Code Editor gives a code this attribute."""
        return tuple(period for name, period in self._attributes(code) if name == attribute)

    def _read_attributes(self, code: str) -> tuple[tuple[str, Validity], ...]:
        entry = self.code(code)
        if entry is None:
            return ()
        rows = self._db.execute(
            "SELECT attribute, first, last FROM mce WHERE code = ? ORDER BY attribute, first", (entry.ordinal,)
        )
        return tuple((name, _validity(first, last)) for name, first, last in rows)

    def successors(self, code: str) -> tuple[Successor, ...]:
        """What took the place of a code that ended, by meaning where somebody has worked it out."""
        rows = self._db.execute(
            "SELECT successor, meaning, since, source FROM successors WHERE code = ?", (code,)
        ).fetchall()
        return tuple(
            Successor(code=successor, meaning=meaning, since=date.fromisoformat(since), source=source)
            for successor, meaning, since, source in rows
        )

    # -- the whole ----------------------------------------------------------------------------------------------------

    def release(self, day: date) -> Release:
        return Release(code_set=release_name(min(day, self.tables_last_day)), notes_from=self.notes_from, day=day)

    def search_texts(self) -> Iterator[tuple[str, str, str]]:
        """(code, kind, text) of every entry and inclusion term that a phrase may be compared with.

        The codes that only add a 7th character to their parent's words are left out: the parent stands for them.
        """
        rows = self._db.execute(
            "SELECT c.code, 'title', c.descriptor FROM codes c WHERE c.kind IN ('category', 'subcategory', 'code')"
            " AND c.descriptor != '' AND c.release != 'ended' AND NOT c.extension"
            " UNION ALL SELECT c.code, n.kind, n.text FROM notes n JOIN codes c ON c.ordinal = n.code"
            " WHERE n.kind IN ('inclusion_term', 'includes') AND c.kind IN ('category', 'subcategory', 'code')"
        )
        yield from rows


def _state(
    periods: tuple[Validity, ...], lifetime: Validity | None, day: date, *, has_children: bool
) -> tuple[State, Validity | None]:
    for period in periods:
        if period.holds_on(day):
            return "billable", period
    past = [period for period in periods if period.last is not None and period.last < day]
    latest = past[-1] if past else None
    if lifetime is None:
        return "header", None  # a heading without codes of its own in our dates; it can't be reported
    if has_children and lifetime.holds_on(day):
        return "header", latest or lifetime
    if day < lifetime.first:
        return "not_yet", periods[0] if periods else lifetime
    return "ended", latest or lifetime


def _validity(first: str, last: str | None) -> Validity:
    return Validity(first=date.fromisoformat(first), last=date.fromisoformat(last) if last else None)


def _to_code(row: tuple[int, int, int | None, str, str, str]) -> Code:
    ordinal, last, parent, code, kind, descriptor = row
    return Code(code=code, descriptor=descriptor, kind=kind, ordinal=ordinal, last=last, parent=parent)  # type: ignore[arg-type]
