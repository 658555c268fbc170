"""Four questions to begin with: on the Home tab, in the agent's view, and in the manifest, the same everywhere."""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Prompt:
    """`title` is on the button, `message` is what is asked."""

    id: str
    title: str
    message: str


PROMPTS: Final = (
    Prompt(id="billable", title="Is a code billable?", message="Is M53.82 billable today?"),
    Prompt(id="together", title="May two codes stand together?", message="Can I bill M54.2 with M50.222?"),
    Prompt(id="find", title="Find the code", message="Which code is right tennis elbow?"),
    Prompt(id="document", title="What must the note show?", message="What must the note show for M53.82?"),
)
"""Slack shows at most four."""


def prompt_named(prompt_id: str) -> Prompt | None:
    return next((one for one in PROMPTS if one.id == prompt_id), None)
