"""A run asks the same Assistant as users do, keeps every case as it is done, goes on after a kill, and repeats itself exactly."""

import json
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest

from evals.cases import Case, selected
from evals.errors import EvalError, NothingToAverageError, RunFileError
from evals.journal import writing
from evals.run import SUITE_TODAY, run
from evals.runs import CaseResult, Run, RunSettings, find_run, read_run
from evals.scorers import SCORERS
from knowledge.errors import PrivacyError, RequestError
from tests.evals.fakes import TODAY, FakeAssistant, mention, phrase, question, refused, reply, subject

SETTINGS = RunSettings(today=SUITE_TODAY, jobs=2)
YES = reply("M53.82 is billable", codes=[mention("M53.82")])


class Killed(BaseException):
    """As when the process is told to stop: nothing catches it on the way."""


def many(n: int, **changes: object) -> list[Case]:
    return [
        replace(question(f"question {i}?", case_id=f"case-{i:03d}", says=("billable",)), **changes) for i in range(n)
    ]  # type: ignore[arg-type]


def knowing(cases: list[Case], **other: object) -> FakeAssistant:
    """Answers every second case rightly."""
    return FakeAssistant({case.text: YES for case in cases[::2]}, **other)  # type: ignore[arg-type]


def without_time(done: Run) -> list[CaseResult]:
    return [replace(one, elapsed_ms=0.0) for one in done.results]


def test_a_run_asks_every_case_once_and_scores_it(tmp_path: Path) -> None:
    cases = [*many(6), phrase("neck pain", "M54.2", case_id="p")]
    assistant = knowing(cases[:6])
    assistant.founds["neck pain"] = ["M54.2"]

    done = run(cases, subject(assistant), SETTINGS, tmp_path)

    assert sorted(assistant.asked) == sorted(case.text for case in cases[:6])
    assert [one.id for one in done.results] == [case.id for case in cases]
    assert [one.passed for one in done.results] == [True, False] * 3 + [True]
    assert (done.summary.n, done.summary.passed.right) == (7, 4)
    assert "Not said" in done.results[1].why


def test_a_run_is_a_file_that_reads_back_as_it_was(tmp_path: Path) -> None:
    done = run(many(3), subject(knowing(many(3))), SETTINGS, tmp_path)

    path = tmp_path / done.id / "run.json"

    assert read_run(path) == done
    assert json.loads(path.read_text(encoding="utf-8"))["schema"] == "codecite.run/1"
    assert [one.name for one in path.parent.iterdir()] == ["run.json"]


def test_the_same_input_gives_the_same_scores_however_many_cases_go_at_once(tmp_path: Path) -> None:
    cases = many(40)

    one = run(cases, subject(knowing(cases)), replace(SETTINGS, jobs=1), tmp_path / "a")
    other = run(cases, subject(knowing(cases)), replace(SETTINGS, jobs=8), tmp_path / "b")

    assert without_time(one) == without_time(other)
    assert one.summary.scores == other.summary.scores
    assert one.summary.slices == other.summary.slices


def test_cases_go_at_once_up_to_the_number_of_jobs(tmp_path: Path) -> None:
    going, most, lock = 0, 0, threading.Lock()

    def slow(text: str) -> None:
        nonlocal going, most
        with lock:
            going += 1
            most = max(most, going)
        time.sleep(0.02)
        with lock:
            going -= 1

    run(many(12), subject(FakeAssistant(on_ask=slow)), replace(SETTINGS, jobs=3), tmp_path)

    assert most == 3


def test_a_killed_run_goes_on_where_it_stopped(tmp_path: Path) -> None:
    cases = many(20)
    kept: list[str] = []

    def killed_after_seven(result: CaseResult) -> None:
        kept.append(result.id)
        if len(kept) == 7:
            raise Killed

    with pytest.raises(Killed):
        run(cases, subject(knowing(cases)), SETTINGS, tmp_path, on_case=killed_after_seven)
    again, heard = knowing(cases), []
    done = run(cases, subject(again), SETTINGS, tmp_path, on_start=lambda *told: heard.append(told))

    kept_texts = {case.text for case in cases if case.id in kept}
    assert not set(again.asked) & kept_texts
    (run_id, already, total) = heard[0]
    assert (run_id, total) == (done.id, 20)
    assert already >= 7
    assert len(again.asked) == 20 - already
    assert (done.sessions, len(done.results)) == (2, 20)
    assert without_time(done) == without_time(run(cases, subject(knowing(cases)), SETTINGS, tmp_path / "whole"))


