"""What must the record show for this code?"""

from bot.answering.extractive_writer import from_evidence
from bot.answering.kinds import status
from bot.answering.reference import Reference
from bot.drafts import Draft, mention
from bot.questions.question import Question
from bot.questions.refusals import Refusal, no_evidence
from retrieval.retriever import bears_on

ELEMENTS = 10


def answer(question: Question, reference: Reference) -> Draft | Refusal:
    """The documentation guidance on the codes named, or on the words when none is; a code that isn't billable is said first."""
    codes = question.query.code_names
    evidence = reference.passages.find(
        question.query.text, codes=codes, kinds=frozenset({"documentation"}), top=3 * ELEMENTS
    )
    about = (
        [one for one in evidence if bears_on(one.passage, codes)]
        if codes
        else [one for one in evidence if one.similarity >= 0.4]
    )
    mainly = sorted(
        about, key=lambda one: len(one.passage.kinds)
    )  # passages on documentation alone, then those that touch on it
    statements = list(
        from_evidence(question.query.text, mainly, at_most=ELEMENTS, codes=codes, per_passage=2, opening=True)
    )
    mentions = []
    for code in codes:
        state = reference.code_set.status(code, question.day)
        mentions.append(mention(reference.code_set, code, "mentioned" if state.billable else "rejected", question.day))
        if not state.billable:
            statements = [*status.about(code, question.day, question, reference).statements, *statements]
    if not statements:
        return no_evidence("no documentation guidance bears on it")
    return Draft(kind="documentation", statements=tuple(statements), codes=tuple(mentions))
