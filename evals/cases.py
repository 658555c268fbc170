"""A case: what is asked, what must hold, and who says so; and how cases are chosen for a run."""

import hashlib
import json
import re
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from fnmatch import fnmatchcase
from typing import Literal

from bot.claims import Claim, Setting, Severity
from bot.questions.question import Kind
from bot.questions.refusals import Reason
from knowledge.code_set.codes import State
from knowledge.errors import RequestError

Way = Literal["ask", "phrase", "claim", "note"]
Status = Literal["answered", "clarify", "refused"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectedFinding:
    """An edit that must fire; with a severity or codes, in that way."""

    edit: str
    severity: Severity | None = None
    codes: tuple[str, ...] = ()

    def __str__(self) -> str:
        return " ".join(
            part for part in (self.severity, self.edit, f"on {', '.join(self.codes)}" if self.codes else "") if part
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Expect:
    """What must hold of a reply. None means that nothing is said; an empty tuple means that there must be none."""

    status: tuple[Status, ...] | None = None
    kind: tuple[Kind, ...] | None = None
    refusal: tuple[Reason, ...] | None = None
    recommended: tuple[str, ...] | None = None
    recommended_any: tuple[str, ...] | None = None
    rejected: tuple[str, ...] | None = None
    not_recommended: tuple[str, ...] | None = None
    states: tuple[tuple[str, State], ...] | None = None
    says: tuple[str, ...] | None = None
    never_says: tuple[str, ...] | None = None
    sources: tuple[str, ...] | None = None
    findings: tuple[ExpectedFinding, ...] | None = None
    no_findings: tuple[str, ...] | None = None
    codes: tuple[str, ...] | None = None
    identifiers: tuple[str, ...] | None = None

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys that say something."""
        return tuple(name for name in self.__dataclass_fields__ if getattr(self, name) is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One thing asked in one way. `text` is the question, phrase or note; a claim has `claim` instead."""

    id: str
    suite: str
    way: Way
    expect: Expect
    text: str = ""
    claim: Claim | None = None
    after: tuple[str, ...] = ()
    payer: str | None = None
    dos: date | None = None
    setting: Setting = "outpatient"
    tags: tuple[str, ...] = ()
    must_pass: bool = False
    known_failing: bool = False
    why_failing: str = ""
    source: str = ""
    author: str = ""
    file: str = field(default="", compare=False)
    line: int = field(default=0, compare=False)

    @property
    def asked(self) -> str:
        """What was asked, as one line a person reads."""
        if self.claim is None:
            return self.text
        lines = [*self.claim.diagnoses, *("-".join((one.code, *one.modifiers)) for one in self.claim.procedures)]
        return f"claim: {', '.join(lines) or 'no diagnosis'}"

    @property
    def key_digest(self) -> str:
        """Changes when the question or its key changes: results of two keys are never compared."""
        told = asdict(self)
        for name in (
            "id",
            "suite",
            "tags",
            "must_pass",
            "known_failing",
            "why_failing",
            "source",
            "author",
            "file",
            "line",
        ):
            del told[name]
        return hashlib.sha256(json.dumps(told, sort_keys=True, default=str).encode()).hexdigest()[:12]


def covers(named: str, code: str) -> bool:
    """Whether a code is the one named, or of the family named with a dash at its end (M77.1-)."""
    return code == named or (named.endswith("-") and code.startswith(named.rstrip("-").rstrip(".")))


def any_covers(named: Collection[str], code: str) -> bool:
    return any(covers(one, code) for one in named)


def selected(
    cases: Sequence[Case], *, suites: Collection[str] = (), tags: Collection[str] = (), ids: Collection[str] = ()
) -> tuple[Case, ...]:
    """The cases of any of the suites, with any of the tags, of any of the ids; an empty filter lets all pass. A name may hold `*`.

    Raises RequestError for a name that no case bears: a filter that silently matches nothing would look like success.
    """
    for what, wanted, known in (
        ("suite", suites, {case.suite for case in cases}),
        ("tag", tags, {tag for case in cases for tag in case.tags}),
        ("case", ids, {case.id for case in cases}),
    ):
        strangers = sorted(name for name in wanted if not _among(known, name))
        if strangers:
            near = ", ".join(_nearest(strangers[0], known)) or "none"
            raise RequestError(f"There is no {what} named {strangers[0]}.", f"The nearest: {near}.")
    chosen = tuple(
        case
        for case in cases
        if (not suites or _among((case.suite,), *suites))
        and (not tags or _among(case.tags, *tags))
        and (not ids or _among((case.id,), *ids))
    )
    if not chosen:
        raise RequestError("No case passes all the filters together.", "Leave one of --suite, --tag and --case out.")
    return chosen


def _among(names: Collection[str], *wanted: str) -> bool:
    """Whether any of the names is wanted; `find_*` wants a whole family."""
    return any(fnmatchcase(name, one) for one in wanted for name in names)


def _nearest(name: str, known: Collection[str]) -> list[str]:
    from difflib import get_close_matches

    return get_close_matches(name, known, n=5, cutoff=0.4) or sorted(known)[:8]


def compiled(pattern: str) -> "re.Pattern[str]":
    """A fact's pattern as it is searched: in any case, over lines."""
    return re.compile(pattern, re.IGNORECASE | re.DOTALL)
