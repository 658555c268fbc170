"""An evaluation in its thread: that it waits, how far it is, and what came out; the table, the gate, and the report."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bot.slack.ids import OPEN_REPORT
from bot.slack.rendering.kit import Actions, Block, Button, Context, Message, Section
from bot.slack.rendering.limits import FALLBACK_TEXT, checked
from bot.slack.rendering.links import Links
from bot.slack.rendering.mrkdwn import Mrkdwn, bold, clipped, joined, person, plain, split
from bot.slack.rendering.splitting import LONGEST_LINE, messages, sections, tables
from evals.compare import Comparison
from evals.report.verdict import gated, headline
from evals.report.words import counted, percent
from evals.runs import Run

_BAR: Final = 20
_MOST_TURNED: Final = 5
_TONES: Final = {"fell": "📉", "rose": "📈", "even": "⚖️", "alone": "📊"}


@dataclass(frozen=True, slots=True, kw_only=True)
class EvalProgress:
    """How far a run is. `asked_by` is Slack's id; `seconds` is the time so far; `ahead` counts runs that go before it."""

    run_id: str
    asked_by: str
    done: int
    total: int
    failed: int
    seconds: float
    ahead: int = 0


def eval_queued(progress: EvalProgress) -> Message:
    waits = "It starts now." if progress.ahead == 0 else f"{counted(progress.ahead, 'run')} before it."
    return _told(bold(f"⏳ An evaluation of {counted(progress.total, 'case')} is queued."), plain(waits), progress)


def eval_progress(progress: EvalProgress) -> Message:
    """One line that grows: it replaces itself in the thread."""
    share = progress.done / progress.total if progress.total else 0.0
    full = min(_BAR, round(share * _BAR))
    bar = plain(f"{'█' * full}{'░' * (_BAR - full)}  {100 * share:.0f}%")
    told = plain(
        f"{progress.done:,} of {counted(progress.total, 'case')}, {progress.failed:,} failed so far, {_time_left(progress)}"
    )
    return _told(bold("🏃 The evaluation runs."), joined([bar, told], between="\n"), progress)


def eval_failed(progress: EvalProgress, next_step: str) -> Message:
    return _told(bold("⚠️ The evaluation stopped."), plain(clipped(next_step, 1_000)), progress)


def eval_result(run: Run, comparison: Comparison | None, links: Links, asked_by: str = "") -> tuple[Message, ...]:
    """What came out, in the words of the report: the headline, the gate, a table by suite, what turned worse."""
    head = headline(run, comparison)
    parts: list[Block] = [
        *sections(
            [
                bold(f"{_TONES[head.tone]} {head.title}"),
                *map(plain, split(head.lede, LONGEST_LINE)),
                _gate(run, comparison),
            ]
        ),
        *_by_suite(run, comparison),
        *(_turned(comparison) if comparison else ()),
        Context(text=_fine_print(run, asked_by)),
        *_report(run, links),
    ]
    return messages(plain(clipped(f"{head.title} {head.lede}", FALLBACK_TEXT)).markup, parts)


def _gate(run: Run, comparison: Comparison | None) -> Mrkdwn:
    judged = gated(run, comparison)
    return plain("✅ The gate holds." if judged.holds else f"⛔ The gate does not hold: {'; '.join(judged.reasons)}.")


def _by_suite(run: Run, comparison: Comparison | None) -> tuple[Block, ...]:
    before = {one.name: one.before for one in comparison.slices if one.dimension == "suite"} if comparison else {}
    rows = [
        (
            one.name,
            f"{one.rate.n:,}",
            percent(before[one.name].value) if one.name in before else "",
            percent(one.rate.value),
        )
        for one in run.summary.slices
        if one.dimension == "suite"
    ]
    rows.append(
        (
            "All",
            f"{run.summary.passed.n:,}",
            percent(comparison.rate_before.value) if comparison else "",
            percent(run.summary.passed.value),
        )
    )
    if comparison is None:
        return tables(("Suite", "Cases", "Pass"), [(name, cases, now) for name, cases, _, now in rows])
    return tables(("Suite", "Cases", "Before", "Now"), rows)


def _turned(comparison: Comparison) -> Iterator[Section]:
    if comparison.worse:
        shown = comparison.worse[:_MOST_TURNED]
        lines = [plain(clipped(f"•  {one.id}: {one.why}", 500)) for one in shown]
        more = len(comparison.worse) - len(shown)
        lines += [plain(f"… and {more:,} more in the report.")] if more > 0 else []
        yield from sections([bold(f"Turned worse: {counted(len(comparison.worse), 'case')}"), *lines])


def _fine_print(run: Run, asked_by: str) -> Mrkdwn:
    said = plain(f"Run {run.id} · {run.duration_s:.0f} s · cases dated {run.settings.today.isoformat()}")
    return joined([said, plain(" · asked for by ") + person(asked_by)]) if asked_by else said


def _report(run: Run, links: Links) -> Iterator[Block]:
    address = links.run_report(run.id)
    if address:
        yield Actions(elements=(Button(text="Open the report", action_id=OPEN_REPORT, url=address),))


def _time_left(progress: EvalProgress) -> str:
    if not progress.done:
        return "begun just now"
    left = progress.seconds / progress.done * (progress.total - progress.done)
    return "nearly done" if left < 5 else f"about {left:.0f} s left" if left < 90 else f"about {left / 60:.0f} min left"


def _told(title: Mrkdwn, told: Mrkdwn, progress: EvalProgress) -> Message:
    grey = joined([plain(f"Run {clipped(progress.run_id, 80)} · asked for by "), person(progress.asked_by)])
    parts = (Section(text=joined([title, told], between="\n")), Context(text=grey))
    return checked(Message(text=plain("The evaluation: ").markup + told.markup, parts=parts))
