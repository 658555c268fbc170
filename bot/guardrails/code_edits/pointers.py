"""A claim form has room for so many diagnoses, and a service line points to at most four of them."""

from bot.claims import Authorities, Claim, Finding
from bot.guardrails.code_edits.quoting import rule

MOST_POINTERS = 4
MOST_DIAGNOSES = 12
_FORM = "Professional claim form, items 21 and 24E"


def edit(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """Authority: the professional claim form. The institutional form holds more diagnoses and has no such limit on pointers."""
    return (*_too_many_diagnoses(claim, authorities), *_lines(claim, authorities))


def _too_many_diagnoses(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    count = len(claim.diagnoses)
    if claim.claim_type != "professional" or count <= MOST_DIAGNOSES:
        return ()
    return (
        _finding(
            f"The claim lists {count} diagnoses, and a professional claim holds {MOST_DIAGNOSES}: keep the ones that explain the services.",
            authorities,
            "claim-form.limits",
            "up to twelve",
        ),
    )


def _lines(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    findings = []
    held = len(claim.diagnoses)
    for number, line in enumerate(claim.procedures, 1):
        where = f"Line {number} ({line.code})"
        if claim.claim_type == "professional" and len(line.pointers) > MOST_POINTERS:
            message = f"{where} points to {len(line.pointers)} diagnoses: a line holds {MOST_POINTERS}, so keep the ones that explain it."
            findings.append(_finding(message, authorities, "claim-form.limits", "points to up to four"))
        nowhere = sorted({pointer for pointer in line.pointers if not 1 <= pointer <= held})
        if nowhere:
            listed = ", ".join(map(str, nowhere))
            room = f"from 1 to {held}" if held > 1 else "to 1 alone" if held else "to none, for the claim lists none"
            message = (
                f"{where} points to diagnosis {listed}, and pointers of this claim may go {room}: correct the pointer."
            )
            findings.append(_finding(message, authorities, "claim-form.broken-pointer", "without a diagnosis"))
    return tuple(findings)


def _finding(message: str, authorities: Authorities, passage: str, words: str) -> Finding:
    return Finding(
        edit="pointers",
        severity="block",
        codes=(),
        message=message,
        authority=_FORM,
        citation=rule(authorities, passage, words),
    )
