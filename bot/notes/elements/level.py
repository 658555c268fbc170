"""The spinal level or the structure."""

import re

from bot.notes.elements.finding import About, Shown, met, missing, places, unclear
from bot.notes.note import Note

_LEVEL = re.compile(
    r"(?<![\w.])(?:(?:C[0-8]|T(?:1[0-2]|[1-9])|L[1-5]|S[1-5])(?:\s?[-/–]\s?(?:C|T|L|S)?(?:1[0-2]|\d))?|occiput|atlas|(?:upper|mid|lower) cervical facets?|(?:upper|lower) cervical facet joints?|sacroiliac joints?|SI joints?)(?![\w.]\d|\w)"
)
_VAGUE = re.compile(
    r"\b(?:(?:upper|mid|middle|lower)[- ](?:neck|back|cervical|thoracic|lumbar)(?: (?:area|region|spine|segments?))?|multiple levels|several levels)\b",
    re.IGNORECASE,
)


def find(note: Note, about: About) -> Shown:
    """Met by a level ("C5-C6") or a named joint; an area ("upper neck area") leaves it open."""
    named = places(note, _LEVEL, ("doubted", "planned"))
    if named:
        return met(named, "The level is named.")
    vague = places(note, _VAGUE)
    if vague:
        return unclear(vague, "An area is named, and no level or structure.")
    return missing("No spinal level or structure is named.")
