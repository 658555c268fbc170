"""How far a run is and how long it will take yet: a bar on standard error, for a person at a terminal only."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from evals.runs import CaseResult


class Shown:
    """Counts cases; `start` is told how many a resumed run has done already."""

    def start(self, run_id: str, done: int, total: int) -> None:
        if done:
            sys.stderr.write(f"Going on with run {run_id}: {done} of {total} cases are done.\n")

    def case(self, result: CaseResult) -> None: ...


@contextmanager
def shown_progress() -> Iterator[Shown]:
    if not sys.stderr.isatty():
        yield Shown()
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
    )
    task = bar.add_task("Running cases", total=None)

    class Bar(Shown):
        failing = 0

        def start(self, run_id: str, done: int, total: int) -> None:
            super().start(run_id, done, total)
            bar.update(task, total=total, completed=done)

        def case(self, result: CaseResult) -> None:
            self.failing += not result.passed
            bar.update(
                task,
                advance=1,
                description=f"Running cases ({self.failing} failing)" if self.failing else "Running cases",
            )

    with bar:
        yield Bar()
