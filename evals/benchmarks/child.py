"""Runs one step of one system in a process of its own, so that its memory, build time and start are its own.

python -m evals.benchmarks.child MODULE:CLASS build|answer FOLDER GIVEN.jsonl WRITTEN.json
"""

import json
import re
import resource
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import date
from importlib import import_module
from pathlib import Path

from evals.benchmarks.protocol import TOP, Answer, Answered, Asked, Built, Measurable, Title

WARMING = 50
"""Things asked before the clock runs: caches and lazy parts are then as a running service has them."""


def main() -> None:
    runs, step, folder, given, written = sys.argv[1:]
    system = _load(runs)
    done = _STEPS[step](system, Path(folder), Path(given))
    Path(written).write_text(json.dumps(asdict(done)), encoding="utf-8")


def _load(runs: str) -> Measurable:
    module, _, name = runs.partition(":")
    system: Measurable = getattr(import_module(module), name)()
    return system


def _build(system: Measurable, folder: Path, given: Path) -> Built:
    titles = [Title(code=row["code"], title=row["title"]) for row in _rows(given)]
    started = time.perf_counter()
    system.build(titles, folder)
    seconds = time.perf_counter() - started
    of_children = _megabytes(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
    return Built(seconds=seconds, peak_mb=max(_own_peak(), of_children))


def _answer(system: Measurable, folder: Path, given: Path) -> Answered:
    """Each thing is asked once with the clock running, so that no system answers from having heard it before."""
    asked = [Asked(text=row["text"], day=date.fromisoformat(row["day"])) for row in _rows(given)]
    answer = system.opened(folder)
    answer(asked[0])
    first_answer_at = time.monotonic()
    for one in asked[1:WARMING]:
        answer(one)
    timed = [_timed(answer, one) for one in asked]
    return Answered(
        codes=tuple(codes for codes, _ in timed),
        milliseconds=tuple(milliseconds for _, milliseconds in timed),
        peak_mb=_own_peak(),
        first_answer_at=first_answer_at,
    )


_STEPS: dict[str, Callable[[Measurable, Path, Path], Built | Answered]] = {"build": _build, "answer": _answer}


def _timed(answer: Answer, asked: Asked) -> tuple[tuple[str, ...], float]:
    started = time.perf_counter()
    codes = answer(asked)
    milliseconds = (time.perf_counter() - started) * 1000
    return tuple(codes[:TOP]), milliseconds


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def _own_peak() -> float:
    """Peak memory of this process in MB. Linux counts the parent's into ru_maxrss, so its own high-water mark is read."""
    status = Path("/proc/self/status")
    told = re.search(r"VmHWM:\s+(\d+)", status.read_text()) if status.is_file() else None
    if told is not None:
        return int(told[1]) / 1024
    return _megabytes(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)


def _megabytes(maxrss: int) -> float:
    return maxrss / (1024 * 1024 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main()
