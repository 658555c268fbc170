"""Runs each system's steps in processes of their own and gathers what they cost and what they found."""

import json
import re
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from pydantic import TypeAdapter

from evals.benchmarks.protocol import Answered, Asked, Built, System, Title
from evals.errors import EvalError
from evals.statistics import quantile

COLD_STARTS = 3
LONGEST_STEP_S = 3600
_BUILT, _ANSWERED = TypeAdapter(Built), TypeAdapter(Answered)


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What a system costs. Times of an answer are warm; `cold_s` is from the start of a process to its first answer, index built.

    `build_s` and `build_peak_mb` are None for a system that brings its index.
    """

    build_s: float | None
    build_peak_mb: float | None
    cold_s: float
    p50_ms: float
    p99_ms: float
    peak_mb: float
    asked: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The cost of a system, and the codes it named for each thing asked, in order."""

    cost: Cost
    codes: tuple[tuple[str, ...], ...]


class Measuring:
    """Measures systems in a work folder. A folder built for one system serves another that names the same index."""

    def __init__(
        self, folder: Path, titles: Sequence[Title], say: Callable[[str], None], cold_starts: int = COLD_STARTS
    ) -> None:
        self._folder, self._say, self._cold_starts = folder, say, cold_starts
        self._titles = _written(folder / "titles.jsonl", titles)
        self._built: dict[str, Built] = {}

    def measure(self, system: System, asked: Sequence[Asked]) -> Measured:
        """Builds, starts cold, then asks everything once. Raises EvalError when a process of the system fails."""
        built = self._build(system)
        cold = statistics.median(self._cold(system, asked[0]) for _ in range(self._cold_starts))
        self._say(f"{system.name}: asking {len(asked):,} times")
        answered = self._answer(system, asked)
        return Measured(
            cost=Cost(
                build_s=built.seconds if built else None,
                build_peak_mb=built.peak_mb if built else None,
                cold_s=cold,
                p50_ms=quantile(answered.milliseconds, 0.5),
                p99_ms=quantile(answered.milliseconds, 0.99),
                peak_mb=answered.peak_mb,
                asked=len(asked),
            ),
            codes=answered.codes,
        )

    def _build(self, system: System) -> Built | None:
        if system.index is None:
            return None
        if system.index not in self._built:
            self._say(f"{system.name}: building its index")
            (self._folder / system.index).mkdir()
            self._built[system.index] = _BUILT.validate_json(self._run(system, "build", self._titles))
        return self._built[system.index]

    def _cold(self, system: System, asked: Asked) -> float:
        started = time.monotonic()
        return self._answer(system, [asked]).first_answer_at - started

    def _answer(self, system: System, asked: Sequence[Asked]) -> Answered:
        given = _written(self._folder / "asked.jsonl", asked)
        answered = _ANSWERED.validate_json(self._run(system, "answer", given))
        if len(answered.codes) != len(asked):
            raise EvalError(f"{system.name} answered {len(answered.codes)} of {len(asked)}.", "It can't be measured.")
        return answered

    def _run(self, system: System, step: str, given: Path) -> bytes:
        written, told = self._folder / "written.json", self._folder / "told.txt"
        written.unlink(missing_ok=True)
        command = [sys.executable, "-m", "evals.benchmarks.child", system.runs, step]
        command += [str(self._folder / (system.index or system.id)), str(given), str(written)]
        with told.open("wb") as out:
            try:
                code = subprocess.run(
                    command, stdout=out, stderr=subprocess.STDOUT, timeout=LONGEST_STEP_S, check=False
                ).returncode
            except subprocess.TimeoutExpired:
                raise EvalError(
                    f"{system.name} was not done after {LONGEST_STEP_S} s ({step}).",
                    "Measure on a machine that is idle.",
                ) from None
        if code != 0 or not written.is_file():
            raise EvalError(
                f"{system.name} stopped at the step `{step}` ({_kind_of_error(told) or f'exit code {code}'}).",
                "Install its packages as constraints.txt pins them: `make bench-peers`.",
            )
        return written.read_bytes()


def _written(path: Path, rows: Iterable[Title | Asked]) -> Path:
    path.write_text("".join(json.dumps(asdict(row), default=str) + "\n" for row in rows), encoding="utf-8")
    return path


def _kind_of_error(told: Path) -> str | None:
    """The class of the exception a process died of; its message may repeat a phrase, so it is not told."""
    lines = told.read_text(encoding="utf-8", errors="replace").splitlines()
    kinds = [found[1] for line in lines if (found := re.match(r"([A-Za-z_][\w.]*(?:Error|Exception))\b", line))]
    return kinds[-1].rpartition(".")[2] if kinds else None
