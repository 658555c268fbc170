"""Code outcome: exact, same category, other valid, invalid on the date, invented or abstained; never one number for two of them."""

from evals.cases import Case, any_covers
from evals.observed import Observed
from evals.scorers.score import Score, listed
from knowledge.code_set.codes import canonical

EXACT, SAME_CATEGORY, OTHER_VALID = "exact", "same category", "other valid"
INVALID, INVENTED, ABSTAINED = "invalid on the date", "invented", "abstained"
OUTCOMES = (EXACT, SAME_CATEGORY, OTHER_VALID, INVALID, INVENTED, ABSTAINED)
"""From the best to the worst, but that abstaining and inventing are different failures."""


def score(case: Case, seen: Observed) -> tuple[Score, ...]:
    """Where a code is expected. The worst code recommended decides; one missing of several is no exact answer."""
    all_of = case.expect.recommended or ()
    any_of = (*(case.expect.recommended_any or ()), *(case.expect.codes or ()))
    if case.way == "claim" or not (all_of or any_of):
        return ()
    label, reason = _outcome(all_of, any_of, seen)
    return (Score(name="outcome", value=float(label == EXACT), passed=label == EXACT, label=label, reason=reason),)


def _outcome(all_of: tuple[str, ...], any_of: tuple[str, ...], seen: Observed) -> tuple[str, str]:
    wanted = listed([*all_of, *(["one of"] if any_of and len(any_of) > 1 else []), *any_of]).replace(
        "one of, ", "one of "
    )
    invented = _invented_in_text(seen)
    if invented:
        return INVENTED, f"The reply names {listed(invented)}, which no release we hold has."
    got = seen.recommended
    if not got:
        return ABSTAINED, f"No code is recommended; {wanted} was expected." + (
            f" {seen.missing}" if seen.missing else ""
        )
    graded = [(_grade(code, (*all_of, *any_of), seen), code) for code in got]
    worst, code = max(graded, key=lambda one: OUTCOMES.index(one[0]))
    what = "Rank 1 is" if seen.way == "phrase" else "Recommended:"
    if worst != EXACT:
        why = {
            SAME_CATEGORY: "of the right category, but not the code",
            OTHER_VALID: "a valid code, but another",
            INVALID: f"not billable on {seen.day.isoformat()} ({seen.states.get(code, 'unknown')})",
            INVENTED: "in no release we hold",
        }[worst]
        return worst, f"{what} {code}, {why}; {wanted} was expected."
    missing = [one for one in all_of if not any(any_covers((one,), code) for code in got)]
    if missing:
        return OTHER_VALID, f"{what} {listed(got)}, but not {listed(missing)}."
    if any_of and not any(any_covers(any_of, code) for code in got):
        return OTHER_VALID, f"{what} {listed(got)}; {wanted} was expected."
    return EXACT, f"{what} {listed(got)}, as expected."


def _grade(code: str, wanted: tuple[str, ...], seen: Observed) -> str:
    state = seen.states.get(code, "unknown")
    if state == "unknown":
        return INVENTED
    if any_covers(wanted, code):
        return EXACT
    if state != "billable":
        return INVALID
    return SAME_CATEGORY if code[:3] in {one[:3] for one in wanted} else OTHER_VALID


def _invented_in_text(seen: Observed) -> list[str]:
    """Codes of the reply that no release has, unless the person named them or a quoted passage does."""
    told = " ".join((seen.given, *(one.quote for one in seen.citations)))
    given = {canonical(word.strip("?!.,;:()\"'“”")) for word in told.split()}
    return [
        code for code, state in seen.states.items() if state == "unknown" and code not in told and code not in given
    ]
