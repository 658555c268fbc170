"""Which code is it? From a diagnosis in words to the billable code."""

import re

from bot.answering.kinds.additional import additional
from bot.answering.kinds.additional import statements as statements_of
from bot.answering.reference import Reference
from bot.drafts import Clarification, Draft, Statement, clarification_of, mention
from bot.questions.question import Question
from bot.questions.refusals import Refusal, no_evidence
from knowledge.passages import cite
from retrieval.code_finder import Candidate
from retrieval.query import without_right_as_correct

_ASKING = re.compile(
    r"""\b
    (?:(?:what(?:'s|\s+is|\s+are)?|which|how\s+(?:do|would|should|to|can)|can|could|please|tell\s+me|give\s+me|i\s+need|need
        |looking\s+for|find|look\s+up|the|a|an|correct|right|best|default|usual)\s+)*
    (?:(?:i|we|you|one|me)\s+)?
    (?:the\s+)?(?:correct\s+|right\s+|best\s+|proper\s+|appropriate\s+)?
    (?:(?:icd[\s-]?10(?:[\s-]?cm)?|diagnosis|dx|billing)\s+)?
    (?:codes?|coded|bill|report|use|used)\b
    (?:\s+(?:is|are|do|does|should|would|can|to|i|we|you|one|be|use|used|bill|report|apply|applies|for|of|when|if|a|an|the|my|this)\b)*
    (?:\s+(?:patient|pt)\s+(?:with|who\s+has|has)\b)?
    """,
    re.IGNORECASE | re.VERBOSE,
)
_NO_MORE = re.compile(
    r",?\s*\b(?:(?:type|side|cause|site|level|laterality|stage|severity|location|details?|etiology)\s+(?:is\s+|was\s+)?(?:not|un)\s?-?(?:stated|specified|documented|said|known|given|named)"
    r"|nothing\s+(?:is\s+|was\s+)?(?:said|stated|documented|mentioned|known)\s+(?:about|on|of)\s+\w+(?:\s+\w+)?"
    r"|(?:with\s+)?nothing\s+(?:more|else)(?:\s+is)?(?:\s+(?:said|stated|documented|specified|known))?|no\s+(?:other|further|more)\s+(?:details?|information|specifics?))\b",
    re.IGNORECASE,
)
"""Words that say that there is no more to say: the default of the list is wanted."""
CONFIDENT, LIKELY = 0.78, 0.66
"""Scores of a candidate that isn't exact: below the first the best are offered as a choice, below the second not at all.

Of 933 diagnosis phrases without an exact match 2% lie below LIKELY and 5% below CONFIDENT; of 25 everyday sentences all lie below
CONFIDENT and 18 below LIKELY.
"""


def answer(question: Question, reference: Reference) -> Draft | Refusal:
    """The best code, why, what is still open, and its neighbours; a choice when no candidate stands out."""
    phrase = phrase_of(question)
    found = reference.codes.find(phrase, question.day)
    if not found.candidates or not (found.candidates[0].is_exact or found.candidates[0].score >= LIKELY):
        return no_evidence("no code's title, inclusion term or known wording comes near these words")
    best, rest = found.candidates[0], found.candidates[1:6]
    code_set, facts = reference.code_set, reference.facts
    if best.score < CONFIDENT and not best.is_exact:
        choices = found.candidates[:5]
        return Draft(
            kind="find",
            statements=tuple(
                Statement(text=f"{one.code} is {one.descriptor}.", citations=(cite(facts.about(one.code)),))
                for one in choices
            ),
            codes=tuple(mention(code_set, one.code, "mentioned", question.day) for one in choices),
            clarification=Clarification(
                axis="kind",
                asks="None of these is surely meant. Which comes nearest to the record?",
                choices=tuple((one.descriptor, one.code) for one in choices),
            ),
        )
    statements = [_recommendation(best, reference, question)]
    beside = best.companions
    rest = tuple(one for one in rest if one.code not in beside)
    for code in beside:
        descriptor = code_set.descriptor(code, question.day)
        statements.append(
            Statement(text=f"Report with it {code} ({descriptor}).", citations=(cite(facts.about(code)),))
        )
    added = additional((best.code, *beside), question, reference)
    statements.extend(statements_of(added, question, reference))
    rest = tuple(one for one in rest if one.code not in {each.code for each in added})
    statements.extend(
        Statement(text=f"Near it: {one.code} is {one.descriptor}.", citations=(cite(facts.about(one.code)),))
        for one in rest[:3]
    )
    return Draft(
        kind="find",
        statements=tuple(statements),
        codes=(
            mention(code_set, best.code, "recommended", question.day),
            *(mention(code_set, code, "recommended", question.day) for code in beside),
            *(mention(code_set, one.code, "recommended", question.day) for one in added),
            *(mention(code_set, one.code, "mentioned", question.day) for one in rest[:3]),
        ),
        clarification=clarification_of(found.open_axes),
    )


def phrase_of(question: Question) -> str:
    """The diagnosis without the words of asking: "what is the code for tennis elbow?" -> "tennis elbow"."""
    phrase = _ASKING.sub(" ", without_right_as_correct(question.query.phrase), count=1)
    phrase = re.sub(r"^\W+|[?!.]+$", "", " ".join(_NO_MORE.sub(" ", phrase).split()))
    return phrase or question.query.phrase


def _recommendation(best: Candidate, reference: Reference, question: Question) -> Statement:
    citations = [cite(reference.facts.about(best.code))]
    for entry in reversed(reference.code_set.path(best.code)):
        passage = reference.facts.notes(entry.code, "inclusion_term") if entry.is_reportable_shape else None
        if passage is not None and best.matched in passage.text.split("\n"):
            citations.append(cite(passage, best.matched))
            break
    return Statement(text=f"{best.code} ({best.descriptor}).", citations=tuple(citations))
