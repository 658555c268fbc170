"""Reads a payer workbook, one rule a row, into payer sheets of the schema that our own sheets have."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import yaml
from pydantic import TypeAdapter, ValidationError
from pydantic_core import ErrorDetails

from knowledge.errors import KnowledgeError
from knowledge.importers.naming import provenance_of, slug
from knowledge.importers.opening import Handed
from knowledge.importers.payer_columns import COLUMNS, REQUIRED, RULES, WORDS
from knowledge.importers.tables import Header, Sheet, day_of, diagnosis_of, family_of, find_header, plain, sheets_of
from knowledge.importers.understood import Given, KnownCode, Refused, StoredFile, Understood
from knowledge.payers.schema import SHEET_CONTRADICTION, Contradiction, Payer, PayerSheet, Rule, in_words
from knowledge.payers.sheets import PayerSheetError, SheetBook, load_sheets

OUR_SHEETS: Final = Path(__file__).parent.parent / "payers"
SAMPLE_WARNING: Final = "This sheet is a sample that nobody has checked. Verify it with the payer before relying on it."
_RULE: Final[TypeAdapter[Any]] = TypeAdapter(Rule)
_KINDS: Final = {plain(words): kind for words, (kind, _) in RULES.items()} | {
    kind.replace("_", " "): kind for kind, _ in RULES.values()
}
_NEVER_CHECKED: Final = frozenset({"covered", "limit", "documentation", "note"})
_BETWEEN = re.compile(r"[,;\s]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetPayload:
    """One payer sheet ready to be written as YAML."""

    sheet: PayerSheet

    @property
    def id(self) -> str:
        return f"payers/{self.sheet.id}"

    @property
    def title(self) -> str:
        return self.sheet.title

    @property
    def rows(self) -> int:
        return len(self.sheet.rules)

    def files(self) -> tuple[StoredFile, ...]:
        return (StoredFile(path=f"{self.id}.yaml", write=self.write),)

    def write(self, path: Path) -> None:
        text = yaml.dump(
            _written(self.sheet),
            Dumper=_PlainDumper,
            allow_unicode=True,
            sort_keys=False,
            width=120,
            default_flow_style=None,
        )
        path.write_text(f"# {self.sheet.title}: imported by `codecite knowledge add`.\n{text}", encoding="utf-8")


class _PlainDumper(yaml.SafeDumper):
    """Says each thing where it stands: a sheet may hold no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


def _written(sheet: PayerSheet) -> dict[str, object]:
    document = sheet.model_dump()
    document["rules"] = [rule.model_dump(exclude_unset=True) for rule in sheet.rules]
    return {key: _lists(value) for key, value in document.items()}


def _lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _lists(one) for key, one in value.items()}
    return [_lists(one) for one in value] if isinstance(value, (list, tuple)) else value


def header_of(sheet: Sheet) -> Header | None:
    return find_header(sheet.rows(), WORDS, REQUIRED)


def read_payer_workbook(
    handed: Handed, given: Given, book: SheetBook | None = None, known_code: KnownCode | None = None
) -> Understood[SheetPayload]:
    """The rules of a workbook or CSV, grouped into one sheet for each payer and plan. Raises KnowledgeError.

    `book` holds the sheets that stand already (ours if not given): a payer we know keeps its id and name, for two
    spellings of one payer would stop all sheets. With `known_code`, a diagnosis that never was is refused.
    """
    if not handed.is_one_file:
        raise KnowledgeError(f"{handed.name} holds several files.", "Import workbooks one by one.")
    found = next(
        ((sheet, header) for sheet in sheets_of(handed.pieces[0]) if (header := header_of(sheet)) is not None), None
    )
    if found is None:
        raise KnowledgeError(
            f"{handed.name}: no row names the columns Payer, Rule kind, Text and Source title.",
            "`codecite knowledge template payer` writes a workbook to fill in.",
        )
    reader = _Reader(given, book if book is not None else load_book(None), known_code)
    rows = list(_filled(*found))
    for row, cells in rows:
        reader.take(row, cells)
    sheets = tuple(sheet for draft in reader.drafts.values() if (sheet := reader.finished(draft)) is not None)
    refused = tuple(sorted(reader.refused, key=lambda one: one.row))
    if not sheets:
        first = f" The first: {refused[0]}." if refused else ""
        raise KnowledgeError(
            f"{handed.name}: no rule could be understood.{first}",
            "Mend the rows; the how-to tab of the template says what each column takes.",
        )
    sources = [source for sheet in sheets for source in sheet.sources]
    count = sum(len(sheet.rules) for sheet in sheets)
    return Understood(
        kind="payer",
        title=given.title.strip()
        or f"Payer sheets of {', '.join(sheet.payer.short for sheet in sheets if sheet.payer)}",
        rows=count,
        refused=refused,
        notes=tuple(
            f"{sheet.title}: {len(sheet.rules)} rules{', marked as a sample' if sheet.warning == SAMPLE_WARNING else ''}."
            for sheet in sheets
        ),
        provenance=provenance_of(
            handed,
            given,
            publisher=", ".join(sorted({source.publisher for source in sources})),
            edition=", ".join(sorted({source.edition for source in sources})),
            label="sample" if any(sheet.warning for sheet in sheets) else max(source.label for source in sources),
        ),
        payload=tuple(SheetPayload(sheet=sheet) for sheet in sheets),
    )


