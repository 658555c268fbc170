"""Rules on sources: each has a title, a publisher, an edition and a label, and each passage's own editions and labels are known."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import get_args

import yaml

from knowledge.errors import KnowledgeError
from knowledge.library import read_sources
from knowledge.lint.faults import Fault, unreadable
from knowledge.lint.pages import PageEntry
from knowledge.passages import Label, Source

_WANTED = ("title", "publisher", "edition")


@dataclass(frozen=True, slots=True)
class SourcesRead:
    """The sources that pages may name, and what was wrong with the file."""

    sources: Mapping[str, Source]
    faults: tuple[Fault, ...]


def read_sources_tolerantly(path: Path) -> SourcesRead:
    """Every source of the file; one that lacks something is a fault, and pages may still name it."""
    if not path.is_file():
        return SourcesRead({}, ())
    text = path.read_text(encoding="utf-8")
    try:
        written = yaml.load(text, Loader=yaml.CSafeLoader) or {}
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        return SourcesRead(
            {},
            (
                unreadable(
                    KnowledgeError(
                        f"{path.name}:{line}: the sources can't be read as YAML.", "Quote texts that hold a colon."
                    )
                ),
            ),
        )
    if not isinstance(written, dict):
        return SourcesRead(
            {}, (unreadable(KnowledgeError(f"{path.name}:1: the file holds no sources.", "Write `id:` and its keys.")),)
        )
    lines = {
        line.split(":")[0].strip("'\""): number for number, line in enumerate(text.splitlines(), 1) if line[:1].strip()
    }
    faults = tuple(
        fault
        for source_id, row in written.items()
        for fault in _lacking(str(source_id), row, path.name, lines.get(str(source_id), 1))
    )
    try:
        return SourcesRead(read_sources(path), faults)
    except (KnowledgeError, ValueError) as error:
        if not faults:
            known = (
                error
                if isinstance(error, KnowledgeError)
                else KnowledgeError(f"{path.name}:1: a date can't be read.", "Write 2026-10-01.")
            )
            faults = (unreadable(known),)
        return SourcesRead({str(one): _stand_in(str(one)) for one in written}, faults)


def _lacking(source_id: str, row: object, file: str, line: int) -> Iterator[Fault]:
    keys = row if isinstance(row, dict) else {}
    lacking = [key for key in _WANTED if not str(keys.get(key) or "").strip()]
    if lacking:
        yield Fault(
            file=file, line=line, rule="missing-source", severity="error",
            message=f"The source {source_id} lacks {' and '.join(lacking)}.", mend="Write it, as the publication prints it.",
        )  # fmt: skip
    if keys.get("label") not in get_args(Label):
        yield Fault(
            file=file, line=line, rule="missing-label", severity="error",
            message=f"The source {source_id} has no known label.", mend=f"Write {', '.join(get_args(Label))}.",
        )  # fmt: skip


def _stand_in(source_id: str) -> Source:
    return Source(id=source_id, title=source_id, publisher=source_id, edition="", label="secondary")


def source_that_does_not_hold(entry: PageEntry) -> Iterator[Fault]:
    """A passage whose source has neither an edition nor days: nobody can tell since when it holds."""
    source = entry.passage.source
    if not source.edition.strip() and source.effective_from is None and source.title != source.id:
        yield Fault(
            file=entry.file, line=entry.line, rule="missing-source", severity="error",
            message=f"The source {source.id} has no edition and no dates.", mend="Add the edition in sources.yaml or at the passage.",
        )  # fmt: skip
