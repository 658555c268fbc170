"""The code set answers what a code is on a day: billable, heading, ended, not yet; where it stands; what bears on it."""

import random
import sqlite3
import threading
from collections.abc import Callable
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.code_set.code_set import CodeSet
from knowledge.code_set.codes import undotted
from knowledge.code_set.releases import boundaries_between, fiscal_year, release_name
from knowledge.code_set.tabular import read_addenda
from knowledge.errors import CodeSetMissingError

TODAY = date(2026, 11, 22)
LAST_DAY_OF_FY2026, FIRST_DAY_OF_FY2027 = date(2026, 9, 30), date(2026, 10, 1)
LAST_DAY_HELD = date(2027, 3, 31)


@pytest.fixture(scope="module")
def every_entry(code_set: CodeSet, index: object) -> list[str]:
    with sqlite3.connect(f"file:{index.code_set}?mode=ro&immutable=1", uri=True) as connection:  # type: ignore[attr-defined]
        return [code for (code,) in connection.execute("SELECT code FROM codes ORDER BY ordinal")]


@pytest.fixture(scope="module")
def some_entries(every_entry: list[str]) -> list[str]:
    return random.Random(53).sample(every_entry, 3_000)


@pytest.fixture(scope="module")
def april_2026() -> set[str]:
    """The billable codes of the April 2026 list, read from its own package and not through our build."""
    import simple_icd_10_cm as icd

    listed = {code for code in icd.get_all_codes(with_dots=True) if "-" not in code and not icd.is_chapter(code)}
    return {code for code in listed if not icd.get_children(code, prioritize_blocks=False)}


# -- which codes there are -----------------------------------------------------------------------------------------------


def test_exactly_74_879_codes_are_billable_on_2026_11_22(code_set: CodeSet) -> None:
    assert len(code_set.billable_on(TODAY)) == 74_879


def test_on_the_last_day_of_fy2026_exactly_the_april_2026_set_is_billable(
    code_set: CodeSet, april_2026: set[str]
) -> None:
    billable = code_set.billable_on(LAST_DAY_OF_FY2026)

    assert sorted(billable - april_2026) == []
    assert sorted(april_2026 - billable) == []


def test_fy2027_is_the_april_set_with_the_addenda_and_nothing_else(code_set: CodeSet) -> None:
    before, after = code_set.billable_on(LAST_DAY_OF_FY2026), code_set.billable_on(FIRST_DAY_OF_FY2027)
    addenda = read_addenda()
    added = {one.code for one in addenda if one.action == "add" and one.billable}

    assert after - before == added
    ended = {one.code for one in addenda if one.action in ("make_header", "delete")}
    assert before - after == {code for code in ended if code_set.validity_of(code)}
    assert [code for code in ended if code_set.status(code, FIRST_DAY_OF_FY2027).state not in ("header", "ended")] == []


def test_the_set_does_not_change_between_first_of_october_and_the_last_day_we_hold(code_set: CodeSet) -> None:
    assert code_set.billable_on(FIRST_DAY_OF_FY2027) == code_set.billable_on(LAST_DAY_HELD)


@pytest.mark.parametrize("day", [date(2015, 10, 1), date(2020, 5, 4), LAST_DAY_OF_FY2026, TODAY], ids=str)
def test_the_list_of_billable_codes_and_the_status_of_each_agree(
    code_set: CodeSet, some_entries: list[str], day: date
) -> None:
    billable = code_set.billable_on(day)

    assert [code for code in some_entries if code_set.status(code, day).billable != (code in billable)] == []


# -- a code on a day -----------------------------------------------------------------------------------------------------

