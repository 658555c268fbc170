"""The machine a run was measured on, and how much of it others took meanwhile: a figure from a busy machine says so itself."""

import os
import platform
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

IDLE = 0.1
"""Up to this share of the processors taken by others, a run counts as undisturbed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Machine:
    """`busy_elsewhere` is the share of all processor time during the run that went to other processes; None where it can't be read."""

    cores: int
    busy_elsewhere: float | None
    system: str
    python: str

    @property
    def was_busy(self) -> bool:
        """Whether others took enough to make times longer."""
        return self.busy_elsewhere is not None and self.busy_elsewhere > IDLE

    @property
    def told(self) -> str:
        """The machine in words."""
        others = (
            "how busy it was is not known"
            if self.busy_elsewhere is None
            else f"other processes took {self.busy_elsewhere:.0%} of it meanwhile"
        )
        warning = ", so its times are too long" if self.was_busy else ""
        return f"{self.cores} cores, {self.system}, Python {self.python}; {others}{warning}"


def watched() -> Callable[[], Machine]:
    """Begins to watch the machine; the function it gives back tells what was seen until then."""
    busy, own, started = _busy_s(), _own_s(), time.monotonic()
    cores = os.cpu_count() or 1

    def seen() -> Machine:
        now = _busy_s()
        capacity = max(cores * (time.monotonic() - started), 1e-9)
        elsewhere = None if busy is None or now is None else ((now - busy) - (_own_s() - own)) / capacity
        return Machine(
            cores=cores,
            busy_elsewhere=None if elsewhere is None else round(min(max(elsewhere, 0.0), 1.0), 3),
            system=f"{platform.system()} {platform.machine()}",
            python=platform.python_version(),
        )

    return seen


def _busy_s() -> float | None:
    """Seconds all processors together have worked since the machine started (Linux: /proc/stat without idle, iowait and guests)."""
    stat = Path("/proc/stat")
    if not stat.is_file():
        return None
    user, nice, system, _idle, _iowait, irq, softirq, steal = map(int, stat.read_text().split("\n")[0].split()[1:9])
    return float(user + nice + system + irq + softirq + steal) / os.sysconf("SC_CLK_TCK")


def _own_s() -> float:
    """Seconds this process and those it started and waited for have worked."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system
