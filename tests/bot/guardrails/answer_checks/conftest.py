"""The grounds of the true tables, over passages that a test hands in."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from bot.answering.grounds import grounds_of
from bot.assistant import Assistant
from bot.guardrails.answer_checks import Grounds
from bot.privacy import door
from bot.questions.question import Question
from knowledge.passages import Passage
from retrieval.query import read_query
from tests.conftest import TODAY

GroundsFor = Callable[..., Grounds]


@pytest.fixture(scope="session")
def grounds_for(assistant: Assistant) -> GroundsFor:
    def build(*held: Passage, asked: str = "is it so?", day: date = TODAY) -> Grounds:
        query = read_query(asked, lambda code: assistant.reference.code_set.code(code) is not None)
        question = Question(text=door.clean(asked), query=query, kind="general", day=day)
        grounds = grounds_of(question, assistant.reference)
        own = {one.id: one for one in held}
        return replace(grounds, passage=lambda name: own.get(name) or grounds.passage(name))

    return build
