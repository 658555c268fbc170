"""What comes from a payer sheet past its review is marked as such."""

from collections.abc import Sequence

from bot.claims import Finding
from bot.drafts import Statement
from bot.guardrails.answer_checks.objections import Grounds


def warnings(statements: Sequence[Statement], said: Sequence[Finding], grounds: Grounds) -> tuple[Finding, ...]:
    """A finding for each stale sheet that a statement cites and that no finding speaks of yet."""
    spoken_of = {one.authority for one in said}
    found: dict[str, Finding] = {}
    for statement in statements:
        for citation in statement.citations:
            warning = grounds.stale(citation.passage)
            if warning is not None and warning.authority not in spoken_of:
                found.setdefault(warning.authority, warning)
    return tuple(found.values())
