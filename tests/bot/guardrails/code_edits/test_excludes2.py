"""Excludes2 notes: both codes may stand; notes between whole chapters tell nobody anything."""

import pytest
from listed_claims import claim, told

from bot.claims import Authorities
from bot.guardrails.code_edits import excludes1, excludes2

FIRES = [
    ("own subcategory", ["M25.551", "M79.651"]),
    ("own category", ["S13.4XXA", "S16.1XXA"]),
    ("own code", ["R29.6", "Z91.81"]),
    ("the other way round", ["Z91.81", "R29.6"]),
    ("however typed", ["s134xxa", "S16.1xxa"]),
    ("of the chapter, one category", ["M54.2", "L40.50"]),
    ("of the chapter, diabetic eyes", ["H40.1111", "E11.39"]),
    ("exacerbation and infection", ["J44.1", "J44.0"]),
]
SILENT = [
    ("no note", ["M17.11", "M54.2"]),
    ("chapter against chapter", ["M54.2", "R51.9"]),
    ("chapter against injuries", ["M54.50", "S83.511A"]),
    ("chapter against neoplasms", ["I10", "C50.911"]),
    ("an Excludes1 note", ["M54.2", "M50.222"]),
    ("one code", ["S13.4XXA"]),
    ("no code", ["neck", "pain"]),
]


@pytest.mark.parametrize("typed", [row[1] for row in FIRES], ids=[row[0] for row in FIRES])
def test_two_codes_told_apart_may_both_stand(authorities: Authorities, typed: list[str]) -> None:
    (finding,) = excludes2.edit(claim(*typed), authorities)

    assert finding.severity == "inform" and "may both be reported" in finding.message
    assert finding.citation is not None and finding.citation.is_verbatim


@pytest.mark.parametrize("typed", [row[1] for row in SILENT], ids=[row[0] for row in SILENT])
def test_the_edit_is_silent_where_nothing_is_to_be_said(authorities: Authorities, typed: list[str]) -> None:
    assert excludes2.edit(claim(*typed), authorities) == ()


def test_a_pair_that_excludes_each_other_is_never_told_to_stand_together(authorities: Authorities) -> None:
    codes = ["M54.2", "M50.222", "S13.4XXA", "S16.1XXA", "M54.16", "M51.16", "R29.6", "Z91.81", "G63", "E11.42"]
    excluded = {frozenset(one.codes) for one in excludes1.edit(claim(*codes), authorities)}

    assert excluded
    assert not excluded & {frozenset(codes) for _, codes in told(excludes2.edit(claim(*codes), authorities))}
