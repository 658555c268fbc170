"""Nobody is told to write into a record what was not found, or to change it so that a code fits."""

import re

from bot.drafts import Statement
from bot.guardrails.answer_checks.objections import Grounds

_RECORD = r"(?:notes?|records?|charts?|documentation|diagnosis|assessment|history)"
_WRITE = r"(?:add|write|insert|include|put|document|chart|note|state|enter|append|describe|mention|record)"
_TOLD_TO = (
    r"(?:^|[.;:,]\s*|\b(?:to|must|should|please|can|could|may|simply|just|then|and|or|provider|clinician|you|them)\s+)"
)
_ADVICE = re.compile(
    rf"{_TOLD_TO}{_WRITE}\b[^.;]{{0,100}}?\b(?:so that|so (?:it|the (?:code|claim|payer|visit))|to (?:support|justify|match|satisfy|pass|get|qualify)"
    r"|even (?:if|though)|whether or not|regardless|although (?:it|they|he|she|none|no)|anyway)\b"
    rf"|{_TOLD_TO}(?:change|alter|backdate|rewrite|pad|adjust|falsify|reword|edit)\b[^.;]{{0,20}}\b{_RECORD}\b"
    rf"|{_TOLD_TO}(?:have|ask|tell|get)\s+the\s+(?:provider|clinician|doctor)\s+(?:to\s+)?{_WRITE}\b[^.;]{{0,60}}\b(?:so|to support|to justify|even)\b"
    rf"|{_TOLD_TO}copy\b[^.;]{{0,40}}\b(?:earlier|last|previous|prior)\b[^.;]{{0,20}}\b{_RECORD}\b",
    re.IGNORECASE,
)
_TAKEN_BACK = re.compile(
    r"\b(?:no|not|never|nobody|cannot|don't|do not|without|instead of|rather than)\b|n't\b", re.IGNORECASE
)


def check(statement: Statement, grounds: Grounds) -> str | None:
    for match in _ADVICE.finditer(statement.text):
        before = re.split(r"[.;]", statement.text[: match.end()])[-1]
        if not _TAKEN_BACK.search(before[: before.lower().find("even") if "even" in before.lower() else len(before)]):
            return "it advises to document what was not found, or to change the record"
    return None
