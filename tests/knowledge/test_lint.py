"""Each kind of fault, planted in a corpus of its own, is found with its line and its mend; our own corpus holds none."""

import json
import re
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from knowledge.code_set.code_set import CodeSet
from knowledge.library import KNOWLEDGE
from knowledge.lint import Fault, lint

TODAY = date(2026, 11, 22)

SOURCES = """\
ours:
  title: A page of ours
  publisher: codecite
  edition: 2026
  label: primary
"""
FRONT = "---\nsource: ours\ntopic: The neck\n---\n"
CLEAN = "M54.2 is neck pain. M50.- holds the cervical disc disorders, and M50.222 is displacement at C5-C6."


def passage(text: str, *, name: str = "page.one", codes: str = "[]", kinds: str = "[general]") -> str:
    return f"\n## A title\nid: {name}\ncodes: {codes}\nkinds: {kinds}\n\n{text}\n"


@pytest.fixture
def corpus(tmp_path: Path) -> Path:
    (tmp_path / "guidance").mkdir()
    (tmp_path / "vocabulary").mkdir()
    (tmp_path / "payers").mkdir()
    (tmp_path / "sources.yaml").write_text(SOURCES)
    write_page(tmp_path, passage(CLEAN, codes="[M54.2, M50.-, M50.222]"))
    return tmp_path


def write_page(corpus: Path, body: str, name: str = "page.md") -> None:
    (corpus / "guidance" / name).write_text(FRONT + body)


def found(corpus: Path, code_set: CodeSet, day: date = TODAY) -> list[Fault]:
    return list(lint(corpus, code_set, day).faults)


def test_a_clean_corpus_has_no_fault(corpus: Path, code_set: CodeSet) -> None:
    report = lint(corpus, code_set, TODAY)

    assert report.faults == ()
    assert report.is_clean
    assert report.counts["passages"] == 1


def test_the_pages_sources_and_payer_sheets_of_our_own_corpus_are_clean(code_set: CodeSet) -> None:
    report = lint(KNOWLEDGE, code_set, TODAY)

    assert [str(fault) for fault in report.faults if not fault.file.startswith("vocabulary/")] == []
    assert report.counts["passages"] > 500


# -- pages ---------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "rule", "message", "mend"),
    [
        ("Facet pain is reported with M53.89.", "unknown-code", "M53.89", "M53.8"),
        ("A solvent case is T52.8X1A.", "dead-code", "2026-09-30", "T52.8X1A"),
        ("For a displaced disc report M50.22.", "header-as-code", "M50.22", "M50.221"),
        ("Plantar fasciitis is M72.2.", "header-as-code", "M72.2", "M72.20"),
        ("M47.812 is cervical spondylosis with radiculopathy.", "descriptor-mismatch", "M47.812", "without myelopathy"),
        ("M50.22 is a valid, billable code.", "wrong-standing", "header", "M50.221"),
        ("M54.2 is a heading.", "wrong-standing", "billable", "sentence"),
    ],
)
def test_a_wrong_word_about_a_code_is_found_on_its_line(
    text: str, rule: str, message: str, mend: str, corpus: Path, code_set: CodeSet
) -> None:
    write_page(corpus, passage(f"{CLEAN}\n{text}"))

    faults = found(corpus, code_set)

    fault = next(one for one in faults if one.rule == rule)
    assert (fault.file, fault.line, fault.severity) == ("guidance/page.md", 12, "error")
    assert message in fault.message
    assert mend in fault.mend


@pytest.mark.parametrize(
    "text",
    [
        "M50.22 is a heading; M50.222 is displacement at C5-C6.",
        "M50.22 has been a heading since 1 October 2016 and is rejected on a claim.",
        "T52.8X1A was deleted and remains right for services up to September 30, 2026.",
        "M54.5 needs a fifth character.",
        "Radiculopathy due to a disc is reported in M50.1-, and the note at M54.1 excludes it (M50.1).",
        "A wrist fracture is coded to category S52, codes M00-M99 stand in chapter 13.",
        "M53.89 does not exist.",
        "LCD L37387 and article A56273 decide; remark N115 says so, and G0283 is billed.",
        "Plantar fasciitis was M72.2 until September 30, 2026.",
    ],
)
def test_a_page_that_says_what_became_of_a_code_is_clean(text: str, corpus: Path, code_set: CodeSet) -> None:
    write_page(corpus, passage(text))

    assert found(corpus, code_set) == []


