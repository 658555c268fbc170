"""`codecite check`: the deterministic edits over a claim, or over a batch of them."""

from pathlib import Path
from typing import Annotated

import typer

from bot.assistant import Assistant
from bot.claims import Claim
from bot.cli.claim_fields import LONGEST_NOTE, read_claim
from bot.cli.contract import Json, check_json
from bot.cli.output import print_json, run_batch
from bot.cli.start import explains_errors, open_assistant
from knowledge.code_set.codes import canonical
from knowledge.errors import RequestError


@explains_errors
def check(
    dx: Annotated[list[str] | None, typer.Option(help="a diagnosis, in the claim's order")] = None,
    cpt: Annotated[list[str] | None, typer.Option(help="a procedure with modifiers and units: 98940-AT-GP*2")] = None,
    payer: Annotated[str | None, typer.Option(help="payer id or common name")] = None,
    dos: Annotated[str | None, typer.Option(help="date of service; today without one")] = None,
    date_to: Annotated[str | None, typer.Option(help="last day of service, when there are several")] = None,
    discharge_date: Annotated[str | None, typer.Option(help="discharge from an inpatient stay")] = None,
    initial_treatment_date: Annotated[str | None, typer.Option(help="when this course of treatment began")] = None,
    setting: Annotated[str, typer.Option(help="outpatient or inpatient")] = "outpatient",
    claim_type: Annotated[str, typer.Option(help="professional or institutional")] = "professional",
    age: Annotated[int | None, typer.Option(min=0, max=130, help="age in years")] = None,
    sex: Annotated[str | None, typer.Option(help="F, M, U or X")] = None,
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
    if batch is not None and out is not None:
        assistant = open_assistant()
        run_batch(batch, out, "codecite.check/1", lambda row: _row(assistant, row), "Checking")
        return
    written: Json = {
        "diagnoses": list(dx or ()),
        "procedures": list(cpt or ()),
        "payer": payer,
        "date_of_service": dos,
        "date_to": date_to,
        "discharge_date": discharge_date,
        "initial_treatment_date": initial_treatment_date,
        "setting": setting,
        "claim_type": claim_type,
        "age": age,
        "sex": sex,
        "note": _note(note),
    }
    assistant = open_assistant()
    claim = read_claim(written, assistant.today())
    shown = check_json(assistant.check(claim))
    if as_json:
        print_json(shown)
        return
    from bot.cli.terminal import show_check

    show_check(shown, _listed(claim, assistant))


def _row(assistant: Assistant, row: Json) -> Json:
    raw = row.get("claim")
    if not isinstance(raw, dict):
        raise RequestError(
            "The row lacks the field claim.", 'Write rows like {"id": 1, "claim": {"diagnoses": ["M54.2"]}}.'
        )
    return check_json(assistant.check(read_claim(raw, assistant.today())), row.get("id"))


def _listed(claim: Claim, assistant: Assistant) -> list[tuple[str, str]]:
    """The diagnoses with what they mean on the day; an entry that is no code is named so, not repeated."""
    listed = []
    for typed in claim.diagnoses:
        code = canonical(typed)
        meaning = assistant.reference.code_set.descriptor(code, claim.day) if code else ""
        listed.append((code or "?", meaning or ("not a code we hold" if code else "not a code")))
    return listed


def _note(path: Path | None) -> str | None:
    if path is None:
        return None
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise RequestError("The note can't be read as UTF-8 text.", "Save it as plain text and try again.") from None
    if len(text) > LONGEST_NOTE:
        raise RequestError(f"The note is longer than {LONGEST_NOTE:,} characters.", "Give the note of one encounter.")
    return text
