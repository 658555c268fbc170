"""After the last day of our tables nothing is called invalid: the reader is told where our knowledge stops."""

from bot.claims import Authorities, Claim, Finding


def edit(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """Authority: the span of the code dates we hold."""
    first, last = authorities.code_set.tables_first_day, authorities.code_set.tables_last_day
    if first <= claim.day <= last:
        return ()
    if claim.day < first:
        message = (
            f"{claim.day.isoformat()} lies before {first.isoformat()}, when ICD-10-CM began: report ICD-9-CM for it."
        )
    else:
        message = (
            f"{claim.day.isoformat()} lies beyond our tables, which end on {last.isoformat()}: check the codes against the release"
            " in force on that day."
        )
    return (
        Finding(
            edit="beyond-tables",
            severity="inform",
            codes=(),
            message=message,
            authority=f"Code dates held: {first.isoformat()} to {last.isoformat()}",
        ),
    )
