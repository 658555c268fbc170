"""Manipulation is counted by regions, and the diagnoses name them: M99.00 and M99.01 are one."""

import pytest
from payer_claims import claim

from bot.claims import Authorities
from bot.guardrails.code_edits import procedure_regions

ALL_FIVE = ["M99.01", "M99.02", "M99.03", "M99.04", "M99.05"]
FIRES = [
    ("one region for three", "98941-AT", ["M99.01", "M54.2"], "98940"),
    ("head and neck are one", "98941-AT", ["M99.00", "M99.01", "M99.02"], "98940"),
    ("four for five", "98942-AT", ALL_FIVE[:4], "98941"),
    ("one for five", "98942-AT", ["M99.05"], "98940"),
    ("three for one", "98940-AT", ALL_FIVE[:3], "98941"),
    ("five for four", "98941-AT", ALL_FIVE, "98942"),
    ("the same region twice", "98941-AT", ["M99.03", "m9903", "M99.02"], "98940"),
]
SILENT = [
    ("one", "98940-AT", ["M99.01"]),
    ("two", "98940-AT", ["M99.01", "M99.02", "M54.2"]),
    ("three", "98941-AT", ALL_FIVE[:3]),
    ("four", "98941-AT", ALL_FIVE[1:]),
    ("five", "98942-AT", ["M54.2", *ALL_FIVE]),
    ("no region named: another edit asks for it", "98942-AT", ["M54.2", "M99.06"]),
    ("no manipulation of the spine", "98943", ["M99.01"]),
]


@pytest.mark.parametrize(("line", "diagnoses", "fitting"), [row[1:] for row in FIRES], ids=[row[0] for row in FIRES])
def test_a_code_that_does_not_fit_the_regions_is_queried(
    authorities: Authorities, line: str, diagnoses: list[str], fitting: str
) -> None:
    (finding,) = procedure_regions.edit(claim([line], diagnoses), authorities)

    assert (finding.edit, finding.severity, finding.codes) == ("procedure-regions", "query", (line[:5],))
    assert finding.suggestion is not None
    assert finding.suggestion.codes == (fitting,)


@pytest.mark.parametrize(("line", "diagnoses"), [row[1:] for row in SILENT], ids=[row[0] for row in SILENT])
def test_a_code_that_fits_is_left_alone(authorities: Authorities, line: str, diagnoses: list[str]) -> None:
    assert procedure_regions.edit(claim([line], diagnoses), authorities) == ()


@pytest.mark.parametrize("payer", ["cigna", "aetna", None])
def test_only_a_payer_whose_sheet_counts_regions_does(authorities: Authorities, payer: str | None) -> None:
    assert procedure_regions.edit(claim(["98942"], ["M99.01"], payer=payer), authorities) == ()
