"""The dates table's rows are intervals of attributes: merged, they tell when a code could be reported."""

import gzip
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.code_set.attributes import DatedCodes, merged, read_dates
from knowledge.code_set.codes import Validity

START = date(2020, 1, 1)


def period(first: int, last: int | None) -> Validity:
    return Validity(first=START + timedelta(first), last=None if last is None else START + timedelta(last))


MERGES = [
    ("nothing", [], []),
    ("one", [(0, 9)], [(0, 9)]),
    ("the day after continues", [(0, 9), (10, 19)], [(0, 19)]),
    ("a gap of one day stays", [(0, 9), (11, 19)], [(0, 9), (11, 19)]),
    ("overlapping", [(0, 9), (5, 19)], [(0, 19)]),
    ("one inside the other", [(0, 30), (5, 9)], [(0, 30)]),
    ("one inside, then one that continues", [(0, 30), (5, 9), (31, 40)], [(0, 40)]),
    ("without an end", [(0, 9), (10, None)], [(0, None)]),
    ("nothing follows what has no end", [(0, None), (5, 9), (20, 30)], [(0, None)]),
    ("in any order", [(20, 29), (0, 9), (10, 19)], [(0, 29)]),
    ("twice the same", [(0, 9), (0, 9)], [(0, 9)]),
    ("three that touch and one that does not", [(0, 1), (2, 3), (4, 5), (7, 8)], [(0, 5), (7, 8)]),
]


@pytest.mark.parametrize(("rows", "expected"), [row[1:] for row in MERGES], ids=[row[0] for row in MERGES])
def test_contiguous_periods_are_one(rows: list[tuple[int, int | None]], expected: list[tuple[int, int | None]]) -> None:
    assert merged(period(*row) for row in rows) == tuple(period(*row) for row in expected)


spans = st.tuples(st.integers(0, 60), st.one_of(st.none(), st.integers(0, 20))).map(
    lambda pair: period(pair[0], None if pair[1] is None else pair[0] + pair[1])
)


@given(st.lists(spans, max_size=8), st.integers(-2, 90))
def test_merging_changes_no_day(periods: list[Validity], offset: int) -> None:
    day = START + timedelta(offset)

    assert any(one.holds_on(day) for one in merged(periods)) == any(one.holds_on(day) for one in periods)


@given(st.lists(spans, max_size=8))
def test_merged_periods_ascend_with_a_gap_between_any_two(periods: list[Validity]) -> None:
    result = merged(periods)

    for one, following in pairwise(result):
        assert one.last is not None and following.first > one.last + timedelta(days=1)
    assert merged(result) == result


@given(st.lists(spans, max_size=8), st.randoms())
def test_the_order_of_the_rows_does_not_matter(periods: list[Validity], random: object) -> None:
    shuffled = list(periods)
    random.shuffle(shuffled)  # type: ignore[attr-defined]

    assert merged(shuffled) == merged(periods)


@pytest.fixture(scope="module")
def dated() -> DatedCodes:
    return read_dates()


def test_a_code_whose_attributes_changed_in_2024_began_in_2015_all_the_same(dated: DatedCodes) -> None:
    assert dated.validity["O09.00"][0].first == date(2015, 10, 1)
    assert len(dated.validity["O09.00"]) == 1


def test_the_tables_end_on_the_last_day_of_march_2027(dated: DatedCodes) -> None:
    assert dated.last_day == date(2027, 3, 31)


def test_no_code_began_before_icd_10_cm_did(dated: DatedCodes) -> None:
    assert min(one.first for rows in dated.validity.values() for one in rows) == date(2015, 10, 1)


def test_every_attribute_holds_only_while_its_code_does(dated: DatedCodes) -> None:
    strays = [
        (code, name)
        for code, rows in dated.attributes.items()
        for name, period in rows
        for day in (period.first, period.last)
        if day is not None and not any(one.holds_on(day) for one in dated.validity[code])
    ]

    assert strays == []


def test_each_attribute_of_a_code_has_its_own_days(tmp_path: Path) -> None:
    table = tmp_path / "dates.csv.gz"
    rows = [
        "code,valid_from,valid_to,mce_attributes",
        "A000,20151001,20240930,adult|unacceptable",
        "A000,20241001,20270331,adult",
        "A001,20151001,20160930,",
    ]
    table.write_bytes(gzip.compress("\n".join(rows).encode()))

    dated = read_dates(table)

    whole = Validity(first=date(2015, 10, 1), last=date(2027, 3, 31))
    assert dated.validity["A00.0"] == (whole,)
    assert dict(dated.attributes["A00.0"]) == {
        "adult": whole,
        "unacceptable": Validity(first=date(2015, 10, 1), last=date(2024, 9, 30)),
    }
    assert "A00.1" not in dated.attributes
