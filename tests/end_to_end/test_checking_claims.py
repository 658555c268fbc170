"""`codecite check` as a biller and as another program meet it: the page, the batch, the mended claim, bad rows."""

import json
from pathlib import Path

import pytest

from tests.conftest import Run


def batch(codecite: Run, folder: Path, *rows: object) -> list[dict[str, object]]:
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    (folder / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")
    done = codecite("check", "--batch", str(folder / "in.jsonl"), "--out", str(folder / "out.jsonl"))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return [json.loads(line) for line in (folder / "out.jsonl").read_text(encoding="utf-8").splitlines()]


def test_the_page_says_the_verdict_first_then_what_each_finding_asks_for(codecite: Run) -> None:
    done = codecite("check", "--dx", "w19xxxa", "--dx", "S93.401A", "--dx", "M17.11", "--dx", "M17.12")
    lines = [line.strip() for line in done.stdout.splitlines() if line.strip()]

    assert "findings: 1 stops the claim, 1 for a person to decide, " in lines[0]
    assert lines[1] == "1  W19.XXXA  Unspecified fall, initial encounter"
    assert lines.index("Stops the claim") < lines.index("A person must decide")
    assert "S93.401A, W19.XXXA, M17.11, M17.12" in done.stdout
    assert "“An external cause code is never the first-listed or principal diagnosis.”" in " ".join(lines)


def test_a_clean_claim_is_called_clean(codecite: Run) -> None:
    done = codecite("check", "--dx", "M54.2")

    assert done.stdout.strip().startswith("Clean: nothing stops this claim.")


def test_every_field_can_be_given_on_the_command_line(codecite: Run) -> None:
    done = codecite(
        "check", "--dx", "M54.2", "--dx", "S13.4A", "--cpt", "97110-GP*2", "--dos", "9/28/2026", "--date-to", "10/3/2026", "--setting",
        "outpatient", "--claim-type", "institutional", "--age", "40", "--sex", "female", "--initial-treatment-date", "9/1/2026", "--json",
    )  # fmt: skip
    shown = json.loads(done.stdout)

    assert "code-set-boundary" in {one["edit"] for one in shown["findings"]}
    assert shown["mended"] == {
        "diagnoses": ["M54.2", "S13.4XXA"],
        "procedures": [
            {"code": "97110", "modifiers": ["GP"], "units": 2, "minutes": None, "pointers": [], "place_of_service": None}
        ],
        "payer": None, "claim_type": "institutional", "setting": "outpatient", "date_of_service": "2026-09-28", "date_to": "2026-10-03",
        "discharge_date": None, "initial_treatment_date": "2026-09-01", "age": 40, "sex": "F", "note": None,
    }  # fmt: skip


def test_a_batch_keeps_order_and_ids_and_goes_on_after_bad_rows(codecite: Run, tmp_path: Path) -> None:
    replies = batch(
        codecite,
        tmp_path,
        {"id": "a", "claim": {"diagnoses": ["W19.XXXA", "S93.401A"], "procedures": [{"code": "97110", "pointers": [2]}]}},
        {"id": "b", "claim": {"diagnoses": ["M54.2"], "date_of_service": "2026-13-45"}},
        '{"id": "c", "claim": {"diagn',
        {"id": "d", "claim": {"diagnoses": ["M54.2"], "note": "x" * 1_000_000}},
        {"id": "e", "claim": {"diagnoses": ["x" * 1_000_000]}},
        {"id": "f", "claim": {"diagnoses": ["M54.2"], "age": "forty"}},
        {"id": "g", "claim": {"diagnoses": ["M54.2"]}},
    )  # fmt: skip

    assert [one["id"] for one in replies] == ["a", "b", None, "d", "e", "f", "g"]
    assert ["error" in one for one in replies] == [False, True, True, True, False, True, False]
    assert [one["line"] for one in replies if "error" in one] == [2, 3, 4, 6]
    mended = replies[0]["mended"]
    assert isinstance(mended, dict) and mended["diagnoses"] == ["S93.401A", "W19.XXXA"]
    assert mended["procedures"][0]["pointers"] == [1]


def test_the_mended_claim_can_be_checked_again(codecite: Run, tmp_path: Path) -> None:
    first = {"id": 1, "claim": {"diagnoses": ["m4986", "a239"], "age": 50, "procedures": ["97110"]}}
    (reply,) = batch(codecite, tmp_path, first)
    (again,) = batch(codecite, tmp_path, {"id": 2, "claim": reply["mended"]})

    assert again["clean"] is True and again["mended"] is None


def test_nothing_typed_as_a_diagnosis_note_or_payer_reaches_the_replies(codecite: Run, tmp_path: Path) -> None:
    planted = {
        "diagnoses": ["Jane Q Doe", "S13.4A"],
        "note": "Jane Q Doe, MRN 00482913",
        "payer": "of Jane, ssn 123-45-6789",
    }
    batch(codecite, tmp_path, {"id": 1, "claim": planted}, {"id": 2, "claim": {**planted, "diagnoses": ["S13.4A"]}})
    written = (tmp_path / "out.jsonl").read_text(encoding="utf-8")

    assert "Doe" not in written and "00482913" not in written and "123-45-6789" not in written


@pytest.mark.parametrize(
    "arguments",
    [
        ["--dx", "M54.2", "--date-to", "2026-01-01"],
        ["--dx", "M54.2", "--claim-type", "dental"],
        ["--dx", "M54.2", "--sex", "q"],
        ["--dx", "M54.2", "--cpt", "98940 AT"],
        ["--dx", "M54.2", "--age", "131"],
        ["--batch", "in.jsonl"],
    ],
    ids=" ".join,
)
def test_bad_usage_is_exit_2_with_a_next_step(codecite: Run, arguments: list[str]) -> None:
    done = codecite("check", *arguments)

    assert done.returncode == 2 and done.stdout == ""
    assert done.stderr.strip() and "Traceback" not in done.stderr
