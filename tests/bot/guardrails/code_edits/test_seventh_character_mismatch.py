"""One injury, one phase of care: different encounter characters are asked about, on opposite sides they are not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from listed_claims import BEYOND, claim, names

from bot.claims import Authorities
from bot.guardrails.code_edits import seventh_character_mismatch

MISMATCHES = [
    ("one knee", ["S83.511A", "S83.411D"], {"S83.511A", "S83.411D"}, "I.C.19.a"),
    ("however typed", ["s83511a", "s83.411d"], {"S83.511A", "S83.411D"}, "I.C.19.a"),
    ("a side and none", ["S13.4XXA", "S13.8XXD"], {"S13.4XXA", "S13.8XXD"}, "I.C.19.a"),
    ("a fracture: open and delayed healing", ["S82.101B", "S82.201G"], {"S82.101B", "S82.201G"}, "I.C.19.a"),
    ("acute and sequela of one injury", ["S82.101A", "S82.101S"], {"S82.101A", "S82.101S"}, "I.B.10"),
    ("the fall of another visit", ["S83.511D", "W19.XXXA"], {"W19.XXXA", "S83.511D"}, "I.C.20.a.2"),
]
MATCHES = [
    ("the same character", ["S83.511D", "S83.411D"]),
    ("two letters of one phase", ["S82.101B", "S82.201A"]),
    ("two letters of healing", ["S82.101G", "S82.201D"]),
    ("right and left", ["S83.511A", "S83.412D"]),
    ("different categories", ["S83.511A", "S93.401D"]),
    ("drugs, not injuries", ["T40.2X1A", "T40.601D"]),
    ("complications of care", ["T84.54XA", "T84.53XD"]),
    ("a place has no encounter", ["S83.511D", "Y92.009"]),
    ("injuries in two phases: which does the fall belong to?", ["S83.511A", "S93.401D", "W19.XXXD"]),
    ("the cause agrees", ["S83.511D", "W19.XXXD"]),
    ("fetuses are no encounters", ["O33.3XX1", "O33.3XX2"]),
    ("a heading", ["S83.511", "S83.411D"]),
    ("nothing", []),
]


@pytest.mark.parametrize(("typed", "codes", "authority"), [row[1:] for row in MISMATCHES], ids=names(MISMATCHES))
def test_codes_of_one_injury_in_two_phases_are_asked_about(
    authorities: Authorities, typed: list[str], codes: set[str], authority: str
) -> None:
    (finding,) = seventh_character_mismatch.edit(claim(*typed), authorities)

    assert (finding.severity, set(finding.codes)) == ("query", codes)
    assert authority in finding.authority
    assert finding.citation is not None and finding.citation.is_verbatim


@pytest.mark.parametrize("typed", [row[1] for row in MATCHES], ids=names(MATCHES))
def test_codes_that_agree_or_are_not_one_injury_are_let_be(authorities: Authorities, typed: list[str]) -> None:
    assert seventh_character_mismatch.edit(claim(*typed), authorities) == ()


def test_beyond_our_tables_nothing_is_asked(authorities: Authorities) -> None:
    assert seventh_character_mismatch.edit(claim("S83.511A", "S83.411D", day=BEYOND), authorities) == ()


@given(st.permutations(["S83.511A", "S83.411D", "I10", "M54.2", "S13.4XXA"]))
def test_order_does_not_matter(authorities: Authorities, codes: list[str]) -> None:
    found = seventh_character_mismatch.edit(claim(*codes), authorities)

    assert [frozenset(one.codes) for one in found] == [frozenset({"S83.511A", "S83.411D"})]
