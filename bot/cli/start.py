"""How every command begins: settings, the index (built once, with a progress bar), the Assistant; and how errors end it."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from functools import wraps
from typing import ParamSpec, TypeVar

import typer

from bot.assistant import Assistant
from bot.settings import read_settings, silence_libraries
from knowledge.errors import CodeciteError, RequestError
from knowledge.service_dates import parse_service_date

P = ParamSpec("P")
R = TypeVar("R")


@contextmanager
def build_progress() -> Iterator[Callable[[str, float], None]]:
    """A progress bar on standard error, shown from the first report on."""
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    bar = Progress(
        TextColumn("{task.description}"), BarColumn(), TextColumn("{task.percentage:>3.0f}%"), TimeElapsedColumn(),
        console=Console(stderr=True), transient=False,
    )  # fmt: skip
    task = bar.add_task("Building the index (once)", total=1.0)
    started = False

    def report(what: str, share: float) -> None:
        nonlocal started
        if not started:
            bar.start()
            started = True
        bar.update(task, description=f"Building the index (once): {what}", completed=share)

    try:
        yield report
    finally:
        if started:
            bar.stop()


def open_assistant() -> Assistant:
    """The Assistant over today's index, building it first when it is missing."""
    silence_libraries()
    from bot.wiring import ensure_index, wire

    settings = read_settings()
    with build_progress() as progress:
        index = ensure_index(settings, progress)
    return wire(settings, index)


def explains_errors(command: Callable[P, R]) -> Callable[P, R]:
    """Ends a command with one sentence and the next step instead of a traceback: exit 2 for bad usage, else 1."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except CodeciteError as error:
            typer.echo(f"codecite: {error}", err=True)
            raise typer.Exit(2 if isinstance(error, RequestError) else 1) from None
        except KeyboardInterrupt:
            raise typer.Exit(130) from None
        except BrokenPipeError:
            sys.stderr.close()
            raise typer.Exit(0) from None

    return run


def day_option(typed: str | None) -> date | None:
    return parse_service_date(typed) if typed else None
