"""A code is only ever given the meaning the tabular list gives it; a word near a code is no meaning."""

import time
from datetime import date

import pytest

from knowledge.code_set.code_set import CodeSet
from knowledge.code_set.descriptors import contradiction, descriptor_clashes
from knowledge.code_set.mentions import find_mentions
from knowledge.library import GUIDANCE, read_sources
from knowledge.lint.pages import read_pages

TODAY = date(2026, 11, 22)


def clashing(text: str, code_set: CodeSet) -> list[str]:
    return [clash.code for clash in descriptor_clashes(text, code_set, TODAY)]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("M47.812 Spondylosis with radiculopathy, cervical", "M47.812"),
        ("cervical spondylosis with radiculopathy (M47.812)", "M47.812"),
        ("Cervical spondylosis with radiculopathy is M47.812.", "M47.812"),
        ("Cervical spondylosis with radiculopathy is coded as M47.812.", "M47.812"),
        ("The code M47.812 means spondylosis with myelopathy.", "M47.812"),
        ("M47.812: cervical spondylosis with radiculopathy", "M47.812"),
        ("M47.812 - Spondylosis with radiculopathy", "M47.812"),
        ("| M47.812 | Spondylosis with radiculopathy, cervical | Use when radiculopathy is documented |", "M47.812"),
        ("Spondylosis with radiculopathy, cervical | M47.812", "M47.812"),
        ("M47.12 spondylosis with radiculopathy", "M47.12"),
        ("M48.061 with neurogenic claudication", "M48.061"),
        ("Use M48.061 for stenosis with neurogenic claudication.", "M48.061"),
        ("E11.65 is type 2 diabetes without hyperglycemia", "E11.65"),
        ("M53.84 lumbar", "M53.84"),
        ("M54.12 lumbar radiculopathy", "M54.12"),
        ("M17.11 left knee", "M17.11"),
        ("Right knee: M17.12", "M17.12"),
        ("M17.10 (left knee)", "M17.10"),
        ("M50.222 (C4-C5)", "M50.222"),
        ("S32.010A is a fracture of the second lumbar vertebra", "S32.010A"),
        ("S83.511D initial encounter", "S83.511D"),
        ("S72.001A - open fracture", "S72.001A"),
        ("S13.4XXA cervical strain", "S13.4XXA"),
        ("M47.816 degenerative disc disease, lumbar", "M47.816"),
        ("I50.22 is acute systolic heart failure", "I50.22"),
        ("E11.9 type 1 diabetes", "E11.9"),
        ("M54.50 vertebrogenic", "M54.50"),
        ("M47.81- with radiculopathy", "M47.81"),
    ],
)
def test_a_meaning_the_tabular_list_does_not_have_is_found(text: str, code: str, code_set: CodeSet) -> None:
    assert clashing(text, code_set) == [code]


@pytest.mark.parametrize(
    "text",
    [
        "M53.83 (Cervicothoracic), M53.84 (Thoracic), M53.86 (Lumbar)",
        "98940-98942 - chiropractic manipulation, cervical region",
        "M54.2 neck pain",
        "M54.2 (Cervicalgia, or neck pain)",
        "M50.- cervical disc disorders",
        "M50.xx cervical disc disorders",
        "M53.82 other specified dorsopathies, cervical",
        "M47.22 is other spondylosis with radiculopathy, cervical region",
        "use M54.2 when there is no radiculopathy",
        "M54.16 is not coded with M51.16 when radiculopathy is due to a disc",
        "report M54.2 instead of M47.812 with radiculopathy codes",
        "M47.812 is without radiculopathy; with radiculopathy it is M47.22",
        "M47.812 is not 'with radiculopathy'",
        "M47.812: radiculopathy is not documented",
        "M47.812 (radiculopathy was ruled out)",
        "M47.812 (with radiculopathy: M47.22)",
        "A follow-up after S13.4XXA (active treatment) is S13.4XXD.",
        "Choose M48.062 over M48.061 with neurogenic claudication.",
        "If neurogenic claudication is documented, M48.062, otherwise M48.061.",
        "Low back pain, unspecified (M54.50), not vertebrogenic (M54.51).",
        'A descriptor that gives M47.812 the meaning "with radiculopathy" is wrong.',
        "The Excludes1 note at M54.1 for radiculopathy with cervical disc disorder (M50.1) stands.",
        "M54.31 and M54.32 are sciatica of the right and left side",
        "M54.51 and M54.50 are vertebrogenic and unspecified low back pain",
        "Right knee osteoarthritis is M17.11, left is M17.12",
        "Primary osteoarthritis of the hip is M16.11 on the right, M16.12 on the left and M16.0 on both sides.",
        "cervical M53.82 thoracic M53.84 lumbar M53.86",
        "knee pain left by an old tibial fracture is M25.561",
        "M17.12 is right when the record names the left knee",
        "M47.816 facet degeneration in the low back",
        "M17.1- is used for the left knee and the right knee",
        "M48.061 is lumbar spinal stenosis without neurogenic claudication and also the code when claudication is not mentioned.",
        "Remark N115 and LCD L37387 speak of the lumbar region; T12 is a thoracic vertebra.",
    ],
)
def test_right_wording_and_words_that_only_stand_near_are_left_alone(text: str, code_set: CodeSet) -> None:
    assert clashing(text, code_set) == []


