"""Two runs of the same cases, paired: what turned better and worse, whether that is more than chance, and where."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import TypeAdapter

from evals.baseline import Baseline, Standing, standings
from evals.errors import NothingToAverageError
from evals.fingerprints import Fingerprints, differences
from evals.runs import Run
from evals.statistics import (
    DropTest,
    McNemar,
    Mean,
    Rate,
    drop_test,
    mcnemar,
    paired_difference,
    power_to_see_a_drop,
    rate,
)
from evals.summary import sliced

SCHEMA: Literal["codecite.comparison/1"] = "codecite.comparison/1"
DROPS = (0.01, 0.03, 0.05, 0.10)
"""The true drops a comparison states its power for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """One side of a comparison: a run, or the baseline with the run it was last accepted from."""

    name: str
    started: str
    fingerprints: Fingerprints
    cases: Mapping[str, Standing]


@dataclass(frozen=True, slots=True, kw_only=True)
class Turned:
    """A case that turned, with the question and why it stands as it does now."""

    id: str
    suite: str
    asked: str
    must_pass: bool
    why: str
    lost: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreChange:
    """One score over the cases that have it on both sides; `difference` is after − before with its paired interval."""

    name: str
    n: int
    before: float
    after: float
    difference: Mean


@dataclass(frozen=True, slots=True, kw_only=True)
class SliceChange:
    """To look where a change sits. Many slices are looked at, so a small p here is a hint, never a verdict."""

    dimension: str
    name: str
    n: int
    before: Rate
    after: Rate
    better: int
    worse: int
    p_value: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Power:
    """How often this many paired cases would find a true drop of this size."""

    drop: float
    found: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """`rekeyed` are cases whose question or key changed: they are left out, as are those that one side lacks."""

    schema: Literal["codecite.comparison/1"] = SCHEMA
    before: str
    after: str
    differences: tuple[str, ...]
    n: int
    rate_before: Rate
    rate_after: Rate
    better: tuple[Turned, ...]
    worse: tuple[Turned, ...]
    mcnemar: McNemar
    drop: DropTest
    power: tuple[Power, ...]
    scores: tuple[ScoreChange, ...]
    slices: tuple[SliceChange, ...]
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]
    rekeyed: tuple[str, ...]


COMPARISON = TypeAdapter(Comparison)


def side_of(run: Run) -> Side:
    return Side(name=run.id, started=run.started, fingerprints=run.fingerprints, cases=standings(run.results))


def baseline_side(baseline: Baseline, name: str = "baseline") -> Side:
    latest = baseline.accepted[-1]
    return Side(
        name=f"{name} ({latest.run})", started=latest.started, fingerprints=latest.fingerprints, cases=baseline.cases
    )


def compare(before: Side, after: Run, *, allowed_drop: float = 0.0, alpha: float = 0.05) -> Comparison:
    """Pairs the cases by id and key. Raises NothingToAverageError when no case stands on both sides."""
    now = standings(after.results)
    shared = [one for one in after.results if one.id in before.cases]
    paired = [one for one in shared if before.cases[one.id].key == one.asked.key]
    if not paired:
        raise NothingToAverageError(
            f"No case of run {after.id} stands in {before.name} with the same key.", "Compare runs of the same suites."
        )
    was = {one.id: before.cases[one.id].passed for one in paired}
    better = [one for one in paired if one.passed and not was[one.id]]
    worse = [one for one in paired if not one.passed and was[one.id]]

    def turned(one_id: str) -> Turned:
        one = next(result for result in paired if result.id == one_id)
        earlier, later = before.cases[one_id].scores, now[one_id].scores
        return Turned(
            id=one.id,
            suite=one.asked.suite,
            asked=one.asked.text,
            must_pass=one.asked.must_pass,
            why=one.why or "Every score passes now.",
            lost=tuple(name for name, value in earlier.items() if later.get(name, 0.0) < value),
        )

    run_suites = {one.asked.suite for one in after.results}
    return Comparison(
        before=before.name,
        after=after.id,
        differences=differences(before.fingerprints, after.fingerprints),
        n=len(paired),
        rate_before=rate([was[one.id] for one in paired]),
        rate_after=rate([one.passed for one in paired]),
        better=tuple(turned(one.id) for one in better),
        worse=tuple(turned(one.id) for one in worse),
        mcnemar=mcnemar(len(better), len(worse)),
        drop=drop_test(len(better), len(worse), len(paired), allowed=allowed_drop, alpha=alpha),
        power=tuple(
            Power(drop=drop, found=round(power_to_see_a_drop(len(paired), drop, alpha=alpha), 3)) for drop in DROPS
        ),
        scores=_score_changes({one.id: before.cases[one.id] for one in paired}, now),
        slices=tuple(
            SliceChange(
                dimension=dimension,
                name=name,
                n=len(members),
                before=rate([was[one.id] for one in members]),
                after=rate([one.passed for one in members]),
                better=(gained := sum(one.passed and not was[one.id] for one in members)),
                worse=(fell := sum(not one.passed and was[one.id] for one in members)),
                p_value=mcnemar(gained, fell).p_value,
            )
            for (dimension, name), members in sliced(paired).items()
        ),
        only_before=tuple(
            case for case, standing in before.cases.items() if case not in now and standing.suite in run_suites
        )
        if not (after.settings.tags or after.settings.cases)
        else (),
        only_after=tuple(one.id for one in after.results if one.id not in before.cases),
        rekeyed=tuple(one.id for one in shared if before.cases[one.id].key != one.asked.key),
    )


def _score_changes(before: Mapping[str, Standing], after: Mapping[str, Standing]) -> tuple[ScoreChange, ...]:
    names = dict.fromkeys(name for standing in before.values() for name in standing.scores)
    found = []
    for name in names:
        pairs = [
            (standing.scores[name], after[case].scores[name])
            for case, standing in before.items()
            if name in standing.scores and name in after[case].scores
        ]
        if pairs:
            earlier, later = [one for one, _ in pairs], [one for _, one in pairs]
            difference = paired_difference(earlier, later)
            found.append(
                ScoreChange(
                    name=name,
                    n=len(pairs),
                    before=sum(earlier) / len(pairs),
                    after=sum(later) / len(pairs),
                    difference=difference,
                )
            )
    return tuple(found)
