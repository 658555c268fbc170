"""Measurements as tables: one value, shown in a terminal or written as Markdown. Pure but for `shown`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evals.benchmarks.finding import Accuracy
from evals.statistics import McNemar, Rate


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of text under a title; the first column names the row, the others are figures."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def accuracy_table(title: str, results: Mapping[str, Accuracy]) -> Table:
    """One row a finder (or a source): the shares in percent with Wilson 95% intervals."""
    return Table(
        title=title,
        header=("", "n", "recall@1", "recall@5", "recall@10", "category@1", "names an invalid code", "names none"),
        rows=tuple(
            (
                name,
                f"{one.n:,}",
                percent(one.recall_at_1),
                percent(one.recall_at_5),
                percent(one.recall_at_10),
                percent(one.category_at_1),
                percent(one.invalid),
                percent(one.silent),
            )
            for name, one in results.items()
        ),
    )


def turned_table(title: str, recalls: Mapping[str, tuple[Rate, Rate]], turns: Mapping[str, McNemar]) -> Table:
    """One row a variant: recall@1 and recall@5, and how many phrases turned right and wrong at rank 1 against the first."""
    return Table(
        title=title,
        header=("", "recall@1", "recall@5", "turned right", "turned wrong", "p (McNemar)"),
        rows=tuple(
            (name, percent(first), percent(fifth), *_turn(turns.get(name))) for name, (first, fifth) in recalls.items()
        ),
    )


def _turn(turn: McNemar | None) -> tuple[str, str, str]:
    if turn is None:
        return ("", "", "")
    return (str(turn.better), str(turn.worse), "< 0.001" if turn.p_value < 0.001 else f"{turn.p_value:.3f}")


def percent(one: Rate) -> str:
    return f"{one.value * 100:.1f}% ({one.low * 100:.1f}–{one.high * 100:.1f})"


def markdown(table: Table) -> str:
    """The table in Markdown under its title; a name can't break out of its cell."""
    lines = [
        _line(table.header),
        _line(["---", *("---:" for _ in table.header[1:])]),
        *(_line(row) for row in table.rows),
    ]
    return "\n".join([f"**{table.title}**", "", *lines])


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|').replace(chr(10), ' ') for cell in cells)} |"


def show(table: Table) -> None:
    """Prints the table to the terminal, as wide as it needs where the output is no terminal."""
    from rich.console import Console
    from rich.table import Table as Shown
    from rich.text import Text

    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=200)
    shown = Shown(title=table.title, title_justify="left", title_style="bold", box=None, pad_edge=False, expand=False)
    for at, name in enumerate(table.header):
        shown.add_column(name, justify="left" if at == 0 else "right", header_style="dim")
    for row in table.rows:
        shown.add_row(*(Text(cell) for cell in row))
    console.print(shown)
    console.print()
