"""Measures the budgets of ARCHITECTURE.md on this machine: build, find, ask, memory, cold start. `make bench`."""

import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

from bot.settings import Settings, silence_libraries

DAY = date(2026, 11, 22)
PHRASES = (
    "tennis elbow, right", "low back pain", "pt c/o LBP x2wks", "torn rotator cuff left shoulder", "C5-6 disc herniation",
    "whiplash", "plantar fasciitis", "type 2 diabetes with neuropathy", "carpal tunnel both hands", "knee osteoarthritis",
    "sciatica left side", "frozen shoulder", "uti", "strep throat", "panic attacks", "lumbar stenosis with claudication",
    "cervical radiculopathy", "ankle sprain", "trigger finger right ring finger", "migraine without aura",
)  # fmt: skip
QUESTIONS = (
    "is M53.82 billable?", "M54.5", "M54.2 with M50.222 on one claim?", "M53.82 or M54.2 for facet syndrome?",
    "what must the note document for M53.82?", "what is the code for tennis elbow?", "ICD-9 723.8",
    "can I code a probable diagnosis in the office?", "is M72.2 good on 2026-09-30?", "what does Excludes2 mean?",
    "why was my claim denied CO-11?", "which diagnosis goes first on a Medicare chiropractic claim?",
)  # fmt: skip


def main() -> None:
    silence_libraries()
    from bot.wiring import ensure_index, wire

    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), today=DAY)
        started = time.perf_counter()
        index = ensure_index(settings, lambda what, share: None)
        _row("index build", f"{time.perf_counter() - started:.1f} s", "120 s")
        own, child = (
            resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
        )
        _row("index build, peak memory of any process", f"{max(own, child):.0f} MB", "1,000 MB")
        cold = {
            "a code question, cold": ("ask", "is M53.82 billable?"),
            "any question, cold": ("ask", "what must the note document for M53.82?"),
            "find, cold": ("find", "tennis elbow"),
        }
        for name, command in cold.items():
            seconds = [_cold(settings, *command) for _ in range(5)]
            _row(name, f"{statistics.median(seconds):.2f} s", "1.5 s" if "code question" in name else "3 s")
        assistant = wire(settings, index)
        _latencies("find, warm", [partial(assistant.find, phrase) for phrase in PHRASES], "p50 15 / p99 50 ms")
        _latencies("ask, warm", [partial(assistant.answer, one) for one in QUESTIONS], "p50 40 / p99 120 ms")
        memory = _warm_memory(settings)
        _row("warm bot, memory", f"{memory:.0f} MB", "600 MB")


def _row(what: str, seen: str, budget: str) -> None:
    print(f"{what:<42} {seen:>22}   budget {budget}", flush=True)


def _cold(settings: Settings, *arguments: str) -> float:
    program = str(Path(sys.executable).with_name("codecite"))
    environment = {**os.environ, "CODECITE_DATA_DIR": str(settings.data_dir), "CODECITE_TODAY": DAY.isoformat()}
    started = time.perf_counter()
    subprocess.run([program, *arguments], env=environment, capture_output=True, check=True)
    return time.perf_counter() - started


def _latencies(name: str, calls: list[Callable[[], object]], budget: str) -> None:
    for call in calls:  # warm
        call()
    times = []
    for _ in range(20):
        for call in calls:
            started = time.perf_counter()
            call()
            times.append((time.perf_counter() - started) * 1000)
    times.sort()
    _row(name, f"p50 {times[len(times) // 2]:.1f} / p99 {times[int(len(times) * 0.99)]:.1f} ms", budget)


def _warm_memory(settings: Settings) -> float:
    """Peak memory in MB of a fresh process that has answered one question of each sort (VmHWM: a fork doesn't inherit it)."""
    script = (
        "import re; from datetime import date; from pathlib import Path; from bot.settings import Settings;"
        "from bot.wiring import index_state, wire; import sys;"
        "s = Settings(data_dir=Path(sys.argv[1]), today=date(2026, 11, 22)); a = wire(s, index_state(s)[1]);"
        "[a.answer(q) for q in ('M54.5', 'what is the code for tennis elbow', 'what must the note document for M53.82')];"
        "print(int(re.search(r'VmHWM:\\s+(\\d+)', Path('/proc/self/status').read_text())[1]) / 1024)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(settings.data_dir)], capture_output=True, text=True, check=True
    )
    return float(done.stdout)


if __name__ == "__main__":
    main()
