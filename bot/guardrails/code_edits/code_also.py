"""A code also note tells of a second code; it sets no order, and holds only when the record has both conditions."""

from bot.claims import Authorities, Claim, Finding
from bot.guardrails.code_edits import quoting
from bot.guardrails.code_edits.listed import after, listing, reportable_codes, where_it_stands
from knowledge.code_set.instructions import Instruction


def edit(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """Authority: code also notes of the tabular list, own or inherited; guideline I.A.17 (FY2025)."""
    code_set = authorities.code_set
    codes = reportable_codes(claim, authorities)
    ordinals = sorted(entry.ordinal for code in codes if (entry := code_set.code(code)) is not None)
    unmet: dict[str, tuple[Instruction, list[str]]] = {}
    for code in codes:
        for instruction in code_set.instructions(code, "code_also", claim.day):
            if not instruction.names_one_of(ordinals):
                unmet.setdefault(instruction.from_code, (instruction, []))[1].append(code)
    return tuple(
        Finding(
            edit="code-also",
            severity="inform",
            codes=tuple(bearing),
            message=f"With {listing(bearing)}, where the record has it, code also{after(note.text)}. The order is free.",
            authority=f"Code also note at {where_it_stands(note.from_code)}, ICD-10-CM tabular list ({note.notes[0].release}); guideline I.A.17",
            citation=quoting.instruction(authorities, note),
        )
        for note, bearing in unmet.values()
    )
