"""Dates as people type them on claims: ISO or month/day/year, nothing guessed."""

import re
from datetime import date

from knowledge.errors import RequestError

ISO_DATE = r"\d{4}-\d{1,2}-\d{1,2}"
US_DATE = r"\d{1,2}/\d{1,2}/(?:\d{4}|\d{2})"
_ISO = re.compile(rf"^{ISO_DATE}$", re.ASCII)
_US = re.compile(rf"^{US_DATE}$", re.ASCII)

WHAT_A_DATE_LOOKS_LIKE = "Write the date as 2026-11-22 or 11/22/2026."


def parse_service_date(typed: str) -> date:
    """The calendar day of an ISO (2026-11-22) or US (11/22/2026, 11/22/26) date.

    A two-digit year is read as 20xx: ICD-10-CM began in 2015. Raises RequestError, which never repeats what was typed.
    """
    text = typed.strip()
    try:
        if _ISO.match(text):
            year, month, day = (int(part) for part in text.split("-"))
            return date(year, month, day)
        if _US.match(text):
            month, day, year = (int(part) for part in text.split("/"))
            return date(year + 2000 if year < 100 else year, month, day)
    except ValueError:
        raise RequestError("That is not a day of the calendar.", WHAT_A_DATE_LOOKS_LIKE) from None
    raise RequestError("The date of service can't be read.", WHAT_A_DATE_LOOKS_LIKE)
