"""What is said: statements with citations, the codes they are about, findings, and the three forms a reply takes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from bot.claims import Finding
from bot.questions.question import Kind
from bot.questions.refusals import Refusal
from knowledge.code_set.code_set import CodeSet
from knowledge.code_set.codes import Release, State
from knowledge.passages import Citation
from retrieval.leaf import OpenAxis

Role = Literal["recommended", "mentioned", "rejected"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One thing said, and the words that prove it."""

    text: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeMention:
    """A code the answer names. `role` is what a biller should do with it."""

    code: str
    role: Role
    state: State
    descriptor: str | None

    @property
    def billable(self) -> bool:
        return self.state == "billable"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clarification:
    """What to ask back, one axis at a time; `then` holds the axes that would follow."""

    axis: str
    asks: str
    choices: tuple[tuple[str, str | None], ...]
    then: tuple["Clarification", ...] = ()

    @property
    def line(self) -> str:
        """The question and its choices on one line."""
        return f"{self.asks} {' / '.join(f'{label} {code}' if code else label for label, code in self.choices)}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """An answer before the guardrails have seen it."""

    kind: Kind
    statements: tuple[Statement, ...] = ()
    codes: tuple[CodeMention, ...] = ()
    findings: tuple[Finding, ...] = ()
    clarification: Clarification | None = None


def joined(drafts: Sequence[Draft], refusals: Sequence[Refusal] = ()) -> Draft:
    """Several drafts as one, in order, each thing once; what a refused part is told stands beside as a finding."""
    if len(drafts) == 1 and not refusals:
        return drafts[0]
    told = tuple(
        Finding(edit="not-answered", severity="inform", codes=(), message=one.next_step, authority="codecite")
        for one in refusals
    )
    return Draft(
        kind=drafts[0].kind,
        statements=tuple(dict.fromkeys(statement for one in drafts for statement in one.statements)),
        codes=merged_mentions(tuple(code for one in drafts for code in one.codes)),
        findings=tuple(dict.fromkeys((*(finding for one in drafts for finding in one.findings), *told))),
        clarification=next((one.clarification for one in drafts if one.clarification is not None), None),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What leaves the house. Exactly one of statements, clarification alone, or refusal decides `status`."""

    status: Literal["answered", "clarify", "refused"]
    kind: Kind | None
    release: Release
    parts: tuple[Kind, ...] = ()
    statements: tuple[Statement, ...] = ()
    codes: tuple[CodeMention, ...] = ()
    findings: tuple[Finding, ...] = ()
    clarification: Clarification | None = None
    refusal: Refusal | None = None
    identifiers: tuple[str, ...] = ()
    writer: str = "extractive"
    elapsed_ms: float = 0.0

    @property
    def citations(self) -> tuple[Citation, ...]:
        """Every citation once, in the order a reader meets them; its number is its place, from 1."""
        found: dict[tuple[str, str], Citation] = {}
        for statement in self.statements:
            for citation in statement.citations:
                found.setdefault((citation.passage.id, citation.quote), citation)
        for finding in self.findings:
            if finding.citation is not None:
                found.setdefault((finding.citation.passage.id, finding.citation.quote), finding.citation)
        return tuple(found.values())

    def number_of(self, citation: Citation) -> int:
        keys = [(one.passage.id, one.quote) for one in self.citations]
        return keys.index((citation.passage.id, citation.quote)) + 1

    @property
    def text(self) -> str:
        """The whole reply as a person reads it, with [n] markers."""
        lines = [self.refusal.next_step] if self.refusal is not None else []
        for statement in self.statements:
            marks = "".join(f"[{number}]" for number in sorted({self.number_of(one) for one in statement.citations}))
            lines.append(f"{statement.text} {marks}".strip())
        lines.extend(f"{one.severity.upper()} {one.edit}: {one.message}" for one in self.findings)
        if self.clarification is not None:
            lines.append(self.clarification.line)
        if self.identifiers:
            lines.append(f"Identifiers were masked before anything else read the text: {', '.join(self.identifiers)}.")
        if self.refusal is None:
            lines.append(f"Stands on {self.release.code_set}, date of service {self.release.day.isoformat()}.")
        return "\n".join(lines)


def mention(code_set: CodeSet, code: str, role: Role, day: date) -> CodeMention:
    """A code as the answer names it, with its state on the day."""
    status = code_set.status(code, day)
    return CodeMention(code=code, role=role, state=status.state, descriptor=status.descriptor)


def clarification_of(axes: tuple[OpenAxis, ...]) -> Clarification | None:
    """The open axes as one question with the others to follow; None when nothing is open."""
    steps = [
        Clarification(
            axis=one.axis, asks=one.asks, choices=tuple((choice.label, choice.code) for choice in one.choices)
        )
        for one in axes
    ]
    return replace(steps[0], then=tuple(steps[1:])) if steps else None


def merged_mentions(mentions: tuple[CodeMention, ...]) -> tuple[CodeMention, ...]:
    """Each code once; recommended and rejected outweigh mentioned."""
    weight = {"recommended": 2, "rejected": 1, "mentioned": 0}
    found: dict[str, CodeMention] = {}
    for one in mentions:
        if one.code not in found or weight[one.role] > weight[found[one.code].role]:
            found[one.code] = one
    return tuple(found.values())
