"""The run in a sentence: what changed, whether the gate holds, and how much a run of this size can see. Pure."""

from collections import Counter
from dataclasses import dataclass
from typing import Literal

from evals.compare import DROPS, Comparison, Power
from evals.gate import BreachKind, gate
from evals.report.words import count, counted, odds, p_value, percent, points
from evals.runs import Run
from evals.statistics import power_to_see_a_drop

SEEN = 0.8
"""A drop counts as seen by a run that finds it this often."""

Tone = Literal["fell", "rose", "even", "alone"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Headline:
    """`tone` is what changed in one word: it picks the mark beside the title; `alone` is a run without a comparison."""

    tone: Tone
    title: str
    lede: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gated:
    """Whether the gate holds, and the reasons why not."""

    holds: bool
    reasons: tuple[str, ...]


def headline(run: Run, comparison: Comparison | None) -> Headline:
    rate = run.summary.passed
    if comparison is None:
        return Headline(
            tone="alone",
            title=f"{percent(rate.value)} of {counted(rate.n, 'case')} pass."
            if rate.n > 1
            else f"The one case {'passes' if rate.right else 'fails'}.",
            lede=f"There is nothing to compare with yet, so this page says how good the answers are, not whether they got better."
            f" With {counted(rate.n, 'case')}, the true share most likely lies between {percent(rate.low)} and {percent(rate.high)}"
            " (95% interval).",
        )
    tone, title = _change(comparison)
    before, after = comparison.rate_before, comparison.rate_after
    test = comparison.drop if comparison.drop.finds_a_drop else comparison.mcnemar
    return Headline(
        tone=tone,
        title=title,
        lede=f"{percent(before.value)} → {percent(after.value)} of the same {counted(comparison.n, 'case')}:"
        f" {count(comparison.drop.worse)} turned worse, {count(comparison.drop.better)} turned better"
        f" ({p_value(test.p_value)}).",
    )


def _change(comparison: Comparison) -> tuple[Tone, str]:
    drop, turned = comparison.drop, comparison.mcnemar
    beyond_chance = turned.p_value < drop.alpha
    size = points(drop.drop)
    if drop.finds_a_drop:
        allowed = f", more than the allowed {points(drop.allowed)}" if drop.allowed else ""
        return "fell", f"Accuracy fell by {size}{allowed}."
    if beyond_chance and drop.drop < 0:
        return "rose", f"Accuracy rose by {size}."
    if beyond_chance:
        return "fell", f"Accuracy fell by {size}, within the allowed {points(drop.allowed)}."
    if not drop.better and not drop.worse:
        return "even", "No case changed."
    if drop.drop == 0:
        return "even", "As many cases got better as got worse."
    where = "lower" if drop.drop > 0 else "higher"
    return "even", f"No clear change: {size} {where}, which chance alone explains."


def gated(run: Run, comparison: Comparison | None) -> Gated:
    """The gate of evals.gate over this run, each kind of reason told once with its number."""
    judged = gate(run, comparison)
    numbers = Counter(one.kind for one in judged.breaches)
    return Gated(holds=judged.holds, reasons=tuple(_breach(kind, n) for kind, n in numbers.items()))


def _breach(kind: BreachKind, n: int) -> str:
    match kind:
        case "must-pass":
            return f"{counted(n, 'must-pass case')} {'fails' if n == 1 else 'fail'}"
        case "unmark":
            return f"{counted(n, 'case')} marked as failing {'passes' if n == 1 else 'pass'} now: take the mark away"
        case "drop":
            return "accuracy fell by more than chance explains and the gate allows"
        case "not compared":
            return "nothing could be compared"


def powers(run: Run, comparison: Comparison | None) -> tuple[Power, ...]:
    """How often true drops are found: of the pairs compared, or of a later run compared with this one."""
    if comparison is not None:
        return comparison.power
    return tuple(Power(drop=drop, found=power_to_see_a_drop(run.summary.n, drop)) for drop in DROPS)


def sight(found: tuple[Power, ...]) -> str:
    """The smallest drop that is seen, and the largest that is not, in a sentence."""
    seen = [one for one in found if one.found >= SEEN]
    missed = [one for one in found if one.found < SEEN]
    if not seen:
        worst = found[-1]
        return f"Too few cases to see a change: even a drop of {_drop(worst)} would be noticed {odds(worst.found)}."
    told = f"A drop of {_drop(seen[0])} would be noticed {odds(seen[0].found)}"
    if not missed:
        return f"{told}."
    return f"{told}; one of {_drop(missed[-1])} {odds(missed[-1].found)}."


def _drop(power: Power) -> str:
    return points(power.drop).replace(".0 ", " ")
