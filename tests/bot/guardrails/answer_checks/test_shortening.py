"""What somebody else phrased holds the words of what is proved, in their order, and loses none that matters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.guardrails.answer_checks.shortening import why_not_a_shortening

YES = "Yes: M53.82 (Other specified dorsopathies, cervical region) is a complete, billable code on 2026-11-22."
NO = "No: M54.5 (Low back pain) is a heading on 2026-11-22, not a billable code; it was a code until 2021-09-30."
RULE = "Report M50.222 without M54.2, unless the record shows two unrelated conditions."
LIST = "Under M54.5 stand: M54.50 Low back pain, unspecified; M54.51 Vertebrogenic low back pain."
IDLE = "Neck pain is a symptom; the cause is coded (when it is known)."
CASES = [
    ("word for word", YES, (YES,), True),
    ("without the parentheses", "M53.82 is a complete, billable code on 2026-11-22.", (YES,), True),
    ("in another case, with an article", "yes, the M53.82 is a complete and billable code on 2026-11-22", (YES,), True),
    ("two sentences of two sources", f"{YES} {RULE}", (RULE, YES), True),
    ("without an idle clause", "Neck pain is a symptom.", ("Neck pain is a symptom; so says everybody who codes.",), True),
    ("nothing", "", (YES,), False),
    ("one word", "Yes.", (YES,), False),
    ("no source", YES, (), False),
    ("the yes turned", YES.replace("Yes", "No"), (YES,), False),
    ("the no left out", NO.replace("No: ", ""), (NO,), False),
    ("the not left out", NO.replace("not a", "a"), (NO,), False),
    ("the second clause left out", "No: M54.5 is a heading on 2026-11-22, not a billable code.", (NO,), False),
    ("the words changed about", "Report M54.2 without M50.222, unless the record shows two unrelated conditions.", (RULE,), False),
    ("the exception left out", "Report M50.222 without M54.2.", (RULE,), False),
    ("half of a list", "Under M54.5 stand: M54.50 Low back pain, unspecified.", (LIST,), False),
    ("a splice within a list", "Under M54.5 stand: M54.50 Vertebrogenic low back pain.", (LIST,), False),
    ("half a sentence of each of two", "M53.82 is a heading on 2026-11-22.", (YES, NO), False),
    ("a limit in parentheses left out", "Neck pain is a symptom; the cause is coded.", (IDLE,), False),
    ("an adjective left out", "M53.82 is a billable code on 2026-11-22.", (YES,), False),
    ("the end left out", "M53.82 is a complete, billable code.", (YES,), False),
    ("a word put in", YES.replace("complete", "very complete"), (YES,), False),
    ("a sentence more", f"{YES} It pays.", (YES,), False),
    ("a percentage", YES.replace("a complete", "a 100% complete"), (YES,), False),
    ("a mark put in", YES.replace("Yes:", "Yes!"), (YES,), False),
    ("unseen characters", YES.replace("M53.82", "M53.82\u200b"), (YES,), False),
    ("text turned about", f"\u202e{YES}", (YES,), False),
    ("look-alike letters", YES.replace("M53", "М53"), (YES,), False),
]  # fmt: skip


@pytest.mark.parametrize(("text", "proved", "holds"), [row[1:] for row in CASES], ids=[row[0] for row in CASES])
def test_a_shortening_says_nothing_of_its_own(text: str, proved: tuple[str, ...], holds: bool) -> None:
    assert (why_not_a_shortening(text, proved) is None) == holds


WORDS = st.lists(
    st.sampled_from("M54.2 M50.222 report without not only pain neck 30 is coded".split()), min_size=3, max_size=9
)


@given(WORDS, WORDS)
def test_of_plain_words_only_the_same_in_the_same_order_pass(one: list[str], other: list[str]) -> None:
    text, proved = " ".join(one), " ".join(other)

    assert (why_not_a_shortening(text, [proved]) is None) == (text == proved)


@given(st.lists(st.text(min_size=1, max_size=12), min_size=4, max_size=9).map(" ".join))
def test_hostile_text_is_judged_without_an_error(text: str) -> None:
    why_not_a_shortening(text, [YES, RULE])
    why_not_a_shortening(YES, [text])
