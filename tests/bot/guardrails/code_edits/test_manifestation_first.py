"""A manifestation is never first and never without its disease; which disease it is stays for a person to say."""

import pytest
from listed_claims import BEYOND, FIRST_DAY_OF_FY2027, claim, names, told

from bot.claims import Authorities
from bot.guardrails.code_edits import manifestation_first

AT_FAULT = [
    ("alone", ["G63"], "G63"),
    ("before its cause", ["M49.86", "A23.9"], "M49.86"),
    ("however typed", ["m4986", " a23-9 "], "M49.86"),
    ("a title that doesn't say it", ["M36.1"], "M36.1"),
    ("first, with a disease that may be its cause", ["G63", "D86.9"], "G63"),
    ("second, after a symptom", ["R51.9", "G63"], "G63"),
    ("second, after a reason for the visit", ["Z09", "G63"], "G63"),
    ("second, after an external cause", ["W19.XXXA", "G63"], "G63"),
    ("second, after another manifestation", ["H36.89", "G63"], "H36.89"),
    ("second, and the note names all its causes", ["M54.2", "M90.60"], "M90.60"),
]
RIGHT = [
    ("after the cause the note names", ["A23.9", "M49.86"]),
    ("between, its cause first", ["C41.2", "M54.2", "M90.60"]),
    ("its cause named but later, another code first", ["M54.2", "M49.86", "A23.9"]),
    ("after a disease the open note doesn't name", ["D86.9", "G63"]),
    ("a combination code", ["E11.42"]),
    ("no manifestation", ["M54.2"]),
    ("a heading", ["M49.8"]),
    ("no code", ["neck"]),
    ("nothing", []),
]


@pytest.mark.parametrize(("typed", "code"), [row[1:] for row in AT_FAULT], ids=names(AT_FAULT))
def test_a_manifestation_first_or_without_a_disease_is_blocked(
    authorities: Authorities, typed: list[str], code: str
) -> None:
    findings = manifestation_first.edit(claim(*typed), authorities)

    assert ("block", (code,)) in told(findings)
    assert all(one.citation is not None and one.citation.is_verbatim for one in findings)


@pytest.mark.parametrize("typed", [row[1] for row in RIGHT], ids=names(RIGHT))
def test_a_manifestation_after_its_disease_is_right(authorities: Authorities, typed: list[str]) -> None:
    assert manifestation_first.edit(claim(*typed), authorities) == ()


def test_only_a_cause_that_the_note_names_is_moved_without_asking(authorities: Authorities) -> None:
    (named,) = manifestation_first.edit(claim("m4986", "A23.9"), authorities)
    (possible,) = manifestation_first.edit(claim("G63", "D86.9"), authorities)

    assert named.suggestion is not None and named.suggestion.codes == ("A23.9", "M49.86")
    assert named.suggestion.replaces == "m4986" and named.suggestion.leaves_no_choice
    assert possible.suggestion is None and "D86.9" in possible.message


def test_without_a_cause_the_message_gives_examples_from_the_note(authorities: Authorities) -> None:
    (finding,) = manifestation_first.edit(claim("M36.1"), authorities)

    assert "leukemia (C91-C95)" in finding.message


def test_an_attribute_counts_on_its_days_only(authorities: Authorities) -> None:
    """A code's attributes change between years: each of these was, or became, a manifestation code."""
    code_set = authorities.code_set
    changed = {
        code
        for code in ("D72.18", "D89.44", "F02.811", "M35.05")
        if code_set.mce_days(code, "manifestation")
        and code_set.mce_days(code, "manifestation")[0].first > code_set.tables_first_day
    }

    assert changed
    for code in changed:
        first = code_set.mce_days(code, "manifestation")[0].first
        assert manifestation_first.edit(claim(code, day=first), authorities)
        assert not manifestation_first.edit(claim(code, day=first.replace(year=first.year - 1)), authorities)


def test_beyond_our_tables_nothing_is_blocked(authorities: Authorities) -> None:
    assert manifestation_first.edit(claim("G63", day=BEYOND), authorities) == ()
    assert manifestation_first.edit(claim("G63", day=FIRST_DAY_OF_FY2027), authorities)
