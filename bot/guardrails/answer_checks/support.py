"""Every statement is proved by what it cites: the quotes say each code, number, date and modifier that it says."""

import re
from collections.abc import Sequence
from datetime import date

from bot.drafts import Statement
from bot.guardrails.answer_checks.objections import Grounds, stands_verbatim

_CODE = r"[A-Z](?:\d[0-9A-Z]|[A-Z]\d)(?:\.[0-9A-Z]{1,4})?"
_HCPCS = r"[A-Z]{1,2}\d{4,5}|\d{4}[A-Z]"
_MODIFIER_OR_LEVEL = r"[A-Z][0-9A-Z]"
_TELLING = re.compile(
    rf"\d{{4}}-\d{{2}}-\d{{2}}|(?<![A-Za-z0-9.])(?:{_HCPCS}|{_CODE}|(?<!ICD-9-)(?<!ICD-10-){_MODIFIER_OR_LEVEL}(?!\.[0-9A-Z]))(?![A-Za-z0-9])"
    r"|(?<![A-Za-z0-9.])\d+(?:\.\d+)?(?![A-Za-z0-9])"
)
_COMPOUND = re.compile(rf"\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}/\d{{1,2}}/\d{{2,4}}|{_CODE}|\d+\.\d+")
_SHORT = re.compile(_MODIFIER_OR_LEVEL)


def check(statement: Statement, grounds: Grounds) -> str | None:
    missing = unsupported(statement, grounds.asked, grounds.days)
    return f"nothing it cites says {', '.join(missing)}" if missing else None


def is_supported(statement: Statement, question: str, days: Sequence[date]) -> bool:
    """Whether the statement cites, each quote is verbatim, and the quotes hold every code, number, date and modifier it says.

    What stands in the question itself, and the date of service, need no proof.
    """
    if not statement.citations or not all(citation.is_verbatim for citation in statement.citations):
        return False
    return not unsupported(statement, question, days)


def unsupported(statement: Statement, question: str, days: Sequence[date]) -> tuple[str, ...]:
    """The codes, numbers, dates and modifiers of a statement that nothing it cites says."""
    if stands_verbatim(statement):
        return ()
    proof = " ".join(citation.quote for citation in statement.citations)
    given = " ".join((question.upper(), *(day.isoformat() for day in days)))
    return tuple(
        token
        for token in _TELLING.findall(statement.text)
        if not _stands_in(token, proof) and not _was_given(token, question, given)
    )


def _was_given(token: str, question: str, given: str) -> bool:
    """Whether the question, or the date of service, says the token. "AT" is not given by the word "at"."""
    if _SHORT.fullmatch(token) and token.isalpha():
        typed = re.escape(token)
        return re.search(rf"\b{typed}\b|(?:-|\bmodifiers? )(?i:{typed})\b", question) is not None
    return _stands_in(token, given)


def _stands_in(token: str, text: str) -> bool:
    """Whether the token stands in the text by itself: 30 doesn't stand in 2026-09-30, nor M54 in M54.2."""
    if token.isdigit() and len(token) < 5:
        text = _COMPOUND.sub(" ", text)
    return re.search(rf"(?<![A-Za-z0-9.]){re.escape(token)}(?![A-Za-z0-9]|\.[0-9A-Z])", text) is not None
