"""Which phase of care the 7th character of an injury tells: active treatment, healing, or sequela."""

from typing import Literal

from knowledge.code_set.code_set import CodeSet

Phase = Literal["active treatment", "healing", "sequela"]
_COMPLETE = len("S13.4XXA")


def phase(code: str, code_set: CodeSet) -> Phase | None:
    """None when the code's family has no such 7th character (a fetus, a coma score, the stage of glaucoma).

    The family's own list tells it, for a fracture has three letters for active treatment and a dozen for healing.
    """
    if len(code) != _COMPLETE:
        return None
    seventh = code_set.seventh_characters(code)
    meaning = dict(seventh.meanings).get(code[-1], "").lower() if seventh else ""
    if "initial encounter" in meaning:
        return "active treatment"
    if "subsequent encounter" in meaning:
        return "healing"
    return "sequela" if "sequela" in meaning else None


def is_injury(code: str) -> bool:
    """A code for an injury itself (S00-S99, T07-T34): not a poisoning, and not a complication of care."""
    return code[0] == "S" or (code[0] == "T" and code[1:3].isdigit() and int(code[1:3]) <= 34)
