"""A diagnosis that the payer wants for a procedure: in the first place, or anywhere on the claim."""

from bot.claims import Authorities, Claim, Finding, Suggestion
from bot.guardrails.code_edits.listed import known_codes, listed_codes
from bot.guardrails.code_edits.service_lines import (
    all_of,
    covered_lines,
    each_once,
    one_of,
    own_rules,
    rule_finding,
    who,
)
from knowledge.payers.schema import DiagnosisRequired, FirstListed, covers_diagnosis
from knowledge.payers.sheets import Applicable

EDIT = "payer-supporting-diagnosis"


def edit(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """Authority: the payer's sheet. A claim without a diagnosis, or whose first entry is no code, has other findings."""
    if not known_codes(claim):
        return ()
    first = [_not_first(claim, found) for found in own_rules(claim, authorities, FirstListed)]
    anywhere = [_absent(claim, found) for found in own_rules(claim, authorities, DiagnosisRequired)]
    return each_once([finding for finding in (*first, *anywhere) if finding is not None])


def _not_first(claim: Claim, found: Applicable[FirstListed]) -> Finding | None:
    rule, first = found.rule, listed_codes(claim)[0]
    procedures = _procedures(claim, rule)
    if not procedures or first.code is None or covers_diagnosis(rule.diagnoses, first.code):
        return None
    wanted, with_them = one_of(rule.diagnoses), all_of(procedures)
    present = [one for one in listed_codes(claim) if one.code and covers_diagnosis(rule.diagnoses, one.code)]
    message = f"{who(found)} wants one of {wanted} listed first with {with_them}"
    suggestion = None
    if present:
        message += f": list {present[0].code} first, before {first.code}."
        suggestion = Suggestion(replaces=first.typed, codes=(str(present[0].code), first.code))
    else:
        message += f", and the claim lists none: list first the one that the record shows, or do not bill {with_them} for {first.code}."
    return rule_finding(
        EDIT, found, codes=(*procedures, first.code), message=message, severity="block", suggestion=suggestion
    )


def _absent(claim: Claim, found: Applicable[DiagnosisRequired]) -> Finding | None:
    rule, diagnoses = found.rule, known_codes(claim)
    procedures = _procedures(claim, rule)
    if not procedures or any(covers_diagnosis(rule.diagnoses, code) for code in diagnoses):
        return None
    message = (
        f"{who(found)} wants one of {one_of(rule.diagnoses)} with {all_of(procedures)}, and the claim lists none: add the one that the"
        " record shows."
    )
    return rule_finding(EDIT, found, codes=procedures, message=message, severity="block")


def _procedures(claim: Claim, rule: FirstListed | DiagnosisRequired) -> tuple[str, ...]:
    """The procedures the rule holds for: those of lines without a modifier that frees them."""
    lines = covered_lines(rule, claim)
    return tuple(dict.fromkeys(line.code for line in lines if not set(line.modifiers) & set(rule.unless_modifiers)))
