"""Opens what a person hands over - a file, a folder, a zip - within limits that a hostile file cannot pass."""

import codecs
import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final, Literal

from knowledge.errors import KnowledgeError

LARGEST_FILE: Final = 200_000_000
LARGEST_UNZIPPED: Final = 1_000_000_000
STEEPEST_RATIO: Final = 200
"""How many times larger than its packed size a member of a zip may become, once it is larger than `SMALL`."""
SMALL: Final = 10_000_000
MOST_MEMBERS: Final = 2_000
HEAD: Final = 65_536

Content = Literal["empty", "pdf", "workbook", "docx", "zip", "ole", "xml", "html", "text", "binary"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One file to be read: by itself, or out of a folder or a zip. `name` is its own name, without folders."""

    name: str
    head: bytes
    read: Callable[[], bytes]

    @property
    def stem(self) -> str:
        return PurePosixPath(self.name).stem

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.name).suffix.lower()


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What was handed over: its name, a checksum over all of it, and its pieces in the order of their names."""

    name: str
    sha256: str
    pieces: tuple[Piece, ...]

    @property
    def is_one_file(self) -> bool:
        return len(self.pieces) == 1


def open_handed(path: Path) -> Handed:
    """Opens a file, a folder of files, or a zip (one zip inside it is opened too).

    Raises KnowledgeError, naming the file.
    """
    try:
        if path.is_dir():
            return _folder(path.resolve())
        if not path.is_file():
            raise KnowledgeError(f"{path.name}: there is no such file.", "Check the path.")
        raw = _read_file(path)
    except OSError as error:
        raise KnowledgeError(f"{path.name} cannot be read ({error.strerror}).", "Check that you may read it.") from None
    digest = hashlib.sha256(raw).hexdigest()
    piece = _piece(path.name, raw)
    if content_of(piece.head, raw) == "zip":
        return Handed(name=path.name, sha256=digest, pieces=tuple(_zipped(path.name, raw, _Budget())))
    return Handed(name=path.name, sha256=digest, pieces=(piece,))


def _read_file(path: Path) -> bytes:
    if path.stat().st_size > LARGEST_FILE:
        raise KnowledgeError(
            f"{path.name} is larger than {LARGEST_FILE // 1_000_000} MB.", "Split it, or hand over the part you need."
        )
    return path.read_bytes()


def _piece(name: str, raw: bytes) -> Piece:
    return Piece(name=name, head=raw[:HEAD], read=lambda: raw)


def _folder(path: Path) -> Handed:
    """Files of the folder and one level below, never through a link out of it."""
    found = sorted(
        one for pattern in ("*", "*/*") for one in path.glob(pattern) if one.is_file() and not one.is_symlink()
    )
    if len(found) > MOST_MEMBERS:
        raise KnowledgeError(
            f"{path.name} holds more than {MOST_MEMBERS:,} files.", "Hand over a folder of the export alone."
        )
    digest, pieces, budget = hashlib.sha256(), list[Piece](), _Budget()
    for one in found:
        if one.name.startswith("."):
            continue
        raw = _read_file(one)
        budget.spend(path.name, len(raw))
        digest.update(f"{one.relative_to(path).as_posix()}\0{len(raw)}\0".encode())
        digest.update(raw)
        if content_of(raw[:HEAD], raw) == "zip":
            pieces.extend(_zipped(one.name, raw, budget))
        else:
            pieces.append(_piece(one.name, raw))
    if not pieces:
        raise KnowledgeError(f"{path.name} is a folder without files.", "Name the file to import.")
    return Handed(name=path.name, sha256=digest.hexdigest(), pieces=tuple(pieces))


@dataclass(slots=True)
class _Budget:
    """What one hand-over may unfold to, over all zips in it together."""

    left: int = LARGEST_UNZIPPED

    def spend(self, name: str, size: int) -> None:
        self.left -= size
        if self.left < 0:
            raise KnowledgeError(
                f"{name} would unfold to more than {LARGEST_UNZIPPED // 1_000_000_000} GB.",
                "Unzip it and hand over what you need.",
            )


def _zipped(name: str, raw: bytes, budget: _Budget, *, nested: bool = False) -> Iterator[Piece]:
    archive = check_zip(name, raw, budget)
    for info in sorted((one for one in archive.infolist() if not one.is_dir()), key=lambda one: one.filename):
        member = PurePosixPath(info.filename.replace("\\", "/"))
        if member.name.startswith(".") or "__MACOSX" in member.parts:
            continue
        head = _member(name, archive, info, HEAD)
        if not nested and head.startswith(b"PK\x03\x04"):
            inner = _member(name, archive, info)
            if content_of(head, inner) == "zip":
                yield from _zipped(member.name, inner, budget, nested=True)
                continue
        yield Piece(name=member.name, head=head, read=lambda info=info: _member(name, archive, info))  # type: ignore[misc]


def check_zip(name: str, raw: bytes, budget: _Budget | None = None) -> zipfile.ZipFile:
    """The opened zip (XLSX and DOCX are zips too), or KnowledgeError: damaged, locked, or made to fill a disk."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(raw))
        infos = archive.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError):
        raise KnowledgeError(
            f"{name} is damaged: the zip is cut off or unreadable.", "Download or save it again."
        ) from None
    if len(infos) > MOST_MEMBERS:
        raise KnowledgeError(f"{name} holds more than {MOST_MEMBERS:,} files.", "Unzip it and hand over what you need.")
    if any(info.flag_bits & 0x1 for info in infos):
        raise KnowledgeError(
            f"{name} is locked with a password.", "Save it without the password, then import it again."
        )
    budget = budget or _Budget()
    for info in infos:
        if info.file_size > SMALL and info.file_size > STEEPEST_RATIO * max(info.compress_size, 1):
            raise KnowledgeError(
                f"{name} holds a file that unfolds to more than {STEEPEST_RATIO} times its size.",
                "That is how a zip bomb looks: get the file from its publisher.",
            )
        budget.spend(name, info.file_size)
    return archive


def _member(name: str, archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int = -1) -> bytes:
    try:
        with archive.open(info) as stream:
            return stream.read(most)
    except Exception:  # zlib, lzma, bz2 and zipfile each have their own errors, and a damaged file raises any of them
        raise KnowledgeError(
            f"{name} is damaged: a file in it cannot be unpacked.", "Download or save it again."
        ) from None


def content_of(head: bytes, whole: bytes | None = None) -> Content:
    """What the bytes are, whatever the name says. A zip needs `whole` to be told from a workbook or a DOCX."""
    if not head.strip(b"\x00 \t\r\n\xef\xbb\xbf"):
        return "empty" if not head.strip(b" \t\r\n\xef\xbb\xbf") else "binary"
    if b"%PDF-" in head[:1024]:
        return "pdf"
    if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        return "ole"
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _zip_content(whole if whole is not None else head)
    text = _head_text(head)
    if text is None:
        return "binary"
    start = text.lstrip("\ufeff \t\r\n").lower()
    if start.startswith(("<!doctype html", "<html")) or (start.startswith("<?xml") and "<html" in start[:2000]):
        return "html"
    if start.startswith(("<?xml", "<icd10cm", "<!doctype")):
        return "xml"
    return "html" if start.startswith("<") and "</" in start else "text"


def _zip_content(whole: bytes) -> Content:
    try:
        names = set(zipfile.ZipFile(io.BytesIO(whole)).namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError, EOFError):
        # A cut-off workbook still says what it was in its first member.
        return "workbook" if b"xl/" in whole[:HEAD] else "docx" if b"word/" in whole[:HEAD] else "zip"
    if "xl/workbook.xml" in names:
        return "workbook"
    return "docx" if "word/document.xml" in names else "zip"


def _head_text(head: bytes) -> str | None:
    """The beginning as text, cut where it may split a character; None when it is not text."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return codecs.getincrementaldecoder("utf-16")("replace").decode(head)
    if _looks_binary(head):
        return None
    try:
        return codecs.getincrementaldecoder("utf-8-sig")().decode(head)
    except UnicodeDecodeError:
        return head.decode("cp1252", "replace")


def _looks_binary(raw: bytes) -> bool:
    control = sum(raw[:HEAD].count(byte) for byte in (*range(1, 9), *range(14, 27), *range(28, 32)))
    return b"\0" in raw[:HEAD] or control > len(raw[:HEAD]) // 200


def text_of(piece: Piece) -> str:
    """The whole piece as text: UTF-8, UTF-16 with a mark, or Windows-1252. Raises KnowledgeError for anything else."""
    raw = piece.read()
    if len(raw) > LARGEST_UNZIPPED // 2:
        raise KnowledgeError(
            f"{piece.name} is too large to be read at once.", "Split it, or hand over the part you need."
        )
    try:
        if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return raw.decode("utf-16")
        if not _looks_binary(raw) and b"\0" not in raw:
            try:
                return raw.decode("utf-8-sig")
            except UnicodeDecodeError:
                return raw.decode("cp1252")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise KnowledgeError(
            f"{piece.name}:{line}: the text is neither UTF-8 nor Windows-1252.",
            "Save it as UTF-8 (in Excel: CSV UTF-8).",
        ) from None
    raise KnowledgeError(f"{piece.name} is not text.", "Hand over the file as its publisher offers it.")


def unreadable(name: str, what: str) -> KnowledgeError:
    return KnowledgeError(f"{name} {what}.", "Nothing was changed. Open it yourself, save it again, then import it.")
