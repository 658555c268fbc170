"""What a check is given and what it gives back: the grounds of an answer, and an objection to one of its statements."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from bot.claims import Authorities, Finding
from bot.drafts import Statement
from bot.questions.question import Question
from knowledge.code_set.code_set import CodeSet
from knowledge.passages import Passage


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """What a draft is held against.

    `passage` finds a passage by its id; `stale` gives the warning on the payer sheet a passage comes from, None when it
    needs none.
    """

    question: Question
    authorities: Authorities
    passage: Callable[[str], Passage | None]
    stale: Callable[[Passage], Finding | None]

    @property
    def code_set(self) -> CodeSet:
        return self.authorities.code_set

    @property
    def day(self) -> date:
        return self.question.day

    @property
    def days(self) -> tuple[date, ...]:
        """The date of service, and every other day the question names."""
        return (self.question.day, *self.question.days)

    @property
    def asked(self) -> str:
        """The question as it stands alone: what it says needs no proof."""
        return self.question.query.text


@dataclass(frozen=True, slots=True, kw_only=True)
class Objection:
    """Why one statement of a draft may not leave. `place` counts the statements from 0."""

    place: int
    check: str
    why: str


StatementCheck = Callable[[Statement, Grounds], str | None]
"""Why a statement fails, in words that repeat nothing a person typed but codes and numbers; None when it holds."""


def stands_verbatim(statement: Statement) -> bool:
    """Whether what is said is word for word what is quoted."""
    return any(statement.text in citation.quote for citation in statement.citations)
