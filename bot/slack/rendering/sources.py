"""The sources of a reply: one line each, with its numbers, what it is, who says so, its edition, and where it opens."""

from collections.abc import Sequence
from datetime import date

from bot.slack.rendering.links import Links, code_of_fact
from bot.slack.rendering.mrkdwn import Mrkdwn, clipped, joined, link, plain
from knowledge.passages import Citation, Passage

LONGEST_TITLE = 160
LONGEST_DETAIL = 120
_LABELS = {"secondary": "secondary source", "sample": "sample", "primary": ""}


def source_lines(citations: Sequence[Citation], links: Links, day: date) -> tuple[Mrkdwn, ...]:
    """One line a source; quotes of one and the same place share a line: "[2][3] Title, section · publisher, edition"."""
    numbers: dict[tuple[Mrkdwn, Mrkdwn], list[int]] = {}
    for number, citation in enumerate(citations, 1):
        numbers.setdefault(_shown(citation.passage, links, day), []).append(number)
    return tuple(
        joined([plain(marks(its)), joined([title, detail], between=" · ")], between=" ")
        for (title, detail), its in numbers.items()
    )


def marks(numbers: Sequence[int]) -> str:
    """[1][2], as a statement carries them."""
    return "".join(f"[{number}]" for number in sorted(set(numbers)))


def _shown(passage: Passage, links: Links, day: date) -> tuple[Mrkdwn, Mrkdwn]:
    source = passage.source
    address = links.address(passage, day)
    title = clipped(_title(passage), LONGEST_TITLE)
    return link(address, title) if address else plain(title), _detail(passage, links)


def _title(passage: Passage) -> str:
    """What a reader looks for at the source: the code of a fact, the section of a guideline, the title otherwise."""
    code = code_of_fact(passage)
    where = code if code is not None else passage.section
    return f"{passage.source.title}, {where}" if where else passage.source.title


def _detail(passage: Passage, links: Links) -> Mrkdwn:
    source = passage.source
    said = [source.publisher, _edition(passage), _LABELS[source.label]]
    return joined([plain(clipped(one, LONGEST_DETAIL)) for one in said if one], between=" · ")


def _edition(passage: Passage) -> str:
    source = passage.source
    if source.edition and source.edition != "undated":
        return source.edition
    return f"in force from {source.effective_from.isoformat()}" if source.effective_from else "undated"
