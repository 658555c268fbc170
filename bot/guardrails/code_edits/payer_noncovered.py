"""A procedure that the payer's sheet says is not paid for."""

from bot.claims import Authorities, Claim, Finding, Procedure
from bot.guardrails.code_edits.service_lines import (
    covers,
    each_once,
    one_of,
    own_rules,
    procedure_codes,
    rule_finding,
    service_lines,
    who,
)
from knowledge.payers.schema import NotCovered
from knowledge.payers.sheets import Applicable


def edit(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """Authority: the payer's sheet. A rule with a condition that no claim shows stays silent.

    A line is reported once, by the first rule that it breaks.
    """
    broken: dict[Procedure, Applicable[NotCovered]] = {}
    for found in own_rules(claim, authorities, NotCovered):
        if not found.rule.is_checkable():
            continue
        for line in service_lines(claim):
            if found.rule.excludes(line.code) and _is_meant(claim, line, found.rule):
                broken.setdefault(line, found)
    return each_once([_finding(line, found) for line, found in broken.items()])


def _is_meant(claim: Claim, line: Procedure, rule: NotCovered) -> bool:
    carried = set(line.modifiers)
    if carried & set(rule.unless_modifiers):
        return False
    if rule.furnished_by is None:
        return True
    if rule.signs is None:
        return False
    others = (code for code in procedure_codes(claim) if code != line.code)
    return bool(carried & set(rule.signs.modifiers)) or any(covers(rule.signs.beside, code) for code in others)


def _finding(line: Procedure, found: Applicable[NotCovered]) -> Finding:
    rule = found.rule
    furnished = f" if {rule.furnished_by} furnished it" if rule.furnished_by else ""
    message = f"{who(found)} does not pay for {line.code}{furnished}: take it off the claim"
    if rule.unless_modifiers:
        message += f", or add {one_of(rule.unless_modifiers)} to bill it as not covered"
    return rule_finding("payer-noncovered", found, codes=(line.code,), message=f"{message}.", severity="block")
