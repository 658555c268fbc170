"""The format of a suite file, as a schema: what the reader checks with and editors complete from.

`python -m evals.suite_format` writes evals/suites/schema.json; a test holds the two equal.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, get_args

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from bot.claims import ClaimType, Procedure, Setting, Severity
from bot.questions.question import Kind
from bot.questions.refusals import Reason
from evals.cases import Status, Way
from knowledge.code_set.codes import State, canonical
from knowledge.errors import RequestError
from knowledge.service_dates import WHAT_A_DATE_LOOKS_LIKE, parse_service_date

SUITES = Path(__file__).parent / "suites"
SCHEMA = SUITES / "schema.json"

WRONG = "suite_wrong"
"""The type of our own problems: their message is "what is wrong; the next step"."""

USED_BY: dict[Way, frozenset[str]] = {
    "ask": frozenset(
        "status kind refusal recommended recommended_any rejected not_recommended states says never_says sources findings"
        " no_findings identifiers".split()
    ),
    "phrase": frozenset("status codes not_recommended says never_says".split()),
    "claim": frozenset("recommended recommended_any states says never_says sources findings no_findings".split()),
    "note": frozenset(
        "status recommended recommended_any rejected not_recommended states says never_says sources findings no_findings"
        " codes identifiers".split()
    ),
}
"""Which keys of `expect` are scored for which way of asking; a key that nothing reads would be a test of nothing."""


def wrong(message: str, next_step: str) -> PydanticCustomError:
    return PydanticCustomError(WRONG, "{told}", {"told": f"{message}; {next_step}"})


def _one_or_many(value: object) -> object:
    return [value] if isinstance(value, (str, int, float, bool)) else value


def _pattern(pattern: str) -> str:
    try:
        re.compile(pattern, re.IGNORECASE | re.DOTALL)
    except re.error as error:
        raise wrong(
            f"is no regular expression ({error.msg})", "put a backslash before ( [ ? + * . to mean the character itself"
        ) from None
    if re.search(pattern, "") is not None:
        raise wrong("matches anything, even nothing", "write words that must stand in the reply")
    return pattern


def _code(typed: str) -> str:
    family = typed.rstrip().endswith("-")
    code = canonical(typed.rstrip().rstrip("-"))
    if code is None:
        raise wrong("has no ICD-10-CM code's shape", "write a code like M53.82, or a family like M77.1-")
    return f"{code}-" if family else code


def _whole_code(typed: str) -> str:
    code = _code(typed)
    if code.endswith("-"):
        raise wrong("is a family", "write one whole code")
    return code


def _day(typed: object) -> object:
    if not isinstance(typed, str):
        return typed
    try:
        return parse_service_date(typed)
    except RequestError:
        raise wrong("is no day of the calendar", WHAT_A_DATE_LOOKS_LIKE) from None


def _edit(name: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+(?:-[a-z0-9]+)*", name):
        raise wrong("is no edit's name", "write it as EDITS spells it: excludes1, code-first")
    return name


def _known_failing(value: object) -> object:
    """`true`, or the reason as text."""
    if isinstance(value, str) and value.strip().lower() in ("true", "yes", "false", "no"):
        return value.strip().lower() in ("true", "yes")
    return value


def _texts(described: str, choices: tuple[str, ...] = ()) -> WithJsonSchema:
    item: dict[str, object] = {"enum": list(choices)} if choices else {"type": "string"}
    return WithJsonSchema({"description": described, "anyOf": [item, {"type": "array", "items": item}]})


def _choices(literal: object) -> tuple[str, ...]:
    return tuple(str(one) for one in get_args(literal))


Text = Annotated[str, Field(min_length=1)]
Code = Annotated[str, AfterValidator(_code)]
WholeCode = Annotated[str, AfterValidator(_whole_code)]
Pattern = Annotated[Text, AfterValidator(_pattern)]
EditName = Annotated[str, AfterValidator(_edit)]
Day = Annotated[
    date, BeforeValidator(_day), WithJsonSchema({"type": "string", "description": "2026-11-22 or 11/22/2026"})
]
Many = BeforeValidator(_one_or_many)
NotEmpty = Field(min_length=1)
Typed = Annotated[str, WithJsonSchema({"type": ["string", "integer"]})]
"""A code that YAML may take for a number (98940): read as it is typed."""


_WAYS: tuple[Way, ...] = get_args(Way)


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class FindingRow(_Row):
    """An edit that must fire, with its severity or its codes where they matter."""

    edit: EditName = Field(description="the edit's name: excludes1, not-in-force")
    severity: Severity | None = Field(default=None, description="the severity it must have")
    codes: Annotated[tuple[Typed, ...], Many] = Field(default=(), description="codes the finding must name")


def _finding(value: object) -> object:
    return {"edit": value} if isinstance(value, str) else value


FindingExpected = Annotated[
    FindingRow,
    BeforeValidator(_finding),
    WithJsonSchema({
        "anyOf": [
            {"type": "string", "description": "the edit's name"},
            {
                "type": "object",
                "additionalProperties": False,
                "required": ["edit"],
                "properties": {
                    "edit": {"type": "string"},
                    "severity": {"enum": list(_choices(Severity))},
                    "codes": {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": ["string", "integer"]}}]},
                },
            },
        ]
    }),
]  # fmt: skip


class ExpectRow(_Row):
    """What must hold of the reply. Leave a key out to say nothing about it; [] says there must be none."""

    status: Annotated[tuple[Status, ...] | None, Many, NotEmpty, _texts("the form of the reply", _choices(Status))] = (
        None
    )
    kind: Annotated[
        tuple[Kind, ...] | None, Many, NotEmpty, _texts("the kind of question it must be taken for", _choices(Kind))
    ] = None
    refusal: Annotated[
        tuple[Reason, ...] | None, Many, NotEmpty, _texts("the reason it must be refused for", _choices(Reason))
    ] = None
    recommended: Annotated[
        tuple[Code, ...] | None, Many, _texts("every one of these must be recommended, and no other")
    ] = None
    recommended_any: Annotated[
        tuple[Code, ...] | None, Many, NotEmpty, _texts("at least one of these must be recommended, and no other")
    ] = None
    rejected: Annotated[tuple[Code, ...] | None, Many, _texts("the reply must say not to use these")] = None
    not_recommended: Annotated[tuple[Code, ...] | None, Many, NotEmpty, _texts("none of these may be recommended")] = (
        None
    )
    states: dict[WholeCode, State] | None = Field(
        default=None, min_length=1, description="code: billable, header, ended, not_yet or unknown"
    )
    says: Annotated[
        tuple[Pattern, ...] | None,
        Many,
        NotEmpty,
        _texts("regular expressions, in any case: each must stand in the reply"),
    ] = None
    never_says: Annotated[
        tuple[Pattern, ...] | None, Many, NotEmpty, _texts("regular expressions: none may stand in the reply")
    ] = None
    sources: Annotated[tuple[Text, ...] | None, Many, _texts("passage ids, or how they begin: each must be cited")] = (
        None
    )
    findings: Annotated[tuple[FindingExpected, ...] | None, Many] = Field(
        default=None, description="edits that must fire, and no other edit that blocks or queries; [] for a clean claim"
    )
    no_findings: Annotated[tuple[EditName, ...] | None, Many, NotEmpty, _texts("edits that must not fire")] = None
    codes: Annotated[
        tuple[Code, ...] | None, Many, NotEmpty, _texts("for a phrase: any of these at rank 1 is right")
    ] = None
    identifiers: Annotated[
        tuple[Text, ...] | None, Many, _texts("the kinds of identifier that must be found, and no other")
    ] = None

    def given(self) -> tuple[str, ...]:
        return tuple(name for name in type(self).model_fields if getattr(self, name) is not None)


class ProcedureRow(_Row):
    """One service line."""

    code: Typed
    modifiers: Annotated[tuple[Typed, ...], Many] = ()
    units: int | None = Field(default=None, ge=0)
    minutes: int | None = Field(default=None, ge=0)
    pointers: Annotated[tuple[int, ...], Many] = ()
    place_of_service: Typed | None = None

    def procedure(self) -> Procedure:
        return Procedure(
            code=self.code.strip().upper(),
            modifiers=tuple(one.strip().upper() for one in self.modifiers),
            units=self.units,
            minutes=self.minutes,
            pointers=self.pointers,
            place_of_service=self.place_of_service,
        )


_LINE = re.compile(r"^(?P<code>[A-Za-z0-9]{5})(?P<modifiers>(?:-[A-Za-z0-9]{2})*)(?:\*(?P<units>\d{1,4}))?$", re.ASCII)


def _procedure(value: object) -> object:
    """A line as the command line writes it: 98940-AT-GP*2."""
    if not isinstance(value, str):
        return value
    match = _LINE.match(value.strip())
    if match is None:
        raise wrong("is no procedure", "write it like 98940, 98940-AT or 97110-GP*2")
    return {
        "code": match["code"],
        "modifiers": [part for part in match["modifiers"].split("-") if part],
        "units": match["units"],
    }


ProcedureLine = Annotated[
    ProcedureRow,
    BeforeValidator(_procedure),
    WithJsonSchema({
        "anyOf": [
            {"type": ["string", "integer"], "description": "98940-AT-GP*2"},
            {
                "type": "object",
                "additionalProperties": False,
                "required": ["code"],
                "properties": {
                    "code": {"type": ["string", "integer"]},
                    "modifiers": {"type": "array", "items": {"type": ["string", "integer"]}},
                    "units": {"type": "integer", "minimum": 0},
                    "minutes": {"type": "integer", "minimum": 0},
                    "pointers": {"type": "array", "items": {"type": "integer"}},
                    "place_of_service": {"type": ["string", "integer"]},
                },
            },
        ]
    }),
]  # fmt: skip


class ClaimRow(_Row):
    """A claim as `codecite check` takes it."""

    diagnoses: Annotated[tuple[Typed, ...], Many] = ()
    procedures: Annotated[tuple[ProcedureLine, ...], Many] = ()
    payer: str | None = None
    claim_type: ClaimType = "professional"
    date_of_service: Day | None = None
    date_to: Day | None = None
    discharge_date: Day | None = None
    initial_treatment_date: Day | None = None
    setting: Setting | None = None
    age: int | None = Field(default=None, ge=0, le=130)
    sex: str | None = None
    note: str | None = None


class CaseRow(_Row):
    """One case: what is asked (ask, phrase, claim or note) and what must hold (expect)."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,79}$")] = Field(
        description="a name of its own, in all suites"
    )
    ask: Text | None = Field(default=None, description="a question, as a person types it")
    phrase: Text | None = Field(default=None, description="a diagnosis in words, to be coded")
    claim: ClaimRow | None = Field(default=None, description="a claim for the edits")
    note: Text | None = Field(default=None, description="a clinical note, invented, never a patient's")
    after: Annotated[tuple[Text, ...], Many, _texts("the earlier questions of the thread, oldest first")] = ()
    payer: Text | None = Field(default=None, description="payer id or common name")
    dos: Day | None = Field(default=None, description="date of service; the run's today without one")
    setting: Setting = Field(default="outpatient", description="outpatient or inpatient")
    expect: ExpectRow = Field(description="what must hold")
    tags: Annotated[tuple[Text, ...], Many, _texts("words to slice the results by: spine, chapter-m, medicare")] = ()
    must_pass: bool = Field(default=False, description="true: the gate fails when this case fails")
    known_failing: Annotated[
        bool | str,
        BeforeValidator(_known_failing),
        WithJsonSchema({"anyOf": [{"type": "boolean"}, {"type": "string"}]}),
    ] = Field(default=False, description="true, or why: reported, not gated; take it away once the case passes")
    source: str = Field(
        default="", description="what makes the key true: a guideline section, a table and its release, a page"
    )
    author: str = Field(default="", description="who wrote the case")


