"""Reads HTML into headings and paragraphs.

Scripts, styles and hidden parts are dropped, whatever they say is never run.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

_DROPPED: Final = frozenset(
    (
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "object",
        "embed",
        "svg",
        "math",
        "head",
        "form",
        "button",
        "select",
        "textarea",
    )
)
_INLINE: Final = frozenset(
    ("a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins", "kbd", "label", "mark", "q",
     "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr", "nobr", "img"),
)  # fmt: skip
_DEEPEST: Final = 200


@dataclass(frozen=True, slots=True)
class Block:
    """A heading of level 1 to 6, or with level 0 a paragraph, its words with single spaces."""

    level: int
    text: str


def blocks_of_html(text: str) -> tuple[str, tuple[Block, ...]]:
    """The document's own title and its blocks in reading order. Raises ValueError when nothing can be read."""
    from lxml import etree, html

    parser = html.HTMLParser(no_network=True, huge_tree=False, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        # Bytes with a stated encoding: lxml refuses text that begins with an encoding declaration of its own.
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise ValueError("the markup cannot be read") from error
    titles = root.xpath("//head/title")
    title = " ".join(str(titles[0].text_content()).split()) if titles else ""
    return title, tuple(_blocks(root))


def plain_text(markup: str) -> str:
    """The words of a snippet of HTML, paragraphs parted by an empty line; empty when there are none."""
    if "<" not in markup and "&" not in markup:
        return " ".join(markup.split())
    try:
        return "\n\n".join(block.text for block in blocks_of_html(markup)[1])
    except ValueError:
        return ""


def _blocks(root: Any) -> Iterator[Block]:
    pending: list[str] = []

    def flush(level: int = 0) -> Iterator[Block]:
        words = " ".join("".join(pending).split()).strip("| ")
        pending.clear()
        if words:
            yield Block(level, words)

    def walk(element: Any, depth: int) -> Iterator[Block]:
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _DROPPED or not tag or element.get("hidden") is not None or depth > _DEEPEST:
            return
        inline = tag in _INLINE or tag in ("td", "th")  # the cells of a row are one line
        if not inline:
            yield from flush()
        level = int(tag[1]) if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456" else 0
        pending.append(element.text or "")
        for child in element:
            if level:
                # A heading is one line, whatever stands in it.
                pending.append(f" {child.text_content()}" if child.tag not in _DROPPED else "")
            else:
                yield from walk(child, depth + 1)
            pending.append(child.tail or "")
            if tag == "tr":
                pending.append(" | " if child.getnext() is not None else "")
        if not inline:
            yield from flush(level)

    yield from walk(root, 0)
    yield from flush()
