"""One injury is in one phase of care: its codes, and what caused it, bear the same encounter."""

import re
from itertools import combinations

from bot.claims import Authorities, Claim, Finding
from bot.guardrails.code_edits.encounters import Phase, is_injury, phase
from bot.guardrails.code_edits.external_cause_first import EXTERNAL_CAUSES
from bot.guardrails.code_edits.listed import reportable_codes
from bot.guardrails.code_edits.quoting import rule

_SIDE = re.compile(r"\b(right|left)\b", re.IGNORECASE)


def edit(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """Authority: guidelines I.C.19.a (FY2026), I.C.20.a.2 (the external cause follows the visit), I.B.10 (no acute code with its sequela).

    Codes of one category and not of opposite sides are taken for one injury; only a person can tell, so the finding is a query.
    """
    phases = {code: phase(code, authorities.code_set) for code in reportable_codes(claim, authorities)}
    injuries = {code: told for code, told in phases.items() if told and is_injury(code)}
    return (
        *(
            _of_one_injury(authorities, one, other, injuries)
            for one, other in combinations(injuries, 2)
            if one[:3] == other[:3] and injuries[one] != injuries[other] and not _on_opposite_sides(authorities, one, other)
        ),
        *_of_the_cause(authorities, injuries, {code: told for code, told in phases.items() if told and code[0] in EXTERNAL_CAUSES}),
    )  # fmt: skip


def _of_one_injury(authorities: Authorities, one: str, other: str, told: dict[str, Phase]) -> Finding:
    message = (
        f"{one} says {told[one]}, {other} says {told[other]}: give both the 7th character of this visit's phase of care, unless"
        " the record shows two separate injuries."
    )
    if "sequela" in (told[one], told[other]):
        citation = rule(authorities, "guideline.i-b-10-limits", "never reported with the sequela code")
    else:
        citation = rule(authorities, "guideline.i-c-19-a", "7th character A")
    return Finding(
        edit="seventh-character-mismatch",
        severity="query",
        codes=(one, other),
        message=message,
        authority="Guideline I.B.10" if "sequela" in (told[one], told[other]) else "Guideline I.C.19.a",
        citation=citation,
    )


def _of_the_cause(
    authorities: Authorities, injuries: dict[str, Phase], causes: dict[str, Phase]
) -> tuple[Finding, ...]:
    """An external cause out of step with every injury of the claim."""
    if not injuries or len(set(injuries.values())) > 1:
        return ()
    injury, wanted = next(iter(injuries.items()))
    return tuple(
        Finding(
            edit="seventh-character-mismatch",
            severity="query",
            codes=(cause, injury),
            message=f"{cause} says {told}, {injury} says {wanted}: give the external cause the 7th character of the visit too.",
            authority="Guideline I.C.20.a.2",
            citation=rule(authorities, "guideline.i-c-20-a-2", "7th character that fits the encounter"),
        )
        for cause, told in causes.items()
        if told != wanted
    )


def _on_opposite_sides(authorities: Authorities, one: str, other: str) -> bool:
    sides = [{side.lower() for side in _SIDE.findall(authorities.code_set.descriptor(code))} for code in (one, other)]
    return {frozenset(found) for found in sides} == {frozenset({"right"}), frozenset({"left"})}
