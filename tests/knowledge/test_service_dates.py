"""Dates of service are read as people type them, and never guessed."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.errors import RequestError
from knowledge.service_dates import parse_service_date

READ = [
    ("2026-11-22", date(2026, 11, 22)),
    ("2026-9-3", date(2026, 9, 3)),
    ("11/22/2026", date(2026, 11, 22)),
    ("1/2/2026", date(2026, 1, 2)),
    ("01/02/2026", date(2026, 1, 2)),
    ("11/22/26", date(2026, 11, 22)),
    ("10/1/15", date(2015, 10, 1)),
    ("  2026-10-01\n", date(2026, 10, 1)),
    ("2024-02-29", date(2024, 2, 29)),
]
NOT_READ = [
    ("nothing", ""),
    ("a word", "yesterday"),
    ("day before month", "22/11/2026"),
    ("a day that is not", "2026-02-30"),
    ("no leap year", "2/29/2026"),
    ("month 0", "2026-00-10"),
    ("month 13", "13/01/2026"),
    ("year of three digits", "1/1/202"),
    ("year of one digit", "1/1/6"),
    ("with dots", "22.11.2026"),
    ("with dashes and the month first", "11-22-2026"),
    ("digits alone", "20261122"),
    ("a time behind it", "2026-11-22T00:00"),
    ("digits of another alphabet", "٢٠٢٦-١١-٢٢"),
    ("two dates", "2026-11-22 2026-11-23"),
    ("the year 0", "0000-01-01"),
]


@pytest.mark.parametrize(("typed", "day"), READ, ids=[repr(typed) for typed, _ in READ])
def test_iso_and_us_dates_are_read(typed: str, day: date) -> None:
    assert parse_service_date(typed) == day


@pytest.mark.parametrize("typed", [typed for _, typed in NOT_READ], ids=[why for why, _ in NOT_READ])
def test_anything_else_is_refused_with_the_next_step_and_without_what_was_typed(typed: str) -> None:
    with pytest.raises(RequestError) as refused:
        parse_service_date(typed)

    assert "2026-11-22" in refused.value.next_step
    assert not typed.strip() or typed not in refused.value.message
    assert refused.value.__cause__ is None


@given(st.dates(min_value=date(2000, 1, 1), max_value=date(2099, 12, 31)))
def test_every_day_is_read_alike_in_each_form(day: date) -> None:
    forms = [day.isoformat(), f"{day.month}/{day.day}/{day.year}", f"{day:%m/%d/%Y}", f"{day:%m/%d/%y}"]

    assert {parse_service_date(form) for form in forms} == {day}


@given(st.text(max_size=20))
def test_any_text_is_a_day_or_a_request_error(typed: str) -> None:
    try:
        day = parse_service_date(typed)
    except RequestError:
        return
    assert isinstance(day, date)
