"""The page is one file: it names nothing outside itself, escapes what it holds, and is the same for the same run."""

import base64
import hashlib
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from evals.errors import RunFileError
from evals.outputs import write_all
from evals.report import render_html
from evals.runs import Run, as_json
from tests.evals.report import samples


class Elements(HTMLParser):
    """The elements of a page with their attributes, and the texts of scripts and styles."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.inside: list[tuple[str, str]] = []
        self._open = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        self._open = tag if tag in ("script", "style") else ""

    def handle_data(self, data: str) -> None:
        if self._open:
            self.inside.append((self._open, data))
            self._open = ""


@pytest.fixture(scope="module")
def runs(tmp_path_factory: pytest.TempPathFactory) -> tuple[Run, Run]:
    folder = tmp_path_factory.mktemp("runs")
    return samples.small(folder, later=False), samples.small(folder)


@pytest.fixture(scope="module")
def page(runs: tuple[Run, Run]) -> str:
    before, after = runs
    return samples.page_of(after, before)


def test_nothing_is_loaded_from_anywhere(page: str) -> None:
    elements = Elements(page).found

    assert [
        one
        for one in elements
        if one[0] in ("iframe", "object", "embed", "img", "video", "audio", "base", "form")
        and one[1].get("id") != "search-form"
    ] == []
    assert [attrs for tag, attrs in elements if tag == "script" and "src" in attrs] == []
    assert [attrs["href"] for tag, attrs in elements if tag == "link"] == ["data:,"]
    assert "@import" not in page and "url(http" not in page


def test_the_policy_lets_only_this_script_and_this_style_through(page: str) -> None:
    elements = Elements(page)
    (policy,) = [
        attrs["content"] for tag, attrs in elements.found if attrs.get("http-equiv") == "Content-Security-Policy"
    ]
    texts = [text for _, text in elements.inside if not text.startswith("{")]

    assert policy is not None
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy and "http" not in policy
    digests = {base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts}
    assert len(digests) == 3
    assert set(re.findall(r"'sha256-([^']+)'", policy)) == digests


def test_no_element_needs_an_inline_style_or_handler(page: str) -> None:
    """The policy would block it: it would only look right where the policy is not obeyed."""
    assert [
        attrs for _, attrs in Elements(page).found if any(name == "style" or name.startswith("on") for name in attrs)
    ] == []


def test_hostile_texts_stand_there_as_text(page: str) -> None:
    assert "<script>window.hacked" not in page
    assert "<img" not in page
    assert "{{ 7*7 }}" in page


def test_a_link_never_runs_a_script(page: str) -> None:
    links = [attrs.get("href") or "" for tag, attrs in Elements(page).found if tag == "a"]

    assert links
    assert [one for one in links if not one.startswith("#")] == []


def test_every_link_within_the_page_has_a_target(page: str) -> None:
    elements = Elements(page).found
    ids = {attrs["id"] for _, attrs in elements if "id" in attrs}
    anchors = {
        attrs["href"][1:] for tag, attrs in elements if tag == "a" and attrs.get("href") and "=" not in attrs["href"]
    }  # type: ignore[index, operator]

    assert anchors and anchors <= ids


def test_no_id_stands_twice(page: str) -> None:
    ids = [attrs["id"] for _, attrs in Elements(page).found if "id" in attrs]

    assert len(ids) == len(set(ids))


def test_every_mark_on_the_page_is_drawn_somewhere(page: str) -> None:
    elements = Elements(page).found
    drawn = {attrs["id"] for tag, attrs in elements if tag == "symbol"}
    used = {attrs["href"][1:] for tag, attrs in elements if tag == "use" and attrs.get("href")}  # type: ignore[index]

    assert used <= drawn


def test_the_same_run_gives_the_same_page(runs: tuple[Run, Run], page: str) -> None:
    before, after = runs

    assert samples.page_of(after, before) == page


def test_a_run_of_another_version_is_refused(runs: tuple[Run, Run]) -> None:
    _, after = runs

    with pytest.raises(RunFileError, match="The run is not of this version"):
        render_html({**as_json(after), "schema": "codecite.run/9"}, None)
    with pytest.raises(RunFileError, match="The comparison is not of this version"):
        render_html(as_json(after), {"schema": "codecite.comparison/9"})


def test_the_page_lies_beside_the_run(tmp_path: Path, runs: tuple[Run, Run]) -> None:
    _, after = runs
    written = write_all(after, None, None, tmp_path)

    assert tmp_path / "report.html" in written
    assert (tmp_path / "report.html").read_text(encoding="utf-8") == samples.page_of(after)


@pytest.mark.parametrize("size", [1, 2, 12])
def test_a_run_of_any_size_has_a_page(runs: tuple[Run, Run], size: int) -> None:
    _, after = runs
    cut = samples.many(after, size)

    assert f"of {size} case" in samples.page_of(cut) or size == 1


def test_a_run_compared_with_itself_says_that_nothing_changed(runs: tuple[Run, Run]) -> None:
    _, after = runs
    page = samples.page_of(after, after)

    assert "<h1>No case changed.</h1>" in page
    assert "none turned" in page
