"""Services on both sides of 1 October or 1 April fall under two code sets."""

from datetime import date

import pytest
from listed_claims import claim, names

from bot.claims import Authorities
from bot.guardrails.code_edits import code_set_boundary

SPANS = [
    ("October", date(2026, 9, 28), date(2026, 10, 3), "2026-10-01"),
    ("April", date(2026, 3, 30), date(2026, 4, 2), "2026-04-01"),
    ("the last day and the first", date(2026, 9, 30), date(2026, 10, 1), "2026-10-01"),
    ("a whole year", date(2025, 9, 1), date(2026, 9, 1), "2025-10-01"),
    ("over New Year to April", date(2025, 12, 30), date(2026, 4, 1), "2026-04-01"),
    ("beyond our tables", date(2027, 9, 30), date(2027, 10, 1), "2027-10-01"),
]
WITHIN = [
    ("up to the last day", date(2026, 9, 28), date(2026, 9, 30)),
    ("from the first day", date(2026, 10, 1), date(2026, 12, 31)),
    ("one day", date(2026, 9, 30), date(2026, 9, 30)),
    ("the boundary itself, one day", date(2026, 10, 1), date(2026, 10, 1)),
    ("no last day", date(2026, 9, 30), None),
]


@pytest.mark.parametrize(("first", "last", "said"), [row[1:] for row in SPANS], ids=names(SPANS))
def test_a_claim_over_a_boundary_is_asked_about(authorities: Authorities, first: date, last: date, said: str) -> None:
    (finding,) = code_set_boundary.edit(claim("M54.2", day=first, date_to=last), authorities)

    assert (finding.severity, finding.codes) == ("query", ())
    assert said in finding.message


@pytest.mark.parametrize(("first", "last"), [row[1:] for row in WITHIN], ids=names(WITHIN))
def test_a_claim_within_one_code_set_is_right(authorities: Authorities, first: date, last: date | None) -> None:
    assert code_set_boundary.edit(claim("M54.2", day=first, date_to=last), authorities) == ()


def test_the_codes_that_differ_are_named(authorities: Authorities) -> None:
    spanning = claim("M54.2", "m722", "M67.A01", day=date(2026, 9, 28), date_to=date(2026, 10, 3))
    (finding,) = code_set_boundary.edit(spanning, authorities)

    assert finding.codes == ("M72.2", "M67.A01")
    assert "M72.2, M67.A01" in finding.message


def test_an_inpatient_stay_goes_by_its_discharge(authorities: Authorities) -> None:
    stay = {"day": date(2026, 9, 28), "date_to": date(2026, 10, 3), "setting": "inpatient"}

    assert code_set_boundary.edit(claim("M54.2", discharge_date=date(2026, 10, 3), **stay), authorities) == ()  # type: ignore[arg-type]
    (finding,) = code_set_boundary.edit(claim("M54.2", **stay), authorities)  # type: ignore[arg-type]
    assert "discharge" in finding.message
