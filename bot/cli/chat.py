"""`codecite chat`: a conversation in the terminal; follow-ups keep their thread."""

import sys

from bot.cli.start import explains_errors, open_assistant
from knowledge.errors import CodeciteError

KEPT = 6


@explains_errors
def chat() -> None:
    """Talk to codecite; an empty line or Ctrl-D ends it."""
    assistant = open_assistant()
    from rich.console import Console

    from bot.cli.terminal import show_reply

    console = Console()
    if sys.stdin.isatty():
        console.print("Ask about a code, a diagnosis or a claim. An empty line ends the conversation.", style="dim")
    thread: list[str] = []
    while True:
        try:
            question = console.input("[bold]› [/bold]") if sys.stdin.isatty() else input()
        except EOFError:
            return
        if not question.strip():
            return
        try:
            show_reply(assistant.answer(question, after=thread))
        except CodeciteError as error:
            console.print(f"codecite: {error}", style="red", markup=False)
            continue
        thread = [*thread, question][-KEPT:]
