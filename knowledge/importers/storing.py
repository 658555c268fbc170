"""Puts what was understood into the practice's own folder: all of it or nothing, with its provenance beside it.

OWN/payers/*.yaml  guidance/*.md  sources.yaml  vocabulary/*.csv  coverage/*.sqlite  ncci/*.sqlite  mue/*.sqlite
    releases/<name>/tabular.xml order.txt codes.txt drug.csv neoplasm.csv external-cause.csv diseases.csv
    and beside each import <id>.provenance.json
"""

import contextlib
import hashlib
import json
import shutil
import uuid
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Final, get_args

from knowledge.errors import KnowledgeError
from knowledge.importers.naming import ID
from knowledge.importers.understood import Kind, P, Provenance, Storable, Understood

SCHEMA: Final = "codecite.import/1"
_STAGING: Final = ".importing-"
_DAYS: Final = ("imported_on", "effective_from", "effective_to")


class AlreadyImportedError(KnowledgeError):
    """Something stands under this id; only with consent is it replaced. `ids` says what."""

    code = "already_imported"

    def __init__(self, ids: tuple[str, ...]) -> None:
        super().__init__(
            f"Already imported: {', '.join(ids)}.",
            "Say --replace to put the new file in its place, or give another --id.",
        )
        self.ids = ids


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """One stored import: its rows, and how many rows of the file it came from were refused. `files` are relative to the folder.

    `is_whole` is False when one is gone or was changed by hand.
    """

    id: str
    kind: Kind
    title: str
    rows: int
    refused: int
    provenance: Provenance
    files: tuple[str, ...]
    is_whole: bool


def would_replace(understood: Understood[Storable], folder: Path) -> tuple[str, ...]:
    """The ids that stand already and that `store` would replace: what to ask about before saying replace=True."""
    return tuple(one.id for one in understood.payload if _standing(one, folder))


def store(understood: Understood[P], folder: Path, *, replace: bool = False) -> tuple[Imported, ...]:
    """Writes every part of an import into `folder`, or nothing. Raises AlreadyImportedError, or KnowledgeError when it
    can't be written.

    All files are written aside first and then renamed one by one; whatever fails, the files that stood before stand
    again. One import at a time: the caller holds a lock where several people share the folder.
    """
    standing = would_replace(understood, folder)
    if standing and not replace:
        raise AlreadyImportedError(standing)
    for one in understood.payload:
        if not ID.fullmatch(one.id):
            raise KnowledgeError(f"{one.id} is no id an import can have.", "Use small letters, digits and dashes.")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob(f"{_STAGING}*"):
            shutil.rmtree(left, ignore_errors=True)
        staging = folder / f"{_STAGING}{uuid.uuid4().hex[:8]}"
        staging.mkdir()
        try:
            paths = [path for one in understood.payload for path in _stage(one, understood, staging / "new", folder)]
            stale = _no_longer_part(understood, folder, set(paths))
            _put_in_place(paths, stale, staging, folder)
        finally:
            shutil.rmtree(staging, ignore_errors=True)
    except OSError as error:
        raise KnowledgeError(
            f"The import could not be written ({error.strerror}); nothing was changed.",
            "Free some disk space, or check who may write there.",
        ) from error
    return tuple(_read_provenance(folder / f"{one.id}.provenance.json", folder) for one in understood.payload)


def _standing(one: Storable, folder: Path) -> bool:
    """By its provenance, or by a file that somebody put there by hand."""
    paths = [f"{one.id}.provenance.json", *(file.path for file in one.files() if not _is_shared(file.path))]
    return any((folder / path).exists() for path in paths)


def _is_shared(path: str) -> bool:
    """`sources.yaml` belongs to all guidance together: an import adds to it."""
    return path == "sources.yaml"


