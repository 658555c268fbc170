"""What kind of question is this? A table of questions as coders ask them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.questions.question import Kind
from bot.questions.router import kind_of
from knowledge.code_set.code_set import CodeSet
from retrieval.query import read_query

QUESTIONS: dict[Kind, list[str]] = {
    "status": [
        "is M53.82 billable?",
        "is m5382 billable",
        "Is M72.2 good on 2026-09-30 and on 2026-11-10?",
        "M54.5",
        "M51.36",
        "M53.82?",
        "Is M54.5 still valid?",
        "Was M54.5 valid on 9/30/2021?",
        "Can I still use M50.22?",
        "My provider wrote M50.22 for a C5-6 disc displacement, can I bill it?",
        "what does M99.01 mean",
        "What is G89.29?",
        "M47.812 with radiculopathy, right?",
        "M53.89, does it exist?",
        "is S13.4 specific enough",
        "is S13.4XXA complete",
        "describe M25.511",
        "descriptor of R51.9",
        "is M54.2 an active code",
        "Has M72.2 expired?",
        "when was M72.2 deleted",
        "check M54.50",
        "is M67.A01 in force on 10/1/2026",
        "M54.2 for cervicalgia, correct?",
        "is M62.838 a header",
    ],
    "compare": [
        "M53.82 or M54.2 for a patient with documented facet syndrome?",
        "M54.50 vs M54.59",
        "what's the difference between M54.2 and M53.82",
        "difference M50.20 and M50.222?",
        "should I use M79.18 or M79.10",
        "M47.812 versus M47.22",
        "M54.16 instead of M51.16?",
        "G43.909 rather than G43.919?",
        "which code, M25.511 or M25.512, for the right shoulder",
        "compare M53.82 and M53.83",
        "how does M99.01 differ from M99.11",
        "is M54.12 better than M50.12 for cervical disc with radiculopathy",
    ],
    "find": [
        "tennis elbow",
        "what is the code for tennis elbow?",
        "ICD-10 code for left knee pain",
        "how do I code whiplash",
        "code for plantar fasciitis right foot",
        "neck pain",
        "low back pain with left sciatica",
        "what icd for cervicogenic headache",
        "dx for carpal tunnel both hands",
        "how would you code a fall from a ladder",
        "which code for frozen shoulder",
        "find sacroiliitis",
        "look up torticollis",
        "lumbar strain, initial encounter",
        "C5-6 disc displacement",
        "diagnosis code for muscle spasm of the back",
        "pt has a headache after whiplash",
        "rotator cuff tear",
    ],
    "documentation": [
        "what must the note document for M53.82",
        "What must be documented for M53.82?",
        "documentation requirements for M54.16",
        "what does the provider need to document for vertebrogenic pain?",
        "documentation for cervical facet syndrome",
        "what should the note say for M53.82",
        "what should my note contain to support M54.51",
        "which documentation supports M54.16",
        "documentation checklist M53.82",
        "what needs to be documented for a fracture code",
        "what must the chart show for sciatica",
        "does the record need to show duration?",
    ],
    "excludes": [
        "M54.2 together with M50.222",
        "can i bill M54.2 together with M50.222",
        "can M54.2 and M50.222 be on the same claim",
        "M54.2 with S13.4XXA ok?",
        "may I report M54.50 and M54.41 on the same visit",
        "can I code M54.16 along with M51.16",
        "M54.2 + M50.222",
        "are M54.2 and M54.12 excluded from each other? excludes1?",
        "excludes1 for M54.2",
        "what are the excludes notes of M54.2",
        "is there an excludes1 note at M54.5",
        "both M99.01 and M54.2 on one claim?",
        "M54.2 and R51.9 same day",
    ],
    "crosswalk": [
        "ICD-9 723.8",
        "what is ICD-9 723.8 in ICD-10?",
        "icd9 7241",
        "What was M53.82 in ICD-9?",
        "crosswalk for M54.2",
        "724.2 in ICD-10",
        "convert 723.1 to icd-10",
        "general equivalence map for M54.50",
        "GEMs for 722.0",
        "old icd-9 code for cervicalgia",
    ],
    "denial": [
        "why was M54.2 denied with 98941?",
        "M54.50 got denied by Medicare CO-50",
        "claim rejected for M72.2",
        "what does CO-11 mean",
        "denial CO 16 MA122",
        "how do I appeal a denial for chiropractic care",
        "why do payers deny M53.82",
        "CARC 50 on 98940",
        "PR-204 on 97140",
        "what to do after a medical necessity denial",
        "payer downcoded our visit",
    ],
    "sequence": [
        "which goes first, M99.01 or M54.2?",
        "M99.03 and M54.50, which is listed first",
        "which diagnosis comes first on a Medicare chiropractic claim",
        "sequencing of M54.2 and R51.9",
        "can Z79.4 be the primary diagnosis",
        "should G89.29 be first-listed",
        "what is the principal diagnosis here",
        "sequence for external cause codes",
        "order of M54.50 and M99.03",
    ],
    "payer": [
        "does Medicare cover M54.2 for 98941",
        "does Aetna cover M53.82",
        "is M54.50 covered by UHC",
        "Cigna rules for chiropractic",
        "what does the LCD say about facet injections",
        "does Humana need prior auth for 98941",
        "prior authorization for physical therapy with Tricare",
        "is an ABN needed for maintenance care",
        "BCBS Alabama facet joint policy",
        "medicare chiropractic coverage",
        "what does amerihealth pay for",
        "is there an NCD for acupuncture",
    ],
    "procedure": [
        "which CPT goes with M53.82",
        "98941 with M54.2?",
        "how many units of 97110 for 38 minutes",
        "what modifier for 98940",
        "when is modifier 59 used with 97140",
        "98940 vs 98941",
        "what is 98943",
        "8-minute rule",
        "cmt codes and spinal regions",
        "what does G0283 stand for",
        "can we bill manipulation with an evaluation",
    ],
    "changes": [
        "what's new in FY2027?",
        "what changed on October 1 2026",
        "what are the new ICD-10 codes for 2027",
        "deleted codes this year",
        "changes for FY2027 in chapter 13",
        "updates for October",
        "what is changing for plantar fasciitis",
    ],
    "general": [
        "what is an excludes1 note?",
        "when do I use a 7th character",
        "how does laterality work in ICD-10-CM",
        "explain the placeholder X",
        "may we code a probable diagnosis in the office?",
        "guideline for uncertain diagnosis outpatient",
        "rule out diagnoses in the outpatient setting",
        "who may assign a diagnosis?",
        "how long is a subsequent encounter",
        "what is the convention for 'and' in titles",
    ],
}  # fmt: skip

TABLE = [(question, kind) for kind, questions in QUESTIONS.items() for question in questions]


@pytest.fixture(scope="module")
def route(code_set: CodeSet) -> object:
    def ask(text: str) -> Kind:
        return kind_of(text, read_query(text, lambda code: code_set.code(code) is not None))

    return ask


def test_the_table_is_long_enough_to_mean_something() -> None:
    assert len(TABLE) >= 120
    assert all(len(questions) >= 7 for questions in QUESTIONS.values())
    assert len({question for question, _ in TABLE}) == len(TABLE)


@pytest.mark.parametrize(("question", "kind"), TABLE, ids=[f"{kind}: {question}" for question, kind in TABLE])
def test_a_question_has_the_kind_a_coder_would_give_it(route: object, question: str, kind: Kind) -> None:
    assert route(question) == kind  # type: ignore[operator]


@pytest.mark.parametrize(("question", "kind"), TABLE[::3], ids=[question for question, _ in TABLE[::3]])
def test_shouting_and_punctuation_do_not_change_the_kind(route: object, question: str, kind: Kind) -> None:
    assert route(question.upper()) == kind  # type: ignore[operator]
    assert route(f"  {question.rstrip('?')} ???") == kind  # type: ignore[operator]


@given(st.text(max_size=120))
def test_every_text_has_a_kind(route: object, text: str) -> None:
    assert route(text) in QUESTIONS  # type: ignore[operator]
