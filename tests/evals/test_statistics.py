"""The statistics, each held against scipy or statsmodels, and against the laws it must obey."""

import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from evals import statistics
from evals.errors import NothingToAverageError
from evals.statistics import (
    cohens_kappa,
    drop_test,
    mcnemar,
    paired_difference,
    power_to_see_a_drop,
    quantile,
    rate,
    wilson,
)

stats = pytest.importorskip("scipy.stats", reason="scipy is a dev dependency: make check installs it")
proportion = pytest.importorskip("statsmodels.stats.proportion", reason="statsmodels is a dev dependency")
contingency = pytest.importorskip("statsmodels.stats.contingency_tables")
inter_rater = pytest.importorskip("statsmodels.stats.inter_rater")

counts = st.integers(1, 400).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
turned = st.tuples(st.integers(0, 120), st.integers(0, 120))


# -- an average of nothing ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "asked",
    [
        lambda: wilson(0, 0),
        lambda: rate([]),
        lambda: statistics.mean([]),
        lambda: quantile([], 0.5),
        lambda: statistics.bootstrap([], lambda rows: rows.mean(axis=1)),
        lambda: paired_difference([], []),
        lambda: drop_test(0, 0, 0),
        lambda: power_to_see_a_drop(0, 0.05),
        lambda: cohens_kappa([], []),
    ],
    ids=["wilson", "rate", "mean", "quantile", "bootstrap", "paired difference", "drop test", "power", "kappa"],
)
def test_an_average_of_nothing_is_an_error(asked) -> None:
    with pytest.raises(NothingToAverageError):
        asked()


# -- one rate ----------------------------------------------------------------------------------------------------------


@given(counts, st.sampled_from([0.8, 0.9, 0.95, 0.99]))
def test_wilson_is_the_interval_of_statsmodels(count: tuple[int, int], confidence: float) -> None:
    right, n = count

    ours = wilson(right, n, confidence)

    low, high = proportion.proportion_confint(right, n, alpha=1 - confidence, method="wilson")
    assert ours.low == pytest.approx(low, abs=1e-9)
    assert ours.high == pytest.approx(high, abs=1e-9)


@given(counts)
def test_wilson_is_the_interval_of_scipy(count: tuple[int, int]) -> None:
    right, n = count

    ours = wilson(right, n)

    theirs = stats.binomtest(right, n).proportion_ci(method="wilson")
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=1e-9)


@given(counts)
def test_a_rate_lies_inside_its_interval_and_inside_zero_and_one(count: tuple[int, int]) -> None:
    right, n = count

    found = rate([True] * right + [False] * (n - right))

    assert 0 <= found.low <= found.value <= found.high <= 1
    assert (found.right, found.n) == (right, n)


@given(counts)
def test_wilson_of_wrong_mirrors_wilson_of_right(count: tuple[int, int]) -> None:
    right, n = count

    assert wilson(right, n).low == pytest.approx(1 - wilson(n - right, n).high)


@given(st.integers(1, 50), st.integers(2, 20))
def test_more_cases_of_the_same_share_narrow_the_interval(n: int, times: int) -> None:
    one, many = wilson(n, 2 * n), wilson(n * times, 2 * n * times)

    assert many.high - many.low < one.high - one.low


# -- paired right and wrong --------------------------------------------------------------------------------------------


@given(turned)
def test_mcnemar_exact_is_the_one_of_statsmodels(cells: tuple[int, int]) -> None:
    better, worse = cells
    assume(better + worse)

    theirs = contingency.mcnemar([[10, better], [worse, 10]], exact=True).pvalue

    assert mcnemar(better, worse).p_exact == pytest.approx(theirs, abs=1e-9)


@given(turned)
def test_mcnemar_asymptotic_is_the_one_of_statsmodels_without_correction(cells: tuple[int, int]) -> None:
    better, worse = cells
    assume(better + worse)

    theirs = contingency.mcnemar([[10, better], [worse, 10]], exact=False, correction=False).pvalue

    assert mcnemar(better, worse).p_asymptotic == pytest.approx(theirs, abs=1e-9)


