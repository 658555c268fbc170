"""Every citation resolves, and its quote stands word for word in the passage."""

from bot.drafts import Statement
from bot.guardrails.answer_checks.objections import Grounds
from knowledge.passages import Citation


def check(statement: Statement, grounds: Grounds) -> str | None:
    for citation in statement.citations:
        if not citation.is_verbatim:
            return f"its quote does not stand in {citation.passage.id}"
        if not _resolves(citation, grounds):
            return f"{citation.passage.id} is no passage of the corpus, or reads otherwise there"
    return None


def _resolves(citation: Citation, grounds: Grounds) -> bool:
    """Whether the house itself has the passage under this id, and the quote in it: a reader who looks it up must find it."""
    held = grounds.passage(citation.passage.id)
    return held is not None and citation.quote in held.text
