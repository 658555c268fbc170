"""Some codes are no reason for an admission: the Medicare Code Editor refuses them as principal diagnosis."""

from bot.claims import Authorities, Claim, Finding
from bot.guardrails.code_edits.first_listed_only import is_first_listed_only
from bot.guardrails.code_edits.listed import first_listed, reportable_codes
from bot.guardrails.code_edits.quoting import editor


def edit(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """Authority: the unacceptable attribute of the Medicare Code Editor, an editor of inpatient claims.

    Inpatient it blocks; in the office it informs, and codes that may only be first-listed there (I.C.21.c.16) are right.
    """
    first = first_listed(claim)
    if first is None or first not in reportable_codes(claim, authorities):
        return ()
    attributes = authorities.code_set.mce(first, claim.day)
    if "unacceptable" not in attributes or "reqsdx" in attributes:
        return ()  # acceptable with a second diagnosis: `secondary-required` sees to that
    inpatient = claim.setting == "inpatient"
    if not inpatient and is_first_listed_only(first):
        return ()
    if inpatient:
        message = (
            f"{first} can't be the principal diagnosis: list the condition that the admission was for before {first}."
        )
    else:
        message = (
            f"{first} is no principal diagnosis for a hospital. That edit is for inpatient claims; here, make sure that {first}"
            " is the main reason for the visit, and not a condition that should stand before it."
        )
    return (
        Finding(
            edit="unacceptable-first",
            severity="block" if inpatient else "inform",
            codes=(first,),
            message=message,
            authority="Medicare Code Editor, unacceptable principal diagnosis (an inpatient edit)",
            citation=editor(authorities, first, "unacceptable"),
        ),
    )
