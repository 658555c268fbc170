"""A note doesn't give a code of the claim a meaning that the tabular list doesn't give it."""

from bot.claims import Authorities, Claim, Finding
from bot.guardrails.code_edits.listed import known_codes
from knowledge.code_set.descriptors import descriptor_clashes
from knowledge.passages import cite


def edit(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """Authority: the tabular list. The linter holds our own corpus to the same rule (knowledge/code_set/descriptors.py)."""
    if claim.note is None:
        return ()
    listed = known_codes(claim)
    clashes = {
        clash.code: clash
        for clash in reversed(descriptor_clashes(claim.note.text, authorities.code_set, claim.day))
        if clash.code in listed
    }
    return tuple(
        Finding(
            edit="descriptor-mismatch",
            severity="block",
            codes=(code,),
            message=(
                f"The note gives {code} another meaning than the tabular list: {clashes[code].why}. {code} is"
                f" “{clashes[code].descriptor}”. Report the code for what the record says, or have the note corrected."
            ),
            authority="ICD-10-CM tabular list",
            citation=cite(authorities.facts.about(code)),
        )
        for code in listed
        if code in clashes
    )
