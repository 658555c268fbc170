"""Reads the dates table: its rows are intervals of *attributes*, so contiguous ones are merged into one validity.

Without the merge O09.00, whose attributes changed on 2024-10-01, would seem to have begun on that day.
"""

import csv
import gzip
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from knowledge.code_set.codes import Validity, dotted
from knowledge.code_set.tabular import DATA

DATES = DATA / "dates_and_mce.csv.gz"
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class DatedCodes:
    """Validity of every code since 2015-10-01, its Medicare Code Editor attributes, and the tables' last day."""

    validity: dict[str, tuple[Validity, ...]]
    attributes: dict[str, tuple[tuple[str, Validity], ...]]
    last_day: date


def read_dates(path: Path = DATES) -> DatedCodes:
    periods: dict[str, list[Validity]] = defaultdict(list)
    attributes: dict[str, dict[str, list[Validity]]] = defaultdict(lambda: defaultdict(list))
    with gzip.open(path, "rt", encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            code = dotted(row["code"])
            period = Validity(first=_day(row["valid_from"]), last=_day(row["valid_to"]))
            periods[code].append(period)
            for attribute in filter(None, row["mce_attributes"].split("|")):
                attributes[code][attribute].append(period)
    return DatedCodes(
        validity={code: merged(rows) for code, rows in periods.items()},
        attributes={
            code: tuple((name, period) for name, rows in named.items() for period in merged(rows))
            for code, named in attributes.items()
        },
        last_day=max(period.last for rows in periods.values() for period in rows if period.last),
    )


def merged(periods: Iterable[Validity]) -> tuple[Validity, ...]:
    """The same days as fewer periods: one that begins on, or on the day after, the end of another continues it."""
    result: list[Validity] = []
    for period in sorted(periods, key=lambda one: one.first):
        previous = result[-1] if result else None
        if previous is None:
            result.append(period)
        elif previous.last is None:
            continue
        elif period.first <= previous.last + ONE_DAY:
            last = None if period.last is None else max(previous.last, period.last)
            result[-1] = Validity(first=previous.first, last=last)
        else:
            result.append(period)
    return tuple(result)


def _day(digits: str) -> date:
    return date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
