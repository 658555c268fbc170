"""What a measured system is, and what crosses between the benchmark and the process a system runs in. Light: a child imports it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Protocol

TOP = 10
"""Codes asked of every system for a phrase."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Title:
    """A billable code with its title, as the code list prints them: what the peers index."""

    code: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A phrase, or a question, and the day it is about. A system that knows no dates passes over the day."""

    text: str
    day: date


Answer = Callable[[Asked], Sequence[str]]
"""The codes a system names, best first, at most TOP."""


class Measurable(Protocol):
    """A system as it is measured: built in one process, opened and asked in others."""

    def build(self, titles: Sequence[Title], folder: Path) -> None:
        """Builds what the system needs to answer, into an empty folder."""

    def opened(self, folder: Path) -> Answer:
        """Opens what `build` left in the folder, ready to be asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Built:
    """What building cost: seconds, and the peak memory in MB of the process or of any process it started."""

    seconds: float
    peak_mb: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The codes and milliseconds of each thing asked, in order; the peak memory in MB of the process that answered.

    `first_answer_at` is read from time.monotonic(), a clock all processes of a machine share.
    """

    codes: tuple[tuple[str, ...], ...]
    milliseconds: tuple[float, ...]
    peak_mb: float
    first_answer_at: float


@dataclass(frozen=True, slots=True, kw_only=True)
class System:
    """One row of the benchmark.

    `runs` is the class to measure ("module:Class"), `needs` the packages it stands on, `index` the folder its index is built
    in, shared by the systems that name the same one; None when the package brings its own.
    """

    id: str
    name: str
    about: str
    setup: str
    runs: str
    needs: tuple[str, ...]
    index: str | None
    is_ours: bool = False
