"""What a draft is held against, taken from the tables and passages of the house."""

from functools import partial

from bot.answering.reference import Reference
from bot.answering.sheet_warnings import sheet_warning
from bot.claims import Finding
from bot.guardrails.answer_checks import Grounds
from bot.questions.question import Question
from knowledge.passages import Passage

_FROM_A_SHEET = "payer/"


def grounds_of(question: Question, reference: Reference) -> Grounds:
    """The grounds for one question. Reads nothing until a check asks."""
    return Grounds(
        question=question,
        authorities=reference.authorities,
        passage=partial(held_passage, reference),
        stale=partial(_warning_on, question, reference),
    )


def held_passage(reference: Reference, passage_id: str) -> Passage | None:
    """The passage with this id: a fact of the code set or of a loaded table, or guidance."""
    return reference.facts.get(passage_id) or reference.tables.get(passage_id) or reference.library.get(passage_id)


def _warning_on(question: Question, reference: Reference, passage: Passage) -> Finding | None:
    if not passage.id.startswith(_FROM_A_SHEET):
        return None
    sheet_id = passage.id.split("/")[1]
    sheet = next((one for one in reference.sheets.sheets if one.id == sheet_id), None)
    return sheet_warning(sheet, question.day) if sheet is not None else None
