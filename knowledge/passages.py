"""What can be quoted: a passage, the source it comes from, and the citation of its words in an answer."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Literal

Label = Literal["primary", "secondary", "sample"]
Wording = Literal["official", "ours"]
Evidence = Literal["A", "B", "C"]
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z“\"(\d])")
_ABBREVIATED = re.compile(r"\b(?:e\.g|i\.e|vs|no|Dr|U\.S|St|approx)\.$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Who says so: one publication in one edition, with the days on which it holds.

    `label` is primary (the body that makes the rule), secondary (somebody's account of it) or sample.
    `url` is None when we don't know one; it is never guessed.
    """

    id: str
    title: str
    publisher: str
    edition: str
    label: Label
    effective_from: date | None = None
    effective_to: date | None = None
    url: str | None = None
    licence: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A short text that may be quoted, and what it bears on.

    `codes` holds codes and families ("M50.-"); `kinds` the kinds of question it can answer. `wording` tells official text
    from our own words. `evidence` grades a guideline rule: A and B may be stated, C is from memory and is only ever shown
    as "check the guideline". `payer` is the id of the payer whose rule it is, when it is one's; `procedures` the codes it is about.
    `asks` holds questions it answers, as people type them: ways to find it, never quoted.
    """

    id: str
    title: str
    text: str
    source: Source
    section: str = ""
    codes: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    wording: Wording = "ours"
    evidence: Evidence | None = None
    section_was_seen: bool = True
    location: str = ""
    payer: str | None = None
    procedures: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if not self.text.strip():
            raise ValueError(f"passage {self.id} has no text")


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Words of a passage, verbatim, that prove a statement."""

    passage: Passage
    quote: str

    @property
    def is_verbatim(self) -> bool:
        return bool(self.quote) and self.quote in self.passage.text


def cite(passage: Passage, quote: str | None = None) -> Citation:
    """A citation of `quote`, or of the whole passage. Raises ValueError when the words don't stand in the passage."""
    citation = Citation(passage=passage, quote=passage.text if quote is None else quote)
    if not citation.is_verbatim:
        raise ValueError(f"the quote is not in passage {passage.id}")
    return citation


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, each verbatim, line by line."""
    found: list[str] = []
    for paragraph in text.split("\n"):
        start = 0
        for match in _SENTENCE_END.finditer(paragraph):
            sentence = paragraph[start : match.start()]
            if _ABBREVIATED.search(sentence):
                continue
            found.append(sentence)
            start = match.end()
        if paragraph[start:].strip():
            found.append(paragraph[start:])
    return found
