"""The phrases a finder is measured on: our find suites, and a JSONL of one's own.

A row of the JSONL holds `phrase` and `code` or `codes` (any of them is right; a family as M54.5-), and may hold `id`, `dos` and
`source` (results are also told by the part of it before a colon).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from evals.cases import selected
from evals.suite_reader import read_suites
from knowledge.code_set.codes import canonical
from knowledge.errors import RequestError


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrase:
    """A diagnosis in words, the codes that are right for it (any of them), the day, and where it comes from."""

    id: str
    text: str
    codes: tuple[str, ...]
    day: date
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PhraseSet:
    name: str
    phrases: tuple[Phrase, ...]


def suite_phrases(day: date) -> PhraseSet:
    """The phrases of every find suite of ours; `day` is for those without a date of service."""
    cases = selected(read_suites(), suites=("find_*",))
    return PhraseSet(
        name="our find suites",
        phrases=tuple(
            Phrase(id=case.id, text=case.text, codes=case.expect.codes, day=case.dos or day, source=case.suite)
            for case in cases
            if case.way == "phrase" and case.expect.codes
        ),
    )


def suite_questions() -> tuple[str, ...]:
    """The questions of the answers suite that need nothing beside their words."""
    cases = selected(read_suites(), suites=("answers",))
    return tuple(case.text for case in cases if case.way == "ask" and not (case.after or case.payer or case.dos))


class _Row(BaseModel):
    model_config = ConfigDict(extra="ignore", hide_input_in_errors=True)

    phrase: str = Field(min_length=1)
    id: str | None = None
    code: str | None = None
    codes: tuple[str, ...] = ()
    dos: date | None = None
    source: str = ""


def file_phrases(path: Path, name: str, day: date) -> PhraseSet:
    """The phrases of a JSONL. Raises RequestError naming the line that can't be used, never what it says."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise RequestError(f"{path.name} can't be read.", "Give --phrases a JSONL file in UTF-8.") from None
    phrases = tuple(_phrase(line, number, path, day) for number, line in enumerate(lines, 1) if line.strip())
    if not phrases:
        raise RequestError(f"{path.name} holds no phrase.", 'Write a row a line: {"phrase": …, "codes": […]}.')
    twice = _first_repeated([one.id for one in phrases])
    if twice is not None:
        raise RequestError(f"{path.name}: line {twice + 1} bears an id that stands before.", "Give each row its own.")
    return PhraseSet(name=name, phrases=phrases)


def _phrase(line: str, number: int, path: Path, day: date) -> Phrase:
    try:
        row = _Row.model_validate_json(line)
    except ValidationError as error:
        field = ".".join(str(part) for part in error.errors(include_input=False)[0]["loc"]) or "the row"
        raise RequestError(
            f"{path.name}:{number}: {field} can't be used.", 'A row is {"phrase": …, "codes": […], "dos", "source"}.'
        ) from None
    codes = tuple(_code(one) for one in (row.codes or ((row.code,) if row.code else ())))
    if not codes or "" in codes:
        raise RequestError(
            f"{path.name}:{number}: codes can't be used.", "Give `code` or `codes`, as the code list prints them."
        )
    return Phrase(
        id=row.id or f"line-{number}",
        text=row.phrase,
        codes=codes,
        day=row.dos or day,
        source=row.source.partition(":")[0] or path.stem,
    )


def _code(written: str) -> str:
    """The code as the list prints it, a family with its dash; empty when it has no code's shape."""
    family = written.strip().endswith("-")
    code = canonical(written.rstrip(" -.") if family else written)
    return "" if code is None else f"{code}-" if family else code


def _first_repeated(ids: Sequence[str]) -> int | None:
    seen: set[str] = set()
    for at, one in enumerate(ids):
        if one in seen:
            return at
        seen.add(one)
    return None
