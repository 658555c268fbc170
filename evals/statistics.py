"""The statistics an evaluation decides by; each is held against scipy or statsmodels in the tests. Pure.

A rate of nothing, a mean of nothing and a comparison of nothing are errors, never 0.0.
"""

import math
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from statistics import NormalDist
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from evals.errors import NothingToAverageError

CONFIDENCE = 0.95
FEW_DISCORDANT, MANY_DISCORDANT = 25, 1000
"""Below the first McNemar's p is exact, from the second on asymptotic, and mid-p between (Fagerland et al. 2013)."""

McNemarMethod = Literal["exact", "mid-p", "asymptotic", "none"]
_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """A share of cases with its n and Wilson interval."""

    right: int
    n: int
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Mean:
    """A mean with its n and bootstrap interval."""

    n: int
    value: float
    low: float
    high: float


# -- one rate, one mean ----------------------------------------------------------------------------------------------


def wilson(right: int, n: int, confidence: float = CONFIDENCE) -> Interval:
    """Wilson's score interval of a proportion. Raises NothingToAverageError for n = 0."""
    _needs_cases(n)
    if not 0 <= right <= n:
        raise ValueError(f"{right} right of {n} is no proportion")
    z = _NORMAL.inv_cdf(0.5 + confidence / 2)
    share, z2 = right / n, z * z
    centre = (share + z2 / (2 * n)) / (1 + z2 / n)
    half = z / (1 + z2 / n) * math.sqrt(share * (1 - share) / n + z2 / (4 * n * n))
    return Interval(
        low=0.0 if right == 0 else max(0.0, centre - half), high=1.0 if right == n else min(1.0, centre + half)
    )


def rate(verdicts: Sequence[bool], confidence: float = CONFIDENCE) -> Rate:
    """The share of true verdicts. Raises NothingToAverageError when there are none."""
    right, n = sum(verdicts), len(verdicts)
    interval = wilson(right, n, confidence)
    return Rate(right=right, n=n, value=right / n, low=interval.low, high=interval.high)


