"""Where a title leaves open what a second code must say, the second code is there; of other additional codes the reader is told."""

import re

from bot.claims import Authorities, Claim, Finding
from bot.guardrails.code_edits import quoting
from bot.guardrails.code_edits.listed import listing, reportable_codes, where_it_stands
from knowledge.code_set.instructions import Instruction

_COMPLETES = re.compile(
    r"\bto (?:identify|specify) (?:the )?(?:"
    r"stage of chronic kidney disease|type of heart failure|heart failure|joint|limb amputated|(?:site|severity|site and severity) of (?:the )?ulcer|"
    r"type of (?:hypertension|hypertensive [\w ]+|secondary hypertension|obesity)|deep vein thrombosis|superficial thrombophlebitis|"
    r"site of the embolism|retinal detachment|carrier state|personal history of malignant neoplasm)\b",
    re.IGNORECASE,
)
"""What the title names without saying it whole: "diabetic chronic kidney disease", of which stage? "joint replacement", of which joint?"""


def edit(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """Authority: use additional code notes of the tabular list, own or inherited; guideline I.A.13 (FY2026).

    Any code in the named ranges satisfies a note. One note is said once, for all codes of the claim that it bears on. Notes
    that only may apply (tobacco, control of diabetes, "if applicable") are not told of a code that has an additional code on
    the claim already, or is one.
    """
    code_set = authorities.code_set
    codes = reportable_codes(claim, authorities)
    places = {code: entry.ordinal for code in codes if (entry := code_set.code(code)) is not None}
    ordinals = sorted(places.values())
    unmet: dict[tuple[str, str], tuple[Instruction, list[str]]] = {}
    met: list[Instruction] = []
    settled: set[str] = set()
    for code in codes:
        for instruction in code_set.instructions(code, "use_additional", claim.day):
            if instruction.names_one_of(ordinals):
                met.append(instruction)
                settled.add(code)
            elif instruction.intervals:
                unmet.setdefault((instruction.from_code, instruction.notes[0].text), (instruction, []))[1].append(code)
    settled.update(code for code, place in places.items() if any(instruction.names(place) for instruction in met))
    findings = []
    for instruction, bearing in unmet.values():
        needed = _completes_the_title(instruction)
        about = tuple(code for code in bearing if needed or code not in settled)
        if about:
            findings.append(_finding(authorities, instruction, about, needed=needed))
    return tuple(findings)


def _completes_the_title(instruction: Instruction) -> bool:
    return not instruction.is_conditional and _COMPLETES.search(instruction.text) is not None


def _finding(authorities: Authorities, note: Instruction, codes: tuple[str, ...], *, needed: bool) -> Finding:
    return Finding(
        edit="use-additional",
        severity="query" if needed else "inform",
        codes=codes,
        message=f"{listing(codes)} is not complete alone: add a {note.text} after it, as the record says."
        if needed
        else f"With {listing(codes)}, where the record has it, use an additional {_as_object(note.text)}.",
        authority=(
            f"Use additional code note at {where_it_stands(note.from_code)}, ICD-10-CM tabular list ({note.notes[0].release}); guideline I.A.13"
        ),
        citation=quoting.instruction(authorities, note),
    )


def _as_object(text: str) -> str:
    return text if re.match(r"(?:external cause )?code", text, re.IGNORECASE) else f"code: {text}"
