"""States: what the reply says each code is on the date of service."""

from evals.cases import Case
from evals.observed import Observed
from evals.scorers.score import Score, listed


def score(case: Case, seen: Observed) -> tuple[Score, ...]:
    wanted = case.expect.states
    if not wanted:
        return ()
    told = {one.code: one.state for one in seen.codes}
    wrong = [
        f"{code} is called {told.get(code, 'nothing')}, not {state}"
        for code, state in wanted
        if told.get(code) != state
    ]
    reason = f"{listed(wrong)}." if wrong else "Each code has its state."
    return (Score(name="states", value=1 - len(wrong) / len(wanted), passed=not wrong, reason=reason),)
