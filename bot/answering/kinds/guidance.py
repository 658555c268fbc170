"""What the passages say to a question: the sentences of those that come near enough, for every kind that has guidance to give."""

from collections.abc import Sequence

from bot.answering.extractive_writer import from_evidence
from bot.answering.reference import Reference
from bot.drafts import Statement
from bot.questions.question import Question
from bot.questions.refusals import Refusal, no_evidence, out_of_scope
from retrieval.retriever import Evidence

ENOUGH = 0.42
"""The least cosine between a question and a passage that answers it, whole or in one sentence."""
NEAR_A_CODE = 0.3
"""Enough when the passage is about the very code or procedure asked after."""
SURE = 0.6
"""Enough even when no word is shared."""
FAR_OFF = 0.25
AT_MOST = 6
_SHARE_OF_BEST = 0.8
_OF_BEST = 4
"""Sentences of a passage that is surely on the subject: an answer is better whole than in pieces of many."""


def statements_on(
    question: Question,
    reference: Reference,
    kinds: frozenset[str] = frozenset(),
    *,
    at_most: int = AT_MOST,
    per_passage: int = 2,
) -> tuple[Statement, ...] | Refusal:
    """Up to `at_most` sentences of passages of these kinds (of any kind when none of them is near); a refusal when none is near."""
    evidence = near_enough(question, reference, kinds)
    if isinstance(evidence, Refusal):
        return evidence
    best = evidence[0].score
    chosen = [one for one in evidence if one.score >= _SHARE_OF_BEST * best]
    return from_evidence(
        question.query.text,
        chosen,
        at_most=at_most,
        codes=question.query.code_names,
        per_passage=per_passage,
        of_best=_OF_BEST if chosen[0].similarity >= SURE else per_passage + 1,
    )


def near_enough(
    question: Question, reference: Reference, kinds: frozenset[str] = frozenset()
) -> Sequence[Evidence] | Refusal:
    """The passages that may answer, best first. Those of the kinds wanted come first when one of them is near."""
    query = question.query
    codes, procedures = query.code_names, tuple(one.code for one in query.procedures)
    nearest = 0.0
    for wanted in dict.fromkeys((kinds, frozenset[str]())):
        evidence = reference.passages.find(query.text, codes=codes, kinds=wanted, procedures=procedures, top=8)
        nearest = max([nearest, *(one.similarity for one in evidence)])
        near = [one for one in evidence if is_near(one)]
        if near:
            return near
    return out_of_scope() if nearest < FAR_OFF else no_evidence("no passage of the corpus comes near enough")


def is_near(one: Evidence) -> bool:
    """Whether a passage comes near enough to a question to answer it."""
    if "code" in one.found_by:
        return one.similarity >= NEAR_A_CODE
    # A question that shares no word with a passage is about something else, unless it is said in nearly the same meaning.
    return one.similarity >= (ENOUGH if "words" in one.found_by else SURE)
