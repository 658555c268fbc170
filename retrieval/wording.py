"""The words of a phrase as the indexes know them: abbreviations written out, slips mended, glued labels parted, equivalents beside."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from knowledge.vocabulary.terms import Abbreviation
from retrieval.phrase import unglued
from retrieval.spelling import Spelling
from retrieval.words import LITTLE_WORDS, plain, stem, stems, words


class Wording:
    """Abbreviations in their likeliest sense, spelling, and words that mean the same ("hepatic", "liver")."""

    def __init__(
        self,
        abbreviations: Sequence[Abbreviation],
        equivalents: Callable[[], Mapping[str, tuple[str, ...]]] = dict,
        spelling: Spelling | None = None,
    ) -> None:
        self._abbreviations, self._read_equivalents, self._spelling = abbreviations, equivalents, spelling

    @cached_property
    def _senses(self) -> Mapping[str, tuple[Abbreviation, ...]]:
        found: dict[str, list[Abbreviation]] = {}
        for one in sorted(self._abbreviations, key=lambda one: one.rank):
            found.setdefault(plain(one.abbreviation), []).append(one)
        return {name: tuple(senses) for name, senses in found.items()}

    def _meaning(self, token: str, around: frozenset[str]) -> str | None:
        """An abbreviation's sense: the one whose context stands in the phrase, else the likeliest; None for a plain word."""
        bare = token.strip(".;:()")
        senses = self._senses.get(plain(bare))
        if not senses or (plain(bare) in LITTLE_WORDS | {"no"} and not (bare.isupper() and len(bare) > 1)):
            return None
        return next((one for one in senses if around & {stem(word) for word in one.context}), senses[0]).expansion

    @cached_property
    def _equivalents(self) -> Mapping[str, tuple[str, ...]]:
        return self._read_equivalents()

    def expand(self, phrase: str) -> str:
        """The phrase in lower case with its abbreviations written out and its slips mended."""
        around = frozenset(stem(word) for word in words(phrase))
        return " ".join(self._written_out(part, around) for part in phrase.replace(",", " , ").split())

    def _written_out(self, part: str, around: frozenset[str]) -> str:
        meaning = self._meaning(part, around)
        if meaning is not None:
            return meaning
        bare, lowered = plain(part).strip(".;:()"), plain(part)
        if self._spelling is None:
            return lowered
        if any(letter.isdigit() for letter in bare) and bare.isalnum() and not self._spelling.knows(bare):
            return " ".join(self._meaning(piece, around) or piece for piece in unglued(bare).split())
        mended = [self._meaning(word, around) or self._spelling.mended(word) for word in words(bare)]
        return " ".join(mended) if mended != words(bare) else lowered

    def alternatives(self, phrase: str) -> list[tuple[str, ...]]:
        """For each word of the phrase that carries meaning: its stem, then the stems of its equivalents."""
        wanted: dict[str, tuple[str, ...]] = {}
        for word in words(phrase):
            for own in stems(word):
                others = [one for same in self._equivalents.get(word, ()) for one in stems(same)]
                wanted.setdefault(own, tuple(dict.fromkeys((own, *others))))
        return list(wanted.values())

    def reworded(self, phrase: str) -> str:
        """The phrase with each word that has an equivalent replaced by the first of them."""
        return " ".join(self._equivalents.get(word, (word,))[0] for word in words(phrase))
