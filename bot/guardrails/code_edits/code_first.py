"""What the tabular list says to code first stands before the code that says so."""

import re

from bot.claims import Authorities, Claim, Finding, Suggestion
from bot.guardrails.code_edits import quoting
from bot.guardrails.code_edits.listed import after, listing, reportable_codes, typed_as, where_it_stands
from knowledge.code_set.code_set import CodeSet
from knowledge.code_set.codes import undotted
from knowledge.code_set.instructions import Instruction

_ONLY_WHEN = re.compile(r"\b(?:complicating|due to|associated)\b", re.IGNORECASE)
_FOR_ADVERSE_EFFECTS = re.compile(r"for adverse effects", re.IGNORECASE)
_ADVERSE_EFFECT = "5"
"""Sixth character of T36-T50 for an adverse effect; for a poisoning (1 to 4) the T code itself goes first (I.C.19.e.5.b)."""
_SATISFIED_TOO = {"Z3A": ("Z34.", "Z33.")}
"""The note at Z3A names chapter 15 alone, but weeks of gestation may be added to a routine prenatal visit: I.C.21.c.11."""


def edit(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """Authority: code first notes of the tabular list, own or inherited; guideline I.A.13 (FY2026).

    A code it names that stands later is asked about. One that is absent is asked about only where the note knows no "if
    applicable", no "such as" and no alternatives; else the reader is told. A manifestation code that stands first, or
    without its etiology, is left to `manifestation-first`.
    """
    findings = []
    codes = reportable_codes(claim, authorities)
    for at, code in enumerate(codes):
        is_manifestation = "manifestation" in authorities.code_set.mce(code, claim.day)
        if is_manifestation and at == 0:
            continue
        for instruction in authorities.code_set.instructions(code, "code_first", claim.day):
            if not instruction.intervals or not _bears_on(instruction, code):
                continue
            before = _named(authorities.code_set, instruction, codes[:at])
            after = _named(authorities.code_set, instruction, codes[at + 1 :])
            if after:
                findings.append(_later(claim, authorities, code, after, instruction))
            elif not before and not is_manifestation and not _is_satisfied_too(code, codes[:at]):
                findings.append(_absent(authorities, code, instruction))
    return tuple(findings)


def _bears_on(instruction: Instruction, code: str) -> bool:
    """Whether the instruction is about this code: the one over all drugs is about adverse effects alone."""
    if not _FOR_ADVERSE_EFFECTS.search(instruction.notes[0].text):
        return True
    return undotted(code)[5:6] == _ADVERSE_EFFECT


def _named(code_set: CodeSet, instruction: Instruction, codes: tuple[str, ...]) -> tuple[str, ...]:
    entries = (code_set.code(code) for code in codes)
    return tuple(entry.code for entry in entries if entry is not None and instruction.names(entry.ordinal))


def _is_satisfied_too(code: str, before: tuple[str, ...]) -> bool:
    return any(one.startswith(_SATISFIED_TOO.get(code[:3], ())) for one in before)


def _later(claim: Claim, authorities: Authorities, code: str, after: tuple[str, ...], note: Instruction) -> Finding:
    return Finding(
        edit="code-first",
        severity="query",
        codes=(code, *after),
        message=f"{listing(after)} goes before {code}: the tabular list says to code it first ({where_it_stands(note.from_code)}).",
        authority=_authority(note),
        citation=quoting.instruction(authorities, note),
        suggestion=Suggestion(
            replaces=typed_as(claim, code), codes=(*after, code), drops=tuple(typed_as(claim, one) for one in after)
        ),
    )


def _absent(authorities: Authorities, code: str, note: Instruction) -> Finding:
    is_needed = len(note.notes) == 1 and not note.is_conditional and not _ONLY_WHEN.search(note.text)
    return Finding(
        edit="code-first",
        severity="query" if is_needed else "inform",
        codes=(code,),
        message=f"{code} needs another code before it: code first{after(note.text)}. The claim lists none."
        if is_needed
        else f"Before {code}, where the record has it, code first{after(note.text)}.",
        authority=_authority(note),
        citation=quoting.instruction(authorities, note),
    )


def _authority(note: Instruction) -> str:
    return f"Code first note at {where_it_stands(note.from_code)}, ICD-10-CM tabular list ({note.notes[0].release}); guideline I.A.13"
