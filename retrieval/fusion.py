"""Puts ranked lists together. Pure: scores in, scores out.

Measured on disease phrases (see `make bench`): plain reciprocal-rank fusion is worse than meaning alone, so scores are scaled
within their list and weighted.
"""

from collections.abc import Mapping, Sequence


def scaled(ranked: Sequence[tuple[int, float]]) -> dict[int, float]:
    """Scores as shares of the list's best: the best gets 1.0."""
    best = max((score for _, score in ranked), default=0.0)
    return {number: score / best for number, score in ranked} if best > 0 else {}


def weighted(lists: Sequence[tuple[Mapping[int, float], float]]) -> dict[int, float]:
    """The weighted sum of several score maps; a text absent from a list scores 0 there. Weights are used as given."""
    total: dict[int, float] = {}
    for scores, weight in lists:
        for number, score in scores.items():
            total[number] = total.get(number, 0.0) + weight * score
    return total
