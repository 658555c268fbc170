"""Reads suites of cases from YAML: every problem of every file at once, each with file, line, field and next step.

Scalars stay as they are typed (a code 98940, a word no), so that YAML's own ideas of numbers and truth change no case.
"""

import difflib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.claims import Claim
from bot.privacy import door
from evals.cases import Case, Expect, ExpectedFinding, Way
from evals.errors import SuiteError, SuiteProblem
from evals.suite_format import (
    SUITES,
    WRONG,
    CaseRow,
    ClaimRow,
    ExpectRow,
    FindingRow,
    ProcedureRow,
    SuiteFile,
    contradictions,
)
from knowledge.errors import RequestError
from knowledge.service_dates import WHAT_A_DATE_LOOKS_LIKE

LARGEST_FILE = 5_000_000
"""Bytes a suite file may have; a thousand cases have a tenth of that."""

Written = str | list["Written"] | dict[str, "Written"] | None
Place = tuple[str | int, ...]


def read_suites(*folders: Path) -> tuple[Case, ...]:
    """The cases of every *.yaml in the folders (our own when none is given), or of a single file.

    Raises SuiteError with all problems of all files, RequestError when a folder is not there or holds no suite.
    """
    problems: list[SuiteProblem] = []
    cases: list[Case] = []
    names: dict[str, str] = {}
    for path in suite_files(*folders or (SUITES,)):
        try:
            cases.extend(_read(path, names))
        except SuiteError as error:
            problems.extend(error.problems)
    if problems:
        raise SuiteError(tuple(problems))
    return tuple(cases)


def suite_files(*folders: Path) -> tuple[Path, ...]:
    """Every suite file of the folders, once each. Raises RequestError when there is none."""
    paths = dict.fromkeys(path.resolve() for folder in folders for path in _files(folder))
    if not paths:
        raise RequestError(
            "There is no suite file there.", "Put a *.yaml suite into the folder, or name another with --suites."
        )
    return tuple(paths)


def read_suite(path: Path) -> tuple[Case, ...]:
    """The cases of one file. Raises SuiteError with everything that is wrong in it."""
    return _read(path, {})


def _read(path: Path, names: dict[str, str]) -> tuple[Case, ...]:
    """The cases of a file; `names` holds where each id was first seen, over all files."""
    root = _composed(path)
    problems: list[SuiteProblem] = []
    written = _written(path, root, problems)
    problems.extend(_quarrels(path, root, written, names))
    try:
        suite = SuiteFile.model_validate(written)
    except ValidationError as error:
        problems.extend(_explained(path, root, error))
        raise SuiteError(tuple(sorted(problems, key=lambda problem: problem.line))) from None
    if problems:
        raise SuiteError(tuple(sorted(problems, key=lambda problem: problem.line)))
    return tuple(_case(row, suite.suite, path, _line(root, ("cases", at))) for at, row in enumerate(suite.cases))


def _files(folder: Path) -> list[Path]:
    if folder.is_file():
        return [folder]
    if not folder.is_dir():
        raise RequestError(f"There is no folder {folder.name}.", "Give --suites a folder of suite files, or one file.")
    passed_over = sorted(path.name for path in folder.iterdir() if path.suffix.lower() == ".yml")
    if passed_over:
        raise RequestError(f"{passed_over[0]} would be passed over.", "Rename it to end in .yaml.")
    return sorted(folder.glob("*.yaml"))


def _quarrels(path: Path, root: yaml.Node, written: Written, names: dict[str, str]) -> Iterator[SuiteProblem]:
    """What keys that are each right alone get wrong together: ids given twice, a case that asks twice or expects nothing."""
    rows = written.get("cases") if isinstance(written, dict) else None
    for at, row in enumerate(rows if isinstance(rows, list) else ()):
        if not isinstance(row, dict):
            continue
        line, name = _line(root, ("cases", at)), row.get("id")
        here = f"{path.name}:{line}"
        if isinstance(name, str) and names.setdefault(name, here) != here:
            yield SuiteProblem(
                file=path.name, line=_line(root, ("cases", at, "id")), field=f"cases[{name}].id",
                message=f"already names the case at {names[name]}", next_step="give each case an id of its own",
            )  # fmt: skip
        for field, message, next_step in contradictions(row):
            place: Place = ("cases", at, *(field.split(".") if field else ()))
            yield SuiteProblem(
                file=path.name, line=_line(root, place), field=_named(root, place), message=message, next_step=next_step
            )


# -- from the file to rows ---------------------------------------------------------------------------------------------


