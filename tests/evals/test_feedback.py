"""A down-vote becomes a draft case: masked, inert until somebody says what must hold, then a case like any other."""

from datetime import date
from pathlib import Path

import pytest

from evals.errors import SuiteError
from evals.feedback import Feedback, draft_case, masked, write_draft
from evals.suite_reader import read_suite

DAY = date(2026, 11, 22)


def feedback(question: str = "is M53.82 right for C5-6?", **other: object) -> Feedback:
    return Feedback(question=masked(question), reason="wrong code", day=DAY, **other)  # type: ignore[arg-type]


def test_a_draft_is_refused_until_it_says_what_must_hold(tmp_path: Path) -> None:
    path = write_draft(feedback(), tmp_path)

    with pytest.raises(SuiteError, match="can't fail proves nothing"):
        read_suite(path)


def test_a_completed_draft_is_a_case(tmp_path: Path) -> None:
    path = write_draft(feedback(after=(masked("neck pain?"),), payer="medicare"), tmp_path)
    path.write_text(
        path.read_text(encoding="utf-8").replace("expect: {}", "expect: {recommended: [M50.222]}"), encoding="utf-8"
    )

    case = read_suite(path)[0]

    assert (case.text, case.after, case.payer, case.dos) == (
        "is M53.82 right for C5-6?",
        ("neck pain?",),
        "medicare",
        DAY,
    )
    assert (case.suite, case.tags) == ("feedback", ("feedback", "wrong-code"))


def test_no_identifier_reaches_the_draft() -> None:
    text = draft_case(
        feedback(
            "Call (555) 010-4477 about M53.82", comment=masked("mail a@example.com"), answered=masked("SSN 219-09-9999")
        )
    )

    assert not any(told in text for told in ("010-4477", "example.com", "219-09"))


def test_what_a_person_wrote_stays_inside_its_comment(tmp_path: Path) -> None:
    path = write_draft(feedback(comment=masked("bad\nsuite: other\ncases: []")), tmp_path)

    assert "# suite: other" in path.read_text(encoding="utf-8")
    with pytest.raises(SuiteError, match="can't fail proves nothing"):
        read_suite(path)


@pytest.mark.parametrize("question", ["- [x]: {y} # z", "'quoted' \"twice\"", "no", "a\nb", "é ☂ & *"])
def test_a_question_comes_through_yaml_as_it_was(tmp_path: Path, question: str) -> None:
    path = write_draft(feedback(question), tmp_path)
    path.write_text(path.read_text(encoding="utf-8").replace("expect: {}", "expect: {says: x}"), encoding="utf-8")

    assert read_suite(path)[0].text == masked(question).text


def test_the_same_down_vote_twice_is_one_draft(tmp_path: Path) -> None:
    assert write_draft(feedback(), tmp_path) == write_draft(feedback(), tmp_path)
    assert len(list(tmp_path.iterdir())) == 1
