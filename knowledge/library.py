"""Every passage there is: guidance pages and their sources, read from Markdown; an error names file and line."""

import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from importlib.resources import files
from pathlib import Path

import yaml

from knowledge.errors import KnowledgeError
from knowledge.passages import Passage, Source

KNOWLEDGE = Path(str(files("knowledge")))
GUIDANCE = KNOWLEDGE / "guidance"
SOURCES = KNOWLEDGE / "sources.yaml"
QUESTIONS = "vocabulary/questions.csv"
"""The questions people ask, each with the passage that answers it, in a corpus folder."""

_PAGE_KEYS = {"source", "topic"}
_PASSAGE_KEYS = {
    "id", "codes", "kinds", "section", "label", "edition", "source", "sources", "evidence", "number_seen", "corrects",
    "fiscal_year", "copies", "wording",
}  # fmt: skip
_SOURCE_KEYS = {"title", "publisher", "edition", "effective_from", "effective_to", "url", "label", "licence", "note"}
KINDS = frozenset(
    "status compare find documentation procedure payer sequence excludes crosswalk denial changes general".split()
)
_LABELS = {"primary", "secondary", "sample"}


@dataclass(frozen=True, slots=True)
class Library:
    """All passages by id, in reading order."""

    passages: Mapping[str, Passage]

    def get(self, passage_id: str) -> Passage | None:
        return self.passages.get(passage_id)


def read_library(*corpora: Path) -> Library:
    """Reads the guidance pages and payer sheets of one or more corpus folders; without one, of our own.

    A corpus folder holds guidance/, payers/ and sources.yaml, each optional; a later one may name the sources of those before it.
    Raises KnowledgeError with file:line for the first thing that is wrong.
    """
    from knowledge.payers.passages import payer_passages

    sources: dict[str, Source] = {}
    passages: dict[str, Passage] = {}
    for corpus in corpora or (KNOWLEDGE,):
        if (corpus / SOURCES.name).is_file():
            sources.update(read_sources(corpus / SOURCES.name))
        found = [
            passage for path in sorted((corpus / GUIDANCE.name).glob("*.md")) for passage in read_page(path, sources)
        ]
        found.extend(payer_passages(corpus / "payers"))
        for passage in found:
            if passage.id in passages:
                raise KnowledgeError(
                    f"{passage.location}: the id {passage.id} already stands at {passages[passage.id].location}.",
                    "Give each passage an id of its own.",
                )
            passages[passage.id] = passage
        for passage_id, asks in _questions(corpus / QUESTIONS, passages).items():
            passages[passage_id] = replace(passages[passage_id], asks=asks)
    return Library(passages)