STATES = [
    ("M53.82", TODAY, "billable"),
    ("M72.2", date(2015, 10, 1), "billable"),
    ("M72.2", LAST_DAY_OF_FY2026, "billable"),
    ("M72.2", FIRST_DAY_OF_FY2027, "header"),
    ("M72.20", LAST_DAY_OF_FY2026, "not_yet"),
    ("M72.20", FIRST_DAY_OF_FY2027, "billable"),
    ("M67.A", LAST_DAY_OF_FY2026, "not_yet"),
    ("M67.A0", FIRST_DAY_OF_FY2027, "header"),
    ("M67.A01", LAST_DAY_OF_FY2026, "not_yet"),
    ("M67.A01", FIRST_DAY_OF_FY2027, "billable"),
    ("M54.5", date(2021, 9, 30), "billable"),
    ("M54.5", date(2021, 10, 1), "header"),
    ("M54.50", date(2021, 9, 30), "not_yet"),
    ("M54.50", date(2021, 10, 1), "billable"),
    ("M50.22", date(2016, 9, 30), "billable"),
    ("M50.22", date(2016, 10, 1), "header"),
    ("M51.36", date(2024, 9, 30), "billable"),
    ("M51.36", date(2024, 10, 1), "header"),
    ("M51.360", date(2024, 10, 1), "billable"),
    ("M53.8", TODAY, "header"),
    ("M53", TODAY, "header"),
    ("I10", TODAY, "billable"),
    ("S13.4", TODAY, "header"),
    ("S13.4XXA", TODAY, "billable"),
    ("M53.89", TODAY, "unknown"),
    ("M50-M54", TODAY, "unknown"),
    ("13", TODAY, "unknown"),
    ("", TODAY, "unknown"),
    ("'; DROP TABLE codes; --", TODAY, "unknown"),
]


@pytest.mark.parametrize(("code", "day", "state"), STATES, ids=[f"{code} on {day}" for code, day, _ in STATES])
def test_a_code_has_the_state_of_the_day(code_set: CodeSet, code: str, day: date, state: str) -> None:
    status = code_set.status(code, day)

    assert status.state == state
    assert status.billable == (state == "billable")
    assert not status.beyond_tables
    assert not status.before_tables


def test_o09_00_is_valid_since_icd_10_cm_began(code_set: CodeSet) -> None:
    (period,) = code_set.validity_of("O09.00")

    assert (period.first, period.last) == (date(2015, 10, 1), None)
    assert code_set.status("O09.00", date(2020, 1, 1)).billable


def test_m72_2_was_billable_until_the_last_day_of_fy2026(code_set: CodeSet) -> None:
    (period,) = code_set.validity_of("M72.2")

    assert (period.first, period.last) == (date(2015, 10, 1), LAST_DAY_OF_FY2026)


def test_no_two_periods_of_a_code_touch(code_set: CodeSet, some_entries: list[str]) -> None:
    for code in some_entries:
        periods = code_set.validity_of(code)
        for one, following in pairwise(periods):
            assert one.last is not None and following.first > one.last + timedelta(days=1), code


def test_the_last_day_of_our_tables_is_the_end_of_no_code(code_set: CodeSet, every_entry: list[str]) -> None:
    assert [code for code in every_entry for one in code_set.validity_of(code) if one.last == LAST_DAY_HELD] == []


@pytest.mark.parametrize("day", [LAST_DAY_HELD + timedelta(1), date(2031, 5, 6)], ids=str)
def test_beyond_our_tables_a_living_code_is_marked_and_never_ended(
    code_set: CodeSet, some_entries: list[str], day: date
) -> None:
    living = code_set.billable_on(LAST_DAY_HELD)

    for code in some_entries:
        status = code_set.status(code, day)
        assert status.beyond_tables
        if code in living:
            assert status.state == "billable", code
        assert status.state == code_set.status(code, LAST_DAY_HELD).state, code


def test_the_last_day_we_hold_is_not_beyond_our_tables(code_set: CodeSet) -> None:
    assert not code_set.status("M53.82", LAST_DAY_HELD).beyond_tables


def test_before_icd_10_cm_a_code_is_marked_as_before_our_tables(code_set: CodeSet) -> None:
    assert code_set.status("M53.82", date(2015, 9, 30)).before_tables
    assert not code_set.status("M53.82", date(2015, 10, 1)).before_tables


