"""The forms people fill in: a claim, a note, why an answer is wrong, an evaluation, a channel's settings."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from bot.claims import Setting
from bot.slack import ids
from bot.slack.rendering.kit import (
    Context,
    DateField,
    Input,
    ManyMenu,
    Menu,
    Modal,
    NumberField,
    Option,
    PeopleMenu,
    Radio,
    Section,
    TextField,
    Ticks,
)
from bot.slack.rendering.limits import MENU_OPTIONS, OPTION_TEXT, OPTION_VALUE, TYPED_TEXT, checked
from bot.slack.rendering.mrkdwn import bold, joined, plain, split

Reason = Literal["wrong_code", "wrong_source", "out_of_date", "other"]
Scope = Literal["all", "must_pass", "quick"]
ReplyIn = Literal["thread", "asker"]

REASONS: Final[dict[Reason, str]] = {
    "wrong_code": "Wrong code",
    "wrong_source": "Wrong or missing source",
    "out_of_date": "Out of date",
    "other": "Something else",
}
SCOPES: Final[dict[Scope, tuple[str, str]]] = {
    "all": ("Every case", "the whole of the suites chosen"),
    "must_pass": ("Must-pass cases", "the ones that may never fail"),
    "quick": ("A quick look", "a fixed sample of the suites chosen"),
}
SETTINGS: Final[dict[Setting, str]] = {"outpatient": "Outpatient or office", "inpatient": "Inpatient stay"}
SEXES: Final = {"F": "Female", "M": "Male", "X": "X", "U": "Unknown"}
REPLIES: Final[dict[ReplyIn, tuple[str, str]]] = {
    "thread": ("In the thread", "everybody in the channel can read the answer"),
    "asker": ("Only to the person who asked", "nobody else sees the answer"),
}
LONGEST_NOTE: Final = 3 * TYPED_TEXT
"""Characters: three fields, for Slack lets a person type 3,000 into one."""
_PRIVATE: Final = "Only you will see the reply. Leave out names, dates of birth, numbers and addresses; what I see of them is masked first."


@dataclass(frozen=True, slots=True, kw_only=True)
class Payer:
    id: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimForm:
    """What stands in the form already. `diagnoses` and `procedures` are as a biller types them, one a line."""

    diagnoses: str = ""
    procedures: str = ""
    payer: str | None = None
    date_of_service: date | None = None
    setting: Setting = "outpatient"
    age: int | None = None
    sex: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SuiteOffered:
    """A suite of cases and how many it has."""

    name: str
    cases: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineOffered:
    """What a run can be compared with: the accepted baseline, or an earlier run by its id."""

    id: str
    title: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChannelForm:
    """A channel's settings as they are now. `runners` are Slack's ids of those who may run evaluations."""

    payer: str | None = None
    setting: Setting = "outpatient"
    answer_everything: bool = False
    reply_in: ReplyIn = "thread"
    runners: tuple[str, ...] = ()


def check_modal(payers: Sequence[Payer], form: ClaimForm = ClaimForm(), metadata: str = "") -> Modal:
    """A claim to check. Fields: DIAGNOSES, PROCEDURES, PAYER, DATE_OF_SERVICE, SETTING, AGE, SEX."""
    return checked(
        Modal(
            callback_id=ids.CHECK_MODAL,
            title="Check a claim",
            submit="Check",
            metadata=metadata,
            parts=(
                Input(
                    block_id=ids.DIAGNOSES,
                    label="Diagnoses",
                    hint="One a line, in the claim's order.",
                    field=TextField(
                        is_long=True,
                        placeholder="M99.01\nM54.2",
                        written=form.diagnoses[:TYPED_TEXT],
                        longest=TYPED_TEXT,
                    ),
                ),
                Input(
                    block_id=ids.PROCEDURES,
                    label="Procedures",
                    hint="One a line: code, modifiers, units.",
                    is_optional=True,
                    field=TextField(
                        is_long=True, placeholder="98941-AT*1", written=form.procedures[:TYPED_TEXT], longest=TYPED_TEXT
                    ),
                ),
                _payer_input(payers, form.payer),
                Input(
                    block_id=ids.DATE_OF_SERVICE,
                    label="Date of service",
                    hint="Today when left empty.",
                    is_optional=True,
                    field=DateField(chosen=form.date_of_service.isoformat() if form.date_of_service else ""),
                ),
                _setting_input(form.setting),
                Input(
                    block_id=ids.AGE,
                    label="Age in years",
                    is_optional=True,
                    field=NumberField(least=0, most=130, written=form.age),
                ),
                _sex_input(form.sex),
            ),
        )
    )


def note_modal(codes: str = "", note: str = "", metadata: str = "") -> Modal:
    """A note to check. Fields: NOTE in three parts (NOTES), CODES, DATE_OF_SERVICE. Nothing of it is kept."""
    parts = [note[start : start + TYPED_TEXT] for start in range(0, LONGEST_NOTE, TYPED_TEXT)]
    return checked(
        Modal(
            callback_id=ids.NOTE_MODAL,
            title="Check a note",
            submit="Check",
            metadata=metadata,
            parts=(
                Context(text=plain(_PRIVATE)),
                *(
                    Input(
                        block_id=name,
                        label="The note" if place == 0 else "The note, continued",
                        is_optional=place > 0,
                        field=TextField(is_long=True, written=parts[place], longest=TYPED_TEXT),
                    )
                    for place, name in enumerate(ids.NOTES)
                ),
                Input(
                    block_id=ids.CODES,
                    label="Codes it should support",
                    hint="Left empty, I suggest the codes the note supports.",
                    is_optional=True,
                    field=TextField(placeholder="M53.82, M54.12", written=codes[:300], longest=300),
                ),
                Input(
                    block_id=ids.DATE_OF_SERVICE,
                    label="Date of service",
                    hint="Today when left empty.",
                    is_optional=True,
                    field=DateField(),
                ),
            ),
        )
    )


def feedback_modal(answer_id: str) -> Modal:
    """Why an answer is not right. Fields: REASON (a key of REASONS), DETAIL. `answer_id` comes back as metadata."""
    return checked(
        Modal(
            callback_id=ids.FEEDBACK_MODAL,
            title="What is not right?",
            submit="Send",
            metadata=answer_id,
            parts=(
                Input(
                    block_id=ids.REASON,
                    label="The answer",
                    field=Radio(options=tuple(Option(text=text, value=value) for value, text in REASONS.items())),
                ),
                Input(
                    block_id=ids.DETAIL,
                    label="What should it have said?",
                    hint="No patient's details, please. This becomes a draft test case.",
                    is_optional=True,
                    field=TextField(is_long=True, longest=1_000),
                ),
            ),
        )
    )


def eval_modal(suites: Sequence[SuiteOffered], baselines: Sequence[BaselineOffered], metadata: str = "") -> Modal:
    """An evaluation to run. Fields: SUITES (none chosen means all), SCOPE (a key of SCOPES), BASELINE (an id or NONE)."""
    scopes = tuple(Option(text=text, value=value, description=means) for value, (text, means) in SCOPES.items())
    compared = (*(_option(one.title, one.id) for one in baselines[: MENU_OPTIONS - 1]), _option("Nothing", ids.NONE))
    offered = tuple(_option(f"{one.name} ({one.cases:,})", one.name) for one in suites[:MENU_OPTIONS])
    return checked(
        Modal(
            callback_id=ids.EVAL_MODAL,
            title="Run an evaluation",
            submit="Run",
            metadata=metadata,
            parts=(
                *(
                    [
                        Input(
                            block_id=ids.SUITES,
                            label="Suites",
                            hint="All of them when none is chosen.",
                            is_optional=True,
                            field=ManyMenu(options=offered, placeholder="All suites"),
                        )
                    ]
                    if offered
                    else []
                ),
                Input(block_id=ids.SCOPE, label="Cases", field=Radio(options=scopes, chosen=scopes[0])),
                Input(block_id=ids.BASELINE, label="Compare with", field=Menu(options=compared, chosen=compared[0])),
                Context(text=plain("The run waits its turn; its progress and its result come into the thread.")),
            ),
        )
    )


def settings_modal(
    form: ChannelForm,
    payers: Sequence[Payer],
    *,
    is_channel: bool = True,
    names_runners: bool = False,
    metadata: str = "",
) -> Modal:
    """The settings of a channel, or of my own messages with the bot; `names_runners` for those who may say who runs evaluations."""
    everything = Option(text="Answer every question, not only mentions", value=ids.ANSWER_EVERYTHING)
    replies = {value: Option(text=text, value=value, description=means) for value, (text, means) in REPLIES.items()}
    of_a_channel = (
        Input(
            block_id=ids.ANSWER_EVERYTHING,
            label="When to answer",
            is_optional=True,
            field=Ticks(options=(everything,), chosen=(everything,) if form.answer_everything else ()),
        ),
        Input(
            block_id=ids.REPLY_IN,
            label="Where to answer",
            field=Radio(options=tuple(replies.values()), chosen=replies[form.reply_in]),
        ),
    )
    runners = Input(
        block_id=ids.EVAL_RUNNERS,
        label="Who may run evaluations",
        is_optional=True,
        field=PeopleMenu(chosen=form.runners, placeholder="Nobody yet"),
    )
    return checked(
        Modal(
            callback_id=ids.SETTINGS_MODAL,
            title="Settings",
            submit="Save",
            metadata=metadata,
            parts=(
                Context(
                    text=plain("They hold for this channel." if is_channel else "They hold for your messages with me.")
                ),
                _payer_input(payers, form.payer, hint="For questions that name none."),
                _setting_input(form.setting),
                *(of_a_channel if is_channel else ()),
                *([runners] if names_runners else []),
            ),
        )
    )


def sent_modal(title: str, told: str) -> Modal:
    """The word after a form was sent: where the reply will come."""
    return checked(
        Modal(
            callback_id="sent",
            title=title,
            close="Close",
            parts=(Section(text=joined([bold("✅ Sent"), *map(plain, split(told, 1_000))], between="\n")),),
        )
    )


def _payer_input(payers: Sequence[Payer], chosen: str | None, hint: str = "") -> Input:
    none = Option(text="No payer", value=ids.NONE)
    options = (none, *(_option(one.name, one.id) for one in payers[: MENU_OPTIONS - 1]))
    return Input(
        block_id=ids.PAYER,
        label="Payer",
        hint=hint,
        is_optional=True,
        field=Menu(options=options, chosen=next((one for one in options if one.value == chosen), none)),
    )


def _setting_input(chosen: Setting) -> Input:
    options = {value: Option(text=text, value=value) for value, text in SETTINGS.items()}
    return Input(
        block_id=ids.SETTING, label="Setting", field=Radio(options=tuple(options.values()), chosen=options[chosen])
    )


def _sex_input(chosen: str | None) -> Input:
    options = {value: Option(text=text, value=value) for value, text in SEXES.items()}
    return Input(
        block_id=ids.SEX,
        label="Sex on the claim",
        is_optional=True,
        field=Menu(options=tuple(options.values()), chosen=options.get(chosen or ""), placeholder="Not given"),
    )


def _option(text: str, value: str) -> Option:
    if len(value) > OPTION_VALUE:
        raise ValueError("an id is too long for a menu")
    return Option(text=text if len(text) <= OPTION_TEXT else f"{text[: OPTION_TEXT - 1]}…", value=value)