def test_a_line_that_the_kill_tore_is_asked_again(tmp_path: Path) -> None:
    cases = many(4)
    whole = run(cases, subject(knowing(cases)), SETTINGS, tmp_path)
    folder = tmp_path / whole.id
    stopped = begun_journal(folder, whole, keep=2)
    stopped.write_text(stopped.read_text(encoding="utf-8")[:-40], encoding="utf-8")
    again = knowing(cases)

    done = run(cases, subject(again), SETTINGS, tmp_path)

    assert (done.id, len(again.asked)) == (whole.id, 3)
    assert without_time(done) == without_time(whole)


def begun_journal(folder: Path, whole: Run, keep: int) -> Path:
    """The folder as a kill leaves it: the journal of the first cases, and no run.json."""
    from evals.run import _identity

    cases = many(len(whole.results))
    (folder / "run.json").unlink()
    with writing(folder, _identity(cases, whole.fingerprints, whole.settings), whole.started, 1) as lines:
        for result in whole.results[:keep]:
            lines.add(result, 1.0)
    return folder / "journal.jsonl"


@pytest.mark.parametrize(
    "changed",
    [
        lambda cases, settings, made: (cases[:-1], settings, made),
        lambda cases, settings, made: ([*cases[:-1], replace(cases[-1], text="another?")], settings, made),
        lambda cases, settings, made: (cases, replace(settings, today=TODAY.replace(day=1)), made),
        lambda cases, settings, made: (
            cases,
            settings,
            replace(made, fingerprints=replace(made.fingerprints, corpus="c2")),
        ),
    ],
    ids=["other cases", "another question", "another day", "another corpus"],
)
def test_a_stopped_run_of_anything_else_is_not_gone_on_with(tmp_path: Path, changed) -> None:
    cases = many(4)
    whole = run(cases, subject(knowing(cases)), SETTINGS, tmp_path)
    begun_journal(tmp_path / whole.id, whole, keep=2)
    assistant = knowing(cases)

    other_cases, other_settings, other = changed(cases, SETTINGS, subject(assistant))
    done = run(other_cases, other, other_settings, tmp_path)

    assert done.id != whole.id
    assert len(assistant.asked) == len(other_cases)


def test_a_stopped_run_can_be_begun_anew(tmp_path: Path) -> None:
    cases = many(4)
    whole = run(cases, subject(knowing(cases)), SETTINGS, tmp_path)
    begun_journal(tmp_path / whole.id, whole, keep=2)
    assistant = knowing(cases)

    assert run(cases, subject(assistant), SETTINGS, tmp_path, fresh=True).sessions == 1
    assert len(assistant.asked) == 4


def test_a_journal_that_cannot_be_written_ends_the_run_with_the_next_step(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")

    with pytest.raises(RunFileError, match="can't be written"):
        run(many(1), subject(FakeAssistant()), SETTINGS, tmp_path / "file")


def test_two_processes_never_write_one_journal(tmp_path: Path) -> None:
    with (
        writing(tmp_path, "i", "now", 1),
        pytest.raises(RunFileError, match="another process"),
        writing(tmp_path, "i", "now", 2),
    ):
        pass


# -- what fails closed -------------------------------------------------------------------------------------------------


def test_a_case_whose_answer_fails_is_a_failing_case_and_the_run_goes_on(tmp_path: Path) -> None:
    cases = many(3)

    def fails(text: str) -> None:
        if text == cases[1].text:
            raise ValueError(f"Mr. Smith asked {text}")

    done = run(cases, subject(knowing(cases, on_ask=fails)), SETTINGS, tmp_path)

    assert [one.passed for one in done.results] == [True, False, True]
    assert done.summary.errors == 1
    error = done.results[1].error
    assert error is not None and "ValueError at test_run.py" in error
    assert "Smith" not in error and cases[1].text not in error
    assert done.results[1].answer is None


def test_an_error_we_can_explain_says_what_is_wrong(tmp_path: Path) -> None:
    def fails(text: str) -> None:
        raise PrivacyError("The text could not be searched.", "Ask again.")

    done = run(many(1), subject(FakeAssistant(on_ask=fails)), SETTINGS, tmp_path)

    assert (
        done.results[0].error
        == "The case was stopped by an error: PrivacyError: The text could not be searched. Ask again."
    )


def test_a_scorer_that_cannot_run_fails_the_case(tmp_path: Path) -> None:
    def broken(case, seen):
        raise KeyError("oops")

    cases = many(1)
    SCORERS["broken"] = broken
    try:
        done = run(cases, subject(knowing(cases)), SETTINGS, tmp_path)
    finally:
        del SCORERS["broken"]

    assert not done.results[0].passed
    assert done.results[0].error == "The scorer broken failed (KeyError)."


def test_a_case_that_nothing_could_score_fails(tmp_path: Path) -> None:
    case = replace(question("x?", says=()))

    done = run([case], subject(FakeAssistant({"x?": refused("empty")})), SETTINGS, tmp_path)

    assert not done.results[0].passed
    assert done.results[0].error == "Nothing in the key could be scored."


def test_a_run_of_no_cases_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NothingToAverageError):
        run([], subject(FakeAssistant()), SETTINGS, tmp_path)


