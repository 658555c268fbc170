"""What is observed of a reply is what a person reads, with the code set's own word beside it."""

from bot.assistant import Assistant
from evals.cases import Case, Expect
from evals.observed import observe
from evals.opening import CodeSetTables
from tests.evals.fakes import FakeAssistant, question, reply, seen


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
