"""Codes to keep off the claim: what must be rejected, what must not be recommended, and when nothing may be."""

from evals.cases import Case, any_covers
from evals.observed import Observed
from evals.scorers.score import Score, listed


def score(case: Case, seen: Observed) -> tuple[Score, ...]:
    return (*_rejected(case, seen), *_not_recommended(case, seen))


def _rejected(case: Case, seen: Observed) -> tuple[Score, ...]:
    wanted = case.expect.rejected
    if wanted is None:
        return ()
    missed = [one for one in wanted if not any(any_covers((one,), code) for code in seen.rejected)]
    strangers = list(seen.rejected) if not wanted else []
    value = (len(wanted) - len(missed)) / len(wanted) if wanted else float(not strangers)
    reason = (
        f"Not rejected: {listed(missed)}; the reply rejects {listed(seen.rejected) or 'nothing'}."
        if missed
        else f"Rejected, though nothing should be: {listed(strangers)}."
        if strangers
        else f"Rejected as expected: {listed(wanted) or 'nothing'}."
    )
    return (Score(name="rejected", value=value, passed=not missed and not strangers, reason=reason),)


def _not_recommended(case: Case, seen: Observed) -> tuple[Score, ...]:
    banned = case.expect.not_recommended
    nothing = case.expect.recommended == () and case.way != "claim"
    if banned is None and not nothing:
        return ()
    wrong = [code for code in seen.recommended if nothing or any_covers(banned or (), code)]
    reason = (
        f"Recommended, though it must not be: {listed(wrong)}."
        if wrong
        else "Nothing is recommended, as expected."
        if nothing
        else f"Not recommended, as expected: {listed(banned or ())}."
    )
    return (Score(name="not recommended", value=float(not wrong), passed=not wrong, reason=reason),)
