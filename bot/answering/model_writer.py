"""Lets a language model phrase an answer that is already proved; what it writes passes the same checks, or is not used.

facts + sentences of the passages they cite -> prompt -> JSON -> checks -> one repair round -> Draft, or none: then the
extractive answer stands. Whatever the model does, or fails to do, the user has an answer within the time given.
"""

import json
import logging
import re
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from queue import Empty, SimpleQueue
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.answering.chat_model import Chat
from bot.answering.extractive_writer import as_statement
from bot.answering.prompt import Message, first_messages, repair_messages, within_length
from bot.answering.reference import sentences
from bot.drafts import Draft, Statement
from bot.guardrails.answer_checks import Grounds, Objection, objections
from bot.guardrails.answer_checks.recommended_codes import tells_to_report
from bot.guardrails.answer_checks.shortening import sentences_of, why_not_a_shortening
from bot.privacy import door

MOST_STATEMENTS = 20
LONGEST_REPLY = 20_000
"""Characters of a reply that are read; an answer is a fraction of it."""
PATIENCE, REST_S = 3, 60.0
"""After so many time-outs in a row the model is left alone for so many seconds: nobody waits for one that hangs."""
_WHOLE_DRAFT = -1
_YES_OR_NO = re.compile(r"(?:Yes|No)\b")
_JSON_OBJECT = re.compile(r"\{.*\}", re.DOTALL)
_log = logging.getLogger(__name__)


class _Quoting(BaseModel):
    """A citation with the words meant."""

    model_config = ConfigDict(extra="ignore", strict=True)
    n: int
    quote: str = ""


class _Written(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)
    text: str = Field(min_length=1, max_length=4_000)
    citations: list[int | _Quoting] = Field(max_length=20)


class _Reply(BaseModel):
    """What a model answers: outside data, so it is read strictly."""

    model_config = ConfigDict(extra="ignore", strict=True)
    statements: list[_Written] = Field(min_length=1, max_length=MOST_STATEMENTS)


