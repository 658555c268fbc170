"""What one run of the benchmark says, as tables for a person and JSON for a program. Figures only: no phrase of anybody's."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from evals.benchmarks.chart import Panel, Row, chart
from evals.benchmarks.finding import Accuracy
from evals.benchmarks.machine import Machine
from evals.benchmarks.measuring import Cost
from evals.benchmarks.protocol import System
from evals.benchmarks.tables import Table, accuracy_table, markdown

SCHEMA = "codecite.peers/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemReport:
    """A system's cost, and its accuracy on each set of phrases, whole and by source; none where it was asked for no code."""

    system: System
    cost: Cost
    accuracy: Mapping[str, Accuracy]
    sources: Mapping[str, Mapping[str, Accuracy]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """`day` is the day the codes had to be in force on; `measured_on` the day of the run; `sets` the phrases in each set."""

    measured_on: date
    day: date
    machine: Machine
    packages: Mapping[str, str]
    titles: int
    sets: Mapping[str, int]
    systems: tuple[SystemReport, ...]


def tables(report: Report) -> tuple[Table, ...]:
    """Accuracy on each set of phrases, then what each system costs."""
    return (*(_accuracy(report, name) for name in report.sets), _cost(report.systems))


def source_tables(report: Report) -> tuple[Table, ...]:
    """Our own accuracy by source of phrases, where a set has more than one."""
    return tuple(
        accuracy_table(f"{one.system.name} on {name}, by source", sources)
        for one in report.systems
        if one.system.is_ours
        for name, sources in one.sources.items()
        if len(sources) > 1
    )


def _accuracy(report: Report, name: str) -> Table:
    scored = {one.system.name: one.accuracy[name] for one in report.systems if name in one.accuracy}
    return accuracy_table(f"{report.sets[name]:,} phrases: {name}", scored)


def _cost(systems: Sequence[SystemReport]) -> Table:
    return Table(
        title="What each costs",
        header=("", "index build", "memory, building", "cold start", "p50, warm", "p99, warm", "memory, answering"),
        rows=tuple(
            (
                one.system.name,
                "ships its own" if one.cost.build_s is None else f"{one.cost.build_s:,.1f} s",
                "–" if one.cost.build_peak_mb is None else f"{one.cost.build_peak_mb:,.0f} MB",
                f"{one.cost.cold_s:.2f} s",
                milliseconds(one.cost.p50_ms),
                milliseconds(one.cost.p99_ms),
                f"{one.cost.peak_mb:,.0f} MB",
            )
            for one in systems
        ),
    )


def milliseconds(value: float) -> str:
    return f"{value:.1f} ms" if value < 10 else f"{value:.0f} ms"


# -- written -----------------------------------------------------------------------------------------------------------


def as_json(report: Report) -> str:
    """One object, floats to four places."""
    told = json.dumps({"schema": SCHEMA, **asdict(report)}, default=str)
    rounded = json.loads(told, parse_float=lambda figure: round(float(figure), 4))
    return json.dumps(rounded, indent=1, ensure_ascii=False) + "\n"


def as_markdown(report: Report) -> str:
    """The tables, what each system is, and how it was measured."""
    how = (
        f"One run on {report.measured_on}: {report.machine.told}. Every system runs alone, in a process of its own, and is asked"
        " each phrase once after a warm-up."
        f" Indexed by the peers: the {report.titles:,} codes billable on {report.day}."
        " Shares come with their Wilson 95% interval; *names an invalid code* is the share of phrases with a code among the first"
        " ten that is not billable on the day. Any of a phrase's accepted codes counts as right. The find suites are written by"
        " this project, like its vocabulary: they flatter it."
    )
    whose = [f"- **{one.system.name}** ({one.system.about}): {one.system.setup}" for one in report.systems]
    versions = ", ".join(f"{name} {version}" for name, version in report.packages.items())
    return "\n\n".join([*map(markdown, tables(report)), how, "\n".join(whose), f"Versions: {versions}."]) + "\n"


def as_chart(report: Report) -> str:
    """Recall at rank 1 and within five of every system, the best first."""
    rows = [
        Row(
            name=one.system.name,
            about=one.system.about,
            latency=milliseconds(one.cost.p50_ms),
            is_ours=one.system.is_ours,
            recalls=tuple((one.accuracy[name].recall_at_1, one.accuracy[name].recall_at_5) for name in report.sets),
        )
        for one in report.systems
        if one.accuracy
    ]
    rows.sort(key=lambda row: -row.recalls[0][0].value)
    panels = [Panel(name=name, phrases=n) for name, n in report.sets.items()]
    busy = ", which others kept busy: times are too long" if report.machine.was_busy else ""
    note = f"Codes billable on {report.day}. Measured {report.measured_on} on {report.machine.cores} cores{busy}."
    return chart(panels, rows, note)


def write(report: Report, folder: Path) -> tuple[Path, ...]:
    """peers.json, peers.md and peers.svg in the folder."""
    written = {"peers.json": as_json(report), "peers.md": as_markdown(report), "peers.svg": as_chart(report)}
    for name, text in written.items():
        (folder / name).write_text(text, encoding="utf-8")
    return tuple(folder / name for name in written)
