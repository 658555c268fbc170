"""A run as Markdown and as JUnit XML: what fell and why, and nothing a question holds can break the page."""

from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest

from evals.cases import Case
from evals.compare import compare, side_of
from evals.gate import gate
from evals.outputs import junit, markdown, write_all
from evals.run import SUITE_TODAY, run
from evals.runs import Run, RunSettings
from tests.evals.fakes import FakeAssistant, question, reply, subject

NASTY = "is M53.82 | <b>billable</b>\n`now`\x07?"


def asked() -> list[Case]:
    made = [question(f"question {i}?", case_id=f"c{i}", says=("billable",)) for i in range(5)]
    made[1] = replace(made[1], text=NASTY)
    made[2] = replace(made[2], known_failing=True, why_failing="waits for issue E")
    made[3] = replace(made[3], must_pass=True, known_failing=True)
    return made


@pytest.fixture
def done(tmp_path: Path) -> Run:
    """One passes, one fails, one fails as marked, one passes while marked, one is stopped by an error."""

    def fails(text: str) -> None:
        if text == "question 4?":
            raise ValueError("no")

    replies = {"question 0?": reply("billable"), "question 3?": reply("billable")}
    return run(
        asked(),
        subject(FakeAssistant(replies, on_ask=fails)),
        RunSettings(today=SUITE_TODAY, jobs=2),
        tmp_path / "runs",
    )


def test_the_markdown_says_what_fell_and_why(done: Run) -> None:
    page = markdown(done, None, gate(done, None))

    assert "40.0% (11.8–76.9, n = 5)" in page
    assert "1 passed, 2 failed, 1 fail as marked, 1 pass while still marked; 1 errors" in page
    assert "The gate does **not** hold." in page
    assert "unmark it" in page
    assert "stopped by an error: ValueError" in page


def test_nothing_a_question_holds_breaks_the_markdown(done: Run) -> None:
    page = markdown(done)

    assert "is M53.82 \\| &lt;b>billable&lt;/b> 'now'" in page
    assert "<b>" not in page


def test_the_markdown_of_a_comparison_names_the_turned_cases(tmp_path: Path, done: Run) -> None:
    replies = {"question 0?": reply("no"), "question 3?": reply("billable")}
    after = run(asked(), subject(FakeAssistant(replies)), RunSettings(today=SUITE_TODAY, jobs=2), tmp_path / "after")

    page = markdown(after, compare(side_of(done), after))

    assert "### Turned worse\n\n- `c0` question 0?: Not said" in page
    assert "0 turned better, 1 turned worse" in page


def test_the_junit_report_tells_failures_errors_and_known_failures_apart(done: Run) -> None:
    suite = ElementTree.fromstring(junit(done))[0]

    assert {key: suite.get(key) for key in ("tests", "failures", "errors", "skipped")} == {
        "tests": "5", "failures": "2", "errors": "1", "skipped": "1",
    }  # fmt: skip
    told = {case.get("name"): [(child.tag, child.get("message")) for child in case] for case in suite}
    assert told["c0"] == []
    assert told["c2"] == [("skipped", "known failing: waits for issue E")]
    assert told["c3"] == [("failure", "passes now: unmark it")]


def test_all_outputs_lie_beside_the_run(tmp_path: Path, done: Run) -> None:
    written = write_all(done, compare(side_of(done), done), None, tmp_path)

    assert {"report.md", "junit.xml", "comparison.json"} <= {path.name for path in written}
    assert all(path.stat().st_size for path in written)
