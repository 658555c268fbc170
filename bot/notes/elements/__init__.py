"""The elements of a note, in the order a reader wants them; each reads the note for itself. Pure."""

from collections.abc import Callable, Mapping

from bot.notes.elements import (
    date_specific,
    duration,
    encounter,
    exam_findings,
    functional_impact,
    imaging,
    laterality,
    level,
    onset,
    plan,
    range_of_motion,
    region,
    rule_out,
    subluxation,
)
from bot.notes.elements.finding import About, Shown
from bot.notes.note import Note

READERS: Mapping[str, Callable[[Note, About], Shown]] = {
    "region": region.find,
    "level": level.find,
    "laterality": laterality.find,
    "rule_out": rule_out.find,
    "functional_impact": functional_impact.find,
    "range_of_motion": range_of_motion.find,
    "onset": onset.find,
    "duration": duration.find,
    "encounter": encounter.find,
    "exam_findings": exam_findings.find,
    "imaging": imaging.find,
    "subluxation": subluxation.find,
    "plan": plan.find,
    "date_specific": date_specific.find,
}
"""All but `condition`, which needs the code finder, and `repetition`, which needs several notes."""
ORDER = (
    "region", "level", "laterality", "condition", "rule_out", "functional_impact", "range_of_motion", "onset", "duration", "encounter",
    "exam_findings", "imaging", "subluxation", "plan", "date_specific", "repetition",
)  # fmt: skip
