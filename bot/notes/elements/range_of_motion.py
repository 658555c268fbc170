"""Range of motion, by movement."""

import re

from bot.notes.elements.finding import About, Shown, clause, met, missing, places, unclear
from bot.notes.note import Note

_MOVEMENT = (
    r"(?:lateral |side[- ]?|lat\.? |left |right |L |R |horizontal |internal |external |int |ext |active |passive |cervical |lumbar |knee |hip |shoulder |forward |bilateral )*"
    r"(?:flex(?:ion)?|exten(?:sion|d)|ext|rotation|rot|bending|side ?bend(?:ing)?|lat(?:eral)? flex(?:ion)?|abduction|abd|adduction|elevation|dorsi-?flexion|plantar-?flexion|DF|PF|IR|ER|supination|pronation|inversion|eversion|scaption|SB|LF)"
)
_MEASURED = re.compile(
    rf"\b{_MOVEMENT}\b(?:\s*\(?(?:R|L|right|left|AROM|PROM|active|passive|bilaterally|to the right|to the left)\)?)?[\s:=,(]{{0,4}}(?:is |was |of |to |at |limited to |reduced to |measured |about |approximately |~ ?|decreased (?:to|by) |reduced by |limited (?:by |at )?|R |L |right |left ){{0,3}}\(?\d{{1,3}}\s?(?:°|º|deg(?:rees?)?\b|%|percent|/\s?\d{{2,3}}|-\s?\d{{1,3}}\s?(?:°|deg))?"
    rf"|\b\d{{1,3}}\s?(?:°|º|deg(?:rees?)?|%)\s?(?:of |in |for )?(?:loss of |limitation (?:in|of) )?{_MOVEMENT}\b"
    rf"|\b(?:ROM|range of motion)\b[^.;\n]{{0,25}}?\d{{1,3}}\s?(?:-|–|to)\s?\d{{1,3}}(?:\s?(?:°|deg\w*))?",
    re.IGNORECASE,
)
_STRENGTH = re.compile(r"\d\s?[+-]?\s?/\s?5\b")
_VAGUE = re.compile(
    r"\b(?:AROM|PROM|ROM|range[- ]of[- ]motion|mobility|motion)\b|\b(?:limited|reduced|decreased|restricted|full|painful|guarded|stiff)\b[^.;\n]{0,25}\b(?:flexion|extension|rotation|abduction|bending|movement)\b|\b(?:flexion|extension|rotation|abduction|bending)\b[^.;\n]{0,20}\b(?:limited|reduced|decreased|restricted|painful)\b",
    re.IGNORECASE,
)


def find(note: Note, about: About) -> Shown:
    """Met by degrees or per cent for a movement; "decreased" leaves it open."""
    measured = [
        clause(sentence, match.start(), match.end())
        for sentence in note.sentences
        if sentence.section != "plan"
        for match in _MEASURED.finditer(sentence.text)
        if not _STRENGTH.search(sentence.text[match.start() : match.end() + 4])
        and not note.says(sentence, sentence.start + match.start(), sentence.start + match.end())
        & {"planned", "family"}
    ]
    if measured:
        return met(measured, "Motion is measured by movement.")
    vague = places(note, _VAGUE, ("doubted", "denied"))
    if vague:
        return unclear(vague, "Motion is judged, and not measured by movement in degrees or per cent.")
    return missing("No range of motion is recorded.")
