"""The true program as a person and as another program meet it: output, exit codes, bad input, privacy."""

import json
from pathlib import Path

import pytest

from tests.conftest import Run

ANSWER_KEYS = {
    "schema", "id", "status", "kind", "parts", "text", "statements", "codes", "citations", "findings", "clarify", "refusal",
    "identifiers", "release", "writer", "elapsed_ms",
}  # fmt: skip
CITATION_KEYS = {
    "n", "passage_id", "title", "section", "quote", "wording", "label", "url", "publisher", "edition", "effective_from",
    "effective_to",
}  # fmt: skip


def test_ask_prints_the_answer_its_sources_and_the_release(codecite: Run) -> None:
    done = codecite("ask", "is m5382 billable")
    assert done.returncode == 0
    assert "M53.82 (Other specified dorsopathies, cervical region) is a complete, billable code" in done.stdout
    assert "Sources" in done.stdout and "code:M53.82" in done.stdout and "ICD-10-CM FY2027" in done.stdout
    assert done.stderr == ""


def test_json_stands_alone_on_standard_output_in_the_contract_s_shape(codecite: Run) -> None:
    reply = json.loads(codecite("ask", "is M53.82 billable", "--json").stdout)
    assert set(reply) == ANSWER_KEYS
    assert reply["schema"] == "codecite.answer/1"
    assert all(set(citation) == CITATION_KEYS for citation in reply["citations"])


def test_find_names_the_side_when_the_words_do(codecite: Run) -> None:
    reply = json.loads(codecite("find", "tennis elbow, right", "--json", "--top", "3").stdout)
    assert reply["candidates"][0]["code"] == "M77.11"
    assert len(reply["candidates"]) == 3
    assert all(one["billable"] for one in reply["candidates"])


def test_code_shows_dates_place_notes_and_successors(codecite: Run) -> None:
    shown = json.loads(codecite("code", "m722", "--json").stdout)
    assert (shown["code"], shown["state"], shown["billable"], shown["valid_to"]) == (
        "M72.2",
        "header",
        False,
        "2026-09-30",
    )
    assert [one["code"] for one in shown["path"]] == ["13", "M70-M79", "M72"]
    assert {one["code"] for one in shown["successors"]} == {
        "M67.A01",
        "M67.A02",
        "M67.A09",
        "M72.20",
        "M72.21",
        "M72.22",
    }
    assert not any(note["text"] == "Plantar fasciitis" for note in shown["notes"])


def test_code_answers_for_the_date_of_service(codecite: Run) -> None:
    shown = json.loads(codecite("code", "M72.2", "--dos", "9/30/2026", "--json").stdout)
    assert (shown["state"], shown["billable"]) == ("billable", True)
    assert any(note["text"] == "Plantar fasciitis" for note in shown["notes"])


def test_check_finds_and_mends(codecite: Run) -> None:
    shown = json.loads(codecite("check", "--dx", "S13.4", "--dx", "M54.2", "--dx", "S134A", "--json").stdout)
    found = {(one["edit"], tuple(one["codes"])) for one in shown["findings"]}
    assert ("seventh-character", ("S13.4",)) in found
    assert ("seventh-character", ("S13.4A",)) in found
    assert shown["clean"] is False
    assert "S13.4XXA" in shown["mended"]["diagnoses"]


def test_a_batch_keeps_its_order_and_goes_on_after_a_bad_row(codecite: Run, tmp_path: Path) -> None:
    rows = [
        '{"id": 1, "ask": "M54.2"}',
        "not json",
        '{"id": 3}',
        '{"id": 4, "ask": "M54.2", "dos": "31/31/2026"}',
        '{"id": 5, "ask": ""}',
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(rows), encoding="utf-8")
    done = codecite("ask", "--batch", str(tmp_path / "in.jsonl"), "--out", str(tmp_path / "out.jsonl"))
    replies = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert done.returncode == 0
    assert [reply.get("status") for reply in replies] == ["answered", None, None, None, "refused"]
    assert [reply["line"] for reply in replies[1:4]] == [2, 3, 4]
    assert all(set(reply["error"]) == {"code", "message", "next_step"} for reply in replies[1:4])
    assert replies[4]["refusal"]["reason"] == "empty"


