"""Which release of ICD-10-CM a day falls in: fiscal years begin on 1 October, and some years have an update on 1 April."""

from datetime import date

FIRST_DAY_OF_ICD10CM = date(2015, 10, 1)
NOTES_FROM = "April 2026"


def fiscal_year(day: date) -> int:
    """The fiscal year whose code set is in force on `day`: FY2027 runs from 2026-10-01 to 2027-09-30."""
    return day.year + 1 if day.month >= 10 else day.year


def release_name(day: date) -> str:
    return f"ICD-10-CM FY{fiscal_year(day)}"


def boundaries_between(first: date, last: date) -> tuple[date, ...]:
    """The days in (first, last] on which a release began: each 1 October and 1 April."""
    days = [date(year, month, 1) for year in range(first.year, last.year + 1) for month in (4, 10)]
    return tuple(day for day in days if first < day <= last)