def load_book(own: Path | None) -> SheetBook:
    """Our sheets, and those in the practice's folder. Raises KnowledgeError when one of them is broken."""
    folders = [OUR_SHEETS, *([own / "payers"] if own is not None and (own / "payers").is_dir() else [])]
    try:
        return load_sheets(*folders)
    except PayerSheetError as error:
        raise KnowledgeError(
            f"The payer sheets that stand cannot be read: {error.problems[0]}.", "Mend or remove that sheet first."
        ) from None


def _filled(sheet: Sheet, header: Header) -> Iterator[tuple[int, dict[str, str]]]:
    """Each row with the cells that an empty cell takes over from the row above."""
    above: dict[str, str] = {}
    for row in sheet.rows():
        if row.number <= header.row or row.is_blank:
            continue
        cells = {column.field: header.cell(row, column.field) for column in COLUMNS}
        if not any(cells[column.field] for column in COLUMNS if not column.repeats):
            continue
        if cells["payer"] and cells["payer"] != above.get("payer"):
            above = {}
        if cells["source_title"] and cells["source_title"] != above.get("source_title"):
            # Another source: its address and edition are its own.
            above = {key: value for key, value in above.items() if key in ("payer", "plan")}
        for column in COLUMNS:
            if column.repeats:
                cells[column.field] = cells[column.field] or above.get(column.field, "")
                above[column.field] = cells[column.field]
        yield row.number, cells


@dataclass(slots=True)
class _Draft:
    """A sheet while its rows are being gathered."""

    id: str
    payer: Payer
    plan: str
    aliases: dict[str, None] = field(default_factory=dict)
    topics: dict[str, None] = field(default_factory=dict)
    sources: dict[tuple[str, ...], dict[str, object]] = field(default_factory=dict)
    rules: list[tuple[int, dict[str, object]]] = field(default_factory=list)
    reviewed: list[dt.date] = field(default_factory=list)
    is_sample: bool = False


class _RefusedRowError(Exception):
    """Why a row is not taken; never what stands in a cell."""


