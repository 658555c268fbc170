"""Statements are sentences of passages, as they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.extractive_writer import CHECK_THE_GUIDELINE, best_sentences, from_evidence
from bot.answering.reference import sentences
from knowledge.passages import Passage, Source
from retrieval.retriever import Evidence
from retrieval.words import stems

SOURCE = Source(id="s", title="t", publisher="p", edition="e", label="primary")


def passage(text: str, name: str = "p", **more: object) -> Passage:
    return Passage(id=name, title="t", text=text, source=SOURCE, **more)  # type: ignore[arg-type]


def evidence(*passages: Passage) -> list[Evidence]:
    return [Evidence(passage=one, score=1.0, similarity=1.0, found_by=("meaning",)) for one in passages]


SENTENCES = [
    ("One. Two.", ["One.", "Two."]),
    ("One", ["One"]),
    ("Is it so? Yes! No.", ["Is it so?", "Yes!", "No."]),
    ("See e.g. M54.2 or the note. Then go on.", ["See e.g. M54.2 or the note.", "Then go on."]),
    ("M54.2 vs. M53.82 is asked. Often.", ["M54.2 vs. M53.82 is asked.", "Often."]),
    ("Code M50.222 stands. It is 12.5 mm.", ["Code M50.222 stands.", "It is 12.5 mm."]),
    ("First part.\n\nSecond part. Third.", ["First part.", "Second part.", "Third."]),
    ("He said “no.” (Then he left.)", ["He said “no.” (Then he left.)"]),
    ("One. two stays.", ["One. two stays."]),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES, ids=[text for text, _ in SENTENCES])
def test_a_text_is_taken_apart_at_its_sentences(text: str, expected: list[str]) -> None:
    assert sentences(passage(text)) == expected


@given(st.text(min_size=1, max_size=200).filter(str.strip))
def test_every_sentence_stands_verbatim_in_its_passage(text: str) -> None:
    found = sentences(passage(text))

    assert found
    assert all(one in text for one in found)
    assert "".join("".join(found).split()) == "".join(text.split())


NECK = passage("A note names the region. Neck pain needs a cause. The date is written. Pain has a scale.", "neck")
KNEE = passage("The knee is examined. Swelling is measured. Pain has a scale.", "knee")


def test_the_sentences_that_share_most_with_the_question_are_taken_in_reading_order() -> None:
    assert best_sentences(NECK, set(stems("neck pain cause scale")), (), 2) == [
        "Neck pain needs a cause.",
        "Pain has a scale.",
    ]


def test_the_first_sentence_counts_a_little_more() -> None:
    assert best_sentences(NECK, set(), (), 1) == ["A note names the region."]


def test_a_sentence_that_names_the_code_is_preferred() -> None:
    text = passage("Necks hurt. M54.2 is named here. Necks ache.")

    assert best_sentences(text, set(), ("M54.2",), 1) == ["M54.2 is named here."]


def test_statements_come_in_the_order_of_the_evidence_and_cite_their_sentence() -> None:
    statements = from_evidence("neck pain scale", evidence(NECK, KNEE), at_most=5)

    assert [one.citations[0].passage.id for one in statements] == ["neck", "neck", "knee", "knee"][: len(statements)]
    assert all(one.text == one.citations[0].quote for one in statements)


def test_a_sentence_is_said_once_though_two_passages_say_it() -> None:
    statements = from_evidence("pain has a scale", evidence(NECK, KNEE), at_most=9, per_passage=9)

    assert [one.text for one in statements].count("Pain has a scale.") == 1


@pytest.mark.parametrize("at_most", [0, 1, 2, 3])
def test_no_more_is_said_than_asked_for(at_most: int) -> None:
    assert len(from_evidence("pain", evidence(NECK, KNEE), at_most=at_most)) == at_most


def test_only_sentences_that_name_a_code_are_taken_when_one_must_be_named() -> None:
    text = passage("Necks hurt. M54.2 is named. M53.82 is too.")

    statements = from_evidence("necks", evidence(text), at_most=5, per_passage=5, must_name=("M54.2",))

    assert [one.text for one in statements] == ["M54.2 is named."]


def test_a_rule_from_memory_speaks_last_and_says_that_it_must_be_checked() -> None:
    remembered = passage("Necks are coded first.", "memory", evidence="C")

    statements = from_evidence("necks coded", evidence(remembered, NECK), at_most=5)

    assert statements[-1].text == f"{CHECK_THE_GUIDELINE}: Necks are coded first."
    assert statements[-1].citations[0].quote == "Necks are coded first."
    assert all(CHECK_THE_GUIDELINE not in one.text for one in statements[:-1])


def test_without_evidence_nothing_is_said() -> None:
    assert from_evidence("neck", [], at_most=5) == ()