def _composed(path: Path) -> yaml.Node:
    mend = "mend the YAML there; put a text that holds a colon or begins with [ { * & ! % @ or ` in quotes"
    try:
        raw = path.read_bytes()
        if len(raw) > LARGEST_FILE:
            raise _refused(path, 1, f"is larger than {LARGEST_FILE:,} bytes", "split it into several files")
        root = yaml.CSafeLoader(raw.decode("utf-8-sig")).get_single_node()
    except OSError:
        raise _refused(path, 1, "can't be read", "check that it is a file and that you may read it") from None
    except UnicodeDecodeError as error:
        raise _refused(
            path, error.object[: error.start].count(b"\n") + 1, "is not UTF-8 text", "save the file as UTF-8"
        ) from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _refused(path, mark.line + 1 if mark else 1, f"is no YAML: {error.problem}", mend) from None
    except yaml.YAMLError:
        raise _refused(path, 1, "is no YAML: it holds a character YAML does not allow", mend) from None
    except RecursionError:
        raise _refused(path, 1, "is nested too deeply", mend) from None
    if not isinstance(root, yaml.MappingNode):
        raise _refused(path, 1, "holds no suite", "begin with `suite: name`, then `cases:`")
    alias = _alias(root, set())
    if alias is not None:
        raise _refused(path, alias.start_mark.line + 1, "is used again by an alias (*)", "let each case say its own")
    return root


def _alias(node: yaml.Node, seen: set[int]) -> yaml.Node | None:
    """The first node that stands twice: by an alias a small file could unfold into gigabytes."""
    if id(node) in seen:
        return node
    seen.add(id(node))
    if isinstance(node, yaml.ScalarNode):
        return None
    inner = node.value if isinstance(node, yaml.SequenceNode) else [part for pair in node.value for part in pair]
    return next((found for found in (_alias(one, seen) for one in inner) if found is not None), None)


def _refused(path: Path, line: int, message: str, next_step: str) -> SuiteError:
    return SuiteError((SuiteProblem(file=path.name, line=line, field="", message=message, next_step=next_step),))


def _written(path: Path, node: yaml.Node, problems: list[SuiteProblem], place: Place = ()) -> Written:
    """The values of a node as they are typed; a plain empty value, ~ or null is None; a key that stands twice is a problem."""
    if isinstance(node, yaml.SequenceNode):
        return [_written(path, item, problems, (*place, at)) for at, item in enumerate(node.value)]
    if isinstance(node, yaml.MappingNode):
        values: dict[str, Written] = {}
        for key, value in node.value:
            name = str(key.value)
            if name in values:
                problems.append(
                    SuiteProblem(
                        file=path.name,
                        line=key.start_mark.line + 1,
                        field=_spelled((*place, name)),
                        message="stands twice",
                        next_step="keep one of the two",
                    )
                )
            values[name] = _written(path, value, problems, (*place, name))
        return values
    assert isinstance(node, yaml.ScalarNode)
    return None if node.tag == "tag:yaml.org,2002:null" else str(node.value)


# -- from problems to words --------------------------------------------------------------------------------------------

_ROWS: dict[str, type[BaseModel]] = {
    "cases": CaseRow, "expect": ExpectRow, "claim": ClaimRow, "procedures": ProcedureRow, "findings": FindingRow,
}  # fmt: skip

_EXPLAINED: dict[str, tuple[str, str]] = {
    "missing": ("is missing", "write it"),
    "string_type": ("must be text", "put it in quotes"),
    "bool_type": ("must be true or false", "write true or false"),
    "bool_parsing": ("must be true or false", "write true or false"),
    "int_type": ("must be a whole number", "write it in digits"),
    "int_parsing": ("must be a whole number", "write it in digits"),
    "greater_than_equal": ("is too small", "write it as it is on the claim"),
    "less_than_equal": ("is too large", "write it as it is on the claim"),
    "date_type": ("must be a date", WHAT_A_DATE_LOOKS_LIKE),
    "tuple_type": ("must be a list", "write it as [first, second], or with a dash on each line"),
    "dict_type": ("must hold `name: value` lines", "write one below the other, indented"),
    "model_type": ("must hold `name: value` lines", "write one below the other, indented"),
    "model_attributes_type": ("must hold `name: value` lines", "write one below the other, indented"),
    "too_short": ("is empty", "write at least one"),
    "string_too_short": ("is empty", "write it, or take the key away"),
    "string_pattern_mismatch": ("is no name the format knows", "use letters, digits, dots and dashes, without spaces"),
}


def _explained(path: Path, root: yaml.Node, error: ValidationError) -> Iterator[SuiteProblem]:
    details = error.errors(include_url=False, include_input=False)
    for detail in details:
        if detail["type"] == "too_short" and any(_lies_in(other["loc"], detail["loc"]) for other in details):
            continue  # pydantic counts only the items that are right; those that are wrong have told it already
        place = _place(root, detail["loc"])
        message, next_step = _told(detail)
        yield SuiteProblem(
            file=path.name, line=_line(root, place), field=_named(root, place), message=message, next_step=next_step
        )


def _lies_in(place: Sequence[str | int], whole: Sequence[str | int]) -> bool:
    return len(place) > len(whole) and tuple(place[: len(whole)]) == tuple(whole)


