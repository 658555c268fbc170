"""`codecite check`: the deterministic edits over a claim, or over a batch of them."""

import re
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bot.assistant import Assistant
from bot.claims import Claim, Procedure
from bot.cli.ask import valid_setting
from bot.cli.contract import Json, check_json
from bot.cli.output import number_field, print_json, run_batch, text_field, texts_field
from bot.cli.start import day_option, explains_errors, open_assistant
from knowledge.errors import RequestError

_LINE = re.compile(r"^(?P<code>[A-Za-z0-9]{5})(?P<modifiers>(?:-[A-Za-z0-9]{2})*)(?:\*(?P<units>\d{1,4}))?$", re.ASCII)
LONGEST_NOTE = 200_000


@explains_errors
def check(
    dx: Annotated[list[str] | None, typer.Option(help="a diagnosis, in the claim's order")] = None,
    cpt: Annotated[list[str] | None, typer.Option(help="a procedure with modifiers and units: 98940-AT-GP*2")] = None,
    payer: Annotated[str | None, typer.Option(help="payer id or common name")] = None,
    dos: Annotated[str | None, typer.Option(help="date of service; today without one")] = None,
    setting: Annotated[str, typer.Option(help="outpatient or inpatient")] = "outpatient",
    age: Annotated[int | None, typer.Option(min=0, max=130, help="age in years")] = None,
    note: Annotated[Path | None, typer.Option(help="a file with the note's text")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print as JSON")] = False,
    batch: Annotated[Path | None, typer.Option(help="JSON Lines with id and claim")] = None,
    out: Annotated[Path | None, typer.Option(help="where the replies of a batch go")] = None,
) -> None:
    """Check a claim against every edit, with the authority for each finding."""
    if (batch is None) != (out is None):
        raise RequestError(
            "A batch needs both --batch and --out.", "Example: codecite check --batch in.jsonl --out out.jsonl"
        )
    assistant = open_assistant()
    if batch is not None and out is not None:
        run_batch(batch, out, "codecite.check/1", lambda row: _row(assistant, row), "Checking")
        return
    claim = Claim(
        diagnoses=tuple(dx or ()),
        procedures=tuple(_procedure_line(line) for line in cpt or ()),
        payer=payer,
        date_of_service=day_option(dos) or assistant.today(),
        setting="inpatient" if valid_setting(setting) == "inpatient" else "outpatient",
        age=age,
        note=_note(note),
    )
    shown = check_json(claim, assistant.check(claim))
    if as_json:
        print_json(shown)
        return
    from bot.cli.terminal import show_check

    show_check(shown)


def _procedure_line(line: str) -> Procedure:
    match = _LINE.match(line.strip())
    if match is None:
        raise RequestError("A procedure can't be read.", "Write it like 98940, 98940-AT or 97110-GP*2.")
    modifiers = tuple(part.upper() for part in match["modifiers"].split("-") if part)
    return Procedure(
        code=match["code"].upper(), modifiers=modifiers, units=int(match["units"]) if match["units"] else None
    )


def _note(path: Path | None) -> str | None:
    if path is None:
        return None
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise RequestError("The note can't be read as UTF-8 text.", "Save it as plain text and try again.") from None
    if len(text) > LONGEST_NOTE:
        raise RequestError("The note is longer than 200,000 characters.", "Give the note of one encounter.")
    return text


_CLAIM_FIELDS = {
    "diagnoses", "procedures", "payer", "claim_type", "date_of_service", "date_to", "discharge_date", "initial_treatment_date",
    "setting", "age", "sex", "note",
}  # fmt: skip


def _row(assistant: Assistant, row: Json) -> Json:
    raw = row.get("claim")
    if not isinstance(raw, dict):
        raise RequestError(
            "The row lacks the field claim.", 'Write rows like {"id": 1, "claim": {"diagnoses": ["M54.2"]}}.'
        )
    claim = read_claim(raw, assistant.today())
    return check_json(claim, assistant.check(claim), row.get("id"))


def read_claim(raw: Json, today: date) -> Claim:
    """A claim from JSON. Raises RequestError naming the first field that is wrong, never its value."""
    unknown = sorted(set(raw) - _CLAIM_FIELDS)
    if unknown:
        raise RequestError(
            "The claim has a field that is not known.", f"Known fields: {', '.join(sorted(_CLAIM_FIELDS))}."
        )
    lines = raw.get("procedures") or []
    if not isinstance(lines, list):
        raise RequestError("The field procedures must be a list.", "Write one object a line.")
    claim_type = text_field(raw, "claim_type") or "professional"
    if claim_type not in ("professional", "institutional"):
        raise RequestError(
            "The field claim_type must be professional or institutional.", "Leave it out for professional."
        )
    age = number_field(raw, "age")
    if age is not None and not 0 <= age <= 130:
        raise RequestError("The field age must be from 0 to 130.", "Give the age in years on the date of service.")
    return Claim(
        diagnoses=tuple(texts_field(raw, "diagnoses")),
        procedures=tuple(_procedure(line) for line in lines),
        payer=text_field(raw, "payer"),
        claim_type="institutional" if claim_type == "institutional" else "professional",
        date_of_service=day_option(text_field(raw, "date_of_service")) or today,
        date_to=day_option(text_field(raw, "date_to")),
        discharge_date=day_option(text_field(raw, "discharge_date")),
        initial_treatment_date=day_option(text_field(raw, "initial_treatment_date")),
        setting="inpatient"
        if valid_setting(text_field(raw, "setting") or "outpatient") == "inpatient"
        else "outpatient",
        age=age,
        sex=text_field(raw, "sex"),
        note=text_field(raw, "note"),
    )


def _procedure(line: object) -> Procedure:
    if isinstance(line, str):
        return _procedure_line(line)
    if not isinstance(line, dict):
        raise RequestError(
            "A procedure must be an object.", 'Write {"code": "98940", "modifiers": ["AT"], "units": 1}.'
        )
    code = text_field(line, "code", required=True)
    assert code is not None
    pointers = line.get("pointers") or []
    if not isinstance(pointers, list) or not all(
        isinstance(one, int) and not isinstance(one, bool) for one in pointers
    ):
        raise RequestError("The field pointers must be a list of whole numbers.", "1 points to the first diagnosis.")
    return Procedure(
        code=code.strip().upper(),
        modifiers=tuple(one.strip().upper() for one in texts_field(line, "modifiers")),
        units=number_field(line, "units"),
        minutes=number_field(line, "minutes"),
        pointers=tuple(pointers),
        place_of_service=text_field(line, "place_of_service"),
    )
