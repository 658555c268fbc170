"""How edits read the service lines of a claim, and the payer rules that bear on them."""

import re
from functools import lru_cache
from typing import TypeVar

from bot.claims import Authorities, Claim, Finding, Procedure, Severity, Suggestion
from knowledge.payers.rule_book import cite_rule
from knowledge.payers.schema import PayerRule, covers_procedure
from knowledge.payers.sheets import Applicable, PayerMatch

R = TypeVar("R", bound=PayerRule)

_CLAIMS, _CACHE = 8, 20_000
_NO_LETTER = re.compile(r"[^0-9A-Za-z]+")

VISITS = ("99201-99499",)
"""Office and other visits, as the sheets write them."""
MANIPULATION = ("98940", "98941", "98942", "98943")
"""Manipulation of the spine by regions, and outside the spine."""


def service_lines(claim: Claim) -> tuple[Procedure, ...]:
    """The lines in order, codes and modifiers in capitals without punctuation."""
    return _lines(claim.procedures)


def procedure_codes(claim: Claim) -> tuple[str, ...]:
    """The procedures of the claim, each once, in order."""
    return _codes(claim.procedures)


@lru_cache(_CACHE)
def covers(selectors: tuple[str, ...], procedure: str) -> bool:
    """As `covers_procedure`, remembered: a claim asks the same of the same few codes again and again."""
    return covers_procedure(selectors, procedure)


def covered_lines(rule: PayerRule, claim: Claim) -> tuple[Procedure, ...]:
    """The lines a rule speaks of."""
    return tuple(line for line in service_lines(claim) if covers(rule.procedures, line.code))


def is_visit(line: Procedure) -> bool:
    return covers(VISITS, line.code)


def spans_days(claim: Claim) -> bool:
    """Whether the lines may be of different days, so that nothing can be counted by the day."""
    return claim.date_to is not None and claim.date_to > claim.date_of_service


@lru_cache(_CLAIMS)
def _lines(procedures: tuple[Procedure, ...]) -> tuple[Procedure, ...]:
    return tuple(
        Procedure(
            code=_capitals(line.code),
            modifiers=tuple(part for typed in line.modifiers for part in _NO_LETTER.sub(" ", typed).upper().split()),
            units=line.units,
            minutes=line.minutes,
            pointers=line.pointers,
            place_of_service=line.place_of_service,
        )
        for line in procedures
    )


@lru_cache(_CLAIMS)
def _codes(procedures: tuple[Procedure, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(line.code for line in _lines(procedures)))


def _capitals(typed: str) -> str:
    return _NO_LETTER.sub("", typed).upper()


# --- the payer's rules ----------------------------------------------------------------------------------------------


def payer_of(claim: Claim, authorities: Authorities) -> PayerMatch | None:
    """The payer of the claim when exactly one is meant; `unknown-payer` speaks of the others."""
    match = authorities.payers.payer(claim.payer) if claim.payer else None
    return None if match is None or match.is_ambiguous else match


def own_rules(claim: Claim, authorities: Authorities, kind: type[R]) -> tuple[Applicable[R], ...]:
    """The rules of the claim's own payer in force on the day; none without a payer."""
    match = payer_of(claim, authorities)
    if match is None or not claim.procedures:
        return ()
    found = authorities.payers.rules(match, procedures=procedure_codes(claim), day=claim.day, kind=kind)
    return tuple(one for one in found if one.sheet.payer is not None)


def all_rules(claim: Claim, authorities: Authorities, kind: type[R]) -> tuple[Applicable[R], ...]:
    """The payer's own rules, then those that hold for every payer."""
    if not claim.procedures:
        return ()
    match = payer_of(claim, authorities)
    return authorities.payers.rules(match, procedures=procedure_codes(claim), day=claim.day, kind=kind)


def who(found: Applicable[R]) -> str:
    """Whose rule it is, as the subject of a sentence."""
    return found.sheet.payer.short if found.sheet.payer is not None else "Every payer"


def rule_finding(
    edit: str,
    found: Applicable[R],
    *,
    codes: tuple[str, ...],
    message: str,
    severity: Severity,
    suggestion: Suggestion | None = None,
) -> Finding:
    """A finding by a payer's rule. `severity` is what the edit says where the sheet says nothing."""
    contractors = found.rule.contractors or tuple(one.name for one in found.sheet.jurisdiction.contractors)
    if not found.is_certain:
        message += f" It is the rule of {one_of(contractors)}: check whether that contractor decides the claim."
    source, sheet = found.source, found.sheet
    return Finding(
        edit=edit,
        severity=found.severity or severity,
        codes=codes,
        message=message,
        authority=f"{source.publisher}, “{source.title}” ({source.edition}); payer sheet {sheet.id}, reviewed {sheet.reviewed_on.isoformat()}",
        citation=cite_rule(found),
        suggestion=suggestion,
    )


def each_once(findings: list[Finding]) -> tuple[Finding, ...]:
    """Two lines with the same fault are one finding."""
    return tuple({(one.edit, one.severity, one.codes, one.message): one for one in findings}.values())


def one_of(words: tuple[str, ...]) -> str:
    """A, B or C."""
    return " or ".join(part for part in (", ".join(words[:-1]), words[-1]) if part) if words else ""


def all_of(words: tuple[str, ...]) -> str:
    """A, B and C."""
    return " and ".join(part for part in (", ".join(words[:-1]), words[-1]) if part) if words else ""
