"""Which codes a tabular note names: every printed form is read whole, or the note is left open."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.code_set.code_set import CodeSet
from knowledge.code_set.codes import dotted, undotted
from knowledge.code_set.note_references import Place, Places, Reference, parse_references
from retrieval.index_folder import IndexFolder


def ends(text: str) -> list[tuple[str, str]]:
    return [(one.low, one.high) for one in parse_references(text).references]


FULL = [
    ("retroperitoneal fibromatosis (D48.3)", [("D48.3", "D48.3")]),
    ("a category (I10)", [("I10", "I10")]),
    ("a dash for all below (M50.-)", [("M50", "M50")]),
    ("a dash behind a digit (L40.5-)", [("L40.5", "L40.5")]),
    ("a dash behind a placeholder (S06.0X-)", [("S06.0X", "S06.0X")]),
    ("a range of categories (M50-M54)", [("M50", "M54")]),
    ("a range of codes (E11.0-E11.8)", [("E11.0", "E11.8")]),
    ("a range with dashes (S32.1--S32.9)", [("S32.1", "S32.9")]),
    ("a range with spaces (I20 – I25)", [("I20", "I25")]),
    ("a range in words S12.0 to S12.6", [("S12.0", "S12.6")]),
    ("a range with a letter (O00-O9A)", [("O00", "O9A")]),
    ("a list (M50.-, M51.-)", [("M50", "M50"), ("M51", "M51")]),
    ("a list in words (M50.- and M51.- or M53)", [("M50", "M50"), ("M51", "M51"), ("M53", "M53")]),
    ("a code and a range (I10, I20-I25)", [("I10", "I10"), ("I20", "I25")]),
    ("without brackets, see M50.2-", [("M50.2", "M50.2")]),
    ("a letter in the third place (C7B.-)", [("C7B", "C7B")]),
    ("a letter in the second place (QA1)", [("QA1", "QA1")]),
    ("seven characters (S13.4XXA)", [("S13.4XXA", "S13.4XXA")]),
    ("two brackets (E08.00) words (E09.01)", [("E08.00", "E08.00"), ("E09.01", "E09.01")]),
]
NO_CODE = [
    "traumatic - see injury of blood vessel by body region",
    "certain conditions with .42",
    "Plantar fasciitis",
    "stage 3 (T3 N1 M0)",
    "COVID19",
    "",
]
OPEN = [
    "diabetic acidosis (E08-E10 with ketoacidosis)",
    "open fracture of elbow and forearm (S52.- with open fracture 7th character)",
    "diabetes (E08, E09, E11, E13 with final characters .00 or .01)",
    "hallucinations in drug psychosis (F11-F19 with fifth to sixth characters 51)",
    "poisoning (T51-T65 with fifth or sixth character to indicate intent)",
    "pain due to cancer (G89.3 due to neoplasm)",
    "anything in I00-I99 other than the usual",
]


@pytest.mark.parametrize(("text", "expected"), FULL, ids=[text for text, _ in FULL])
def test_each_printed_form_is_read_whole(text: str, expected: list[tuple[str, str]]) -> None:
    assert ends(text) == expected
    assert parse_references(text).resolution == "full"


@pytest.mark.parametrize("text", NO_CODE)
def test_a_note_without_a_code_names_none(text: str) -> None:
    assert parse_references(text).references == ()
    assert parse_references(text).resolution == "none"


@pytest.mark.parametrize("text", OPEN)
def test_a_qualifier_in_words_leaves_the_note_open(text: str) -> None:
    assert parse_references(text).resolution == "open"


NARROWED = [
    ("(E08-E13 with .42)", "E1142", "E1143"),
    ("(E08-E13 with .51-.52)", "E1152", "E1153"),
    ("(E08-E13 with .51-.52)", "E1151", "E1150"),
    ("(E08-E13 with .62-)", "E11628", "E11638"),
    ("(E08-E13 with .620)", "E11620", "E11621"),
    ("(T36-T50 with fifth or sixth character 5)", "T360X5A", "T360X4A"),
    ("(T36-T50 with fifth or sixth character 5)", "T4145XA", "T4141XA"),
    ("(T36-T65 with fifth or sixth character 1-4)", "T360X4A", "T360X5A"),
    ("(T36-T65 with fifth or sixth character 1-4 or 6)", "T360X6A", "T360X5A"),
    ("(T39.0-, with sixth character 5)", "T39015A", "T39011A"),
    ("(A37 with fifth-character 1)", "A3701", "A3700"),
    ("(B27.0-B27.9 with 5th character 1)", "B2701", "B2709"),
    ("(J96. with 5th character 2)", "J9602", "J9601"),
    ("(S02.- with 7th character B)", "S020XXB", "S020XXA"),
    ("(S42.- with 7th character B or C)", "S42001C", "S42001A"),
    ("(S06.0X- with seventh character A)", "S060X0A", "S060X0S"),
    ("(I69. with final characters -23)", "I69023", "I69022"),
]


@pytest.mark.parametrize(("text", "inside", "outside"), NARROWED, ids=[f"{row[0]} {row[2]}" for row in NARROWED])
def test_a_qualifier_by_characters_narrows_the_range(text: str, inside: str, outside: str) -> None:
    parsed = parse_references(text)

    assert parsed.resolution == "full"
    (reference,) = parsed.references
    assert reference.test is not None
    assert reference.test(inside)
    assert not reference.test(outside)


SUFFIX_LISTS = [
    ("(F10-F19 with .151, .251, .951)", ["F10151", "F10251", "F10951"]),
    ("(F10-F19, with .17, .27, .97)", ["F1917", "F1927", "F1997"]),
    ("(F10, F13, F19 with .26, .96)", ["F1026", "F1096"]),
]


@pytest.mark.parametrize(("text", "all_inside"), SUFFIX_LISTS, ids=[text for text, _ in SUFFIX_LISTS])
def test_every_ending_of_a_list_is_read(text: str, all_inside: list[str]) -> None:
    test = parse_references(text).references[0].test

    assert test is not None
    assert [letters for letters in all_inside if not test(letters)] == []


def test_an_ending_of_two_characters_stands_behind_the_fourth_one() -> None:
    """I69.20 (unspecified sequelae) is no aphasia, though its letters end in 20."""
    test = (
        parse_references("aphasia following cerebrovascular disease (I69. with final characters -20)")
        .references[0]
        .test
    )

    assert test is not None
    assert test("I69220")
    assert not test("I6920")


def test_a_qualifier_behind_the_bracket_narrows_too_or_leaves_the_note_open() -> None:
    parsed = parse_references("underdosing of medication (T36-T50) with fifth or sixth character 6")

    assert parsed.resolution == "open" or parsed.references[0].test is not None


def test_the_codes_of_one_list_share_the_qualifier_behind_it() -> None:
    first, second = parse_references("(S02, S12 with 7th character D)").references

    assert first.test is not None and second.test is not None
    assert first.test("S020XXD") and second.test("S12000D")
    assert not first.test("S020XXA") and not second.test("S12000A")


@pytest.mark.parametrize(
    ("text", "minus"),
    [
        ("(K50.-, other than K50.0-)", ["K50.0"]),
        ("any condition in I00-I99 other than I10", ["I10"]),
        ("(O00-O9A except O10)", ["O10"]),
        ("(O00-O9A except for O10, O11 and O12)", ["O10", "O11", "O12"]),
    ],
)
def test_what_a_note_takes_away_is_taken_away(text: str, minus: list[str]) -> None:
    parsed = parse_references(text)

    assert [one.low for one in parsed.references[0].minus] == minus
    assert parsed.resolution == "full"


letters = st.from_regex(r"[A-Z][0-9][0-9][0-9]{0,3}", fullmatch=True)


@given(letters)
def test_a_code_in_brackets_is_the_code(printed: str) -> None:
    code = dotted(printed)

    assert ends(f"anything at all ({code})") == [(code, code)]
    assert ends(f"anything at all ({code if len(printed) > 3 else code + '.'}-)") == [(code, code)]


@given(st.lists(letters, min_size=1, max_size=5))
def test_a_list_is_read_in_its_order(printed: list[str]) -> None:
    codes = [dotted(one) for one in printed]

    assert [low for low, _ in ends(f"codes ({', '.join(codes)})")] == codes


@given(st.text(max_size=60))
def test_no_text_stops_the_reader(text: str) -> None:
    parsed = parse_references(text)

    assert (parsed.resolution == "none") == (not parsed.references)


# -- from references to places in the list -------------------------------------------------------------------------------

#  1 A00 { 2 A00.0  3 A00.1 { 4 A00.10  5 A00.11 } }  6 A01 { 7 A01.1 }  8 A02
LIST = Places(
    [
        Place(letters="A00", first=1, last=5, is_leaf=False),
        Place(letters="A000", first=2, last=2, is_leaf=True),
        Place(letters="A001", first=3, last=5, is_leaf=False),
        Place(letters="A0010", first=4, last=4, is_leaf=True),
        Place(letters="A0011", first=5, last=5, is_leaf=True),
        Place(letters="A01", first=6, last=7, is_leaf=False),
        Place(letters="A011", first=7, last=7, is_leaf=True),
        Place(letters="A02", first=8, last=8, is_leaf=True),
    ]
)


def only(text: str) -> Reference:
    (reference,) = parse_references(text).references
    return reference


@pytest.mark.parametrize(
    ("text", "intervals"),
    [
        ("A00.-", ((1, 5),)),
        ("A00.0", ((2, 2),)),
        ("A00.1-A01.1", ((3, 7),)),
        ("A00-A02", ((1, 8),)),
        ("A00.- with .1-", ((4, 5),)),
        ("A00-A01 with .11", ((5, 5),)),
        ("A00.-, other than A00.1-", ((2, 2),)),
        ("A00-A02 other than A00.0, A01.1", ((4, 5), (8, 8))),
        ("A00-A02 with 5th character 7", ()),
    ],
)
def test_a_reference_becomes_places_of_the_list(text: str, intervals: tuple[tuple[int, int], ...]) -> None:
    assert LIST.resolve(only(text)) == intervals


@pytest.mark.parametrize(
    "text",
    ["A09", "A00-A09", "A02-A00", "A00.-, other than A09"],
    ids=["no such code", "no such end", "backwards", "takes away what is not there"],
)
def test_what_is_not_in_the_list_is_not_resolved(text: str) -> None:
    assert LIST.resolve(only(text)) is None


# -- the true tabular list -----------------------------------------------------------------------------------------------

EXCLUDES1_READ_WHOLE = 5_274
EXCLUDES1_CURATED = 31
EXCLUDES1_UNREAD = 48
"""`codecite knowledge notes` lists them."""


@pytest.fixture(scope="module")
def resolutions(index: IndexFolder) -> Counter[str]:
    import sqlite3

    with sqlite3.connect(f"file:{index.code_set}?mode=ro&immutable=1", uri=True) as connection:
        return Counter(row[0] for row in connection.execute("SELECT resolution FROM notes WHERE kind = 'excludes1'"))


def test_the_number_of_excludes1_notes_read_whole_does_not_fall(resolutions: Counter[str]) -> None:
    assert resolutions["full"] >= EXCLUDES1_READ_WHOLE
    assert resolutions["curated"] >= EXCLUDES1_CURATED
    assert resolutions["open"] + resolutions["none"] <= EXCLUDES1_UNREAD


def test_a_note_read_whole_names_at_least_one_code(index: IndexFolder) -> None:
    """A reference that covers nothing was not understood: such a note is open."""
    import sqlite3

    with sqlite3.connect(f"file:{index.code_set}?mode=ro&immutable=1", uri=True) as connection:
        empty = connection.execute(
            "SELECT c.code, n.kind, n.text FROM notes n JOIN codes c ON c.ordinal = n.code"
            " WHERE n.resolution = 'full' AND n.id NOT IN (SELECT note FROM note_ranges)"
        ).fetchall()

    assert empty == []


NAMES = [
    ("M54.2", "excludes1", ["M50.00", "M50.222", "M50.93"], ["M54.2", "M51.16", "M53.82"]),
    ("G63", "excludes1", ["E08.42", "E11.42", "E13.42", "B27.01"], ["E11.43", "E11.9", "B27.00"]),
    ("S33.0", "excludes1", ["M51.16", "M51.26", "M51.360"], ["M51.14", "M51.17"]),
    ("I73.8", "excludes1", ["E11.51", "E11.52", "E13.51"], ["E11.59", "E11.9"]),
    ("R47.01", "excludes1", ["I69.020", "I69.320"], ["I69.20", "I69.321"]),
    ("F06.0", "excludes2", ["F10.151", "F10.251", "F19.951"], ["F10.150"]),
    ("D46", "use_additional", ["T36.0X5A", "T50.995S", "T41.45XA"], ["T36.0X1A", "T51.0X1A"]),
    ("F07.81", "code_also", ["S06.0X0S", "S06.0XAS"], ["S06.0X0A"]),
    ("M50-M54", "excludes1", ["S13.4XXA", "S33.5XXD", "S23.3XXA"], ["S83.511A", "S43.401A"]),
]


@pytest.mark.parametrize(("holder", "kind", "named", "not_named"), NAMES, ids=[f"{row[0]} {row[1]}" for row in NAMES])
def test_the_notes_of_the_true_list_name_the_codes_a_coder_reads_in_them(
    code_set: CodeSet, holder: str, kind: str, named: list[str], not_named: list[str]
) -> None:
    notes = [
        note for note in code_set.notes(holder, code_set.tables_last_day) if note.kind == kind and not note.inherited
    ]

    def is_named(code: str) -> bool:
        entry = code_set.code(code)
        assert entry is not None, code
        return any(note.names(entry) for note in notes)

    assert [code for code in named if not is_named(code)] == []
    assert [code for code in not_named if is_named(code)] == []


OPEN_NOTES = [
    ("E87.20", "E11.9", "diabetic acidosis … with ketoacidosis is not diabetes as such"),
    ("S51.011A", "S52.501A", "S52.- with open fracture 7th character is not the closed fracture"),
    ("R41.3", "F10.20", "F10-F19 with 5th character .6 is not dependence as such"),
]


@pytest.mark.parametrize(("holder", "other"), [row[:2] for row in OPEN_NOTES], ids=[row[2] for row in OPEN_NOTES])
def test_an_open_note_is_shown_and_never_computed_with(code_set: CodeSet, holder: str, other: str) -> None:
    assert code_set.notes_naming(holder, other, "excludes1", code_set.tables_last_day) == ()


def test_the_curated_notes_stand_word_for_word_in_the_tabular_list(index: IndexFolder) -> None:
    import csv
    import sqlite3

    curated = Path(__file__).parents[2] / "knowledge/code_set/data/notes_without_codes.csv"
    with curated.open(encoding="utf-8", newline="") as lines:
        rows = [(row["note_of"], row["kind"], row["text"]) for row in csv.DictReader(lines)]
    with sqlite3.connect(f"file:{index.code_set}?mode=ro&immutable=1", uri=True) as connection:
        printed = set(
            connection.execute("SELECT c.code, n.kind, n.text FROM notes n JOIN codes c ON c.ordinal = n.code")
        )

    assert len(rows) >= EXCLUDES1_CURATED
    assert [row for row in rows if row not in printed] == []


def test_dots_make_no_difference_to_the_places() -> None:
    assert LIST.resolve(only("A00.10")) == LIST.resolve(Reference(printed="", low=undotted("A00.10"), high="A0010"))
