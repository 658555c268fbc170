"""Block Kit as values: blocks, the elements in them, messages and views; each knows its JSON, and none can be malformed.

Field names and types: docs.slack.dev/reference/block-kit. How much fits is in limits.py.
"""

from dataclasses import dataclass
from typing import Final, Literal, Protocol

from bot.slack.ids import VALUE
from bot.slack.rendering.mrkdwn import Mrkdwn, readable

Json = dict[str, object]
Blocks = list[Json]
Style = Literal["primary", "danger"]


class HasJson(Protocol):
    def json(self) -> Json: ...


def plain_text(text: str) -> Json:
    return {"type": "plain_text", "text": readable(text), "emoji": True}


def mrkdwn_text(text: Mrkdwn) -> Json:
    """`verbatim`: Slack makes no links, mentions or channels of its own from the words."""
    return {"type": "mrkdwn", "text": text.markup, "verbatim": True}


# -- elements ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Button:
    """A button. `value` holds ids only. `says` is what a screen reader reads instead of the text."""

    text: str
    action_id: str
    value: str = ""
    url: str = ""
    style: Style | None = None
    says: str = ""

    def json(self) -> Json:
        return {
            "type": "button",
            "text": plain_text(self.text),
            "action_id": self.action_id,
            **_present(value=self.value, url=self.url, style=self.style, accessibility_label=self.says),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    text: str
    value: str
    description: str = ""

    def json(self) -> Json:
        shown: Json = {"text": plain_text(self.text), "value": self.value}
        return {**shown, "description": plain_text(self.description)} if self.description else shown


@dataclass(frozen=True, slots=True, kw_only=True)
class Menu:
    """One choice of several, behind one line."""

    options: tuple[Option, ...]
    action_id: str = VALUE
    placeholder: str = ""
    chosen: Option | None = None

    def json(self) -> Json:
        return {
            "type": "static_select",
            "action_id": self.action_id,
            "options": [option.json() for option in self.options],
            **_present(
                placeholder=plain_text(self.placeholder) if self.placeholder else None,
                initial_option=self.chosen.json() if self.chosen else None,
            ),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class ManyMenu:
    """Several choices of many, behind one line."""

    options: tuple[Option, ...]
    action_id: str = VALUE
    placeholder: str = ""
    chosen: tuple[Option, ...] = ()

    def json(self) -> Json:
        return {
            "type": "multi_static_select",
            "action_id": self.action_id,
            "options": [option.json() for option in self.options],
            **_present(
                placeholder=plain_text(self.placeholder) if self.placeholder else None,
                initial_options=[option.json() for option in self.chosen],
            ),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Radio:
    """One choice of a few, all in sight."""

    options: tuple[Option, ...]
    chosen: Option | None = None
    action_id: str = VALUE

    def json(self) -> Json:
        return {
            "type": "radio_buttons",
            "action_id": self.action_id,
            "options": [option.json() for option in self.options],
            **_present(initial_option=self.chosen.json() if self.chosen else None),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Ticks:
    """Boxes to tick."""

    options: tuple[Option, ...]
    chosen: tuple[Option, ...] = ()
    action_id: str = VALUE

    def json(self) -> Json:
        return {
            "type": "checkboxes",
            "action_id": self.action_id,
            "options": [option.json() for option in self.options],
            **_present(initial_options=[option.json() for option in self.chosen]),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class TextField:
    action_id: str = VALUE
    placeholder: str = ""
    written: str = ""
    is_long: bool = False
    longest: int | None = None

    def json(self) -> Json:
        return {
            "type": "plain_text_input",
            "action_id": self.action_id,
            "multiline": self.is_long,
            **_present(
                placeholder=plain_text(self.placeholder) if self.placeholder else None,
                initial_value=self.written,
                max_length=self.longest,
            ),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberField:
    least: int
    most: int
    written: int | None = None
    action_id: str = VALUE

    def json(self) -> Json:
        return {
            "type": "number_input",
            "action_id": self.action_id,
            "is_decimal_allowed": False,
            "min_value": str(self.least),
            "max_value": str(self.most),
            **_present(initial_value=None if self.written is None else str(self.written)),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class DateField:
    """`chosen` is an ISO date."""

    chosen: str = ""
    action_id: str = VALUE

    def json(self) -> Json:
        return {"type": "datepicker", "action_id": self.action_id, **_present(initial_date=self.chosen)}


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleMenu:
    chosen: tuple[str, ...] = ()
    placeholder: str = ""
    action_id: str = VALUE

    def json(self) -> Json:
        return {
            "type": "multi_users_select",
            "action_id": self.action_id,
            **_present(
                placeholder=plain_text(self.placeholder) if self.placeholder else None, initial_users=list(self.chosen)
            ),
        }


Field = Menu | ManyMenu | Radio | Ticks | TextField | NumberField | DateField | PeopleMenu


# -- blocks ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    text: Mrkdwn
    beside: Button | Menu | None = None

    def json(self) -> Json:
        return {
            "type": "section",
            "text": mrkdwn_text(self.text),
            "expand": True,  # without it a client hides the end of a long text behind "See more"
            **_present(accessory=self.beside.json() if self.beside else None),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Short texts in two columns: label and value, label and value."""

    fields: tuple[Mrkdwn, ...]

    def json(self) -> Json:
        return {"type": "section", "fields": [mrkdwn_text(field) for field in self.fields]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Header:
    text: str

    def json(self) -> Json:
        return {"type": "header", "text": plain_text(self.text)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Divider:
    def json(self) -> Json:
        return {"type": "divider"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Small grey text."""

    text: Mrkdwn

    def json(self) -> Json:
        return {"type": "context", "elements": [mrkdwn_text(self.text)]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Actions:
    elements: tuple[Button | Menu, ...]

    def json(self) -> Json:
        return {"type": "actions", "elements": [element.json() for element in self.elements]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Thumbs:
    """Slack's own feedback buttons: toggles without a signal when one is taken back, so the last one holds."""

    action_id: str
    up: str
    down: str

    def json(self) -> Json:
        return {
            "type": "context_actions",
            "elements": [
                {
                    "type": "feedback_buttons",
                    "action_id": self.action_id,
                    "positive_button": _thumb("Helpful", self.up, "This answer is right and helpful"),
                    "negative_button": _thumb("Not right", self.down, "Something in this answer is wrong"),
                }
            ],
        }


def _thumb(text: str, value: str, says: str) -> Json:
    return {"text": plain_text(text), "value": value, "accessibility_label": says}


NOTHING: Final = "–"
"""What an empty cell shows: Slack refuses a cell without text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows of plain cells under a bold head. One table a message is all that Slack takes."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    align: tuple[Literal["left", "center", "right"], ...] = ()

    def json(self) -> Json:
        return {
            "type": "table",
            "column_settings": [
                {"align": self.align[place] if place < len(self.align) else "left", "is_wrapped": True}
                for place in range(len(self.head))
            ],
            "rows": [
                [_bold_cell(cell) for cell in self.head],
                *(
                    [{"type": "raw_text", "text": readable(cell).strip() or NOTHING} for cell in row]
                    for row in self.rows
                ),
            ],
        }


def _bold_cell(text: str) -> Json:
    words = {"type": "text", "text": readable(text).strip() or NOTHING, "style": {"bold": True}}
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [words]}]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """A labelled field of a modal. Its state comes back as values[block_id][VALUE]."""

    block_id: str
    label: str
    field: Field
    hint: str = ""
    is_optional: bool = False

    def json(self) -> Json:
        return {
            "type": "input",
            "block_id": self.block_id,
            "label": plain_text(self.label),
            "element": self.field.json(),
            "optional": self.is_optional,
            **_present(hint=plain_text(self.hint) if self.hint else None),
        }


Block = Section | Facts | Header | Divider | Context | Actions | Thumbs | Table | Input


# -- what is sent ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """`text` is what notifications and screen readers say instead of the blocks; it is escaped already."""

    text: str
    parts: tuple[Block, ...]

    @property
    def blocks(self) -> Blocks:
        return [part.json() for part in self.parts]


@dataclass(frozen=True, slots=True, kw_only=True)
class Modal:
    """`metadata` comes back with the submission; it holds ids only."""

    callback_id: str
    title: str
    parts: tuple[Block, ...]
    submit: str = ""
    close: str = "Cancel"
    metadata: str = ""

    def json(self) -> Json:
        return {
            "type": "modal",
            "callback_id": self.callback_id,
            "title": plain_text(self.title),
            "close": plain_text(self.close),
            "blocks": [part.json() for part in self.parts],
            **_present(submit=plain_text(self.submit) if self.submit else None, private_metadata=self.metadata),
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    parts: tuple[Block, ...]

    def json(self) -> Json:
        return {"type": "home", "blocks": [part.json() for part in self.parts]}


def _present(**fields: object) -> Json:
    """The fields that say something: Slack refuses empty ones."""
    return {name: value for name, value in fields.items() if value not in (None, "", [])}
