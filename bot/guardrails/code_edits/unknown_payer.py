"""A payer we hold no sheet on, or one of several plans of a name: nobody may think that its rules were checked."""

from bot.claims import Authorities, Claim, Finding


def edit(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """Authority: the payer sheets held. The name is not repeated: it is whatever somebody typed."""
    typed = (claim.payer or "").strip()
    if not typed:
        return ()
    match = authorities.payers.payer(typed)
    if match is not None and not match.is_ambiguous:
        return ()
    held = [payer.name for payer in (match.payers if match is not None else authorities.payers.sheets.payers())]
    if match is not None:
        message = (
            f"The payer's name is shared by {', '.join(held)}: name the plan. Until then no rule of a payer is checked."
        )
    else:
        message = (
            "No sheet is held on this payer, so none of its rules was checked: read its own policy, or add a sheet with"
            f" `codecite knowledge add`. Sheets are held on {', '.join(held) or 'no payer'}."
        )
    return (
        Finding(
            edit="unknown-payer",
            severity="inform",
            codes=(),
            message=message,
            authority=f"Payer sheets held: {len(authorities.payers.sheets.sheets)}",
        ),
    )
