"""How well codes are found for phrases: rates over lists of candidates, whoever made the lists. Pure.

`found` holds, for each phrase's id, the codes named, best first. A phrase without an entry is an error, not a miss.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from evals.benchmarks.phrases import Phrase
from evals.cases import any_covers
from evals.statistics import McNemar, Rate, mcnemar, rate

Found = Mapping[str, Sequence[str]]
InForce = Callable[[str, date], bool]
"""Whether a code may be reported on a day."""

DEEPEST = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Accuracy:
    """The rates of one finder over some phrases. `invalid` counts phrases, `invalid_codes` codes."""

    n: int
    recall_at_1: Rate
    recall_at_5: Rate
    recall_at_10: Rate
    category_at_1: Rate
    invalid: Rate
    invalid_codes: int
    silent: Rate


def accuracy(phrases: Sequence[Phrase], found: Found, in_force: InForce) -> Accuracy:
    """Raises NothingToAverageError for no phrases."""
    return Accuracy(
        n=len(phrases),
        recall_at_1=recall(phrases, found, 1),
        recall_at_5=recall(phrases, found, 5),
        recall_at_10=recall(phrases, found, 10),
        category_at_1=category_at_1(phrases, found),
        invalid=rate([bool(_invalid(one, found, in_force)) for one in phrases]),
        invalid_codes=sum(len(_invalid(one, found, in_force)) for one in phrases),
        silent=rate([not found[one.id] for one in phrases]),
    )


def recall(phrases: Sequence[Phrase], found: Found, k: int) -> Rate:
    """How often a right code stands among the first `k`."""
    return rate(right_within(phrases, found, k))


def right_within(phrases: Sequence[Phrase], found: Found, k: int) -> list[bool]:
    """For each phrase whether a right code stands among the first `k`."""
    return [any(any_covers(one.codes, code) for code in found[one.id][:k]) for one in phrases]


def category_at_1(phrases: Sequence[Phrase], found: Found) -> Rate:
    """How often the first code has the category (first three characters) of a right one."""
    return rate([_category_is_right(one, found[one.id][:1]) for one in phrases])


def by_source(phrases: Sequence[Phrase], found: Found, in_force: InForce) -> dict[str, Accuracy]:
    """The rates of each source of phrases, by name."""
    sources = sorted({one.source for one in phrases})
    return {source: accuracy([one for one in phrases if one.source == source], found, in_force) for source in sources}


def turned(phrases: Sequence[Phrase], before: Found, after: Found, k: int = 1) -> McNemar:
    """The paired test of two finders on the same phrases: how many turned right and how many wrong."""
    pairs = list(zip(right_within(phrases, before, k), right_within(phrases, after, k), strict=True))
    return mcnemar(
        better=sum(now and not then for then, now in pairs), worse=sum(then and not now for then, now in pairs)
    )


def _category_is_right(phrase: Phrase, first: Sequence[str]) -> bool:
    return any(code[:3] in {right[:3] for right in phrase.codes} for code in first)


def _invalid(phrase: Phrase, found: Found, in_force: InForce) -> list[str]:
    return [code for code in found[phrase.id][:DEEPEST] if not in_force(code, phrase.day)]
