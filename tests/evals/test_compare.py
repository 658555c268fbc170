"""Two runs, paired: a planted regression is found, named, placed in its slice and stopped by the gate; chance is not."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from evals.baseline import accept, read_baseline
from evals.cases import Case
from evals.compare import COMPARISON, baseline_side, compare, side_of
from evals.errors import NothingToAverageError, RunFileError
from evals.gate import gate
from evals.run import SUITE_TODAY, run
from evals.runs import Run, RunSettings
from knowledge.errors import RequestError
from tests.evals.fakes import FINGERPRINTS, FakeAssistant, question, reply, subject

RIGHT = reply("M53.82 is billable")


def cases(n: int = 60) -> list[Case]:
    return [
        replace(
            question(f"question {i}?", case_id=f"case-{i:03d}", says=("billable",)),
            tags=("thoracic",) if i % 6 == 0 else ("cervical",),
        )
        for i in range(n)
    ]


def ran(
    folder: Path, asked: list[Case], wrong: set[int], *, corpus: str = "c1", settings: RunSettings | None = None
) -> Run:
    """A run in which the cases with these numbers go wrong."""
    replies = {case.text: RIGHT for case in asked if int(case.id.split("-")[1]) not in wrong}
    return run(
        asked,
        subject(FakeAssistant(replies), replace(FINGERPRINTS, corpus=corpus)),
        settings or RunSettings(today=SUITE_TODAY, jobs=4),
        folder,
    )


@pytest.fixture
def before(tmp_path: Path) -> Run:
    return ran(tmp_path / "before", cases(), wrong={1, 2, 3})


# -- what turned -------------------------------------------------------------------------------------------------------


def test_a_planted_regression_is_found_and_its_cases_are_named(tmp_path: Path, before: Run) -> None:
    after = ran(tmp_path, cases(), wrong={2, 3, 6, 12, 18, 24, 30, 36}, corpus="c2")

    found = compare(side_of(before), after)

    assert [one.id for one in found.worse] == [f"case-{i:03d}" for i in (6, 12, 18, 24, 30, 36)]
    assert [one.id for one in found.better] == ["case-001"]
    assert found.worse[0].lost == ("says",)
    assert "Not said" in found.worse[0].why
    assert (found.n, found.rate_before.right, found.rate_after.right) == (60, 57, 52)
    assert found.differences == ("corpus: c1 → c2",)
    assert found.mcnemar.method == "exact"
    assert found.mcnemar.p_exact == pytest.approx(0.125)


def test_the_slice_that_fell_is_told_apart_from_the_one_that_did_not(tmp_path: Path, before: Run) -> None:
    after = ran(tmp_path, cases(), wrong={1, 2, 3, 6, 12, 18, 24})

    slices = {one.name: one for one in compare(side_of(before), after).slices if one.dimension == "tag"}

    assert (slices["thoracic"].worse, slices["thoracic"].n) == (4, 10)
    assert (slices["cervical"].worse, slices["cervical"].better) == (0, 0)


def test_a_score_is_compared_over_the_cases_that_have_it_on_both_sides(tmp_path: Path, before: Run) -> None:
    after = ran(tmp_path, cases(), wrong={1, 2, 3, *range(10, 30)})

    says = next(one for one in compare(side_of(before), after).scores if one.name == "says")

    assert says.n == 60
    assert says.difference.value == pytest.approx(-20 / 60)
    assert says.difference.high < 0


def test_a_run_against_itself_differs_in_nothing(before: Run) -> None:
    found = compare(side_of(before), before)

    assert (found.better, found.worse, found.differences) == ((), (), ())
    assert found.mcnemar.p_value == 1.0
    assert all(one.difference.value == 0 for one in found.scores)


def test_a_case_with_a_new_key_is_not_compared(tmp_path: Path, before: Run) -> None:
    asked = cases()
    asked[0] = replace(asked[0], text="another question?")

    found = compare(side_of(before), ran(tmp_path, asked[:-1], wrong=set()))

    assert found.rekeyed == ("case-000",)
    assert found.only_before == ("case-059",)
    assert found.n == 58


def test_runs_without_a_shared_case_cannot_be_compared(tmp_path: Path, before: Run) -> None:
    other = ran(tmp_path, [replace(case, id=f"other-{case.id[5:]}") for case in cases(3)], wrong=set())

    with pytest.raises(NothingToAverageError, match="No case"):
        compare(side_of(before), other)


def test_the_power_of_the_comparison_is_told(before: Run) -> None:
    power = {one.drop: one.found for one in compare(side_of(before), before).power}

    assert power[0.01] < power[0.05] < power[0.10] < 1


# -- the gate ----------------------------------------------------------------------------------------------------------


def judged(tmp_path: Path, before: Run | None, asked: list[Case], wrong: set[int], allowed: float = 0.0):
    after = ran(tmp_path / "after", asked, wrong)
    comparison = compare(side_of(before), after, allowed_drop=allowed) if before else None
    return gate(after, comparison)


def test_the_gate_holds_when_nothing_fell(tmp_path: Path, before: Run) -> None:
    assert judged(tmp_path, before, cases(), {1, 2, 3}).holds


def test_the_gate_falls_with_a_planted_regression(tmp_path: Path, before: Run) -> None:
    found = judged(tmp_path, before, cases(), {1, 2, 3, *range(10, 17)})

    assert [one.kind for one in found.breaches] == ["drop"]
    assert "7 cases turned worse, 0 better" in found.breaches[0].told


def test_a_drop_that_chance_explains_is_a_note(tmp_path: Path, before: Run) -> None:
    found = judged(tmp_path, before, cases(), {1, 2, 3, 10, 11})

    assert found.holds
    assert "2 cases turned worse" in found.notes[0]


def test_a_drop_within_what_is_allowed_passes(tmp_path: Path, before: Run) -> None:
    assert judged(tmp_path, before, cases(), {1, 2, 3, *range(10, 17)}, allowed=0.2).holds


def test_one_must_pass_case_that_fails_is_enough(tmp_path: Path, before: Run) -> None:
    asked = cases()
    asked[5] = replace(asked[5], must_pass=True)

    found = judged(tmp_path, before, asked, {1, 2, 3, 5})

    assert [(one.kind, one.case) for one in found.breaches] == [("must-pass", "case-005")]


def test_a_must_pass_case_that_is_known_to_fail_is_reported_and_not_gated(tmp_path: Path, before: Run) -> None:
    asked = cases()
    asked[5] = replace(asked[5], must_pass=True, known_failing=True)

    assert judged(tmp_path, before, asked, {1, 2, 3, 5}).holds


def test_a_must_pass_case_that_passes_while_marked_fails_the_gate_until_it_is_unmarked(
    tmp_path: Path, before: Run
) -> None:
    asked = cases()
    asked[5] = replace(asked[5], must_pass=True, known_failing=True, file="answers.yaml", line=7)

    found = judged(tmp_path, before, asked, {1, 2, 3})

    assert [(one.kind, one.case) for one in found.breaches] == [("unmark", "case-005")]
    assert "unmark it" in found.breaches[0].told and "answers.yaml:7" in found.breaches[0].told


def test_another_case_that_passes_while_marked_is_told_but_stops_nothing(tmp_path: Path, before: Run) -> None:
    asked = cases()
    asked[5] = replace(asked[5], known_failing=True)

    found = judged(tmp_path, before, asked, {1, 2, 3})

    assert found.holds
    assert any("pass while still marked" in note for note in found.notes)


def test_a_gate_that_was_to_compare_and_could_not_does_not_hold(tmp_path: Path) -> None:
    after = ran(tmp_path, cases(3), set())

    assert gate(after, None).holds
    assert [one.kind for one in gate(after, None, needs_comparison=True).breaches] == ["not compared"]


# -- the baseline ------------------------------------------------------------------------------------------------------


def test_an_accepted_run_is_a_baseline_that_compares_as_the_run_does(tmp_path: Path, before: Run) -> None:
    path = tmp_path / "baseline.json"

    accept(before, path)
    after = ran(tmp_path, cases(), wrong={1, 2, 3, 10})
    by_baseline, by_run = compare(baseline_side(read_baseline(path)), after), compare(side_of(before), after)

    assert by_baseline.before == f"baseline ({before.id})"
    assert replace(by_baseline, before="") == replace(by_run, before="")


def test_a_baseline_is_one_line_a_case_so_that_a_review_sees_what_changed(tmp_path: Path, before: Run) -> None:
    path = tmp_path / "baseline.json"

    accept(before, path)

    lines = path.read_text(encoding="utf-8").splitlines()
    assert sum('"case-' in line for line in lines) == 60
    assert json.loads(path.read_text(encoding="utf-8"))["cases"]["case-001"]["passed"] is False


def test_a_part_of_the_suites_is_no_baseline_unless_asked_and_then_keeps_the_other_cases(
    tmp_path: Path, before: Run
) -> None:
    path = tmp_path / "baseline.json"
    accept(before, path)
    part = ran(tmp_path, cases()[:2], set(), settings=RunSettings(today=SUITE_TODAY, cases=("case-000", "case-001")))

    with pytest.raises(RequestError, match="a part of the suites"):
        accept(part, path)
    renewed = accept(part, path, partial=True)

    assert len(renewed.cases) == 60
    assert renewed.cases["case-001"].passed
    assert [(one.run, one.cases) for one in renewed.accepted] == [(before.id, 60), (part.id, 2)]


def test_a_file_that_is_no_baseline_is_said_to_be_none(tmp_path: Path) -> None:
    (tmp_path / "b.json").write_text("[]", encoding="utf-8")

    with pytest.raises(RunFileError, match="no baseline of this version"):
        read_baseline(tmp_path / "b.json")
    with pytest.raises(RunFileError, match="Accept a run first"):
        read_baseline(tmp_path / "nowhere.json")


def test_a_comparison_reads_back_as_it_was(before: Run) -> None:
    found = compare(side_of(before), before)

    assert COMPARISON.validate_json(COMPARISON.dump_json(found)) == found
