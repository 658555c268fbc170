"""Units against the loaded table, and against the minutes of timed services as Medicare counts them."""

from datetime import date

import pytest
from payer_claims import AUGUST_2024, TODAY, UNITS, WithTables, claim, line, told

from bot.claims import Authorities, Procedure
from bot.guardrails.code_edits import units

MINUTES = [
    ("no minutes at all", [line("97110-GP", 2)], []),
    ("under 8", [line("97110-GP", 1, 7)], [("query", ("97110",))]),
    ("8", [line("97110-GP", 1, 8)], []),
    ("22", [line("97110-GP", 1, 22)], []),
    ("22 for two", [line("97110-GP", 2, 22)], [("query", ("97110",))]),
    ("23", [line("97110-GP", 2, 23)], []),
    ("37", [line("97110-GP", 2, 37)], []),
    ("38", [line("97110-GP", 3, 38)], []),
    ("fewer than the minutes earn", [line("97110-GP", 1, 38)], [("inform", ("97110",))]),
    ("no unit for no minutes", [line("97110-GP", 0, 7)], []),
    ("the last minute of the sheet", [line("97110-GP", 6, 97)], []),
    ("beyond the sheet", [line("97110-GP", 7, 98)], [("inform", ("97110",))]),
    ("beyond the sheet, surely earned", [line("97110-GP", 6, 98)], []),
    ("the day's total", [line("97110-GP", 2, 15), line("97530-GP", 1, 15)], [("query", ("97110", "97530"))]),
    ("a short line beside a long one", [line("97110-GP", 2, 33), line("97140-GP", 1, 7)], []),
    ("each discipline by itself", [line("97110-GP", 1, 8), line("97530-GO", 1, 8)], []),
    ("a line lacks its minutes", [line("97110-GP", 2, 20), line("97530-GP", 1)], [("inform", ("97530",))]),
    ("a service that is not timed", [line("97150-GP", 1, 5), line("97110-GP", 1, 15)], []),
]


@pytest.mark.parametrize(("lines", "expected"), [row[1:] for row in MINUTES], ids=[row[0] for row in MINUTES])
def test_timed_units_follow_the_minutes(
    authorities: Authorities, lines: list[Procedure], expected: list[object]
) -> None:
    assert told(units.edit(claim(lines, ["M54.50"]), authorities)) == expected


@pytest.mark.parametrize("payer", ["cigna", "uhc commercial", "Zenith", None])
def test_a_payer_whose_sheet_does_not_count_minutes_is_not_guessed(authorities: Authorities, payer: str | None) -> None:
    assert units.edit(claim([line("97110-GP", 4, 8)], payer=payer), authorities) == ()


def test_minutes_of_several_days_are_only_a_hint(authorities: Authorities) -> None:
    several = claim([line("97110-GP", 2, 20)], date_to=date(2026, 11, 24))

    assert told(units.edit(several, authorities)) == [("inform", ("97110",))]


UNLIKELY = [
    ("at the limit", [line("98940-AT", 1)], []),
    ("over the limit of a day", [line("98940-AT", 2)], [("query", ("98940",))]),
    ("over it on two lines", [line("98940-AT", 1), line("98940-AT", 1)], [("query", ("98940",))]),
    ("a limit of a line, on two lines", [line("97140", 4), line("97140-59", 4)], []),
    ("over the limit of a line", [line("97140", 5)], [("query", ("97140",))]),
    ("a limit that does not say how it counts", [line("97530", 3), line("97530", 2)], [("query", ("97530",))]),
    ("a procedure the table does not name", [line("97116", 99)], []),
    ("no units", [line("98940-AT")], []),
]


@pytest.mark.parametrize(("lines", "expected"), [row[1:] for row in UNLIKELY], ids=[row[0] for row in UNLIKELY])
def test_more_units_than_the_table_has_are_queried(
    with_tables: WithTables, lines: list[Procedure], expected: list[object]
) -> None:
    assert told(units.edit(claim(lines, payer=None), with_tables(units=UNITS))) == expected


@pytest.mark.parametrize(
    ("edition", "day", "is_cautious"),
    [("2026q4", TODAY, False), ("2024q3", TODAY, True), ("2024q3", AUGUST_2024, False)],
)
def test_the_table_s_quarter_is_shown(with_tables: WithTables, edition: str, day: date, is_cautious: bool) -> None:
    (finding,) = units.edit(claim([line("98940", 2)], payer=None, day=day), with_tables(edition=edition, units=UNITS))

    assert edition in finding.authority
    assert ("check that quarter's table" in finding.message) is is_cautious
    assert finding.citation is not None
    assert "at most 1 unit of 98940 on one day" in finding.citation.quote


def test_without_a_table_no_number_of_units_is_unlikely(authorities: Authorities) -> None:
    assert units.edit(claim([line("98940", 99)], payer=None), authorities) == ()


def test_units_of_several_days_are_only_a_hint(with_tables: WithTables) -> None:
    several = claim([line("98940", 2)], payer=None, date_to=date(2026, 11, 23))

    assert told(units.edit(several, with_tables(units=UNITS))) == [("inform", ("98940",))]
