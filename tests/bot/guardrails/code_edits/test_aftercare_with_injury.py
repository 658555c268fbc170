"""The injury code with D is the aftercare; an aftercare Z code beside it says it twice."""

import pytest
from listed_claims import BEYOND, claim, names, told

from bot.claims import Authorities
from bot.guardrails.code_edits import aftercare_with_injury

AT_FAULT = [
    ("orthopedic aftercare of a sprain", ["S83.511D", "Z47.89"], ("Z47.89", "S83.511D")),
    ("in the other order", ["Z47.89", "S83.511D"], ("Z47.89", "S83.511D")),
    ("however typed", ["s83511d", "z4789"], ("Z47.89", "S83.511D")),
    ("delayed healing of a fracture", ["S82.101G", "Z47.89"], ("Z47.89", "S82.101G")),
    ("a replaced hip after a fracture", ["S72.001D", "Z47.1"], ("Z47.1", "S72.001D")),
    ("surgical aftercare", ["S83.511D", "Z48.89"], ("Z48.89", "S83.511D")),
    ("therapy as other aftercare", ["S83.511D", "Z51.89"], ("Z51.89", "S83.511D")),
    ("a pathological fracture", ["M80.08XD", "Z47.89"], ("Z47.89", "M80.08XD")),
]
RIGHT = [
    ("a replaced joint, no injury", ["Z47.1", "Z96.641"]),
    ("the injury alone", ["S83.511D"]),
    ("active treatment", ["S83.511A", "Z47.89"]),
    ("a sequela", ["M25.561", "S83.511S", "Z47.89"]),
    ("dialysis is care of something else", ["S83.511D", "Z49.31"]),
    ("a complication is no injury", ["T84.54XD", "Z47.89"]),
    ("nothing", []),
]


@pytest.mark.parametrize(("typed", "codes"), [row[1:] for row in AT_FAULT], ids=names(AT_FAULT))
def test_aftercare_beside_a_healing_injury_is_asked_about(
    authorities: Authorities, typed: list[str], codes: tuple[str, ...]
) -> None:
    findings = aftercare_with_injury.edit(claim(*typed), authorities)

    assert told(findings) == [("query", codes)]
    assert findings[0].suggestion is not None and findings[0].suggestion.codes == ()


@pytest.mark.parametrize("typed", [row[1] for row in RIGHT], ids=names(RIGHT))
def test_aftercare_of_anything_else_is_right(authorities: Authorities, typed: list[str]) -> None:
    assert aftercare_with_injury.edit(claim(*typed), authorities) == ()


def test_beyond_our_tables_nothing_is_asked(authorities: Authorities) -> None:
    assert aftercare_with_injury.edit(claim("S83.511D", "Z47.89", day=BEYOND), authorities) == ()
