"""Keeps the practice's own sources.yaml: who says so, for every document that was imported."""

from pathlib import Path

import yaml

from knowledge.errors import KnowledgeError
from knowledge.library import read_sources
from knowledge.passages import Source

_FIRST_LINE = "# Written by `codecite knowledge add`: who stands behind each imported document.\n"


def source_id_of(import_id: str) -> str:
    """The id a document's source has: "guidance/our-rules" is said by "own-our-rules"."""
    return f"own-{import_id.removeprefix('guidance/')}"


def add_source(path: Path, source: Source) -> None:
    """Writes the source into the file at `path`, which may be missing; others stay as they are."""
    sources = read_sources(path) if path.exists() else {}
    _write(path, {**sources, source.id: source})


def forget_source(path: Path, import_id: str) -> None:
    """Takes the source of an import out of the file, if it is there."""
    if path.exists():
        sources = read_sources(path)
        sources.pop(source_id_of(import_id), None)
        temporary = path.with_suffix(".yaml.tmp")
        _write(temporary, sources)
        temporary.replace(path)


def _write(path: Path, sources: dict[str, Source]) -> None:
    rows = {
        source.id: {
            "title": source.title,
            "publisher": source.publisher,
            "edition": source.edition,
            "label": source.label,
            "url": source.url,
            "effective_from": source.effective_from,
            "effective_to": source.effective_to,
            "licence": source.licence,
            "note": source.note,
        }
        for source in sources.values()
    }
    path.write_text(_FIRST_LINE + yaml.safe_dump(rows, allow_unicode=True, width=120), encoding="utf-8")
    if read_sources(path) != sources:
        raise KnowledgeError(
            f"{path.name} does not read back as it was written.", "Use plain words for title and publisher."
        )
