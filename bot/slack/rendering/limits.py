"""How much Slack takes, each limit once, and the check that nothing of ours passes one before it is sent.

The numbers are Slack's (docs.slack.dev/reference/block-kit and /reference/views), but for the whole of a message: no number is
published, and messages were refused from about 13,200 characters on.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, TypeVar

from bot.slack.rendering.kit import Home, Json, Message, Modal

MESSAGE_BLOCKS: Final = 50
MESSAGE_CHARACTERS: Final = 12_000
"""Of a message's blocks as compact JSON: what Slack counts is not known, and their JSON is more than their texts."""
MESSAGE_TABLES: Final = 1
FALLBACK_TEXT: Final = 4_000
VIEW_BLOCKS: Final = 100
VIEW_CHARACTERS: Final = 250_000
"""Slack refuses views over 250 kB (view_too_large)."""
VIEW_TITLE: Final = 24
VIEW_METADATA: Final = 3_000
ID: Final = 255
SECTION_TEXT: Final = 3_000
SECTION_FIELDS: Final = 10
FIELD_TEXT: Final = 2_000
HEADER_TEXT: Final = 150
CONTEXT_ELEMENTS: Final = 10
CONTEXT_TEXT: Final = 3_000
ACTIONS_ELEMENTS: Final = 25
CONTEXT_ACTIONS_ELEMENTS: Final = 5
BUTTON_TEXT: Final = 75
BUTTON_VALUE: Final = 2_000
BUTTON_URL: Final = 3_000
BUTTON_SAYS: Final = 75
TABLE_ROWS: Final = 100
TABLE_COLUMNS: Final = 20
TABLE_CHARACTERS: Final = 10_000
OPTION_TEXT: Final = 75
OPTION_VALUE: Final = 150
MENU_OPTIONS: Final = 100
RADIO_OPTIONS: Final = 10
PLACEHOLDER: Final = 150
INPUT_LABEL: Final = 2_000
INPUT_HINT: Final = 2_000
TYPED_TEXT: Final = 3_000
"""What a person can type into one field of a modal."""

Sent = TypeVar("Sent", Message, Modal, Home)


class SlackLimitError(Exception):
    """A message or a view that Slack would refuse. Names the limits that were passed, never the text."""


def checked(sent: Sent) -> Sent:
    """What was given, when Slack will take it. Raises SlackLimitError otherwise: a fault of ours, found before sending."""
    passed = tuple(_message(sent) if isinstance(sent, Message) else _view(sent.json()))
    if passed:
        raise SlackLimitError("; ".join(passed))
    return sent


def size_of(blocks: Sequence[Json]) -> int:
    """Characters of the blocks as they count against MESSAGE_CHARACTERS."""
    return len(json.dumps(blocks, separators=(",", ":"), ensure_ascii=False))


def _message(message: Message) -> Iterator[str]:
    blocks = message.blocks
    yield from _between("blocks of a message", len(blocks), MESSAGE_BLOCKS)
    yield from _between("characters of a message", size_of(blocks), MESSAGE_CHARACTERS)
    yield from _text("text of a message", message.text, FALLBACK_TEXT)
    yield from _between("tables", sum(block["type"] == "table" for block in blocks), MESSAGE_TABLES, least=0)
    yield from _blocks(blocks)


def _view(view: Json) -> Iterator[str]:
    blocks = _rows(view["blocks"])
    yield from _between("blocks of a view", len(blocks), VIEW_BLOCKS)
    yield from _between("characters of a view", size_of(blocks), VIEW_CHARACTERS)
    for name in ("title", "submit", "close"):
        if name in view:
            yield from _text(name, view[name], VIEW_TITLE)
    yield from _text("private_metadata", view.get("private_metadata", " "), VIEW_METADATA)
    yield from _text("callback_id", view.get("callback_id", " "), ID)
    if any(block["type"] == "input" for block in blocks) and "submit" not in view and view["type"] == "modal":
        yield "a modal with fields has no submit"
    yield from _blocks(blocks)


def _blocks(blocks: Sequence[Json]) -> Iterator[str]:
    names = Counter(block["block_id"] for block in blocks if "block_id" in block)
    yield from (f"the block_id {name} stands twice" for name, times in names.items() if times > 1)
    for block in blocks:
        yield from _BLOCKS[str(block["type"])](block)


def _section(block: Json) -> Iterator[str]:
    if "text" in block:
        yield from _text("text of a section", block["text"], SECTION_TEXT)
    fields = _rows(block.get("fields", []))
    yield from _between("fields of a section", len(fields), SECTION_FIELDS, least=0 if "text" in block else 1)
    for field in fields:
        yield from _text("a field", field, FIELD_TEXT)
    if "accessory" in block:
        yield from _elements([_one(block["accessory"])])


def _header(block: Json) -> Iterator[str]:
    yield from _text("a header", block["text"], HEADER_TEXT)


def _divider(block: Json) -> Iterator[str]:
    yield from ()


