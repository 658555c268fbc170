"""`codecite knowledge`: what the corpus holds, and whether it holds true."""

from pathlib import Path
from typing import Annotated

import typer

from bot.cli.contract import passage_json
from bot.cli.output import print_json
from bot.cli.start import day_option, explains_errors, open_assistant
from bot.privacy.door import find_identifiers
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


def _identifiers(text: str) -> list[tuple[str, int, int]]:
    return [(one.kind, one.start, one.end) for one in find_identifiers(text)]


@app.command()
@explains_errors
def lint(
    folder: Annotated[Path | None, typer.Argument(help="a corpus folder; our own without one")] = None,
    dos: Annotated[str | None, typer.Option(help="the day to hold the corpus against; today without one")] = None,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Hold every claim of the corpus against the code set; exit 3 when a fault is found."""
    from knowledge.library import KNOWLEDGE
    from knowledge.lint import lint as lint_corpus

    if folder is not None and not folder.is_dir():
        raise RequestError("That folder is not there.", "Give the folder that holds guidance/, payers/ or vocabulary/.")
    assistant = open_assistant()
    report = lint_corpus(
        folder or KNOWLEDGE, assistant.reference.code_set, day_option(dos) or assistant.today(), _identifiers
    )
    if as_json:
        print_json({**report.to_json()})
    else:
        for fault in report.faults:
            typer.echo(f"{fault.file}:{fault.line}: {fault.severity}: {fault.rule}: {fault.message} {fault.mend}")
        held = ", ".join(f"{count:,} {name.replace('_', ' ')}" for name, count in report.counts.items())
        typer.echo(
            f"{'Clean' if report.is_clean else f'{len(report.faults)} faults'}: {held} held against {report.day.isoformat()}."
        )
    if not report.is_clean:
        raise typer.Exit(3)
