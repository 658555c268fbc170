"""What a drafted answer must hold before it leaves: each check removes what it can't prove."""

from dataclasses import replace
from datetime import date

from bot.drafts import Draft
from bot.guardrails.answer_checks.support import is_supported
from bot.questions.question import Question
from knowledge.code_set.code_set import CodeSet


def proven(draft: Draft, code_set: CodeSet, question: Question) -> Draft | None:
    """The draft without the statements that fail a check; None when none is left and it asks nothing."""
    statements = tuple(
        one for one in draft.statements if is_supported(one, question.query.text, (question.day, *question.days))
    )
    codes = tuple(
        one for one in draft.codes if one.role != "recommended" or _is_reportable(one.code, code_set, question.day)
    )
    if not statements and draft.clarification is None:
        return None
    return replace(draft, statements=statements, codes=codes)


def _is_reportable(code: str, code_set: CodeSet, day: date) -> bool:
    status = code_set.status(code, day)
    return status.billable or status.beyond_tables
