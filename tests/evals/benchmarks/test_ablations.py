"""A step of the finder is switched off, and what turns is counted against the whole."""

from collections.abc import Callable
from dataclasses import fields

import pytest

from bot.assistant import Assistant
from evals.benchmarks.ablations import SWITCHES, VARIANTS, ablation_table, finders, found_by_variant
from evals.benchmarks.phrases import PhraseSet
from retrieval.code_finder import CodeFinder
from retrieval.index_folder import IndexFolder
from retrieval.ranking import Ranking
from tests.evals.benchmarks.fakes import phrase

PHRASES = (
    phrase("tennis elbow of the right arm", "M77.11"),
    phrase("pain in my neck", "M54.2"),
    phrase("pt c/o LBP", "M54.50"),
    phrase("wry neck", "M43.6"),
)


@pytest.fixture(scope="module")
def opened(index: IndexFolder) -> Callable[[Ranking], CodeFinder]:
    return finders(index)


def test_the_whole_finder_finds_what_users_get(opened: Callable[[Ranking], CodeFinder], assistant: Assistant) -> None:
    found = found_by_variant(PHRASES, opened, VARIANTS[:1])[VARIANTS[0].name]

    users = [assistant.find(one.text, dos=one.day).candidates for one in PHRASES]
    assert [list(found[one.id]) for one in PHRASES] == [[each.code for each in one] for one in users]


def test_every_switch_of_the_finder_is_turned_off_once_with_all_others_on() -> None:
    rankings = [variant.ranking for variant in VARIANTS]

    assert {field.name for field in fields(Ranking) if field.type in (bool, "bool")} == set(SWITCHES)
    for switch in SWITCHES:
        off = [one for one in rankings if not getattr(one, switch)]
        assert any(all(getattr(one, other) for other in SWITCHES if other != switch) for one in off), switch


def test_only_the_ranking_differs_between_variants(opened: Callable[[Ranking], CodeFinder]) -> None:
    by_name = {variant.name: variant.ranking for variant in VARIANTS}

    whole = opened(Ranking()).find("tennis elbow, right", PHRASES[0].day)
    unsided = opened(by_name["off: goes to leaf"]).find("tennis elbow, right", PHRASES[0].day)

    assert whole.candidates[0].code == "M77.11"
    assert unsided.candidates[0].code == "M77.10"


def test_the_table_has_a_row_for_each_variant() -> None:
    found = {"whole": {one.id: one.codes for one in PHRASES}, "half": {one.id: () for one in PHRASES}}

    table = ablation_table(PhraseSet(name="a few", phrases=PHRASES), found)

    assert [(row[0], *row[3:5]) for row in table.rows] == [("whole", "", ""), ("half", "0", str(len(PHRASES)))]
