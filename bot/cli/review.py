"""`codecite review`: what a pasted note supports and what it lacks, with the words it rests on."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from bot.assistant import Assistant
from bot.cli.contract import Json, review_json
from bot.cli.output import print_json, run_batch, text_field, texts_field
from bot.cli.start import day_option, explains_errors, open_assistant
from bot.notes.opening import LONGEST_NOTE
from knowledge.errors import RequestError


@explains_errors
def review(
    notes: Annotated[
        list[str] | None, typer.Argument(help="files with one note each, the oldest first; - is standard input")
    ] = None,
    code: Annotated[list[str] | None, typer.Option(help="a code the note is meant to support")] = None,
    dos: Annotated[str | None, typer.Option(help="date of service; else the note's own, else today")] = None,
    payer: Annotated[str | None, typer.Option(help="payer id or common name")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print the review as JSON")] = False,
    batch: Annotated[Path | None, typer.Option(help="JSON Lines with id, note or notes, codes, dos")] = None,
    out: Annotated[Path | None, typer.Option(help="where the reviews of a batch go")] = None,
) -> None:
    """Review a note: its elements, the codes it supports, and what to ask the provider. Identifiers are masked first."""
    if bool(notes) == (batch is not None) or (batch is None) != (out is None):
        raise RequestError(
            "Give note files, or --batch IN.jsonl --out OUT.jsonl.", "Example: codecite review note.txt --code M53.82"
        )
    assistant = open_assistant()
    if batch is not None and out is not None:
        run_batch(batch, out, "codecite.review/1", lambda row: _row(assistant, row), "Reviewing")
        return
    texts = [read_note(name) for name in notes or ()]
    reviewed = assistant.review(texts, tuple(code or ()), dos=day_option(dos), payer=payer)
    if as_json:
        print_json(review_json(reviewed, len(texts)))
        return
    from bot.cli.terminal import show_review

    show_review(reviewed, assistant.reference.code_set)


def read_note(name: str) -> str:
    """The text of a note's file, or of standard input for "-". Raises RequestError that never repeats what stood in it."""
    try:
        raw = sys.stdin.buffer.read(4 * LONGEST_NOTE + 1) if name == "-" else Path(name).read_bytes()
        return raw.decode("utf-8-sig" if raw.startswith(b"\xef\xbb\xbf") else "utf-8")
    except OSError as error:
        raise RequestError(f"A note can't be read ({error.strerror}).", "Check the path of each file.") from None
    except UnicodeDecodeError:
        raise RequestError("A note is not text in UTF-8.", "Save it as plain text and try again.") from None


def _row(assistant: Assistant, row: Json) -> Json:
    several = texts_field(row, "notes")
    one = text_field(row, "note")
    if (one is None) == (not several):
        raise RequestError(
            "The row needs note or notes.", 'Write rows like {"id": 1, "note": "…", "codes": ["M53.82"]}.'
        )
    texts = list(several) if several else [one or ""]
    reviewed = assistant.review(
        texts,
        tuple(texts_field(row, "codes") or ()),
        dos=day_option(text_field(row, "dos")),
        payer=text_field(row, "payer"),
    )
    return review_json(reviewed, len(texts), row.get("id"))
