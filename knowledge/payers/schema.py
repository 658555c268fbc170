"""Says what a payer sheet may hold, so that one file answers people and drives the deterministic edits alike."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator
from typing import Annotated, ClassVar, Final, Literal, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

Severity: TypeAlias = Literal["block", "query", "inform"]
Label: TypeAlias = Literal["primary", "secondary"]

LONGEST_QUOTE: Final = 20
"""Words a quotation of somebody else's page may have."""

SHEET_CONTRADICTION: Final = "sheet_contradiction"
"""The error type under which a sheet reports what its fields, each right alone, get wrong together."""

ANY_PROCEDURE: Final = "any"
"""The procedure selector that matches every procedure line."""

# --- codes as a sheet writes them -----------------------------------------------------------------------------------

_DIAGNOSIS = r"[A-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{1,4})?"
_DIAGNOSIS_CODE = re.compile(_DIAGNOSIS)
_DIAGNOSIS_RANGE = re.compile(rf"({_DIAGNOSIS})-({_DIAGNOSIS})")
_DIAGNOSIS_FAMILY = re.compile(r"[A-Z][0-9][0-9A-Z](?:\.[0-9A-Z]{0,3})?-")
_PROCEDURE_CODE = re.compile(r"[0-9A-Z][0-9]{3}[0-9A-Z]")
_PROCEDURE_RANGE = re.compile(r"([0-9A-Z][0-9]{3}[0-9A-Z])-([0-9A-Z][0-9]{3}[0-9A-Z])")
_MODIFIER = re.compile(r"[0-9A-Z]{2}")


def _written_as_diagnoses(written: str) -> str:
    if _DIAGNOSIS_CODE.fullmatch(written) or _DIAGNOSIS_FAMILY.fullmatch(written):
        return written
    ends = _DIAGNOSIS_RANGE.fullmatch(written)
    if ends is None:
        raise ValueError("is no diagnosis code, range or family; write M54.2, M99.00-M99.05 or M50.-")
    if ends[1] > ends[2]:
        raise ValueError("is a range that ends before it begins; put the lower code first")
    return written


def _written_as_procedures(written: str) -> str:
    if written == ANY_PROCEDURE or _PROCEDURE_CODE.fullmatch(written):
        return written
    ends = _PROCEDURE_RANGE.fullmatch(written)
    if ends is None:
        raise ValueError("is no procedure code or range; write '98940', 99201-99499 or any")
    if ends[1] > ends[2]:
        raise ValueError("is a range that ends before it begins; put the lower code first")
    if _shape(ends[1]) != _shape(ends[2]):
        raise ValueError("is a range over two kinds of code; write one range for each kind")
    return written


def _written_as_modifier(written: str) -> str:
    if not _MODIFIER.fullmatch(written):
        raise ValueError("is no modifier; write its two capitals or digits, such as AT or '25'")
    return written


DiagnosisSelector: TypeAlias = Annotated[str, AfterValidator(_written_as_diagnoses)]
"""`M54.2` (that code and those below it), `M99.00-M99.05` (both ends and all below) or `M50.-` (the family)."""
ProcedureSelector: TypeAlias = Annotated[str, AfterValidator(_written_as_procedures)]
"""`98940`, `99201-99499` (both ends) or `any`."""
Modifier: TypeAlias = Annotated[str, AfterValidator(_written_as_modifier)]
Slug: TypeAlias = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")]
Words: TypeAlias = Annotated[str, Field(min_length=1, pattern=r"^\S(.*\S)?$")]
"""One line of words, trimmed."""


def _bare(code: str) -> str:
    return code.replace(".", "").replace(" ", "").upper()


def covers_diagnosis(selectors: Iterable[str], code: str) -> bool:
    """Whether any selector covers the ICD-10-CM code, typed with or without its dot, in either case."""
    bare = _bare(code)
    for selector in selectors:
        first, dash, last = selector.partition("-")
        low, high = _bare(first), _bare(last) or _bare(first)
        if dash and not last:
            if bare.startswith(low):
                return True
        elif low <= bare and bare[: len(high)] <= high:
            return True
    return False