@given(turned)
def test_mcnemar_mid_p_takes_half_of_what_was_seen(cells: tuple[int, int]) -> None:
    better, worse = cells
    assume(better + worse)
    few, half = min(cells), stats.binom(better + worse, 0.5)

    expected = min(1.0, 2 * (half.cdf(few) - 0.5 * half.pmf(few)))

    assert mcnemar(better, worse).p_mid == pytest.approx(expected, abs=1e-9)


@given(turned)
def test_mcnemar_does_not_mind_which_side_is_which(cells: tuple[int, int]) -> None:
    one, other = mcnemar(*cells), mcnemar(*reversed(cells))

    assert one.p_value == other.p_value
    assert one.p_mid <= one.p_exact <= 1


@pytest.mark.parametrize(
    ("better", "worse", "method"),
    [
        (0, 0, "none"),
        (3, 9, "exact"),
        (12, 12, "exact"),
        (12, 13, "mid-p"),
        (400, 599, "mid-p"),
        (500, 500, "asymptotic"),
    ],
)
def test_mcnemar_is_exact_for_few_turned_cases_and_asymptotic_for_many(better: int, worse: int, method: str) -> None:
    assert mcnemar(better, worse).method == method


def test_mcnemar_holds_for_thousands_of_turned_cases() -> None:
    assert mcnemar(4000, 4000).p_exact == 1.0
    assert mcnemar(2000, 3000).p_exact == pytest.approx(stats.binomtest(2000, 5000).pvalue, rel=1e-6)


def test_without_a_turned_case_nothing_is_found() -> None:
    assert mcnemar(0, 0).p_value == 1.0
    assert not drop_test(0, 0, 100).finds_a_drop


# -- the drop ----------------------------------------------------------------------------------------------------------


@given(turned)
def test_with_nothing_allowed_the_drop_test_is_the_one_sided_sign_test_of_scipy(cells: tuple[int, int]) -> None:
    better, worse = cells
    assume(better + worse)

    theirs = stats.binomtest(worse, better + worse, 0.5, alternative="greater").pvalue

    assert drop_test(better, worse, 300).p_value == pytest.approx(theirs, abs=1e-9)


@given(turned, st.integers(240, 800), st.sampled_from([0.01, 0.02, 0.05, 0.1]))
@settings(max_examples=60)
def test_with_something_allowed_it_is_the_score_test_at_the_restricted_maximum_of_the_likelihood(
    cells: tuple[int, int], n: int, allowed: float
) -> None:
    better, worse = cells
    optimize = pytest.importorskip("scipy.optimize")

    def minus_log_likelihood(share: float) -> float:
        rest = n - better - worse
        parts = ((worse, share + allowed), (better, share), (rest, 1 - 2 * share - allowed))
        return -sum(k * math.log(max(chance, 1e-300)) for k, chance in parts if k)

    found = optimize.minimize_scalar(
        minus_log_likelihood, bounds=(1e-12, (1 - allowed) / 2 - 1e-12), method="bounded", options={"xatol": 1e-12}
    )
    distance = worse - better - n * allowed
    theirs = stats.norm.sf(distance / math.sqrt(n * (2 * found.x + allowed * (1 - allowed))))
    assert drop_test(better, worse, n, allowed=allowed).p_value == pytest.approx(theirs, abs=2e-4)


@given(turned)
def test_the_score_test_with_nothing_allowed_is_mcnemars_z(cells: tuple[int, int]) -> None:
    better, worse = cells
    assume(better + worse)

    assert statistics._tango(better, worse, 300, 0.0) == pytest.approx((worse - better) / math.sqrt(better + worse))