@given(day=st.dates(min_value=date(2010, 1, 1), max_value=date(2035, 1, 1)), data=st.data())
def test_a_status_is_marked_exactly_outside_the_days_we_hold(
    code_set: CodeSet, every_entry: list[str], day: date, data: st.DataObject
) -> None:
    status = code_set.status(data.draw(st.sampled_from(every_entry)), day)

    assert status.beyond_tables == (day > code_set.tables_last_day)
    assert status.before_tables == (day < code_set.tables_first_day)
    assert status.day == day


def test_once_begun_a_code_is_never_again_said_to_begin_later(code_set: CodeSet, some_entries: list[str]) -> None:
    days = [date(year, month, 1) for year in range(2016, 2027) for month in (4, 10)]
    for code in some_entries:
        begun = [day for day in days if code_set.status(code, day).state != "not_yet"]
        assert begun == days[len(days) - len(begun) :], code


def test_a_revised_descriptor_is_the_one_of_the_day(code_set: CodeSet) -> None:
    revised = [one for one in read_addenda() if one.action == "revise_descriptor"]
    assert revised

    for one in revised:
        assert code_set.descriptor(one.code, FIRST_DAY_OF_FY2027) == one.descriptor
        assert code_set.descriptor(one.code, LAST_DAY_OF_FY2026) != one.descriptor
        assert code_set.status(one.code, LAST_DAY_OF_FY2026).descriptor == code_set.descriptor(
            one.code, LAST_DAY_OF_FY2026
        )


def test_what_is_no_code_has_no_descriptor(code_set: CodeSet) -> None:
    assert code_set.descriptor("M53.89") == ""


# -- however typed -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("typed", ["m5382", "M53-82", " m53.82 ", "M53.82", "m 53 . 82"])
def test_a_code_of_the_list_is_found_however_typed(code_set: CodeSet, typed: str) -> None:
    assert code_set.canonical(typed) == "M53.82"


@pytest.mark.parametrize("typed", ["M53.89", "neck pain", "", "98940", "M53.82A", "ZZZ.99"])
def test_what_no_release_holds_is_no_code_of_the_list(code_set: CodeSet, typed: str) -> None:
    assert code_set.canonical(typed) is None


@pytest.mark.parametrize(
    ("code", "nearest"),
    [
        ("M53.89", "M53.8"),
        ("M54.2XXA", "M54.2"),
        ("I10.0", "I10"),
        ("S13.4XXZ", "S13.4"),
        ("Z99.999", "Z99"),
        ("U99.9", None),
    ],
)
def test_the_nearest_entry_of_an_unknown_code_is_its_longest_beginning(
    code_set: CodeSet, code: str, nearest: str | None
) -> None:
    found = code_set.nearest_ancestor(code)

    assert (found.code if found else None) == nearest


# -- its place -----------------------------------------------------------------------------------------------------------


def test_the_path_of_a_code_goes_from_its_chapter_to_itself(code_set: CodeSet) -> None:
    assert [one.code for one in code_set.path("M53.82")] == ["13", "M50-M54", "M53", "M53.8", "M53.82"]
    assert [one.code for one in code_set.path("S13.4XXA")] == ["19", "S10-S19", "S13", "S13.4", "S13.4XXA"]


def test_every_path_begins_at_a_chapter_and_each_step_covers_the_next(
    code_set: CodeSet, some_entries: list[str]
) -> None:
    for code in some_entries:
        path = code_set.path(code)
        assert path[0].kind == "chapter" and path[-1].code == code
        for above, below in pairwise(path):
            assert below.parent == above.ordinal and above.covers(below) and not below.covers(above)


def test_below_a_category_each_entry_begins_with_the_letters_of_the_one_above(
    code_set: CodeSet, some_entries: list[str]
) -> None:
    for code in some_entries:
        path = [one for one in code_set.path(code) if one.is_reportable_shape]
        for above, below in pairwise(path):
            assert undotted(below.code).startswith(undotted(above.code))