def covers_procedure(selectors: Iterable[str], code: str) -> bool:
    """Whether any selector covers the CPT or HCPCS code, in either case."""
    bare = _bare(code)
    for selector in selectors:
        if selector == ANY_PROCEDURE:
            return True
        first, _, last = selector.partition("-")
        if first <= bare <= (last or first) and _shape(bare) == _shape(first):
            return True
    return False


def _shape(code: str) -> tuple[int, bool, bool]:
    """Length, and whether the ends are digits: 0591T lies in no range of 98940's kind."""
    return len(code), code[:1].isdigit(), code[-1:].isdigit()


# --- who says so ----------------------------------------------------------------------------------------------------


class _Strict(BaseModel):
    """A part of a sheet: frozen, no field unknown, no value converted in silence."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class PayerSource(_Strict):
    """The page a rule rests on: `id` is the fact's, `quote` what was seen there, `label` how near the payer it is."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")]
    title: Words
    url: Annotated[str, Field(pattern=r"^https?://\S+$")]
    publisher: Words
    edition: Words
    label: Label
    label_detail: Words | None = None
    quote: Words | None = None


class Payer(_Strict):
    """Who pays: `short` is the name every rule of its sheets says, `aliases` are what people type."""

    id: Slug
    name: Words
    short: Words
    aliases: tuple[Words, ...] = ()


class Contractor(_Strict):
    """A company that decides for the payer in some states (a Medicare administrative contractor)."""

    name: Words
    aliases: tuple[Words, ...] = ()


class Jurisdiction(_Strict):
    """Where a sheet holds: with `reach: contractors` only for claims that one of the contractors decides."""

    reach: Literal["nationwide", "contractors", "plan"]
    contractors: tuple[Contractor, ...] = ()
    words: Words


# --- the rules ------------------------------------------------------------------------------------------------------

_NUMBER_WORDS: Final = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def in_words(day: dt.date) -> str:
    """The date as our sentences write it: 1 November 2015."""
    return f"{day.day} {_MONTHS[day.month - 1]} {day.year}"


def _says(text: str, token: str) -> bool:
    return re.search(rf"(?<![0-9A-Za-z]){re.escape(token)}(?![0-9A-Za-z])", text, re.IGNORECASE) is not None


def _says_number(text: str, number: int) -> bool:
    spelled = [_NUMBER_WORDS[number]] if 0 <= number < len(_NUMBER_WORDS) else []
    return any(_says(text, form) for form in (str(number), f"{number:,}", *spelled))


def _says_day(text: str, day: dt.date) -> bool:
    whole_year = (day.month, day.day) in {(1, 1), (12, 31)}
    return in_words(day) in text or (whole_year and _says(text, str(day.year)))


class PayerRule(_Strict):
    """What every rule has: our sentence, who says so, how near that is to the payer, and since when it holds.

    `contractors` narrows or widens the sheet's reach for this rule: None leaves it, an empty list means everywhere.
    """

    section: ClassVar[str]

    id: Slug
    text: Words
    sources: Annotated[tuple[str, ...], Field(min_length=1)]
    label: Label
    severity: Severity | None = None
    effective_from: dt.date | None = None
    effective_to: dt.date | None = None
    contractors: tuple[Words, ...] | None = None
    procedures: tuple[ProcedureSelector, ...] = ()

    def is_checkable(self) -> bool:
        """Whether a claim alone can show that this rule is broken."""
        return True

    def stated_codes(self) -> tuple[str, ...]:
        """The selectors, modifiers and remarks that `text` must say."""
        return self.procedures

    def stated_diagnoses(self) -> tuple[str, ...]:
        """The diagnosis selectors that `text` must say."""
        return ()

    def stated_numbers(self) -> tuple[int, ...]:
        """The numbers that `text` must say, in digits or (to twelve) in words."""
        return ()

    def stated_words(self) -> tuple[str, ...]:
        """The phrases that `text` must hold letter for letter."""
        return ()

    def needs_procedures(self) -> bool:
        """Whether the rule means nothing without procedures."""
        return self.is_checkable()

    def is_in_force(self, day: dt.date) -> bool:
        """Whether the rule holds for a service on that day; an unknown first or last day does not limit it."""
        return (self.effective_from is None or self.effective_from <= day) and (
            self.effective_to is None or day <= self.effective_to
        )


