"""`codecite index`: build the index, or say how it stands."""

from typing import Annotated

import typer

from bot.cli.output import print_json
from bot.cli.start import build_progress, explains_errors
from bot.settings import read_settings, silence_libraries

app = typer.Typer(help="The index: everything searchable, built once.", no_args_is_help=True)


@app.command()
@explains_errors
def build() -> None:
    """Build the index unless it is up to date."""
    silence_libraries()
    from bot.wiring import ensure_index

    settings = read_settings()
    with build_progress() as progress:
        index = ensure_index(settings, progress)
    typer.echo(f"The index is ready: {index.root}")


@app.command()
@explains_errors
def status(as_json: Annotated[bool, typer.Option("--json")] = False) -> None:
    """Say whether the index is there, whole and up to date."""
    import json

    from bot.wiring import index_state

    settings = read_settings()
    wanted, index = index_state(settings)
    if index is None:
        state = {"ready": False, "fingerprint": wanted, "folder": str(settings.index_dir)}
        if as_json:
            print_json(dict(state))
        else:
            typer.echo(
                "The index is missing, damaged or out of date; the next question builds it. Or run `codecite index build`."
            )
        return
    manifest = json.loads(index.manifest.read_text(encoding="utf-8"))
    state = {
        "ready": True,
        "fingerprint": wanted,
        "folder": str(index.root),
        "texts": manifest["texts"],
        "passages": manifest["passages"],
    }
    if as_json:
        print_json(dict(state))
    else:
        typer.echo(
            f"The index is ready: {manifest['texts']:,} code texts, {manifest['passages']:,} passages, in {index.root}"
        )