def _told(detail: ErrorDetails) -> tuple[str, str]:
    """What is wrong and the next step."""
    kind = detail["type"]
    if kind == WRONG:
        message, _, next_step = str(detail["ctx"]["told"]).partition("; ")
        return message, next_step
    if kind == "extra_forbidden":
        return "is no key of this part", _nearest_key(detail["loc"])
    if kind == "literal_error":
        return "is no choice the format knows", f"use one of {detail['ctx']['expected']}"
    return _EXPLAINED.get(kind, ("does not fit the format", "compare with a case of our suites"))


def _nearest_key(loc: Sequence[str | int]) -> str:
    part = next((step for step in reversed(loc[:-1]) if isinstance(step, str) and step in _ROWS), None)
    known = sorted((_ROWS[part] if part else SuiteFile).model_fields)
    near = difflib.get_close_matches(str(loc[-1]), known, n=1)
    return f"did you mean {near[0]}?" if near else f"the keys are {', '.join(known)}"


def _place(root: yaml.Node, loc: Sequence[str | int]) -> Place:
    """The place as the file spells it: pydantic's path also names branches of a union and a list that was left out."""
    node: yaml.Node | None = root
    place: list[str | int] = []
    for step in loc:
        if isinstance(node, yaml.MappingNode):
            place.append(step)
            node = next((value for key, value in node.value if key.value == step), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            place.append(step)
            node = node.value[step]
    return tuple(place)


def _line(root: yaml.Node, place: Place) -> int:
    node, line = root, root.start_mark.line + 1
    for step in place:
        if isinstance(node, yaml.MappingNode):
            entry = next(((key, value) for key, value in node.value if key.value == step), None)
            if entry is None:
                return line
            line, node = entry[0].start_mark.line + 1, entry[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            node = node.value[step]
            line = node.start_mark.line + 1
    return line


def _named(root: yaml.Node, place: Place) -> str:
    """The field as a path, a case by its id where it has one: cases[tennis-elbow].expect.says[0]."""
    if len(place) >= 2 and place[0] == "cases" and isinstance(place[1], int):
        cases = next(value for key, value in root.value if key.value == "cases")
        case = cases.value[place[1]]
        if isinstance(case, yaml.MappingNode):
            case_id = next((value.value for key, value in case.value if key.value == "id"), None)
            if isinstance(case_id, str) and case_id:
                return f"cases[{case_id}]{_spelled(place[2:], '.')}"
    return _spelled(place)


def _spelled(place: Place, before: str = "") -> str:
    spelled = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in place)
    return spelled if before else spelled.lstrip(".")


# -- from rows to cases ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Told:
    way: Way
    text: str
    claim: Claim | None


def _case(row: CaseRow, suite: str, path: Path, line: int) -> Case:
    day = row.dos or (row.claim.date_of_service if row.claim else None)
    told = _what_is_asked(row, day)
    return Case(
        id=row.id,
        suite=suite,
        way=told.way,
        expect=_expect(row.expect),
        text=told.text,
        claim=told.claim,
        after=row.after,
        payer=row.payer,
        dos=day,
        setting=(row.claim.setting if row.claim and row.claim.setting else row.setting),
        tags=tuple(dict.fromkeys(row.tags)),
        must_pass=row.must_pass,
        known_failing=bool(row.known_failing),
        why_failing=row.known_failing if isinstance(row.known_failing, str) else "",
        source=row.source,
        author=row.author,
        file=path.name,
        line=line,
    )


def _what_is_asked(row: CaseRow, day: date | None) -> _Told:
    if row.ask is not None:
        return _Told("ask", row.ask, None)
    if row.phrase is not None:
        return _Told("phrase", row.phrase, None)
    if row.note is not None:
        return _Told("note", row.note, None)
    assert row.claim is not None
    return _Told("claim", "", _claim(row.claim, row, day))


def _claim(claim: ClaimRow, row: CaseRow, day: date | None) -> Claim:
    """The claim; without a date of service of its own it is dated to the run's today when it is run."""
    return Claim(
        diagnoses=claim.diagnoses,
        procedures=tuple(one.procedure() for one in claim.procedures),
        payer=claim.payer or row.payer,
        claim_type=claim.claim_type,
        date_of_service=day or date.min,
        date_to=claim.date_to,
        discharge_date=claim.discharge_date,
        initial_treatment_date=claim.initial_treatment_date,
        setting=claim.setting or row.setting,
        age=claim.age,
        sex=claim.sex,
        note=door.clean(claim.note) if claim.note is not None else None,
    )


def _expect(row: ExpectRow) -> Expect:
    return Expect(
        status=row.status,
        kind=row.kind,
        refusal=row.refusal,
        recommended=row.recommended,
        recommended_any=row.recommended_any,
        rejected=row.rejected,
        not_recommended=row.not_recommended,
        states=tuple(row.states.items()) if row.states is not None else None,
        says=row.says,
        never_says=row.never_says,
        sources=row.sources,
        findings=None
        if row.findings is None
        else tuple(ExpectedFinding(edit=one.edit, severity=one.severity, codes=one.codes) for one in row.findings),
        no_findings=row.no_findings,
        codes=row.codes,
        identifiers=row.identifiers,
    )
