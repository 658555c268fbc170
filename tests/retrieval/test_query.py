"""A question is read into what tables can be asked: codes however typed, procedures, dates, side, region, level, encounter."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.code_set.code_set import CodeSet
from knowledge.code_set.codes import undotted
from retrieval.query import Query, read_query


@pytest.fixture(scope="module")
def known(code_set: CodeSet) -> object:
    return lambda code: code_set.code(code) is not None


@pytest.fixture(scope="module")
def dotted_codes(code_set: CodeSet) -> list[str]:
    return sorted(code for code in code_set.billable_on(date(2026, 11, 22)) if "." in code)


def read(text: str, known: object) -> Query:
    return read_query(text, known)  # type: ignore[arg-type]


CODES: list[tuple[str, list[str]]] = [
    ("Is M53.82 billable?", ["M53.82"]),
    ("is m5382 billable", ["M53.82"]),
    ("M53-82 ok?", ["M53.82"]),
    (" M53 . 82 ", ["M53.82"]),
    ("dx: M54.2", ["M54.2"]),
    ("(M54.2)", ["M54.2"]),
    ("“M54.2”", ["M54.2"]),
    ("M54.2.", ["M54.2"]),
    ("M54.2?", ["M54.2"]),
    ("m54.2,m50.222", ["M54.2", "M50.222"]),
    ("M54.2/M50.222", ["M54.2", "M50.222"]),
    ("M54.2;M50.20", ["M54.2", "M50.20"]),
    ("M54.2+M50.20", ["M54.2", "M50.20"]),
    ("M54.2 twice, M54.2", ["M54.2"]),
    ("M54.2 and m542", ["M54.2"]),
    ("what is M53?", ["M53"]),
    ("m53 codes", ["M53"]),
    ("is I10 ok with E11.9", ["I10", "E11.9"]),
    ("R10 or R10.9", ["R10", "R10.9"]),
    ("S13.4XXA", ["S13.4XXA"]),
    ("s13.4xxa", ["S13.4XXA"]),
    ("S134XXA", ["S13.4XXA"]),
    ("S13.4A", ["S13.4A"]),
    ("T36.0X5A", ["T36.0X5A"]),
    ("F32A", ["F32.A"]),
    ("C4A.0", ["C4A.0"]),
    ("O9A.211", ["O9A.211"]),
    ("U07.1 for COVID", ["U07.1"]),
    ("M53.89, does it exist?", ["M53.89"]),
    ("V57.1 after a fall", ["V57.1"]),
    ("M54.50 on 11/22/2026", ["M54.50"]),
    ("M99.00-M99.05", ["M99.00", "M99.05"]),
    ("98940-AT with M99.01", ["M99.01"]),
]
NO_CODES = [
    "A1C 7.2", "hemoglobin A1C of 9", "an a1c test", "B12 deficiency", "vitamin b12", "H1N1 influenza", "G0283 billing", "g0283",
    "J3490", "E0100 cane", "D2740", "K0001", "L5S1 herniation", "L4L5", "T12 fracture", "C7 radiculopathy", "C5-6 disc", "C5-C6",
    "c5/c6", "C7-T1 disc", "T12-L1", "S1 pain", "L5/S1", "pain at C2", "98940", "99213-25", "0591T", "0001F", "723.8", "ICD-9 V57.1",
    "H2O", "B2B", "G6PD deficiency", "T2DM", "COVID19", "MA130", "CO-50", "FY2027", "2026", "3 units", "a 10-year-old", "C-section",
    "A-fib", "k2.5 mm", "neck pain", "", "M", "M5", "MM53", "x-ray of the c-spine", "5'10\" tall", "type 2 diabetes",
]  # fmt: skip
OTHER_REGISTERS = ["what does LCD L37387 say", "billing article A56273", "remark code N115"]


@pytest.mark.parametrize(("text", "codes"), CODES, ids=[text for text, _ in CODES])
def test_codes_are_read_however_typed(known: object, text: str, codes: list[str]) -> None:
    assert list(read(text, known).code_names) == codes


@pytest.mark.parametrize("text", NO_CODES)
def test_what_only_looks_like_a_code_is_none(known: object, text: str) -> None:
    assert read(text, known).code_names == ()


@pytest.mark.parametrize("text", OTHER_REGISTERS)
def test_the_numbers_of_other_registers_are_no_codes(known: object, text: str) -> None:
    """As in the corpus (knowledge/code_set/mentions.py): LCD, article and remark numbers are left alone."""
    assert read(text, known).code_names == ()


@pytest.mark.parametrize(
    ("text", "code"), [("M50.- family", "M50"), ("M50.2-", "M50.2"), ("M50.22- codes", "M50.22"), ("m77.1-?", "M77.1")]
)
def test_a_dash_at_the_end_makes_it_a_family(known: object, text: str, code: str) -> None:
    (typed,) = read(text, known).codes

    assert (typed.code, typed.is_family) == (code, True)


def test_a_code_without_a_dash_is_no_family(known: object) -> None:
    assert not read("M54.2", known).codes[0].is_family
    assert not read("M53-82", known).codes[0].is_family


@pytest.mark.parametrize(
    ("text", "is_known"), [("M53.82", True), ("m5382", True), ("M53.89", False), ("S13.4A", False)]
)
def test_a_typed_code_says_whether_any_release_holds_it(known: object, text: str, is_known: bool) -> None:
    (typed,) = read(text, known).codes

    assert typed.known is is_known
    assert typed.typed == text


@given(data=st.data())
def test_a_real_code_is_found_in_any_case_between_any_signs(
    dotted_codes: list[str], known: object, data: st.DataObject
) -> None:
    code = data.draw(st.sampled_from(dotted_codes))
    shown = data.draw(st.sampled_from([code, code.lower(), f"({code})", f"{code}?", code.replace(".", " . ")]))

    assert read(f"is {shown} billable", known).code_names == (code,)


@given(data=st.data())
def test_a_code_of_six_characters_is_found_without_its_dot(
    dotted_codes: list[str], known: object, data: st.DataObject
) -> None:
    code = data.draw(st.sampled_from(dotted_codes).filter(lambda one: len(one) >= 7))

    assert read(f"is {undotted(code).lower()} billable", known).code_names == (code,)


def test_no_code_is_taken_for_a_spinal_level(dotted_codes: list[str], known: object) -> None:
    """F01.C2 (severe vascular dementia with psychotic disturbance) ends in what could be a vertebra."""
    look_alikes = [code for code in dotted_codes if code[4:5] in "CTLS" and code[5:6].isdigit()]

    assert [code for code in look_alikes if read(f"is {code} billable", known).code_names != (code,)] == []


PROCEDURES: list[tuple[str, list[tuple[str, tuple[str, ...]]]]] = [
    ("98940", [("98940", ())]),
    ("98940-AT with M99.01", [("98940", ("AT",))]),
    ("98940, 98941", [("98940", ()), ("98941", ())]),
    ("97140-59-GP", [("97140", ("59", "GP"))]),
    ("97140-59-gp", [("97140", ("59", "GP"))]),
    ("99213-25 and 98941-AT-GP", [("99213", ("25",)), ("98941", ("AT", "GP"))]),
    ("G0283 and 97110", [("97110", ()), ("G0283", ())]),
    ("g0283", [("G0283", ())]),
    ("J3490", [("J3490", ())]),
    ("0591T", [("0591T", ())]),
    ("0001F", [("0001F", ())]),
    ("98940 twice 98940", [("98940", ())]),
    ("in 2026", []),
    ("123456", []),
    ("9894", []),
    ("M53.82", []),
    ("2026-11-22", []),
    ("$98940.50", []),
    ("#98940", []),
]


@pytest.mark.parametrize(("text", "procedures"), PROCEDURES, ids=[text for text, _ in PROCEDURES])
def test_procedures_are_read_with_their_modifiers(
    known: object, text: str, procedures: list[tuple[str, tuple[str, ...]]]
) -> None:
    assert [(one.code, one.modifiers) for one in read(text, known).procedures] == procedures


DATES: list[tuple[str, list[date]]] = [
    ("on 2026-09-30", [date(2026, 9, 30)]),
    ("on 9/30/2026", [date(2026, 9, 30)]),
    ("on 9/30/26", [date(2026, 9, 30)]),
    ("September 30, 2026", [date(2026, 9, 30)]),
    ("sept 30th 2026", [date(2026, 9, 30)]),
    ("30 September 2026", [date(2026, 9, 30)]),
    ("Oct 1st 2026", [date(2026, 10, 1)]),
    ("1st of October, 2026", [date(2026, 10, 1)]),
    ("on 2026-11-10 and on 9/30/2026", [date(2026, 11, 10), date(2026, 9, 30)]),
    ("9/30/2026, that is 2026-09-30", [date(2026, 9, 30)]),
    ("on 13/45/2026", []),
    ("2026-02-30", []),
    ("February 30, 2026", []),
    ("pain 7/10", []),
    ("C5/6", []),
    ("in 2026", []),
    ("1/2/2026/3", []),
    ("May 2026", []),
]


@pytest.mark.parametrize(("text", "days"), DATES, ids=[text for text, _ in DATES])
def test_dates_are_read_in_the_order_they_stand(known: object, text: str, days: list[date]) -> None:
    assert list(read(text, known).dates) == days


@given(st.dates(min_value=date(2015, 10, 1), max_value=date(2040, 12, 31)))
def test_every_day_is_found_in_each_form(known: object, day: date) -> None:
    months = "January February March April May June July August September October November December".split()
    forms = [
        day.isoformat(),
        f"{day.month}/{day.day}/{day.year}",
        f"{months[day.month - 1]} {day.day}, {day.year}",
        f"{day.day} {months[day.month - 1][:3]} {day.year}",
    ]

    assert [read(f"M54.2 on {form}", known).dates for form in forms] == [(day,)] * 4


ICD9: list[tuple[str, list[str]]] = [
    ("ICD-9 723.8", ["723.8"]),
    ("icd9 7238", ["723.8"]),
    ("what was ICD 9 code 723.8 in ICD-10?", ["723.8"]),
    ("icd-9-cm code 724.2 in icd-10", ["724.2"]),
    ("ICD-10 for ICD-9 code 250", ["250"]),
    ("icd 9 V57.1", ["V57.1"]),
    ("icd9 e885.9", ["E885.9"]),
    ("ICD-9 723.1 and 723.8", ["723.1", "723.8"]),
    ("what is 723.8 now?", ["723.8"]),
    ("V57.1", []),
    ("E885.9", []),
    ("98940", []),
    ("it cost $723.80", []),
    ("in 2026", []),
    ("100.5%", []),
    ("M53.82", []),
    ("icd-10", []),
]
NOT_ICD9 = ["fever of 101.5, which code?", "she weighs 182.4 lb", "glucose 126.5 mg/dL"]


@pytest.mark.parametrize(("text", "codes"), ICD9, ids=[text for text, _ in ICD9])
def test_icd_9_codes_are_read_where_they_are_meant(known: object, text: str, codes: list[str]) -> None:
    assert list(read(text, known).icd9) == codes


@pytest.mark.parametrize("text", NOT_ICD9)
def test_a_measurement_is_no_icd_9_code(known: object, text: str) -> None:
    assert read(text, known).icd9 == ()


SIDES: list[tuple[str, str | None]] = [
    ("right knee pain", "right"), ("rt knee", "right"), ("r knee pain", "right"), ("knee pain (R)", "right"), ("Right.", "right"),
    ("left ankle", "left"), ("lt shoulder", "left"), ("L knee pain", "left"), ("knee (L)", "left"), ("l shoulder", "left"),
    ("bilateral knee pain", "bilateral"), ("bilat. hips", "bilateral"), ("B/L knee pain", "bilateral"), ("both knees", "bilateral"),
    ("both sides", "bilateral"), ("pain bilaterally", "bilateral"), ("knee pain", None), ("bright light", None), ("cleft lip", None),
    ("L5 radiculopathy", None), ("both codes", None), ("upright posture", None),
]  # fmt: skip
TAGS = ["It is the left knee, right?", "left knee pain, right?", "What is the right code for left knee pain?"]


@pytest.mark.parametrize(("text", "side"), SIDES, ids=[text for text, _ in SIDES])
def test_the_side_is_read(known: object, text: str, side: str | None) -> None:
    assert read(text, known).side == side


@pytest.mark.parametrize("text", TAGS)
def test_right_as_a_question_or_as_correct_is_no_side(known: object, text: str) -> None:
    assert read(text, known).side == "left"


REGIONS: list[tuple[str, list[str]]] = [
    ("neck pain", ["cervical"]),
    ("cervical radiculopathy", ["cervical"]),
    ("c-spine", ["cervical"]),
    ("low back pain", ["lumbar"]),
    ("lower back", ["lumbar"]),
    ("mid-back pain", ["thoracic"]),
    ("upper back", ["thoracic"]),
    ("lumbosacral sprain", ["lumbosacral"]),
    ("cervicothoracic", ["cervicothoracic"]),
    ("cervico-thoracic junction", ["cervicothoracic"]),
    ("thoracolumbar", ["thoracolumbar"]),
    ("tailbone", ["sacrococcygeal"]),
    ("atlantoaxial", ["occipito-atlanto-axial"]),
    ("cervical and lumbar", ["cervical", "lumbar"]),
    ("back pain", []),
    ("knee pain", []),
    ("cervicalgia", []),
    ("bottleneck", []),
]


@pytest.mark.parametrize(("text", "regions"), REGIONS, ids=[text for text, _ in REGIONS])
def test_the_regions_of_the_spine_are_read_the_compound_ones_whole(
    known: object, text: str, regions: list[str]
) -> None:
    assert list(read(text, known).regions) == regions


LEVELS: list[tuple[str, list[str]]] = [
    ("C5-6 disc", ["C5-C6"]),
    ("C5-C6 disc", ["C5-C6"]),
    ("c5/c6", ["C5-C6"]),
    ("c5/6", ["C5-C6"]),
    ("C5 - C6", ["C5-C6"]),
    ("C5–6", ["C5-C6"]),
    ("L4-5 and L5-S1", ["L4-L5", "L5-S1"]),
    ("L5/S1", ["L5-S1"]),
    ("C7-T1", ["C7-T1"]),
    ("T12-L1", ["T12-L1"]),
    ("C7 radiculopathy", ["C7"]),
    ("C5-6, again C5-6", ["C5-C6"]),
    ("C9", []),
    ("T13", []),
    ("L7-8", []),
    ("M53.82", []),
    ("C4A.0", []),
    ("L40.5", []),
]


@pytest.mark.parametrize(("text", "levels"), LEVELS, ids=[text for text, _ in LEVELS])
def test_spinal_levels_are_written_as_the_list_writes_them(known: object, text: str, levels: list[str]) -> None:
    assert list(read(text, known).levels) == levels


ENCOUNTERS: list[tuple[str, str | None]] = [
    ("initial encounter", "initial"), ("first visit", "initial"), ("active treatment", "initial"), ("subsequent encounter", "subsequent"),
    ("subsequent visit", "subsequent"), ("follow-up", "subsequent"), ("followup visit", "subsequent"), ("recheck", "subsequent"),
    ("sequela of a sprain", "sequela"), ("late effect", "sequela"), ("sequelae, subsequent visit", "sequela"), ("neck pain", None),
    ("initially thought", None),
]  # fmt: skip


@pytest.mark.parametrize(("text", "encounter"), ENCOUNTERS, ids=[text for text, _ in ENCOUNTERS])
def test_the_encounter_is_read(known: object, text: str, encounter: str | None) -> None:
    assert read(text, known).encounter == encounter


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        ("is M53.82 billable on 2026-09-30 with 98940-AT?", "is billable on with ?"),
        ("C5-6 disc displacement", "C5-6 disc displacement"),
        ("ICD-9 723.8 neck", "ICD-9 neck"),
        ("M54.2", ""),
    ],
)
def test_the_phrase_is_what_is_said_in_words(known: object, text: str, phrase: str) -> None:
    assert read(text, known).phrase == phrase


@given(st.text(max_size=200))
def test_any_text_is_read(known: object, text: str) -> None:
    query = read(text, known)

    assert query.text == text
    assert len(set(query.code_names)) == len(query.code_names)


@given(st.text(alphabet="MCTLSmctls0123456789.-/ ,;R", max_size=60))
def test_no_token_is_read_as_two_things(known: object, text: str) -> None:
    query = read(text, known)
    codes = {undotted(code) for code in query.code_names if len(code) > 3}

    assert not codes & {one.code for one in query.procedures}
    assert not codes & {code.replace(".", "") for code in query.icd9}


@pytest.mark.parametrize(
    "text",
    ["M53.82 " * 2_500, "A" * 20_000, "C5-6 " * 4_000, "1" * 20_000, "M50.-" * 4_000, "both " * 4_000, "(" * 20_000, "9/" * 10_000],
    ids=["one code", "one letter", "one level", "one digit", "one family", "both", "brackets", "half dates"],
)  # fmt: skip
def test_no_question_takes_out_of_proportion_long_to_read(known: object, text: str) -> None:
    """Ten times the text takes at most about a hundred times as long: no pattern runs away."""
    from time import perf_counter

    def seconds(part: str) -> float:
        started = perf_counter()
        read(part, known)
        return perf_counter() - started

    short = min(seconds(text[: len(text) // 10]) for _ in range(3))
    long = min(seconds(text) for _ in range(2))

    assert long < 300 * short + 0.05