def _context(block: Json) -> Iterator[str]:
    elements = _rows(block["elements"])
    yield from _between("elements of a context", len(elements), CONTEXT_ELEMENTS)
    for element in elements:
        yield from _text("text of a context", element, CONTEXT_TEXT)


def _actions(block: Json) -> Iterator[str]:
    elements = _rows(block["elements"])
    yield from _between("elements of actions", len(elements), ACTIONS_ELEMENTS)
    yield from _elements(elements)


def _context_actions(block: Json) -> Iterator[str]:
    elements = _rows(block["elements"])
    yield from _between("elements of context actions", len(elements), CONTEXT_ACTIONS_ELEMENTS)
    for element in elements:
        for button in (_one(element["positive_button"]), _one(element["negative_button"])):
            yield from _text("a thumb", button["text"], BUTTON_TEXT)
            yield from _text("value of a thumb", button["value"], BUTTON_VALUE)
            yield from _text("label of a thumb", button["accessibility_label"], BUTTON_SAYS)


def _table(block: Json) -> Iterator[str]:
    rows = [_rows(row) for row in _list(block["rows"])]
    yield from _between("rows of a table", len(rows), TABLE_ROWS)
    yield from _between("settings of columns", len(_rows(block["column_settings"])), TABLE_COLUMNS)
    for row in rows:
        yield from _between("columns of a table", len(row), TABLE_COLUMNS)
        if len(row) != len(rows[0]):
            yield "a row of a table is longer or shorter than its head"
    cells = [text for row in rows for cell in row for text in _words(cell)]
    yield from _between("characters of a table", sum(map(len, cells)), TABLE_CHARACTERS)
    if not all(cells):
        yield "a cell of a table is empty"


def _input(block: Json) -> Iterator[str]:
    yield from _text("label of a field", block["label"], INPUT_LABEL)
    yield from _text("hint of a field", block.get("hint", " "), INPUT_HINT)
    yield from _text("block_id", block["block_id"], ID)
    yield from _elements([_one(block["element"])])


_BLOCKS: Final = {
    "section": _section,
    "header": _header,
    "divider": _divider,
    "context": _context,
    "actions": _actions,
    "context_actions": _context_actions,
    "table": _table,
    "input": _input,
}


def _elements(elements: Sequence[Json]) -> Iterator[str]:
    names = Counter(element["action_id"] for element in elements)
    yield from (f"the action_id {name} stands twice in a block" for name, times in names.items() if times > 1)
    for element in elements:
        yield from _text("action_id", element["action_id"], ID)
        yield from _text("placeholder", element.get("placeholder", " "), PLACEHOLDER)
        yield from _text("initial_value", element.get("initial_value", " "), TYPED_TEXT)
        if element["type"] == "button":
            yield from _text("text of a button", element["text"], BUTTON_TEXT)
            yield from _text("value of a button", element.get("value", " "), BUTTON_VALUE)
            yield from _text("url of a button", element.get("url", " "), BUTTON_URL)
            yield from _text("label of a button", element.get("accessibility_label", " "), BUTTON_SAYS)
        elif "options" in element:
            yield from _options(element)


def _options(element: Json) -> Iterator[str]:
    options = _rows(element["options"])
    most = RADIO_OPTIONS if element["type"] in ("radio_buttons", "checkboxes") else MENU_OPTIONS
    yield from _between("options", len(options), most)
    for option in options:
        yield from _text("text of an option", option["text"], OPTION_TEXT)
        yield from _text("value of an option", option["value"], OPTION_VALUE)
        yield from _text("description of an option", option.get("description", " "), OPTION_TEXT)
    chosen = [
        *_rows(element.get("initial_options", [])),
        *([_one(element["initial_option"])] if "initial_option" in element else []),
    ]
    if any(one not in options for one in chosen):
        yield "what is chosen is none of the options"
    if len({str(option["value"]) for option in options}) < len(options):
        yield "two options have one value"


# -- reading the JSON --------------------------------------------------------------------------------------------------


def _text(name: str, text: object, most: int) -> Iterator[str]:
    """Slack counts characters, and refuses an empty text."""
    yield from _between(f"characters of {name}", len(str(text["text"] if isinstance(text, Mapping) else text)), most)


def _between(name: str, number: int, most: int, *, least: int = 1) -> Iterator[str]:
    if not least <= number <= most:
        yield f"{name}: {number:,}, and Slack takes {least:,} to {most:,}"


def _words(cell: object) -> Iterator[str]:
    """Every text within a cell, plain or rich."""
    if isinstance(cell, Mapping):
        if isinstance(cell.get("text"), str):
            yield str(cell["text"])
        for part in cell.get("elements", []):
            yield from _words(part)


def _list(value: object) -> list[object]:
    assert isinstance(value, list)
    return value


def _rows(value: object) -> list[Json]:
    return [_one(one) for one in _list(value)]


def _one(value: object) -> Json:
    assert isinstance(value, dict)
    return value
