"""The sources of a reply, one line each: the numbers and the places they quote, who says so, in which edition, where it opens."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import groupby

from bot.slack.rendering.links import Links, code_of_fact
from bot.slack.rendering.mrkdwn import Mrkdwn, clipped, joined, link, plain
from knowledge.code_facts import NOTE_TITLES
from knowledge.passages import Citation, Passage, Source

LONGEST_TITLE = 160
LONGEST_PLACE = 90
LONGEST_DETAIL = 120
_ROOM_FOR_PLACES = 1_800
_LABELS = {"secondary": "secondary source", "sample": "sample", "primary": ""}


def source_lines(citations: Sequence[Citation], links: Links, day: date) -> tuple[Mrkdwn, ...]:
    """A line a source: "[1] M54.2  [2] M54.12 — Title · publisher · edition", the places or the title as links.

    A place that several numbers quote is named once. A source with very many places takes several lines.
    """
    quoted: dict[Source, list[tuple[int, Passage]]] = {}
    for number, citation in enumerate(citations, 1):
        quoted.setdefault(citation.passage.source, []).append((number, citation.passage))
    return tuple(line for source, its in quoted.items() for line in _lines(source, its, links, day))


def marks(numbers: Sequence[int]) -> str:
    """[1][2], as a statement carries them."""
    return "".join(f"[{number}]" for number in sorted(set(numbers)))


def spans(numbers: Sequence[int]) -> str:
    """[1][2] or [4–9]: three and more in a row are drawn together."""
    runs = [
        [number for _, number in run]
        for _, run in groupby(enumerate(sorted(set(numbers))), key=lambda pair: pair[1] - pair[0])
    ]
    return "".join(f"[{run[0]}–{run[-1]}]" if len(run) > 2 else marks(run) for run in runs)


def _lines(source: Source, quoted: Sequence[tuple[int, Passage]], links: Links, day: date) -> Iterator[Mrkdwn]:
    addresses = {links.address(passage, day) for _, passage in quoted}
    title = clipped(source.title, LONGEST_TITLE)
    one_address = next(iter(addresses)) if len(addresses) == 1 and addresses == {source.url} else None
    tail = joined([link(one_address, title) if one_address else plain(title), _detail(source)], between=" · ")
    for places in _packed(_places(quoted, links, day, linked=one_address is None)):
        yield joined([places, tail], between=" — " if not places.markup.endswith("]") else " ")


def _places(quoted: Sequence[tuple[int, Passage]], links: Links, day: date, *, linked: bool) -> Iterator[Mrkdwn]:
    """Each place once with its numbers: "[2][3] I.A.12.a"; a place without a name is its numbers alone."""
    numbers: dict[tuple[str, str | None], list[int]] = {}
    for number, passage in quoted:
        address = links.address(passage, day) if linked else None
        numbers.setdefault((clipped(_place(passage), LONGEST_PLACE), address), []).append(number)
    for (name, address), its in numbers.items():
        shown = link(address, name or "the passage") if address else plain(name)
        yield joined([plain(spans(its)), shown], between=" ")


def _place(passage: Passage) -> str:
    """Where in the source: the code of a fact with the kind of its note, or the section."""
    code = code_of_fact(passage)
    if code is None:
        return passage.section
    kind = passage.id.rpartition("/")[2] if passage.id.startswith("notes:") else ""
    return f"{code} {NOTE_TITLES.get(kind, '')}".strip()


def _packed(places: Iterator[Mrkdwn]) -> Iterator[Mrkdwn]:
    line = Mrkdwn("")
    for place in places:
        if line and len(line) + len(place) > _ROOM_FOR_PLACES:
            yield line
            line = place
        else:
            line = joined([line, place], between="  ")
    if line:
        yield line


def _detail(source: Source) -> Mrkdwn:
    said = [source.publisher, _edition(source), _LABELS[source.label]]
    return joined([plain(clipped(one, LONGEST_DETAIL)) for one in said if one], between=" · ")


def _edition(source: Source) -> str:
    if source.edition and source.edition != "undated":
        return source.edition
    return f"in force from {source.effective_from.isoformat()}" if source.effective_from else "undated"
