"""From a concept to the billable leaf: descends the tabular list by what the text says, and names what it leaves open.

The axes (side, level, region, encounter, kind) are read from how the children of an entry differ; no table of categories is kept.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, reduce
from operator import and_
from typing import Literal

from knowledge.code_set.code_set import CodeSet
from knowledge.code_set.codes import Code
from retrieval.query import REGIONS, side_in
from retrieval.words import plain, stem, title_stems, words

Axis = Literal["laterality", "level", "region", "encounter", "kind"]

_SIDES = frozenset({"right", "left", "bilateral", "unilateral"})
SIDE_STEMS = frozenset(stem(side) for side in _SIDES)
_NEUTRAL = frozenset(map(stem, "unspecified level region side limb site of the and or not at in with without".split()))
_UNSPECIFIED = frozenset(map(stem, ("unspecified", "nos")))
_BARE = _UNSPECIFIED | frozenset(map(stem, "as to site side of in the part".split()))
_NO = frozenset(map(stem, ("without", "not", "no")))
_CATEGORY = len("M54")
_WITH, _WITHOUT, _UNCOMPLICATED = stem("with"), stem("without"), stem("uncomplicated")
_COMPLICATION = frozenset(
    map(stem, ("complication", "complications", "obstruction", "hemorrhage", "bleeding", "mention"))
)
# What a coder falls back on when the text is silent and no child is "unspecified"; tried in this order.
_DEFAULTS = tuple(map(stem, ("primary", "displaced", "closed", "not", "without", "uncomplicated", "other")))
_ENCOUNTERS = {
    name: (stem(name), character) for name, character in (("initial", "A"), ("subsequent", "D"), ("sequela", "S"))
}
_PARENTHESES = re.compile(r"\([^)]*\)")
_LEVEL = re.compile(r"\b([ctls])(\d{1,2})\s?[-/]\s?([ctls])?(\d{1,2})\b")
_ORDINALS = {"1st": "first", "2nd": "second", "3rd": "third", "4th": "fourth", "5th": "fifth"}
_VERTEBRA = re.compile(r"\b([ctl])(?:1[0-2]|[1-9])\b(?![-/.])")
_REGION_OF = {
    "cc": "cervical",
    "ct": "cervicothoracic",
    "tt": "thoracic",
    "tl": "thoracolumbar",
    "ll": "lumbar",
    "ls": "lumbosacral",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    label: str
    code: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenAxis:
    """A difference between codes that the text says nothing about: what to ask, and the codes each answer leads to."""

    axis: Axis
    asks: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """The billable code reached, how well the text's words told the way, and the entries below which the text was silent."""

    code: str
    fit: float
    silent_at: tuple[str, ...]


def axis_words(text: str) -> frozenset[str]:
    """The stems of a phrase with sides, regions and levels said as the tabular list says them."""
    lowered = plain(text)
    extra: list[str] = []
    side = side_in(lowered)
    if side is not None:
        extra.append(side)
        if side != "bilateral":
            extra.append("unilateral")  # some categories ask first whether one side or both is meant
    extra.extend(word for shown, word in _ORDINALS.items() if shown in lowered)
    for region, pattern in REGIONS:
        if pattern.search(lowered):
            extra.extend(region.split("-"))
            extra.append(region)
    for match in _LEVEL.finditer(lowered):
        first, second = match[1], match[3] or ("s" if match[1] == "l" and match[4] == "1" else match[1])
        second = "t" if first == "c" and match[4] == "1" else second  # "C7-1" means C7-T1, "L5-1" means L5-S1
        extra.extend((first + match[2], second + match[4]))
        extra.extend(word for word in (_REGION_OF.get(first + second),) if word)
    if not _LEVEL.search(lowered):
        extra.extend(_REGION_OF[match[1] * 2] for match in _VERTEBRA.finditer(lowered) if match[1] * 2 in _REGION_OF)
    said = frozenset(stem(word) for word in [*words(lowered), *extra])
    return said if side is not None else said - SIDE_STEMS


