"""Guidelines, conventions and the questions of every day that guidance answers."""

from bot.answering.kinds.guidance import statements_on
from bot.answering.reference import Reference
from bot.drafts import Draft, Statement, mention
from bot.questions.question import Question
from bot.questions.refusals import Refusal
from bot.questions.router import is_uncertain


def answer(question: Question, reference: Reference) -> Draft | Refusal:
    """The sentences of the nearest passages; a refusal when none is near enough."""
    codes = question.query.code_names
    statements = statements_on(question, reference)
    if isinstance(statements, Refusal):
        return statements
    rule = reference.guideline("IV.H" if question.setting == "outpatient" else "II.H")
    if codes and rule is not None and is_uncertain(question.query.text):  # the rule first, then what bears on the code
        statements = (Statement(text=rule.quote, citations=(rule,)), *statements)
    return Draft(
        kind="general",
        statements=statements,
        codes=tuple(mention(reference.code_set, code, "mentioned", question.day) for code in codes),
    )
