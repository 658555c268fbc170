"""What we ask back, as buttons; as a menu when there are too many. They carry ids and codes, never what was asked."""

from collections.abc import Iterator
from typing import Final

from bot.drafts import Clarification
from bot.slack.ids import CHOOSE_FROM_MENU, LABEL_ENDS, ChoiceValue, choose_button
from bot.slack.rendering.kit import Actions, Block, Button, Context, Menu, Option
from bot.slack.rendering.limits import BUTTON_TEXT, MENU_OPTIONS, OPTION_TEXT
from bot.slack.rendering.mrkdwn import bold, plain, split
from bot.slack.rendering.splitting import LONGEST_LINE, contexts, sections

MOST_BUTTONS: Final = 8
"""More than these fill a phone's screen; a menu takes one line."""


def clarification(asked: Clarification, answer_id: str) -> Iterator[Block]:
    """The question, its choices, and what would be asked next."""
    yield from sections(bold(piece) for piece in split(f"❓ {asked.asks}", LONGEST_LINE))
    if asked.choices:
        yield Actions(
            elements=_buttons(asked, answer_id) if len(asked.choices) <= MOST_BUTTONS else (_menu(asked, answer_id),)
        )
    if len(asked.choices) > MENU_OPTIONS:
        yield Context(text=plain(f"The first {MENU_OPTIONS} of {len(asked.choices)} are listed; or answer in words."))
    if asked.then:
        following = " ".join(step.asks for step in asked.then)
        yield from contexts(plain(piece) for piece in split(f"Then: {following}", LONGEST_LINE))


def _buttons(asked: Clarification, answer_id: str) -> tuple[Button, ...]:
    return tuple(
        Button(
            text=_text(label, code, BUTTON_TEXT),
            action_id=choose_button(place),
            value=str(ChoiceValue(answer_id=answer_id, place=place, code=code)),
        )
        for place, (label, code) in enumerate(asked.choices)
    )


def _menu(asked: Clarification, answer_id: str) -> Menu:
    return Menu(
        action_id=CHOOSE_FROM_MENU,
        placeholder="Choose one",
        options=tuple(
            Option(
                text=_text(label, code, OPTION_TEXT),
                value=str(ChoiceValue(answer_id=answer_id, place=place, code=code)),
            )
            for place, (label, code) in enumerate(asked.choices[:MENU_OPTIONS])
        ),
    )


def _text(label: str, code: str | None, longest: int) -> str:
    """The label and the code; a long label ends with "…", the code stays whole."""
    ending = f"{LABEL_ENDS}{code}" if code and code != label else ""
    words = " ".join((label or code or "This one").split())
    room = longest - len(ending)
    return (words if len(words) <= room else f"{words[: room - 1].rstrip()}…") + ending
