"""The side of the code against the side of the note, for the same part of the body."""

import pytest
from listed_claims import BEYOND, claim

from bot.claims import Authorities
from bot.guardrails.code_edits import laterality_conflict
from bot.privacy import door

CONFLICTS = [
    ("the other knee", "M25.561", "Left knee pain for two weeks. Left knee tender medially.", "M25.562"),
    ("the coded knee is well", "M25.561", "Left knee pain. Right knee is unremarkable.", "M25.562"),
    ("abbreviated", "M25.511", "Lt shoulder pain. Plan: rest.", "M25.512"),
    ("behind the part", "M17.11", "Osteoarthritis of the knee, left.", "M17.12"),
    ("beside the condition, where no part is named", "M54.31", "Left-sided sciatica since Monday.", "M54.32"),
    ("with low back pain", "M54.42", "Low back pain with right sided sciatica.", "M54.41"),
    ("of a limb", "G56.01", "Carpal tunnel syndrome, left. Brace.", "G56.02"),
    ("with its 7th character", "S52.501A", "Fracture of the distal left radius.", "S52.502A"),
    ("an eye", "H25.11", "Cataract of the left eye, nuclear.", "H25.12"),
    ("a breast", "C50.911", "Carcinoma of left breast.", "C50.912"),
]
AGREE = [
    ("the same side", "M25.562", "Left knee pain for two weeks."),
    ("the other side of another joint", "M25.561", "Right knee pain. Left shoulder is unremarkable."),
    ("only another joint's side", "M25.561", "Knee pain. Left shoulder stiff."),
    ("both sides", "M25.561", "Both knees hurt, left knee more than the right."),
    ("both sides named", "M25.561", "The right knee is better. Left knee pain is new."),
    ("bilaterally", "M17.11", "Osteoarthritis of knees bilaterally."),
    ("a bilateral code", "M17.0", "Left knee osteoarthritis."),
    ("no side in the note", "M25.561", "Knee pain."),
    ("no side in the code", "M54.2", "Left neck pain."),
    ("left as a verb", "M25.561", "Patient left the clinic with knee pain."),
    ("right as correct", "M25.562", "The knee brace is right. Left knee pain."),
    ("handedness", "M79.641", "Left-handed patient. Pain in the right hand."),
    ("handedness alone", "M79.641", "Left hand dominant. Hand pain."),
    ("an empty note", "M25.561", ""),
]


@pytest.mark.parametrize(("code", "note", "other"), [row[1:] for row in CONFLICTS], ids=[row[0] for row in CONFLICTS])
def test_the_other_side_in_the_note_is_blocked(authorities: Authorities, code: str, note: str, other: str) -> None:
    (finding,) = laterality_conflict.edit(claim(code, note=door.clean(note)), authorities)

    assert (finding.severity, finding.codes) == ("block", (code,))
    assert other in finding.message
    assert finding.suggestion is not None and finding.suggestion.codes == (other,)


@pytest.mark.parametrize(("code", "note"), [row[1:] for row in AGREE], ids=[row[0] for row in AGREE])
def test_the_edit_is_silent_unless_the_note_gives_the_other_side_alone(
    authorities: Authorities, code: str, note: str
) -> None:
    assert laterality_conflict.edit(claim(code, note=door.clean(note)), authorities) == ()


def test_without_a_note_or_beyond_our_tables_the_edit_is_silent(authorities: Authorities) -> None:
    note = door.clean("Left knee pain.")

    assert laterality_conflict.edit(claim("M25.561"), authorities) == ()
    assert laterality_conflict.edit(claim("M25.561", note=note, day=BEYOND), authorities) == ()
