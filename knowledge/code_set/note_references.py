"""Reads which codes a tabular note names: "(M50.-)", "(E11.0-E11.8)", "(E08-E13 with .42)", "(T36-T50 with fifth or sixth character 5)"."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.code_set.codes import undotted

_CODE = r"[A-Z](?:\d[0-9A-Z]|[A-Z]\d)(?:\.[0-9A-Z]{1,4})?"
_DASH = r"(?:\.?-(?!\s*[A-Z](?:\d|[A-Z]\d)))?"  # the dash of "M50.-", not the one of "M50-M54"
_REFERENCE = re.compile(
    rf"(?<![A-Za-z0-9])(?P<low>{_CODE})(?![A-Za-z0-9]){_DASH}"
    rf"(?:(?:\s*[-–]\s*|\s+(?:to|through)\s+)(?P<high>{_CODE})(?![A-Za-z0-9]){_DASH})?\.?"
)
_ENDING = r"\.[0-9A-Z]{1,4}(?:\s*-\s*\.[0-9A-Z]{1,4})?-?"
_WITH_SUFFIX = re.compile(rf"^[\s,]*with\s+(?P<endings>{_ENDING}(?:\s*,\s*(?:and\s+|or\s+)?{_ENDING})*)")
_ORDINALS = {"fourth": 4, "4th": 4, "fifth": 5, "5th": 5, "sixth": 6, "6th": 6, "seventh": 7, "7th": 7}
_PLACE = "|".join(_ORDINALS)
_WITH_CHARACTER = re.compile(
    rf"^[\s,]*with\s+(?P<places>(?:{_PLACE})(?:\s+or\s+(?:{_PLACE}))?)[\s-]+characters?\s+(?P<values>[0-9A-Z](?:(?:\s*,\s*|\s+or\s+|\s*-\s*)[0-9A-Z])*)\b"
)
_WITH_ENDING = re.compile(r"^[\s,]*with\s+final\s+characters?\s+-?(?P<ending>[0-9A-Z]+)")
_OTHER_THAN = re.compile(r"^[\s,]*(?:other than|except(?:ing)?(?: for)?)\s+")
_OPEN_QUALIFIER = re.compile(r"^[\s,]*(?:with|without|other than|except|due to)\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reference:
    """One reference as printed. `test` narrows the range by the code's characters (without the dot); `minus` takes codes away."""

    printed: str
    low: str
    high: str
    test: Callable[[str], bool] | None = None
    minus: tuple["Reference", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ParsedNote:
    """`resolution` is full (every reference understood), open (a qualifier in words remains) or none (no code named)."""

    references: tuple[Reference, ...]
    resolution: Literal["full", "open", "none"]


def parse_references(text: str) -> ParsedNote:
    """The references of a note's text. A qualifier that can't be read makes the note `open`: it is shown, never computed with."""
    found: list[Reference] = []
    waiting: list[Reference] = []  # references of one list share the qualifier that follows it
    is_open = False
    position = 0
    while match := _REFERENCE.search(text, position):
        position = match.end()
        waiting.append(_reference(match))
        rest = text[position:]
        qualifier, length = _qualifier(rest)
        if qualifier is not None:
            waiting = [_narrowed(one, qualifier) for one in waiting]
            position += length
        elif other_than := _OTHER_THAN.match(rest):
            position += other_than.end()
            excluded, position = _list_of_references(text, position)
            if not excluded:
                is_open = True
            waiting = [_without(one, excluded) for one in waiting]
        elif _OPEN_QUALIFIER.match(rest.lstrip(") ]")):
            is_open = True
        if not re.match(r"^\s*(?:,|and|or|;)\s*(?:and|or)?\s*[A-Z]\d", text[position:]):
            found.extend(waiting)
            waiting = []
    found.extend(waiting)
    if not found:
        return ParsedNote(references=(), resolution="none")
    return ParsedNote(references=tuple(found), resolution="open" if is_open else "full")


def _reference(match: re.Match[str]) -> Reference:
    low = match["low"]
    return Reference(printed=match[0].rstrip("."), low=low, high=match["high"] or low)


def _list_of_references(text: str, position: int) -> tuple[tuple[Reference, ...], int]:
    found = []
    while match := _REFERENCE.match(text, position):
        found.append(_reference(match))
        position = match.end()
        separator = re.match(r"\s*(?:,|and|or)\s*(?:and|or)?\s*", text[position:])
        if not separator:
            break
        position += separator.end()
    return tuple(found), position


def _narrowed(one: Reference, test: Callable[[str], bool]) -> Reference:
    return Reference(printed=one.printed, low=one.low, high=one.high, test=one.test or test, minus=one.minus)


def _without(one: Reference, excluded: tuple[Reference, ...]) -> Reference:
    return Reference(printed=one.printed, low=one.low, high=one.high, test=one.test, minus=one.minus + excluded)


def _qualifier(rest: str) -> tuple[Callable[[str], bool] | None, int]:
    if match := _WITH_SUFFIX.match(rest):
        endings = [_ends(part) for part in re.split(r"\s*,\s*(?:and\s+|or\s+)?", match["endings"])]
        return (lambda letters: any(low <= letters[3 : 3 + len(low)] <= high for low, high in endings)), match.end()
    if match := _WITH_CHARACTER.match(rest):
        places = [_ORDINALS[word] for word in re.findall(_PLACE, match["places"])]
        values = _characters(match["values"])
        return (lambda letters: any(letters[place - 1 : place] in values for place in places)), match.end()
    if match := _WITH_ENDING.match(rest):
        ending = match["ending"]
        # Final characters stand behind the fourth one: -20 means I69.x20, not I69.20.
        return (lambda letters: len(letters) == 4 + len(ending) and letters.endswith(ending)), match.end()
    return None, 0


def _ends(part: str) -> tuple[str, str]:
    """ ".51-.52" -> ("51", "52"); ".62-" -> ("62", "62")."""
    found = re.findall(r"\.([0-9A-Z]{1,4})", part)
    return found[0], found[-1]


def _characters(values: str) -> frozenset[str]:
    characters: set[str] = set()
    for part in re.split(r"\s*,\s*|\s+or\s+", values):
        ends = re.split(r"\s*-\s*", part)
        if len(ends) == 2:
            alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
            characters.update(alphabet[alphabet.index(ends[0]) : alphabet.index(ends[1]) + 1])
        else:
            characters.update(ends)
    return frozenset(characters)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a code stands in the tabular list: its ordinal and the ordinal of its last descendant."""

    letters: str
    first: int
    last: int
    is_leaf: bool


class Places:
    """The tabular list as places, for turning references into intervals of ordinals. Built once, at build time."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._in_order = sorted(places, key=lambda place: place.first)
        self._by_letters = {place.letters: place for place in reversed(self._in_order)}

    def resolve(self, reference: Reference) -> tuple[tuple[int, int], ...] | None:
        """The intervals of ordinals a reference covers; None when an end of it is no code of the list."""
        low, high = self._by_letters.get(undotted(reference.low)), self._by_letters.get(undotted(reference.high))
        if low is None or high is None or high.last < low.first:
            return None
        if reference.test is None and not reference.minus:
            return ((low.first, high.last),)
        taken_away = [self.resolve(one) for one in reference.minus]
        if any(one is None for one in taken_away):
            return None
        gone = [interval for one in taken_away for interval in one or ()]
        test = reference.test or (lambda letters: True)
        kept = (
            place.first
            for place in self._between(low.first, high.last)
            if place.is_leaf and test(place.letters) and not any(first <= place.first <= last for first, last in gone)
        )
        return _intervals(kept)

    def _between(self, first: int, last: int) -> Iterable[Place]:
        return (place for place in self._in_order if first <= place.first <= last)


def _intervals(ordinals: Iterable[int]) -> tuple[tuple[int, int], ...]:
    intervals: list[tuple[int, int]] = []
    for ordinal in sorted(ordinals):
        if intervals and intervals[-1][1] == ordinal - 1:
            intervals[-1] = (intervals[-1][0], ordinal)
        else:
            intervals.append((ordinal, ordinal))
    return tuple(intervals)
