"""The lines of an instruction put together, and which codes they name."""

from datetime import date

import pytest

from knowledge.code_set.code_set import CodeSet
from knowledge.code_set.codes import CodeNote, CodeRange, NoteKind
from knowledge.code_set.instructions import instructions_of

TODAY = date(2026, 11, 22)


def note(text: str, kind: NoteKind = "use_additional", at: str = "E11", first: int = 0) -> CodeNote:
    ranges = (CodeRange(printed="X", first=first, last=first + 2),) if first else ()
    return CodeNote(kind=kind, text=text, from_code=at, release="April 2026", inherited=False, ranges=ranges)


def test_a_heading_and_its_lines_are_one_instruction() -> None:
    lines = [
        note("code to identify control using:"),
        note("insulin (Z79.4)", first=5),
        note("oral drugs (Z79.84)", first=9),
    ]
    (one,) = instructions_of(lines, "use_additional")

    assert one.text == "code to identify control using: insulin (Z79.4); oral drugs (Z79.84)"
    assert one.intervals == ((5, 7), (9, 11))


def test_a_line_that_begins_an_instruction_ends_the_list_before_it() -> None:
    lines = [
        note("code to identify:"),
        note("tobacco use (Z72.0)", first=5),
        note("code to identify the joint (Z96.6-)", first=9),
    ]

    assert [len(one.notes) for one in instructions_of(lines, "use_additional")] == [2, 1]


def test_without_a_heading_each_line_stands_alone() -> None:
    lines = [note("code to identify infection"), note("manifestations of poisoning")]

    assert [len(one.notes) for one in instructions_of(lines, "use_additional")] == [1, 1]


def test_what_is_coded_first_at_one_entry_is_one_instruction() -> None:
    lines = [note("one cause (A00)", "code_first", first=5), note("another (B00)", "code_first", first=9)]

    assert len(instructions_of(lines, "code_first")) == 1


def test_entries_keep_their_instructions_apart() -> None:
    lines = [note("code to identify stage", at="E11.22"), note("code to identify control", at="E11")]

    assert [one.from_code for one in instructions_of(lines, "use_additional")] == ["E11.22", "E11"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("code to identify stage of chronic kidney disease (N18.1-N18.6)", False),
        ("code, if applicable, to identify major osseous defect", True),
        (", if known, the cause", True),
        ("any associated spinal cord injury (S34.-)", True),
        ("code to identify manifestations, such as:", True),
        ("code, where applicable, to identify:", True),
    ],
)
def test_an_if_makes_an_instruction_conditional(text: str, expected: bool) -> None:
    (one,) = instructions_of([note(text)], "use_additional")

    assert one.is_conditional == expected


@pytest.mark.parametrize(
    ("ordinals", "named"), [([5], True), ([7], True), ([8], False), ([1, 9, 40], True), ([], False)], ids=str
)
def test_a_place_within_an_interval_is_named(ordinals: list[int], named: bool) -> None:
    (one,) = instructions_of([note("code:", first=5), note("more", first=9)], "use_additional")

    assert one.names_one_of(ordinals) == named


@pytest.mark.parametrize(
    ("code", "kind", "where"),
    [
        ("E11.22", "use_additional", ["E11.22", "E11"]),
        ("N18.31", "code_first", ["N18"]),
        ("S13.4XXA", "code_also", ["S13"]),
        ("M54.2", "use_additional", []),
    ],
)
def test_the_true_list_gives_own_and_inherited_instructions(
    code_set: CodeSet, code: str, kind: NoteKind, where: list[str]
) -> None:
    assert [one.from_code for one in code_set.instructions(code, kind, TODAY)] == where
