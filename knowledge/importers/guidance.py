"""Reads a practice's own guidance - Markdown, PDF, DOCX or HTML - into a page of passages like those in
knowledge/guidance.

Whatever a document says is text to be quoted: an instruction in it instructs nobody here. Its words are kept as they
are, and called official only when the person says that they are.
"""

import io
import re
import tempfile
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import yaml

from knowledge import library
from knowledge.errors import KnowledgeError
from knowledge.importers.markup import Block, blocks_of_html
from knowledge.importers.naming import name_of, provenance_of, slug
from knowledge.importers.opening import Handed, Piece, check_zip, content_of, text_of, unreadable
from knowledge.importers.own_sources import add_source, source_id_of
from knowledge.importers.pdf_pages import blocks_of_pdf
from knowledge.importers.sections import Cut, cut
from knowledge.importers.understood import Given, StoredFile, Understood
from knowledge.passages import Passage, Source

MOST_PASSAGES: Final = 5_000
_CODE_IN_TEXT = re.compile(
    r"(?<![A-Za-z0-9.])[A-Z]\d[0-9A-Z]\.(?:[0-9A-Z]{0,3}-|[0-9A-Z]{1,4})(?![A-Za-z0-9])", re.ASCII
)
NEEDS: Final = ("publisher", "edition")
"""What nobody can read off a document; `title` too, where it has none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PagePayload:
    """A page ready to be written: its source and its Markdown."""

    id: str
    title: str
    rows: int
    source: Source
    page: str

    def files(self) -> tuple[StoredFile, ...]:
        # The source first: a page whose source is missing stops the whole library, a source without a page
        # does nothing.
        return (
            StoredFile(path="sources.yaml", write=lambda path: add_source(path, self.source)),
            StoredFile(path=f"{self.id}.md", write=lambda path: _write(path, self.page)),
        )


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")


def read_guidance(handed: Handed, given: Given) -> Understood[PagePayload]:
    """One document as passages of 40 to 200 words, cut at its headings. Raises KnowledgeError.

    `given` names publisher and edition, and may name the title, the label (`sample` unless told), the address, the days
    on which it holds, the kinds of question it may answer, and whether its words are official.
    """
    if not handed.is_one_file:
        raise KnowledgeError(
            f"{handed.name} holds several files.", "Import documents one by one, each with its own edition."
        )
    lacking = [name for name in NEEDS if not getattr(given, name).strip()]
    if lacking:
        raise KnowledgeError(
            f"{handed.name} does not say its {' and '.join(lacking)} in a way we could rely on.",
            f"Give {' and '.join(f'--{name}' for name in lacking)}.",
        )
    if not given.question_kinds or not set(given.question_kinds) <= library.KINDS:
        raise KnowledgeError(
            "A kind of question is missing or unknown.", f"Choose from {', '.join(sorted(library.KINDS))}."
        )
    name = name_of(handed, given)
    piece = handed.pieces[0]
    text = text_of(piece) if content_of(piece.head, piece.read()) == "text" else None
    if text is not None and _is_our_page(text):
        title, passages = _our_page(piece, text, given, name)
    else:
        title, blocks = _blocks(piece, text)
        title = _words(given.title) or title or _first_heading(blocks)
        if not title:
            raise KnowledgeError(f"{handed.name} has no title.", "Give one with --title.")
        cuts = cut((Block(block.level, _clean(block.text)) for block in blocks if _clean(block.text)), title)
        passages = tuple(_passage(one, number, name, given) for number, one in enumerate(cuts, start=1))
    if not passages:
        raise KnowledgeError(f"{handed.name} holds no text.", "Import a document with text.")
    if len(passages) > MOST_PASSAGES:
        raise KnowledgeError(
            f"{handed.name} would make more than {MOST_PASSAGES:,} passages.",
            "Split it, or hand over the part you need.",
        )
    title = _words(given.title) or title
    source = _source(name, title, given)
    page = _page(source, title, passages)
    read_back = _read_back(handed.name, page, source)
    words = [len(passage.text.split()) for passage in read_back]
    return Understood(
        kind="guidance",
        title=title,
        rows=len(read_back),
        refused=(),
        notes=(
            f"{len(read_back):,} passages of {min(words)} to {max(words)} words, quoted as "
            f"{'official text' if given.official else 'unofficial text'}, label {source.label}.",
            *(f"  {passage.title}" for passage in read_back[:8]),
            *([f"  and {len(read_back) - 8:,} more"] if len(read_back) > 8 else []),
        ),
        provenance=provenance_of(handed, given, publisher="", edition="", label="sample"),
        payload=(PagePayload(id=f"guidance/{name}", title=title, rows=len(read_back), source=source, page=page),),
    )


def _source(name: str, title: str, given: Given) -> Source:
    return Source(
        id=source_id_of(f"guidance/{name}"),
        title=title,
        publisher=_words(given.publisher),
        edition=_words(given.edition),
        label=given.label or "sample",
        effective_from=given.effective_from,
        effective_to=given.effective_to,
        url=given.url.strip() or None,
        licence=_words(given.licence),
        note="imported by the practice",
    )


def _blocks(piece: Piece, text: str | None) -> tuple[str, tuple[Block, ...]]:
    raw = piece.read()
    content = content_of(piece.head, raw)
    if content == "pdf":
        return blocks_of_pdf(piece.name, raw)
    if content == "docx":
        return _docx(piece.name, raw)
    if content == "ole":
        raise KnowledgeError(
            f"{piece.name} is locked with a password, or in the old Word format.", "Save it as DOCX without a password."
        )
    if content in ("workbook", "zip", "binary"):
        raise KnowledgeError(f"{piece.name} is no document.", "Import Markdown, PDF, DOCX or HTML.")
    if content == "empty":
        raise KnowledgeError(f"{piece.name} is empty.", "Import a document with text.")
    try:
        return blocks_of_html(text_of(piece) if text is None else _markdown(text))
    except ValueError:
        raise unreadable(piece.name, "cannot be read") from None


def _markdown(text: str) -> str:
    """Markdown as HTML; HTML inside it is shown as text, not obeyed."""
    from markdown_it import MarkdownIt

    return str(MarkdownIt("commonmark", {"html": False}).enable("table").render(text))


def _docx(name: str, raw: bytes) -> tuple[str, tuple[Block, ...]]:
    from docx import Document
    from docx.table import Table

    check_zip(name, raw)
    try:
        document = Document(io.BytesIO(raw))
        title = " ".join((document.core_properties.title or "").split())
        blocks: list[Block] = []
        for part in document.iter_inner_content():
            if isinstance(part, Table):
                rows = (
                    " | ".join(dict.fromkeys(" ".join(cell.text.split()) for cell in row.cells)) for row in part.rows
                )
                blocks.extend(Block(0, row) for row in rows if row.strip(" |"))
            elif words := " ".join(part.text.split()):
                blocks.append(Block(_heading_level(part), words))
    except Exception:  # python-docx lets through whatever its XML and zip readers raise
        raise unreadable(name, "is a damaged DOCX") from None
    return "" if title.lower() in ("", "word document") else title, tuple(blocks)


def _heading_level(paragraph: Any) -> int:
    style = (paragraph.style.name or "") if paragraph.style is not None else ""
    if style == "Title":
        return 1
    found = re.fullmatch(r"Heading ([1-9])", style)
    return min(int(found[1]), 6) if found else 0


def _first_heading(blocks: tuple[Block, ...]) -> str:
    return next((block.text for block in blocks if block.level), "")


def _words(text: str) -> str:
    return " ".join(_clean(text).split())


def _clean(text: str) -> str:
    """The text without characters that no file can hold: controls and lone surrogates. Words stay as they are."""
    return "".join(c for c in text if c.isspace() or unicodedata.category(c) not in ("Cc", "Cs", "Cn"))


def _passage(one: Cut, number: int, name: str, given: Given) -> Mapping[str, object]:
    return {
        "title": _words(one.title)[:200],
        "id": f"own.{name}.{number}" + (f"-{slug(one.title)[:40].strip('-')}" if slug(one.title) else ""),
        "codes": sorted(set(_CODE_IN_TEXT.findall(one.text))),
        "kinds": list(given.question_kinds),
        "section": _words(one.section)[:300],
        "wording": "official" if given.official else None,
        "text": one.text,
    }


def _is_our_page(text: str) -> bool:
    lines = text.splitlines()[:200]
    return (
        bool(lines) and lines[0] == "---" and "---" in lines[1:] and any(line.startswith("source:") for line in lines)
    )


def _our_page(piece: Piece, text: str, given: Given, name: str) -> tuple[str, tuple[Mapping[str, object], ...]]:
    """A page already in our format keeps its passages, ids and kinds; its source is the one the person gives."""
    named = re.search(r"^source:\s*(\S+)\s*$", text, re.MULTILINE)
    page_source = named[1] if named else ""
    for number, line in enumerate(text.splitlines(), start=1):
        if (other := re.fullmatch(r"source:\s*(\S+)\s*", line)) and other[1] != page_source:
            raise KnowledgeError(
                f"{piece.name}:{number}: the passage names a source of its own.",
                "An imported page has one source, the one you give: split the page, or remove the line.",
            )
    source = _source(name, _words(given.title) or "imported page", given)
    passages = _read_text(piece.name, text, {page_source: source})
    title = _words(given.title) or (passages[0].section if passages else "")
    return title, tuple(
        {
            "title": passage.title,
            "id": passage.id if passage.id.startswith("own.") else f"own.{name}.{passage.id}",
            "codes": list(passage.codes),
            "kinds": list(passage.kinds),
            "section": passage.section,
            "wording": "official" if given.official else None,
            "text": passage.text,
        }
        for passage in passages
    )


def _page(source: Source, title: str, passages: tuple[Mapping[str, object], ...]) -> str:
    lines = ["---", _keys({"source": source.id, "topic": title}), "---", ""]
    for passage in passages:
        keys = {key: value for key, value in passage.items() if key not in ("title", "text") and value is not None}
        # A paragraph that begins like a heading is set off by a space, which the reader drops again.
        paragraphs = [" ".join(paragraph.split()) for paragraph in str(passage["text"]).split("\n\n")]
        safe = [f" {paragraph}" if paragraph.startswith("## ") else paragraph for paragraph in paragraphs]
        lines += [f"## {passage['title']}", _keys(keys), "", "\n\n".join(safe), ""]
    return "\n".join(lines)


def _keys(keys: Mapping[str, object]) -> str:
    return yaml.safe_dump(
        dict(keys), allow_unicode=True, sort_keys=False, width=100_000, default_flow_style=None
    ).strip()


def _read_back(name: str, page: str, source: Source) -> list[Passage]:
    """What the library will read from the page; a page it can't read is not stored."""
    passages = _read_text(name, page, {source.id: source})
    if len({passage.id for passage in passages}) < len(passages):
        raise KnowledgeError(f"{name}: two passages would have one id.", "Give each passage an id of its own.")
    return passages


def _read_text(name: str, text: str, sources: Mapping[str, Source]) -> list[Passage]:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_text(text, encoding="utf-8")
        try:
            return library.read_page(path, sources)
        except ValueError:
            raise KnowledgeError(f"{name}: the page cannot be read.", "See CONTRIBUTING, 'a guidance page'.") from None
