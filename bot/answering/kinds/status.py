"""Is this code billable on that day, and what does it mean?"""

import re
from dataclasses import replace
from datetime import date

from bot.answering.extractive_writer import from_evidence
from bot.answering.kinds.fitting import fitting
from bot.answering.kinds.premises import corrected_premises
from bot.answering.reference import Reference
from bot.drafts import Clarification, CodeMention, Draft, Statement, clarification_of, mention, merged_mentions
from bot.questions.question import Question
from knowledge.code_facts import CodeFacts
from knowledge.code_set.codes import CodeStatus
from knowledge.passages import Citation, cite
from retrieval.leaf import Leaf, axis_words, find_leaf, open_axes
from retrieval.words import LITTLE_WORDS, plain, stem, words

_MANY = 12
_ON_THE_SUBJECT, _GUIDANCE = 0.6, 3
_OF_STATUS = frozenset(
    "billable bill billed billing valid validity active code codes coding still today now currently use used using usable report"
    " reportable reported complete specific enough ok okay date dos service icd icd10 cm mean means meaning exist exists claim claims"
    " diagnosis dx real correct right expired expire deleted effective since until year fy".split()
)
"""Words with which status itself is asked."""


def answer(question: Question, reference: Reference) -> Draft:
    """One statement a code and day; for a code that can't be reported, what to report instead."""
    statements: list[Statement] = []
    codes: list[CodeMention] = []
    clarification: Clarification | None = None
    premise = corrected_premises(question, reference)
    statements.extend(premise.statements)
    codes.extend(premise.codes)
    for typed in question.query.codes:
        for day in question.days or (question.day,):
            part = about(
                typed.code, day, question, reference, is_last_day=day == (question.days or (question.day,))[-1]
            )
            statements.extend(part.statements)
            codes = [one for one in codes if one.code != typed.code or premise.codes] + list(
                part.codes
            )  # the last day decides
            clarification = clarification or part.clarification
    fit = fitting(question, reference) if not premise.statements else None
    if fit is not None:
        statements = [*fit.statements, *statements]
        codes = [*fit.codes, *(replace(one, role="mentioned") if one.role == "recommended" else one for one in codes)]
    beside = _beside(question, reference)
    besides = _guidance(question, reference) if fit is None and not premise.statements else ()
    return Draft(
        kind="status",
        statements=tuple(dict.fromkeys((*beside, *statements, *besides))),
        codes=_without_contradiction(merged_mentions(tuple(codes)), (*premise.codes, *(fit.codes if fit else ()))),
        clarification=clarification if not premise.statements else None,
    )


_SIBLINGS = re.compile(
    r"\b(?:siblings?|stand beside|other (?:\w+ )?(?:regions?|sides?|levels?|sites?)|same (?:family|category|subcategory)|family of)\b"
)
_TERMS = re.compile(r"\b(?:synonyms?|inclusion terms?|listed (?:under|at|as)|also called|other names?|approximate)\b")


def _beside(question: Question, reference: Reference) -> tuple[Statement, ...]:
    """The codes beside one, or the terms printed at it, when that is what is asked."""
    said = plain(question.query.text)
    found: list[Statement] = []
    for code in question.query.code_names[:1]:
        path = reference.code_set.path(code)
        if _SIBLINGS.search(said) and len(path) > 1 and (passage := reference.facts.children(path[-2].code)):
            found.append(Statement(text=passage.text, citations=(cite(passage),)))
        if _TERMS.search(said) and path:
            passage = reference.facts.terms(code)
            found.append(Statement(text=passage.text, citations=(cite(passage),)))
    return tuple(found)


