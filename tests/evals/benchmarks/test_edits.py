"""The claims the edits are measured on: full ones, of a practice's usual codes, the same each time."""

from evals.benchmarks.edits import DIAGNOSES, LINES, OFFICE_CODES, office_claims
from knowledge.code_set.code_set import CodeSet


def test_the_claims_are_full_and_the_same_each_time(code_set: CodeSet) -> None:
    claims = list(office_claims(code_set, 40, seed=1))

    assert claims == list(office_claims(code_set, 40, seed=1))
    assert claims != list(office_claims(code_set, 40, seed=2))
    assert all(len(set(one.diagnoses)) == DIAGNOSES and len(one.procedures) == len(LINES) for one in claims)
    assert all(code_set.status(code, one.day).billable for one in claims for code in one.diagnoses)


def test_the_codes_come_from_a_practice_s_usual_ones(code_set: CodeSet) -> None:
    codes = {code for one in office_claims(code_set, 600, seed=1) for code in one.diagnoses}

    assert OFFICE_CODES * 0.9 < len(codes) <= OFFICE_CODES
