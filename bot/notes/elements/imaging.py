"""Imaging: which, when, and what it showed."""

import re

from bot.notes.elements.finding import About, Shown, clause, met, missing, unclear
from bot.notes.note import Note

_MODALITY = r"MRI|MR|x-?rays?|radiographs?|films?|CT(?: scan)?|ultrasound|US|EMG(?:/NCS)?|NCS|DEXA|bone scan|arthrogram|plain films?|imaging"
_NAMED = re.compile(rf"\b(?:{_MODALITY})\b")
_ANY_CASE = re.compile(
    r"\b(?:mri|x-?rays?|radiographs?|films|ct scan|ultrasound|emg|dexa|bone scan|plain films?|imaging)\b", re.IGNORECASE
)
_FINDING = re.compile(
    r"\b(?:show(?:s|ed|ing|n)?|reveal(?:s|ed|ing)?|demonstrat\w+|find(?:s|ings?)|no (?:evidence|acute|fracture|disc|bony|degenerative|osseous|listhesis|herniation)|negative|normal|unremarkable|degenerat\w+|narrowing|herniat\w+|bulg\w+|protrusion|stenosis|fracture|tear|effusion|osteophyt\w+|"
    r"spondyl\w+|listhesis|loss of (?:lordosis|disc height)|straightening|arthr\w+|edema|consistent with|confirm\w*|impression|grade [IV1-4]+|Kellgren\w*|hypertrophy|Modic|slowing|intact|alignment|healing|callus|union)\b"
    r"|\[DATE \d+\]|\b\d{1,2}/\d{1,2}/\d{2,4}\b|\b(?:19|20)\d\d\b|\b(?:january|february|march|april|june|july|august|september|october|november|december)\b",
    re.IGNORECASE,
)
_TO_COME = re.compile(
    r"\b(?:order(?:ed|ing)?|will|pending|schedul\w+|await\w*|refer\w*|request\w*|consider|recommend\w*|obtain|get an?|if no improvement|not (?:done|obtained|available|indicated|performed|warranted)|no imaging)\b",
    re.IGNORECASE,
)
_NEAR = 160


def find(note: Note, about: About) -> Shown:
    """Met by a modality with a date or a finding; "see imaging" leaves it open, and one still to come is none."""
    shown, bare, coming = [], [], []
    for place, sentence in enumerate(note.sentences):
        for match in (*_NAMED.finditer(sentence.text), *_ANY_CASE.finditer(sentence.text)):
            says = note.says(sentence, sentence.start + match.start(), sentence.start + match.end())
            if says & {"family", "other_person"}:
                continue
            follows = note.sentences[place + 1] if place + 1 < len(note.sentences) else None
            around = sentence.text[max(0, match.start() - _NEAR) : match.end() + _NEAR]
            more = follows.text if follows is not None and follows.section == "imaging" else ""
            span = clause(sentence, match.start(), match.end())
            if _TO_COME.search(around) and not re.search(r"\b(?:show|reveal|demonstrat)", around, re.IGNORECASE):
                coming.append(span)
            elif _FINDING.search(around[match.end() - max(0, match.start() - _NEAR) :] + " " + more) or re.search(
                r"\[DATE \d+\]|\b(?:19|20)\d\d\b|no evidence|negative", around
            ):
                shown.append(span)
            else:
                bare.append(span)
    if note.has_section("imaging") and not shown:
        shown = [
            (one.start, one.end) for one in note.sentences if one.section == "imaging" and _FINDING.search(one.text)
        ]
    if shown:
        return met(shown, "A study is named with its date or finding.")
    if bare:
        return unclear(bare, "Imaging is mentioned without modality, date or finding.")
    return missing("Imaging is still to come." if coming else "No imaging is in the note.")
