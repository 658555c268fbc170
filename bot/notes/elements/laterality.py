"""The side."""

import re

from bot.notes.elements.finding import About, Shown, matches, met, missing, places, unclear
from bot.notes.note import Note

_SIDES: dict[str, re.Pattern[str]] = {
    "bilateral": re.compile(r"\b(?:bilateral(?:ly)?|bilat|b/l|both (?:sides|knees|hips|shoulders|hands|feet|ankles|wrists|elbows|arms|legs))\b", re.IGNORECASE),
    "right": re.compile(r"\b(?i:right(?!-hand(?:ed)?\b| hand(?:ed)? dominan| now| away| after| before|,? so)|rt\.?(?= \w))|\(R\)|\bR(?:UE|LE)\b|\bR(?= (?:knee|hip|shoulder|ankle|foot|wrist|elbow|hand|arm|leg|side|lateral|SI|heel|thumb|upper|lower|cervical|lumbar|trap)\b)"),
    "left": re.compile(r"\b(?i:left(?!-hand(?:ed)?\b| hand(?:ed)? dominan| work\b| the\b| her\b| his\b| home\b| school\b| untreated\b| without\b| at\b)|lt\.?(?= \w))|\(L\)|\bL(?:UE|LE)\b|\bL(?= (?:knee|hip|shoulder|ankle|foot|wrist|elbow|hand|arm|leg|side|lateral|SI|heel|thumb|upper|lower|trap)\b)"),
}  # fmt: skip


def find(note: Note, about: About) -> Shown:
    """Met by a side named; where the title has a side, by that one."""
    sides = sides_in(note)
    if not sides:
        return missing("No side is named.")
    spans = [span for side in sides for span in places(note, _SIDES[side], ("doubted", "planned"))]
    if about.sides and not about.sides & sides and "bilateral" not in sides:
        return unclear(spans, f"The note says {_listed(sides)}, and the code {_listed(about.sides)}.")
    return met(spans, f"The side is named: {_listed(sides)}.")


def sides_in(note: Note) -> frozenset[str]:
    """The sides a note names in what it asserts."""
    return frozenset(
        side for side, pattern in _SIDES.items() if any(True for _ in matches(note, pattern, ("doubted", "planned")))
    )


def _listed(sides: frozenset[str]) -> str:
    return " and ".join(sorted(sides))
