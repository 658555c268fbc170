"""Reads numbers by the words in front of them: "MRN: 0012345", "acct # 12-34", "policy no. W1234 56789"."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from bot.privacy.findings import Identifier, Kind

_JOIN = (
    r"(?P<join>(?:\s{0,3}(?:(?:numbers?|num|nbr|nr|no|id|is|was|of|card|reads|starting|ending in)(?![a-z])\.?"
    r"|[\#:=(>*\"'|-])){0,5})"
)
_VALUE = r"\s{0,3}(?P<value>[a-z0-9]{1,24}(?:[-./][a-z0-9]{1,20}){0,5}(?:\s[a-z0-9]{2,12}){0,3})"
_VALUE_FIRST = (
    r"(?P<value>[a-z0-9][a-z0-9-]{4,20})(?:\s?\(|\s(?:is|was|as)\s)(?:(?:the|his|her|their|my|patient|pt)\s)?"
)
_MARKS = re.compile(r"[#:=]|\b(?:numbers?|num|nbr|nr|no|id|ending in)\b", re.IGNORECASE)
# What the words of coders look like: a diagnosis, a coverage article, a date, an amount of money.
_NO_NUMBER_OF_A_PERSON = re.compile(
    r"[a-tv-z]\d[0-9a-z]\.[0-9a-z]{1,4}|(?:0?[1-9]|1[0-2])[/.-](?:0?[1-9]|[12]\d"
    r"|3[01])[/.-](?:(?:19|20)\d\d|\d\d)|\d{1,6}\.\d\d",
    re.IGNORECASE,
)
_WITH_A_MODIFIER = re.compile(r"\d{5}-[a-z0-9]{2}", re.IGNORECASE)
_A_CODE = re.compile(r"[a-z]?\d{4,5}|[a-tv-z]\d[0-9a-z](?:\.[0-9a-z]{1,4})?", re.IGNORECASE)
_NUMBER = re.compile(r"\d+")
_WHOLE = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """Words that announce a number of one kind.

    `words` is a pattern in lower case; one of `stems` is part of everything it can match, so that text without any is
    passed over. `digits` is the least number of digits of a value, `bare_digits` the least where no "#", "no." or colon
    stands between: "account 97110" is about a code.
    """

    kind: Kind
    words: str
    stems: tuple[str, ...]
    digits: int = 4
    bare_digits: int = 6

    def find(self, text: str) -> Iterator[Identifier]:
        if not holds_any(text, self.stems):
            return
        in_front, behind = _patterns(self.words)
        for match in in_front.finditer(text):
            end = _end_of_value(match)
            value = text[match.start("value") : end]
            is_marked = _MARKS.search(match["cue"] + " " + match["join"]) is not None
            least = self.digits if is_marked else self.bare_digits
            is_a_procedure = not is_marked and _WITH_A_MODIFIER.fullmatch(value) is not None
            if _count_digits(value) >= least and not is_a_procedure and not _NO_NUMBER_OF_A_PERSON.fullmatch(value):
                yield Identifier(kind=self.kind, start=match.start("value"), end=end)
        for match in behind.finditer(text):
            if _count_digits(match["value"]) >= max(self.bare_digits, _WHOLE):
                yield Identifier(kind=self.kind, start=match.start("value"), end=match.end("value"))


@cache
def _patterns(words: str) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """The words in front of a value ("MRN: 0012345") and behind one ("0012345 is her MRN"); made when first needed."""
    in_front = re.compile(rf"(?<![a-z0-9])(?P<cue>{words}){_JOIN}{_VALUE}(?![a-z0-9])", re.IGNORECASE)
    behind = re.compile(rf"(?<![\w.$/-]){_VALUE_FIRST}(?:{words})(?![a-z0-9])", re.IGNORECASE)
    return in_front, behind


def _count_digits(value: str) -> int:
    return sum(character.isdigit() for character in value)


def holds_any(text: str, stems: tuple[str, ...]) -> bool:
    """Whether one of the lower-case stems stands in the text: much faster than a pattern, and most text holds none."""
    lowered = text.lower()
    return any(stem in lowered for stem in stems)


def at_numbers(pattern: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """What `pattern.finditer` gives for a pattern that begins with a digit; far faster, for few places hold one."""
    behind = 0
    for number in _NUMBER.finditer(text):
        if number.start() >= behind and (match := pattern.match(text, number.start())) is not None:
            behind = match.end()
            yield match


def _end_of_value(match: re.Match[str]) -> int:
    """Where the value ends: a group after a space belongs to it only while what came before is too short to be whole."""
    groups = re.split(r"\s", match["value"])
    taken = len(groups[0])
    length = sum(character.isalnum() for character in groups[0])
    is_prefix = groups[0].isalpha() and groups[0].isupper() and length <= 4
    for place, group in enumerate(groups[1:]):
        joins = group.isdigit() or (any(map(str.isdigit, group)) and not _A_CODE.fullmatch(group))
        is_one_of_a_row = groups[0].isdigit() and group.isdigit() and len(group) in (3, 4)
        if (
            not joins
            or (length >= _WHOLE and not is_one_of_a_row)
            or (groups[0].isalpha() and not is_prefix and place == 0)
        ):
            break
        taken += 1 + len(group)
        length += len(group)
    return match.start("value") + taken
