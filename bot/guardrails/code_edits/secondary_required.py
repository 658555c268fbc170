"""Some codes say too little alone: the Medicare Code Editor wants a second diagnosis beside them."""

from bot.claims import Authorities, Claim, Finding
from bot.guardrails.code_edits.listed import listed_codes, reportable_codes
from bot.guardrails.code_edits.quoting import editor


def edit(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """Authority: the reqsdx attribute of the Medicare Code Editor. Only another code than the first one is a second diagnosis."""
    if len({one.code or one.typed for one in listed_codes(claim)}) != 1:
        return ()
    return tuple(
        Finding(
            edit="secondary-required",
            severity="query",
            codes=(code,),
            message=f"{code} can't stand alone: add the condition that the care is for.",
            authority="Medicare Code Editor, principal diagnosis that requires a secondary one",
            citation=editor(authorities, code, "reqsdx"),
        )
        for code in reportable_codes(claim, authorities)
        if "reqsdx" in authorities.code_set.mce(code, claim.day)
    )
