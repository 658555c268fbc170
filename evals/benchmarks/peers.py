"""READ FIRST: our `find` and `ask` beside what a user would pick instead, in one run on one machine. `make bench-peers`.

billable titles + phrases -> each system in processes of its own (child) -> codes, times, memory
                          -> rates (finding) -> tables in the terminal; with --write also peers.json, peers.md, peers.svg
"""

import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bot.settings import silence_libraries
from evals.benchmarks.finding import Found, InForce, accuracy, by_source
from evals.benchmarks.machine import watched
from evals.benchmarks.measuring import Measuring
from evals.benchmarks.phrases import PhraseSet, file_phrases, suite_phrases, suite_questions
from evals.benchmarks.protocol import Asked, System, Title
from evals.benchmarks.report import Report, SystemReport, source_tables, tables, write
from evals.benchmarks.systems import ASK, SYSTEMS, require_installed, versions
from evals.benchmarks.tables import show
from knowledge.code_set.build import build_code_set
from knowledge.code_set.code_set import CodeSet
from knowledge.errors import CodeciteError, RequestError

DAY = date(2026, 11, 22)
WRITTEN_TO = Path(__file__).parent


def main(
    phrases: Annotated[Path | None, typer.Option(help="a JSONL of your own: id, phrase, codes, source")] = None,
    name: Annotated[str, typer.Option(help="what the tables call those phrases")] = "phrases of a file",
    system: Annotated[list[str] | None, typer.Option(help="only this system; can be given again")] = None,
    to_write: Annotated[bool, typer.Option("--write", help="keep the run as peers.json, .md and .svg")] = False,
) -> None:
    """Measure codecite and what a user would pick instead."""
    try:
        chosen = _chosen(system or ())
        require_installed(chosen)
        sets = [suite_phrases(DAY), *([file_phrases(phrases, name, DAY)] if phrases else ())]
        silence_libraries()  # the children inherit it
        with tempfile.TemporaryDirectory() as work:
            report = measured(chosen, sets, suite_questions(), _code_set(Path(work)), Path(work))
    except CodeciteError as error:
        print(error, file=sys.stderr)
        raise typer.Exit(1) from None
    for table in (*tables(report), *source_tables(report)):
        show(table)
    if to_write:
        for path in write(report, WRITTEN_TO):
            _say(f"Wrote {path.name}")


def measured(
    systems: Sequence[System], sets: Sequence[PhraseSet], questions: Sequence[str], code_set: CodeSet, work: Path
) -> Report:
    """Runs every system on every set, in an empty work folder. Raises EvalError when one of them can't be measured."""
    seen = watched()
    titles = billable_titles(code_set, DAY)
    measuring = Measuring(work, titles, _say)
    reports = tuple(_measured(one, measuring, sets, questions, _in_force(code_set)) for one in systems)
    return Report(
        measured_on=date.today(),
        day=DAY,
        machine=seen(),
        packages=versions(systems),
        titles=len(titles),
        sets={one.name: len(one.phrases) for one in sets},
        systems=reports,
    )


def _code_set(work: Path) -> CodeSet:
    """The code set of this version, whatever index the user has."""
    _say("Reading ICD-10-CM")
    build_code_set(work / "code_set.sqlite")
    return CodeSet(work / "code_set.sqlite")


def billable_titles(code_set: CodeSet, day: date) -> list[Title]:
    """Every code that may be reported on the day, with its title."""
    return [Title(code=code, title=code_set.descriptor(code, day)) for code in sorted(code_set.billable_on(day))]


def _measured(
    system: System, measuring: Measuring, sets: Sequence[PhraseSet], questions: Sequence[str], in_force: InForce
) -> SystemReport:
    if system.id == ASK.id:
        done = measuring.measure(system, [Asked(text=one, day=DAY) for one in questions])
        return SystemReport(system=system, cost=done.cost, accuracy={}, sources={})
    done = measuring.measure(system, [Asked(text=one.text, day=one.day) for each in sets for one in each.phrases])
    found = dict(_by_set(sets, done.codes))
    return SystemReport(
        system=system,
        cost=done.cost,
        accuracy={each.name: accuracy(each.phrases, found[each.name], in_force) for each in sets},
        sources={each.name: by_source(each.phrases, found[each.name], in_force) for each in sets},
    )


def _by_set(sets: Sequence[PhraseSet], codes: Sequence[Sequence[str]]) -> Iterator[tuple[str, Found]]:
    """The codes as they came, one list a phrase over all sets, given back to their phrases."""
    rest = iter(codes)
    for each in sets:
        found: Mapping[str, Sequence[str]] = {one.id: next(rest) for one in each.phrases}
        yield each.name, found


def _in_force(code_set: CodeSet) -> InForce:
    return lambda code, day: code_set.status(code, day).state == "billable"


def _chosen(names: Sequence[str]) -> tuple[System, ...]:
    known = {one.id: one for one in (*SYSTEMS, ASK)}
    strangers = [name for name in names if name not in known]
    if strangers:
        raise RequestError(f"There is no system {strangers[0]}.", f"The systems are {', '.join(known)}.")
    return tuple(one for one in known.values() if not names or one.id in names)


def _say(what: str) -> None:
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    typer.run(main)
