"""A payer that nothing is held on, or one name of several plans, is told once and never repeated."""

from dataclasses import replace

import pytest
from payer_claims import TODAY, claim

from bot.claims import Authorities
from bot.guardrails.code_edits import check_claim, unknown_payer


@pytest.mark.parametrize("payer", ["Zenith Mutual of Nowhere", "medicaid", "Jane Doe's plan", "bcbs of nowhere"])
def test_a_payer_without_a_sheet_is_told(authorities: Authorities, payer: str) -> None:
    (finding,) = unknown_payer.edit(claim(["98940"], payer=payer), authorities)

    assert (finding.edit, finding.severity, finding.codes) == ("unknown-payer", "inform", ())
    assert "Medicare" in finding.message
    assert payer not in finding.message


@pytest.mark.parametrize("payer", ["uhc", "UnitedHealthcare", "bcbs", "Blue Cross"])
def test_a_name_of_several_plans_asks_which(authorities: Authorities, payer: str) -> None:
    (finding,) = unknown_payer.edit(claim(["98940"], payer=payer), authorities)

    assert (finding.severity, "name the plan" in finding.message) == ("inform", True)


@pytest.mark.parametrize(
    "payer", [None, "", "  ", "medicare", "MEDICARE PART B", "medicare-part-b-chiropractic", "Noridian", "uhc commercial", "cms"]
)  # fmt: skip
def test_a_known_payer_or_none_is_not_spoken_of(authorities: Authorities, payer: str | None) -> None:
    assert unknown_payer.edit(claim(["98940"], payer=payer), authorities) == ()


@pytest.mark.parametrize("payer", ["Zenith Mutual of Nowhere", "uhc", None, " "])
def test_without_a_payer_that_is_known_the_payer_edits_stay_silent(authorities: Authorities, payer: str | None) -> None:
    wrong = replace(claim(["98940", "98943", "97110"], ["M54.2"], payer=payer), initial_treatment_date=None)

    said = {one.edit for one in check_claim(wrong, authorities)}

    assert said <= {"unknown-payer", "procedure-pair"}


def test_a_claim_without_lines_has_no_payer_finding(authorities: Authorities) -> None:
    assert check_claim(replace(claim([], ["M54.2"]), date_of_service=TODAY), authorities) == ()
