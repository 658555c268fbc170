"""The headline says what changed in words, never more than the test behind it does."""

from dataclasses import replace
from pathlib import Path

import pytest

from evals.compare import Comparison, Power, compare, side_of
from evals.report.verdict import gated, headline, powers, sight
from evals.runs import Run
from evals.statistics import drop_test, mcnemar
from tests.evals.report import samples


@pytest.fixture(scope="module")
def done(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return samples.small(tmp_path_factory.mktemp("runs"))


def turned(done: Run, *, better: int, worse: int, n: int = 1_000, allowed: float = 0.0) -> Comparison:
    return replace(
        compare(side_of(done), done),
        n=n,
        mcnemar=mcnemar(better, worse),
        drop=drop_test(better, worse, n, allowed=allowed),
    )


@pytest.mark.parametrize(
    ("better", "worse", "allowed", "tone", "title"),
    [
        (3, 14, 0.0, "fell", "Accuracy fell by 1.1 points."),
        (0, 100, 0.02, "fell", "Accuracy fell by 10.0 points, more than the allowed 2.0 points."),
        (2, 20, 0.05, "fell", "Accuracy fell by 1.8 points, within the allowed 5.0 points."),
        (37, 5, 0.0, "rose", "Accuracy rose by 3.2 points."),
        (3, 5, 0.0, "even", "No clear change: 0.2 points lower, which chance alone explains."),
        (5, 3, 0.0, "even", "No clear change: 0.2 points higher, which chance alone explains."),
        (4, 4, 0.0, "even", "As many cases got better as got worse."),
        (0, 0, 0.0, "even", "No case changed."),
    ],
)
def test_the_headline_says_what_changed(
    done: Run, better: int, worse: int, allowed: float, tone: str, title: str
) -> None:
    told = headline(done, turned(done, better=better, worse=worse, allowed=allowed))

    assert (told.tone, told.title) == (tone, title)


def test_the_line_below_names_p_and_the_cases_that_turned(done: Run) -> None:
    told = headline(done, turned(done, better=3, worse=14))

    assert "14 turned worse, 3 turned better (p = 0.006)" in told.lede


def test_without_a_comparison_the_share_and_its_interval_are_told(done: Run) -> None:
    told = headline(done, None)

    assert told.tone == "alone"
    assert told.title == "41.7% of 12 cases pass."
    assert "most likely lies between 19.3% and 68.0%" in told.lede


def test_one_case_is_told_as_one_case(tmp_path: Path) -> None:
    assert headline(samples.one_case(tmp_path), None).title == "The one case passes."


def test_the_gate_counts_its_reasons(done: Run) -> None:
    told = gated(done, turned(done, better=3, worse=14))

    assert not told.holds
    assert told.reasons == (
        "1 must-pass case fails",
        "accuracy fell by more than chance explains and the gate allows",
    )


def test_the_gate_holds_where_nothing_is_wrong(tmp_path: Path) -> None:
    assert gated(samples.one_case(tmp_path), None).holds


def test_the_power_names_the_smallest_drop_seen_and_the_largest_missed() -> None:
    found = tuple(Power(drop=drop, found=share) for drop, share in ((0.01, 0.5), (0.03, 0.99), (0.05, 1.0)))

    assert sight(found) == "A drop of 3 points would be noticed nearly always; one of 1 point half the time."


def test_a_run_that_sees_everything_and_one_that_sees_nothing() -> None:
    assert sight((Power(drop=0.01, found=0.9),)) == "A drop of 1 point would be noticed 9 times in 10."
    assert sight((Power(drop=0.1, found=0.02),)) == (
        "Too few cases to see a change: even a drop of 10 points would be noticed hardly ever."
    )


def test_the_power_is_that_of_the_pairs_compared(done: Run) -> None:
    comparison = turned(done, better=0, worse=0)

    assert powers(done, comparison) == comparison.power
    assert [one.drop for one in powers(done, None)] == [0.01, 0.03, 0.05, 0.10]