class _Reader:
    """Gathers rows into drafts of sheets; what can't be taken goes to `refused` with its row."""

    def __init__(self, given: Given, book: SheetBook, known_code: KnownCode | None) -> None:
        self.given = given
        self.book = book
        self.known_code = known_code
        self.drafts: dict[str, _Draft] = {}
        self.refused: list[Refused] = []
        self._payers: dict[str, Payer] = {}

    def take(self, row: int, cells: dict[str, str]) -> None:
        try:
            self._take(row, cells)
        except _RefusedRowError as refusal:
            self.refused.append(Refused(row=row, why=str(refusal)))

    def _take(self, row: int, cells: dict[str, str]) -> None:
        payer = self._payer(cells["payer"])
        kind = _KINDS.get(plain(cells["rule"]))
        if kind is None:
            raise _RefusedRowError("Rule kind is none of the list's" if cells["rule"] else "Rule kind is empty")
        if not cells["text"]:
            raise _RefusedRowError("Text is empty")
        label = cells["label"].lower() or "sample"
        if label not in ("primary", "secondary", "sample"):
            raise _RefusedRowError("Label is not primary, secondary or sample")
        reviewed = _day(cells, "reviewed_on", "Reviewed on")
        source = {
            "title": _line(cells["source_title"]),
            "url": cells["url"] or None,
            "publisher": _line(cells["publisher"]) or payer.name,
            "edition": _line(cells["edition"]),
            # The schema knows no sample: it is somebody's account, and the sheet warns of it.
            "label": "secondary" if label == "sample" else label,
            "quote": _line(cells["quote"]) or None,
        }
        for name, header in (("title", "Source title"), ("edition", "Edition")):
            if not source[name]:
                raise _RefusedRowError(f"{header} is empty")
        rule: dict[str, object] = {
            "rule": kind,
            "text": _line(cells["text"]),
            "label": source["label"],
            **self._fields(kind, cells),
        }
        if (
            kind not in _NEVER_CHECKED
            and not rule.get("when")
            and not (kind == "prior_authorization" and not rule.get("procedures"))
        ):
            rule["severity"] = cells["severity"].lower() or "query"
        for day, header in (("effective_from", "Effective from"), ("effective_to", "Effective to")):
            if (value := _day(cells, day, header)) is not None:
                rule[day] = value
        if reviewed and reviewed > self.given.imported_on:
            raise _RefusedRowError("Reviewed on lies after the day of the import")
        draft = self._draft(payer, _line(cells["plan"]) or "all plans")
        key = tuple(str(value) for value in source.values())
        source_id = str(draft.sources[key]["id"]) if key in draft.sources else f"{draft.id}-S{len(draft.sources) + 1}"
        rule |= {"id": self._rule_id(draft, kind), "sources": (source_id,)}
        rule["text"] = _complete(rule, payer.short)
        try:
            _RULE.validate_python(dict(rule))
        except ValidationError as error:
            raise _RefusedRowError(_explained(error.errors(include_url=False, include_input=False)[0])) from None
        aliases = _listed(cells["aliases"])
        for alias in aliases:
            match = self.book.find_payer(alias)
            if match is not None and any(known.id != payer.id for known in match.payers):
                raise _RefusedRowError("Other names holds a name that another payer has")
        draft.sources.setdefault(key, {"id": source_id, **source})
        draft.rules.append((row, rule))
        draft.reviewed.append(reviewed or self.given.imported_on)
        draft.is_sample = draft.is_sample or label == "sample"
        draft.aliases |= dict.fromkeys(aliases)
        draft.topics |= dict.fromkeys(_listed(cells["topics"]))

    def _payer(self, typed: str) -> Payer:
        name = _line(typed)
        if not slug(name):
            raise _RefusedRowError("Payer is empty")
        if (known := self._payers.get(slug(name))) is None:
            match = self.book.find_payer(name)
            if match is not None and match.is_ambiguous:
                raise _RefusedRowError("Payer is a name that several payers share; name the plan's payer in full")
            known = match.payers[0] if match is not None else Payer(id=slug(name), name=name, short=name)
            if match is None and any(payer.id == known.id for payer in self.book.payers()):
                raise _RefusedRowError("Payer is nearly the name of another payer; write it as that one is written")
            self._payers[slug(name)] = known
        return known

    def _draft(self, payer: Payer, plan: str) -> _Draft:
        sheet_id = f"own-{payer.id}" + (f"-{slug(plan)}" if slug(plan) and plan != "all plans" else "")
        return self.drafts.setdefault(sheet_id, _Draft(id=sheet_id, payer=payer, plan=plan))

    def _rule_id(self, draft: _Draft, kind: str) -> str:
        number = sum(1 for _, rule in draft.rules if rule["rule"] == kind) + 1
        return f"{kind.replace('_', '-')}-{number}"

    def _fields(self, kind: str, cells: dict[str, str]) -> dict[str, object]:
        """The fields of a rule of this kind; a cell the kind has no use for is refused, not dropped in silence."""
        fields: dict[str, object] = {}
        procedures = self._procedures(cells["procedures"], "Procedures")
        if procedures:
            fields["procedures"] = procedures
        used = {"procedures"}

        def use(column: str, name: str, value: object) -> None:
            used.add(column)
            if value:
                fields[name] = value

        diagnoses = self._diagnoses(cells["diagnoses"], "Diagnoses")
        modifiers, unless = _codes(cells["modifiers"]), _codes(cells["unless"])
        beside = self._procedures(cells["beside"], "Other procedures")
        match kind:
            case "first_listed" | "diagnosis_required":
                use("diagnoses", "diagnoses", diagnoses)
                use("unless", "unless_modifiers", unless)
            case "diagnosis_list":
                use("diagnoses", "covered", diagnoses)
                use("excluded", "excluded", self._diagnoses(cells["excluded"], "Excluded diagnoses"))
            case "modifier_required":
                use("modifiers", "any_of", modifiers)
                use("unless", "unless", unless)
                use("when_modifiers", "when_modifiers", _codes(cells["when_modifiers"]))
            case "modifier_conflict":
                use("modifiers", "pairs", tuple(tuple(pair.split("+")) for pair in modifiers))
                if not all(len(pair.split("+")) == 2 for pair in modifiers):
                    raise _RefusedRowError("Modifiers that contradict each other are joined by +, as in AT+GA")
            case "modifier_with_other" | "pair_hint":
                use("beside", "beside", beside)
                use("modifiers", "modifiers", modifiers)
                if kind == "pair_hint":
                    use("condition", "only_when", _line(cells["condition"]))
            case "not_covered":
                use("condition", "when", _line(cells["condition"]))
                use("unless", "unless_modifiers", unless)
            case "prior_authorization":
                use("places", "places", _codes(cells["places"]))
                use("when_modifiers", "when_modifiers", _codes(cells["when_modifiers"]))
            case "threshold":
                dollars = _number(cells["number"].replace("$", ""), "Number")
                use(
                    "when_modifiers", "amounts", ({"disciplines": _codes(cells["when_modifiers"]), "dollars": dollars},)
                )
                use("modifiers", "modifier", modifiers[0] if modifiers else None)
                used.add("number")
                if len(modifiers) > 1:
                    raise _RefusedRowError("Modifiers of a threshold is one modifier")
            case "limit":
                use("number", "most", _number(cells["number"], "Number"))
                use("of", "of", _line(cells["of"]))
                use("months", "months", _number(cells["months"], "In months") if cells["months"] else None)
            case "documentation":
                items = _listed(cells["items"])
                use("items", "items", tuple({"element": slug(item), "words": item} for item in items))
                use("occasion", "occasion", plain(cells["occasion"]).replace(" ", "-") or "claim")
        idle = [column.header for column in COLUMNS if column.field in _FIELD_COLUMNS - used and cells[column.field]]
        if idle:
            raise _RefusedRowError(
                f"{idle[0]} has no meaning for this kind of rule; empty the cell or choose another kind"
            )
        return fields

    def _diagnoses(self, cell: str, header: str) -> tuple[str, ...]:
        written = []
        for part in _parts(cell):
            first, dash, last = part.partition("-")
            ends = [diagnosis_of(first), diagnosis_of(last)] if dash and last else [family_of(part)]
            if None in ends:
                raise _RefusedRowError(f"{header} holds what is no ICD-10-CM code, range or family")
            for code in ends:
                if self.known_code and code and not code.endswith("-") and not self.known_code(code):
                    raise _RefusedRowError(f"{header} names {code}, which is not in the code set")
            written.append("-".join(code for code in ends if code))
        return tuple(written)

    def _procedures(self, cell: str, header: str) -> tuple[str, ...]:
        parts = _parts(cell)
        if any(not re.fullmatch(r"[0-9A-Z]{5}(-[0-9A-Z]{5})?|ANY", part) for part in parts):
            raise _RefusedRowError(f"{header} holds what is no procedure code or range")
        return tuple("any" if part == "ANY" else part for part in parts)

    def finished(self, draft: _Draft) -> PayerSheet | None:
        """The sheet; a rule that contradicts itself or another is refused and the rest kept.

        None when no rule is left.
        """
        while draft.rules:
            try:
                return PayerSheet.model_validate(self._sheet(draft))
            except ValidationError as error:
                wrong = dict(_blamed(error, draft))
                if not wrong:
                    row = draft.rules[0][0]
                    why = _explained(error.errors(include_url=False, include_input=False)[0])
                    self.refused.append(Refused(row=row, why=f"the payer's sheet cannot be made: {why}"))
                    return None
                self.refused.extend(Refused(row=draft.rules[number][0], why=why) for number, why in wrong.items())
                draft.rules = [rule for number, rule in enumerate(draft.rules) if number not in wrong]
        return None

    def _sheet(self, draft: _Draft) -> dict[str, object]:
        reviewed = min(draft.reviewed)
        cited = {source for _, rule in draft.rules for source in _strings(rule["sources"])}
        procedures = dict.fromkeys(
            code for _, rule in draft.rules for code in _strings(rule.get("procedures", ())) if code != "any"
        )
        payer = draft.payer.model_dump() | {"aliases": tuple(dict.fromkeys((*draft.payer.aliases, *draft.aliases)))}
        return {
            "id": draft.id,
            "title": f"{draft.payer.name}, {draft.plan}",
            "payer": payer,
            "plan": draft.plan,
            "jurisdiction": {"reach": "plan", "contractors": (), "words": "This plan only."},
            "topics": tuple(draft.topics) or (draft.plan,),
            "applies_to": tuple(procedures),
            "effective_from": None,
            "effective_to": None,
            "effective_words": "Each rule says its own days, where they are known.",
            "reviewed_on": reviewed,
            "review_due": reviewed + dt.timedelta(days=365),
            "warning": SAMPLE_WARNING if draft.is_sample else None,
            "not_held": (),
            "sources": tuple(source for source in draft.sources.values() if source["id"] in cited),
            "rules": tuple(rule for _, rule in draft.rules),
        }


