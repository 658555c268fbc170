"""A run is told in tables, JSON, Markdown and a chart, all from the same figures."""

import json
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

from evals.benchmarks.finding import Accuracy
from evals.benchmarks.report import as_chart, as_json, as_markdown, milliseconds, tables, write
from evals.benchmarks.tables import Table, accuracy_table, markdown, percent, show, turned_table
from evals.statistics import mcnemar, rate
from tests.evals.benchmarks.fakes import report


def test_a_share_is_printed_in_percent_with_its_interval() -> None:
    assert percent(rate([True, False])) == "50.0% (9.5–90.5)"


def test_a_table_becomes_markdown_in_which_no_name_breaks_a_cell() -> None:
    written = markdown(Table(title="T", header=("", "n"), rows=(("a|b\nc", "1"),)))

    assert written.splitlines() == ["**T**", "", "|  | n |", "| --- | ---: |", "| a\\|b c | 1 |"]


def test_each_set_of_phrases_has_a_table_and_the_costs_have_one() -> None:
    shown = tables(report("codecite find", "peer"))

    assert [one.title for one in shown] == ["2 phrases: our find suites", "What each costs"]
    assert [row[0] for row in shown[0].rows] == ["codecite find", "peer"]
    assert all(len(row) == len(one.header) for one in shown for row in one.rows)


def test_a_name_in_brackets_is_printed_as_it_stands(capsys: object) -> None:
    seen: dict[str, Accuracy] = {"[bold]peer": report("x").systems[0].accuracy["our find suites"]}

    show(accuracy_table("T", seen))

    assert "[bold]peer" in capsys.readouterr().out  # type: ignore[attr-defined]


def test_an_ablation_shows_what_turned_against_the_first_and_nothing_for_the_first_itself() -> None:
    half = rate([True, False])

    shown = turned_table("T", {"ours": (half, half), "without": (half, half)}, {"without": mcnemar(1, 20)})

    assert shown.rows[0][3:] == ("", "", "")
    assert shown.rows[1][3:] == ("1", "20", "< 0.001")


def test_the_json_holds_the_figures_rounded_and_no_phrase() -> None:
    told = as_json(report("peer"))

    assert json.loads(told)["schema"] == "codecite.peers/1"
    assert json.loads(told)["systems"][0]["cost"]["p99_ms"] == 12.3457
    assert "tennis elbow" not in told


def test_the_markdown_says_how_it_was_measured_and_what_each_system_is() -> None:
    told = as_markdown(report("peer"))

    assert "2 cores" in told and "74,879 codes billable on 2026-11-22" in told and "took 1% of it" in told
    assert "- **peer** (for tests): As it stands here." in told
    assert "pytest 9" in told


def test_the_three_files_are_written_where_they_are_asked_for(tmp_path: Path) -> None:
    written = write(report("peer"), tmp_path)

    assert sorted(path.name for path in written) == ["peers.json", "peers.md", "peers.svg"]
    ElementTree.parse(tmp_path / "peers.svg")


def test_the_chart_draws_every_system_that_was_asked_for_codes() -> None:
    drawn = as_chart(report("find & ask", "peer"))

    assert "find &amp; ask" in drawn
    assert drawn.count("<circle") == 4  # two systems, and two in the legend


def test_a_chart_from_a_busy_machine_says_so() -> None:
    idle = report("peer")
    busy = replace(idle, machine=replace(idle.machine, busy_elsewhere=0.5))

    assert "times are too long" in as_chart(busy)
    assert "times are too long" not in as_chart(idle)


def test_times_are_printed_as_finely_as_they_can_be_believed() -> None:
    assert [milliseconds(one) for one in (0.44, 9.96, 11.4)] == ["0.4 ms", "10.0 ms", "11 ms"]
