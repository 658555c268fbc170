"""NCCI pairs by indicator, modifier, quarter, setting and payer; a part of a table proves no absence."""

from datetime import date

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from payer_claims import AUGUST_2024, PAIRS, TODAY, WithTables, claim, told

from bot.claims import Authorities
from bot.guardrails.code_edits import procedure_pair

CMS = (
    "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\n"
    "97140\t97124\t\t20200101\t20250630\t0\tStandards\n"
    "98940\t97140\t\t20260401\t*\t1\tStandards\n"
    "98942\t97124\t\t20200101\t20200101\t9\tStandards\n"
)
HOSPITAL = PAIRS.replace("97140,97124,0", "97116,97124,0")

INDICATORS = [
    ("0", ["97140-GP", "97124-GP"], "block", ("97140", "97124")),
    ("0, the other way round", ["97124-GP", "97140-GP"], "block", ("97140", "97124")),
    ("0 with 59", ["97140-GP", "97124-GP-59"], "block", ("97140", "97124")),
    ("0 with an X modifier", ["97140-GP-XS", "97124-GP"], "block", ("97140", "97124")),
    ("1 without a modifier", ["98940-AT", "97140-GP"], "query", ("98940", "97140")),
    ("1 with a modifier of another kind", ["98940-AT", "97140-GP-25"], "query", ("98940", "97140")),
    ("1, one of two lines without", ["98940-AT", "97140-59", "97140-GP"], "query", ("98940", "97140")),
    ("1, a visit", ["98940-AT", "99213"], "query", ("98940", "99213")),
    ("1, a visit with 59", ["98940-AT", "99213-59"], "query", ("98940", "99213")),
    ("however typed", [" 98940-at", "97140 -gp"], "query", ("98940", "97140")),
]
SEPARATE = [
    ("59 on column 2", ["98940-AT", "97140-GP-59"]),
    ("59 on column 1", ["98940-AT-59", "97140-GP"]),
    ("X modifiers", ["98940-AT", "97140-xs"]),
    ("another side", ["98940-AT", "97140-LT"]),
    ("25 on the visit", ["98940-AT", "99213-25"]),
    ("one line", ["97140-GP"]),
    ("the same procedure twice", ["97140-GP", "97140-GP"]),
]


@pytest.mark.parametrize(
    ("lines", "severity", "codes"), [row[1:] for row in INDICATORS], ids=[row[0] for row in INDICATORS]
)
def test_a_pair_is_told_by_its_indicator(
    with_tables: WithTables, lines: list[str], severity: str, codes: tuple[str, ...]
) -> None:
    found = procedure_pair.edit(claim(lines), with_tables(pairs=PAIRS))

    assert told(found)[:1] == [(severity, codes)]
    assert "2026q4" in found[0].authority
    assert found[0].citation is not None
    assert found[0].citation.is_verbatim


@pytest.mark.parametrize("lines", [row[1] for row in SEPARATE], ids=[row[0] for row in SEPARATE])
def test_what_the_modifier_sets_apart_is_left_alone(with_tables: WithTables, lines: list[str]) -> None:
    assert procedure_pair.edit(claim(lines), with_tables(pairs=PAIRS)) == ()


@pytest.mark.parametrize(
    ("day", "lines", "is_told"),
    [
        (date(2019, 6, 30), ["98940-59", "97140"], True),
        (date(2019, 6, 30), ["98940", "97140-59"], False),
        (date(2019, 7, 1), ["98940-59", "97140"], False),
    ],
    ids=["column 1 before", "column 2 before", "column 1 since"],
)
def test_59_counts_on_column_1_since_july_2019(
    with_tables: WithTables, day: date, lines: list[str], is_told: bool
) -> None:
    found = procedure_pair.edit(claim(lines, day=day), with_tables(edition="2019q2", pairs=PAIRS))

    assert bool(found) is is_told


@pytest.mark.parametrize(
    ("edition", "day", "severity", "is_cautious"),
    [
        ("2026q4", TODAY, "block", False),
        ("2026q4", date(2026, 10, 1), "block", False),
        ("2026q4", date(2027, 1, 1), "query", True),
        ("2026q3", TODAY, "query", True),
        ("2024q3", TODAY, "query", True),
        ("2024q3", AUGUST_2024, "block", False),
        ("2026q4", AUGUST_2024, "query", True),
    ],
)
def test_a_table_of_another_quarter_never_does_more_than_query(
    with_tables: WithTables, edition: str, day: date, severity: str, is_cautious: bool
) -> None:
    found = procedure_pair.edit(claim(["97140-GP", "97124-GP"], day=day), with_tables(edition=edition, pairs=PAIRS))

    assert told(found) == [(severity, ("97140", "97124"))]
    assert ("check that quarter's table" in found[0].message) is is_cautious
    assert edition in found[0].authority


