"""A mask hides one value, and what is found in masked text is led back to the original's offsets."""

import pytest

from bot.privacy.findings import Identifier
from bot.privacy.masking import mask

TEXT = "ab 123456789 cd 55 ef"
MASKED = mask(TEXT, [Identifier(kind="ssn", start=3, end=12), Identifier(kind="age_over_89", start=16, end=18)])


def test_masks_name_the_kind_in_words():
    assert MASKED.text == "ab [SSN 1] cd [AGE OVER 89 1] ef"


@pytest.mark.parametrize(
    ("words", "original"),
    [
        pytest.param("ab", "ab", id="before the masks"),
        pytest.param("cd", "cd", id="between"),
        pytest.param("ef", "ef", id="behind"),
        pytest.param("[SSN 1]", "123456789", id="a mask itself"),
        pytest.param("SSN", "123456789", id="inside a mask"),
        pytest.param("ab [S", "ab 123456789", id="into a mask"),
        pytest.param("1] cd", "123456789 cd", id="out of a mask"),
        pytest.param("b [SSN 1] cd [AGE OVER 89 1] e", "b 123456789 cd 55 e", id="across both"),
    ],
)
def test_a_find_in_masked_text_stands_in_the_original(words, original):
    start = MASKED.text.index(words)

    (one,) = MASKED.originals([Identifier(kind="name", start=start, end=start + len(words))])

    assert TEXT[one.start : one.end] == original


def test_finds_are_led_back_one_by_one():
    found = [
        Identifier(kind="name", start=MASKED.text.index(words), end=MASKED.text.index(words) + 2)
        for words in ("ab", "cd", "ef")
    ]

    assert [TEXT[one.start : one.end] for one in MASKED.originals(found)] == ["ab", "cd", "ef"]
