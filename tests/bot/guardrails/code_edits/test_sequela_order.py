"""What remains first, then the injury with S."""

import pytest
from listed_claims import BEYOND, claim, names, told

from bot.claims import Authorities
from bot.guardrails.code_edits import sequela_order

AT_FAULT = [
    ("the injury first", ["S13.4XXS", "M54.2"], ("S13.4XXS", "M54.2")),
    ("however typed", ["s134xxs", "m542"], ("S13.4XXS", "M54.2")),
    ("alone", ["S13.4XXS"], ("S13.4XXS",)),
    ("with its cause alone", ["S13.4XXS", "W19.XXXS"], ("S13.4XXS",)),
    ("after a reason for the visit", ["Z02.6", "S13.4XXS", "M54.2"], ("S13.4XXS", "M54.2")),
    ("beside a current injury alone", ["S93.401A", "S13.4XXS"], ("S13.4XXS",)),
    ("beside an old poisoning", ["T40.2X1S", "S13.4XXS"], ("T40.2X1S",)),
    ("an old osteoporotic fracture alone", ["M80.08XS"], ("M80.08XS",)),
]
RIGHT = [
    ("what remains first", ["M54.2", "S13.4XXS"]),
    ("chronic pain", ["G89.21", "S32.010S"]),
    ("one condition of two injuries", ["M54.2", "S13.4XXS", "S33.5XXS"]),
    ("other codes between", ["M54.2", "I10", "S13.4XXS"]),
    ("a lost leg", ["Z89.511", "S88.111S"]),
    ("a manifestation code after it, the exception", ["S06.0X0S", "F02.80"]),
    ("no sequela", ["S13.4XXA", "M54.2"]),
    ("a cause alone", ["M54.2", "W19.XXXS"]),
    ("a code that ends in S without an encounter", ["M54.2"]),
    ("a heading", ["S13.4"]),
    ("nothing", []),
]


@pytest.mark.parametrize(("typed", "codes"), [row[1:] for row in AT_FAULT], ids=names(AT_FAULT))
def test_a_sequela_without_or_before_what_remains_is_asked_about(
    authorities: Authorities, typed: list[str], codes: tuple[str, ...]
) -> None:
    assert told(sequela_order.edit(claim(*typed), authorities)) == [("query", codes)]


@pytest.mark.parametrize("typed", [row[1] for row in RIGHT], ids=names(RIGHT))
def test_a_sequela_after_what_remains_is_right(authorities: Authorities, typed: list[str]) -> None:
    assert sequela_order.edit(claim(*typed), authorities) == ()


def test_the_order_is_suggested_where_both_codes_are_there(authorities: Authorities) -> None:
    (finding,) = sequela_order.edit(claim("s134xxs", "M54.2"), authorities)

    assert finding.suggestion is not None
    assert (finding.suggestion.replaces, finding.suggestion.codes) == ("s134xxs", ("M54.2", "S13.4XXS"))


def test_beyond_our_tables_nothing_is_asked(authorities: Authorities) -> None:
    assert sequela_order.edit(claim("S13.4XXS", day=BEYOND), authorities) == ()
