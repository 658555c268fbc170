"""What each kind of question is answered with."""

from datetime import date

import pytest

from bot.assistant import Assistant
from bot.drafts import Reply

TODAY = date(2026, 11, 22)


def roles(reply: Reply, role: str) -> list[str]:
    return [one.code for one in reply.codes if one.role == role]


def text(reply: Reply) -> str:
    return " ".join(statement.text for statement in reply.statements)


# -- status --------------------------------------------------------------------------------------------------------------

STATUS = [
    ("is M53.82 billable?", ["M53.82"], [], "Yes: M53.82"),
    ("is m5382 billable", ["M53.82"], [], "Yes: M53.82"),
    ("M54.5", ["M54.50"], ["M54.5"], "No: M54.5 (Low back pain) is a heading"),
    ("M51.36", ["M51.369"], ["M51.36"], "No: M51.36"),
    ("M53.89?", [], ["M53.89"], "No: M53.89 is not an ICD-10-CM code"),
    ("is M72.2 billable on 2026-09-30", ["M72.2"], [], "Yes: M72.2"),
    ("is M72.2 billable", [], ["M72.2"], "No: M72.2"),
    ("is M67.A01 valid on 2026-09-30", [], ["M67.A01"], "begins on 2026-10-01"),
    ("is S23.420A valid", [], ["S23.420A"], "it ended on 2026-09-30"),
    ("My provider wrote M50.22 for a C5-6 disc displacement, can I bill it?", ["M50.222"], ["M50.22"], "No: M50.22"),
    ("is M77.1 billable for the right elbow", ["M77.11"], ["M77.1"], "No: M77.1"),
    ("can I use S13.4 for a subsequent visit", ["S13.4XXD"], ["S13.4"], "No: S13.4"),
]


@pytest.mark.parametrize(("question", "recommended", "rejected", "said"), STATUS, ids=[row[0] for row in STATUS])
def test_a_code_is_answered_with_its_state_and_what_to_report_instead(
    assistant: Assistant, question: str, recommended: list[str], rejected: list[str], said: str
) -> None:
    reply = assistant.answer(question)

    assert (reply.status, reply.kind) == ("answered", "status")
    assert (roles(reply, "recommended"), roles(reply, "rejected")) == (recommended, rejected)
    assert said in text(reply)


def test_two_days_are_answered_one_after_the_other_and_the_last_decides(assistant: Assistant) -> None:
    reply = assistant.answer("Is M72.2 good on 2026-09-30 and on 2026-11-10?")

    yes, no = reply.statements[:2]
    assert yes.text.startswith("Yes") and "2026-09-30" in yes.text
    assert no.text.startswith("No") and "2026-11-10" in no.text
    assert "M67.A01 (plantar fasciitis, right foot)" in text(reply)
    assert roles(reply, "rejected") == ["M72.2"]


@pytest.mark.parametrize("code", ["M53.82", "M72.2", "M54.5", "T52.8X1A", "M53.89"])
def test_beyond_our_tables_a_code_is_neither_right_nor_wrong_and_the_reader_is_told(
    assistant: Assistant, code: str
) -> None:
    reply = assistant.answer(f"is {code} billable on 2028-01-01")

    assert "2027-03-31" in text(reply)
    assert roles(reply, "recommended") == roles(reply, "rejected") == []
    assert "Check the release in force" in text(reply)


def test_before_icd_10_cm_the_reader_is_told(assistant: Assistant) -> None:
    assert "2015-10-01" in text(assistant.answer("is M53.82 billable on 2014-05-05"))


def test_a_code_that_ends_within_our_tables_is_told_until_when(assistant: Assistant) -> None:
    assert "only until 2026-09-30" in text(assistant.answer("is M72.2 billable on 2026-08-01"))


PREMISES = [
    ("M47.812 with radiculopathy, right?", "M47.812", "M47.22"),
    ("M25.561 is pain in the left knee, correct?", "M25.561", "M25.562"),
    ("Is M54.12 for lumbar radiculopathy?", "M54.12", "M54.16"),
]


