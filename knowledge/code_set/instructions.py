"""Puts the lines of an instruction together: "code to identify control using:" and the four drugs below it are one. Pure.

The tabular list prints an instruction as one line, or as a heading that ends with a colon and the lines that it opens. Which
line ends such a list is not printed; a line that begins as an instruction begins ("code …", "to …") opens the next one.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from knowledge.code_set.codes import CodeNote, NoteKind

_BEGINS_ANEW = re.compile(r"^(?:codes?\b|code\(s\)|external cause codes?\b|cause code\b|to |for |,)", re.IGNORECASE)
_LEFT_OPEN = re.compile(
    r"\b(?:if (?:applicable|known|present|necessary|any|appropriate|radiation-induced)|(?:where|when) (?:applicable|specified)|any|such as|including)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Instruction:
    """One instruction of the tabular list: its lines, and the places of the codes that they name."""

    kind: NoteKind
    from_code: str
    inherited: bool
    notes: tuple[CodeNote, ...]
    intervals: tuple[tuple[int, int], ...]

    @property
    def text(self) -> str:
        """The lines as one: the heading, then what it opens."""
        first, *rest = (note.text.strip() for note in self.notes)
        return first if not rest else f"{first}{' ' if first.endswith(':') else '; '}{'; '.join(rest)}"

    @property
    def printed(self) -> tuple[str, ...]:
        """The codes it names, as printed, each once."""
        return tuple(dict.fromkeys(one.printed for note in self.notes for one in note.ranges))

    @property
    def is_conditional(self) -> bool:
        """Whether it holds only for some patients ("if applicable", "any associated"), or only gives examples ("such as")."""
        return any(_LEFT_OPEN.search(note.text) for note in self.notes)

    def names_one_of(self, ordinals: Sequence[int]) -> bool:
        """Whether it names an entry at one of these places, given in ascending order."""
        for first, last in self.intervals:
            at = bisect_left(ordinals, first)
            if at < len(ordinals) and ordinals[at] <= last:
                return True
        return False

    def names(self, ordinal: int) -> bool:
        return any(first <= ordinal <= last for first, last in self.intervals)


def instructions_of(notes: Iterable[CodeNote], kind: NoteKind) -> tuple[Instruction, ...]:
    """The instructions of one kind among the notes of a code, the nearest entry's first."""
    found: list[Instruction] = []
    for (from_code, inherited), lines in groupby(
        (note for note in notes if note.kind == kind), key=lambda note: (note.from_code, note.inherited)
    ):
        found.extend(
            Instruction(kind=kind, from_code=from_code, inherited=inherited, notes=group, intervals=_intervals(group))
            for group in _groups(tuple(lines), kind)
        )
    return tuple(found)


def _groups(lines: tuple[CodeNote, ...], kind: NoteKind) -> Iterable[tuple[CodeNote, ...]]:
    """Everything that is to be coded first, or also, at one entry are alternatives of one another; additional codes stand apart."""
    if kind != "use_additional":
        yield lines
        return
    group: list[CodeNote] = []
    for line in lines:
        opened = bool(group) and group[0].text.rstrip().endswith(":")
        if group and (not opened or _BEGINS_ANEW.match(line.text)):
            yield tuple(group)
            group = []
        group.append(line)
    if group:
        yield tuple(group)


def _intervals(lines: tuple[CodeNote, ...]) -> tuple[tuple[int, int], ...]:
    return tuple(sorted({(one.first, one.last) for line in lines for one in line.ranges}))
