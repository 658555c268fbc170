"""Charts are drawn in percent of their place, cope with nothing and with one case, and let no text out of its element."""

from xml.etree import ElementTree

import pytest

from evals.errors import NothingToAverageError
from evals.report.charts import Part, bar, binned, histogram, scale, stacked, versus, whisker
from tests.evals.report.samples import HOSTILE


def read(drawn: str) -> ElementTree.Element:
    """The chart as XML: a text that broke out of its element would not be well-formed."""
    return ElementTree.fromstring(drawn)


def classes(drawn: str) -> list[str]:
    return [one.get("class", "") for one in read(drawn).iter() if one.get("class")]


def find(drawn: str, look: str) -> ElementTree.Element:
    return next(one for one in read(drawn).iter() if one.get("class") == look)


def test_a_share_is_a_dot_on_its_interval() -> None:
    drawn = whisker(0.4, 0.5, 0.625)

    assert find(drawn, "dot").get("cx") == "50%"
    assert (find(drawn, "interval").get("x1"), find(drawn, "interval").get("x2")) == ("40%", "62.5%")
    assert "before" not in classes(drawn)
    assert "reference" not in classes(drawn)


def test_the_share_before_is_a_shape_of_its_own() -> None:
    drawn = whisker(0.4, 0.5, 0.6, before=0.45, reference=0.8)

    assert find(drawn, "before").tag == "path"
    assert find(drawn, "reference").get("x1") == "80%"


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_a_share_of_all_or_nothing_stays_within_its_place(share: float) -> None:
    assert find(whisker(share, share, share), "dot").get("cx") == f"{100 * share:g}%"


def test_a_scale_ends_at_its_ends() -> None:
    labels = [(one.get("x"), one.get("text-anchor"), one.text) for one in read(scale((0.0, 0.5, 1.0)))]

    assert labels == [("0%", "start", "0%"), ("50%", "middle", "50%"), ("100%", "end", "100%")]


def test_the_longest_bar_fills_its_place() -> None:
    assert find(bar(5, 5), "plain").get("width") == "100%"
    assert find(bar(1, 4), "plain").get("width") == "25%"
    assert find(bar(0, 0), "plain").get("width") == "0%"


def test_worse_goes_left_and_hatched_better_goes_right() -> None:
    drawn = versus(2, 1, 4)

    assert (find(drawn, "worse").get("x"), find(drawn, "worse").get("width")) == ("25%", "25%")
    assert find(drawn, "hatch").get("width") == "25%"
    assert (find(drawn, "better").get("x"), find(drawn, "better").get("width")) == ("50%", "12.5%")


def test_a_stacked_bar_leaves_out_what_nobody_is_in() -> None:
    drawn = stacked(
        [
            Part(look="exact", label="Exact", n=3),
            Part(look="invented", label="Invented", n=0),
            Part(look="abstained", label="Abstained", n=1),
        ]
    )

    assert "invented" not in classes(drawn)
    assert find(drawn, "exact").get("width") == "75%"
    assert (find(drawn, "abstained").get("x"), find(drawn, "abstained").get("width")) == ("75%", "25%")


def test_a_stacked_bar_of_nothing_is_empty() -> None:
    assert list(read(stacked([Part(look="exact", label="Exact", n=0)]))) == []


def test_a_label_can_not_leave_its_element() -> None:
    hostile = HOSTILE.replace("\u0000", "")
    drawn = stacked([Part(look='x" onload="a', label=hostile, n=1)])

    group = read(drawn)[0]
    assert group[0].text is not None and group[0].text.startswith("</script><script>")
    assert "onload" not in group[1].attrib
    assert "<script" not in drawn


# -- waiting -------------------------------------------------------------------------------------------------------------


def test_every_wait_is_in_one_bar_or_counted_as_longer() -> None:
    waits = binned([1.0] * 90 + [20.0] * 9 + [5_000.0])

    assert sum(waits.counts) + waits.over == 100
    assert waits.over == 1
    assert waits.longest == 5_000.0
    assert waits.limit < 5_000


def test_a_handful_of_waits_has_nothing_longer() -> None:
    waits = binned([10.0, 11.0, 12.0])

    assert waits.over == 0
    assert sum(waits.counts) == 3


@pytest.mark.parametrize("wait_ms", [0.0, 0.1, 7.0, 123_456.0])
def test_one_wait_is_one_bar(wait_ms: float) -> None:
    waits = binned([wait_ms])

    assert [n for _, n in waits.bars] == [1]
    assert {value for _, value in waits.marks} == {wait_ms}
    assert read(histogram(waits, name="one", title="One")).get("role") == "img"


def test_bars_are_of_a_round_width() -> None:
    waits = binned([float(n) for n in range(1_000)])

    assert waits.step in (1, 2, 2.5, 5, 10, 20, 25, 50, 100)
    assert waits.bars[0] == (waits.step, waits.counts[0])


def test_no_wait_at_all_is_an_error() -> None:
    with pytest.raises(NothingToAverageError):
        binned([])


def test_a_histogram_tells_its_numbers_to_who_can_not_see_it() -> None:
    drawn = read(histogram(binned([1.0] * 90 + [20.0] * 9 + [5_000.0]), name="asks", title="Waiting <time>"))

    title, told = drawn[0], drawn[1]
    assert drawn.get("aria-labelledby") == f"{title.get('id')} {told.get('id')}"
    assert title.text == "Waiting <time>"
    assert told.text is not None and "50% within 1.0 ms" in told.text and "the longest took 5.0 s" in told.text


def test_labels_of_near_marks_stand_in_rows_of_their_own() -> None:
    drawn = read(histogram(binned([5.0] * 50), name="same", title="Same"))

    rows = [one.get("y") for one in drawn.iter() if one.get("class") == "mark" and one.tag.endswith("text")]
    assert len(rows) == len(set(rows)) == 3
