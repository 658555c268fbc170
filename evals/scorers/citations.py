"""Citation recall and precision after ALCE (Gao et al. 2023), with the house's own support test instead of a model's.

Recall: the share of statements that what they cite proves. Precision: the share of citations that count: of a statement that
is proved, one that proves it alone, or without which the rest no longer does.
"""

from dataclasses import replace

from bot.drafts import Statement
from bot.guardrails.answer_checks.support import is_supported, unsupported
from evals.cases import Case
from evals.observed import Observed
from evals.scorers.score import Score, listed


def score(case: Case, seen: Observed) -> tuple[Score, ...]:
    """On every answer with statements, whatever its key says."""
    if not seen.statements:
        return ()
    proved = [_is_proved(one, seen) for one in seen.statements]
    unproved = [one for one, holds in zip(seen.statements, proved, strict=True) if not holds]
    counted = [
        holds and _counts(statement, place, seen)
        for statement, holds in zip(seen.statements, proved, strict=True)
        for place in range(len(statement.citations))
    ]
    recall = Score(
        name="citation recall",
        value=sum(proved) / len(proved),
        passed=not unproved,
        reason=_why(unproved[0], seen) if unproved else f"All {len(proved)} statements are proved by what they cite.",
    )
    if not counted:
        return (recall,)
    idle = len(counted) - sum(counted)
    told = f"{idle} of {len(counted)} citations prove nothing." if idle else f"All {len(counted)} citations count."
    return recall, Score(name="citation precision", value=sum(counted) / len(counted), passed=None, reason=told)


def _is_proved(statement: Statement, seen: Observed) -> bool:
    return is_supported(statement, seen.given, seen.days)


def _counts(statement: Statement, place: int, seen: Observed) -> bool:
    alone = replace(statement, citations=(statement.citations[place],))
    rest = replace(statement, citations=(*statement.citations[:place], *statement.citations[place + 1 :]))
    return _is_proved(alone, seen) or not _is_proved(rest, seen)


def _why(statement: Statement, seen: Observed) -> str:
    told = f"“{statement.text[:120]}{'…' if len(statement.text) > 120 else ''}”"
    if not statement.citations:
        return f"{told} cites nothing."
    if not all(one.is_verbatim for one in statement.citations):
        return f"{told} quotes words that don't stand in the passage."
    return f"{told} says {listed(unsupported(statement, seen.given, seen.days))}, which its quotes don't."
