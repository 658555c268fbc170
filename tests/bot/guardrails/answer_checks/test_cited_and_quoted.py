"""Every statement cites; every citation resolves; every quote is verbatim."""

from dataclasses import replace

import pytest
from conftest import GroundsFor
from quoting import passage

from bot.drafts import Statement
from bot.guardrails.answer_checks import cited, quoted
from knowledge.passages import Citation

HELD = passage("M54.2 is Cervicalgia.")


def test_a_statement_that_cites_nothing_fails(grounds_for: GroundsFor) -> None:
    assert cited.check(Statement(text="So it is.", citations=()), grounds_for()) is not None
    assert cited.check(Statement(text="So.", citations=(Citation(passage=HELD, quote="M54.2"),)), grounds_for()) is None


CITATIONS = [
    ("words of a passage we hold", Citation(passage=HELD, quote="is Cervicalgia"), True),
    ("the whole passage", Citation(passage=HELD, quote=HELD.text), True),
    ("other words", Citation(passage=HELD, quote="is cervicalgia"), False),
    ("no words", Citation(passage=HELD, quote=""), False),
    ("a passage nobody holds", Citation(passage=replace(HELD, id="elsewhere"), quote="Cervicalgia"), False),
    ("a passage that reads otherwise", Citation(passage=replace(HELD, text="M54.2 pays."), quote="pays"), False),
    ("a made-up fact", Citation(passage=replace(HELD, id="code:M99.99"), quote="Cervicalgia"), False),
]


@pytest.mark.parametrize(("citation", "holds"), [row[1:] for row in CITATIONS], ids=[row[0] for row in CITATIONS])
def test_a_citation_must_lead_to_its_words(grounds_for: GroundsFor, citation: Citation, holds: bool) -> None:
    statement = Statement(text="So it is.", citations=(citation,))

    assert (quoted.check(statement, grounds_for(HELD)) is None) == holds


def test_the_facts_of_the_tables_resolve(grounds_for: GroundsFor) -> None:
    grounds = grounds_for()
    fact = grounds.authorities.facts.about("M54.2")

    assert quoted.check(Statement(text="So.", citations=(Citation(passage=fact, quote=fact.text),)), grounds) is None
