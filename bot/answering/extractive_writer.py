"""Writes statements by taking sentences out of passages as they stand: what is said is what is quoted."""

from collections.abc import Iterable, Mapping, Sequence

from bot.answering.reference import sentences
from bot.drafts import Statement
from knowledge.passages import Passage, cite
from retrieval.retriever import Evidence
from retrieval.words import stems

_NOTHING_KNOWN: Mapping[int, float] = {}
_MEANING, _FAR = 8.0, 0.3
"""A sentence whose cosine lies a quarter above what is far off counts as two shared words."""
CHECK_THE_GUIDELINE = "Not read on any copy we hold; check the guideline"


def from_evidence(
    question: str,
    evidence: Sequence[Evidence],
    *,
    at_most: int,
    codes: tuple[str, ...] = (),
    per_passage: int = 2,
    must_name: tuple[str, ...] = (),
    opening: bool = False,
    of_best: int | None = None,
) -> tuple[Statement, ...]:
    """Up to `at_most` statements: the sentences that share most with the question, in the order of the evidence.

    With `must_name`, only sentences that name one of those codes are taken; with `opening`, each passage's first sentence is among
    those taken; of the first passage up to `of_best` sentences. Passages from memory (evidence C) speak last and
    say that they must be checked.
    """
    asked = set(stems(question))
    chosen: list[Statement] = []
    said: set[str] = set()
    for place, one in enumerate(sorted(evidence, key=lambda item: item.passage.evidence == "C")):
        most = of_best if of_best is not None and place == 0 else per_passage
        for sentence in best_sentences(one.passage, asked, codes, most, one.lines, opening=opening):
            if len(chosen) == at_most:
                return tuple(chosen)
            if sentence in said or (must_name and not any(code in sentence for code in must_name)):
                continue
            said.add(sentence)
            chosen.append(as_statement(one.passage, sentence))
    return tuple(chosen)


def as_statement(passage: Passage, sentence: str) -> Statement:
    """A sentence as a statement, with what its label demands."""
    text = sentence
    if passage.evidence == "C":
        text = f"{CHECK_THE_GUIDELINE}: {sentence}"
    return Statement(text=text, citations=(cite(passage, sentence),))


def best_sentences(
    passage: Passage,
    asked: set[str],
    codes: Iterable[str],
    at_most: int,
    near: Mapping[int, float] = _NOTHING_KNOWN,
    *,
    opening: bool = False,
) -> list[str]:
    """The sentences of one passage that share most words and meaning with what is asked, in reading order.

    `near` has the cosine of sentences, counted from 1, as far as they are known. The first counts a little more; with `opening`, it is
    always taken: it names what the passage is about.
    """
    rows = sentences(passage)
    wanted = tuple(codes)

    def worth(place: int) -> float:
        text = rows[place]
        shared = len(asked & set(stems(text)))
        meant = _MEANING * max(0.0, near.get(place + 1, 0.0) - _FAR)
        return shared + meant + 1.5 * sum(code in text for code in wanted) + (1.0 if place == 0 else 0.0)

    def order(place: int) -> tuple[bool, float, int]:
        return (not (opening and place == 0), -worth(place), place)

    ranked = sorted(range(len(rows)), key=order)[:at_most]
    return [rows[place] for place in sorted(ranked)]