def test_a_category_stands_in_the_block_whose_range_holds_it(code_set: CodeSet, every_entry: list[str]) -> None:
    """A letter in the third place sorts behind the digits but is printed among them (C4A in C43-C44): those are left out here."""
    categories = [code for code in every_entry if len(code) == 3 and code[0].isalpha() and code[1:].isdigit()]

    def is_inside(category: str) -> bool:
        first, _, last = code_set.path(category)[-2].code.partition("-")
        return first <= category <= last

    assert len(categories) > 1_600
    assert [code for code in categories if not is_inside(code)] == []


@pytest.mark.parametrize("day", [LAST_DAY_OF_FY2026, TODAY], ids=str)
def test_children_and_paths_agree(code_set: CodeSet, some_entries: list[str], day: date) -> None:
    for code in some_entries:
        for child in code_set.children(code, day):
            assert code_set.path(child.code)[-2].code == code
            if child.is_reportable_shape:
                assert code_set.status(child.code, day).state in ("billable", "header"), child.code


@pytest.mark.parametrize("day", [LAST_DAY_OF_FY2026, TODAY], ids=str)
def test_a_heading_has_a_billable_code_below_it_on_the_day(
    code_set: CodeSet, some_entries: list[str], day: date
) -> None:
    headings = [code for code in some_entries if code_set.status(code, day).state == "header"]
    empty = [code for code in headings if not code_set.leaves(code, day)]

    assert len(headings) > 300
    assert empty == []


def test_the_leaves_of_an_entry_are_the_billable_codes_it_covers(code_set: CodeSet, some_entries: list[str]) -> None:
    billable = code_set.billable_on(TODAY)
    for code in some_entries[:500]:
        entry = code_set.code(code)
        assert entry is not None
        leaves = code_set.leaves(code, TODAY)
        assert all(entry.covers(leaf) and leaf.code in billable for leaf in leaves)
        assert [leaf.ordinal for leaf in leaves] == sorted(leaf.ordinal for leaf in leaves)


def test_the_leaves_of_all_chapters_are_the_whole_set(code_set: CodeSet) -> None:
    chapters = [str(number) for number in range(1, 23)]

    leaves = [leaf.code for chapter in chapters for leaf in code_set.leaves(chapter, TODAY)]

    assert len(leaves) == 74_879
    assert set(leaves) == code_set.billable_on(TODAY)


def test_siblings_are_the_other_children_of_the_one_above(code_set: CodeSet) -> None:
    siblings = [one.code for one in code_set.siblings("M53.82", TODAY)]

    assert siblings == ["M53.80", "M53.81", "M53.83", "M53.84", "M53.85", "M53.86", "M53.87", "M53.88"]


@pytest.mark.parametrize("ask", ["children", "siblings", "leaves"])
def test_what_is_no_code_has_no_family(code_set: CodeSet, ask: str) -> None:
    family: Callable[[str, date], tuple[object, ...]] = getattr(code_set, ask)

    assert family("M53.89", TODAY) == ()


def test_new_entries_are_children_only_from_their_day(code_set: CodeSet) -> None:
    assert code_set.children("M72.2", LAST_DAY_OF_FY2026) == ()
    assert [one.code for one in code_set.children("M72.2", FIRST_DAY_OF_FY2027)] == ["M72.20", "M72.21", "M72.22"]


# -- its notes -----------------------------------------------------------------------------------------------------------


def texts(code_set: CodeSet, code: str, kind: str, day: date) -> list[str]:
    return [note.text for note in code_set.notes(code, day) if note.kind == kind]


def test_plantar_fasciitis_stands_under_m72_2_until_fy2027_takes_it_away(code_set: CodeSet) -> None:
    assert "Plantar fasciitis" in texts(code_set, "M72.2", "inclusion_term", LAST_DAY_OF_FY2026)
    assert "Plantar fasciitis" not in texts(code_set, "M72.2", "inclusion_term", FIRST_DAY_OF_FY2027)
    assert "Plantar fasciitis" not in texts(code_set, "M72.2", "inclusion_term", date(2028, 1, 1))


