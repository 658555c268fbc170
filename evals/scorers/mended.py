"""The mended claim: whether the certain mends leave the diagnoses that should stand."""

from evals.cases import Case, any_covers
from evals.observed import Observed
from evals.scorers.score import Score, listed


def score(case: Case, seen: Observed) -> tuple[Score, ...]:
    all_of, any_of = case.expect.recommended, case.expect.recommended_any
    if case.way != "claim" or (all_of is None and any_of is None):
        return ()
    got = seen.mended or ()
    missing = [one for one in all_of or () if not any(any_covers((one,), code) for code in got)]
    mends = bool(got) == bool(all_of or any_of)
    passed = mends and not missing and (not any_of or any(any_covers(any_of, code) for code in got))
    told = f"mended to {listed(got)}" if got else "no mend is certain"
    wanted = listed((*(all_of or ()), *(any_of or ()))) or "no mend"
    reason = f"The claim: {told}, as expected." if passed else f"The claim: {told}; expected {wanted}."
    return (Score(name="mended", value=float(passed), passed=passed, reason=reason),)
