"""How edits read the diagnoses of a claim: in order, each as the tabular list prints it."""

from collections.abc import Sequence
from functools import lru_cache

from bot.claims import Authorities, Claim, ListedCode
from knowledge.code_set.codes import canonical

_CLAIMS = 8
"""Every edit of one claim asks for the same list; a claim is checked as a whole, so a few claims at a time are enough."""


def listed_codes(claim: Claim) -> tuple[ListedCode, ...]:
    return _listed(claim.diagnoses)


def known_codes(claim: Claim) -> tuple[str, ...]:
    """The diagnoses that have a code's shape, in order, each once."""
    return _known(claim.diagnoses)


def first_listed(claim: Claim) -> str | None:
    """The code of the first entry; None without one, or when it has no code's shape."""
    return listed_codes(claim)[0].code if claim.diagnoses else None


def reportable_codes(claim: Claim, authorities: Authorities) -> tuple[str, ...]:
    """The diagnoses that may be reported on the claim's day, in order, each once; none on a day beyond our tables."""
    code_set = authorities.code_set
    if not code_set.tables_first_day <= claim.day <= code_set.tables_last_day:
        return ()
    return tuple(code for code in known_codes(claim) if code_set.status(code, claim.day).billable)


def typed_as(claim: Claim, code: str) -> str:
    """The first entry of the claim that names the code, as typed."""
    return next((one.typed for one in listed_codes(claim) if one.code == code), code)


def where_it_stands(from_code: str) -> str:
    """The entry that a note stands at, as a reader looks it up: "M54.2", "chapter 19"."""
    return f"chapter {from_code}" if from_code.isdigit() else from_code


def after(words: str) -> str:
    """Words of a note as they follow others: some begin with a comma (", if applicable, any causal condition")."""
    return words if words.startswith(",") else f" {words}"


def listing(codes: Sequence[str]) -> str:
    """ "A", "A and B", "A, B and C"."""
    return codes[0] if len(codes) == 1 else f"{', '.join(codes[:-1])} and {codes[-1]}"


@lru_cache(_CLAIMS)
def _listed(diagnoses: tuple[str, ...]) -> tuple[ListedCode, ...]:
    return tuple(ListedCode(typed=typed, code=canonical(typed)) for typed in diagnoses)


@lru_cache(_CLAIMS)
def _known(diagnoses: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(one.code for one in _listed(diagnoses) if one.code is not None))
