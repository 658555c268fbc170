"""Will this payer take it, and what does it want? From the payer's own sheet first, then from general guidance."""

import re
from collections.abc import Sequence
from datetime import date

from bot.answering.extractive_writer import as_statement, from_evidence
from bot.answering.kinds.guidance import SURE, is_near
from bot.answering.kinds.not_held import held
from bot.answering.reference import Reference
from bot.answering.sheet_warnings import sheet_warning
from bot.claims import Finding
from bot.drafts import Clarification, Draft, Statement, mention
from bot.questions.question import Question
from bot.questions.refusals import Refusal, no_evidence
from knowledge.passages import Passage, cite
from knowledge.payers.sheets import PayerMatch
from retrieval.retriever import Evidence
from retrieval.words import plain

NEAR = 0.3
_OF_BEST = 3
_YEAR = re.compile(r"\b20[12]\d\b")
_NOTHING_LATER = "Nothing later is held, check with the payer; the latest"
AT_MOST = 5
_OF_MEDICARE = re.compile(
    r"\b(?:kx|abn|advance beneficiary|lcd|ncd|gy|gz|ga modifier|modifier ga|mac|therapy (?:cap|threshold)|jimmo|at modifier|modifier at)\b"
)
"""Terms that Medicare made: a question that uses one and names no payer is about Medicare."""


def answer(question: Question, reference: Reference) -> Draft | Refusal:
    """The rules of the payer named, each as its sheet says it; a refusal when the payer has no sheet here."""
    match = payer_named(question, reference)
    query = question.query
    procedures = tuple(one.code for one in query.procedures)
    if match is not None and match.is_ambiguous:
        return _which_plan(match)
    payers = frozenset(payer.id for payer in match.payers) if match else frozenset()
    evidence = reference.passages.find(
        query.text,
        codes=query.code_names,
        kinds=frozenset({"payer", "procedure", "documentation", "denial"}),
        payers=payers,
        procedures=procedures,
        top=80,
    )
    near = [one for one in evidence if one.similarity >= NEAR]
    own, lapsed = _in_force([one for one in near if one.passage.payer in payers], _day_asked(question))
    general = [one for one in near if one.passage.payer is None and is_near(one)]
    # The payer's rules are said whole; of the rest only what comes nearer to the question than the rules do.
    chosen = sorted([*own[:AT_MOST], *general[:3]], key=lambda one: -one.score)[:AT_MOST]
    statements: list[Statement] = []
    if lapsed is not None:
        statements.append(Statement(text=f"{_NOTHING_LATER}: {lapsed.text}", citations=(cite(lapsed),)))
    for one in chosen:
        if one.passage.payer is not None:
            statements.append(as_statement(one.passage, one.passage.text))
        else:
            most = _OF_BEST if one.similarity >= SURE else 1
            statements.extend(from_evidence(query.text, [one], at_most=most, codes=query.code_names, per_passage=most))
    if match is not None and not own and lapsed is None:
        return no_evidence(f"the sheets on {match.payers[0].name} say nothing near enough to it")
    if not statements:
        return no_evidence(f"no passage on it; name the payer: I hold {held(reference)}")
    return Draft(
        kind=question.kind,
        statements=tuple(dict.fromkeys(statements)),
        codes=tuple(mention(reference.code_set, code, "mentioned", question.day) for code in query.code_names),
        findings=_warnings(match, question, reference),
    )


def _day_asked(question: Question) -> date:
    """The day the question is about; a bare year ("for 2027") is its middle."""
    year = _YEAR.search(question.query.text)
    if year is None or question.query.dates or int(year[0]) == question.day.year:
        return question.day
    return date(int(year[0]), 7, 1)


def _in_force(own: Sequence[Evidence], day: date) -> tuple[list[Evidence], Passage | None]:
    """The rules in force on the day; and the newest of a yearly series that has none for it, when it is nearer than any of them."""
    live: list[Evidence] = []
    over: list[Evidence] = []
    for one in own:
        first, last = one.passage.source.effective_from, one.passage.source.effective_to
        if last is not None and last < day:
            over.append(one)
        elif first is None or first <= day:
            live.append(one)
    nearest = max((one.similarity for one in live), default=0.0)
    current = {_series(one) for one in live}
    nearer = [one for one in over if one.similarity > nearest and _series(one) not in current]
    if not nearer:
        return live, None
    newest = max(nearer, key=lambda one: one.passage.source.effective_to or day)
    return live, newest.passage


def _series(one: Evidence) -> str:
    """A rule's name without its year: each year's threshold is a rule of its own."""
    return re.sub(r"\d+", "", one.passage.id)


def payer_named(question: Question, reference: Reference) -> PayerMatch | None:
    """The payer given with the question, or the longest payer's name that stands in it."""
    if question.payer:
        return reference.sheets.find_payer(question.payer)
    words = re.findall(r"[a-z0-9&']+", plain(question.query.text))
    for length in (5, 4, 3, 2, 1):
        for start in range(len(words) - length + 1):
            match = reference.sheets.find_payer(" ".join(words[start : start + length]))
            if match is not None:
                return match
    return reference.sheets.find_payer("medicare") if _OF_MEDICARE.search(plain(question.query.text)) else None


def _which_plan(match: PayerMatch) -> Draft:
    return Draft(
        kind="payer",
        clarification=Clarification(
            axis="payer", asks="Which plan is it?", choices=tuple((payer.name, None) for payer in match.payers)
        ),
    )


def _warnings(match: PayerMatch | None, question: Question, reference: Reference) -> tuple[Finding, ...]:
    """What the reader must know of a sheet that is past its review, or that carries a warning of its own."""
    sheets = reference.sheets.sheets_for(match) if match is not None else ()
    warnings = (sheet_warning(sheet, question.day) for sheet in sheets)
    return tuple(warning for warning in warnings if warning is not None)