def test_two_cases_of_one_id_are_an_error(tmp_path: Path) -> None:
    with pytest.raises(EvalError):
        run([*many(1), *many(1)], subject(FakeAssistant()), SETTINGS, tmp_path)


# -- marks -------------------------------------------------------------------------------------------------------------


def test_a_known_failing_case_is_reported_as_such_and_one_that_passes_asks_to_be_unmarked(tmp_path: Path) -> None:
    cases = many(4, known_failing=True)

    done = run(cases, subject(knowing(cases)), SETTINGS, tmp_path)

    assert [one.verdict for one in done.results] == ["unmark", "known failing", "unmark", "known failing"]
    assert dict(done.summary.verdicts) == {"passed": 0, "failed": 0, "known failing": 2, "unmark": 2}


# -- the numbers -------------------------------------------------------------------------------------------------------


def test_every_slice_has_its_rate_with_n_and_a_score_that_applies_to_none_has_no_number(tmp_path: Path) -> None:
    cases = [replace(case, tags=("spine",) if i < 2 else ("knee",)) for i, case in enumerate(many(6))]

    done = run(cases, subject(knowing(cases)), SETTINGS, tmp_path)

    slices = {(one.dimension, one.name): one.rate for one in done.summary.slices}
    assert slices[("tag", "spine")].n == 2
    assert slices[("tag", "knee")].n == 4
    assert slices[("suite", "tried")].right == 3
    assert all(one.rate.low <= one.rate.value <= one.rate.high for one in done.summary.slices)
    assert "outcome" not in {one.name for one in done.summary.scores}
    assert done.summary.edits == ()


def test_all_six_outcomes_are_shown_also_where_none_fell(tmp_path: Path) -> None:
    cases = [phrase("neck pain", "M54.2", case_id="a"), phrase("elbow", "M77.11", case_id="b")]

    done = run(cases, subject(FakeAssistant(founds={"neck pain": ["M54.2"]})), SETTINGS, tmp_path)

    outcome = next(one for one in done.summary.scores if one.name == "outcome")
    assert [(one.label, one.rate.right) for one in outcome.labels] == [
        ("exact", 1), ("same category", 0), ("other valid", 0), ("invalid on the date", 0), ("invented", 0), ("abstained", 1),
    ]  # fmt: skip


# -- which run, which cases --------------------------------------------------------------------------------------------


def test_a_run_is_found_by_its_id_the_beginning_of_it_its_folder_or_as_the_last(tmp_path: Path) -> None:
    for name in ("20260101-000000-aaaa", "20260102-000000-bbbb"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "run.json").write_text("{}", encoding="utf-8")

    assert find_run(tmp_path, "last").parent.name == "20260102-000000-bbbb"
    assert find_run(tmp_path, "20260101").parent.name == "20260101-000000-aaaa"
    assert find_run(tmp_path, str(tmp_path / "20260101-000000-aaaa")).parent.name == "20260101-000000-aaaa"
    with pytest.raises(RequestError, match="Several runs"):
        find_run(tmp_path, "2026")
    with pytest.raises(RequestError, match="no run"):
        find_run(tmp_path, "1999")


def test_a_file_that_is_no_run_is_said_to_be_none(tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    path.write_text('{"schema": "codecite.run/9"}', encoding="utf-8")

    with pytest.raises(RunFileError, match="no run of this version"):
        read_run(path)


def test_cases_are_chosen_by_suite_tag_and_id_and_a_name_that_nothing_bears_is_an_error() -> None:
    cases = [replace(case, tags=("spine",)) for case in many(2)] + [phrase("x", "M54.2", case_id="p")]

    assert [case.id for case in selected(cases, suites=["fo*"])] == ["p"]
    assert len(selected(cases, tags=["spine"])) == 2
    assert [case.id for case in selected(cases, ids=["case-001"], tags=["spine"])] == ["case-001"]
    assert len(selected(cases)) == 3
    with pytest.raises(RequestError, match="no suite named tryed"):
        selected(cases, suites=["tryed"])
    with pytest.raises(RequestError, match="No case passes"):
        selected(cases, suites=["found"], tags=["spine"])
