"""Reads the dates of service of a text as values, before masking takes them away: a date beside a person is masked, yet it steers."""

import re
from datetime import date

from retrieval.query import dates_in

_OF_BIRTH = re.compile(r"\b(?:dob|d\.o\.b\.?|born|birth\w*|bday)\W{0,5}(?:\w+\W+){0,3}$", re.IGNORECASE)
_BEFORE = 40


def service_days(text: str) -> tuple[date, ...]:
    """The days a text names, without dates of birth, in order. They are kept as values and never as text."""
    return tuple(
        dict.fromkeys(
            day for place, day in dates_in(text) if not _OF_BIRTH.search(text[max(0, place - _BEFORE) : place])
        )
    )
