"""Some Z codes may only be first-listed: a visit is for one of them, or it isn't."""

from bot.claims import Authorities, Claim, Finding, Suggestion
from bot.guardrails.code_edits.listed import known_codes, reportable_codes, typed_as
from bot.guardrails.code_edits.quoting import rule

READ = ("Z00", "Z01", "Z02", "Z04", "Z31.81", "Z31.83", "Z31.84", "Z33.2")
"""Read word for word on a copy of the list (FY2024)."""
FROM_MEMORY = ("Z34", "Z38", "Z39", "Z40", "Z42", "Z51.0", "Z51.1", "Z52", "Z76.1", "Z76.2", "Z99.12")
"""The rest of the list, which no copy we read reached: the finding tells the reader to check the guideline."""
EXCEPT = ("Z00.6", "Z52.9")


def is_first_listed_only(code: str) -> bool:
    return code.startswith(READ + FROM_MEMORY) and not code.startswith(EXCEPT)


def edit(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """Authority: guideline I.C.21.c.16 (FY2024). Outpatient; records of several visits of one day, combined, are exempt.

    Where the first code is of the list too, the claim is right only as such a combination: that is said, not asked.
    """
    listed = known_codes(claim)
    if claim.setting == "inpatient" or not any(is_first_listed_only(code) for code in listed[1:]):
        return ()
    reportable = reportable_codes(claim, authorities)
    return tuple(
        _finding(claim, authorities, listed[0], code, may_move=listed[0] in reportable)
        for code in listed[1:]
        if is_first_listed_only(code) and code in reportable
    )


def _finding(claim: Claim, authorities: Authorities, first: str, code: str, *, may_move: bool) -> Finding:
    check = "" if code.startswith(READ) else " Check the guideline: this entry of its list we know from memory only."
    combined = is_first_listed_only(first)
    if combined:
        message = (
            f"{code} may only be first-listed, and so may {first}: both stand on one claim only when the records of two visits"
            f" on one day are combined.{check}"
        )
    else:
        message = (
            f"{code} may only be first-listed: move it before {first} when the visit was for it, otherwise take it off, unless"
            f" the records of two visits on one day are combined.{check}"
        )
    return Finding(
        edit="first-listed-only",
        severity="inform" if combined else "query",
        codes=(code,),
        message=message,
        authority="Guideline I.C.21.c.16",
        citation=rule(authorities, "guideline.i-c-21-c-16", "may only be first-listed"),
        suggestion=None
        if combined or not may_move
        else Suggestion(
            replaces=typed_as(claim, first), codes=(code, first), choose_by="when the visit was for the first"
        ),
    )
