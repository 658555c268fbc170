"""What is observed of a reply is what a person reads, with the code set's own word beside it."""

import pytest

from bot.assistant import Assistant
from bot.cli.contract import reply_text
from evals.cases import Case, Expect
from evals.observed import observe, whole_text
from evals.opening import CodeSetTables
from tests.evals.fakes import FakeAssistant, finding, mention, question, refused, reply, seen

ASKED = (
    "is M53.82 billable?",
    "tennis elbow code?",
    "can M54.2 and M50.222 be billed together?",
    "should I take ibuprofen?",
    "",
    "Jane Roe, MRN 00482913, has neck pain: which code?",
)


@pytest.mark.parametrize(
    "made",
    [
        reply("M53.82 is billable", codes=[mention("M53.82")]),
        refused("medical_advice"),
        reply("x", findings=(finding("excludes1"),), identifiers=("name", "mrn")),
    ],
    ids=["an answer", "a refusal", "findings and identifiers"],
)
def test_the_whole_text_is_the_one_the_contract_prints(made) -> None:
    assert whole_text(made) == reply_text(made)


@pytest.mark.parametrize("text", ASKED)
def test_the_whole_text_of_a_true_reply_is_the_one_the_contract_prints(assistant: Assistant, text: str) -> None:
    made = assistant.answer(text)

    assert whole_text(made) == reply_text(made)


def test_the_code_sets_word_stands_beside_the_replys(assistant: Assistant) -> None:
    case = Case(id="a", suite="s", way="ask", text="is M50.22 billable?", expect=Expect(status=("answered",)))

    observed = observe(case, assistant, CodeSetTables(assistant.reference.code_set))

    assert observed.states["M50.22"] == "header"
    assert observed.elapsed_ms > 0


def test_codes_in_running_text_are_looked_up_too() -> None:
    assert seen(question(), FakeAssistant({"is M53.82 billable?": reply("M54.2 and M50.22")})).states == {
        "M50.22": "header",
        "M54.2": "billable",
    }