_FIELD_COLUMNS: Final = frozenset(
    (
        "beside",
        "diagnoses",
        "excluded",
        "modifiers",
        "unless",
        "when_modifiers",
        "places",
        "number",
        "of",
        "months",
        "items",
        "occasion",
        "condition",
    )
)


def _blamed(error: ValidationError, draft: _Draft) -> Iterator[tuple[int, str]]:
    """The rules at fault, by their place in the draft, each with why.

    A source's fault is that of the rules that cite it.
    """
    cited = {source for _, rule in draft.rules for source in _strings(rule["sources"])}
    sources = [str(source["id"]) for source in draft.sources.values() if source["id"] in cited]
    for detail in error.errors(include_url=False, include_input=False):
        if detail["type"] == SHEET_CONTRADICTION:
            found: tuple[Contradiction, ...] = detail["ctx"]["found"]
            faults = [(one.place, f"{_header_of_field(one.place)} {one.message}") for one in found]
        else:
            faults = [(detail["loc"], _explained(detail))]
        for place, why in faults:
            match place[:2]:
                case ("rules", int(number)):
                    yield number, why
                case ("sources", int(at)):
                    yield from (
                        (number, why)
                        for number, (_, rule) in enumerate(draft.rules)
                        if sources[at] in _strings(rule["sources"])
                    )


