"""Mistyped words mended to words that the titles and the vocabulary use; a word they know is never touched."""

from collections.abc import Iterable, Iterator
from typing import Protocol

from retrieval.words import stem

_SHORTEST = 6
"""Letters: a shorter word lies near too many others to say which was meant; one or two letters shorter, only swapped letters are mended."""
_LONG = 8
"""From this many letters on, two slips are mended."""


class KnownWords(Protocol):
    """The words of the indexed texts, as the index keeps them."""

    def has_word(self, word: str, word_stem: str) -> bool: ...

    def words_near(self, rests: Iterable[str]) -> list[tuple[str, int]]: ...


class Spelling:
    """Mends words by the known ones. What a look-up costs is two questions to the index, well under a millisecond."""

    def __init__(self, known: KnownWords) -> None:
        self._known = known

    def knows(self, word: str) -> bool:
        return self._known.has_word(word, stem(word))

    def mended(self, word: str) -> str:
        """The known word that was most likely meant; the word itself when it is known, short, or near none."""
        if len(word) < _SHORTEST - 2 or not word.isalpha() or self.knows(word):
            return word
        reach = 2 if len(word) >= _LONG else 1
        rests = set(rests_of(word))
        if reach == 2:
            rests |= {less for rest in tuple(rests) for less in rests_of(rest)}
        near = ((distance(word, known), -count, known) for known, count in self._known.words_near(rests))
        within = [one for one in near if one[0] <= reach and (len(word) >= _SHORTEST or sorted(word) == sorted(one[2]))]
        return min(within)[2] if within else word


def is_mendable(word: str) -> bool:
    """Whether a word may be what a slip meant."""
    return word.isalpha() and len(word) >= _SHORTEST - 2


def rests_of(word: str) -> Iterator[str]:
    """The word, and the word with any one letter left out: two words one slip apart share one of these."""
    yield word
    yield from (word[:at] + word[at + 1 :] for at in range(len(word)))


def distance(typed: str, known: str) -> int:
    """Slips between two words: a letter more, less, other, or two neighbours swapped (optimal string alignment).

    The first letter is rarely mistyped: another one counts double.
    """
    before_last: list[int] = []
    last = list(range(len(known) + 1))
    for row, letter in enumerate(typed, 1):
        this = [row]
        for column, other in enumerate(known, 1):
            cost = 0 if letter == other else 2 if row == column == 1 else 1
            value = min(last[column] + 1, this[column - 1] + 1, last[column - 1] + cost)
            if row > 1 and column > 1 and letter == known[column - 2] and typed[row - 2] == other:
                value = min(value, before_last[column - 2] + 1)
            this.append(value)
        before_last, last = last, this
    return last[-1]
