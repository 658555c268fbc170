"""A sheet that is past its review, has ended, or carries a warning of its own is still used; the reader is told."""

from bot.claims import Authorities, Claim, Finding
from bot.guardrails.code_edits.service_lines import payer_of, procedure_codes
from knowledge.payers.schema import PayerSheet
from knowledge.payers.sheets import staleness


def edit(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """Authority: the review dates of the payer's sheets that speak of the claim's procedures, held against the date of service."""
    match = payer_of(claim, authorities)
    if match is None or not claim.procedures:
        return ()
    findings = []
    for sheet in authorities.payers.sheets_for(match, procedure_codes(claim)):
        words = _words(sheet, claim)
        if words:
            findings.append(
                Finding(
                    edit="payer-sheet-stale",
                    severity="inform",
                    codes=(),
                    message=f"{sheet.title}: {words}",
                    authority=f"Payer sheet {sheet.id}, reviewed {sheet.reviewed_on.isoformat()}, next review due {sheet.review_due.isoformat()}",
                )
            )
    return tuple(findings)


def _words(sheet: PayerSheet, claim: Claim) -> str:
    if sheet.effective_to is not None and sheet.effective_to < claim.day:
        return f"it ended on {sheet.effective_to.isoformat()}, so none of its rules was checked. Look up what took its place."
    if sheet.effective_from is not None and claim.day < sheet.effective_from:
        return f"it begins on {sheet.effective_from.isoformat()}, so none of its rules was checked for this day."
    stale = staleness(sheet, claim.day)
    return stale.words if stale is not None else sheet.warning or ""
