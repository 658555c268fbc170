"""`codecite knowledge`: what the corpus holds, and whether it holds true."""

from typing import Annotated

import typer

from bot.cli.contract import passage_json
from bot.cli.output import print_json
from bot.cli.start import explains_errors, open_assistant
from knowledge.errors import RequestError
from knowledge.passages import Source

app = typer.Typer(help="The corpus: sources, passages, lint.", no_args_is_help=True)


@app.command()
@explains_errors
def show(
    passage_id: Annotated[str, typer.Argument(metavar="ID", help="a passage id, as an answer cites it")],
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Show a passage: its text, source, label and dates."""
    passage = open_assistant().passage(passage_id)
    if passage is None:
        raise RequestError(
            "No passage has that id.", "Copy the id from an answer's source, or see `codecite knowledge list`."
        )
    if as_json:
        print_json(passage_json(passage))
        return
    from bot.cli.terminal import show_passage

    show_passage(passage)


@app.command("list")
@explains_errors
def list_sources(as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """List the sources with edition, label, dates and how many passages rest on each."""
    library = open_assistant().reference.library
    counts: dict[str, int] = {}
    sources: dict[str, Source] = {}
    for passage in library.passages.values():
        counts[passage.source.id] = counts.get(passage.source.id, 0) + 1
        sources.setdefault(passage.source.id, passage.source)
    rows = [
        {
            "id": source_id, "title": source.title, "publisher": source.publisher, "edition": source.edition, "label": source.label,
            "effective_from": source.effective_from.isoformat() if source.effective_from else None, "passages": counts[source_id],
        }
        for source_id, source in sorted(sources.items())
    ]  # fmt: skip
    if as_json:
        print_json({"schema": "codecite.sources/1", "sources": rows})
        return
    from bot.cli.terminal import show_sources

    show_sources(rows)
