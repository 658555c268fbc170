"""The evidence for a question: passages by meaning and by words, as a LangChain retriever, each with its score and how it was found."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from knowledge.library import Library
from knowledge.passages import Passage
from retrieval.dense_index import ASKS, DenseIndex
from retrieval.embedding import Embedder
from retrieval.fusion import scaled
from retrieval.lexical_index import LexicalIndex

if TYPE_CHECKING:
    from langchain_core.retrievers import BaseRetriever

POOL = 40
MEANING, WORDS, ABOUT_THE_CODE, ABOUT_ANOTHER = 1.0, 0.35, 0.25, 0.08
"""A passage written for certain codes yields a little to a general one when none of them is asked after."""
_FEW_CODES = 2
ALIKE = 0.08
"""Two questions are alike as questions, whatever they ask: so much less counts the cosine between them."""
_PROCEDURE = re.compile(r"\b(?:\d{5}|[A-Z]\d{4})\b")
"""A CPT or HCPCS code as passages name it; years have four digits, and diagnoses a dot or a letter and fewer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A passage that may answer a question. `score` orders the evidence.

    `similarity` is the cosine between the question and the passage, whole or its nearest sentence; `lines` holds those of single
    sentences, counted from 1, as far as they came near.
    """

    passage: Passage
    score: float
    similarity: float
    found_by: tuple[str, ...]
    lines: Mapping[int, float] = field(default_factory=dict)


class PassageFinder:
    """Ranks the library's passages for a question."""

    def __init__(
        self, library: Library, dense: Callable[[], DenseIndex], lexical: LexicalIndex, embedder: Embedder
    ) -> None:
        self._library, self._dense, self._lexical, self._embedder = library, dense, lexical, embedder
        self._ids = tuple(library.passages)
        self._procedures = tuple(
            frozenset((*one.procedures, *_PROCEDURE.findall(one.text))) for one in library.passages.values()
        )

    def find(
        self,
        question: str,
        *,
        codes: tuple[str, ...] = (),
        kinds: frozenset[str] = frozenset(),
        payers: frozenset[str] = frozenset(),
        procedures: tuple[str, ...] = (),
        top: int = 8,
    ) -> tuple[Evidence, ...]:
        """Up to `top` passages, best first. Passages about one of `codes` or `procedures` rank higher; `kinds` narrows to them.

        A payer's own rules are evidence only when that payer is among `payers`: what one plan wants says nothing of another.
        """
        vector = self._embedder.embed([question])[0]
        lines = self._dense().nearest_lines(vector, min(POOL * (4 if kinds or payers else 1), len(self._ids)))
        meaning = {
            number: max(one - (ALIKE if line >= ASKS else 0.0) for line, one in of_lines.items())
            for number, of_lines in lines.items()
        }
        lexical = scaled(self._lexical.best(question, POOL))
        asked = frozenset(procedures)
        about = {
            at: 1.0 if codes and bears_on(passage, codes) else len(asked & self._procedures[at]) / len(asked)
            for at, passage in enumerate(self._library.passages.values())
            if (codes and bears_on(passage, codes)) or asked & self._procedures[at]
        }
        numbers = set(meaning) | set(lexical) | set(about)
        found = []
        for number in numbers:
            passage = self._library.passages[self._ids[number]]
            if (kinds and not kinds & set(passage.kinds)) or (
                passage.payer is not None and passage.payer not in payers
            ):
                continue
            if codes and number not in about and _is_of_one_code(passage):
                continue
            similarity = meaning.get(number, 0.0)
            score = (
                MEANING * similarity
                + WORDS * lexical.get(number, 0.0)
                + ABOUT_THE_CODE * about.get(number, 0.0)
                - (ABOUT_ANOTHER if passage.codes and number not in about else 0.0)
            )
            how = {"meaning": number in meaning, "words": number in lexical, "code": number in about}
            found.append(
                Evidence(
                    passage=passage,
                    score=round(score, 4),
                    similarity=round(similarity, 4),
                    found_by=tuple(name for name, holds in how.items() if holds),
                    lines={line: one for line, one in lines.get(number, {}).items() if line < ASKS},
                )
            )
        return tuple(sorted(found, key=lambda one: (-one.score, one.passage.id))[:top])


def _is_of_one_code(passage: Passage) -> bool:
    """Whether a passage is written for a code or two by name: it says nothing of another code."""
    return 0 < len(passage.codes) <= _FEW_CODES and not any(code.endswith("-") for code in passage.codes)


def bears_on(passage: Passage, codes: tuple[str, ...]) -> bool:
    """Whether a passage is about one of the codes: named itself, or covered by a family the passage names."""
    for named in passage.codes:
        family = named.endswith("-")
        stem = named.rstrip("-").rstrip(".")
        if any(code == stem or (family and code.startswith(stem)) for code in codes):
            return True
    return False


def as_langchain(finder: PassageFinder, top: int = 8) -> "BaseRetriever":
    """The finder as a LangChain retriever: Documents with score, similarity, how each was found, and the passage's source."""
    from langchain_core.callbacks import CallbackManagerForRetrieverRun
    from langchain_core.documents import Document
    from langchain_core.retrievers import BaseRetriever
    from pydantic import ConfigDict

    class EvidenceRetriever(BaseRetriever):
        model_config = ConfigDict(arbitrary_types_allowed=True)
        finder: PassageFinder
        top: int

        def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
            return [_document(evidence) for evidence in self.finder.find(query, top=self.top)]

    def _document(evidence: Evidence) -> Document:
        passage = evidence.passage
        metadata: Mapping[str, object] = {
            "id": passage.id,
            "title": passage.title,
            "source": passage.source.title,
            "edition": passage.source.edition,
            "label": passage.source.label,
            "score": evidence.score,
            "similarity": evidence.similarity,
            "found_by": list(evidence.found_by),
        }
        return Document(page_content=passage.text, metadata=dict(metadata), id=passage.id)

    return EvidenceRetriever(finder=finder, top=top)
