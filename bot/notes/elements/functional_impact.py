"""What the patient cannot do because of it."""

import re

from bot.notes.elements.finding import About, Shown, clause, met, missing, unclear
from bot.notes.note import Note

_ACTIVITY = (
    r"driv(?:e|ing)|look(?:ing)? (?:over|up|down|back)|check(?:ing)? (?:the |his |her )?(?:blind spot|mirror)|turn(?:ing)? (?:the |his |her |their )?head|lift(?:ing)?|carry(?:ing)?|sit(?:ting)?|stand(?:ing)?|walk(?:ing)?|ambulat\w+|sleep(?:ing)?|"
    r"dress(?:ing)?|bath(?:e|ing)|shower(?:ing)?|groom(?:ing)?|wash(?:ing)?|reach(?:ing)?|work(?:ing)?|job|stairs?|steps|climb(?:ing)?|overhead|typ(?:e|ing)|computer|desk|keyboard|childcare|(?:her|his|the) (?:child|children|baby|toddler|grandchild\w*)|squat(?:ting)?|kneel(?:ing)?|"
    r"run(?:ning)?|bend(?:ing)?|cook(?:ing)?|clean(?:ing)?|vacuum\w*|laundry|housework|chores|garden(?:ing)?|yard ?work|shopping|groceries|school|class(?:es)?|concentrat\w+|read(?:ing)?|push(?:ing)?|pull(?:ing)?|grip(?:ping)?|open(?:ing)? (?:a )?(?:jars?|doors?)|jar|put(?:ting)? on|"
    r"transfers?|get(?:ting)? (?:up|out|in|dressed)|rise|rising|sport|golf|tennis|play(?:ing)?|exercise|social\w*|leav(?:e|ing) (?:the )?house|self-?care|throw(?:ing)?|hold(?:ing)?|steering|commut\w+|pick(?:ing)? up|caring for|meals?|toilet\w*|roll(?:ing)? (?:over|in bed)|bed mobility|shave|shaving|brush(?:ing)?|comb(?:ing)?|hair"
)
_LIMIT = (
    r"cannot|can not|can't|unable|inability|difficult(?:y|ies)?|trouble|struggl\w+|hard to|limit(?:s|ed|ing|ation|ations)?|restrict(?:s|ed|ion|ions|ing)?|interfer\w+|prevent(?:s|ed|ing)?|only able|needs? (?:help|assistance|assist)|requires? (?:help|assistance|assist|min|mod)|"
    r"avoid(?:s|ed|ing)?|stopped|missed|miss(?:es|ing)|no longer|wakes?|waking|awak\w+|disrupt\w+|reduced|decreased tolerance|tolerat\w+|tolerance|must stop|has to stop|unsafe|off work|out of work|light duty|modified duty|increased time|slow(?:er|ly)?|assist(?:ance)?|problems?"
)
_LIMITED = re.compile(
    rf"\b(?:{_LIMIT})\b[^.;\n]{{0,70}}?\b(?:{_ACTIVITY})\b|\b(?:{_ACTIVITY})\b[^.;,\n]{{0,50}}?\b(?:{_LIMIT})\b(?! (?:rom|range))",
    re.IGNORECASE,
)
_SCORE = re.compile(
    r"\b(?:NDI|ODI|Oswestry|neck disability index|LEFS|(?:quick)?DASH|PSFS|patient[- ]specific functional scale|Roland[- ]Morris|RMDQ|FOTO|WOMAC|KOOS|HOOS|SPADI|FABQ|HIT-?6|PHQ-?9|GAD-?7|PROMIS|TUG|timed up and go|6MWT|Lysholm|FAAM|UEFI|UEFS|WHODAS|GAF|Berg)\b[^.;\n]{0,40}?\d",
    re.IGNORECASE,
)
_LIFTING = re.compile(r"\b(?:lift\w*|carry\w*)\b[^.;\n]{0,40}?\d+\s?(?:lbs?|pounds|kg)\b", re.IGNORECASE)
_VAGUE = re.compile(
    r"\b(?:pain|sore\w*|worse|aggravated|symptoms|increase[sd]?)\b[^.;\n]{0,30}\b(?:with|by|during|on) (?:activit(?:y|ies)|movement|motion|use|exertion|prolonged|sitting|standing|walking|lifting|bending|turning|stairs|driving|sleep\w*)"
    r"|\b(?:ADLs?|activities of daily living|daily activities|function(?:al)?)\b|quality of life",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"\b(?:independent|no (?:difficulty|limitations?|restrictions?)|without (?:difficulty|limitation)|denies (?:any )?(?:difficulty|limitation)|WNL)\b",
    re.IGNORECASE,
)


def find(note: Note, about: About) -> Shown:
    """Met by an activity that is limited, or by a score of a functional scale; pain with activity leaves it open."""
    shown, vague = [], []
    for sentence in note.sentences:
        for pattern in (_SCORE, _LIFTING, _LIMITED):
            for match in pattern.finditer(sentence.text):
                says = note.says(sentence, sentence.start + match.start(), sentence.start + match.end())
                goes = says <= {"past"} if pattern is _LIMITED else says <= {"past", "planned"}
                if goes and not _WHOLE.search(match[0]) and not (sentence.section == "plan" and pattern is _LIMITED):
                    shown.append(clause(sentence, match.start(), match.end()))
        vague += [
            clause(sentence, match.start(), match.end())
            for match in _VAGUE.finditer(sentence.text)
            if sentence.section != "plan" and not _WHOLE.search(sentence.text)
        ]
    if shown:
        return met(shown, "What the patient cannot do, or a measured score, is in the note.")
    if vague:
        return unclear(vague, "Activity is mentioned, and not what the patient cannot do.")
    return missing("The effect on daily life or work is not stated.")
