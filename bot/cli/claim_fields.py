"""Reads a claim from JSON: every field checked, an error names the first that is wrong and never what stood in it."""

import re
from datetime import date

from bot.claims import Claim, ClaimType, Procedure, Setting
from bot.cli.ask import valid_setting
from bot.cli.contract import Json
from bot.cli.output import number_field, text_field, texts_field
from bot.privacy import door
from bot.privacy.clean_text import CleanText
from knowledge.errors import RequestError
from knowledge.service_dates import WHAT_A_DATE_LOOKS_LIKE, parse_service_date

FIELDS = (
    "diagnoses", "procedures", "payer", "claim_type", "setting", "date_of_service", "date_to", "discharge_date",
    "initial_treatment_date", "age", "sex", "note",
)  # fmt: skip
LINE_FIELDS = ("code", "modifiers", "units", "minutes", "pointers", "place_of_service")
LONGEST_NOTE, LONGEST_NAME = 200_000, 200
MOST_DIAGNOSES, MOST_LINES = 100, 999
"""Beyond any claim form: a list this long is a mistake, and every pair of its codes would be looked at."""
OLDEST, MOST_UNITS, MINUTES_OF_A_DAY = 130, 9_999, 1_440

_LINE = re.compile(r"^(?P<code>[A-Z0-9]{5})(?P<modifiers>(?:-[A-Z0-9]{2})*)(?:\*(?P<units>\d{1,4}))?$", re.ASCII)
_PROCEDURE = re.compile(r"^[A-Z0-9]{5}$", re.ASCII)
_MODIFIER = re.compile(r"^[A-Z0-9]{2}$", re.ASCII)
_PLACE = re.compile(r"^\d{2}$", re.ASCII)
_SEXES = {"F": "F", "FEMALE": "F", "M": "M", "MALE": "M", "U": "U", "UNKNOWN": "U", "X": "X"}


def read_claim(raw: Json, today: date) -> Claim:
    """A claim of EDITS' fields; all but the diagnoses may be absent or null. Raises RequestError."""
    _only(raw, FIELDS, "The claim")
    service = _day(raw, "date_of_service") or today
    return Claim(
        diagnoses=_diagnoses(raw),
        procedures=_lines(raw),
        payer=_short(raw, "payer"),
        claim_type=_claim_type(raw),
        setting=_setting(raw),
        date_of_service=service,
        date_to=_day(raw, "date_to", not_before=service),
        discharge_date=_day(raw, "discharge_date", not_before=service),
        initial_treatment_date=_day(raw, "initial_treatment_date"),
        age=_number(raw, "age", OLDEST, "Give the age in whole years on the date of service."),
        sex=_sex(raw),
        note=_note(raw),
    )


def read_line(written: str) -> Procedure:
    """A service line as the command line writes it: 98940, 98940-AT-GP, 97110-GP*2. Raises RequestError."""
    match = _LINE.match(written.strip().upper())
    if match is None:
        raise RequestError("A procedure can't be read.", "Write it like 98940, 98940-AT or 97110-GP*2.")
    modifiers = tuple(part for part in match["modifiers"].split("-") if part)
    units = int(match["units"]) if match["units"] else None
    return Procedure(code=match["code"], modifiers=modifiers, units=units)


def _note(raw: Json) -> CleanText | None:
    """The note with its identifiers masked: no edit sees it otherwise. Raises PrivacyError when it can't be searched."""
    text = text_field(raw, "note")
    if text is None:
        return None
    if len(text) > LONGEST_NOTE:
        raise RequestError(f"The note is longer than {LONGEST_NOTE:,} characters.", "Give the note of one encounter.")
    return door.clean(text)


def _only(raw: Json, known: tuple[str, ...], what: str) -> None:
    if set(raw) - set(known):
        raise RequestError(f"{what} has a field that is not known.", f"Known fields: {', '.join(known)}.")


def _diagnoses(raw: Json) -> tuple[str, ...]:
    diagnoses = texts_field(raw, "diagnoses")
    if len(diagnoses) > MOST_DIAGNOSES:
        raise RequestError(f"The claim lists more than {MOST_DIAGNOSES} diagnoses.", "Give the claim of one patient.")
    return tuple(diagnoses)


