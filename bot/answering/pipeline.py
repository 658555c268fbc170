"""READ FIRST: the way of a question through the house, on one screen.

text -> the door (privacy) -> follow-up resolved -> Query -> refusal? -> kind -> Draft -> guardrails -> Reply
                                                     a language model, when one is set: -> its Draft -> the same guardrails
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from bot.answering.grounds import grounds_of
from bot.answering.kinds import compare, crosswalk, documentation, excludes, find, general, status
from bot.answering.kinds import payer as payer_kind
from bot.answering.model_writer import ModelWriter
from bot.answering.reference import Reference
from bot.drafts import Draft, Reply
from bot.guardrails.answer_checks import proven
from bot.privacy.clean_text import CleanText
from bot.questions.question import Kind, Question
from bot.questions.refusals import Refusal, no_evidence, refusal_for
from bot.questions.router import kind_of
from bot.questions.threads import stand_alone
from retrieval.query import read_query

Answerer = Callable[[Question, Reference], Draft | Refusal]

KINDS: dict[Kind, Answerer] = {
    "status": status.answer,
    "compare": compare.answer,
    "find": find.answer,
    "documentation": documentation.answer,
    "excludes": excludes.answer,
    "crosswalk": crosswalk.answer,
    "general": general.answer,
    "payer": payer_kind.answer,
    # These speak from guidance until each has its own file.
    "procedure": general.answer,
    "sequence": general.answer,
    "denial": general.answer,
    "changes": general.answer,
}


def reply_to(
    text: CleanText,
    earlier: Sequence[CleanText],
    reference: Reference,
    *,
    today: date,
    dos: date | None = None,
    masked_days: tuple[date, ...] = (),
    payer: str | None = None,
    setting: str = "outpatient",
    writer: ModelWriter | None = None,
) -> Reply:
    """Answers one question. `earlier` are the questions before it in the thread; `dos` outweighs a date in the text.

    `masked_days` are the dates of service that the door read and masked: they count where the clean text names none.
    """
    started = time.perf_counter()
    question = read_question(
        text, earlier, reference, today=today, dos=dos, masked_days=masked_days, payer=payer, setting=setting
    )
    outcome: Draft | Refusal | None = refusal_for(question.text.text, question.query)
    if outcome is None:
        outcome = KINDS[question.kind](question, reference)
    written_by = "extractive"
    if isinstance(outcome, Draft):
        grounds = grounds_of(question, reference)
        outcome = proven(outcome, grounds) or no_evidence("nothing in the corpus proves an answer")
        if isinstance(outcome, Draft) and writer is not None:
            attempt = writer.attempt(outcome, grounds)
            if attempt.draft is not None:
                outcome, written_by = attempt.draft, f"model:{writer.name}"
    reply = replace(_reply(outcome, question, reference), writer=written_by)
    return replace(reply, elapsed_ms=round((time.perf_counter() - started) * 1000, 1))


def read_question(
    text: CleanText,
    earlier: Sequence[CleanText],
    reference: Reference,
    *,
    today: date,
    dos: date | None,
    masked_days: tuple[date, ...],
    payer: str | None,
    setting: str,
) -> Question:
    """The question that stands alone, its kind, and the days it is about."""

    def known(code: str) -> bool:
        return reference.code_set.code(code) is not None

    day = dos or today
    whole = stand_alone(text.text, [one.text for one in earlier], reference.code_set, day)
    query = read_query(whole, known)
    days = (dos,) if dos is not None else query.dates or masked_days
    kind = kind_of(whole, query)
    return Question(
        text=text,
        query=query,
        kind=kind,
        day=days[-1] if days else today,
        days=days,
        payer=payer,
        setting=setting,
        parts=(kind,),
    )


def _reply(outcome: Draft | Refusal, question: Question, reference: Reference) -> Reply:
    release = reference.code_set.release(question.day)
    identifiers = question.text.identifiers
    if isinstance(outcome, Refusal):
        kind = None if outcome.reason in ("empty", "out_of_scope", "medical_advice") else question.kind
        return Reply(status="refused", kind=kind, release=release, refusal=outcome, identifiers=identifiers)
    only_asks = (
        outcome.clarification is not None
        and not any(one.role == "recommended" for one in outcome.codes)
        and outcome.kind == "find"
    )
    return Reply(
        status="clarify" if only_asks else "answered",
        kind=outcome.kind,
        parts=question.parts,
        release=release,
        statements=outcome.statements,
        codes=outcome.codes,
        findings=outcome.findings,
        clarification=outcome.clarification,
        identifiers=identifiers,
    )
