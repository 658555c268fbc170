"""The page in a true Chromium, as a team lead uses it: looking, filtering, opening, by keyboard, on a phone, on paper."""

import json
from http.server import BaseHTTPRequestHandler, HTTPServer
from itertools import pairwise
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.evals.report import samples
from tests.evals.report.conftest import LARGE, Opened

PHONE = {"viewport": {"width": 390, "height": 844}, "is_mobile": True, "has_touch": True}
ALL = len(samples.cases())


def ids(page: Page) -> list[str]:
    """The cases in the list, from top to bottom."""
    found: list[str] = page.locator("#case-table > tbody").evaluate_all("rows => rows.map(row => row.dataset.id)")
    return found


def count(page: Page) -> str:
    return page.get_by_role("status").inner_text()


def opener(page: Page, case: str) -> Any:
    return page.locator(f'#case-table > tbody[data-id="{case}"] .opener')


def detail(page: Page, case: str) -> Any:
    return page.locator(f'#case-table > tbody[data-id="{case}"] .detail')


def hash_of(page: Page) -> str:
    told: str = page.evaluate("location.hash")
    return told


# -- opening -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["compared", "alone", "single", "large"])
def test_the_page_opens_without_asking_for_anything(opened: Opened, name: str) -> None:
    page = opened(name)

    expect(page.locator("h1")).to_be_visible()
    expect(page.get_by_role("status")).to_contain_text("case")
    assert opened.requests == [next(one for one in opened.own() if one.endswith(f"/{name}.html"))]


def test_the_headline_the_gate_and_the_reason_are_seen_first(opened: Opened) -> None:
    page = opened()

    expect(page.get_by_role("heading", level=1)).to_have_text("As many cases got better as got worse.")
    expect(page.get_by_text("The gate does not hold.")).to_be_in_viewport()
    expect(page.get_by_role("heading", name="What fell, and why")).to_be_visible()
    expect(page.locator("#fell")).to_contain_text("And on the other side?")


def test_hostile_texts_are_shown_and_never_run(opened: Opened) -> None:
    page = opened(address="#id=hostile")

    expect(detail(page, "hostile").locator(".question")).to_contain_text("</script><script>window.hacked=1</script>")
    expect(detail(page, "hostile").locator("blockquote")).to_contain_text('<img src="x:y"')
    assert page.evaluate("window.hacked") is None
    assert page.locator("img").count() == 0


def test_an_address_that_is_no_web_address_is_no_link(opened: Opened) -> None:
    page = opened(address="#id=hostile")

    assert detail(page, "hostile").locator("figcaption a").count() == 0
    assert page.locator('a[href^="javascript"]').count() == 0


