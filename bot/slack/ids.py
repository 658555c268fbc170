"""Every name Slack sends back to us, once: commands, actions, callbacks, fields, and what a button carries (ids only)."""

import re
from dataclasses import dataclass
from typing import Final, Literal

from knowledge.errors import RequestError

# -- what a person starts ----------------------------------------------------------------------------------------------

COMMAND_CODE: Final = "/code"
COMMAND_CHECK: Final = "/check"
COMMAND_CHECK_NOTE: Final = "/check-note"
COMMAND_CODING_EVALS: Final = "/coding-evals"
COMMANDS: Final = (COMMAND_CODE, COMMAND_CHECK, COMMAND_CHECK_NOTE, COMMAND_CODING_EVALS)

SHORTCUT_CHECK_NOTE: Final = "check_this_note"
SHORTCUT_CHECK_CODES: Final = "check_these_codes"
SHORTCUTS: Final = (SHORTCUT_CHECK_NOTE, SHORTCUT_CHECK_CODES)

# -- buttons, action_id ------------------------------------------------------------------------------------------------

FEEDBACK: Final = "feedback"
ASK_A_PERSON: Final = "ask_a_person"
RESOLVE: Final = "resolve_escalation"
CHOOSE: Final = re.compile(r"^choose(?:_\d{1,2})?$")
"""Clarification: `choose_0`, `choose_1` … are buttons, `choose` the menu when there are too many for buttons."""
CHOOSE_FROM_MENU: Final = "choose"
HOME_PROMPT: Final = re.compile(r"^home_prompt_[a-z_]+$")
HOME_CHECK_CLAIM: Final = "home_check_claim"
HOME_CHECK_NOTE: Final = "home_check_note"
HOME_SETTINGS: Final = "home_settings"
HOME_EVALS: Final = "home_evals"
CHECK_AGAIN: Final = "check_claim_again"
OPEN_THREAD: Final = "open_thread"
OPEN_REPORT: Final = "open_report"
OPEN_LINK: Final = re.compile(r"^open_[a-z_]+$")
"""Buttons that only open an address; Slack reports the click all the same, and it must be acknowledged."""


def choose_button(place: int) -> str:
    return f"choose_{place}"


def home_prompt(prompt_id: str) -> str:
    return f"home_prompt_{prompt_id}"


# -- modals, callback_id -----------------------------------------------------------------------------------------------

CHECK_MODAL: Final = "check_claim"
NOTE_MODAL: Final = "check_note"
FEEDBACK_MODAL: Final = "feedback_reason"
EVAL_MODAL: Final = "run_evals"
SETTINGS_MODAL: Final = "channel_settings"
MODALS: Final = (CHECK_MODAL, NOTE_MODAL, FEEDBACK_MODAL, EVAL_MODAL, SETTINGS_MODAL)

# -- fields of modals: block_id; the element within is always VALUE ----------------------------------------------------

VALUE: Final = "value"
DIAGNOSES: Final = "diagnoses"
PROCEDURES: Final = "procedures"
PAYER: Final = "payer"
DATE_OF_SERVICE: Final = "date_of_service"
SETTING: Final = "setting"
AGE: Final = "age"
SEX: Final = "sex"
NOTE: Final = "note"
NOTES: Final = (NOTE, "note_2", "note_3")
"""A note is typed into three fields: Slack takes 3,000 characters in one."""
CODES: Final = "codes"
REASON: Final = "reason"
DETAIL: Final = "detail"
SUITES: Final = "suites"
SCOPE: Final = "scope"
BASELINE: Final = "baseline"
ANSWER_EVERYTHING: Final = "answer_everything"
REPLY_IN: Final = "reply_in"
EVAL_RUNNERS: Final = "eval_runners"

NONE: Final = "none"
"""The value of "no payer" and "no baseline" in a menu: Slack's menus know no empty choice once one is taken."""

# -- what a button carries ---------------------------------------------------------------------------------------------

Verdict = Literal["up", "down"]
_SEPARATOR: Final = "|"


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedbackValue:
    """A thumb on an answer."""

    answer_id: str
    verdict: Verdict

    def __str__(self) -> str:
        return _joined(self.answer_id, self.verdict)

    @classmethod
    def read(cls, value: str) -> "FeedbackValue":
        """Raises RequestError for what no button of ours carries."""
        answer_id, verdict = _parts(value, 2)
        if verdict not in ("up", "down"):
            raise _foreign()
        return cls(answer_id=answer_id, verdict="up" if verdict == "up" else "down")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChoiceValue:
    """A choice of a clarification: which answer asked, the choice's place from 0, and its code when it names one.

    The label is what the button or the menu says up to LABEL_ENDS; Slack sends it back with the click.
    """

    answer_id: str
    place: int
    code: str | None = None

    def __str__(self) -> str:
        return _joined(self.answer_id, str(self.place), self.code or "")

    @classmethod
    def read(cls, value: str) -> "ChoiceValue":
        """Raises RequestError for what no button of ours carries."""
        answer_id, place, code = _parts(value, 3)
        if not place.isdecimal():
            raise _foreign()
        return cls(answer_id=answer_id, place=int(place), code=code or None)


LABEL_ENDS: Final = " · "


def label_of(button_text: str) -> str:
    """The choice's own words in a button's text: "Right elbow · M25.521" says "Right elbow"."""
    return button_text.split(LABEL_ENDS, 1)[0]


def _joined(*parts: str) -> str:
    if any(_SEPARATOR in part for part in parts):
        raise ValueError("an id cannot hold the separator of ids")
    return _SEPARATOR.join(parts)


def _parts(value: str, number: int) -> list[str]:
    parts = value.split(_SEPARATOR)
    if len(parts) != number or not parts[0]:
        raise _foreign()
    return parts


def _foreign() -> RequestError:
    return RequestError("The button is not one of ours.", "Ask the question again.")
