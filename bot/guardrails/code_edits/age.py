"""A diagnosis for newborns, children, pregnancy or adults must fit the patient's age."""

from bot.claims import Authorities, Claim, Finding
from bot.guardrails.code_edits.listed import reportable_codes
from bot.guardrails.code_edits.quoting import editor

AGES = {"newborn": range(1), "pediatric": range(18), "maternity": range(9, 65), "adult": range(15, 125)}


def edit(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """Authority: Medicare Code Editor edit 4, by the code's attributes on the day, which change between years.

    Silent without an age. The editor's sex edit was retired on 2024-10-01 and has no place here.
    """
    if claim.age is None:
        return ()
    findings = []
    for code in reportable_codes(claim, authorities):
        groups = [one for one in authorities.code_set.mce(code, claim.day) if one in AGES]
        misses = [group for group in groups if claim.age not in AGES[group]]
        if misses:
            findings.append(_finding(authorities, code, misses[0], claim.age))
    return tuple(findings)


def _finding(authorities: Authorities, code: str, group: str, age: int) -> Finding:
    ages = AGES[group]
    span = f"age {ages[0]}" if len(ages) == 1 else f"ages {ages[0]} to {ages[-1]}"
    kind = f"{'an' if group == 'adult' else 'a'} {group}"
    return Finding(
        edit="age",
        severity="block",
        codes=(code,),
        message=f"{code} is {kind} diagnosis, for {span}, and the claim says {age}: correct the age, or choose a code for this age.",
        authority="Medicare Code Editor, edit 4 (age)",
        citation=editor(authorities, code, group),
    )
