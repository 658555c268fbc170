"""Retrieval of codes for a phrase: recall@1, 5 and 10, MRR and nDCG@10 over the candidates, with every code of the key relevant."""

import math

from evals.cases import Case, any_covers
from evals.observed import Observed
from evals.scorers.score import Score

DEPTHS = (1, 5, 10)


def score(case: Case, seen: Observed) -> tuple[Score, ...]:
    """recall@k is 1 when any accepted code stands among the first k: the key's codes are alternatives, not a set to complete."""
    wanted = case.expect.codes
    if case.way != "phrase" or not wanted:
        return ()
    right = [any_covers(wanted, one.code) for one in seen.candidates]
    rank = right.index(True) + 1 if True in right else None
    told = (
        f"The first accepted code stands at rank {rank}."
        if rank
        else f"No accepted code among {len(right)} candidates."
    )
    recall = [
        Score(name=f"recall@{k}", value=float(rank is not None and rank <= k), passed=None, reason=told) for k in DEPTHS
    ]
    return (
        *recall,
        Score(name="mrr", value=1 / rank if rank else 0.0, passed=None, reason=told),
        Score(
            name="ndcg@10", value=ndcg(right[:10], relevant=max(len(wanted), sum(right[:10]))), passed=None, reason=told
        ),
    )


def ndcg(right: list[bool], relevant: int) -> float:
    """Normalised discounted cumulative gain of right and wrong in order, when `relevant` right ones exist."""
    gain = sum(1 / math.log2(place + 2) for place, is_right in enumerate(right) if is_right)
    best = sum(1 / math.log2(place + 2) for place in range(min(relevant, max(len(right), 1))))
    return gain / best if best else 0.0
