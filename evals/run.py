"""READ FIRST: runs cases through the Assistant users get, scores them, and keeps the run.

    cases -> pydantic-evals Dataset -> observe (threads) -> scorers -> journal, a line a case -> Summary -> run.json

A run that is killed goes on where it stopped when it is started again with the same cases, program and settings.
"""

import hashlib
import json
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from pydantic_evals import Case as EvalsCase
from pydantic_evals import CaseLifecycle, Dataset
from pydantic_evals.evaluators import EvaluationReason, Evaluator, EvaluatorContext, EvaluatorOutput
from pydantic_evals.reporting import ReportCase, ReportCaseFailure

from evals import journal
from evals.cases import Case
from evals.errors import EvalError
from evals.fingerprints import Fingerprints
from evals.observed import Answering, Observed, Tables, observe
from evals.runs import RUN, CaseResult, Run, RunSettings, answer_shown, asked, verdict, write_whole
from evals.scorers import SCORERS
from evals.scorers.score import Score
from evals.summary import summarised
from knowledge.errors import CodeciteError

SUITE_TODAY = date(2026, 11, 22)
"""The day of every case without a date of service, so that a run's answers don't age."""

_SCORES = "scores"
OnCase = Callable[[CaseResult], None]


class CaseStoppedError(Exception):
    """What stopped a case, in words that never repeat what it asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """What is evaluated: the Assistant, the code set's own word, and what both stand on."""

    assistant: Answering
    tables: Tables
    fingerprints: Fingerprints


def run(
    cases: Sequence[Case],
    subject: Subject,
    settings: RunSettings,
    runs: Path,
    *,
    fresh: bool = False,
    on_start: Callable[[str, int, int], None] = lambda run_id, done, total: None,
    on_case: OnCase = lambda result: None,
) -> Run:
    """Runs the cases and keeps the run under `runs`. `on_start` hears the id, how many are done already, and how many there are."""
    identity = _identity(cases, subject.fingerprints, settings)
    begun = None if fresh else journal.unfinished(runs, identity)
    started = begun.started if begun else datetime.now(UTC).isoformat(timespec="seconds")
    folder = runs / (begun.id if begun else _new_id(started, identity, runs))
    results = dict(begun.results) if begun else {}
    session = begun.sessions + 1 if begun else 1
    on_start(folder.name, len(results), len(cases))
    clock = time.perf_counter()
    with journal.writing(folder, identity, started, session) as lines:

        def keep(result: CaseResult) -> None:
            results[result.id] = result
            lines.add(result, time.perf_counter() - clock)
            on_case(result)

        _evaluate([case for case in cases if case.id not in results], subject, settings.jobs, keep)
        ordered = tuple(results[case.id] for case in cases)
        finished = Run(
            id=folder.name,
            started=started,
            duration_s=round((begun.spent_s if begun else 0.0) + time.perf_counter() - clock, 2),
            sessions=session,
            settings=settings,
            fingerprints=subject.fingerprints,
            summary=summarised(ordered, settings.jobs),
            results=ordered,
        )
        write_whole(folder / "run.json", RUN.dump_json(finished, indent=1).decode())
    journal.closed(folder)
    return finished


# -- on pydantic-evals -------------------------------------------------------------------------------------------------


def _evaluate(cases: Sequence[Case], subject: Subject, jobs: int, keep: OnCase) -> None:
    if not cases:
        return

    def ask(case: Case) -> Observed:
        return _observed(case, subject)

    dataset: Dataset[Case, Observed, None] = Dataset(
        name="codecite",
        cases=[EvalsCase(name=case.id, inputs=case) for case in cases],
        evaluators=[ScoredBy(scorer=name) for name in SCORERS],
    )
    try:
        dataset.evaluate_sync(ask, max_concurrency=jobs, progress=False, lifecycle=lambda case: _Keeping(case, keep))
    except BaseExceptionGroup as group:
        raise _first(group) from None  # what stopped the run, not the tasks it stopped with it


def _first(error: BaseException) -> BaseException:
    return _first(error.exceptions[0]) if isinstance(error, BaseExceptionGroup) else error