def test_a_clash_quotes_the_words_their_place_and_the_list(code_set: CodeSet) -> None:
    text = "For the neck: M47.812 (spondylosis with radiculopathy)."

    [clash] = descriptor_clashes(text, code_set, TODAY)

    assert text[clash.start : clash.end] == clash.claimed == "spondylosis with radiculopathy"
    assert clash.descriptor == "Spondylosis without myelopathy or radiculopathy, cervical region"
    assert "radiculopathy" in clash.why


def test_the_day_decides_which_wording_is_right(code_set: CodeSet) -> None:
    assert contradiction("plantar fasciitis, left foot", "M67.A01", code_set, TODAY) is not None
    assert contradiction("plantar fasciitis, left foot", "M67.A02", code_set, TODAY) is None


@pytest.mark.parametrize("chapter", ["G", "I", "M", "O", "R"])
def test_no_title_or_inclusion_term_of_the_list_contradicts_its_own_code(chapter: str, code_set: CodeSet) -> None:
    codes = [code for code in sorted(code_set.billable_on(TODAY)) if code.startswith(chapter)][::7]
    for code in codes:
        terms = [note.text for note in code_set.notes(code, TODAY) if note.kind == "inclusion_term"]
        for wording in (code_set.descriptor(code, TODAY), *terms):
            assert contradiction(wording, code, code_set, TODAY) is None, (code, wording)


def test_our_own_pages_agree_with_the_list(code_set: CodeSet) -> None:
    entries, _ = read_pages(GUIDANCE, read_sources(), "guidance")

    assert [(e.passage.id, clash) for e in entries for clash in descriptor_clashes(e.prose.text, code_set, TODAY)] == []


def test_a_long_line_without_an_end_is_read_in_time(code_set: CodeSet) -> None:
    ends_late = "with radiculopathy and without myelopathy, (" * 500 + "M47.812 is " + "not " * 500 + "(" * 500
    begun = time.perf_counter()

    for text in (ends_late, "M54.2 " * 5_000, "M54.2 (" * 5_000, "no " * 10_000 + "radiculopathy (M47.812)"):
        descriptor_clashes(text, code_set, TODAY)

    assert time.perf_counter() - begun < 10  # a square in the length would take minutes


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("M54.2, m54.2 and M5382", ["M54.2", "M54.2", "M53.82"]),
        ("M50.22-, M50.- and M50.xx", ["M50.22-", "M50-", "M50-"]),
        ("M99.00-M99.05 and S12.0 to S12.6", ["M99.00..M99.05", "S12.0..S12.6"]),
        ("chapter 13 (M00-M99)", ["M00..M99"]),
        ("M53.89 is none", ["M53.89"]),
        ("LCD L37387, article A56273, LCDs L38801 and L38803", []),
        ("remark N115 and MA130, HCPCS G0283, S9090", []),
        ("ICD-9-CM V57.1 and 723.8", []),
        ("C7-T1, L4-L5, T12, C5", []),
        ("guideline I.C.13.a, an A1C of 7.2, CPT 98940-98942", []),
    ],
)
def test_only_icd_10_cm_codes_are_read_as_codes(text: str, codes: list[str], code_set: CodeSet) -> None:
    found = find_mentions(text, lambda code: code_set.code(code) is not None)

    assert [f"{one.code}..{one.high}" if one.high else f"{one.code}{'-' * one.is_family}" for one in found] == codes
