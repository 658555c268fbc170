"""The values of the linter: a fault with its place and its mend, and the report."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, TypedDict

from knowledge.errors import KnowledgeError

Severity = Literal["error", "warning"]
SCHEMA = "codecite.lint/1"


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Fault:
    """One thing wrong at one line of the corpus, and how to mend it. `file` is relative to the corpus folder."""

    file: str
    line: int
    rule: str
    severity: Severity
    message: str
    mend: str

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.severity} {self.rule}: {self.message} {self.mend}"


class FaultRow(TypedDict):
    rule: str
    severity: Severity
    file: str
    line: int
    message: str
    mend: str


class ReportRow(TypedDict):
    schema: str
    day: str
    faults: list[FaultRow]
    checked: dict[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class LintReport:
    """Every fault in reading order, and how much was looked at: passages, sources, terms, payer sheets, code mentions."""

    day: date
    faults: tuple[Fault, ...]
    counts: Mapping[str, int]

    @property
    def errors(self) -> tuple[Fault, ...]:
        return tuple(fault for fault in self.faults if fault.severity == "error")

    @property
    def is_clean(self) -> bool:
        """No error; warnings may remain."""
        return not self.errors

    def to_json(self) -> ReportRow:
        """The report as CONTRACT's codecite.lint/1."""
        rows: list[FaultRow] = [
            {
                "rule": one.rule,
                "severity": one.severity,
                "file": one.file,
                "line": one.line,
                "message": one.message,
                "mend": one.mend,
            }
            for one in self.faults
        ]
        return {"schema": SCHEMA, "day": self.day.isoformat(), "faults": rows, "checked": dict(self.counts)}


def unreadable(error: KnowledgeError, folder: str = "") -> Fault:
    """A KnowledgeError as a fault: its message begins with file:line, or with file alone."""
    place, _, what = error.message.partition(": ")
    name, _, line = place.partition(":")
    file = f"{folder}/{name}" if folder else name
    return Fault(
        file=file,
        line=int(line) if line.isdigit() else 1,
        rule="unreadable",
        severity="error",
        message=what or error.message,
        mend=error.next_step,
    )
