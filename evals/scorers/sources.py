"""Required sources: each passage of the key, by its id or how it begins, must be cited."""

from evals.cases import Case
from evals.observed import Observed
from evals.scorers.score import Score, listed


def score(case: Case, seen: Observed) -> tuple[Score, ...]:
    wanted = case.expect.sources
    if wanted is None:
        return ()
    cited = [one.passage.id for one in seen.citations]
    missing = [one for one in wanted if not any(passage.startswith(one) for passage in cited)]
    strangers = cited if not wanted else []
    reason = (
        f"Not cited: {listed(missing)}; cited: {listed(cited) or 'nothing'}."
        if missing
        else f"Cited, though nothing should be: {listed(strangers)}."
        if strangers
        else "Every required source is cited."
    )
    value = 1 - len(missing) / len(wanted) if wanted else float(not strangers)
    return (Score(name="sources", value=value, passed=not missing and not strangers, reason=reason),)
