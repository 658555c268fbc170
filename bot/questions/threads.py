"""Follow-ups: "what about thoracic?", "and on the left?" become questions that stand alone. Pure, given the code set."""

import re
from collections.abc import Sequence
from datetime import date

from knowledge.code_set.code_set import CodeSet
from knowledge.code_set.codes import Code
from retrieval.leaf import axis_words
from retrieval.query import Query, read_query
from retrieval.words import plain, stem, words

_OPENERS = re.compile(
    r"^\s*(?:(?:ok(?:ay)?|and|so|but|then|alright|thanks|also)[,\s]+)*(?:what about|how about|what if|and|same (?:question |thing )?(?:for|with|on)|for|with|on|if|then|it'?s|in|at|or|but)?\b",
    re.IGNORECASE,
)
_SHORT = 9
_WHY = re.compile(
    r"^\s*(?:but )?(?:why(?: not| is that| so)?|how come|says who|source|how do you know)\s*\??\s*$", re.IGNORECASE
)
_NEW_SUBJECT = re.compile(
    r"\b(?:billable|valid|code for|icd|document\w*|den(?:y|ied|ial)|cover\w*|difference|together|what is the code|how do i code)\b"
)
_FOLLOWS = re.compile(
    r"^\s*(?:(?:ok(?:ay)?|so|alright|thanks)[,\s]+)?(?:what about|how about|what if|and\b|same\b|but\b|or\b|with\b|on\b|for\b|if\b|then\b|in\b|subsequent|initial|sequela|follow-?up visit|why\b|which of (?:those|these|the two|them))",
    re.IGNORECASE,
)


def stand_alone(text: str, earlier: Sequence[str], code_set: CodeSet, day: date) -> str:
    """The question as it would be asked on its own. Without a follow-up's marks, or without a thread, it is the text itself."""
    if not earlier or not _is_follow_up(text):
        return text
    known = _known(code_set)
    previous = earlier[-1]
    for one in range(1, len(earlier)):
        previous = stand_alone(earlier[one], [previous], code_set, day) if one == len(earlier) - 1 else earlier[one]
    before, now = read_query(previous, known), read_query(text, known)
    if _WHY.match(text):
        return previous
    if now.codes:
        return _with_other_code(text, previous, before, now)
    if before.codes:
        swapped = _swap_axis(previous, before, text, code_set, day)
        if swapped is not None:
            return swapped
        if now.dates:
            return f"{_without_dates(previous, before)} on {now.dates[0].isoformat()}"
    return f"{previous.rstrip(' ?.')}, {_OPENERS.sub('', text, count=1).strip()}"


def _is_follow_up(text: str) -> bool:
    said = plain(text)
    if _FOLLOWS.match(text):
        return len(words(said)) <= 2 * _SHORT
    return len(words(said)) <= 4 and not _NEW_SUBJECT.search(said) and said.rstrip().endswith("?")


def _known(code_set: CodeSet):  # type: ignore[no-untyped-def]
    return lambda code: code_set.code(code) is not None


def _with_other_code(text: str, previous: str, before: Query, now: Query) -> str:
    """ "And M54.2?" asks the same of another code; "with M50.222?" asks of both together."""
    if re.match(r"^\s*(?:and )?(?:together )?with\b", text, re.IGNORECASE) and before.codes:
        return f"{previous.rstrip(' ?.')} together with {now.codes[0].code}?"
    if len(before.codes) == 1 and len(now.codes) == 1 and len(words(text)) <= _SHORT:
        return _replaced(previous, before.codes[0].typed, now.codes[0].code)
    return text


def _swap_axis(previous: str, before: Query, text: str, code_set: CodeSet, day: date) -> str | None:
    """The earlier question with each code exchanged for its sibling of the region, side or encounter now named."""
    said = axis_words(text) - {
        stem(word) for word in ("what", "about", "and", "on", "the", "how", "for", "in", "visit", "side")
    }
    question, changed = previous, False
    for typed in before.codes:
        sibling = sibling_on_axis(typed.code, said, code_set, day)
        if sibling is not None:
            question = _replaced(question, typed.typed, sibling.code)
            changed = True
    return question if changed else None


def sibling_on_axis(code: str, said: frozenset[str], code_set: CodeSet, day: date) -> Code | None:
    """The sibling whose title differs from the code's by the words said: M53.82 and "thoracic" -> M53.84."""
    if "subsequ" in said or "initi" in said or "sequela" in said:
        wanted = "D" if "subsequ" in said else "A" if "initi" in said else "S"
        if len(code) == len("S13.4XXA"):
            other = code_set.code(code[:-1] + wanted)
            return other if other is not None and other.code != code else None
    family = (code_set.code(code), *code_set.siblings(code, day))
    bags = {one.code: frozenset(stem(word) for word in words(one.descriptor)) for one in family if one is not None}
    if len(bags) < 2:
        return None
    common = frozenset.intersection(*bags.values())
    best: tuple[float, Code] | None = None
    for one in family:
        if one is None or one.code == code:
            continue
        difference = bags[one.code] - common
        found = len(difference & said)
        if found and (best is None or found - 0.1 * len(difference) > best[0]):
            best = (found - 0.1 * len(difference), one)
    return best[1] if best else None


def _replaced(question: str, typed: str, code: str) -> str:
    return re.sub(re.escape(typed), code, question, count=1)


def _without_dates(question: str, query: Query) -> str:
    stripped = re.sub(r"\bon\s+\S*\d{4}\S*", "", question)
    return re.sub(r"\d{4}-\d{1,2}-\d{1,2}|\d{1,2}/\d{1,2}/\d{2,4}", "", stripped).rstrip(" ?.")
