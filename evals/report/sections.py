"""What each section of the page shows, counted and put in order: the worst first. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from urllib.parse import quote, urlencode

from evals.compare import Comparison, ScoreChange, SliceChange, Turned
from evals.report.charts import Part, Waits, binned
from evals.report.words import DIMENSIONS, ERROR, OUTCOMES, SCORES, VERDICTS, WAYS, Told, told
from evals.runs import CaseResult, LabelShare, PartSummary, Run, RunSettings, ScoreSummary, Summary
from evals.scorers.outcome import ABSTAINED, INVALID, INVENTED
from evals.statistics import Rate, rate


def link(**filters: str) -> str:
    """The address of the case list with these filters, as the page's script reads it."""
    return f"#{urlencode(filters, quote_via=quote)}"


# -- at a glance -------------------------------------------------------------------------------------------------------


def verdict_parts(summary: Summary) -> list[Part]:
    """All cases by verdict, as stretches of a bar."""
    return [Part(look=name.replace(" ", "-"), label=VERDICTS[name], n=n) for name, n in summary.verdicts]


def must_pass(run: Run) -> Rate | None:
    """How many must-pass cases pass, those marked as failing among them; None where there are none."""
    passed = [one.passed for one in run.results if one.asked.must_pass]
    return rate(passed) if passed else None


def halves(one: Rate) -> list[Part]:
    return [Part(look="passed", label="pass", n=one.right), Part(look="failed", label="fail", n=one.n - one.right)]


# -- what fell, what fails ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Fallen:
    """A case to look at, with why it stands as it does; `lost` are the scores that fell."""

    id: str
    suite: str
    text: str
    why: str
    must_pass: bool
    lost: tuple[str, ...]
    outcome: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """How many cases a score decides against; one case may have several reasons."""

    told: Told
    n: int
    link: str


def outcome_of(result: CaseResult) -> str | None:
    return next((one.label for one in result.scores if one.name == "outcome"), None)


def worst_first(results: Sequence[CaseResult]) -> list[CaseResult]:
    """Must-pass cases, then errors, then codes made up or invalid, then by how many scores failed."""
    return sorted(results, key=_how_bad)


def _how_bad(one: CaseResult) -> tuple[bool, bool, bool, bool, int, bool]:
    outcome = outcome_of(one)
    return (
        not one.asked.must_pass,
        one.error is None,
        outcome != INVENTED,
        outcome != INVALID,
        -sum(score.passed is False for score in one.scores),
        outcome == ABSTAINED,
    )


def fallen(run: Run, turned: Sequence[Turned]) -> list[Fallen]:
    """The cases that turned, as they stand now, the worst first."""
    lost = {one.id: one.lost for one in turned}
    return [_fallen(one, lost[one.id]) for one in worst_first([one for one in run.results if one.id in lost])]


def failing_must_pass(run: Run) -> list[Fallen]:
    failing = [one for one in run.results if one.asked.must_pass and one.verdict == "failed"]
    return [_fallen(one) for one in worst_first(failing)]


def failing(run: Run) -> list[CaseResult]:
    """Everything that fails without being marked, for paper."""
    return worst_first([one for one in run.results if one.verdict == "failed"])


def _fallen(one: CaseResult, lost: tuple[str, ...] = ()) -> Fallen:
    return Fallen(
        id=one.id, suite=one.asked.suite, text=one.asked.text, why=one.why or "Every score passes.",
        must_pass=one.asked.must_pass, lost=tuple(told(SCORES, name).title for name in lost), outcome=outcome_of(one),
    )  # fmt: skip


def reasons(run: Run) -> list[Reason]:
    """Why unmarked cases fail, the commonest reason first; each links to its cases."""
    counted = Counter(name for one in run.results if one.verdict == "failed" for name in failed_scores(one))
    return [
        Reason(told=told(SCORES, name), n=n, link=link(verdict="failed", fails=name))
        for name, n in counted.most_common()
    ]


def failed_scores(one: CaseResult) -> tuple[str, ...]:
    return (ERROR,) if one.error is not None else tuple(score.name for score in one.scores if score.passed is False)


# -- slices ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class SliceRow:
    """One slice; `before` and `change` only where the comparison has paired cases of it."""

    name: str
    link: str
    rate: Rate
    before: Rate | None
    change: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    id: str
    title: str
    rows: tuple[SliceRow, ...]


def dimensions(summary: Summary, comparison: Comparison | None) -> list[Dimension]:
    """The slices by dimension; first those that are weak beyond doubt: the upper end of the interval decides."""
    changes: Mapping[tuple[str, str], SliceChange] = (
        {(one.dimension, one.name): one for one in comparison.slices} if comparison is not None else {}
    )
    found: dict[str, list[SliceRow]] = {}
    for one in summary.slices:
        change = changes.get((one.dimension, one.name))
        found.setdefault(one.dimension, []).append(
            SliceRow(
                name=slice_name(one.dimension, one.name),
                link=link(**{one.dimension: one.name}),
                rate=one.rate,
                before=change.before if change else None,
                change=change.after.value - change.before.value if change else None,
            )
        )
    return [
        Dimension(
            id=name,
            title=DIMENSIONS.get(name, name),
            rows=tuple(sorted(rows, key=lambda row: (row.rate.high, row.rate.value, row.name))),
        )
        for name, rows in found.items()
    ]


def slice_name(dimension: str, name: str) -> str:
    return WAYS.get(name, name) if dimension == "way" else name


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    dimension: str
    name: str
    link: str
    change: SliceChange

    @property
    def points(self) -> float:
        return self.change.after.value - self.change.before.value


