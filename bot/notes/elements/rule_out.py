"""Better-fitting conditions that were considered and excluded."""

import re

from bot.notes.elements.finding import About, Shown, Span, clause, met, missing, unclear
from bot.notes.note import Note

_CONDITIONS = re.compile(
    r"\b(?:radicul(?:opathy|ar(?: signs?| symptoms?| pain| features)?|itis)|hernia(?:tion|ted)?|disc (?:displacement|disease|protrusion|bulge|involvement|pathology)|fractures?|dislocations?|"
    r"myelopathy|cord (?:compression|signal|signs?)|stenosis|spondylo(?:sis|listhesis)|arthr(?:itis|osis)|instability|infection|malignan\w+|tumou?rs?|neoplasm|cancer|cauda equina|"
    r"red flags?|upper motor neuron(?: signs?)?|nerve root (?:compression|involvement|tension signs?)|neurolog\w+ deficits?|focal deficits?|tears?|DVT|vertebral artery|vascular|bony abnormalit\w+|osseous abnormalit\w+|"
    r"effusion|loose bod\w+|carpal tunnel|neuropathy|degenerative (?:change|disc|joint)\w*|suicidal(?:ity| ideation)?|homicidal ideation|mania|manic episodes?|psychosis|substance use|concussion|loss of consciousness|stroke|TIA)\b",
    re.IGNORECASE,
)
_SYMPTOMS = re.compile(
    r"\b(?:radiat\w+|numbness|tingling|paresthesias?|weakness|arm pain|leg pain|bowel|bladder|saddle|dizziness|locking|giving way|fever|night pain|weight loss|SI/HI|SI or HI)\b",
    re.IGNORECASE,
)


def find(note: Note, about: About) -> Shown:
    """Met by a condition that is denied or ruled out; a plan to rule out is none, and a denied symptom alone leaves it open."""
    excluded: list[Span] = []
    planned: list[Span] = []
    symptoms: list[Span] = []
    for sentence in note.sentences:
        for pattern, found in ((_CONDITIONS, excluded), (_SYMPTOMS, symptoms)):
            for match in pattern.finditer(sentence.text):
                says = note.says(sentence, sentence.start + match.start(), sentence.start + match.end())
                if "denied" in says and not says & {"family", "other_person", "doubted"}:
                    found.append(clause(sentence, match.start(), match.end()))
                elif pattern is _CONDITIONS and "doubted" in says:
                    planned.append(clause(sentence, match.start(), match.end()))
    if excluded:
        return met(excluded, "A condition that would change the code was considered and excluded.")
    if symptoms:
        return unclear(symptoms, "Symptoms are denied; no condition is said to be excluded.")
    if planned:
        return missing("A condition is still to be ruled out; that is a plan and no finding.")
    return missing("No other condition is said to have been considered and excluded.")