def _observed(case: Case, subject: Subject) -> Observed:
    try:
        return observe(case, subject.assistant, subject.tables)
    except CodeciteError as error:
        told = f"{type(error).__name__}: {error}"
    except Exception as error:
        frame = error.__traceback__
        while frame is not None and frame.tb_next is not None:
            frame = frame.tb_next
        where = f" at {Path(frame.tb_frame.f_code.co_filename).name}:{frame.tb_lineno}" if frame else ""
        told = f"{type(error).__name__}{where}"
    raise CaseStoppedError(told)


@dataclass(repr=False)
class ScoredBy(Evaluator[Case, Observed, None]):
    """One of our scorers as pydantic-evals calls it; the scores themselves are kept among the case's attributes."""

    scorer: str

    def get_default_evaluation_name(self) -> str:
        return self.scorer

    def evaluate(self, ctx: EvaluatorContext[Case, Observed, None]) -> EvaluatorOutput:
        scores = SCORERS[self.scorer](ctx.inputs, ctx.output)
        ctx.attributes.setdefault(_SCORES, {})[self.scorer] = scores
        shown: dict[str, EvaluationReason] = {}
        for score in scores:
            shown[score.name] = EvaluationReason(value=score.value, reason=score.reason)
            if score.passed is not None:
                shown[f"{score.name}: passed"] = EvaluationReason(value=score.passed, reason=score.reason)
            if score.label is not None:
                shown[f"{score.name}: class"] = EvaluationReason(value=score.label)
        return shown


class _Keeping(CaseLifecycle[Case, Observed, None]):
    """Hands each case's result on as soon as its scorers are done."""

    def __init__(self, case: EvalsCase[Case, Observed, None], keep: OnCase) -> None:
        super().__init__(case)
        self._keep = keep

    async def teardown(
        self, result: ReportCase[Case, Observed, None] | ReportCaseFailure[Case, Observed, None] | None
    ) -> None:
        case = self.case.inputs
        if isinstance(result, ReportCase):
            failures = [f"The scorer {one.name} failed ({one.error_type})." for one in result.evaluator_failures]
            scored: dict[str, tuple[Score, ...]] = result.attributes.get(_SCORES, {})
            self._keep(
                _result(case, result.output, [one for name in SCORERS for one in scored.get(name, ())], failures)
            )
        elif result is not None:
            self._keep(_stopped(case, result.error_message.partition(": ")[2]))


def _result(case: Case, seen: Observed, scores: Iterable[Score], failures: Sequence[str]) -> CaseResult:
    """A case passes when at least one score decides for it, none against it, and every scorer could run."""
    scores = tuple(scores)
    decided = [score.passed for score in scores if score.passed is not None]
    error = " ".join(failures) or (None if decided else "Nothing in the key could be scored.")
    passed = error is None and all(decided)
    return CaseResult(
        asked=asked(case),
        passed=passed,
        verdict=verdict(passed, case.known_failing),
        scores=scores,
        answer=answer_shown(seen),
        error=error,
        elapsed_ms=seen.elapsed_ms,
    )


def _stopped(case: Case, told: str) -> CaseResult:
    return CaseResult(
        asked=asked(case),
        passed=False,
        verdict=verdict(False, case.known_failing),
        scores=(),
        answer=None,
        error=f"The case was stopped by an error: {told}",
        elapsed_ms=0.0,
    )


# -- which run it is ---------------------------------------------------------------------------------------------------


def _identity(cases: Sequence[Case], fingerprints: Fingerprints, settings: RunSettings) -> str:
    """The same for two runs that must come to the same scores; how many cases go at once is no part of it."""
    if len({case.id for case in cases}) != len(cases):
        raise EvalError("Two cases bear one id.", "Give each case an id of its own.")
    told = asdict(settings)
    del told["jobs"]
    keys = [(case.id, case.suite, case.key_digest, case.tags, case.must_pass, case.known_failing) for case in cases]
    text = json.dumps([told, asdict(fingerprints), keys, sorted(SCORERS)], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _new_id(started: str, identity: str, runs: Path) -> str:
    stamp = datetime.fromisoformat(started).strftime("%Y%m%d-%H%M%S")
    name, again = f"{stamp}-{identity[:4]}", 2
    while (runs / name).exists():
        name, again = f"{stamp}-{identity[:4]}-{again}", again + 1
    return name
