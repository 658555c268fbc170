"""Look-alike characters are read as plain ones, and every place leads back to the text as it was typed."""

import pytest

from bot.privacy.folding import folded


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        pytest.param("555-1234", "555-1234", id="plain already"),
        pytest.param("555–1234", "555-1234", id="en dash"),
        pytest.param("555\u00a01234", "555 1234", id="space that does not break"),
        pytest.param("５５５", "555", id="full width"),
        pytest.param("O’Brien", "O'Brien", id="curly quote"),
        pytest.param("5\u200b55\u00ad1", "5551", id="invisible joints"),
    ],
)
def test_text_is_made_plain(typed, plain):
    assert folded(typed).text == plain


def test_places_lead_back():
    typed = "a\u200bb\u200bc"

    view = folded(typed)

    assert view.text == "abc"
    assert [typed[slice(*view.span(place, place + 1))] for place in range(3)] == ["a", "b", "c"]
    assert view.span(0, 2) == (0, 3)
