"""`codecite code`: everything the tables say of one code."""

from typing import Annotated

import typer

from bot.cli.contract import code_json
from bot.cli.output import print_json
from bot.cli.start import day_option, explains_errors, open_assistant
from knowledge.code_set.codes import canonical
from knowledge.errors import RequestError


@explains_errors
def code(
    typed: Annotated[str, typer.Argument(metavar="CODE", help="a code, however typed")],
    dos: Annotated[str | None, typer.Option(help="date of service; today without one")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="print as JSON")] = False,
) -> None:
    """Show a code: billable or not, its dates, place, notes, 7th characters and successors."""
    name = canonical(typed.rstrip("-"))
    if name is None:
        raise RequestError(
            "That has no ICD-10-CM code's shape.", "Write it like M53.82; to find a code by words use `codecite find`."
        )
    assistant = open_assistant()
    shown = code_json(name, day_option(dos) or assistant.today(), assistant.reference.code_set)
    if as_json:
        print_json(shown)
        return
    from bot.cli.terminal import show_code

    show_code(shown)
