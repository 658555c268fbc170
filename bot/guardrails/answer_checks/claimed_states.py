"""A code is called billable, or not, as the tables have it on the day."""

import re
from datetime import date

from bot.drafts import Statement
from bot.guardrails.answer_checks.objections import Grounds
from knowledge.code_set.mentions import find_mentions
from retrieval.query import dates_in

_CLAIM = re.compile(
    r"\s*(?:\([^()]*(?:\([^()]*\)[^()]*)*\)|[“\"][^”\"]*[”\"])?,?\s+(?:is|remains|stays)\s+"
    r"(?P<denied>(?:not|no longer|never)\s+)?(?:(?:still|now|already|also)\s+)*(?:an?\s+)?"
    r"(?:(?:complete|valid|current|correct|fully),?\s+(?:and\s+)?)*"
    r"(?P<said>billable|reportable|valid|complete|in force|head(?:ing|er)|category|incomplete|invalid)\b",
    re.IGNORECASE,
)
_CANNOT_BE_REPORTED = frozenset({"heading", "header", "category", "incomplete", "invalid"})


def check(statement: Statement, grounds: Grounds) -> str | None:
    text, code_set = statement.text, grounds.code_set
    days: list[date] | None = None
    for mention in find_mentions(text, lambda code: code_set.code(code) is not None):
        claim = _CLAIM.match(text, mention.end) if mention.is_single and mention.known else None
        if claim is None:
            continue
        days = days or _days_spoken_of(text) or [grounds.day]
        called_billable = (claim["denied"] is None) != (claim["said"].lower() in _CANNOT_BE_REPORTED)
        if not any(code_set.status(mention.code, day).billable == called_billable for day in days):
            return f"{mention.code} is {'not ' if called_billable else ''}billable on {days[0].isoformat()}"
    return None


def _days_spoken_of(text: str) -> list[date]:
    """The days in "on 2026-11-22"; those in "since" and "until" are a code's own dates."""
    return [day for at, day in dates_in(text) if text[:at].lower().endswith("on ")]
