"""What the Assistant can't do yet: a case that needs it fails, and says so."""

from evals.cases import Case
from evals.observed import Observed
from evals.scorers.score import Score

_WITHOUT_A_REVIEW = {"identifiers"}


def score(case: Case, seen: Observed) -> tuple[Score, ...]:
    if not seen.missing or set(case.expect.keys) <= _WITHOUT_A_REVIEW:
        return ()
    return (Score(name="reviewed", value=0.0, passed=False, reason=seen.missing),)
