"""What holds of every edit over service lines, whatever the claim."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from payer_claims import PAIRS, TODAY, UNITS, WithTables, claim, line

from bot.claims import Authorities, Claim, Edit, Finding, Procedure
from bot.guardrails.code_edits import (
    em_with_manipulation,
    initial_treatment_date,
    payer_diagnosis_not_listed,
    payer_modifier,
    payer_noncovered,
    payer_sheet_stale,
    payer_supporting_diagnosis,
    procedure_pair,
    procedure_regions,
    units,
    unknown_payer,
)

PAYER_EDITS: list[Edit] = [
    unknown_payer.edit, payer_supporting_diagnosis.edit, payer_modifier.edit, em_with_manipulation.edit,
    initial_treatment_date.edit, payer_noncovered.edit, payer_diagnosis_not_listed.edit, procedure_regions.edit,
    procedure_pair.edit, units.edit, payer_sheet_stale.edit,
]  # fmt: skip
LINES = ["98940-AT", "98940", "98941-AT-GA", "98942", "98943", "99213", "99213-25", "97140-GP", "97140-59", "97124-GP", "97110",
         "97110-GO-CQ-KX", "97530-GN", "64492", "G0283", "0591T"]  # fmt: skip
DIAGNOSES = ["M54.2", "M99.01", "M99.03", "M99.06", "M53.82", "I10", "neck"]
PAYERS = ["medicare", "CGS", "cigna", "tricare", "uhc commercial", "uhc", "amerihealth ma", "Zenith", "", None]

service_lines = st.builds(
    line, st.sampled_from(LINES), st.sampled_from([None, 0, 1, 2, 9]), st.sampled_from([None, 0, 7, 15, 40, 200])
)
claims = st.builds(
    claim,
    st.lists(service_lines, max_size=6),
    st.lists(st.sampled_from(DIAGNOSES), max_size=5),
    st.sampled_from(PAYERS),
    st.sampled_from([TODAY, date(2027, 1, 1), date(2019, 6, 30), date(2015, 10, 1), date(2031, 1, 1)]),
)


@pytest.fixture
def loaded(with_tables: WithTables) -> Authorities:
    return with_tables(pairs=PAIRS, units=UNITS)


def check(one: Claim, authorities: Authorities) -> list[Finding]:
    return [finding for edit in PAYER_EDITS for finding in edit(one, authorities)]


def retyped(typed: Procedure, noise: str) -> Procedure:
    return replace(
        typed,
        code=f"{noise}{typed.code.lower()} ",
        modifiers=tuple(f" {one.lower()}{noise}" for one in typed.modifiers),
    )


ANY = hypothesis_settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])


@given(claims, st.sampled_from(["", " ", ".", "-"]))
@ANY
def test_case_and_punctuation_of_lines_never_matter(loaded: Authorities, one: Claim, noise: str) -> None:
    again = replace(one, procedures=tuple(retyped(typed, noise) for typed in one.procedures))

    assert check(again, loaded) == check(one, loaded)


@given(claims)
@ANY
def test_every_finding_is_about_the_claim_and_quotes_verbatim(loaded: Authorities, one: Claim) -> None:
    procedures = {typed.code for typed in one.procedures}

    for finding in check(one, loaded):
        assert finding.message.endswith(".") and finding.authority
        assert finding.citation is None or finding.citation.is_verbatim
        assert {code for code in finding.codes if code[0].isdigit() or code in LINES} <= procedures


@given(claims, st.data())
@ANY
def test_the_order_of_lines_never_matters(loaded: Authorities, one: Claim, data: st.DataObject) -> None:
    shuffled = replace(one, procedures=tuple(data.draw(st.permutations(one.procedures))))

    def essence(of: Claim) -> set[tuple[str, str, frozenset[str]]]:
        return {(x.edit, x.severity, frozenset(x.codes)) for x in check(of, loaded) if x.edit != "procedure-pair"}

    assert essence(shuffled) == essence(one)


@given(claims)
@ANY
def test_a_claim_without_a_payer_is_blocked_by_no_payer(loaded: Authorities, one: Claim) -> None:
    found = check(replace(one, payer=None), loaded)

    assert {finding.edit for finding in found} <= {"procedure-pair", "units", "em-with-manipulation"}


@given(st.lists(st.text(max_size=12), max_size=4), st.text(max_size=30))
@ANY
def test_whatever_is_typed_as_a_line_or_payer_stops_nothing_and_a_payer_is_not_repeated(
    loaded: Authorities, codes: list[str], payer: str
) -> None:
    odd = claim([Procedure(code=code, modifiers=(code,)) for code in codes], payer=f"Jane {payer} Doe")

    assert all("Jane" not in finding.message for finding in check(odd, loaded))
