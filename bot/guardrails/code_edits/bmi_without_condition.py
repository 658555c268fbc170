"""A body mass index says nothing alone: a diagnosis of weight or nutrition stands before it."""

from bot.claims import Authorities, Claim, Finding
from bot.guardrails.code_edits.listed import known_codes, reportable_codes
from bot.guardrails.code_edits.quoting import rule

_BMI = "Z68"
CONDITIONS = (
    "E40", "E41", "E42", "E43", "E44", "E45", "E46", "E64.0", "E65", "E66", "E67", "E68", "E88.A", "F50", "O25", "O99.21", "O99.84",
    "P92.6", "R62.5", "R62.7", "R63", "R64", "Z98.84",
)  # fmt: skip
"""Malnutrition, overweight and obesity, wasting, eating disorders, the same in pregnancy, failure to thrive, changes of weight and
intake, cachexia, bariatric surgery: wide, because a payer may accept more than a guideline's examples."""


def edit(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """Authority: guideline I.B.14 (FY2026), I.C.21.c.3: the provider's diagnosis of weight comes with the BMI, and before it."""
    listed = known_codes(claim)
    if not any(code.startswith(_BMI) for code in listed):
        return ()
    if any(code.startswith(CONDITIONS) for code in listed):
        return ()
    return tuple(
        Finding(
            edit="bmi-without-condition",
            severity="query",
            codes=(code,),
            message=(
                f"{code} stands without a diagnosis of weight: report the provider's diagnosis before it (obesity E66.-, underweight"
                f" R63.6, malnutrition E40-E46), or take {code} off. The provider has to name the diagnosis."
            ),
            authority="Guidelines I.B.14 and I.C.21.c.3",
            citation=rule(authorities, "guideline.i-b-14-secondary", "never stands first or alone"),
        )
        for code in reportable_codes(claim, authorities)
        if code.startswith(_BMI)
    )
