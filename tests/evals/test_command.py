"""`codecite eval`, as a team lead types it."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.cli.evals import app
from bot.settings import Settings
from evals.run import SUITE_TODAY, run
from evals.runs import RunSettings
from retrieval.index_folder import IndexFolder
from tests.evals.fakes import FakeAssistant, question, reply, subject


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return tmp_path / "data"


def codecite_eval(data: Path, *arguments: str) -> Result:
    return CliRunner().invoke(app, list(arguments), env={"CODECITE_DATA_DIR": str(data)})


def kept(data: Path, wrong: int = 0) -> str:
    """A finished run of thirty questions, the first `wrong` of them failing."""
    cases = [question(f"question {i}?", case_id=f"c{i}", says=("billable",)) for i in range(30)]
    replies = {case.text: reply("billable") for case in cases[wrong:]}
    return run(cases, subject(FakeAssistant(replies)), RunSettings(today=SUITE_TODAY), data / "runs").id


def test_comparing_names_the_cases_that_turned_and_gates_on_them(data: Path) -> None:
    before, after = kept(data), kept(data, wrong=8)

    shown = codecite_eval(data, "compare", before, after)
    gated = codecite_eval(data, "compare", before, after, "--gate", "--json")

    assert shown.exit_code == 0, shown.output
    assert "8 turned worse" in shown.output and "c3: Not said" in shown.output
    assert gated.exit_code == 3
    told = json.loads(gated.stdout)
    assert told["schema"] == "codecite.comparison/1"
    assert [one["kind"] for one in told["gate"]["breaches"]] == ["drop"]


def test_an_accepted_run_is_what_later_runs_are_held_against(data: Path, tmp_path: Path) -> None:
    before = kept(data)
    after = kept(data, wrong=8)
    baseline = tmp_path / "baseline.json"

    accepted = codecite_eval(data, "accept", before, "--baseline", str(baseline))
    compared = codecite_eval(data, "compare", str(baseline), after, "--gate")

    assert "30 cases stand in" in accepted.output
    assert compared.exit_code == 3
    assert "The gate does not hold." in compared.output


def test_a_report_is_written_again_where_it_is_asked_for(data: Path, tmp_path: Path) -> None:
    before, after = kept(data), kept(data, wrong=8)

    done = codecite_eval(data, "report", after, "--against", before, "--out", str(tmp_path / "page"))

    assert done.exit_code == 0, done.output
    assert "### Turned worse" in (tmp_path / "page" / "report.md").read_text(encoding="utf-8")
    assert (tmp_path / "page" / "junit.xml").is_file()


def test_labels_go_out_and_come_back(data: Path, tmp_path: Path) -> None:
    name = kept(data, wrong=8)
    sheet = tmp_path / "labels.csv"

    out = codecite_eval(data, "export-labels", name, "--out", str(sheet), "--sample", "10")
    rows = sheet.read_text(encoding="utf-8-sig").splitlines()
    sheet.write_text("run,case,grade\n" + f"{name},c0,wrong\n{name},c9,right\n{name},c1,right\n", encoding="utf-8")
    back = codecite_eval(data, "import-labels", str(sheet))

    assert "10 answers to grade" in out.output
    assert len(rows) > 10
    assert "3 answers graded, 0 unsure. Person and score agree on 66.7%" in back.output
    assert "c1: the person says right, the score wrong" in back.output
    assert (
        json.loads((data / "runs" / name / "labels.json").read_text(encoding="utf-8"))["schema"] == "codecite.labels/1"
    )


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("compare", "nothing"), "There is no run"),
        (("report", "nothing"), "There is no run"),
        (("run", "--suites", "/nowhere"), "There is no folder nowhere"),
        (("run", "--baseline", "/nowhere.json"), "There is no file nowhere.json"),
        (("run", "--today", "someday"), "date"),
        (("run", "--case", "nobody"), "There is no case named nobody"),
    ],
)  # fmt: skip
def test_a_wrong_name_ends_with_exit_2_and_the_next_step(
    data: Path, tmp_path: Path, arguments: tuple[str, ...], told: str
) -> None:
    own = tmp_path / "own.yaml"
    own.write_text("suite: own\ncases:\n  - {id: zz, ask: x, expect: {says: y}}\n", encoding="utf-8")
    if arguments[0] == "run" and "--suites" not in arguments:
        arguments = (*arguments, "--suites", str(own))

    done = codecite_eval(data, *arguments)

    assert done.exit_code == 2, done.output
    assert told in done.output


def test_a_lead_runs_a_suite_of_her_own_through_the_true_program(
    data: Path, tmp_path: Path, settings: Settings, index: IndexFolder
) -> None:
    data.mkdir()
    (data / "index").symlink_to(settings.index_dir)
    (tmp_path / "mine.yaml").write_text(
        """
suite: mine
cases:
  - {id: mine.billable, ask: is M53.82 billable?, expect: {status: answered, states: {M53.82: billable}, says: billable}}
  - {id: mine.header, ask: is M50.22 billable?, expect: {states: {M50.22: header}}, must_pass: true}
  - {id: mine.before, ask: is M72.2 billable?, dos: 2026-09-30, expect: {states: {M72.2: billable}}}
  - {id: mine.after, ask: is M72.2 billable?, expect: {says: "no longer|ended|not billable|header|heading"}}
  - {id: mine.wrong, ask: is M54.2 billable?, expect: {never_says: M54}}
  - {id: mine.claim, claim: {diagnoses: [M54.2, M54.2]}, expect: {findings: [duplicate]}}
  - {id: mine.phrase, phrase: tennis elbow right, expect: {codes: M77.11}}
  - {id: mine.note, note: "Call the patient on (555) 010-4477.", expect: {identifiers: phone}}
""",
        encoding="utf-8",
    )

    done = codecite_eval(
        data,
        "run",
        "--suites",
        str(tmp_path / "mine.yaml"),
        "--suite",
        "mine",
        "--gate",
        "--allowed-drop",
        "0.1",
        "--json",
    )

    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert {one["asked"]["id"]: one["passed"] for one in told["results"]} == {
        "mine.billable": True,
        "mine.header": True,
        "mine.before": True,
        "mine.after": True,
        "mine.wrong": False,
        "mine.claim": True,
        "mine.phrase": True,
        "mine.note": True,
    }
    assert told["settings"]["today"] == "2026-11-22"
    assert told["fingerprints"]["index"] == index.root.name
    assert told["gate"]["holds"]
    assert {"run.json", "report.md", "junit.xml"} <= {path.name for path in (data / "runs" / told["id"]).iterdir()}