def contradictions(row: Mapping[str, object]) -> Iterator[tuple[str, str, str]]:
    """What a case's keys get wrong together, as field, message and next step; seen even where a single key is wrong."""
    given = [way for way in _WAYS if row.get(way) is not None]
    if len(given) != 1:
        told = "asks nothing" if not given else f"asks in {len(given)} ways ({', '.join(given)})"
        yield "", told, "give exactly one of ask, phrase, claim and note"
    expect = row.get("expect")
    keys = [key for key, value in expect.items() if value is not None] if isinstance(expect, dict) else []
    if (isinstance(expect, dict) and not keys) or ("expect" in row and expect is None):
        yield "expect", "is empty", "say what must hold: a case that can't fail proves nothing"
    if len(given) == 1:
        used = USED_BY[given[0]]
        for key in keys:
            if key in ExpectRow.model_fields and key not in used:
                yield (
                    f"expect.{key}",
                    f"is scored for nothing when a case gives {given[0]}",
                    f"use {', '.join(sorted(used))}",
                )
        if row.get("after") is not None and given[0] != "ask":
            yield "after", "can only be followed by a question", "take it away, or ask a question"
    claim = row.get("claim")
    if isinstance(claim, dict) and claim.get("date_of_service") and row.get("dos"):
        yield "dos", "stands beside the claim's date_of_service", "keep one of the two"


class SuiteFile(_Row):
    """A suite of cases. The file's name is free; `suite` is what --suite takes."""

    suite: Annotated[str, Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,39}$")] = Field(
        description="the suite's name: small letters, digits, dashes"
    )
    about: str = Field(default="", description="what the suite is for, in a sentence")
    cases: tuple[CaseRow, ...] = Field(min_length=1, description="the cases")


def schema() -> dict[str, object]:
    """The JSON schema of a suite file."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **SuiteFile.model_json_schema(mode="validation")}


def schema_text() -> str:
    return json.dumps(schema(), indent=2, ensure_ascii=False) + "\n"


def write_schema(path: Path = SCHEMA, say: Callable[[str], object] = print) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(schema_text(), encoding="utf-8")
    say(f"Wrote {path}")


if __name__ == "__main__":
    write_schema()
