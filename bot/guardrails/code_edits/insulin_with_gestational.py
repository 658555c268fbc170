"""Gestational diabetes says by its own code how it is treated: no long-term drug code beside it."""

from bot.claims import Authorities, Claim, Finding, Suggestion
from bot.guardrails.code_edits.listed import reportable_codes, typed_as
from bot.guardrails.code_edits.quoting import rule

_GESTATIONAL = "O24.4"
DRUGS = {"Z79.4": "insulin", "Z79.84": "oral drugs", "Z79.85": "injectable drugs"}


def edit(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """Authority: guideline I.C.15.i (FY2027, read by a third party on the official text)."""
    reportable = reportable_codes(claim, authorities)
    gestational = next((code for code in reportable if code.startswith(_GESTATIONAL)), None)
    if gestational is None:
        return ()
    return tuple(
        Finding(
            edit="insulin-with-gestational",
            severity="query",
            codes=(code, gestational),
            message=f"{code} isn't added to gestational diabetes: {gestational} says how it is treated. Take {code} off{_by(code, gestational)}.",
            authority="Guideline I.C.15.i",
            citation=rule(authorities, "guideline.i-c-15-i", "not added to O24.4-"),
            suggestion=Suggestion(
                replaces=typed_as(claim, code), codes=(), choose_by="when the diabetes is gestational"
            ),
        )
        for code in reportable
        if code in DRUGS
    )


def _by(drug: str, gestational: str) -> str:
    """Which code of O24.4- says the treatment, when the listed one says another (5th to 6th character: 4 insulin, 5 oral drugs)."""
    wanted = {"Z79.4": "4", "Z79.84": "5"}.get(drug)
    if wanted is None or gestational.endswith(wanted):
        return ""
    return f", and check {gestational} against the treatment: {gestational[:-1]}{wanted} is the code for {DRUGS[drug]}"