class FirstListed(PayerRule):
    """The first diagnosis of a claim with these procedures must be one of these, unless a line carries a modifier."""

    section: ClassVar[str] = "First-listed diagnosis"
    rule: Literal["first_listed"]
    diagnoses: Annotated[tuple[DiagnosisSelector, ...], Field(min_length=1)]
    unless_modifiers: tuple[Modifier, ...] = ()

    def stated_codes(self) -> tuple[str, ...]:
        return (*self.procedures, *self.unless_modifiers)

    def stated_diagnoses(self) -> tuple[str, ...]:
        return self.diagnoses


class DiagnosisRequired(PayerRule):
    """A claim with these procedures needs at least one of these diagnoses, in any position."""

    section: ClassVar[str] = "Required diagnoses"
    rule: Literal["diagnosis_required"]
    diagnoses: Annotated[tuple[DiagnosisSelector, ...], Field(min_length=1)]
    unless_modifiers: tuple[Modifier, ...] = ()

    def stated_codes(self) -> tuple[str, ...]:
        return (*self.procedures, *self.unless_modifiers)

    def stated_diagnoses(self) -> tuple[str, ...]:
        return self.diagnoses


class DiagnosisList(PayerRule):
    """The payer's own list: diagnoses it covers these procedures for, and diagnoses it excludes."""

    section: ClassVar[str] = "Covered diagnoses"
    rule: Literal["diagnosis_list"]
    covered: tuple[DiagnosisSelector, ...] = ()
    excluded: tuple[DiagnosisSelector, ...] = ()

    def stated_diagnoses(self) -> tuple[str, ...]:
        return (*self.covered, *self.excluded)

    def lists(self, code: str) -> bool:
        """Whether the payer's list holds the code and does not exclude it; being listed does not assure payment."""
        return not covers_diagnosis(self.excluded, code) and (not self.covered or covers_diagnosis(self.covered, code))


class ModifierRequired(PayerRule):
    """Each line with these procedures (and one of `when_modifiers`, if any) needs one of `any_of`, except `unless`."""

    section: ClassVar[str] = "Modifiers"
    rule: Literal["modifier_required"]
    any_of: Annotated[tuple[Modifier, ...], Field(min_length=1)]
    unless: tuple[Modifier, ...] = ()
    when_modifiers: tuple[Modifier, ...] = ()

    def stated_codes(self) -> tuple[str, ...]:
        return (*self.procedures, *self.any_of, *self.unless, *self.when_modifiers)

    def is_met_by(self, modifiers: Iterable[str]) -> bool:
        """Whether a line with these modifiers satisfies the rule, or falls outside it."""
        carried = {modifier.upper() for modifier in modifiers}
        outside = bool(self.when_modifiers) and not carried & set(self.when_modifiers)
        return outside or bool(carried & {*self.any_of, *self.unless})


class ModifierConflict(PayerRule):
    """Two modifiers that contradict each other on one line; each pair alone is a fault."""

    section: ClassVar[str] = "Modifiers"
    rule: Literal["modifier_conflict"]
    pairs: Annotated[tuple[tuple[Modifier, Modifier], ...], Field(min_length=1)]

    def stated_codes(self) -> tuple[str, ...]:
        return (*self.procedures, *(modifier for pair in self.pairs for modifier in pair))

    def conflicts_in(self, modifiers: Iterable[str]) -> tuple[tuple[str, str], ...]:
        """The pairs that a line with these modifiers holds."""
        carried = {modifier.upper() for modifier in modifiers}
        return tuple(pair for pair in self.pairs if carried.issuperset(pair))


