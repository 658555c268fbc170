"""How edits read the diagnoses of a claim: in order, each as the tabular list prints it."""

from collections.abc import Iterator

from bot.claims import Claim, ListedCode
from knowledge.code_set.codes import canonical


def listed_codes(claim: Claim) -> Iterator[ListedCode]:
    for typed in claim.diagnoses:
        yield ListedCode(typed=typed, code=canonical(typed))


def known_codes(claim: Claim) -> tuple[str, ...]:
    """The diagnoses that have a code's shape, in order, each once."""
    return tuple(dict.fromkeys(one.code for one in listed_codes(claim) if one.code is not None))
