"""This code or that one?"""

import re
from collections.abc import Sequence
from dataclasses import replace

from bot.answering.extractive_writer import from_evidence
from bot.answering.kinds import status
from bot.answering.kinds.premises import corrected_premises
from bot.answering.reference import Reference
from bot.drafts import CodeMention, Draft, Statement, mention, merged_mentions
from bot.questions.question import Question
from knowledge.passages import Citation, cite
from retrieval.leaf import axis_words, essential
from retrieval.query import REGIONS
from retrieval.retriever import Evidence, bears_on
from retrieval.words import plain, stem, words

_NOT_A_CONDITION = frozenset(
    "patient patients pt documented document documents diagnosis diagnosed code codes coding use used using bill billed billing"
    " better best right correct one between difference vs versus instead rather than note says said states record provider doctor"
    " wrote chart charts has have had with for which should would is or and when what do does the a an of in on only same visit just named".split()
)

_INJURED = re.compile(
    r"\b(?:after|from|following|due to|s/p)\s+(?:(?:an?|the|his|her|recent)\s+)*(?:fall|mva|mvc|accident|injury|trauma|crash|collision|lifting)\b"
    r"|\b(?:traumatic|injured|fell)\b"
)
_SURE = 0.78
"""The least score of a first candidate that settles a choice though no printed term has its very words."""


def answer(question: Question, reference: Reference) -> Draft:
    """What each code says, which of them the named condition leads to, and what the guidance says of the choice."""
    options = question.query.code_names
    code_set, facts = reference.code_set, reference.facts
    premise = corrected_premises(question, reference)
    statements: list[Statement] = list(premise.statements)
    mentions: list[CodeMention] = list(premise.codes)
    live = [code for code in options if code_set.status(code, question.day).billable]
    condition = condition_of(question)
    chosen = None if premise.statements else _chosen(condition, options, question, reference)
    if chosen is not None:
        code, matched = chosen
        descriptor = code_set.descriptor(code, question.day)
        statements.append(
            Statement(
                text=f"{code} ({descriptor}): it is the one of these that {_what_was_said(condition)} to.",
                citations=(cite(facts.about(code)), *_term_citation(code, matched, reference)),
            )
        )
        mentions.append(mention(code_set, code, "recommended", question.day))
        mentions.extend(mention(code_set, other, "rejected", question.day) for other in options if other != code)
    for code in options:
        if chosen is not None and code == chosen[0]:
            continue
        if code in live:
            descriptor = code_set.descriptor(code, question.day)
            statements.append(Statement(text=f"{code} is {descriptor}.", citations=(cite(facts.about(code)),)))
            mentions.append(mention(code_set, code, "mentioned", question.day))
        else:
            part = status.about(code, question.day, question, reference)
            statements.extend(part.statements)
            mentions.extend(part.codes)
    evidence = reference.passages.find(question.query.text, codes=options, kinds=frozenset({"compare"}), top=16)
    comparing = [one for one in evidence if "compare" in one.passage.kinds and bears_on(one.passage, options)]
    both = [one for one in comparing if all(bears_on(one.passage, (code,)) for code in options)]
    told = _after_for(question) if words(condition) else ""
    on_condition = [one for one in comparing if words(told) and _is_titled(one, told)]
    statements.extend(from_evidence(question.query.text, on_condition[:1], at_most=3, per_passage=3))
    statements.extend(
        from_evidence(question.query.text, both or comparing, at_most=4, codes=options, must_name=options)
    )
    statements.extend(_exclusions(options, question, reference))
    return Draft(kind="compare", statements=tuple(dict.fromkeys(statements)), codes=merged_mentions(tuple(mentions)))


def _is_titled(one: Evidence, condition: str) -> bool:
    """Whether a passage is headed by the condition's own words: "Facet syndrome, facet arthropathy and M53.82"."""
    told = {stem(word) for word in words(condition)}
    return told <= {stem(word) for word in words(one.passage.title)}


def _what_was_said(condition: str) -> str:
    return f"“{condition}” leads" if words(condition) else "the region you name leads"


def condition_of(question: Question) -> str:
    """The condition a question names beside the codes: "M53.82 or M54.2 for documented facet syndrome" -> "facet syndrome"."""
    phrase = re.sub(r"[?!.,;:\"“”]", " ", question.query.phrase)
    side = question.query.side
    return " ".join(word for word in phrase.split() if plain(word) == side or plain(word) not in _NOT_A_CONDITION)


