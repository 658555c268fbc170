"""Stand-ins declared openly: systems small enough to be measured in a second, and builders of rates and reports."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from evals.benchmarks.finding import accuracy
from evals.benchmarks.machine import Machine
from evals.benchmarks.measuring import Cost
from evals.benchmarks.phrases import Phrase
from evals.benchmarks.protocol import Answer, Asked, System, Title
from evals.benchmarks.report import Report, SystemReport

DAY = date(2026, 11, 22)
IN_FORCE = {"M77.11", "M77.12", "M54.2", "M54.50"}


class SharesAWord:
    """Names the codes whose titles share a word with what is asked."""

    def build(self, titles: Sequence[Title], folder: Path) -> None:
        (folder / "titles.json").write_text(json.dumps([[one.code, one.title] for one in titles]), encoding="utf-8")

    def opened(self, folder: Path) -> Answer:
        titles = json.loads((folder / "titles.json").read_text(encoding="utf-8"))

        def answer(asked: Asked) -> list[str]:
            said = set(asked.text.lower().split())
            return [code for code, title in titles if said & set(title.lower().split())]

        return answer


class BringsItsIndex:
    """Says the year it is asked about, so that a test sees the day arrive; building it is an error."""

    def build(self, titles: Sequence[Title], folder: Path) -> None:
        raise AssertionError

    def opened(self, folder: Path) -> Answer:
        return lambda asked: [str(asked.day.year)]


class Stops(BringsItsIndex):
    """Fails on what it is asked, and repeats it."""

    def opened(self, folder: Path) -> Answer:
        def answer(asked: Asked) -> list[str]:
            raise ValueError(asked.text)

        return answer


class NamesTwenty(BringsItsIndex):
    """Names more codes than anybody asked for."""

    def opened(self, folder: Path) -> Answer:
        return lambda asked: [f"A{number:02}" for number in range(20)]


def system(runs: type, index: str | None = None, name: str = "a fake") -> System:
    return System(
        id=name.replace(" ", "-"),
        name=name,
        about="for tests",
        setup="As it stands here.",
        runs=f"{runs.__module__}:{runs.__name__}",
        needs=("pytest",),
        index=index,
    )


def phrase(name: str, *codes: str, source: str = "spine", day: date = DAY) -> Phrase:
    return Phrase(id=name, text=name, codes=codes, day=day, source=source)


def in_force(code: str, day: date) -> bool:
    return code in IN_FORCE


def report(*names: str, found: Sequence[str] = ("M77.11",)) -> Report:
    """A report over two phrases, in which every system found the same."""
    phrases = [phrase("tennis elbow", "M77.11"), phrase("neck pain", "M54.2", source="ent")]
    seen = accuracy(phrases, {one.id: found for one in phrases}, in_force)
    cost = Cost(
        build_s=1.5, build_peak_mb=100.0, cold_s=0.25, p50_ms=2.0, p99_ms=12.3456789, peak_mb=50.0, asked=len(phrases)
    )
    return Report(
        measured_on=DAY,
        day=DAY,
        machine=Machine(cores=2, busy_elsewhere=0.01, system="Linux x86_64", python="3.11"),
        packages={"pytest": "9"},
        titles=74_879,
        sets={"our find suites": 2},
        systems=tuple(
            SystemReport(
                system=system(SharesAWord, name=name),
                cost=cost,
                accuracy={"our find suites": seen},
                sources={"our find suites": {}},
            )
            for name in names
        ),
    )
