"""Numbers are written so that a person reads them right, and every score and outcome has words."""

import pytest

from evals.report import words
from evals.scorers import SCORERS
from evals.scorers.outcome import OUTCOMES


@pytest.mark.parametrize(
    ("share", "told"),
    [(0.0, "0%"), (1.0, "100%"), (0.99999, "99.9%"), (0.00001, "0.1%"), (0.8217, "82.2%")],
)
def test_only_all_is_written_as_all(share: float, told: str) -> None:
    assert words.percent(share) == told


@pytest.mark.parametrize(
    ("change", "told"), [(-0.018, "−1.8"), (0.0, "0"), (0.1, "+10.0"), (-0.0004, "−0.04"), (-0.000001, "0")]
)
def test_a_change_bears_its_sign(change: float, told: str) -> None:
    assert words.signed(change) == told


@pytest.mark.parametrize(("size", "told"), [(0.01, "1.0 point"), (-0.021, "2.1 points")])
def test_points_are_counted(size: float, told: str) -> None:
    assert words.points(size) == told


@pytest.mark.parametrize(
    ("p", "told"), [(1e-9, "p < 0.001"), (0.004, "p = 0.004"), (0.0123, "p = 0.01"), (1.0, "p = 1.00")]
)
def test_p_is_never_written_as_nothing(p: float, told: str) -> None:
    assert words.p_value(p) == told


@pytest.mark.parametrize(("ms", "told"), [(0.24, "0.2 ms"), (41.3, "41 ms"), (1_996.4, "2.0 s")])
def test_a_wait_has_the_unit_of_its_size(ms: float, told: str) -> None:
    assert words.wait(ms) == told


@pytest.mark.parametrize(
    ("share", "told"),
    [
        (0.999, "nearly always"),
        (0.96, "9 times in 10"),
        (0.8, "8 times in 10"),
        (0.5, "half the time"),
        (0.06, "1 time in 10"),
        (0.01, "hardly ever"),
    ],
)
def test_odds_are_told_as_a_person_says_them(share: float, told: str) -> None:
    assert words.odds(share) == told


def test_a_moment_that_is_none_is_shown_as_it_stands() -> None:
    assert words.moment("2026-11-22T22:30:52+00:00") == "22 November 2026, 22:30 UTC"
    assert words.moment("yesterday <b>") == "yesterday <b>"


@pytest.mark.parametrize(
    ("seconds", "told"), [(2.41, "2.4 s"), (59.98, "1 min 0 s"), (35.2, "35 s"), (61, "1 min 1 s")]
)
def test_a_duration_is_told_in_minutes_and_seconds(seconds: float, told: str) -> None:
    assert words.lasted(seconds) == told


def test_a_new_score_shows_up_unexplained_rather_than_not_at_all() -> None:
    assert words.told(words.SCORES, "brand new").title == "brand new"


def test_every_outcome_has_words_of_its_own() -> None:
    assert list(words.OUTCOMES) == list(OUTCOMES)
    assert len({one.title for one in words.OUTCOMES.values()}) == len(OUTCOMES)


def test_every_score_a_page_can_show_has_words() -> None:
    """The scorers are read for the names they give; a new one needs its line here in words.py."""
    import inspect
    import re
    import sys

    named = {
        name
        for scorer in SCORERS.values()
        for name in re.findall(r'Score\(\s*name="([^"{]+)"', inspect.getsource(sys.modules[scorer.__module__]))
    }
    assert len(named) > 12
    assert sorted(named - set(words.SCORES)) == []