def moved(comparison: Comparison) -> list[Moved]:
    """The slices in which a case turned: the heaviest losses, then the greatest gains. A tag that only repeats a slice of
    another dimension is left out.
    """
    repeated = {
        name
        for one in comparison.slices
        if one.dimension != "tag"
        for name in (one.name, f"{one.dimension}:{one.name}")
    }
    return [
        Moved(
            dimension=DIMENSIONS.get(one.dimension, one.dimension),
            name=slice_name(one.dimension, one.name),
            link=link(**{one.dimension: one.name, "changed": "turned"}),
            change=one,
        )
        for one in sorted(comparison.slices, key=_how_moved)
        if (one.better or one.worse) and not (one.dimension == "tag" and one.name in repeated)
    ]


def _how_moved(one: SliceChange) -> tuple[bool, int, int, int]:
    net = one.better - one.worse
    return (net > 0, -abs(net), -one.worse, one.n)


# -- scores, outcomes, edits -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreRow:
    """One score; those that decide a case link to the cases that fail it."""

    told: Told
    summary: ScoreSummary
    link: str | None
    change: ScoreChange | None


def scores(summary: Summary, comparison: Comparison | None, *, decide: bool) -> list[ScoreRow]:
    """Those that decide a case, the weakest first; or those that are only measured."""
    changes = {one.name: one for one in comparison.scores} if comparison is not None else {}
    rows = [
        ScoreRow(
            told=told(SCORES, one.name),
            summary=one,
            link=link(fails=one.name) if one.rate is not None and one.rate.right < one.rate.n else None,
            change=changes.get(one.name),
        )
        for one in summary.scores
        if (one.rate is not None) == decide
    ]
    return sorted(rows, key=lambda row: row.summary.rate.value if row.summary.rate else 1.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutcomeRow:
    """`look` names its mark and colour: each of the six has its own, so that inventing never looks like abstaining."""

    label: str
    look: str
    told: Told
    rate: Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcomes:
    rows: tuple[OutcomeRow, ...]
    by_suite: tuple[tuple[str, tuple[OutcomeRow, ...]], ...]


def outcomes(summary: Summary) -> Outcomes | None:
    """Of all answers that should name a code, and suite by suite; None where no case expects one."""
    overall = next((one.labels for one in summary.scores if one.name == "outcome"), ())
    if not overall:
        return None
    return Outcomes(
        rows=_outcome_rows(overall),
        by_suite=tuple(
            (one.name, _outcome_rows(one.outcomes))
            for one in summary.slices
            if one.dimension == "suite" and one.outcomes
        ),
    )


def _outcome_rows(labels: Sequence[LabelShare]) -> tuple[OutcomeRow, ...]:
    return tuple(
        OutcomeRow(label=one.label, look=one.label.replace(" ", "-"), told=told(OUTCOMES, one.label), rate=one.rate)
        for one in labels
    )


def stretches(rows: Sequence[OutcomeRow]) -> list[Part]:
    return [Part(look=one.look, label=one.told.title, n=one.rate.right) for one in rows]


def parts(found: Sequence[PartSummary]) -> list[PartSummary]:
    """Edits or identifiers, those that went wrong most often first."""
    return sorted(found, key=lambda one: (-(one.missed + one.false_alarms), one.name))


# -- the router --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Taken:
    """A cell of the confusion table: how often a kind (the row) was taken for one (the column). `heat` is 0 to 4."""

    got: str
    n: int
    right: bool
    heat: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Router:
    """`mistakes` are (expected, got, n), the commonest first."""

    rate: Rate
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[Taken, ...], int], ...]
    mistakes: tuple[tuple[str, str, int], ...]


def router(summary: Summary) -> Router | None:
    """None where no case expects a kind."""
    counts = {(one.expected, one.got): one.n for one in summary.confusion}
    if not counts:
        return None
    names = sorted({name for pair in counts for name in pair} - {"none"})
    columns = (*names, *(("none",) if any(got == "none" for _, got in counts) else ()))
    expected = [name for name in columns if any(pair[0] == name for pair in counts)]
    right = sum(n for (one, got), n in counts.items() if one == got)
    total = sum(counts.values())
    return Router(
        rate=rate([True] * right + [False] * (total - right)),
        columns=columns,
        rows=tuple(
            (
                name,
                tuple(
                    Taken(got=got, n=(n := counts.get((name, got), 0)), right=name == got, heat=_heat(n))
                    for got in columns
                ),
                sum(counts.get((name, got), 0) for got in columns),
            )
            for name in expected
        ),
        mistakes=tuple((one, got, n) for (one, got), n in counts.items() if one != got),
    )


def _heat(n: int) -> int:
    """A step darker for 1, 2, 4 and 8 cases and more."""
    return min(4, n.bit_length())


# -- what it stood on ----------------------------------------------------------------------------------------------------


def asked_for(settings: RunSettings) -> str:
    """Which cases the run was asked for. A folder is told by its name: where it lies is nobody else's business."""
    chosen = {
        "suites": settings.suites,
        "tags": settings.tags,
        "cases": settings.cases,
        "own folders": tuple(PurePath(folder).name for folder in settings.folders),
    }
    return "; ".join(f"{what} {', '.join(names)}" for what, names in chosen.items() if names) or "all suites"


# -- waiting -----------------------------------------------------------------------------------------------------------


def waits(run: Run) -> list[tuple[str, Waits]]:
    """Each way of asking with its waiting times, those stopped by an error left out."""
    timed: dict[str, list[float]] = {}
    for one in run.results:
        if one.error is None:
            timed.setdefault(one.asked.way, []).append(one.elapsed_ms)
    return [(way, binned(timed[way])) for way in WAYS if way in timed]