def test_the_policy_stops_what_would_be_added(opened: Opened) -> None:
    """A server of our own listens, and hears nothing: neither an image, nor a fetch, nor a script that was slipped in."""
    heard: list[str] = []

    class Listening(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            heard.append(self.path)

    server = HTTPServer(("127.0.0.1", 0), Listening)
    Thread(target=server.serve_forever, daemon=True).start()
    page = opened()
    page.evaluate(
        """async (outside) => {
            const script = document.createElement("script");
            script.textContent = "window.added = 1";
            const image = new Image();
            image.src = `${outside}/image`;
            const fetched = fetch(`${outside}/fetch`).then(() => "yes", () => "no");
            const loaded = new Promise(done => { image.onload = () => done("yes"); image.onerror = () => done("no"); });
            document.body.append(script, image);
            window.outside = [await fetched, await loaded];
        }""",
        f"http://127.0.0.1:{server.server_port}",
    )
    server.shutdown()
    server.server_close()

    assert page.evaluate("window.outside") == ["no", "no"]
    assert page.evaluate("window.added") is None
    assert heard == []
    assert len(opened.complaints) >= 3  # the policy says aloud what it stopped
    opened.forgive()


# -- the list ------------------------------------------------------------------------------------------------------------


def test_the_list_begins_with_the_must_pass_case_that_fails(opened: Opened) -> None:
    page = opened()

    assert ids(page)[0] == "worse"
    assert len(ids(page)) == ALL
    assert count(page) == f"{ALL} of {ALL} cases"


@pytest.mark.parametrize(
    ("label", "choice", "found"),
    [
        ("Result", "unmark", ["unmark"]),
        ("Result", "known failing", ["known"]),
        ("Against the baseline", "worse", ["worse"]),
        ("Against the baseline", "turned", ["better", "worse"]),
        ("Must pass", "yes", ["passes", "worse"]),
        ("Suite", "edits", ["edit-hit", "edit-missed"]),
        ("Way of asking", "phrase", ["abstained", "exact"]),
        ("Kind of question", "find", ["worse"]),
        ("Payer", "medicare", ["passes"]),
        ("Tag", "spine", ["passes", "worse"]),
        ("Code outcome", "invented", ["invented"]),
        ("Code outcome", "abstained", ["abstained"]),
        ("Fails by", "edit recall", ["edit-missed"]),
        ("Fails by", "stopped by an error", ["error"]),
    ],
)
def test_each_filter_shows_its_cases_and_counts_them(opened: Opened, label: str, choice: str, found: list[str]) -> None:
    page = opened()
    page.get_by_label(label, exact=True).select_option(choice)

    assert sorted(ids(page)) == found
    assert count(page) == f"{len(found)} of {ALL} cases"
    assert "=" in hash_of(page)


def test_filters_and_search_narrow_each_other(opened: Opened) -> None:
    page = opened()
    page.get_by_label("Tag", exact=True).select_option("spine")
    page.get_by_role("searchbox").fill("OTHER side")

    expect(page.get_by_role("status")).to_have_text(f"1 of {ALL} cases")
    assert ids(page) == ["worse"]
    assert hash_of(page) == "#q=OTHER%20side&tag=spine"


@pytest.mark.parametrize(
    ("words", "case"),
    [("77.12", "exact"), ("tables waits", "none"), ("M53.82 coder tables", "none"), ("stopped valueerror", "error")],
)
def test_the_search_looks_into_answers_codes_and_reasons(opened: Opened, words: str, case: str) -> None:
    page = opened(address="#way=phrase" if case == "exact" else "")
    page.get_by_role("searchbox").fill(words)

    if case == "none":
        expect(page.get_by_text("No case matches all of this.")).to_be_visible()
        page.get_by_role("button", name="Show all cases").click()
        assert count(page) == f"{ALL} of {ALL} cases"
    else:
        expect(page.get_by_role("status")).to_have_text(f"1 of {ALL} cases")
        assert ids(page) == [case]


def test_clearing_brings_all_cases_back(opened: Opened) -> None:
    page = opened(address="#tag=spine&q=billable")
    assert ids(page) == ["passes"]

    page.get_by_role("button", name="Clear all filters").click()

    assert len(ids(page)) == ALL
    assert hash_of(page) == ""
    assert page.get_by_label("Tag", exact=True).input_value() == ""


def test_a_shared_link_shows_what_was_shared(opened: Opened) -> None:
    page = opened(address="#q=case&suite=tried&verdict=failed&sort=-time&open=error")

    assert page.get_by_role("searchbox").input_value() == "case"
    assert page.get_by_label("Suite", exact=True).input_value() == "tried"
    expect(page.get_by_role("columnheader", name="Waited")).to_have_attribute("aria-sort", "descending")
    expect(detail(page, "error")).to_be_visible()
    expect(page.locator("#cases")).to_be_in_viewport()


def test_a_link_to_a_value_nobody_has_says_that_nothing_matches(opened: Opened) -> None:
    page = opened(address="#suite=gone&sort=toString&open=nobody")

    expect(page.get_by_text("No case matches all of this.")).to_be_visible()
    assert page.get_by_label("Suite", exact=True).input_value() == "gone"


def test_an_anchor_leaves_the_filters_alone(opened: Opened) -> None:
    page = opened(address="#tag=spine")
    page.evaluate("location.hash = 'scores'")
    page.wait_for_function("location.hash === '#scores'")

    assert sorted(ids(page)) == ["passes", "worse"]


def test_a_name_in_a_chart_leads_to_its_cases(opened: Opened) -> None:
    page = opened()
    page.locator("#slices").get_by_role("link", name="edits").click()

    page.wait_for_function("location.hash === '#suite=edits'")
    expect(page.get_by_role("status")).to_have_text(f"2 of {ALL} cases")
    expect(page.locator("#cases")).to_be_in_viewport()
    page.go_back()
    expect(page.locator("#slices")).to_be_in_viewport()


def test_every_link_that_filters_finds_a_case(opened: Opened) -> None:
    page = opened()
    links: list[str] = page.locator('a[href*="="]').evaluate_all(
        "links => [...new Set(links.map(link => link.getAttribute('href')).filter(href => href.startsWith('#')))]"
    )

    empty = []
    for link in links:
        page.evaluate("hash => { location.hash = hash }", link)
        page.wait_for_timeout(10)
        if not ids(page):
            empty.append(link)
    # Two presets and the counts of none are always there.
    assert [one for one in empty if "outcome=" not in one] == []
    assert len(links) > 30


@pytest.mark.parametrize(
    ("column", "key"),
    [("Waited", "ms"), ("Suite", "suite"), ("Case", "text")],
)
def test_a_heading_sorts_and_turns_the_order_round(opened: Opened, column: str, key: str) -> None:
    page = opened()
    head = page.locator("#case-table").get_by_role("columnheader", name=column, exact=True)
    values = "key => [...document.querySelectorAll('#case-table > tbody')].map(row => JSON.parse(document.getElementById('data').textContent).cases.find(one => one.id === row.dataset.id)[key])"

    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "ascending")
    up = page.evaluate(values, key)
    head.get_by_role("button").click()
    expect(head).to_have_attribute("aria-sort", "descending")
    down = page.evaluate(values, key)

    lowered = [one.lower() if isinstance(one, str) else one for one in up]
    assert lowered == sorted(lowered)
    assert [one.lower() if isinstance(one, str) else one for one in down] == sorted(lowered, reverse=True)
    assert len(set(up)) > 1


