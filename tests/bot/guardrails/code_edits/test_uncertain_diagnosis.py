"""A diagnosis that the note only suspects: blocked outside a hospital's inpatient claim, coded inside one."""

import pytest
from listed_claims import BEYOND, claim

from bot.claims import Authorities
from bot.guardrails.code_edits import uncertain_diagnosis
from bot.privacy import door

SUSPECTED = [
    ("probable", "M54.12", "Assessment: probable cervical radiculopathy. Neck pain for three weeks. Plan: MRI."),
    ("rule out", "M51.26", "Assessment: low back pain, rule out lumbar disc herniation."),
    ("r/o", "M54.12", "A/P: r/o cervical radiculopathy"),
    ("a question mark before it", "M54.12", "Dx: ?cervical radiculopathy"),
    ("a question mark behind it", "M54.12", "Dx: cervical radiculopathy?"),
    ("suspected, behind it", "M54.16", "Impression: lumbar radiculopathy is suspected."),
    ("suspected, at the end", "K35.80", "RLQ pain. Acute appendicitis suspected."),
    ("versus", "M54.16", "Possible L5 radiculopathy vs sciatica. Low back pain."),
    ("likely", "J18.9", "Assessment: likely pneumonia, start antibiotics."),
    ("by a name people use", "S83.511A", "Right knee pain after pivot. Concern for ACL tear; MRI ordered."),
    ("questionable", "M75.101", "Right shoulder pain. Questionable rotator cuff tear."),
    ("working diagnosis", "F32.9", "Working diagnosis: major depression"),
    ("consistent with", "G56.01", "Numb right hand, consistent with carpal tunnel syndrome."),
    ("not yet ruled out", "M54.12", "Cervical radiculopathy not yet ruled out."),
    ("in capitals", "M54.12", "PROBABLE CERVICAL RADICULOPATHY"),
]
ESTABLISHED = [
    ("stated", "M54.12", "Assessment: cervical radiculopathy, C6 on exam."),
    ("suspected first, then stated", "M54.12", "Referred for suspected radiculopathy. Assessment: cervical radiculopathy."),
    ("the symptom is coded", "M54.2", "Assessment: probable cervical radiculopathy. Neck pain for three weeks."),
    ("another condition is suspected", "J18.9", "Pneumonia. Possible pleural effusion."),
    ("another region is suspected", "M54.12", "Cervical radiculopathy. Possible lumbar radiculopathy."),
    ("likely says how it will go", "M54.16", "Lumbar radiculopathy. Likely to improve with therapy."),
    ("ruled out is not suspected", "M54.12", "Cervical radiculopathy was ruled out. Neck pain."),
    ("no word of it", "M54.12", "Neck pain for three weeks."),
    ("an empty note", "M54.12", ""),
]  # fmt: skip


@pytest.mark.parametrize(("code", "note"), [row[1:] for row in SUSPECTED], ids=[row[0] for row in SUSPECTED])
def test_a_suspected_diagnosis_is_blocked(authorities: Authorities, code: str, note: str) -> None:
    (finding,) = uncertain_diagnosis.edit(claim(code, note=door.clean(note)), authorities)

    assert (finding.severity, finding.codes) == ("block", (code,))
    assert "symptoms" in finding.message
    assert finding.citation is not None and finding.citation.passage.id == "guideline.iv-h"


@pytest.mark.parametrize(("code", "note"), [row[1:] for row in ESTABLISHED], ids=[row[0] for row in ESTABLISHED])
def test_what_the_note_states_or_never_doubts_is_let_be(authorities: Authorities, code: str, note: str) -> None:
    assert uncertain_diagnosis.edit(claim(code, note=door.clean(note)), authorities) == ()


@pytest.mark.parametrize(
    ("setting", "claim_type", "blocked"),
    [
        ("outpatient", "professional", True),
        ("outpatient", "institutional", True),
        ("inpatient", "professional", True),
        ("inpatient", "institutional", False),
    ],
)
def test_the_rule_turns_round_on_a_hospital_s_inpatient_claim(
    authorities: Authorities, setting: str, claim_type: str, blocked: bool
) -> None:
    note = door.clean("Discharge diagnosis: probable cervical radiculopathy.")
    findings = uncertain_diagnosis.edit(claim("M54.12", note=note, setting=setting, claim_type=claim_type), authorities)

    assert bool(findings) == blocked


def test_without_a_note_or_beyond_our_tables_the_edit_is_silent(authorities: Authorities) -> None:
    note = door.clean("Probable cervical radiculopathy.")

    assert uncertain_diagnosis.edit(claim("M54.12"), authorities) == ()
    assert uncertain_diagnosis.edit(claim("M54.12", note=note, day=BEYOND), authorities) == ()


def test_of_the_note_only_the_word_of_doubt_is_repeated(authorities: Authorities) -> None:
    """A name that no finder knows is in no message either."""
    note = door.clean("Suspected cervical radiculopathy in Jane Doe, MRN 00482913.")
    (finding,) = uncertain_diagnosis.edit(claim("M54.12", note=note), authorities)

    assert "“suspected”" in finding.message
    assert "00482913" not in finding.message and "Jane" not in finding.message