@given(turned, st.sampled_from([0.0, 0.01, 0.03]))
def test_allowing_more_never_makes_a_drop_surer(cells: tuple[int, int], allowed: float) -> None:
    better, worse = cells

    less, more = (
        drop_test(better, worse, 250, allowed=allowed + 0.01),
        drop_test(better, worse, 250, allowed=allowed + 0.05),
    )

    assert less.p_value <= more.p_value + 1e-12


@given(st.integers(0, 60), st.integers(0, 60), st.sampled_from([0.0, 0.02]))
def test_one_more_case_turned_worse_makes_a_drop_surer(better: int, worse: int, allowed: float) -> None:
    assert (
        drop_test(better, worse + 1, 250, allowed=allowed).p_value
        <= drop_test(better, worse, 250, allowed=allowed).p_value + 1e-12
    )


@pytest.mark.parametrize(("n", "allowed"), [(60, 0.0), (150, 0.0), (150, 0.02), (300, 0.05)])
def test_a_drop_of_just_what_is_allowed_is_called_one_about_as_often_as_alpha_says(n: int, allowed: float) -> None:
    chance = np.random.default_rng(7)
    drawn = chance.multinomial(n, [0.04 + allowed, 0.04, 1 - 0.08 - allowed], size=4000)

    found = [drop_test(int(better), int(worse), n, allowed=allowed).finds_a_drop for worse, better, _ in drawn]

    assert sum(found) / len(found) <= 0.065


@pytest.mark.parametrize(
    ("better", "worse", "n", "allowed"), [(-1, 0, 5, 0), (3, 3, 5, 0), (0, 1, 5, -0.1), (0, 1, 5, 1.0)]
)
def test_impossible_counts_are_refused(better: int, worse: int, n: int, allowed: float) -> None:
    with pytest.raises(ValueError):
        drop_test(better, worse, n, allowed=allowed)


# -- power -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("n", "drop", "turning"), [(40, 0.1, 0.2), (120, 0.05, 0.1), (300, 0.05, 0.1), (90, 0.0, 0.1)])
def test_power_is_the_sum_over_every_outcome_of_the_design(n: int, drop: float, turning: float) -> None:
    expected = 0.0
    for pairs in range(n + 1):
        worse = np.arange(pairs + 1)
        speaks = stats.binom.sf(worse - 1, pairs, 0.5) < 0.05
        expected += (
            stats.binom.pmf(pairs, n, turning)
            * stats.binom.pmf(worse, pairs, (turning + drop) / (2 * turning))[speaks].sum()
        )

    assert power_to_see_a_drop(n, drop, discordant=turning) == pytest.approx(expected, abs=1e-6)


def test_power_is_how_often_the_test_speaks_in_a_simulation() -> None:
    chance = np.random.default_rng(11)
    drawn = chance.multinomial(300, [0.075, 0.025, 0.9], size=3000)

    seen = sum(drop_test(int(better), int(worse), 300).finds_a_drop for worse, better, _ in drawn) / 3000

    assert power_to_see_a_drop(300, 0.05, discordant=0.1) == pytest.approx(seen, abs=0.03)


def test_three_hundred_cases_see_five_points_about_four_times_in_five() -> None:
    assert 0.75 < power_to_see_a_drop(300, 0.05) < 0.9
    assert power_to_see_a_drop(300, 0.03) < 0.6
    assert power_to_see_a_drop(500, 0.03) > 0.7


@given(st.integers(20, 300), st.sampled_from([0.02, 0.05, 0.1]))
@settings(max_examples=25)
def test_power_never_falls_far_when_cases_are_added(n: int, drop: float) -> None:
    # an exact test's power saws a little: the next n can need one more case
    assert power_to_see_a_drop(2 * n, drop) >= power_to_see_a_drop(n, drop) - 0.02


# -- resampling --------------------------------------------------------------------------------------------------------


