"""What a note states, and what it only suspects or denies: its sentences, taken apart by the words of doubt and denial. Pure.

The words of doubt are those of guideline IV.H (FY2027) and what comes to the same; a diagnosis under them is not established.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.privacy.clean_text import CleanText

_SENTENCE = re.compile(r"[^\n.!;]+(?:[.!;](?!\s|$)[^\n.!;]*)*")
_DOUBT = re.compile(
    r"\b(?:probabl[ey]|possibl[ey]|poss|suspect(?:ed|s|ing)?|suspicion (?:of|for)|suspicious for|questionable|presum(?:ed|ptive)|"
    r"(?:still )?(?:to be )?rul(?:e|ed|ing)[ -]out(?= \w)|r/o|likely|concern(?:ing)? for|consider(?:ing)?|consistent with|compatible with|"
    r"working (?:diagnosis|dx)(?: of)?|differential(?: diagnosis)?(?: includes| of)?|evaluate for|versus|vs)\b[.:]?|(?:^|(?<=[\s:(]))\?(?=\s?\w)",
    re.IGNORECASE,
)
_RULED_OUT = re.compile(r"\b(?:was|were|been|is|are|has|have)\s+(?:now\s+)?ruled out\b", re.IGNORECASE)
_DOUBT_BEHIND = re.compile(
    r"\b(?:(?:is|are|was|remains?|seems?)\s+)?(?:suspected|questionable|possible|probable|likely|not (?:yet )?ruled out|"
    r"(?:cannot|can't|can not) be (?:excluded|ruled out)|not excluded)\b|\?",
    re.IGNORECASE,
)
_DENIAL = re.compile(
    r"\b(?:no|not|denies|denied|denying|without|w/o|negative for|never had|absence of|free of|no evidence of|unlikely)\b",
    re.IGNORECASE,
)
_DENIAL_BEHIND = re.compile(
    r"\b(?:(?:is|was|were|has been|have been)\s+)?(?:ruled out|excluded|absent|negative|not (?:present|found|seen|evident))\b",
    re.IGNORECASE,
)
_CLAUSE_ENDS = re.compile(r"[,:()]|\b(?:but|however|although|though|plan)\b", re.IGNORECASE)
_DENIAL_ENDS = re.compile(r"[:()]|\b(?:but|however|although|though|with)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A clause under a word of doubt, and that word ("probable"), the only words of a note that a finding may repeat."""

    clause: str
    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteText:
    """The sentences of a note without what is doubted or denied in them; and what is doubted."""

    stated: tuple[str, ...]
    doubted: tuple[Doubt, ...]


def read_note(note: CleanText) -> NoteText:
    """A note taken apart. About 0.1 ms a sentence."""
    stated, doubted = [], []
    for sentence in sentences_of(note):
        spans = [*_denied(sentence)]
        for start, end, word in _doubts(sentence):
            if not any(low <= start < high for low, high in spans):
                doubted.append(Doubt(clause=sentence[start:end].strip(), word=word))
            spans.append((start, end))
        stated.append(
            "".join(" " if any(low <= at < high for low, high in spans) else one for at, one in enumerate(sentence))
        )
    return NoteText(
        stated=tuple(one for one in stated if one.strip()), doubted=tuple(one for one in doubted if one.clause)
    )


def sentences_of(note: CleanText) -> tuple[str, ...]:
    return tuple(match[0].strip() for match in _SENTENCE.finditer(note.text) if match[0].strip())


def _doubts(sentence: str) -> Iterator[tuple[int, int, str]]:
    """The clauses that words of doubt stand before or behind: (start, end, the word)."""
    ruled_out = [match.span() for match in _RULED_OUT.finditer(sentence)]
    for match in _DOUBT.finditer(sentence):
        if any(low <= match.start() < high for low, high in ruled_out):
            continue
        end = _CLAUSE_ENDS.search(sentence, match.end())
        word = match[0].lower().strip(" .:")
        yield match.start(), end.start() if end else len(sentence), word
        if word.startswith(("versus", "vs")):
            yield _clause_start(sentence, match.start()), match.start(), word
    for match in _DOUBT_BEHIND.finditer(sentence):
        before = sentence[_clause_start(sentence, match.start()) : match.start()]
        if before.strip() and (match[0] == "?" or not sentence[match.end() :].strip(" .")):
            yield _clause_start(sentence, match.start()), match.start(), match[0].lower().strip()


def _denied(sentence: str) -> Iterator[tuple[int, int]]:
    for match in _DENIAL.finditer(sentence):
        if _DOUBT_BEHIND.match(sentence, match.start()):
            continue  # "not ruled out" is doubt
        end = _DENIAL_ENDS.search(sentence, match.end())
        yield match.start(), end.start() if end else len(sentence)
    for match in _DENIAL_BEHIND.finditer(sentence):
        if not re.search(r"\bnot\s+(?:yet\s+)?$|\bbe\s+$", sentence[: match.start()], re.IGNORECASE):
            yield _clause_start(sentence, match.start()), match.end()


def _clause_start(sentence: str, before: int) -> int:
    ends = [match.end() for match in _CLAUSE_ENDS.finditer(sentence, 0, before)]
    return ends[-1] if ends else 0
