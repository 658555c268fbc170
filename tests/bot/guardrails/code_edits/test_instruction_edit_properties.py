"""What holds of the edits over notes, combinations and symptoms, whatever the claim."""

import pytest
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from listed_claims import claim

from bot.claims import Authorities, Edit
from bot.guardrails.code_edits import (
    code_also,
    code_combination,
    code_first,
    descriptor_mismatch,
    excludes1,
    excludes2,
    laterality_conflict,
    symptom_with_diagnosis,
    uncertain_diagnosis,
    unspecified,
    use_additional,
)
from bot.privacy import door

OVER_NOTES: tuple[Edit, ...] = (
    excludes1.edit, excludes2.edit, code_first.edit, use_additional.edit, code_also.edit, code_combination.edit, unspecified.edit,
    symptom_with_diagnosis.edit,
)  # fmt: skip
OVER_TEXT: tuple[Edit, ...] = (uncertain_diagnosis.edit, laterality_conflict.edit, descriptor_mismatch.edit)
CODES = [
    "I10", "I11.0", "I12.9", "I13.0", "I50.22", "N18.31", "N18.6", "E11.9", "E11.22", "E11.42", "G62.9", "G63", "M54.2", "M50.222", "M47.812",
    "M54.12", "M25.561", "M25.569", "M17.11", "S13.4XXA", "S13.4XXS", "S32.010A", "S34.101A", "J44.9", "J44.1", "J18.9", "A41.9", "B96.20",
    "R65.20", "T45.1X5A", "D61.1", "Z47.1", "Z96.651", "F45.42", "G89.29", "Z3A.20", "L97.411", "E11.621",
]  # fmt: skip
lists = st.lists(st.sampled_from(CODES), max_size=7, unique=True)


def ids(edits: tuple[Edit, ...]) -> list[str]:
    return [edit.__module__.rpartition(".")[2] for edit in edits]


@pytest.mark.parametrize("edit", OVER_NOTES, ids=ids(OVER_NOTES))
@given(codes=lists)
@hypothesis_settings(max_examples=60)
def test_a_finding_names_codes_of_the_claim_and_quotes_what_it_rests_on(
    authorities: Authorities, edit: Edit, codes: list[str]
) -> None:
    for finding in edit(claim(*codes), authorities):
        assert finding.codes and set(finding.codes) <= set(codes)
        assert finding.severity in ("query", "inform")
        assert finding.message.endswith(".") and finding.authority
        assert finding.citation is not None and finding.citation.is_verbatim
        assert finding.suggestion is None or {finding.suggestion.replaces, *finding.suggestion.drops} <= set(codes)


@pytest.mark.parametrize("edit", OVER_NOTES, ids=ids(OVER_NOTES))
@given(codes=lists, data=st.data())
@hypothesis_settings(max_examples=40)
def test_only_code_first_looks_at_the_order(
    authorities: Authorities, edit: Edit, codes: list[str], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(codes))

    def essence(typed: list[str]) -> set[tuple[str, frozenset[str]]]:
        return {(one.severity, frozenset(one.codes)) for one in edit(claim(*typed), authorities)}

    if edit is not code_first.edit and edit is not code_combination.edit:
        assert essence(list(shuffled)) == essence(codes)
    if edit is code_combination.edit:  # what is reported never depends on it; which of several symptoms is named may
        assert {s for s, _ in essence(list(shuffled))} == {s for s, _ in essence(codes)}


@given(codes=lists)
@hypothesis_settings(max_examples=60)
def test_a_claim_in_the_order_code_first_asks_for_is_asked_nothing_more(
    authorities: Authorities, codes: list[str]
) -> None:
    """Doing what each finding says brings the codes into an order that no finding is left about."""
    now = list(codes)
    for _ in range(len(codes) * len(codes) + 1):
        later = [one for one in code_first.edit(claim(*now), authorities) if one.suggestion]
        if not later:
            break
        code, *before = later[0].codes
        now = [one for one in now if one not in before]
        now[now.index(code) : now.index(code)] = before
    assert [one for one in code_first.edit(claim(*now), authorities) if one.suggestion] == []


@pytest.mark.parametrize("edit", OVER_TEXT, ids=ids(OVER_TEXT))
@given(codes=lists, text=st.text(max_size=200))
@hypothesis_settings(max_examples=60)
def test_no_text_stops_the_edits_that_read_notes(
    authorities: Authorities, edit: Edit, codes: list[str], text: str
) -> None:
    for finding in edit(claim(*codes, note=door.clean(text)), authorities):
        assert set(finding.codes) <= set(codes)