def test_notes_of_every_level_are_inherited_the_nearest_first(code_set: CodeSet) -> None:
    places = [note.from_code for note in code_set.notes("M54.2", TODAY)]
    order = ["M54.2", "M54", "M50-M54", "13"]

    assert set(places) <= set(order)
    assert places == sorted(places, key=order.index)
    assert all(note.inherited == (note.from_code != "M54.2") for note in code_set.notes("M54.2", TODAY))


def test_an_inclusion_term_describes_its_own_entry_and_not_the_codes_below(
    code_set: CodeSet, some_entries: list[str]
) -> None:
    strays = [
        code
        for code in some_entries
        for note in code_set.notes(code, TODAY)
        if note.kind == "inclusion_term" and note.inherited
    ]

    assert strays == []


def test_every_note_says_which_release_it_was_read_from(code_set: CodeSet) -> None:
    assert {note.release for note in code_set.notes("M54.2", TODAY)} == {"April 2026"}
    assert code_set.release(TODAY).notes_from == "April 2026"


EXCLUDE_EACH_OTHER = [
    ("M54.2", "M50.222", ["M54.2"]),
    ("M54.2", "S13.4XXA", ["M50-M54"]),
    ("M54.50", "M54.41", ["M54.5"]),
    ("M54.16", "M51.16", ["M54.1"]),
    ("E11.9", "E10.9", ["E11"]),
]


@pytest.mark.parametrize(
    ("holder", "other", "places"), EXCLUDE_EACH_OTHER, ids=[f"{a} {b}" for a, b, _ in EXCLUDE_EACH_OTHER]
)
def test_an_excludes1_note_is_found_where_it_stands(
    code_set: CodeSet, holder: str, other: str, places: list[str]
) -> None:
    assert [note.from_code for note in code_set.notes_naming(holder, other, "excludes1", TODAY)] == places


@pytest.mark.parametrize(
    ("holder", "other"),
    [
        ("M53.82", "M54.2"),
        ("M54.2", "M99.01"),
        ("M54.2", "M54.6"),
        ("M54.2", "M54.2"),
        ("M54.2", "M53.89"),
        ("M53.89", "M54.2"),
    ],
)
def test_no_note_is_found_where_none_stands(code_set: CodeSet, holder: str, other: str) -> None:
    assert code_set.notes_naming(holder, other, "excludes1", TODAY) == ()


def test_a_note_says_nothing_about_two_codes_of_the_range_that_also_covers_its_holder(
    code_set: CodeSet, some_entries: list[str]
) -> None:
    for code in some_entries[:600]:
        own = code_set.code(code)
        assert own is not None
        for note in code_set.notes_naming(code, "M54.2", "excludes1", TODAY):
            assert any(one.covers(code_set.code("M54.2")) and not one.covers(own) for one in note.ranges)  # type: ignore[arg-type]
        assert code_set.notes_naming(code, code, "excludes1", TODAY) == ()


# -- 7th characters, attributes, successors ------------------------------------------------------------------------------

SEVENTH = [
    ("S13.4", "S13", "ADS"),
    ("S13.4XXA", "S13", "ADS"),
    ("S52.501", "S52", "ABCDEFGHJKMNPQRS"),
    ("S52.01", "S52.01", "ADGKPS"),
    ("O33.3", "O33.3", "0123459"),
    ("R40.211", "R40.21", "01234"),
]


@pytest.mark.parametrize(("code", "defined_at", "letters"), SEVENTH, ids=[row[0] for row in SEVENTH])
def test_7th_characters_are_those_of_the_nearest_definition(
    code_set: CodeSet, code: str, defined_at: str, letters: str
) -> None:
    seventh = code_set.seventh_characters(code)

    assert seventh is not None
    assert seventh.from_code == defined_at
    assert "".join(character for character, _ in seventh.meanings) == letters
    assert all(meaning for _, meaning in seventh.meanings)


