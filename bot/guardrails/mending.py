"""The claim with every mend applied that leaves no choice to a person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bot.claims import Authorities, Claim, Finding, Procedure, Suggestion
from bot.guardrails.code_edits import check_claim
from knowledge.code_set.codes import canonical

_MOST_ROUNDS = 5
"""A mend may lay bare the next (W19A gets its placeholders, then its place); five rounds are more than any claim needs."""
Mends = Mapping[str, Suggestion]
"""By the code of the entry that a mend replaces."""


def mended(claim: Claim, findings: Iterable[Finding], authorities: Authorities) -> Claim | None:
    """The claim after the certain mends of its blocking findings, and of the findings on what they make; None without one.

    Pointers follow their diagnoses. A claim with an entry that has no code's shape is left to a person.
    """
    mends = _certain(findings)
    codes = [canonical(typed) for typed in claim.diagnoses]
    if not mends or None in codes:
        return None
    now = read = replace(claim, diagnoses=tuple(code for code in codes if code is not None))
    for _ in range(_MOST_ROUNDS):
        after = _applied(now, mends)
        if after == now:
            break
        now = after
        mends = _certain(check_claim(now, authorities))
    return now if now != read else None


def _certain(findings: Iterable[Finding]) -> Mends:
    """Of two mends for one entry the first: the other is found again in the next round."""
    mends: dict[str, Suggestion] = {}
    for finding in findings:
        suggestion = finding.suggestion
        if finding.severity == "block" and suggestion is not None and suggestion.leaves_no_choice:
            mends.setdefault(canonical(suggestion.replaces) or suggestion.replaces, suggestion)
    return mends


def _applied(claim: Claim, mends: Mends) -> Claim:
    """Each code replaced by its mend; a code that a mend puts in its place isn't listed again where it stood."""
    dropped = {canonical(typed) for mend in mends.values() for typed in mend.drops}
    moved = {code for mend in mends.values() for code in mend.codes}
    placed: list[str] = []
    for code in claim.diagnoses:
        if code in dropped:
            continue
        for one in mends[code].codes if code in mends else (code,):
            if one not in moved or one not in placed:
                placed.append(one)
    return replace(
        claim,
        diagnoses=tuple(placed),
        procedures=tuple(_pointing_anew(line, claim.diagnoses, placed, mends) for line in claim.procedures),
    )


def _pointing_anew(line: Procedure, before: Sequence[str], now: Sequence[str], mends: Mends) -> Procedure:
    """The line with each pointer moved to where its diagnosis, or what took its place, now stands."""
    pointers: list[int] = []
    for pointer in line.pointers:
        if not 1 <= pointer <= len(before):
            pointers.append(pointer)  # to nothing: `pointers` says so, nobody guesses where to
            continue
        code = before[pointer - 1]
        mend = mends.get(code)
        if mend is not None and code not in mend.codes:
            code = mend.codes[0]
        if code in now and now.index(code) + 1 not in pointers:
            pointers.append(now.index(code) + 1)
    return replace(line, pointers=tuple(pointers))
