"""One Chromium for all browser tests; each test opens its own clean profile."""

import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    sync_playwright,
)

from tests import environment

AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE, DESK, NARROWEST = 360, 1280, 320
IS_LONG = os.environ.get("TXNG_TEST_LONG") == "1"
# how wide the screen is where every page of a room is looked at; `make faults` looks at all
WIDTHS = (PHONE, DESK) if IS_LONG else (PHONE,)
ON_DESK = pytest.param(DESK, marks=pytest.mark.long)
BLOCKED = "Service Worker registration blocked by Playwright"  # as `visit` asks for


HERE = Path(__file__).parent
OF_EVENTS = frozenset({"test_scan_page.py", "test_consumer_page.py"})
ON_SQLITE = "what a browser draws does not hang on the database: SQLite's run looks at it"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Two hundred pages in Chromium take ten minutes of two cores: once is enough, save of what follows
    events."""
    if environment.engine(os.environ) == "sqlite":
        return
    for item in items:
        if item.path.parent == HERE and item.path.name not in OF_EVENTS:
            item.add_marker(pytest.mark.skip(reason=ON_SQLITE))


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@dataclass
class Visit:
    """A page as one visitor sees it. `hosts` and `bytes_received` count everything it loaded."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)
    bytes_received: int = 0

    def violations(self) -> list[str]:
        found = Axe().run(self.page, options={"runOnly": AXE_RULES}).response["violations"]
        return [f"{one['id']}: {node['html'][:150]}" for one in found for node in one["nodes"]]

    def is_wider_than_the_screen(self) -> bool:
        return bool(self.page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))

    def text(self) -> str:
        return " ".join(self.page.locator("main").inner_text().split())


Open = Callable[..., Visit]


@pytest.fixture
def visit(browser: Browser) -> Iterator[Open]:
    """visit(url, width=360, language="vi", javascript=True): opens it in a profile of its own."""
    contexts: list[BrowserContext] = []

    def open_page(
        url: str,
        *,
        width: int = PHONE,
        language: str = "vi",
        javascript: bool = True,
        dark: bool = False,
        contrast: bool = False,
    ) -> Visit:
        context = browser.new_context(
            viewport={"width": width, "height": 760},
            locale={"vi": "vi-VN", "en": "en-GB"}[language],
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
            contrast="more" if contrast else "no-preference",
            service_workers="block",
        )
        contexts.append(context)
        seen = Visit(context.new_page())
        watch(seen, context)
        seen.page.goto(url, wait_until="networkidle")
        return seen

    yield open_page
    for context in contexts:
        context.close()


def watch(seen: Visit, context: BrowserContext) -> None:
    def on_request(request: Request) -> None:
        seen.hosts.add(request.url.split("/")[2])

    def on_loaded(event: dict[str, float]) -> None:
        seen.bytes_received += int(event["encodedDataLength"])

    seen.page.on("request", on_request)

    def on_console(message: ConsoleMessage) -> None:
        if message.text != BLOCKED:
            seen.complaints.append(message.text)

    seen.page.on("console", on_console)
    seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    session = context.new_cdp_session(seen.page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", on_loaded)
