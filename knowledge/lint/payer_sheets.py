"""Rules on payer sheets: a rule that no code can meet, a sheet past its review, two sheets of one payer that contradict each other."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import Protocol

from knowledge.code_set.code_set import CodeSet
from knowledge.code_set.codes import canonical, undotted
from knowledge.lint.faults import Fault
from knowledge.lint.pages import Prose
from knowledge.payers.sheets import PayerSheetError, load_sheets


class Payer(Protocol):
    @property
    def id(self) -> str: ...


class PayerRule(Protocol):
    """What the linter needs of a rule of a sheet; `knowledge.payers.schema` has the real ones."""

    @property
    def id(self) -> str: ...
    @property
    def text(self) -> str: ...
    @property
    def procedures(self) -> Sequence[str]: ...
    @property
    def contractors(self) -> Sequence[str] | None: ...
    def stated_diagnoses(self) -> Sequence[str]: ...
    def is_in_force(self, day: date, /) -> bool: ...


class PayerSheet(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def payer(self) -> Payer | None: ...
    @property
    def reviewed_on(self) -> date: ...
    @property
    def review_due(self) -> date: ...
    @property
    def applies_to(self) -> Sequence[str]: ...
    @property
    def rules(self) -> Sequence[PayerRule]: ...
    def is_in_force(self, day: date, /) -> bool: ...


class PayerBook(Protocol):
    @property
    def sheets(self) -> Sequence[PayerSheet]: ...


class SheetFiles:
    """The files of the sheets, to say on which line a rule stands."""

    def __init__(self, folder: Path, within: str) -> None:
        self._folder, self._within = folder, within

    def name(self, sheet: PayerSheet) -> str:
        return f"{self._within}/{sheet.id}.yaml"

    def line(self, sheet: PayerSheet, key: str, value: str = r".*") -> int:
        path = self._folder / f"{sheet.id}.yaml"
        lines = path.read_text(encoding="utf-8").splitlines() if path.is_file() else []
        wanted = re.compile(rf"^\s*(?:-\s+)?{re.escape(key)}:\s*['\"]?{value}['\"]?\s*$")
        return next((number for number, line in enumerate(lines, 1) if wanted.match(line)), 1)

    def line_of_rule(self, sheet: PayerSheet, rule: PayerRule) -> int:
        return self.line(sheet, "id", re.escape(rule.id))


def load_payer_book(folder: Path, within: str) -> tuple[PayerBook | None, list[Fault]]:
    """The sheets of a folder; None when it has none, or when one can't be read, which is a fault for each problem in it."""
    if not folder.is_dir() or not any(folder.glob("*.yaml")):
        return None, []
    try:
        return load_sheets(folder), []
    except PayerSheetError as error:
        return None, [
            Fault(
                file=f"{within}/{problem.file}",
                line=problem.line,
                rule="unreadable",
                severity="error",
                message=f"{problem.field} {problem.message}.".strip(),
                mend=f"{problem.next_step[:1].upper()}{problem.next_step[1:]}.",
            )
            for problem in error.problems
        ]


# -- the rules -----------------------------------------------------------------------------------------------------------


class Reportable:
    """Every code that may be reported on a day, in order, to ask whether a selector names any of them."""

    def __init__(self, code_set: CodeSet, day: date) -> None:
        self.day = day
        self._codes = sorted(undotted(code) for code in code_set.billable_on(day))

    def holds_any(self, selector: str) -> bool:
        """Whether "M54.2", "M99.00-M99.05" (both ends and all below) or "M50.-" names a reportable code."""
        first, dash, last = selector.partition("-")
        low, high = canonical(first.rstrip(".")), canonical(last.rstrip(".")) if last else None
        if low is None or (dash and last and high is None):
            return False
        begin, end = undotted(low), undotted(high or low)
        place = bisect_left(self._codes, begin)
        return place < len(self._codes) and self._codes[place][: len(end)] <= end


def diagnoses_nobody_has(sheet: PayerSheet, files: SheetFiles, reportable: Reportable) -> Iterator[Fault]:
    """A diagnosis or range of a rule in force that holds no reportable code; when none of the rule's does, no claim can meet it."""
    for rule in _in_force(sheet, reportable.day):
        selectors = rule.stated_diagnoses()
        empty = [selector for selector in selectors if not reportable.holds_any(selector)]
        if empty:
            nobody = "; no code can meet the rule" if len(empty) == len(selectors) else ""
            yield Fault(
                file=files.name(sheet), line=files.line_of_rule(sheet, rule), rule="payer-no-such-diagnosis", severity="error",
                message=f"Rule {rule.id}: {', '.join(empty)} holds no code that may be reported on {reportable.day}{nobody}.",
                mend="Mend the diagnoses, or end the rule with effective_to.",
            )  # fmt: skip


_PROCEDURE = re.compile(r"^(?:\d{5}|\d{4}[AFMTU]|[A-V]\d{4}|any)$")


