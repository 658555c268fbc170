"""Every deterministic edit, one a file, in the order a claim is read."""

from bot.claims import Authorities, Claim, Edit, Finding
from bot.guardrails.code_edits import (
    beyond_tables,
    duplicate,
    excludes1,
    incomplete_code,
    no_diagnosis,
    not_in_force,
    seventh_character,
    unknown_code,
)

EDITS: tuple[Edit, ...] = (
    no_diagnosis.edit,
    unknown_code.edit,
    not_in_force.edit,
    incomplete_code.edit,
    seventh_character.edit,
    beyond_tables.edit,
    duplicate.edit,
    excludes1.edit,
)


def check_claim(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """The findings of every edit, the gravest first; the order within one severity is the claim's."""
    order = {"block": 0, "query": 1, "inform": 2}
    findings = [finding for edit in EDITS for finding in edit(claim, authorities)]
    return tuple(sorted(findings, key=lambda finding: order[finding.severity]))


def mended(claim: Claim, findings: tuple[Finding, ...]) -> tuple[str, ...] | None:
    """The diagnoses with every mend applied that leaves no choice to a person; None when there is none."""
    certain = {
        finding.suggestion.replaces: finding.suggestion.codes
        for finding in findings
        if finding.severity == "block" and finding.suggestion and len(finding.suggestion.codes) == 1
    }
    if not certain:
        return None
    result: list[str] = []
    for typed in claim.diagnoses:
        result.extend(code for code in certain.get(typed, (typed,)) if code not in result)
    return tuple(result)
