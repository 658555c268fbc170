"""Subluxation, shown by examination (P.A.R.T.) or by imaging."""

import re

from bot.notes.elements.finding import About, Shown, clause, met, missing, unclear
from bot.notes.note import Note

_PART: dict[str, re.Pattern[str]] = {
    "pain or tenderness": re.compile(r"\b(?:tender(?:ness)?|TTP|pain (?:on|with|to) (?:palpation|motion)|painful (?:on|to|with)|point tender\w*|pain(?:ful)? at|VAS|NRS|\d{1,2}\s?/\s?10)\b", re.IGNORECASE),
    "asymmetry or misalignment": re.compile(r"\b(?:asymmetr\w+|misalign\w+|malposition\w*|rotat(?:ed|ional malposition)|listing|list(?:ed|s)? (?:as )?(?:PR|PL|PI|AS|PRS|PLS|PLI|PRI)|PI ilium|AS ilium|body (?:right|left)|spinous (?:right|left|deviat\w+)|high (?:ilium|shoulder)|leg length|short leg|elevated (?:ilium|shoulder)|unlevel\w*|lateral (?:shift|deviation)|posterior(?:ity)? (?:on|at)|head tilt)\b", re.IGNORECASE),
    "abnormal range of motion": re.compile(r"\b(?:hypomobil\w+|hypermobil\w+|fixat(?:ion|ed|ions)|restrict(?:ed|ion|ions)|(?:decreased|reduced|limited|diminished|loss of|abnormal) (?:\w+ ){0,3}(?:ROM|range of motion|motion|mobility|rotation|flexion|extension|joint play|end[- ]?feel|segmental motion)|(?:ROM|motion|rotation|flexion|extension|bending)\b[^.;\n]{0,25}\b(?:decreased|reduced|limited|restricted)|(?:rotation|flexion|extension|bending)\b[^.;\n]{0,20}\d{1,3}\s?(?:°|deg|%|/))", re.IGNORECASE),
    "tissue or tone change": re.compile(r"\b(?:spasms?|hyperton\w+|hypoton\w+|edema|swelling|taut|ropy|trigger points?|tight(?:ness)?|tone|tissue (?:texture|change\w*)|boggy|guarding|inflammation|myospasm|fibrotic|rigid\w*)\b", re.IGNORECASE),
}  # fmt: skip
_ON_FILM = re.compile(
    r"\b(?:x-?rays?|films?|radiographs?|MRI|CT)\b[^.\n]{0,80}\b(?:subluxation|misalign\w+|listhesis|malposition)",
    re.IGNORECASE,
)
_TREATED = re.compile(
    r"\b(?:adjust(?:ed|ment)|manipulat\w+|CMT|subluxation|segmental dysfunction|diversified|HVLA)\b", re.IGNORECASE
)
_MUST = ("asymmetry or misalignment", "abnormal range of motion")


def find(note: Note, about: About) -> Shown:
    """Met by two of pain, asymmetry, range of motion and tissue tone, one of them asymmetry or motion; or by a film that shows it.

    Source: Medicare Benefit Policy Manual, chapter 15, section 240.1.2.
    """
    found: dict[str, list[tuple[int, int]]] = {}
    films, treated = [], []
    for sentence in note.sentences:
        if sentence.section in ("plan", "past", "family"):
            continue
        for name, pattern in _PART.items():
            for match in pattern.finditer(sentence.text):
                if not note.says(sentence, sentence.start + match.start(), sentence.start + match.end()):
                    found.setdefault(name, []).append(clause(sentence, match.start(), match.end()))
        films += [clause(sentence, match.start(), match.end()) for match in _ON_FILM.finditer(sentence.text)]
        treated += [clause(sentence, match.start(), match.end()) for match in _TREATED.finditer(sentence.text)]
    spans = [places[0] for places in found.values()]
    if len(found) >= 2 and any(name in found for name in _MUST):
        return met(spans, f"Shown by {' and '.join(found)}.")
    if films:
        return met(films, "Shown on imaging.")
    if found:
        return unclear(
            spans,
            f"Only {' and '.join(found)} is recorded; two of the four are needed, one of them asymmetry or motion.",
        )
    if treated:
        return missing("A segment is treated, and no finding shows a subluxation there.")
    return missing("No finding shows a subluxation.")
