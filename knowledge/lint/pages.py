"""Reads the guidance pages so that every word keeps its line: what the other rules look at."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge.errors import KnowledgeError
from knowledge.library import read_page
from knowledge.lint.faults import Fault, unreadable
from knowledge.passages import Passage, Source

_ROW = re.compile(r"^\s*(?:[|•*+-]|\d+[.)]\s)")
_BEGINS_WITH_A_CODE = re.compile(r"^\s*[A-Z]\d[0-9A-Z](?:\.[0-9A-Zx]{1,4})?-?(?=\s)")
_SENTENCE_ENDS = re.compile(r"(?<=[.!?])[\"'”’)]*\s+(?=[A-Z\"'“‘(])|\n+")


@dataclass(frozen=True, slots=True)
class Prose:
    """Text and the line each part of it stands on; rows of lists and tables keep their line breaks, wrapped lines are joined."""

    text: str
    starts: tuple[int, ...]
    lines: tuple[int, ...]

    def line_at(self, offset: int) -> int:
        return self.lines[bisect_right(self.starts, offset) - 1]

    def sentences(self) -> Iterator[tuple[int, str]]:
        """Every sentence with the place where it begins."""
        start = 0
        for end in (*(match.start() for match in _SENTENCE_ENDS.finditer(self.text)), len(self.text)):
            sentence = self.text[start:end]
            stripped = sentence.lstrip()
            if stripped:
                yield start + len(sentence) - len(stripped), stripped
            start = end


@dataclass(frozen=True, slots=True, kw_only=True)
class PageEntry:
    """A passage with its place: the file, the lines of its heading and of its `codes:` key, its title and text as prose."""

    passage: Passage
    file: str
    line: int
    codes_line: int
    prose: Prose


def read_pages(folder: Path, sources: Mapping[str, Source], within: str) -> tuple[list[PageEntry], list[Fault]]:
    """Every passage of the folder's pages. A page that can't be read is a fault, and the others are still read."""
    entries: list[PageEntry] = []
    faults: list[Fault] = []
    for path in sorted(folder.glob("*.md")):
        if path.name == "CORRECTIONS.md":  # quotes mistakes on purpose
            continue
        try:
            passages = read_page(path, sources)
        except KnowledgeError as error:
            faults.append(unreadable(error, within))
            continue
        except UnicodeDecodeError:
            faults.append(
                unreadable(KnowledgeError(f"{path.name}:1: the page is not UTF-8 text.", "Save it as UTF-8."), within)
            )
            continue
        lines = path.read_text(encoding="utf-8").splitlines()
        entries.extend(_entry(passage, f"{within}/{path.name}" if within else path.name, lines) for passage in passages)
    return entries, faults


def _entry(passage: Passage, file: str, lines: list[str]) -> PageEntry:
    heading = int(passage.location.rpartition(":")[2]) - 1
    until = next((at for at in range(heading + 1, len(lines)) if lines[at].startswith("## ")), len(lines))
    blank = next((at for at in range(heading + 1, until) if not lines[at].strip()), until)
    codes_line = next((at for at in range(heading, blank) if lines[at].startswith("codes:")), heading)
    numbered = [(heading, passage.title), (heading, ""), *((at, lines[at]) for at in range(blank, until))]
    return PageEntry(passage=passage, file=file, line=heading + 1, codes_line=codes_line + 1, prose=_prose(numbered))


def _prose(numbered: list[tuple[int, str]]) -> Prose:
    text = ""
    starts: list[int] = []
    numbers: list[int] = []
    for place, (number, line) in enumerate(numbered):
        words = " ".join(line.split()) if "\t" not in line else line.strip()
        if not words:
            text = text.rstrip(" ") + "\n" if text and not text.endswith("\n") else text
            continue
        if text and not text.endswith("\n"):
            text += "\n" if _is_a_row(numbered, place) else " "
        starts.append(len(text))
        numbers.append(number + 1)
        text += words
    return Prose(text=text, starts=tuple(starts), lines=tuple(numbers))


def _is_a_row(numbered: list[tuple[int, str]], place: int) -> bool:
    """A bullet or table row, or one of several lines in a row that begin with a code."""
    line = numbered[place][1]
    if _ROW.match(line) or "\t" in line:
        return True
    around = [numbered[at][1] for at in (place - 1, place + 1) if 0 <= at < len(numbered)]
    return _BEGINS_WITH_A_CODE.match(line) is not None and any(_BEGINS_WITH_A_CODE.match(other) for other in around)