@pytest.mark.parametrize(("question", "wrong", "right"), PREMISES, ids=[row[0] for row in PREMISES])
def test_a_false_premise_is_corrected_and_not_followed(
    assistant: Assistant, question: str, wrong: str, right: str
) -> None:
    reply = assistant.answer(question)

    assert reply.statements[0].text.startswith(f"No: {wrong} is “")
    assert roles(reply, "rejected") == [wrong]
    assert right in roles(reply, "recommended")


@pytest.mark.parametrize(
    "question",
    ["M47.22 with radiculopathy, right?", "M25.561 is pain in the right knee, correct?", "M54.2 for neck pain?"],
)
def test_a_true_premise_is_not_corrected(assistant: Assistant, question: str) -> None:
    reply = assistant.answer(question)

    assert not reply.statements[0].text.startswith("No")
    assert roles(reply, "rejected") == []


# -- compare -------------------------------------------------------------------------------------------------------------

COMPARE = [
    ("M53.82 or M54.2 for a patient with documented facet syndrome?", "M53.82", ["M54.2"]),
    ("M77.11 or M77.01 for right tennis elbow?", "M77.11", ["M77.01"]),
]


@pytest.mark.parametrize(("question", "right", "wrong"), COMPARE, ids=[row[0] for row in COMPARE])
def test_the_code_the_condition_leads_to_is_recommended(
    assistant: Assistant, question: str, right: str, wrong: list[str]
) -> None:
    reply = assistant.answer(question)

    assert reply.kind == "compare"
    assert (roles(reply, "recommended"), roles(reply, "rejected")) == ([right], wrong)


def test_without_a_condition_none_is_recommended_and_both_are_told(assistant: Assistant) -> None:
    reply = assistant.answer("M54.50 vs M54.59")

    assert roles(reply, "recommended") == []
    assert "M54.50 is Low back pain, unspecified." in text(reply)
    assert "M54.59 is Other low back pain." in text(reply)


def test_a_dead_code_never_wins_a_comparison(assistant: Assistant) -> None:
    reply = assistant.answer("M54.5 or M54.50 for low back pain?")

    assert "M54.5" not in roles(reply, "recommended")
    assert "No: M54.5 (Low back pain) is a heading" in text(reply)


def test_codes_that_exclude_each_other_are_told_so_in_a_comparison(assistant: Assistant) -> None:
    assert "not reported together" in text(assistant.answer("M54.2 vs M50.222, which one?"))


# -- excludes ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question", ["M54.2 together with M50.222", "M50.222 and M54.2 on one claim?", "can I bill m542 with m50222"]
)
def test_two_codes_that_exclude_each_other(assistant: Assistant, question: str) -> None:
    reply = assistant.answer(question)

    assert (reply.kind, roles(reply, "rejected"), roles(reply, "recommended")) == ("excludes", ["M54.2"], ["M50.222"])
    assert [finding.edit for finding in reply.findings] == ["excludes1"]
    assert any(
        "cervicalgia due to intervertebral cervical disc disorder (M50.-)" in one.quote for one in reply.citations
    )
    assert "unrelated" in text(reply)


def test_two_codes_that_go_together(assistant: Assistant) -> None:
    reply = assistant.answer("M25.511 and M54.6 same visit")

    assert text(reply).startswith("Yes, as far as Excludes1 notes go")
    assert reply.findings == ()
    assert roles(reply, "rejected") == []


def test_a_dead_code_in_a_pair_is_told_first(assistant: Assistant) -> None:
    reply = assistant.answer("M54.5 together with M54.2")

    assert "No: M54.5 (Low back pain) is a heading" in text(reply)
    assert "M54.5" in roles(reply, "rejected")


def test_the_excludes_notes_of_one_code_are_told_with_their_places(assistant: Assistant) -> None:
    said = text(assistant.answer("excludes1 for M54.2"))

    assert "Excludes1 at M54.2: cervicalgia due to intervertebral cervical disc disorder (M50.-)" in said
    assert "Excludes1 at M54, which covers M54.2: psychogenic dorsalgia (F45.41)" in said


# -- crosswalk -----------------------------------------------------------------------------------------------------------

