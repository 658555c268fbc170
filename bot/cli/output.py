"""Writes JSON to standard output, alone; and reads and writes JSON Lines row by row."""

import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from bot.cli.contract import Json, error_json
from knowledge.errors import CodeciteError, RequestError

LONGEST_ROW = 2_000_000


def print_json(value: Json) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False) + "\n")


def run_batch(source: Path, target: Path, schema: str, answer: Callable[[Json], Json], describe: str) -> int:
    """Answers each row of a JSON Lines file, in order. A bad row gets an error reply and the batch goes on.

    The target is written beside its place and renamed when it is whole. Returns how many rows were read.
    """
    if not source.is_file():
        raise RequestError("The batch file is not there.", "Give --batch a JSON Lines file that exists.")
    part = target.with_name(f".{target.name}.part")
    try:
        total = sum(1 for _ in source.open("rb"))
        with part.open("w", encoding="utf-8") as out, _progress(describe, total) as advance:
            for number, raw in _lines(source):
                out.write(json.dumps(_reply(raw, number, schema, answer), ensure_ascii=False) + "\n")
                advance()
        part.replace(target)
    except OSError as error:
        raise RequestError(f"The batch could not be read or written ({error.strerror}).", "Check both paths.") from None
    finally:
        part.unlink(missing_ok=True)
    return total


def _lines(source: Path) -> Iterator[tuple[int, bytes]]:
    with source.open("rb") as rows:
        for number, raw in enumerate(rows, 1):
            if raw.strip():
                yield number, raw


def _reply(raw: bytes, number: int, schema: str, answer: Callable[[Json], Json]) -> Json:
    row_id: object = None
    try:
        row = _row(raw)
        row_id = row.get("id")
        return answer(row)
    except CodeciteError as error:
        return error_json(schema, row_id, number, error)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        wrong = RequestError("The row could not be answered.", "Check its fields against the contract.")
        return error_json(schema, row_id, number, wrong)


def _row(raw: bytes) -> Json:
    if len(raw) > LONGEST_ROW:
        raise RequestError("The row is longer than 2 MB.", "Split it.")
    try:
        row = json.loads(raw.decode("utf-8-sig"), parse_constant=_no_number)
        if b"\\u" in raw:
            json.dumps(row, ensure_ascii=False).encode("utf-8")  # half a surrogate pair can be read, but never written
    except (ValueError, RecursionError):
        raise RequestError("The row is not JSON in UTF-8.", "Write one JSON object a line.") from None
    if not isinstance(row, dict):
        raise RequestError("The row is not a JSON object.", 'Write rows like {"id": 1, "ask": "…"}.')
    return row


def _no_number(name: str) -> float:
    """NaN and Infinity are no JSON."""
    raise ValueError(name)


def _progress(describe: str, total: int):  # type: ignore[no-untyped-def]
    from contextlib import contextmanager

    @contextmanager
    def shown() -> Iterator[Callable[[], None]]:
        if not sys.stderr.isatty():
            yield lambda: None
            return
        from rich.console import Console
        from rich.progress import Progress

        with Progress(console=Console(stderr=True)) as bar:
            task = bar.add_task(describe, total=total)
            yield lambda: bar.advance(task)

    return shown()


def text_field(row: Json, name: str, *, required: bool = False) -> str | None:
    """A text of a row; RequestError names the field when it is missing or no text."""
    value = row.get(name)
    if value is None:
        if required:
            raise RequestError(f"The row lacks the field {name}.", "See the contract for the row's fields.")
        return None
    if not isinstance(value, str):
        raise RequestError(f"The field {name} must be a text.", "Put it in quotes.")
    return value


def texts_field(row: Json, name: str) -> list[str]:
    value = row.get(name)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise RequestError(f"The field {name} must be a list of texts.", 'Write it as ["…", "…"].')
    return value


def number_field(row: Json, name: str, default: int | None = None) -> int | None:
    value = row.get(name)
    if value is None:
        return default
    if isinstance(value, bool) or not isinstance(value, int):
        raise RequestError(f"The field {name} must be a whole number.", "Write it without quotes.")
    return value
