"""Required facts: each pattern of the key must stand in the reply's whole text."""

from evals.cases import Case, compiled
from evals.observed import Observed
from evals.scorers.score import Score, listed


def score(case: Case, seen: Observed) -> tuple[Score, ...]:
    wanted = case.expect.says
    if not wanted:
        return ()
    missing = [pattern for pattern in wanted if compiled(pattern).search(seen.text) is None]
    reason = (
        f"Not said: {listed([f'“{one}”' for one in missing])}."
        if missing
        else f"All {len(wanted)} required facts are said."
    )
    return (Score(name="says", value=1 - len(missing) / len(wanted), passed=not missing, reason=reason),)
