"""The mended claim: what leaves no choice is done, what does is left; orders, pointers, rounds."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.assistant import Assistant
from bot.claims import Authorities, Claim, Procedure
from bot.guardrails.code_edits import check_claim
from bot.guardrails.mending import mended
from bot.privacy import door

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def authorities(assistant: Assistant) -> Authorities:
    return assistant.reference.authorities


def claim(*diagnoses: str, pointers: tuple[int, ...] = (), **more: object) -> Claim:
    lines = (Procedure(code="97110", pointers=pointers),) if pointers else ()
    return Claim(diagnoses=diagnoses, date_of_service=TODAY, procedures=lines, **more)  # type: ignore[arg-type]


def mend(wrong: Claim, authorities: Authorities) -> Claim | None:
    return mended(wrong, check_claim(wrong, authorities), authorities)


MENDS = [
    ("placeholders", ["S13.4A"], ["S13.4XXA"]),
    ("characters too many", ["M54.2XXA", "I10"], ["M54.2", "I10"]),
    ("which then stands there twice", ["I10.0", "I10"], ["I10"]),
    ("listed twice", ["M54.2", "m542", "I10", " M54-2"], ["M54.2", "I10"]),
    ("a manifestation behind its cause", ["m4986", "a239"], ["A23.9", "M49.86"]),
    ("a cause behind the injury", ["W19.XXXA", "Y92.009", "S93.401A"], ["S93.401A", "W19.XXXA", "Y92.009"]),
    ("a placeholder, then the order", ["w19a", "S134A"], ["S13.4XXA", "W19.XXXA"]),
    ("other codes are written as the list prints them", ["S13.4A", "m5382"], ["S13.4XXA", "M53.82"]),
]
LEFT = [
    ("which 7th character", ["S13.4"]),
    ("which successor", ["M72.2"]),
    ("which of two that exclude each other", ["M54.2", "M50.222"]),
    ("both sides, a query", ["M17.11", "M17.12"]),
    ("which disease", ["G63", "D86.9"]),
    ("nothing to mend", ["M54.2"]),
    ("nothing to mend, oddly typed", ["m542"]),
    ("an entry that is no code", ["S13.4A", "neck pain"]),
    ("no diagnosis", []),
]


@pytest.mark.parametrize(("typed", "right"), [row[1:] for row in MENDS], ids=[row[0] for row in MENDS])
def test_what_leaves_no_choice_is_mended(authorities: Authorities, typed: list[str], right: list[str]) -> None:
    now = mend(claim(*typed), authorities)

    assert now is not None and list(now.diagnoses) == right


@pytest.mark.parametrize("typed", [row[1] for row in LEFT], ids=[row[0] for row in LEFT])
def test_what_leaves_a_choice_is_left_to_a_person(authorities: Authorities, typed: list[str]) -> None:
    assert mend(claim(*typed), authorities) is None


@pytest.mark.parametrize(
    ("typed", "pointers", "moved"),
    [
        (["W19.XXXA", "S93.401A"], (2, 1), (1, 2)),
        (["M49.86", "A23.9"], (1,), (2,)),
        (["I10.0", "I10", "M54.2"], (1, 2, 3), (1, 2)),
        (["M54.2", "m542", "I10"], (3, 2), (2, 1)),
        (["S13.4A"], (1, 7), (1, 7)),
    ],
    ids=["swapped", "moved back", "two become one", "behind a removed one", "to nothing stays to nothing"],
)
def test_pointers_follow_their_diagnoses(
    authorities: Authorities, typed: list[str], pointers: tuple[int, ...], moved: tuple[int, ...]
) -> None:
    now = mend(claim(*typed, pointers=pointers), authorities)

    assert now is not None and now.procedures[0].pointers == moved


def test_everything_else_of_the_claim_stays(authorities: Authorities) -> None:
    wrong = claim("S13.4A", pointers=(1,), age=40, payer="medicare", claim_type="institutional", setting="inpatient")
    now = mend(wrong, authorities)

    assert now == replace(wrong, diagnoses=("S13.4XXA",))


CODES = [
    "M54.2",
    "m542",
    "S13.4A",
    "S13.4XXA",
    "w19a",
    "W19.XXXA",
    "M49.86",
    "A23.9",
    "I10.0",
    "I10",
    "M17.11",
    "G63",
    "M72.2",
    "S13.4",
]


@given(st.lists(st.sampled_from(CODES), max_size=7), st.lists(st.integers(1, 7), max_size=4))
@hypothesis_settings(max_examples=150)
def test_a_mended_claim_is_mended_to_the_end_and_loses_no_code(
    authorities: Authorities, typed: list[str], pointers: list[int]
) -> None:
    now = mend(claim(*typed, pointers=tuple(pointers)), authorities)
    if now is None:
        return

    assert mend(now, authorities) is None
    assert {one[:3] for one in now.diagnoses} == {one.upper()[:3] for one in typed}
    before = {p for p in pointers if p <= len(typed)}
    after = {p for p in now.procedures[0].pointers if p <= len(now.diagnoses)} if pointers else set()
    assert {typed[p - 1].upper()[:3] for p in before} <= {now.diagnoses[p - 1][:3] for p in after}


def test_the_assistant_repeats_no_note_and_no_identifier_in_the_payer_s_name(assistant: Assistant) -> None:
    wrong = claim("S13.4A", note=door.clean("Jane Doe, MRN 00482913"), payer="Blue Plan of Jane Doe, ssn 123-45-6789")
    now = assistant.check(wrong).mended

    assert now is not None and now.note is None
    assert now.payer is not None and "123-45-6789" not in now.payer
