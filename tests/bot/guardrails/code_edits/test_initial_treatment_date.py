"""Medicare's chiropractic claims carry the day on which the course of treatment began."""

from datetime import date, timedelta

import pytest
from payer_claims import TODAY, claim

from bot.claims import Authorities
from bot.guardrails.code_edits import initial_treatment_date


@pytest.mark.parametrize("given", [None, TODAY + timedelta(days=1)], ids=["absent", "after the service"])
def test_a_medicare_manipulation_without_a_valid_date_is_queried(authorities: Authorities, given: date | None) -> None:
    (finding,) = initial_treatment_date.edit(claim(["98940-AT", "98941-AT"], initial_treatment_date=given), authorities)

    assert (finding.edit, finding.severity, finding.codes) == ("initial-treatment-date", "query", ("98940", "98941"))
    assert "CO-16" in finding.message and "MA122" in finding.message


@pytest.mark.parametrize("given", [TODAY, TODAY - timedelta(days=400)], ids=["the same day", "long before"])
def test_a_date_up_to_the_service_is_enough(authorities: Authorities, given: date) -> None:
    assert initial_treatment_date.edit(claim(["98940-AT"], initial_treatment_date=given), authorities) == ()


@pytest.mark.parametrize(
    ("lines", "payer"),
    [(["97110-GP"], "medicare"), (["98943-GY"], "medicare"), (["98940"], "cigna"), (["98940"], None)],
)
def test_nobody_else_is_asked_for_it(authorities: Authorities, lines: list[str], payer: str | None) -> None:
    assert initial_treatment_date.edit(claim(lines, payer=payer, initial_treatment_date=None), authorities) == ()
