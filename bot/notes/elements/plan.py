"""The plan: how often, for how long, to what end."""

import re

from bot.notes.elements.finding import About, Shown, clause, met, missing, unclear
from bot.notes.note import Note

_NUMBER = r"(?:\d+(?:\s?(?:-|–|to)\s?\d+)?|once|twice|one|two|three|four|five|six|eight|ten|twelve)"
_PARTS: dict[str, re.Pattern[str]] = {
    "frequency": re.compile(
        rf"\b{_NUMBER}\s?(?:x|times?|visits?|sessions?)?\s?(?:/|per|a|each|every)\s?(?:w(?:ee)?k|wk|month|mo|day|d)\b|\b{_NUMBER}\s?x\s?(?:weekly|daily|/\s?w\w*)|\b(?:once|twice|three times|bi)?\s?-?(?:weekly|daily|monthly)\b|\bevery (?:other )?(?:\d+ )?(?:days?|weeks?|months?)\b|\bfrequency ?[:=]|\b\d+\s?x\s?/?\s?(?:wk|week)|\b(?:bid|tid|qd|qhs)\b",
        re.IGNORECASE,
    ),
    "duration": re.compile(
        rf"\b(?:for|x|over|next|in)\s?(?:the next |the |another |about )?{_NUMBER}[\s-]?(?:weeks?|wks?|months?|mos?|days|visits|sessions)\b|\bduration ?[:=]|\b{_NUMBER}[\s-](?:weeks?|months?|visits?|sessions?) (?:plan|course|program|total)|\b\d+ (?:visits|sessions)\b|\bre-?(?:eval\w*|assess\w*|exam\w*|check) (?:in|at|after) {_NUMBER}",
        re.IGNORECASE,
    ),
    "goals": re.compile(
        r"\b(?:goals?|STG|LTG|objectives?|in order to|so (?:that )?(?:he|she|they|the patient) can|return to|able to|(?:increase|improve|decrease|reduce|restore|achieve)\b[^.;\n]{0,60}\b(?:to|by|from|score|degrees|%|°)|(?:to|will) (?:increase|improve|decrease|reduce|restore|drive|sit|lift|walk|sleep))\b",
        re.IGNORECASE,
    ),
}
_PLANNED = re.compile(
    r"\b(?:continue\b|plan\b|will\b|follow[- ]?up|f/u|RTC|return (?:in|to clinic)|refer\w*|prescrib\w+|start(?:ed)?|HEP|home exercise\w*|recommend\w*|PT\b|physical therapy|treatment)\b",
    re.IGNORECASE,
)


def find(note: Note, about: About) -> Shown:
    """Met by frequency, duration and goals; a part of them leaves it open, "continue" does not meet it."""
    found: dict[str, list[tuple[int, int]]] = {}
    anything = []
    has_plan = note.has_section("plan")
    for sentence in note.sentences:
        if sentence.section in ("subjective", "past", "family", "objective") or (
            has_plan and sentence.section not in ("plan", "treatment", "assessment")
        ):
            continue
        for name, pattern in _PARTS.items():
            found_here = [clause(sentence, match.start(), match.end()) for match in pattern.finditer(sentence.text)]
            if found_here and (sentence.section == "plan" or _PLANNED.search(sentence.text) or name == "goals"):
                found.setdefault(name, []).extend(found_here)
        if sentence.section == "plan" or _PLANNED.search(sentence.text):
            anything.append((sentence.start, sentence.end))
    spans = [place for places in found.values() for place in places[:2]]
    lacking = [name for name in _PARTS if name not in found]
    if not lacking:
        return met(spans, "Frequency, duration and goals are stated.")
    if found:
        return unclear(spans, f"The plan states {' and '.join(found)}, and no {' or '.join(lacking)}.")
    if anything:
        return missing("The plan states neither frequency nor duration nor goals.")
    return missing("No plan is in the note.")
