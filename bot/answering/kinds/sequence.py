"""Which code comes first? From the editor's lists and the instructions printed at the codes, then from the guidelines."""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.answering.kinds import payer
from bot.answering.kinds.find import phrase_of
from bot.answering.kinds.guidance import statements_on
from bot.answering.reference import Reference
from bot.drafts import CodeMention, Draft, Statement, mention, merged_mentions
from bot.questions.question import Question
from bot.questions.refusals import Refusal
from knowledge.code_facts import EDITOR_ATTRIBUTES
from knowledge.code_set.codes import NoteKind
from knowledge.passages import cite

_NEVER_FIRST = ("manifestation", "ecodepdx", "unacceptable")
_AT_MOST = 4
_FIRST = re.compile(
    r"\b(?:and\s+)?(?:in\s+)?(?:which|what)\s+(?:one|code|diagnosis|dx|order)?\s*(?:goes|comes|is|do|should)?\b[^,;:]*\b(?:first|order|go|sequenced?)\b|\bgoes first\b",
    re.IGNORECASE,
)
"""The words that ask for the order, beside the diagnoses."""


def answer(question: Question, reference: Reference) -> Draft | Refusal:
    """What the tables say of each code's place, in pairs where two are named; then the sentences that bear on it."""
    codes = question.query.code_names or _of_the_diagnoses(question, reference)
    statements: list[Statement] = []
    if not question.query.codes:
        statements.extend(
            Statement(
                text=f"{code} is {reference.code_set.descriptor(code, question.day)}.",
                citations=(cite(reference.facts.about(code)),),
            )
            for code in codes
        )
    for code in codes:
        statements.extend(_never_first(code, question, reference))
    statements.extend(_between(codes, question, reference))
    if not statements:
        for code in codes:
            statements.extend(_instructions(code, question, reference))
    if payer.payer_named(question, reference) is not None:
        of_payer = payer.answer(question, reference)
        statements.extend(of_payer.statements if isinstance(of_payer, Draft) else ())
    guidance = statements_on(question, reference, frozenset({"sequence"}), at_most=_AT_MOST)
    if isinstance(guidance, Refusal) and not statements:
        return guidance
    statements.extend(guidance if not isinstance(guidance, Refusal) else ())
    mentions: Sequence[CodeMention] = [mention(reference.code_set, code, "mentioned", question.day) for code in codes]
    return Draft(kind="sequence", statements=tuple(dict.fromkeys(statements)), codes=merged_mentions(tuple(mentions)))


def _of_the_diagnoses(question: Question, reference: Reference) -> tuple[str, ...]:
    """The codes of several diagnoses given in words ("hypertension with CKD 3a"), when the words name them for sure."""
    phrase = _FIRST.sub(" ", question.query.phrase)
    asked = replace(question, query=replace(question.query, text=phrase, phrase=phrase))
    found = reference.codes.find(phrase_of(asked), question.day, 3).candidates
    if not found or not found[0].companions or not found[0].is_exact:
        return ()
    return (found[0].code, *found[0].companions)


def _never_first(code: str, question: Question, reference: Reference) -> list[Statement]:
    """What the Medicare Code Editor bars from the first place."""
    found = []
    for attribute in _NEVER_FIRST:
        if attribute in reference.code_set.mce(code, question.day):
            passage = reference.facts.editor(code, attribute)
            assert passage is not None
            text = f"No, {code} is not listed first: it is {EDITOR_ATTRIBUTES[attribute]}."
            found.append(Statement(text=text, citations=(cite(passage),)))
    return found


def _between(codes: Sequence[str], question: Question, reference: Reference) -> list[Statement]:
    """The order that an instruction at one code sets between it and another that is named."""
    found = []
    for one in codes:
        for other in codes:
            if one == other:
                continue
            for kind, first in (("code_first", other), ("use_additional", one)):
                note_kind: NoteKind = "code_first" if kind == "code_first" else "use_additional"
                for note in reference.code_set.notes_naming(one, other, note_kind, question.day)[:1]:
                    second = one if first == other else other
                    says = "Code first" if kind == "code_first" else "Use additional code"
                    found.append(
                        Statement(
                            text=f"{first} first, then {second}: the “{says}” note at {note.from_code} reads “{note.text}”.",
                            citations=(
                                cite(reference.facts.note_passage(note), note.text),
                                cite(reference.facts.about(note.from_code)),
                                cite(reference.facts.about(first)),
                                cite(reference.facts.about(second)),
                            ),
                        )
                    )
    return found


def _instructions(code: str, question: Question, reference: Reference) -> list[Statement]:
    """What the list prints at one code about its place beside others."""
    found = []
    for note in reference.code_set.notes(code, question.day):
        if note.kind not in ("code_first", "use_additional"):
            continue
        where = "after" if note.kind == "code_first" else "before"
        says = "Code first" if note.kind == "code_first" else "Use additional code"
        found.append(
            Statement(
                text=f"{code} comes {where} what the “{says}” note at {note.from_code} names: “{note.text}”.",
                citations=(
                    cite(reference.facts.note_passage(note), note.text),
                    cite(reference.facts.about(note.from_code)),
                    cite(reference.facts.about(code)),
                ),
            )
        )
    return found[:_AT_MOST]