class ModifierWithOther(PayerRule):
    """Each line with these procedures needs one of `modifiers` when `beside` is on the same claim and day."""

    section: ClassVar[str] = "Modifiers"
    rule: Literal["modifier_with_other"]
    beside: Annotated[tuple[ProcedureSelector, ...], Field(min_length=1)]
    modifiers: Annotated[tuple[Modifier, ...], Field(min_length=1)]

    def stated_codes(self) -> tuple[str, ...]:
        return (*self.procedures, *self.beside, *self.modifiers)


class Covered(PayerRule):
    """What the payer covers, and on which condition; it answers people, no claim can show that it is broken."""

    section: ClassVar[str] = "Covered services"
    rule: Literal["covered"]

    def is_checkable(self) -> bool:
        return False


class FurnisherSign(_Strict):
    """How a claim shows who furnished: one of these modifiers on the line, or one of these procedures beside it."""

    modifiers: tuple[Modifier, ...] = ()
    beside: tuple[ProcedureSelector, ...] = ()


class NotCovered(PayerRule):
    """Procedures the payer does not pay for (or all but `everything_except`), unless a line carries a modifier.

    With `furnished_by`, only where the claim shows one of `signs`. With `when`, the claim cannot show the condition:
    the rule answers people and stays silent in an edit.
    """

    section: ClassVar[str] = "Services not covered"
    rule: Literal["not_covered"]
    everything_except: tuple[ProcedureSelector, ...] = ()
    unless_modifiers: tuple[Modifier, ...] = ()
    furnished_by: Words | None = None
    signs: FurnisherSign | None = None
    when: Words | None = None

    def is_checkable(self) -> bool:
        return self.when is None

    def needs_procedures(self) -> bool:
        return self.is_checkable() and not self.everything_except

    def stated_codes(self) -> tuple[str, ...]:
        signs = (*self.signs.modifiers, *self.signs.beside) if self.signs else ()
        return (*self.procedures, *self.everything_except, *self.unless_modifiers, *signs)

    def stated_words(self) -> tuple[str, ...]:
        return tuple(phrase for phrase in (self.furnished_by, self.when) if phrase)

    def excludes(self, procedure: str) -> bool:
        """Whether the procedure is one the payer does not pay for, before modifiers and signs are looked at."""
        if self.everything_except:
            return not covers_procedure(self.everything_except, procedure)
        return covers_procedure(self.procedures, procedure)


class RegionCount(_Strict):
    """How many regions a procedure stands for."""

    procedure: ProcedureSelector
    fewest: int
    most: int


class Region(_Strict):
    """A region, and the diagnoses that name it; two codes of one region count once."""

    name: Words
    diagnoses: Annotated[tuple[DiagnosisSelector, ...], Field(min_length=1)]


class Regions(PayerRule):
    """How many regions each procedure stands for, and which diagnoses name which region."""

    section: ClassVar[str] = "Regions"
    rule: Literal["regions"]
    counts: Annotated[tuple[RegionCount, ...], Field(min_length=1)]
    regions: Annotated[tuple[Region, ...], Field(min_length=1)]

    def stated_codes(self) -> tuple[str, ...]:
        return (*self.procedures, *(count.procedure for count in self.counts))

    def stated_diagnoses(self) -> tuple[str, ...]:
        return tuple(selector for region in self.regions for selector in region.diagnoses)

    def stated_numbers(self) -> tuple[int, ...]:
        return tuple(number for count in self.counts for number in (count.fewest, count.most))

    def stated_words(self) -> tuple[str, ...]:
        return tuple(region.name for region in self.regions)

    def regions_of(self, diagnoses: Iterable[str]) -> tuple[str, ...]:
        """The regions the diagnoses name, each once, in the sheet's order; none when no diagnosis names a region."""
        codes = tuple(diagnoses)
        return tuple(
            region.name for region in self.regions if any(covers_diagnosis(region.diagnoses, code) for code in codes)
        )

    def count_for(self, procedure: str) -> RegionCount | None:
        """How many regions the procedure stands for; None when the rule does not speak of it."""
        return next((count for count in self.counts if covers_procedure((count.procedure,), procedure)), None)


