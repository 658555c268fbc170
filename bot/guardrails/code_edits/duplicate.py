"""Each diagnosis is reported once."""

from bot.claims import Authorities, Claim, Finding
from bot.guardrails.code_edits.listed import listed_codes


def edit(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """Authority: guideline I.B.12 (FY2026), Medicare Code Editor edit 3."""
    seen: set[str] = set()
    twice: list[str] = []
    for one in listed_codes(claim):
        if one.code is None:
            continue
        if one.code in seen and one.code not in twice:
            twice.append(one.code)
        seen.add(one.code)
    return tuple(
        Finding(
            edit="duplicate",
            severity="block",
            codes=(code,),
            message=f"{code} is listed more than once: report it once.",
            authority="Guideline I.B.12",
            citation=authorities.guideline("I.B.12"),
        )
        for code in twice
    )
