"""The chart is well-formed, says everything in words too, and means nothing by colour alone."""

import re
from xml.etree import ElementTree

import pytest

from evals.benchmarks.chart import Panel, Row, chart, figure, told
from evals.statistics import rate

SVG = "{http://www.w3.org/2000/svg}"
IN_LEGEND = 2
"""Discs that the legend draws."""
SET = Panel(name="a set", phrases=1_200)


def row(name: str, *, right: int = 5, ours: bool = False, panels: int = 1) -> Row:
    first, fifth = rate([True] * right + [False] * (10 - right)), rate([True] * 9 + [False])
    return Row(name=name, about="about it", latency="12 ms", is_ours=ours, recalls=((first, fifth),) * panels)


def drawn(*rows: Row, panels: int = 1) -> ElementTree.Element:
    return ElementTree.fromstring(chart([SET] * panels, rows, "a note"))


def test_names_with_the_marks_of_xml_are_escaped() -> None:
    root = drawn(row("<b>A & B</b>"))

    assert "<b>A & B</b>" in [one.text for one in root.iter(f"{SVG}text")]


def test_the_chart_is_named_and_described_for_those_who_cant_see_it() -> None:
    root = drawn(row("ours"), row("peer", right=2))

    title, desc = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert title is not None and desc is not None
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {desc.get('id')}"
    assert "ours 50% (24 to 76) at rank 1, 90% (60 to 98) within five" in str(desc.text)
    assert "peer 20%" in str(desc.text) and "12 ms" in str(desc.text)


def test_rank_1_and_the_first_five_differ_in_shape_and_each_bears_its_figure() -> None:
    root = drawn(row("ours"), panels=1)
    texts = [one.text for one in root.iter(f"{SVG}text")]

    diamonds = [one for one in root.iter(f"{SVG}path") if one.get("class") == "five"]
    assert len(list(root.iter(f"{SVG}circle"))) == IN_LEGEND + 1
    assert len(diamonds) == 2
    assert "50" in texts and "90" in texts


def test_it_stands_alone_and_follows_the_page_into_the_dark() -> None:
    text = chart([SET], [row("ours")], "")

    assert "prefers-color-scheme: dark" in text
    assert re.findall(r"(?:href|src|url\(|@import)", text) == []
    assert "<script" not in text


@pytest.mark.parametrize("panels", [1, 2, 3])
def test_every_mark_lies_within_the_page(panels: int) -> None:
    root = drawn(row("worst", right=0, panels=panels), row("best", right=10, panels=panels), panels=panels)
    width = float(root.get("width") or 0)

    xs = [float(one.get("x") or 0) for one in root.iter(f"{SVG}text")]
    xs += [float(one.get("cx") or 0) for one in root.iter(f"{SVG}circle")]
    assert all(0 < x < width for x in xs)
    assert len(list(root.iter(f"{SVG}circle"))) == IN_LEGEND + 2 * panels


@pytest.mark.parametrize(("share", "shown"), [(0.0, "0"), (1.0, "100"), (0.996, "99.6"), (0.004, "0.4"), (0.567, "57")])
def test_no_figure_says_all_or_none_where_it_is_not(share: float, shown: str) -> None:
    assert figure(share) == shown


def test_the_words_name_every_set() -> None:
    assert told([SET, SET], [row("ours", panels=2)]).count("ours") == 3


@pytest.mark.parametrize("panels", [0, 2], ids=["no panel", "a panel without rates"])
def test_nothing_to_draw_is_an_error(panels: int) -> None:
    with pytest.raises(ValueError, match="pair of rates"):
        chart([SET] * panels, [row("ours")], "")
