"""How it happened is never what it is: an external cause stands behind the condition."""

import pytest
from listed_claims import BEYOND, claim, names, told

from bot.claims import Authorities
from bot.guardrails.code_edits import external_cause_first

AT_FAULT = [
    ("a fall", ["W19.XXXA", "S93.401A"], "W19.XXXA", ("S93.401A", "W19.XXXA")),
    ("typed in lower case without a dot", ["w19xxxa", "s93401a"], "W19.XXXA", ("S93.401A", "W19.XXXA")),
    ("alone", ["V43.52XA"], "V43.52XA", None),
    ("two causes and nothing else", ["W19.XXXA", "Y92.009"], "W19.XXXA", None),
    ("two causes before the injury", ["W19.XXXA", "Y92.009", "S93.401A"], "W19.XXXA", ("S93.401A", "W19.XXXA")),
    ("before a heading", ["W19.XXXA", "S93.4", "M17.11"], "W19.XXXA", None),
    ("before a status that can't be first either", ["W19.XXXA", "Z98.1"], "W19.XXXA", None),
    ("a place", ["Y92.009", "M54.2"], "Y92.009", ("M54.2", "Y92.009")),
]
RIGHT = [
    ("after the injury", ["S93.401A", "W19.XXXA"]),
    ("after pain", ["M54.50", "X50.0XXA"]),
    ("none", ["M54.2"]),
    ("incomplete, which another edit says", ["W19", "S93.401A"]),
    ("no code first", ["fall", "W19.XXXA"]),
    ("nothing", []),
]


@pytest.mark.parametrize(("typed", "code", "order"), [row[1:] for row in AT_FAULT], ids=names(AT_FAULT))
def test_an_external_cause_first_is_blocked(
    authorities: Authorities, typed: list[str], code: str, order: tuple[str, ...] | None
) -> None:
    (finding,) = external_cause_first.edit(claim(*typed), authorities)

    assert (finding.severity, finding.codes) == ("block", (code,))
    assert (finding.suggestion.codes if finding.suggestion else None) == order
    assert finding.citation is not None and "never the first-listed" in finding.citation.quote


@pytest.mark.parametrize("typed", [row[1] for row in RIGHT], ids=names(RIGHT))
def test_an_external_cause_behind_a_condition_is_right(authorities: Authorities, typed: list[str]) -> None:
    assert told(external_cause_first.edit(claim(*typed), authorities)) == []


def test_beyond_our_tables_nothing_is_blocked(authorities: Authorities) -> None:
    assert external_cause_first.edit(claim("W19.XXXA", day=BEYOND), authorities) == ()
