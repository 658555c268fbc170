"""The tables an operator loaded (NCCI pairs, unit limits, coverage lists), opened as they lie, chosen by day and kind of claim.

Their rows are facts that can be cited, as passages with stable ids:
ncci:practitioner-2024q3/98940+97140         a pair, column 1 first (with @2001-01-01 where the table says since when)
ncci:practitioner-2024q3/97110+97140?        that the table we hold does not have a pair
mue:practitioner-2024q3/97110                the most units of a procedure
coverage:mcd/article-56273-40/98940+M54.2    whether a document that lists a procedure lists a diagnosis
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final, Generic, Literal, TypeVar, cast

from knowledge.passages import Label, Passage, Source

if TYPE_CHECKING:
    from knowledge.importers.coverage import CoverageDocument, CoverageTable, ListedDiagnosis
    from knowledge.importers.mue import UnitLimit, UnitTable
    from knowledge.importers.ncci import Pair, PairTable

TableSetting = Literal["practitioner", "outpatient-hospital"]

_ID = re.compile(r"(ncci|mue|coverage):([a-z0-9-]+)/(.+)", re.ASCII)
_MEANING: Final = {
    "0": "no modifier lets both be paid",
    "1": "both are paid only with an NCCI modifier that the record bears out",
    "9": "the pair was deleted as if it had never been",
}
_COUNTED: Final = {
    "1": "on one claim line (adjudication indicator 1)",
    "2": "on one day, without exception (adjudication indicator 2)",
    "3": "on one day, open to appeal with documentation (adjudication indicator 3)",
    None: "; the table does not say whether by line or by day",
}


T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened(Generic[T]):
    """One table, the name it was stored under, and who published it."""

    name: str
    table: T
    source: Source


def quarter_of(day: date) -> str:
    """The quarter of a day as CMS's tables are named: 2024q3."""
    return f"{day.year}q{(day.month - 1) // 3 + 1}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PairQuarter:
    """The NCCI pairs of one quarter and setting: one file, or the parts CMS cut it into."""

    quarter: str
    setting: str
    parts: "tuple[Opened[PairTable], ...]"

    def is_older_than(self, day: date) -> bool:
        return self.quarter < quarter_of(day)

    def is_of(self, day: date) -> bool:
        return self.quarter == quarter_of(day)

    def pairs(self, one: str, other: str, day: date) -> "tuple[Pair, ...]":
        """The pairs in force on the day between two procedures, in whichever order; each once."""
        found = [pair for part in self.parts for pair in part.table.pairs(one, other, day)]
        return tuple(dict.fromkeys(found))

    def settles(self, one: str, other: str) -> bool:
        """Whether the absence of a pair of these two proves that there is none."""
        return all(any(_holds_all_of(part.table, code) for part in self.parts) for code in (one, other))

    @property
    def name(self) -> str:
        return f"NCCI procedure-to-procedure table, {self.setting.replace('-', ' ')}, {self.quarter}"

    def passage(self, pair: "Pair") -> Passage:
        days = f", in force since {pair.effective_from.isoformat()}" if pair.effective_from else ""
        if pair.deleted_on:
            days += f" until {pair.deleted_on.isoformat()}"
        reason = f" The table's reason: {pair.rationale}." if pair.rationale else ""
        text = (
            f"The {self.name} holds a pair: column 1 {pair.column1}, column 2 {pair.column2}, modifier indicator"
            f" {pair.indicator} ({_MEANING[pair.indicator]}){days}.{reason}"
        )
        return self._passage(_key_of(pair), text, (pair.column1, pair.column2))

    def absence(self, one: str, other: str) -> Passage:
        first, second = sorted((one, other))
        what = "" if self.settles(one, other) else ", which is only a part of CMS's table: a pair may still exist"
        text = f"{first} and {second} are not a pair in the {self.name} that was loaded{what}."
        return self._passage(f"{first}+{second}?", text, (first, second))

    def _passage(self, key: str, text: str, procedures: tuple[str, ...]) -> Passage:
        return Passage(
            id=f"ncci:{self.setting}-{self.quarter}/{key}",
            title=f"{self.name}: {' with '.join(procedures)}",
            text=text,
            source=self.parts[0].source,
            kinds=("procedure",),
            procedures=procedures,
        )


def _key_of(pair: "Pair") -> str:
    since = f"@{pair.effective_from.isoformat()}" if pair.effective_from else ""
    return f"{pair.column1}+{pair.column2}{since}"


