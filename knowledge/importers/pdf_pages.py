"""Reads the text of a PDF into headings and paragraphs: a heading is larger, bold or numbered, and stands alone."""

import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from knowledge.errors import KnowledgeError
from knowledge.importers.markup import Block
from knowledge.importers.opening import unreadable

MOST_PAGES: Final = 3_000
MOST_CHARACTERS: Final = 20_000_000
_LONGEST_HEADING: Final = 14
_NUMBERED = re.compile(
    r"(?:Section\s+[IVX]+\.?|Chapter\s+\d+\s*[:.]|[IVX]{1,5}\.|[A-Z]\.|\d{1,2}\.|[a-z]\.|\d{1,2}\)|\([a-z0-9]\))\s+\S"
)
_LEADERS = re.compile(r"\.{5,}|(?:\. ){5,}")
_ENDS_A_SENTENCE = (".", ";", ",", "?", "!")


@dataclass(slots=True)
class _Line:
    text: str
    size: float
    bold: bool


def blocks_of_pdf(name: str, raw: bytes) -> tuple[str, tuple[Block, ...]]:
    """The title the PDF gives itself, and its blocks.

    Raises KnowledgeError: locked, damaged, without text (a scan), too long.
    """
    from pypdf import PdfReader

    try:
        reader = PdfReader(io.BytesIO(raw))
        locked = reader.is_encrypted
    except Exception:  # pypdf lets through whatever a damaged object makes Python raise
        raise unreadable(name, "is a damaged PDF") from None
    if locked:
        raise KnowledgeError(
            f"{name} is locked (encrypted).", "Save or print it to a PDF without protection, then import that."
        )
    try:
        count = len(reader.pages)
        if count > MOST_PAGES:
            raise KnowledgeError(
                f"{name} has more than {MOST_PAGES:,} pages.", "Split it, or hand over the part you need."
            )
        pages = list(_pages(name, reader))
        title = " ".join(str((reader.metadata or {}).get("/Title") or "").split())
    except KnowledgeError:
        raise
    except Exception:  # see above
        raise unreadable(name, "is a damaged PDF") from None
    blocks = tuple(_blocks(pages))
    if not blocks:
        raise KnowledgeError(
            f"{name} holds no text: it is probably a scan.", "Import a PDF with text, or its Word or web version."
        )
    return title, blocks


def _pages(name: str, reader: Any) -> Iterator[list[_Line]]:
    total = 0
    for page in reader.pages:
        pieces: list[tuple[str, float, bool]] = []

        def visit(
            text: str, _cm: Any, tm: Any, font: Any, size: Any, pieces: list[tuple[str, float, bool]] = pieces
        ) -> None:
            scale = abs(float(tm[3])) or 1.0
            bold = "bold" in str((font or {}).get("/BaseFont", "")).lower()
            pieces.append((text, float(size or 0) * scale, bold))

        page.extract_text(visitor_text=visit)
        total += sum(len(text) for text, _, _ in pieces)
        if total > MOST_CHARACTERS:
            raise KnowledgeError(
                f"{name} holds more text than can be read at once.", "Split it, or hand over the part you need."
            )
        yield list(_lines(pieces))


def _lines(pieces: list[tuple[str, float, bool]]) -> Iterator[_Line]:
    text, sizes, bold = "", Counter[float](), Counter[bool]()

    def made() -> Iterator[_Line]:
        words = " ".join(text.split())
        if words:
            yield _Line(words, sizes.most_common(1)[0][0] if sizes else 0.0, bold[True] > bold[False])

    for piece, size, is_bold in pieces:
        for number, part in enumerate(piece.split("\n")):
            if number:
                yield from made()
                text, sizes, bold = "", Counter(), Counter()
            text += part
            if part.strip():
                sizes[round(size, 1)] += len(part)
                bold[is_bold] += len(part)
    yield from made()


def _blocks(pages: list[list[_Line]]) -> Iterator[Block]:
    body = _commonest_size([line for page in pages for line in page])
    repeated = _repeated(pages, body)
    lines = [
        line for page in pages for line in page if _key(line, body) not in repeated and not _LEADERS.search(line.text)
    ]
    sizes = {line.size for line in lines}
    larger = sorted((size for size in sizes if size > body * 1.05), reverse=True)
    paragraph: list[str] = []
    after_heading = False
    for line in lines:
        level = _level(line, body, larger)
        if level:
            if paragraph:
                yield Block(0, _joined(paragraph))
                paragraph = []
            yield Block(level, line.text)
        else:
            if paragraph and not after_heading and _begins_anew(paragraph[-1], line.text):
                yield Block(0, _joined(paragraph))
                paragraph = []
            paragraph.append(line.text)
        after_heading = bool(level)
    if paragraph:
        yield Block(0, _joined(paragraph))


def _level(line: _Line, body: float, larger: list[float]) -> int:
    """1 to 3 by size, 4 for bold, 5 for numbered or capitals; 0 for running text."""
    words = line.text.split()
    letters = [character for character in line.text if character.isalpha()]
    if not letters or len(words) > _LONGEST_HEADING or line.text.endswith(_ENDS_A_SENTENCE):
        return 0
    if line.size > body * 1.05:
        return min(larger.index(line.size) + 1, 3)
    if line.bold:
        return 4
    if len(words) > 1 and (
        line.text.isupper() or (_NUMBERED.match(line.text) and words[1][:1].isupper() and len(words) <= 10)
    ):
        return 5
    return 0


def _begins_anew(before: str, line: str) -> bool:
    """A line opens a paragraph when the one before ended a sentence early, or when it is an item of a list."""
    return bool(re.match(r"[•▪◦o–-]\s|\(?[a-z0-9]{1,2}[.)]\s", line)) or (
        before.endswith((".", ":")) and len(before) < 60
    )


def _joined(lines: list[str]) -> str:
    """Lines as one paragraph.

    A word broken at a line's end keeps its hyphen, for we can't tell which hyphens are its own.
    """
    text = lines[0]
    for line in lines[1:]:
        text += line if re.search(r"[^\W\d_]-$", text) else f" {line}"
    return text


def _commonest_size(lines: list[_Line]) -> float:
    sizes = Counter[float]()
    for line in lines:
        sizes[line.size] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 0.0


def _key(line: _Line, body: float) -> str:
    """Pages are numbered in small letters.

    There digits do not count. "Chapter 2" in large letters is not "Chapter 3".
    """
    return line.text if line.size > body * 1.05 else re.sub(r"\d+", "#", line.text)


def _repeated(pages: list[list[_Line]], body: float) -> set[str]:
    """Headers and footers: first and last lines that more than half of the pages share."""
    if len(pages) < 3:
        return set()
    seen = Counter(key for page in pages for key in {_key(line, body) for line in (*page[:2], *page[-2:])})
    return {key for key, count in seen.items() if count > len(pages) / 2}
