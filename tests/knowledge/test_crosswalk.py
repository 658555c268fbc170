"""The general equivalence maps, both ways, with what they say about themselves."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.code_set.code_set import CodeSet
from knowledge.crosswalk.equivalence import Crosswalk, build_crosswalk, canonical_icd9
from knowledge.errors import CodeSetMissingError
from knowledge.library import read_sources
from retrieval.index_folder import IndexFolder


@pytest.fixture(scope="module")
def crosswalk(index: IndexFolder) -> Crosswalk:
    return Crosswalk(index.crosswalk)


TYPED = [
    ("723.8", "723.8"), ("7238", "723.8"), (" 723.8 ", "723.8"), ("72381", "723.81"), ("723", "723"), ("v571", "V57.1"),
    ("V57.1", "V57.1"), ("V57", "V57"), ("e8859", "E885.9"), ("E885.9", "E885.9"), ("E885", "E885"), ("250.00", "250.00"),
]  # fmt: skip
NOT_TYPED = [
    "",
    "72",
    "723.",
    "723.812",
    "7.238",
    "V5",
    "E88",
    "M53.82",
    "723,8",
    "neck",
    "723 .8",
    "٧٢٣.٨",
    "98940-25",
]


@pytest.mark.parametrize(("typed", "printed"), TYPED, ids=[repr(typed) for typed, _ in TYPED])
def test_an_icd_9_code_is_read_as_typed(typed: str, printed: str) -> None:
    assert canonical_icd9(typed) == printed


@pytest.mark.parametrize("typed", NOT_TYPED, ids=[repr(typed) for typed in NOT_TYPED])
def test_what_has_no_icd_9_shape_is_none(typed: str) -> None:
    assert canonical_icd9(typed) is None


@given(st.text(max_size=8))
def test_reading_an_icd_9_code_twice_changes_nothing(typed: str) -> None:
    once = canonical_icd9(typed)

    assert once is None or canonical_icd9(once) == once


def test_723_8_leads_to_m53_82_approximately_and_back(crosswalk: Crosswalk) -> None:
    (forth,) = crosswalk.forward("723.8")
    (back,) = crosswalk.backward("M53.82")

    assert (forth.source, forth.target, forth.approximate, forth.combination) == ("723.8", "M53.82", True, False)
    assert (back.source, back.target, back.approximate, back.combination) == ("M53.82", "723.8", True, False)


def test_723_1_leads_to_m54_2_exactly_and_back(crosswalk: Crosswalk) -> None:
    assert [(row.target, row.approximate) for row in crosswalk.forward("723.1")] == [("M54.2", False)]
    assert [(row.target, row.approximate) for row in crosswalk.backward("M54.2")] == [("723.1", False)]


def test_a_code_with_several_equals_gives_them_all(crosswalk: Crosswalk) -> None:
    assert [row.target for row in crosswalk.forward("722.52")] == ["M51.36", "M51.37"]


def test_a_combination_says_which_codes_belong_together(crosswalk: Crosswalk) -> None:
    rows = crosswalk.forward("073.0")

    assert [(row.target, row.combination, row.scenario, row.choice) for row in rows] == [
        ("A70", True, 1, 1),
        ("J17", True, 1, 2),
    ]


def test_a_code_the_maps_leave_without_an_equal_has_a_row_without_target(crosswalk: Crosswalk) -> None:
    (row,) = crosswalk.forward("365.70")

    assert row.target is None


@pytest.mark.parametrize("code", ["999.99", "", "M53.82", "'; DROP TABLE maps; --"])
def test_what_the_maps_do_not_hold_has_no_row(crosswalk: Crosswalk, code: str) -> None:
    assert crosswalk.forward(code) == ()


@pytest.mark.parametrize(
    ("icd9", "descriptor"),
    [
        ("723.8", "Other syndromes affecting cervical region"),
        ("V57.1", "Care involving other physical therapy"),
        ("999.99", None),
    ],
)
def test_an_icd_9_code_has_its_descriptor(crosswalk: Crosswalk, icd9: str, descriptor: str | None) -> None:
    assert crosswalk.icd9_descriptor(icd9) == descriptor


def rows_of(index: IndexFolder) -> Iterator[tuple[str, str, str | None, int]]:
    import sqlite3

    with sqlite3.connect(f"file:{index.crosswalk}?mode=ro&immutable=1", uri=True) as connection:
        yield from connection.execute("SELECT direction, source, target, approximate FROM maps")


def test_no_row_of_the_maps_is_lost(index: IndexFolder) -> None:
    directions = [row[0] for row in rows_of(index)]

    assert directions.count("to_icd10") == 23_912
    assert directions.count("to_icd9") == 78_838


def test_an_exact_conversion_is_exact_both_ways(index: IndexFolder) -> None:
    forth = {
        (source, target) for direction, source, target, near in rows_of(index) if direction == "to_icd10" and not near
    }
    back = {
        (target, source) for direction, source, target, near in rows_of(index) if direction == "to_icd9" and not near
    }

    assert len(forth) == 3_533
    assert forth == back


def test_both_systems_are_printed_with_their_dots(index: IndexFolder) -> None:
    undotted = [
        code for _, source, target, _ in rows_of(index) for code in (source, target)
        if code is not None and "." not in code and len(code) > (4 if code.startswith("E") and code[1:].isdigit() else 3)
    ]  # fmt: skip

    assert undotted == []


def test_the_maps_lead_from_every_code_of_the_year_they_are_cited_for(index: IndexFolder, code_set: CodeSet) -> None:
    """The edition that an answer names must be the edition that answers."""
    edition = read_sources()["general-equivalence-maps"]
    assert edition.effective_from is not None
    mapped = {source for direction, source, _, _ in rows_of(index) if direction == "to_icd9"}

    assert sorted(code_set.billable_on(edition.effective_from) - mapped)[:10] == []


def test_a_crosswalk_that_was_not_built_says_how(tmp_path: Path) -> None:
    with pytest.raises(CodeSetMissingError, match="codecite index build"):
        Crosswalk(tmp_path / "crosswalk.sqlite")


def test_the_maps_are_built_again_the_same(tmp_path: Path, index: IndexFolder) -> None:
    built = tmp_path / "crosswalk.sqlite"

    build_crosswalk(built)

    assert Crosswalk(built).forward("723.8") == Crosswalk(index.crosswalk).forward("723.8")
    assert built.stat().st_size == index.crosswalk.stat().st_size
