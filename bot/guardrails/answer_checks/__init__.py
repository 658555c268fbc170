"""What a drafted answer must hold before it leaves, whoever wrote it. Nothing unproved passes.

A statement that fails a check goes; when it was the verdict, there is no answer left but a refusal.
"""

from dataclasses import replace

from bot.drafts import Draft, Statement
from bot.guardrails.answer_checks import (
    cited,
    claimed_states,
    descriptors,
    existing_codes,
    identifiers,
    invented_documentation,
    payment_promises,
    procedure_words,
    quoted,
    recommended_codes,
    stale_sheets,
    support,
)
from bot.guardrails.answer_checks.objections import Grounds, Objection, StatementCheck

__all__ = ["CHECKS", "Grounds", "Objection", "objections", "proven"]

CHECKS: tuple[tuple[str, StatementCheck], ...] = (
    ("cited", cited.check),
    ("quoted", quoted.check),
    ("support", support.check),
    ("existing codes", existing_codes.check),
    ("claimed states", claimed_states.check),
    ("descriptors", descriptors.check),
    ("procedure words", procedure_words.check),
    ("payment promises", payment_promises.check),
    ("invented documentation", invented_documentation.check),
)
"""The checks that look at one statement, the cheapest first; the first that fails speaks."""


def objections(draft: Draft, grounds: Grounds) -> tuple[Objection, ...]:
    """Why statements of the draft may not leave, in their order, at most one a check and statement. Pure."""
    found = [one for place, statement in enumerate(draft.statements) if (one := _objection(place, statement, grounds))]
    found.extend(identifiers.objections(draft.statements))
    found.extend(recommended_codes.objections(draft.statements, draft.codes, grounds))
    return tuple(sorted(found, key=lambda one: one.place))


def proven(draft: Draft, grounds: Grounds) -> Draft | None:
    """The draft without what fails a check, and with what must be said of it.

    None when the verdict is gone, or when no statement is left and nothing is asked.
    """
    failed = {one.place for one in objections(draft, grounds)}
    statements = tuple(one for place, one in enumerate(draft.statements) if place not in failed)
    if (failed and _lost_its_verdict(draft, failed)) or (not statements and draft.clarification is None):
        return None
    return replace(
        draft,
        statements=statements,
        codes=recommended_codes.reportable(draft.codes, grounds),
        findings=(*draft.findings, *stale_sheets.warnings(statements, draft.findings, grounds)),
    )


def _objection(place: int, statement: Statement, grounds: Grounds) -> Objection | None:
    for name, check in CHECKS:
        why = check(statement, grounds)
        if why is not None:
            return Objection(place=place, check=name, why=why)
    return None


def _lost_its_verdict(draft: Draft, failed: set[int]) -> bool:
    """A draft that tells what to report, or what not to, says so first; and each code it recommends is named in what is left."""
    if not any(one.role in ("recommended", "rejected") for one in draft.codes):
        return False
    left = " ".join(one.text for place, one in enumerate(draft.statements) if place not in failed)
    return 0 in failed or not all(one.code in left for one in draft.codes if one.role == "recommended")