def _guidance(question: Question, reference: Reference) -> tuple[Statement, ...]:
    """What guidance says to the rest of a question on one billable code: "can M53.82 be used on a telehealth visit?"."""
    codes = question.query.code_names
    if len(codes) != 1 or not reference.code_set.status(codes[0], question.day).billable:
        return ()
    title = {stem(word) for word in words(reference.code_set.descriptor(codes[0], question.day))}
    rest = [word for word in words(question.query.phrase) if word not in LITTLE_WORDS | _OF_STATUS]
    if not {stem(word) for word in rest} - title:
        return ()
    evidence = reference.passages.find(question.query.text, codes=codes, top=3)
    near = [one for one in evidence if "code" in one.found_by and one.similarity >= _ON_THE_SUBJECT]
    return from_evidence(question.query.text, near[:1], at_most=_GUIDANCE, codes=codes, per_passage=_GUIDANCE)


def _without_contradiction(codes: tuple[CodeMention, ...], premise: tuple[CodeMention, ...]) -> tuple[CodeMention, ...]:
    """A code that the question misread is rejected for that meaning, though it may be billable for its own."""
    misread = {one.code for one in premise if one.role == "rejected"}
    return tuple(replace(one, role="rejected") if one.code in misread else one for one in codes)


def about(code: str, day: date, question: Question, reference: Reference, *, is_last_day: bool = True) -> Draft:
    """What one code is on one day."""
    code_set, facts = reference.code_set, reference.facts
    status = code_set.status(code, day)
    if status.state == "unknown" and not status.beyond_tables:
        return _unknown(code, day, reference)
    if status.state == "unknown":
        last = code_set.tables_last_day.isoformat()
        text = f"{day.isoformat()} lies outside our tables, which end on {last}; until then {code} is no code. Check the release in force."
        return Draft(
            kind="status",
            statements=(Statement(text=text, citations=(cite(facts.absent(code)),)),),
            codes=(mention(code_set, code, "mentioned", day),),
        )
    passage = facts.about(code)
    fact = cite(passage)
    name = f"{code} ({status.descriptor})" if status.descriptor else code
    on = day.isoformat()
    if status.beyond_tables or status.before_tables:
        edge = code_set.tables_last_day if status.beyond_tables else code_set.tables_first_day
        side = "end" if status.beyond_tables else "begin"
        text = (
            f"{on} lies outside our tables, which {side} on {edge.isoformat()}; on that day {name} is"
            f" {_in_words(status)}. Check the release in force on {on}."
        )
        return Draft(
            kind="status",
            statements=(Statement(text=text, citations=(fact,)),),
            codes=(mention(code_set, code, "mentioned", day),),
        )
    if status.billable:
        since = f", as it has been since {status.validity.first.isoformat()}" if status.validity else ""
        statements = [Statement(text=f"Yes: {name} is a complete, billable code on {on}{since}.", citations=(fact,))]
        if is_last_day:
            statements.extend(_withdrawn(code, day, reference))
        return Draft(kind="status", statements=tuple(statements), codes=(mention(code_set, code, "recommended", day),))
    rejected = mention(code_set, code, "rejected", day)
    if status.state == "not_yet":
        first = status.validity.first.isoformat() if status.validity else "a later day"
        text = f"No: {name} is not in force on {on}; it begins on {first}."
        return Draft(kind="status", statements=(Statement(text=text, citations=(fact,)),), codes=(rejected,))
    if status.state == "ended":
        last = status.validity.last.isoformat() if status.validity and status.validity.last else "an earlier day"
        head = Statement(text=f"No: {name} is not billable on {on}; it ended on {last}.", citations=(fact,))
        rest = _replacement(code, day, question, reference)
        return Draft(
            kind="status",
            statements=(head, *rest.statements),
            codes=(rejected, *rest.codes),
            clarification=rest.clarification,
        )
    ended = code_set.validity_of(code)
    was = f"; it was a code until {ended[-1].last.isoformat()}" if ended and ended[-1].last else ""
    head = Statement(text=f"No: {name} is a heading on {on}, not a billable code{was}.", citations=(fact,))
    rest = _replacement(code, day, question, reference)
    return Draft(
        kind="status",
        statements=(head, *rest.statements),
        codes=(rejected, *rest.codes),
        clarification=rest.clarification,
    )


