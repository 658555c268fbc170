"""Four pointers a line, each to a diagnosis of the claim; twelve diagnoses on a professional claim, more on an institutional one."""

import pytest
from listed_claims import claim, names

from bot.claims import Authorities, Procedure
from bot.guardrails.code_edits import pointers

THIRTEEN = (
    "M54.2", "M54.6", "M54.50", "M25.511", "M25.512", "M25.521", "M25.522", "M25.531", "M25.532", "M25.551", "M25.552", "M25.561",
    "M25.562",
)  # fmt: skip
LINES = [
    ("five on a line", 5, [(1, 2, 3, 4, 5)], ["Line 1 (97110) points to 5"]),
    ("to nothing", 1, [(1, 3)], ["Line 1 (97110) points to diagnosis 3"]),
    ("to nothing twice", 1, [(3, 2)], ["Line 1 (97110) points to diagnosis 2, 3"]),
    ("to zero", 2, [(0,)], ["points to diagnosis 0"]),
    ("below zero", 2, [(-1,)], ["points to diagnosis -1"]),
    ("on the second line", 2, [(1,), (3,)], ["Line 2 (97110)"]),
    ("five, one to nothing", 4, [(1, 2, 3, 4, 5)], ["points to 5", "points to diagnosis 5"]),
    ("no diagnosis to point to", 0, [(1,)], ["lists none"]),
    ("four", 4, [(1, 2, 3, 4)], []),
    ("the last one", 12, [(12,)], []),
    ("none", 2, [()], []),
    ("no lines", 2, [], []),
]


@pytest.mark.parametrize(("diagnoses", "lines", "said"), [row[1:] for row in LINES], ids=names(LINES))
def test_too_many_pointers_or_one_to_nothing_is_blocked(
    authorities: Authorities, diagnoses: int, lines: list[tuple[int, ...]], said: list[str]
) -> None:
    procedures = tuple(Procedure(code="97110", pointers=line) for line in lines)
    findings = pointers.edit(claim(*THIRTEEN[:diagnoses], procedures=procedures), authorities)

    assert [one.severity for one in findings] == ["block"] * len(said)
    assert all(words in one.message for words, one in zip(said, findings, strict=True))
    assert all(one.citation is not None and one.citation.is_verbatim for one in findings)


@pytest.mark.parametrize(
    ("count", "claim_type", "blocked"),
    [
        (13, "professional", True),
        (12, "professional", False),
        (0, "professional", False),
        (13, "institutional", False),
    ],
)
def test_the_form_decides_how_many_diagnoses_fit(
    authorities: Authorities, count: int, claim_type: str, blocked: bool
) -> None:
    findings = pointers.edit(claim(*THIRTEEN[:count], claim_type=claim_type), authorities)

    assert [one.severity for one in findings] == ["block"] * blocked


def test_an_institutional_line_has_no_limit_of_four_but_still_points_to_something(authorities: Authorities) -> None:
    def check(*pointed: int) -> list[str]:
        line = Procedure(code="97110", pointers=pointed)
        found = pointers.edit(claim(*THIRTEEN, claim_type="institutional", procedures=(line,)), authorities)
        return [one.message for one in found]

    assert check(1, 2, 3, 4, 13) == []
    assert len(check(14)) == 1
