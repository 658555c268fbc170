"""Gestational diabetes says its treatment itself."""

import pytest
from listed_claims import BEYOND, claim, names, told

from bot.claims import Authorities
from bot.guardrails.code_edits import insulin_with_gestational

ROWS = [
    ("insulin", ["O24.414", "Z79.4"], [("query", ("Z79.4", "O24.414"))]),
    ("in the other order", ["Z79.4", "O24.414"], [("query", ("Z79.4", "O24.414"))]),
    ("however typed", ["o24414", "z794"], [("query", ("Z79.4", "O24.414"))]),
    ("oral drugs", ["O24.415", "Z79.84"], [("query", ("Z79.84", "O24.415"))]),
    ("injectable drugs", ["O24.419", "Z79.85"], [("query", ("Z79.85", "O24.419"))]),
    ("in the puerperium", ["O24.434", "Z79.4"], [("query", ("Z79.4", "O24.434"))]),
    ("alone", ["O24.414", "Z3A.28"], []),
    ("type 2 in pregnancy", ["O24.112", "E11.9", "Z79.4"], []),
    ("insulin without pregnancy", ["E11.9", "Z79.4"], []),
    ("another drug", ["O24.414", "Z79.82"], []),
    ("nothing", [], []),
]


@pytest.mark.parametrize(("typed", "expected"), [row[1:] for row in ROWS], ids=names(ROWS))
def test_a_drug_code_beside_gestational_diabetes_is_asked_about(
    authorities: Authorities, typed: list[str], expected: list[object]
) -> None:
    assert told(insulin_with_gestational.edit(claim(*typed), authorities)) == expected


@pytest.mark.parametrize(
    ("gestational", "drug", "right"),
    [("O24.410", "Z79.4", "O24.414"), ("O24.419", "Z79.84", "O24.415"), ("O24.430", "Z79.4", "O24.434")],
)
def test_where_the_code_says_another_treatment_the_right_one_is_named(
    authorities: Authorities, gestational: str, drug: str, right: str
) -> None:
    (finding,) = insulin_with_gestational.edit(claim(gestational, drug), authorities)

    assert right in finding.message
    assert authorities.code_set.status(right, claim().day).billable


def test_the_rule_is_quoted_and_beyond_our_tables_nothing_is_asked(authorities: Authorities) -> None:
    (finding,) = insulin_with_gestational.edit(claim("O24.414", "Z79.4"), authorities)

    assert finding.citation is not None and "Z79.4" in finding.citation.quote
    assert insulin_with_gestational.edit(claim("O24.414", "Z79.4", day=BEYOND), authorities) == ()
