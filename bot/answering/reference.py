"""Everything a kind of question may consult: tables, passages, and the two finders. The finders load on first use."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from bot.claims import Authorities
from knowledge.code_facts import CodeFacts
from knowledge.code_set.code_set import CodeSet
from knowledge.combinations.combinations import read_combinations
from knowledge.library import Library
from knowledge.loaded_tables import LoadedTables
from knowledge.passages import Citation, Passage, cite, sentences_of
from knowledge.payers.rule_book import RuleBook
from knowledge.payers.sheets import SheetBook
from knowledge.symptoms.integral import read_integral_symptoms
from knowledge.vocabulary.names import NamesOfCodes
from retrieval.code_finder import CodeFinder
from retrieval.retriever import PassageFinder


@dataclass(frozen=True, kw_only=True)
class Reference:
    code_set: CodeSet
    facts: CodeFacts
    load_library: Callable[[], Library]
    load_code_finder: Callable[[], CodeFinder]
    load_passage_finder: Callable[[], PassageFinder]
    load_sheets: Callable[[], SheetBook]
    tables: LoadedTables

    @cached_property
    def library(self) -> Library:
        return self.load_library()

    @cached_property
    def codes(self) -> CodeFinder:
        return self.load_code_finder()

    @cached_property
    def passages(self) -> PassageFinder:
        return self.load_passage_finder()

    @cached_property
    def sheets(self) -> SheetBook:
        return self.load_sheets()

    @cached_property
    def authorities(self) -> Authorities:
        return Authorities(
            code_set=self.code_set,
            facts=self.facts,
            guideline=self.guideline,
            payers=RuleBook(lambda: self.sheets),
            tables=self.tables,
            combinations=read_combinations(),
            integral_symptoms=read_integral_symptoms(),
            names=NamesOfCodes(),
        )

    def guideline(self, name: str) -> Citation | None:
        """The first sentence of the passage with this id, or on this section; None when there is none, or only from memory."""
        if name not in self._first_sentences:
            passage = self.library.get(name) or self._by_section.get(name)
            known = passage is not None and passage.evidence != "C"
            self._first_sentences[name] = cite(passage, sentences(passage)[0]) if passage and known else None
        return self._first_sentences[name]

    @cached_property
    def _first_sentences(self) -> dict[str, Citation | None]:
        return {}

    @cached_property
    def _by_section(self) -> dict[str, Passage]:
        found: dict[str, Passage] = {}
        for passage in self.library.passages.values():
            if passage.id.startswith("guideline.") and passage.evidence in ("A", "B"):
                found.setdefault(passage.section, passage)
        return found


def sentences(passage: Passage) -> list[str]:
    """The sentences of a passage, each verbatim."""
    return sentences_of(passage.text)
