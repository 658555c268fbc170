"""Every statement cites."""

from bot.drafts import Statement
from bot.guardrails.answer_checks.objections import Grounds


def check(statement: Statement, grounds: Grounds) -> str | None:
    return None if statement.citations else "it cites nothing"
