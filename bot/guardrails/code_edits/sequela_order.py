"""What an old injury left stands first, the injury with 7th character S after it."""

from bot.claims import Authorities, Claim, Finding, Suggestion
from bot.guardrails.code_edits.encounters import is_injury, phase
from bot.guardrails.code_edits.external_cause_first import EXTERNAL_CAUSES
from bot.guardrails.code_edits.listed import known_codes, reportable_codes, typed_as
from bot.guardrails.code_edits.quoting import rule

_WHAT_REMAINS = range(89, 100)
"""Z89-Z99 tell what is left (an amputation, an artificial limb); the other Z codes tell why the patient came."""


def edit(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """Authority: guideline I.B.10 (FY2025), with its exception: a sequela code that a manifestation code follows.

    Said once for a claim, at its first sequela code: one remaining condition may come from several injuries.
    """
    listed = known_codes(claim)
    reportable = reportable_codes(claim, authorities)
    sequelae = [
        code for code in reportable if code[0] not in EXTERNAL_CAUSES and phase(code, authorities.code_set) == "sequela"
    ]
    if not sequelae:
        return ()
    sequela = sequelae[0]
    remaining = [code for code in listed if _may_remain(code, authorities)]
    if any(listed.index(code) < listed.index(sequela) for code in remaining):
        return ()
    if any("manifestation" in authorities.code_set.mce(code, claim.day) for code in remaining):
        return ()
    if remaining:
        message = (
            f"{remaining[0]} stands after {sequela}: list the condition that remains first, then the injury with S."
        )
    else:
        message = (
            f"{sequela} says that something remains of the injury, and no other code says what: list that condition (the pain, the"
            f" stiffness, the deformity) first, then {sequela}."
        )
    moves = bool(remaining) and remaining[0] in reportable
    return (
        Finding(
            edit="sequela-order",
            severity="query",
            codes=(sequela, *remaining[:1]),
            message=message,
            authority="Guideline I.B.10",
            citation=rule(authorities, "guideline.i-b-10", "Two codes are usual"),
            suggestion=Suggestion(replaces=typed_as(claim, sequela), codes=(remaining[0], sequela)) if moves else None,
        ),
    )


def _may_remain(code: str, authorities: Authorities) -> bool:
    """Whether the code can be the condition that is left: not an injury of its own phase, not a cause, not a reason for a visit."""
    if code[0] in EXTERNAL_CAUSES or authorities.code_set.code(code) is None:
        return False
    if code[0] == "Z":
        return code[1:3].isdigit() and int(code[1:3]) in _WHAT_REMAINS
    return not is_injury(code) and phase(code, authorities.code_set) != "sequela"
