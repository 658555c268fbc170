"""From feedback to case: a down-vote becomes a draft case that a person completes and moves into a suite."""

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Literal

import yaml

from bot.privacy import door
from bot.privacy.clean_text import CleanText
from evals.runs import write_whole

DownVote = Literal["wrong code", "wrong source", "out of date", "other"]
_ASKS: dict[DownVote, str] = {
    "wrong code": "recommended: [the right code]",
    "wrong source": "sources: [the passage that should be cited]",
    "out of date": 'says: ["what holds today"]',
    "other": 'says: ["what the reply must say"]',
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Feedback:
    """A down-vote: the masked question and the thread before it, what was answered, and why that was no good."""

    question: CleanText
    reason: DownVote
    day: date
    after: tuple[CleanText, ...] = ()
    answered: CleanText | None = None
    comment: CleanText | None = None
    payer: str | None = None


def draft_case(feedback: Feedback) -> str:
    """The case as YAML. Its `expect` is empty, so that no suite takes it before somebody has said what must hold."""
    case: dict[str, object] = {"id": _id(feedback), "ask": feedback.question.text}
    if feedback.after:
        case["after"] = [one.text for one in feedback.after]
    if feedback.payer:
        case["payer"] = feedback.payer
    case |= {"dos": feedback.day.isoformat(), "expect": {}, "tags": ["feedback", feedback.reason.replace(" ", "-")]}
    case |= {"source": "", "author": ""}
    said = [f"Down-voted as: {feedback.reason}."]
    said += [f"The person wrote: {feedback.comment.text}"] if feedback.comment else []
    said += [f"The reply was: {feedback.answered.text}"] if feedback.answered else []
    said += [
        "To complete: say under `expect` what must hold, for instance",
        f"    {_ASKS[feedback.reason]}",
        "name under `source` what makes that true, add your name, and move the file into evals/suites/ or your suites' folder.",
    ]
    body = yaml.safe_dump({"suite": "feedback", "cases": [case]}, sort_keys=False, allow_unicode=True, width=100)
    return _commented(said) + body


def write_draft(feedback: Feedback, folder: Path) -> Path:
    """Writes the draft into the folder; the same question twice is one draft."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{_id(feedback)}.yaml"
    write_whole(path, draft_case(feedback))
    return path


def masked(text: str) -> CleanText:
    """Text from outside, through the privacy door."""
    return door.clean(text)


def _id(feedback: Feedback) -> str:
    told = "\n".join((*(one.text for one in feedback.after), feedback.question.text, feedback.reason))
    return f"feedback-{feedback.day.isoformat()}-{hashlib.sha256(told.encode()).hexdigest()[:8]}"


def _commented(lines: list[str]) -> str:
    """Comment lines; a text of several lines stays inside the comment, whatever it holds."""
    return "".join(f"# {part}\n" for line in lines for part in line.splitlines() or [""])
