"""Slack's mrkdwn as HTML, read the way Slack reads it: marks count at the edges of words, entities are three."""

import html
import re
from typing import Final

from markupsafe import Markup

_LINK: Final = re.compile(r"<(?P<address>(?:https?://|mailto:)[^|>]+)(?:\|(?P<label>[^>]*))?>")
_PERSON: Final = re.compile(r"<@(?P<id>[UW][A-Z0-9]+)>")
_CHANNEL: Final = re.compile(r"<#(?P<id>[CDG][A-Z0-9]+)>")
_STYLES: Final = (
    (re.compile(r"(?<![\w*])\*(?=\S)([^*\n]+?)(?<=\S)\*(?![\w*])"), "strong"),
    (re.compile(r"(?<![\w_])_(?=\S)([^_\n]+?)(?<=\S)_(?![\w_])"), "em"),
    (re.compile(r"(?<![\w~])~(?=\S)([^~\n]+?)(?<=\S)~(?![\w~])"), "s"),
    (re.compile(r"`([^`\n]+)`"), "code"),
)
_QUOTED: Final = re.compile(r"^(?:&gt;|>)\s?")


def to_html(markup: str) -> Markup:
    """The markup as HTML. Whatever is no mark of Slack's is shown as text; nothing in it can become an element."""
    kept: list[str] = []

    def keep(element: str) -> str:
        kept.append(element)
        return f"\x00{len(kept) - 1}\x00"

    text = _LINK.sub(lambda found: keep(_link(found)), markup)
    text = _PERSON.sub(lambda found: keep(f'<span class="mention">@{found["id"]}</span>'), text)
    text = _CHANNEL.sub(lambda found: keep(f'<span class="mention">#{found["id"]}</span>'), text)
    text = html.escape(_unescaped(text), quote=False)
    for style, element in _STYLES:
        text = style.sub(rf"<{element}>\1</{element}>", text)
    lines = [
        f"<blockquote>{_QUOTED.sub('', line)}</blockquote>" if _QUOTED.match(line) else f"{line}<br>"
        for line in text.split("\n")
    ]
    whole = "".join(lines).removesuffix("<br>")
    return Markup(re.sub(r"\x00(\d+)\x00", lambda found: kept[int(found.group(1))], whole))


def _link(found: re.Match[str]) -> str:
    address = html.escape(_unescaped(found["address"]))
    label = html.escape(_unescaped(found["label"] or found["address"]), quote=False)
    return f'<a href="{address}" rel="noreferrer">{label}</a>'


def _unescaped(text: str) -> str:
    """Slack knows three entities and shows every other one as it is written."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
