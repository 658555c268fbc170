"""A code must be reportable on the date of service."""

from bot.claims import Authorities, Claim, Finding, Suggestion
from bot.guardrails.code_edits.listed import listed_codes
from knowledge.passages import cite


def edit(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """Authority: CMS's code dates: the set in force on the date of service, without a grace period.

    A heading that once was a code (M72.2, M54.5) is found here, with its successors by meaning; one that never was is
    `incomplete-code`. Days beyond the tables are left to `beyond-tables`.
    """
    code_set, facts = authorities.code_set, authorities.facts
    findings = []
    for one in listed_codes(claim):
        if one.code is None:
            continue
        status = code_set.status(one.code, claim.day)
        if status.beyond_tables:
            continue
        was_a_code = bool(code_set.validity_of(one.code))
        if status.state not in ("ended", "not_yet") and not (status.state == "header" and was_a_code):
            continue
        successors = tuple(successor.code for successor in code_set.successors(one.code))
        if status.state == "not_yet":
            first = status.validity.first.isoformat() if status.validity else "a later date"
            message = f"{one.code} begins on {first}; it can't be reported for {claim.day.isoformat()}."
        elif status.state == "header":
            last = _last_day(code_set.validity_of(one.code), claim.day)
            message = f"{one.code} has been a heading since it ended as a code{last}; report one of the codes below it or in its place."
        else:
            last = _last_day(code_set.validity_of(one.code), claim.day)
            message = f"{one.code} is no longer reportable{last}."
        if successors and status.state != "not_yet":
            message += f" In its place: {', '.join(successors[:8])}."
        passage = facts.successors(one.code) if successors and status.state != "not_yet" else None
        findings.append(
            Finding(
                edit="not-in-force",
                severity="block",
                codes=(one.code,),
                message=message,
                authority="CMS code dates: the code set in force on the date of service",
                citation=cite(passage or facts.about(one.code)),
                suggestion=Suggestion(replaces=one.typed, codes=successors, choose_by="what the record names")
                if successors and status.state != "not_yet"
                else None,
            )
        )
    return tuple(findings)


def _last_day(periods: tuple[object, ...], day: object) -> str:
    ends = [last for period in periods if (last := getattr(period, "last", None)) is not None]
    return f" on {max(ends).isoformat()}" if ends else ""
