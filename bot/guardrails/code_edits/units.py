"""Units against what is likely (MUE), and against the minutes of timed services."""

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.claims import Authorities, Claim, Finding, Procedure
from bot.guardrails.code_edits.procedure_pair import setting_of
from bot.guardrails.code_edits.service_lines import (
    all_of,
    covered_lines,
    own_rules,
    procedure_codes,
    rule_finding,
    service_lines,
    spans_days,
    who,
)
from knowledge.loaded_tables import UnitQuarter, quarter_of
from knowledge.passages import cite
from knowledge.payers.schema import TimedUnits
from knowledge.payers.sheets import Applicable

if TYPE_CHECKING:
    from knowledge.importers.mue import UnitLimit

EDIT = "units"
DISCIPLINES = frozenset({"GP", "GO", "GN"})
_MORE = {
    "1": "more may be right on a line of its own, with a modifier that says why",
    "2": "there is no exception",
    "3": "more needs a record that bears it out",
    None: "check the current table for how it counts",
}


def edit(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """Authority: the loaded MUE table, with its quarter; and the payer's sheet on timed services (Medicare's 8-minute rule).

    Without a table, or without minutes, nothing is said.
    """
    return (*_unlikely(claim, authorities), *_against_minutes(claim, authorities))


# --- unlikely units -------------------------------------------------------------------------------------------------


def _unlikely(claim: Claim, authorities: Authorities) -> list[Finding]:
    setting = setting_of(claim)
    if setting is None or not any(line.units for line in service_lines(claim)):
        return []
    table = authorities.tables.units(setting, claim.day)
    if table is None:
        return []
    findings = []
    for code in procedure_codes(claim):
        limit = table.limit(code)
        counts = [line.units or 0 for line in service_lines(claim) if line.code == code]
        if limit is None or not counts:
            continue
        billed = max(counts) if limit.indicator == "1" else sum(counts)
        if billed > limit.units:
            findings.append(_too_many(claim, table, limit, billed))
    return findings


def _too_many(claim: Claim, table: UnitQuarter, limit: "UnitLimit", billed: int) -> Finding:
    where = "on a line" if limit.indicator == "1" else "on a day"
    message = (
        f"{limit.code} has {billed} units, and the MUE table of {table.quarter} has at most {limit.units} {where}: check the units"
        f" against the record; {_MORE[limit.indicator]}."
    )
    if not table.is_of(claim.day):
        message += (
            f" The service is of {quarter_of(claim.day)}: check that quarter's table before you change the claim."
        )
    by_day_over_days = spans_days(claim) and limit.indicator != "1"
    if by_day_over_days:
        message += " The claim covers several days: count the units of each."
    return Finding(
        edit=EDIT,
        severity="inform" if by_day_over_days else "query",
        codes=(limit.code,),
        message=message,
        authority=f"{table.name[0].upper()}{table.name[1:]}, as loaded",
        citation=cite(table.passage(limit)),
    )


# --- minutes --------------------------------------------------------------------------------------------------------


def _against_minutes(claim: Claim, authorities: Authorities) -> list[Finding]:
    findings = []
    for found in own_rules(claim, authorities, TimedUnits):
        lines = [line for line in covered_lines(found.rule, claim) if line.units is not None]
        for discipline in sorted({_discipline(line) for line in lines}):
            one = _of_discipline(claim, found, [line for line in lines if _discipline(line) == discipline])
            findings += [one] if one is not None else []
    return findings


def _discipline(line: Procedure) -> str:
    """Physical, occupational and speech therapy are counted each for itself."""
    return min(DISCIPLINES & set(line.modifiers), default="")


def _of_discipline(claim: Claim, found: Applicable[TimedUnits], lines: list[Procedure]) -> Finding | None:
    if any(line.minutes is None for line in lines):
        return _lacks_minutes(found, lines)
    minutes, billed = sum(line.minutes or 0 for line in lines), sum(line.units or 0 for line in lines)
    earned, codes = found.rule.units_for(minutes), tuple(dict.fromkeys(line.code for line in lines))
    counted = f"{all_of(codes)} {'has' if len(codes) == 1 else 'have'} {minutes} timed minutes in all"
    if earned is None:
        last = found.rule.bands[-1]
        if billed <= last.units:
            return None
        message = f"{counted}, and the sheet of {who(found)} counts only to {last.last_minute}: count the {billed} units by hand."
        return _told(found, codes, message, is_query=False)
    if earned == billed:
        return None
    message = f"{counted}: {who(found)} counts {_units(earned)} for them, and {billed} {'is' if billed == 1 else 'are'} billed."
    if billed > earned:
        message += f" Bill {earned or 'none'}, unless the record shows more minutes."
    else:
        message += " Check the minutes and the units against the record."
    if spans_days(claim):
        message += " The claim covers several days: count the minutes of each."
    return _told(found, codes, message, is_query=billed > earned and not spans_days(claim))


def _lacks_minutes(found: Applicable[TimedUnits], lines: list[Procedure]) -> Finding | None:
    """Nothing when no line gives minutes: most claims don't. When some do, the total can't be made."""
    without = tuple(dict.fromkeys(line.code for line in lines if line.minutes is None))
    if all(line.minutes is None for line in lines):
        return None
    message = f"The day's timed minutes can't be added up: {all_of(without)} lacks its minutes. Give them to have the units checked."
    return _told(found, without, message, is_query=False)


def _units(count: int) -> str:
    return f"{count} unit" if count == 1 else f"{count} units"


def _told(found: Applicable[TimedUnits], codes: tuple[str, ...], message: str, *, is_query: bool) -> Finding:
    finding = rule_finding(EDIT, found, codes=codes, message=message, severity="query")
    return finding if is_query else replace(finding, severity="inform")
