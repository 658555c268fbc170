"""Reads the payer sheets of a folder, and finds the rules that bear on a payer, its procedures and a day."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Final, Generic, TypeAlias, TypeVar

import yaml
from pydantic import ValidationError
from pydantic_core import ErrorDetails

from knowledge.errors import KnowledgeError
from knowledge.payers.schema import (
    SHEET_CONTRADICTION,
    Contractor,
    Contradiction,
    Documentation,
    Label,
    PairHint,
    Payer,
    PayerRule,
    PayerSheet,
    PayerSource,
    Severity,
    covers_procedure,
    in_words,
)

LARGEST_SHEET: Final = 1_000_000
"""Bytes a sheet may have; the largest of ours has a twentieth of that."""

R = TypeVar("R", bound=PayerRule)
AnyRule = TypeVar("AnyRule", bound=PayerRule, covariant=True)
Place: TypeAlias = tuple[str | int, ...]
Written: TypeAlias = "str | int | float | bool | dt.date | tuple[Written, ...] | dict[str, Written] | None"

# --- what can go wrong ----------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetProblem:
    """One thing wrong in one file: the line (from 1), the field as a path, what is wrong, and the next step."""

    file: str
    line: int
    field: str
    message: str
    next_step: str

    def __str__(self) -> str:
        field = f"{self.field} " if self.field else ""
        return f"{self.file}:{self.line}: {field}{self.message}; {self.next_step}"


class PayerSheetError(KnowledgeError):
    """The payer sheets cannot be used; `problems` holds everything found in all files, not only the first."""

    def __init__(self, problems: tuple[SheetProblem, ...]) -> None:
        self.problems = problems
        super().__init__("\n".join(str(problem) for problem in problems), "Mend the sheet, then try again.")


# --- what the sheets answer -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class PayerMatch:
    """Whom a typed name means. Several payers: the name is shared, so ask which plan. `contractor` if it was named."""

    payers: tuple[Payer, ...]
    contractor: str | None = None

    @property
    def is_ambiguous(self) -> bool:
        return len(self.payers) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Applicable(Generic[AnyRule]):
    """A rule that bears on a claim, its sheet, and whether the contractor it depends on is surely the claim's."""

    sheet: PayerSheet
    rule: AnyRule
    is_certain: bool

    @property
    def severity(self) -> Severity | None:
        """The rule's severity; a rule that may be another contractor's, or whose sheet has a warning, never blocks."""
        if self.rule.severity == "block" and (not self.is_certain or self.sheet.warning is not None):
            return "query"
        return self.rule.severity

    @property
    def source(self) -> PayerSource:
        return self.sheet.source_of(self.rule)

    @property
    def passage_id(self) -> str:
        return passage_id(self.sheet, self.rule)


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPassage:
    """A rule as something to find and to quote: our sentence, whose it is, who says so, and the codes it is about."""

    id: str
    text: str
    title: str
    section: str
    source: PayerSource
    sources: tuple[PayerSource, ...]
    label: Label
    payer_id: str | None
    payer_name: str | None
    topics: tuple[str, ...]
    procedures: tuple[str, ...]
    diagnoses: tuple[str, ...]
    effective_from: dt.date | None
    effective_to: dt.date | None
    reviewed_on: dt.date
    warning: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Staleness:
    """Why a sheet needs another look before it is relied on; it is still used, with this warning."""

    sheet_id: str
    reasons: tuple[str, ...]

    @property
    def words(self) -> str:
        return f"{'; '.join(self.reasons)}. Check the payer's current page before relying on it."


