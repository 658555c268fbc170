"""A meaning that is given to a code is the tabular list's, and a CPT code is given none."""

import pytest
from conftest import GroundsFor
from quoting import said

from bot.guardrails.answer_checks import descriptors, procedure_words

MEANINGS = [
    ("the title", "M53.82 (Other specified dorsopathies, cervical region).", (), True),
    ("a part of the title", "M54.2 is cervicalgia.", (), True),
    ("another region", "M53.82 (Other specified dorsopathies, lumbar region).", (), False),
    ("another side", "M77.11 is lateral epicondylitis, left elbow.", (), False),
    ("with instead of without", "M47.812 is spondylosis with radiculopathy.", (), False),
    ("the sibling's word", "M54.50 (Vertebrogenic low back pain).", (), False),
    ("something else altogether", "M54.2 (Tennis elbow).", (), False),
    ("something else altogether, after is", "M54.2 is tennis elbow.", (), False),
    ("words that the source gives it", "M54.2 is the symptom code.", ("M54.2 is the symptom code of the neck.",), True),
    ("an answer in front of it", "Yes: M54.2 (Cervicalgia) is billable.", ("M54.2 is a billable code.",), True),
    ("what it is not", "M54.2 is not tennis elbow.", (), True),
]


@pytest.mark.parametrize(("text", "quotes", "holds"), [row[1:] for row in MEANINGS], ids=[row[0] for row in MEANINGS])
def test_meanings_are_the_list_s_own(grounds_for: GroundsFor, text: str, quotes: tuple[str, ...], holds: bool) -> None:
    assert (descriptors.check(said(text, *quotes), grounds_for()) is None) == holds


PROCEDURES = [
    ("in parentheses", "98941 (adjusting of several parts of the back).", (), False),
    ("with a modifier between", "98941-AT (adjusting of several parts of the back).", (), False),
    ("behind a colon", "98941: adjusting several parts of the back.", (), False),
    ("behind a dash", "98941 – adjusting several parts of the back.", (), False),
    ("said to mean it", "98941 means adjusting most of the back.", (), False),
    ("said to be for it", "98941 is for adjusting most of the back.", (), False),
    ("a category II code", "0001F: a thing that is measured.", (), False),
    ("our own words, cited", "98941 stands for 3 or 4 regions.", ("The code 98941 stands for 3 or 4 regions.",), True),
    ("what becomes of it", "98941 is bundled with 97140.", (), True),
    ("a modifier in parentheses", "98941 (AT).", (), True),
    ("a code of the tabular list", "M54.2 (Cervicalgia).", (), True),
    ("a number", "Ask on 12345 again.", (), True),
]


@pytest.mark.parametrize(
    ("text", "quotes", "holds"), [row[1:] for row in PROCEDURES], ids=[row[0] for row in PROCEDURES]
)
def test_a_procedure_is_not_described(grounds_for: GroundsFor, text: str, quotes: tuple[str, ...], holds: bool) -> None:
    assert (procedure_words.check(said(text, *quotes), grounds_for()) is None) == holds
