"""One run asks every system the same phrases, and each code named goes back to the phrase it was named for."""

from dataclasses import replace
from pathlib import Path

import pytest
import typer

from evals.benchmarks.peers import billable_titles, main, measured
from evals.benchmarks.phrases import PhraseSet
from evals.benchmarks.systems import ASK
from knowledge.code_set.code_set import CodeSet
from tests.evals.benchmarks.fakes import DAY, BringsItsIndex, SharesAWord, phrase, system

SETS = (
    PhraseSet(name="first", phrases=(phrase("cervicalgia", "M54.2"), phrase("zzz qqq", "M54.2"))),
    PhraseSet(name="second", phrases=(phrase("trichinellosis", "B75"),)),
)


def test_the_codes_named_are_held_against_the_phrases_they_were_named_for(code_set: CodeSet, tmp_path: Path) -> None:
    report = measured([system(SharesAWord, index="shares")], SETS, (), code_set, tmp_path)

    (seen,) = report.systems
    assert {name: (one.recall_at_10.right, one.n) for name, one in seen.accuracy.items()} == {
        "first": (1, 2),
        "second": (1, 1),
    }
    assert seen.accuracy["first"].silent.right == 1
    assert seen.cost.asked == 3


def test_a_code_no_list_has_is_held_against_the_system_that_named_it(code_set: CodeSet, tmp_path: Path) -> None:
    report = measured([system(BringsItsIndex)], SETS[:1], (), code_set, tmp_path)

    assert report.systems[0].accuracy["first"].invalid_codes == 2


def test_whole_answers_are_timed_and_not_scored(code_set: CodeSet, tmp_path: Path) -> None:
    fake = system(BringsItsIndex)
    ask = replace(ASK, runs=fake.runs, index=None)

    report = measured([ask], SETS, ("is M54.2 billable?",), code_set, tmp_path)

    assert report.systems[0].accuracy == {}
    assert report.systems[0].cost.asked == 1


def test_the_titles_are_those_of_the_codes_billable_on_the_day(code_set: CodeSet) -> None:
    titles = {one.code: one.title for one in billable_titles(code_set, DAY)}

    assert titles["M54.2"] == "Cervicalgia"
    assert "M54" not in titles and "M72.2" not in titles
    assert all(titles.values())


def test_a_system_nobody_knows_is_told_with_those_there_are(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(typer.Exit) as ended:
        main(system=["crystal-ball"])

    assert ended.value.exit_code == 1
    assert "crystal-ball" in capsys.readouterr().err


def test_phrases_that_cant_be_read_end_the_run_before_anything_is_built(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(typer.Exit):
        main(phrases=tmp_path / "none.jsonl", system=["bm25s"])

    assert "Reading ICD-10-CM" not in capsys.readouterr().err
