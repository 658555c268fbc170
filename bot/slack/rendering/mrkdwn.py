"""Slack's own markup, made safely: text that was not written here is escaped, and an address survives whatever it holds.

Slack has no escape for its marks, so a mark that could open or close formatting becomes a letter that looks the same; within
a word (98940-AT*2) it stays as it is. Texts are sent `verbatim`, so that Slack makes no links of its own.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, final
from urllib.parse import quote, urlsplit

_MARK: Final = re.compile(r"(?<!\w)[*_~]|[*_~](?!\w)|`")
_LOOKALIKES: Final = {"*": "\u2217", "_": "\u02cd", "~": "\u223c", "`": "\u02cb"}
_QUOTE: Final = re.compile(r"(?m)^(\s*)>")
_EMOJI: Final = re.compile(r":(?=[a-z0-9_+'-]+:)", re.IGNORECASE)
_UNREADABLE: Final = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_ENTITIES: Final = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_LONGEST_ADDRESS: Final = 500
_KEPT_IN_ADDRESS: Final = "/:?#[]@!$&'*+,;=%~._-"
"""What an address may keep. Parentheses, bars and angle brackets are encoded: Slack ends a link at them."""


@final
@dataclass(frozen=True, slots=True)
class Mrkdwn:
    """Markup that may be sent. Made by the functions below, so that nothing unescaped gets in."""

    markup: str

    def __add__(self, other: "Mrkdwn") -> "Mrkdwn":
        return Mrkdwn(self.markup + other.markup)

    def __bool__(self) -> bool:
        return bool(self.markup)

    def __len__(self) -> int:
        return len(self.markup)


def plain(text: str) -> Mrkdwn:
    """Text as it is, whatever it holds."""
    return Mrkdwn(_escaped(text))


def bold(text: str) -> Mrkdwn:
    return _marked(text, "*")


def italic(text: str) -> Mrkdwn:
    return _marked(text, "_")


def code(text: str) -> Mrkdwn:
    """Text in the fixed-width face; line breaks become spaces."""
    return _marked(" ".join(text.split()), "`")


def link(address: str, label: str) -> Mrkdwn:
    """A link that opens; only the label when the address is none that a browser should open."""
    safe = safe_address(address)
    words = _escaped(" ".join(label.split())).replace("|", "\u2223")
    return Mrkdwn(f"<{safe}|{words}>") if safe and words else Mrkdwn(words)


def person(user_id: str) -> Mrkdwn:
    """A mention of a person by id; a plain word when it is no id of Slack's."""
    return Mrkdwn(f"<@{user_id}>") if re.fullmatch(r"[UW][A-Z0-9]+", user_id) else plain("somebody")


def channel(channel_id: str) -> Mrkdwn:
    """A mention of a channel by id; a plain word when it is no id of Slack's."""
    return Mrkdwn(f"<#{channel_id}>") if re.fullmatch(r"[CDG][A-Z0-9]+", channel_id) else plain("a channel")


def joined(parts: Iterable[Mrkdwn], between: str = "") -> Mrkdwn:
    """The parts that say something, with our own `between` between them."""
    return Mrkdwn(between.join(part.markup for part in parts if part))


def safe_address(address: str) -> str:
    """The address as it may stand in a link, "" when it is not http, https, or a mail address, or longer than any of ours."""
    if any(character.isspace() for character in address.strip()) or not address.isprintable():
        return ""
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return ""
    opens = parts.netloc if parts.scheme in ("http", "https") else parts.path if parts.scheme == "mailto" else ""
    if not opens or len(address) > _LONGEST_ADDRESS:
        return ""
    return quote(address.strip(), safe=_KEPT_IN_ADDRESS).replace("&", "&amp;")


def split(text: str, longest: int) -> Iterator[str]:
    """The text in pieces whose escaped form is at most `longest` long, cut between words where that is possible."""
    rest = text
    while len(_escaped(rest)) > longest:
        cut = _fitting(rest, longest)
        space = max(rest.rfind(" ", 0, cut + 1), rest.rfind("\n", 0, cut + 1))
        cut = space if space > cut // 2 else cut
        yield rest[:cut].rstrip()
        rest = rest[cut:].lstrip()
    if rest:
        yield rest


def clipped(text: str, longest: int) -> str:
    """The text, its end replaced by "…" when its escaped form would be longer than `longest`."""
    return text if len(_escaped(text)) <= longest else f"{next(split(text, longest - 2))} …"


def _fitting(text: str, longest: int) -> int:
    """How many characters of the text fit; at least one."""
    low, high = 1, min(len(text), longest)
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if len(_escaped(text[:middle])) <= longest else (low, middle - 1)
    return low


def _marked(text: str, mark: str) -> Mrkdwn:
    """Each line marked for itself, because Slack's marks end with the line; spaces stay outside the marks."""
    lines = []
    for line in text.split("\n"):
        words = line.strip()
        lines.append(f"{mark}{_escaped(words)}{mark}" if words else "")
    return Mrkdwn("\n".join(lines))


def readable(text: str) -> str:
    """The text without what no reader sees and no encoder takes: control characters, halves of surrogate pairs."""
    return _UNREADABLE.sub(" ", text)


def _escaped(text: str) -> str:
    text = _MARK.sub(lambda found: _LOOKALIKES[found.group()], readable(text))
    text = _QUOTE.sub("\\1\u203a", text)
    text = _EMOJI.sub("\u2236", text)
    return "".join(_ENTITIES.get(character, character) for character in text)
