"""What a phrase claims, and what it says against itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.phrase import diagnoses_in, perhaps_diagnoses_in, read_phrase, unglued
from retrieval.words import words

CLAIMED = [
    ("pt c/o LBP x2wks, no radic", "LBP"),
    ("neck pain, no radiculopathy", "neck pain"),
    ("r/o radiculopathy, neck pain", "neck pain"),
    ("possible sciatica", "sciatica"),
    ("neck pain, radiculopathy ruled out", "neck pain"),
    ("patient presents with right knee pain for 3 weeks s/p fall", "right knee pain"),
    ("chest pain 8/10", "chest pain"),
    ("right shoulder pain, no rotator cuff tear", "right shoulder pain"),
    ("diabetes, type not stated", "diabetes, type not stated"),
    ("no complaints", "no complaints"),
]


@pytest.mark.parametrize(("typed", "claimed"), CLAIMED, ids=[row[0] for row in CLAIMED])
def test_only_what_is_claimed_is_looked_for(typed: str, claimed: str) -> None:
    assert read_phrase(typed).claimed == claimed


@pytest.mark.parametrize(
    ("typed", "denied"),
    [("neck pain, no numbness or tingling", {"numb", "tingl"}), ("lumbar stenosis w/o claudication", {"claudic"})],
    ids=["a list", "without"],
)
def test_what_is_denied_is_kept_as_stems(typed: str, denied: set[str]) -> None:
    assert read_phrase(typed).denied == denied


def test_history_and_family_are_told_apart() -> None:
    assert read_phrase("h/o DVT").is_history
    assert not read_phrase("h/o DVT").is_family
    assert read_phrase("family history of breast cancer").is_family
    assert not read_phrase("family history of breast cancer").is_history


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("HTN + CKD3a", ("HTN", "CKD3a")),
        ("neck pain; headache", ("neck pain", "headache")),
        ("low back pain", ("low back pain",)),
        ("", ()),
    ],
    ids=str,
)
def test_a_list_is_parted_at_its_separators(typed: str, parts: tuple[str, ...]) -> None:
    assert diagnoses_in(typed) == parts


def test_and_parts_perhaps_and_with_only_when_asked() -> None:
    assert perhaps_diagnoses_in("HTN with CKD and CHF") == ("HTN with CKD", "CHF")
    assert perhaps_diagnoses_in("HTN with CKD and CHF", at_with=True) == ("HTN", "CKD", "CHF")


@pytest.mark.parametrize(
    ("glued", "apart"), [("CKD3a", "CKD 3a"), ("VWD1", "VWD 1"), ("MEN2A", "MEN 2A"), ("lumbar", "lumbar")], ids=str
)
def test_a_label_and_its_number_are_parted(glued: str, apart: str) -> None:
    assert unglued(glued) == apart


@given(st.text(max_size=200))
def test_something_is_always_claimed_where_there_are_words(typed: str) -> None:
    assert bool(words(read_phrase(typed).claimed)) == bool(words(" ".join(typed.split())))
