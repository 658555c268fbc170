"""A visit beside manipulation carries modifier 25, or a person looks into it."""

import pytest
from payer_claims import claim, told

from bot.claims import Authorities
from bot.guardrails.code_edits import em_with_manipulation

FIRES = [
    ("Medicare", ["98940-AT", "99213"], "medicare", ("99213", "98940")),
    ("a payer without a rule of its own", ["98940", "99213"], "cigna", ("99213", "98940")),
    ("an unknown payer: the rule is general", ["98940", "99213"], "Zenith", ("99213", "98940")),
    ("no payer", ["98940", "99213"], None, ("99213", "98940")),
    ("a new patient", ["99203", "98941"], None, ("99203", "98941")),
    ("outside the spine", ["98943", "99212"], "cigna", ("99212", "98943")),
    ("25 on the wrong line", ["98940-25", "99213"], "cigna", ("99213", "98940")),
    ("59 is no 25", ["98940", "99213-59"], "cigna", ("99213", "98940")),
]
SILENT = [
    ("25", ["98940", "99213-25"]),
    ("25 among others", ["98940", "99213-GY-25"]),
    ("a visit alone", ["99213"]),
    ("manipulation alone", ["98940"]),
    ("a visit beside therapy", ["97110-GP", "99213"]),
    ("an evaluation is no visit", ["98940", "97161"]),
]


@pytest.mark.parametrize(("lines", "payer", "codes"), [row[1:] for row in FIRES], ids=[row[0] for row in FIRES])
def test_a_visit_without_modifier_25_is_queried_once(
    authorities: Authorities, lines: list[str], payer: str | None, codes: tuple[str, ...]
) -> None:
    (finding,) = em_with_manipulation.edit(claim(lines, payer=payer), authorities)

    assert (finding.edit, finding.severity, finding.codes) == ("em-with-manipulation", "query", codes)
    assert "modifier 25" in finding.message
    assert finding.citation is not None


@pytest.mark.parametrize("lines", [row[1] for row in SILENT], ids=[row[0] for row in SILENT])
@pytest.mark.parametrize("payer", ["medicare", None])
def test_a_visit_that_stands_for_itself_is_left_alone(
    authorities: Authorities, lines: list[str], payer: str | None
) -> None:
    assert em_with_manipulation.edit(claim(lines, payer=payer), authorities) == ()


def test_two_visits_are_told_each(authorities: Authorities) -> None:
    findings = em_with_manipulation.edit(claim(["98940", "99213", "99406"]), authorities)

    assert told(findings) == [("query", ("99213", "98940")), ("query", ("99406", "98940"))]
