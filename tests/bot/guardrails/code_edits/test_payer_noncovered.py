"""What a sheet says is not paid for is told once a line, by the first rule that speaks of it."""

import pytest
from payer_claims import claim, told

from bot.claims import Authorities
from bot.guardrails.code_edits import payer_noncovered

FIRES = [
    ("outside the spine, Medicare", ["98943"], "medicare", [("block", ("98943",))]),
    ("once, though two rules speak of it", ["98940-AT", "98943"], "medicare", [("block", ("98943",))]),
    ("anything else of a chiropractor", ["98940-AT", "97140-GP"], "medicare", [("query", ("97140",))]),
    ("a visit of a chiropractor", ["98940-AT", "99213-25"], "medicare", [("query", ("99213",))]),
    ("TRICARE", ["98940", "98941"], "tricare", [("block", ("98940",)), ("block", ("98941",))]),
    ("CGS's third level at CGS", ["64492"], "CGS", [("block", ("64492",))]),
    ("CGS's third level at a contractor not named", ["64492"], "medicare", [("query", ("64492",))]),
    ("a visit by a therapist, under a sheet that warns", ["99213-GP"], "uhc commercial", [("query", ("99213",))]),
]
SILENT = [
    ("spinal manipulation", ["98940-AT"], "medicare"),
    ("billed as excluded", ["98943-GY"], "medicare"),
    ("billed as excluded beside manipulation", ["98940-AT", "97140-GP-GY"], "medicare"),
    ("therapy without a chiropractor's line", ["97110-GP", "97140-GP"], "medicare"),
    ("CGS's rule at another contractor", ["64492"], "Noridian"),
    ("a visit by nobody's sign", ["99213"], "uhc commercial"),
    ("a condition that no claim shows", ["64490"], "bcbs alabama"),
    ("a payer that covers it", ["98940"], "cigna"),
    ("no payer", ["98943"], None),
]


@pytest.mark.parametrize(("lines", "payer", "expected"), [row[1:] for row in FIRES], ids=[row[0] for row in FIRES])
def test_what_is_not_paid_for_is_told(
    authorities: Authorities, lines: list[str], payer: str, expected: list[object]
) -> None:
    assert told(payer_noncovered.edit(claim(lines, payer=payer), authorities)) == expected


@pytest.mark.parametrize(("lines", "payer"), [row[1:] for row in SILENT], ids=[row[0] for row in SILENT])
def test_what_may_be_paid_for_is_left_alone(authorities: Authorities, lines: list[str], payer: str | None) -> None:
    assert payer_noncovered.edit(claim(lines, payer=payer), authorities) == ()


def test_a_rule_of_one_contractor_says_whose_it_is(authorities: Authorities) -> None:
    (finding,) = payer_noncovered.edit(claim(["64492"]), authorities)

    assert "It is the rule of CGS" in finding.message
