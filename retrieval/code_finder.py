"""A diagnosis in words to the billable code: ranks concepts by meaning, words and vocabulary, then goes down to the leaf."""

import re
import sqlite3
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from knowledge.code_set.code_set import CodeSet
from knowledge.vocabulary.terms import Abbreviation
from retrieval.dense_index import DenseIndex
from retrieval.embedding import Embedder
from retrieval.fusion import scaled, weighted
from retrieval.leaf import Leaf, OpenAxis, axis_words, find_leaf
from retrieval.lexical_index import LexicalIndex
from retrieval.query import read_query, without_right_as_correct
from retrieval.words import plain, stems, words

POOL = 60
MEANING, WORDS, EXACT = 1.0, 0.55, 0.6
UNEMBEDDED = 0.75
TYPED = 3.0
"""Weights of the three lists, chosen on published disease phrases: see ARCHITECTURE.md, 'measured'."""
_HOW = {
    "title": "matches the title",
    "inclusion_term": "matches an inclusion term",
    "includes": "matches an Includes note",
    "vocabulary": "is a known way of saying it",
    "index": "stands in the index of the imported release",
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


_DENIED = re.compile(
    r"[,;]?\s*\b(?:no|without|denies|denied|negative for|neg for|ruled out|r/o'd)\s+"
    r"(?:any\s+|evidence of\s+|signs? of\s+|current\s+)?\w+(?:\s+(?:or|and|nor)\s+\w+)?",
    re.IGNORECASE,
)


class CodeFinder:
    """Finds codes for phrases. The parts arrive as callables, so that a look-up loads only what it needs."""

    def __init__(
        self,
        code_set: CodeSet,
        texts: Texts,
        dense: Callable[[], DenseIndex],
        lexical: LexicalIndex,
        embedder: Embedder,
        abbreviations: Sequence[Abbreviation],
    ) -> None:
        self._code_set, self._texts, self._dense = code_set, texts, dense
        self._lexical, self._embedder, self._abbreviations = lexical, embedder, abbreviations

    @cached_property
    def _expansions(self) -> Mapping[str, str]:
        first = sorted(self._abbreviations, key=lambda one: one.rank, reverse=True)
        return {plain(one.abbreviation): one.expansion for one in first}

    def expand(self, phrase: str) -> str:
        """The phrase with its abbreviations written out, in their likeliest sense."""
        parts = plain(phrase).replace(",", " , ").split()
        return " ".join(self._expansions.get(part.strip(".;:"), part) for part in parts)

    def find(self, phrase: str, day: date, top: int = 10) -> Found:
        """Up to `top` codes in force on `day`, best first. An empty phrase finds nothing."""
        query = read_query(phrase, lambda code: self._code_set.code(code) is not None)
        said_text = " ".join(without_right_as_correct(phrase).split())
        if not words(said_text):
            return Found(phrase=phrase, candidates=(), open_axes=())
        expanded = self.expand(said_text)
        said = axis_words(f"{said_text} {expanded}")
        scores, exact, meaning = self._score(said_text, expanded)
        affirmed = _DENIED.sub(" ", said_text).strip(" ,;.")
        if not exact and affirmed != said_text and words(affirmed):  # what the text denies must not find itself
            scores, exact, meaning = self._score(affirmed, self.expand(affirmed))
            said = axis_words(f"{affirmed} {self.expand(affirmed)}") | {"without"}
        best_numbers = sorted(scores, key=lambda number: (-scores[number], number))[: 2 * POOL]
        texts = self._texts.many(best_numbers)
        leaves: dict[str, tuple[float, Leaf, IndexedText]] = {}
        together: dict[int, tuple[str, ...]] = {}
        for number in best_numbers:
            text = texts[number]
            reached: list[str] = []
            for place, owner in enumerate(text.codes.split()):
                leaf = find_leaf(self._code_set, owner.rstrip("-").rstrip("."), said, query.encounter, day)
                if leaf is None:
                    continue
                reached.append(leaf.code)
                score = scores[number] + 0.02 * leaf.fit - 0.001 * place
                if leaf.code not in leaves or leaves[leaf.code][0] < score:
                    leaves[leaf.code] = (score, leaf, text)
            together[number] = tuple(reached)
        for place, typed in enumerate(
            one for one in query.codes if one.known
        ):  # a code in the phrase is the answer itself
            leaf = find_leaf(self._code_set, typed.code, said, query.encounter, day)
            if leaf is not None:
                text = IndexedText(
                    number=-1, codes=typed.code, kind="title", text=self._code_set.descriptor(typed.code, day)
                )
                leaves[leaf.code] = (TYPED - 0.01 * place, leaf, text)
                exact, together[-1] = exact | {-1}, ()
        ranked = sorted(leaves.values(), key=lambda one: (-one[0], one[1].code))[:top]
        candidates = tuple(
            Candidate(
                code=leaf.code,
                descriptor=self._code_set.descriptor(leaf.code, day),
                score=round(score, 4),
                why=f"“{text.text}” {_HOW[text.kind]}",
                matched=text.text,
                is_exact=text.number in exact,
                similarity=round(meaning.get(text.number, 0.0), 4),
                companions=tuple(code for code in together[text.number] if code != leaf.code),
            )
            for score, leaf, text in ranked
        )
        return Found(phrase=phrase, candidates=candidates, open_axes=ranked[0][1].open_axes if ranked else ())

    def _score(self, phrase: str, expanded: str) -> tuple[dict[int, float], frozenset[int], dict[int, float]]:
        """The score of each text, and the texts that say exactly the phrase (but for side and encounter)."""
        variants = list(dict.fromkeys((phrase, expanded)))
        vectors = self._embedder.embed(variants)
        meaning: dict[int, float] = {}
        for vector in vectors:
            for number, similarity in self._dense().nearest(vector, POOL):
                meaning[number] = max(meaning.get(number, 0.0), similarity)
        lexical = scaled(self._lexical.best(expanded, POOL))
        exact = frozenset(number for variant in variants for number in self._exact(variant))
        for number in exact:
            meaning[number] = 1.0
        for number, share in lexical.items():
            if number not in meaning:  # vocabulary is not embedded: its words stand in for its meaning
                meaning[number] = UNEMBEDDED * share
        combined = weighted([(meaning, MEANING), (lexical, WORDS), (dict.fromkeys(exact, 1.0), EXACT)])
        return combined, exact, meaning

    def _exact(self, phrase: str) -> list[int]:
        said = stems(phrase)
        found = self._texts.same_words(said)
        return found or self._texts.same_words([one for one in said if one not in _SIDE_AND_VISIT])


_SIDE_AND_VISIT = frozenset(
    stems("right left bilateral rt lt initial subsequent sequela encounter visit side pt patient c/o")
)
