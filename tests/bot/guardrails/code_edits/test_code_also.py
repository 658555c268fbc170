"""Code also notes: told of, without an order."""

import pytest
from listed_claims import claim, told

from bot.claims import Authorities
from bot.guardrails.code_edits import code_also

FIRES = [
    ("own note, no codes printed", ["G44.86"]),
    ("own note, not met", ["F45.42"]),
    ("inherited from the category", ["S13.4XXA"]),
    ("of a subcategory", ["I50.22"]),
]
SILENT = [
    ("met", ["F45.42", "G89.29"]),
    ("met in the other order", ["G89.29", "F45.42"]),
    ("no note", ["M54.2"]),
    ("a heading", ["S13.4"]),
]


@pytest.mark.parametrize("typed", [row[1] for row in FIRES], ids=[row[0] for row in FIRES])
def test_a_code_also_note_informs_and_sets_no_order(authorities: Authorities, typed: list[str]) -> None:
    findings = code_also.edit(claim(*typed), authorities)

    assert told(findings) == [("inform", (typed[0],))]
    assert "The order is free" in findings[0].message
    assert findings[0].citation is not None and findings[0].citation.is_verbatim


@pytest.mark.parametrize("typed", [row[1] for row in SILENT], ids=[row[0] for row in SILENT])
def test_a_note_that_is_met_or_absent_says_nothing(authorities: Authorities, typed: list[str]) -> None:
    assert code_also.edit(claim(*typed), authorities) == ()
