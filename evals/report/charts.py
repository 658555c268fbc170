"""Small SVG charts without a library: widths in percent, so that one drawing fits a phone, a screen and paper. Pure.

Colours come from the page's style by class. A chart inside a table row is hidden from screen readers: its row holds the
numbers. A chart that stands alone has a title and a description.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from evals.report.words import count, wait
from evals.statistics import quantile

_MARKS = (0.5, 0.95, 0.99)
_BARS = 28


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of a stacked bar; `look` is its class in the style."""

    look: str
    label: str
    n: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Waits:
    """Waiting times in bars `step` ms wide from 0 to `limit`; `over` of them waited longer. `marks` are (share, ms)."""

    n: int
    step: float
    limit: float
    counts: tuple[int, ...]
    over: int
    longest: float
    marks: tuple[tuple[float, float], ...]

    @property
    def bars(self) -> list[tuple[float, int]]:
        """The upper end in ms and the number of cases of every bar that has some."""
        return [(self.step * place, n) for place, n in enumerate(self.counts, 1) if n]


# -- in a row of a table -------------------------------------------------------------------------------------------------


def whisker(
    low: float, value: float, high: float, *, before: float | None = None, reference: float | None = None
) -> Markup:
    """A share as a dot on its interval; a hollow diamond is the share before, a dashed line what all cases together have."""
    return _row_chart(
        _line("reference", reference, 1, reference, 21) if reference is not None else Markup(),
        _line("track", 0, 11, 1, 11),
        _line("moved", before, 11, value, 11) if before is not None else Markup(),
        _line("interval", low, 11, high, 11),
        _line("interval", low, 7, low, 15),
        _line("interval", high, 7, high, 15),
        _diamond(before) if before is not None else Markup(),
        Markup('<circle class="dot" cx="{}" cy="11" r="4.5"/>').format(_at(value)),
    )


def nothing() -> Markup:
    """The row of a share that has no cases."""
    return _row_chart(_line("track", 0, 11, 1, 11))


def scale(ticks: Sequence[float] = (0.0, 0.25, 0.5, 0.75, 1.0)) -> Markup:
    """The scale over a column of whiskers."""
    labels = Markup().join(
        Markup('<text x="{}" y="11" text-anchor="{}">{}%</text>').format(
            _at(tick), "start" if tick == 0 else "end" if tick == 1 else "middle", f"{100 * tick:g}"
        )
        for tick in ticks
    )
    return Markup('<svg class="scale" width="100%" height="14" aria-hidden="true" focusable="false">{}</svg>').format(
        labels
    )


def bar(n: int, most: int, look: str = "plain") -> Markup:
    """One count as a bar; `most` is the longest bar of its table."""
    return _row_chart(_rect(look, 0, 3, n / most if most else 0, 16))


def versus(worse: int, better: int, most: int) -> Markup:
    """Cases turned worse to the left of the middle, better to the right; the worse are hatched, not only coloured."""
    left, right = (worse / most / 2, better / most / 2) if most else (0.0, 0.0)
    return _row_chart(
        _rect("worse", 0.5 - left, 3, left, 16),
        _rect("hatch", 0.5 - left, 3, left, 16),
        _rect("better", 0.5, 3, right, 16),
        _line("middle", 0.5, 0, 0.5, 22),
    )


def stacked(parts: Sequence[Part], *, height: int = 28) -> Markup:
    """Counts as stretches of one bar. The list beside it names them; a stretch of nothing is left out."""
    total = sum(part.n for part in parts)
    drawn, start = [], 0.0
    for part in parts:
        width = part.n / total if total else 0.0
        if part.n:
            drawn.append(
                Markup("<g><title>{}: {}</title>{}{}</g>").format(
                    part.label,
                    count(part.n),
                    _rect(part.look, start, 0, width, height),
                    _rect(f"over-{part.look}", start, 0, width, height),
                )
            )
        start += width
    return Markup('<svg class="stacked" width="100%" height="{}" aria-hidden="true" focusable="false">{}</svg>').format(
        height, Markup().join(drawn)
    )


# -- on its own ----------------------------------------------------------------------------------------------------------


def binned(waits_ms: Sequence[float], bars: int = _BARS) -> Waits:
    """Bars of a round width up to a little above the 99th percentile; the few that waited longer are counted apart.

    Raises NothingToAverageError when nothing was timed.
    """
    marks = tuple((share, quantile(waits_ms, share)) for share in _MARKS)
    longest = max(waits_ms)
    step = _round_up(max(marks[-1][1] * 1.12, 0.1) / bars)
    slots = max(1, math.ceil(marks[-1][1] * 1.12 / step))
    if longest < step * (slots + 2):
        slots = math.floor(longest / step) + 1
    counts = [0] * slots
    for value in waits_ms:
        if value < step * slots:
            counts[math.floor(value / step)] += 1
    return Waits(
        n=len(waits_ms), step=step, limit=step * slots, counts=tuple(counts),
        over=len(waits_ms) - sum(counts), longest=longest, marks=marks,
    )  # fmt: skip


