"""Two procedures that NCCI makes a pair are paid together only with a modifier, or never."""

from datetime import date
from itertools import combinations, product
from typing import TYPE_CHECKING, Final

from bot.claims import Authorities, Claim, Finding, Procedure, Severity, Suggestion
from bot.guardrails.code_edits.service_lines import (
    all_of,
    all_rules,
    covers,
    is_visit,
    one_of,
    payer_of,
    procedure_codes,
    service_lines,
    spans_days,
)
from knowledge.loaded_tables import PairQuarter, TableSetting, quarter_of
from knowledge.passages import cite
from knowledge.payers.rule_book import cite_rule
from knowledge.payers.schema import PairHint
from knowledge.payers.sheets import Applicable

if TYPE_CHECKING:
    from knowledge.importers.ncci import Pair

EDIT = "procedure-pair"

SEPARATE: Final = frozenset({"59", "XE", "XP", "XS", "XU"})
FOR_VISITS: Final = frozenset({"24", "25", "27", "57"})
PLACES: Final = frozenset(
    {
        "LT", "RT", "E1", "E2", "E3", "E4", "FA", "F1", "F2", "F3", "F4", "F5", "F6", "F7", "F8", "F9", "TA", "T1", "T2", "T3", "T4",
        "T5", "T6", "T7", "T8", "T9", "LC", "LD", "LM", "RC", "RI",
    }
)  # fmt: skip
FOR_OTHERS: Final = SEPARATE | PLACES | {"58", "78", "79", "91"}
"""The modifiers NCCI recognises (Noridian's and First Coast's pages): those of visits, and those of other procedures."""

EITHER_LINE_SINCE: Final = date(2019, 7, 1)
"""Before this day 59 and X modifiers counted on the column 2 line alone (First Coast's page)."""
MOST_NAMED: Final = 4


def setting_of(claim: Claim) -> TableSetting | None:
    """Whose NCCI and MUE tables bear on the claim; None for an inpatient stay, which they leave alone."""
    if claim.claim_type == "professional":
        return "practitioner"
    return "outpatient-hospital" if claim.setting == "outpatient" else None


