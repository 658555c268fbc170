"""Overlapping finds become one, with the kind of the longest; a find has a place in the text."""

import pytest

from bot.privacy.findings import KINDS, Identifier, merged


def _one(kind, start, end):
    return Identifier(kind=kind, start=start, end=end)


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param([("phone", 5, 9), ("name", 0, 4)], [("name", 0, 4), ("phone", 5, 9)], id="put in order"),
        pytest.param(
            [("phone", 0, 4), ("name", 4, 9)], [("phone", 0, 4), ("name", 4, 9)], id="touching is not overlapping"
        ),
        pytest.param([("phone", 0, 9), ("name", 2, 5)], [("phone", 0, 9)], id="one inside another"),
        pytest.param([("phone", 0, 4), ("url", 2, 12)], [("url", 0, 12)], id="the longest names the kind"),
        pytest.param([("fax", 0, 9), ("phone", 0, 9)], [("fax", 0, 9)], id="between equals the first reported"),
        pytest.param([("url", 0, 4), ("name", 3, 8), ("ssn", 7, 9)], [("name", 0, 9)], id="a chain"),
        pytest.param([], [], id="nothing"),
    ],
)
def test_finds_are_joined(found, expected):
    assert merged(_one(*each) for each in found) == tuple(_one(*each) for each in expected)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (3, 3), (4, 2)])
def test_a_find_without_a_place_is_refused(start, end):
    with pytest.raises(ValueError, match="cannot stand"):
        _one("name", start, end)


def test_the_kinds_are_those_of_safe_harbor():
    assert len(KINDS) == len(set(KINDS)) == 18
