"""Imports an ICD-10-CM release for another fiscal year: tabular XML, order file and index XML, singly, in a folder or
in CDC's zips.

What the code set's build needs of it (wired there, not here): `release_paths(own, "fy2027")` names `codes.txt` and
`tabular.xml`, and `knowledge.code_set.tabular.read_tabular` takes both, calling before anything else

    icd.change_version(all_codes_file_path=str(codes), classification_data_file_path=str(tabular))

`codes.txt` has one code a line, without dot: the form in which `simple_icd_10_cm` reads its list (the first word of
each line), so the order file itself, whose first word is a number, must not be handed to it: it would then know no 7th
character at all. The library parses with the standard library's ElementTree; what lies here was checked by defusedxml
first (no DTD, no entities) and is UTF-8. `change_version` replaces the library's tables for the whole process: call it
in the build's child process only. `order.txt` is the order file as it was given, with each code's descriptor and
whether it may be reported.
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, get_args

from knowledge.errors import KnowledgeError
from knowledge.importers.naming import provenance_of, slug
from knowledge.importers.opening import Handed, Piece, content_of, text_of
from knowledge.importers.release_files import (
    IndexTable,
    IndexTerm,
    OrderFile,
    TabularFile,
    is_codes_line,
    is_list_line,
    is_order_line,
    parse_xml,
    read_index_file,
    read_order_file,
    read_tabular_file,
)
from knowledge.importers.understood import Given, Refused, StoredFile, Understood

_APRIL = re.compile(r"apr(?:il)?[-_ ]?(?:0?1[-_ ])?(20\d\d)", re.ASCII | re.IGNORECASE)
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)", re.ASCII)
_FISCAL = re.compile(r"fy[-_ ]?(20\d\d|\d\d)(?!\d)", re.ASCII | re.IGNORECASE)
FEWEST_OF_A_LIST: Final = 5
"""A bare column of codes is a release's list only when it goes on like one."""
MOST_ABSENT: Final = 0.01
"""The share of printed codes that an order file may lack before the two are of different releases."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePart:
    """One part of a release: its tabular list, its code list, or one of its index tables."""

    id: str
    title: str
    rows: int
    contents: tuple[tuple[str, bytes], ...] = ()
    terms: tuple[IndexTerm, ...] = ()

    def files(self) -> tuple[StoredFile, ...]:
        folder = self.id.rsplit("/", 1)[0]
        if self.terms:
            return (StoredFile(path=f"{self.id}.csv", write=self.write_terms),)
        return tuple(
            StoredFile(path=f"{folder}/{name}", write=lambda path, raw=raw: _write(path, raw))  # type: ignore[misc]
            for name, raw in self.contents
        )

    def write_terms(self, path: Path) -> None:
        with path.open("w", encoding="utf-8", newline="") as lines:
            writer = csv.writer(lines, lineterminator="\n")
            writer.writerow(("term", "code", "table"))
            writer.writerows((one.term, one.code, one.table) for one in self.terms)


def _write(path: Path, raw: bytes) -> None:
    path.write_bytes(raw)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePaths:
    """Where an imported release lies; None for a part that was not imported."""

    name: str
    codes: Path | None
    order: Path | None
    tabular: Path | None
    index: tuple[Path, ...]

    @property
    def is_buildable(self) -> bool:
        """Whether the code set can be built from it: it has a tabular list and a code list."""
        return self.codes is not None and self.tabular is not None


def release_paths(own: Path, name: str) -> ReleasePaths:
    """The files of an imported release ("fy2027"). Raises KnowledgeError when none of that name was imported."""
    folder = own / "releases" / name
    if not slug(name) == name or not folder.is_dir():
        raise KnowledgeError("No release of that name was imported.", "`codecite knowledge list` shows what was.")

    def held(file: str) -> Path | None:
        return folder / file if (folder / file).is_file() else None

    index = tuple(path for table in get_args(IndexTable) if (path := held(f"{table}.csv")) is not None)
    return ReleasePaths(
        name=name, codes=held("codes.txt"), order=held("order.txt"), tabular=held("tabular.xml"), index=index
    )


def releases(own: Path) -> tuple[str, ...]:
    """The names of the imported releases."""
    folder = own / "releases"
    return tuple(sorted(path.name for path in folder.iterdir() if path.is_dir())) if folder.is_dir() else ()


def read_index_terms(own: Path, name: str | None = None) -> Iterator[IndexTerm]:
    """The index terms of one imported release, or of all: what `find` may search beside the vocabulary."""
    for release in (name,) if name else releases(own):
        for path in release_paths(own, release).index:
            with path.open(encoding="utf-8", newline="") as lines:
                for row in csv.DictReader(lines):
                    yield IndexTerm(row["term"], row["code"], row["table"])  # type: ignore[arg-type]


def part_of(piece: Piece) -> str | None:
    """What part of a release a piece is - "tabular", "index", "order", "codes" - by what stands in it.

    None when it is none.
    """
    content = content_of(piece.head)
    head = piece.head.decode("utf-8", "replace")
    if content == "xml":
        return "tabular" if "<ICD10CM.tabular" in head else "index" if "<ICD10CM.index" in head else None
    if content != "text":
        return None
    lines = [line for line in head.splitlines()[:12] if line.strip()][:-1] or head.splitlines()[:1]
    if lines and all(is_order_line(line) for line in lines):
        return "order"
    if lines and all(is_codes_line(line) for line in lines):
        return "codes"
    return "codes" if len(lines) > FEWEST_OF_A_LIST and all(is_list_line(line) for line in lines) else None


def read_release(handed: Handed, given: Given) -> Understood[ReleasePart]:
    """The parts of a release in a file, a folder or a zip. Raises KnowledgeError; a damaged list is never half taken.

    The release's name is the id the person gives ("fy2027"), else it is read off the file's name and the XML's version:
    a name with April makes "april-2026", any other "fy2027".
    """
    found = [(piece, part) for piece in handed.pieces if (part := part_of(piece)) is not None]
    has_order = any(part == "order" for _, part in found)
    aside = [piece.name for piece in handed.pieces if piece not in [one for one, _ in found]]
    parts: dict[str, ReleasePart] = {}
    names: set[str] = set()
    refused: list[Refused] = []
    notes: list[str] = []
    rows = 0
    tabular: TabularFile | None = None
    order: OrderFile | None = None

    def add(part: ReleasePart, piece: Piece) -> None:
        if part.id in parts:
            raise KnowledgeError(
                f"{piece.name}: the hand-over holds this part of the release twice.", "Hand over one release at a time."
            )
        parts[part.id] = part

    for piece, part in found:
        if part == "codes" and has_order:
            aside.append(piece.name)
            continue
        root = parse_xml(piece) if part in ("tabular", "index") else None
        version = " ".join((root.findtext("version") or "").split()) if root is not None else ""
        name = _release_name(piece, handed, given, version)
        if name:
            names.add(name)
        if part == "tabular":
            tabular = read_tabular_file(piece, root)
            raw = _as_utf8(piece)
            add(
                ReleasePart(
                    id="tabular", title="tabular list", rows=len(tabular.codes), contents=(("tabular.xml", raw),)
                ),
                piece,
            )
            notes.append(f"{piece.name}: tabular list, {tabular.chapters} chapters, {len(tabular.codes):,} entries.")
            rows += len(tabular.codes)
        elif part == "index":
            index = read_index_file(piece, root)
            add(
                ReleasePart(id=index.table, title=_INDEX_NAMES[index.table], rows=len(index.terms), terms=index.terms),
                piece,
            )
            refused.extend(index.refused)
            notes.append(
                f"{piece.name}: {_INDEX_NAMES[index.table]}, {len(index.terms):,} terms with a code,"
                f" {index.references:,} references to other terms left aside."
            )
            rows += len(index.terms)
        else:
            order = read_order_file(piece)
            codes = ("\n".join(order.billable) + "\n").encode()
            contents = [("codes.txt", codes), *([("order.txt", text_of(piece).encode())] if part == "order" else [])]
            add(ReleasePart(id="order", title="order file", rows=len(order.codes), contents=tuple(contents)), piece)
            told = f"{len(order.billable):,} billable of " if part == "order" else ""
            notes.append(f"{piece.name}: {told}{len(order.codes):,} codes.")
            rows += len(order.codes)
    if not parts:
        raise KnowledgeError(
            f"{handed.name} holds no part of an ICD-10-CM release.", "Hand over CDC's tabular, index or order file."
        )
    if len(names) != 1:
        what = "files of several releases" if names else "files that do not say of which release they are"
        raise KnowledgeError(f"{handed.name} holds {what}.", "Give the release's name, such as --id fy2027.")
    name = names.pop()
    if tabular is not None and order is not None:
        _check_together(handed.name, tabular, order)
    if aside:
        notes.append(f"Left aside: {', '.join(aside)}.")
    day = _first_day(name)
    title = f"ICD-10-CM {_spoken(name)}"
    return Understood(
        kind="release",
        title=title,
        rows=rows,
        refused=tuple(refused),
        notes=tuple(notes),
        provenance=provenance_of(
            handed, given, publisher="CDC/NCHS", edition=_spoken(name), label="primary", effective_from=day
        ),
        payload=tuple(
            ReleasePart(
                id=f"releases/{name}/{part.id}",
                title=f"{title}, {part.title}",
                rows=part.rows,
                contents=part.contents,
                terms=part.terms,
            )
            for part in parts.values()
        ),
    )


_INDEX_NAMES: Final[dict[IndexTable, str]] = {
    "drug": "table of drugs and chemicals",
    "neoplasm": "table of neoplasms",
    "external-cause": "external cause index",
    "diseases": "index to diseases and injuries",
}


def _release_name(piece: Piece, handed: Handed, given: Given, version: str) -> str:
    if given.id:
        return slug(given.id)
    for words in (piece.name, handed.name):
        if found := _APRIL.search(words):
            return f"april-{found[1]}"
    for words in (piece.name, handed.name):
        if found := _FISCAL.search(words):
            return f"fy{found[1] if len(found[1]) == 4 else f'20{found[1]}'}"
    if re.fullmatch(r"20\d\d", version, re.ASCII):
        return f"fy{version}"
    years = {year for words in (piece.name, handed.name) for year in _YEAR.findall(words)}
    return f"fy{years.pop()}" if len(years) == 1 else ""


def _first_day(name: str) -> date | None:
    """FY2027 begins on 2026-10-01; an April release on the first of that April."""
    kind, _, year = name.partition("-")
    if kind == "april" and year.isdigit():
        return date(int(year), 4, 1)
    return date(int(name[2:]) - 1, 10, 1) if re.fullmatch(r"fy20\d\d", name, re.ASCII) else None


def _spoken(name: str) -> str:
    return name.upper() if name.startswith("fy") else name.replace("-", " ").capitalize()


def _as_utf8(piece: Piece) -> bytes:
    """The XML as it was given, without a byte-order mark. Its reader opens it as UTF-8, whatever it declares."""
    raw = piece.read()
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        raise KnowledgeError(f"{piece.name} is not UTF-8, as CDC's files are.", "Download the file again.") from None
    return raw.removeprefix(b"\xef\xbb\xbf")


def _check_together(name: str, tabular: TabularFile, order: OrderFile) -> None:
    absent = [code for code in tabular.codes if code not in order.codes] if order.has_headers else []
    if len(absent) > len(tabular.codes) * MOST_ABSENT:
        raise KnowledgeError(
            f"{name}: {len(absent):,} entries of the tabular list, such as {absent[0]}, are not in the order file.",
            "Hand over both files of one release.",
        )
