"""A fact of the tables is a passage with a stable id: made again from its id, it says the same, word for word."""

import random
import sqlite3
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.code_facts import NOTE_TITLES, CodeFacts
from knowledge.code_set.code_set import CodeSet
from knowledge.passages import Passage, cite

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def some_entries(index: object) -> list[str]:
    with sqlite3.connect(f"file:{index.code_set}?mode=ro&immutable=1", uri=True) as connection:  # type: ignore[attr-defined]
        codes = [code for (code,) in connection.execute("SELECT code FROM codes ORDER BY ordinal")]
    return [*random.Random(7).sample(codes, 1_500), "13", "M50-M54", "M72.2", "M53.82", "T52.8X", "S13.4"]


MAKERS: list[tuple[str, Callable[[CodeFacts, str], Passage | None]]] = [
    ("about", lambda facts, code: facts.about(code)),
    ("children", lambda facts, code: facts.children(code)),
    ("seventh", lambda facts, code: facts.seventh(code)),
    ("successors", lambda facts, code: facts.successors(code)),
    ("to_icd9", lambda facts, code: facts.to_icd9(code)),
    *(
        (f"editor {name}", lambda facts, code, name=name: facts.editor(code, name))
        for name in ("ecodepdx", "maternity")
    ),  # type: ignore[misc]
    *((f"notes {kind}", lambda facts, code, kind=kind: facts.notes(code, kind)) for kind in NOTE_TITLES),  # type: ignore[misc]
]


@pytest.mark.parametrize("make", [make for _, make in MAKERS], ids=[name for name, _ in MAKERS])
def test_every_fact_is_found_again_by_its_id_with_the_same_words(
    facts: CodeFacts, some_entries: list[str], make: Callable[[CodeFacts, str], Passage | None]
) -> None:
    made = [passage for code in some_entries if (passage := make(facts, code)) is not None]

    again = [facts.get(passage.id) for passage in made]

    assert made
    assert [(one.id, one.text, one.source.id) for one in made] == [
        (one.id, one.text, one.source.id) for one in again if one
    ]


@given(data=st.data())
def test_the_absence_of_a_note_is_found_again(facts: CodeFacts, some_entries: list[str], data: st.DataObject) -> None:
    one, other = data.draw(st.sampled_from(some_entries)), data.draw(st.sampled_from(some_entries))

    made = facts.no_excludes1(one, other)

    assert facts.get(made.id) == made


@pytest.mark.parametrize("icd9", ["723.8", "7238", "V57.1", "E885.9", "722.52"])
def test_a_row_of_the_older_maps_is_found_again(facts: CodeFacts, icd9: str) -> None:
    made = facts.from_icd9(icd9)

    assert made is not None
    assert facts.get(made.id) == made


@pytest.mark.parametrize("code", ["M53.89", "M54.2XXA", "I10.0", "U99.9"])
def test_the_absence_of_a_code_is_found_again(facts: CodeFacts, code: str) -> None:
    made = facts.absent(code)

    assert facts.get(made.id) == made
    assert code in made.text


NOTHING_HELD = [
    "", ":", "code:", "code:M53.89", "code:m5382", "children:M53.82", "children:M53.89", "notes:M54.2/nothing", "notes:M54.2",
    "notes:M53.89/excludes1", "notes:/excludes1", "seventh:M54.2", "seventh:M53.89", "successors:M53.82", "pair:M54.2", "pair:M54.2+M53.89",
    "pair:+", "absent:M53.82", "absent:m5389", "absent:neck", "icd9:999.99", "icd9:neck", "from10:M53.89", "unknown:M53.82",
    "code:'; DROP TABLE codes; --", "guideline.I.A.12.a",
]  # fmt: skip


@pytest.mark.parametrize("passage_id", NOTHING_HELD)
def test_an_id_that_names_nothing_we_hold_finds_nothing(facts: CodeFacts, passage_id: str) -> None:
    assert facts.get(passage_id) is None


@given(st.text(max_size=40))
def test_no_id_stops_the_look_up(facts: CodeFacts, passage_id: str) -> None:
    assert facts.get(passage_id) is None


kinds = st.sampled_from(["code", "children", "notes", "seventh", "successors", "pair", "absent", "icd9", "from10"])


@given(kinds, st.text(alphabet="ABMST0123456789.+/-x ", max_size=12))
def test_what_is_found_bears_the_id_that_was_asked_or_its_family(facts: CodeFacts, kind: str, key: str) -> None:
    found = facts.get(f"{kind}:{key}")

    assert found is None or found.id.startswith(f"{kind}:")


# -- what the facts say --------------------------------------------------------------------------------------------------

SAYS = [
    (
        "M53.82",
        [
            "M53.82 Other specified dorsopathies, cervical region.",
            "is a complete, billable code, valid since 2015-10-01",
        ],
    ),
    ("M67.A01", ["is a complete, billable code, valid since 2026-10-01"]),
    ("M72.2", ["is a heading", "M72.2 was billable from 2015-10-01 to 2026-09-30"]),
    ("M53.8", ["is a heading", "more characters are needed"]),
    ("T52.8X1A", ["T52.8X1A ended: it was billable from 2015-10-01 to 2026-09-30"]),
    ("O09.00", ["valid since 2015-10-01"]),
]