def test_only_one_column_is_sorted(opened: Opened) -> None:
    page = opened(address="#sort=suite")

    sorts = page.locator("#case-table th").evaluate_all("heads => heads.map(head => head.getAttribute('aria-sort'))")
    assert sorted(sorts) == ["ascending", *["none"] * (len(sorts) - 1)]


# -- a case, opened ------------------------------------------------------------------------------------------------------


def test_an_open_case_shows_question_turns_key_answer_and_difference(opened: Opened) -> None:
    page = opened()
    opener(page, "worse").click()
    case = detail(page, "worse")

    for told in (
        "Fails", "must pass", "Required facts",  # why
        "It passed in the baseline and fails now. Scores that fell: Required facts",
        "Earlier in the thread", "Tennis elbow, which code?", "It is the right one.", "date of service 2026-11-10",
        "“right” or “left”",  # the key, in words where it can be
        "no", "taken for find",
    ):  # fmt: skip
        expect(case).to_contain_text(told)
    expect(case.locator("code", has_text="M77")).to_have_text("M77\\.1[12]")
    assert hash_of(page) == "#open=worse"


def test_an_open_case_shows_proof_codes_scores_and_the_source_of_the_key(opened: Opened) -> None:
    page = opened()
    opener(page, "passes").click()
    case = detail(page, "passes")

    expect(case.locator("blockquote")).to_have_text(samples.QUOTE)
    expect(case.get_by_role("link", name="M53.82 in the tables")).to_have_attribute("href", "https://example.org/dates")
    expect(case.locator(".codes")).to_contain_text("recommended")
    expect(case.get_by_role("table")).to_contain_text("All 1 required facts are said.")
    expect(case).to_contain_text("ICD-10-CM code dates: M53.82")
    expect(case).to_contain_text("by A. Coder · tried.yaml, line 12 · case passes")


def test_a_phrase_shows_its_candidates_and_marks_the_right_one(opened: Opened) -> None:
    page = opened(address="#id=exact")

    rows = detail(page, "exact").locator(".candidates li")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text("expected")
    expect(rows.nth(1)).not_to_contain_text("expected")


def test_a_claim_shows_its_findings_and_an_error_what_stopped_it(opened: Opened) -> None:
    page = opened()
    opener(page, "edit-hit").click()
    opener(page, "error").click()

    expect(detail(page, "edit-hit").locator(".findings")).to_contain_text("block excludes1 on M54.2, M50.222")
    expect(detail(page, "error")).to_contain_text("Nothing came back.")


def test_a_case_is_closed_as_it_was_opened(opened: Opened) -> None:
    page = opened()
    opener(page, "passes").click()
    expect(opener(page, "passes")).to_have_attribute("aria-expanded", "true")
    opener(page, "passes").click()

    expect(opener(page, "passes")).to_have_attribute("aria-expanded", "false")
    assert detail(page, "passes").count() == 0
    assert hash_of(page) == ""