class NeedsField(PayerRule):
    """A claim with these procedures comes back without this field, with this adjustment reason and remark."""

    section: ClassVar[str] = "Claim fields"
    rule: Literal["needs_field"]
    field: Literal["initial_treatment_date"]
    adjustment: Annotated[str, Field(pattern=r"^[A-Z]{2}-[0-9]{1,3}$")]
    remark: Annotated[str, Field(pattern=r"^[A-Z]{1,2}[0-9]{1,3}$")]

    def stated_codes(self) -> tuple[str, ...]:
        return (*self.procedures, self.adjustment, self.remark)


class MinuteBand(_Strict):
    """From which to which total of timed minutes a day earns how many units."""

    first_minute: int
    last_minute: int
    units: int


class TimedUnits(PayerRule):
    """How many units the total timed minutes of a day earn, over all these procedures together."""

    section: ClassVar[str] = "Timed units"
    rule: Literal["timed_units"]
    bands: Annotated[tuple[MinuteBand, ...], Field(min_length=1)]

    def stated_numbers(self) -> tuple[int, ...]:
        return tuple(number for band in self.bands for number in (band.first_minute, band.last_minute, band.units))

    def units_for(self, minutes: int) -> int | None:
        """Units for the day's total; 0 below the first band, None beyond the last: the sheet does not say."""
        if minutes < self.bands[0].first_minute:
            return 0
        return next((band.units for band in self.bands if band.first_minute <= minutes <= band.last_minute), None)


class Amount(_Strict):
    """A yearly amount in whole dollars, over the lines with these discipline modifiers together."""

    disciplines: Annotated[tuple[Modifier, ...], Field(min_length=1)]
    dollars: int


class Threshold(PayerRule):
    """Above this yearly amount a line needs the modifier, or (without one) `consequence` follows."""

    section: ClassVar[str] = "Thresholds"
    rule: Literal["threshold"]
    amounts: Annotated[tuple[Amount, ...], Field(min_length=1)]
    modifier: Modifier | None = None
    consequence: Words | None = None

    def stated_codes(self) -> tuple[str, ...]:
        disciplines = tuple(modifier for amount in self.amounts for modifier in amount.disciplines)
        return (*self.procedures, *disciplines, *((self.modifier,) if self.modifier else ()))

    def stated_numbers(self) -> tuple[int, ...]:
        return tuple(amount.dollars for amount in self.amounts)

    def stated_words(self) -> tuple[str, ...]:
        return (self.consequence,) if self.consequence else ()

    def amount_for(self, modifiers: Iterable[str]) -> int | None:
        """The amount in dollars that a line with these modifiers counts towards; None without a discipline."""
        carried = {modifier.upper() for modifier in modifiers}
        return next((amount.dollars for amount in self.amounts if carried & set(amount.disciplines)), None)


class DocumentationItem(_Strict):
    """One thing the record must show; `words` stand in the rule's text letter for letter."""

    element: Slug
    words: Words


class Documentation(PayerRule):
    """What the record must show, on which occasion: all items, or `at_least` some with one of `including_one_of`."""

    section: ClassVar[str] = "Documentation"
    rule: Literal["documentation"]
    occasion: Literal[
        "every-visit", "initial-visit", "subsequent-visit", "plan-of-care", "progress-report", "procedure", "claim"
    ]
    items: Annotated[tuple[DocumentationItem, ...], Field(min_length=1)]
    at_least: int | None = None
    including_one_of: tuple[Slug, ...] = ()

    def is_checkable(self) -> bool:
        return False

    def stated_numbers(self) -> tuple[int, ...]:
        return () if self.at_least is None else (self.at_least,)

    def stated_words(self) -> tuple[str, ...]:
        return tuple(item.words for item in self.items)

    def is_met_by(self, elements: Iterable[str]) -> bool:
        """Whether a record that shows these elements satisfies the rule."""
        shown = set(elements) & {item.element for item in self.items}
        enough = len(shown) >= (len(self.items) if self.at_least is None else self.at_least)
        return enough and (not self.including_one_of or bool(shown & set(self.including_one_of)))