def test_the_guides_two_worst_mistakes_are_found_in_its_own_sentences(corpus: Path, code_set: CodeSet) -> None:
    write_page(
        corpus,
        passage(
            "M53.9 Dorsopathy, unspecified Avoid; lacks specificity for the cervical region\n"
            "M47.812 Spondylosis with radiculopathy, cervical Use when radiculopathy is documented\n\n"
            "If a patient presents with both confirmed cervical disc displacement (M50.22) and cervical facet syndrome (M53.82), "
            "the disc disorder is typically sequenced first because it is the more specific, confirmed diagnosis.\n\n"
            "M53.82 can be sequenced as a secondary diagnosis when a more specific cervical condition, such as cervical disc disorder "
            "(M50.xx) or cervical spondylosis with radiculopathy (M47.812), is sequenced as the principal diagnosis."
        ),
    )

    assert [(fault.rule, fault.line) for fault in found(corpus, code_set)] == [
        ("descriptor-mismatch", 12),
        ("header-as-code", 14),
        ("descriptor-mismatch", 16),
    ]


@pytest.mark.parametrize(
    ("codes", "rule"),
    [
        ("[M53.89]", "unknown-code"),
        ("[M50.22]", "header-as-code"),
        ("[S23.420A]", "dead-code"),
        ("[zebra]", "unknown-code"),
    ],
)
def test_the_codes_key_is_held_against_the_code_set(codes: str, rule: str, corpus: Path, code_set: CodeSet) -> None:
    write_page(corpus, passage(CLEAN, codes=codes))

    [fault] = found(corpus, code_set)

    assert (fault.rule, fault.line) == (rule, 8)


def test_the_date_decides(corpus: Path, code_set: CodeSet) -> None:
    write_page(corpus, passage("Fibromatosis of the plantar fascia is M72.2."))

    assert [fault.rule for fault in found(corpus, code_set, date(2026, 9, 30))] == []
    assert [fault.rule for fault in found(corpus, code_set, date(2026, 10, 1))] == ["header-as-code"]


def test_two_passages_that_contradict_each_other_are_found(corpus: Path, code_set: CodeSet) -> None:
    write_page(corpus, passage("M54.2 is a billable code.") + passage("M54.2 cannot be reported.", name="page.two"))

    fault = next(one for one in found(corpus, code_set) if one.rule == "contradicting-passages")

    assert (fault.file, fault.line) == ("guidance/page.md", 18)
    assert "guidance/page.md:11" in fault.message


def test_repeated_ids_and_repeated_texts_are_found(corpus: Path, code_set: CodeSet) -> None:
    text = "Neck pain with no other finding is M54.2, and a provider who names a disorder of the neck should be coded with the disorder; "
    text += (
        "a symptom that belongs to a named disorder is not coded a second time, and the record of the visit decides."
    )
    write_page(corpus, passage(text))
    write_page(corpus, passage(text.replace("should be", "is")), "second.md")

    faults = {fault.rule: fault for fault in found(corpus, code_set)}

    assert set(faults) == {"duplicate-id", "duplicate-passage"}
    assert all((fault.file, fault.line) == ("guidance/second.md", 6) for fault in faults.values())
    assert "guidance/page.md:6" in faults["duplicate-passage"].message


@pytest.mark.parametrize(
    ("page", "line"),
    [
        ("no front matter", 1),
        (FRONT + "\n## A title\nid: page.one\nkinds: [general]\nx: [\n\ntext\n", 10),
        (FRONT + passage("text").replace("kinds: [general]", "kinds: [song]"), 6),
        (FRONT + passage("text").replace("id: page.one", "id: page.one\nsource: nobody"), 6),
    ],
)
def test_a_page_that_cannot_be_read_is_a_fault_and_the_others_are_read(
    page: str, line: int, corpus: Path, code_set: CodeSet
) -> None:
    (corpus / "guidance" / "broken.md").write_text(page)

    report = lint(corpus, code_set, TODAY)

    assert [(one.rule, one.file, one.line) for one in report.faults] == [("unreadable", "guidance/broken.md", line)]
    assert report.faults[0].mend
    assert report.counts["passages"] == 1


def test_a_source_without_its_parts_is_found(corpus: Path, code_set: CodeSet) -> None:
    (corpus / "sources.yaml").write_text(SOURCES + "theirs:\n  title: A page\n  publisher: Somebody\n")

    faults = found(corpus, code_set)

    assert [(one.rule, one.file, one.line) for one in faults] == [
        ("missing-label", "sources.yaml", 6),
        ("missing-source", "sources.yaml", 6),
    ]
    assert "edition" in faults[1].message


def test_the_list_of_corrections_is_not_looked_at(corpus: Path, code_set: CodeSet) -> None:
    (corpus / "CORRECTIONS.md").write_text("M47.812 is cervical spondylosis with radiculopathy; report M50.22.")

    assert found(corpus, code_set) == []


