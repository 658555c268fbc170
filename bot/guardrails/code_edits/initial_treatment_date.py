"""A claim field that the payer wants: the date of initial treatment on Medicare chiropractic claims."""

from bot.claims import Authorities, Claim, Finding
from bot.guardrails.code_edits.service_lines import all_of, covered_lines, own_rules, rule_finding, who
from knowledge.payers.schema import NeedsField


def edit(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """Authority: the payer's sheet. A date after the service is as invalid as none."""
    given = claim.initial_treatment_date
    if given is not None and given <= claim.date_of_service:
        return ()
    for found in own_rules(claim, authorities, NeedsField):
        codes = tuple(dict.fromkeys(line.code for line in covered_lines(found.rule, claim)))
        if not codes:
            continue
        what = (
            "lacks the date of initial treatment"
            if given is None
            else "has a date of initial treatment after the service"
        )
        message = (
            f"The claim {what}, which {who(found)} wants with {all_of(codes)}: it would come back with {found.rule.adjustment} and"
            f" remark {found.rule.remark}. Enter the day on which this course of treatment began."
        )
        return (rule_finding("initial-treatment-date", found, codes=codes, message=message, severity="query"),)
    return ()
