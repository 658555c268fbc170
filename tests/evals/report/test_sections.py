"""What stands first is what a lead must see first, and every link leads to the cases it speaks of."""

from dataclasses import replace
from datetime import date
from pathlib import Path
from urllib.parse import parse_qs

import pytest

from evals.compare import Comparison, compare, side_of
from evals.report import sections
from evals.runs import Run, RunSettings
from tests.evals.report import samples


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Run]:
    folder = tmp_path_factory.mktemp("runs")
    return samples.small(folder, later=False), samples.small(folder)


@pytest.fixture(scope="module")
def done(runs: tuple[Run, Run]) -> Run:
    return runs[1]


@pytest.fixture(scope="module")
def comparison(runs: tuple[Run, Run]) -> Comparison:
    before, after = runs
    return compare(side_of(before), after)


def test_a_link_carries_any_name_unharmed() -> None:
    assert parse_qs(sections.link(tag="a&b=c #d", kind="É<")[1:]) == {"tag": ["a&b=c #d"], "kind": ["É<"]}


def test_the_worst_stands_first(done: Run) -> None:
    order = [one.id for one in sections.failing(done)]

    assert order[:3] == ["worse", "error", "invented"]
    assert "known" not in order and "unmark" not in order
    assert order[-1] == "abstained"


def test_what_fell_names_the_scores_that_fell(done: Run, comparison: Comparison) -> None:
    (one,) = sections.fallen(done, comparison.worse)

    assert (one.id, one.must_pass, one.lost) == ("worse", True, ("Required facts",))
    assert one.why.startswith("Not said")


def test_the_reasons_are_counted_the_commonest_first(done: Run) -> None:
    found = {one.told.title: one.n for one in sections.reasons(done)}

    assert list(found.values()) == sorted(found.values(), reverse=True)
    assert found["Required facts"] == 2
    assert found["Stopped by an error"] == 1
    assert all(one.told.fails for one in sections.reasons(done))


def test_each_reason_links_to_its_cases(done: Run) -> None:
    for one in sections.reasons(done):
        (score,) = parse_qs(one.link[1:])["fails"]
        assert one.n == sum(score in sections.failed_scores(case) for case in done.results if case.verdict == "failed")


def test_the_slice_that_is_surely_weak_stands_first(done: Run) -> None:
    for dimension in sections.dimensions(done.summary, None):
        highs = [row.rate.high for row in dimension.rows]
        assert highs == sorted(highs)
        assert all(row.before is None and row.change is None for row in dimension.rows)


def test_a_slice_bears_its_change(done: Run, comparison: Comparison) -> None:
    spine = next(
        row for one in sections.dimensions(done.summary, comparison) for row in one.rows if row.name == "spine"
    )

    assert spine.change == pytest.approx(-0.5)
    assert spine.before is not None and spine.before.value == 1.0


def test_only_slices_in_which_a_case_turned_have_moved(comparison: Comparison) -> None:
    found = sections.moved(comparison)

    assert all(one.change.better or one.change.worse for one in found)
    nets = [one.change.better - one.change.worse for one in found]
    assert nets[0] == min(nets)


def test_a_tag_that_repeats_a_kind_has_not_moved_twice(comparison: Comparison) -> None:
    kind = next(one for one in comparison.slices if (one.dimension, one.name) == ("kind", "find"))
    doubled = replace(comparison, slices=(*comparison.slices, replace(kind, dimension="tag", name="kind:find")))

    assert [one.name for one in sections.moved(doubled)] == [one.name for one in sections.moved(comparison)]


def test_abstaining_and_inventing_have_looks_of_their_own(done: Run) -> None:
    found = sections.outcomes(done.summary)

    assert found is not None
    looks = {one.label: one.look for one in found.rows}
    assert len(set(looks.values())) == 6
    shares = {one.label: one.rate.right for one in found.rows}
    assert (shares["exact"], shares["invented"], shares["abstained"]) == (2, 1, 1)


def test_a_run_without_codes_or_kinds_has_no_such_section(tmp_path: Path, done: Run) -> None:
    bare = replace(done.summary, scores=(), confusion=())

    assert sections.outcomes(bare) is None
    assert sections.router(bare) is None


def test_the_confusion_table_is_square_but_for_none_and_sums_up(done: Run) -> None:
    found = sections.router(done.summary)

    assert found is not None
    assert sum(n for _, _, n in found.rows) == found.rate.n == sum(one.n for one in done.summary.confusion)
    assert all(cell.right == (cell.got == name) for name, cells, _ in found.rows for cell in cells)


def test_a_folder_is_told_by_its_name_alone() -> None:
    settings = RunSettings(today=date(2026, 11, 22), tags=("spine",), folders=("/home/lead/our-cases",))

    assert sections.asked_for(settings) == "tags spine; own folders our-cases"
    assert sections.asked_for(RunSettings(today=date(2026, 11, 22))) == "all suites"


def test_must_pass_is_counted_only_where_there_is_any(done: Run) -> None:
    rate = sections.must_pass(done)

    assert rate is not None and (rate.right, rate.n) == (1, 2)
    assert sections.must_pass(replace(done, results=done.results[6:])) is None


def test_a_case_stopped_by_an_error_has_no_waiting_time(done: Run) -> None:
    assert {way: one.n for way, one in sections.waits(done)} == {"ask": 7, "phrase": 2, "claim": 2}
