"""`codecite eval`: run the suites, compare runs, gate, report, and let people grade."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from bot.cli.contract import Json
from bot.cli.output import print_json
from bot.cli.start import build_progress, day_option, explains_errors
from bot.settings import read_settings, silence_libraries
from knowledge.errors import RequestError

if TYPE_CHECKING:
    from rich.console import Console

    from evals.compare import Comparison, Side
    from evals.gate import Gate
    from evals.runs import Run

app = typer.Typer(help="How well codecite answers: suites, runs, comparisons, labels.", no_args_is_help=True)

GATE_DID_NOT_HOLD = 3
AllowedDrop = Annotated[float, typer.Option(min=0.0, max=0.5, help="a drop the gate lets pass: 0.01 is one point")]


@app.command()
@explains_errors
def run(
    suite: Annotated[list[str] | None, typer.Option(help="only this suite; find_* takes a family")] = None,
    tag: Annotated[list[str] | None, typer.Option(help="only cases with this tag")] = None,
    case: Annotated[list[str] | None, typer.Option(help="only this case")] = None,
    suites: Annotated[
        list[Path] | None, typer.Option(help="a folder or file with suites of your own, beside ours")
    ] = None,
    jobs: Annotated[int, typer.Option(min=1, max=32, help="cases at once")] = 4,
    today: Annotated[str | None, typer.Option(help="the day of cases without one; 2026-11-22 without this")] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="start anew where a stopped run could go on")] = False,
    gate: Annotated[bool, typer.Option("--gate", help="exit 3 when a must-pass case fails or accuracy fell")] = False,
    baseline: Annotated[Path | None, typer.Option(help="compare with this baseline or run.json")] = None,
    allowed_drop: AllowedDrop = 0.0,
    as_json: Annotated[bool, typer.Option("--json", help="print the run as JSON")] = False,
) -> None:
    """Run the suites through the same Assistant that users get."""
    from evals.cases import selected
    from evals.gate import gate as judged
    from evals.opening import open_subject
    from evals.outputs import write_all
    from evals.progress import shown_progress
    from evals.run import SUITE_TODAY
    from evals.run import run as run_cases
    from evals.runs import RunSettings
    from evals.suite_format import SUITES
    from evals.suite_reader import read_suites

    folders = suites or []
    cases = selected(read_suites(SUITES, *folders), suites=suite or (), tags=tag or (), ids=case or ())
    settings = read_settings()
    before = _side(baseline) if baseline is not None else _committed_baseline()
    asked = RunSettings(
        today=day_option(today) or SUITE_TODAY,
        suites=tuple(suite or ()),
        tags=tuple(tag or ()),
        cases=tuple(case or ()),
        folders=tuple(str(folder.resolve()) for folder in folders),
        jobs=jobs,
    )
    silence_libraries()
    with build_progress() as building:
        subject = open_subject(settings, asked.today, building)
    with shown_progress() as shown:
        done = run_cases(
            cases, subject, asked, settings.data_dir / "runs", fresh=fresh, on_start=shown.start, on_case=shown.case
        )
    comparison = _compared(before, done, allowed_drop)
    gated = judged(done, comparison, needs_comparison=baseline is not None) if gate else None
    written = write_all(done, comparison, gated, settings.data_dir / "runs" / done.id)
    if as_json:
        print_json(_as_json(done, comparison, gated))
    else:
        _show(done, comparison, gated, written)
    if gated is not None and not gated.holds:
        raise typer.Exit(GATE_DID_NOT_HOLD)


@app.command()
@explains_errors
def compare(
    before: Annotated[str, typer.Argument(help="a run's id, its folder, a run.json or a baseline.json")],
    after: Annotated[str, typer.Argument(help="the run to look at; `last` is the latest")] = "last",
    allowed_drop: AllowedDrop = 0.0,
    gate: Annotated[bool, typer.Option("--gate", help="exit 3 when the gate does not hold")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="print as JSON")] = False,
) -> None:
    """Compare two runs, case by case."""
    from evals.compare import compare as compared
    from evals.gate import gate as judged

    later = _run(after)
    comparison = compared(_side(before), later, allowed_drop=allowed_drop)
    gated = judged(later, comparison, needs_comparison=True) if gate else None
    if as_json:
        print_json(_comparison_json(comparison, gated))
    else:
        _show_comparison(comparison)
        if gated is not None:
            _show_gate(gated)
    if gated is not None and not gated.holds:
        raise typer.Exit(GATE_DID_NOT_HOLD)


@app.command()
@explains_errors
def report(
    named: Annotated[str, typer.Argument(metavar="RUN", help="a run's id, the beginning of one, or `last`")] = "last",
    against: Annotated[
        str | None, typer.Option(help="a run or baseline to compare with; the committed baseline without one")
    ] = None,
    out: Annotated[Path | None, typer.Option(help="the folder for the report; the run's own without one")] = None,
) -> None:
    """Write a run's report again: HTML, Markdown and JUnit XML."""
    from evals.outputs import write_all

    done = _run(named)
    before = _side(against) if against is not None else _committed_baseline()
    folder = out or read_settings().data_dir / "runs" / done.id
    folder.mkdir(parents=True, exist_ok=True)
    for path in write_all(done, _compared(before, done, 0.0), None, folder):
        typer.echo(str(path))


