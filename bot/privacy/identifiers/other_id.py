"""Finds the other numbers that lead to one person: of a claim, a visit, an authorization, an employee, a case."""

from collections.abc import Iterator

from bot.privacy.cues import Cue
from bot.privacy.findings import Identifier

_NUMBERED = r"(?=\s?(?:\#|id\b|no\b|num|nbr|ref\b|control|:\s?\w{0,4}\d))"
_CUE = Cue(
    kind="other_id",
    words=rf"(?:(?:claim|case|file|encounter|visit|referral|(?:prior\s)?auth(?:orization)?|accession|prescription|rx"
    rf"|order|confirmation|transaction"
    rf"|employee|student|badge|study|subject|specimen|ticket|reference|ref|incident|report|docket"
    rf"|appeal){_NUMBERED}(?:\s?(?:ref|control))?)"
    r"|id(?=\s?(?:\#|no\b|num|card|:\s?[a-z]{0,3}\d{5}))|icn|dcn|tcn|csn|ccn(?=\s?[\#:])",
    stems=(
        "claim", "case", "file", "encounter", "visit", "referral", "auth", "accession", "prescription", "rx", "order", "confirmation",
        "transaction", "employee", "student", "badge", "study", "subject", "specimen", "ticket", "ref", "incident", "report", "docket",
        "appeal", "id", "icn", "dcn", "tcn", "csn", "ccn",
    ),
    digits=5,
    bare_digits=7,
)  # fmt: skip


def find(text: str) -> Iterator[Identifier]:
    return _CUE.find(text)
