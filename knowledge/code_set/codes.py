"""The values of the code set: a code, its state on a day, its notes; and how a typed code is read."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

NodeKind = Literal["chapter", "block", "category", "subcategory", "code"]
State = Literal["billable", "header", "ended", "not_yet", "unknown"]
NoteKind = Literal[
    "includes", "inclusion_term", "excludes1", "excludes2", "code_first", "use_additional", "code_also", "note",
    "seventh_character_note",
]  # fmt: skip
INSTRUCTIONS: frozenset[NoteKind] = frozenset({"excludes1", "excludes2", "code_first", "use_additional", "code_also"})

# A category is a letter, then two characters of which at least one is a digit (M53, C4A, QA1).
_CATEGORY = r"[A-Z](?:\d[0-9A-Z]|[A-Z]\d)"
_COMPLETE = re.compile(rf"^{_CATEGORY}[0-9A-Z]{{0,4}}$", re.ASCII)
_NOISE = re.compile(r"[\s.\-_,;:/]+", re.ASCII)


def canonical(typed: str) -> str | None:
    """The code as the tabular list prints it ("m5382", " M53-82 " -> "M53.82"), or None when it has no code's shape."""
    letters = _NOISE.sub("", typed).upper()
    if not _COMPLETE.match(letters):
        return None
    return dotted(letters)


def dotted(letters: str) -> str:
    return letters if len(letters) <= 3 else f"{letters[:3]}.{letters[3:]}"


def undotted(code: str) -> str:
    return code.replace(".", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """One entry of the tabular list. `ordinal` is its place in the list; `last` is the place of its last descendant."""

    code: str
    descriptor: str
    kind: NodeKind
    ordinal: int
    last: int
    parent: int | None

    @property
    def is_reportable_shape(self) -> bool:
        return self.kind in ("category", "subcategory", "code")

    def covers(self, other: "Code") -> bool:
        return self.ordinal <= other.ordinal <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class Validity:
    """Days, both inclusive, on which a code may be reported. `last` is None when no end stands in our tables."""

    first: date
    last: date | None

    def holds_on(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeStatus:
    """What a code is on a day. `validity` is the period that decides: the current one, else the last, else the next."""

    code: str
    state: State
    day: date
    descriptor: str | None = None
    validity: Validity | None = None
    beyond_tables: bool = False
    before_tables: bool = False

    @property
    def billable(self) -> bool:
        return self.state == "billable"


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRange:
    """The codes one reference of a note names, as printed and as places in the tabular list (both inclusive)."""

    printed: str
    first: int
    last: int

    def covers(self, code: Code) -> bool:
        return self.first <= code.ordinal <= self.last


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeNote:
    """A note of the tabular list, where it stands, and the codes it names. `inherited` tells it came from an ancestor."""

    kind: NoteKind
    text: str
    from_code: str
    release: str
    inherited: bool
    ranges: tuple[CodeRange, ...] = ()
    but_not_ending: str = ""
    reason: str = ""
    """Why a note that prints no codes names these: our judgement (notes_without_codes.csv); empty when it prints them."""
    note_id: int = 0

    def names(self, code: Code) -> bool:
        """Whether the note names the code. A note on a current injury doesn't name its sequela (7th character S)."""
        if self.but_not_ending and len(code.code) == len("S13.4XXS") and code.code.endswith(self.but_not_ending):
            return False
        return any(one.covers(code) for one in self.ranges)


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteResolution:
    """How far the notes of one kind were turned into codes.

    `full`: every code it prints was read; `curated`: it prints none, and somebody worked them out; `heading`: it only opens the
    notes after it; `rest`: shown, never computed with, each as (where it stands, its text).
    """

    kind: NoteKind
    total: int
    full: int
    curated: int
    headings: int
    rest: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeventhCharacters:
    """The 7th characters a family takes, each with its meaning, and the entry that defines them."""

    from_code: str
    meanings: tuple[tuple[str, str], ...]
    note: str = ""

    def __contains__(self, character: str) -> bool:
        return any(character == one for one, _ in self.meanings)


@dataclass(frozen=True, slots=True, kw_only=True)
class Successor:
    """What to report after a code ended. `meaning` says which patients it is for; `source` who says so."""

    code: str
    meaning: str
    since: date
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """Which tables answered: the code set in force on the day, and the release the notes were read from."""

    code_set: str
    notes_from: str
    day: date
