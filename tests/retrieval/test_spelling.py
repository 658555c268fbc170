"""Slips are mended, right words never."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.code_finder import Texts
from retrieval.index_folder import IndexFolder
from retrieval.spelling import Spelling, distance


@pytest.fixture(scope="module")
def spelling(index: IndexFolder) -> Spelling:
    return Spelling(Texts(index.texts))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("radiculopahty", "radiculopathy"),
        ("arthritus", "arthritis"),
        ("fibromialgia", "fibromyalgia"),
        ("bakc", "back"),
    ],
    ids=str,
)
def test_slips_are_mended(spelling: Spelling, typed: str, meant: str) -> None:
    assert spelling.mended(typed) == meant


@pytest.mark.parametrize("word", ["lumbar", "knee", "elbow", "sciatica", "cervicalgia", "ankles", "pn", "x3wks"])
def test_a_right_or_short_word_is_never_touched(spelling: Spelling, word: str) -> None:
    assert spelling.mended(word) == word


KNOWN = (
    "radiculopathy",
    "spondylosis",
    "osteoarthritis",
    "epicondylitis",
    "fibromyalgia",
    "tendinopathy",
    "impingement",
)


@given(st.sampled_from(KNOWN), st.integers(1, 8), st.sampled_from("abcdefghijklmnopqrstuvwxyz"))
def test_one_slip_in_a_long_word_is_one_slip_away(word: str, at: int, letter: str) -> None:
    assert distance(word[:at] + letter + word[at:], word) == 1
    assert distance(word[:at] + word[at + 1 :], word) == 1
    assert distance(word, word) == 0


@given(st.text(alphabet="abcdefgh", max_size=8), st.text(alphabet="abcdefgh", max_size=8))
def test_distance_is_never_less_than_the_difference_in_length(one: str, other: str) -> None:
    assert distance(one, other) >= abs(len(one) - len(other))
