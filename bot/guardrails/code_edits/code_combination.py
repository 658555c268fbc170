"""Several codes for which one combination code exists are reported as that one."""

from bot.claims import Authorities, Claim, Finding, Suggestion
from bot.guardrails.code_edits import quoting
from bot.guardrails.code_edits.listed import listing, reportable_codes, typed_as
from knowledge.combinations.combinations import Combined, combinations_in

_ANY_COMBINATION = "guideline.i-b-9"
"""What is quoted for a rule whose own guidance we hold from memory alone."""


def edit(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """Authority: the passage of each rule (guidelines I.B.9, I.C.4.a, I.C.9.a; notes of the tabular list); rules are data.

    It asks, and never blocks: the provider may have said that the conditions are unrelated. A combination code that is not yet,
    or no longer, in force on the claim's day is not proposed.
    """
    codes = reportable_codes(claim, authorities)
    found = []
    for combined in combinations_in(codes, authorities.combinations):
        if combined.report and not authorities.code_set.status(combined.report, claim.day).billable:
            continue
        listed = tuple(code for code in dict.fromkeys((*combined.codes, *combined.gone)) if code in codes)
        gone = tuple(code for code in combined.gone if code in codes)
        if listed:
            found.append(_finding(claim, authorities, combined, listed, gone))
    return tuple(found)


def _finding(
    claim: Claim, authorities: Authorities, combined: Combined, listed: tuple[str, ...], gone: tuple[str, ...]
) -> Finding:
    rule = combined.rule
    citation = quoting.rule_or_fact(authorities, rule.passage) or authorities.guideline(_ANY_COMBINATION)
    return Finding(
        edit="code-combination",
        severity="query",
        codes=listed,
        message=f"{_mend(combined.report, gone)}: {rule.says}."
        + (" Keep them apart only if the record calls them unrelated." if combined.report and gone else "")
        + (" We hold no graded copy of this rule: check the guideline." if rule.label == "check" else ""),
        authority=f"Guideline {citation.passage.section}"
        if citation is not None and citation.passage.id.startswith("guideline.")
        else "ICD-10-CM tabular list",
        citation=citation,
        suggestion=_suggestion(claim, combined.report, gone),
    )


def _mend(report: str, gone: tuple[str, ...]) -> str:
    if not report:
        return f"Leave out {listing(gone)}"
    return f"Report {report} in place of {listing(gone)}" if gone else f"Add {report}"


def _suggestion(claim: Claim, report: str, gone: tuple[str, ...]) -> Suggestion | None:
    if not gone:
        return None
    first, *others = (typed_as(claim, code) for code in gone)
    return Suggestion(replaces=first, codes=(report,) if report else (), drops=tuple(others))
