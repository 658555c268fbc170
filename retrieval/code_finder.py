"""A diagnosis in words to the billable code: ranks concepts by meaning, words and vocabulary, then goes down to the leaf."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from knowledge.code_set.code_set import CodeSet
from knowledge.combinations.combinations import Combination, combinations_in, combined
from retrieval.dense_index import DenseIndex, Meanings
from retrieval.embedding import Embedder
from retrieval.fusion import weighted
from retrieval.leaf import Leaf, OpenAxis, axis_words, both_sides, find_leaf, open_axes
from retrieval.lexical_index import LexicalIndex
from retrieval.phrase import Phrase, diagnoses_in, perhaps_diagnoses_in, read_phrase
from retrieval.query import read_query
from retrieval.ranking import Ranking, circumstances_unsaid
from retrieval.wording import Wording
from retrieval.words import stem, stems, title_stems, words

POOL = 60
TYPED = 3.0
"""The score of a code that stands in the phrase itself: above any score of words."""
_HOW = {
    "title": "matches the title",
    "inclusion_term": "matches an inclusion term",
    "includes": "matches an Includes note",
    "vocabulary": "is a known way of saying it",
    "index": "stands in the index of the imported release",
    "combination": "is one code by a combination rule",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A billable code a phrase may mean. `score` orders candidates of one phrase; it is no probability."""

    code: str
    descriptor: str
    score: float
    why: str
    matched: str
    is_exact: bool
    similarity: float = 0.0
    """How near the matched text comes in meaning, 0 to 1."""
    companions: tuple[str, ...] = ()
    """The codes to report beside this one, when the wording means several together (hypertension with CKD 3a)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The candidates of a phrase, best first, and what the phrase leaves open about the first."""

    phrase: str
    candidates: tuple[Candidate, ...]
    open_axes: tuple[OpenAxis, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class IndexedText:
    number: int
    codes: str
    kind: str
    text: str


class Texts:
    """The numbered texts behind both indexes, and the exact look-up by their words."""

    def __init__(self, path: Path) -> None:
        self._db = sqlite3.connect(f"file:{path}?mode=ro&immutable=1", uri=True, check_same_thread=False)

    def many(self, numbers: Sequence[int]) -> dict[int, IndexedText]:
        marks = ",".join("?" * len(numbers))
        rows = self._db.execute(f"SELECT number, codes, kind, text FROM texts WHERE number IN ({marks})", list(numbers))
        return {row[0]: IndexedText(number=row[0], codes=row[1], kind=row[2], text=row[3]) for row in rows}

    def same_words(self, phrase_stems: Sequence[str]) -> list[int]:
        """The texts made of exactly these words, in any order."""
        key = " ".join(sorted(set(phrase_stems)))
        return (
            [number for (number,) in self._db.execute("SELECT number FROM words WHERE key = ? LIMIT 20", (key,))]
            if key
            else []
        )

    def has_word(self, word: str, word_stem: str) -> bool:
        row = self._db.execute(
            "SELECT 1 FROM spellings WHERE word = ? OR stem = ? LIMIT 1", (word, word_stem)
        ).fetchone()
        return row is not None

    def words_near(self, rests: Iterable[str]) -> list[tuple[str, int]]:
        """The words, with how often each occurs, that share one of the rests (see `spelling.rests_of`)."""
        keys = sorted(rests)
        marks = ",".join("?" * len(keys))
        rows = self._db.execute(
            f"SELECT DISTINCT s.word, s.occurs FROM rests r JOIN spellings s ON s.word = r.word WHERE r.rest IN ({marks})",
            keys,
        )
        return [(word, occurs) for word, occurs in rows]


class CodeFinder:
    """Finds codes for phrases. The parts arrive as callables, so that a look-up loads only what it needs."""

    def __init__(
        self,
        code_set: CodeSet,
        texts: Texts,
        dense: Callable[[], DenseIndex],
        lexical: LexicalIndex,
        embedder: Embedder,
        meanings: Meanings,
        wording: Wording,
        combinations: Sequence[Combination] = (),
        ranking: Ranking = Ranking(),
    ) -> None:
        self._code_set, self._texts, self._dense = code_set, texts, dense
        self._lexical, self._embedder = lexical, embedder
        self._meanings, self._wording = meanings, wording
        self._combinations, self._ranking = combinations, ranking

    def find(self, phrase: str, day: date, top: int = 10) -> Found:
        """Up to `top` codes in force on `day`, best first. An empty phrase finds nothing."""
        if not self._ranking.reads_lists:
            return self._found(phrase, self._one(phrase, day).ranked[:top], day)
        listed = diagnoses_in(phrase)
        if 2 <= len(listed) <= MOST_DIAGNOSES:
            return self._together(phrase, [self._one(part, day) for part in listed], day, top)
        whole = self._one(phrase, day)
        several = None if whole.is_exact else self._several(phrase, day)
        return self._together(phrase, several, day, top) if several else self._found(phrase, whole.ranked[:top], day)

    def is_name(self, words_of_note: str) -> bool:
        """Whether the words are, all together, a name of a code that the tabular list or the vocabulary prints."""
        return self._is_said(words_of_note)

    def _several(self, phrase: str, day: date) -> list["_Ranked"] | None:
        """The parts of a phrase that names several diagnoses without a clear separator; None when it names one.

        "CKD with hypertension" is two when a combination rule joins them; "neck pain and vertigo" when each part is a name
        of its own, of its own category.
        """
        for at_with in (True, False):
            parts = perhaps_diagnoses_in(phrase, at_with=at_with)
            if not 2 <= len(parts) <= MOST_DIAGNOSES or not all(self._is_said(part) for part in parts):
                continue
            found = [self._one(part, day) for part in parts]
            codes = [one.ranked[0].leaf.code for one in found if one.ranked]
            if combined(codes, self._combinations) != tuple(dict.fromkeys(codes)):
                return found
            if not at_with and len({code[:3] for code in codes}) == len(parts):
                return found
        return None

    # -- one diagnosis -------------------------------------------------------------------------------------------------

    def _one(self, typed: str, day: date) -> "_Ranked":
        query = read_query(typed, lambda code: self._code_set.code(code) is not None)
        phrase = read_phrase(typed) if self._ranking.reads_phrase else _as_typed(typed)
        if not words(phrase.claimed):
            return _Ranked(ranked=(), is_exact=False)
        expanded = self._wording.expand(phrase.claimed)
        denied = phrase.denied | frozenset(stems(self._wording.expand(" ".join(phrase.denied_words))))
        scored = self._score(phrase, expanded, denied)
        said = axis_words(f"{phrase.text} {expanded}") - denied
        if denied:
            said |= {"without"}
        leaves: dict[str, _Reached] = {}
        for one in scored:
            reached: list[str] = []
            for place, owner in enumerate(one.text.codes.split()):
                leaf = self._leaf(owner.rstrip("-").rstrip("."), said, query.encounter, day, denied, one.told_by(said))
                if leaf is None:
                    continue
                reached.append(leaf.code)
                score = one.score + self._ranking.fit * leaf.fit - 0.1 * place
                if leaf.code not in leaves or leaves[leaf.code].score < score:
                    leaves[leaf.code] = _Reached(
                        score=score, leaf=leaf, by=one, together=reached if one.is_exact else ()
                    )
        for place, typed_code in enumerate(code for code in query.codes if code.known):
            leaf = self._leaf(
                typed_code.code, said, query.encounter, day, denied
            )  # a code in the phrase is the answer itself
            if leaf is not None:
                own = IndexedText(
                    number=-1, codes=typed_code.code, kind="title", text=self._code_set.descriptor(typed_code.code, day)
                )
                leaves[leaf.code] = _Reached(
                    score=TYPED - 0.01 * place,
                    leaf=leaf,
                    by=_Scored(text=own, score=TYPED, meaning=0.0, is_exact=True),
                    together=[],
                )
        ranked = sorted(leaves.values(), key=lambda one: (-one.score, one.leaf.code))
        if query.side == "bilateral" and ranked:
            ranked = [*self._both_sides(ranked[0], day), *ranked[1:]]
        return _Ranked(ranked=tuple(ranked), is_exact=bool(ranked) and ranked[0].by.is_exact)

    def _both_sides(self, one: "_Reached", day: date) -> list["_Reached"]:
        """The right and the left code where both sides are meant and no code says both."""
        right_and_left = both_sides(self._code_set, one.leaf.code, day)
        return [
            replace(one, leaf=Leaf(code=code, fit=one.leaf.fit, silent_at=()), together=right_and_left)
            for code in right_and_left
        ] or [one]

    def _leaf(
        self,
        code: str,
        said: frozenset[str],
        encounter: str | None,
        day: date,
        denied: frozenset[str],
        led_by: frozenset[str] = frozenset(),
    ) -> Leaf | None:
        if not self._ranking.goes_to_leaf:
            said, encounter, denied = frozenset(), None, frozenset()
        return find_leaf(self._code_set, code, said, encounter, day, denied, led_by)

    def _score(self, phrase: Phrase, expanded: str, denied: frozenset[str]) -> list["_Scored"]:
        """The texts that bear on the phrase, best first."""
        ranking = self._ranking
        variants = list(dict.fromkeys((_as_expanded(phrase.claimed), expanded)))
        if ranking.uses_equivalents:
            variants = list(dict.fromkeys((*variants, self._wording.reworded(expanded))))
        vectors = self._embedder.embed(variants)
        meaning: dict[int, float] = {}
        if ranking.uses_meaning:
            for number, similarity in self._dense().nearest_to_any(vectors, POOL):
                meaning[number] = max(meaning.get(number, 0.0), similarity)
        wanted = (
            self._wording.alternatives(expanded) if ranking.uses_equivalents else [(one,) for one in stems(expanded)]
        )
        lexical = dict(self._lexical.coverage(wanted, POOL)) if ranking.uses_words else {}
        exact = frozenset(number for one in (phrase.text, *variants) for number in self._exact(one))
        unmeasured = [number for number in {*lexical, *exact} if number not in meaning]
        if ranking.uses_meaning:
            meaning |= self._meanings.similarity(unmeasured, vectors)
        meaning |= dict.fromkeys(exact, 1.0)
        total = weighted(
            [(meaning, ranking.meaning), (lexical, ranking.words), (dict.fromkeys(exact, 1.0), ranking.exact)]
        )
        said = frozenset(one for alternatives in wanted for one in alternatives) | frozenset(stems(phrase.text))
        found = []
        best = sorted(total, key=lambda number: (-total[number], number))[: 2 * POOL]
        for number, text in self._texts.many(best).items():
            if text.kind == "vocabulary" and not ranking.uses_vocabulary:
                continue
            held = frozenset(title_stems(text.text))
            score = total[number]
            if number not in exact:
                score -= ranking.unsaid * len(held - said - _LIGHT) / max(len(held), 1)
            elif text.kind in ("inclusion_term", "includes"):
                score -= ranking.inclusion  # a term may mean something only under its heading; a title stands by itself
            if ranking.reads_phrase and number not in exact:
                score -= ranking.circumstance * circumstances_unsaid(
                    held, said, is_history=phrase.is_history, is_family=phrase.is_family
                )
                if held & denied and not held & _WITHOUT:
                    score -= ranking.denied
            found.append(_Scored(text=text, score=score, meaning=meaning.get(number, 0.0), is_exact=number in exact))
        return sorted(found, key=lambda one: (-one.score, one.text.number))

    def _exact(self, phrase: str) -> list[int]:
        said = stems(phrase)
        found = self._texts.same_words(said)
        return found or self._texts.same_words([one for one in said if one not in _SIDE_AND_VISIT])

    def _is_said(self, part: str) -> bool:
        """Whether a part of a phrase is a diagnosis by itself, word for word."""
        return bool(set(stems(part)) - _SIDE_AND_VISIT) and any(
            self._exact(one) for one in (part, self._wording.expand(part))
        )

    # -- what is handed out --------------------------------------------------------------------------------------------

    def _together(self, phrase: str, found: Sequence["_Ranked"], day: date, top: int) -> Found:
        """Several diagnoses: the best of each first, in the order they were named, then the others by score."""
        firsts = {one.ranked[0].leaf.code: one.ranked[0] for one in found if one.ranked}
        codes = [
            code for code in combined(tuple(firsts), self._combinations) if self._code_set.status(code, day).billable
        ]
        joined = [self._joined(code, firsts, codes) for code in codes]
        others = {one.leaf.code: one for part in found for one in part.ranked if one.leaf.code not in codes}
        rest = sorted(others.values(), key=lambda one: (-one.score, one.leaf.code))
        return self._found(phrase, [*joined, *rest][:top], day)

    def _joined(self, code: str, firsts: Mapping[str, "_Reached"], codes: Sequence[str]) -> "_Reached":
        """A code of the list; where a combination rule brought it, it rests on the first code it replaces."""
        together = [other for other in codes if other != code]
        if code in firsts:
            return replace(firsts[code], together=together)
        basis = next(iter(firsts.values()))
        rule = next(one for one in combinations_in(tuple(firsts), self._combinations) if one.report == code)
        text = IndexedText(number=-2, codes=code, kind="combination", text=rule.rule.says)
        return _Reached(
            score=basis.score,
            leaf=Leaf(code=code, fit=0.0, silent_at=()),
            by=_Scored(text=text, score=basis.score, meaning=1.0, is_exact=True),
            together=together,
        )

    def _found(self, phrase: str, ranked: Sequence["_Reached"], day: date) -> Found:
        candidates = tuple(
            Candidate(
                code=one.leaf.code,
                descriptor=self._code_set.descriptor(one.leaf.code, day),
                score=round(one.score, 4),
                why=f"“{one.by.text.text}” {_HOW[one.by.text.kind]}"
                if one.by.is_exact
                else f"near “{one.by.text.text}”, which {_HOW[one.by.text.kind]}",
                matched=one.by.text.text,
                is_exact=one.by.is_exact,
                similarity=round(one.by.meaning, 4),
                companions=tuple(code for code in one.together if code != one.leaf.code),
            )
            for one in ranked
        )
        return Found(
            phrase=phrase,
            candidates=candidates,
            open_axes=open_axes(self._code_set, ranked[0].leaf, day) if ranked else (),
        )


MOST_DIAGNOSES = 8
"""Parts of a list that are looked up one by one; a longer list is a note, and `review` reads notes."""
_WITHOUT = frozenset(map(stem, ("without", "not", "no", "non", "absence")))
_LIGHT = frozenset(
    map(
        stem,
        "of the and or in with without to by due unspecified other nos not elsewhere classified disease disorder syndrome".split(),
    )
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scored:
    text: IndexedText
    score: float
    meaning: float
    is_exact: bool

    def told_by(self, said: frozenset[str]) -> frozenset[str]:
        """The stems that led to this text: its own; for an exact match all that was said but for side and visit."""
        held = frozenset(title_stems(self.text.text))
        return held | (said - _SIDE_AND_VISIT) if self.is_exact else held


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reached:
    """A leaf, and the text that led to it best."""

    score: float
    leaf: Leaf
    by: _Scored
    together: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ranked:
    ranked: tuple[_Reached, ...]
    is_exact: bool


def _as_expanded(claimed: str) -> str:
    """As `Wording.expand` spells what it leaves alone. The model reads both spellings alike, and need read them only once."""
    return " ".join(claimed.lower().replace(",", " , ").split())


def _as_typed(typed: str) -> Phrase:
    text = " ".join(typed.split())
    return Phrase(text=text, claimed=text)


_SIDE_AND_VISIT = frozenset(
    stems("right left bilateral rt lt initial subsequent sequela encounter visit side pt patient c/o")
)