def find_leaf(
    code_set: CodeSet,
    start: str,
    said: frozenset[str],
    encounter: str | None,
    day: date,
    denied: frozenset[str] = frozenset(),
    led_by: frozenset[str] = frozenset(),
) -> Leaf | None:
    """The leaf below `start` that the text leads to; None when nothing below it is billable on `day`.

    `said` comes from `axis_words`, `denied` are the stems the text says no to, `led_by` those of the words that led to
    `start`. When `start` names a side that nobody said, the way begins one level higher; when `start` is the unspecified
    one of its family and the other words said tell of a sibling, it begins at that sibling.
    """
    entry = code_set.code(start)
    if entry is None:
        return None
    entry = _without_unsaid_side(code_set, entry, said)
    entry = _told_sibling(code_set, entry, said - led_by, day) or entry
    fit = 0.0
    silent: list[Code] = []
    while children := code_set.children(entry.code, day):
        if _are_encounters(code_set, entry, children):
            if encounter is None:
                silent.append(entry)
            entry = _by_encounter(children, encounter, said)
            continue
        chosen, score = _told(code_set, entry, children, said, denied, day)
        if chosen is None:
            if len(children) > 1:
                silent.append(entry)
            chosen = _default(code_set, entry, children, day)
        entry, fit = chosen, fit + min(score, 3.0)
    if not code_set.status(entry.code, day).billable:
        return None
    return Leaf(code=entry.code, fit=fit, silent_at=tuple(one.code for one in silent))


def open_axes(code_set: CodeSet, leaf: Leaf, day: date) -> tuple[OpenAxis, ...]:
    """What the text left open on the way to the leaf, each as a question with one choice a child."""
    axes = []
    for code in leaf.silent_at:
        entry, children = code_set.code(code), code_set.children(code, day)
        if entry is not None:
            is_encounter = _are_encounters(code_set, entry, children)
            axes.append(_open_axis("encounter" if is_encounter else _axis_of(_differences(children)), children))
    return tuple(axes)


def _are_encounters(code_set: CodeSet, entry: Code, children: Sequence[Code]) -> bool:
    complete = len("S13.4XXA")
    return (
        all(len(child.code) == complete for child in children) and code_set.seventh_characters(entry.code) is not None
    )


def _told(
    code_set: CodeSet, entry: Code, children: Sequence[Code], said: frozenset[str], denied: frozenset[str], day: date
) -> tuple[Code | None, float]:
    """The child the text tells of, by its own title or, failing that, by what stands below it (C5-6 lies under mid-cervical).

    What the entry's own title says tells its children apart only where a single one repeats it.
    """
    news = said - _title(entry)
    best, score = _best(children, children, said, denied, is_alone=True)
    if best is None:
        best, score = _best(children, children, news, denied)
    if best is not None:
        return best, score
    below = [grandchild for child in children for grandchild in code_set.children(child.code, day)]
    found, score = _best(below, [*children, *below], news, denied)
    if found is None:
        return None, 0.0
    return next(child for child in children if found.parent == child.ordinal), score


def _best(
    entries: Sequence[Code],
    among: Sequence[Code],
    said: frozenset[str],
    denied: frozenset[str] = frozenset(),
    *,
    is_alone: bool = False,
) -> tuple[Code | None, float]:
    """The entry whose difference from the others the text says best; None when it says nothing of any.

    With `is_alone`, none when several are said equally well.
    """
    if not entries:
        return None, 0.0
    differences = _differences(among)
    scores = {entry.code: _score(differences[entry.code], said) for entry in entries}
    for code, weight in _denials(entries, differences, denied).items():
        scores[code] += weight
    best = max(scores.values())
    winners = [entry for entry in entries if scores[entry.code] == best]
    return (None, 0.0) if best <= 0 or (is_alone and len(winners) > 1) else (winners[0], best)


def _denials(
    entries: Sequence[Code], differences: Mapping[str, frozenset[str]], denied: frozenset[str]
) -> dict[str, float]:
    """Where one title says no to what the text denies and another doesn't, the first is told and the second ruled out."""
    if not denied:
        return {}
    concerned = {entry.code: len(_title(entry) & denied) for entry in entries}
    saying_no = {entry.code for entry in entries if concerned[entry.code] and differences[entry.code] & _NO}
    if not saying_no:
        return {code: -3.0 * len(differences[code] & denied) for code in concerned}
    return {code: float(count) if code in saying_no else -3.0 * count for code, count in concerned.items()}