@pytest.mark.parametrize("code", ["M54.2", "I10", "M53.89", "13"])
def test_a_family_without_7th_characters_has_none(code_set: CodeSet, code: str) -> None:
    assert code_set.seventh_characters(code) is None


def test_every_code_of_seven_characters_bears_one_that_its_family_takes(code_set: CodeSet) -> None:
    """A few families (H54.-, L98.A-) write an ordinary seventh character and define none."""
    codes = random.Random(1).sample(sorted(code for code in code_set.billable_on(TODAY) if len(code) == 8), 6_000)
    taken = [(code, seventh) for code in codes if (seventh := code_set.seventh_characters(code)) is not None]

    assert len(taken) > 5_900
    assert [code for code, seventh in taken if code[-1] not in seventh] == []


def test_a_code_of_a_family_with_7th_characters_has_seven(code_set: CodeSet, some_entries: list[str]) -> None:
    billable = [
        code for code in some_entries if code_set.status(code, TODAY).billable and code_set.seventh_characters(code)
    ]

    assert len(billable) > 1_000
    assert [code for code in billable if len(undotted(code)) != 7] == []


ATTRIBUTES = [
    ("V49.9XXA", {"ecodepdx"}),
    ("D63.1", {"manifestation"}),
    ("Z00.00", {"adult", "unacceptable"}),
    ("Z37.0", {"delout", "maternity", "unacceptable"}),
    ("M53.82", set()),
    ("M53.89", set()),
]


@pytest.mark.parametrize(("code", "expected"), ATTRIBUTES, ids=[row[0] for row in ATTRIBUTES])
def test_the_medicare_code_editor_says_what_it_says_of_a_code(code_set: CodeSet, code: str, expected: set[str]) -> None:
    assert set(code_set.mce(code, TODAY)) == expected


def test_the_manifestation_codes_of_the_editor_are_422(code_set: CodeSet) -> None:
    assert (
        sum(
            "manifestation" in code_set.mce(code, LAST_DAY_OF_FY2026)
            for code in code_set.billable_on(LAST_DAY_OF_FY2026)
        )
        == 422
    )


def test_attributes_are_those_of_the_day(code_set: CodeSet) -> None:
    assert code_set.mce("M67.A01", LAST_DAY_OF_FY2026) == ()


def test_the_successors_of_m72_2_are_told_apart_by_meaning(code_set: CodeSet) -> None:
    by_meaning = {one.code: one.meaning for one in code_set.successors("M72.2")}

    assert {code for code, meaning in by_meaning.items() if "fasciitis" in meaning} == {"M67.A01", "M67.A02", "M67.A09"}
    assert {code for code, meaning in by_meaning.items() if "fibromatosis" in meaning} == {"M72.20", "M72.21", "M72.22"}
    assert {one.since for one in code_set.successors("M72.2")} == {FIRST_DAY_OF_FY2027}


SUCCESSORS = [
    ("M54.5", ["M54.50", "M54.51", "M54.59"]),
    ("M50.22", ["M50.220", "M50.221", "M50.222", "M50.223"]),
    ("M51.36", ["M51.360", "M51.361", "M51.362", "M51.369"]),
    ("M53.82", []),
    ("M53.89", []),
]


@pytest.mark.parametrize(("code", "expected"), SUCCESSORS, ids=[row[0] for row in SUCCESSORS])
def test_a_dead_codes_successors_are_what_began_in_its_place(code_set: CodeSet, code: str, expected: list[str]) -> None:
    assert [one.code for one in code_set.successors(code)] == expected


def test_a_successor_is_billable_on_the_day_it_takes_over(code_set: CodeSet, every_entry: list[str]) -> None:
    wrong = [
        (code, one.code)
        for code in every_entry
        for one in code_set.successors(code)
        if not code_set.status(one.code, one.since).billable
    ]

    assert wrong == []