def histogram(waits: Waits, *, name: str, title: str) -> Markup:
    """The waits as bars, with lines where half, 95% and 99% of the cases had their answer. `name` makes ids unique."""
    top, bottom = 50.0, 150.0
    room = 0.94 if waits.over else 1.0
    most = max(*waits.counts, waits.over, 1)
    width = room / len(waits.counts)

    def column(look: str, x: float, n: int, wide: float) -> Markup:
        high = (bottom - top) * n / most
        return _rect(look, x, bottom - max(high, 1.0 if n else 0.0), wide, max(high, 1.0 if n else 0.0))

    bars = [column("bar", place * width, n, width * 0.86) for place, n in enumerate(waits.counts)]
    if waits.over:
        bars.append(column("bar over", 0.965, waits.over, 0.03))
        bars.append(Markup('<text class="tick" x="100%" y="166" text-anchor="end">longer</text>'))
    ticks = [
        Markup('<text class="tick" x="{}" y="166" text-anchor="{}">{}</text>').format(
            _at(room * at / waits.limit), "start" if at == 0 else "middle", wait(at) if at else "0"
        )
        for at in _ticks(waits.limit)
        if room * at / waits.limit <= (0.84 if waits.over else 0.95)
    ]
    marks = [
        _mark(place, share, value, min(room, room * value / waits.limit), bottom)
        for place, (share, value) in enumerate(waits.marks)
    ]
    over = f" {count(waits.over)} waited longer than {wait(waits.limit)}." if waits.over else ""
    told = ", ".join(f"{100 * share:g}% within {wait(value)}" for share, value in waits.marks)
    return Markup(
        '<svg class="histogram" width="100%" height="172" role="img" aria-labelledby="{name}-title {name}-told">'
        '<title id="{name}-title">{title}</title><desc id="{name}-told">{told}</desc>{drawn}</svg>'
    ).format(
        name=name,
        title=title,
        told=f"{count(waits.n)} cases: {told}; the longest took {wait(waits.longest)}.{over}",
        drawn=Markup().join([*bars, _line("base", 0, bottom, 1, bottom), *ticks, *marks]),
    )


def _mark(place: int, share: float, value: float, x: float, bottom: float) -> Markup:
    """A line with its label; each label has a row of its own, so that near ones never cover each other."""
    y = 11 + 15 * place
    right = x > 0.62
    return Markup('{}<text class="mark" x="{}" dx="{}" y="{}" text-anchor="{}">{}% within {}</text>').format(
        _line("mark", x, y - 9, x, bottom), _at(x), -5 if right else 5, y, "end" if right else "start",
        f"{100 * share:g}", wait(value),
    )  # fmt: skip


def _ticks(limit: float) -> list[float]:
    step = _round_up(limit / 5)
    return [step * place for place in range(int(limit / step) + 1)]


def _round_up(size: float) -> float:
    """The next of 1, 2, 2.5, 5 times a power of ten."""
    power = 10.0 ** math.floor(math.log10(size))
    return next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= size * 0.999999)


# -- strokes -------------------------------------------------------------------------------------------------------------


def _row_chart(*drawn: Markup) -> Markup:
    return Markup(
        '<svg class="row-chart" width="100%" height="22" aria-hidden="true" focusable="false">{}</svg>'
    ).format(Markup().join(drawn))


def _line(look: str, x1: float, y1: float, x2: float, y2: float) -> Markup:
    return Markup('<line class="{}" x1="{}" y1="{}" x2="{}" y2="{}"/>').format(
        look, _at(x1), f"{y1:g}", _at(x2), f"{y2:g}"
    )


def _rect(look: str, x: float, y: float, width: float, height: float) -> Markup:
    return Markup('<rect class="{}" x="{}" y="{}" width="{}" height="{}"/>').format(
        look, _at(x), f"{y:.4g}", _at(width), f"{height:.4g}"
    )


def _diamond(x: float) -> Markup:
    """A path can't be placed in percent; a nested drawing can."""
    return Markup(
        '<svg x="{}" y="11" width="1" height="1" overflow="visible"><path class="before" d="M-5 0 0-5 5 0 0 5Z"/></svg>'
    ).format(_at(x))


def _at(share: float) -> str:
    return f"{100 * share:.4g}%"
