"""The Home tab: where to begin, what is in force, how fresh it is, what I asked, and my settings."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from bot.slack.ids import (
    HOME_CHECK_CLAIM,
    HOME_CHECK_NOTE,
    HOME_EVALS,
    HOME_SETTINGS,
    home_prompt,
)
from bot.slack.rendering.kit import Actions, Block, Button, Context, Divider, Facts, Header, Home, Section
from bot.slack.rendering.limits import checked
from bot.slack.rendering.mrkdwn import Mrkdwn, bold, clipped, joined, link, plain
from bot.slack.rendering.prompts import PROMPTS
from bot.slack.rendering.splitting import contexts, sections
from knowledge.code_set.codes import Release

MOST_RECENT: Final = 8
MOST_SHEETS: Final = 15
_LONGEST_QUESTION: Final = 140


@dataclass(frozen=True, slots=True, kw_only=True)
class SheetAge:
    """A payer sheet and when it was last read against its sources; `warning` says why it is stale, "" when it is not."""

    title: str
    reviewed_on: date
    warning: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentQuestion:
    """What I asked, masked; `thread` is the address of the thread, None when there is none to open."""

    text: str
    asked_on: date
    thread: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HomeState:
    """All that the Home tab shows. `codes`, `passages` and `sources` count what the index holds; `built_on` is its day."""

    release: Release
    tables_end: date
    codes: int
    passages: int
    sources: int
    built_on: date
    sheets: tuple[SheetAge, ...] = ()
    recent: tuple[RecentQuestion, ...] = ()
    payer: str | None = None
    setting: str = "outpatient"
    kept_days: int = 30
    may_run_evals: bool = False
    writer: str | None = field(default=None)


def home_view(state: HomeState) -> Home:
    """The Home tab of one person."""
    parts = [*_start(), *_in_force(state), *_sheets(state), *_recent(state), *_settings(state), *_fine_print(state)]
    return checked(Home(parts=tuple(parts)))


def _start() -> Iterator[Block]:
    yield Header(text="Ask a coding question")
    yield Section(
        text=plain(
            "Write to me here or mention me in a channel. Every statement carries the source that proves it;"
            " what I can't prove, I don't say."
        )
    )
    yield Actions(
        elements=tuple(Button(text=one.title, action_id=home_prompt(one.id), value=one.id) for one in PROMPTS)
    )
    yield Actions(
        elements=(
            Button(text="Check a claim", action_id=HOME_CHECK_CLAIM, style="primary"),
            Button(text="Check a note", action_id=HOME_CHECK_NOTE),
        )
    )


def _in_force(state: HomeState) -> Iterator[Block]:
    yield Divider()
    yield Header(text="In force today")
    yield Facts(
        fields=(
            _fact("Code set", state.release.code_set),
            _fact("Notes", f"{state.release.notes_from} tabular list"),
            _fact("Codes", f"{state.codes:,}"),
            _fact("Dates known until", state.tables_end.isoformat()),
            _fact("Guidance", f"{state.passages:,} passages of {state.sources:,} sources"),
            _fact("Index built", state.built_on.isoformat()),
        )
    )


def _fact(name: str, value: str) -> Mrkdwn:
    return joined([bold(name), plain(clipped(value, 300))], between="\n")


def _sheets(state: HomeState) -> Iterator[Block]:
    if not state.sheets:
        return
    stale = sorted((one for one in state.sheets if one.warning), key=lambda one: one.reviewed_on)
    fresh = sorted((one for one in state.sheets if not one.warning), key=lambda one: one.reviewed_on)
    yield Divider()
    yield Header(text="Payer sheets")
    if stale:
        yield from sections(
            [bold(f"⚠️ {len(stale)} of {len(state.sheets)} past their review"), *map(_sheet, stale[:MOST_SHEETS])]
        )
    shown = fresh[: MOST_SHEETS - min(len(stale), MOST_SHEETS)]
    yield from contexts(_sheet(one) for one in shown)
    hidden = len(state.sheets) - len(shown) - min(len(stale), MOST_SHEETS)
    if hidden:
        yield Context(text=plain(f"… and {hidden} more, all listed by codecite knowledge list."))


def _sheet(sheet: SheetAge) -> Mrkdwn:
    why = f": {sheet.warning}" if sheet.warning else ""
    return plain(clipped(f"•  {sheet.title}, reviewed {sheet.reviewed_on.isoformat()}{why}", 400))


def _recent(state: HomeState) -> Iterator[Block]:
    yield Divider()
    yield Header(text="My recent questions")
    if not state.recent:
        yield Context(text=plain("Nothing yet. Pick one of the questions above to begin."))
    yield from sections(_question(one) for one in state.recent[:MOST_RECENT])


def _question(asked: RecentQuestion) -> Mrkdwn:
    words = clipped(" ".join(asked.text.split()) or "(no words)", _LONGEST_QUESTION)
    opened = link(asked.thread, words) if asked.thread else plain(words)
    return joined([plain(f"•  {asked.asked_on.isoformat()}"), opened], between="  ")


def _settings(state: HomeState) -> Iterator[Block]:
    yield Divider()
    yield Header(text="My settings")
    yield Section(
        text=joined(
            [
                joined([bold("Payer"), plain(clipped(state.payer or "none: each question names its own", 200))], "  "),
                joined([bold("Setting"), plain(state.setting)], "  "),
            ],
            between="\n",
        ),
        beside=Button(text="Change", action_id=HOME_SETTINGS),
    )
    if state.may_run_evals:
        yield Actions(elements=(Button(text="Run an evaluation", action_id=HOME_EVALS),))


def _fine_print(state: HomeState) -> Iterator[Block]:
    yield Divider()
    worded = f" A language model ({state.writer}) words the answers; it never supplies a fact." if state.writer else ""
    yield Context(
        text=plain(
            "Never write who a patient is: names, dates of birth, numbers. What I see of it I mask before anything else reads it,"
            f" and I cannot promise to see all. Questions are kept, masked, for {state.kept_days} days.{worded}"
        )
    )