def test_a_successor_takes_over_on_the_day_after_the_codes_last(code_set: CodeSet, every_entry: list[str]) -> None:
    wrong = [
        (code, one.code)
        for code in every_entry
        for one in code_set.successors(code)
        if one.since - timedelta(days=1) not in {period.last for period in code_set.validity_of(code)}
    ]

    assert wrong == []


# -- releases ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2015, 10, 1), "ICD-10-CM FY2016"),
        (LAST_DAY_OF_FY2026, "ICD-10-CM FY2026"),
        (FIRST_DAY_OF_FY2027, "ICD-10-CM FY2027"),
        (date(2027, 1, 1), "ICD-10-CM FY2027"),
        (date(2029, 1, 1), "ICD-10-CM FY2027"),
    ],
    ids=str,
)
def test_a_day_is_answered_by_the_release_in_force_or_the_last_we_hold(code_set: CodeSet, day: date, name: str) -> None:
    release = code_set.release(day)

    assert release.code_set == name
    assert release.day == day


@given(st.dates(min_value=date(2015, 10, 1), max_value=date(2040, 1, 1)))
def test_a_fiscal_year_begins_on_the_first_of_october(day: date) -> None:
    year = fiscal_year(day)

    assert date(year - 1, 10, 1) <= day <= date(year, 9, 30)
    assert release_name(day).endswith(str(year))


@pytest.mark.parametrize(
    ("first", "last", "days"),
    [
        (LAST_DAY_OF_FY2026, FIRST_DAY_OF_FY2027, [FIRST_DAY_OF_FY2027]),
        (FIRST_DAY_OF_FY2027, FIRST_DAY_OF_FY2027, []),
        (FIRST_DAY_OF_FY2027, date(2027, 3, 31), []),
        (date(2026, 3, 31), FIRST_DAY_OF_FY2027, [date(2026, 4, 1), FIRST_DAY_OF_FY2027]),
        (TODAY, LAST_DAY_OF_FY2026, []),
    ],
)
def test_a_stay_crosses_a_release_when_one_begins_after_its_first_day(
    first: date, last: date, days: list[date]
) -> None:
    assert list(boundaries_between(first, last)) == days


# -- the file ------------------------------------------------------------------------------------------------------------


def test_a_missing_code_set_says_how_to_build_it(tmp_path: Path) -> None:
    with pytest.raises(CodeSetMissingError, match="codecite index build"):
        CodeSet(tmp_path / "code_set.sqlite")


@pytest.mark.parametrize(
    "content",
    [b"", b"not a database at all" * 100, b"SQLite format 3\x00" + b"\x00" * 4_000],
    ids=["empty", "text", "a torn head"],
)
def test_a_damaged_code_set_says_how_to_build_it(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "code_set.sqlite"
    path.write_bytes(content)

    with pytest.raises(CodeSetMissingError, match="codecite index build"):
        CodeSet(path)


def test_the_code_set_cannot_be_written(index: object) -> None:
    with (
        sqlite3.connect(f"file:{index.code_set}?mode=ro&immutable=1", uri=True) as connection,
        pytest.raises(sqlite3.OperationalError),
    ):  # type: ignore[attr-defined]
        connection.execute("DELETE FROM codes")


def test_threads_share_one_code_set(index: object) -> None:
    code_set = CodeSet(index.code_set)  # type: ignore[attr-defined]
    codes = sorted(code_set.billable_on(TODAY))[::150]
    alone = [(code_set.status(code, TODAY), len(code_set.notes(code, TODAY))) for code in codes]
    together = CodeSet(index.code_set)  # type: ignore[attr-defined]
    seen: list[list[tuple[object, int]]] = []

    def ask() -> None:
        seen.append([(together.status(code, TODAY), len(together.notes(code, TODAY))) for code in codes])

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert seen == [alone] * 6
