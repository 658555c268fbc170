"""A run as it is kept: what was asked and answered, every score, and what it stood on; one JSON file a run.

<data dir>/runs/<id>/  run.json  report.md  junit.xml  (journal.jsonl while it goes on; labels.json when people graded it)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from bot.claims import Setting, Severity
from bot.drafts import Role
from evals.cases import Case, Way
from evals.errors import RunFileError
from evals.fingerprints import Fingerprints
from evals.observed import Observed
from evals.scorers.latency import Latency
from evals.scorers.score import Score
from evals.statistics import Mean, Rate
from knowledge.code_set.codes import State
from knowledge.errors import RequestError

SCHEMA: Literal["codecite.run/1"] = "codecite.run/1"
Verdict = Literal["passed", "failed", "known failing", "unmark"]
"""`known failing` fails as marked; `unmark` passes while it is still marked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The case as it was, so that a report needs no suite file. `expect` holds the keys that say something, as text."""

    id: str
    suite: str
    way: Way
    text: str
    after: tuple[str, ...]
    payer: str | None
    dos: date | None
    setting: Setting
    expect: tuple[tuple[str, tuple[str, ...]], ...]
    tags: tuple[str, ...]
    must_pass: bool
    known_failing: bool
    why_failing: str
    source: str
    author: str
    file: str
    line: int
    key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """One statement and the numbers of its sources."""

    text: str
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceShown:
    n: int
    passage_id: str
    title: str
    section: str
    quote: str
    publisher: str
    edition: str
    label: str
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeShown:
    """`state` is the reply's word, `true_state` the code set's."""

    code: str
    role: Role
    state: State
    true_state: State
    descriptor: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CandidateShown:
    code: str
    descriptor: str
    score: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingShown:
    edit: str
    severity: Severity
    codes: tuple[str, ...]
    message: str
    authority: str
    citation: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AnswerShown:
    """What came back, as a report shows it. `clarify` is the question asked back with its choices."""

    text: str
    status: str | None
    kind: str | None
    refusal: str | None
    statements: tuple[Said, ...]
    sources: tuple[SourceShown, ...]
    codes: tuple[CodeShown, ...]
    candidates: tuple[CandidateShown, ...]
    findings: tuple[FindingShown, ...]
    mended: tuple[str, ...] | None
    clarify: str | None
    choices: tuple[str, ...]
    identifiers: tuple[str, ...]
    day: date
    writer: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseResult:
    """One case of a run. `error` says what stopped it, then `answer` is None; it never holds the text that was asked."""

    asked: Asked
    passed: bool
    verdict: Verdict
    scores: tuple[Score, ...]
    answer: AnswerShown | None
    error: str | None
    elapsed_ms: float

    @property
    def id(self) -> str:
        return self.asked.id

    @property
    def why(self) -> str:
        """The reasons of the scores that decide against the case; empty when it passed."""
        return self.error or " ".join(score.reason for score in self.scores if score.passed is False)


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelShare:
    """How many of a score's cases fall into one class; with the class as name (exact, invented …)."""

    label: str
    rate: Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreSummary:
    """One score over all cases it applies to. `rate` is of those passed, None for what is only measured."""

    name: str
    mean: Mean
    rate: Rate | None
    labels: tuple[LabelShare, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRate:
    name: str
    rate: Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Slice:
    """The cases of one suite, way, kind, tag or payer."""

    dimension: str
    name: str
    rate: Rate
    scores: tuple[ScoreRate, ...]
    outcomes: tuple[LabelShare, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PartSummary:
    """One edit, or one kind of identifier. A rate of nothing is None: it never fired, or never should have."""

    name: str
    hits: int
    missed: int
    false_alarms: int
    recall: Rate | None
    precision: Rate | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Confusion:
    expected: str
    got: str
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    n: int
    passed: Rate
    verdicts: tuple[tuple[Verdict, int], ...]
    errors: int
    scores: tuple[ScoreSummary, ...]
    slices: tuple[Slice, ...]
    edits: tuple[PartSummary, ...]
    identifiers: tuple[PartSummary, ...]
    confusion: tuple[Confusion, ...]
    latency: tuple[Latency, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSettings:
    """How the run was asked for. `today` is the day of every case without a date of service; jobs change no score."""

    today: date
    suites: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    jobs: int = 2

    @property
    def is_whole(self) -> bool:
        """Whether no filter was set and our own suites were run."""
        return not (self.suites or self.tags or self.cases or self.folders)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A finished run. `duration_s` is the time of all sessions; `sessions` is above 1 when it was resumed."""

    schema: Literal["codecite.run/1"] = SCHEMA
    id: str
    started: str
    duration_s: float
    sessions: int
    settings: RunSettings
    fingerprints: Fingerprints
    summary: Summary
    results: tuple[CaseResult, ...]


RUN = TypeAdapter(Run)
RESULT = TypeAdapter(CaseResult)


# -- from what was observed to what is kept ----------------------------------------------------------------------------


def asked(case: Case) -> Asked:
    return Asked(
        id=case.id,
        suite=case.suite,
        way=case.way,
        text=case.asked,
        after=case.after,
        payer=case.payer or (case.claim.payer if case.claim else None),
        dos=case.dos,
        setting=case.setting,
        expect=tuple((key, _as_text(getattr(case.expect, key))) for key in case.expect.keys),
        tags=case.tags,
        must_pass=case.must_pass,
        known_failing=case.known_failing,
        why_failing=case.why_failing,
        source=case.source,
        author=case.author,
        file=case.file,
        line=case.line,
        key=case.key_digest,
    )


def _as_text(values: tuple[object, ...]) -> tuple[str, ...]:
    return tuple(f"{value[0]}: {value[1]}" if isinstance(value, tuple) else str(value) for value in values)


def answer_shown(seen: Observed) -> AnswerShown:
    numbers = {(one.passage.id, one.quote): n for n, one in enumerate(seen.citations, 1)}
    return AnswerShown(
        text=seen.text,
        status=seen.status,
        kind=seen.kind,
        refusal=seen.refusal,
        statements=tuple(
            Said(text=one.text, citations=tuple(sorted({numbers[(c.passage.id, c.quote)] for c in one.citations})))
            for one in seen.statements
        ),
        sources=tuple(
            SourceShown(
                n=n,
                passage_id=one.passage.id,
                title=one.passage.title,
                section=one.passage.section,
                quote=one.quote,
                publisher=one.passage.source.publisher,
                edition=one.passage.source.edition,
                label=one.passage.source.label,
                url=one.passage.source.url,
            )
            for n, one in enumerate(seen.citations, 1)
        ),
        codes=tuple(
            CodeShown(
                code=one.code,
                role=one.role,
                state=one.state,
                true_state=seen.states[one.code],
                descriptor=one.descriptor,
            )
            for one in seen.codes
        ),
        candidates=tuple(
            CandidateShown(code=one.code, descriptor=one.descriptor, score=one.score, why=one.why)
            for one in seen.candidates
        ),
        findings=tuple(
            FindingShown(
                edit=one.edit,
                severity=one.severity,
                codes=one.codes,
                message=one.message,
                authority=one.authority,
                citation=numbers.get((one.citation.passage.id, one.citation.quote)) if one.citation else None,
            )
            for one in seen.findings
        ),
        mended=seen.mended,
        clarify=seen.clarification.asks if seen.clarification else None,
        choices=tuple(f"{label} {code}" if code else label for label, code in seen.clarification.choices)
        if seen.clarification
        else (),
        identifiers=seen.identifiers,
        day=seen.day,
        writer=seen.writer,
    )


def verdict(passed: bool, known_failing: bool) -> Verdict:
    if known_failing:
        return "unmark" if passed else "known failing"
    return "passed" if passed else "failed"


# -- files -------------------------------------------------------------------------------------------------------------


def write_whole(path: Path, text: str) -> None:
    """Writes beside the place and renames: a reader sees the old file or the new one, never half."""
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_text(text, encoding="utf-8")
        part.replace(path)
    except OSError as error:
        raise RunFileError(
            f"{path.name} could not be written ({error.strerror}).", "Check the folder and the free space."
        ) from None
    finally:
        part.unlink(missing_ok=True)


def read_run(path: Path) -> Run:
    """The run in a file. Raises RunFileError when it is no run, or one of another version."""
    try:
        return RUN.validate_json(path.read_bytes())
    except OSError:
        raise RunFileError(f"{path.name} can't be read.", "Name a run by its id, its folder or its run.json.") from None
    except ValidationError:
        raise RunFileError(
            f"{path.name} is no run of this version.",
            "Run the suites again, or compare with the version that wrote it.",
        ) from None


def find_run(runs: Path, named: str) -> Path:
    """The run.json a person means: an id, the beginning of one, `last`, a folder or a file. Raises RequestError."""
    given = Path(named)
    for path in (given, given / "run.json", runs / named / "run.json"):
        if path.is_file():
            return path
    finished = sorted(runs.glob("*/run.json"), key=lambda path: path.parent.name)
    if named == "last" and finished:
        return finished[-1]
    meant = [path for path in finished if path.parent.name.startswith(named)]
    if len(meant) == 1:
        return meant[0]
    told = ", ".join(path.parent.name for path in (meant or finished)[-5:])
    raise RequestError(
        f"{'Several runs begin' if meant else 'There is no run that begins'} with {named}.",
        f"The latest: {told or 'none yet'}.",
    )


def as_json(run: Run) -> Mapping[str, object]:
    """The run as plain JSON values."""
    dumped: Mapping[str, object] = RUN.dump_python(run, mode="json")
    return dumped