def test_of_several_quarters_the_day_s_own_decides(with_tables: WithTables) -> None:
    with_tables(edition="2024q3", older=PAIRS)
    tables = with_tables(edition="2026q4", newer=PAIRS.replace("97140,97124,0", "97140,97124,1"))

    assert told(procedure_pair.edit(claim(["97140", "97124"]), tables)) == [("query", ("97140", "97124"))]
    assert told(procedure_pair.edit(claim(["97140", "97124"], day=AUGUST_2024), tables)) == [
        ("block", ("97140", "97124"))
    ]


@pytest.mark.parametrize(
    ("lines", "day", "severities"),
    [
        (["97140", "97124"], date(2025, 6, 30), ["block"]),
        (["97140", "97124"], date(2025, 7, 1), []),
        (["97140", "97124"], TODAY, []),
        (["98940", "97140"], date(2026, 3, 31), []),
        (["98940", "97140"], date(2026, 4, 1), ["query"]),
        (["98942", "97124"], TODAY, []),
        (["97110", "97116"], TODAY, []),
    ],
    ids=["last day", "deleted", "deleted since", "before its first day", "first day", "indicator 9", "no pair in a whole table"],
)  # fmt: skip
def test_a_whole_table_decides_by_the_pair_s_own_days(
    with_tables: WithTables, lines: list[str], day: date, severities: list[str]
) -> None:
    """CMS keeps deleted pairs with their dates, so a newer table answers for an older day."""
    found = procedure_pair.edit(claim(lines, day=day), with_tables(pairs=CMS))

    assert [one.severity for one in found] == severities


def test_what_a_partial_table_does_not_hold_is_not_called_free(with_tables: WithTables) -> None:
    (finding,) = procedure_pair.edit(claim(["97110-GP", "97140-GP", "97530-GP"]), with_tables(pairs=PAIRS))

    assert finding.severity == "inform"
    assert finding.message.startswith("Not in this table: 97110 with 97140, 97110 with 97530, 97140 with 97530.")


def test_without_a_table_that_is_said_once(authorities: Authorities) -> None:
    (finding,) = procedure_pair.edit(claim(["97110", "97530", "97116", "97535"], payer=None), authorities)

    assert (finding.severity, finding.codes, finding.citation) == ("inform", (), None)
    assert "2026q4" in finding.message


def test_without_a_table_the_sheet_s_hint_is_passed_on(authorities: Authorities) -> None:
    (finding,) = procedure_pair.edit(claim(["97140", "98940"], payer=None), authorities)

    assert (finding.severity, finding.codes) == ("inform", ("97140", "98940"))
    assert "modifier 59 or XS" in finding.message
    assert finding.citation is not None


@pytest.mark.parametrize("lines", [["98940"], [], ["97110", "97110-59"]], ids=str)
def test_without_two_procedures_there_is_no_pair(authorities: Authorities, lines: list[str]) -> None:
    assert procedure_pair.edit(claim(lines), authorities) == ()


@pytest.mark.parametrize(("payer", "severity"), [("medicare", "block"), ("Noridian", "block"), (None, "block"), ("cigna", "query"), ("Zenith", "query")])  # fmt: skip
def test_only_where_ncci_is_the_payer_s_own_does_it_block(
    with_tables: WithTables, payer: str | None, severity: str
) -> None:
    (finding,) = procedure_pair.edit(claim(["97140", "97124"], payer=payer), with_tables(pairs=PAIRS))

    assert finding.severity == severity
    assert ("ask whether this payer follows it" in finding.message) is (severity == "query")


def test_over_several_days_a_pair_is_only_queried(with_tables: WithTables) -> None:
    (finding,) = procedure_pair.edit(claim(["97140", "97124"], date_to=date(2026, 11, 23)), with_tables(pairs=PAIRS))

    assert finding.severity == "query"


def test_a_hospital_claim_asks_the_hospital_s_table(with_tables: WithTables) -> None:
    with_tables(pairs=PAIRS)
    tables = with_tables(hospital_pairs=HOSPITAL)

    hospital = claim(["97116", "97124", "97140"], claim_type="institutional")
    assert ("block", ("97116", "97124")) in told(procedure_pair.edit(hospital, tables))
    assert ("block", ("97140", "97124")) not in told(procedure_pair.edit(hospital, tables))


def test_an_inpatient_stay_has_no_pairs(with_tables: WithTables) -> None:
    stay = claim(["97140", "97124"], claim_type="institutional", setting="inpatient")

    assert procedure_pair.edit(stay, with_tables(pairs=PAIRS)) == ()


@given(st.permutations(["97140-GP", "97124-GP", "98940-AT", "99213", "97110-GP"]))
@hypothesis_settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_order_of_lines_changes_no_pair(with_tables: WithTables, lines: list[str]) -> None:
    found = procedure_pair.edit(claim(lines), with_tables(pairs=PAIRS))

    assert {(one.severity, one.codes) for one in found if one.severity != "inform"} == {
        ("block", ("97140", "97124")),
        ("query", ("98940", "97140")),
        ("query", ("98940", "99213")),
    }