def _after_for(question: Question) -> str:
    """The condition as far as it stands after "for", "when" or "with": "SI joint: … for documented sacroiliitis" -> "sacroiliitis"."""
    tail = re.split(r"\b(?:for|when|if|with|says|named)\b", question.query.phrase, flags=re.IGNORECASE)[-1]
    return condition_of(replace(question, query=replace(question.query, phrase=tail)))


def _chosen(condition: str, options: Sequence[str], question: Question, reference: Reference) -> tuple[str, str] | None:
    """The option that is the best code for the condition, when its words name it exactly; None when they don't decide."""
    if len(options) < 2:
        return None
    of_region = _of_the_region(options, question, reference)
    if of_region is not None or not words(condition):
        return of_region
    likely = _of_an_injury(options, question, reference)
    if len(likely) == 1:
        return likely[0], ""
    tail = _after_for(question)
    for phrase in dict.fromkeys(
        (_with_region(tail, likely, reference), _with_region(condition, likely, reference), condition)
    ):
        found = reference.codes.find(phrase, question.day, top=12).candidates if words(phrase) else ()
        first = next(
            (place for place, one in enumerate(found) if one.is_exact or one.code.startswith(tuple(likely))), None
        )
        if first is None or not found[first].code.startswith(tuple(likely)):
            continue
        # The first of all for sure, or exactly the words: then the choice is made.
        if found[first].is_exact or (first == 0 and found[first].score >= _SURE):
            return found[first].code, found[first].matched
    return None


def _of_an_injury(options: Sequence[str], question: Question, reference: Reference) -> Sequence[str]:
    """The options that are left: where the words tell of a present injury, its code, and not that of an old or recurrent condition.

    Source: guideline I.C.13.b, FY2026.
    """
    said = {stem(word) for word in words(question.query.phrase)}
    injuries = [
        code
        for code in options
        if code[0] in "ST" and said & {stem(word) for word in words(essential(reference.code_set.descriptor(code)))}
    ]
    told = _INJURED.search(plain(question.query.text)) is not None
    return injuries if told and injuries and len(injuries) < len(options) else options


def _of_the_region(options: Sequence[str], question: Question, reference: Reference) -> tuple[str, str] | None:
    """The one option of a region that the question names, between siblings that differ by region alone: C7-T1 is M53.83."""
    said = axis_words(question.query.text)
    parents = {reference.code_set.path(code)[-2].code for code in options if len(reference.code_set.path(code)) > 1}
    titles = {code: reference.code_set.descriptor(code, question.day) for code in options}
    named = [code for code in options if any(stem(region) in said for region in _regions_of(titles[code]))]
    return (named[0], "") if len(parents) == 1 and len(named) == 1 else None


def _regions_of(title: str) -> frozenset[str]:
    return frozenset(region for region, _ in REGIONS) & frozenset(words(title))


def _with_region(condition: str, options: Sequence[str], reference: Reference) -> str:
    """The condition in the region that all the options share: "facet syndrome" between neck codes is "cervical facet syndrome"."""
    if any(pattern.search(plain(condition)) for _, pattern in REGIONS):
        return condition
    titles = [plain(reference.code_set.descriptor(code)) for code in options]
    titles = [title.replace("cervicalgia", "cervical") for title in titles]
    for region, pattern in REGIONS:
        if all(pattern.search(title) for title in titles):
            return f"{region} {condition}"
    return condition


def _term_citation(code: str, matched: str, reference: Reference) -> tuple[Citation, ...]:
    passage = reference.facts.notes(code, "inclusion_term")
    return (cite(passage, matched),) if passage is not None and matched and matched in passage.text else ()


def _exclusions(options: Sequence[str], question: Question, reference: Reference) -> list[Statement]:
    found = []
    for one in options:
        for other in options:
            for note in (
                reference.code_set.notes_naming(one, other, "excludes1", question.day)[:1] if one != other else ()
            ):
                found.append(
                    Statement(
                        text=f"They are not reported together for one condition: the Excludes1 note at {note.from_code} reads “{note.text}”.",
                        citations=(
                            cite(reference.facts.note_passage(note), note.text),
                            cite(reference.facts.about(note.from_code)),
                            cite(reference.facts.about(one)),
                        ),
                    )
                )
    return found[:1]