@app.command(name="export-labels")
@explains_errors
def export_labels(
    named: Annotated[str, typer.Argument(metavar="RUN", help="a run's id, the beginning of one, or `last`")] = "last",
    out: Annotated[Path, typer.Option(help="labels.xlsx or labels.csv")] = Path("labels.xlsx"),
    sample: Annotated[int | None, typer.Option(min=1, help="only so many answers, drawn at random")] = None,
) -> None:
    """Write a sheet of answers for a coder to grade."""
    from evals.labels import export_labels as export

    rows = export(_run(named), out, sample=sample)
    typer.echo(
        f"{rows} answers to grade are in {out}. Fill in the column grade, then: codecite eval import-labels {out}"
    )


@app.command(name="import-labels")
@explains_errors
def import_labels(
    file: Annotated[Path, typer.Argument(help="the graded sheet")],
    as_json: Annotated[bool, typer.Option("--json", help="print as JSON")] = False,
) -> None:
    """Read the grades back, and say how far they agree with the automatic score."""
    from evals.labels import AGREEMENT, agreement, read_labels
    from evals.outputs import percent
    from evals.runs import write_whole

    labels = read_labels(file)
    graded = _run(labels[0].run)
    found = agreement(graded, labels)
    write_whole(
        read_settings().data_dir / "runs" / graded.id / "labels.json", AGREEMENT.dump_json(found, indent=1).decode()
    )
    if as_json:
        print_json(AGREEMENT.dump_python(found, mode="json"))
        return
    kappa = found.kappa
    typer.echo(
        f"{found.graded} answers graded, {found.unsure} unsure. Person and score agree on {percent(found.agreed)}."
    )
    typer.echo(
        f"Cohen's kappa {kappa.kappa:.2f} ({kappa.low:.2f} to {kappa.high:.2f})."
        if kappa.kappa is not None
        else "Cohen's kappa is not defined: both gave every answer the same grade."
    )
    for one in found.disagreements:
        typer.echo(f"  {one.case}: the person says {one.person}, the score {one.automatic}. {one.comment or one.why}")


@app.command()
@explains_errors
def accept(
    named: Annotated[str, typer.Argument(metavar="RUN", help="a run's id, the beginning of one, or `last`")] = "last",
    baseline: Annotated[Path | None, typer.Option(help="the file to write; evals/baseline.json without one")] = None,
    partial: Annotated[bool, typer.Option("--partial", help="renew only the cases of this run")] = False,
) -> None:
    """Make a run the baseline that the gate compares with."""
    from evals.baseline import BASELINE
    from evals.baseline import accept as accept_run

    done = _run(named)
    written = accept_run(done, baseline or BASELINE, partial=partial)
    typer.echo(
        f"{len(written.cases)} cases stand in {baseline or BASELINE}; {done.summary.passed.right} of this run's {done.summary.n} pass."
    )


@app.command()
@explains_errors
def mark(
    named: Annotated[str, typer.Argument(metavar="RUN", help="a run's id, the beginning of one, or `last`")] = "last",
    add: Annotated[bool, typer.Option("--add", help="also mark what fails, with its reason")] = False,
    suites: Annotated[list[Path] | None, typer.Option(help="a folder or file with suites of your own")] = None,
) -> None:
    """Take known-failing marks off the cases that pass now; with --add, mark those that fail."""
    from evals.marks import renew
    from evals.suite_format import SUITES
    from evals.suite_reader import suite_files

    changed = renew(_run(named).results, suite_files(SUITES, *(suites or [])), add=add)
    typer.echo(
        f"{len(changed.unmarked)} marks taken away, {len(changed.marked)} put on. Read the difference before you keep it."
    )


# -- what a person names -----------------------------------------------------------------------------------------------


def _run(named: str) -> "Run":
    from evals.runs import find_run, read_run

    return read_run(find_run(read_settings().data_dir / "runs", named))


def _side(named: str | Path) -> "Side":
    """A baseline file, or a run by name."""
    from evals.baseline import read_baseline
    from evals.compare import baseline_side, side_of
    from evals.runs import read_run

    path = Path(named)
    if path.is_file():
        is_baseline = b"codecite.baseline/" in path.read_bytes()[:200]
        return baseline_side(read_baseline(path), path.name) if is_baseline else side_of(read_run(path))
    if isinstance(named, Path):
        raise RequestError(f"There is no file {path.name}.", "Give --baseline a baseline.json or a run.json.")
    return side_of(_run(named))


def _committed_baseline() -> "Side | None":
    from evals.baseline import BASELINE

    return _side(BASELINE) if BASELINE.is_file() else None


def _compared(before: "Side | None", after: "Run", allowed_drop: float) -> "Comparison | None":
    """The comparison; None without a baseline, or with one that shares no case."""
    from evals.compare import compare as compared
    from evals.errors import NothingToAverageError

    try:
        return compared(before, after, allowed_drop=allowed_drop) if before is not None else None
    except NothingToAverageError:
        return None


