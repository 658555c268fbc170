"""The journal of a run that goes on: a line a case, so that a killed run goes on where it stopped; renamed away when it is whole."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TextIO

from filelock import FileLock, Timeout
from pydantic import ValidationError

from evals.errors import RunFileError
from evals.runs import RESULT, CaseResult

_NAME = "journal.jsonl"


@dataclass(frozen=True, slots=True, kw_only=True)
class Begun:
    """What a journal already holds: the run's id and start, each case that is done, and the seconds that went into them."""

    id: str
    started: str
    results: dict[str, CaseResult]
    spent_s: float
    sessions: int


def unfinished(runs: Path, identity: str) -> Begun | None:
    """The latest run of the same cases, program and settings that was stopped before its end."""
    for path in sorted(runs.glob(f"*/{_NAME}"), reverse=True):
        if (path.parent / "run.json").exists():
            continue
        begun = _read(path, identity)
        if begun is not None:
            return begun
    return None


@contextmanager
def writing(folder: Path, identity: str, started: str, session: int) -> Iterator["Journal"]:
    """The journal, open for more. Raises RunFileError when another process writes it."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with FileLock(folder / ".lock", timeout=0):
            _drop_torn_line(folder / _NAME)
            with (folder / _NAME).open("a", encoding="utf-8") as lines:
                journal = Journal(lines)
                journal.note({"identity": identity, "id": folder.name, "started": started, "session": session})
                yield journal
        (folder / ".lock").unlink(missing_ok=True)
    except Timeout:
        raise RunFileError(
            "The same run is going on in another process.", "Wait for it, or start anew with --fresh."
        ) from None
    except OSError as error:
        raise _unwritable(error) from None


def _unwritable(error: OSError) -> RunFileError:
    return RunFileError(
        f"The run's folder can't be written ({error.strerror}).",
        "Set CODECITE_DATA_DIR, or free some space; then go on.",
    )


def closed(folder: Path) -> None:
    """Takes the journal away once run.json is whole."""
    (folder / _NAME).unlink(missing_ok=True)


class Journal:
    """Appends a line for each case that is done; flushed, so that a killed process loses nothing."""

    def __init__(self, lines: TextIO) -> None:
        self._lines = lines

    def add(self, result: CaseResult, at_s: float) -> None:
        self.note({"result": RESULT.dump_python(result, mode="json"), "at": round(at_s, 3)})

    def note(self, row: dict[str, object]) -> None:
        try:
            self._lines.write(json.dumps(row, ensure_ascii=False) + "\n")
            self._lines.flush()
        except OSError as error:
            raise _unwritable(error) from None


def _read(path: Path, identity: str) -> Begun | None:
    results: dict[str, CaseResult] = {}
    started, spent, at, sessions = "", 0.0, 0.0, 0
    for raw in path.read_text(encoding="utf-8", errors="replace").split("\n"):
        try:
            row = json.loads(raw)
            if "session" in row:
                if row["identity"] != identity:
                    return None
                started, sessions = started or str(row["started"]), int(row["session"])
                spent, at = spent + at, 0.0
            else:
                result = RESULT.validate_python(row["result"], strict=False)
                results[result.id], at = result, float(row["at"])
        except (ValueError, KeyError, TypeError, ValidationError):
            continue  # the line a kill tore, or of another version: its case runs again
    if sessions == 0:
        return None
    return Begun(id=path.parent.name, started=started, results=results, spent_s=spent + at, sessions=sessions)


def _drop_torn_line(path: Path) -> None:
    if path.is_file():
        whole = path.read_bytes()
        if not whole.endswith(b"\n"):
            path.write_bytes(whole[: whole.rfind(b"\n") + 1])
