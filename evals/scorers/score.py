"""A score: one thing measured on one case, with the reason a lead can read."""

from collections.abc import Callable
from dataclasses import dataclass

from evals.cases import Case
from evals.observed import Observed


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """`value` is averaged; `passed` decides the case, or is None for what is only measured; `label` sorts it into a class.

    `parts` are (name, what became of it): an edit and hit, missed or false alarm; the kind expected and the kind taken.
    """

    name: str
    value: float
    passed: bool | None
    reason: str
    label: str | None = None
    parts: tuple[tuple[str, str], ...] = ()


Scorer = Callable[[Case, Observed], tuple[Score, ...]]
"""Pure. Gives no score where the case expects nothing of its sort."""


def listed(names: object, most: int = 6) -> str:
    """Names as a person reads them: "A, B and 3 more"."""
    told = [str(one) for one in names] if isinstance(names, (tuple, list)) else [str(names)]
    return ", ".join(told) if len(told) <= most else f"{', '.join(told[:most])} and {len(told) - most} more"
