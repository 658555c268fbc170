"""Marks are renewed from a run without touching anything else in a suite."""

from pathlib import Path

import pytest
import yaml

from evals.marks import marked, renew
from evals.run import run
from evals.runs import RunSettings
from evals.suite_reader import read_suites
from tests.evals.fakes import TODAY, FakeAssistant, reply, subject

SUITE = """# a comment that stays
suite: tried
about: "tried"
cases:
  - id: passes
    ask: "is M53.82 billable?"
    known_failing: "it failed once"
    expect: {status: answered}
    source: "tabular"
    author: us
  - id: fails
    ask: "is M54.2 billable?"   # and this one
    expect: {status: refused}
    source: "tabular"
    author: us
"""


def known_failing(text: str) -> dict[str, object]:
    return {case["id"]: case.get("known_failing") for case in yaml.safe_load(text)["cases"]}


def test_a_mark_is_put_on_with_its_reason_and_taken_off() -> None:
    after = marked(SUITE, {"passes": None, "fails": 'The reply is "answered"; expected refused.'})

    assert known_failing(after) == {"passes": None, "fails": 'The reply is "answered"; expected refused.'}


def test_everything_else_stays_as_its_author_wrote_it() -> None:
    after = marked(SUITE, {"passes": None})

    assert after == SUITE.replace('    known_failing: "it failed once"\n', "")


def test_a_second_mark_replaces_the_first() -> None:
    twice = marked(marked(SUITE, {"fails": "first"}), {"fails": "second"})

    assert known_failing(twice)["fails"] == "second"
    assert twice.count("known_failing") == 2


def test_a_long_reason_is_cut_at_a_word_and_keeps_its_letters() -> None:
    reason = known_failing(marked(SUITE, {"fails": "„Größe“ " * 60}))["fails"]

    assert isinstance(reason, str)
    assert reason.endswith("„Größe“ …")
    assert len(reason) <= 165


@pytest.mark.parametrize(("add", "marks"), [(False, (None, None)), (True, (None, "expected refused"))])
def test_renewing_unmarks_and_marks_only_when_asked(tmp_path: Path, add: bool, marks: tuple[str | None, ...]) -> None:
    file = tmp_path / "tried.yaml"
    file.write_text(SUITE, encoding="utf-8")
    assistant = FakeAssistant({"is M53.82 billable?": reply("yes"), "is M54.2 billable?": reply("yes")})
    done = run(read_suites(file), subject(assistant), RunSettings(today=TODAY), tmp_path / "runs")

    changed = renew(done.results, [file], add=add)

    assert changed.unmarked == ("passes",)
    after = known_failing(file.read_text(encoding="utf-8"))
    assert after["passes"] is None
    assert (marks[1] in str(after["fails"])) if marks[1] else after["fails"] is None
