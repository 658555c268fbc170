"""The gate: whether a run may pass, and every reason why not. Pure."""

from dataclasses import dataclass
from typing import Literal

from evals.compare import Comparison
from evals.runs import Run

BreachKind = Literal["must-pass", "unmark", "drop", "not compared"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Breach:
    """One reason the gate does not hold; `case` is None for what concerns the whole run."""

    kind: BreachKind
    case: str | None
    told: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """`notes` are what a person should know although it doesn't decide."""

    breaches: tuple[Breach, ...]
    notes: tuple[str, ...]

    @property
    def holds(self) -> bool:
        return not self.breaches


def gate(run: Run, comparison: Comparison | None, *, needs_comparison: bool = False) -> Gate:
    """A must-pass case fails, a known-failing case passes while marked, or accuracy fell beyond what is allowed."""
    breaches = [
        Breach(kind="must-pass", case=one.id, told=f"{one.id} must pass and fails: {one.why}")
        for one in run.results
        if one.asked.must_pass and one.verdict == "failed"
    ]
    breaches += [
        Breach(
            kind="unmark",
            case=one.id,
            told=f"{one.id} passes now: unmark it (take known_failing away, {one.asked.file}:{one.asked.line}).",
        )
        for one in run.results
        if one.verdict == "unmark" and one.asked.must_pass
    ]
    # Of the other cases some lie so near the edge that another processor's rounding turns them: told, not stopped.
    unmarked = [one.id for one in run.results if one.verdict == "unmark" and not one.asked.must_pass]
    notes = (
        [f"{len(unmarked)} cases pass while still marked known-failing: `codecite eval mark` takes the marks away."]
        if unmarked
        else []
    )
    if comparison is None:
        if needs_comparison:
            breaches.append(
                Breach(
                    kind="not compared", case=None, told="No case of this run stands in the baseline with the same key."
                )
            )
        else:
            notes.append("Nothing was compared: there is no baseline with these cases. Accept a run to have one.")
    else:
        drop = comparison.drop
        if drop.finds_a_drop:
            allowed = f" beyond the allowed {100 * drop.allowed:g} points" if drop.allowed else ""
            breaches.append(
                Breach(
                    kind="drop",
                    case=None,
                    told=f"Accuracy fell by {100 * drop.drop:.1f} points{allowed} (one-sided p = {drop.p_value:.3g}, n = {drop.n}):"
                    f" {drop.worse} cases turned worse, {drop.better} better.",
                )
            )
        elif drop.worse:
            notes.append(
                f"{drop.worse} cases turned worse and {drop.better} better: no more than chance explains (one-sided p = {drop.p_value:.3g})."
            )
        if comparison.rekeyed:
            notes.append(f"{len(comparison.rekeyed)} cases have a new key and are not compared.")
        if comparison.only_before:
            notes.append(
                f"{len(comparison.only_before)} cases of the baseline are gone: {', '.join(comparison.only_before[:5])}."
            )
    return Gate(breaches=tuple(breaches), notes=tuple(notes))
