"""A claim from JSON: all fields read, anything wrong named by its field, nothing a person typed repeated."""

import json
from datetime import date
from pathlib import Path

import pytest

from bot.assistant import Check
from bot.claims import Claim, Finding, Procedure, Suggestion
from bot.cli.claim_fields import FIELDS, LONGEST_NOTE, read_claim, read_line
from bot.cli.contract import Json, check_json, claim_json
from bot.cli.output import run_batch
from bot.privacy import door
from knowledge.code_set.codes import Release
from knowledge.errors import RequestError

TODAY = date(2026, 11, 22)
FULL: Json = {
    "diagnoses": ["M54.2", "m5382"],
    "procedures": [
        {"code": "98940", "modifiers": ["AT"], "units": 1, "minutes": None, "pointers": [1, 2], "place_of_service": "11"},
        {"code": "97110", "modifiers": ["GP", "59"], "units": 2, "minutes": 30, "pointers": [2], "place_of_service": None},
    ],
    "payer": "medicare",
    "claim_type": "institutional",
    "setting": "inpatient",
    "date_of_service": "2026-11-01",
    "date_to": "2026-11-03",
    "discharge_date": "2026-11-03",
    "initial_treatment_date": "2026-10-01",
    "age": 66,
    "sex": "F",
    "note": "Neck pain.",
}  # fmt: skip


def test_every_field_of_a_claim_is_read() -> None:
    claim = read_claim(FULL, TODAY)

    assert claim == Claim(
        diagnoses=("M54.2", "m5382"),
        procedures=(
            Procedure(code="98940", modifiers=("AT",), units=1, pointers=(1, 2), place_of_service="11"),
            Procedure(code="97110", modifiers=("GP", "59"), units=2, minutes=30, pointers=(2,)),
        ),
        payer="medicare", claim_type="institutional", setting="inpatient", date_of_service=date(2026, 11, 1),
        date_to=date(2026, 11, 3), discharge_date=date(2026, 11, 3), initial_treatment_date=date(2026, 10, 1), age=66, sex="F",
        note=door.clean("Neck pain."),
    )  # fmt: skip


def test_a_claim_written_and_read_again_is_the_same_and_has_every_field() -> None:
    written = claim_json(read_claim(FULL, TODAY))

    assert written == FULL and set(written) == set(FIELDS)
    assert set(FIELDS) == set(Claim.__dataclass_fields__)


def test_all_but_the_diagnoses_may_be_absent_or_null() -> None:
    bare = Claim(diagnoses=("M54.2",), date_of_service=TODAY)

    assert read_claim({"diagnoses": ["M54.2"]}, TODAY) == bare
    assert read_claim({**dict.fromkeys(FIELDS), "diagnoses": ["M54.2"]}, TODAY) == bare


SLOPPY = [
    ({"date_of_service": "11/22/2026"}, {"date_of_service": date(2026, 11, 22)}),
    ({"date_of_service": "2026-9-3"}, {"date_of_service": date(2026, 9, 3)}),
    ({"sex": "female"}, {"sex": "F"}),
    ({"payer": "  medicare "}, {"payer": "medicare"}),
    ({"payer": ""}, {"payer": None}),
    ({"procedures": ["98940-at*2"]}, {"procedures": (Procedure(code="98940", modifiers=("AT",), units=2),)}),
    ({"procedures": [{"code": " g0283 "}]}, {"procedures": (Procedure(code="G0283"),)}),
    ({"discharge_date": "2026-11-22"}, {"discharge_date": TODAY}),
]


@pytest.mark.parametrize(("raw", "read"), SLOPPY, ids=[json.dumps(raw) for raw, _ in SLOPPY])
def test_what_can_mean_one_thing_only_is_read(raw: Json, read: dict[str, object]) -> None:
    claim = read_claim({"diagnoses": ["M54.2"], **raw}, TODAY)

    assert {name: getattr(claim, name) for name in read} == read