def _in_words(status: CodeStatus) -> str:
    return {
        "billable": "a billable code", "header": "a heading, not a billable code", "ended": "no longer a code",
        "not_yet": "not yet a code", "unknown": "no code",
    }[status.state]  # fmt: skip


def _unknown(code: str, day: date, reference: Reference) -> Draft:
    facts: CodeFacts = reference.facts
    passage = facts.absent(code)
    nearest = reference.code_set.nearest_ancestor(code)
    statements = [
        Statement(text=f"No: {code} is not an ICD-10-CM code in any release we hold.", citations=(cite(passage),))
    ]
    mentions = [mention(reference.code_set, code, "rejected", day)]
    clarification = None
    if nearest is not None:
        children = reference.code_set.children(nearest.code, day)
        if children:
            listed = "; ".join(f"{child.code} {child.descriptor}" for child in children[:_MANY])
            statements.append(Statement(text=f"Under {nearest.code} stand: {listed}.", citations=(cite(passage),)))
            mentions.extend(mention(reference.code_set, child.code, "mentioned", day) for child in children[:_MANY])
            clarification = Clarification(
                axis="kind",
                asks="Which of these does the record name?",
                choices=tuple((child.descriptor, child.code) for child in children[:_MANY]),
            )
        elif reference.code_set.status(nearest.code, day).billable:
            text = f"The nearest entry is {nearest.code} {nearest.descriptor}, which takes no further characters."
            statements.append(Statement(text=text, citations=(cite(passage),)))
            mentions.append(mention(reference.code_set, nearest.code, "mentioned", day))
    return Draft(kind="status", statements=tuple(statements), codes=tuple(mentions), clarification=clarification)


def _replacement(code: str, day: date, question: Question, reference: Reference) -> Draft:
    """What to report instead of a heading or an ended code: the one the question's words lead to, else the choices."""
    code_set, facts = reference.code_set, reference.facts
    said = axis_words(question.query.text)
    successors = code_set.successors(code)
    by_meaning = [one for one in successors if one.meaning != code_set.descriptor(one.code)]
    if by_meaning:
        passage = facts.successors(code)
        assert passage is not None
        listed = "; ".join(f"{one.code} ({one.meaning})" for one in successors)
        asked = [
            one
            for one in successors
            if set(plain(one.meaning).split(",")[0].split()) <= set(plain(question.query.text).split())
        ]
        text = f"Since {successors[0].since.isoformat()} report by meaning: {listed}."
        return Draft(
            kind="status",
            statements=(Statement(text=text, citations=(cite(passage),)),),
            codes=tuple(
                mention(code_set, one.code, "recommended" if len(asked) == 1 and one in asked else "mentioned", day)
                for one in successors
            ),
            clarification=Clarification(
                axis="kind",
                asks="Which of these does the record name?",
                choices=tuple((one.meaning[:1].upper() + one.meaning[1:], one.code) for one in successors),
            ),
        )
    leaf = _leaf_in_words(code, day, question, reference) or find_leaf(
        code_set, code, said, question.query.encounter, day
    )
    asks = open_axes(code_set, leaf, day) if leaf is not None else ()
    children = code_set.children(code, day)
    if leaf is not None and (leaf.fit > 0 or not asks) and not any(axis.axis != "encounter" for axis in asks):
        chosen = Statement(
            text=f"By what you say, report {leaf.code} ({code_set.descriptor(leaf.code, day)}).",
            citations=(cite(facts.about(leaf.code)),),
        )
        others = tuple(
            mention(code_set, child.code, "mentioned", day) for child in children[:_MANY] if child.code != leaf.code
        )
        return Draft(
            kind="status",
            statements=(chosen, *_listed(code, day, reference)),
            codes=(mention(code_set, leaf.code, "recommended", day), *others),
            clarification=clarification_of(asks),
        )
    statements = list(_listed(code, day, reference))
    codes = [mention(code_set, child.code, "mentioned", day) for child in children[:_MANY]]
    if not children and successors:
        passage = facts.successors(code)
        assert passage is not None
        listed = ", ".join(one.code for one in successors[:_MANY])
        statements.append(
            Statement(
                text=f"In its place since {successors[0].since.isoformat()}: {listed}.", citations=(cite(passage),)
            )
        )
        codes.extend(mention(code_set, one.code, "mentioned", day) for one in successors[:_MANY])
    if leaf is not None and _is_default(leaf, reference, day):
        statements.append(
            Statement(
                text=f"When the record says no more than that, report {leaf.code} ({code_set.descriptor(leaf.code, day)}).",
                citations=(cite(facts.about(leaf.code)),),
            )
        )
        codes.append(mention(code_set, leaf.code, "recommended", day))
    return Draft(
        kind="status",
        statements=tuple(statements),
        codes=tuple(codes),
        clarification=clarification_of(asks),
    )


