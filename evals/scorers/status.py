"""Status: whether the reply answers, asks back or refuses, as the key says."""

from evals.cases import Case
from evals.observed import Observed
from evals.scorers.score import Score, listed


def score(case: Case, seen: Observed) -> tuple[Score, ...]:
    wanted = case.expect.status
    if wanted is None:
        return ()
    right = seen.status in wanted
    got = seen.status or "nothing"
    reason = f"The reply is {got}, as expected." if right else f"The reply is {got}; expected {listed(wanted)}."
    return (Score(name="status", value=float(right), passed=right, label=got, reason=reason),)
