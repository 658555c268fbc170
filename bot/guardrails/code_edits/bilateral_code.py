"""Right and left are one code where the tabular list has a code for both."""

import re
from datetime import date
from itertools import combinations

from bot.claims import Authorities, Claim, Finding, Suggestion
from bot.guardrails.code_edits.listed import reportable_codes, typed_as
from bot.guardrails.code_edits.quoting import rule
from knowledge.code_set.code_set import CodeSet

_SIDE = re.compile(r"\b(right|left)\b", re.IGNORECASE)
_BOTH = re.compile(r"\bbilateral\b|\bboth eyes\b", re.IGNORECASE)
_WORD = re.compile(r"[a-z0-9-]+")
_NO_MEANING = frozenset("right left bilateral both unilateral of in the".split())
_SITES = frozenset("eye ear hand foot leg arm limb lower upper extremity ovary testis".split())
"""Words that a code for one side says and the code for both may leave out: "right eye", "bilateral"."""
_PLURALS = {"feet": "foot", "testes": "testis", "testicle": "testis"}


def edit(claim: Claim, authorities: Authorities) -> tuple[Finding, ...]:
    """Authority: guideline I.B.13 (FY2026). Codes that differ in more than the side (kind, stage, encounter) are no pair."""
    codes = reportable_codes(claim, authorities)
    findings = []
    for one, other in combinations(codes, 2):
        if one[:3] != other[:3]:
            continue
        both = bilateral_of(authorities.code_set, one, other, claim.day)
        if both is not None:
            findings.append(_finding(claim, authorities, one, other, both))
    return tuple(findings)


def bilateral_of(code_set: CodeSet, one: str, other: str, day: date) -> str | None:
    """The code for both sides that stands near two codes which differ in nothing but the side; None when there is none."""
    meant, mirrored = code_set.descriptor(one, day), code_set.descriptor(other, day)
    sides = {side.lower() for side in _SIDE.findall(meant + " " + mirrored)}
    if sides != {"right", "left"} or _mirrored(meant) != mirrored.lower() or _BOTH.search(meant):
        return None
    words = _words(meant)
    path = [entry for entry in code_set.path(one) if entry.is_reportable_shape]
    for ancestor in reversed(path[-3:-1]):
        for entry in code_set.leaves(ancestor.code, day):
            descriptor = code_set.descriptor(entry.code, day)
            if _BOTH.search(descriptor):
                said = _words(descriptor)
                if said <= words and words - said <= _SITES:
                    return entry.code
    return None


def _mirrored(descriptor: str) -> str:
    return _SIDE.sub(lambda side: "left" if side[1].lower() == "right" else "right", descriptor).lower()


def _words(descriptor: str) -> frozenset[str]:
    """The words that carry the meaning, in the singular, without the side."""
    return frozenset(_singular(word) for word in _WORD.findall(descriptor.lower()) if word not in _NO_MEANING)


def _singular(word: str) -> str:
    if word in _PLURALS:
        return _PLURALS[word]
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "is", "us")) else word


def _finding(claim: Claim, authorities: Authorities, one: str, other: str, both: str) -> Finding:
    descriptor = authorities.code_set.descriptor(both, claim.day)
    return Finding(
        edit="bilateral-code",
        severity="query",
        codes=(one, other),
        message=f"{one} and {other} are the two sides of one condition: report {both} {descriptor} in place of both.",
        authority="Guideline I.B.13",
        citation=rule(authorities, "guideline.i-b-13", "bilateral code when one exists"),
        suggestion=Suggestion(replaces=typed_as(claim, one), codes=(both,), drops=(typed_as(claim, other),)),
    )