Outcome = Literal["accepted", "repaired", "rejected", "failed"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attempt:
    """What came of asking the model. `draft` is None when the extractive answer stands; `failure` names the kind of error."""

    outcome: Outcome
    draft: Draft | None = None
    objections: tuple[Objection, ...] = ()
    failure: str = ""


class ModelWriter:
    """Writes drafts with one model. Thread-safe."""

    def __init__(self, name: str, chat: Chat, seconds: float, clock: Callable[[], float] = time.monotonic) -> None:
        self.name = name
        self._chat, self._seconds, self._clock = chat, seconds, clock
        self._timeouts, self._rests_until = 0, 0.0

    def attempt(self, draft: Draft, grounds: Grounds) -> Attempt:
        """The draft in the model's words; `draft` itself must be proven. Never raises for what the model does."""
        if not draft.statements:
            return Attempt(outcome="failed", failure="nothing to phrase")
        if self._clock() < self._rests_until:
            return Attempt(outcome="failed", failure="left alone after time-outs")
        deadline = self._clock() + self._seconds
        sources = sources_of(draft, grounds)
        messages = first_messages(door.clean(grounds.asked), sources, verdicts(draft))
        outcome: Outcome = "accepted"
        found: tuple[Objection, ...] = ()
        for outcome in ("accepted", "repaired"):
            reply = self._reply(messages, deadline - self._clock())
            if isinstance(reply, Attempt):
                return reply
            written, found = judged(reply, draft, sources, grounds)
            if written is not None and not found:
                return Attempt(outcome=outcome, draft=written)
            messages = repair_messages(messages, reply[:LONGEST_REPLY], found)
        return Attempt(outcome="rejected", objections=found)

    def _reply(self, messages: Sequence[Message], seconds: float) -> "str | Attempt":
        """The model's text, or the failed attempt. Its own thread is left behind when time is up."""
        box: SimpleQueue[str | BaseException] = SimpleQueue()

        def ask() -> None:
            try:
                box.put(self._chat(messages))
            except BaseException as error:
                box.put(error)

        threading.Thread(target=ask, name="model-writer", daemon=True).start()
        try:
            came = box.get(timeout=max(seconds, 0.001))
        except Empty:
            self._count_a_timeout()
            return _failed("time-out")
        if isinstance(came, BaseException):
            return _failed(type(came).__name__)  # its words may repeat what was sent
        self._timeouts = 0
        return came

    def _count_a_timeout(self) -> None:
        self._timeouts += 1
        if self._timeouts >= PATIENCE:
            self._timeouts, self._rests_until = 0, self._clock() + REST_S


def _failed(failure: str) -> Attempt:
    _log.warning("the model gave no draft (%s); the extractive answer stands", failure)
    return Attempt(outcome="failed", failure=failure)


# -- what the model is given --------------------------------------------------------------------------------------------


def sources_of(draft: Draft, grounds: Grounds) -> tuple[Statement, ...]:
    """The statements of the draft, then the other sentences of the guidance they cite, each one proved; never an identifier."""
    said = {one.text for one in draft.statements}
    passages = {
        citation.passage.id: citation.passage
        for statement in draft.statements
        for citation in statement.citations
        if citation.passage.location and citation.passage.payer is None  # a payer's rule is said whole, or not at all
    }
    further = [
        as_statement(passage, sentence)
        for passage in passages.values()
        for sentence in sentences(passage)
        if sentence not in said
    ]
    extra = replace(draft, statements=tuple(further), codes=())
    unproved = {one.place for one in objections(extra, grounds)}
    return within_length((*draft.statements, *(one for place, one in enumerate(further) if place not in unproved)))


def verdicts(draft: Draft) -> tuple[int, ...]:
    """The numbers of the statements that no rewording may leave out: the first, each yes and no, each that tells what to report."""
    recommended = [one.code for one in draft.codes if one.role == "recommended"]
    return tuple(
        number
        for number, one in enumerate(draft.statements, 1)
        if number == 1 or _YES_OR_NO.match(one.text) or any(tells_to_report(code, one.text) for code in recommended)
    )


# -- what it wrote, judged ----------------------------------------------------------------------------------------------


def judged(
    reply: str, draft: Draft, sources: Sequence[Statement], grounds: Grounds
) -> tuple[Draft | None, tuple[Objection, ...]]:
    """The reply as a draft, and every objection to it. The draft is None when the reply can't even be read."""
    read = _read(reply)
    if read is None:
        why = 'the reply is not one JSON object {"statements": [{"text": "...", "citations": [1]}]}'
        return None, (Objection(place=_WHOLE_DRAFT, check="schema", why=why),)
    statements: list[Statement] = []
    found: list[Objection] = []
    used: list[tuple[int, ...]] = []
    for place, one in enumerate(read.statements):
        statement, numbers, reason = _resolved(one, sources)
        statements.append(statement)
        used.append(numbers)
        if reason is not None:
            found.append(Objection(place=place, check="shortening", why=reason))
    found.extend(objections(replace(draft, statements=tuple(statements)), grounds))
    found.extend(_left_out(used, verdicts(draft)))
    return replace(draft, statements=tuple(dict.fromkeys(statements))), tuple(found)


def _read(reply: str) -> _Reply | None:
    """The JSON object in a reply, with or without a fence around it."""
    if len(reply) > LONGEST_REPLY:
        return None
    match = _JSON_OBJECT.search(reply)
    try:
        return _Reply.model_validate(json.loads(match[0])) if match else None
    except (ValueError, RecursionError):
        return None


def _resolved(written: _Written, sources: Sequence[Statement]) -> tuple[Statement, tuple[int, ...], str | None]:
    """The statement with the citations of the sources it shortens, their numbers, and why it is none (None when it is one)."""
    text = " ".join(written.text.split())
    numbers = tuple(dict.fromkeys(one if isinstance(one, int) else one.n for one in written.citations))
    why = _why_unresolved(written, numbers, sources)
    if why is not None:
        return Statement(text=text, citations=()), (), why
    used = tuple(number for number in numbers if _is_used(text, sources[number - 1]))
    citations = tuple(dict.fromkeys(one for number in used for one in sources[number - 1].citations))
    why = why_not_a_shortening(text, [sources[number - 1].text for number in numbers])
    return Statement(text=text, citations=citations), used, why


def _why_unresolved(written: _Written, numbers: Sequence[int], sources: Sequence[Statement]) -> str | None:
    if not numbers:
        return "it cites no source"
    unknown = [number for number in numbers if not 1 <= number <= len(sources)]
    if unknown:
        return f"there is no source {unknown[0]}"
    for one in written.citations:
        if isinstance(one, _Quoting) and not _quotes(one.quote, sources[one.n - 1]):
            return f"the words quoted do not stand in source {one.n}"
    return None


def _is_used(text: str, source: Statement) -> bool:
    return any(why_not_a_shortening(sentence, [source.text]) is None for sentence in sentences_of(text))


def _quotes(quote: str, source: Statement) -> bool:
    return quote in source.text or any(quote in citation.quote for citation in source.citations)


def _left_out(used: Sequence[tuple[int, ...]], must_cite: Sequence[int]) -> list[Objection]:
    """An answer begins with its verdict, and leaves out no part of it."""
    found = []
    if 1 not in used[0]:
        found.append(Objection(place=0, check="verdict", why="the answer must begin with source 1"))
    cited = {number for numbers in used for number in numbers}
    missing = [str(number) for number in must_cite if number not in cited]
    if missing:
        found.append(Objection(place=_WHOLE_DRAFT, check="verdict", why=f"it leaves out source {', '.join(missing)}"))
    return found
