"""READ FIRST: the way of a question through the house, on one screen.

text -> the door (privacy) -> follow-up resolved -> parts -> each: Query -> refusal? -> kind -> Draft -> guardrails -> Reply
                                                     a language model, when one is set: -> its Draft -> the same guardrails
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from bot.answering.grounds import grounds_of
from bot.answering.kinds import (
    changes,
    compare,
    crosswalk,
    denial,
    documentation,
    excludes,
    find,
    general,
    procedure,
    sequence,
    status,
)
from bot.answering.kinds import payer as payer_kind
from bot.answering.kinds.not_held import not_held_by_name
from bot.answering.model_writer import ModelWriter
from bot.answering.reference import Reference
from bot.drafts import Draft, Reply, joined
from bot.guardrails.answer_checks import proven
from bot.privacy.clean_text import CleanText
from bot.questions.parts import parts_of
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
    "procedure": procedure.answer,
    "sequence": sequence.answer,
    "denial": denial.answer,
    "changes": changes.answer,
}
SECOND_OPINION: dict[Kind, Kind] = {
    "find": "general", "general": "find", "documentation": "general", "procedure": "general", "payer": "general",
}  # fmt: skip
"""Who is asked when the kind a question was taken for holds nothing: a diagnosis may be worded as a question, and a question as a phrase."""


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

    def read(part: str) -> Question:
        return read_question(
            text,
            part,
            reference,
            today=today,
            dos=dos,
            masked_days=masked_days,
            payer=payer,
            setting=setting,
        )

    def subject(asked: str) -> tuple[str, ...]:
        """The codes that an earlier question was answered with: what "it" means afterwards."""
        found = _outcome(read(asked), reference)
        named = found.codes if isinstance(found, Draft) else ()
        return tuple(one.code for one in named if one.role == "recommended") or tuple(one.code for one in named[:1])

    day = dos or today
    whole = stand_alone(text.text, [one.text for one in earlier], reference.code_set, day, subject)
    questions: list[Question] = []
    asked: list[str] = []
    for part in parts_of(whole):
        asked.append(stand_alone(part, asked[-1:], reference.code_set, day, subject) if asked else part)
        questions.append(read(asked[-1]))
    outcome, question, written_by = _joined(questions, reference, writer)
    reply = replace(
        _reply(outcome, question, reference),
        writer=written_by,
        parts=tuple(dict.fromkeys(one.kind for one in questions)),
    )
    return replace(reply, elapsed_ms=round((time.perf_counter() - started) * 1000, 1))


def _joined(
    questions: Sequence[Question], reference: Reference, writer: ModelWriter | None
) -> tuple[Draft | Refusal, Question, str]:
    """The proven answers to all parts as one draft; a part that is refused is told beside those that are answered."""
    drafts: list[Draft] = []
    refused: list[tuple[Refusal, Question]] = []
    written_by = "extractive"
    for question in questions:
        outcome = _outcome(question, reference)
        if isinstance(outcome, Refusal):
            refused.append((outcome, question))
            continue
        grounds = grounds_of(question, reference)
        draft = proven(outcome, grounds)
        if draft is None:
            refused.append((no_evidence("nothing in the corpus proves an answer"), question))
            continue
        if writer is not None:
            attempt = writer.attempt(draft, grounds)
            if attempt.draft is not None:
                draft, written_by = attempt.draft, f"model:{writer.name}"
        drafts.append(draft)
    # What may never be answered, whatever else is asked beside it, refuses the whole.
    barred = next((one for one in refused if one[0].reason in ("unsupported_billing", "medical_advice")), None)
    if barred is not None or not drafts:
        refusal, question = barred or refused[0]
        return refusal, question, "extractive"
    first = next(one for one in questions if one.kind == drafts[0].kind) if len(questions) > 1 else questions[0]
    return joined(drafts, tuple(one for one, _ in refused)), first, written_by


def _outcome(question: Question, reference: Reference) -> Draft | Refusal:
    """The answer of the question's kind; a second opinion when that kind holds nothing."""
    barred = refusal_for(question.query.text, question.query) or not_held_by_name(question, reference)
    if barred is not None:
        return barred
    outcome = KINDS[question.kind](question, reference)
    other = SECOND_OPINION.get(question.kind)
    if not isinstance(outcome, Refusal) or outcome.is_final or other is None:
        return outcome
    second = KINDS[other](replace(question, kind=other), reference)
    return outcome if isinstance(second, Refusal) else second


def read_question(
    text: CleanText,
    part: str,
    reference: Reference,
    *,
    today: date,
    dos: date | None,
    masked_days: tuple[date, ...],
    payer: str | None,
    setting: str,
) -> Question:
    """One part of what was typed, as it stands alone: its kind, and the days it is about."""

    def known(code: str) -> bool:
        return reference.code_set.code(code) is not None

    query = read_query(part, known)
    days = (dos,) if dos is not None else query.dates or masked_days
    kind = kind_of(part, query)
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
