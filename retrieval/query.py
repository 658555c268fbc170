"""Reads a question into a Query: the codes however typed, procedures, dates, side, region, level, encounter. Pure.

Whether a doubtful token is a code ("T12" may be a vertebra, "A1C" a test) is decided by `is_known`, which the caller hands in.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from knowledge.code_set.codes import canonical
from knowledge.crosswalk.equivalence import canonical_icd9
from knowledge.errors import RequestError
from knowledge.service_dates import ISO_DATE, US_DATE, parse_service_date
from retrieval.words import plain

_TYPED_CODE = re.compile(
    r"(?<![A-Za-z0-9.#])(?P<code>[A-Za-z](?:\d[0-9A-Za-z]|[A-Za-z]\d)(?:\s?[.]\s?[0-9A-Za-z]{1,4}|-[0-9A-Za-z]{1,4}|[0-9A-Za-z]{1,4})?)"
    r"(?P<family>\.?-(?![0-9A-Za-z]))?(?![A-Za-z0-9])"
)
_LEVEL_PAIR = re.compile(
    r"(?<![\w.])(?P<first>[CTLS])(?P<low>\d{1,2})\s?[-/–]\s?(?P<second>[CTLS])?(?P<high>\d{1,2})\b", re.IGNORECASE
)
_LEVEL_ALONE = re.compile(r"(?<![\w.-])(?P<letter>[CTLS])(?P<number>\d{1,2})\b(?!\.)", re.IGNORECASE)
_VERTEBRAE = {"c": 8, "t": 12, "l": 6, "s": 5}
_PROCEDURE = re.compile(
    r"(?<![\d.#/-])(?P<code>\d{5}|\d{4}[FTU])(?P<modifiers>(?:-[A-Z0-9]{2})*)(?![\dA-Z]|\.\d)", re.IGNORECASE
)
_HCPCS = re.compile(r"^[A-V]\d{4}$")
_ICD9_CONTEXT = re.compile(r"icd[\s-]?9", re.IGNORECASE)
_ICD9_DOTTED = re.compile(r"(?<![\d.$])(?P<code>\d{3}\.\d{1,2}|[VE]\d{2,3}\.\d{1,2})(?![\d%])", re.IGNORECASE)
_ICD9_BARE = re.compile(r"(?<![\d.$-])(?P<code>\d{3,5}|[VE]\d{2,4})(?![\d.%-])", re.IGNORECASE)
_MONTHS = {name: number for number, name in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_NUMERIC_DATE = re.compile(rf"(?<![\d/-])(?:{ISO_DATE}|{US_DATE})(?![\d/])")
_WRITTEN_DATE = re.compile(
    rf"\b(?:{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>20\d\d))\b"
    rf"|\b(?P<day2>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_MONTH.replace('month', 'month2')},?\s+(?P<year2>20\d\d)\b",
    re.IGNORECASE,
)
_SIDES = (
    ("bilateral", re.compile(r"\b(?:bilateral(?:ly)?|bilat|b/l|both (?:sides|knees|hips|shoulders|feet|hands|ankles|wrists|elbows|eyes|ears))\b")),
    ("right", re.compile(r"\b(?:right|rt|r(?=\s(?:knee|hip|shoulder|foot|hand|ankle|wrist|elbow|arm|leg|thumb|eye|ear|heel|side|sided)))\b|\(r\)")),
    ("left", re.compile(r"\b(?:left|lt|l(?=\s(?:knee|hip|shoulder|foot|hand|ankle|wrist|elbow|arm|leg|thumb|eye|ear|heel|side|sided)))\b|\(l\)")),
)  # fmt: skip
# The regions of the spine as ICD-10-CM titles name them, each with the words people use.
REGIONS = (
    ("occipito-atlanto-axial", re.compile(r"\b(?:occipito-?atlanto-?axial|atlanto-?axial|craniocervical)\b")),
    ("cervicothoracic", re.compile(r"\b(?:cervico-?thoracic|c-?t junction)\b")),
    ("thoracolumbar", re.compile(r"\b(?:thoraco-?lumbar|t-?l junction)\b")),
    ("lumbosacral", re.compile(r"\b(?:lumbo-?sacral)\b")),
    ("sacrococcygeal", re.compile(r"\b(?:sacral and sacrococcygeal|sacro-?coccygeal|sacral|sacrum|tail ?bone)\b")),
    ("cervical", re.compile(r"\b(?:cervical|neck|c-?spine)\b")),
    ("thoracic", re.compile(r"\b(?:thoracic|mid-?back|upper back|t-?spine|dorsal)\b")),
    ("lumbar", re.compile(r"\b(?:lumbar|low(?:er)? back|l-?spine)\b")),
)  # fmt: skip
_ENCOUNTERS = (
    ("sequela", re.compile(r"\b(?:sequelae?|late effects?|residuals? of)\b")),
    (
        "subsequent",
        re.compile(
            r"\b(?:subsequent|follow[- ]?up|f/u|aftercare|healing|non-?union|malunion|re-?check|rehab(?:ilitation)?|post-?op(?:erative)?|(?:s/p|after|following)\s+(?:orif|surgery|repair|reconstruction|fixation|casting)|d/c from er)\b"
        ),
    ),
    ("initial", re.compile(r"\b(?:initial (?:encounter|visit)|first visit|active treatment|acute visit|er visit)\b")),
)


# Numbers of other registers that look like codes: LCD L37387, article A56273, remark N115.
_OTHER_REGISTER = re.compile(r"\b(?:lcds?|ncds?|articles?|remarks?(?: codes?)?|rarcs?|policy)\W{0,3}$", re.IGNORECASE)
_MEASURED = re.compile(
    r"\b(?:fever|temp(?:erature)?|weigh\w*|weight|glucose|sugar|bmi|height|degrees?|bp|lbs?|kg|mg|cm|mm|dl|ml|percent)\b|%|\$",
    re.IGNORECASE,
)
# "right?" and "the right code" say nothing of a side.
_RIGHT_AS_CORRECT = re.compile(
    r"[,;]\s*right\s*\?|\b(?:the |that's |that is |all )right\s+(?:codes?|one|answer|diagnosis|dx|choice|way|place|to)\b|\b(?:am i|is it|is this|is that) right\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedCode:
    """A code as it was typed and as the tabular list prints it. `is_family` when it ends in a dash (M50.-)."""

    typed: str
    code: str
    known: bool
    is_family: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class TypedProcedure:
    code: str
    modifiers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What a question says in terms a table can be asked."""

    text: str
    codes: tuple[TypedCode, ...] = ()
    icd9: tuple[str, ...] = ()
    procedures: tuple[TypedProcedure, ...] = ()
    dates: tuple[date, ...] = ()
    side: str | None = None
    regions: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    encounter: str | None = None
    phrase: str = ""
    """The text without the codes and dates: what is said in words."""

    @property
    def code_names(self) -> tuple[str, ...]:
        return tuple(one.code for one in self.codes)