def test_identifiers_are_found_and_never_repeated(corpus: Path, code_set: CodeSet) -> None:
    def find_numbers(text: str) -> Sequence[tuple[str, int, int]]:
        return [("phone", match.start(), match.end()) for match in re.finditer(r"555-\d{4}", text)]

    write_page(corpus, passage(f"{CLEAN}\nAsk 555-0134 about it."))

    [fault] = lint(corpus, code_set, TODAY, find_numbers).faults

    assert (fault.rule, fault.line) == ("identifier", 12)
    assert "555" not in str(fault)
    assert found(corpus, code_set) == []  # without a finder nothing is claimed


# -- vocabulary ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "rule", "severity", "mend"),
    [
        ("neck thing,M53.89,lay,", "vocabulary-unknown-code", "error", "M53.8"),
        ("infected joint,T84.59X-,synonym,", "vocabulary-unknown-code", "error", "Write T84.59-"),
        ("solvent,T52.8X1A,lay,", "vocabulary-dead-code", "error", "until when"),
        ("slipped neck disc,M50.22,lay,", "vocabulary-header", "error", "M50.22-"),
        ("neck ache,M54.2-,lay,", "vocabulary-empty-family", "error", "without the dash"),
        ("sternoclavicular sprain,S23.420-,synonym,", "vocabulary-empty-family", "error", "S23.420"),
        ("Cervicalgia,M54.2,synonym,", "vocabulary-repeats-list", "warning", "out"),
        ("sore neck,M54.2,lay,", "vocabulary-duplicate", "warning", "Keep one"),
        ("sore neck,M53.82,lay,", "vocabulary-duplicate", "error", "meant"),
        ("left knee arthritis,M17.11,lay,", "descriptor-mismatch", "warning", "code for these words"),
        ("a row,too,long,by,two", "unreadable", "error", "comma"),
    ],
)
def test_a_wrong_vocabulary_row_is_found(
    row: str, rule: str, severity: str, mend: str, corpus: Path, code_set: CodeSet
) -> None:
    (corpus / "vocabulary" / "spine.csv").write_text(f"term,codes,kind,note\nsore neck,M54.2,lay,\n{row}\n")

    [fault] = found(corpus, code_set)

    assert (fault.rule, fault.severity, fault.file, fault.line) == (rule, severity, "vocabulary/spine.csv", 3)
    assert mend in fault.mend


def test_a_right_vocabulary_row_is_no_fault(corpus: Path, code_set: CodeSet) -> None:
    (corpus / "vocabulary" / "spine.csv").write_text(
        "term,codes,kind,note\nsore neck,M54.2,lay,\nsore elbow,M77.1-,lay,\nboth knees worn out,M17.0,lay,\n"
    )

    report = lint(corpus, code_set, TODAY)

    assert report.faults == ()
    assert report.counts["terms"] == 3


# -- payer sheets --------------------------------------------------------------------------------------------------------


def sheet(name: str, rules: str, *, payer: str = "harbor") -> str:
    return f"""\
id: {name}
title: Harbor, manipulation
payer: {{id: {payer}, name: Harbor Health, short: Harbor, aliases: []}}
plan: All plans
jurisdiction: {{reach: plan, contractors: [], words: Harbor plans.}}
topics: [manipulation]
applies_to: ['98940']
effective_from: null
effective_to: null
effective_words: undated
reviewed_on: 2026-11-01
review_due: 2027-01-01
warning: null
not_held: []
sources:
  - {{id: P1, title: A page, url: 'https://example.org/p', publisher: Harbor, edition: undated, label: primary}}
rules:
{rules}"""


COVERED = """\
  - rule: covered
    id: manipulation
    text: Harbor covers 98940.
    procedures: ['98940']
    sources: [P1]
    label: primary
"""
NOT_COVERED = """\
  - rule: not_covered
    id: no-manipulation
    text: Harbor does not pay for 98940 to 98942.
    procedures: [98940-98942]
    severity: block
    sources: [P1]
    label: primary
"""
FIRST_LISTED = """\
  - rule: first_listed
    id: first
    text: Harbor wants {words} first for 98940.
    procedures: ['98940']
    diagnoses: [{selector}]
    severity: block
    sources: [P1]
    label: primary
"""