def _holds_all_of(part: "PairTable", code: str) -> bool:
    """Whether every pair with this code in column 1 is in the part: CMS cuts its table by column 1."""
    return not part.is_partial or bool(part.part and part.first_code <= code <= part.last_code)


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitQuarter:
    """The unit limits of one quarter and setting."""

    quarter: str
    setting: str
    opened: "Opened[UnitTable]"

    def is_of(self, day: date) -> bool:
        return self.quarter == quarter_of(day)

    def limit(self, code: str) -> "UnitLimit | None":
        return self.opened.table.limit(code)

    @property
    def name(self) -> str:
        return f"table of medically unlikely edits (MUE), {self.setting.replace('-', ' ')}, {self.quarter}"

    def passage(self, limit: "UnitLimit") -> Passage:
        counted = _COUNTED[limit.indicator]
        unit = "unit" if limit.units == 1 else "units"
        text = f"The {self.name} has at most {limit.units} {unit} of {limit.code}{'' if counted[0] == ';' else ' '}{counted}."
        if limit.rationale:
            text += f" The table's reason: {limit.rationale}."
        return Passage(
            id=f"mue:{self.setting}-{self.quarter}/{limit.code}",
            title=f"{self.name}: {limit.code}",
            text=text,
            source=self.opened.source,
            kinds=("procedure",),
            procedures=(limit.code,),
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageList:
    """One document of the coverage database that lists a procedure, in the version in force on a day."""

    opened: "Opened[CoverageTable]"
    document: "CoverageDocument"
    procedure: str

    @property
    def contractors(self) -> tuple[str, ...]:
        return self.opened.table.contractors_of(self.document)

    @property
    def covers_by_list(self) -> bool:
        return bool(self._covered)

    @property
    def _covered(self) -> tuple[str, ...]:
        return self.opened.table.diagnoses_of(self.document, "covered")

    def listings_of(self, diagnosis: str) -> "tuple[ListedDiagnosis, ...]":
        return self.opened.table.listings_of(diagnosis, self.document)

    @property
    def name(self) -> str:
        title = f" “{self.document.title}”" if self.document.title else ""
        return f"{self.document.display_id}{title}, version {self.document.version}"

    def passage(self, diagnoses: tuple[str, ...]) -> Passage:
        """Which of these diagnoses the document lists, covered or not; listed does not assure payment."""
        covered = [code for code in diagnoses if any(one.listing == "covered" for one in self.listings_of(code))]
        refused = [code for code in diagnoses if any(one.listing == "noncovered" for one in self.listings_of(code))]
        others = [code for code in diagnoses if code not in covered and code not in refused]
        said = [
            f"{self.name} lists {self.procedure} and, as covered, {len(self._covered):,} diagnoses.",
            f"Listed as covered: {', '.join(covered)}." if covered else "",
            f"Listed as not covered: {', '.join(refused)}." if refused else "",
            f"Not listed: {', '.join(others)}." if others else "",
            "Being listed does not assure payment.",
        ]
        document = self.document
        return Passage(
            id=f"coverage:{self.opened.name}/{document.kind}-{document.id}-{document.version}/{'+'.join((self.procedure, *diagnoses))}",
            title=f"{document.display_id} {document.title}".strip(),
            text=" ".join(part for part in said if part),
            source=self.opened.source,
            codes=diagnoses,
            kinds=("payer",),
            payer="medicare",
            procedures=(self.procedure,),
        )


class LoadedTables:
    """What lies in a practice's folder; a table that is added or replaced is seen at the next question. Thread-safe.

    Raises KnowledgeError when a table is damaged: an edit that can't read its table must not pass a claim.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._lock = Lock()
        self._held: dict[str, tuple[int, object]] = {}

    def pairs(self, setting: TableSetting, day: date) -> PairQuarter | None:
        """The pairs of the day's quarter, or of the nearest earlier one, or of the first one later; None without any."""
        from knowledge.importers.ncci import PairTable

        opened = [one for one in self._opened("ncci", PairTable) if one.table.setting == setting]
        quarter = _nearest({one.table.quarter for one in opened}, day)
        if quarter is None:
            return None
        parts = tuple(one for one in opened if one.table.quarter == quarter)
        return PairQuarter(quarter=quarter, setting=setting, parts=parts)

    def units(self, setting: TableSetting, day: date) -> UnitQuarter | None:
        """The unit limits of the day's quarter, or of the nearest one as `pairs` has it; None without any."""
        from knowledge.importers.mue import UnitTable

        opened = [one for one in self._opened("mue", UnitTable) if one.table.setting == setting]
        quarter = _nearest({one.table.quarter for one in opened}, day)
        return next(
            (
                UnitQuarter(quarter=quarter, setting=setting, opened=one)
                for one in opened
                if one.table.quarter == quarter
            ),
            None,
        )

    def coverage(self, procedure: str, day: date) -> tuple[CoverageList, ...]:
        """The documents that list the procedure, each in its newest version in force on the day."""
        from knowledge.importers.coverage import CoverageTable

        found: dict[tuple[str, str], CoverageList] = {}
        for opened in self._opened("coverage", CoverageTable):
            for document in opened.table.documents_for(procedure):
                begun = document.effective_from is None or document.effective_from <= day
                if begun and (document.effective_to is None or day <= document.effective_to):
                    one = CoverageList(opened=opened, document=document, procedure=procedure)
                    found.setdefault((document.kind, document.id), one)
        return tuple(found.values())

    def get(self, passage_id: str) -> Passage | None:
        """The passage of a row again, from its id; None when no table here has it."""
        match = _ID.fullmatch(passage_id)
        if match is None:
            return None
        what, name, key = match.groups()
        if what == "coverage":
            return self._coverage_passage(name, key)
        setting, _, quarter = name.rpartition("-")
        return (
            self._pair_passage(setting, quarter, key) if what == "ncci" else self._unit_passage(setting, quarter, key)
        )

    def _pair_passage(self, setting: str, quarter: str, key: str) -> Passage | None:
        from knowledge.importers.ncci import PairTable

        parts = tuple(
            one
            for one in self._opened("ncci", PairTable)
            if (one.table.setting, one.table.quarter) == (setting, quarter)
        )
        one, _, other = key.rstrip("?").partition("@")[0].partition("+")
        if not parts or not other:
            return None
        held = PairQuarter(quarter=quarter, setting=setting, parts=parts)
        pairs = [pair for part in parts for pair in part.table.rows(one, other)]
        if key.endswith("?"):
            return None if pairs else held.absence(one, other)
        return next((held.passage(pair) for pair in pairs if _key_of(pair) == key), None)

    def _unit_passage(self, setting: str, quarter: str, code: str) -> Passage | None:
        from knowledge.importers.mue import UnitTable

        for opened in self._opened("mue", UnitTable):
            limit = opened.table.limit(code)
            if (opened.table.setting, opened.table.quarter) == (setting, quarter) and limit is not None:
                return UnitQuarter(quarter=quarter, setting=setting, opened=opened).passage(limit)
        return None

    def _coverage_passage(self, name: str, key: str) -> Passage | None:
        from knowledge.importers.coverage import CoverageTable

        which, _, codes = key.partition("/")
        procedure, *diagnoses = codes.split("+")
        for opened in self._opened("coverage", CoverageTable):
            for document in opened.table.documents_for(procedure) if opened.name == name else ():
                if which == f"{document.kind}-{document.id}-{document.version}":
                    return CoverageList(opened=opened, document=document, procedure=procedure).passage(tuple(diagnoses))
        return None

    def _opened(self, kind: str, open_table: Callable[[Path], T]) -> tuple[Opened[T], ...]:
        """Every table of a kind, opened once, and again when one was added, replaced or removed (renamed into the folder)."""
        if self._folder is None:
            return ()
        folder = self._folder / kind
        try:
            stamp = folder.stat().st_mtime_ns
        except OSError:
            return ()
        with self._lock:
            held = self._held.get(kind)
            if held is None or held[0] != stamp:
                # The former tables are not closed: another thread may be reading them; they go with their last reader.
                opened = tuple(
                    Opened(name=path.stem, table=open_table(path), source=_source_of(path))
                    for path in sorted(folder.glob("*.sqlite"))
                )
                held = self._held[kind] = (stamp, opened)
        return cast("tuple[Opened[T], ...]", held[1])  # a kind is always opened by the same reader


def _nearest(quarters: set[str], day: date) -> str | None:
    """The newest quarter up to the day's, or else the first one after it."""
    earlier = [quarter for quarter in quarters if quarter <= quarter_of(day)]
    return max(earlier) if earlier else min(quarters, default=None)


def _source_of(path: Path) -> Source:
    """Who published the table, by the provenance that its import left beside it."""
    try:
        document = json.loads(path.with_name(f"{path.stem}.provenance.json").read_text(encoding="utf-8"))
        title, provenance = str(document["title"]), document["provenance"]
        publisher, edition, label = (str(provenance[key]) for key in ("publisher", "edition", "label"))
        url = str(provenance["url"])
    except (OSError, ValueError, KeyError, TypeError):
        title, publisher, edition, label, url = path.stem, "not said", "not said", "sample", ""
    return Source(
        id=f"own-{path.parent.name}-{path.stem}",
        title=title,
        publisher=publisher,
        edition=edition,
        label=_LABELS.get(label, "sample"),
        url=url or None,
    )


_LABELS: Final[dict[str, Label]] = {"primary": "primary", "secondary": "secondary", "sample": "sample"}
