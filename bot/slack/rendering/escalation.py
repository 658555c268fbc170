"""A question that a person should look at: what the experts' channel shows, and what the one who asked hears."""

from dataclasses import dataclass, replace

from bot.drafts import Reply
from bot.privacy.clean_text import CleanText
from bot.slack.ids import OPEN_THREAD, RESOLVE
from bot.slack.rendering.kit import Actions, Block, Button, Context, Divider, Header, Message, Section
from bot.slack.rendering.limits import checked
from bot.slack.rendering.links import Links
from bot.slack.rendering.mrkdwn import Mrkdwn, bold, clipped, joined, person, plain, safe_address
from bot.slack.rendering.sources import marks, source_lines
from bot.slack.rendering.splitting import contexts

_LONGEST_QUESTION = 1_200
_MOST_STATEMENTS = 6
_LONGEST_STATEMENT = 400
_MOST_SOURCES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Escalation:
    """`asked_by` and `resolved_by` are Slack's ids of people; `thread` the address of the thread, None when it is private."""

    id: str
    asked_by: str
    question: CleanText
    reply: Reply | None
    thread: str | None = None
    resolved_by: str | None = None


def escalation_message(escalation: Escalation, links: Links) -> Message:
    """The question as it was masked, the draft with its sources, and the button that closes the loop."""
    title = "Resolved" if escalation.resolved_by else "A colleague asks for a person"
    parts: list[Block] = [
        Header(text=f"{'✅' if escalation.resolved_by else '🙋'} {title}"),
        Section(text=joined([bold("Asked by "), person(escalation.asked_by)])),
        Section(text=_quoted(escalation.question.text)),
        *(_draft(escalation.reply, links) if escalation.reply else ()),
        *_closing(escalation),
    ]
    return checked(Message(text=title, parts=tuple(parts)))


def resolved(escalation: Escalation, by: str) -> Escalation:
    """The same escalation, closed by a person."""
    return replace(escalation, resolved_by=by)


def escalated_notice() -> Message:
    """To the one who asked: a person has it now."""
    return _told(
        "🙋 A person will look at this. I have passed on your question, masked, and my draft with its sources."
    )


def resolved_notice(by: str) -> Message:
    """To the one who asked: the loop is closed."""
    words = joined([plain("✅ "), person(by), plain(" has looked at your question and marked it as resolved.")])
    return checked(Message(text="Your question was resolved.", parts=(Section(text=words),)))


def no_people_notice() -> Message:
    """To the one who asked, when no channel for people is set."""
    return _told("No channel for questions to people is set up here. Please ask your certified coder directly.")


def _told(words: str) -> Message:
    return checked(Message(text=plain(words).markup, parts=(Section(text=plain(words)),)))


def _quoted(text: str) -> Mrkdwn:
    lines = clipped(text, _LONGEST_QUESTION).split("\n")
    return joined((Mrkdwn("&gt; ") + plain(line) for line in lines if line.strip()), between="\n") or plain(
        "(no words)"
    )


def _draft(reply: Reply, links: Links) -> tuple[Block, ...]:
    shown = reply.statements[:_MOST_STATEMENTS]
    lines = [
        plain(
            f"•  {clipped(one.text, _LONGEST_STATEMENT)} {marks([reply.number_of(cited) for cited in one.citations])}"
        )
        for one in shown
    ]
    if reply.refusal is not None:
        lines.append(plain(clipped(reply.refusal.next_step, _LONGEST_STATEMENT)))
    more = len(reply.statements) - len(shown)
    if more > 0:
        lines.append(plain(f"… and {more} more in the thread."))
    if not lines:
        return ()
    sources = source_lines(reply.citations, links, reply.release.day)[:_MOST_SOURCES]
    return Section(text=joined([bold("What I drafted"), *lines], between="\n")), Divider(), *contexts(sources)


def _closing(escalation: Escalation) -> tuple[Block, ...]:
    if escalation.resolved_by:
        return (Context(text=joined([plain("Resolved by "), person(escalation.resolved_by)])),)
    opens = safe_address(escalation.thread or "")
    buttons = [Button(text="Mark as resolved", action_id=RESOLVE, value=escalation.id, style="primary")]
    if opens and escalation.thread:
        buttons.append(Button(text="Open the thread", action_id=OPEN_THREAD, url=escalation.thread))
    return (Actions(elements=tuple(buttons)),)
