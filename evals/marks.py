"""Known-failing marks, renewed from a run: taken off cases that pass, put on those that fail when that is asked for.

A suite is edited line by line, so that comments and order stay as their author wrote them.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from evals.runs import CaseResult, write_whole

_CASE = re.compile(r"^(?P<indent>\s*)- id:\s*(?P<id>\S+)\s*$")
_MARK = re.compile(r"^\s*known_failing:")
_LONGEST = 160
"""Characters of a reason: a mark is one line."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Renewed:
    """The cases whose marks changed."""

    unmarked: tuple[str, ...]
    marked: tuple[str, ...]


def renew(results: Iterable[CaseResult], files: Iterable[Path], *, add: bool) -> Renewed:
    """Rewrites the suite files. With `add`, cases that fail are marked with their reason; otherwise marks only go."""
    wanted: dict[str, str | None] = {}
    for one in results:
        if one.verdict == "unmark":
            wanted[one.id] = None
        elif one.verdict == "failed" and add:
            wanted[one.id] = one.why
    changed: dict[str, str | None] = {}
    for file in files:
        before = file.read_text(encoding="utf-8")
        present = {match["id"] for line in before.splitlines() if (match := _CASE.match(line))}
        mine = {case: why for case, why in wanted.items() if case in present}
        after = marked(before, mine)
        if after != before:
            write_whole(file, after)
            changed |= mine
    return Renewed(
        unmarked=tuple(case for case, why in changed.items() if why is None),
        marked=tuple(case for case, why in changed.items() if why is not None),
    )


def marked(suite: str, wanted: Mapping[str, str | None]) -> str:
    """The suite's text with the mark of each named case set to its reason, or taken away where that is None."""
    lines: list[str] = []
    case: str | None = None
    for line in suite.splitlines():
        begins = _CASE.match(line)
        if begins:
            case = begins["id"]
            lines.append(line)
            why = wanted.get(case)
            if why is not None:
                told = json.dumps(_one_line(why), ensure_ascii=False)
                lines.append(f"{begins['indent']}  known_failing: {told}")
        elif not (case in wanted and _MARK.match(line)):
            lines.append(line)
    return "\n".join(lines) + "\n"


def _one_line(why: str) -> str:
    """JSON's quotes are YAML's too, and the text keeps its letters: a reason is read by people."""
    told = " ".join(why.split())
    return told if len(told) <= _LONGEST else f"{told[:_LONGEST].rsplit(' ', 1)[0]} …"