CROSSWALK = [
    ("ICD-9 723.8", ["M53.82"], "approximate"),
    ("what is 723.1 in ICD-10?", ["M54.2"], "exactly"),
    ("icd9 7242 in icd-10", ["M54.50"], "M54.5 (Low back pain) is a heading"),
    ("ICD-9 722.52", [], "M51.36"),
]


@pytest.mark.parametrize(("question", "recommended", "said"), CROSSWALK, ids=[row[0] for row in CROSSWALK])
def test_an_older_code_is_converted_and_what_became_of_it_told(
    assistant: Assistant, question: str, recommended: list[str], said: str
) -> None:
    reply = assistant.answer(question)

    assert reply.kind == "crosswalk"
    assert set(recommended) <= set(roles(reply, "recommended"))
    assert said in text(reply)


def test_a_code_is_converted_back(assistant: Assistant) -> None:
    assert "ICD-9-CM 723.8" in text(assistant.answer("What was M53.82 in ICD-9?"))


def test_a_code_without_a_row_is_refused_with_where_we_looked(assistant: Assistant) -> None:
    reply = assistant.answer("ICD-9 999.99")

    assert reply.refusal is not None
    assert reply.refusal.reason == "no_evidence"
    assert "general equivalence maps" in reply.refusal.next_step


# -- find ----------------------------------------------------------------------------------------------------------------

FIND = [
    ("what is the code for tennis elbow?", "M77.10", "laterality"),
    ("left tennis elbow", "M77.12", None),
    ("how do I code whiplash", "S13.4XXA", "encounter"),
    ("ICD-10 code for left knee pain", "M25.562", None),
    ("plantar fasciitis right foot", "M67.A01", None),
    ("C5-6 disc displacement", "M50.222", None),
    ("pt c/o neck pain", "M54.2", None),
]


@pytest.mark.parametrize(("question", "code", "open_axis"), FIND, ids=[row[0] for row in FIND])
def test_a_diagnosis_in_words_is_answered_with_the_code_and_what_is_open(
    assistant: Assistant, question: str, code: str, open_axis: str | None
) -> None:
    reply = assistant.answer(question)

    assert (reply.status, reply.kind) == ("answered", "find")
    assert roles(reply, "recommended") == [code]
    assert (reply.clarification.axis if reply.clarification else None) == open_axis


WRONG_SIDE_OR_DENIED = [
    ("left knee pain, right?", "M25.561"),
    ("What is the right code for left knee pain?", "M25.561"),
    ("neck pain without radiculopathy", "M54.12"),
    ("L5S1 disc herniation with radiculopathy", "M50.10"),
    ("b/l carpal tunnel syndrome", "G56.02"),
]


@pytest.mark.parametrize(("question", "code"), WRONG_SIDE_OR_DENIED, ids=[row[0] for row in WRONG_SIDE_OR_DENIED])
def test_no_code_is_recommended_for_the_other_side_region_or_a_denied_condition(
    assistant: Assistant, question: str, code: str
) -> None:
    assert code not in roles(assistant.answer(question), "recommended")


# -- documentation, general, payer ---------------------------------------------------------------------------------------


def test_documentation_is_told_from_guidance_on_the_code(assistant: Assistant) -> None:
    reply = assistant.answer("what must the note document for M53.82")

    assert reply.kind == "documentation"
    assert 3 <= len(reply.statements) <= 10
    assert any("M53.82" in one.passage.codes for one in reply.citations)


def test_documentation_for_a_dead_code_says_first_that_it_is_dead(assistant: Assistant) -> None:
    reply = assistant.answer("what must the note document for M54.5")

    assert reply.statements[0].text.startswith("No: M54.5")


def test_guidance_is_said_in_its_own_words(assistant: Assistant) -> None:
    reply = assistant.answer("what is an excludes1 note?")

    assert reply.kind == "general"
    assert all(statement.text.endswith(statement.citations[0].quote) for statement in reply.statements)


def test_one_payers_rules_are_not_told_of_another(assistant: Assistant) -> None:
    reply = assistant.answer("does Medicare cover 98941")

    assert {one.passage.payer for one in reply.citations} <= {None, "medicare", "medicare-part-b"}
