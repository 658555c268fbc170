"""The accepted standing of each case: small enough to commit, one line a case, so that a change is read in review."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from pydantic import TypeAdapter, ValidationError

from evals.errors import RunFileError
from evals.fingerprints import Fingerprints
from evals.runs import CaseResult, Run, write_whole
from knowledge.errors import RequestError

BASELINE = Path(__file__).parent / "baseline.json"
SCHEMA: Literal["codecite.baseline/1"] = "codecite.baseline/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """How one case stood: right or wrong, and the value of each score. `key` tells whether it is still the same key."""

    suite: str
    key: str
    passed: bool
    scores: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """A run that somebody accepted, and how many cases stand as it left them."""

    run: str
    started: str
    cases: int
    fingerprints: Fingerprints


@dataclass(frozen=True, slots=True, kw_only=True)
class Baseline:
    schema: Literal["codecite.baseline/1"] = SCHEMA
    accepted: tuple[Accepted, ...]
    cases: Mapping[str, Standing]


_ADAPTER = TypeAdapter(Baseline)


def standings(results: Iterable[CaseResult]) -> dict[str, Standing]:
    return {
        one.id: Standing(
            suite=one.asked.suite,
            key=one.asked.key,
            passed=one.passed,
            scores={score.name: round(score.value, 4) for score in one.scores},
        )
        for one in results
    }


def read_baseline(path: Path) -> Baseline:
    """Raises RunFileError when it is not there or is no baseline."""
    try:
        return _ADAPTER.validate_json(path.read_bytes())
    except OSError:
        raise RunFileError(
            f"There is no baseline {path.name}.", "Accept a run first: codecite eval accept RUN"
        ) from None
    except ValidationError:
        raise RunFileError(f"{path.name} is no baseline of this version.", "Accept a run again.") from None


def accept(run: Run, path: Path = BASELINE, *, partial: bool = False) -> Baseline:
    """Writes the run as the baseline. A run of a part only updates its own cases, and only when that is asked for.

    Raises RequestError for a part that wasn't asked for: it would silently drop every other case from the gate.
    """
    fresh = standings(run.results)
    kept: dict[str, Standing] = {}
    earlier: tuple[Accepted, ...] = ()
    if not run.settings.is_whole:
        if not partial:
            raise RequestError(
                f"Run {run.id} holds a part of the suites.",
                "Run them all, or accept with --partial to renew only its cases.",
            )
        if path.is_file():
            before = read_baseline(path)
            kept = {case: standing for case, standing in before.cases.items() if case not in fresh}
            earlier = before.accepted
    baseline = Baseline(
        accepted=(*earlier, Accepted(run=run.id, started=run.started, cases=len(fresh), fingerprints=run.fingerprints)),
        cases=dict(sorted({**kept, **fresh}.items())),
    )
    write_whole(path, _one_line_a_case(baseline))
    return baseline


def _one_line_a_case(baseline: Baseline) -> str:
    dumped = _ADAPTER.dump_python(baseline, mode="json")
    cases = ",\n".join(f"  {json.dumps(name)}: {json.dumps(standing)}" for name, standing in dumped["cases"].items())
    accepted = json.dumps(dumped["accepted"], indent=1)
    return f'{{"schema": "{SCHEMA}",\n"accepted": {accepted},\n"cases": {{\n{cases}\n}}}}\n'
