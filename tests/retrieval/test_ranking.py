"""Circumstances a title names and the phrase doesn't."""

import pytest

from retrieval.ranking import circumstances_unsaid
from retrieval.words import title_stems


@pytest.mark.parametrize(
    ("title", "said", "history", "family", "unsaid"),
    [
        ("Low back pain", "low back pain", False, False, 0),
        ("Newborn affected by abruptio placentae", "abruptio placentae", False, False, 1),
        ("Personal history of stroke", "stroke", False, False, 1),
        ("Personal history of stroke", "history of stroke", True, False, 0),
        ("Family history of stroke", "history of stroke", True, False, 4),
        ("Family history of stroke", "mother had a stroke", False, True, 0),
    ],
    ids=str,
)
def test_unsaid_circumstances_count(title: str, said: str, history: bool, family: bool, unsaid: int) -> None:
    text, spoken = frozenset(title_stems(title)), frozenset(title_stems(said))

    assert circumstances_unsaid(text, spoken, is_history=history, is_family=family) == unsaid
