"""No statement leaves without its proof: a verbatim quote that holds each code, number and date the statement says."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from bot.answering.grounds import grounds_of
from bot.assistant import Assistant
from bot.drafts import Clarification, CodeMention, Draft, Statement
from bot.guardrails.answer_checks import Grounds, proven
from bot.guardrails.answer_checks.support import is_supported, unsupported
from bot.privacy import door
from bot.questions.question import Question
from knowledge.passages import Citation, Passage, Source
from retrieval.query import Query

DAY = date(2026, 11, 22)
SOURCE = Source(id="s", title="t", publisher="p", edition="e", label="primary")
TEXT = "M54.2 is Cervicalgia, valid since 2015-10-01. M50.222 stands at C5-C6. Three visits in 30 days cost 12.50 each."
PASSAGE = Passage(id="p", title="t", text=TEXT, source=SOURCE)


def said(text: str, *quotes: str) -> Statement:
    return Statement(text=text, citations=tuple(Citation(passage=PASSAGE, quote=quote) for quote in quotes))


SUPPORTED = [
    ("the passage says it", "M54.2 is Cervicalgia.", (TEXT,), ""),
    ("words need no number", "Neck pain without a cause.", (TEXT,), ""),
    ("a date of the quote", "Valid since 2015-10-01.", (TEXT,), ""),
    ("a number of the quote", "At most 30 days.", (TEXT,), ""),
    ("a decimal of the quote", "It is 12.50.", (TEXT,), ""),
    ("two quotes together", "M54.2 and M50.222.", ("M54.2 is Cervicalgia", "M50.222 stands at C5-C6"), ""),
    ("a code of the question", "M99.01 is not M54.2.", (TEXT,), "is M99.01 the same as M54.2?"),
    ("a code of the question in lower case", "M99.01 is not M54.2.", (TEXT,), "m99.01?"),
    ("a number of the question", "For 45 minutes.", (TEXT,), "45 minutes of therapy"),
    ("the date of service", "On 2026-11-22 M54.2 holds.", (TEXT,), ""),
    ("a level of the quote", "M50.222 is at C5-C6.", (TEXT,), ""),
    ("a modifier of the question", "98941 takes AT.", (TEXT,), "98941-AT?"),
    ("a modifier that the question names in lower case", "98941 takes AT.", (TEXT,), "98941 with modifier at?"),
    ("a section in Roman numbers", "See II.H for it.", (TEXT,), ""),
]
UNSUPPORTED = [
    ("no citation", "M54.2 is Cervicalgia.", (), "", None),
    ("a misquote", "Neck pain.", ("M54.2 is cervicalgia",), "", None),
    ("a quote with a word left out", "Neck pain.", ("M54.2 Cervicalgia",), "", None),
    ("an empty quote", "Neck pain.", ("",), "", None),
    ("one good quote and one misquote", "Neck pain.", (TEXT, "M54.3"), "", None),
    ("a code no quote says", "M54.3 is Sciatica.", (TEXT,), "", ("M54.3",)),
    ("a code of the passage outside the quote", "M50.222 is meant.", ("M54.2 is Cervicalgia",), "", ("M50.222",)),
    ("a longer code than the quote's", "M54.20 is meant.", (TEXT,), "", ("M54.20",)),
    ("a shorter code than the quote's", "M50.22 is meant.", (TEXT,), "", ("M50.22",)),
    ("a category of the quote's code", "M54 is meant.", (TEXT,), "", ("M54",)),
    ("an invented number", "At most 31 days.", (TEXT,), "", ("31",)),
    ("a part of a number", "At most 3 days.", (TEXT,), "", ("3",)),
    ("another decimal", "It is 12.5.", (TEXT,), "", ("12.5",)),
    ("an invented date", "Valid since 2016-10-01.", (TEXT,), "", ("2016-10-01",)),
    ("the whole part of a decimal", "It is 12.", (TEXT,), "", ("12",)),
    ("the month of a date", "For 10 visits.", (TEXT,), "", ("10",)),
    ("the day of the date of service", "For 22 visits.", (TEXT,), "", ("22",)),
    ("a CPT code", "With 98941.", (TEXT,), "", ("98941",)),
    ("a code of another question", "M99.01 is meant.", (TEXT,), "what is M99.02", ("M99.01",)),
    ("an HCPCS code", "With G0283.", (TEXT,), "", ("G0283",)),
    ("a CPT code with a letter", "With 0101T.", (TEXT,), "", ("0101T",)),
    ("a modifier", "Add modifier AT.", (TEXT,), "", ("AT",)),
    ("a modifier behind a procedure", "98941-GA is meant.", (TEXT,), "98941?", ("GA",)),
    ("a modifier that only sounds like a word of the question", "Add AT.", (TEXT,), "look at it", ("AT",)),
    ("another level", "At C7.", (TEXT,), "", ("C7",)),
    ("several", "M99.01 on 2020-01-01 costs 7.", (TEXT,), "", ("M99.01", "2020-01-01", "7")),
]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "quotes", "question"), [row[1:] for row in SUPPORTED], ids=[row[0] for row in SUPPORTED]
)
def test_what_the_quotes_or_the_question_say_is_supported(text: str, quotes: tuple[str, ...], question: str) -> None:
    assert is_supported(said(text, *quotes), question, (DAY,))


@pytest.mark.parametrize(
    ("text", "quotes", "question", "missing"), [row[1:] for row in UNSUPPORTED], ids=[row[0] for row in UNSUPPORTED]
)
def test_what_nothing_cited_says_is_not_supported(
    text: str, quotes: tuple[str, ...], question: str, missing: tuple[str, ...] | None
) -> None:
    statement = said(text, *quotes)

    assert not is_supported(statement, question, (DAY,))
    if missing is not None:
        assert unsupported(statement, question, (DAY,)) == missing


@given(st.integers(0, 10**6))
def test_an_invented_number_is_always_caught(number: int) -> None:
    """But for the years of the dates at hand: a year is a part of a date that may be said alone."""
    assume(number not in (2015, 2026))
    statement = said(f"It takes {number} days.", TEXT)

    assert is_supported(statement, "", (DAY,)) == (number == 30)


@given(st.from_regex(r"[A-Z][0-9][0-9](\.[0-9A-Z]{1,4})?", fullmatch=True))
def test_an_invented_code_is_always_caught(code: str) -> None:
    assert is_supported(said(f"{code} is the code.", TEXT), "", (DAY,)) == (code in {"M54.2", "M50.222"})


@given(st.text(min_size=1, max_size=60), st.data())
def test_any_words_of_a_passage_prove_themselves(text: str, data: st.DataObject) -> None:
    passage = Passage(id="p", title="t", text=f"x{text}", source=SOURCE)
    quote = passage.text[data.draw(st.integers(0, len(passage.text) - 1)) :]

    assert is_supported(Statement(text=quote, citations=(Citation(passage=passage, quote=quote),)), "", ())


def grounds(assistant: Assistant, text: str = "is it so?", day: date = DAY) -> Grounds:
    asked = Question(text=door.clean(text), query=Query(text=text), kind="general", day=day)
    return replace(grounds_of(asked, assistant.reference), passage={PASSAGE.id: PASSAGE}.get)


def code(name: str, role: str) -> CodeMention:
    return CodeMention(code=name, role=role, state="billable", descriptor=None)  # type: ignore[arg-type]


def test_a_draft_keeps_its_proven_statements_and_loses_the_others(assistant: Assistant) -> None:
    good, bad = said("M54.2 is Cervicalgia.", TEXT), said("M54.3 is Sciatica.", TEXT)

    draft = proven(Draft(kind="general", statements=(bad, good, bad)), grounds(assistant))

    assert draft is not None
    assert draft.statements == (good,)


def test_a_draft_without_a_proven_statement_is_no_answer(assistant: Assistant) -> None:
    assert proven(Draft(kind="general", statements=(said("M54.3.", TEXT),)), grounds(assistant)) is None
    assert proven(Draft(kind="general"), grounds(assistant)) is None


def test_what_is_only_asked_back_needs_no_statement(assistant: Assistant) -> None:
    asks = Clarification(axis="payer", asks="Which plan?", choices=(("One", None), ("Two", None)))

    assert proven(Draft(kind="payer", clarification=asks), grounds(assistant)) is not None


def test_a_draft_that_loses_its_verdict_is_no_answer(assistant: Assistant) -> None:
    good, bad = said("M54.2 is Cervicalgia.", TEXT), said("Yes: M54.3 is billable.", TEXT)
    decides = (code("M54.2", "rejected"),)

    assert proven(Draft(kind="status", statements=(bad, good), codes=decides), grounds(assistant)) is None
    assert proven(Draft(kind="status", statements=(good, bad), codes=decides), grounds(assistant)) is not None


def test_a_recommendation_whose_statement_is_gone_is_no_answer(assistant: Assistant) -> None:
    good, bad = said("M54.2 is Cervicalgia.", TEXT), said("Report M50.222 in 99 cases.", TEXT)
    decides = (code("M50.222", "recommended"),)

    assert proven(Draft(kind="status", statements=(good, bad), codes=decides), grounds(assistant)) is None


@pytest.mark.parametrize(
    ("name", "role", "day", "is_kept"),
    [
        ("M54.2", "recommended", DAY, True),
        ("M54.5", "recommended", DAY, False),
        ("M53.8", "recommended", DAY, False),
        ("M53.89", "recommended", DAY, False),
        ("M72.2", "recommended", date(2026, 9, 30), True),
        ("M72.2", "recommended", DAY, False),
        ("M67.A01", "recommended", date(2026, 9, 30), False),
        ("M54.5", "rejected", DAY, True),
        ("M54.5", "mentioned", DAY, True),
    ],
)
def test_no_code_is_recommended_that_cannot_be_reported_on_the_day(
    assistant: Assistant, name: str, role: str, day: date, is_kept: bool
) -> None:
    draft = Draft(kind="general", statements=(said("Neck pain.", TEXT),), codes=(code(name, role),))

    result = proven(draft, grounds(assistant, day=day))

    assert result is not None
    assert [one.code for one in result.codes] == ([name] if is_kept else [])
