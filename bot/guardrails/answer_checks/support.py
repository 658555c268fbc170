"""Every statement is proved by what it cites: the quote stands in the passage, and says each code, number and date."""

import re
from collections.abc import Sequence
from datetime import date

from bot.drafts import Statement

_CODE = r"[A-Z](?:\d[0-9A-Z]|[A-Z]\d)(?:\.[0-9A-Z]{1,4})?"
_TELLING = re.compile(
    rf"\d{{4}}-\d{{2}}-\d{{2}}|(?<![A-Za-z0-9.]){_CODE}(?![A-Za-z0-9])|(?<![A-Za-z0-9.])\d+(?:\.\d+)?(?![A-Za-z0-9])"
)

_COMPOUND = re.compile(rf"\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}/\d{{1,2}}/\d{{2,4}}|{_CODE}|\d+\.\d+")


def is_supported(statement: Statement, question: str, days: Sequence[date]) -> bool:
    """Whether the statement cites, each quote is verbatim, and the quotes hold every code, number and date it says.

    What stands in the question itself, and the date of service, need no proof.
    """
    if not statement.citations or not all(citation.is_verbatim for citation in statement.citations):
        return False
    return not unsupported(statement, question, days)


def unsupported(statement: Statement, question: str, days: Sequence[date]) -> tuple[str, ...]:
    """The codes, numbers and dates of a statement that nothing it cites says."""
    if any(statement.text in citation.quote for citation in statement.citations):
        return ()
    proof = " ".join(citation.quote for citation in statement.citations)
    given = question.upper() + " " + " ".join(day.isoformat() for day in days)
    return tuple(
        token
        for token in _TELLING.findall(statement.text)
        if not _stands_in(token, proof) and not _stands_in(token, given)
    )


def _stands_in(token: str, text: str) -> bool:
    """Whether the token stands in the text by itself: 30 doesn't stand in 2026-09-30, nor M54 in M54.2."""
    if token.isdigit() and len(token) < 5:
        text = _COMPOUND.sub(" ", text)
    return re.search(rf"(?<![A-Za-z0-9.]){re.escape(token)}(?![A-Za-z0-9]|\.[0-9A-Z])", text) is not None
