"""Recall of several systems as one self-contained SVG, readable on light and dark pages, and without seeing colours. Pure.

A disc stands for rank 1 and a hollow diamond for the first five, each with its figure beside it; the brackets around it are its interval.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from textwrap import wrap
from xml.sax.saxutils import escape

from evals.statistics import Rate

WIDTH, EDGE = 960, 28
NAMES, LATENCY, GAP = 168, 92, 62
"""Widths in px: the systems' names on the left, the latency on the right, and what lies between two panels."""
TOP_OF_ROWS, ROW, FOOT, LINE = 156, 56, 66, 17
LETTER = 7.6
"""Width in px of a letter of a panel's title, in the widest of the fonts a page may fall back on."""
_TITLE = "Finding the ICD-10-CM code for a diagnosis in words"
_STYLE = """
  text { font: 13px system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; fill: #1f2328; }
  .card { fill: #ffffff; stroke: #d1d9e0; } .band { fill: #eef6fc; } .grid { stroke: #e6eaef; } .span { stroke: #aeb8c2; stroke-width: 2; }
  .title { font-size: 20px; font-weight: 650; } .name { font-size: 14px; } .ours { font-weight: 650; } .muted { fill: #59636e; font-size: 12px; }
  .figure { font-size: 13px; font-weight: 600; font-variant-numeric: tabular-nums; }
  .one { fill: #0066a8; stroke: #0066a8; } .five { fill: #ffffff; stroke: #b34700; stroke-width: 2.5; }
  .one-interval { stroke: #0066a8; } .five-interval { stroke: #b34700; } .one-interval, .five-interval { stroke-width: 1.75; fill: none; }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc; } .card { fill: #0d1117; stroke: #3d444d; } .band { fill: #121d2f; } .grid { stroke: #2a313c; } .span { stroke: #656c76; }
    .muted { fill: #9198a1; } .one { fill: #58b0f0; stroke: #58b0f0; } .five { fill: #0d1117; stroke: #f0a04b; }
    .one-interval { stroke: #58b0f0; } .five-interval { stroke: #f0a04b; }
  }
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A system: its recall at rank 1 and within five on each panel's phrases, and its median latency as text."""

    name: str
    about: str
    latency: str
    is_ours: bool
    recalls: tuple[tuple[Rate, Rate], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """A set of phrases: what it is called, and how many phrases it has."""

    name: str
    phrases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Place:
    """A stretch of the page on which 0 to 100% is drawn."""

    left: float
    width: float

    def at(self, share: float) -> float:
        return round(self.left + self.width * share, 1)


def chart(panels: Sequence[Panel], rows: Sequence[Row], note: str) -> str:
    """The SVG; every row has a pair of rates for each panel. Raises ValueError for nothing to draw."""
    if not panels or not rows or any(len(row.recalls) != len(panels) for row in rows):
        raise ValueError("a chart needs systems, and a pair of rates for each panel")
    height = TOP_OF_ROWS + ROW * len(rows) + FOOT
    places = _places(len(panels))
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" role="img"'
        ' aria-labelledby="peers-title peers-desc">',
        f'<title id="peers-title">{_TITLE}</title>',
        f'<desc id="peers-desc">{escape(told(panels, rows))}</desc>',
        f"<style>{_STYLE}</style>",
        f'<rect class="card" x="0.5" y="0.5" width="{WIDTH - 1}" height="{height - 1}" rx="10"/>',
        _text(EDGE, 40, _TITLE, "title"),
        *_legend(),
        _text(WIDTH - EDGE, TOP_OF_ROWS - 18 - LINE, "median time", "ours", "end"),
        _text(WIDTH - EDGE, TOP_OF_ROWS - 18, "a phrase, warm", "muted", "end"),
        *(line for at, row in enumerate(rows) for line in _band(row, TOP_OF_ROWS + ROW * at)),
        *(line for panel, place in zip(panels, places, strict=True) for line in _frame(panel, place, len(rows))),
        *(line for at, row in enumerate(rows) for line in _row(row, places, TOP_OF_ROWS + ROW * at)),
        _text(EDGE, height - 18, note, "muted"),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def told(panels: Sequence[Panel], rows: Sequence[Row]) -> str:
    """Everything the chart shows, in words."""
    sentences = []
    for at, panel in enumerate(panels):
        figures = "; ".join(
            f"{row.name} {_with_interval(row.recalls[at][0])} at rank 1, {_with_interval(row.recalls[at][1])} within five"
            for row in rows
        )
        sentences.append(f"{panel.phrases:,} phrases, {panel.name}: {figures}.")
    times = ", ".join(f"{row.name} {row.latency}" for row in rows)
    return " ".join([*sentences, f"Median time a phrase: {times}."])


def _with_interval(one: Rate) -> str:
    return f"{figure(one.value)}% ({figure(one.low)} to {figure(one.high)})"


def figure(share: float) -> str:
    """Percent without the sign; a decimal only where rounding would say all or none."""
    whole = f"{share * 100:.0f}"
    return f"{share * 100:.1f}" if whole in ("0", "100") and share not in (0.0, 1.0) else whole


def _places(count: int) -> list[_Place]:
    left, right = EDGE + NAMES + GAP, WIDTH - EDGE - LATENCY - GAP / 2
    width = (right - left - GAP * (count - 1)) / count
    return [_Place(left=left + (width + GAP) * at, width=width) for at in range(count)]


def _legend() -> Iterator[str]:
    y = 70
    yield _disc(EDGE + 7, y - 4)
    yield _text(EDGE + 22, y, "a right code at rank 1", "muted")
    yield _diamond(EDGE + 178, y - 4)
    yield _text(EDGE + 193, y, "a right code among the first five", "muted")
    yield _interval("one", EDGE + 412, EDGE + 430, y - 4)
    yield _disc(EDGE + 421, y - 4)
    yield _text(EDGE + 442, y, "Wilson 95% interval", "muted")


def _frame(panel: Panel, place: _Place, rows: int) -> Iterator[str]:
    bottom = TOP_OF_ROWS + ROW * rows
    lines = wrap(panel.name, max(8, int(place.width / LETTER)), max_lines=2, placeholder=" …")
    for up, line in enumerate(reversed(lines), 1):
        yield _text(place.left, TOP_OF_ROWS - 18 - LINE * up, line, "ours")
    yield _text(place.left, TOP_OF_ROWS - 18, f"{panel.phrases:,} phrases", "muted")
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = place.at(share)
        yield f'<line class="grid" x1="{x}" y1="{TOP_OF_ROWS - 4}" x2="{x}" y2="{bottom + 4}"/>'
        yield _text(x, bottom + 20, f"{share:.0%}", "muted", "middle")


def _band(row: Row, y: float) -> Iterator[str]:
    if row.is_ours:
        yield f'<rect class="band" x="{EDGE - 14}" y="{y + 2}" width="{WIDTH - 2 * (EDGE - 14)}" height="{ROW - 4}" rx="8"/>'


def _row(row: Row, places: Sequence[_Place], y: float) -> Iterator[str]:
    middle = y + ROW / 2
    weight = "name ours" if row.is_ours else "name"
    yield _text(EDGE, middle - 3, row.name, weight)
    yield _text(EDGE, middle + 14, row.about, "muted")
    for place, (first, fifth) in zip(places, row.recalls, strict=True):
        yield from _pair(place, first, fifth, middle)
    yield _text(WIDTH - EDGE, middle + 5, row.latency, "figure", "end")


def _pair(place: _Place, first: Rate, fifth: Rate, y: float) -> Iterator[str]:
    """Both marks on one line; their figures stand outside, so that they never meet."""
    yield f'<line class="span" x1="{place.at(first.value)}" y1="{y}" x2="{place.at(fifth.value)}" y2="{y}"/>'
    yield _interval("one", place.at(first.low), place.at(first.high), y)
    yield _interval("five", place.at(fifth.low), place.at(fifth.high), y)
    yield _diamond(place.at(fifth.value), y)
    yield _disc(place.at(first.value), y)
    yield _text(place.at(min(first.low, first.value)) - 10, y + 5, figure(first.value), "figure", "end")
    yield _text(place.at(max(fifth.high, fifth.value)) + 11, y + 5, figure(fifth.value), "figure")


def _interval(which: str, low: float, high: float, y: float) -> str:
    """Brackets around a mark: taller than it, so that a narrow interval is seen too."""
    return f'<path class="{which}-interval" d="M{low} {y - 9}V{y + 9}M{high} {y - 9}V{y + 9}M{low} {y}H{high}"/>'


def _disc(x: float, y: float) -> str:
    return f'<circle class="one" cx="{x}" cy="{y}" r="5"/>'


def _diamond(x: float, y: float) -> str:
    return f'<path class="five" d="M{x} {y - 6.5}L{x + 6.5} {y}L{x} {y + 6.5}L{x - 6.5} {y}Z"/>'


def _text(x: float, y: float, text: str, classes: str, anchor: str = "start") -> str:
    return f'<text class="{classes}" x="{x:g}" y="{y:g}" text-anchor="{anchor}">{escape(text)}</text>'
