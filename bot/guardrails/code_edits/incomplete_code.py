"""A heading is not a code: more characters exist."""

from bot.claims import Authorities, Claim, Finding, Suggestion
from bot.guardrails.code_edits.listed import listed_codes
from knowledge.passages import cite


def edit(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """Authority: the tabular list; guideline I.B.2. A code that lacks only its 7th character is `seventh-character`."""
    code_set, facts = authorities.code_set, authorities.facts
    findings = []
    for one in listed_codes(claim):
        if one.code is None or code_set.status(one.code, claim.day).state != "header" or code_set.validity_of(one.code):
            continue
        if claim.day > code_set.tables_last_day:
            continue
        children = code_set.children(one.code, claim.day)
        seventh = code_set.seventh_characters(one.code)
        if seventh and all(len(child.code) == len("S13.4XXA") for child in children):
            continue
        passage = facts.children(one.code)
        listed = "; ".join(f"{child.code} {child.descriptor}" for child in children[:8])
        more = f"; and {len(children) - 8} more" if len(children) > 8 else ""
        findings.append(
            Finding(
                edit="incomplete-code",
                severity="block",
                codes=(one.code,),
                message=f"{one.code} is a heading and can't be reported. Choose by what the record says: {listed}{more}.",
                authority="ICD-10-CM tabular list",
                citation=cite(passage) if passage else cite(facts.about(one.code)),
                suggestion=Suggestion(
                    replaces=one.typed, codes=tuple(child.code for child in children), choose_by="what the record says"
                ),
            )
        )
    return tuple(findings)
