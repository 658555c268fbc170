"""Spinal manipulation by the number of regions: what is billed against the regions that the diagnoses name."""

from bot.claims import Authorities, Claim, Finding, Procedure, Suggestion
from bot.guardrails.code_edits.listed import known_codes
from bot.guardrails.code_edits.service_lines import all_of, covered_lines, each_once, own_rules, rule_finding, who
from knowledge.payers.schema import RegionCount, Regions
from knowledge.payers.sheets import Applicable


def edit(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """Authority: the payer's sheet. Without a diagnosis that names a region there is nothing to count.

    All diagnoses count, whatever a line points to: four pointers could never name five regions.
    """
    findings = []
    for found in own_rules(claim, authorities, Regions):
        regions = found.rule.regions_of(known_codes(claim))
        for line in covered_lines(found.rule, claim) if regions else ():
            count = found.rule.count_for(line.code)
            if count is not None and not count.fewest <= len(regions) <= count.most:
                findings.append(_finding(line, count, regions, found))
    return each_once(findings)


def _finding(line: Procedure, count: RegionCount, regions: tuple[str, ...], found: Applicable[Regions]) -> Finding:
    stands_for = str(count.fewest) if count.fewest == count.most else f"{count.fewest} or {count.most}"
    fitting = next(
        (
            one.procedure
            for one in found.rule.counts
            if one.fewest <= len(regions) <= one.most and "-" not in one.procedure
        ),
        None,
    )
    named = f"{len(regions)} ({all_of(regions)})"
    message = f"{line.code} stands for {stands_for} spinal regions to {who(found)}, and the diagnoses name {named}."
    if len(regions) < count.fewest:
        message += " Look in the record for treatment of further regions: list their diagnoses"
        message += f", or report {fitting}." if fitting else "."
    else:
        message += (
            f" If all {len(regions)} were treated, report {fitting}; if not, the code may stand." if fitting else ""
        )
    return rule_finding(
        "procedure-regions",
        found,
        codes=(line.code,),
        message=message,
        severity="query",
        suggestion=Suggestion(
            replaces=line.code, codes=(fitting,), choose_by="how many regions the record shows treated"
        )
        if fitting
        else None,
    )
