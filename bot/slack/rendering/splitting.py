"""Any number of lines and blocks, cut into as few sections and messages as Slack's limits allow; nothing is dropped."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from bot.slack.rendering.kit import Block, Context, Divider, Message, Section, Table
from bot.slack.rendering.limits import (
    CONTEXT_TEXT,
    MESSAGE_BLOCKS,
    MESSAGE_CHARACTERS,
    SECTION_TEXT,
    TABLE_CHARACTERS,
    TABLE_ROWS,
    checked,
    size_of,
)
from bot.slack.rendering.mrkdwn import Mrkdwn

LONGEST_LINE: Final = 2_400
"""Characters of escaped text that one line may have, so that a section has room for what we put around it."""
_ROOM: Final = 100
"""Characters left free in a message for the brackets and commas between its blocks."""


def sections(lines: Iterable[Mrkdwn], between: str = "\n") -> tuple[Section, ...]:
    """The lines in as few sections as hold them. A line must be shorter than a section: see `mrkdwn.split`."""
    return tuple(Section(text=text) for text in _packed(lines, SECTION_TEXT, between))


def contexts(lines: Iterable[Mrkdwn], between: str = "\n") -> tuple[Context, ...]:
    """The lines as small grey text."""
    return tuple(Context(text=text) for text in _packed(lines, CONTEXT_TEXT, between))


def tables(head: tuple[str, ...], rows: Sequence[tuple[str, ...]], longest_cell: int = 300) -> tuple[Table, ...]:
    """The rows in as few tables as hold them, each with the head; a longer cell ends with "…"."""
    found: list[list[tuple[str, ...]]] = [[]]
    size = 0
    for row in (tuple(_short(cell, longest_cell) for cell in row) for row in rows):
        more = sum(len(cell) + 1 for cell in row)
        if found[-1] and (len(found[-1]) >= TABLE_ROWS - 1 or size + more > TABLE_CHARACTERS // 4):
            found.append([])
            size = 0
        found[-1].append(row)
        size += more
    return tuple(Table(head=head, rows=tuple(some)) for some in found if some)


def messages(text: str, parts: Sequence[Block]) -> tuple[Message, ...]:
    """The blocks in as few messages as Slack takes, in order; the first says `text` in notifications.

    A divider neither opens nor closes a message. Raises SlackLimitError when one block alone is too large.
    """
    grouped: list[list[Block]] = [[]]
    for part in parts:
        if grouped[-1] and not _fits(grouped[-1], part):
            grouped.append([])
        if grouped[-1] or not isinstance(part, Divider):
            grouped[-1].append(part)
    kept = [_without_last_divider(group) for group in grouped if group]
    return tuple(
        checked(Message(text=text if place == 0 else "The rest of the answer above.", parts=tuple(group)))
        for place, group in enumerate(kept)
    )


def _fits(group: Sequence[Block], part: Block) -> bool:
    blocks = [one.json() for one in (*group, part)]
    return (
        len(blocks) <= MESSAGE_BLOCKS
        and size_of(blocks) <= MESSAGE_CHARACTERS - _ROOM
        and not (isinstance(part, Table) and any(isinstance(one, Table) for one in group))
    )


def _without_last_divider(group: list[Block]) -> list[Block]:
    return group[:-1] if len(group) > 1 and isinstance(group[-1], Divider) else group


def _packed(lines: Iterable[Mrkdwn], most: int, between: str) -> Iterator[Mrkdwn]:
    packed = Mrkdwn("")
    for line in lines:
        if not line:
            continue
        if packed and len(packed) + len(between) + len(line) > most:
            yield packed
            packed = line
        else:
            packed = packed + Mrkdwn(between) + line if packed else line
    if packed:
        yield packed


def _short(cell: str, longest: int) -> str:
    return cell if len(cell) <= longest else f"{cell[: longest - 2].rstrip()} …"
