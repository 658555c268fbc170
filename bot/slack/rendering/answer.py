"""An answer as a person reads it on a phone: the verdict, what it rests on, what stops the claim, what to ask, the sources."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot.drafts import CodeMention, Reply, Statement
from bot.questions.question import Kind
from bot.slack.rendering.clarifying import clarification
from bot.slack.rendering.findings import finding_sections
from bot.slack.rendering.footer import closing, release_line
from bot.slack.rendering.kit import Block, Context, Divider, Message, Section, Table
from bot.slack.rendering.limits import FALLBACK_TEXT
from bot.slack.rendering.links import Links
from bot.slack.rendering.mrkdwn import Mrkdwn, bold, clipped, joined, plain, split
from bot.slack.rendering.sources import marks, source_lines
from bot.slack.rendering.splitting import LONGEST_LINE, contexts, messages, sections, tables
from bot.slack.rendering.words import REFUSED, STATES, in_a_row, kinds_seen
from knowledge.passages import sentences_of

LONGEST_BOLD: Final = 180
"""A longer first sentence is no line to read at a glance, and bold would only make it loud."""
_TITLES: Final[dict[Kind, str]] = {
    "documentation": "What the record has to show",
    "payer": "What the payer's sheet says",
    "procedure": "What the procedure needs",
    "sequence": "What goes first",
    "denial": "What to do about the denial",
    "general": "What the sources say",
    "changes": "What changed",
}
"""The first line of answers that begin with a long sentence."""


def answer_blocks(reply: Reply, answer_id: str, links: Links) -> tuple[Message, ...]:
    """The reply in one message, or in as many as its length needs; thumbs and "Ask a person" close the last."""
    asked = tuple(clarification(reply.clarification, answer_id)) if reply.clarification else ()
    asks_first = reply.kind == "find"
    parts = [
        *_verdict(reply),
        *(asked if asks_first else ()),
        *_statements(reply),
        *finding_sections(reply.findings, reply.number_of),
        *(() if asks_first else asked),
        *_masked(reply.identifiers),
        *_sources(reply, links),
        *closing(answer_id),
    ]
    return messages(plain(clipped(reply.text, FALLBACK_TEXT)).markup, parts)


# -- the verdict -------------------------------------------------------------------------------------------------------


def _verdict(reply: Reply) -> Iterator[Block]:
    if reply.refusal is not None:
        yield from sections([bold(f"✋ {REFUSED[reply.refusal.reason]}"), *_pieces(reply.refusal.next_step)])
    elif _is_side_by_side(reply):
        yield from sections([bold(_in_a_row([one.code for one in reply.codes]))])
        yield from _side_by_side(reply)
    elif reply.statements:
        yield from sections(_headline(reply.statements[0], reply))


def _headline(first: Statement, reply: Reply) -> Iterator[Mrkdwn]:
    """The first sentence in bold, the rest below it; when it is long, what the answer is about in bold."""
    sign, numbers = _sign(first.text), _marks_of(first, reply)
    lead, *_ = sentences_of(first.text) or [first.text]
    rest = first.text.removeprefix(lead).strip()
    if len(lead) > LONGEST_BOLD or "\n" in lead:
        title = _TITLES.get(reply.kind) if reply.kind else None
        yield bold(f"{sign}{title}") if title else Mrkdwn("")
        yield from _pieces(first.text if title else f"{sign}{first.text}", numbers)
        return
    yield joined([bold(f"{sign}{lead}"), plain("" if rest else numbers)], between=" ")
    yield from _pieces(rest, numbers) if rest else ()


def _sign(said: str) -> str:
    """What the first words say, as a sign: only where they say yes, or no."""
    if said.startswith(("Yes:", "Yes,", "Yes.")):
        return "✅ "
    return "⛔ " if said.startswith(("No:", "No,", "No.")) else ""


# -- codes side by side ------------------------------------------------------------------------------------------------


def _is_side_by_side(reply: Reply) -> bool:
    """A comparison that opens by saying what each code means: a table says it better."""
    return reply.kind == "compare" and len(reply.codes) > 1 and _only_names(reply.statements[:1], reply)


def _side_by_side(reply: Reply) -> tuple[Table, ...]:
    named = {one.text: _marks_of(one, reply) for one in reply.statements}
    rows = [
        (one.code, f"{one.descriptor or ''} {named.get(_naming(one), '')}".strip(), STATES[one.state])
        for one in reply.codes
    ]
    return tables(("Code", "Means", reply.release.day.isoformat()), rows)


def _naming(one: CodeMention) -> str:
    return f"{one.code} is {one.descriptor}."


def _only_names(statements: Sequence[Statement], reply: Reply) -> bool:
    return all(one.text in {_naming(code) for code in reply.codes} for one in statements) and bool(statements)


# -- what it rests on --------------------------------------------------------------------------------------------------


def _statements(reply: Reply) -> tuple[Section, ...]:
    side_by_side = _is_side_by_side(reply)
    shown = [
        one
        for place, one in enumerate(reply.statements)
        if not (_only_names([one], reply) if side_by_side else place == 0)
    ]
    return sections(line for one in shown for line in _pieces(f"•  {one.text}", _marks_of(one, reply)))


def _marks_of(statement: Statement, reply: Reply) -> str:
    return marks([reply.number_of(one) for one in statement.citations])


def _pieces(text: str, numbers: str = "") -> Iterator[Mrkdwn]:
    """A text of any length in lines that fit a section, its marks after the last."""
    whole = f"{text} {numbers}".strip()
    return (plain(piece) for piece in split(whole, LONGEST_LINE))


def _in_a_row(codes: Sequence[str]) -> str:
    """ "M54.2 and M54.12 side by side"; only the number of them when there are many."""
    return f"{in_a_row(tuple(codes))} side by side" if len(codes) <= 4 else f"{len(codes)} codes side by side"


# -- below the line ----------------------------------------------------------------------------------------------------


def _masked(kinds: tuple[str, ...]) -> tuple[Section, ...]:
    if not kinds:
        return ()
    told = f"Seen: {kinds_seen(kinds)}. Nothing past the door saw it. Please leave it out next time."
    return sections([bold("🔒 I masked what could tell who the patient is."), plain(told)])


def _sources(reply: Reply, links: Links) -> Iterator[Block]:
    lines = source_lines(reply.citations, links, reply.release.day)
    if lines:
        yield Divider()
        yield from contexts(lines)
    if reply.refusal is None:
        yield Context(text=release_line(reply.release, reply.writer))
