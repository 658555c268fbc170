"""The side of a code is the side that the note gives the same part of the body."""

import re
from datetime import date

from bot.claims import Authorities, Claim, Finding, Suggestion
from bot.guardrails.code_edits import quoting
from bot.guardrails.code_edits.listed import reportable_codes, typed_as
from bot.guardrails.code_edits.note_text import sentences_of
from bot.privacy.clean_text import CleanText
from retrieval.words import stem, words

_PARTS = {
    "knee": "knee knees patella patellar patellofemoral meniscus", "hip": "hip hips", "shoulder": "shoulder shoulders rotator",
    "elbow": "elbow elbows epicondyle epicondylitis", "wrist": "wrist wrists carpal", "hand": "hand hands", "thumb": "thumb thumbs",
    "finger": "finger fingers", "ankle": "ankle ankles", "foot": "foot feet heel heels plantar", "toe": "toe toes", "thigh": "thigh thighs femur",
    "leg": "leg legs calf shin tibia fibula", "arm": "arm arms humerus", "forearm": "forearm forearms radius ulna", "eye": "eye eyes eyelid",
    "ear": "ear ears", "breast": "breast breasts",
}  # fmt: skip
_PART_OF = {word: part for part, names in _PARTS.items() for word in names.split()}
_SIDES = {
    "right": ("right",), "rt": ("right",), "left": ("left",), "lt": ("left",), "bilateral": ("right", "left"), "bilaterally": ("right", "left"),
    "both": ("right", "left"),
}  # fmt: skip
_OF_A_CODE = re.compile(r"\b(right|left)\b", re.IGNORECASE)
_WITHOUT_A_PART = re.compile(r"\b(?:upper|lower) (?:limb|extremity)\b|\bside\b", re.IGNORECASE)
_NOTHING_WRONG = re.compile(
    r"\b(?:unremarkable|normal|intact|asymptomatic|non-?tender|uninvolved|contralateral|denies|no (?:pain|tenderness|swelling|complaints?)|"
    r"full (?:rom|range))\b",
    re.IGNORECASE,
)
_NO_SIDE = re.compile(
    r"\b(?:is|are|was) right\b(?! (?:sided|knee|hip|shoulder))|\bright (?:away|now|after|before)\b|"
    r"\bleft (?:the|his|her|their|a|without|against|for|before|work|home|untreated|alone|off|over)\b|"
    r"\b(?:right|left)[- ]hand(?:ed|edness)?(?:[- ]dominan(?:t|ce))?(?=\W*(?:$|patient|dominan|male|female|man|woman))",
    re.IGNORECASE,
)
"""Words that look like a side: "is right" (correct), "left the clinic", "right-handed"."""
_BEFORE, _BEHIND = 4, 5
"""How many words may stand between a side and its part: "left medial joint line of the knee", "knee pain, worse on the left"."""


def edit(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """Authority: guideline I.B.13 (FY2026). Silent where the note gives the coded side too, both sides, or no side."""
    if claim.note is None:
        return ()
    findings = []
    for code in reportable_codes(claim, authorities):
        descriptor = authorities.code_set.descriptor(code, claim.day)
        sides = {match.lower() for match in _OF_A_CODE.findall(descriptor)}
        if len(sides) != 1:
            continue
        (coded,) = sides
        given = _sides_given(claim.note, _anchors(descriptor))
        if not given or coded in given:
            continue
        findings.append(_finding(claim, authorities, code, coded, "left" if coded == "right" else "right"))
    return tuple(findings)


def _anchors(descriptor: str) -> frozenset[str]:
    """The words of the note that a side must stand beside: those for the part of the body, or for the condition itself."""
    parts = {_PART_OF[word] for word in words(descriptor) if word in _PART_OF}
    if parts and not _WITHOUT_A_PART.search(descriptor):
        return frozenset(word for word, part in _PART_OF.items() if part in parts)
    return frozenset(stem(word) for word in words(descriptor.partition(",")[0]) if len(word) > 5 and word not in _SIDES)


def _sides_given(note: CleanText, anchors: frozenset[str]) -> frozenset[str]:
    """The sides that the note gives one of these words, in sentences that find something there."""
    given: set[str] = set()
    for sentence in sentences_of(note):
        if _NOTHING_WRONG.search(sentence):
            continue
        said = words(_NO_SIDE.sub(" ", sentence))
        for at, word in enumerate(said):
            if word in _SIDES and _is_about(said, at, anchors):
                given.update(_SIDES[word])
    return frozenset(given)


def _is_about(said: list[str], at: int, anchors: frozenset[str]) -> bool:
    """Whether the side at this place belongs to one of the words: the first part of the body behind it, else the last before it."""
    for place in (*range(at + 1, at + 2 + _BEFORE), *range(at - 1, at - 2 - _BEHIND, -1)):
        if not 0 <= place < len(said):
            continue
        if said[place] in anchors or stem(said[place]) in anchors:
            return True
        if said[place] in _PART_OF:
            return False
    return False


def _finding(claim: Claim, authorities: Authorities, code: str, coded: str, given: str) -> Finding:
    other = _mirrored(authorities, code, coded, given, claim.day)
    return Finding(
        edit="laterality-conflict",
        severity="block",
        codes=(code,),
        message=f"{code} says {coded}, the note says {given}. "
        + (f"Report {other} if the note is right" if other else "Report the code for the side that was treated")
        + "; if the record contradicts itself, ask the provider.",
        authority="Guideline I.B.13 (FY2026)",
        citation=quoting.rule(authorities, "guideline.i-b-13-source-of-side", "side"),
        suggestion=Suggestion(replaces=typed_as(claim, code), codes=(other,)) if other else None,
    )


def _mirrored(authorities: Authorities, code: str, coded: str, given: str, day: date) -> str | None:
    """The code whose title differs in the side alone."""
    code_set = authorities.code_set
    wanted = re.sub(rf"\b{coded}\b", given, code_set.descriptor(code, day), flags=re.IGNORECASE)
    path = [entry for entry in code_set.path(code) if entry.is_reportable_shape]
    for above in reversed(path[-3:-1]):
        for leaf in code_set.leaves(above.code, day):
            if leaf.descriptor.lower() == wanted.lower() and leaf.code[-1:] == (
                code[-1:] if code[-1:].isalpha() else leaf.code[-1:]
            ):
                return leaf.code
    return None
