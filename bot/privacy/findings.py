"""What a finder reports: a kind of identifier and where it stands, never the words themselves."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

Kind = Literal[
    "name",
    "address",
    "date",
    "age_over_89",
    "phone",
    "fax",
    "email",
    "ssn",
    "mrn",
    "member_id",
    "account",
    "license",
    "vehicle",
    "device",
    "url",
    "ip",
    "biometric",
    "other_id",
]
# The 18 Safe Harbor kinds of 45 CFR 164.514(b)(2), with ages over 89 told apart from dates.
KINDS: tuple[Kind, ...] = get_args(Kind)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identifier:
    """One identifier: `text[start:end]`, counted in Unicode code points of the text as it was given."""

    kind: Kind
    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            raise ValueError(f"a {self.kind} cannot stand at {self.start}:{self.end}")


Finder = Callable[[str], Iterator[Identifier]]


def merged(found: Iterable[Identifier]) -> tuple[Identifier, ...]:
    """The finds in order, overlapping ones joined into one that covers them all.

    The joined find takes the kind of its longest part; between equals, of the part that was reported first.
    """
    joined: list[Identifier] = []
    longest = 0
    for one in sorted(found, key=lambda one: one.start):
        length = one.end - one.start
        if not joined or one.start >= joined[-1].end:
            joined.append(one)
            longest = length
            continue
        last = joined[-1]
        kind = one.kind if length > longest else last.kind
        longest = max(longest, length)
        joined[-1] = Identifier(kind=kind, start=last.start, end=max(last.end, one.end))
    return tuple(joined)