def read_query(text: str, is_known: Callable[[str], bool]) -> Query:
    """The Query of a question. `is_known(code)` tells whether any release holds the code."""
    lowered = plain(text)
    taken: list[tuple[int, int]] = []
    dates = _dates(text, taken)
    levels = _levels(text, taken)
    is_about_icd9 = _ICD9_CONTEXT.search(text) is not None
    icd9 = _icd9(text, taken, is_about_icd9)
    codes = _codes(text, taken, is_known)
    procedures = _procedures(text, taken)
    return Query(
        text=text,
        codes=codes,
        icd9=icd9,
        procedures=procedures,
        dates=dates,
        side=side_in(lowered),
        regions=tuple(_regions(lowered)),
        levels=levels,
        encounter=next((name for name, pattern in _ENCOUNTERS if pattern.search(lowered)), None),
        phrase=_rest(text, taken),
    )


def without_right_as_correct(text: str) -> str:
    """The text without "right?" and "the right code", which say nothing of a side."""
    return _RIGHT_AS_CORRECT.sub(" ", text)


def side_in(lowered: str) -> str | None:
    """The side a text in lower case names: bilateral, right or left; "right" in the sense of correct is none."""
    rest = without_right_as_correct(lowered)
    return next((side for side, pattern in _SIDES if pattern.search(rest)), None)


def dates_in(text: str) -> tuple[tuple[int, date], ...]:
    """Every calendar day written in a text, with the place where it stands, in order."""
    return tuple(sorted(_placed_dates(text, [])))


def _dates(text: str, taken: list[tuple[int, int]]) -> tuple[date, ...]:
    return tuple(dict.fromkeys(day for _, day in sorted(_placed_dates(text, taken))))


def _placed_dates(text: str, taken: list[tuple[int, int]]) -> list[tuple[int, date]]:
    found: list[tuple[int, date]] = []
    for match in _NUMERIC_DATE.finditer(text):
        try:
            found.append((match.start(), parse_service_date(match[0])))
            taken.append(match.span())
        except RequestError:
            continue
    for match in _WRITTEN_DATE.finditer(text):
        month = _MONTHS[(match["month"] or match["month2"])[:3].lower()]
        try:
            found.append(
                (match.start(), date(int(match["year"] or match["year2"]), month, int(match["day"] or match["day2"])))
            )
            taken.append(match.span())
        except ValueError:
            continue
    return found