def test_claims_are_checked_in_batch_as_the_contract_says(codecite: Run, tmp_path: Path) -> None:
    rows = [
        {"id": "a", "claim": {"diagnoses": ["M54.2", "M50.222"], "date_of_service": "2026-11-22"}},
        {"id": "b", "claim": {"diagnoses": []}},
        {"id": "c", "claim": {"diagnoses": "M54.2"}},
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    codecite("check", "--batch", str(tmp_path / "in.jsonl"), "--out", str(tmp_path / "out.jsonl"))
    replies = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [one["edit"] for one in replies[0]["findings"]] == ["excludes1"]
    assert [one["edit"] for one in replies[1]["findings"]] == ["no-diagnosis"]
    assert "error" in replies[2]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["ask"], 2),
        (["ask", "M54.2", "--dos", "yesterday"], 2),
        (["ask", "M54.2", "--setting", "moon"], 2),
        (["code", "hello world"], 2),
        (["check", "--cpt", "98940 AT", "--dx", "M54.2"], 2),
        (["knowledge", "show", "no-such-passage"], 2),
        (["find", "x", "--top", "0"], 2),
        (["ask", "--batch", "/nowhere.jsonl", "--out", "/nowhere-either.jsonl"], 2),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else str(value),
)
def test_bad_usage_gets_a_sentence_and_a_next_step_and_no_traceback(
    codecite: Run, arguments: list[str], code: int
) -> None:
    done = codecite(*arguments)
    assert done.returncode == code
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr + done.stdout


def test_errors_and_answers_never_repeat_an_identifier(codecite: Run) -> None:
    planted = ("123-45-6789", "jane.doe@example.com", "(555) 867-5309", "00482913")
    question = f"is M54.2 billable for MRN: {planted[3]} ssn {planted[0]} mail {planted[1]} call {planted[2]}"
    for arguments in (
        ["ask", question],
        ["ask", question, "--json"],
        ["ask", question, "--dos", planted[0]],
        ["find", question, "--json"],
    ):
        done = codecite(*arguments)
        assert not [one for one in planted if one in done.stdout + done.stderr], arguments


def test_an_identifier_is_masked_named_by_kind_and_the_question_answered(codecite: Run) -> None:
    reply = json.loads(codecite("ask", "is M54.2 billable? patient's ssn is 123-45-6789", "--json").stdout)
    assert reply["status"] == "answered"
    assert reply["identifiers"] == ["ssn"]


def test_tracing_stays_off_whatever_the_environment_says(codecite: Run) -> None:
    done = codecite(
        "ask", "what must the note document for M53.82?", "--json", LANGCHAIN_TRACING_V2="true", LANGSMITH_API_KEY="x"
    )
    assert json.loads(done.stdout)["status"] == "answered"


def test_a_bad_setting_is_named_without_its_value(codecite: Run) -> None:
    done = codecite("ask", "M54.2", CODECITE_TODAY="someday-soon")
    assert done.returncode == 2
    assert "CODECITE_TODAY" in done.stderr and "someday-soon" not in done.stderr


def test_chat_keeps_the_thread(codecite: Run) -> None:
    done = codecite("chat", stdin="is m5382 billable\nwhat about thoracic?\n\n")
    assert done.returncode == 0
    assert "M53.84 (Other specified dorsopathies, thoracic region)" in done.stdout


def test_doctor_finds_everything_in_place(codecite: Run) -> None:
    done = codecite("doctor")
    assert done.returncode == 0, done.stdout
    assert "CODECITE_DATA_DIR" in done.stdout and "index: ready" in done.stdout


def test_a_code_question_loads_neither_model_nor_vector_store(codecite: Run) -> None:
    done = codecite("ask", "is M53.82 billable", "--json", PYTHONVERBOSE="", PYTHONPROFILEIMPORTTIME="1")
    loaded = {line.rsplit("|", 1)[-1].strip() for line in done.stderr.splitlines()}
    assert "bot.assistant" in loaded
    assert not loaded & {"chromadb", "onnxruntime", "torch", "sentence_transformers", "langchain_core", "bm25s"}
