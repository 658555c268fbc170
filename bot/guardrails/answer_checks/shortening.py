"""What somebody else phrased is a shortening of what is proved: its words, in its order, and nothing that changes what it says.

A bag of words proves little: "report M54.2 without M50.222" has the words of "report M50.222 without M54.2", and "pain in the
knee" those of "pain in the right knee". So each sentence must be one proved sentence, word for word, but for

    what stands in parentheses, and clauses behind a semicolon, when they hold no code, no number and no word that limits (not, unless, may …);
    little words that may come and go (a, the, it, also, "Yes:").
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from retrieval.words import stem

_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"(\d])|\s*\n\s*")
_WORD = re.compile(r"[^\W_]+(?:[.\-/'’][^\W_]+)*|[%$€£<>≥≤=+&#@*^~|\\{}\[\]_`?!]")
_PIECE = re.compile(r"(?P<aside>\([^()]*(?:\([^()]*\)[^()]*)*\))|(?P<break>;)|[^();]+|[()]")
_COMES_AND_GOES = frozenset("a an the this that it its also and then yes".split())
_LIMITS = frozenset(
    "no not never none neither nor nobody nothing without cannot unless except excluding only if when whenever until till"
    " before after while although though but however rather instead than or either least most more less fewer may might"
    " can could should must shall would will often usually sometimes rarely mostly generally approximate approximately about"
    " check ask query sample".split()
)
"""Words that turn or limit what is said."""
_SCOPES = frozenset(
    "in for under with within outside beyond by on at where both some any all every each other together".split()
)
"""Words that say where and for whom: a descriptor in parentheses has them, and may go; a clause that has them stays."""
_PLAIN = frozenset(" .,;:()'\"“”’–—-/")
_LEAST = 3


@dataclass(frozen=True, slots=True)
class _Clause:
    """Words up to a semicolon, in pieces; a piece in parentheses may be left out when `optional` says so."""

    pieces: tuple[tuple[tuple[str, ...], bool], ...]
    optional: bool


def why_not_a_shortening(text: str, proved: Sequence[str]) -> str | None:
    """Why a text says more or other than the proved texts do, with the word where it parts from them; None when it doesn't."""
    known = frozenset("".join(proved))
    strange = next((one for one in text if not (one.isalnum() or one in _PLAIN or one in known)), None)
    if strange is not None:
        return f"it holds a character (U+{ord(strange):04X}) that what it cites does not"
    own = sentences_of(text)
    if not own or any(len(_words(one)) < _LEAST for one in own):
        return "it is no sentence"
    held = [sentence for one in proved for sentence in sentences_of(one)]
    for sentence in own:
        words = _words(sentence)
        reached = [_reach(words, _clauses(source)) for source in held]
        if not any(whole for _, whole in reached):
            return _parting(words, max((at for at, _ in reached), default=0))
    return None


def sentences_of(text: str) -> list[str]:
    return [sentence for part in _SENTENCE_END.split(text) if (sentence := part.strip())]


def _parting(words: tuple[str, ...], at: int) -> str:
    if at >= len(words):
        return "it leaves out words of what it cites"
    return f"at “{words[at]}” it parts from the words of what it cites"


@lru_cache(2_000)
def _words(text: str) -> tuple[str, ...]:
    """The words as they are compared: stems of plain words, codes and numbers as they stand."""
    return tuple(_as_compared(word) for word in _WORD.findall(text))


def _as_compared(word: str) -> str:
    if _tells(word):
        return word
    lowered = word.lower().replace("’", "'")
    if lowered in ("is", "are"):
        return "is"
    return stem(lowered) if lowered.isascii() and lowered.isalpha() and lowered not in _LIMITS | _SCOPES else lowered


def _tells(word: str) -> bool:
    """A code, a number, a date, a modifier or an abbreviation: never compared by its stem, never left out."""
    return any(one.isdigit() for one in word) or (word.isupper() and len(word) > 1) or not word[0].isalnum()


@lru_cache(2_000)
def _clauses(sentence: str) -> tuple[_Clause, ...]:
    """The sentence in clauses; the first is never left out."""
    clauses: list[list[tuple[tuple[str, ...], bool]]] = [[]]
    for match in _PIECE.finditer(sentence):
        if match["break"]:
            clauses.append([])
        elif words := _words(match[0]):
            clauses[-1].append((words, match["aside"] is not None and _is_idle(words, _LIMITS)))
    return tuple(
        _Clause(tuple(pieces), optional=place > 0 and all(_is_idle(words, _LIMITS | _SCOPES) for words, _ in pieces))
        for place, pieces in enumerate(clauses)
    )


def _is_idle(words: Sequence[str], weighty: frozenset[str]) -> bool:
    return not any(word in weighty or word.endswith("n't") or _tells(word) for word in words)


def _reach(words: tuple[str, ...], clauses: Sequence[_Clause]) -> tuple[int, bool]:
    """How many of the words follow the clauses, and whether all of them do, to the end of both."""
    at, furthest = {0}, 0
    for clause in clauses:
        after = set(at) if clause.optional else set()
        inside = set(at)
        for piece, optional in clause.pieces:
            kept = inside if optional else set()
            inside = kept | {end for start in inside for end in _match(words, start, piece)}
            furthest = max([furthest, *inside, *(_common(words, start, piece) for start in at)])
        at = after | inside
    ends = any(not any(word not in _COMES_AND_GOES for word in words[place:]) for place in at)
    return max([furthest, *at]), ends


def _match(words: tuple[str, ...], start: int, piece: tuple[str, ...]) -> Iterator[int]:
    """Where the piece ends in the words when it begins at `start`; little words may come and go on both sides."""
    end = _common(words, start, piece, whole=True)
    if end >= 0:
        yield end


def _common(words: tuple[str, ...], start: int, piece: tuple[str, ...], *, whole: bool = False) -> int:
    """The place behind the words that follow the piece from `start` on; with `whole`, -1 when they don't follow all of it."""
    at, own = start, 0
    while own < len(piece):
        if at < len(words) and words[at] == piece[own]:
            at, own = at + 1, own + 1
        elif piece[own] in _COMES_AND_GOES:
            own += 1
        elif at < len(words) and words[at] in _COMES_AND_GOES:
            at += 1
        else:
            return -1 if whole else at
    return at
