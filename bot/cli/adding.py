"""`codecite knowledge add` and `template`: a practice's own files, read and shown first, stored only with consent."""

import sys
from pathlib import Path
from typing import Annotated, Literal, cast

import typer

from bot.cli.start import build_progress, day_option, explains_errors
from bot.privacy.door import find_identifiers
from bot.settings import Settings, read_settings, silence_libraries
from knowledge.errors import RequestError

LABELS = ("primary", "secondary", "sample")


@explains_errors
def add(
    file: Annotated[Path, typer.Argument(help="a file, a folder, or a zip")],
    identity: Annotated[str, typer.Option("--id", help="a name for it; for a release: fy2027")] = "",
    title: Annotated[str, typer.Option(help="title, when the file does not say it")] = "",
    publisher: Annotated[str, typer.Option(help="who published it")] = "",
    edition: Annotated[str, typer.Option(help="edition or quarter, as the publisher names it")] = "",
    label: Annotated[str, typer.Option(help="primary, secondary or sample")] = "",
    url: Annotated[str, typer.Option(help="its address, only if you know it")] = "",
    effective_from: Annotated[str, typer.Option(help="first day it holds")] = "",
    effective_to: Annotated[str, typer.Option(help="last day it holds")] = "",
    official: Annotated[bool, typer.Option(help="the text is the publisher's own wording")] = False,
    kinds: Annotated[list[str] | None, typer.Option("--kind", help="kind of question its passages answer")] = None,
    replace: Annotated[bool, typer.Option(help="replace what stands under the same name")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="do not ask before storing")] = False,
    later: Annotated[bool, typer.Option(help="leave building the index to the next question")] = False,
) -> None:
    """Add your own payer workbook, coverage export, NCCI or MUE table, ICD-10-CM release, guidance or synonyms."""
    silence_libraries()
    from filelock import FileLock

    from knowledge.importers import IN_THE_INDEX, Given, read, store, would_replace

    if label and label not in LABELS:
        raise RequestError("The label must be primary, secondary or sample.", "Leave it out when unsure.")
    settings = read_settings()
    own = settings.own_dir
    given = Given(
        imported_on=settings.day(),
        id=identity,
        title=title,
        publisher=publisher,
        edition=edition,
        label=cast(Literal["primary", "secondary", "sample"], label) if label else None,
        url=url,
        effective_from=day_option(effective_from or None),
        effective_to=day_option(effective_to or None),
        official=official,
        question_kinds=tuple(kinds or ("general",)),
    )
    understood = read(file, given, own=own)
    for line in understood.lines():
        typer.echo(line)
    _refuse_identifiers(file, understood.provenance.file)
    standing = would_replace(understood, own)
    if standing and not replace:
        replace = _agrees(f"{', '.join(standing)} stands already. Replace it?", "--replace")
    elif not (yes or replace):
        yes = _agrees("Store it?", "--yes")
    own.mkdir(parents=True, exist_ok=True)
    with FileLock(own / ".lock", timeout=60):
        stored = store(understood, own, replace=replace)
    typer.echo(f"Stored: {', '.join(one.id for one in stored)}.")
    if understood.kind in IN_THE_INDEX and not later:
        _rebuild(settings)


def _agrees(question: str, flag: str) -> bool:
    if not sys.stdin.isatty():
        raise RequestError(f"Nothing was stored: {question}", f"Run it again with {flag}.")
    if not typer.confirm(question):
        raise RequestError("Nothing was stored.", "Nothing has changed.")
    return True


def _refuse_identifiers(file: Path, name: str) -> None:
    """A document that names a person is not stored. Tables of codes are not searched: their numbers are codes."""
    if file.suffix.lower() not in (".md", ".txt", ".html", ".htm"):
        return
    kinds = sorted(
        {one.kind for one in find_identifiers(file.read_text(encoding="utf-8", errors="replace"))}
        - {"url", "phone", "fax", "email", "address"}
    )
    if kinds:
        raise RequestError(
            f"{name} may name a person ({', '.join(kinds)}); nothing was stored.", "Take the identifiers out first."
        )


def _rebuild(settings: Settings) -> None:
    from bot.wiring import ensure_index

    with build_progress() as progress:
        ensure_index(settings, progress)
    typer.echo("The index is up to date.")


@explains_errors
def template(
    kind: Annotated[str, typer.Argument(help="payer or synonyms")],
    out: Annotated[Path | None, typer.Option(help="where to write it")] = None,
) -> None:
    """Write an example workbook to fill in."""
    from knowledge.importers import TEMPLATES, write_template

    if kind not in TEMPLATES:
        raise RequestError("There is no template of that kind.", f"Kinds: {', '.join(TEMPLATES)}.")
    path = out or Path(f"codecite-{kind}.{'xlsx' if kind == 'payer' else 'csv'}")
    write_template(kind, path)
    typer.echo(f"Wrote {path}. Fill it in, then run: codecite knowledge add {path}")


@explains_errors
def remove(identity: Annotated[str, typer.Argument(metavar="ID", help="the name it was stored under")]) -> None:
    """Remove something you added."""
    silence_libraries()
    from filelock import FileLock

    from knowledge.importers import remove as remove_import

    settings = read_settings()
    own = settings.own_dir
    if not own.is_dir():
        raise RequestError("Nothing was added yet.", "See `codecite knowledge list`.")
    with FileLock(own / ".lock", timeout=60):
        remove_import(own, identity)
    typer.echo(f"Removed {identity}.")
    _rebuild(settings)
