"""Follow-ups become questions that stand alone: the region, side, encounter, date or code is exchanged, the rest is kept."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.assistant import Assistant
from bot.questions.threads import sibling_on_axis, stand_alone
from knowledge.code_set.code_set import CodeSet
from retrieval.leaf import axis_words

TODAY = date(2026, 11, 22)


def alone(code_set: CodeSet, text: str, *earlier: str) -> str:
    return stand_alone(text, earlier, code_set, TODAY)


EXCHANGED = [
    # region
    ("is m5382 billable", "what about thoracic?", "is M53.84 billable"),
    ("is m5382 billable", "and the lumbar region?", "is M53.86 billable"),
    ("Is M99.01 billable?", "what about thoracic", "Is M99.02 billable?"),
    ("M54.16", "cervical?", "M54.12"),
    ("What must the note document for M53.82?", "and for thoracic?", "What must the note document for M53.84?"),
    # level
    ("Is M50.222 billable?", "what about C6-7?", "Is M50.223 billable?"),
    # side
    ("Is M25.561 billable?", "and on the left?", "Is M25.562 billable?"),
    ("Is M25.561 billable?", "what about left", "Is M25.562 billable?"),
    ("Is M77.12 billable?", "and the right side?", "Is M77.11 billable?"),
    # encounter
    ("Is S13.4XXA billable?", "and for a subsequent visit?", "Is S13.4XXD billable?"),
    ("Is S13.4XXA billable?", "sequela?", "Is S13.4XXS billable?"),
    ("Is S13.4XXD billable?", "and for the initial encounter?", "Is S13.4XXA billable?"),
    # side and encounter at once
    ("Is S93.401A billable?", "what about the left, subsequent?", "Is S93.402D billable?"),
    # code
    ("Is M53.82 billable?", "And M54.2?", "Is M54.2 billable?"),
    ("Is M53.82 billable?", "what about m542", "Is M54.2 billable?"),
    ("Is M53.82 billable?", "M54.2?", "Is M54.2 billable?"),
    ("What must the note document for M53.82?", "and M54.2?", "What must the note document for M54.2?"),
    # codes together
    ("Is M54.2 billable?", "with M50.222?", "Is M54.2 billable together with M50.222?"),
    ("Is M54.2 billable?", "and with M50.222?", "Is M54.2 billable together with M50.222?"),
    # why
    ("M53.82 or M54.2 for facet syndrome?", "why?", "M53.82 or M54.2 for facet syndrome?"),
    ("M53.82 or M54.2 for facet syndrome?", "But why not?", "M53.82 or M54.2 for facet syndrome?"),
    ("Is M53.82 billable?", "says who?", "Is M53.82 billable?"),
    ("Is M53.82 billable?", "source?", "Is M53.82 billable?"),
    # words
    ("what is the code for tennis elbow?", "left?", "what is the code for tennis elbow, left?"),
    ("code for whiplash", "subsequent visit", "code for whiplash, subsequent visit"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "text", "whole"), EXCHANGED, ids=[f"{row[0]} | {row[1]}" for row in EXCHANGED])
def test_a_follow_up_is_the_earlier_question_with_one_thing_exchanged(
    code_set: CodeSet, before: str, text: str, whole: str
) -> None:
    assert alone(code_set, text, before) == whole


@pytest.mark.parametrize(
    ("before", "text", "day"),
    [
        ("Is M72.2 billable on 2026-09-30?", "and on 2026-11-10?", "2026-11-10"),
        ("Is M72.2 billable?", "on 9/30/2026?", "2026-09-30"),
        ("Is M72.2 billable on 11/10/2026?", "what about 9/30/2026?", "2026-09-30"),
    ],
)
def test_another_date_replaces_the_earlier_one(code_set: CodeSet, before: str, text: str, day: str) -> None:
    whole = alone(code_set, text, before)

    assert whole.startswith("Is M72.2 billable")
    assert whole.count("2026") == 1
    assert day in whole


NEW_SUBJECTS = [
    "what is the code for tennis elbow?",
    "Does Medicare cover 98941?",
    "Is M54.50 billable?",
    "tennis elbow",
    "What must the note document for sciatica?",
    "how do i code whiplash?",
    "M54.2 together with M50.222",
    "why was M54.2 denied with 98941 by the plan last month when it was paid before then?",
    "And M54.2 is what exactly, because the patient has both neck pain and headaches after a fall in June?",
    "thanks!",
    "",
]


@pytest.mark.parametrize("text", NEW_SUBJECTS)
def test_a_question_that_stands_alone_is_left_alone(code_set: CodeSet, text: str) -> None:
    assert alone(code_set, text, "Is M53.82 billable?") == text


@given(st.text(max_size=60))
def test_without_a_thread_nothing_is_a_follow_up(code_set: CodeSet, text: str) -> None:
    assert alone(code_set, text) == text


LONGER = [
    (["Is M53.82 billable?", "what about thoracic?"], "and lumbar?", "Is M53.86 billable?"),
    (["Is M53.82 billable?", "And M54.2?"], "why?", "Is M54.2 billable?"),
    (["Is M53.82 billable?", "what about thoracic?", "and lumbar?"], "and cervical?", "Is M53.82 billable?"),
    (["Is M25.561 billable?", "and left?"], "and M25.511?", "Is M25.511 billable?"),
    (["Is M53.82 billable?", "what is the code for tennis elbow?"], "left?", "what is the code for tennis elbow, left?"),
]  # fmt: skip


@pytest.mark.parametrize(("earlier", "text", "whole"), LONGER, ids=[" | ".join([*row[0], row[1]]) for row in LONGER])
def test_a_follow_up_to_a_follow_up_stands_on_the_whole_thread(
    code_set: CodeSet, earlier: list[str], text: str, whole: str
) -> None:
    assert alone(code_set, text, *earlier) == whole


@given(st.lists(st.text(max_size=30), max_size=4), st.text(max_size=30))
@hypothesis_settings(max_examples=60)
def test_no_thread_stops_the_reader(code_set: CodeSet, earlier: list[str], text: str) -> None:
    assert isinstance(alone(code_set, text, *earlier), str)


SIBLINGS = [
    ("M53.82", "thoracic", "M53.84"),
    ("M25.561", "left", "M25.562"),
    ("M25.562", "right", "M25.561"),
    ("S13.4XXA", "subsequent", "S13.4XXD"),
    ("S13.4XXA", "sequela", "S13.4XXS"),
    ("M50.221", "c5-c6", "M50.222"),
    ("M53.82", "banana", None),
    ("M54.2", "left", None),
    ("S13.4XXA", "initial", None),
    ("M53.89", "thoracic", None),
]


@pytest.mark.parametrize(("code", "said", "sibling"), SIBLINGS, ids=[f"{row[0]} {row[1]}" for row in SIBLINGS])
def test_the_sibling_is_the_one_whose_title_says_so(
    code_set: CodeSet, code: str, said: str, sibling: str | None
) -> None:
    found = sibling_on_axis(code, axis_words(said), code_set, TODAY)

    assert (found.code if found else None) == sibling


# -- threads as the Assistant answers them -------------------------------------------------------------------------------

THREADS = [
    (["is m5382 billable"], "what about thoracic?", "M53.84"),
    (["what is the code for tennis elbow?"], "and on the left?", "M77.12"),
    (["what is the code for tennis elbow?"], "right side", "M77.11"),
    (["what is the code for tennis elbow?"], "left", "M77.12"),
    (["code for whiplash"], "subsequent", "S13.4XXD"),
    (["code for right knee pain"], "and left?", "M25.562"),
    (["code for left knee pain"], "and right?", "M25.561"),
    (["code for C5-6 disc displacement"], "what about C6-7?", "M50.223"),
    (["Is M53.82 billable?", "what about thoracic?"], "and lumbar?", "M53.86"),
    (["Is M72.2 billable?"], "on 9/30/2026?", "M72.2"),
]


@pytest.mark.parametrize(("earlier", "text", "code"), THREADS, ids=[" | ".join([*row[0], row[1]]) for row in THREADS])
def test_the_answer_to_a_follow_up_recommends_the_code_it_asks_for(
    assistant: Assistant, earlier: list[str], text: str, code: str
) -> None:
    reply = assistant.answer(text, after=earlier)

    assert [one.code for one in reply.codes if one.role == "recommended"] == [code]


def test_each_choice_of_a_clarification_may_be_the_answer_to_it(assistant: Assistant) -> None:
    """Who is asked "Which side?" answers "Right elbow"."""
    question = "what is the code for tennis elbow?"
    asked = assistant.answer(question).clarification
    assert asked is not None

    for label, code in asked.choices:
        reply = assistant.answer(label, after=[question])
        assert [one.code for one in reply.codes if one.role == "recommended"] == [code], label