WRONG = [
    ("diagnoses", {"diagnoses": "M54.2"}), ("diagnoses", {"diagnoses": ["M54.2", None]}), ("diagnoses", {"diagnoses": [["M54.2"]]}),
    ("100 diagnoses", {"diagnoses": ["M54.2"] * 101}),
    ("date_of_service", {"date_of_service": "2026-13-45"}), ("date_of_service", {"date_of_service": "2026-02-30"}),
    ("date_of_service", {"date_of_service": "yesterday"}), ("date_of_service", {"date_of_service": ""}),
    ("date_of_service", {"date_of_service": 20261122}), ("date_of_service", {"date_of_service": "0000-00-00"}),
    ("date_to", {"date_to": "11/31/2026"}), ("date_to", {"date_to": "2026-11-21"}), ("discharge_date", {"discharge_date": "2026-01-01"}),
    ("initial_treatment_date", {"initial_treatment_date": True}),
    ("age", {"age": "40"}), ("age", {"age": -1}), ("age", {"age": 131}), ("age", {"age": 4.5}), ("age", {"age": True}),
    ("sex", {"sex": "Q"}), ("sex", {"sex": 1}), ("setting", {"setting": "moon"}), ("claim_type", {"claim_type": "dental"}),
    ("payer", {"payer": ["medicare"]}), ("payer", {"payer": "x" * 201}), ("note", {"note": {"text": "x"}}),
    ("note", {"note": "x" * (LONGEST_NOTE + 1)}),
    ("procedures", {"procedures": {"code": "98940"}}), ("procedure", {"procedures": [98940]}), ("procedure", {"procedures": ["98940 AT"]}),
    ("code", {"procedures": [{"units": 1}]}), ("code", {"procedures": [{"code": 98940}]}), ("code", {"procedures": [{"code": "9894"}]}),
    ("modifier", {"procedures": [{"code": "98940", "modifiers": ["A"]}]}), ("modifiers", {"procedures": [{"code": "98940", "modifiers": "AT"}]}),
    ("units", {"procedures": [{"code": "98940", "units": -1}]}), ("units", {"procedures": [{"code": "98940", "units": 1.5}]}),
    ("units", {"procedures": [{"code": "98940", "units": 10_000}]}), ("minutes", {"procedures": [{"code": "97110", "minutes": 1_441}]}),
    ("pointers", {"procedures": [{"code": "98940", "pointers": 1}]}), ("pointers", {"procedures": [{"code": "98940", "pointers": ["A"]}]}),
    ("pointers", {"procedures": [{"code": "98940", "pointers": [True]}]}),
    ("place_of_service", {"procedures": [{"code": "98940", "place_of_service": "office"}]}),
    ("field that is not known", {"dx": ["M54.2"]}), ("field that is not known", {"procedures": [{"code": "98940", "dx": 1}]}),
    ("service lines", {"procedures": ["98940"] * 1_000}),
]  # fmt: skip


@pytest.mark.parametrize(("named", "raw"), WRONG, ids=[f"{number} {named}" for number, (named, _) in enumerate(WRONG)])
def test_a_wrong_field_is_named(named: str, raw: Json) -> None:
    with pytest.raises(RequestError) as wrong:
        read_claim({"diagnoses": ["M54.2"], **raw}, TODAY)

    assert named in str(wrong.value)


@pytest.mark.parametrize("name", FIELDS)
def test_an_error_never_repeats_what_stood_in_the_field(name: str) -> None:
    with pytest.raises(RequestError) as wrong:
        read_claim({name: {"Jane": "Doe 123-45-6789"}}, TODAY)

    assert "Jane" not in str(wrong.value) and "6789" not in str(wrong.value)


@pytest.mark.parametrize(
    "written", ["98940 AT", "9894", "98940-A", "98940*", "98940*12345", "", "98940-AT GP", "Jane Doe"]
)
def test_a_line_that_cannot_be_read_says_how_to_write_one(written: str) -> None:
    with pytest.raises(RequestError, match="98940-AT") as wrong:
        read_line(written)

    assert "Jane" not in str(wrong.value)


def test_a_reply_has_the_contract_s_keys_and_a_mended_claim_is_a_whole_claim() -> None:
    found = Finding(
        edit="duplicate", severity="block", codes=("M54.2",), message="M54.2 is listed more than once: report it once.",
        authority="Guideline I.B.12", suggestion=Suggestion(replaces="m542", codes=("M54.2",)),
    )  # fmt: skip
    release = Release(code_set="ICD-10-CM FY2027", notes_from="April 2026", day=TODAY)
    mended = Claim(diagnoses=("M54.2",), date_of_service=TODAY)
    reply = check_json(Check(findings=(found,), mended=mended, release=release), "row 1")

    assert list(reply) == ["schema", "id", "clean", "findings", "citations", "mended", "release"]
    assert (reply["schema"], reply["id"], reply["clean"]) == ("codecite.check/1", "row 1", False)
    assert reply["mended"] == claim_json(mended)
    assert reply["findings"] == [
        {
            "edit": "duplicate", "severity": "block", "codes": ["M54.2"], "message": found.message, "authority": "Guideline I.B.12",
            "citation": None, "suggestion": {"replaces": "m542", "codes": ["M54.2"], "choose_by": None, "drops": []},
        }
    ]  # fmt: skip


@pytest.mark.parametrize(
    "raw",
    [
        b'{"id": 1, "claim": {"diagn',
        b"\xff\xfe",
        b"[]",
        b"null",
        b"17",
        b'{"id": NaN}',
        b'{"id": "\\ud800"}',
        b"[" * 50_000,
    ],
    ids=["half a row", "no UTF-8", "a list", "null", "a number", "no number", "half a character", "too deep"],
)
def test_a_row_that_is_none_gets_an_error_and_the_batch_goes_on(tmp_path: Path, raw: bytes) -> None:
    (tmp_path / "in.jsonl").write_bytes(raw + b'\n{"id": 2}\n')
    run_batch(
        tmp_path / "in.jsonl", tmp_path / "out.jsonl", "codecite.check/1", lambda row: {"id": row["id"]}, "Checking"
    )
    first, second = map(json.loads, (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines())

    assert set(first) == {"schema", "id", "line", "error"} and first["line"] == 1
    assert second == {"id": 2}
