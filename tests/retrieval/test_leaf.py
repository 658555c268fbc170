"""From a concept down to the billable leaf: by side, level, region, encounter; and what silence leaves open."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.code_set.code_set import CodeSet
from retrieval.leaf import Leaf, axis_words, both_sides, find_leaf, open_axes

TODAY = date(2026, 11, 22)


def leaf_of(code_set: CodeSet, start: str, text: str, encounter: str | None = None, day: date = TODAY) -> Leaf | None:
    return find_leaf(code_set, start, axis_words(text), encounter, day)


BY_SIDE = [
    ("M77.1", "tennis elbow right", "M77.11"),
    ("M77.1", "tennis elbow, left", "M77.12"),
    ("M77.1", "rt tennis elbow", "M77.11"),
    ("M77.1", "tennis elbow (L)", "M77.12"),
    ("M25.56", "right knee pain", "M25.561"),
    ("M25.56", "l knee pain", "M25.562"),
    ("M17.1", "left knee osteoarthritis", "M17.12"),
    ("M17", "bilateral knee osteoarthritis", "M17.0"),
    ("M75.1", "complete rotator cuff tear, right shoulder", "M75.121"),
    ("M67.A0", "plantar fasciitis, left foot", "M67.A02"),
    ("G56.0", "carpal tunnel syndrome, bilateral", "G56.03"),
    ("G56.0", "carpal tunnel, both wrists", "G56.03"),
    ("G56.0", "b/l carpal tunnel", "G56.03"),
    ("H25.1", "b/l nuclear cataract", "H25.13"),
]
BY_LEVEL = [
    ("M50.22", "C4-5 disc displacement", "M50.221"),
    ("M50.22", "C5-C6 disc displacement", "M50.222"),
    ("M50.22", "c5/6 disc displacement", "M50.222"),
    ("M50.22", "C6-7 disc displacement", "M50.223"),
]
BY_REGION = [
    ("M53.8", "other dorsopathy of the neck", "M53.82"),
    ("M53.8", "other dorsopathy, thoracic", "M53.84"),
    ("M53.8", "other dorsopathy of the low back", "M53.86"),
    ("M53.8", "other dorsopathy, lumbosacral", "M53.87"),
    ("M53.8", "other dorsopathy, cervicothoracic", "M53.83"),
    ("M54.1", "cervical radiculopathy", "M54.12"),
    ("M54.1", "radiculopathy, lumbar region", "M54.16"),
    ("M47.81", "neck spondylosis", "M47.812"),
    ("M99.0", "segmental dysfunction of the thoracic region", "M99.02"),
]
BY_WORDS = [
    ("M54.5", "vertebrogenic low back pain", "M54.51"),
    ("M72.2", "plantar fascial fibromatosis, right", "M72.21"),
    ("E11.4", "type 2 diabetes with diabetic polyneuropathy", "E11.42"),
    ("M25.561", "right knee pain", "M25.561"),
    ("I10", "hypertension", "I10"),
]


@pytest.mark.parametrize(
    ("start", "text", "code"), [*BY_SIDE, *BY_LEVEL, *BY_REGION, *BY_WORDS], ids=[row[1] for row in [*BY_SIDE, *BY_LEVEL, *BY_REGION, *BY_WORDS]]
)  # fmt: skip
def test_the_words_lead_to_the_leaf(code_set: CodeSet, start: str, text: str, code: str) -> None:
    leaf = leaf_of(code_set, start, text)

    assert leaf is not None
    assert leaf.code == code


@pytest.mark.parametrize(
    ("encounter", "code"),
    [("initial", "S13.4XXA"), ("subsequent", "S13.4XXD"), ("sequela", "S13.4XXS"), (None, "S13.4XXA")],
    ids=str,
)
def test_the_encounter_decides_the_7th_character(code_set: CodeSet, encounter: str | None, code: str) -> None:
    leaf = leaf_of(code_set, "S13.4", "whiplash", encounter)

    assert leaf is not None
    assert leaf.code == code
    assert [axis.axis for axis in open_axes(code_set, leaf, TODAY)] == ([] if encounter else ["encounter"])


def test_side_and_encounter_are_both_heard(code_set: CodeSet) -> None:
    leaf = leaf_of(code_set, "S93.40", "sprain of the left ankle", "subsequent")

    assert leaf is not None
    assert (leaf.code, leaf.silent_at) == ("S93.402D", ())


SILENT = [
    ("M77.1", "tennis elbow", "M77.10", ["laterality"]),
    ("M25.56", "knee pain", "M25.569", ["laterality"]),
    ("M50.2", "disc displacement", "M50.20", ["region"]),
    ("M53.8", "other dorsopathy", "M53.80", ["region"]),
    ("M54.5", "low back pain", "M54.50", ["kind"]),
    ("S93.40", "ankle sprain", "S93.409A", ["laterality", "encounter"]),
]


@pytest.mark.parametrize(("start", "text", "code", "axes"), SILENT, ids=[row[1] for row in SILENT])
def test_silence_leads_to_the_unspecified_code_and_is_named(
    code_set: CodeSet, start: str, text: str, code: str, axes: list[str]
) -> None:
    leaf = leaf_of(code_set, start, text)

    assert leaf is not None
    assert leaf.code == code
    assert [axis.axis for axis in open_axes(code_set, leaf, TODAY)] == axes


def test_a_disc_level_left_open_is_asked_for(code_set: CodeSet) -> None:
    leaf = leaf_of(code_set, "M50.22", "disc displacement")

    assert leaf is not None
    assert [(axis.axis, axis.asks) for axis in open_axes(code_set, leaf, TODAY)] == [("level", "Which spinal level?")]


def test_an_open_axis_offers_each_child_with_what_tells_it_apart(code_set: CodeSet) -> None:
    leaf = leaf_of(code_set, "M77.1", "tennis elbow")

    assert leaf is not None
    (axis,) = open_axes(code_set, leaf, TODAY)
    assert axis.asks == "Which side?"
    assert [(choice.label, choice.code) for choice in axis.choices] == [
        ("Unspecified elbow", "M77.10"), ("Right elbow", "M77.11"), ("Left elbow", "M77.12"),
    ]  # fmt: skip


def test_a_side_that_nobody_said_is_given_back(code_set: CodeSet) -> None:
    """A text that stands at a right-sided code must not lead there when the question names no side."""
    leaf = leaf_of(code_set, "M77.11", "tennis elbow")

    assert leaf is not None
    assert leaf.code == "M77.10"


def test_the_other_side_is_found_from_a_sided_code(code_set: CodeSet) -> None:
    leaf = leaf_of(code_set, "M77.11", "left tennis elbow")

    assert leaf is not None
    assert leaf.code == "M77.12"


@pytest.mark.parametrize(
    ("start", "day", "code"),
    [
        ("M72.2", date(2026, 9, 30), "M72.2"),
        ("M54.5", date(2021, 9, 30), "M54.5"),
        ("M54.5", date(2021, 10, 1), "M54.50"),
        ("M51.36", date(2024, 9, 30), "M51.36"),
    ],
    ids=str,
)
def test_the_leaf_is_the_one_of_the_day(code_set: CodeSet, start: str, day: date, code: str) -> None:
    leaf = leaf_of(code_set, start, "", day=day)

    assert leaf is not None
    assert leaf.code == code


@pytest.mark.parametrize(
    ("start", "day"),
    [("M67.A0", date(2026, 9, 30)), ("M53.89", TODAY), ("T52.8X1A", TODAY), ("", TODAY)],
    ids=["not yet", "no code", "ended", "nothing"],
)
def test_where_nothing_is_billable_there_is_no_leaf(code_set: CodeSet, start: str, day: date) -> None:
    assert leaf_of(code_set, start, "anything", day=day) is None


DISPLACED = [
    ("S12.0", "S12.000A"),
    ("S12.10", "S12.100A"),
    ("S52.50", "S52.509A"),
    ("S72.00", "S72.009A"),
    ("S42.2", None),
    ("S82.0", None),
]


@pytest.mark.parametrize(("start", "code"), DISPLACED, ids=[start for start, _ in DISPLACED])
def test_a_fracture_of_which_nothing_is_said_is_displaced_and_closed(
    code_set: CodeSet, start: str, code: str | None
) -> None:
    """Guideline I.C.19.c: not indicated as displaced or not, it is coded as displaced; not as open or closed, as closed."""
    leaf = leaf_of(code_set, start, "fracture")

    assert leaf is not None
    assert "nondisplaced" not in code_set.descriptor(leaf.code)
    assert leaf.code.endswith("A")
    assert code is None or leaf.code == code


def test_no_heading_leads_in_silence_to_a_nondisplaced_fracture(code_set: CodeSet, headings: list[str]) -> None:
    silent = {start: leaf.code for start in headings if (leaf := leaf_of(code_set, start, "")) is not None}

    wrong = [
        start
        for start, code in silent.items()
        if "nondisplaced" in code_set.descriptor(code).lower()
        and "nondisplaced" not in code_set.descriptor(start).lower()
    ]

    assert wrong == []


@pytest.fixture(scope="module")
def headings(code_set: CodeSet) -> list[str]:
    leaves = sorted(code_set.billable_on(TODAY))[::37]
    return sorted({one.code for leaf in leaves for one in code_set.path(leaf)[2:]})


words_said = st.lists(
    st.sampled_from(
        "right left bilateral cervical lumbar thoracic acute chronic open closed displaced with without initial c5-c6 primary".split()
    ),
    max_size=5,
).map(" ".join)


@given(data=st.data(), text=words_said, encounter=st.sampled_from([None, "initial", "subsequent", "sequela"]))
def test_a_leaf_is_always_billable_and_its_axes_lead_to_entries_of_the_day(
    code_set: CodeSet, headings: list[str], data: st.DataObject, text: str, encounter: str | None
) -> None:
    start = data.draw(st.sampled_from(headings))

    leaf = leaf_of(code_set, start, text, encounter)

    if leaf is not None:
        assert code_set.status(leaf.code, TODAY).billable
        assert leaf.fit >= 0
        for axis in open_axes(code_set, leaf, TODAY):
            assert len(axis.choices) > 1
            for choice in axis.choices:
                assert choice.label
                assert code_set.status(choice.code, TODAY).state in ("billable", "header")


@given(data=st.data())
def test_below_every_heading_silence_finds_a_leaf(code_set: CodeSet, headings: list[str], data: st.DataObject) -> None:
    start = data.draw(st.sampled_from(headings))

    assert leaf_of(code_set, start, "") is not None


@given(data=st.data())
def test_a_leafs_own_title_leads_to_it(code_set: CodeSet, data: st.DataObject) -> None:
    """For the sided codes of one family: each title names its own side."""
    family = data.draw(
        st.sampled_from(["M77.1", "M25.56", "M25.51", "G56.0", "M75.0", "M76.6", "H10.1", "M53.8", "M54.1"])
    )
    leaf = data.draw(st.sampled_from(code_set.leaves(family, TODAY)))

    found = leaf_of(code_set, family, leaf.descriptor)

    assert found is not None
    assert found.code == leaf.code


@pytest.mark.parametrize(
    ("text", "has", "has_not"),
    [
        ("rt knee", {"right"}, {"left"}),
        ("b/l knees", {"bilater"}, {"right", "left"}),
        ("c5/6", {"c5", "c6"}, {"c7"}),
        ("low back", {"lumbar"}, {"cervic"}),
        ("neck", {"cervic"}, {"lumbar"}),
    ],
)
def test_what_is_said_is_heard_in_the_words_of_the_list(text: str, has: set[str], has_not: set[str]) -> None:
    said = axis_words(text)

    assert has <= said
    assert not has_not & said


DEFAULTS = [
    ("E11", "type 2 diabetes", "E11.9"),
    ("F12.2", "cannabis dependence", "F12.20"),
    ("G43", "migraine", "G43.909"),
    ("G44.31", "acute post-traumatic headache", "G44.319"),
    ("K40", "inguinal hernia", "K40.90"),
    ("I50", "congestive heart failure", "I50.9"),
    ("O45.9", "abruptio placentae", "O45.90"),
    ("M48.06", "lumbar stenosis", "M48.061"),
    ("M45", "ankylosing spondylitis", "M45.9"),
    ("J03.9", "acute tonsillitis", "J03.90"),
]


@pytest.mark.parametrize(("start", "text", "code"), DEFAULTS, ids=[row[1] for row in DEFAULTS])
def test_a_bare_name_leads_to_the_default_of_the_list(code_set: CodeSet, start: str, text: str, code: str) -> None:
    leaf = leaf_of(code_set, start, text)

    assert leaf is not None
    assert leaf.code == code


HEALING = [
    ("S52.50", "distal radius fracture right, routine healing", "subsequent", "S52.501D"),
    ("S52.50", "distal radius fracture right, delayed healing", "subsequent", "S52.501G"),
    ("S52.50", "distal radius fracture right, nonunion", "subsequent", "S52.501K"),
    ("S52.50", "distal radius fracture right", "sequela", "S52.501S"),
]


@pytest.mark.parametrize(("start", "text", "encounter", "code"), HEALING, ids=[row[1] for row in HEALING])
def test_how_a_fracture_heals_decides_the_7th_character(
    code_set: CodeSet, start: str, text: str, encounter: str, code: str
) -> None:
    leaf = leaf_of(code_set, start, text, encounter)

    assert leaf is not None
    assert leaf.code == code


LEVELS = [
    ("M50.2", "C5-6 disc herniation", "M50.222"),
    ("M51.2", "L4-5 disc herniation", "M51.26"),
    ("M51.2", "L5-S1 disc herniation", "M51.27"),
    ("M51.2", "L5-1 disc herniation", "M51.27"),
    ("M99.0", "L5 segmental dysfunction", "M99.03"),
]


@pytest.mark.parametrize(("start", "text", "code"), LEVELS, ids=[row[1] for row in LEVELS])
def test_a_level_is_heard_from_further_up(code_set: CodeSet, start: str, text: str, code: str) -> None:
    leaf = leaf_of(code_set, start, text)

    assert leaf is not None
    assert leaf.code == code


def test_what_the_text_denies_rules_out_the_child_that_affirms_it(code_set: CodeSet) -> None:
    said, denied = axis_words("migraine"), axis_words("aura intractable")

    leaf = find_leaf(code_set, "G43", said, None, TODAY, denied)

    assert leaf is not None
    assert leaf.code == "G43.009"


def test_words_that_did_not_lead_here_may_tell_a_more_specific_sibling(code_set: CodeSet) -> None:
    said = axis_words("chronic systolic heart failure")

    leaf = find_leaf(code_set, "I50.20", said, None, TODAY, led_by=axis_words("systolic heart failure"))

    assert leaf is not None
    assert leaf.code == "I50.22"


@pytest.mark.parametrize(
    ("code", "both"),
    [("M25.569", ("M25.561", "M25.562")), ("M17.9", ()), ("G56.00", ()), ("I10", ())],
    ids=str,
)
def test_both_sides_are_two_codes_only_where_no_code_says_both(
    code_set: CodeSet, code: str, both: tuple[str, ...]
) -> None:
    assert both_sides(code_set, code, TODAY) == both
