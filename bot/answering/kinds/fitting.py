"""Is this code right for that condition? Only where the words lead somewhere for sure is it said; otherwise guidance speaks."""

import re

from bot.answering.kinds.guidance import statements_on
from bot.answering.reference import Reference
from bot.drafts import Draft, Statement, mention
from bot.questions.question import Question
from bot.questions.refusals import Refusal
from knowledge.passages import cite
from retrieval.leaf import essential
from retrieval.words import LITTLE_WORDS, plain, stem, words

_FITS = re.compile(
    r"\b(?:right|correct|ok|okay|good|appropriate|proper|suitable|best|used?|using|fits?|works?|choice|code|report(?:ed)?|diagnosis|dx)"
    r"(?:\s+(?:code|dx|diagnosis|one|choice))?\s+(?:for|when|if)\s+(?:(?:a|an|the|my|this|our)\s+)?(?:(?:patient|pt|note|record|chart)s?\s+(?:with|who\s+has|has|says)\s+)?(?P<condition>[^?.;]+)",
    re.IGNORECASE,
)
_NO_CONDITION = frozenset(
    "claim claims visit visits billing bill payer medicare medicaid insurance chiropractic chiropractor therapy pt ot telehealth today now"
    " patient patients outpatient inpatient office use date service services encounter encounters treatment manipulation cmt primary first"
    " secondary diagnosis documentation note record year fy2026 fy2027 reporting coding coverage it this that hospital clinic code".split()
)
_SURE = 0.78
_AMONG_THE_FIRST = 3


def fitting(question: Question, reference: Reference) -> Draft | None:
    """What the condition leads to, when it is another code for sure, or when guidance weighs the two; None when nothing is asked."""
    codes = question.query.code_names
    match = _FITS.search(question.query.text)
    if len(codes) != 1 or match is None:
        return None
    code, condition = codes[0], match["condition"].strip()
    said = [word for word in words(condition) if word not in LITTLE_WORDS | _NO_CONDITION]
    status = reference.code_set.status(code, question.day)
    if not said or not status.billable:
        return None
    title = {stem(word) for word in words(essential(status.descriptor or ""))}
    found = reference.codes.find(condition, question.day, 10)
    best = found.candidates[0] if found.candidates else None
    if (
        best is None
        or {stem(word) for word in said} <= title
        or code in [one.code for one in found.candidates[:_AMONG_THE_FIRST]]
    ):
        return None
    guidance = statements_on(question, reference, frozenset({"compare", "documentation", "find"}), at_most=3)
    about = () if isinstance(guidance, Refusal) else guidance
    if (best.is_exact or best.score >= _SURE) and not best.code.startswith(code):
        facts = reference.facts
        verdict = Statement(
            text=f"Not by these words: “{plain(condition)}” leads to {best.code} ({best.descriptor}), and {code} is {status.descriptor}.",
            citations=(cite(facts.about(best.code)), cite(facts.about(code))),
        )
        return Draft(
            kind="status",
            statements=(verdict, *about),
            codes=(
                mention(reference.code_set, code, "rejected", question.day),
                mention(reference.code_set, best.code, "mentioned", question.day),
            ),
        )
    return Draft(kind="status", statements=about, codes=(mention(reference.code_set, code, "mentioned", question.day),))
