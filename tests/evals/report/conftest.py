"""Pages of sample runs as files, and a true Chromium that opens them without a network."""

import os
import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from tests.evals.report import samples

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
)  # fmt: skip
LARGE = 2_000


@pytest.fixture(scope="session")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    """`compared`, `alone`, `single` and `large`; drawn before the browser starts, whose loop a run can't share."""
    folder = tmp_path_factory.mktemp("pages")
    before, after = samples.small(folder, later=False), samples.small(folder)
    drawn = {
        "compared": samples.page_of(after, before),
        "alone": samples.page_of(after),
        "single": samples.page_of(samples.one_case(folder)),
        "large": samples.page_of(samples.many(after, LARGE)),
    }
    for name, page in drawn.items():
        (folder / f"{name}.html").write_text(page, encoding="utf-8")
    return {name: folder / f"{name}.html" for name in drawn}


@pytest.fixture(scope="module")
def browser(pages: Mapping[str, Path]) -> Iterator[Browser]:
    """Of one module only: while it is open no other test of the process may run an event loop."""
    chromium = shutil.which("chromium")
    if chromium is None:
        missing = "Chromium is not installed; on Debian: apt-get install chromium"
        if os.environ.get("CODECITE_REQUIRE_ALL_CHECKS") == "1":
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=chromium, args=list(FLAGS))
        yield opened
        opened.close()


class Opened:
    """Opens sample pages, and remembers all that went wrong or left the machine."""

    def __init__(self, browser: Browser, pages: Mapping[str, Path]) -> None:
        self._browser, self._pages = browser, pages
        self.requests: list[str] = []
        self.complaints: list[str] = []

    def __call__(self, name: str = "compared", address: str = "", **options: object) -> Page:
        page = self._browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **options}).new_page()  # type: ignore[arg-type]
        page.set_default_timeout(15_000)
        page.on("request", lambda request: self.requests.append(request.url.partition("#")[0]))
        page.on("console", lambda message: self.complaints.append(f"{message.type}: {message.text}"))
        page.on("pageerror", lambda error: self.complaints.append(f"error: {error}"))
        page.goto(f"{self._pages[name].as_uri()}{address}")
        return page

    def own(self) -> set[str]:
        return {path.as_uri() for path in self._pages.values()}

    def forgive(self) -> None:
        """For a test that means to break the rules."""
        self.requests.clear()
        self.complaints.clear()

    def close(self) -> None:
        for context in self._browser.contexts:
            context.close()


@pytest.fixture
def opened(browser: Browser, pages: Mapping[str, Path]) -> Iterator[Opened]:
    """Whatever a test does, the page asks for nothing but its own file, and nothing is complained about."""
    made = Opened(browser, pages)
    yield made
    made.close()
    assert set(made.requests) <= made.own()
    assert made.complaints == []
