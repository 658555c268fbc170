"""Each diagnosis is reported once."""

from bot.claims import Authorities, Claim, Finding, Suggestion
from bot.guardrails.code_edits.listed import listed_codes


def edit(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """Authority: guideline I.B.12 (FY2026), Medicare Code Editor edit 3."""
    seen: set[str] = set()
    again: dict[str, str] = {}
    for one in listed_codes(claim):
        if one.code is None:
            continue
        if one.code in seen:
            again.setdefault(one.code, one.typed)
        seen.add(one.code)
    return tuple(
        Finding(
            edit="duplicate",
            severity="block",
            codes=(code,),
            message=f"{code} is listed more than once: report it once.",
            authority="Guideline I.B.12",
            citation=authorities.guideline("I.B.12"),
            suggestion=Suggestion(replaces=typed, codes=(code,))
            if authorities.code_set.status(code, claim.day).billable
            else None,
        )
        for code, typed in again.items()
    )
