"""What is new, revised or gone on 1 October or 1 April: for a code, a family, a condition in words, or a specialty."""

import re
from collections.abc import Sequence
from datetime import date

from bot.answering.kinds import status
from bot.answering.kinds.guidance import statements_on
from bot.answering.reference import Reference
from bot.drafts import CodeMention, Draft, Statement, mention, merged_mentions
from bot.questions.question import Question
from bot.questions.refusals import Refusal
from knowledge.code_set.releases import FIRST_DAY_OF_ICD10CM
from knowledge.passages import cite
from retrieval.words import LITTLE_WORDS, plain, stem, words

_MOST_LISTED = 24
_FEW = 12
_AT_MOST = 4
_SPECIALTIES = (
    (re.compile(r"\b(?:chiro\w*|dc)\b"), ("M43", "M46", "M47", "M48", "M50", "M51", "M53", "M54", "M99", "S13", "S23", "S33")),
    (re.compile(r"\b(?:physical therap\w*|occupational therap\w*|pt|ot|rehab\w*|therapy|therapists?)\b"), ("M", "S", "R26", "R29", "Z47", "Z74")),
    (re.compile(r"\b(?:ortho\w*|musculoskeletal|msk|sports medicine|rheumatolog\w*)\b"), ("M", "S", "T84")),
    (re.compile(r"\b(?:podiatr\w*|foot|feet)\b"), ("M67", "M72", "M20", "M21", "M77", "L60", "S90", "S92")),
    (re.compile(r"\b(?:spine|back|neck)\b"), ("M40", "M41", "M43", "M45", "M46", "M47", "M48", "M50", "M51", "M53", "M54", "M99")),
    (re.compile(r"\bcardiolog\w*\b"), ("I",)),
    (re.compile(r"\b(?:psych\w*|behaviou?ral(?: health)?|mental health)\b"), ("F",)),
    (re.compile(r"\b(?:neurolog\w*|pain (?:management|clinic|medicine))\b"), ("G",)),
    (re.compile(r"\bdermatolog\w*\b"), ("L", "C43", "C44", "D22", "D23")),
    (re.compile(r"\b(?:endocrin\w*|diabetes)\b"), ("E",)),
    (re.compile(r"\b(?:obstetric\w*|ob|ob/?gyn|maternity)\b"), ("O",)),
    (re.compile(r"\boncolog\w*\b"), ("C", "D0", "D1", "D2", "D3", "D4")),
    (re.compile(r"\b(?:gi|gastro\w*)\b"), ("K",)),
    (re.compile(r"\b(?:urolog\w*|nephrolog\w*|gynecolog\w*)\b"), ("N",)),
    (re.compile(r"\b(?:pulmon\w*|respiratory)\b"), ("J",)),
    (re.compile(r"\b(?:ophthalmolog\w*|eyes?)\b"), ("H0", "H1", "H2", "H3", "H4", "H5")),
    (re.compile(r"\b(?:hematolog\w*|blood)\b"), ("D5", "D6", "D7", "D8")),
    (re.compile(r"\b(?:infectious|id clinic)\b"), ("A", "B")),
)  # fmt: skip
"""The families a specialty looks at first. Prefixes as printed; a specialty is a way of asking, no rule."""
_ASKING = frozenset(
    "what's new change changes changed changing code codes icd icd10 cm deleted revised update updates updated fy october april oct apr"
    " year this last next since release effective any there list show me new gone retired added add fiscal 10 1 come came out tell about"
    " affect affects affected my specialty clinic practice office billing need know coming was were 2024 2025 2026 2027 fy26 fy27 fy2026"
    " fy2027 on off in the a title titles replaced replace replaces between start started starts become became header now do we use".split()
)
_APRIL, _OCTOBER = re.compile(r"\bapr(?:il)?\b|\b4/1\b"), re.compile(r"\boct(?:ober)?\b|\b10/1\b")
_FISCAL = re.compile(r"\bfy\s?(?:20)?(\d\d)\b|\bfiscal (?:year )?20(\d\d)\b")


def answer(question: Question, reference: Reference) -> Draft | Refusal:
    """What the dates of the tables say of the code, family, words or specialty; then the guidance on the change."""
    said = plain(question.query.text)
    days = _days_asked(said, question, reference)
    statements: list[Statement] = []
    mentions: list[CodeMention] = []
    for typed in question.query.codes:
        statements.extend(_of_code(typed.code, days, question, reference))
        mentions.append(mention(reference.code_set, typed.code, "mentioned", question.day))
    if not question.query.codes:
        stems = next((stems for pattern, stems in _SPECIALTIES if pattern.search(said)), ())
        topic = {stem(word) for word in words(said) if word not in _ASKING | LITTLE_WORDS}
        for day in days:
            statements.extend(_of_topic(topic, day, reference) or _of_families(stems, day, reference))
    guidance = statements_on(question, reference, frozenset({"changes"}), at_most=_AT_MOST)
    if isinstance(guidance, Refusal):
        if not statements:
            return guidance
        guidance = ()
    # Of a code the tables speak first; of the year's changes at large the guidance gives the view, and the lists follow.
    ordered = (*statements, *guidance) if question.query.codes or statements else guidance
    return Draft(kind="changes", statements=tuple(dict.fromkeys(ordered)), codes=merged_mentions(tuple(mentions)))