def test_a_fallen_case_opens_in_its_place(opened: Opened) -> None:
    page = opened()
    page.locator("#fell summary").first.click()

    expect(page.locator("#fell .detail")).to_contain_text("It passed in the baseline and fails now.")
    assert count(page) == f"{ALL} of {ALL} cases"


def test_a_case_names_nothing_of_a_baseline_where_there_is_none(opened: Opened) -> None:
    page = opened("alone", "#id=worse")

    expect(detail(page, "worse")).to_be_visible()
    assert (
        page.get_by_text("baseline").count() == 0 or not page.locator("#cases").get_by_text("in the baseline").count()
    )
    assert page.get_by_label("Against the baseline").count() == 0


# -- keyboard ------------------------------------------------------------------------------------------------------------


def focused(page: Page) -> str:
    told: str = page.evaluate("document.activeElement.closest('tbody')?.dataset.id ?? document.activeElement.id")
    return told


def test_a_slash_goes_to_the_search_and_is_not_typed(opened: Opened) -> None:
    page = opened()
    page.keyboard.press("/")

    assert focused(page) == "search"
    assert page.get_by_role("searchbox").input_value() == ""
    page.keyboard.type("a/j")
    assert page.get_by_role("searchbox").input_value() == "a/j"


def test_j_and_k_walk_enter_opens_and_escape_closes(opened: Opened) -> None:
    page = opened()
    order = ids(page)

    page.keyboard.press("j")
    assert focused(page) == order[0]
    page.keyboard.press("j")
    assert focused(page) == order[1]
    page.keyboard.press("Enter")
    expect(detail(page, order[1])).to_be_visible()
    page.keyboard.press("ArrowDown")
    assert focused(page) == order[2]
    page.keyboard.press("k")
    assert focused(page) == order[1]
    page.keyboard.press("Escape")
    assert detail(page, order[1]).count() == 0
    assert focused(page) == order[1]
    page.keyboard.press("k")
    page.keyboard.press("k")
    assert focused(page) == order[0]


def test_the_arrows_scroll_the_page_outside_of_the_list(opened: Opened) -> None:
    page = opened()
    page.keyboard.press("ArrowDown")

    assert focused(page) == ""


def test_escape_empties_the_search(opened: Opened) -> None:
    page = opened()
    page.keyboard.press("/")
    page.keyboard.type("tennis")
    expect(page.get_by_role("status")).not_to_have_text(f"{ALL} of {ALL} cases")
    page.keyboard.press("Escape")

    expect(page.get_by_role("status")).to_have_text(f"{ALL} of {ALL} cases")


def test_a_question_mark_explains_the_keys_and_escape_goes_back(opened: Opened) -> None:
    page = opened()
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog", name="Keys")

    expect(dialog).to_be_visible()
    page.keyboard.press("j")
    assert focused(page) not in ids(page)
    page.keyboard.press("Escape")
    expect(dialog).not_to_be_visible()


def test_single_keys_can_be_switched_off(opened: Opened) -> None:
    page = opened()
    page.keyboard.press("?")
    page.get_by_label("Single keys are on").uncheck()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("j")
    page.keyboard.press("/")

    assert focused(page) not in (*ids(page), "search")


def test_the_first_tab_offers_to_skip_to_the_results(opened: Opened) -> None:
    page = opened()
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the results")

    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    assert focused(page) == "main"


def test_the_focus_is_seen_wherever_it_is(opened: Opened) -> None:
    """A border of a solid colour is drawn around what has the focus, or around the row it opens."""
    page = opened()
    bare = []
    for _ in range(40):
        page.keyboard.press("Tab")
        told = page.evaluate(
            """() => {
                const one = document.activeElement;
                const drawn = [one, one.nextElementSibling].filter(Boolean).map(it => getComputedStyle(it).outlineStyle);
                drawn.push(getComputedStyle(one, "::after").outlineStyle);
                return [one.outerHTML.slice(0, 80), drawn];
            }"""
        )
        if all(style in ("none", "") for style in told[1]):
            bare.append(told[0])
    assert bare == []


# -- charts --------------------------------------------------------------------------------------------------------------


