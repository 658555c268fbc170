"""Descriptor agreement: does a text give a code a meaning that the tabular list does not have? Pure.

Only words *presented as the code's meaning* are held against the list:

    M47.812 Spondylosis with radiculopathy        the line or sentence begins with the code
    M47.812 - …   M47.812: …   | M47.812 | … |    a dash, a colon, an equals sign, a table cell
    M47.812 (…)                                   in parentheses after it
    M47.812 is / means / is for …                 a sentence about it
    … with radiculopathy (M47.812)                words right before it in parentheses
    … with radiculopathy is M47.812               the sentence turned round

A clash is a contradiction on an axis where codes oppose each other (see `axes`): side, region, level, encounter, with or without.
Words that take it back ("is not", "instead of", "ruled out") and words that only stand near ("use M54.2 when there is no
radiculopathy") claim nothing. A missing word is no clash: abbreviated wording is right wording.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from knowledge.code_set.axes import REGION, are_neighbours, condition_is_said, is_taken_back, read_axes, read_conditions
from knowledge.code_set.code_set import CodeSet
from knowledge.code_set.mentions import Mention, find_mentions


@dataclass(frozen=True, slots=True, kw_only=True)
class DescriptorClash:
    """A code, the words that a text gives it as its meaning (text[start:end]), what the list says, and where they oppose."""

    code: str
    claimed: str
    start: int
    end: int
    descriptor: str
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Presented:
    """Words presented as the meaning of one code, or of several named together ("M54.31 and M54.32 are …")."""

    mentions: tuple[Mention, ...]
    start: int
    end: int


def descriptor_clashes(text: str, code_set: CodeSet, day: date) -> tuple[DescriptorClash, ...]:
    """Every meaning in the text that contradicts the tabular list as it stands on `day`. About 0.2 ms a sentence."""
    mentions = find_mentions(text, lambda code: code_set.code(code) is not None)
    if not mentions:
        return ()
    found: list[DescriptorClash] = []
    for presented in presented_meanings(text, mentions):
        words = text[presented.start : presented.end]
        reasons = [contradiction(words, mention.code, code_set, day) for mention in presented.mentions]
        if not all(reasons):
            continue  # of codes named together, one that agrees is enough: "right and left are M17.11 and M17.12"
        last = presented.mentions[-1]
        found.append(
            DescriptorClash(
                code=last.code,
                claimed=words,
                start=presented.start,
                end=presented.end,
                descriptor=code_set.descriptor(last.code, day),
                why=str(reasons[-1]),
            )
        )
    return tuple(found)


# -- does a meaning contradict a code? -----------------------------------------------------------------------------------


def contradiction(meaning: str, code: str, code_set: CodeSet, day: date) -> str | None:
    """Why `meaning` is not what `code` says on `day`, in one sentence part; None when nothing opposes."""
    if not code_set.descriptor(code, day):
        return None
    return (
        _on_the_axes(meaning, code, code_set, day)
        or _with_or_without(meaning, _titles(code_set, code, day))
        or _a_siblings_word(meaning, code, code_set, day)
    )


@lru_cache(maxsize=5_000)
def _titles(code_set: CodeSet, code: str, day: date) -> tuple[str, ...]:
    """The title and the inclusion terms printed at the code itself."""
    own = (note.text for note in code_set.notes(code, day) if note.kind == "inclusion_term" and not note.inherited)
    return (code_set.descriptor(code, day), *own)


@lru_cache(maxsize=5_000)
def _scope(code_set: CodeSet, code: str, day: date) -> tuple[str, ...]:
    """All the list says a code may be: its titles, what its category includes, and what stands one level below a heading."""
    included = (note.text for note in code_set.notes(code, day) if note.kind == "includes")
    return (*_titles(code_set, code, day), *included, *(child.descriptor for child in code_set.children(code, day)))


def _on_the_axes(meaning: str, code: str, code_set: CodeSet, day: date) -> str | None:
    claimed = read_axes(meaning)
    if not claimed:
        return None
    printed = [read_axes(wording) for wording in _scope(code_set, code, day)]
    for axis, values in claimed.items():
        listed = frozenset[str]().union(*(reading.get(axis, frozenset()) for reading in printed))
        if not listed or listed & values or (values == {"bilateral"} and {"right", "left"} <= listed):
            continue
        if axis == REGION and are_neighbours(values, listed) and not _a_sibling_says(values, code, code_set, day):
            continue  # no code of the group is for the region claimed, so the bordering one serves (M99.02 at C7-T1)
        return f"the {axis} is {_either(values)} in the text and {_either(listed)} in the tabular list"
    return None


def _a_sibling_says(regions: frozenset[str], code: str, code_set: CodeSet, day: date) -> bool:
    return any(regions & read_axes(one.descriptor).get(REGION, frozenset()) for one in code_set.siblings(code, day))


def _with_or_without(meaning: str, titles: tuple[str, ...]) -> str | None:
    read = [read_conditions(title) for title in titles]
    present = frozenset[str]().union(*(conditions.present for conditions in read))
    absent = frozenset[str]().union(*(conditions.absent for conditions in read))
    for condition in sorted(absent - present):
        if condition_is_said(condition, meaning) == {True} and not _is_ever(True, condition, titles):
            return f"the text says {condition}; the tabular list says without {condition}"
    for condition in sorted(present - absent):
        if condition_is_said(condition, meaning) == {False} and not _is_ever(False, condition, titles):
            return f"the text says without {condition}; the tabular list says with {condition}"
    return None


def _is_ever(there: bool, condition: str, titles: tuple[str, ...]) -> bool:
    """Whether some wording of the list itself speaks so: then the text may, too."""
    return any(there in condition_is_said(condition, title) for title in titles)


_RESIDUAL = re.compile(r"\b(?:unspecified|other)\b", re.IGNORECASE)
_NO_COUNTERPART = re.compile(r"\b(?:unspecified|other|in diseases classified elsewhere)\b", re.IGNORECASE)
_WORD = re.compile(r"[a-z][a-z-]{3,}")
_NOT_DISTINCTIVE = frozenset(
    "other others specified unspecified without with type types site sites region regions spine spinal pain disorder disorders disease "
    "diseases syndrome elsewhere classified from into part parts right left bilateral unilateral acute chronic initial subsequent "
    "encounter level levels body area areas cause causes form forms code mention specific nonspecific upper lower joint joints group".split()
)


def _a_siblings_word(meaning: str, code: str, code_set: CodeSet, day: date) -> str | None:
    """An unspecified or "other" code given the very words by which a sibling differs from it: M54.50 "vertebrogenic"."""
    entry, title = code_set.code(code), code_set.descriptor(code, day)
    if entry is None or entry.last > entry.ordinal or not _RESIDUAL.search(title):
        return None
    said = _content_words(meaning)
    for sibling, distinctive in _words_of_siblings(code_set, code, day) if said else ():
        if distinctive <= said and all(_stands(word, meaning) for word in distinctive):
            return f'"{" ".join(sorted(distinctive))}" is {sibling}; {code} is "{title}"'
    return None


@lru_cache(maxsize=5_000)
def _words_of_siblings(code_set: CodeSet, code: str, day: date) -> tuple[tuple[str, frozenset[str]], ...]:
    """Each sibling that is this code and something more, with the words for the more; side and region are read as axes."""
    title = _content_words(code_set.descriptor(code, day))
    own = frozenset[str]().union(title, *(_content_words(text) for text in _scope(code_set, code, day)))
    found = []
    for sibling in code_set.siblings(code, day):
        words = _content_words(sibling.descriptor)
        if title and title <= words and words - own and not _NO_COUNTERPART.search(sibling.descriptor):
            found.append((sibling.code, words - own))
    return tuple(found)


@lru_cache(maxsize=20_000)
def _content_words(text: str) -> frozenset[str]:
    return frozenset(word.rstrip("s") for word in _WORD.findall(text.lower()) if word not in _NOT_DISTINCTIVE)


def _stands(word: str, meaning: str) -> bool:
    return any(
        not is_taken_back(meaning, match.start(), match.end(), reach=6)
        for match in re.finditer(rf"\b{re.escape(word)}", meaning, re.IGNORECASE)
    )


def _either(values: Iterable[str]) -> str:
    return " or ".join(sorted(values))


# -- which words are presented as a meaning? -----------------------------------------------------------------------------

_SEGMENT = re.compile(r"[^\n]+?(?:(?<=[.!?;])(?=\s)|(?=\n)|\Z)")
_JOINS = re.compile(r"^\s*(?:,\s*(?:and|or)?|and|or|&|/)\s*$")
_DENIED = re.compile(
    r"\b(?:wrong(?:ly)?|incorrect(?:ly)?|mistak\w+|error|false|mislabel\w*|misdescrib\w+|not (?:mean|stand for|say|describe|report))\b",
    re.IGNORECASE,
)
_LEAD_IN = re.compile(
    r"^[\s>*•#\-–—|\d.()\"'“‘`]*(?:(?:icd-?10(?:-cm)?|diagnosis|codes?|use|report|assign)\s*:?\s*)*[\"'“‘`*]*$",
    re.IGNORECASE,
)
_CLOSING = r"[\"'”’`*\]]*"
_IN_PARENTHESES = re.compile(rf"{_CLOSING}\s*\((?P<words>[^()]*)\)")
_CELL = re.compile(rf"{_CLOSING}\s*[|\t]\s*(?P<words>[^|\t]*)")
_SIGN = re.compile(rf"{_CLOSING}\s*(?:[–—:=→]|-+>|-+(?=\s))\s*(?P<words>.+)", re.DOTALL)
_VERB = re.compile(
    rf"{_CLOSING}\s*,?\s*(?:which\s+)?(?:(?:now|always|only|also)\s+)?"
    r"(?:is|are|means?|stands? for|reports?|describes?|denotes?|represents?|identif(?:y|ies)|covers?|indicates?|refers? to|for)\b\s*(?P<words>.+)",
    re.DOTALL | re.IGNORECASE,
)
_NOT_A_MEANING_AFTER_IS = re.compile(
    r"(?:not|no longer|never|n't)\b|right(?:\s*[.,;:)]|\s*$|\s+(?:when|if|for|only|because|as|here|there|too|and|but|in|on|at)\b)",
    re.IGNORECASE,
)
_PLACED = re.compile(rf"{_CLOSING}\s+(?P<words>(?:on|in|at|of)\s+(?:the\s+)?\w.+)", re.DOTALL | re.IGNORECASE)
_NEXT_TO = re.compile(rf"{_CLOSING}\s+(?P<words>[A-Za-z\"'“].+)", re.DOTALL)
_APPOSITION = re.compile(rf"{_CLOSING},\s+(?P<words>[A-Za-z][^,]+)(?:,|\.?$)")
_NO_MEANING = re.compile(
    r"^(?:(?:the|a|an|this|these|those|it|they|both|either|such|codes?|and|or|to|by|beside|before|after|under|above|below|alone|"
    r"together|with|without|w/o|plus|first|second|family|families|series|range|group)\b|not\b|no longer\b|never\b|n't\b)",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"\b(?:when(?:ever)?|if|because|unless|until|since|where(?:as)?|which|that|whose|who|but|although|though|while|instead|rather|"
    r"never|versus|vs|than|see|uses?|used|using|report(?:s|ed)?|prefer|avoid|assign(?:ed)?|so|therefore|needs?|requires?|should|must|"
    r"may|might|can(?:not)?|could|would|will|has|have|had|becomes?|became|replaces?|carries|excludes?|does|do|did|goes|"
    r"not(?!\s+(?:intractable|specified|elsewhere|otherwise)\b))\b",
    re.IGNORECASE,
)
_DENIAL_LEFT_HANGING = re.compile(r"\b(?:is|are|was|were|be|been)\s*$", re.IGNORECASE)
_NOTE_AT = re.compile(r"\b(?:at|under|below)\s+(?:(?:sub)?category\s+|code\s+)?$", re.IGNORECASE)
_NEXT_CLAUSE = re.compile(r";|,\s*(?:and|or|while)\b", re.IGNORECASE)
_BREAK = re.compile(r"[,;:]|\s[–—-]\s|\b(?:and|or|while)\b", re.IGNORECASE)
_LEADS_TO_CODE = re.compile(
    r"(?:\b(?:is|are)(?:\s+(?:now|therefore|always|still))?(?:\s+(?:coded|reported|classified)(?:\s+(?:as|to|in|under|by))?)?"
    r"|\b(?:goes|leads|maps|belongs|codes) to|[:=→]|-+>|\s[–—-])\s*(?:the code\s+|code\s+)?[\"'“`*]*$",
    re.IGNORECASE,
)
_OWNED = re.compile(r"\s*\([^()]*\)")
_OPENS_PARENTHESIS = re.compile(r"\(\s*(?:icd-?10(?:-cm)?:?\s+|codes?\s+|e\.g\.,?\s+)?$", re.IGNORECASE)
_CHUNK_BREAK = re.compile(r"[,;:(]|\s[–—-]\s")
_CONDITIONAL = re.compile(
    r"^\s*(?:when|if|unless|because|where|while|although|not|instead|see|for example|e\.g\.)\b", re.IGNORECASE
)
_SHORT = 3  # a last piece of so few words ("cervical", "right knee") only qualifies the piece before it
_WITH = re.compile(r"\b(?:with|without)\b", re.IGNORECASE)
_AND_OR = re.compile(r"\b(?:and|or)\b", re.IGNORECASE)


def presented_meanings(text: str, mentions: tuple[Mention, ...]) -> Iterator[Presented]:
    """The words that the text presents as the meaning of a code it names."""
    starts = [one.start for one in mentions]
    for segment in _SEGMENT.finditer(text):
        inside = mentions[bisect_left(starts, segment.start()) : bisect_left(starts, segment.end())]
        if not inside or _DENIED.search(segment[0]):
            continue
        groups = list(_groups(text, inside))
        for place, group in enumerate(groups):
            if any(one.high is not None for one in group):
                continue
            floor = groups[place - 1][-1].end if place else segment.start()
            ceiling = groups[place + 1][0].start if place + 1 < len(groups) else segment.end()
            for span in (
                _words_after(text, floor, group, ceiling, is_first=not place, is_last=ceiling == segment.end()),
                _words_before(text, floor, group, is_first=not place),
            ):
                if span is not None:
                    yield Presented(mentions=group, start=span[0], end=span[1])


def _groups(text: str, mentions: tuple[Mention, ...]) -> Iterator[tuple[Mention, ...]]:
    """Codes that stand side by side ("M54.31 and M54.32") share what is said of them."""
    group: list[Mention] = []
    for mention in mentions:
        if group and not _JOINS.match(text[group[-1].end : mention.start]):
            yield tuple(group)
            group = []
        group.append(mention)
    if group:
        yield tuple(group)


def _words_after(
    text: str, floor: int, group: tuple[Mention, ...], ceiling: int, *, is_first: bool, is_last: bool
) -> tuple[int, int] | None:
    """The meaning that follows a group of codes, up to `ceiling`; `floor` is where the words before the group begin."""
    before = text[floor : group[0].start]
    if _NOTE_AT.search(before):
        return None
    begins = is_first and _LEAD_IN.match(before) is not None
    start, rest = group[-1].end, text[group[-1].end : ceiling]
    for pattern in (_IN_PARENTHESES, _CELL):
        if match := pattern.match(rest):
            return _span(start, match, keep_and=True) if begins or pattern is _IN_PARENTHESES else None
    if match := _SIGN.match(rest):
        return _span(start, match, keep_and=is_last)
    if match := _VERB.match(rest):
        return None if _NOT_A_MEANING_AFTER_IS.match(match["words"]) else _span(start, match, keep_and=is_last)
    if match := _PLACED.match(rest):
        return _span(start, match, keep_and=is_last)
    if begins and (match := _APPOSITION.match(rest)) and not _NO_MEANING.match(match["words"]):
        return _span(start, match, keep_and=True)
    if match := _NEXT_TO.match(rest):
        words = match["words"]
        led_by_with = re.match(r"(?:with|without|w/o)\b", words, re.IGNORECASE) is not None
        if led_by_with and begins and is_last:
            return _span(start, match, keep_and=True)
        if _NO_MEANING.match(words) or not (is_last or _BREAK.search(words)):
            return None
        return _span(start, match, keep_and=is_last)
    return None


def _span(offset: int, match: re.Match[str], *, keep_and: bool) -> tuple[int, int] | None:
    """The words of the match up to where they stop being a meaning; `keep_and` False: up to what belongs to the next code."""
    words = match["words"]
    if not keep_and:
        clause = _NEXT_CLAUSE.search(words) or next(reversed(list(_BREAK.finditer(words))), None)
        if clause is not None:
            words = words[: clause.start()]
    stop = _STOP.search(words)
    if stop is not None:
        words = words[: stop.start()]
        if stop[0].lower() in ("not", "never") and _DENIAL_LEFT_HANGING.search(
            words
        ):  # "radiculopathy is not documented"
            breaks = list(_BREAK.finditer(words))
            words = words[: breaks[-1].start()] if breaks else ""
    words = words.rstrip(" .,;:-–—\n")
    start = offset + match.start("words")
    return (start, start + len(words)) if words.strip() else None


def _words_before(text: str, floor: int, group: tuple[Mention, ...], *, is_first: bool) -> tuple[int, int] | None:
    """The meaning that stands right before a group of codes, in front of its parenthesis or its "is"."""
    if not is_first and (owned := _OWNED.match(text, floor, group[0].start)):
        floor = owned.end()  # "S13.4XXA (active treatment) is …": the parenthesis belongs to the code before
    before = text[floor : group[0].start]
    after = text[group[-1].end : group[-1].end + 3]
    if opens := _OPENS_PARENTHESIS.search(before):
        chunk_end = opens.start()
    elif leads := _LEADS_TO_CODE.search(before):
        chunk_end = leads.start()
    elif before.rstrip().endswith("|") and re.match(r"\s*(?:\||$)", after):  # the last cell of a row
        chunk_end = len(before.rstrip()) - 1
        cell = before.rfind("|", 0, chunk_end)
        return _trimmed(text, floor + cell + 1, floor + chunk_end)
    else:
        return None
    chunk_start = _start_of_chunk(before[:chunk_end])
    if _CONDITIONAL.match(before[chunk_start:chunk_end]):
        return None
    return _trimmed(text, floor + chunk_start, floor + chunk_end)


def _start_of_chunk(words: str) -> int:
    """Where the phrase that ends the words begins: after the last comma, "and" or "or" that doesn't belong to it."""
    breaks = [match.end() for match in _CHUNK_BREAK.finditer(words)]
    start = 0
    while breaks:
        start = breaks.pop()
        if len(words[start:].split()) > _SHORT or words[start - 1] in ";:(":
            break
        start = 0
    for joined in reversed(list(_AND_OR.finditer(words, start))):
        if not _WITH.search(words, start, joined.start()) and len(words[joined.end() :].split()) > _SHORT:
            return joined.end()
    return start


def _trimmed(text: str, start: int, end: int) -> tuple[int, int] | None:
    while start < end and (text[start].isspace() or text[start] in "()*•-–—\"'“”"):
        start += 1
    while end > start and (text[end - 1].isspace() or text[end - 1] in "(*\"'“”,"):
        end -= 1
    return (start, end) if start < end else None