def _stage(one: Storable, understood: Understood[P], new: Path, folder: Path) -> list[str]:
    """Writes the files of one part aside, and its provenance with their checksums; returns their paths."""
    digests: dict[str, str] = {}
    paths: list[str] = []
    for file in one.files():
        target = new / file.path
        target.parent.mkdir(parents=True, exist_ok=True)
        if _is_shared(file.path) and not target.exists() and (folder / file.path).exists():
            shutil.copy2(folder / file.path, target)
        file.write(target)
        paths.append(file.path)
        if not _is_shared(file.path):
            digests[file.path] = _sha256(target)
    provenance = {key: _plain(value) for key, value in asdict(understood.provenance).items()}
    document = {
        "schema": SCHEMA,
        "id": one.id,
        "kind": understood.kind,
        "title": one.title,
        "rows": one.rows,
        "refused": len(understood.refused),
        "provenance": provenance,
        "files": digests,
    }
    path = f"{one.id}.provenance.json"
    (new / path).parent.mkdir(parents=True, exist_ok=True)
    (new / path).write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return [*paths, path]


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def _no_longer_part(understood: Understood[P], folder: Path, paths: set[str]) -> list[str]:
    """Files of the import that is replaced which the new one does not have."""
    stale: list[str] = []
    for one in understood.payload:
        with contextlib.suppress(KnowledgeError):
            stale.extend(_read_provenance(folder / f"{one.id}.provenance.json", folder).files)
    return [path for path in stale if path not in paths]


def _put_in_place(paths: list[str], stale: list[str], staging: Path, folder: Path) -> None:
    """Renames the new files into place.

    At any failure puts the old ones back. Between two renames both sets are whole files.
    """
    done: list[str] = []
    old = staging / "old"
    try:
        for path in dict.fromkeys([*paths, *stale]):
            target, kept = folder / path, old / path
            if target.exists():
                kept.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(target, kept)
            done.append(path)
            if path in stale:
                target.unlink(missing_ok=True)
            else:
                target.parent.mkdir(parents=True, exist_ok=True)
                (staging / "new" / path).replace(target)
    except BaseException:
        for path in reversed(done):
            with contextlib.suppress(OSError):
                if (old / path).exists():
                    (old / path).replace(folder / path)
                else:
                    (folder / path).unlink(missing_ok=True)
        raise


def list_imports(folder: Path) -> tuple[Imported, ...]:
    """Every import in the folder, by id. Raises KnowledgeError for a provenance file that can't be read."""
    if not folder.is_dir():
        return ()
    found = sorted(folder.rglob("*.provenance.json"))
    return tuple(_read_provenance(path, folder) for path in found if _STAGING not in path.as_posix())


def remove(folder: Path, import_id: str) -> Imported:
    """Takes an import away, with its provenance and its entry in sources.yaml.

    Raises KnowledgeError for an unknown id.
    """
    imported = next((one for one in list_imports(folder) if one.id == import_id), None)
    if imported is None:
        raise KnowledgeError("No import has that id.", "`codecite knowledge list` shows the ids.")
    try:
        # The provenance goes first: a crash in between leaves files without provenance, which an import
        # refuses to overwrite unasked.
        (folder / f"{imported.id}.provenance.json").unlink()
        for path in imported.files:
            (folder / path).unlink(missing_ok=True)
        if imported.kind == "guidance":
            from knowledge.importers.own_sources import forget_source

            forget_source(folder / "sources.yaml", imported.id)
        for parent in (folder / f"{imported.id}.x").parents:
            if parent == folder:
                break
            with contextlib.suppress(OSError):
                parent.rmdir()
    except OSError as error:
        raise KnowledgeError(
            f"{imported.id} could not be removed ({error.strerror}).", "Check who may write there."
        ) from error
    return imported


def _read_provenance(path: Path, folder: Path) -> Imported:
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
        provenance = document["provenance"]
        for key in _DAYS:
            provenance[key] = date.fromisoformat(provenance[key]) if provenance[key] else None
        if document["kind"] not in get_args(Kind) or not ID.fullmatch(document["id"]):
            raise ValueError("kind or id")
        files: dict[str, str] = document["files"]
        if any(Path(name).is_absolute() or ".." in Path(name).parts for name in files):
            raise ValueError("files")
        return Imported(
            id=document["id"],
            kind=document["kind"],
            title=document["title"],
            rows=document["rows"],
            refused=document["refused"],
            provenance=Provenance(**provenance),
            files=tuple(files),
            is_whole=all(
                (folder / name).is_file() and _sha256(folder / name) == digest for name, digest in files.items()
            ),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        raise KnowledgeError(f"{path.name} is missing or damaged.", "Import its file again with --replace.") from None


def _sha256(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
