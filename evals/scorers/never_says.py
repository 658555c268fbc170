"""Forbidden claims: no pattern of the key may stand in the reply's whole text."""

from evals.cases import Case, compiled
from evals.observed import Observed
from evals.scorers.score import Score, listed


def score(case: Case, seen: Observed) -> tuple[Score, ...]:
    banned = case.expect.never_says
    if not banned:
        return ()
    said = [match[0] for match in (compiled(pattern).search(seen.text) for pattern in banned) if match is not None]
    reason = (
        f"Said, though it must not be: {listed([f'“{one}”' for one in said])}."
        if said
        else "Nothing forbidden is said."
    )
    return (Score(name="never says", value=float(not said), passed=not said, reason=reason),)