def edit(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """Authority: the loaded NCCI procedure-to-procedure table, with its quarter.

    Indicator 0 blocks, whatever the modifier; 1 asks for a modifier; 9 is silent. A table of another quarter, a payer that is
    not Medicare, or a claim over several days never does more than query. What is not in a partial table is not called free.
    """
    codes, setting = procedure_codes(claim), setting_of(claim)
    if len(codes) < 2 or setting is None:
        return ()
    table = authorities.tables.pairs(setting, claim.day)
    if table is None:
        return (_none_loaded(claim, authorities, setting),)
    findings, absent = [], []
    for one, other in combinations(codes, 2):
        pairs = table.pairs(one, other, claim.day)
        findings += [found for pair in pairs if (found := _finding(claim, authorities, table, pair)) is not None]
        if not pairs and not table.settles(one, other):
            absent.append((one, other))
    if absent:
        findings.append(_not_in_this_table(claim, table, absent))
    return tuple(findings)


def _finding(claim: Claim, authorities: Authorities, table: PairQuarter, pair: "Pair") -> Finding | None:
    firsts, seconds = _lines(claim, pair.column1), _lines(claim, pair.column2)
    if pair.indicator == "1" and all(_is_separate(one, other, claim.day) for one, other in product(firsts, seconds)):
        return None
    one, two = pair.column1, pair.column2
    if pair.indicator == "0":
        carried = sorted(
            {modifier for line in (*firsts, *seconds) for modifier in line.modifiers} & (FOR_OTHERS | FOR_VISITS)
        )
        helps = f"modifier {one_of(tuple(carried))} does not help" if carried else "no modifier helps"
        message = f"{two} is never paid beside {one} (NCCI column 1 {one}, column 2 {two}, indicator 0): {helps}. Take {two} off the claim."
    else:
        message = (
            f"{two} is paid beside {one} only with a modifier that the record bears out (NCCI column 1 {one}, column 2 {two},"
            f" indicator 1). {_what_to_look_for(firsts[0], seconds[0])}"
        )
    return Finding(
        edit=EDIT,
        severity=_severity(claim, authorities, table, pair),
        codes=(one, two),
        message=message + _caution(claim, authorities, table),
        authority=f"{table.name}, as loaded",
        citation=cite(table.passage(pair)),
        suggestion=Suggestion(
            replaces=two,
            codes=(),
            choose_by="" if pair.indicator == "0" else "unless the record shows separate services",
        ),
    )


def _lines(claim: Claim, code: str) -> tuple[Procedure, ...]:
    return tuple(line for line in service_lines(claim) if line.code == code)


def _is_separate(first: Procedure, second: Procedure, day: date) -> bool:
    """Whether a modifier says that the two are separate; on a visit only a visit's modifiers do."""
    visits = [line for line in (first, second) if is_visit(line)]
    if visits:
        return any(FOR_VISITS & set(line.modifiers) for line in visits)
    if FOR_OTHERS & set(second.modifiers):
        return True
    on_first = FOR_OTHERS if day >= EITHER_LINE_SINCE else FOR_OTHERS - SEPARATE
    return bool(on_first & set(first.modifiers))


def _what_to_look_for(first: Procedure, second: Procedure) -> str:
    visit = next((line for line in (first, second) if is_visit(line)), None)
    if visit is not None:
        return (
            f"If the record shows a significant, separately identifiable visit, add modifier 25 to {visit.code}; if not, take it"
            " off the claim."
        )
    return (
        f"If the record shows another region, session or practitioner, add modifier 59 or an X modifier to {second.code}; if not,"
        f" take {second.code} off the claim."
    )


def _severity(claim: Claim, authorities: Authorities, table: PairQuarter, pair: "Pair") -> Severity:
    dated = not table.is_older_than(claim.day) and pair.effective_from is not None
    certain = (table.is_of(claim.day) or dated) and not spans_days(claim) and _follows_ncci(claim, authorities)
    return "block" if pair.indicator == "0" and certain else "query"


def _follows_ncci(claim: Claim, authorities: Authorities) -> bool:
    """Medicare does; other payers may choose to (CMS's NCCI FAQ). Without a payer the table speaks for itself."""
    if not (claim.payer or "").strip():
        return True
    match = payer_of(claim, authorities)
    return match is not None and match.payers[0].id == "medicare"


def _caution(claim: Claim, authorities: Authorities, table: PairQuarter) -> str:
    said = ""
    if not table.is_of(claim.day):
        said += f" The table is of {table.quarter}, the service of {quarter_of(claim.day)}: check that quarter's table before you change the claim."
    if not _follows_ncci(claim, authorities):
        said += " NCCI is Medicare's: ask whether this payer follows it."
    if spans_days(claim):
        said += " The claim covers several days, and a pair counts only on one day."
    return said


def _not_in_this_table(claim: Claim, table: PairQuarter, absent: list[tuple[str, str]]) -> Finding:
    named = ", ".join(f"{one} with {other}" for one, other in absent[:MOST_NAMED])
    more = f" and {len(absent) - MOST_NAMED} more" if len(absent) > MOST_NAMED else ""
    return Finding(
        edit=EDIT,
        severity="inform",
        codes=tuple(dict.fromkeys(code for pair in absent for code in pair)),
        message=(
            f"Not in this table: {named}{more}. The loaded NCCI table ({table.quarter}) is only a part of CMS's: a pair may still"
            f" exist. Load the whole table of {quarter_of(claim.day)} to be sure."
        ),
        authority=f"{table.name}, as loaded",
        citation=cite(table.absence(*absent[0])),
    )


def _none_loaded(claim: Claim, authorities: Authorities, setting: TableSetting) -> Finding:
    """Said once a claim, with what the sheets hint at."""
    hints = [hint for found in all_rules(claim, authorities, PairHint) if (hint := _hint(claim, found))]
    codes, _, rule = hints[0] if hints else ((), "", None)
    told = "".join(f" {said}" for _, said, _ in hints)
    return Finding(
        edit=EDIT,
        severity="inform",
        codes=codes,
        message=(
            f"No NCCI table is loaded, so no pair of procedures was checked: load CMS's {setting.replace('-', ' ')} table of"
            f" {quarter_of(claim.day)} with `codecite knowledge add`.{told}"
        ),
        authority="Loaded NCCI tables: none",
        citation=cite_rule(rule) if rule is not None else None,
    )


def _hint(claim: Claim, found: Applicable[PairHint]) -> tuple[tuple[str, ...], str, Applicable[PairHint]] | None:
    """What a sheet hints at about two lines neither of which has the modifier it names."""
    rule = found.rule
    for first, second in product(service_lines(claim), repeat=2):
        named = covers(rule.procedures, first.code) and covers(rule.beside, second.code)
        if named and not {*first.modifiers, *second.modifiers} & set(rule.modifiers):
            pair = (first.code, second.code)
            when = f", and only when {rule.only_when}" if rule.only_when else ""
            return pair, f"{all_of(pair)} may be a pair that needs modifier {one_of(rule.modifiers)}{when}.", found
    return None