def _lines(raw: Json) -> tuple[Procedure, ...]:
    lines = raw.get("procedures")
    if lines is None:
        return ()
    if not isinstance(lines, list):
        raise RequestError("The field procedures must be a list.", "Write one object a line.")
    if len(lines) > MOST_LINES:
        raise RequestError(f"The claim has more than {MOST_LINES} service lines.", "Split it.")
    return tuple(_line(line) for line in lines)


def _line(line: object) -> Procedure:
    if isinstance(line, str):
        return read_line(line)
    if not isinstance(line, dict):
        raise RequestError(
            "A procedure must be an object.", 'Write {"code": "98940", "modifiers": ["AT"], "units": 1}.'
        )
    _only(line, LINE_FIELDS, "A procedure")
    code = (text_field(line, "code", required=True) or "").strip().upper()
    if not _PROCEDURE.match(code):
        raise RequestError("A procedure code is five letters or digits.", "Put modifiers into the field modifiers.")
    modifiers = tuple(one.strip().upper() for one in texts_field(line, "modifiers"))
    if not all(_MODIFIER.match(one) for one in modifiers):
        raise RequestError("A modifier is two letters or digits.", 'Write them as ["AT", "GP"].')
    place = text_field(line, "place_of_service")
    if place is not None and not _PLACE.match(place):
        raise RequestError("The field place_of_service is two digits.", 'An office is "11".')
    return Procedure(
        code=code,
        modifiers=modifiers,
        units=_number(line, "units", MOST_UNITS, "Leave the line out when nothing was done."),
        minutes=_number(line, "minutes", MINUTES_OF_A_DAY, "Give the minutes of the timed service on that day."),
        pointers=_pointers(line),
        place_of_service=place,
    )


def _pointers(line: Json) -> tuple[int, ...]:
    pointers = line.get("pointers")
    if pointers is None:
        return ()
    if not isinstance(pointers, list) or not all(type(one) is int for one in pointers):
        raise RequestError("The field pointers must be a list of whole numbers.", "1 points to the first diagnosis.")
    if len(pointers) > MOST_DIAGNOSES:
        raise RequestError("A line has more pointers than a claim has diagnoses.", "1 points to the first diagnosis.")
    return tuple(pointers)


def _day(raw: Json, name: str, not_before: date | None = None) -> date | None:
    text = text_field(raw, name)
    if text is None:
        return None
    try:
        day = parse_service_date(text)
    except RequestError:
        raise RequestError(f"The field {name} is no day of the calendar.", WHAT_A_DATE_LOOKS_LIKE) from None
    if not_before is not None and day < not_before:
        raise RequestError(f"The field {name} lies before date_of_service.", "Give the first day as date_of_service.")
    return day


def _number(raw: Json, name: str, most: int, next_step: str) -> int | None:
    value = number_field(raw, name)
    if value is not None and not 0 <= value <= most:
        raise RequestError(f"The field {name} must be from 0 to {most:,}.", next_step)
    return value


def _short(raw: Json, name: str) -> str | None:
    text = text_field(raw, name)
    if text is not None and len(text) > LONGEST_NAME:
        raise RequestError(
            f"The field {name} is longer than {LONGEST_NAME} characters.", "Give its id or its common name."
        )
    return text.strip() or None if text is not None else None


def _claim_type(raw: Json) -> ClaimType:
    match text_field(raw, "claim_type") or "professional":
        case "professional":
            return "professional"
        case "institutional":
            return "institutional"
    raise RequestError("The field claim_type must be professional or institutional.", "Leave it out for professional.")


def _setting(raw: Json) -> Setting:
    return "inpatient" if valid_setting(text_field(raw, "setting") or "outpatient") == "inpatient" else "outpatient"


def _sex(raw: Json) -> str | None:
    text = text_field(raw, "sex")
    if text is None:
        return None
    sex = _SEXES.get(text.strip().upper())
    if sex is None:
        raise RequestError("The field sex must be F, M, U or X.", "Leave it out when it is not known.")
    return sex
