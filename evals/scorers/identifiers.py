"""Identifiers: whether the kinds seen are those that stand in the text, and no other."""

from evals.cases import Case
from evals.observed import Observed
from evals.scorers.edits import FALSE_ALARM, HIT, MISSED
from evals.scorers.score import Score, listed


def score(case: Case, seen: Observed) -> tuple[Score, ...]:
    wanted = case.expect.identifiers
    if wanted is None:
        return ()
    missed = [one for one in wanted if one not in seen.identifiers]
    alarms = [one for one in seen.identifiers if one not in wanted]
    told = [f"missed {listed(missed)}"] * bool(missed) + [f"false alarm {listed(alarms)}"] * bool(alarms)
    parts = (
        *((one, HIT) for one in wanted if one not in missed),
        *((one, MISSED) for one in missed),
        *((one, FALSE_ALARM) for one in alarms),
    )
    right = not told
    together = len({*wanted, *seen.identifiers})
    return (
        Score(
            name="identifiers",
            value=(len(wanted) - len(missed)) / together if together else 1.0,
            passed=right,
            reason="The identifiers seen are those that are there." if right else f"Identifiers: {'; '.join(told)}.",
            parts=parts,
        ),
    )