def _explained(detail: ErrorDetails) -> str:
    """What is wrong with which column; nothing that stands in the cell."""
    header = _header_of_field(detail["loc"])
    if detail["type"] == "value_error":
        return f"{header} {str(detail['ctx']['error']).partition(';')[0]}"
    if detail["type"] in ("missing", "too_short", "string_too_short", "string_type"):
        return f"{header} is empty"
    if detail["type"] == "literal_error":
        return f"{header} is none of {detail['ctx']['expected']}"
    return f"{header} is not written as it must be"


_FIELDS_TO_COLUMNS: Final = {
    "covered": "diagnoses", "any_of": "modifiers", "pairs": "modifiers", "unless_modifiers": "unless", "most": "number", "amounts": "number",
    "modifier": "modifiers", "when": "condition", "only_when": "condition", "title": "source_title", "disciplines": "when_modifiers",
    "words": "items", "element": "items",
}  # fmt: skip


def _header_of_field(place: tuple[str | int, ...]) -> str:
    headers = {column.field: column.header for column in COLUMNS}
    for step in reversed(place):
        name = _FIELDS_TO_COLUMNS.get(str(step), str(step))
        if name in headers and name != "rule":
            return headers[name]
    return "the rule"


_SPOKEN: Final = {
    "procedures": "procedures", "beside": "other procedures", "diagnoses": "diagnoses", "covered": "covered diagnoses",
    "excluded": "excluded diagnoses", "any_of": "modifiers", "modifiers": "modifiers", "modifier": "modifier",
    "unless": "unless modifiers", "unless_modifiers": "unless modifiers", "when_modifiers": "only with modifiers",
    "disciplines": "only with modifiers", "pairs": "modifiers together", "places": "places of service", "dollars": "dollars",
    "most": "most", "months": "months", "of": "of", "words": "the record shows", "when": "when", "only_when": "only when",
}  # fmt: skip


