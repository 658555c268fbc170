"""The questions codecite was built for, asked of the true program and answered right, with sources."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from tests.conftest import Run

QUESTIONS: dict[str, dict[str, Any]] = {
    "facet": {"ask": "M53.82 or M54.2 for a patient with documented facet syndrome?"},
    "m72-2": {"ask": "is M72.2 good on 2026-09-30 and on 2026-11-10?"},
    "m54-5": {"ask": "M54.5"},
    "m51-36": {"ask": "Can I still bill M51.36?"},
    "m47-812": {"ask": 'M47.812 "with radiculopathy, right?"'},
    "document": {"ask": "what must the note document for M53.82?"},
    "m53-89": {"ask": "M53.89"},
    "together": {"ask": "M54.2 together with M50.222"},
    "icd9": {"ask": "ICD-9 723.8"},
    "m5382": {"ask": "is m5382 billable"},
    "thoracic": {"ask": "what about thoracic?", "thread": ["is m5382 billable"]},
    "c5-6": {"ask": "My provider wrote M50.22 for a C5-6 disc displacement, can I bill it?"},
}
Reply = dict[str, Any]


@pytest.fixture(scope="module")
def replies(codecite: Run, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Reply]]:
    folder = tmp_path_factory.mktemp("batch")
    rows = [json.dumps({"id": name, **row}) for name, row in QUESTIONS.items()]
    (folder / "in.jsonl").write_text("\n".join(rows), encoding="utf-8")
    done = codecite("ask", "--batch", str(folder / "in.jsonl"), "--out", str(folder / "out.jsonl"))
    assert done.returncode == 0, done.stderr
    lines = (folder / "out.jsonl").read_text(encoding="utf-8").splitlines()
    yield {reply["id"]: reply for reply in map(json.loads, lines)}


def roles(reply: Reply, role: str) -> set[str]:
    return {one["code"] for one in reply["codes"] if one["role"] == role}


def states(reply: Reply) -> dict[str, str]:
    return {one["code"]: one["state"] for one in reply["codes"]}


@pytest.mark.parametrize(
    ("name", "recommended", "rejected"),
    [
        ("facet", {"M53.82"}, {"M54.2"}),
        ("m54-5", {"M54.50"}, {"M54.5"}),
        ("m51-36", {"M51.369"}, {"M51.36"}),
        ("m47-812", {"M47.22"}, {"M47.812"}),
        ("m53-89", set(), {"M53.89"}),
        ("together", {"M50.222"}, {"M54.2"}),
        ("icd9", {"M53.82"}, set()),
        ("m5382", {"M53.82"}, set()),
        ("thoracic", {"M53.84"}, set()),
        ("c5-6", {"M50.222"}, {"M50.22"}),
        ("m72-2", set(), {"M72.2"}),
    ],
)
def test_each_question_leads_to_the_right_code(
    replies: dict[str, Reply], name: str, recommended: set[str], rejected: set[str]
) -> None:
    assert replies[name]["status"] == "answered"
    assert roles(replies[name], "recommended") == recommended
    assert roles(replies[name], "rejected") == rejected


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_statement_cites_words_that_stand_in_their_passage(
    replies: dict[str, Reply], name: str, codecite: Run
) -> None:
    reply = replies[name]
    numbers = {citation["n"] for citation in reply["citations"]}
    assert reply["statements"]
    assert all(one["citations"] and set(one["citations"]) <= numbers for one in reply["statements"])
    cited = reply["citations"][0]
    shown = json.loads(codecite("knowledge", "show", cited["passage_id"], "--json").stdout)
    assert cited["quote"] in shown["text"]


def test_a_code_that_changes_on_1_october_is_answered_for_each_day(replies: dict[str, Reply]) -> None:
    text = replies["m72-2"]["text"]
    assert "billable code on 2026-09-30" in text
    assert "heading on 2026-11-10" in text
    assert {"M67.A01", "M67.A02", "M67.A09", "M72.20", "M72.21", "M72.22"} <= set(states(replies["m72-2"]))


def test_a_heading_asks_for_what_the_record_names(replies: dict[str, Reply]) -> None:
    assert {choice["code"] for choice in replies["m54-5"]["clarify"]["choices"]} == {"M54.50", "M54.51", "M54.59"}
    assert {choice["code"] for choice in replies["m51-36"]["clarify"]["choices"]} == {
        "M51.360",
        "M51.361",
        "M51.362",
        "M51.369",
    }


def test_a_false_premise_is_corrected_and_not_followed(replies: dict[str, Reply]) -> None:
    first = replies["m47-812"]["statements"][0]["text"]
    assert first.startswith("No:")
    assert "without myelopathy or radiculopathy" in first


def test_an_unknown_code_is_called_unknown_and_its_neighbours_are_named(replies: dict[str, Reply]) -> None:
    assert states(replies["m53-89"])["M53.89"] == "unknown"
    assert {"M53.80", "M53.81", "M53.85", "M53.87", "M53.88"} <= set(states(replies["m53-89"]))


def test_the_documentation_of_m53_82_names_its_four_pillars(replies: dict[str, Reply]) -> None:
    text = replies["document"]["text"].lower()
    for pillar in ("cervical region", "disorder", "excluded", "function"):
        assert pillar in text


def test_codes_that_exclude_each_other_bring_the_finding_with_the_note_s_own_words(replies: dict[str, Reply]) -> None:
    finding = next(one for one in replies["together"]["findings"] if one["edit"] == "excludes1")
    assert finding["severity"] == "query"
    quote = next(one["quote"] for one in replies["together"]["citations"] if one["n"] == finding["citation"])
    assert quote == "cervicalgia due to intervertebral cervical disc disorder (M50.-)"


def test_the_crosswalk_is_called_approximate(replies: dict[str, Reply]) -> None:
    assert "approximate" in replies["icd9"]["text"]


def test_the_reply_says_on_which_release_it_stands(replies: dict[str, Reply]) -> None:
    assert replies["m5382"]["release"] == {
        "code_set": "ICD-10-CM FY2027",
        "notes_from": "April 2026",
        "date_of_service": "2026-11-22",
    }