def test_the_bootstrap_interval_of_a_mean_is_scipys_percentile_interval() -> None:
    values = list(np.random.default_rng(3).beta(2, 1, size=200))

    ours = statistics.mean(values, resamples=8000)

    theirs = stats.bootstrap((values,), np.mean, n_resamples=8000, method="percentile", rng=np.random.default_rng(5))
    assert ours.low == pytest.approx(theirs.confidence_interval.low, abs=0.004)
    assert ours.high == pytest.approx(theirs.confidence_interval.high, abs=0.004)
    assert ours.value == pytest.approx(np.mean(values))


def test_the_paired_bootstrap_is_scipys_of_the_differences() -> None:
    chance = np.random.default_rng(4)
    before = chance.random(150)
    after = before + chance.normal(0.03, 0.1, 150)

    ours = paired_difference(list(before), list(after), resamples=8000)

    theirs = stats.bootstrap(
        (after - before,), np.mean, n_resamples=8000, method="percentile", rng=np.random.default_rng(6)
    )
    assert ours.low == pytest.approx(theirs.confidence_interval.low, abs=0.003)
    assert ours.high == pytest.approx(theirs.confidence_interval.high, abs=0.003)


@given(st.lists(st.floats(0, 1), min_size=1, max_size=60), st.integers(0, 5))
@settings(max_examples=40)
def test_the_same_values_and_seed_give_the_same_interval(values: list[float], seed: int) -> None:
    one = statistics.mean(values, seed=seed, resamples=200)

    assert one == statistics.mean(values, seed=seed, resamples=200)
    assert min(values) - 1e-9 <= one.low <= one.high <= max(values) + 1e-9


def test_a_large_sample_is_resampled_in_blocks_that_fit_into_memory() -> None:
    found = statistics.mean([0.0, 1.0] * 50_000, resamples=50)

    assert found.low < 0.5 < found.high


@given(st.lists(st.floats(-100, 100), min_size=1, max_size=50), st.floats(0, 1))
def test_a_quantile_is_numpys(values: list[float], share: float) -> None:
    assert quantile(values, share) == pytest.approx(float(np.quantile(values, share)))


# -- agreement ---------------------------------------------------------------------------------------------------------

graded = st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from("abc")), min_size=2, max_size=80)


@given(graded)
def test_kappa_and_its_interval_are_those_of_statsmodels(pairs: list[tuple[str, str]]) -> None:
    first, second = [one for one, _ in pairs], [other for _, other in pairs]
    labels = sorted({*first, *second})
    assume(len(labels) > 1)
    table = [[sum(pair == (row, column) for pair in pairs) for column in labels] for row in labels]
    ours = cohens_kappa(first, second)
    assume(ours.kappa is not None)

    with np.errstate(invalid="ignore", divide="ignore"):
        theirs = inter_rater.cohens_kappa(np.array(table))

    assert ours.kappa == pytest.approx(theirs.kappa, abs=1e-9)
    if math.isnan(theirs.kappa_low):  # statsmodels takes the root of a variance that rounds to just below nothing
        assert ours.low == pytest.approx(ours.high, abs=1e-6)
    else:
        assert (ours.low, ours.high) == pytest.approx((theirs.kappa_low, theirs.kappa_upp), abs=1e-6)


@given(graded)
def test_kappa_does_not_mind_who_graded_first(pairs: list[tuple[str, str]]) -> None:
    first, second = [one for one, _ in pairs], [other for _, other in pairs]

    one, other = cohens_kappa(first, second), cohens_kappa(second, first)

    assert (one.kappa is None) == (other.kappa is None)
    assert one.kappa is None or one.kappa == pytest.approx(other.kappa)


def test_kappa_is_not_defined_when_both_give_one_label_only() -> None:
    found = cohens_kappa(["right"] * 5, ["right"] * 5)

    assert (found.kappa, found.agreed) == (None, 5)


def test_two_lists_of_different_length_are_no_pair() -> None:
    with pytest.raises(ValueError):
        cohens_kappa(["a"], ["a", "b"])
    with pytest.raises(ValueError):
        paired_difference([0.1], [0.1, 0.2])