def _without_unsaid_side(code_set: CodeSet, entry: Code, said: frozenset[str]) -> Code:
    sides = SIDE_STEMS & _title(entry)
    path = code_set.path(entry.code)
    if not sides or sides & said or len(path) < 2:
        return entry
    parent = path[-2]
    return parent if parent.is_reportable_shape and not SIDE_STEMS & _title(parent) else entry


def _told_sibling(code_set: CodeSet, entry: Code, fresh: frozenset[str], day: date) -> Code | None:
    """The sibling that words not yet used tell of, for an entry that is the unspecified one of its family."""
    path = code_set.path(entry.code)
    fresh = fresh - _title(entry)
    if not fresh or len(entry.code) <= _CATEGORY or not _UNSPECIFIED & _title(entry):
        return None
    family = code_set.children(path[-2].code, day)
    differences = _differences(family) if len(family) > 1 else {}
    if not _UNSPECIFIED & differences.get(entry.code, frozenset()):
        return None
    scores = {
        one.code: _score(differences[one.code], fresh) for one in family if not _UNSPECIFIED & differences[one.code]
    }
    best = max(scores.values(), default=0.0)
    return next(one for one in family if scores.get(one.code) == best) if best > 0 else None


@lru_cache(100_000)
def essential(title: str) -> str:
    """A title without what stands in parentheses: such words change nothing whether said or not (convention I.A.7)."""
    return _PARENTHESES.sub(" ", title)


def _title(entry: Code) -> frozenset[str]:
    return _essential_stems(entry.descriptor)


@lru_cache(100_000)
def _essential_stems(title: str) -> frozenset[str]:
    return frozenset(title_stems(essential(title)))


def _differences(children: Sequence[Code]) -> dict[str, frozenset[str]]:
    """For each child, the stems its title has and not all its siblings have."""
    apart = _told_apart(tuple(child.descriptor for child in children))
    return {child.code: own for child, own in zip(children, apart, strict=True)}


@lru_cache(20_000)
def _told_apart(titles: tuple[str, ...]) -> tuple[frozenset[str], ...]:
    """What tells each title from the others. The same forks are met in every search, so it remembers."""
    bags = [_essential_stems(title) for title in titles]
    common = frozenset.intersection(*bags)
    return tuple(bag - common for bag in bags)


def _score(difference: frozenset[str], said: frozenset[str]) -> float:
    """Words of the difference the text says count for a child; words it doesn't say count a little against it."""
    telling = difference - _NEUTRAL
    found = len(telling & said)
    if not found:
        return 0.0
    return found - 0.25 * len(telling - said)


def _default(code_set: CodeSet, entry: Code, children: Sequence[Code], day: date) -> Code:
    """The child for a silent text, in a coder's order: the one that adds nothing but "unspecified"; the one the list calls
    the entry "NOS"; the one without complications; the one most unspecified; then by `_DEFAULTS`.
    """
    differences = _differences(children)
    bare = [child for child in children if _UNSPECIFIED & differences[child.code] and differences[child.code] <= _BARE]
    if len(bare) == 1:
        return bare[0]
    named = next((child for child in children if _is_called_nos(code_set, entry, child, day)), None)
    if named is not None:
        return named
    candidates = bare or list(children)
    counted = {child.code: Counter(title_stems(essential(child.descriptor))) for child in candidates}
    common = reduce(and_, counted.values())
    own = {code: count - common for code, count in counted.items()}
    uncomplicated = [child for child in candidates if _is_uncomplicated(own[child.code])]
    if uncomplicated:
        return min(uncomplicated, key=lambda child: own[child.code].total())
    adding_nothing = [child for child in candidates if not own[child.code]]
    if len(adding_nothing) == 1 and not any(set(own[child.code]) <= _NO for child in candidates if own[child.code]):
        return adding_nothing[0]
    most = max(sum(own[child.code][word] for word in _UNSPECIFIED) for child in candidates)
    candidates = [child for child in candidates if sum(own[child.code][word] for word in _UNSPECIFIED) == most]
    for word in _DEFAULTS:
        for child in candidates:
            if own[child.code][word] and not (word == _WITHOUT and own[child.code][_WITH]):
                return child
    return candidates[-1]


