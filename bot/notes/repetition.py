"""Which sentences a note shares with earlier ones, and how much of it they are. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.notes.note import Note, Sentence

_SPACE = re.compile(r"[\W_]+")
_FEWEST_WORDS = 4
CLONED, MUCH = 0.8, 0.5
"""Shares of a note's sentences that stand word for word in an earlier one: from CLONED on nothing of this visit is left to tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Repetition:
    """`share` of the last note's sentences (0 to 1) stand word for word in an earlier note; `sentences` are those."""

    share: float
    sentences: tuple[Sentence, ...]


def repetition(notes: Sequence[Note]) -> Repetition:
    """The last of several notes beside those before it. Sentences of fewer than four words don't count; numbers do."""
    earlier = {_key(sentence) for note in notes[:-1] for sentence in note.sentences}
    counted = [one for one in notes[-1].sentences if len(_key(one).split()) >= _FEWEST_WORDS]
    same = tuple(one for one in counted if _key(one) in earlier)
    return Repetition(share=len(same) / len(counted) if counted else 0.0, sentences=same)


def _key(sentence: Sentence) -> str:
    return _SPACE.sub(" ", sentence.text.casefold()).strip()
