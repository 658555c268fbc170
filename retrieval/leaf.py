"""From a concept to the billable leaf: descends the tabular list by what the text says, and names what it leaves open.

The axes (side, level, region, encounter, kind) are read from how the children of an entry differ; no table of categories is kept.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from knowledge.code_set.code_set import CodeSet
from knowledge.code_set.codes import Code
from retrieval.query import REGIONS, side_in
from retrieval.words import plain, stem, words

Axis = Literal["laterality", "level", "region", "encounter", "kind"]

_SIDES = {"right", "left", "bilateral", "unilateral"}
_SIDE_STEMS = frozenset(stem(side) for side in _SIDES)
_NEUTRAL = {
    "unspecified",
    "level",
    "region",
    "side",
    "limb",
    "site",
    "of",
    "the",
    "and",
    "or",
    "not",
    "at",
    "in",
    "with",
    "without",
}
_UNSPECIFIED = re.compile(r"\b(?:unspecified|nos)\b")
_ENCOUNTER_CHARACTER = {"initial": "A", "subsequent": "D", "sequela": "S"}
# What a coder falls back on when the text is silent and no child is "unspecified"; tried in this order.
_DEFAULTS = ("primary", "displaced", "closed", "not", "without", "uncomplicated", "other")
_LEVEL = re.compile(r"\b([ctls])(\d{1,2})\s?[-/]\s?([ctls])?(\d{1,2})\b")


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
    """The billable code reached, how well the text's words told the way, and what was left open on it."""

    code: str
    fit: float
    open_axes: tuple[OpenAxis, ...]


def axis_words(text: str) -> frozenset[str]:
    """The stems of a phrase with sides, regions and levels said as the tabular list says them."""
    lowered = plain(text)
    extra: list[str] = []
    side = side_in(lowered)
    if side is not None:
        extra.append(side)
        if side != "bilateral":
            extra.append("unilateral")  # some categories ask first whether one side or both is meant
    for region, pattern in REGIONS:
        if pattern.search(lowered):
            extra.extend(region.split("-"))
            extra.append(region)
    for match in _LEVEL.finditer(lowered):
        extra.extend((match[1] + match[2], (match[3] or match[1]) + match[4]))
    said = frozenset(stem(word) for word in [*words(lowered), *extra])
    return said if side is not None else said - _SIDE_STEMS


def find_leaf(code_set: CodeSet, start: str, said: frozenset[str], encounter: str | None, day: date) -> Leaf | None:
    """The leaf below `start` that the text leads to; None when nothing below it is billable on `day`.

    `said` comes from `axis_words`. When `start` names a side the text doesn't, the way begins one level higher.
    """
    entry = code_set.code(start)
    if entry is None:
        return None
    entry = _without_unsaid_side(code_set, entry, said, day)
    fit, open_axes = 0.0, []
    while True:
        children = code_set.children(entry.code, day)
        if not children:
            break
        if all(len(child.code) == len("S13.4XXA") for child in children) and code_set.seventh_characters(entry.code):
            chosen = _by_encounter(children, encounter)
            if encounter is None:
                open_axes.append(_open_axis("encounter", children, {}))
            entry = chosen
            continue
        differences = _differences(children)
        scores = {child.code: _score(differences[child.code], said) for child in children}
        best = max(scores.values())
        if best > 0:
            entry = next(child for child in children if scores[child.code] == best)
            fit += min(best, 3.0)
            continue
        default = _default(children)
        axis = _axis_of(differences)
        if len(children) > 1:
            open_axes.append(_open_axis(axis, children, differences))
        entry = default
    if not code_set.status(entry.code, day).billable:
        return None
    return Leaf(code=entry.code, fit=fit, open_axes=tuple(open_axes))


def _without_unsaid_side(code_set: CodeSet, entry: Code, said: frozenset[str], day: date) -> Code:
    sides = set(words(entry.descriptor)) & _SIDES
    if not sides or {stem(side) for side in sides} & said or entry.parent is None:
        return entry
    parents = code_set.path(entry.code)
    parent = parents[-2] if len(parents) > 1 else entry
    if not parent.is_reportable_shape or set(words(parent.descriptor)) & _SIDES:
        return entry
    return parent


def _differences(children: Sequence[Code]) -> dict[str, frozenset[str]]:
    """For each child, the stems its title has and not all its siblings have."""
    bags = {child.code: frozenset(stem(word) for word in words(child.descriptor)) for child in children}
    common = frozenset.intersection(*bags.values())
    return {code: bag - common for code, bag in bags.items()}


def _score(difference: frozenset[str], said: frozenset[str]) -> float:
    """Words of the difference the text says count for a child; words it doesn't say count a little against it."""
    neutral = {stem(word) for word in _NEUTRAL}
    telling = difference - neutral
    found = len(telling & said)
    if not found:
        return 0.0
    return found - 0.25 * len(telling - said)


def _default(children: Sequence[Code]) -> Code:
    """The child for a silent text: the unspecified one; between several, displaced and closed, as the tabular list says."""
    unspecified = [child for child in children if _UNSPECIFIED.search(plain(child.descriptor))]
    candidates = unspecified or list(children)
    if len(candidates) == 1:
        return candidates[0]
    bags = {child.code: set(words(child.descriptor)) for child in candidates}
    common = set.intersection(*bags.values())
    for word in _DEFAULTS:
        for child in candidates:
            if word in bags[child.code] - common:
                return child
    return candidates[-1]


def _by_encounter(children: Sequence[Code], encounter: str | None) -> Code:
    wanted = _ENCOUNTER_CHARACTER.get(encounter or "initial", "A")
    return next((child for child in children if child.code.endswith(wanted)), children[0])


def _axis_of(differences: dict[str, frozenset[str]]) -> Axis:
    all_words = set().union(*differences.values())
    if all_words & {stem(side) for side in _SIDES}:
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


def _open_axis(axis: Axis, children: Sequence[Code], differences: dict[str, frozenset[str]]) -> OpenAxis:
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
