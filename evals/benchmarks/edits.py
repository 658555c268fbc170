"""Measures the edits on this machine: one full claim, warm; 10,000 claims by batch, with the memory they take. `make bench`."""

import json
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from bot.assistant import Assistant
from bot.claims import Claim, Procedure
from evals.statistics import quantile
from knowledge.code_set.code_set import CodeSet

DAY = date(2026, 11, 22)
DIAGNOSES = 12
LINES = ("98940", "97110", "97140", "97530", "99213", "97112")
OFFICE_CODES = 1_500
"""About as many different codes as a busy practice reports in a year."""
CLAIMS, FEW = 10_000, 1_000
WARM_CLAIMS, ROUNDS = 200, 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """What a batch cost the true program, from its start: wall seconds, and the peak memory of its process in MB."""

    seconds: float
    peak_mb: float


def main() -> None:
    from bot.settings import read_settings, silence_libraries
    from bot.wiring import ensure_index, wire

    silence_libraries()
    settings = read_settings()
    assistant = wire(settings, ensure_index(settings, lambda what, share: None))
    claims = list(office_claims(assistant.reference.code_set, CLAIMS, seed=10))
    times = warm_times_ms(assistant, claims[:WARM_CLAIMS])
    _row(
        f"check, {DIAGNOSES} diagnoses and {len(LINES)} procedures, warm",
        f"p50 {quantile(times, 0.5):.2f} / p99 {quantile(times, 0.99):.2f} ms",
        "p50 2 ms",
    )
    with tempfile.TemporaryDirectory() as folder:
        few = run_batch(claims[:FEW], Path(folder), settings.data_dir)
        many = run_batch(claims, Path(folder), settings.data_dir)
    _row(f"check, {CLAIMS:,} such claims by batch", f"{many.seconds:.1f} s", "30 s")
    _row(f"the same, peak memory ({FEW:,}: {few.peak_mb:.0f} MB)", f"{many.peak_mb:.0f} MB", "600 MB")


def office_claims(code_set: CodeSet, count: int, seed: int) -> Iterator[Claim]:
    """Claims as large as a professional claim gets, of a practice's usual codes; the same for the same seed and tables."""
    rng = random.Random(seed)
    usual = rng.sample(sorted(code_set.billable_on(DAY)), OFFICE_CODES)
    for _ in range(count):
        yield Claim(
            diagnoses=tuple(rng.sample(usual, DIAGNOSES)),
            procedures=tuple(Procedure(code=code, units=1, pointers=(1, 2)) for code in LINES),
            payer="medicare",
            date_of_service=DAY - timedelta(days=rng.randrange(50)),
            age=rng.randrange(18, 90),
        )


def warm_times_ms(assistant: Assistant, claims: list[Claim]) -> list[float]:
    """Milliseconds of each check, after each claim has been checked once."""
    for claim in claims:
        assistant.check(claim)
    times = []
    for _ in range(ROUNDS):
        for claim in claims:
            started = time.perf_counter()
            assistant.check(claim)
            times.append((time.perf_counter() - started) * 1000)
    return times


def run_batch(claims: list[Claim], folder: Path, data_dir: Path) -> Batch:
    """The claims through `codecite check --batch`, in a process of its own."""
    rows, replies = folder / "in.jsonl", folder / "out.jsonl"
    rows.write_text("".join(_as_row(number, claim) for number, claim in enumerate(claims)), encoding="utf-8")
    program = str(Path(sys.executable).with_name("codecite"))
    environment = {**os.environ, "CODECITE_DATA_DIR": str(data_dir), "CODECITE_TODAY": DAY.isoformat()}
    started = time.perf_counter()
    child = subprocess.Popen([program, "check", "--batch", str(rows), "--out", str(replies)], env=environment)
    _, status, usage = os.wait4(child.pid, 0)
    seconds = time.perf_counter() - started
    child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode != 0:
        raise RuntimeError(f"the batch failed with exit code {child.returncode}")
    return Batch(seconds=seconds, peak_mb=_megabytes(usage))


def _as_row(number: int, claim: Claim) -> str:
    written = {
        "diagnoses": claim.diagnoses,
        "procedures": [{"code": one.code, "units": one.units, "pointers": one.pointers} for one in claim.procedures],
        "payer": claim.payer,
        "date_of_service": claim.date_of_service.isoformat(),
        "age": claim.age,
    }
    return json.dumps({"id": number, "claim": written}) + "\n"


def _megabytes(usage: resource.struct_rusage) -> float:
    """Linux counts the peak in KB, macOS in bytes."""
    return usage.ru_maxrss / (1024 if sys.platform == "linux" else 1024 * 1024)


def _row(what: str, seen: str, budget: str) -> None:
    print(f"{what:<56} {seen:>22}   budget {budget}", flush=True)


if __name__ == "__main__":
    main()
