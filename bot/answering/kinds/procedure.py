"""Which procedure goes with it, may they go together, how many units: the edits over the lines named, then what guidance says."""

import re

from bot.answering.extractive_writer import as_statement
from bot.answering.kinds import payer
from bot.answering.kinds.guidance import statements_on
from bot.answering.reference import Reference, sentences
from bot.claims import Claim, Finding, Procedure
from bot.drafts import Draft, Statement, mention
from bot.guardrails.code_edits import check_claim
from bot.questions.question import Question
from bot.questions.refusals import Refusal
from retrieval.words import plain

_AT_MOST = 5
_MANIPULATION = re.compile(r"\b(?:cmt|manipulat\w*|adjust(?:ed|ment|ments|ing)?|98940|98941|98942)\b")
_REGIONS = (
    re.compile(r"\b(?:neck|cervical|atlanto-?occipital|head|upper cervical|c-?spine)\b"),
    re.compile(r"\b(?:mid-?\s?back|upper back|thoracic|ribs?|t-?spine)\b"),
    re.compile(r"\b(?:low(?:er)?[- ]back|lumbar|l-?spine)\b"),
    re.compile(r"\b(?:sacral|sacrum)\b"),
    re.compile(r"\b(?:pelvi[cs]|si joints?|sacro-?iliac)\b"),
)
"""The five spinal regions of manipulation, each by the words people use; head and neck are one."""
_BY_REGIONS = "chiropractic.code-by-regions"


def answer(question: Question, reference: Reference) -> Draft | Refusal:
    """Findings of the edits over what is named; the code that a count of regions leads to; then the sentences that bear on it."""
    query = question.query
    statements: list[Statement] = list(_by_regions(question, reference))
    findings = _findings(question, reference)
    if payer.payer_named(question, reference) is not None:
        of_payer = payer.answer(question, reference)
        statements.extend(of_payer.statements if isinstance(of_payer, Draft) else ())
    guidance = statements_on(question, reference, frozenset({"procedure"}), at_most=_AT_MOST)
    if isinstance(guidance, Refusal):
        if not statements and not findings:
            return guidance
        guidance = ()
    return Draft(
        kind="procedure",
        statements=tuple(dict.fromkeys((*statements, *guidance))),
        codes=tuple(mention(reference.code_set, code, "mentioned", question.day) for code in query.code_names),
        findings=findings,
    )


def _by_regions(question: Question, reference: Reference) -> tuple[Statement, ...]:
    """The rule that turns counted regions into a code, when a manipulation and its regions are named."""
    said = plain(question.query.text)
    counted = sum(bool(pattern.search(said)) for pattern in _REGIONS)
    passage = reference.library.get(_BY_REGIONS)
    if passage is None or not counted or not _MANIPULATION.search(said):
        return ()
    return (as_statement(passage, sentences(passage)[0]),)


def _findings(question: Question, reference: Reference) -> tuple[Finding, ...]:
    """What the edits say of the lines and diagnoses named together; alone, a line or a code is no claim."""
    query = question.query
    if len(query.procedures) + len(query.codes) < 2 or not query.procedures:
        return ()
    match = payer.payer_named(question, reference)
    claim = Claim(
        diagnoses=query.code_names,
        procedures=tuple(Procedure(code=one.code, modifiers=one.modifiers) for one in query.procedures),
        date_of_service=question.day,
        payer=question.payer or (match.payers[0].id if match is not None and not match.is_ambiguous else None),
        setting="inpatient" if question.setting == "inpatient" else "outpatient",
    )
    named = {*query.code_names, *(one.code for one in query.procedures)}
    return tuple(
        one for one in check_claim(claim, reference.authorities) if one.severity != "inform" and named & set(one.codes)
    )
