"""Active treatment, healing, or a lasting effect."""

import re

from bot.notes.elements.finding import About, Shown, met, missing, places
from bot.notes.note import Note

_PHASES: dict[str, re.Pattern[str]] = {
    "sequela": re.compile(
        r"\b(?:sequelae?|late effects?|residuals? (?:of|from)|old (?:injury|fracture|sprain))\b", re.IGNORECASE
    ),
    "subsequent": re.compile(
        r"\b(?:subsequent (?:encounter|visit)|follow[- ]?up|f/u|re-?check|re-?evaluation|re-?eval|progress note|daily note|aftercare|routine healing|healing (?:well|phase|as expected)|delayed healing|non-?union|malunion|post-?op(?:erative)?|"
        r"rehab(?:ilitation)?|return(?:s|ed)? (?:to clinic|for|today)|(?:visit|session|treatment) (?:#|no\.? ?)?\d+|visit \d+ of \d+|s/p (?:ORIF|repair|surgery|reconstruction|arthroplasty|TKA|THA|fusion)|(?:days|weeks|months|wks|mos) (?:post|s/p|after surgery)|in PT|discharge (?:summary|note))\b",
        re.IGNORECASE,
    ),
    "initial": re.compile(
        r"\b(?:initial (?:encounter|visit|eval(?:uation)?|exam(?:ination)?|assessment|consult\w*)|new patient|first visit|here for evaluation|presents? (?:today )?(?:for|with)|active treatment|new (?:injury|onset)|(?:ER|ED|emergency|urgent care) (?:visit|today|for)|evaluated today|IE\b|intake)\b",
        re.IGNORECASE,
    ),
}


def find(note: Note, about: About) -> Shown:
    phase = phase_of(note)
    if phase is None:
        return missing("Active treatment, healing or a lasting effect is not stated.")
    return met(places(note, _PHASES[phase], ("past", "planned")), f"The note speaks of {_IN_WORDS[phase]}.")


def phase_of(note: Note) -> str | None:
    """initial, subsequent or sequela, by the first words that tell; None when none do. A follow-up that is planned tells nothing."""
    for phase, pattern in _PHASES.items():
        if places(note, pattern, ("past",)):
            return phase
    return None


_IN_WORDS = {
    "initial": "a first visit or active treatment",
    "subsequent": "a later visit or healing",
    "sequela": "a lasting effect",
}