def _leaf_in_words(code: str, day: date, question: Question, reference: Reference) -> Leaf | None:
    """The code below a heading that the heading's title with the question's other words finds; None when they find another.

    Without other words it is the code the heading's bare name leads to, as the default for it (fit 0).
    """
    if len(question.query.codes) != 1:
        return None
    title = reference.code_set.descriptor(code)
    asking = LITTLE_WORDS | _OF_STATUS - {question.query.side}
    rest = [word for word in words(question.query.phrase) if word not in asking]
    told = [word for word in rest if stem(word) not in {stem(one) for one in words(title)}]
    joined = " ".join(words(question.query.phrase)[words(question.query.phrase).index(told[0]) :]) if told else ""
    candidates = reference.codes.find(f"{title} {joined}".strip(), day, 5).candidates
    if not candidates or not candidates[0].code.startswith(code):
        return None
    if not told:
        return Leaf(code=candidates[0].code, fit=0.0, silent_at=(code,)) if candidates[0].is_exact else None
    return Leaf(code=candidates[0].code, fit=1.0, silent_at=()) if candidates[0].score >= 1.0 else None


def _listed(code: str, day: date, reference: Reference) -> tuple[Statement, ...]:
    children = reference.code_set.children(code, day)
    seventh = reference.facts.seventh(code)
    if seventh is not None and children and all(len(child.code) == len("S13.4XXA") for child in children):
        listed = "; ".join(f"{child.code} {child.descriptor}" for child in children[:_MANY])
        return (
            Statement(
                text=f"It needs a 7th character: {listed}.", citations=(cite(seventh), *_children(code, reference))
            ),
        )
    if not children:
        return ()
    listed = "; ".join(f"{child.code} {child.descriptor}" for child in children[:_MANY])
    more = f"; and {len(children) - _MANY} more" if len(children) > _MANY else ""
    return (Statement(text=f"Under {code} stand: {listed}{more}.", citations=_children(code, reference)),)


def _children(code: str, reference: Reference) -> tuple[Citation, ...]:
    passage = reference.facts.children(code)
    return (cite(passage),) if passage is not None else ()


def _is_default(leaf: Leaf, reference: Reference, day: date) -> bool:
    title = plain(reference.code_set.descriptor(leaf.code, day))
    return "unspecified" in title or "without mention" in title


def _withdrawn(code: str, day: date, reference: Reference) -> tuple[Statement, ...]:
    """A code about to be replaced inside our tables: the reader is told from when."""
    validity = reference.code_set.status(code, day).validity
    if validity is None or validity.last is None:
        return ()
    passage = reference.facts.successors(code)
    if passage is None:
        return ()
    return (
        Statement(
            text=f"{code} is billable only until {validity.last.isoformat()}; from the next day others take its place.",
            citations=(cite(reference.facts.about(code)),),
        ),
    )
