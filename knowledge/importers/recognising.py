"""Tells what kind of knowledge a file holds, by what stands in it and not by its name alone."""

from contextlib import suppress
from typing import Final

from knowledge.errors import KnowledgeError
from knowledge.importers import coverage, mue, ncci, payer_columns, release, synonyms
from knowledge.importers.opening import HEAD, Handed, Piece, content_of
from knowledge.importers.tables import find_header, sheets_of
from knowledge.importers.understood import Kind

_MARKDOWN: Final = (".md", ".markdown")
_WHAT_WE_READ: Final = "We read payer workbooks, coverage-database exports, NCCI and MUE files, ICD-10-CM releases, synonyms, and guidance as Markdown, PDF, DOCX or HTML."


def kind_of(handed: Handed) -> Kind:
    """The kind of what was handed over. Raises KnowledgeError when it is none we read, or more than one."""
    if handed.is_one_file:
        kind = _kind_of_piece(handed.pieces[0])
        if kind is None:
            raise KnowledgeError(f"{handed.name}: we cannot tell what it is.", _WHAT_WE_READ)
        return kind
    # In an export documents are readmes: they count only when nothing else was found.
    kinds = {kind for piece in handed.pieces if (kind := _quiet_kind(piece)) is not None}
    telling = kinds - {"guidance"} or kinds
    if len(telling) != 1:
        what = "files of several kinds" if telling else "nothing that we read"
        raise KnowledgeError(
            f"{handed.name} holds {what}.", "Import its files one by one." if telling else _WHAT_WE_READ
        )
    return telling.pop()


def _quiet_kind(piece: Piece) -> Kind | None:
    """The kind of one of several files; a readme that can't be read is a file left aside."""
    try:
        return _kind_of_piece(piece)
    except KnowledgeError:
        return None


def _kind_of_piece(piece: Piece) -> Kind | None:
    content = content_of(piece.head, piece.read() if piece.head.startswith(b"PK") else None)
    if content in ("pdf", "docx", "html"):
        return "guidance"
    if content == "empty":
        raise KnowledgeError(f"{piece.name} is empty.", "Hand over the file with its contents.")
    if content == "ole":
        raise KnowledgeError(
            f"{piece.name} is locked with a password, or in an old Office format.",
            "Save it as XLSX or DOCX without a password.",
        )
    if content in ("binary", "zip"):
        return None
    if release.part_of(piece) is not None:
        return "release"
    if content == "xml":
        return None
    is_page = content == "text" and piece.head.lstrip(b"\xef\xbb\xbf").startswith(b"---")
    if is_page or piece.suffix in _MARKDOWN:
        return "guidance"
    kind = _kind_of_table(piece)
    if kind is None and content == "text" and any(line.startswith(b"# ") for line in piece.head.splitlines()[:50]):
        return "guidance"
    return kind


def _kind_of_table(piece: Piece) -> Kind | None:
    """By the header. Of a long text the beginning is enough, unless it is cut where it can't be read."""
    if len(piece.head) == HEAD and not piece.head.startswith(b"PK"):
        beginning = piece.head[: piece.head.rfind(b"\n") + 1]
        with suppress(KnowledgeError):
            return _kind_by_header(Piece(name=piece.name, head=beginning, read=lambda: beginning))
    return _kind_by_header(piece)


def _kind_by_header(piece: Piece) -> Kind | None:
    for sheet in sheets_of(piece):
        if coverage.table_of(piece, sheet) is not None:
            return "coverage"
        if ncci.header_of(sheet) is not None:
            return "ncci"
        if mue.header_of(sheet) is not None:
            return "mue"
        if find_header(sheet.rows(), payer_columns.WORDS, payer_columns.REQUIRED) is not None:
            return "payer"
        if synonyms.header_of(sheet) is not None:
            return "synonyms"
    return None