def _questions(path: Path, passages: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The questions of each passage; a passage that isn't there is an error of the row."""
    if not path.is_file():
        return {}
    known, found = frozenset(passages), defaultdict[str, list[str]](list)
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        if rows.fieldnames != ["passage", "question"]:
            raise KnowledgeError(f"{path.name}:1: expected the columns passage,question.", "Mend the first line.")
        for row in rows:
            if row["passage"] not in known or not (row["question"] or "").strip():
                raise KnowledgeError(
                    f"{path.name}:{rows.line_num}: no passage has the id {row['passage']}, or the question is empty.",
                    "Take the id from the `id:` line of a guidance page.",
                )
            found[row["passage"]].append(row["question"].strip())
    return {passage: tuple(questions) for passage, questions in found.items()}


def read_sources(path: Path = SOURCES) -> dict[str, Source]:
    rows = _yaml(path.read_text(encoding="utf-8"), path.name, 1)
    return {source_id: _source(source_id, row, path.name) for source_id, row in rows.items()}


def _source(source_id: str, row: object, name: str) -> Source:
    if not isinstance(row, dict) or not {"title", "publisher", "edition", "label"} <= set(row):
        raise KnowledgeError(
            f"{name}: source {source_id} lacks title, publisher, edition or label.",
            "Write all four; a url only if known.",
        )
    unknown = set(row) - _SOURCE_KEYS
    if unknown:
        raise KnowledgeError(
            f"{name}: source {source_id} has an unknown key {min(unknown)}.", f"Known: {sorted(_SOURCE_KEYS)}."
        )
    if row["label"] not in _LABELS:
        raise KnowledgeError(
            f"{name}: source {source_id} has label {row['label']}.", "Use primary, secondary or sample."
        )
    return Source(
        id=source_id,
        title=str(row["title"]),
        publisher=str(row["publisher"]),
        edition=str(row["edition"]),
        label=row["label"],
        effective_from=_date(row.get("effective_from")),
        effective_to=_date(row.get("effective_to")),
        url=row.get("url") or None,
        licence=str(row.get("licence") or ""),
        note=str(row.get("note") or ""),
    )


def read_page(path: Path, sources: Mapping[str, Source]) -> list[Passage]:
    """The passages of one Markdown page: front matter, then `## title`, a block of keys, an empty line, the text."""
    lines = path.read_text(encoding="utf-8").splitlines()
    if not lines or lines[0] != "---" or "---" not in lines[1:]:
        raise KnowledgeError(f"{path.name}:1: no front matter.", "Begin the page with --- / source: … / topic: … / ---")
    end = lines.index("---", 1)
    page = _yaml("\n".join(lines[1:end]), path.name, 2)
    if set(page) != _PAGE_KEYS:
        raise KnowledgeError(
            f"{path.name}:1: the front matter must hold source and topic, nothing else.", "Mend the keys."
        )
    headings = [number for number, line in enumerate(lines) if line.startswith("## ")]
    if not headings:
        raise KnowledgeError(f"{path.name}:{end + 1}: the page holds no passage.", "Write one under a `## title`.")
    passages = []
    for place, number in enumerate(headings):
        until = headings[place + 1] if place + 1 < len(headings) else len(lines)
        passages.append(_passage(path.name, lines, number, until, page, sources))
    return passages


def _passage(
    name: str, lines: list[str], number: int, until: int, page: Mapping[str, object], sources: Mapping[str, Source]
) -> Passage:
    location = f"{name}:{number + 1}"
    blank = next((at for at in range(number + 1, until) if not lines[at].strip()), until)
    keys = _yaml("\n".join(lines[number + 1 : blank]), name, number + 2)
    text = "\n\n".join(
        " ".join(paragraph.split())
        for paragraph in re.split(r"\n\s*\n", "\n".join(lines[blank:until]))
        if paragraph.strip()
    )

    def wrong(what: str, mend: str) -> KnowledgeError:
        return KnowledgeError(f"{location}: {what}", mend)

    unknown = set(keys) - _PASSAGE_KEYS
    if unknown:
        raise wrong(f"unknown key {min(unknown)}.", f"Known keys: {', '.join(sorted(_PASSAGE_KEYS))}.")
    if not isinstance(keys.get("id"), str):
        raise wrong("the passage has no id.", "Add `id: page.topic`.")
    if not text:
        raise wrong("the passage has no text.", "Write it after an empty line below the keys.")
    kinds = _strings(keys.get("kinds"))
    if not kinds or not set(kinds) <= KINDS:
        raise wrong("kinds is missing or names an unknown kind.", f"Choose from {', '.join(sorted(KINDS))}.")
    source_id = str(keys.get("source") or page["source"])
    source = sources.get(source_id)
    if source is None:
        raise wrong(f"the source {source_id} is not in sources.yaml.", "Add it there with edition, dates and label.")
    if keys.get("label"):
        if keys["label"] not in _LABELS:
            raise wrong("unknown label.", "Use primary, secondary or sample.")
        source = replace(source, label=keys["label"])  # type: ignore[arg-type]
    if keys.get("edition"):
        source = replace(source, edition=str(keys["edition"]))
    evidence = keys.get("evidence")
    if evidence not in (None, "A", "B", "C"):
        raise wrong("evidence must be A, B or C.", "See CONTRIBUTING.")
    return Passage(
        id=str(keys["id"]),
        title=lines[number][3:].strip(),
        text=text,
        source=source,
        section=str(keys.get("section") or page["topic"]),
        codes=_strings(keys.get("codes")),
        kinds=kinds,
        wording="official" if keys.get("wording") == "official" else "ours",
        evidence=evidence,
        section_was_seen=keys.get("number_seen") not in (False, "no"),
        location=location,
    )


def _yaml(text: str, name: str, first_line: int) -> dict[str, object]:
    try:
        value = yaml.load(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = first_line + (mark.line if mark else 0)
        raise KnowledgeError(
            f"{name}:{line}: the keys can't be read as YAML.", "Quote texts that hold a colon or begin with [."
        ) from None
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise KnowledgeError(
            f"{name}:{first_line}: expected `key: value` lines.", "See CONTRIBUTING, 'a guidance page'."
        )
    return value


def _strings(value: object) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, list) else ()


def _date(value: object) -> date | None:
    if value in (None, ""):
        return None
    return value if isinstance(value, date) else date.fromisoformat(str(value))


# -- the compiled library: what the build writes and the running program reads -------------------------------------------


def save_library(library: Library, path: Path) -> None:
    rows = []
    for passage in library.passages.values():
        row = asdict(passage)
        for key in ("effective_from", "effective_to"):
            row["source"][key] = row["source"][key].isoformat() if row["source"][key] else None
        rows.append(row)
    path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")


def load_library(path: Path) -> Library:
    passages = {}
    for row in json.loads(path.read_text(encoding="utf-8")):
        source = row.pop("source")
        for key in ("effective_from", "effective_to"):
            source[key] = _date(source[key])
        for key in ("codes", "kinds", "procedures", "asks"):
            row[key] = tuple(row[key])
        passages[row["id"]] = Passage(source=Source(**source), **row)
    return Library(passages)
