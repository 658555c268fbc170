"""A code is read however it is typed, and the small values of the code set keep their promises."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.code_set.code_set import CodeSet
from knowledge.code_set.codes import (
    Code,
    CodeNote,
    CodeRange,
    CodeStatus,
    SeventhCharacters,
    Validity,
    canonical,
    dotted,
    undotted,
)

A_DAY = date(2026, 1, 15)

AS_TYPED = [
    ("M53.82", "M53.82"),
    ("m5382", "M53.82"),
    ("M5382", "M53.82"),
    ("m53.82", "M53.82"),
    (" m53.82 ", "M53.82"),
    ("M53-82", "M53.82"),
    ("M 53.82", "M53.82"),
    ("M53 . 82", "M53.82"),
    ("M53.82.", "M53.82"),
    (".M53.82", "M53.82"),
    ("M.5.3.8.2", "M53.82"),
    ("\tM53.82\n", "M53.82"),
    ("M53,82", "M53.82"),
    ("M53_82", "M53.82"),
    ("s134xxa", "S13.4XXA"),
    ("S13.4XXA", "S13.4XXA"),
    ("S13.4xxa", "S13.4XXA"),
    ("s13-4xx-a", "S13.4XXA"),
    ("i10", "I10"),
    ("I10.", "I10"),
    ("c4a", "C4A"),
    ("c4a.0", "C4A.0"),
    ("m67a01", "M67.A01"),
    ("z3a09", "Z3A.09"),
    ("o9a211", "O9A.211"),
    ("qa1", "QA1"),
]

NOT_A_CODE = [
    ("nothing", ""),
    ("only a dot", "."),
    ("one letter", "M"),
    ("two characters", "M5"),
    ("no letter", "53.82"),
    ("an ICD-9-CM code", "723.8"),
    ("a CPT code", "98940"),
    ("three letters", "MMM.82"),
    ("eight characters", "M53.82345"),
    ("a word", "neck"),
    ("a word of seven letters", "lumbago"),
    ("a sign inside", "M53+82"),
    ("a letter from another alphabet", "М53.82"),  # a Cyrillic M
    ("digits from another alphabet", "M٥٣.82"),
    ("a bracket", "(M53.82)"),
    ("two codes", "M53.82 M54.2"),
    ("a null", "M53\x0082"),
]


@pytest.mark.parametrize(("typed", "printed"), AS_TYPED, ids=[repr(typed) for typed, _ in AS_TYPED])
def test_a_code_is_read_however_it_is_typed(typed: str, printed: str) -> None:
    assert canonical(typed) == printed


@pytest.mark.parametrize("typed", [typed for _, typed in NOT_A_CODE], ids=[why for why, _ in NOT_A_CODE])
def test_what_has_no_codes_shape_is_no_code(typed: str) -> None:
    assert canonical(typed) is None


@pytest.fixture(scope="module")
def every_code(code_set: CodeSet) -> list[str]:
    return sorted(code_set.billable_on(date(2026, 11, 22)))


@given(data=st.data())
def test_any_mix_of_case_dots_spaces_and_dashes_gives_the_real_code(every_code: list[str], data: st.DataObject) -> None:
    code = data.draw(st.sampled_from(every_code))
    noise = st.text(alphabet=" .-\t_,;:/", max_size=2)
    typed = "".join(
        data.draw(noise) + (letter.lower() if data.draw(st.booleans()) else letter) for letter in undotted(code)
    ) + data.draw(noise)

    assert canonical(typed) == code


@given(st.text(max_size=12))
def test_reading_a_code_twice_changes_nothing(typed: str) -> None:
    once = canonical(typed)

    assert once is None or canonical(once) == once


@given(st.text(max_size=30))
def test_what_is_read_as_a_code_is_ascii_letters_digits_and_one_dot_after_the_third(typed: str) -> None:
    code = canonical(typed)

    if code is not None:
        assert code.isascii() and undotted(code).isalnum() and 3 <= len(undotted(code)) <= 7
        assert code == dotted(undotted(code))


@pytest.mark.parametrize(("letters", "printed"), [("M53", "M53"), ("M538", "M53.8"), ("S134XXA", "S13.4XXA")])
def test_the_dot_stands_after_the_third_character_and_goes_again(letters: str, printed: str) -> None:
    assert dotted(letters) == printed
    assert undotted(printed) == letters


def a_code(ordinal: int, last: int, **changes: object) -> Code:
    values: dict[str, object] = {
        "code": "M53.8", "descriptor": "", "kind": "subcategory", "ordinal": ordinal, "last": last, "parent": None, **changes
    }  # fmt: skip
    return Code(**values)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("other", "is_covered"),
    [
        (a_code(10, 12), True),
        (a_code(11, 11), True),
        (a_code(12, 12), True),
        (a_code(13, 13), False),
        (a_code(9, 20), False),
    ],
    ids=["itself", "a descendant", "its last descendant", "its next neighbour", "its ancestor"],
)
def test_an_entry_covers_itself_and_what_stands_below_it(other: Code, is_covered: bool) -> None:
    assert a_code(10, 12).covers(other) is is_covered


@pytest.mark.parametrize(
    ("kind", "may_be_asked"),
    [("chapter", False), ("block", False), ("category", True), ("subcategory", True), ("code", True)],
)
def test_chapters_and_blocks_are_never_reported(kind: str, may_be_asked: bool) -> None:
    assert a_code(1, 1, kind=kind).is_reportable_shape is may_be_asked


@pytest.mark.parametrize(
    ("day", "holds"),
    [(A_DAY - timedelta(1), False), (A_DAY, True), (A_DAY + timedelta(30), True), (A_DAY + timedelta(31), False)],
    ids=["the day before", "the first day", "the last day", "the day after"],
)
def test_both_ends_of_a_validity_belong_to_it(day: date, holds: bool) -> None:
    assert Validity(first=A_DAY, last=A_DAY + timedelta(30)).holds_on(day) is holds


@given(st.dates(min_value=A_DAY))
def test_a_validity_without_an_end_holds_for_ever(day: date) -> None:
    assert Validity(first=A_DAY, last=None).holds_on(day)


@pytest.mark.parametrize("state", ["header", "ended", "not_yet", "unknown"])
def test_only_the_state_billable_is_billable(state: str) -> None:
    assert CodeStatus(code="M53.82", state="billable", day=A_DAY).billable
    assert not CodeStatus(code="M53.82", state=state, day=A_DAY).billable  # type: ignore[arg-type]


def test_a_note_names_the_codes_of_any_of_its_ranges() -> None:
    ranges = (CodeRange(printed="M50.-", first=10, last=20), CodeRange(printed="M53.8", first=40, last=40))
    note = CodeNote(kind="excludes1", text="…", from_code="M54", release="April 2026", inherited=False, ranges=ranges)

    assert [ordinal for ordinal in (9, 10, 20, 21, 40, 41) if note.names(a_code(ordinal, ordinal))] == [10, 20, 40]


def test_a_seventh_character_belongs_to_its_family_or_not() -> None:
    seventh = SeventhCharacters(from_code="S13", meanings=(("A", "initial encounter"), ("D", "subsequent encounter")))

    assert "A" in seventh
    assert "S" not in seventh
