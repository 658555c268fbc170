"""A question once it is past the door: clean text, what it says in terms of tables, and the day it is about."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

from bot.privacy.clean_text import CleanText
from retrieval.query import Query

Kind = Literal[
    "status", "compare", "find", "documentation", "procedure", "payer", "sequence", "excludes", "crosswalk", "denial",
    "changes", "general",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """`days` are the dates of service the question names; `day` is the one everything else is answered for."""

    text: CleanText
    query: Query
    kind: Kind
    day: date
    days: tuple[date, ...] = ()
    payer: str | None = None
    setting: str = "outpatient"
    parts: tuple[Kind, ...] = ()
