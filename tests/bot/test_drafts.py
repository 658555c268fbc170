"""What a person reads of a reply, word for word: the same text for the terminal, for programs and for the evaluations."""

from bot.drafts import Clarification
from tests.evals.fakes import cited, finding, refused, reply


def test_a_statement_bears_the_numbers_of_its_sources_and_the_day_it_stands_on() -> None:
    made = reply(cited("M53.82 is billable."))

    assert made.text == "M53.82 is billable. [1]\nStands on ICD-10-CM FY2027, date of service 2026-11-22."


def test_findings_follow_the_statements_with_their_severity() -> None:
    made = reply("Both are listed.", findings=(finding("excludes1", "query"),))

    assert made.text.splitlines()[1].startswith("QUERY excludes1: ")


def test_a_clarification_names_each_choice_with_its_code() -> None:
    asks = Clarification(axis="laterality", asks="Which side?", choices=(("Right", "M77.11"), ("Both", None)))

    assert asks.line == "Which side? Right M77.11 / Both"


def test_masked_identifiers_are_named_by_kind() -> None:
    made = reply("Answered.", identifiers=("name", "mrn"))

    assert "Identifiers were masked before anything else read the text: name, mrn." in made.text


def test_a_refusal_says_what_to_do_and_stands_on_no_release() -> None:
    made = refused("medical_advice")

    assert made.refusal is not None
    assert made.text == made.refusal.next_step
