"""What a reader must know of a payer sheet before relying on it."""

from datetime import date

from bot.claims import Finding
from knowledge.payers.schema import PayerSheet
from knowledge.payers.sheets import staleness


def sheet_warning(sheet: PayerSheet, day: date) -> Finding | None:
    """That the sheet is past its review for a service on `day`, or the warning it carries; None when neither."""
    stale = staleness(sheet, day)
    words = stale.words if stale is not None else sheet.warning
    if not words:
        return None
    return Finding(
        edit="payer-sheet-stale",
        severity="inform",
        codes=(),
        message=f"{sheet.title}: {words}",
        authority=f"Payer sheet {sheet.id}, reviewed {sheet.reviewed_on.isoformat()}",
    )
