"""A manifestation is never first, and never without the disease that causes it."""

from bot.claims import Authorities, Claim, Finding, Suggestion
from bot.guardrails.code_edits.listed import first_listed, known_codes, reportable_codes, typed_as
from bot.guardrails.code_edits.quoting import editor, rule
from knowledge.code_set.codes import CodeNote

_NO_DISEASE = "RVWXYZ"
"""Letters of symptoms, external causes and reasons for a visit: a disease behind a manifestation is none of them."""


def edit(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """Authority: manifestation attribute of the Medicare Code Editor (titles alone find three in four); guideline I.A.13, FY2026.

    A disease that the code-first note names is its cause wherever it is listed. When the note leaves the list open ("such as"),
    any disease may be: then only a claim without one is at fault. Which disease it is stays for a person to say.
    """
    manifestations = [
        code
        for code in reportable_codes(claim, authorities)
        if "manifestation" in authorities.code_set.mce(code, claim.day)
    ]
    return tuple(finding for code in manifestations for finding in _judged(claim, authorities, code))


def _judged(claim: Claim, authorities: Authorities, code: str) -> tuple[Finding, ...]:
    listed = known_codes(claim)
    is_first = first_listed(claim) == code
    notes = _code_first(claim, authorities, code)
    others = [one for one in listed if one != code]
    named = [one for one in others if _is_named(authorities, one, notes)]
    if named and not is_first:
        return ()
    causes = named or [one for one in others if _is_open(notes) and _is_a_disease(claim, authorities, one)]
    if causes and not is_first:
        return ()
    suggestion = None
    if named:
        message = f"{code} is a manifestation and can't be first: list {named[0]} before {code}."
        if authorities.code_set.status(named[0], claim.day).billable:
            suggestion = Suggestion(replaces=typed_as(claim, code), codes=(named[0], code))
    elif causes:
        message = (
            f"{code} is a manifestation and can't be first: list the disease that causes it before {code}; the record tells"
            f" whether that is {' or '.join(causes[:3])}."
        )
    else:
        place = " and can't be first" if is_first else ""
        message = f"{code} is a manifestation{place}: list the disease that causes it before {code}{_examples(notes)}."
    return (
        Finding(
            edit="manifestation-first",
            severity="block",
            codes=(code,),
            message=message,
            authority="Guideline I.A.13; Medicare Code Editor, manifestation code",
            citation=editor(authorities, code, "manifestation")
            or rule(authorities, "guideline.i-a-13", "underlying disease first"),
            suggestion=suggestion,
        ),
    )


def _code_first(claim: Claim, authorities: Authorities, code: str) -> tuple[CodeNote, ...]:
    """The code-first notes that stand nearest to the code: its own, else those of the nearest heading that has any."""
    notes = [note for note in authorities.code_set.notes(code, claim.day) if note.kind == "code_first"]
    return tuple(note for note in notes if note.from_code == notes[0].from_code)


def _is_named(authorities: Authorities, other: str, notes: tuple[CodeNote, ...]) -> bool:
    entry = authorities.code_set.code(other)
    return entry is not None and any(note.names(entry) for note in notes)


def _is_open(notes: tuple[CodeNote, ...]) -> bool:
    """Whether a disease the notes don't name may be the cause: "such as", or a line without codes."""
    return not notes or any(not note.ranges for note in notes)


def _is_a_disease(claim: Claim, authorities: Authorities, code: str) -> bool:
    is_a_manifestation = "manifestation" in authorities.code_set.mce(code, claim.day)
    return code[0] not in _NO_DISEASE and authorities.code_set.code(code) is not None and not is_a_manifestation


def _examples(notes: tuple[CodeNote, ...]) -> str:
    named = [note.text for note in notes if note.ranges]
    return f", for example {'; '.join(named[:3])}" if named else ""
