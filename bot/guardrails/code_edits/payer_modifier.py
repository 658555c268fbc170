"""Modifiers the payer wants on a line: one that is absent, two that contradict each other, and what KX says."""

from dataclasses import replace

from bot.claims import Authorities, Claim, Finding, Procedure, Suggestion
from bot.guardrails.code_edits.service_lines import (
    MANIPULATION,
    all_of,
    covered_lines,
    covers,
    each_once,
    one_of,
    own_rules,
    payer_of,
    procedure_codes,
    rule_finding,
    service_lines,
    who,
)
from knowledge.payers.schema import ModifierConflict, ModifierRequired, ModifierWithOther, Threshold
from knowledge.payers.sheets import Applicable

EDIT = "payer-modifier"


def edit(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """Authority: the payer's sheet. A visit beside manipulation is `em-with-manipulation`'s."""
    findings = [
        *_required(claim, authorities),
        *_beside(claim, authorities),
        *_conflicts(claim, authorities),
        *_thresholds(claim, authorities),
    ]
    return each_once(findings)


def _required(claim: Claim, authorities: Authorities) -> list[Finding]:
    """A line is reported once for each set of modifiers, by the first rule that it breaks."""
    broken: dict[tuple[Procedure, tuple[str, ...]], Applicable[ModifierRequired]] = {}
    for found in own_rules(claim, authorities, ModifierRequired):
        for line in covered_lines(found.rule, claim):
            if not found.rule.is_met_by(line.modifiers):
                broken.setdefault((line, tuple(sorted(found.rule.any_of))), found)
    return [_lacks(line, found) for (line, _), found in broken.items()]


def _lacks(line: Procedure, found: Applicable[ModifierRequired]) -> Finding:
    rule = found.rule
    message = f"{line.code} lacks modifier {one_of(rule.any_of)}, which {who(found)} wants on it"
    if rule.when_modifiers:
        message += f" together with {one_of(tuple(one for one in rule.when_modifiers if one in line.modifiers))}"
    message += f": add {'it' if len(rule.any_of) == 1 else 'the one that fits'} if the record bears it out"
    message += f"; or bill the line as not payable, with {one_of(rule.unless)}." if rule.unless else "."
    ways = tuple(f"{line.code}-{modifier}" for modifier in (*rule.any_of, *rule.unless))
    return rule_finding(
        EDIT,
        found,
        codes=(line.code,),
        message=message,
        severity="block",
        suggestion=Suggestion(replaces=line.code, codes=ways, choose_by="what the record shows")
        if len(ways) > 1
        else None,
    )


def _beside(claim: Claim, authorities: Authorities) -> list[Finding]:
    findings = []
    for found in own_rules(claim, authorities, ModifierWithOther):
        rule = found.rule
        if any(covers(rule.beside, code) for code in MANIPULATION):
            continue
        for line in covered_lines(rule, claim):
            beside = tuple(code for code in procedure_codes(claim) if code != line.code and covers(rule.beside, code))
            if beside and not set(line.modifiers) & set(rule.modifiers):
                message = (
                    f"{line.code} beside {all_of(beside)} lacks modifier {one_of(rule.modifiers)}, which {who(found)} wants: add it if"
                    " the record bears it out."
                )
                findings.append(
                    rule_finding(EDIT, found, codes=(line.code, *beside), message=message, severity="query")
                )
    return findings


def _conflicts(claim: Claim, authorities: Authorities) -> list[Finding]:
    findings = []
    for found in own_rules(claim, authorities, ModifierConflict):
        for line in covered_lines(found.rule, claim):
            for pair in found.rule.conflicts_in(line.modifiers):
                message = (
                    f"{line.code} carries {all_of(pair)}, which contradict each other for {who(found)}: keep the one that the"
                    " record bears out."
                )
                left = [_without(line, modifier) for modifier in reversed(pair)]
                ways = tuple(_written(one) for one in left if _has_what_it_needs(claim, one, authorities))
                suggestion = Suggestion(replaces=line.code, codes=ways, choose_by="what the record shows")
                findings.append(
                    rule_finding(
                        EDIT,
                        found,
                        codes=(line.code,),
                        message=message,
                        severity="block",
                        suggestion=suggestion if len(ways) > 1 else None,
                    )
                )
    return findings


def _without(line: Procedure, modifier: str) -> Procedure:
    return replace(line, modifiers=tuple(one for one in line.modifiers if one != modifier))


def _written(line: Procedure) -> str:
    return "-".join((line.code, *line.modifiers))


def _has_what_it_needs(claim: Claim, line: Procedure, authorities: Authorities) -> bool:
    """Whether no other rule would then miss the modifier that was taken off."""
    rules = [found.rule for found in own_rules(claim, authorities, ModifierRequired)]
    return all(rule.is_met_by(line.modifiers) for rule in rules if covers(rule.procedures, line.code))


def _thresholds(claim: Claim, authorities: Authorities) -> list[Finding]:
    """A claim does not show the year's total, so only a line that says it is passed is spoken of."""
    saying = [found for found in own_rules(claim, authorities, Threshold) if found.rule.modifier]
    findings = []
    for found in saying:
        for line in covered_lines(found.rule, claim):
            amount = found.rule.amount_for(line.modifiers)
            if amount is not None and found.rule.modifier in line.modifiers:
                message = (
                    f"{line.code} carries {found.rule.modifier}: it says that the year's total is above ${amount:,} and that the service"
                    " is necessary. Check the total, which a claim does not show, and that the record justifies the service."
                )
                findings.append(rule_finding(EDIT, found, codes=(line.code,), message=message, severity="inform"))
    return findings if saying else _without_amount(claim, authorities)


def _without_amount(claim: Claim, authorities: Authorities) -> list[Finding]:
    """Where the sheet's amounts have run out, it says so; an amount is never carried into the next year."""
    match = payer_of(claim, authorities)
    if match is None or not claim.procedures:
        return []
    lapsed = authorities.payers.lapsed(match, procedures=procedure_codes(claim), day=claim.day, kind=Threshold)
    known = {rule.modifier for rule in lapsed if rule.modifier}
    findings = []
    for line in service_lines(claim):
        for modifier in sorted(known & set(line.modifiers)):
            last = max(rule.effective_to for rule in lapsed if rule.modifier == modifier and rule.effective_to)
            findings.append(
                Finding(
                    edit=EDIT,
                    severity="inform",
                    codes=(line.code,),
                    message=f"{line.code} carries {modifier}, and we hold no amount for {claim.day.year}: the last one ended on"
                    f" {last.isoformat()}. Look up the year's amount before relying on it.",
                    authority=f"Payer sheets of {match.payers[0].name}: amounts held until {last.isoformat()}",
                )
            )
    return findings
