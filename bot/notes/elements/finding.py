"""What every element needs: places where a note asserts words, and the clause around them."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass

from bot.notes.note import Note, Sentence
from bot.notes.results import Status

Span = tuple[int, int]
_BREAK = re.compile(r"[;,()\n]|\.(?=\s|$)|:(?=\s)")
_MOST_QUOTES = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the codes under review ask of a note: their titles, regions of the body, and whether side or level is open."""

    codes: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    regions: frozenset[str] = frozenset()
    sides: frozenset[str] = frozenset()
    has_date: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What an element finds: its status, the places it rests on, and why."""

    status: Status
    why: str
    spans: tuple[Span, ...] = ()


def met(spans: Sequence[Span], why: str) -> Shown:
    return Shown(status="met", why=why, spans=_few(spans))


def unclear(spans: Sequence[Span], why: str) -> Shown:
    return Shown(status="unclear", why=why, spans=_few(spans))


def missing(why: str) -> Shown:
    return Shown(status="missing", why=why)


def matches(
    note: Note, pattern: re.Pattern[str], despite: Collection[str] = ()
) -> Iterator[tuple[Sentence, re.Match[str]]]:
    """The matches in sentences that assert them, or only say of them what `despite` allows."""
    allowed = frozenset(despite)
    for sentence in note.sentences:
        for match in pattern.finditer(sentence.text):
            if note.says(sentence, sentence.start + match.start(), sentence.start + match.end()) <= allowed:
                yield sentence, match


def places(note: Note, pattern: re.Pattern[str], despite: Collection[str] = ()) -> list[Span]:
    """The clauses around the matches, in the masked note."""
    return [clause(sentence, match.start(), match.end()) for sentence, match in matches(note, pattern, despite)]


def clause(sentence: Sentence, low: int, high: int) -> Span:
    """The clause of a sentence around `text[low:high]`, as a span of the note."""
    before = [match.end() for match in _BREAK.finditer(sentence.text, 0, low)]
    after = _BREAK.search(sentence.text, high)
    start, end = before[-1] if before else 0, after.start() if after else len(sentence.text)
    words = sentence.text[start:end]
    start += len(words) - len(words.lstrip())
    return sentence.start + start, sentence.start + start + len(words.strip())


def _few(spans: Sequence[Span]) -> tuple[Span, ...]:
    return tuple(dict.fromkeys(spans))[:_MOST_QUOTES]
