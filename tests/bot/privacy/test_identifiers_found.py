"""Identifiers are found in the forms people really type them; each line of identifiers.txt is one case."""

import re
from pathlib import Path

import pytest

from bot.privacy import door

_MARKED = re.compile(r"\[\[(.*?)\]\](?!\])")


def _cases():
    for line in Path(__file__).with_name("identifiers.txt").read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            kind, marked = line.split(" | ", 1)
            values = _MARKED.findall(marked)
            yield pytest.param(kind, _MARKED.sub(r"\1", marked), values, id=f"{kind}: {values[0]}")


@pytest.mark.parametrize(("kind", "text", "values"), list(_cases()))
def test_an_identifier_is_found_whole_and_its_kind_is_named(kind, text, values):
    found = door.find_identifiers(text)

    for value in values:
        covering = [one for one in found if value in text[one.start : one.end]]
        assert [one.kind for one in covering] == [kind]
        assert value not in door.clean(text).text


def test_the_table_is_large_enough_to_mean_something():
    kinds = [case.values[0] for case in _cases()]

    assert len(kinds) >= 120
    assert min(kinds.count(kind) for kind in set(kinds)) >= 5


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("car 1M8GDM9A1KP042788 rear-ended", id="a VIN whose check digit is wrong"),
        pytest.param("code 1SG4TE5MK73", id="an MBI with a letter Medicare never uses"),
        pytest.param("values 000 12 3456 and 666 12 3456", id="numbers that were never issued as SSN"),
        pytest.param("token 4111 1111 1111 1112", id="a card whose check digit is wrong"),
        pytest.param("lot AB1234564", id="a DEA number whose check digit is wrong"),
        pytest.param("97140 OR 97110", id="a word between two procedures that is also a state"),
        pytest.param("BCBS NC 27447", id="a state of a payer before a procedure"),
        pytest.param("section 30.6.1.1 of the manual", id="a section number with four parts"),
        pytest.param("https://www.cms.gov/icd10m/", id="a public page"),
        pytest.param("ages 12-95 and over 90 years", id="age limits of a rule"),
    ],
)
def test_an_impostor_is_let_through(text):
    assert door.find_identifiers(text) == ()
