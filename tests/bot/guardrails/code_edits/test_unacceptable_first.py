"""A code the Medicare Code Editor refuses as principal diagnosis: blocked inpatient, said outpatient."""

import pytest
from listed_claims import BEYOND, claim, names, told

from bot.claims import Authorities
from bot.guardrails.code_edits import unacceptable_first

INPATIENT, OUTPATIENT = "inpatient", "outpatient"
ROWS = [
    ("status, inpatient", ["Z98.1"], INPATIENT, ["block"]),
    ("status, outpatient", ["Z98.1"], OUTPATIENT, ["inform"]),
    ("however typed", ["z981", "M54.2"], INPATIENT, ["block"]),
    ("second", ["M54.2", "Z98.1"], INPATIENT, []),
    ("well visit, inpatient", ["Z00.00"], INPATIENT, ["block"]),
    ("well visit, in the office", ["Z00.00"], OUTPATIENT, []),
    ("a screening", ["Z12.31"], OUTPATIENT, ["inform"]),
    ("acceptable with a second diagnosis, alone", ["Z51.89"], INPATIENT, []),
    ("acceptable with a second diagnosis, with one", ["Z51.89", "M54.2"], INPATIENT, []),
    ("aftercare after a joint replacement", ["Z47.1", "Z96.651"], INPATIENT, []),
    ("a disease", ["M54.2"], INPATIENT, []),
    ("a heading", ["Z98"], INPATIENT, []),
    ("nothing", [], INPATIENT, []),
]


@pytest.mark.parametrize(("typed", "setting", "severities"), [row[1:] for row in ROWS], ids=names(ROWS))
def test_the_setting_decides_what_an_unacceptable_first_code_is(
    authorities: Authorities, typed: list[str], setting: str, severities: list[str]
) -> None:
    findings = unacceptable_first.edit(claim(*typed, setting=setting), authorities)

    assert [one.severity for one in findings] == severities


def test_the_office_is_told_that_the_edit_is_for_inpatient_claims(authorities: Authorities) -> None:
    (finding,) = unacceptable_first.edit(claim("Z98.1"), authorities)

    assert "inpatient" in finding.message and "inpatient" in finding.authority
    assert finding.citation is not None and "Z98.1" in finding.citation.quote


def test_beyond_our_tables_nothing_is_blocked(authorities: Authorities) -> None:
    assert told(unacceptable_first.edit(claim("Z98.1", day=BEYOND, setting=INPATIENT), authorities)) == []
