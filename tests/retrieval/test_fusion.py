"""Putting ranked lists together obeys a few laws, whatever the scores."""

import math
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from retrieval.fusion import scaled, weighted

numbers = st.integers(0, 30)
scores = st.floats(0.01, 100.0)
ranked = st.dictionaries(numbers, scores, max_size=12).map(
    lambda found: sorted(found.items(), key=lambda pair: -pair[1])
)
lists = st.lists(st.tuples(st.dictionaries(numbers, scores, max_size=8), st.floats(0.1, 3.0)), max_size=4)


def near(one: dict[int, float], other: dict[int, float]) -> bool:
    return one.keys() == other.keys() and all(math.isclose(one[key], other[key], rel_tol=1e-9) for key in one)


@given(ranked)
def test_the_best_of_a_list_is_one_and_nothing_is_more(found: list[tuple[int, float]]) -> None:
    shares = scaled(found)

    assert shares.keys() == dict(found).keys()
    assert all(0 < share <= 1 for share in shares.values())
    assert not found or shares[found[0][0]] == 1.0


@given(ranked)
def test_scaling_keeps_the_order(found: list[tuple[int, float]]) -> None:
    shares = scaled(found)

    for (one, high), (other, low) in pairwise(found):
        assert shares[one] >= shares[other]
        assert (high == low) <= (shares[one] == shares[other])


@given(ranked, st.floats(0.1, 10))
def test_the_unit_of_a_list_does_not_matter(found: list[tuple[int, float]], factor: float) -> None:
    assert near(scaled(found), scaled([(number, score * factor) for number, score in found]))


@given(ranked, st.randoms())
def test_a_list_may_come_in_any_order(found: list[tuple[int, float]], random: object) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert scaled(shuffled) == scaled(found)


@pytest.mark.parametrize("found", [[], [(1, 0.0)], [(1, 0.0), (2, 0.0)], [(1, -3.0)]], ids=str)
def test_a_list_in_which_nothing_scores_says_nothing(found: list[tuple[int, float]]) -> None:
    assert scaled(found) == {}


@given(lists, st.randoms())
def test_the_order_of_the_lists_does_not_matter(
    given_lists: list[tuple[dict[int, float], float]], random: object
) -> None:
    shuffled = list(given_lists)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert near(weighted(shuffled), weighted(given_lists))


@given(lists, numbers, st.floats(0.01, 10))
def test_a_better_score_in_one_list_never_lowers_a_text(
    given_lists: list[tuple[dict[int, float], float]], number: int, more: float
) -> None:
    assume(given_lists)
    (first, weight), rest = given_lists[0], given_lists[1:]
    better = {**first, number: first.get(number, 0.0) + more}

    assert weighted([(better, weight), *rest])[number] > weighted(given_lists).get(number, 0.0)


@given(lists, numbers, st.floats(0.01, 10))
def test_a_better_score_changes_no_other_text(
    given_lists: list[tuple[dict[int, float], float]], number: int, more: float
) -> None:
    assume(given_lists)
    (first, weight), rest = given_lists[0], given_lists[1:]
    before, after = weighted(given_lists), weighted([({**first, number: more}, weight), *rest])

    assert {key: score for key, score in after.items() if key != number} == {
        key: score for key, score in before.items() if key != number
    }


@given(lists)
def test_exactly_the_texts_of_some_list_are_in_the_sum(given_lists: list[tuple[dict[int, float], float]]) -> None:
    assert weighted(given_lists).keys() == set().union(*(found for found, _ in given_lists)) if given_lists else True
    assert weighted([]) == {}


def test_a_text_absent_from_a_list_scores_nothing_there() -> None:
    assert weighted([({1: 1.0, 2: 0.5}, 1.0), ({2: 1.0}, 0.55)]) == {1: 1.0, 2: 1.05}
