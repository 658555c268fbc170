"""What holds of every edit, whatever the claim."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.assistant import Assistant
from bot.claims import Authorities, Claim, Finding
from bot.guardrails.code_edits import check_claim, excludes1
from knowledge.code_set.codes import canonical

TODAY = date(2026, 11, 22)
UNRELATED = ["I10", "H52.13", "L60.0", "K35.80", "B35.1", "Z00.00"]
CODES = [
    "M54.2", "M50.222", "S13.4XXA", "M99.01", "M53.82", "M54.50", "M54.41", "E11.9", "E10.9", "E11.42", "G63", "M72.2", "M53.8", "S13.4",
    "S13.4A", "M53.89", "M67.A01", "I10.0", "M54.5", "R51.9", "M25.561", "M25.562", "T52.8X1A", *UNRELATED,
]  # fmt: skip
codes = st.lists(st.sampled_from(CODES), max_size=6)
days = st.sampled_from(
    [
        TODAY,
        date(2026, 9, 30),
        date(2026, 10, 1),
        date(2021, 9, 30),
        date(2015, 10, 1),
        date(2027, 3, 31),
        date(2027, 4, 1),
        date(2014, 5, 5),
    ]
)


@pytest.fixture(scope="module")
def authorities(assistant: Assistant) -> Authorities:
    return assistant.reference.authorities


def claim(diagnoses: list[str], day: date = TODAY) -> Claim:
    return Claim(diagnoses=tuple(diagnoses), date_of_service=day)


def essence(findings: tuple[Finding, ...]) -> list[tuple[object, ...]]:
    """A finding without the entry as typed."""
    return [
        (
            one.edit,
            one.severity,
            one.codes,
            one.message,
            one.authority,
            one.suggestion.codes if one.suggestion else None,
        )
        for one in findings
    ]


@given(codes, days, st.data())
@hypothesis_settings(max_examples=150)
def test_case_and_punctuation_never_matter(
    authorities: Authorities, diagnoses: list[str], day: date, data: st.DataObject
) -> None:
    retyped = []
    for code in diagnoses:
        noise = data.draw(st.sampled_from(["", " ", ".", "-"]))
        letters = code.replace(".", data.draw(st.sampled_from(["", ".", "-", " . "])))
        retyped.append(f"{noise}{letters.lower() if data.draw(st.booleans()) else letters}{noise}")

    assert essence(check_claim(claim(retyped, day), authorities)) == essence(
        check_claim(claim(diagnoses, day), authorities)
    )


@given(codes, days)
def test_the_same_claim_has_the_same_findings(authorities: Authorities, diagnoses: list[str], day: date) -> None:
    assert check_claim(claim(diagnoses, day), authorities) == check_claim(claim(diagnoses, day), authorities)


@given(codes, st.data())
def test_the_order_of_codes_does_not_matter_for_excludes1(
    authorities: Authorities, diagnoses: list[str], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(diagnoses))

    def pairs(typed: list[str]) -> set[frozenset[str]]:
        return {frozenset(finding.codes) for finding in excludes1.edit(claim(typed), authorities)}

    assert pairs(list(shuffled)) == pairs(diagnoses)


@given(codes, st.lists(st.sampled_from(UNRELATED), max_size=3), st.data())
def test_an_unrelated_code_between_changes_no_exclusion(
    authorities: Authorities, diagnoses: list[str], more: list[str], data: st.DataObject
) -> None:
    place = data.draw(st.integers(0, len(diagnoses)))
    with_more = [*diagnoses[:place], *more, *diagnoses[place:]]

    def pairs(typed: list[str]) -> set[frozenset[str]]:
        return {frozenset(finding.codes) for finding in excludes1.edit(claim(typed), authorities)}

    assert pairs(diagnoses) <= pairs(with_more)
    assert all(pair & set(more) or pair in pairs(diagnoses) for pair in pairs(with_more))


@given(codes, days)
@hypothesis_settings(max_examples=150)
def test_a_finding_is_about_codes_of_the_claim(authorities: Authorities, diagnoses: list[str], day: date) -> None:
    listed = {canonical(code) for code in diagnoses}

    for finding in check_claim(claim(diagnoses, day), authorities):
        assert set(finding.codes) <= listed
        assert finding.suggestion is None or finding.suggestion.replaces in diagnoses


@given(codes, days)
@hypothesis_settings(max_examples=150)
def test_no_claim_escapes_a_code_that_cannot_be_reported(
    authorities: Authorities, diagnoses: list[str], day: date
) -> None:
    """Within our tables a code is called unreportable exactly when it isn't billable."""
    if not authorities.code_set.tables_first_day <= day <= authorities.code_set.tables_last_day:
        return
    distinct = list(dict.fromkeys(diagnoses))
    blocked = {
        code
        for one in check_claim(claim(distinct, day), authorities)
        if one.edit in ("unknown-code", "not-in-force", "incomplete-code", "seventh-character")
        for code in one.codes
    }

    assert blocked == {code for code in distinct if not authorities.code_set.status(code, day).billable}


@given(codes, days)
def test_every_suggested_code_may_be_reported_or_leads_on(
    authorities: Authorities, diagnoses: list[str], day: date
) -> None:
    """A suggestion for a dead code may name only codes of the day; for a heading, also headings below it."""
    for finding in check_claim(claim(diagnoses, day), authorities):
        for code in finding.suggestion.codes if finding.suggestion else ():
            assert authorities.code_set.status(code, day).state in ("billable", "header"), (finding.edit, code)


@given(st.lists(st.text(max_size=12), max_size=5), days)
@hypothesis_settings(max_examples=150)
def test_no_entry_stops_the_edits_or_is_repeated_unless_it_is_a_code(
    authorities: Authorities, diagnoses: list[str], day: date
) -> None:
    findings = check_claim(claim(diagnoses, day), authorities)

    assert all(finding.severity in ("block", "query", "inform") for finding in findings)
    for typed in diagnoses:
        if canonical(typed) is None and len(typed.strip()) > 3 and not typed.isalpha():
            assert all(typed not in finding.message for finding in findings)