def _is_uncomplicated(own: Mapping[str, int]) -> bool:
    """Whether what a title adds is that there is no complication."""
    words_added = {word for word, count in own.items() if count}
    if _UNCOMPLICATED in words_added:
        return True
    return _WITHOUT in words_added and bool(words_added & _COMPLICATION) and _WITH not in words_added


def _is_called_nos(code_set: CodeSet, entry: Code, child: Code, day: date) -> bool:
    """Whether the list says at the child, or below it, "(the entry) NOS": that is where the bare name belongs."""
    bare = set(title_stems(essential(entry.descriptor))) | {"acut"}
    head = set(title_stems(essential(entry.descriptor))[:1])
    for code in (child, *code_set.children(child.code, day)):
        for note in code_set.notes(code.code, day):
            term = (
                set(title_stems(note.text)) if note.kind == "inclusion_term" and note.from_code == code.code else set()
            )
            if term & _UNSPECIFIED and head <= term - _UNSPECIFIED <= bare:
                return True
    return False


def _by_encounter(children: Sequence[Code], encounter: str | None, said: frozenset[str]) -> Code:
    """The 7th character of the encounter; among several (open, delayed healing …) the one told, else the plain one."""
    word, plain_character = _ENCOUNTERS[encounter or "initial"]
    plain_child = next((child for child in children if child.code.endswith(plain_character)), children[0])
    same = [child for child in children if word in title_stems(essential(child.descriptor))] or [plain_child]
    told, score = _best(same, same, said - {one for one, _ in _ENCOUNTERS.values()})
    return told if told is not None and score > 0 else plain_child


def both_sides(code_set: CodeSet, code: str, day: date) -> tuple[str, ...]:
    """The right and the left code, for a code whose family has no bilateral one; empty where it has, or has no sides.

    Guideline I.B.13 (FY2026): without a bilateral code, both sides are reported.
    """
    path = code_set.path(code)
    if len(path) < 2:
        return ()
    bag = Counter(title_stems(path[-1].descriptor))
    plain_words = bag - Counter({**dict.fromkeys(SIDE_STEMS, 1), **dict.fromkeys(_UNSPECIFIED, 1)})
    family = code_set.children(path[-2].code, day)
    found = {}
    for side in ("right", "left", "bilateral"):
        for one in family:
            if Counter(title_stems(one.descriptor)) - Counter({stem(side): 1}) == plain_words and stem(
                side
            ) in title_stems(one.descriptor):
                found[side] = one.code
    return (found["right"], found["left"]) if set(found) == {"right", "left"} else ()


def _axis_of(differences: dict[str, frozenset[str]]) -> Axis:
    all_words = set().union(*differences.values())
    if all_words & SIDE_STEMS:
        return "laterality"
    if any(re.fullmatch(r"[ctls]\d{1,2}", word) for word in all_words):
        return "level"
    if all_words & {stem(part) for region, _ in REGIONS for part in region.split("-")}:
        return "region"
    return "kind"


_ASKS: dict[Axis, str] = {
    "laterality": "Which side?",
    "level": "Which spinal level?",
    "region": "Which region of the spine?",
    "encounter": "Which encounter: initial (active treatment), subsequent (healing or recovery), or sequela?",
    "kind": "Which of these does the record name?",
}


def _open_axis(axis: Axis, children: Sequence[Code]) -> OpenAxis:
    labels = _labels(children)
    return OpenAxis(
        axis=axis,
        asks=_ASKS[axis],
        choices=tuple(Choice(label=label, code=child.code) for child, label in zip(children, labels, strict=True)),
    )


def _labels(children: Sequence[Code]) -> list[str]:
    """What tells each child apart: its title without the words it shares with all its siblings at the beginning."""
    titles = [child.descriptor for child in children]
    shared = _common_start([title.split(" ") for title in titles])
    labels = [" ".join(title.split(" ")[shared:]).strip(" ,") or title for title in titles]
    return [label[:1].upper() + label[1:] for label in labels]


def _common_start(titles: Iterable[Sequence[str]]) -> int:
    rows = list(titles)
    if len(rows) < 2:
        return 0
    shared = 0
    for column in zip(*rows, strict=False):
        if len({word.strip(",") for word in column}) > 1:
            break
        shared += 1
    return shared
