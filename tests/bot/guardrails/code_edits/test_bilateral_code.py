"""Right and left of one condition are one code where the list has it, and two where it hasn't."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from listed_claims import BEYOND, TODAY, claim, names

from bot.claims import Authorities
from bot.guardrails.code_edits import bilateral_code

PAIRS = [
    ("knees", ["M17.11", "M17.12"], "M17.0"),
    ("left first", ["M17.12", "M17.11"], "M17.0"),
    ("however typed", ["m1711", "m17.12"], "M17.0"),
    ("post-traumatic knees", ["M17.31", "M17.32"], "M17.2"),
    ("hips of dysplasia", ["M16.31", "M16.32"], "M16.2"),
    ("thumbs, whose bilateral code says no hand", ["M18.11", "M18.12"], "M18.0"),
    ("carpal tunnels", ["G56.01", "G56.02"], "G56.03"),
    ("knee prostheses", ["M54.50", "Z96.651", "Z96.652"], "Z96.653"),
    ("glaucoma of one stage", ["H40.1111", "H40.1121"], "H40.1131"),
    ("diabetic eyes", ["E11.3211", "E11.3212"], "E11.3213"),
    ("ovaries, in the plural", ["C56.1", "C56.2"], "C56.3"),
    ("two candidates: the nearer one", ["I70.391", "I70.392"], "I70.393"),
]
NO_PAIRS = [
    ("sciatica has none", ["M54.31", "M54.32"]),
    ("knee pain has none", ["M25.561", "M25.562"]),
    ("breasts have none", ["C50.911", "C50.912"]),
    ("different kinds", ["M17.11", "M17.32"]),
    ("different stages", ["H40.1111", "H40.1122"]),
    ("different encounters", ["S83.511A", "S83.512D"]),
    ("one side and unspecified", ["M17.11", "M17.10"]),
    ("one side twice", ["M17.11", "M17.11"]),
    ("one side", ["M17.11"]),
    ("a right that is about both sides of the field", ["H53.461", "H53.462"]),
    ("both ulcer and inflammation is no both sides", ["I83.211", "I83.221"]),
    ("different joints", ["M17.11", "M16.12"]),
    ("nothing", []),
]


@pytest.mark.parametrize(("typed", "both"), [row[1:] for row in PAIRS], ids=names(PAIRS))
def test_both_sides_are_asked_to_be_one_code(authorities: Authorities, typed: list[str], both: str) -> None:
    (finding,) = bilateral_code.edit(claim(*typed), authorities)

    assert finding.severity == "query" and both in finding.message
    assert finding.suggestion is not None and finding.suggestion.codes == (both,)
    assert {finding.suggestion.replaces, *finding.suggestion.drops} <= set(typed)


@pytest.mark.parametrize("typed", [row[1] for row in NO_PAIRS], ids=names(NO_PAIRS))
def test_where_no_code_says_both_the_two_are_right(authorities: Authorities, typed: list[str]) -> None:
    assert bilateral_code.edit(claim(*typed), authorities) == ()


def test_the_day_decides_whether_there_is_a_code_for_both(authorities: Authorities) -> None:
    """C56.3 began on 2021-10-01."""
    assert bilateral_code.edit(claim("C56.1", "C56.2", day=date(2021, 10, 1)), authorities)
    assert not bilateral_code.edit(claim("C56.1", "C56.2", day=date(2021, 9, 30)), authorities)
    assert not bilateral_code.edit(claim("M17.11", "M17.12", day=BEYOND), authorities)


@given(st.permutations(["M17.11", "M17.12", "G56.01", "G56.02", "I10"]), st.lists(st.sampled_from(["L60.0", "K35.80"])))
def test_order_and_unrelated_codes_change_no_pair(
    authorities: Authorities, codes: list[str], unrelated: list[str]
) -> None:
    found = {frozenset(one.codes) for one in bilateral_code.edit(claim(*codes, *unrelated), authorities)}

    assert found == {frozenset({"M17.11", "M17.12"}), frozenset({"G56.01", "G56.02"})}


def test_every_bilateral_code_found_differs_in_the_side_alone(authorities: Authorities) -> None:
    """Over a whole chapter: each code for both stands in the category of its two sides and may be reported."""
    code_set = authorities.code_set
    codes = [entry.code for entry in code_set.leaves("8", TODAY)]
    by_descriptor = {code_set.descriptor(code): code for code in codes}
    pairs = [
        (code, by_descriptor[mirrored])
        for code in codes
        if (mirrored := code_set.descriptor(code).replace("right ear", "left ear")) in by_descriptor
        and by_descriptor[mirrored] != code
    ]
    found = [bilateral_code.bilateral_of(code_set, one, other, TODAY) for one, other in pairs]

    assert len(pairs) > 100 and sum(both is not None for both in found) > 0.9 * len(pairs)
    assert all(both is None or both[:3] == one[:3] for both, (one, _) in zip(found, pairs, strict=True))
