"""An answer as a person reads it on a phone: the verdict, what it rests on, what stops the claim, what to ask, the sources."""

from collections.abc import Iterator
from typing import Final

from bot.drafts import CodeMention, Reply, Statement
from bot.slack.rendering.clarifying import clarification
from bot.slack.rendering.findings import finding_sections
from bot.slack.rendering.footer import closing, release_line
from bot.slack.rendering.kit import Block, Context, Divider, Message, Section
from bot.slack.rendering.limits import FALLBACK_TEXT
from bot.slack.rendering.links import Links
from bot.slack.rendering.mrkdwn import Mrkdwn, bold, clipped, joined, plain, split
from bot.slack.rendering.sources import marks, source_lines
from bot.slack.rendering.splitting import LONGEST_LINE, contexts, messages, sections, tables
from bot.slack.rendering.words import REFUSED, STATES, kinds_seen
from knowledge.passages import sentences_of

LONGEST_BOLD: Final = 180
"""A longer first sentence is no line to read at a glance, and bold would only make it loud."""


def answer_blocks(reply: Reply, answer_id: str, links: Links) -> tuple[Message, ...]:
    """The reply in one message, or in as many as its length needs; thumbs and "Ask a person" close the last."""
    parts = [
        *_verdict(reply),
        *_comparison(reply),
        *_statements(reply),
        *finding_sections(reply.findings, reply.number_of),
        *(clarification(reply.clarification, answer_id) if reply.clarification else ()),
        *_masked(reply.identifiers),
        *_sources(reply, links),
        *closing(answer_id),
    ]
    return messages(plain(clipped(reply.text, FALLBACK_TEXT)).markup, parts)


def _verdict(reply: Reply) -> Iterator[Section]:
    if reply.refusal is not None:
        yield from sections([bold(f"✋ {REFUSED[reply.refusal.reason]}"), *_pieces(reply.refusal.next_step)])
    elif reply.statements:
        first = reply.statements[0]
        yield from sections(_headline(first.text, _sign(reply), _marks_of(first, reply)))


def _sign(reply: Reply) -> str:
    """What the first words say, as a sign: only where they say yes, or no."""
    said = reply.statements[0].text
    if said.startswith(("Yes:", "Yes,", "Yes.")):
        return "✅ "
    return "⛔ " if said.startswith(("No:", "No,", "No.")) else ""


def _headline(text: str, sign: str, numbers: str) -> Iterator[Mrkdwn]:
    """The first sentence in bold when it is short enough, the rest below it."""
    first, *_ = sentences_of(text) or [text]
    rest = text.removeprefix(first).strip()
    if len(first) > LONGEST_BOLD:
        yield from _pieces(f"{sign}{text}", numbers)
        return
    yield joined([bold(f"{sign}{first}"), plain("" if rest else numbers)], between=" ")
    yield from _pieces(rest, numbers) if rest else ()


def _comparison(reply: Reply) -> tuple[Block, ...]:
    """The codes of a comparison side by side."""
    if reply.kind != "compare" or len(reply.codes) < 2:
        return ()
    return tables(("Code", "Means", "On that day"), [_row(one) for one in reply.codes])


def _row(one: CodeMention) -> tuple[str, str, str]:
    return one.code, one.descriptor or "", STATES[one.state]


def _statements(reply: Reply) -> tuple[Section, ...]:
    return sections(line for one in reply.statements[1:] for line in _pieces(f"•  {one.text}", _marks_of(one, reply)))


def _marks_of(statement: Statement, reply: Reply) -> str:
    return marks([reply.number_of(one) for one in statement.citations])


def _pieces(text: str, numbers: str = "") -> Iterator[Mrkdwn]:
    """A text of any length in lines that fit a section, its marks after the last."""
    whole = f"{text} {numbers}".strip()
    return (plain(piece) for piece in split(whole, LONGEST_LINE))


def _masked(kinds: tuple[str, ...]) -> Iterator[Section]:
    if kinds:
        yield from sections(
            [
                bold("🔒 I masked what could tell who the patient is."),
                plain(f"Seen: {kinds_seen(kinds)}. Nothing past the door saw it. Please leave it out next time."),
            ]
        )


def _sources(reply: Reply, links: Links) -> Iterator[Block]:
    lines = source_lines(reply.citations, links, reply.release.day)
    if lines:
        yield Divider()
        yield from contexts(lines)
    if reply.refusal is None:
        yield Context(text=release_line(reply.release, reply.writer))
