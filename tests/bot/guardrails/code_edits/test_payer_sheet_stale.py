"""A sheet that needs another look is used with a word to the reader, and never taken for today's."""

from dataclasses import replace
from datetime import date

import pytest
from payer_claims import TODAY, claim, sheet

from bot.claims import Authorities
from bot.guardrails.code_edits import payer_sheet_stale
from knowledge.payers.rule_book import RuleBook
from knowledge.payers.sheets import SheetBook

NOTE = {"rule": "note", "id": "a-note", "text": "Acme says so."}


@pytest.mark.parametrize(
    ("day", "is_stale"),
    [(TODAY, False), (date(2026, 12, 31), False), (date(2027, 1, 1), True), (date(2027, 2, 10), True), (date(2025, 5, 1), False)],
    ids=str,
)  # fmt: skip
def test_medicares_sheet_is_stale_from_the_new_year(authorities: Authorities, day: date, is_stale: bool) -> None:
    findings = payer_sheet_stale.edit(claim(["98940-AT"], day=day), authorities)

    assert [(one.edit, one.severity) for one in findings] == [("payer-sheet-stale", "inform")] * is_stale


def test_a_sheet_with_a_warning_is_shown_with_it(authorities: Authorities) -> None:
    (finding,) = payer_sheet_stale.edit(claim(["98940"], payer="cigna"), authorities)

    assert "Older edition" in finding.message


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [(None, date(2026, 11, 21), "2026-11-21"), (date(2026, 11, 23), None, "2026-11-23"), (TODAY, TODAY, "")],
)
def test_a_sheet_out_of_its_days_says_so(
    authorities: Authorities, first: date | None, last: date | None, said: str
) -> None:
    one = sheet(NOTE, effective_from=first, effective_to=last, reviewed_on=TODAY)
    book = RuleBook(lambda: SheetBook(sheets=(one,)))

    findings = payer_sheet_stale.edit(claim(["97110"], payer="acme"), replace(authorities, payers=book))

    assert [said in finding.message for finding in findings] == [True] * bool(said)


@pytest.mark.parametrize(("lines", "payer"), [(["99213"], "medicare"), ([], "medicare"), (["98940"], None)])
def test_a_sheet_that_says_nothing_of_the_claim_is_not_spoken_of(
    authorities: Authorities, lines: list[str], payer: str | None
) -> None:
    assert payer_sheet_stale.edit(claim(lines, payer=payer, day=date(2028, 1, 1)), authorities) == ()
