"""A date of service, and findings of that day."""

import re

from bot.notes.elements import exam_findings, range_of_motion
from bot.notes.elements.finding import About, Shown, met, missing, places, unclear
from bot.notes.note import Note

_DATE = re.compile(
    r"\[DATE \d+\]|\b\d{1,2}/\d{1,2}/\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]*\.? \d{1,2}(?:,? \d{4})?\b|\b(?:date of service|DOS)\b",
    re.IGNORECASE,
)
_OF_SOMETHING_ELSE = re.compile(r"\b(?:DOB|born|birth|DOI|injury|surgery|MRI|x-?ray|film|since|onset)\b", re.IGNORECASE)
_TODAY = re.compile(
    r"\b(?:today(?:'s)?|this (?:visit|morning|date)|at this visit|current visit|since (?:the )?last visit)\b",
    re.IGNORECASE,
)


def find(note: Note, about: About) -> Shown:
    """Met by a date with findings of the day; one without the other leaves it open."""
    dated = [
        span
        for span in places(note, _DATE, ("past", "planned", "doubted"))
        if not _OF_SOMETHING_ELSE.search(note.text[slice(*span)])
    ]
    today = places(note, _TODAY, ("past", "planned"))
    has_findings = any(one.find(note, about).status == "met" for one in (exam_findings, range_of_motion))
    if (dated or about.has_date) and (has_findings or today):
        return met(dated or today, "The note is dated and has findings of that day.")
    if dated or today or about.has_date:
        return unclear(
            dated or today,
            "The note has a date, and no findings of that day."
            if dated
            else "The note speaks of today, and has no date.",
        )
    return missing("The note has no date of service.")