def test_a_rule_no_code_can_meet_is_found(corpus: Path, code_set: CodeSet) -> None:
    (corpus / "payers" / "harbor-a.yaml").write_text(
        sheet("harbor-a", FIRST_LISTED.format(words="S23.420A", selector="S23.420A"))
    )

    fault = next(one for one in found(corpus, code_set) if one.rule == "payer-no-such-diagnosis")

    assert (fault.rule, fault.file, fault.line) == ("payer-no-such-diagnosis", "payers/harbor-a.yaml", 19)
    assert "no code can meet the rule" in fault.message
    assert "effective_to" in fault.mend


@pytest.mark.parametrize(
    ("words", "selector"), [("M99.00 to M99.05", "M99.00-M99.05"), ("M50", "M50.-"), ("M54.5", "M54.5-")]
)
def test_a_range_or_family_with_codes_is_no_fault(words: str, selector: str, corpus: Path, code_set: CodeSet) -> None:
    (corpus / "payers" / "harbor-a.yaml").write_text(
        sheet("harbor-a", FIRST_LISTED.format(words=words, selector=selector))
    )

    assert [fault.rule for fault in found(corpus, code_set) if fault.rule.startswith("payer")] == []


def test_an_impossible_procedure_is_found(corpus: Path, code_set: CodeSet) -> None:
    (corpus / "payers" / "harbor-a.yaml").write_text(sheet("harbor-a", COVERED.replace("98940", "Z8940")))

    [fault] = found(corpus, code_set)

    assert (fault.rule, fault.line) == ("payer-impossible-procedure", 19)


def test_two_sheets_of_one_payer_that_contradict_each_other_are_found(corpus: Path, code_set: CodeSet) -> None:
    (corpus / "payers" / "harbor-a.yaml").write_text(sheet("harbor-a", COVERED))
    (corpus / "payers" / "harbor-b.yaml").write_text(sheet("harbor-b", NOT_COVERED))

    [fault] = found(corpus, code_set)

    assert (fault.rule, fault.file, fault.line) == ("payer-contradiction", "payers/harbor-b.yaml", 19)
    assert "harbor-a/manipulation" in fault.message


def test_a_refusal_by_circumstance_or_of_another_payer_contradicts_nothing(corpus: Path, code_set: CodeSet) -> None:
    by_circumstance = NOT_COVERED.replace("    severity: block\n", "    when: as maintenance\n").replace(
        "98942.", "98942 as maintenance."
    )
    (corpus / "payers" / "harbor-a.yaml").write_text(sheet("harbor-a", COVERED + by_circumstance))
    (corpus / "payers" / "other.yaml").write_text(sheet("other", NOT_COVERED, payer="other"))

    assert found(corpus, code_set) == []


@pytest.mark.parametrize(("day", "line"), [(date(2027, 2, 1), 12), (date(2027, 12, 1), 12)])
def test_a_stale_sheet_is_a_warning(day: date, line: int, corpus: Path, code_set: CodeSet) -> None:
    (corpus / "payers" / "harbor-a.yaml").write_text(sheet("harbor-a", COVERED))

    [fault] = found(corpus, code_set, day)

    assert (fault.rule, fault.severity, fault.line) == ("payer-stale", "warning", line)


def test_a_sheet_that_cannot_be_read_is_a_fault(corpus: Path, code_set: CodeSet) -> None:
    (corpus / "payers" / "harbor-a.yaml").write_text(sheet("harbor-a", COVERED).replace("topics: [manipulation]\n", ""))

    [fault] = found(corpus, code_set)

    assert (fault.rule, fault.file) == ("unreadable", "payers/harbor-a.yaml")
    assert "topics" in fault.message


def test_a_sheet_that_gives_a_code_a_wrong_meaning_is_found(corpus: Path, code_set: CodeSet) -> None:
    wrong = COVERED.replace(
        "Harbor covers 98940.", "Harbor covers 98940 for cervical spondylosis with radiculopathy (M47.812)."
    )
    (corpus / "payers" / "harbor-a.yaml").write_text(sheet("harbor-a", wrong))

    assert [(fault.rule, fault.line) for fault in found(corpus, code_set)] == [("descriptor-mismatch", 19)]


# -- the report ----------------------------------------------------------------------------------------------------------


def test_the_report_as_json_has_the_contracts_shape(corpus: Path, code_set: CodeSet) -> None:
    write_page(corpus, passage("Report M50.22."))

    report = json.loads(json.dumps(lint(corpus, code_set, TODAY).to_json()))

    assert report["schema"] == "codecite.lint/1"
    assert report["day"] == "2026-11-22"
    assert set(report["checked"]) == {"passages", "sources", "code_mentions", "terms", "abbreviations", "payer_sheets"}
    assert set(report["faults"][0]) == {"rule", "severity", "file", "line", "message", "mend"}