@dataclass(frozen=True, kw_only=True)
class SheetBook:
    """Every payer sheet there is, in the order of their ids."""

    sheets: tuple[PayerSheet, ...]

    def payers(self) -> tuple[Payer, ...]:
        """Each payer once, with the aliases of all its sheets, in the order of their ids."""
        by_id: dict[str, Payer] = {}
        for payer in (sheet.payer for sheet in self.sheets if sheet.payer is not None):
            seen = by_id.get(payer.id)
            aliases = dict.fromkeys((*(seen.aliases if seen else ()), *payer.aliases))
            by_id[payer.id] = payer.model_copy(update={"aliases": tuple(aliases)})
        return tuple(by_id[payer_id] for payer_id in sorted(by_id))

    def find_payer(self, typed: str) -> PayerMatch | None:
        """Whom a person means by a name, an id or an alias, in any case and spacing; None when we hold no sheet."""
        wanted = _heard(typed)
        return self._by_name.get(wanted) if wanted else None

    @cached_property
    def _by_name(self) -> dict[str, PayerMatch]:
        """Every name that is heard as somebody's; a payer's own name goes before a contractor's."""
        payers = self.payers()
        names = {payer.id: self._names_of(payer) for payer in payers}
        found: dict[str, PayerMatch] = {}
        for payer in payers:
            for contractor in self._contractors_of(payer):
                called = {_heard(name) for name in (contractor.name, *contractor.aliases)}
                with_payer = {a + b for name in names[payer.id] for c in called for a, b in ((name, c), (c, name))}
                for name in called | with_payer:
                    found.setdefault(name, PayerMatch(payers=(payer,), contractor=contractor.name))
        for name in {name for own in names.values() for name in own}:
            found[name] = PayerMatch(payers=tuple(payer for payer in payers if name in names[payer.id]))
        return found

    def sheets_for(self, match: PayerMatch, procedures: Iterable[str] = ()) -> tuple[PayerSheet, ...]:
        """The sheets of the payer; with procedures, only those that apply to one of them."""
        payer_ids = {payer.id for payer in match.payers}
        lines = tuple(procedures)
        return tuple(
            sheet
            for sheet in self.sheets
            if sheet.payer is not None
            and sheet.payer.id in payer_ids
            and (not lines or any(covers_procedure(sheet.applies_to, line) for line in lines))
            and any(_reach(sheet, rule, match.contractor) is not None for rule in sheet.rules)
        )

    def rules_for(
        self, match: PayerMatch | None, *, procedures: Iterable[str], day: dt.date, kind: type[R]
    ) -> tuple[Applicable[R], ...]:
        """The rules of one kind in force on the day of service, the payer's own before those that hold for every payer.

        A shared name yields the general rules alone: ask which plan. An edit reports a line once, by the first rule
        that it breaks.
        """
        lines = tuple(procedures)
        own = self.sheets_for(match, lines) if match is not None and not match.is_ambiguous else ()
        general = tuple(
            sheet
            for sheet in self.sheets
            if sheet.payer is None
            and (not sheet.applies_to or any(covers_procedure(sheet.applies_to, line) for line in lines))
        )
        return tuple(
            Applicable(sheet=sheet, rule=rule, is_certain=certain)
            for sheet in (*own, *general)
            if sheet.is_in_force(day)
            for rule in sheet.rules
            if isinstance(rule, kind) and rule.is_in_force(day)
            for certain in [_reach(sheet, rule, match.contractor if match else None)]
            if certain is not None
        )

    def lapsed_rules(
        self, match: PayerMatch, *, procedures: Iterable[str], day: dt.date, kind: type[R]
    ) -> tuple[R, ...]:
        """The rules of a kind that ended before the day: where none is left in force, an edit says what it lacks."""
        return tuple(
            rule
            for sheet in self.sheets_for(match, procedures)
            for rule in sheet.rules
            if isinstance(rule, kind) and rule.effective_to is not None and rule.effective_to < day
        )

    def passages(self) -> Iterator[SheetPassage]:
        """Every rule of every sheet as something to find and to quote."""
        return (passage_of(sheet, rule) for sheet in self.sheets for rule in sheet.rules)

    def _names_of(self, payer: Payer) -> set[str]:
        own = [sheet for sheet in self.sheets if sheet.payer is not None and sheet.payer.id == payer.id]
        typed = (payer.id, payer.name, payer.short, *payer.aliases, *(s.id for s in own))
        return {_heard(name) for name in typed}

    def _contractors_of(self, payer: Payer) -> tuple[Contractor, ...]:
        return tuple(
            contractor
            for sheet in self.sheets
            if sheet.payer is not None and sheet.payer.id == payer.id
            for contractor in sheet.jurisdiction.contractors
        )


def passage_id(sheet: PayerSheet, rule: PayerRule) -> str:
    """The stable id under which a rule is cited."""
    return f"payer/{sheet.id}/{rule.id}"


