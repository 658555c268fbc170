"""Outside a hospital's inpatient claim, a diagnosis that the note only suspects is not coded as established."""

from bot.claims import Authorities, Claim, Finding
from bot.guardrails.code_edits import quoting
from bot.guardrails.code_edits.listed import reportable_codes
from bot.guardrails.code_edits.named_in_note import is_named
from bot.guardrails.code_edits.note_text import read_note

_SAYING = "is not coded while the record hedges it"


def edit(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """Authority: guideline IV.H (FY2027); for a hospital's inpatient claim II.H holds, by which the diagnosis is coded.

    Professional claims follow IV.H even for inpatients. A diagnosis that the note states elsewhere without doubt is established.
    """
    if claim.note is None or (claim.setting == "inpatient" and claim.claim_type == "institutional"):
        return ()
    note = read_note(claim.note)
    if not note.doubted:
        return ()
    findings = []
    for code in reportable_codes(claim, authorities):
        doubt = next((one for one in note.doubted if is_named(code, one.clause, authorities, claim.day)), None)
        if doubt is None or any(is_named(code, one, authorities, claim.day) for one in note.stated):
            continue
        findings.append(
            Finding(
                edit="uncertain-diagnosis",
                severity="block",
                codes=(code,),
                message=(
                    f"The note only suspects {code} {authorities.code_set.descriptor(code, claim.day)}: it says “{doubt.word}”. In"
                    f" place of {code} report the symptoms, signs or findings that the record gives, or ask the provider whether the"
                    " diagnosis is confirmed."
                ),
                authority="Guideline IV.H (FY2027): outpatient and professional claims",
                citation=quoting.rule(authorities, "guideline.iv-h", _SAYING),
            )
        )
    return tuple(findings)