def _days_asked(said: str, question: Question, reference: Reference) -> tuple[date, ...]:
    """The release days a question is about: the one it names, otherwise the last 1 October and the 1 April before it."""
    day = question.day
    last = reference.code_set.tables_last_day
    fiscal = _FISCAL.search(said)
    if fiscal is not None:
        year = 2000 + int(fiscal[1] or fiscal[2])
        days: tuple[date, ...] = (date(year - 1, 10, 1), date(year, 4, 1))
    else:
        october = date(day.year if day.month >= 10 else day.year - 1, 10, 1)
        april = date(day.year if day.month >= 4 else day.year - 1, 4, 1)
        days = (october, april)
    if _APRIL.search(said) and not _OCTOBER.search(said):
        days = tuple(one for one in days if one.month == 4)
    elif fiscal is not None or (_OCTOBER.search(said) and not _APRIL.search(said)):
        days = tuple(one for one in days if one.month == 10)
    return tuple(one for one in sorted(days, reverse=True) if FIRST_DAY_OF_ICD10CM < one <= last)


def _of_code(code: str, days: Sequence[date], question: Question, reference: Reference) -> list[Statement]:
    """A code's own dates, what took its place, and what changed in its family on the days."""
    code_set, facts = reference.code_set, reference.facts
    if code_set.code(code) is None:
        return list(status.about(code, question.day, question, reference).statements)
    found: list[Statement] = []
    name = f"{code} ({code_set.descriptor(code, question.day)})"
    periods = code_set.validity_of(code)
    if periods:
        first, last = periods[-1].first.isoformat(), periods[-1].last
        began = f"{name} has been billable since {first}" if last is None else f"{name} was billable from {first}"
        text = f"{began}{f' to {last.isoformat()}' if last is not None else ''}."
        found.append(Statement(text=text, citations=(cite(facts.about(code)),)))
    successors = facts.successors(code)
    if successors is not None:
        found.append(Statement(text=successors.text, citations=(cite(successors),)))
    elif not periods:
        found.append(Statement(text=f"{name} is a heading.", citations=(cite(facts.about(code)),)))
    for day in days:
        if code_set.begun_on(day, code) or code_set.ended_before(day, code):
            passage = facts.changes(day, code)
            found.append(Statement(text=passage.text, citations=(cite(passage),)))
    if len(found) < 2 and days and not any(one.first in days for one in periods):
        passage = facts.changes(days[0], code)
        found.append(Statement(text=passage.text, citations=(cite(passage),)))
    return found


def _of_topic(topic: set[str], day: date, reference: Reference) -> list[Statement]:
    """The new and ended codes whose titles have every word asked after, by category."""
    if not topic:
        return []
    changed = (*reference.code_set.begun_on(day), *reference.code_set.ended_before(day))
    named = [
        code
        for code in changed
        if topic <= {stem(word) for word in words(reference.code_set.descriptor(code, day))} | set(words(code))
    ]
    if not named or len(named) > 3 * _MOST_LISTED:
        return []
    return _of_families(tuple(dict.fromkeys(_family(code, named) for code in named)), day, reference)


def _family(code: str, named: Sequence[str]) -> str:
    """The longest beginning that all codes of one category share, so that one family is listed once."""
    same = [one for one in named if one[:3] == code[:3]]
    shared = code
    while not all(one.startswith(shared) for one in same):
        shared = shared[:-1]
    return shared.rstrip(".") if len(shared) > 3 else code[:3]


def _of_families(stems: Sequence[str], day: date, reference: Reference) -> list[Statement]:
    """One statement a family that changed on the day; where too much changed, its categories by name."""
    found: list[Statement] = []
    for one in stems:
        begun, ended = reference.code_set.begun_on(day, one), reference.code_set.ended_before(day, one)
        if not begun and not ended:
            continue
        if len(begun) + len(ended) <= _MOST_LISTED:
            passage = reference.facts.changes(day, one)
            found.append(Statement(text=passage.text, citations=(cite(passage),)))
            continue
        categories = dict.fromkeys(code[:3] for code in (*begun, *ended))
        for category in list(categories)[:_FEW]:
            passage = reference.facts.changes(day, category)
            found.append(Statement(text=passage.text, citations=(cite(passage),)))
    if stems and not found:
        passage = reference.facts.changes(day, stems[0])
        found.append(Statement(text=passage.text, citations=(cite(passage),)))
    return found[:_FEW]
