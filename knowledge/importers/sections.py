"""Cuts a document into passages: by its headings, each passage 40 to 200 words where the document lets us."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from knowledge.importers.markup import Block

FEWEST: Final = 40
MOST: Final = 200
_SENTENCE_END = re.compile(r"(?<=[.;:?!])\s+(?=\S)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """One passage to be: its heading, the headings above it, and its text in the document's own words."""

    title: str
    section: str
    text: str


def cut(blocks: Iterable[Block], document_title: str) -> tuple[Cut, ...]:
    """The passages of a document. Text before the first heading stands under the document's title.

    A section over 200 words is cut between paragraphs, then between sentences. One under 40 is joined by the next,
    which keeps its heading as a line of the text; when that would be too long it stays short.
    """
    cuts: list[Cut] = []
    waiting: _Section | None = None
    for section in _sections(blocks, document_title):
        if waiting is not None:
            joined = waiting.joined_by(section)
            if joined.words <= MOST:
                section = joined
            else:
                cuts.extend(waiting.cuts())
            waiting = None
        if section.words < FEWEST:
            waiting = section
        else:
            cuts.extend(section.cuts())
    if waiting is not None:
        cuts.extend(waiting.cuts())
    return tuple(cuts)


@dataclass(frozen=True, slots=True)
class _Section:
    title: str
    path: str
    paragraphs: tuple[str, ...]

    @property
    def words(self) -> int:
        return sum(len(paragraph.split()) for paragraph in self.paragraphs)

    def joined_by(self, other: "_Section") -> "_Section":
        return _Section(self.title, self.path, (*self.paragraphs, other.title, *other.paragraphs))

    def cuts(self) -> Iterator[Cut]:
        texts = list(_balanced(self.paragraphs))
        for number, text in enumerate(texts, start=1):
            part = f" ({number} of {len(texts)})" if len(texts) > 1 else ""
            yield Cut(title=f"{self.title}{part}", section=self.path, text=text)


def _sections(blocks: Iterable[Block], document_title: str) -> Iterator[_Section]:
    above: dict[int, str] = {}
    title, paragraphs = document_title, list[str]()

    def done() -> Iterator[_Section]:
        if paragraphs:
            yield _Section(title, " / ".join(dict.fromkeys([*above.values()])) or document_title, tuple(paragraphs))

    for block in blocks:
        if not block.level:
            paragraphs.append(block.text)
            continue
        yield from done()
        paragraphs = []
        above = {level: words for level, words in above.items() if level < block.level}
        above[block.level] = block.text
        title = block.text
    yield from done()


def _balanced(paragraphs: tuple[str, ...]) -> Iterator[str]:
    """The paragraphs in parts of at most 200 words, as even as sentences allow."""
    units = [(number, words) for number, paragraph in enumerate(paragraphs) for words in _units(paragraph)]
    total = sum(len(words.split()) for _, words in units)
    aim = total / -(-total // MOST) if total else MOST
    part: list[tuple[int, str]] = []
    size = 0
    for number, words in units:
        length = len(words.split())
        if part and (size + length > MOST or size >= aim):
            yield _joined(part)
            part, size = [], 0
        part.append((number, words))
        size += length
    if part:
        yield _joined(part)


def _units(paragraph: str) -> Iterator[str]:
    """A paragraph whole when it is short, else its sentences; a sentence without end is cut between words."""
    if len(paragraph.split()) <= MOST // 2:
        yield paragraph
        return
    for sentence in _SENTENCE_END.split(paragraph):
        words = sentence.split()
        for at in range(0, len(words), MOST):
            yield " ".join(words[at : at + MOST])


def _joined(part: list[tuple[int, str]]) -> str:
    text, last = "", None
    for number, words in part:
        text += ("" if last is None else " " if number == last else "\n\n") + words
        last = number
    return text
