"""Short builders of statements and passages."""

from bot.drafts import Statement
from knowledge.passages import Citation, Passage, Source

SOURCE = Source(id="s", title="t", publisher="p", edition="e", label="primary")


def passage(text: str, name: str = "p") -> Passage:
    return Passage(id=name, title="t", text=text, source=SOURCE)


def said(text: str, *quotes: str) -> Statement:
    """A statement that cites each quote from a passage of its own; without one, a passage about something else."""
    return Statement(
        text=text,
        citations=tuple(Citation(passage=passage(one), quote=one) for one in quotes or ("Nothing bears on it.",)),
    )
