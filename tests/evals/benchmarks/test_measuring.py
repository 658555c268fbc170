"""A system is built, started and asked in processes of its own, and what it costs is its own."""

from pathlib import Path

import pytest

from evals.benchmarks.measuring import Measuring
from evals.benchmarks.protocol import TOP, Asked, Title
from evals.errors import EvalError
from tests.evals.benchmarks.fakes import DAY, BringsItsIndex, NamesTwenty, SharesAWord, Stops, system

TITLES = [
    Title(code="M77.11", title="Lateral epicondylitis, right elbow"),
    Title(code="M54.2", title="Cervicalgia of the neck"),
]
ASKED = [Asked(text=text, day=DAY) for text in ("sore elbow", "neck", "nothing known")]


@pytest.fixture
def said() -> list[str]:
    return []


@pytest.fixture
def measuring(tmp_path: Path, said: list[str]) -> Measuring:
    return Measuring(tmp_path, TITLES, said.append, cold_starts=1)


def test_the_codes_come_back_in_the_order_of_what_was_asked(measuring: Measuring) -> None:
    done = measuring.measure(system(SharesAWord, index="shares"), ASKED)

    assert done.codes == (("M77.11",), ("M54.2",), ())


def test_every_cost_is_measured(measuring: Measuring) -> None:
    cost = measuring.measure(system(SharesAWord, index="shares"), ASKED).cost

    assert cost.asked == 3
    assert cost.build_s is not None and cost.build_s > 0
    assert cost.build_peak_mb is not None and 1 < cost.build_peak_mb < 1_000
    assert 1 < cost.peak_mb < 1_000
    assert 0 < cost.p50_ms <= cost.p99_ms < cost.cold_s * 1_000


def test_a_system_that_brings_its_index_is_not_built(measuring: Measuring) -> None:
    done = measuring.measure(system(BringsItsIndex), ASKED[:1])

    assert (done.cost.build_s, done.cost.build_peak_mb) == (None, None)
    assert done.codes == (("2026",),)


def test_two_systems_on_one_index_build_it_once(measuring: Measuring, said: list[str]) -> None:
    first = measuring.measure(system(SharesAWord, index="shared", name="find"), ASKED[:1])
    second = measuring.measure(system(SharesAWord, index="shared", name="ask"), ASKED[:1])

    assert second.cost.build_s == first.cost.build_s
    assert [line for line in said if "building" in line] == ["find: building its index"]


def test_no_system_is_given_more_than_ten_places(measuring: Measuring) -> None:
    assert len(measuring.measure(system(NamesTwenty), ASKED[:1]).codes[0]) == TOP


def test_a_system_that_fails_is_told_by_the_kind_of_its_error_and_never_by_the_phrase(measuring: Measuring) -> None:
    with pytest.raises(EvalError, match=r"a fake stopped at the step `answer` \(ValueError\)") as told:
        measuring.measure(system(Stops), [Asked(text="Jane Roe's neck", day=DAY)])

    assert "Jane" not in str(told.value)