@pytest.mark.parametrize(("code", "said"), SAYS, ids=[code for code, _ in SAYS])
def test_what_a_code_is_stands_in_its_fact(facts: CodeFacts, code: str, said: list[str]) -> None:
    text = facts.about(code).text

    assert [one for one in said if one not in text] == []
    assert "2027-03-31" in text


@pytest.mark.parametrize("code", ["13", "M50-M54", "T52.8X", "S23.420"])
def test_what_never_was_a_code_is_not_said_to_have_been_billable(facts: CodeFacts, code: str) -> None:
    assert "billable" not in facts.about(code).text


def test_no_fact_breaks_off_where_a_date_is_missing(facts: CodeFacts, some_entries: list[str]) -> None:
    torn = [code for code in some_entries if " ." in facts.about(code).text or "  " in facts.about(code).text]

    assert torn == []


def test_a_fact_of_what_is_no_code_is_an_error(facts: CodeFacts) -> None:
    with pytest.raises(KeyError):
        facts.about("M53.89")


def test_the_absent_code_is_told_with_the_codes_that_stand_in_its_place(facts: CodeFacts) -> None:
    text = facts.absent("M53.89").text

    assert "M53.89 is not a code in any ICD-10-CM release from 2015-10-01 to 2027-03-31." in text
    assert "M53.82 Other specified dorsopathies, cervical region" in text


def test_an_absent_code_behind_a_complete_one_is_told_that_it_takes_no_more(facts: CodeFacts) -> None:
    assert "I10 Essential (primary) hypertension, which takes no further characters" in facts.absent("I10.0").text


def test_new_children_are_proved_by_the_addenda_and_old_ones_by_the_tabular_list(facts: CodeFacts) -> None:
    new, old = facts.children("M72.2"), facts.children("M53.8")

    assert new is not None and new.source.id == "icd10cm-addenda-fy2027"
    assert old is not None and old.source.id == "icd10cm-tabular"
    assert "M72.20" in new.text and "M53.82 Other specified dorsopathies, cervical region" in old.text


def test_a_note_is_quoted_in_the_lists_own_words(facts: CodeFacts, code_set: CodeSet, some_entries: list[str]) -> None:
    for code in some_entries[:400]:
        for note in code_set.notes(code, code_set.tables_last_day):
            passage = facts.note_passage(note)
            assert passage.wording == "official"
            assert cite(passage, note.text).is_verbatim


def test_a_note_that_a_later_release_withdrew_can_still_be_cited_for_its_own_time(
    facts: CodeFacts, code_set: CodeSet
) -> None:
    """On 2026-09-30 "Plantar fasciitis" stood under M72.2: an answer for that day must be able to show it."""
    day = date(2026, 9, 30)
    (note,) = [one for one in code_set.notes("M72.2", day) if one.text == "Plantar fasciitis"]

    assert cite(facts.note_passage(note), "Plantar fasciitis").is_verbatim


def test_7th_characters_are_told_with_their_meanings(facts: CodeFacts) -> None:
    passage = facts.seventh("S13.4")

    assert passage is not None
    assert passage.id == "seventh:S13"
    assert "A initial encounter; D subsequent encounter; S sequela" in passage.text


def test_successors_are_told_by_meaning_and_date(facts: CodeFacts) -> None:
    passage = facts.successors("M72.2")

    assert passage is not None
    assert "Since 2026-10-01" in passage.text
    assert "M67.A01 (plantar fasciitis, right foot)" in passage.text
    assert "M72.21 (plantar fascial fibromatosis, right foot)" in passage.text


def test_the_conversion_says_how_exact_it_is(facts: CodeFacts) -> None:
    exact, near = facts.from_icd9("723.1"), facts.from_icd9("723.8")

    assert exact is not None and "M54.2 Cervicalgia (exactly)" in exact.text
    assert near is not None and "M53.82 Other specified dorsopathies, cervical region (approximately)" in near.text


def test_a_code_without_an_equal_is_said_to_have_none(facts: CodeFacts) -> None:
    passage = facts.from_icd9("365.70")

    assert passage is not None and "no code" in passage.text


def test_a_code_younger_than_the_maps_has_no_row_in_them(facts: CodeFacts) -> None:
    assert facts.to_icd9("M67.A01") is None


def test_every_fact_names_a_source_with_its_publisher_and_edition(facts: CodeFacts, some_entries: list[str]) -> None:
    for code in some_entries[:200]:
        for _, make in MAKERS:
            passage = make(facts, code)
            if passage is not None:
                assert passage.source.publisher and passage.source.edition and passage.source.label == "primary"


def test_what_the_medicare_code_editor_holds_of_a_code_is_said_with_its_ages_and_days(facts: CodeFacts) -> None:
    adult, newborn = facts.editor("M81.0", "adult"), facts.editor("P07.30", "newborn")

    assert adult is not None and newborn is not None
    assert "M81.0" in adult.text and "ages 15 to 124, since 2015-10-01" in adult.text
    assert "from 2015-10-01 to 2016-09-30" in newborn.text


@pytest.mark.parametrize(
    ("code", "attribute"), [("M81.0", "newborn"), ("M54.2", "adult"), ("M53.89", "adult"), ("M81.0", "x")]
)
def test_an_attribute_that_a_code_never_had_is_no_fact(facts: CodeFacts, code: str, attribute: str) -> None:
    assert facts.editor(code, attribute) is None
    assert facts.get(f"mce:{code}/{attribute}") is None