class PriorAuthorization(PayerRule):
    """These procedures need the payer's word beforehand: at these places only, not at those, or with a modifier."""

    section: ClassVar[str] = "Prior authorization"
    rule: Literal["prior_authorization"]
    places: tuple[Annotated[str, Field(pattern=r"^[0-9]{2}$")], ...] = ()
    places_excluded: tuple[Annotated[str, Field(pattern=r"^[0-9]{2}$")], ...] = ()
    when_modifiers: tuple[Modifier, ...] = ()
    decided_by: Words | None = None

    def needs_procedures(self) -> bool:
        return False

    def is_checkable(self) -> bool:
        return bool(self.procedures)

    def stated_codes(self) -> tuple[str, ...]:
        return (*self.procedures, *self.places, *self.places_excluded, *self.when_modifiers)

    def stated_words(self) -> tuple[str, ...]:
        return (self.decided_by,) if self.decided_by else ()


class Limit(PayerRule):
    """How often the payer pays in a period; one claim cannot show it, so it answers people."""

    section: ClassVar[str] = "Limits"
    rule: Literal["limit"]
    most: int
    of: Words
    months: int | None = None
    weeks: int | None = None

    def is_checkable(self) -> bool:
        return False

    def stated_numbers(self) -> tuple[int, ...]:
        return tuple(number for number in (self.most, self.months, self.weeks) if number is not None)

    def stated_words(self) -> tuple[str, ...]:
        return (self.of,)


class PairHint(PayerRule):
    """Two procedures reportable together only with a modifier; a hint, for a loaded NCCI table decides."""

    section: ClassVar[str] = "Procedures together"
    rule: Literal["pair_hint"]
    beside: Annotated[tuple[ProcedureSelector, ...], Field(min_length=1)]
    modifiers: Annotated[tuple[Modifier, ...], Field(min_length=1)]
    only_when: Words | None = None

    def stated_codes(self) -> tuple[str, ...]:
        return (*self.procedures, *self.beside, *self.modifiers)

    def stated_words(self) -> tuple[str, ...]:
        return (self.only_when,) if self.only_when else ()


class ClaimForm(PayerRule):
    """What the form itself has room for."""

    section: ClassVar[str] = "Claim form"
    rule: Literal["claim_form"]
    claim_type: Literal["professional", "institutional"]
    most_diagnoses: int
    most_pointers: int

    def needs_procedures(self) -> bool:
        return False

    def stated_numbers(self) -> tuple[int, ...]:
        return (self.most_diagnoses, self.most_pointers)


class Note(PayerRule):
    """Anything else worth answering with; it drives no edit."""

    section: ClassVar[str] = "Notes"
    rule: Literal["note"]

    def is_checkable(self) -> bool:
        return False


Rule: TypeAlias = Annotated[
    FirstListed
    | DiagnosisRequired
    | DiagnosisList
    | ModifierRequired
    | ModifierConflict
    | ModifierWithOther
    | Covered
    | NotCovered
    | Regions
    | NeedsField
    | TimedUnits
    | Threshold
    | Documentation
    | PriorAuthorization
    | Limit
    | PairHint
    | ClaimForm
    | Note,
    Field(discriminator="rule"),
]


# --- the sheet ------------------------------------------------------------------------------------------------------


class Contradiction(_Strict):
    """What fields that are each right alone get wrong together: where, what, and what to do about it."""

    place: tuple[str | int, ...]
    message: str
    next_step: str