def _levels(text: str, taken: list[tuple[int, int]]) -> tuple[str, ...]:
    """Spinal levels as the tabular list writes them: "C5-6", "c5/c6" -> "C5-C6"."""
    levels = []
    for match in _LEVEL_PAIR.finditer(text):
        first, second = match["first"].lower(), (match["second"] or match["first"]).lower()
        low, high = int(match["low"]), int(match["high"])
        if 1 <= low <= _VERTEBRAE[first] and 1 <= high <= _VERTEBRAE[second] and (first != second or low < high):
            levels.append(f"{first.upper()}{low}-{second.upper()}{high}")
            taken.append(match.span())
    for match in _LEVEL_ALONE.finditer(text):
        letter, number = match["letter"].lower(), int(match["number"])
        if 1 <= number <= _VERTEBRAE[letter] and len(match["number"]) == 1 and not _overlaps(match.span(), taken):
            levels.append(f"{letter.upper()}{number}")
            taken.append(match.span())
    return tuple(dict.fromkeys(levels))


def _icd9(text: str, taken: list[tuple[int, int]], is_about_icd9: bool) -> tuple[str, ...]:
    found = []
    for match in _ICD9_DOTTED.finditer(text):
        if not _overlaps(match.span(), taken) and (
            is_about_icd9 or (match["code"][0].isdigit() and not _MEASURED.search(text))
        ):
            found.append(match)
    if is_about_icd9 and not found:
        label = re.compile(r"icd[\s-]?(?:9|10)(?:[\s-]?cm)?", re.IGNORECASE)
        labels = [match.span() for match in label.finditer(text)]
        found = [match for match in _ICD9_BARE.finditer(text) if not _overlaps(match.span(), taken + labels)]
    taken.extend(match.span() for match in found)
    return tuple(dict.fromkeys(code for match in found if (code := canonical_icd9(match["code"]))))


def _codes(text: str, taken: list[tuple[int, int]], is_known: Callable[[str], bool]) -> tuple[TypedCode, ...]:
    found: dict[str, TypedCode] = {}
    for match in _TYPED_CODE.finditer(text):
        typed = match["code"]
        code = canonical(typed)
        if (
            code is None
            or _overlaps(match.span(), taken)
            or _OTHER_REGISTER.search(text[max(0, match.start() - 24) : match.start()])
        ):
            continue
        known = is_known(code)
        head, dash, tail = typed.partition("-")
        if dash and not known and not tail[0].isdigit():  # a word or a modifier hangs on the code: "M53-related"
            typed, code = head, canonical(head) or code
            known = is_known(code)
        if not known and not _reads_as_a_code(typed, code):
            continue
        taken.append(match.span())
        found.setdefault(code, TypedCode(typed=typed, code=code, known=known, is_family=match["family"] is not None))
    return tuple(found.values())


def _reads_as_a_code(typed: str, code: str) -> bool:
    """Whether a token no release knows still looks like an attempt at a code (M53.89), not like a test, dose or HCPCS code."""
    has_separator = "." in typed or "-" in typed
    if has_separator:
        return len(code) > 4 or typed[0].isupper()
    return len(code) > 4 and code[1:3].isdigit() and not _HCPCS.match(typed.upper())


def _procedures(text: str, taken: list[tuple[int, int]]) -> tuple[TypedProcedure, ...]:
    found: dict[str, TypedProcedure] = {}
    for match in _PROCEDURE.finditer(text):
        if not _overlaps(match.span(), taken):
            taken.append(match.span())
            modifiers = tuple(part.upper() for part in match["modifiers"].split("-") if part)
            found.setdefault(match["code"].upper(), TypedProcedure(code=match["code"].upper(), modifiers=modifiers))
    for match in re.finditer(r"(?<![A-Za-z0-9.])[A-Va-v]\d{4}(?![A-Za-z0-9.])", text):
        if not _overlaps(match.span(), taken):
            taken.append(match.span())
            found.setdefault(match[0].upper(), TypedProcedure(code=match[0].upper()))
    return tuple(found.values())


def _regions(lowered: str) -> list[str]:
    """The spinal regions named, the compound ones before their parts."""
    found, rest = [], lowered
    for region, pattern in REGIONS:
        if pattern.search(rest):
            found.append(region)
            rest = pattern.sub(" ", rest)
    return found


def _overlaps(span: tuple[int, int], taken: list[tuple[int, int]]) -> bool:
    return any(span[0] < end and start < span[1] for start, end in taken)


def _rest(text: str, taken: list[tuple[int, int]]) -> str:
    characters = list(text)
    for start, end in taken:
        if not _LEVEL_PAIR.fullmatch(text[start:end]) and not _LEVEL_ALONE.fullmatch(text[start:end]):
            characters[start:end] = " " * (end - start)
    return " ".join("".join(characters).split())
