"""The payer has a list of the diagnoses it covers a procedure for, and none of the claim's is on it."""

from bot.claims import Authorities, Claim, Finding, Procedure
from bot.guardrails.code_edits.listed import known_codes, listed_codes
from bot.guardrails.code_edits.service_lines import (
    all_of,
    covered_lines,
    each_once,
    own_rules,
    payer_of,
    rule_finding,
    service_lines,
    who,
)
from knowledge.loaded_tables import CoverageList
from knowledge.passages import cite
from knowledge.payers.schema import DiagnosisList
from knowledge.payers.sheets import Applicable, PayerMatch

EDIT = "payer-diagnosis-not-listed"


def edit(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """Authority: the payer's sheet; for Medicare the loaded lists of the coverage database. Listed does not assure payment."""
    if not known_codes(claim):
        return ()
    by_sheet = [
        _by_sheet(claim, line, found)
        for found in own_rules(claim, authorities, DiagnosisList)
        for line in covered_lines(found.rule, claim)
    ]
    return each_once([*(one for one in by_sheet if one is not None), *_by_coverage(claim, authorities)])


def _diagnoses(claim: Claim, line: Procedure) -> tuple[str, ...]:
    """The diagnoses the line points to; all of the claim when it points to none."""
    listed = listed_codes(claim)
    pointed = [listed[place - 1].code for place in line.pointers if 1 <= place <= len(listed)]
    return tuple(dict.fromkeys(code for code in pointed if code is not None)) or known_codes(claim)


def _by_sheet(claim: Claim, line: Procedure, found: Applicable[DiagnosisList]) -> Finding | None:
    diagnoses = _diagnoses(claim, line)
    if any(found.rule.lists(code) for code in diagnoses):
        return None
    return rule_finding(
        EDIT, found, codes=(line.code, *diagnoses), message=_message(who(found), "", line, diagnoses), severity="query"
    )


def _message(whose: str, where: str, line: Procedure, diagnoses: tuple[str, ...]) -> str:
    are = "is not a diagnosis" if len(diagnoses) == 1 else "are not diagnoses"
    return (
        f"{all_of(diagnoses)} {are} that {whose} lists as covered for {line.code}{where}. If the record shows a listed condition,"
        " report it; being listed does not assure payment."
    )


# --- the coverage database ------------------------------------------------------------------------------------------


def _by_coverage(claim: Claim, authorities: Authorities) -> list[Finding]:
    match = payer_of(claim, authorities)
    if match is None or match.payers[0].id != "medicare":
        return []
    findings = []
    for line in {one.code: one for one in service_lines(claim)}.values():
        lists = [one for one in authorities.tables.coverage(line.code, claim.day) if one.covers_by_list]
        findings += _of_line(line, _diagnoses(claim, line), _of_contractor(lists, match, authorities))
    return findings


def _of_line(line: Procedure, diagnoses: tuple[str, ...], lists: list[CoverageList]) -> list[Finding]:
    """One finding a line: a query when no document lists a diagnosis, inform when the contractor decides it."""
    silent = [one for one in lists if not _lists_any(one, diagnoses)]
    if not silent or (len(silent) < len(lists) and not _differ_by_contractor(lists, silent)):
        return []
    document = silent[0]
    message = _message("Medicare", f" in {document.document.display_id}", line, diagnoses)
    if len(silent) < len(lists):
        listing = next(one for one in lists if one not in silent)
        message = (
            f"Whether {line.code} is covered for {all_of(diagnoses)} depends on the contractor: {listing.document.display_id} lists it,"
            f" {document.document.display_id} does not. Name the contractor as the payer."
        )
    return [
        Finding(
            edit=EDIT,
            severity="query" if len(silent) == len(lists) else "inform",
            codes=(line.code, *diagnoses),
            message=message,
            authority=f"{document.name}; {document.opened.source.title} ({document.opened.source.edition})",
            citation=cite(document.passage(diagnoses)),
        )
    ]


def _lists_any(one: CoverageList, diagnoses: tuple[str, ...]) -> bool:
    return any(listing.listing == "covered" for code in diagnoses for listing in one.listings_of(code))


def _differ_by_contractor(lists: list[CoverageList], silent: list[CoverageList]) -> bool:
    """Whether some contractor's documents are all silent: several documents of one contractor stand beside each other."""
    heard = {name for one in lists if one not in silent for name in one.contractors}
    return any(set(one.contractors) - heard for one in silent)


def _of_contractor(lists: list[CoverageList], match: PayerMatch, authorities: Authorities) -> list[CoverageList]:
    """The documents of the contractor that was named with the payer; all when none was, or none is that contractor's."""
    names = authorities.payers.contractor_names(match)
    own = [
        one
        for one in lists
        if any(name.casefold() in contractor.casefold() for name in names for contractor in one.contractors)
    ]
    return own or lists
