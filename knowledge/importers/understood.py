"""What an import has understood and refused before anything is written, and where it came from."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Generic, Literal, Protocol, TypeVar

from knowledge.passages import Label

Kind = Literal["payer", "coverage", "ncci", "mue", "release", "guidance", "synonyms"]

KnownCode = Callable[[str], bool]
"""Whether the code set holds a code as printed ("M54.50").

Handed in, so that an import can refuse a code that never was.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the person says about a file, because no file says it of itself. Empty means not said.

    `id` names the import ("our-rules"), or the release ("fy2027"). `label` not said means `sample` for a document, for
    CMS's and CDC's own layouts `primary`; `official` marks the text as the publisher's own words. `question_kinds` are
    the kinds of question (knowledge.library.KINDS) that passages of a document may answer.
    """

    imported_on: date
    id: str = ""
    title: str = ""
    publisher: str = ""
    edition: str = ""
    label: Label | None = None
    url: str = ""
    licence: str = ""
    effective_from: date | None = None
    effective_to: date | None = None
    official: bool = False
    question_kinds: tuple[str, ...] = ("general",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Provenance:
    """Where an import came from.

    The file as it was handed over, who published it, in which edition, and when it came.
    """

    file: str
    sha256: str
    imported_on: date
    publisher: str
    edition: str
    label: Label
    url: str = ""
    effective_from: date | None = None
    effective_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Refused:
    """One row that was not taken, and why. `file` is set where several files came at once. Cells are never repeated."""

    row: int
    why: str
    file: str = ""

    def __str__(self) -> str:
        return f"{self.file + ', ' if self.file else ''}row {self.row}: {self.why}"


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredFile:
    """One file of an import, relative to the practice's folder, and the function that writes it somewhere."""

    path: str
    write: Callable[[Path], None]


class Storable(Protocol):
    """One thing to store under one id ("payers/own-acme"): its provenance lies beside it as `<id>.provenance.json`."""

    @property
    def id(self) -> str: ...

    @property
    def title(self) -> str: ...

    @property
    def rows(self) -> int: ...

    def files(self) -> tuple[StoredFile, ...]: ...


P = TypeVar("P", bound=Storable, covariant=True)


@dataclass(frozen=True, slots=True, kw_only=True)
class Understood(Generic[P]):
    """A file that was read and checked.

    Nothing is written yet. `rows` counts what was understood, `notes` says it in words.
    """

    kind: Kind
    title: str
    rows: int
    refused: tuple[Refused, ...]
    notes: tuple[str, ...]
    provenance: Provenance
    payload: tuple[P, ...]

    @property
    def ids(self) -> tuple[str, ...]:
        return tuple(one.id for one in self.payload)

    def lines(self, most_refused: int = 20) -> tuple[str, ...]:
        """What a person reads before saying yes: what it is, what was understood, what was refused with row numbers."""
        shown = [f"  {refused}" for refused in self.refused[:most_refused]]
        more = len(self.refused) - len(shown)
        return (
            f"{self.title}: {self.rows:,} understood, {len(self.refused):,} refused.",
            *self.notes,
            *(["Refused:", *shown] if shown else []),
            *([f"  and {more:,} more"] if more else []),
            f"To be stored as: {', '.join(self.ids)}.",
        )
