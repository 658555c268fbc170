"""How well codes were found is told by rates with their n, and a paired count of what turned."""

from datetime import date

import pytest

from evals.benchmarks.finding import accuracy, by_source, category_at_1, recall, turned
from evals.errors import NothingToAverageError
from tests.evals.benchmarks.fakes import DAY, in_force, phrase

ELBOW, NECK = phrase("tennis elbow", "M77.11"), phrase("neck pain", "M54.2", source="ent")


@pytest.mark.parametrize(
    ("candidates", "k", "right"),
    [
        pytest.param(["M77.11"], 1, 1, id="first"),
        pytest.param(["M77.12", "M77.11"], 1, 0, id="second is not first"),
        pytest.param(["M77.12", "M77.11"], 5, 1, id="second is within five"),
        pytest.param(["A", "B", "C", "D", "E", "M77.11"], 5, 0, id="sixth is not within five"),
        pytest.param([], 10, 0, id="nothing named"),
    ],
)
def test_recall_counts_a_right_code_among_the_first_k(candidates: list[str], k: int, right: int) -> None:
    assert recall([ELBOW], {ELBOW.id: candidates}, k).right == right


def test_any_accepted_code_is_right_and_a_family_covers_its_codes() -> None:
    either, family = phrase("crick", "M54.2", "M43.6"), phrase("elbow", "M77.1-")

    assert recall([either], {either.id: ["M43.6"]}, 1).value == 1.0
    assert recall([family], {family.id: ["M77.12"]}, 1).value == 1.0


def test_the_category_is_right_when_only_the_side_is_wrong() -> None:
    assert category_at_1([ELBOW], {ELBOW.id: ["M77.12", "M54.2"]}).right == 1
    assert category_at_1([ELBOW], {ELBOW.id: ["M54.2", "M77.11"]}).right == 0
    assert category_at_1([ELBOW], {ELBOW.id: []}).right == 0


def test_a_code_that_ended_counts_as_invalid_on_the_phrases_own_day_only() -> None:
    then, now = phrase("then", "M72.2", day=date(2026, 9, 30)), phrase("now", "M72.2")

    seen = accuracy([then, now], {"then": ["M72.2"], "now": ["M72.2", "M72.9"]}, lambda code, day: day < DAY)

    assert (seen.invalid.right, seen.invalid.n, seen.invalid_codes) == (1, 2, 2)


def test_codes_behind_the_tenth_are_not_held_against_a_finder() -> None:
    assert accuracy([ELBOW], {ELBOW.id: ["M77.11"] * 10 + ["Z99.999"]}, in_force).invalid_codes == 0


def test_naming_nothing_is_silence_and_not_an_invalid_code() -> None:
    seen = accuracy([ELBOW], {ELBOW.id: []}, in_force)

    assert (seen.silent.value, seen.invalid.value, seen.recall_at_10.value) == (1.0, 0.0, 0.0)


def test_a_rate_comes_with_its_wilson_interval() -> None:
    seen = recall([ELBOW, NECK], {ELBOW.id: ["M77.11"], NECK.id: []}, 1)

    assert (seen.value, seen.n) == (0.5, 2)
    assert 0.0 < seen.low < 0.5 < seen.high < 1.0


def test_each_source_has_rates_of_its_own() -> None:
    seen = by_source([ELBOW, NECK], {ELBOW.id: ["M77.11"], NECK.id: ["M77.11"]}, in_force)

    assert {name: (one.n, one.recall_at_1.value) for name, one in seen.items()} == {"ent": (1, 0.0), "spine": (1, 1.0)}


def test_what_turned_is_counted_in_pairs() -> None:
    before = {ELBOW.id: ["M77.11"], NECK.id: ["M77.11"]}
    after = {ELBOW.id: ["M77.12"], NECK.id: ["M54.2"]}

    assert (turned([ELBOW, NECK], before, after).better, turned([ELBOW, NECK], before, after).worse) == (1, 1)
    assert turned([ELBOW, NECK], before, before).method == "none"


def test_a_phrase_nobody_answered_is_an_error_and_not_a_miss() -> None:
    with pytest.raises(KeyError):
        recall([ELBOW, NECK], {ELBOW.id: ["M77.11"]}, 1)


def test_rates_of_no_phrases_are_an_error() -> None:
    with pytest.raises(NothingToAverageError):
        accuracy([], {}, in_force)