class PayerSheet(_Strict):
    """What one payer or plan says about one kind of service, each rule with who says so.

    `payer` null means the sheet holds for every payer (the claim form). A sheet with a `warning` is shown with it and
    never blocks a claim. `not_held` says what nobody may read into the sheet.
    """

    id: Slug
    title: Words
    payer: Payer | None
    plan: Words
    jurisdiction: Jurisdiction
    topics: Annotated[tuple[Words, ...], Field(min_length=1)]
    applies_to: tuple[ProcedureSelector, ...]
    effective_from: dt.date | None
    effective_to: dt.date | None
    effective_words: Words
    reviewed_on: dt.date
    review_due: dt.date
    warning: Words | None
    not_held: tuple[Words, ...]
    sources: Annotated[tuple[PayerSource, ...], Field(min_length=1)]
    rules: Annotated[tuple[Rule, ...], Field(min_length=1)]

    def source_of(self, rule: PayerRule) -> PayerSource:
        """The page to cite for a rule: its first."""
        return next(source for source in self.sources if source.id == rule.sources[0])

    def sources_of(self, rule: PayerRule) -> tuple[PayerSource, ...]:
        """Every page a rule rests on, in the rule's order."""
        by_id = {source.id: source for source in self.sources}
        return tuple(by_id[source_id] for source_id in rule.sources)

    def is_in_force(self, day: dt.date) -> bool:
        """Whether the sheet holds for a service on that day; an unknown first or last day does not limit it."""
        return (self.effective_from is None or self.effective_from <= day) and (
            self.effective_to is None or day <= self.effective_to
        )

    @model_validator(mode="after")
    def _holds_together(self) -> PayerSheet:
        found = tuple(_contradictions(self))
        if found:
            raise PydanticCustomError(SHEET_CONTRADICTION, "the sheet contradicts itself", {"found": found})
        return self


def _contradictions(sheet: PayerSheet) -> Iterator[Contradiction]:
    if sheet.review_due <= sheet.reviewed_on:
        yield Contradiction(
            place=("review_due",), message="is not after reviewed_on", next_step="give the day of the next review"
        )
    yield from _order_of_days(sheet, ())
    if sheet.jurisdiction.reach == "contractors" and not sheet.jurisdiction.contractors:
        yield Contradiction(
            place=("jurisdiction", "contractors"), message="is empty", next_step="name the contractors the sheet is of"
        )
    labels = {source.id: source.label for source in sheet.sources}
    for n, source in enumerate(sheet.sources):
        if source.id in [earlier.id for earlier in sheet.sources[:n]]:
            yield Contradiction(
                place=("sources", n, "id"), message="stands twice", next_step="give each source its own id"
            )
        if source.quote is not None and len(source.quote.split()) > LONGEST_QUOTE:
            yield Contradiction(
                place=("sources", n, "quote"),
                message=f"is longer than {LONGEST_QUOTE} words",
                next_step="shorten it, or leave it null",
            )
        if not any(source.id in rule.sources for rule in sheet.rules):
            yield Contradiction(
                place=("sources", n, "id"), message="is used by no rule", next_step="cite it in a rule or remove it"
            )
    for n, rule in enumerate(sheet.rules):
        here = ("rules", n)
        if rule.id in [earlier.id for earlier in sheet.rules[:n]]:
            yield Contradiction(place=(*here, "id"), message="stands twice", next_step="give each rule its own id")
        yield from _order_of_days(rule, here)
        yield from _unproved(rule, labels, here)
        yield from _unfinished(rule, here)
        yield from _unsaid(sheet, rule, here)


def _order_of_days(part: PayerSheet | PayerRule, here: tuple[str | int, ...]) -> Iterator[Contradiction]:
    if part.effective_from and part.effective_to and part.effective_to < part.effective_from:
        yield Contradiction(
            place=(*here, "effective_to"), message="is before effective_from", next_step="exchange or mend the days"
        )


def _unproved(rule: PayerRule, labels: dict[str, Label], here: tuple[str | int, ...]) -> Iterator[Contradiction]:
    for n, source_id in enumerate(rule.sources):
        if source_id not in labels:
            yield Contradiction(
                place=(*here, "sources", n), message="names no source of this sheet", next_step="add it under sources"
            )
    if rule.label == "primary" and any(labels.get(source_id) == "secondary" for source_id in rule.sources):
        yield Contradiction(
            place=(*here, "label"),
            message="says primary, but one of its sources is secondary",
            next_step="write secondary, or cite only primary sources",
        )


