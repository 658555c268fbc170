"""When and how it began."""

import re

from bot.notes.elements.finding import About, Shown, met, missing, places
from bot.notes.note import Note

_ONSET = re.compile(
    r"\b(?:since|began|begun|start(?:ed|ing)|onset|insidious|gradual(?:ly)?|sudden(?:ly)?|woke (?:up )?with|first noticed|noticed|injured|hurt|strained|sprained|twisted|slipped|fell|tripped|was (?:hit|struck|rear[- ]ended)|rear[- ]ended)\b"
    r"|\b(?:after|following|from|due to|secondary to|s/p|status post|as a result of)\s+(?:an? |the |his |her |recent |being )*(?:\w+\s){0,3}?(?:fall|MVA|MVC|accident|collision|crash|lifting|injury|trauma|surgery|repair|replacement|arthroplasty|fusion|twisting|slip(?:ping)?|sleeping|moving|rear[- ]ended|pregnancy|delivery|game|practice|shovel\w+|move)\b"
    r"|\bDOI\b|\bdate of injury\b|\b(?:mechanism|MOI) ?[:=]|\b(?:\d+|a|one|two|three|four|five|six|several|few) (?:day|week|month|year)s? ago\b",
    re.IGNORECASE,
)


def find(note: Note, about: About) -> Shown:
    spans = places(note, _ONSET, ("past",))
    return (
        met(spans, "The note says when or how it began.") if spans else missing("When and how it began is not stated.")
    )
