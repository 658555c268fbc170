"""A claim whose services span 1 October or 1 April falls under two code sets."""

from datetime import date, timedelta

from bot.claims import Authorities, Claim, Finding
from bot.guardrails.code_edits.listed import known_codes
from bot.guardrails.code_edits.quoting import rule
from knowledge.code_set.releases import boundaries_between


def edit(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """Authority: CMS's code dates: the set in force on the date of service; an inpatient stay goes by its discharge alone."""
    last = claim.date_to
    if last is None:
        return ()
    if claim.setting == "inpatient" and claim.discharge_date is not None:
        return ()
    boundaries = boundaries_between(claim.date_of_service, last)
    if not boundaries:
        return ()
    boundary = boundaries[0]
    if claim.setting == "inpatient":
        what = "An inpatient stay is coded by its day of discharge: give the discharge date."
    else:
        what = "Split it: services before that day and services from that day on, each with the codes of its own days."
    changed = _changed(claim, authorities, boundary)
    also = f" Not the same on both sides of it: {', '.join(changed)}." if changed else ""
    return (
        Finding(
            edit="code-set-boundary",
            severity="query",
            codes=changed,
            message=(
                f"The claim runs from {claim.date_of_service.isoformat()} to {last.isoformat()} and spans {boundary.isoformat()}, when"
                f" a new code set begins. {what}{also}"
            ),
            authority="CMS code dates: the code set in force on the date of service",
            citation=rule(authorities, "claim-form.date-of-service", "spans the first of October"),
        ),
    )


def _changed(claim: Claim, authorities: Authorities, boundary: date) -> tuple[str, ...]:
    """The codes that may be reported on one side of the boundary only, as far as our tables reach."""
    before = boundary - timedelta(days=1)
    code_set = authorities.code_set
    if not code_set.tables_first_day <= before < boundary <= code_set.tables_last_day:
        return ()
    return tuple(
        code
        for code in known_codes(claim)
        if code_set.status(code, before).billable != code_set.status(code, boundary).billable
    )
