"""Two codes that exclude each other are not reported together for one condition."""

from itertools import combinations

from bot.claims import Authorities, Claim, Finding, Suggestion
from bot.guardrails.code_edits import quoting
from bot.guardrails.code_edits.listed import known_codes, typed_as, where_it_stands
from knowledge.code_set.codes import CodeNote


def edit(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """Authority: Excludes1 notes of the tabular list, own or inherited, in both directions; guideline I.A.12.a (FY2025).

    The note does not hold when the two conditions are unrelated; only a person can tell, so the finding is a query. A note that
    prints no codes counts only where its codes have been worked out, and then says why (notes_without_codes.csv).
    """
    findings = []
    for one, other in combinations(known_codes(claim), 2):
        at_one = authorities.code_set.notes_naming(one, other, "excludes1", claim.day)
        at_other = authorities.code_set.notes_naming(other, one, "excludes1", claim.day)
        if at_one:
            findings.append(_finding(claim, authorities, one, other, at_one[0], both_ways=bool(at_other)))
        elif at_other:
            findings.append(_finding(claim, authorities, other, one, at_other[0], both_ways=False))
    return tuple(findings)


def _finding(
    claim: Claim, authorities: Authorities, holder: str, named: str, note: CodeNote, *, both_ways: bool
) -> Finding:
    where = f"at {where_it_stands(note.from_code)}" + (f", which covers {holder}," if note.inherited else "")
    how = f"means {named}, though it prints no such code: {note.reason}" if note.reason else f"names {named}"
    mend = (
        "Report only the one that the record supports"
        if both_ways  # each note names the other code, so neither goes before the other
        else f"Report {named} without {holder}"
    )
    return Finding(
        edit="excludes1",
        severity="query",
        codes=(holder, named),
        message=(
            f"{holder} and {named} exclude each other: the Excludes1 note {where} {how}. {mend}, unless the record shows two"
            " unrelated conditions; if that is not clear, ask the provider."
        ),
        authority=f"Excludes1 note at {where_it_stands(note.from_code)}, ICD-10-CM tabular list ({note.release}); guideline I.A.12.a",
        citation=quoting.note(authorities, note),
        suggestion=None
        if both_ways
        else Suggestion(replaces=typed_as(claim, holder), codes=(), choose_by="unless the two are unrelated"),
    )
