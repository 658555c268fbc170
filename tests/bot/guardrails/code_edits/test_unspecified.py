"""Unspecified side or site: told, with the codes that name it; asked about beside one of them."""

from datetime import date

import pytest
from listed_claims import BEYOND, claim, told

from bot.claims import Authorities
from bot.guardrails.code_edits import unspecified

TOLD = [
    ("side of a knee", "M25.569", ["M25.561", "M25.562"]),
    ("side of a sciatica", "M54.30", ["M54.31", "M54.32"]),
    ("side of an unspecified fracture", "S52.509A", ["S52.501A", "S52.502A"]),
    ("side, with the same 7th character", "S93.409D", ["S93.401D", "S93.402D"]),
    ("side, a level up", "L89.204", ["L89.214", "L89.224"]),
    ("side of a code of this year", "M67.A09", ["M67.A01", "M67.A02"]),
    ("site of a spondylosis", "M47.819", ["M47.811", "M47.812", "M47.816"]),
    ("site of a radiculopathy", "M54.10", ["M54.12", "M54.16"]),
    ("site of a pain", "M25.50", ["M25.51-", "M25.56-"]),
    ("site among other dorsopathies", "M53.80", ["M53.81", "M53.82"]),
    ("level of a disc", "M50.220", ["M50.221", "M50.222", "M50.223"]),
]
SILENT = [
    ("named side", "M25.561"), ("primary is a default", "M17.11"), ("displaced and closed are defaults", "S82.841A"),
    ("an unspecified kind", "M54.50"), ("an unspecified organism", "J18.9"), ("an unspecified cataract", "H26.9"), ("no side in the family", "M54.2"),
    ("a heading", "M25.56"), ("an unknown code", "M53.89"), ("no code", "knee"), ("an unspecified fracture of a known side", "S52.501A"),
]  # fmt: skip
BESIDE = [
    ("the named side", ["M25.561", "M25.569"], "M25.569"),
    ("in the other order", ["M25.569", "M25.562"], "M25.569"),
    ("the named region", ["M47.812", "M47.819"], "M47.819"),
    ("below a sibling that is a heading", ["M25.50", "M25.561"], "M25.50"),
    ("a specific kind of the same disease", ["J44.9", "J44.1"], "J44.9"),
    ("a specific stage", ["N18.9", "N18.31"], "N18.9"),
    ("a specific knee beside knee, unspecified", ["M17.9", "M17.11"], "M17.9"),
]
NOT_BESIDE = [
    ("another joint", ["M25.569", "M25.511"]),
    ("another disease", ["J18.9", "J44.1"]),
    ("two sides", ["M25.561", "M25.562"]),
    ("two unspecified ones", ["J44.9", "J18.9"]),
]


@pytest.mark.parametrize(("code", "named"), [row[1:] for row in TOLD], ids=[row[0] for row in TOLD])
def test_what_is_left_open_is_told_with_the_codes_that_name_it(
    authorities: Authorities, code: str, named: list[str]
) -> None:
    (finding,) = unspecified.edit(claim(code), authorities)

    assert (finding.severity, finding.codes) == ("inform", (code,))
    assert all(one in finding.message for one in named)
    assert finding.citation is not None and finding.citation.is_verbatim


@pytest.mark.parametrize("code", [row[1] for row in SILENT], ids=[row[0] for row in SILENT])
def test_what_leaves_neither_side_nor_site_open_is_let_be(authorities: Authorities, code: str) -> None:
    assert unspecified.edit(claim(code), authorities) == ()


@pytest.mark.parametrize(("typed", "code"), [row[1:] for row in BESIDE], ids=[row[0] for row in BESIDE])
def test_beside_the_code_that_names_it_it_is_asked_about(authorities: Authorities, typed: list[str], code: str) -> None:
    (finding,) = unspecified.edit(claim(*typed), authorities)

    assert (finding.severity, finding.codes[0]) == ("query", code)
    assert set(finding.codes) == set(typed)


@pytest.mark.parametrize("typed", [row[1] for row in NOT_BESIDE], ids=[row[0] for row in NOT_BESIDE])
def test_beside_anything_else_nothing_is_asked(authorities: Authorities, typed: list[str]) -> None:
    assert [one for one in told(unspecified.edit(claim(*typed), authorities)) if one[0] == "query"] == []


def test_the_sides_are_alternatives_told_apart_by_side(authorities: Authorities) -> None:
    (finding,) = unspecified.edit(claim("m25569"), authorities)

    assert finding.suggestion is not None
    assert (finding.suggestion.replaces, finding.suggestion.codes) == ("m25569", ("M25.561", "M25.562"))
    assert finding.suggestion.choose_by == "side" and not finding.suggestion.leaves_no_choice


def test_an_unspecified_code_without_its_rule_s_sentence_is_not_quoted_wrongly(authorities: Authorities) -> None:
    (finding,) = unspecified.edit(claim("M25.569"), authorities)

    assert finding.citation is not None and "unspecified-side code" in finding.citation.quote


@pytest.mark.parametrize(
    ("code", "day", "expected"),
    [("M67.A09", date(2026, 9, 30), 0), ("M67.A09", date(2026, 10, 1), 1), ("M25.569", BEYOND, 0)],
    ids=["before the code", "its first day", "beyond our tables"],
)
def test_the_day_decides_which_codes_there_are(authorities: Authorities, code: str, day: date, expected: int) -> None:
    assert len(unspecified.edit(claim(code, day=day), authorities)) == expected
