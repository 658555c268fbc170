"""Questions without identifiers pass the door unchanged: an assistant that masks codes cannot answer about them."""

from pathlib import Path

import pytest

from bot.privacy import door

QUESTIONS = [
    line
    for line in Path(__file__).with_name("clean_questions.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


@pytest.mark.parametrize("question", QUESTIONS, ids=QUESTIONS)
def test_a_clean_coding_question_passes_unchanged(question):
    cleaned = door.clean(question)

    assert cleaned.text == question
    assert cleaned.identifiers == ()


def test_the_table_is_large_enough_to_mean_something():
    assert len(set(QUESTIONS)) >= 100


@pytest.mark.parametrize(
    "words",
    [
        "M53.82", "m5382", "M53-82", "S13.4XXA", "Z3A.20", "723.8", "V57.1", "97110", "G0283", "98940-AT", "97140-59-GP", "GA", "XS",
        "C5-6", "L5-S1", "C4/C5", "45 degrees", "60°", "7/10", "NDI 34%", "40/60", "3 cm", "120/80", "98.6 F", "2026-09-30", "10/1/2026",
        "October 1, 2026", "age 45", "12 years old", "10:30 am", "L37387", "A56273", "ICD-10-CM FY2027", "$125.00", "10 visits", "N115",
        "CO-16", "PR-204", "Spurling", "Phalen's sign", "Colles fracture", "Parkinson disease", "Medicare", "Excludes1",
    ],
)  # fmt: skip
@pytest.mark.parametrize("frame", ["is {} ok?", "{}", "What about {} for the claim, please", "DOS 11/10/2026: {}"])
def test_the_words_of_coders_are_never_identifiers(words, frame):
    assert door.find_identifiers(frame.format(words)) == ()
