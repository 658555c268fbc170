"""The words of a note that deny, doubt or shift what stands near them: data of ours, in the manner of ConText (Harkema 2009)."""

import csv
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from knowledge.errors import KnowledgeError

CONTEXT = Path(__file__).parent / "context.csv"
Says = Literal["denied", "doubted", "past", "family", "other_person", "planned"]
Reach = Literal["after", "before"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ContextWords:
    """One pattern a meaning and reach, the longest words first; and the words that only look like such ("no change")."""

    patterns: tuple[tuple[Says, Reach, re.Pattern[str]], ...]
    lookalikes: re.Pattern[str]


@cache
def read_context_words(path: Path = CONTEXT) -> ContextWords:
    """The table. Raises KnowledgeError with file:line for a row that says something unknown."""
    groups: dict[tuple[Says, Reach], list[str]] = {}
    lookalikes: list[str] = []
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file)
        for row in rows:
            says, reach = row["says"], row["reach"]
            if not says and not reach:
                lookalikes.append(row["words"])
            elif says in get_args(Says) and reach in get_args(Reach) and row["words"].strip():
                groups.setdefault((says, reach), []).append(row["words"])  # type: ignore[arg-type]
            else:
                raise KnowledgeError(
                    f"{path.name}:{rows.line_num}: says or reach is unknown, or the words are missing.",
                    f"says: {', '.join(get_args(Says))}; reach: {', '.join(get_args(Reach))}.",
                )
    return ContextWords(
        patterns=tuple((says, reach, _any_of(words)) for (says, reach), words in groups.items()),
        lookalikes=_any_of(lookalikes),
    )


def _any_of(words: list[str]) -> re.Pattern[str]:
    longest_first = sorted(set(words), key=lambda one: (-len(one), one))
    body = "|".join(re.escape(one).replace(r"\ ", r"\s+") for one in longest_first)
    return re.compile(rf"(?<![\w/])(?:{body})(?!\w)", re.IGNORECASE)
