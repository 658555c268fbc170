"""`codecite knowledge`: what the corpus holds, and whether it holds true."""

from enum import Enum
from pathlib import Path
from typing import Annotated

import typer

from bot.cli import adding
from bot.cli.contract import Json, passage_json
from bot.cli.output import print_json
from bot.cli.start import day_option, explains_errors, open_assistant
from bot.privacy.door import find_identifiers
from bot.settings import read_settings
from knowledge.errors import RequestError
from knowledge.passages import Source
from knowledge.payers.sheets import is_stale


class NotesKind(Enum):
    """The notes that edits compute with."""

    EXCLUDES1 = "excludes1"
    EXCLUDES2 = "excludes2"
    CODE_FIRST = "code_first"
    USE_ADDITIONAL = "use_additional"
    CODE_ALSO = "code_also"


app = typer.Typer(help="The corpus: sources, passages, lint, your own files.", no_args_is_help=True)
app.command()(adding.add)
app.command()(adding.template)
app.command()(adding.remove)


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
    """List sources with edition, label and freshness; payers by their ids; and what you added."""
    from knowledge.importers import list_imports

    settings = read_settings()
    assistant = open_assistant()
    reference, day = assistant.reference, assistant.today()
    counts: dict[str, int] = {}
    sources: dict[str, Source] = {}
    for passage in reference.library.passages.values():
        counts[passage.source.id] = counts.get(passage.source.id, 0) + 1
        sources.setdefault(passage.source.id, passage.source)
    listed: dict[str, list[Json]] = {
        "sources": [
            {
                "id": source_id, "title": one.title, "publisher": one.publisher, "edition": one.edition, "label": one.label,
                "effective_from": one.effective_from.isoformat() if one.effective_from else None,
                "effective_to": one.effective_to.isoformat() if one.effective_to else None,
                "url": one.url, "passages": counts[source_id],
            }
            for source_id, one in sorted(sources.items())
        ],
        "payers": [
            {"id": payer.id, "name": payer.name, "aliases": list(payer.aliases)} for payer in reference.sheets.payers()
        ],
        "sheets": [
            {
                "id": sheet.id, "title": sheet.title, "rules": len(sheet.rules), "reviewed_on": sheet.reviewed_on.isoformat(),
                "review_due": sheet.review_due.isoformat(), "stale": is_stale(sheet, day),
            }
            for sheet in reference.sheets.sheets
        ],
        "own": [
            {
                "id": one.id, "kind": one.kind, "title": one.title, "rows": one.rows, "refused": one.refused,
                "edition": one.provenance.edition, "imported_on": one.provenance.imported_on.isoformat(), "whole": one.is_whole,
            }
            for one in (list_imports(settings.own_dir) if settings.own_dir.is_dir() else ())
        ],
    }  # fmt: skip
    if as_json:
        print_json({"schema": "codecite.sources/1", "day": day.isoformat(), **listed})
        return
    from bot.cli.terminal import show_sources

    show_sources(listed)


@app.command("notes")
@explains_errors
def notes(
    kind: Annotated[NotesKind, typer.Option(help="whose unread notes to list")] = NotesKind.EXCLUDES1,
    as_json: Annotated[bool, typer.Option("--json")] = False,
) -> None:
    """Count how many notes of the tabular list were turned into codes, and list those that were not."""
    code_set = open_assistant().reference.code_set
    counted = [code_set.note_resolution(one.value) for one in NotesKind]
    rest = next(one.rest for one in counted if one.kind == kind.value)
    if as_json:
        print_json(
            {
                "schema": "codecite.notes/1",
                "notes_from": code_set.notes_from,
                "kinds": [
                    {"kind": one.kind, "notes": one.total, "full": one.full, "curated": one.curated, "headings": one.headings, "shown_only": len(one.rest)}
                    for one in counted
                ],
                "shown_only": [{"code": code, "text": text} for code, text in rest],
            }
        )  # fmt: skip
        return
    for one in counted:
        typer.echo(
            f"{one.kind}: {one.full + one.curated:,} of {one.total:,} notes name codes that are read ({one.full:,} print them,"
            f" {one.curated:,} worked out by hand); {one.headings:,} only open the notes after them; {len(one.rest):,} are shown,"
            " never computed with."
        )
    typer.echo(f"\nShown, never computed with ({kind.value}):")
    for code, text in rest:
        typer.echo(f"  {code}: {text}")


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
