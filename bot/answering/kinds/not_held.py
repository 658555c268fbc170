"""Asked by name for what we have not: a payer without a sheet, a document by its number, an amount of money."""

import re

from bot.answering.reference import Reference
from bot.questions.question import Question
from bot.questions.refusals import Refusal, not_held
from retrieval.words import plain

_NO_SHEET = re.compile(
    r"\b(kaiser|molina|centene|ambetter|oscar health|wellcare|anthem|highmark|premera|regence|carefirst|horizon|florida blue|emblem"
    r"|medi-?cal|medicaid|va|veterans|geico|state farm|progressive|allstate|travelers|liberty mutual)\b"
)
"""Payers people name that we hold no sheet on; a name is all that stands here."""
_OF_A_STRANGER = re.compile(
    r"\b(?:[Dd]oes|[Dd]o|[Ww]ill|[Cc]an|[Ii]s it covered by)\s+(?:the\s+)?((?:[A-Z][a-z]+\s+)*(?:[A-Z][a-z]+)\s+(?:Mutual|Health|Insurance|Plan|Assurance|Benefits|Care)\b)"
)
_DOCUMENT = re.compile(
    r"\b(?P<number>[LA]\d{5})\b|\b(?:policy|bulletin|cpb|guideline|article|lcd|ncd|document)\s*(?:no\.?|number|#)?\s*(?P<policy>[A-Z]{1,4}-?\d{2,6}[A-Z]?|\d{3,6})\b",
    re.IGNORECASE,
)
_MONEY = re.compile(
    r"\bhow much (?:does|do|will|would|did|is|are|can)\b[^?]*\b(?:pays?|paid|reimburses?d?|allows?|costs?|worth|charge|get)\b"
    r"|\b(?:fee schedule (?:amount|for|rate)|allowed amount|rvus?\b|reimbursement (?:rate|amount)|payment (?:rate|amount)|conversion factor|what does \w+ pay for)"
)
_THRESHOLD = re.compile(r"\bthreshold|\bkx\b|\bcap\b")


def not_held_by_name(question: Question, reference: Reference) -> Refusal | None:
    """The refusal for what is asked for by a name that nothing here bears; None when no such name is said."""
    text = question.query.text
    said = plain(f"{question.payer or ''} {text}")
    if _MONEY.search(said) and not _THRESHOLD.search(said):
        return not_held(
            "payment amounts: no fee schedule is loaded, not held for any payer",
            "Look it up in the payer's own fee schedule; for Medicare that is the Physician Fee Schedule look-up.",
        )
    for found in _DOCUMENT.finditer(text):
        number = found["number"] or found["policy"]
        if not _stands_somewhere(number, reference):
            return not_held(
                f"{number.upper()}: no document of that number is here",
                f"Read it at its publisher. The sheets I do hold: {held(reference)}.",
            )
    stranger = _OF_A_STRANGER.search(text)
    unknown_payer = question.payer and reference.sheets.find_payer(question.payer) is None
    if unknown_payer or _NO_SHEET.search(said) or (stranger and not _known_payer(stranger[1], reference)):
        return not_held(
            "that payer: no sheet on it",
            f"Look in its provider manual or policy site, or add a sheet of your own. I hold {held(reference)}.",
        )
    return None


def held(reference: Reference) -> str:
    """The payers we have sheets on, as one phrase."""
    return ", ".join(payer.name for payer in reference.sheets.payers())


def _known_payer(name: str, reference: Reference) -> bool:
    parts = name.split()
    return any(
        reference.sheets.find_payer(" ".join(parts[start:stop])) is not None
        for start in range(len(parts))
        for stop in range(start + 1, len(parts) + 1)
    )


def _stands_somewhere(number: str, reference: Reference) -> bool:
    wanted = number.casefold()
    return any(
        wanted in f"{one.text} {one.title} {one.section} {one.source.title} {one.source.url}".casefold()
        for one in reference.library.passages.values()
    )
