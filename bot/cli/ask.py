"""`codecite ask`: one question, or a batch of them."""

from pathlib import Path
from typing import Annotated

import typer

from bot.assistant import Assistant
from bot.cli.contract import Json, answer_json
from bot.cli.output import print_json, run_batch, text_field, texts_field
from bot.cli.start import day_option, explains_errors, open_assistant
from knowledge.errors import RequestError


@explains_errors
def ask(
    question: Annotated[str | None, typer.Argument(help="the question, in quotes")] = None,
    payer: Annotated[str | None, typer.Option(help="payer id or common name")] = None,
    dos: Annotated[str | None, typer.Option(help="date of service; today without one")] = None,
    setting: Annotated[str, typer.Option(help="outpatient or inpatient")] = "outpatient",
    after: Annotated[list[str] | None, typer.Option(help="an earlier question of the thread, oldest first")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print the reply as JSON")] = False,
    batch: Annotated[Path | None, typer.Option(help="JSON Lines with id, ask, thread, payer, dos, setting")] = None,
    out: Annotated[Path | None, typer.Option(help="where the replies of a batch go")] = None,
) -> None:
    """Answer a question, with a source for every statement."""
    if (question is None) == (batch is None) or (batch is None) != (out is None):
        raise RequestError(
            "Give a question, or --batch IN.jsonl --out OUT.jsonl.", 'Example: codecite ask "is M53.82 billable?"'
        )
    if batch is not None and out is not None:
        assistant = open_assistant()
        run_batch(batch, out, "codecite.answer/1", lambda row: _row(assistant, row), "Answering")
        return
    assert question is not None
    reply = open_assistant().answer(
        question, after=after or (), dos=day_option(dos), payer=payer, setting=valid_setting(setting)
    )
    if as_json:
        print_json(answer_json(reply))
        return
    from bot.cli.terminal import show_reply

    show_reply(reply)


def _row(assistant: Assistant, row: Json) -> Json:
    question = text_field(row, "ask", required=True)
    assert question is not None
    reply = assistant.answer(
        question,
        after=texts_field(row, "thread"),
        dos=day_option(text_field(row, "dos")),
        payer=text_field(row, "payer"),
        setting=valid_setting(text_field(row, "setting") or "outpatient"),
    )
    return answer_json(reply, row.get("id"))


def valid_setting(setting: str) -> str:
    if setting not in ("outpatient", "inpatient"):
        raise RequestError("The setting must be outpatient or inpatient.", "Leave it out for outpatient.")
    return setting