def _unfinished(rule: PayerRule, here: tuple[str | int, ...]) -> Iterator[Contradiction]:
    if rule.is_checkable() and rule.severity is None:
        yield Contradiction(
            place=(*here, "severity"),
            message="is missing from a rule that a claim can break",
            next_step="write block, query or inform",
        )
    if not rule.is_checkable() and rule.severity is not None:
        yield Contradiction(
            place=(*here, "severity"),
            message="stands in a rule that no claim can break",
            next_step="remove it, or use a rule kind that an edit reads",
        )
    if rule.needs_procedures() and not rule.procedures:
        yield Contradiction(
            place=(*here, "procedures"), message="is empty", next_step="name the procedures the rule is about"
        )
    if isinstance(rule, NotCovered) and rule.procedures and rule.everything_except:
        yield Contradiction(
            place=(*here, "everything_except"),
            message="stands beside procedures",
            next_step="keep the one list that says it",
        )
    if isinstance(rule, NotCovered) and rule.is_checkable() and bool(rule.furnished_by) != bool(rule.signs):
        yield Contradiction(
            place=(*here, "furnished_by"),
            message="goes with signs, and one of them is missing",
            next_step="say who furnishes and how a claim shows it",
        )
    if isinstance(rule, DiagnosisList) and not (rule.covered or rule.excluded):
        yield Contradiction(
            place=(*here, "covered"), message="and excluded are both empty", next_step="list the diagnoses"
        )
    if isinstance(rule, Regions):
        for n, count in enumerate(rule.counts):
            if not 0 < count.fewest <= count.most:
                yield Contradiction(
                    place=(*here, "counts", n, "most"), message="is below fewest", next_step="mend the two numbers"
                )
            if not covers_procedure(rule.procedures, count.procedure):
                yield Contradiction(
                    place=(*here, "counts", n, "procedure"),
                    message="is not among the rule's procedures",
                    next_step="add it there",
                )
    if isinstance(rule, TimedUnits):
        for n, (band, following) in enumerate(zip(rule.bands, rule.bands[1:], strict=False), start=1):
            if following.first_minute != band.last_minute + 1 or following.units != band.units + 1:
                yield Contradiction(
                    place=(*here, "bands", n), message="does not follow the one before", next_step="leave no gap"
                )
    if isinstance(rule, Documentation):
        elements = {item.element for item in rule.items}
        if not elements.issuperset(rule.including_one_of):
            yield Contradiction(
                place=(*here, "including_one_of"),
                message="names an element that is no item",
                next_step="use the items' elements",
            )
        if rule.at_least is not None and not 0 < rule.at_least <= len(rule.items):
            yield Contradiction(
                place=(*here, "at_least"),
                message="is more than there are items, or none",
                next_step="count the items",
            )


def _unsaid(sheet: PayerSheet, rule: PayerRule, here: tuple[str | int, ...]) -> Iterator[Contradiction]:
    """A finding quotes the rule's text alone, so the text must say whatever the rule's fields say."""
    unsaid = [
        end
        for selector in (*rule.stated_codes(), *rule.stated_diagnoses())
        if selector != ANY_PROCEDURE
        for end in _ends(selector)
        if not _says(rule.text, end)
    ]
    unsaid += [f"{number:,}" for number in rule.stated_numbers() if not _says_number(rule.text, number)]
    unsaid += [phrase for phrase in rule.stated_words() if phrase not in rule.text]
    days = (rule.effective_from, rule.effective_to)
    unsaid += [in_words(day) for day in days if day is not None and not _says_day(rule.text, day)]
    if sheet.payer is not None and sheet.payer.short not in rule.text:
        unsaid.append(sheet.payer.short)
    if unsaid:
        yield Contradiction(
            place=(*here, "text"),
            message=f"does not say {', '.join(dict.fromkeys(unsaid))}",
            next_step="write a sentence that stands alone and says all that the rule's fields say",
        )


def _ends(selector: str) -> tuple[str, ...]:
    """The codes a selector is written with; CO-16 is no range."""
    if _DIAGNOSIS_RANGE.fullmatch(selector) or _PROCEDURE_RANGE.fullmatch(selector):
        return tuple(selector.split("-"))
    return (selector.rstrip("-").rstrip("."),)
