"""A run in numbers: every rate with its n and interval, overall and by slice; what no case asks about has no number. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence

from evals.runs import CaseResult, Confusion, LabelShare, PartSummary, ScoreRate, ScoreSummary, Slice, Summary, Verdict
from evals.scorers.edits import FALSE_ALARM, HIT, MISSED
from evals.scorers.kind import confusion
from evals.scorers.latency import latency
from evals.scorers.outcome import OUTCOMES
from evals.scorers.score import Score
from evals.statistics import Mean, Rate, mean, rate, wilson

VERDICTS: tuple[Verdict, ...] = ("passed", "failed", "known failing", "unmark")


def summarised(results: Sequence[CaseResult], jobs: int) -> Summary:
    """Raises NothingToAverageError for a run of no cases."""
    verdicts = Counter(one.verdict for one in results)
    return Summary(
        n=len(results),
        passed=rate([one.passed for one in results]),
        verdicts=tuple((one, verdicts[one]) for one in VERDICTS),
        errors=sum(one.error is not None for one in results),
        scores=score_summaries(results),
        slices=tuple(
            Slice(
                dimension=dimension,
                name=name,
                rate=rate([one.passed for one in members]),
                scores=_score_rates(members),
                outcomes=_labels([score for one in members for score in one.scores if score.name == "outcome"]),
            )
            for (dimension, name), members in sliced(results).items()
        ),
        edits=_parts(results, {"edit recall", "edit precision"}),
        identifiers=_parts(results, {"identifiers"}),
        confusion=tuple(
            Confusion(expected=expected, got=got, n=n)
            for expected, got, n in confusion(score for one in results for score in one.scores)
        ),
        latency=tuple(
            latency(way, waits, jobs)
            for way in ("ask", "phrase", "claim", "note")
            if (waits := [one.elapsed_ms for one in results if one.asked.way == way and one.error is None])
        ),
    )


def sliced(results: Sequence[CaseResult]) -> dict[tuple[str, str], list[CaseResult]]:
    """The cases by suite, way, expected kind, payer and tag; a case stands in every slice it belongs to."""
    found: dict[tuple[str, str], list[CaseResult]] = {}
    for one in results:
        for key in slices_of(one):
            found.setdefault(key, []).append(one)
    order = ("suite", "way", "kind", "payer", "tag")
    return dict(sorted(found.items(), key=lambda item: (order.index(item[0][0]), item[0][1])))


def slices_of(result: CaseResult) -> tuple[tuple[str, str], ...]:
    asked = result.asked
    kinds = next((values for key, values in asked.expect if key == "kind"), ())
    return (
        ("suite", asked.suite),
        ("way", asked.way),
        *(("kind", kind) for kind in kinds[:1]),
        *((("payer", asked.payer),) if asked.payer else ()),
        *(("tag", tag) for tag in asked.tags),
    )


def score_summaries(results: Iterable[CaseResult]) -> tuple[ScoreSummary, ...]:
    found = []
    for name, scores in _by_name(results).items():
        decided = [score.passed for score in scores if score.passed is not None]
        found.append(
            ScoreSummary(name=name, mean=_mean(scores), rate=rate(decided) if decided else None, labels=_labels(scores))
        )
    return tuple(found)


def _mean(scores: Sequence[Score]) -> Mean:
    """Of zeros and ones the interval is Wilson's; of anything else it is the bootstrap's."""
    values = [score.value for score in scores]
    if all(value in (0.0, 1.0) for value in values):
        right, interval = int(sum(values)), wilson(int(sum(values)), len(values))
        return Mean(n=len(values), value=right / len(values), low=interval.low, high=interval.high)
    return mean(values)


def _score_rates(results: Iterable[CaseResult]) -> tuple[ScoreRate, ...]:
    decided = {
        name: [score.passed for score in scores if score.passed is not None]
        for name, scores in _by_name(results).items()
    }
    return tuple(ScoreRate(name=name, rate=rate(verdicts)) for name, verdicts in decided.items() if verdicts)


def _by_name(results: Iterable[CaseResult]) -> dict[str, list[Score]]:
    found: dict[str, list[Score]] = {}
    for one in results:
        for score in one.scores:
            found.setdefault(score.name, []).append(score)
    return found


def _labels(scores: Sequence[Score]) -> tuple[LabelShare, ...]:
    """Each class with its share of all that have one; for code outcomes in their order, all six, also where none fell."""
    labels = [score.label for score in scores if score.label is not None]
    if not labels:
        return ()
    names = OUTCOMES if scores[0].name == "outcome" else tuple(sorted(set(labels)))
    return tuple(LabelShare(label=name, rate=rate([one == name for one in labels])) for name in names)


def _parts(results: Iterable[CaseResult], names: set[str]) -> tuple[PartSummary, ...]:
    counted = Counter(part for one in results for score in one.scores if score.name in names for part in score.parts)
    return tuple(
        PartSummary(
            name=name,
            hits=(hits := counted[(name, HIT)]),
            missed=(missed := counted[(name, MISSED)]),
            false_alarms=(alarms := counted[(name, FALSE_ALARM)]),
            recall=_share(hits, hits + missed),
            precision=_share(hits, hits + alarms),
        )
        for name in sorted({name for name, _ in counted})
    )


def _share(right: int, n: int) -> Rate | None:
    return rate([True] * right + [False] * (n - right)) if n else None
