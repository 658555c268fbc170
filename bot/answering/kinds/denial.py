"""Why was it denied, and what now? The claim's own faults first, then what the reason code stands for and the way back."""

import re

from bot.answering.extractive_writer import as_statement
from bot.answering.kinds import payer, status
from bot.answering.kinds.guidance import statements_on
from bot.answering.reference import Reference, sentences
from bot.claims import Claim
from bot.drafts import CodeMention, Draft, Statement, mention, merged_mentions
from bot.guardrails.code_edits import check_claim
from bot.questions.question import Question
from bot.questions.refusals import Refusal
from retrieval.words import plain

_REASON = re.compile(r"\b(?:co|pr|oa|pi|carc|reason(?: code)?)[\s-]*(\d{1,3})\b")
_REMARK = re.compile(r"\b(ma|n|m)[\s-]?(\d{1,3})\b")
_AT_MOST = 4


def answer(question: Question, reference: Reference) -> Draft | Refusal:
    """A code that is not valid or a pair that excludes each other is the likeliest reason: it is said before all general advice."""
    codes = question.query.code_names
    statements: list[Statement] = []
    mentions: list[CodeMention] = []
    for code in codes:
        if not reference.code_set.status(code, question.day).billable:
            part = status.about(code, question.day, question, reference)
            statements.extend(part.statements)
            mentions.extend(part.codes)
    claim = Claim(diagnoses=codes, date_of_service=question.day, payer=question.payer)
    findings = tuple(
        one for one in (check_claim(claim, reference.authorities) if len(codes) > 1 else ()) if one.severity == "block"
    )
    statements.extend(_reasons(question, reference))
    if payer.payer_named(question, reference) is not None:
        of_payer = payer.answer(question, reference)
        statements.extend(of_payer.statements if isinstance(of_payer, Draft) else ())
    guidance = statements_on(question, reference, frozenset({"denial"}), at_most=_AT_MOST)
    if isinstance(guidance, Refusal):
        if not statements and not findings:
            return guidance
        guidance = ()
    mentions.extend(mention(reference.code_set, code, "mentioned", question.day) for code in codes)
    return Draft(
        kind="denial",
        statements=tuple(dict.fromkeys((*statements, *guidance))),
        codes=merged_mentions(tuple(mentions)),
        findings=findings,
    )


def _reasons(question: Question, reference: Reference) -> list[Statement]:
    """The whole passage on each reason and remark code that is named and that we hold."""
    said = plain(question.query.text)
    names = [f"co-{number}" for number in _REASON.findall(said)]
    names += [f"{letters}{number}" for letters, number in _REMARK.findall(said)]
    found: list[Statement] = []
    for name in dict.fromkeys(names):
        passage = reference.library.get(f"denials.{name}")
        if passage is not None:
            found.extend(as_statement(passage, sentence) for sentence in sentences(passage)[:_AT_MOST])
    return found
