"""A claim as a biller lists it, and what an edit finds on it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from bot.privacy.clean_text import CleanText
from knowledge.code_facts import CodeFacts
from knowledge.code_set.code_set import CodeSet
from knowledge.combinations.combinations import Combinations
from knowledge.loaded_tables import LoadedTables
from knowledge.passages import Citation
from knowledge.payers.rule_book import RuleBook
from knowledge.symptoms.integral import IntegralSymptoms

Severity = Literal["block", "query", "inform"]
Setting = Literal["outpatient", "inpatient"]
ClaimType = Literal["professional", "institutional"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Procedure:
    """A service line: CPT or HCPCS code, modifiers, units, timed minutes, and which diagnoses it points to (from 1)."""

    code: str
    modifiers: tuple[str, ...] = ()
    units: int | None = None
    minutes: int | None = None
    pointers: tuple[int, ...] = ()
    place_of_service: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Diagnoses in order, as typed, and what else a claim may carry. All but the diagnoses may be absent."""

    diagnoses: tuple[str, ...]
    date_of_service: date
    procedures: tuple[Procedure, ...] = ()
    payer: str | None = None
    claim_type: ClaimType = "professional"
    setting: Setting = "outpatient"
    date_to: date | None = None
    discharge_date: date | None = None
    initial_treatment_date: date | None = None
    age: int | None = None
    sex: str | None = None
    note: CleanText | None = None

    @property
    def day(self) -> date:
        """The day whose code set counts: discharge for an inpatient stay, otherwise the date of service."""
        if self.setting == "inpatient" and self.discharge_date is not None:
            return self.discharge_date
        return self.date_of_service


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """One clear mend: put `codes` in the place of `replaces`, an entry as typed; the entries `drops` go with it.

    Several codes with `choose_by` are alternatives; without it they stand together, in this order, wherever they stood before.
    """

    replaces: str
    codes: tuple[str, ...]
    choose_by: str = ""
    drops: tuple[str, ...] = ()

    @property
    def leaves_no_choice(self) -> bool:
        return len(self.codes) == 1 or (len(self.codes) > 1 and not self.choose_by)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What an edit found: which codes, what to do, and the authority's own words."""

    edit: str
    severity: Severity
    codes: tuple[str, ...]
    message: str
    authority: str
    citation: Citation | None = None
    suggestion: Suggestion | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorities:
    """The tables an edit may ask.

    `guideline` gives a citation of a passage by its id ("guideline.i-b-13", "claim-form.limits") or of the first passage on a
    section ("I.B.13"); None when the corpus has none, or only from memory. `payers` and `tables` are empty unless handed in.
    """

    code_set: CodeSet
    facts: CodeFacts
    guideline: Callable[[str], Citation | None]
    payers: RuleBook = field(default_factory=RuleBook)
    tables: LoadedTables = field(default_factory=LoadedTables)
    combinations: Combinations = field(default_factory=Combinations)
    integral_symptoms: IntegralSymptoms = field(default_factory=dict)
    names: Callable[[str], tuple[str, ...]] = lambda code: ()
    """What people call a code, besides its title and inclusion terms: for reading notes."""


Edit = Callable[[Claim, Authorities], tuple[Finding, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedCode:
    """A diagnosis of the claim as the tabular list prints it; `code` is None when it has no code's shape."""

    typed: str
    code: str | None

    @property
    def name(self) -> str:
        return self.code or "an entry that has no code's shape"