def mean(values: Sequence[float], *, seed: int = 0, resamples: int = 2000, confidence: float = CONFIDENCE) -> Mean:
    """The mean with its percentile bootstrap interval. The same values and seed give the same interval."""
    interval = bootstrap(values, lambda rows: rows.mean(axis=1), seed=seed, resamples=resamples, confidence=confidence)
    return Mean(n=len(values), value=math.fsum(values) / len(values), low=interval.low, high=interval.high)


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of the values lie, interpolated between neighbours."""
    _needs_cases(len(values))
    return float(np.quantile(np.asarray(values, dtype=float), share))


# -- resampling ------------------------------------------------------------------------------------------------------


def bootstrap(
    values: Sequence[float],
    statistic: Callable[[NDArray[np.float64]], NDArray[np.float64]],
    *,
    seed: int = 0,
    resamples: int = 2000,
    confidence: float = CONFIDENCE,
) -> Interval:
    """The percentile interval of a statistic, which maps rows of resampled values to one number a row."""
    _needs_cases(len(values))
    sample = np.asarray(values, dtype=np.float64)
    chance = np.random.default_rng(seed)
    rows = max(1, 2_000_000 // len(sample))  # keeps one block of resamples under 16 MB
    drawn = [
        statistic(sample[chance.integers(0, len(sample), size=(min(rows, resamples - start), len(sample)))])
        for start in range(0, resamples, rows)
    ]
    tail = (1 - confidence) / 2
    low, high = np.quantile(np.concatenate(drawn), [tail, 1 - tail])
    return Interval(low=float(low), high=float(high))


def paired_difference(
    before: Sequence[float],
    after: Sequence[float],
    *,
    seed: int = 0,
    resamples: int = 2000,
    confidence: float = CONFIDENCE,
) -> Mean:
    """The mean of after − before over the same cases, with a paired bootstrap interval: cases are redrawn, not scores."""
    if len(before) != len(after):
        raise ValueError("a paired comparison needs the same cases on both sides")
    return mean(
        [later - earlier for earlier, later in zip(before, after, strict=True)],
        seed=seed, resamples=resamples, confidence=confidence,
    )  # fmt: skip


# -- paired right and wrong ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class McNemar:
    """Whether right and wrong changed, two-sided. `p_value` is the one of `method`; the three are all kept."""

    better: int
    worse: int
    p_value: float
    method: McNemarMethod
    p_exact: float
    p_mid: float
    p_asymptotic: float


def mcnemar(better: int, worse: int) -> McNemar:
    """McNemar's test of `better` cases that turned right against `worse` that turned wrong. None of both: p is 1."""
    if better < 0 or worse < 0:
        raise ValueError("cases can't be counted below nothing")
    discordant = better + worse
    if discordant == 0:
        return McNemar(better=0, worse=0, p_value=1.0, method="none", p_exact=1.0, p_mid=1.0, p_asymptotic=1.0)
    few = min(better, worse)
    below, at = _binomial_half(discordant, few - 1), _binomial_half_at(discordant, few)
    exact = min(1.0, 2 * (below + at))
    mid = min(1.0, 2 * (below + at / 2))
    asymptotic = math.erfc(abs(better - worse) / math.sqrt(discordant) / math.sqrt(2))
    method: McNemarMethod = (
        "exact" if discordant < FEW_DISCORDANT else "mid-p" if discordant < MANY_DISCORDANT else "asymptotic"
    )
    chosen = {"exact": exact, "mid-p": mid, "asymptotic": asymptotic}[method]
    return McNemar(
        better=better, worse=worse, p_value=chosen, method=method, p_exact=exact, p_mid=mid, p_asymptotic=asymptotic
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class DropTest:
    """Whether accuracy fell by more than `allowed` (0.02 = two points), one-sided. `drop` is what was seen."""

    n: int
    better: int
    worse: int
    drop: float
    allowed: float
    p_value: float
    method: Literal["exact", "score"]
    alpha: float

    @property
    def finds_a_drop(self) -> bool:
        return self.p_value < self.alpha


def drop_test(better: int, worse: int, n: int, *, allowed: float = 0.0, alpha: float = 0.05) -> DropTest:
    """One-sided paired test of "the drop is at most `allowed`" over n pairs.

    With nothing allowed and few discordant pairs it is the exact binomial test; otherwise Tango's score test for paired
    proportions (Statistics in Medicine 1998), which for nothing allowed is McNemar's without continuity correction.
    """
    _needs_cases(n)
    if better < 0 or worse < 0 or better + worse > n:
        raise ValueError("more cases turned than there are")
    if not 0 <= allowed < 1:
        raise ValueError("the allowed drop is a share from 0 to below 1")
    exact = allowed == 0 and better + worse < MANY_DISCORDANT
    p_value = _binomial_half(better + worse, better) if exact else 1 - _NORMAL.cdf(_tango(better, worse, n, allowed))
    return DropTest(
        n=n, better=better, worse=worse, drop=(worse - better) / n, allowed=allowed, p_value=p_value,
        method="exact" if exact else "score", alpha=alpha,
    )  # fmt: skip


def _tango(better: int, worse: int, n: int, allowed: float) -> float:
    """The score statistic; `share` is the restricted maximum likelihood estimate of the chance to turn better."""
    half = (better + worse) + allowed * (worse - better - 2 * n)
    share = (half + math.sqrt(half * half + 8 * n * better * allowed * (1 - allowed))) / (4 * n)
    variance = n * (2 * share + allowed * (1 - allowed))
    distance = worse - better - n * allowed
    return distance / math.sqrt(variance) if variance > 0 else 0.0


def power_to_see_a_drop(n: int, drop: float, *, discordant: float | None = None, alpha: float = 0.05) -> float:
    """How often n paired cases find a true drop, with nothing allowed: the exact test's power.

    `discordant` is the share of cases that turn at all, better or worse; `usual_turnover(drop)` when not given. Sums over
    the number of discordant pairs, then over how many of them turned worse.
    """
    _needs_cases(n)
    turning = usual_turnover(drop) if discordant is None else discordant
    if not 0 <= drop <= turning <= 1:
        raise ValueError("a drop needs at least as many cases that turn")
    if turning == 0:
        return 0.0
    turns_worse = (turning + drop) / (2 * turning)
    total = 0.0
    for pairs, weight in enumerate(_binomial(n, turning)):
        if weight < 1e-12:
            continue
        needed = _worse_needed(pairs, alpha)
        if needed is not None:
            total += float(weight) * float(_binomial(pairs, turns_worse)[needed:].sum())
    return min(1.0, total)


def usual_turnover(drop: float) -> float:
    """The share of cases taken to turn when nothing better is known: the drop, and one case in forty each way beside it."""
    return min(1.0, drop + 0.05)


def _worse_needed(pairs: int, alpha: float) -> int | None:
    """The fewest cases turned worse, of `pairs` that turned, at which the exact one-sided test speaks."""
    tail = np.cumsum(_binomial(pairs, 0.5)[::-1])[::-1]  # tail[k]: the chance of k or more
    enough = np.nonzero(tail < alpha)[0]
    return int(enough[0]) if len(enough) else None


def _binomial(n: int, share: float) -> NDArray[np.float64]:
    """The chances of 0 … n of n, by logarithms so that a thousand cases don't underflow."""
    if share in (0.0, 1.0):
        chances = np.zeros(n + 1)
        chances[n if share == 1.0 else 0] = 1.0
        return chances
    steps = np.array([math.lgamma(n + 1) - math.lgamma(k + 1) - math.lgamma(n - k + 1) for k in range(n + 1)])
    counts = np.arange(n + 1)
    return np.asarray(np.exp(steps + counts * math.log(share) + (n - counts) * math.log1p(-share)), dtype=np.float64)


def _binomial_half(n: int, most: int) -> float:
    """The chance of at most `most` heads in n fair throws, by whole numbers: no rounding until the last division."""
    if most < 0:
        return 0.0
    term, total = 1, 1
    for k in range(1, most + 1):
        term = term * (n - k + 1) // k
        total += term
    return _ratio(total, n)


def _binomial_half_at(n: int, heads: int) -> float:
    return _ratio(math.comb(n, heads), n)


def _ratio(ways: int, n: int) -> float:
    return ways / (1 << n)


# -- two people, or a person and a score -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Kappa:
    """Cohen's kappa with its large-sample interval (Fleiss, Cohen and Everitt 1969), and the plain agreement.

    `kappa`, `low` and `high` are None when both gave every case the same one label: chance alone explains all.
    """

    n: int
    agreed: int
    kappa: float | None
    low: float | None
    high: float | None


def cohens_kappa(first: Sequence[Hashable], second: Sequence[Hashable], confidence: float = CONFIDENCE) -> Kappa:
    """How far two graders agree beyond chance. Raises NothingToAverageError for no cases."""
    if len(first) != len(second):
        raise ValueError("agreement needs the same cases from both")
    n = len(first)
    _needs_cases(n)
    labels = sorted({*first, *second}, key=repr)
    place = {label: at for at, label in enumerate(labels)}
    table = np.zeros((len(labels), len(labels)))
    for one, other in zip(first, second, strict=True):
        table[place[one], place[other]] += 1
    agreed = round(float(np.trace(table)))
    table /= n
    rows, columns = table.sum(axis=1), table.sum(axis=0)
    seen, expected = float(np.trace(table)), float(rows @ columns)
    if math.isclose(expected, 1.0):
        return Kappa(n=n, agreed=agreed, kappa=None, low=None, high=None)
    kappa = (seen - expected) / (1 - expected)
    on = sum(float(table[i, i]) * (1 - float(rows[i] + columns[i]) * (1 - kappa)) ** 2 for i in range(len(labels)))
    off = (1 - kappa) ** 2 * sum(
        float(table[i, j]) * float(columns[i] + rows[j]) ** 2
        for i in range(len(labels))
        for j in range(len(labels))
        if i != j
    )
    variance = (on + off - (kappa - expected * (1 - kappa)) ** 2) / ((1 - expected) ** 2 * n)
    half = _NORMAL.inv_cdf(0.5 + confidence / 2) * math.sqrt(max(variance, 0.0))
    return Kappa(n=n, agreed=agreed, kappa=kappa, low=kappa - half, high=kappa + half)


def _needs_cases(n: int) -> None:
    if n <= 0:
        raise NothingToAverageError(
            "There is no case to average over.", "Check the filters: an average of nothing says nothing."
        )
