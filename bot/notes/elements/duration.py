"""How long it has lasted."""

import re

from bot.notes.elements.finding import About, Shown, met, missing, places, unclear
from bot.notes.note import Note

_NUMBER = r"(?:~\s?)?(?:\d+(?:\.\d)?(?:\s?(?:-|–|to)\s?\d+)?|a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve|several|many|a few|few|couple of)\+?"
_UNIT = r"(?:days?|d|weeks?|wks?|w|months?|mos?|m|years?|yrs?|y)"
_DURATION = re.compile(
    rf"\b(?:for|x|times|over|past|last|since|of|lasting)\s*(?:the |about |approximately |roughly |at least |more than |over |past |last |almost |nearly )*{_NUMBER}[\s-]?{_UNIT}\b"
    rf"|\b{_NUMBER}[\s-]{_UNIT}[\s-](?:history|hx|duration|ago|now|in duration|h/o|post|s/p|out|of)\b|\b{_NUMBER}[\s-]{_UNIT} (?:after|following|since)\b"
    r"|\bsince (?:\[DATE \d+\]|\d{4}|january|february|march|april|may|june|july|august|september|october|november|december|yesterday|last (?:week|month|year|night|\w+day)|\w+day|childhood|birth|high school|the (?:MVA|MVC|accident|fall|injury|surgery))"
    r"|\b(?:today|yesterday|this morning|last (?:week|night|month|\w+day)) (?:after|when|while)\b|\bduration ?[:=]",
    re.IGNORECASE,
)
_TREATMENT = re.compile(r"\b(?:x\s?/|per|times|visits?|sessions?|week(?:ly)? for|/\s?w(?:ee)?k)\b", re.IGNORECASE)
_VAGUE = re.compile(r"\b(?:chronic|acute|subacute|long-?standing|recurrent|recent(?:ly)?|ongoing)\b", re.IGNORECASE)


def find(note: Note, about: About) -> Shown:
    """Met by a length of time; "chronic" alone leaves it open. How long treatment will last is no answer."""
    spans = [
        span
        for span in places(note, _DURATION, ("past",))
        if not _TREATMENT.search(note.text[max(0, span[0] - 25) : span[1]])
    ]
    if spans:
        return met(spans, "The note says how long it has lasted.")
    vague = places(note, _VAGUE)
    if vague:
        return unclear(vague, "Acute or chronic is said, and not for how long.")
    return missing("How long it has lasted is not stated.")
