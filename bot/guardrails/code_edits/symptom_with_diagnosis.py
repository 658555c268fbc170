"""A symptom that is a routine part of a diagnosis on the claim is not coded beside it."""

from bot.claims import Authorities, Claim, Finding, Suggestion
from bot.guardrails.code_edits import quoting
from bot.guardrails.code_edits.listed import reportable_codes, typed_as
from knowledge.symptoms.integral import symptoms_beside


def edit(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """Authority: guidelines I.B.5 (FY2025) and I.C.18.b; the pairs are data (knowledge/symptoms/integral.yaml).

    A symptom that the record documents as a problem of its own may stay (I.B.6), so the finding is a query.
    """
    return tuple(
        Finding(
            edit="symptom-with-diagnosis",
            severity="query",
            codes=(one.symptom, one.diagnosis),
            message=(
                f"Leave out {one.symptom} beside {one.diagnosis}: {one.rule.says}. Keep it only if the record documents it as a"
                " problem of its own."
            ),
            authority="Guidelines I.B.5 and I.C.18.b",
            citation=quoting.rule_or_fact(authorities, one.rule.passage, "not coded a second time"),
            suggestion=Suggestion(
                replaces=typed_as(claim, one.symptom), codes=(), choose_by="unless it is a problem of its own"
            ),
        )
        for one in symptoms_beside(reportable_codes(claim, authorities), authorities.integral_symptoms)
    )
