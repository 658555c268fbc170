"""What the examiner found: palpation, and tests with their results."""

import re

from bot.notes.elements.finding import About, Shown, Span, clause, met, missing, unclear
from bot.notes.note import Note

_TEST = (
    r"Spurling'?s?|straight leg raise|SLR|slump|Kemp'?s?|Hawkins(?:[- ]Kennedy)?|Neer'?s?|Lachman'?s?|McMurray'?s?|Phalen'?s?|Tinel'?s?|FABER|Patrick'?s?|FADIR|Gaenslen'?s?|Yergason'?s?|Speed'?s?|empty can|Jobe'?s?|drop arm|"
    r"Finkelstein'?s?|Ober'?s?|Thomas|Thompson|Cozen'?s?|Mill'?s|anterior drawer|posterior drawer|drawer|talar tilt|valgus(?: stress)?|varus(?: stress)?|cervical (?:compression|distraction)|compression test|distraction(?: test)?|Adson'?s?|Roos|Hoffman+'?s?|Babinski|"
    r"clonus|Romberg|Trendelenburg|Apley'?s?|apprehension|O'Brien'?s?|cross-?body|squeeze|windlass|Homan'?s?|ULTT|ULNT|sacral thrust|thigh thrust|Lhermitte'?s?|Allis|Durkan'?s?|Watson|grind test|PHQ-?9|GAD-?7|MoCA|MMSE|Dix[- ]Hallpike"
)
_RESULT = r"positive|negative|pos\b|neg\b|\(\+\)|\(-\)|\(–\)|\+(?!\d)|normal|reproduc\w+|provok\w+|painful|pain|(?:at )?\d+\s?(?:°|deg)|equivocal|intact|present|absent|elicit\w+|unremarkable|score|\d+"
_TESTED = re.compile(
    rf"\b(?:{_TEST})(?:'s)?(?![\w'])[^.;\n]{{0,45}}?(?:{_RESULT})|(?:\b(?:positive|negative|pos|neg)\b|\(?[+](?:\))?)\s*(?:(?:for|R|L|right|left|bilateral)\s+){{0,2}}(?:{_TEST})",
    re.IGNORECASE,
)
_FOUND = re.compile(
    r"\b(?:tender(?:ness)?|TTP|tight(?:ness)?|spasms?|hyperton\w+|trigger points?|taut|ropy|swelling|swollen|edema|effusion|crepitus|ecchymosis|bruising|erythema|atrophy|guarding|deformity|warmth|step-?off|hypomobil\w+|hypermobil\w+|antalgic|gait|posture|forward head|"
    r"kyphosis|lordosis|scoliosis|instability|laxity|reflexes|DTRs?|sensation|dermatom\w+|myotom\w+|strength|MMT|\d\s?[+-]?\s?/\s?5|palpation|joint line|fixation|subluxation|misalign\w+|affect|mood|speech|thought (?:process|content)|insight|judgment|orient(?:ed|ation)|eye contact|motor (?:strength|exam)|cranial nerves|neurovascular\w*)\b",
    re.IGNORECASE,
)
_TEST_NAMED = re.compile(rf"\b(?:{_TEST}|orthop(?:a?e)dic tests?|special tests?)(?![\w'])", re.IGNORECASE)
_VAGUE = re.compile(
    r"\b(?:exam(?:ination)? (?:unchanged|as before|same|done|performed|completed|normal|WNL)|palpation|unchanged from last visit)\b",
    re.IGNORECASE,
)


def find(note: Note, about: About) -> Shown:
    """Met by a finding of the hands or eyes, or a test with its result; a test without one leaves it open."""
    shown: list[Span] = []
    named: list[Span] = []
    for sentence in note.sentences:
        if sentence.section in ("plan", "past", "family"):
            continue
        for pattern, found in ((_TESTED, shown), (_FOUND, shown), (_TEST_NAMED, named), (_VAGUE, named)):
            for match in pattern.finditer(sentence.text):
                says = note.says(sentence, sentence.start + match.start(), sentence.start + match.end())
                if says & {"family", "other_person", "planned", "past"} or (
                    pattern is _FOUND and match[0].lower() == "palpation"
                ):
                    continue
                if pattern is _FOUND and sentence.section == "subjective":
                    continue
                found.append(clause(sentence, match.start(), match.end()))
    if shown:
        return met(shown, "Findings of the examination are in the note.")
    if named:
        return unclear(named, "An examination is named without what it showed.")
    return missing("No finding of an examination is in the note.")
