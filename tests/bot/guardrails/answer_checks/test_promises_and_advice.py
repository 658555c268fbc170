"""Nobody is promised payment, told to invent a finding, or shown an identifier."""

import pytest
from conftest import GroundsFor
from quoting import said

from bot.answering.reference import sentences
from bot.assistant import Assistant
from bot.guardrails.answer_checks import identifiers, invented_documentation, payment_promises

PAYMENT = [
    ("will be paid", "The claim will be paid.", False),
    ("will pay", "Medicare will pay for it.", False),
    ("will surely cover", "The plan will surely cover it.", False),
    ("a guarantee", "This code guarantees payment.", False),
    ("gets you paid", "M54.2 gets you paid.", False),
    ("won't be denied", "It won't be denied.", False),
    ("ensures reimbursement", "Modifier AT ensures full reimbursement.", False),
    ("raises payment", "M53.82 increases the payment.", False),
    ("no guarantee", "A right code does not guarantee payment.", True),
    ("will not be paid", "The line will not be paid.", True),
    ("never guaranteed", "Payment is never guaranteed.", True),
    ("what a policy covers", "Medicare covers manual manipulation of the spine.", True),
    ("a denial", "The line is denied without AT.", True),
    ("whether", "Ask whether the plan will pay for it.", True),
]
ADVICE = [
    ("add it so that it fits", "Add radiculopathy to the note so that the code fits.", False),
    ("write it to support", "The provider should document radiculopathy to support M54.12.", False),
    ("even if not found", "Document tenderness even if it was not found.", False),
    ("regardless", "Please record a pain score regardless of the findings.", False),
    ("change the record", "You can change the diagnosis afterwards.", False),
    ("reword the note", "Have the clinician reword the note.", False),
    ("backdate", "Then backdate the record.", False),
    ("copy the last visit", "Simply copy the findings of the last note.", False),
    ("never change it", "Never change the record after the fact.", True),
    ("must not add", "A coder must not add a diagnosis to support the claim.", True),
    ("what a note should show", "The note should show the findings that led to the disorder.", True),
    ("ask the provider", "Ask the provider whether the pain radiates.", True),
    ("what is documented", "Document what was found, with dates.", True),
    ("a change of the tables", "The pairs change every quarter, so the current table has to be read.", True),
]
IDENTIFIERS = [
    ("a name and a birthday", "Patient John Smith, DOB 03/04/1961, has M53.82.", False),
    ("a telephone number", "Call (555) 867-5309 about M53.82.", False),
    ("an e-mail address", "Write to jane@example.com.", False),
    ("a number of a record", "MRN 4471182 shows M53.82.", False),
    ("a mask", "[NAME 1] has M53.82.", True),
    ("a date of service", "M53.82 is billable on 2026-11-22.", True),
    ("a code and a section", "M53.82 by Section II.H.", True),
]  # fmt: skip


@pytest.mark.parametrize(("text", "holds"), [row[1:] for row in PAYMENT], ids=[row[0] for row in PAYMENT])
def test_no_payment_is_promised(grounds_for: GroundsFor, text: str, holds: bool) -> None:
    assert (payment_promises.check(said(text), grounds_for()) is None) == holds


@pytest.mark.parametrize(("text", "holds"), [row[1:] for row in ADVICE], ids=[row[0] for row in ADVICE])
def test_nobody_is_told_to_document_what_was_not_found(grounds_for: GroundsFor, text: str, holds: bool) -> None:
    assert (invented_documentation.check(said(text), grounds_for()) is None) == holds


@pytest.mark.parametrize(("text", "holds"), [row[1:] for row in IDENTIFIERS], ids=[row[0] for row in IDENTIFIERS])
def test_no_identifier_leaves(text: str, holds: bool) -> None:
    assert (identifiers.objections((said("M54.2 first."), said(text))) == []) == holds
    assert all(one.place == 1 for one in identifiers.objections((said("M54.2 first."), said(text))))


def test_our_own_corpus_promises_nothing_and_advises_no_invention(
    assistant: Assistant, grounds_for: GroundsFor
) -> None:
    """The checks are no use when they stop what the corpus rightly says."""
    grounds = grounds_for()
    said_by_us = [one for passage in assistant.reference.library.passages.values() for one in sentences(passage)]

    assert len(said_by_us) > 1_000
    assert [one for one in said_by_us if payment_promises.check(said(one), grounds)] == []
    assert [one for one in said_by_us if invented_documentation.check(said(one), grounds)] == []