def test_a_chart_table_is_sorted_by_its_headings(opened: Opened) -> None:
    page = opened()
    table = page.get_by_role("table", name="Accuracy by suite")
    head = table.get_by_role("columnheader", name="Cases")
    expect(table.get_by_role("columnheader", name="95% interval")).to_have_attribute("aria-sort", "ascending")

    head.get_by_role("button").click()
    rows = table.locator("tbody tr").evaluate_all("rows => rows.map(row => Number(row.cells[4].dataset.sort))")
    expect(head).to_have_attribute("aria-sort", "ascending")
    expect(table.get_by_role("columnheader", name="95% interval")).to_have_attribute("aria-sort", "none")
    head.get_by_role("button").click()
    back = table.locator("tbody tr").evaluate_all("rows => rows.map(row => Number(row.cells[4].dataset.sort))")

    assert rows == sorted(rows) and back == sorted(rows, reverse=True)


def test_a_long_chart_table_shows_its_first_rows_whatever_the_order(opened: Opened) -> None:
    page = opened("large")
    page.get_by_role("radio", name="Tag").check()
    table = page.get_by_role("table", name="Accuracy by tag")
    first = table.get_by_role("rowheader").first
    expect(table.get_by_role("rowheader")).to_have_count(20)
    weakest = first.inner_text()

    table.get_by_role("button", name="Pass").click()
    table.get_by_role("button", name="Pass").click()
    expect(table.get_by_role("rowheader")).to_have_count(20)
    assert first.inner_text() != weakest
    page.get_by_role("button", name="Show all 33 slices").click()
    expect(table.get_by_role("rowheader")).to_have_count(33)
    page.get_by_role("button", name="Show fewer").click()
    expect(table.get_by_role("rowheader")).to_have_count(20)


def test_one_dimension_is_shown_at_a_time(opened: Opened) -> None:
    page = opened()
    expect(page.get_by_role("table", name="Accuracy by suite")).to_be_visible()
    page.get_by_role("radio", name="Tag").check()

    expect(page.get_by_role("table", name="Accuracy by tag")).to_be_visible()
    expect(page.get_by_role("table", name="Accuracy by suite")).not_to_be_visible()
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("table", name="Accuracy by payer")).to_be_visible()


def test_a_drawing_that_stands_alone_tells_its_numbers(opened: Opened) -> None:
    page = opened()
    drawing = page.get_by_role("img", name="Waiting time of questions")

    expect(drawing).to_be_visible()
    assert "50% within" in drawing.locator("desc").text_content()
    page.locator("#waits summary").first.click()
    expect(page.locator("#waits table").first).to_contain_text("p99")


def test_every_drawing_lies_within_the_page(opened: Opened) -> None:
    page = opened("large")
    beyond = page.evaluate(
        """() => [...document.querySelectorAll("svg.row-chart, svg.stacked, svg.histogram")]
            .filter(one => one.getBoundingClientRect().right > innerWidth + 8 || (one.checkVisibility() && one.getBoundingClientRect().width < 20))
            .map(one => one.outerHTML.slice(0, 120))"""
    )
    assert beyond == []


# -- names for who can not see ---------------------------------------------------------------------------------------------


def test_everything_that_can_be_pressed_has_a_name(opened: Opened) -> None:
    page = opened(address="#open=passes")
    nameless = page.locator("a, button, select, input, summary").evaluate_all(
        """all => all.filter(one => {
            const label = one.labels?.[0]?.textContent ?? "";
            return !(one.textContent.trim() || one.getAttribute("aria-label") || label.trim());
        }).map(one => one.outerHTML.slice(0, 120))"""
    )
    assert nameless == []


def test_headings_come_in_order_and_tables_keep_their_roles_on_a_phone(opened: Opened) -> None:
    page = opened(**PHONE)
    rows = page.locator("#case-table").get_by_role("row")
    levels = page.locator("h1, h2, h3").evaluate_all(
        "all => all.filter(one => one.checkVisibility()).map(one => Number(one.tagName[1]))"
    )

    assert levels[0] == 1 and levels.count(1) == 1
    assert all(later - earlier <= 1 for earlier, later in pairwise(levels))
    assert rows.count() == ALL + 1
    assert page.get_by_role("table", name="Accuracy by suite").get_by_role("rowheader", name="edits").count() == 1