def passage_of(sheet: PayerSheet, rule: PayerRule) -> SheetPassage:
    """A rule as something to find and to quote; its dates are the sheet's where it has none of its own."""
    section = f"{rule.section}: {rule.occasion.replace('-', ' ')}" if isinstance(rule, Documentation) else rule.section
    return SheetPassage(
        id=passage_id(sheet, rule),
        text=rule.text,
        title=sheet.title,
        section=section,
        source=sheet.source_of(rule),
        sources=sheet.sources_of(rule),
        label=rule.label,
        payer_id=sheet.payer.id if sheet.payer else None,
        payer_name=sheet.payer.name if sheet.payer else None,
        topics=sheet.topics,
        procedures=rule.procedures or sheet.applies_to,
        diagnoses=rule.stated_diagnoses(),
        effective_from=rule.effective_from or sheet.effective_from,
        effective_to=rule.effective_to or sheet.effective_to,
        reviewed_on=sheet.reviewed_on,
        warning=sheet.warning,
    )


def staleness(sheet: PayerSheet, date_of_service: dt.date, today: dt.date | None = None) -> Staleness | None:
    """Why the sheet is stale for a service on that day, seen from today (the day of service if not given), or None.

    Stale: past its review day; reviewed more than a year ago, before 1 January of the year of service, before the code
    set last changed (where a rule names diagnoses), or in an earlier quarter (where a rule hints at an NCCI pair).
    """
    reviewed, latest = sheet.reviewed_on, max(date_of_service, today or date_of_service)
    reasons: list[str] = []
    if latest > sheet.review_due:
        reasons.append(f"the review due on {in_words(sheet.review_due)} is overdue")
    if latest > _a_year_after(reviewed):
        reasons.append(f"it was last reviewed on {in_words(reviewed)}, more than a year ago")
    if reviewed < dt.date(date_of_service.year, 1, 1):
        reasons.append(f"it was last reviewed on {in_words(reviewed)}, before 1 January {date_of_service.year}")
    changed = _last_code_set_change(date_of_service)
    if reviewed < changed and any(rule.stated_diagnoses() for rule in sheet.rules):
        reasons.append(f"the diagnosis codes changed on {in_words(changed)}, after its review")
    quarter = dt.date(date_of_service.year, 3 * ((date_of_service.month - 1) // 3) + 1, 1)
    if reviewed < quarter and any(isinstance(rule, PairHint) for rule in sheet.rules):
        reasons.append(f"the NCCI tables changed on {in_words(quarter)}, after its review")
    return Staleness(sheet_id=sheet.id, reasons=tuple(reasons)) if reasons else None


def is_stale(sheet: PayerSheet, date_of_service: dt.date, today: dt.date | None = None) -> bool:
    """Whether the sheet is used with a warning for a service on that day; `staleness` says why."""
    return staleness(sheet, date_of_service, today) is not None


def _a_year_after(day: dt.date) -> dt.date:
    leap_day = (day.month, day.day) == (2, 29)
    return dt.date(day.year + 1, 3, 1) if leap_day else day.replace(year=day.year + 1)


def _last_code_set_change(day: dt.date) -> dt.date:
    """ICD-10-CM changes on 1 October, and may change on 1 April."""
    october, april = dt.date(day.year, 10, 1), dt.date(day.year, 4, 1)
    if day >= october:
        return october
    return april if day >= april else dt.date(day.year - 1, 10, 1)


def _reach(sheet: PayerSheet, rule: PayerRule, contractor: str | None) -> bool | None:
    """True: the rule holds for the claim; False: it may, for the contractor is not known; None: it does not."""
    if rule.contractors is not None:
        own = rule.contractors
    elif sheet.jurisdiction.reach == "contractors":
        own = tuple(named.name for named in sheet.jurisdiction.contractors)
    else:
        own = ()
    if not own or contractor in own:
        return True
    return False if contractor is None else None


def _heard(name: str) -> str:
    """A name as it sounds: no case, no spacing, no punctuation."""
    plain = unicodedata.normalize("NFKC", name).replace("&", " and ").casefold()
    return "".join(character for character in plain if character.isalnum())


# --- reading the files ----------------------------------------------------------------------------------------------


def load_sheets(*folders: Path) -> SheetBook:
    """Every *.yaml of the folders as payer sheets; PayerSheetError tells of all that is wrong, by file and line."""
    problems: list[SheetProblem] = []
    read: dict[Path, PayerSheet] = {}
    for folder in folders:
        if not folder.is_dir():
            problems.append(_whole(folder, "is no folder", "name the folder that holds the payer sheets"))
            continue
        for path in sorted(folder.iterdir()):
            if path.suffix.lower() == ".yml" or (path.suffix != ".yaml" and path.suffix.lower() == ".yaml"):
                problems.append(_whole(path, "would be passed over", "rename it to end in .yaml"))
            elif path.suffix == ".yaml":
                try:
                    read[path] = load_sheet(path)
                except PayerSheetError as error:
                    problems.extend(error.problems)
    problems.extend(_quarrels(read))
    if problems:
        raise PayerSheetError(tuple(problems))
    return SheetBook(sheets=tuple(sorted(read.values(), key=lambda sheet: sheet.id)))


def load_sheet(path: Path) -> PayerSheet:
    """One payer sheet; PayerSheetError tells of all that is wrong in the file, by line and field."""
    root = _composed(path)
    written = _written(path, root)
    try:
        return PayerSheet.model_validate(written)
    except ValidationError as error:
        raise PayerSheetError(tuple(_problems(path, root, error))) from None


class _SheetLoader(yaml.SafeLoader):
    """YAML without aliases: a sheet says each thing where it stands, and none can unfold into gigabytes."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.MarkedYAMLError(problem="an alias (*) is used", problem_mark=self.get_mark())
        return super().compose_node(parent, index)


def _composed(path: Path) -> yaml.Node:
    mend = "mend the YAML there; CONTRIBUTING names a sheet to copy"
    try:
        raw = path.read_bytes()
        if len(raw) > LARGEST_SHEET:
            raise _refused(path, 1, f"is larger than {LARGEST_SHEET:,} bytes", "split it into several sheets")
        loader = _SheetLoader(raw.decode("utf-8-sig"))
        root = loader.get_single_node()
    except OSError:
        raise _refused(path, 1, "cannot be read", "check that it is a file and that you may read it") from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        raise _refused(path, line, "is not UTF-8 text", "save the file as UTF-8") from None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        raise _refused(path, mark.line + 1 if mark else 1, f"is no YAML: {error.problem}", mend) from None
    except yaml.YAMLError:
        raise _refused(path, 1, "is no YAML: it holds a character YAML does not allow", mend) from None
    except RecursionError:
        raise _refused(path, 1, "is nested too deeply", mend) from None
    if not isinstance(root, yaml.MappingNode):
        raise _refused(path, 1, "holds no sheet", "begin with the fields of a sheet: id, title, payer")
    return root


def _written(path: Path, node: yaml.Node, place: Place = ()) -> Written:
    """The values of a node, lists as tuples; a key that stands twice is an error, not the last one's victory."""
    line, field = node.start_mark.line + 1, _spelled(place)
    if isinstance(node, yaml.SequenceNode) and node.tag == "tag:yaml.org,2002:seq":
        return tuple(_written(path, item, (*place, n)) for n, item in enumerate(node.value))
    if isinstance(node, yaml.MappingNode) and node.tag == "tag:yaml.org,2002:map":
        values: dict[str, Written] = {}
        for key, value in node.value:
            key_line = key.start_mark.line + 1
            if not isinstance(key, yaml.ScalarNode) or key.tag != "tag:yaml.org,2002:str":
                raise _refused(path, key_line, "has a field name that is no word", "use the schema's names", field)
            name = str(key.value)
            if name in values:
                raise _refused(path, key_line, "stands twice", "keep one of the two", _spelled((*place, name)))
            values[name] = _written(path, value, (*place, name))
        return values
    if isinstance(node, yaml.ScalarNode):
        try:
            value = _SheetLoader("").construct_object(node)
        except (yaml.YAMLError, ValueError, OverflowError):
            raise _refused(path, line, "is no value a sheet may hold", "mend it, or put it in quotes", field) from None
        if value is None or isinstance(value, (str, int, float, dt.date)):
            return value
    raise _refused(path, line, "is no value a sheet may hold", "write plain text, a number, a date or a list", field)


def _problems(path: Path, root: yaml.Node, error: ValidationError) -> Iterator[SheetProblem]:
    for detail in error.errors(include_url=False, include_input=False):
        if detail["type"] == SHEET_CONTRADICTION:
            found: tuple[Contradiction, ...] = detail["ctx"]["found"]
            for contradiction in found:
                line, place = _found(root, contradiction.place)
                yield SheetProblem(
                    file=path.name,
                    line=line,
                    field=_spelled(place),
                    message=contradiction.message,
                    next_step=contradiction.next_step,
                )
            continue
        line, place = _found(root, detail["loc"])
        message, next_step = _explained(detail)
        yield SheetProblem(file=path.name, line=line, field=_spelled(place), message=message, next_step=next_step)


_EXPLAINED: Final[Mapping[str, tuple[str, str]]] = {
    "missing": ("is missing", "add it (null where nothing is known and the schema allows it)"),
    "extra_forbidden": ("is no field of this part", "check its spelling against the schema, or remove it"),
    "string_type": ("must be text", "put it in quotes, as in '98940' or '25'"),
    "int_type": ("must be a whole number", "write it in digits, without quotes"),
    "date_type": ("must be a date", "write it as 2026-11-22, without quotes"),
    "bool_type": ("must be true or false", "write true or false"),
    "tuple_type": ("must be a list", "write it as [first, second], or with a dash on each line"),
    "too_short": ("is empty or too short", "give at least one"),
    "too_long": ("is too long", "split it into several"),
    "union_tag_not_found": ("lacks its kind", "add `rule:` with the kind of the rule"),
    "string_pattern_mismatch": ("is not written as the schema wants", "compare with the same field of a sheet of ours"),
    "string_too_short": ("is empty", "write it, or null where the schema allows it"),
}


def _explained(detail: ErrorDetails) -> tuple[str, str]:
    """What is wrong and the next step; nothing that a person typed is repeated."""
    kind = detail["type"]
    if kind == "value_error":
        message, _, next_step = str(detail["ctx"]["error"]).partition("; ")
        return message, next_step
    if kind in {"union_tag_invalid", "literal_error"}:
        choices = detail["ctx"]["expected_tags" if kind == "union_tag_invalid" else "expected"]
        return "is no choice the schema knows", f"use one of {choices}"
    if kind in _EXPLAINED:
        return _EXPLAINED[kind]
    if kind.startswith("date"):
        return _EXPLAINED["date_type"]
    return "does not fit the schema", "compare with the same field of a sheet of ours"


def _found(root: yaml.Node, wanted: tuple[str | int, ...]) -> tuple[int, Place]:
    """The line of a place, and the place as the file spells it: pydantic adds a union's tag to the path."""
    node: yaml.Node | None = root
    line, place = root.start_mark.line + 1, list[str | int]()
    for n, step in enumerate(wanted):
        if isinstance(node, yaml.MappingNode):
            entry = next(((key, value) for key, value in node.value if key.value == step), None)
            if entry is not None:
                line, node = entry[0].start_mark.line + 1, entry[1]
                place.append(step)
            elif n == len(wanted) - 1:
                place.append(step)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
            place.append(step)
    return line, tuple(place)


def _spelled(place: Place) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in place).lstrip(".")


def _quarrels(read: Mapping[Path, PayerSheet]) -> Iterator[SheetProblem]:
    """What sheets that are each right alone get wrong together."""
    first_file: dict[str, Path] = {}
    first_payer: dict[str, Payer] = {}
    for path, sheet in read.items():
        if sheet.id != path.stem:
            yield _whole(path, "is not the file's name", "give the file the name of the sheet's id", "id")
        if sheet.id in first_file:
            yield _whole(path, "is an id that another sheet has", "give each sheet its own id", "id")
        first_file.setdefault(sheet.id, path)
        if sheet.payer is not None:
            known = first_payer.setdefault(sheet.payer.id, sheet.payer)
            if (known.name, known.short) != (sheet.payer.name, sheet.payer.short):
                yield _whole(path, "differs from the same payer's in another sheet", "use one name and short", "payer")


def _whole(path: Path, message: str, next_step: str, field: str = "") -> SheetProblem:
    return SheetProblem(file=path.name, line=1, field=field, message=message, next_step=next_step)


def _refused(path: Path, line: int, message: str, next_step: str, field: str = "") -> PayerSheetError:
    problem = SheetProblem(file=path.name, line=line, field=field, message=message, next_step=next_step)
    return PayerSheetError((problem,))
