"""An external cause (V00-Y99) is never the first diagnosis."""

from bot.claims import Authorities, Claim, Finding, Suggestion
from bot.guardrails.code_edits.listed import first_listed, known_codes, reportable_codes, typed_as
from bot.guardrails.code_edits.quoting import rule

EXTERNAL_CAUSES = "VWXY"


def edit(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """Authority: guideline I.C.20.a.6 (FY2026); Medicare Code Editor, external cause of morbidity as principal diagnosis."""
    cause = first_listed(claim)
    if cause is None or cause[0] not in EXTERNAL_CAUSES:
        return ()
    reportable = reportable_codes(claim, authorities)
    if cause not in reportable:
        return ()
    condition = next((code for code in known_codes(claim) if code[0] not in EXTERNAL_CAUSES), None)
    if condition in reportable and condition is not None and _may_be_first(condition, claim, authorities):
        message = f"{cause} says how it happened and can't be first: list {condition} first, and {cause} after it."
        suggestion = Suggestion(replaces=typed_as(claim, cause), codes=(condition, cause))
    else:
        message = (
            f"{cause} says how it happened and can't be first or alone: list the injury or condition before {cause}."
        )
        suggestion = None
    return (
        Finding(
            edit="external-cause-first",
            severity="block",
            codes=(cause,),
            message=message,
            authority="Guideline I.C.20.a.6; Medicare Code Editor, external cause as principal diagnosis",
            citation=rule(authorities, "guideline.i-c-20-a-6", "never the first-listed"),
            suggestion=suggestion,
        ),
    )


def _may_be_first(code: str, claim: Claim, authorities: Authorities) -> bool:
    """Whether nothing speaks against the code as first: which of several conditions leads is for a person to say."""
    return not {"manifestation", "unacceptable"} & set(authorities.code_set.mce(code, claim.day))
