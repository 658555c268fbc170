"""Finds medical record numbers by the words in front of them."""

from collections.abc import Iterator

from bot.privacy.cues import Cue
from bot.privacy.findings import Identifier

_CUE = Cue(
    kind="mrn",
    words=r"e?mrns?|m\.r\.n\.?|mr(?=\s?(?:\#|no\b|num))|(?:medical|med\.?|health|hospital|patient|pt|clinic|chart"
    r"|unit|history)\s?"
    r"(?:records?|rec\.?|charts?|file|history|identification|identifier)|(?:patient|pt|hospital|chart|record"
    r"|unit|emr|ehr|his)(?=\s?(?:\#|no\b|num|id\b))"
    r"|chart(?=\s?:|\s[a-z]{0,2}-?\d{6})|hrn|upi(?=\b)|(?:emr|ehr)\s?id",
    stems=("mrn", "m.r.n", "mr", "record", "rec", "chart", "file", "history", "patient", "pt", "hospital", "unit", "hrn", "upi", "ehr"),
    digits=4,
    bare_digits=5,
)  # fmt: skip


def find(text: str) -> Iterator[Identifier]:
    return _CUE.find(text)
