"""A reviewed note, to the person alone: the verdict on each code, what the record shows and what it lacks, neutral questions."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from bot.slack.rendering.footer import closing, release_line
from bot.slack.rendering.kit import Block, Context, Divider, Message, Section
from bot.slack.rendering.limits import FALLBACK_TEXT
from bot.slack.rendering.links import Links
from bot.slack.rendering.mrkdwn import Mrkdwn, bold, clipped, plain, split
from bot.slack.rendering.sources import marks, source_lines
from bot.slack.rendering.splitting import LONGEST_LINE, contexts, messages, sections
from bot.slack.rendering.words import kinds_seen
from knowledge.code_set.codes import Release
from knowledge.passages import Citation

ElementStatus = Literal["met", "missing", "unclear"]
CodeVerdict = Literal["supported", "not_supported", "more_specific_available"]

_ELEMENTS: Final[dict[ElementStatus, str]] = {
    "missing": "❌ Not in the record",
    "unclear": "⚠️ Unclear",
    "met": "✅ In the record",
}
_CODES: Final[dict[CodeVerdict, tuple[str, str]]] = {
    "not_supported": ("⛔", "is not supported by this note"),
    "more_specific_available": ("⚠️", "is not the most specific code this note supports"),
    "supported": ("✅", "is supported by this note"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementShown:
    """One documentation element; `quotes` are the note's words with identifiers masked."""

    element: str
    status: ElementStatus
    why: str
    quotes: tuple[str, ...] = ()
    citation: Citation | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeShown:
    code: str
    verdict: CodeVerdict
    why: str
    better: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewShown:
    """A note's review as codecite.review/1 has it. `identifiers` are the kinds that were masked."""

    elements: tuple[ElementShown, ...]
    codes: tuple[CodeShown, ...]
    queries: tuple[str, ...]
    release: Release
    identifiers: tuple[str, ...] = ()

    @property
    def citations(self) -> tuple[Citation, ...]:
        found = {(one.citation.passage.id, one.citation.quote): one.citation for one in self.elements if one.citation}
        return tuple(found.values())


def review_message(review: ReviewShown, answer_id: str, links: Links) -> tuple[Message, ...]:
    """The review in as many messages as it needs."""
    verdict = _verdict(review.codes)
    parts = [
        *sections([bold(verdict), *_codes(review.codes)]),
        *_elements(review),
        *_queries(review.queries),
        *_masked(review.identifiers),
        *_sources(review, links),
        *closing(answer_id),
    ]
    return messages(plain(clipped(verdict, FALLBACK_TEXT)).markup, parts)


def _verdict(codes: Sequence[CodeShown]) -> str:
    if not codes:
        return "⚠️ This note supports no code that I can prove."
    if len(codes) == 1:
        sign, words = _CODES[codes[0].verdict]
        return f"{sign} {codes[0].code} {words}."
    good = sum(one.verdict == "supported" for one in codes)
    sign = "✅" if good == len(codes) else "⚠️"
    return f"{sign} {good} of {len(codes)} codes are supported by this note."


def _codes(codes: Sequence[CodeShown]) -> Iterator[Mrkdwn]:
    for one in codes:
        sign, words = _CODES[one.verdict]
        better = f" More specific: {', '.join(one.better)}." if one.better else ""
        named = f"{sign} {one.code} {words}: " if len(codes) > 1 else ""
        yield from map(plain, split(f"{named}{one.why}{better}", LONGEST_LINE))


def _elements(review: ReviewShown) -> Iterator[Section]:
    numbers = {(one.passage.id, one.quote): place for place, one in enumerate(review.citations, 1)}
    for status, title in _ELEMENTS.items():
        lines = [
            line
            for one in review.elements
            if one.status == status
            for line in _lines(
                one, marks([numbers[one.citation.passage.id, one.citation.quote]]) if one.citation else ""
            )
        ]
        if lines:
            yield from sections([bold(title), *lines])


def _lines(one: ElementShown, number: str) -> Iterator[Mrkdwn]:
    quoted = " ".join(f"“{clipped(quote, 200)}”" for quote in one.quotes)
    name = one.element.replace("_", " ").capitalize()
    return map(plain, split(" ".join(f"•  {name}: {one.why} {quoted} {number}".split()), LONGEST_LINE))


def _queries(queries: Sequence[str]) -> Iterator[Section]:
    if queries:
        lines = (plain(piece) for one in queries for piece in split(f"•  {one}", LONGEST_LINE))
        yield from sections([bold("💬 Questions to the provider"), *lines])


def _masked(kinds: tuple[str, ...]) -> Iterator[Section]:
    if kinds:
        yield Section(
            text=plain(f"🔒 Masked before anything read the note: {kinds_seen(kinds)}. The note is not kept.")
        )


def _sources(review: ReviewShown, links: Links) -> Iterator[Block]:
    lines = source_lines(review.citations, links, review.release.day)
    if lines:
        yield Divider()
        yield from contexts(lines)
    yield Context(text=release_line(review.release))
