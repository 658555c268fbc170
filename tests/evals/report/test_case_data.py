"""The data block can't be broken out of, loses nothing, and says nothing twice."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from evals.compare import compare, side_of
from evals.report.case_data import as_script, case_data
from evals.runs import Run
from tests.evals.report import samples


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Run]:
    folder = tmp_path_factory.mktemp("runs")
    return samples.small(folder, later=False), samples.small(folder)


@given(st.text())
def test_any_text_comes_back_unchanged_and_can_not_end_the_block(text: str) -> None:
    block = as_script({"text": text, text: [text]})

    assert json.loads(block) == {"text": text, text: [text]}
    assert not re.search(r"[<>&\u2028\u2029]", block)


@pytest.mark.parametrize("text", ["</script>", "<!--<script>", "]]>", "\u2028", samples.HOSTILE])
def test_texts_that_would_end_a_script_do_not(text: str) -> None:
    block = as_script([text])

    assert json.loads(block) == [text]
    assert "<" not in block


def test_every_case_is_there_in_the_order_of_the_run(runs: tuple[Run, Run]) -> None:
    _, after = runs
    told = json.loads(as_script(case_data(after, None)))

    assert [one["id"] for one in told["cases"]] == [one.id for one in after.results]
    assert told["compared"] is None
    assert not any(one.get("change") for one in told["cases"])


def test_a_case_says_how_it_stands_against_the_baseline(runs: tuple[Run, Run]) -> None:
    before, after = runs
    told = json.loads(as_script(case_data(after, compare(side_of(before), after))))
    changes = {one["id"]: one["change"] for one in told["cases"]}

    assert (changes["worse"], changes["better"], changes["passes"]) == ("worse", "better", "same")


def test_scores_sources_and_titles_stand_once(runs: tuple[Run, Run]) -> None:
    _, after = runs
    told = json.loads(as_script(case_data(samples.many(after, 500), None)))
    small = json.loads(as_script(case_data(after, None)))

    for table in ("scores", "sources", "titles", "whys", "codes"):
        assert len(told[table]) == len(small[table]), table
        assert len({json.dumps(row) for row in told[table]}) == len(told[table])


def test_a_case_holds_all_that_is_shown(runs: tuple[Run, Run]) -> None:
    _, after = runs
    told = json.loads(as_script(case_data(after, None)))
    one = next(case for case in told["cases"] if case["id"] == "passes")

    assert one["source"] == "ICD-10-CM code dates: M53.82"
    assert (one["author"], one["file"], one["line"], one["payer"]) == ("A. Coder", "tried.yaml", 12, "medicare")
    assert [told["sources"][at]["quote"] for at in one["answer"]["sources"]] == [samples.QUOTE]
    assert [told["codes"][at]["role"] for at in one["answer"]["codes"]] == ["recommended"]
    assert all(told["scores"][at]["reason"] for at in one["scores"])


def test_a_score_of_nothing_is_not_left_out(runs: tuple[Run, Run]) -> None:
    _, after = runs
    told = json.loads(as_script(case_data(after, None)))

    assert {row["value"] for row in told["scores"]} >= {0.0, 1.0}
    assert all("passed" in row for row in told["scores"])


def test_an_error_is_told_without_an_answer(tmp_path: Path, runs: tuple[Run, Run]) -> None:
    _, after = runs
    told = json.loads(as_script(case_data(after, None)))
    one = next(case for case in told["cases"] if case["id"] == "error")

    assert "answer" not in one
    assert one["fails"] == ["stopped by an error"]
