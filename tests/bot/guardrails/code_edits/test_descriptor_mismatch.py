"""A note that gives a code of the claim another meaning than the tabular list."""

import pytest
from listed_claims import claim

from bot.claims import Authorities
from bot.guardrails.code_edits import descriptor_mismatch
from bot.privacy import door

FIRES = [
    ("with what the code is without", "M47.812", "Dx: M47.812 cervical spondylosis with radiculopathy."),
    ("another side", "M25.561", "M25.561 pain in left knee"),
    ("another region", "M51.26", "M51.26 - cervical disc displacement"),
    ("however typed", "m47812", "Dx: M47.812 cervical spondylosis with radiculopathy."),
]
SILENT = [
    ("agrees", "M47.812", "Dx: M47.812 cervical spondylosis without myelopathy or radiculopathy."),
    ("abbreviates", "M47.812", "Dx: M47.812 cervical spondylosis."),
    ("about a code that is not on the claim", "M54.2", "M47.812 cervical spondylosis with radiculopathy."),
    ("no code in the note", "M47.812", "Cervical spondylosis with radiculopathy."),
    ("an empty note", "M47.812", ""),
]


@pytest.mark.parametrize(("code", "note"), [row[1:] for row in FIRES], ids=[row[0] for row in FIRES])
def test_a_meaning_the_list_does_not_give_is_blocked(authorities: Authorities, code: str, note: str) -> None:
    (finding,) = descriptor_mismatch.edit(claim(code, note=door.clean(note)), authorities)

    assert finding.severity == "block" and len(finding.codes) == 1
    assert finding.citation is not None and finding.citation.passage.id == f"code:{finding.codes[0]}"


@pytest.mark.parametrize(("code", "note"), [row[1:] for row in SILENT], ids=[row[0] for row in SILENT])
def test_a_meaning_that_agrees_or_is_not_given_is_let_be(authorities: Authorities, code: str, note: str) -> None:
    assert descriptor_mismatch.edit(claim(code, note=door.clean(note)), authorities) == ()


def test_a_contradiction_is_said_once_a_code(authorities: Authorities) -> None:
    note = door.clean("M47.812 spondylosis with radiculopathy.\nM47.812 spondylosis with myelopathy.")

    assert len(descriptor_mismatch.edit(claim("M47.812", note=note), authorities)) == 1


def test_without_a_note_the_edit_is_silent(authorities: Authorities) -> None:
    assert descriptor_mismatch.edit(claim("M47.812"), authorities) == ()
