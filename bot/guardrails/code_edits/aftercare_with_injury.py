"""The injury code with its 7th character is the aftercare: no aftercare Z code beside it."""

from bot.claims import Authorities, Claim, Finding, Suggestion
from bot.guardrails.code_edits.encounters import is_injury, phase
from bot.guardrails.code_edits.listed import reportable_codes, typed_as
from bot.guardrails.code_edits.quoting import rule

AFTERCARE = ("Z47", "Z48", "Z51.89")
"""Orthopedic, surgical and other specified aftercare. Dialysis, openings and devices (Z43-Z46, Z49) are care of something else."""
_PATHOLOGICAL_FRACTURES = ("M80", "M84.3", "M84.4", "M84.5", "M84.6")


def edit(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """Authority: guidelines I.C.19.a and I.C.21.c.7 (FY2026). Any letter of a subsequent encounter counts, as fractures have many."""
    reportable = reportable_codes(claim, authorities)
    aftercare = [code for code in reportable if code.startswith(AFTERCARE)]
    if not aftercare:
        return ()
    healing = [
        code
        for code in reportable
        if (is_injury(code) or code.startswith(_PATHOLOGICAL_FRACTURES))
        and phase(code, authorities.code_set) == "healing"
    ]
    return tuple(
        Finding(
            edit="aftercare-with-injury",
            severity="query",
            codes=(code, healing[0]),
            message=f"{healing[0]} already says aftercare by its 7th character: take {code} off, unless it is for something other than the injury.",
            authority="Guidelines I.C.19.a and I.C.21.c.7",
            citation=rule(authorities, "guideline.i-c-19-a-aftercare", "aftercare Z code is not used"),
            suggestion=Suggestion(
                replaces=typed_as(claim, code), codes=(), choose_by="unless it is for something other than the injury"
            ),
        )
        for code in aftercare
        if healing
    )
