"""Reads the tabular list into plain entries: the April 2026 release of `simple-icd-10-cm`, then the FY2027 addenda on top.

The library parses the official XML when it is imported (2 s, 200 MB), so it is imported here, at build time, and nowhere else.
"""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from importlib.resources import files
from pathlib import Path

from knowledge.code_set.codes import NodeKind, NoteKind, dotted, undotted
from knowledge.code_set.releases import NOTES_FROM

DATA = Path(str(files("knowledge.code_set"))) / "data"
ADDENDA = DATA / "addenda_fy2027.csv"
ADDENDA_RELEASE = "FY2027 addenda"


@dataclass(slots=True, kw_only=True)
class Entry:
    """One node of the tabular list while it is being read: mutable, because the addenda edit it in place."""

    code: str
    kind: NodeKind
    descriptor: str
    release: str = NOTES_FROM
    notes: list[tuple[NoteKind, str]] = field(default_factory=list)
    seventh: dict[str, str] = field(default_factory=dict)
    children: list["Entry"] = field(default_factory=list)
    former_descriptor: str | None = None

    def walk(self) -> Iterator["Entry"]:
        yield self
        for child in self.children:
            yield from child.walk()


@dataclass(frozen=True, slots=True, kw_only=True)
class Addendum:
    action: str
    code: str
    billable: bool
    descriptor: str
    effective_from: date


def read_addenda(path: Path = ADDENDA) -> tuple[Addendum, ...]:
    with path.open(encoding="utf-8", newline="") as lines:
        return tuple(
            Addendum(
                action=row["action"],
                code=row["code"],
                billable=row["billable"] == "1",
                descriptor=row["descriptor"],
                effective_from=date.fromisoformat(row["effective_from"]),
            )
            for row in csv.DictReader(lines)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseFiles:
    """An imported release's own files: its code list (a code a line, without dot) and its tabular XML."""

    name: str
    codes: Path
    tabular: Path


def read_tabular(release: ReleaseFiles | None = None) -> list[Entry]:
    """The chapters of the tabular list, in order, each with its blocks, categories and codes: April 2026, or another release.

    Reading another release replaces the library's tables for the whole process: the build does it in a child.
    """
    import simple_icd_10_cm as icd  # see the module's first lines

    if release is not None:
        icd.change_version(all_codes_file_path=str(release.codes), classification_data_file_path=str(release.tabular))
    chapters = [code for code in icd.get_all_codes(with_dots=True) if icd.is_chapter(code)]
    return [_entry(icd, code, is_block=False) for code in chapters]


def _entry(icd: object, code: str, *, is_block: bool) -> Entry:
    # A block of one category bears the category's name; `prioritize_blocks` tells the library which of the two is meant.
    def ask(name: str) -> Callable[..., object]:
        function: Callable[..., object] = getattr(icd, name)
        return lambda: function(code, prioritize_blocks=True) if is_block else function(code)

    def texts(name: str) -> list[str]:
        value = ask(name)()
        parts = value.split("\n") if isinstance(value, str) else list(value)  # type: ignore[call-overload]
        return [" ".join(part.split()) for part in parts if part.strip()]

    notes: list[tuple[NoteKind, str]] = []
    for kind, getter in _NOTE_GETTERS:
        notes.extend((kind, text) for text in texts(getter))
    children_names = ask("get_children")()
    assert isinstance(children_names, list)
    is_chapter = code.isdigit()
    seventh = ask("get_seven_chr_def")()
    assert isinstance(seventh, dict)
    entry = Entry(
        code=_block_name(code) if is_block else code,
        kind="chapter" if is_chapter else "block" if is_block else _kind(code),
        descriptor=" ".join(str(ask("get_description")()).split()),
        notes=notes,
        seventh={character: " ".join(meaning.split()) for character, meaning in seventh.items()},
    )
    entry.children = [_entry(icd, child, is_block=is_chapter) for child in children_names]
    return entry


_NOTE_GETTERS: tuple[tuple[NoteKind, str], ...] = (
    ("includes", "get_includes"),
    ("inclusion_term", "get_inclusion_term"),
    ("excludes1", "get_excludes1"),
    ("excludes2", "get_excludes2"),
    ("code_first", "get_code_first"),
    ("use_additional", "get_use_additional_code"),
    ("code_also", "get_code_also"),
    ("note", "get_notes"),
    ("seventh_character_note", "get_seven_chr_note"),
)


def _block_name(code: str) -> str:
    return code if "-" in code else f"{code}-{code}"


def _kind(code: str) -> NodeKind:
    return "category" if len(code) == 3 else "subcategory"


def apply_addenda(chapters: list[Entry], addenda: tuple[Addendum, ...]) -> None:
    """Adds the new entries in their places and takes over revised descriptors. Ended codes stay: they are answered by date."""
    by_code = {
        entry.code: entry for chapter in chapters for entry in chapter.walk() if entry.kind not in ("chapter", "block")
    }
    for addendum in addenda:
        known = by_code.get(addendum.code)
        if addendum.action == "add" and known is None:
            entry = Entry(
                code=addendum.code, kind=_kind(addendum.code), descriptor=addendum.descriptor, release=ADDENDA_RELEASE
            )
            by_code[entry.code] = entry
            _insert(chapters, by_code, entry)
        elif addendum.action == "revise_descriptor" and known is not None:
            known.former_descriptor, known.descriptor = known.descriptor, addendum.descriptor


def insert_ended_codes(chapters: list[Entry], ended: dict[str, str]) -> None:
    """Adds codes that ended before the April 2026 list was printed, so that they can be named, dated and replaced."""
    by_code = {
        entry.code: entry for chapter in chapters for entry in chapter.walk() if entry.kind not in ("chapter", "block")
    }
    for code in sorted(ended, key=lambda code: (len(code), code)):
        entry = Entry(code=code, kind=_kind(code), descriptor=ended[code], release="ended")
        by_code[code] = entry
        _insert(chapters, by_code, entry)


def _insert(chapters: list[Entry], by_code: dict[str, Entry], entry: Entry) -> None:
    letters = undotted(entry.code)
    for length in range(len(letters) - 1, 2, -1):
        parent = by_code.get(dotted(letters[:length]))
        if parent is not None:
            break
    else:
        parent = _place_of_category(chapters, letters)
    place = sum(1 for child in parent.children if undotted(child.code) < letters)
    parent.children.insert(place, entry)


def _place_of_category(chapters: list[Entry], letters: str) -> Entry:
    """The block whose printed range holds a new category; the chapter, when the April list prints no block around it."""
    for chapter in chapters:
        for block in chapter.children:
            first, _, last = block.code.partition("-")
            if first <= letters <= last:
                return block
    for chapter in reversed(chapters):
        blocks = [block.code.partition("-")[0] for block in chapter.children]
        if blocks and blocks[0] <= letters:
            return chapter
    raise ValueError(f"{letters} has no place in the tabular list")
