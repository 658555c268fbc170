"""Kind: whether the router took the question for what it is; its parts make the confusion table."""

from collections import Counter
from collections.abc import Iterable

from evals.cases import Case
from evals.observed import Observed
from evals.scorers.score import Score, listed


def score(case: Case, seen: Observed) -> tuple[Score, ...]:
    wanted = case.expect.kind
    if not wanted:
        return ()
    got = seen.kind or "none"
    right = got in wanted
    reason = f"Taken for {got}, as expected." if right else f"Taken for {got}; expected {listed(wanted)}."
    expected = got if right else wanted[0]
    return (Score(name="kind", value=float(right), passed=right, reason=reason, parts=((expected, got),)),)


def confusion(scores: Iterable[Score]) -> tuple[tuple[str, str, int], ...]:
    """How often a kind (first) was taken for a kind (second), the most frequent mistakes first, then what was right."""
    counted = Counter(part for score in scores if score.name == "kind" for part in score.parts)
    return tuple(
        (expected, got, n)
        for (expected, got), n in sorted(counted.items(), key=lambda one: (one[0][0] == one[0][1], -one[1], one[0]))
    )
