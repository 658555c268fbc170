"""Latency: how long a person waits, by quantiles. A measurement, not a score: it differs between two runs of the same input."""

from collections.abc import Sequence
from dataclasses import dataclass

from evals.statistics import quantile


@dataclass(frozen=True, slots=True, kw_only=True)
class Latency:
    """Milliseconds over n cases. With several cases at once, each waits for the others too: `jobs` says how many."""

    way: str
    n: int
    jobs: int
    p50: float
    p95: float
    p99: float
    longest: float


def latency(way: str, waits_ms: Sequence[float], jobs: int) -> Latency:
    """Raises NothingToAverageError when nothing was timed."""
    p50, p95, p99 = (round(quantile(waits_ms, share), 1) for share in (0.5, 0.95, 0.99))
    return Latency(way=way, n=len(waits_ms), jobs=jobs, p50=p50, p95=p95, p99=p99, longest=round(max(waits_ms), 1))
