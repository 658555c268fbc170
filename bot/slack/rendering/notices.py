"""Short messages about the work itself: it is under way, it waits, it failed, it was not done, a person has it."""

from bot.slack.ids import CHECK_AGAIN, HOME_CHECK_NOTE
from bot.slack.rendering.kit import Actions, Block, Button, Context, Message, Section
from bot.slack.rendering.limits import checked
from bot.slack.rendering.mrkdwn import Mrkdwn, bold, clipped, joined, plain
from bot.slack.rendering.words import kinds_seen

STATUSES = ("Reading the question", "Looking it up", "Checking every statement against its source")
"""What the status line may say while an answer is made; Slack takes ten at most and each ends after two minutes."""
_LONGEST = 1_000


def placeholder_message() -> Message:
    """What stands in the thread until the answer replaces it."""
    return _short(plain("🔎 Looking it up …"))


def busy_message(position: int) -> Message:
    """The question waits its turn; it is not lost."""
    ahead = "You are next." if position <= 1 else f"You are number {position}."
    return _short(bold(f"⏳ Many are asking at once. {ahead}"), plain("Your answer comes here by itself."))


def full_message(waiting: int) -> Message:
    """The queue takes no more: nothing was kept."""
    return _short(
        bold("⏳ I can't take another question right now."),
        plain(f"{waiting:,} are waiting. Please ask again in a minute; nothing of yours was kept."),
    )


def error_message(
    reference: str, next_step: str = "Please ask again; if it fails again, tell your administrator."
) -> Message:
    """Something failed. `reference` is what the log names it by; neither repeats what was asked."""
    return _short(
        bold("⚠️ That did not work."),
        plain(clipped(next_step, _LONGEST)),
        grey=plain(f"Reference for your administrator: {clipped(reference, 100)}"),
    )


def private_notice_of_identifiers(kinds: tuple[str, ...]) -> Message:
    """To the person alone: which kinds of identifiers were seen in a channel, and what to do. Never the words."""
    return _short(
        bold("🔒 I did not answer, keep or repeat that message: it may tell who a patient is."),
        plain(f"I saw {kinds_seen(kinds)}."),
        plain(
            "Please delete the message, since others in the channel can read it. Then ask without those words,"
            " or check the note privately: only you will see the reply, and identifiers are masked first."
        ),
        buttons=(Button(text="Check a note privately", action_id=HOME_CHECK_NOTE, style="primary"),),
    )


def masking_failed_message() -> Message:
    """To the person alone: the text could not be proven free of identifiers, so it went nowhere."""
    return _short(
        bold("🔒 I did not keep that text: I could not be sure that nothing in it tells who a patient is."),
        plain("Please take out names, dates of birth, numbers and addresses, and ask again."),
    )


def note_lost_message() -> Message:
    """A note is never written down, so a restart loses it: the person is asked again."""
    return _short(
        bold("I was restarted while I read your note."),
        plain("I keep no notes, so it is gone. Please paste it again."),
        buttons=(Button(text="Check a note", action_id=HOME_CHECK_NOTE, style="primary"),),
    )


def not_allowed_message(what: str) -> Message:
    """The person may not do this. `what` is ours: "run evaluations"."""
    return _short(
        bold(f"You are not on the list of people who may {what}."),
        plain("Ask your administrator to add you in this channel's settings."),
    )


def unreadable_claim_message(why: str, next_step: str) -> Message:
    """What is wrong with a claim as typed; neither text repeats it."""
    return _short(
        bold(clipped(f"⚠️ {why}", _LONGEST)),
        plain(clipped(next_step, _LONGEST)),
        buttons=(Button(text="Fill in a form instead", action_id=CHECK_AGAIN),),
    )


def thanks_message(verdict_is_up: bool) -> Message:
    """The word after a thumb."""
    told = (
        "Thank you, noted."
        if verdict_is_up
        else "Thank you. This becomes a test case, so that it does not happen again."
    )
    return _short(plain(told))


def settings_saved_message() -> Message:
    return _short(plain("✅ Saved. The settings hold from the next question on."))


def _short(*lines: Mrkdwn, grey: Mrkdwn | None = None, buttons: tuple[Button, ...] = ()) -> Message:
    told = joined(lines, between="\n")
    parts: list[Block] = [Section(text=told)]
    if grey:
        parts.append(Context(text=grey))
    if buttons:
        parts.append(Actions(elements=buttons))
    return checked(Message(text=told.markup.replace("*", ""), parts=tuple(parts)))
