"""Phrases come from our suites and from a JSONL of one's own; what is wrong there is told by line, never by its words."""

import json
from pathlib import Path

import pytest

from evals.benchmarks.phrases import file_phrases, suite_phrases, suite_questions
from knowledge.errors import RequestError
from tests.evals.benchmarks.fakes import DAY


def written(folder: Path, *rows: object) -> Path:
    path = folder / "mine.jsonl"
    path.write_text("".join(f"{row if isinstance(row, str) else json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return path


def test_every_phrase_of_the_find_suites_is_read_with_its_day() -> None:
    each = suite_phrases(DAY)

    assert len(each.phrases) > 1_000
    assert len({one.id for one in each.phrases}) == len(each.phrases)
    assert {one.source.partition("_")[0] for one in each.phrases} == {"find"}
    assert DAY in {one.day for one in each.phrases} and len({one.day for one in each.phrases}) > 1


def test_the_questions_of_the_answers_suite_are_read() -> None:
    questions = suite_questions()

    assert len(questions) > 100
    assert len(set(questions)) == len(questions)


def test_a_row_may_name_one_code_or_several_and_its_own_day(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        {"phrase": "tennis elbow", "code": "M7711", "source": "MINE:17"},
        "",
        {"id": "b", "phrase": "crick in the neck", "codes": ["M54.2", "m43.6", "M77.1-"], "dos": "2026-09-30"},
    )

    first, second = file_phrases(path, "mine", DAY).phrases

    assert (first.id, first.codes, first.day, first.source) == ("line-1", ("M77.11",), DAY, "MINE")
    assert (second.id, second.codes, second.source) == ("b", ("M54.2", "M43.6", "M77.1-"), "mine")
    assert second.day.isoformat() == "2026-09-30"


@pytest.mark.parametrize(
    ("row", "named"),
    [
        pytest.param("{not json", "the row", id="no JSON"),
        pytest.param({"codes": ["M54.2"]}, "phrase", id="no phrase"),
        pytest.param({"phrase": "Jane Roe's neck"}, "codes", id="no code"),
        pytest.param({"phrase": "Jane Roe's neck", "code": "Jane Roe"}, "codes", id="no code's shape"),
        pytest.param({"phrase": "Jane Roe's neck", "code": "M54.2", "dos": "soon"}, "dos", id="no date"),
    ],
)
def test_a_row_that_cant_be_used_is_named_by_line_and_field_alone(tmp_path: Path, row: object, named: str) -> None:
    path = written(tmp_path, {"phrase": "neck pain", "code": "M54.2"}, row)

    with pytest.raises(RequestError) as told:
        file_phrases(path, "mine", DAY)

    assert str(told.value).startswith(f"mine.jsonl:2: {named} can't be used.")
    assert "Jane" not in str(told.value)


def test_an_id_that_stands_twice_is_refused(tmp_path: Path) -> None:
    row = {"id": "a", "phrase": "neck pain", "code": "M54.2"}

    with pytest.raises(RequestError, match="stands before"):
        file_phrases(written(tmp_path, row, row), "mine", DAY)


@pytest.mark.parametrize("content", [pytest.param(b"", id="empty"), pytest.param(b"\xff\xfe\x00", id="not UTF-8")])
def test_a_file_without_phrases_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "mine.jsonl"
    path.write_bytes(content)

    with pytest.raises(RequestError):
        file_phrases(path, "mine", DAY)


def test_a_file_that_is_not_there_is_told_with_the_next_step(tmp_path: Path) -> None:
    with pytest.raises(RequestError, match="--phrases"):
        file_phrases(tmp_path / "none.jsonl", "mine", DAY)
