"""Newborn 0, pediatric 0-17, maternity 9-64, adult 15-124: at each edge, on the days the attribute holds."""

from datetime import date

import pytest
from listed_claims import BEYOND, claim

from bot.claims import Authorities
from bot.guardrails.code_edits import age

NEWBORN, PEDIATRIC, MATERNITY, ADULT, ANY = "Z00.110", "Z00.129", "O26.893", "M81.0", "M54.2"
EDGES = [
    (NEWBORN, 0, True), (NEWBORN, 1, False), (NEWBORN, 34, False),
    (PEDIATRIC, 0, True), (PEDIATRIC, 17, True), (PEDIATRIC, 18, False),
    (MATERNITY, 8, False), (MATERNITY, 9, True), (MATERNITY, 64, True), (MATERNITY, 65, False),
    (ADULT, 14, False), (ADULT, 15, True), (ADULT, 124, True), (ADULT, 125, False),
    (ANY, 0, True), (ANY, 124, True),
]  # fmt: skip


@pytest.mark.parametrize(("code", "years", "fits"), EDGES, ids=[f"{code} at {years}" for code, years, _ in EDGES])
def test_a_code_outside_its_ages_is_blocked(authorities: Authorities, code: str, years: int, fits: bool) -> None:
    findings = age.edit(claim(code, age=years), authorities)

    assert [(one.severity, one.codes) for one in findings] == ([] if fits else [("block", (code,))])
    assert all(str(years) in one.message for one in findings)


def test_without_an_age_nothing_is_said(authorities: Authorities) -> None:
    assert age.edit(claim(NEWBORN, MATERNITY, ADULT), authorities) == ()


def test_every_code_at_fault_is_named_once(authorities: Authorities) -> None:
    findings = age.edit(claim(NEWBORN, "z00.110", ANY, MATERNITY, age=70), authorities)

    assert [one.codes for one in findings] == [(NEWBORN,), (MATERNITY,)]


def test_sex_is_never_asked_for_the_edit_was_retired(authorities: Authorities) -> None:
    assert age.edit(claim("N40.1", age=60, sex="F"), authorities) == ()


def test_the_day_decides_for_attributes_change_between_years(authorities: Authorities) -> None:
    """Most perinatal codes were newborn codes until 2016-09-30 only."""
    code, last = "P07.30", date(2016, 9, 30)
    assert authorities.code_set.mce_days(code, "newborn")[0].last == last

    assert age.edit(claim(code, day=last, age=4), authorities)
    assert not age.edit(claim(code, day=date(2016, 10, 1), age=4), authorities)


def test_the_finding_quotes_the_editor_s_ages(authorities: Authorities) -> None:
    (finding,) = age.edit(claim(MATERNITY, age=65), authorities)

    assert finding.citation is not None
    assert finding.citation.passage.id == f"mce:{MATERNITY}/maternity"
    assert "ages 9 to 64" in finding.citation.quote and "ages 9 to 64" in finding.message


def test_beyond_our_tables_nothing_is_blocked(authorities: Authorities) -> None:
    assert age.edit(claim(NEWBORN, day=BEYOND, age=40), authorities) == ()
