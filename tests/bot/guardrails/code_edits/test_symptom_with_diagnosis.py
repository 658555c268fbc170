"""Symptoms that belong to a diagnosis on the claim, of the same site and side."""

import pytest
from listed_claims import BEYOND, claim, told

from bot.claims import Authorities
from bot.guardrails.code_edits import symptom_with_diagnosis

FIRES = [
    ("knee pain and arthritis of that knee", ["M17.11", "M25.561"], ("M25.561", "M17.11")),
    ("in the other order", ["M25.561", "M17.11"], ("M25.561", "M17.11")),
    ("of both knees", ["M17.0", "M25.562"], ("M25.562", "M17.0")),
    ("side of the pain not said", ["M17.12", "M25.569"], ("M25.569", "M17.12")),
    ("side of the arthritis not said", ["M17.9", "M25.561"], ("M25.561", "M17.9")),
    ("hip", ["M16.11", "M25.551"], ("M25.551", "M16.11")),
    ("neck pain and spondylosis", ["M47.812", "M54.2"], ("M54.2", "M47.812")),
    ("neck pain and a named neck disorder", ["M54.2", "M53.82"], ("M54.2", "M53.82")),
    ("low back pain and spondylosis", ["M47.816", "M54.50"], ("M54.50", "M47.816")),
    ("however typed", ["m1711", "m25561"], ("M25.561", "M17.11")),
]
SILENT = [
    ("the other knee", ["M17.11", "M25.562"]),
    ("another joint", ["M17.11", "M25.551"]),
    ("no routine part", ["M17.11", "R26.2"]),
    ("the symptom alone", ["M25.561"]),
    ("the diagnosis alone", ["M17.11"]),
    ("another region", ["M47.816", "M54.2"]),
    ("forbidden anyway by an Excludes1 note", ["M50.222", "M54.2"]),
    ("no codes", ["knee"]),
]


@pytest.mark.parametrize(("typed", "codes"), [row[1:] for row in FIRES], ids=[row[0] for row in FIRES])
def test_a_routine_symptom_beside_its_diagnosis_is_asked_about(
    authorities: Authorities, typed: list[str], codes: tuple[str, str]
) -> None:
    (finding,) = symptom_with_diagnosis.edit(claim(*typed), authorities)

    assert (finding.severity, finding.codes) == ("query", codes)
    assert "problem of its own" in finding.message
    assert finding.citation is not None and finding.citation.is_verbatim
    assert finding.suggestion is not None and finding.suggestion.codes == ()


@pytest.mark.parametrize("typed", [row[1] for row in SILENT], ids=[row[0] for row in SILENT])
def test_a_complaint_of_its_own_stays(authorities: Authorities, typed: list[str]) -> None:
    assert symptom_with_diagnosis.edit(claim(*typed), authorities) == ()


def test_beyond_our_tables_nothing_is_asked(authorities: Authorities) -> None:
    assert told(symptom_with_diagnosis.edit(claim("M17.11", "M25.561", day=BEYOND), authorities)) == []
