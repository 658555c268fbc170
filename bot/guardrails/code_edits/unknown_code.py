"""A code must exist in some release we hold."""

from bot.claims import Authorities, Claim, Finding, Suggestion
from bot.guardrails.code_edits.listed import listed_codes
from bot.guardrails.code_edits.seventh_character import padded
from knowledge.passages import cite


def edit(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """Authority: the tabular list; extra characters on a complete code make it unknown too.

    A code that only lacks its placeholder X or bears a wrong 7th character is left to `seventh-character`.
    """
    findings = []
    for one in listed_codes(claim):
        if one.code is None:
            findings.append(
                Finding(
                    edit="unknown-code",
                    severity="block",
                    codes=(),
                    message="One entry has no ICD-10-CM code's shape: write a letter, two characters, a dot and up to four more.",
                    authority="ICD-10-CM tabular list",
                )
            )
            continue
        if claim.day > authorities.code_set.tables_last_day:
            continue  # a later release may hold it: `beyond-tables` says so
        if authorities.code_set.code(one.code) is not None or padded(one.code, authorities.code_set):
            continue
        passage = authorities.facts.absent(one.code)
        nearest = authorities.code_set.nearest_ancestor(one.code)
        suggestion = None
        message = f"{one.code} is not an ICD-10-CM code in any release we hold."
        if nearest is not None and authorities.code_set.status(nearest.code, claim.day).billable:
            suggestion = Suggestion(replaces=one.typed, codes=(nearest.code,))
            message += f" {nearest.code} is complete without further characters: {nearest.descriptor}."
        elif nearest is not None:
            message += f" Choose a code under {nearest.code} {nearest.descriptor}."
        findings.append(
            Finding(
                edit="unknown-code",
                severity="block",
                codes=(one.code,),
                message=message,
                authority="ICD-10-CM tabular list and code dates",
                citation=cite(passage),
                suggestion=suggestion,
            )
        )
    return tuple(findings)
