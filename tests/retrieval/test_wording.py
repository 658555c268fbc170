"""Abbreviations by context, equivalents beside, English words left alone."""

from knowledge.vocabulary.terms import Abbreviation, read_equivalents
from retrieval.wording import Wording


def sense(short: str, long: str, rank: int = 1, *context: str) -> Abbreviation:
    return Abbreviation(abbreviation=short, expansion=long, rank=rank, context=context, location="x:1")


WORDING = Wording(
    (
        sense("GBS", "guillain-barre syndrome"),
        sense("GBS", "group b streptococcus", 2, "pregnancy", "carrier"),
        sense("ON", "occipital neuralgia"),
        sense("HTN", "hypertension"),
    ),
    lambda: {"hepatic": ("liver",), "tumor": ("neoplasm", "growth")},
)


def test_the_context_chooses_the_sense() -> None:
    assert WORDING.expand("GBS") == "guillain-barre syndrome"
    assert WORDING.expand("GBS carrier in pregnancy") == "group b streptococcus carrier in pregnancy"


def test_a_little_english_word_is_an_abbreviation_only_in_capitals() -> None:
    assert WORDING.expand("on insulin") == "on insulin"
    assert WORDING.expand("ON left") == "occipital neuralgia left"


def test_equivalents_stand_beside_the_word() -> None:
    assert WORDING.alternatives("hepatic tumor") == [("hepat", "liver"), ("tumor", "neoplasm", "growth")]
    assert WORDING.reworded("hepatic tumor") == "liver neoplasm"


def test_our_equivalents_never_mean_only_themselves() -> None:
    equivalents = read_equivalents()

    assert len(equivalents) > 1_000
    assert all(means and set(means) != {word} for word, means in equivalents.items())
