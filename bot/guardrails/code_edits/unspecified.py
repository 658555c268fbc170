"""A code that leaves side or site open, where codes exist that name it; and one that stands beside the code that names it."""

from bot.claims import Authorities, Claim, Finding, Suggestion
from bot.guardrails.code_edits import quoting
from bot.guardrails.code_edits.listed import listing, reportable_codes, typed_as
from knowledge.code_set.code_set import CodeSet
from knowledge.code_set.codes import Code, undotted
from knowledge.code_set.specificity import MoreSpecific, speaks_of_the_same

_MOST_LISTED = 8
_SEVENTH = 7


def edit(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """Authority: guidelines I.B.13 and I.B.2 (FY2026), Medicare Code Editor edit 20.

    Informs, for an unspecified code is right where the record names no side (I.B.18); asks, where a code on the claim already
    says what this one leaves open. "Primary", "displaced" and "closed" are defaults and leave nothing open.
    """
    codes = reportable_codes(claim, authorities)
    findings = []
    for code in codes:
        if "nspecified" not in authorities.code_set.descriptor(code, claim.day):
            continue
        found = authorities.code_set.more_specific(code, claim.day)
        beside = _beside(authorities.code_set, code, codes, found)
        if beside:
            findings.append(_query(claim, authorities, code, beside, found))
        elif found is not None:
            findings.append(_inform(claim, authorities, code, found))
    return tuple(findings)


def _beside(code_set: CodeSet, code: str, codes: tuple[str, ...], found: MoreSpecific | None) -> tuple[str, ...]:
    """The codes of the claim that name what `code` leaves open, or that stand below its own heading and say more."""
    own, path = code_set.code(code), code_set.path(code)
    if own is None or len(path) < 2:
        return ()
    entries = [(one, entry) for one in codes if one != code and (entry := code_set.code(one)) is not None]
    parent = path[-3] if len(undotted(code)) == _SEVENTH and len(path) > 3 else path[-2]
    return tuple(
        one
        for one, entry in entries
        if (found is not None and any(specific.covers(entry) for specific in found.entries))
        or (
            parent.is_reportable_shape
            and own.descriptor.lower().endswith("unspecified")
            and speaks_of_the_same(own, entry, parent)
        )
    )


def _query(
    claim: Claim, authorities: Authorities, code: str, beside: tuple[str, ...], found: MoreSpecific | None
) -> Finding:
    return Finding(
        edit="unspecified",
        severity="query",
        codes=(code, *beside),
        message=(
            f"{code} leaves open what {listing(beside)} on the same claim says. If both are one condition, leave {code} out; if not, "
            "report the code that names it" + (f": {_listed(authorities, claim, code, found)}." if found else ".")
        ),
        authority="Guideline I.B.2 (FY2026): the highest level of detail documented",
        citation=quoting.rule(authorities, "guideline.i-b-2", "detail"),
        suggestion=Suggestion(
            replaces=typed_as(claim, code), codes=(), choose_by="unless it is another condition than the one beside it"
        ),
    )


def _inform(claim: Claim, authorities: Authorities, code: str, found: MoreSpecific) -> Finding:
    side = found.leaves_open == "side"
    alternatives = tuple(name for entry in found.entries if (name := _as_reported(authorities, claim, code, entry)))
    billable = tuple(one for one in alternatives if not one.endswith("-"))
    return Finding(
        edit="unspecified",
        severity="inform",
        codes=(code,),
        message=(
            f"{code} leaves the {found.leaves_open} open. If the record names it, report {_listed(authorities, claim, code, found)}."
        ),
        authority="Guideline I.B.13 (FY2026); Medicare Code Editor edit 20" if side else "Guideline I.B.2 (FY2026)",
        citation=quoting.rule(authorities, "guideline.i-b-13", "unspecified-side code")
        if side
        else quoting.rule(authorities, "guideline.i-b-2", "detail"),
        suggestion=Suggestion(replaces=typed_as(claim, code), codes=billable, choose_by=found.leaves_open)
        if len(billable) == len(found.entries) > 1
        else None,
    )


def _listed(authorities: Authorities, claim: Claim, code: str, found: MoreSpecific) -> str:
    code_set = authorities.code_set
    shown = [
        f"{_as_reported(authorities, claim, code, entry)} {code_set.descriptor(entry.code, claim.day)}"
        for entry in found.entries[:_MOST_LISTED]
    ]
    rest = len(found.entries) - len(shown)
    return "; ".join(shown) + (f"; or one of {rest} more" if rest else "")


def _as_reported(authorities: Authorities, claim: Claim, code: str, entry: Code) -> str:
    """The code itself; for a heading the code below it with the same 7th character, else the heading with a dash."""
    code_set = authorities.code_set
    if code_set.status(entry.code, claim.day).billable:
        return entry.code
    leaves = [leaf.code for leaf in code_set.leaves(entry.code, claim.day) if leaf.code[-1] == code[-1]]
    return leaves[0] if len(undotted(code)) == _SEVENTH and len(leaves) == 1 else f"{entry.code}-"
