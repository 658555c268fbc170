"""Codes that "use additional code" notes add to a code, when the question itself says what they name."""

import re
from dataclasses import dataclass

from bot.answering.reference import Reference
from bot.drafts import Statement
from bot.questions.question import Question
from knowledge.code_set.codes import CodeNote
from knowledge.passages import cite
from retrieval.leaf import SIDE_STEMS, axis_words, find_leaf
from retrieval.words import LITTLE_WORDS, plain, stem, words

_GENERIC = frozenset(
    map(
        stem,
        "code codes additional identify status use history the of to if applicable where any associated presence long term current"
        " type stage site drugs joint with related unspecified".split(),
    )
)
_DENIED = r"\b(?:no|not|denies|without|off|never|stopped)\s+(?:\w+\s+){{0,2}}{word}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """A code that a note at the first code asks for, and the note."""

    code: str
    note: CodeNote


def additional(codes: tuple[str, ...], question: Question, reference: Reference) -> tuple[Added, ...]:
    """What the "use additional code" notes at `codes` add because the question names it (guideline I.A.17, FY2026).

    A code is added when all the words of its note are said ("on dialysis" at N18.6: Z99.2), or when the words lead below the family
    that the note names ("right knee" at Z47.1: Z96.651). What is denied is not added.
    """
    said = axis_words(question.query.text)
    found: dict[str, Added] = {}
    for code in codes:
        for note in reference.code_set.notes(code, question.day):
            if note.kind != "use_additional" or len(note.ranges) != 1:
                continue
            added = _named(note, said, question, reference)
            if added is not None and not _stands_already(added, (*codes, *found), reference):
                found.setdefault(added, Added(code=added, note=note))
    return tuple(found.values())


def statements(added: tuple[Added, ...], question: Question, reference: Reference) -> tuple[Statement, ...]:
    facts = reference.facts
    return tuple(
        Statement(
            text=f"Report with it {one.code} ({reference.code_set.descriptor(one.code, question.day)}):"
            f" a note at {one.note.from_code} asks for it.",
            citations=(
                cite(facts.about(one.code)),
                cite(facts.note_passage(one.note), one.note.text),
                cite(facts.about(one.note.from_code)),
            ),
        )
        for one in added
    )


def _named(note: CodeNote, said: frozenset[str], question: Question, reference: Reference) -> str | None:
    printed = note.ranges[0].printed
    code_set, family = reference.code_set, printed.rstrip("-").rstrip(".")
    told = {stem(word) for word in words(note.text.replace(printed, " ")) if word not in LITTLE_WORDS} - _GENERIC
    if any(_is_denied(word, question) for word in words(note.text)):
        return None
    if code_set.status(family, question.day).billable:
        return family if told and told <= said else None
    if (
        not printed.endswith("-") or not note.from_code[0].isalpha()
    ):  # a chapter's note names families too wide to choose in
        return None
    leaf = find_leaf(code_set, family, said, question.query.encounter, question.day)
    if leaf is None:
        return None
    own = _stems(code_set.descriptor(leaf.code, question.day)) - _stems(code_set.descriptor(family, question.day))
    return leaf.code if (own - SIDE_STEMS - _GENERIC) & said else None


def _stems(title: str) -> frozenset[str]:
    return frozenset(stem(word) for word in words(title) if word not in LITTLE_WORDS)


def _is_denied(word: str, question: Question) -> bool:
    return re.search(_DENIED.format(word=re.escape(word)), plain(question.query.text)) is not None


def _stands_already(code: str, codes: tuple[str, ...], reference: Reference) -> bool:
    return any(code[:3] == one[:3] for one in codes)
