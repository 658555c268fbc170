"""A modifier that the payer wants and the line lacks, two that contradict each other, and the year's amount behind KX."""

from dataclasses import replace
from datetime import date

import pytest
from payer_claims import TODAY, claim, sheet, told

from bot.claims import Authorities
from bot.guardrails.code_edits import payer_modifier
from knowledge.payers.rule_book import RuleBook
from knowledge.payers.sheets import SheetBook

FIRES = [
    ("active treatment without AT", ["98940"], "medicare", TODAY, [("block", ("98940",))]),
    ("each manipulation", ["98941-59", "98942"], "medicare", TODAY, [("block", ("98941",)), ("block", ("98942",))]),
    ("the same line twice", ["98940", "98940"], "medicare", TODAY, [("block", ("98940",))]),
    ("by the contractor's name", ["98940"], "Noridian", TODAY, [("block", ("98940",))]),
    ("AT with GA", ["98940-AT-GA"], "medicare", TODAY, [("block", ("98940",))]),
    ("AT with GA on the rule's first day", ["98940-AT-GA"], "medicare", date(2015, 11, 1), [("block", ("98940",))]),
    ("GX without GY", ["98940-AT-GX"], "medicare", TODAY, [("query", ("98940",))]),
    ("therapy without a discipline", ["97110"], "medicare", TODAY, [("block", ("97110",))]),
    ("an evaluation without a discipline", ["97163-59"], "medicare", TODAY, [("block", ("97163",))]),
    ("an assistant of the other discipline", ["97110-GO-CQ"], "medicare", TODAY, [("query", ("97110",))]),
    ("two disciplines", ["97110-GP-GO"], "medicare", TODAY, [("query", ("97110",))]),
    (
        "GN at UnitedHealthcare Commercial, whose sheet warns",
        ["97110-GN"],
        "uhc commercial",
        TODAY,
        [("query", ("97110",))],
    ),
    ("AmeriHealth without AT", ["98940-GA"], "amerihealth ma", TODAY, [("query", ("98940",))]),
    ("KX", ["97110-GP-KX"], "medicare", TODAY, [("inform", ("97110",))]),
    ("KX on the last day of the year", ["97110-GP-KX"], "medicare", date(2026, 12, 31), [("inform", ("97110",))]),
    ("KX in a year without an amount", ["97110-GP-KX"], "medicare", date(2027, 1, 1), [("inform", ("97110",))]),
]
SILENT = [
    ("AT", ["98940-AT"], "medicare", TODAY),
    ("however typed", [" 98940 - at"], "medicare", TODAY),
    ("maintenance with GA", ["98940-GA"], "medicare", TODAY),
    ("maintenance with GZ", ["98940-GZ"], "medicare", TODAY),
    ("excluded with GY", ["98940-GY"], "medicare", TODAY),
    ("GY with GX", ["98940-GX-GY"], "medicare", TODAY),
    ("AT with GA before the rule", ["98940-AT-GA"], "medicare", date(2015, 10, 31)),
    ("AT with GZ, of which the sheet says nothing", ["98940-AT-GZ"], "medicare", TODAY),
    ("physical therapy", ["97110-GP"], "medicare", TODAY),
    ("its assistant", ["97110-GP-CQ"], "medicare", TODAY),
    ("occupational therapy's assistant", ["97110-GO-CO"], "medicare", TODAY),
    ("UnitedHealthcare before its rule", ["97110"], "uhc commercial", date(2020, 6, 30)),
    ("a payer without a modifier rule", ["98940"], "cigna", TODAY),
    ("a visit beside manipulation", ["98940-AT", "99213"], "medicare", TODAY),
    ("no payer", ["98940", "97110"], None, TODAY),
    ("an unknown payer", ["98940", "97110"], "Zenith", TODAY),
    ("a shared name", ["97110"], "uhc", TODAY),
]  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "payer", "day", "expected"), [row[1:] for row in FIRES], ids=[row[0] for row in FIRES]
)
def test_a_wrong_modifier_is_told(
    authorities: Authorities, lines: list[str], payer: str, day: date, expected: list[object]
) -> None:
    findings = payer_modifier.edit(claim(lines, payer=payer, day=day), authorities)

    assert told(findings) == expected
    assert {one.edit for one in findings} == {"payer-modifier"}


@pytest.mark.parametrize(("lines", "payer", "day"), [row[1:] for row in SILENT], ids=[row[0] for row in SILENT])
def test_a_line_that_has_what_the_payer_wants_is_left_alone(
    authorities: Authorities, lines: list[str], payer: str | None, day: date
) -> None:
    assert payer_modifier.edit(claim(lines, payer=payer, day=day), authorities) == ()


def test_active_and_maintenance_are_left_to_a_person(authorities: Authorities) -> None:
    (finding,) = payer_modifier.edit(claim(["98940"]), authorities)

    assert finding.suggestion is not None
    assert finding.suggestion.codes == ("98940-AT", "98940-GA", "98940-GZ", "98940-GY")
    assert not finding.suggestion.leaves_no_choice


def test_no_way_out_is_offered_that_breaks_another_rule(authorities: Authorities) -> None:
    """Without GO the line would lack its discipline."""
    (finding,) = payer_modifier.edit(claim(["97110-GO-CQ"]), authorities)

    assert finding.suggestion is None


@pytest.mark.parametrize(
    ("day", "amount"), [(date(2024, 5, 1), "$2,330"), (date(2025, 5, 1), "$2,410"), (TODAY, "$2,480")]
)
def test_kx_names_the_amount_of_its_year(authorities: Authorities, day: date, amount: str) -> None:
    (finding,) = payer_modifier.edit(claim(["97110-GP-KX"], day=day), authorities)

    assert amount in finding.message


def test_an_amount_is_never_carried_into_the_next_year(authorities: Authorities) -> None:
    (finding,) = payer_modifier.edit(claim(["97110-GP-KX"], day=date(2027, 1, 1)), authorities)

    assert "$" not in finding.message
    assert "2026-12-31" in finding.message


BESIDE = {
    "rule": "modifier_with_other",
    "id": "beside",
    "text": "Acme wants 59 on 97140 beside 97110.",
    "procedures": ("97140",),
    "beside": ("97110",),
    "modifiers": ("59",),
    "severity": "query",
}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [(["97140", "97110"], [("query", ("97140", "97110"))]), (["97140-59", "97110"], []), (["97140"], []), (["97110"], [])],
)  # fmt: skip
def test_a_modifier_may_be_wanted_only_beside_another_procedure(
    authorities: Authorities, lines: list[str], expected: list[object]
) -> None:
    book = RuleBook(lambda: SheetBook(sheets=(sheet(BESIDE),)))

    assert told(payer_modifier.edit(claim(lines, payer="acme"), replace(authorities, payers=book))) == expected
