"""A run tells how busy others kept the machine, so that a figure from a busy machine is not taken for one from an idle one."""

import time

import pytest

from evals.benchmarks.machine import Machine, watched


def machine(busy: float | None) -> Machine:
    return Machine(cores=2, busy_elsewhere=busy, system="Linux x86_64", python="3.11")


@pytest.mark.parametrize(
    ("busy", "told"),
    [
        pytest.param(0.02, "took 2% of it meanwhile", id="idle"),
        pytest.param(0.6, "took 60% of it meanwhile, so its times are too long", id="busy"),
        pytest.param(None, "how busy it was is not known", id="not Linux"),
    ],
)
def test_a_busy_machine_says_so(busy: float | None, told: str) -> None:
    assert machine(busy).told.endswith(told)


def test_what_this_process_works_itself_is_not_counted_as_anothers() -> None:
    seen = watched()
    until = time.process_time() + 0.3
    while time.process_time() < until:
        pass

    found = seen()

    assert found.cores >= 1
    assert found.busy_elsewhere is None or 0.0 <= found.busy_elsewhere <= 1 - 0.2 / found.cores