def _complete(rule: dict[str, object], payer: str) -> str:
    """The person's sentence, with what the rule's fields say and the sentence does not added in parentheses.

    A finding quotes the sentence alone, so the schema wants every code, number, day and the payer's name in it.
    """
    text = str(rule["text"])
    added: dict[str, list[str]] = {} if payer in text else {"payer": [payer]}
    for name, value in _stated(rule):
        if isinstance(value, dt.date):
            if in_words(value) not in text:
                added[f"in force {'from' if name == 'effective_from' else 'until'}"] = [in_words(value)]
        elif isinstance(value, int):
            if not _says(text, str(value)) and not _says(text, f"{value:,}"):
                added.setdefault(_SPOKEN[name], []).append(str(value))
        elif " " in value or name in ("of", "words", "when", "only_when"):
            if value not in text:
                added.setdefault(_SPOKEN[name], []).append(value)
        elif value != "any" and not all(_says(text, end) for end in _ends(value)):
            added.setdefault(_SPOKEN[name], []).append(value)
    return text if not added else f"{text} ({'; '.join(_named(*one) for one in added.items())})"


def _named(words: str, values: list[str]) -> str:
    return f"{words} {', '.join(values)}"


def _stated(rule: dict[str, object]) -> Iterator[tuple[str, str | int | dt.date]]:
    """Every value of the rule that its text must say, with the field it stands in."""
    for name, value in rule.items():
        if name in ("effective_from", "effective_to") and isinstance(value, dt.date):
            yield name, value
        elif name in _SPOKEN or name in ("amounts", "items"):
            yield from _flat(name, value)


def _flat(name: str, value: object) -> Iterator[tuple[str, str | int]]:
    if isinstance(value, (str, int)):
        yield name, value
    elif isinstance(value, dict):
        for key, inner in value.items():
            if key in _SPOKEN:
                yield from _flat(key, inner)
    elif isinstance(value, tuple):
        for inner in value:
            yield from _flat(name, inner)


def _ends(selector: str) -> tuple[str, ...]:
    """The codes a selector is written with, as the schema looks for them in the text."""
    first, dash, last = selector.partition("-")
    return (first, last) if dash and last else (selector.rstrip("-").rstrip("."),)


def _says(text: str, token: str) -> bool:
    return re.search(rf"(?<![0-9A-Za-z]){re.escape(token)}(?![0-9A-Za-z])", text, re.IGNORECASE) is not None


def _day(cells: dict[str, str], name: str, header: str) -> dt.date | None:
    if not cells[name]:
        return None
    day = day_of(cells[name])
    if day is None:
        raise _RefusedRowError(f"{header} is no date; write it as 2026-01-01")
    return day


def _number(cell: str, header: str) -> int:
    digits = cell.replace(",", "").strip()
    if not (digits.isascii() and digits.isdigit() and len(digits) <= 9):
        raise _RefusedRowError(f"{header} is no whole number")
    return int(digits)


def _line(cell: str) -> str:
    return " ".join(cell.split())


def _parts(cell: str) -> tuple[str, ...]:
    """The parts of a cell of codes, in capitals; a range typed with spaces or a long dash is one part."""
    joined = re.sub(r"\s*[-–—]\s*(?=[A-Z0-9])", "-", cell.upper().replace("–", "-").replace("—", "-"))
    return tuple(dict.fromkeys(part for part in _BETWEEN.split(joined) if part))


def _codes(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(part for part in _BETWEEN.split(re.sub(r"\s*\+\s*", "+", cell.upper())) if part))


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_line(part) for part in cell.split(";") if part.strip()))


def _strings(value: object) -> tuple[str, ...]:
    return tuple(str(one) for one in value) if isinstance(value, (list, tuple)) else ()
