"""`codecite find`: a diagnosis in words to codes."""

import time
from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from bot.assistant import Assistant
from bot.cli.contract import Json, find_json
from bot.cli.output import number_field, print_json, run_batch, text_field
from bot.cli.start import day_option, explains_errors, open_assistant
from bot.drafts import clarification_of
from knowledge.errors import RequestError


@explains_errors
def find(
    phrase: Annotated[str | None, typer.Argument(help="the diagnosis as written, in quotes")] = None,
    dos: Annotated[str | None, typer.Option(help="date of service; today without one")] = None,
    top: Annotated[int, typer.Option(min=1, max=100, help="how many codes")] = 10,
    as_json: Annotated[bool, typer.Option("--json", help="print the reply as JSON")] = False,
    batch: Annotated[Path | None, typer.Option(help="JSON Lines with id, phrase, dos, top")] = None,
    out: Annotated[Path | None, typer.Option(help="where the replies of a batch go")] = None,
) -> None:
    """Find the billable code for a diagnosis in words."""
    if (phrase is None) == (batch is None) or (batch is None) != (out is None):
        raise RequestError(
            "Give a phrase, or --batch IN.jsonl --out OUT.jsonl.", 'Example: codecite find "tennis elbow right"'
        )
    assistant = open_assistant()
    if batch is not None and out is not None:
        run_batch(batch, out, "codecite.find/1", lambda row: _row(assistant, row), "Finding")
        return
    assert phrase is not None
    reply = _find(assistant, phrase, day_option(dos), top)
    if as_json:
        print_json(reply)
        return
    from bot.cli.terminal import show_found

    show_found(reply)


def _find(assistant: Assistant, phrase: str, dos: date | None, top: int, row_id: object = None) -> Json:
    started = time.perf_counter()
    found = assistant.find(phrase, dos=dos, top=top)
    elapsed = round((time.perf_counter() - started) * 1000, 1)
    release = assistant.reference.code_set.release(dos or assistant.today())
    return find_json(found, clarification_of(found.open_axes), release, elapsed, row_id)


def _row(assistant: Assistant, row: Json) -> Json:
    phrase = text_field(row, "phrase", required=True)
    assert phrase is not None
    top = number_field(row, "top", 10)
    if top is None or not 1 <= top <= 100:
        raise RequestError("The field top must be from 1 to 100.", "Leave it out for 10.")
    return _find(assistant, phrase, day_option(text_field(row, "dos")), top, row.get("id"))
