"""Rules on what passages say of a code's standing: held against the code set, and against each other."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from knowledge.code_set.code_set import CodeSet
from knowledge.code_set.mentions import find_mentions
from knowledge.lint.codes import A_DATE, children_of
from knowledge.lint.faults import Fault
from knowledge.lint.pages import PageEntry

_QUALITY = r"(?:valid|billable|reportable|complete)"
_IS_BILLABLE = re.compile(
    rf"^\s*(?:is|remains|stays)\s+(?:still\s+|now\s+)?(?:an?\s+)?(?:{_QUALITY}(?:\s*(?:,|and|,\s*and)\s*(?:\w+\s+)?)?)+(?:\s+(?:icd-10(?:-cm)?\s+)?codes?\b|\s*[.,;]|\s+(?:and|for|today|now|on)\b|$)",
    re.IGNORECASE,
)
_IS_NOT = re.compile(
    rf"^\s*(?:(?:is|has been)\s+(?:now\s+|only\s+)?an?\s+(?:category\s+)?(?:header|heading)\b|is\s+(?:not|never|no longer)\s+(?:an?\s+)?{_QUALITY}\b|"
    r"can(?:not|'t| not) be (?:reported|billed|submitted)\b|is\s+(?:now\s+)?deleted\b)",
    re.IGNORECASE,
)
_PAST = re.compile(r"\b(?:until|up to|through|before|earlier|previously|was|were)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """That a passage calls a code billable, or not billable, today."""

    code: str
    billable: bool
    entry: PageEntry
    line: int


def standings(entry: PageEntry, code_set: CodeSet) -> Iterator[Standing]:
    """What a passage says of a code's standing; sentences about the past or with a date say nothing about today."""
    for start, sentence in entry.prose.sentences():
        if A_DATE.search(sentence) or _PAST.search(sentence):
            continue
        for mention in find_mentions(sentence, lambda code: code_set.code(code) is not None):
            rest = sentence[mention.end :]
            if (
                mention.is_single
                and (billable := True if _IS_BILLABLE.match(rest) else False if _IS_NOT.match(rest) else None)
                is not None
            ):
                yield Standing(
                    code=mention.code, billable=billable, entry=entry, line=entry.prose.line_at(start + mention.start)
                )


def wrong_standings(said: Iterable[Standing], code_set: CodeSet, day: date) -> Iterator[Fault]:
    """A code called billable that is not on `day`, or the other way round."""
    for one in said:
        state = code_set.status(one.code, day).state
        if state != "unknown" and one.billable != (state == "billable"):
            yield Fault(
                file=one.entry.file,
                line=one.line,
                rule="wrong-standing",
                severity="error",
                message=f"{one.code} is called {'billable' if one.billable else 'not billable'}; on {day} its state is {state}.",
                mend=children_of(one.code, code_set, day)
                if state == "header"
                else "Mend the sentence, or give the date it holds for.",
            )


def contradicting_standings(said: Iterable[Standing]) -> Iterator[Fault]:
    """Two passages of which one calls a code billable and the other not, both of today."""
    first: dict[str, Standing] = {}
    for one in said:
        other = first.setdefault(one.code, one)
        if other.billable != one.billable:
            yield Fault(
                file=one.entry.file,
                line=one.line,
                rule="contradicting-passages",
                severity="error",
                message=f"{one.code} is called {_word(one.billable)} here and {_word(other.billable)} at {other.entry.file}:{other.line}.",
                mend="Keep the sentence that the code set bears out, or give each the date it holds for.",
            )


def _word(billable: bool) -> str:
    return "billable" if billable else "not billable"
