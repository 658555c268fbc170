"""Questions that guidance answers: guidelines, conventions, and whatever has no file of its own yet."""

from bot.answering.extractive_writer import from_evidence
from bot.answering.kinds import payer
from bot.answering.reference import Reference
from bot.drafts import Draft, Statement, mention
from bot.questions.question import Kind, Question
from bot.questions.refusals import Refusal, no_evidence, out_of_scope
from bot.questions.router import is_uncertain
from retrieval.retriever import bears_on

ENOUGH = 0.42
"""The least cosine between a question and a passage that answers it (to be calibrated with the refusal suite)."""
FAR_OFF = 0.25
AT_MOST = 5


def answer(question: Question, reference: Reference) -> Draft | Refusal:
    """The sentences of the nearest passages; a refusal when none is near enough."""
    kind: Kind = question.kind
    if kind in ("procedure", "sequence", "denial") and payer.payer_named(question, reference) is not None:
        return payer.answer(question, reference)
    codes = question.query.code_names
    wanted = frozenset({kind}) if kind not in ("general", "find") else frozenset()
    evidence = reference.passages.find(question.query.text, codes=codes, kinds=wanted, top=8)
    if not evidence and wanted:
        evidence = reference.passages.find(question.query.text, codes=codes, top=8)
    near = [
        one
        for one in evidence
        if one.similarity >= ENOUGH or (codes and bears_on(one.passage, codes) and one.similarity >= 0.3)
    ]
    if not near:
        nearest = max((one.similarity for one in evidence), default=0.0)
        return out_of_scope() if nearest < FAR_OFF else no_evidence("no passage of the corpus comes near enough")
    best = near[0].score
    chosen = [one for one in near if one.score >= 0.8 * best]
    statements = from_evidence(question.query.text, chosen, at_most=AT_MOST, codes=codes)
    rule = reference.guideline("IV.H" if question.setting == "outpatient" else "II.H")
    if codes and rule is not None and is_uncertain(question.query.text):  # the rule first, then what bears on the code
        statements = (Statement(text=rule.quote, citations=(rule,)), *statements)
    return Draft(
        kind=kind,
        statements=statements,
        codes=tuple(mention(reference.code_set, code, "mentioned", question.day) for code in codes),
    )
