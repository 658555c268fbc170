"""What a payer sheet past its review says is marked, whoever cites it."""

from datetime import date

from conftest import GroundsFor

from bot.assistant import Assistant
from bot.drafts import Draft, Statement
from bot.guardrails.answer_checks import proven, stale_sheets
from knowledge.passages import Passage, cite
from tests.conftest import TODAY

LATER = date(2032, 1, 1)


def a_rule(assistant: Assistant) -> Passage:
    return next(one for one in assistant.reference.library.passages.values() if one.payer is not None)


def test_a_sheet_past_its_review_is_marked_once(assistant: Assistant, grounds_for: GroundsFor) -> None:
    rule = a_rule(assistant)
    statement = Statement(text=rule.text, citations=(cite(rule),))

    found = stale_sheets.warnings((statement, statement), (), grounds_for(day=LATER))

    assert [one.edit for one in found] == ["payer-sheet-stale"]
    assert stale_sheets.warnings((statement,), found, grounds_for(day=LATER)) == ()


def test_the_mark_is_part_of_the_answer(assistant: Assistant, grounds_for: GroundsFor) -> None:
    rule = a_rule(assistant)
    draft = Draft(kind="payer", statements=(Statement(text=rule.text, citations=(cite(rule),)),))

    marked = proven(draft, grounds_for(day=LATER))

    assert marked is not None
    assert [one.edit for one in marked.findings] == ["payer-sheet-stale"]


def test_guidance_is_no_sheet(assistant: Assistant, grounds_for: GroundsFor) -> None:
    guidance = next(one for one in assistant.reference.library.passages.values() if not one.id.startswith("payer/"))
    statement = Statement(text=guidance.text, citations=(cite(guidance),))

    assert stale_sheets.warnings((statement,), (), grounds_for(day=LATER)) == ()
    assert stale_sheets.warnings((), (), grounds_for(day=TODAY)) == ()
