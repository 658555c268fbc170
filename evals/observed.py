"""Asks the Assistant what a case asks, and holds what came back, with the code set's own word on every code it names."""

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Protocol

from bot.assistant import Check
from bot.claims import Claim, Finding
from bot.drafts import Clarification, CodeMention, Reply, Statement, clarification_of
from bot.privacy import door
from bot.questions.question import Kind
from bot.questions.refusals import Reason
from evals.cases import Case, Status, Way
from knowledge.code_set.codes import Release, State
from knowledge.passages import Citation
from retrieval.code_finder import Candidate, Found
from retrieval.query import read_query

TOP = 10
"""Candidates asked for a phrase."""

_PRINTED_CODE = re.compile(r"(?<![A-Za-z0-9.])[A-Z](?:\d[0-9A-Z]|[A-Z]\d)\.[0-9A-Z]{1,4}(?![A-Za-z0-9])")
"""A code in running text. Without a dot it may be a vertebra (T12) or a supply (G0283), so those are left alone."""


class Tables(Protocol):
    """What the code set says, whatever the reply says."""

    def state(self, code: str, day: date) -> State: ...


class Answering(Protocol):
    """The Assistant as an evaluation uses it: what every edge may call, and nothing else."""

    def today(self) -> date: ...

    def answer(
        self,
        question: str,
        *,
        after: Sequence[str] = (),
        dos: date | None = None,
        payer: str | None = None,
        setting: str = "outpatient",
    ) -> Reply: ...

    def find(self, phrase: str, *, dos: date | None = None, top: int = 10) -> Found: ...

    def check(self, claim: Claim) -> Check: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Observed:
    """What came back for one case. `states` holds the tables' word on each code named, on the day answered for."""

    way: Way
    day: date
    text: str
    status: Status | None = None
    kind: Kind | None = None
    refusal: Reason | None = None
    codes: tuple[CodeMention, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    mended: tuple[str, ...] | None = None
    statements: tuple[Statement, ...] = ()
    citations: tuple[Citation, ...] = ()
    findings: tuple[Finding, ...] = ()
    clarification: Clarification | None = None
    identifiers: tuple[str, ...] = ()
    given: str = ""
    days: tuple[date, ...] = ()
    states: Mapping[str, State] = field(default_factory=dict)
    release: Release | None = None
    writer: str = ""
    missing: str = ""
    elapsed_ms: float = 0.0

    @property
    def recommended(self) -> tuple[str, ...]:
        """What a biller would put on the claim: the codes recommended, or the first candidate of a phrase."""
        if self.way == "phrase":
            return tuple(one.code for one in self.candidates[:1])
        return tuple(one.code for one in self.codes if one.role == "recommended")

    @property
    def rejected(self) -> tuple[str, ...]:
        return tuple(one.code for one in self.codes if one.role == "rejected")


def observe(case: Case, assistant: Answering, tables: Tables) -> Observed:
    """Asks in the case's way. Raises what the Assistant raises; `elapsed_ms` is the caller's wait."""
    started = time.perf_counter()
    seen = _ASK[case.way](case, assistant)
    elapsed = (time.perf_counter() - started) * 1000
    named = {
        *(one.code for one in seen.codes),
        *(one.code for one in seen.candidates),
        *_PRINTED_CODE.findall(seen.text),
    }
    states = {code: tables.state(code, seen.day) for code in sorted(named)}
    return replace(seen, states=states, elapsed_ms=round(elapsed, 1))


def _question(case: Case, assistant: Answering) -> Observed:
    reply = assistant.answer(case.text, after=case.after, dos=case.dos, payer=case.payer, setting=case.setting)
    given = " ".join((case.text, *case.after))
    return Observed(
        way="ask",
        day=reply.release.day,
        text=reply.text,
        status=reply.status,
        kind=reply.kind,
        refusal=reply.refusal.reason if reply.refusal else None,
        codes=reply.codes,
        statements=reply.statements,
        citations=reply.citations,
        findings=reply.findings,
        clarification=reply.clarification,
        identifiers=reply.identifiers,
        given=given,
        days=(reply.release.day, *_days_in(given)),
        release=reply.release,
        writer=reply.writer,
    )


def _phrase(case: Case, assistant: Answering) -> Observed:
    found = assistant.find(case.text, dos=case.dos, top=TOP)
    asks = clarification_of(found.open_axes)
    lines = [f"{one.code} {one.descriptor}" for one in found.candidates]
    return Observed(
        way="phrase",
        day=case.dos or assistant.today(),
        text="\n".join([*lines, *([asks.line] if asks else [])]),
        status="refused" if not found.candidates else "clarify" if asks else "answered",
        candidates=found.candidates,
        clarification=asks,
        given=case.text,
    )


def _claim(case: Case, assistant: Answering) -> Observed:
    assert case.claim is not None
    claim = case.claim if case.dos is not None else replace(case.claim, date_of_service=assistant.today())
    check = assistant.check(claim)
    return Observed(
        way="claim",
        day=claim.day,
        text="\n".join(f"{one.severity.upper()} {one.edit}: {one.message} ({one.authority})" for one in check.findings),
        findings=check.findings,
        mended=check.mended.diagnoses if check.mended else None,
        citations=tuple(dict.fromkeys(one.citation for one in check.findings if one.citation is not None)),
        given=case.asked,
        release=check.release,
    )


def _note(case: Case, assistant: Answering) -> Observed:
    """A note's identifiers; the review itself joins here when the Assistant has one."""
    found = door.find_identifiers(case.text)
    return Observed(
        way="note",
        day=case.dos or assistant.today(),
        text="",
        identifiers=tuple(dict.fromkeys(one.kind for one in found)),
        missing="The Assistant can't review a note yet.",
    )


_ASK = {"ask": _question, "phrase": _phrase, "claim": _claim, "note": _note}


def _days_in(text: str) -> tuple[date, ...]:
    return read_query(text, lambda code: False).dates