def impossible_procedures(sheet: PayerSheet, files: SheetFiles) -> Iterator[Fault]:
    """A procedure that is neither CPT (98940, 0591T) nor HCPCS (G0283)."""
    wheres = [(files.line(sheet, "applies_to"), "applies_to", sheet.applies_to)]
    wheres += [
        (
            files.line_of_rule(sheet, rule),
            f"Rule {rule.id}",
            (*rule.procedures, *getattr(rule, "beside", ()), *getattr(rule, "everything_except", ())),
        )
        for rule in sheet.rules
    ]
    for line, where, selectors in wheres:
        wrong = [one for one in selectors if not all(_PROCEDURE.match(end) for end in one.split("-"))]
        if wrong:
            yield Fault(
                file=files.name(sheet), line=line, rule="payer-impossible-procedure", severity="error",
                message=f"{where}: {', '.join(wrong)} has the shape of no procedure code.", mend="Write a CPT or HCPCS code, such as '98940' or G0283.",
            )  # fmt: skip


def stale_sheet(sheet: PayerSheet, files: SheetFiles, day: date) -> Iterator[Fault]:
    """A sheet whose review is overdue or more than a year old on `day`."""
    overdue, a_year = day > sheet.review_due, (day - sheet.reviewed_on).days > 365
    if overdue or a_year:
        key = "review_due" if overdue else "reviewed_on"
        yield Fault(
            file=files.name(sheet), line=files.line(sheet, key), rule="payer-stale", severity="warning",
            message=f"The sheet was reviewed on {sheet.reviewed_on}" + (f"; its next review was due on {sheet.review_due}." if overdue else ", more than a year ago."),
            mend="Read the payer's current page, mend the rules, and set reviewed_on and review_due.",
        )  # fmt: skip


def contradicting_sheets(sheets: Iterable[PayerSheet], files: SheetFiles, day: date) -> Iterator[Fault]:
    """One payer's rules of which one covers a procedure and the other never does, for the same contractors."""
    said: list[tuple[bool, PayerSheet, PayerRule]] = []
    for sheet in sheets:
        for rule in _in_force(sheet, day):
            covers = _covers(rule)
            if covers is None or sheet.payer is None:
                continue
            for other_covers, other_sheet, other_rule in said:
                other_payer = other_sheet.payer
                if covers == other_covers or other_payer is None or other_payer.id != sheet.payer.id:
                    continue
                both = [one for one in rule.procedures if any(_overlap(one, other) for other in other_rule.procedures)]
                if both and _share_contractors((other_sheet, other_rule), (sheet, rule)):
                    yield Fault(
                        file=files.name(sheet),
                        line=files.line_of_rule(sheet, rule),
                        rule="payer-contradiction",
                        severity="error",
                        message=f"Rule {rule.id} says {', '.join(both)} is {'covered' if covers else 'not covered'}; "
                        f"{other_sheet.id}/{other_rule.id} says the opposite.",
                        mend="Say in one of them when it holds (when, unless_modifiers, contractors, dates), or take it out.",
                    )
            said.append((covers, sheet, rule))


def _overlap(one: str, other: str) -> bool:
    """Whether two procedure selectors ("98940", "97161-97164", "any") name a common procedure."""
    if "any" in (one, other):
        return True
    low, _, high = one.partition("-")
    other_low, _, other_high = other.partition("-")
    return len(low) == len(other_low) and low <= (other_high or other_low) and other_low <= (high or low)


def _covers(rule: PayerRule) -> bool | None:
    """True: covered; False: never covered; None: the rule is about something else, or covers and refuses by circumstance."""
    kind = getattr(rule, "rule", "")
    if kind == "covered":
        return True
    by_circumstance = any(
        getattr(rule, name, None) for name in ("when", "furnished_by", "signs", "unless_modifiers", "everything_except")
    )
    return False if kind == "not_covered" and not by_circumstance else None


def _share_contractors(one: tuple[PayerSheet, PayerRule], other: tuple[PayerSheet, PayerRule]) -> bool:
    mine, theirs = _contractors(*one), _contractors(*other)
    return not mine or not theirs or bool(mine & theirs)


def _contractors(sheet: PayerSheet, rule: PayerRule) -> frozenset[str]:
    """Whose claims the rule decides; empty for everybody's."""
    if rule.contractors is not None:
        return frozenset(rule.contractors)
    jurisdiction = getattr(sheet, "jurisdiction", None)
    if jurisdiction is None or jurisdiction.reach != "contractors":
        return frozenset()
    return frozenset(contractor.name for contractor in jurisdiction.contractors)


def _in_force(sheet: PayerSheet, day: date) -> Iterator[PayerRule]:
    if sheet.is_in_force(day):
        yield from (rule for rule in sheet.rules if rule.is_in_force(day))


def rule_prose(sheet: PayerSheet, rule: PayerRule, files: SheetFiles) -> Prose:
    """The rule's sentence as prose that stands on the rule's line."""
    return Prose(text=rule.text, starts=(0,), lines=(files.line_of_rule(sheet, rule),))
