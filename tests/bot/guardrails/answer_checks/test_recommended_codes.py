"""What is recommended can be reported, together, and nothing else is."""

import pytest
from conftest import GroundsFor
from quoting import said

from bot.drafts import CodeMention
from bot.guardrails.answer_checks import recommended_codes
from bot.guardrails.answer_checks.recommended_codes import tells_to_report


def mentions(*codes: str, role: str = "recommended") -> tuple[CodeMention, ...]:
    return tuple(CodeMention(code=one, role=role, state="billable", descriptor=None) for one in codes)  # type: ignore[arg-type]


TOGETHER = [
    ("one code", ("M54.2",), ("M54.2",)),
    ("two that go together", ("M53.82", "M77.11"), ("M53.82", "M77.11")),
    ("a heading beside a code", ("M54.2", "M54.5"), ("M54.2",)),
    ("one that no release has", ("M53.89",), ()),
    ("a query is no block", ("M54.2", "M50.222"), ("M54.2", "M50.222")),
    ("the order is not judged here", ("W01.0XXA", "S13.4XXA"), ("W01.0XXA", "S13.4XXA")),
]


@pytest.mark.parametrize(("codes", "kept"), [row[1:] for row in TOGETHER], ids=[row[0] for row in TOGETHER])
def test_the_first_stays_and_what_conflicts_goes(
    grounds_for: GroundsFor, codes: tuple[str, ...], kept: tuple[str, ...]
) -> None:
    assert tuple(one.code for one in recommended_codes.reportable(mentions(*codes), grounds_for())) == kept


TELLS = [
    ("Report M54.50 (Low back pain, unspecified).", True),
    ("By what you say, report M54.50.", True),
    ("Use the code M54.50 here.", True),
    ("M54.50 is the right one.", True),
    ("M54.50 (Low back pain): it is the one of these.", True),
    ("Report M54.59 without M54.50.", False),
    ("Do not report M54.50.", False),
    ("M54.50 is not the code.", False),
    ("Report M54.59. Near it: M54.50.", False),
    ("Report M54.501.", False),
    ("Under M54.5 stands M54.50.", False),
]


@pytest.mark.parametrize(("text", "tells"), TELLS, ids=[text for text, _ in TELLS])
def test_words_that_tell_to_report_a_code_are_known(text: str, tells: bool) -> None:
    assert tells_to_report("M54.50", text) == tells


def test_a_statement_that_recommends_what_is_rejected_fails(grounds_for: GroundsFor) -> None:
    rejected = mentions("M54.2", role="rejected")

    found = recommended_codes.objections((said("So it is."), said("Report M54.2.")), rejected, grounds_for())

    assert [one.place for one in found] == [1]


def test_a_statement_that_recommends_a_code_taken_back_fails(grounds_for: GroundsFor) -> None:
    found = recommended_codes.objections((said("Report M54.5."),), mentions("M54.5"), grounds_for())

    assert [one.place for one in found] == [0]