# -- what is shown -----------------------------------------------------------------------------------------------------

_MOST = 15


def _show(done: "Run", comparison: "Comparison | None", gated: "Gate | None", written: Sequence[Path]) -> None:
    from rich.table import Table
    from rich.text import Text

    from evals.outputs import percent

    console, summary = _console(), done.summary
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("Suite", "Pass", "95% interval", "n"):
        table.add_column(column, no_wrap=True, justify="left" if column == "Suite" else "right")
    rows = [(one.name, one.rate) for one in summary.slices if one.dimension == "suite"]
    for name, rate in [*rows, ("all", summary.passed)] if len(rows) > 1 else rows:
        table.add_row(name, f"{100 * rate.value:.1f}%", f"{100 * rate.low:.1f}–{100 * rate.high:.1f}", f"{rate.n:,}")
    console.print(table)
    verdicts = dict(summary.verdicts)
    console.print(
        f"\n{verdicts['passed']} passed, {verdicts['failed']} failed, {verdicts['known failing']} fail as marked,"
        f" {verdicts['unmark']} pass while still marked; {summary.errors} errors; {done.duration_s:.1f} s"
    )
    for score in summary.scores:
        classes = ", ".join(f"{label.label} {label.rate.right}" for label in score.labels)
        told = percent(score.rate) if score.rate else f"{score.mean.value:.3f} (n = {score.mean.n:,})"
        console.print(Text(f"  {score.name:<20} {told}" + (f"  [{classes}]" if classes else ""), style="dim"))
    failing = [one for one in done.results if one.verdict == "failed" and (gated is None or not one.asked.must_pass)]
    if failing:
        console.print(Text("\nFailing", style="bold"))
    for one in sorted(failing, key=lambda one: not one.asked.must_pass)[:_MOST]:
        mark = "must pass  " if one.asked.must_pass else ""
        console.print(Text(f"  {mark}{one.id}: {one.why}", style="red" if mark else ""))
    if len(failing) > _MOST:
        console.print(f"  and {len(failing) - _MOST:,} more: see the report")
    if comparison is not None:
        console.print()
        _show_comparison(comparison)
    if gated is not None:
        _show_gate(gated)
    console.print(Text("\n" + "\n".join(str(path) for path in written), style="dim"))


def _show_comparison(one: "Comparison") -> None:
    from rich.text import Text

    from evals.outputs import percent

    console, test = _console(), one.mcnemar
    console.print(Text(f"Against {one.before}: {percent(one.rate_before)} → {percent(one.rate_after)}", style="bold"))
    console.print(
        f"{test.better} turned better, {test.worse} turned worse (McNemar {test.method}, p = {test.p_value:.3g})."
    )
    power = ", ".join(f"{100 * power.drop:g} points {100 * power.found:.0f}%" for power in one.power)
    console.print(Text(f"With {one.n:,} paired cases a true drop is found this often: {power}.", style="dim"))
    for told in one.differences:
        console.print(Text(f"  differs in {told}", style="dim"))
    for title, turned, style in (("Turned worse", one.worse, "red"), ("Turned better", one.better, "green")):
        if turned:
            console.print(Text(title, style="bold"))
        for case in turned[:_MOST]:
            console.print(Text(f"  {case.id}: {case.why}", style=style))
        if len(turned) > _MOST:
            console.print(f"  and {len(turned) - _MOST:,} more: see the report")


def _show_gate(gated: "Gate") -> None:
    from rich.text import Text

    console = _console()
    told = "The gate holds." if gated.holds else "The gate does not hold."
    console.print(Text(f"\n{told}", style="bold green" if gated.holds else "bold red"))
    for breach in gated.breaches:
        console.print(Text(f"  {breach.told}", style="red"))
    for note in gated.notes:
        console.print(Text(f"  {note}"))


def _console() -> "Console":
    from rich.console import Console

    console = Console(highlight=False)
    return console if console.is_terminal else Console(width=160, no_color=True, highlight=False)


def _as_json(done: "Run", comparison: "Comparison | None", gated: "Gate | None") -> Json:
    from evals.runs import as_json as run_json

    return {**run_json(done), **_comparison_part(comparison), **_gate_part(gated)}


def _comparison_json(comparison: "Comparison", gated: "Gate | None") -> Json:
    from evals.compare import COMPARISON

    shown: Json = COMPARISON.dump_python(comparison, mode="json")
    return {**shown, **_gate_part(gated)}


def _comparison_part(comparison: "Comparison | None") -> Json:
    from evals.compare import COMPARISON

    return {"comparison": COMPARISON.dump_python(comparison, mode="json") if comparison is not None else None}


def _gate_part(gated: "Gate | None") -> Json:
    if gated is None:
        return {"gate": None}
    breaches = [{"kind": one.kind, "case": one.case, "told": one.told} for one in gated.breaches]
    return {"gate": {"holds": gated.holds, "breaches": breaches, "notes": list(gated.notes)}}