def test_a_drawing_within_a_row_is_hidden_from_who_reads_the_row(opened: Opened) -> None:
    page = opened()
    spoken = page.locator("svg").evaluate_all(
        "all => all.filter(one => !one.closest('[aria-hidden=true]') && one.getAttribute('role') !== 'img' && !one.parentElement.closest('svg')).length"
    )
    assert spoken == 0


def test_no_verdict_is_told_by_colour_alone(opened: Opened) -> None:
    page = opened()
    marks = page.locator("#case-table > tbody").evaluate_all(
        "rows => rows.map(row => [row.querySelector('.result use').getAttribute('href'), row.querySelector('.result').textContent])"
    )

    assert {tuple(one) for one in marks} == {
        ("#i-passed", "Passes"),
        ("#i-failed", "Fails"),
        ("#i-known-failing", "Fails as marked"),
        ("#i-unmark", "Passes while marked failing"),
    }
    shapes = page.evaluate(
        "['passed', 'failed', 'known-failing', 'unmark', 'o-invented', 'o-abstained'].map(name => document.getElementById(`i-${name}`).innerHTML)"
    )
    assert len(set(shapes)) == 6


CONTRAST = """() => {
    const read = colour => {
        const [r, g, b, a = 1] = colour.match(/[\\d.]+/g).map(Number);
        return [r, g, b, a];
    };
    const over = ([r, g, b, a], [R, G, B]) => [r * a + R * (1 - a), g * a + G * (1 - a), b * a + B * (1 - a)];
    const light = rgb => {
        const [r, g, b] = rgb.map(part => part / 255).map(part => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
        return 0.2126 * r + 0.7152 * g + 0.0722 * b;
    };
    const behind = one => {
        const layers = [];
        for (let it = one; it; it = it.parentElement) layers.push(read(getComputedStyle(it).backgroundColor));
        return layers.reverse().reduce((below, layer) => over(layer, below), [255, 255, 255]);
    };
    const told = [...document.querySelectorAll("body *")].filter(one =>
        one.checkVisibility({ visibilityProperty: true }) && !one.closest(".unseen, option, script, [aria-hidden=true]:not(kbd)") &&
        [...one.childNodes].some(node => node.nodeType === 3 && node.data.trim()));
    const seen = told.map(one => {
        const style = getComputedStyle(one);
        const ground = behind(one);
        const ink = over(read(one.closest("svg") ? style.fill : style.color), ground);
        const [high, low] = [light(ink), light(ground)].sort((a, b) => b - a);
        return { ratio: (high + 0.05) / (low + 0.05), text: one.textContent.trim().slice(0, 40), class: one.className };
    });
    return { n: seen.length, weak: seen.filter(one => one.ratio < 4.5) };
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(opened: Opened, scheme: str) -> None:
    page = opened(address="#open=passes", color_scheme=scheme)
    opener(page, "worse").click()
    page.locator("#stood summary").first.click()
    page.keyboard.press("?")

    found = page.evaluate(CONTRAST)

    assert found["n"] > 200
    assert found["weak"] == []


# -- schemes, sizes, paper -----------------------------------------------------------------------------------------------


def ground(page: Page) -> float:
    """How light the page is, from 0 to 255."""
    told: str = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    return sum(json.loads("[" + told[told.index("(") + 1 : -1] + "]")[:3]) / 3


def test_the_page_follows_the_scheme_of_the_system(opened: Opened) -> None:
    assert ground(opened(color_scheme="light")) > 230
    assert ground(opened(color_scheme="dark")) < 40


def test_nothing_moves_for_who_asked_for_rest(opened: Opened) -> None:
    still = opened(reduced_motion="reduce")

    assert still.evaluate("getComputedStyle(document.documentElement).scrollBehavior") == "auto"
    assert still.evaluate("document.getAnimations().length") == 0


@pytest.mark.parametrize("name", ["compared", "alone", "single", "large"])
@pytest.mark.parametrize("width", [320, 390, 768, 1024])
def test_the_page_never_scrolls_sideways(opened: Opened, name: str, width: int) -> None:
    page = opened(name, "#verdict=failed" if name != "single" else "", viewport={"width": width, "height": 844})
    page.locator("#case-table .opener").first.click()
    for fold in page.locator("summary:visible").all()[:40]:
        fold.click()
    for choice in page.get_by_role("radio").all():
        choice.check()
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_phone_shows_hostile_and_long_texts_without_scrolling_sideways(opened: Opened) -> None:
    page = opened(address="#id=hostile", **PHONE)

    expect(detail(page, "hostile")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_on_a_phone_the_filters_wait_to_be_asked_for(opened: Opened) -> None:
    page = opened(**PHONE)
    expect(page.get_by_label("Suite", exact=True)).not_to_be_visible()
    page.get_by_text("Filters", exact=True).click()

    expect(page.get_by_label("Suite", exact=True)).to_be_visible()


def test_paper_has_the_summary_the_charts_and_the_failing_cases(opened: Opened) -> None:
    page = opened(color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")

    for shown in ("h1", ".gate", "#fell", "#slices svg", "#waits svg", "#failing-on-paper"):
        expect(page.locator(shown).first).to_be_visible()
    for hidden in ("nav", "#search", "#case-table", ".choices", ".skip"):
        expect(page.locator(hidden).first).not_to_be_visible()
    failing = page.locator("#failing-on-paper li")
    expect(failing).to_have_count(6)
    expect(failing.first).to_contain_text("And on the other side?")
    assert (
        ground(page) == 255
        or page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--paper')").strip() == "#fff"
    )


def test_paper_shows_every_dimension_and_a_case_left_open(opened: Opened) -> None:
    page = opened(address="#open=passes")
    page.emulate_media(media="print")

    expect(page.get_by_role("table", name="Accuracy by tag")).to_be_visible()
    expect(detail(page, "passes")).to_be_visible()
    expect(opener(page, "worse")).not_to_be_visible()


def test_the_page_prints(opened: Opened) -> None:
    assert opened().pdf(format="A4").startswith(b"%PDF")


def test_without_script_the_numbers_and_the_failing_cases_are_there(opened: Opened) -> None:
    page = opened(java_script_enabled=False)

    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("#table-tag")).to_be_visible()
    expect(page.locator("#failing-on-paper")).to_contain_text("And on the other side?")
    expect(page.locator("#search")).not_to_be_visible()


# -- two thousand cases ----------------------------------------------------------------------------------------------------


def test_rows_are_made_only_when_they_are_asked_for(opened: Opened) -> None:
    page = opened("large")

    assert count(page) == f"{LARGE:,} of {LARGE:,} cases"
    assert len(ids(page)) == 50
    page.get_by_role("button", name="Show 50 more").click()
    assert len(ids(page)) == 100
    page.get_by_role("button", name=f"Show all {LARGE:,}").click()
    assert len(ids(page)) == LARGE
    expect(page.get_by_role("button", name="Show all")).not_to_be_visible()


def test_one_case_of_two_thousand_is_found(opened: Opened) -> None:
    page = opened("large")
    page.get_by_role("searchbox").fill("needle haystack")

    expect(page.get_by_role("status")).to_have_text(f"1 of {LARGE:,} cases")
    assert ids(page) == ["needle"]


def test_the_keyboard_walks_beyond_the_rows_that_are_made(opened: Opened) -> None:
    page = opened("large")
    page.locator("#case-table .opener").last.focus()
    page.keyboard.press("j")

    assert len(ids(page)) == 100
    assert focused(page) == ids(page)[50]


def test_a_link_to_a_case_far_down_opens_it(opened: Opened) -> None:
    page = opened("large", "#open=needle")

    expect(detail(page, "needle")).to_be_visible()
    expect(opener(page, "needle")).to_be_in_viewport()


# -- without a comparison, with one case ------------------------------------------------------------------------------------


def test_without_a_comparison_nothing_speaks_of_one(opened: Opened) -> None:
    page = opened("alone")

    assert page.locator("#fell, #moved").count() == 0
    assert page.get_by_role("columnheader", name="Change").count() == 0
    expect(page.get_by_role("heading", level=1)).to_have_text("41.7% of 12 cases pass.")


def test_a_single_case_has_a_whole_page(opened: Opened) -> None:
    page = opened("single")

    expect(page.get_by_role("heading", level=1)).to_have_text("The one case passes.")
    expect(page.get_by_text("The gate holds.")).to_be_visible()
    expect(page.get_by_text("No unmarked case fails.")).to_be_visible()
    assert count(page) == "1 of 1 case"
    opener(page, "passes").click()
    expect(detail(page, "passes")).to_be_visible()
