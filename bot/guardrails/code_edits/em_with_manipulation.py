"""A visit on the day of manipulation is separate only when it is significant and separately identifiable: modifier 25."""

from bot.claims import Authorities, Claim, Finding, Procedure
from bot.guardrails.code_edits.service_lines import (
    MANIPULATION,
    all_of,
    all_rules,
    covered_lines,
    covers,
    one_of,
    procedure_codes,
    rule_finding,
)
from knowledge.payers.schema import ModifierWithOther
from knowledge.payers.sheets import Applicable


def edit(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """Authority: the payer's own sheet, else the general rule that holds for every payer."""
    broken: dict[str, tuple[Procedure, Applicable[ModifierWithOther]]] = {}
    for found in all_rules(claim, authorities, ModifierWithOther):
        if not any(covers(found.rule.beside, code) for code in MANIPULATION):
            continue
        for line in covered_lines(found.rule, claim):
            if _beside(claim, line, found.rule) and not set(line.modifiers) & set(found.rule.modifiers):
                broken.setdefault(line.code, (line, found))
    return tuple(_finding(claim, line, found) for line, found in broken.values())


def _finding(claim: Claim, line: Procedure, found: Applicable[ModifierWithOther]) -> Finding:
    beside = _beside(claim, line, found.rule)
    modifier = one_of(found.rule.modifiers)
    message = (
        f"The visit {line.code} stands beside manipulation {all_of(beside)} without modifier {modifier}. Look in the record for"
        f" history, examination and decisions beyond the assessment before manipulation: if they are there, add modifier"
        f" {modifier} to {line.code}; if not, take {line.code} off the claim."
    )
    return rule_finding("em-with-manipulation", found, codes=(line.code, *beside), message=message, severity="query")


def _beside(claim: Claim, line: Procedure, rule: ModifierWithOther) -> tuple[str, ...]:
    codes = procedure_codes(claim)
    return tuple(code for code in codes if code != line.code and covers(rule.beside, code))
