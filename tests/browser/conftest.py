"""One Chromium for all browser tests; each test opens its own clean profile."""

import contextlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import axe_playwright_python.base
import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    sync_playwright,
)

from tests import environment, servers

if TYPE_CHECKING:
    from txng.accounts.actors import Actor

AXE_RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
PHONE, DESK, NARROWEST = 360, 1280, 320
IS_LONG = os.environ.get("TXNG_TEST_LONG") == "1"
WIDTHS = (PHONE, DESK)  # how wide the screen is where every page of a room is looked at
BLOCKED = "Service Worker registration blocked by Playwright"  # as `visit` asks for
LANGUAGES = {"vi": "vi-VN", "en": "en-GB"}
TICK_MS = 40
HERE = Path(__file__).parent
ON_SQLITE = "what a browser draws does not hang on the database: SQLite's run looks at it"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Pages are drawn from one database; journeys in a browser (tests/journeys) run on both.

    What views ask and answer is tested on both, without a browser (tests/<room>/test_*page*.py).
    """
    if environment.engine(os.environ) == "sqlite":
        return
    for item in items:
        if item.path.parent == HERE:
            item.add_marker(pytest.mark.skip(reason=ON_SQLITE))


@pytest.fixture
def site(transactional_db: object, request: pytest.FixtureRequest) -> Iterator[servers.Site]:
    """txng serving this test's own database; with `txng work` beside it where the test is marked `worker`."""
    is_alone = request.node.get_closest_marker("worker") is None
    with servers.serving(os.environ, is_alone=is_alone) as site:
        yield site


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture(scope="module", autouse=True)
def database_beside_playwright() -> Iterator[None]:
    """Playwright keeps a loop in this thread, and Django would refuse its database there."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(servers.ASYNC_UNSAFE, "1")
        yield


@cache
def axe_source() -> str:
    return (Path(axe_playwright_python.base.__file__).parent / "axe.min.js").read_text("utf-8")


def violations(page: Page) -> list[str]:
    """What axe finds wrong on the page as it is now: `rule: the element`."""
    page.wait_for_load_state("load")
    with scripts_on(page):
        if page.evaluate("typeof axe") == "undefined":
            page.evaluate(axe_source())
        found = page.evaluate(
            "options => axe.run(document, options)",
            {"runOnly": AXE_RULES, "resultTypes": ["violations"]},
        )
    return [
        f"{one['id']}: {node['html'][:150]}" for one in found["violations"] for node in one["nodes"]
    ]


@contextlib.contextmanager
def scripts_on(page: Page) -> Iterator[None]:
    """Chromium 156 lets no timer of a page without scripts end: whoever waits for one waits for ever.

    The page's own scripts were passed over when it was read, and do not run later.
    """
    if not page.evaluate("matchMedia('(scripting: none)').matches"):
        yield
        return
    session = page.context.new_cdp_session(page)
    for is_off in (True, False):  # a session takes back only what it has set itself
        session.send("Emulation.setScriptExecutionDisabled", {"value": is_off})
    yield
    session.send("Emulation.setScriptExecutionDisabled", {"value": True})


def is_wider_than_the_screen(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth > window.innerWidth"))


@dataclass
class Visit:
    """A page as one visitor sees it. `hosts` and `bytes_received` count everything it loaded."""

    page: Page
    complaints: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)
    bytes_received: int = 0
    under_way: set[Request] = field(default_factory=set)

    def go(self, url: str) -> None:
        """Open an address and wait until nothing more is asked for."""
        self.page.goto(url)
        self.settle()

    def settle(self) -> None:
        """Loaded, and nothing on its way for two ticks: Playwright's "networkidle" waits half a second."""
        self.page.wait_for_load_state("load")
        quiet = 0
        while quiet < 2:
            self.page.wait_for_timeout(TICK_MS)
            quiet = 0 if self.under_way else quiet + 1

    def resize(self, width: int) -> None:
        """The same page on another screen: its style sheets answer to the new width."""
        self.page.set_viewport_size({"width": width, "height": 760})

    def violations(self) -> list[str]:
        return violations(self.page)

    def is_wider_than_the_screen(self) -> bool:
        return is_wider_than_the_screen(self.page)

    def wrong(self) -> list[str]:
        """All that may be wrong with a page on this screen; what it complained of is told once."""
        found = [*self.violations(), *self.complaints]
        self.complaints.clear()
        if self.is_wider_than_the_screen():
            found.append("wider than the screen")
        if len(self.hosts) != 1:
            found.append(f"loads from {sorted(self.hosts)}")
        return found

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
            locale=LANGUAGES[language],
            java_script_enabled=javascript,
            color_scheme="dark" if dark else "light",
            contrast="more" if contrast else "no-preference",
            service_workers="block",
        )
        contexts.append(context)
        seen = watched(context)
        seen.go(url)
        return seen

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def open_as(site: servers.Site, browser: Browser) -> Iterator[Open]:
    """open_as(person, "/so/san-pham", width=1280): a page as this person, None for a stranger.

    A person's pages are opened in one profile, in which they are signed in.
    """
    from tests import people  # models, which Django has not read yet when it reads this file
    from txng.accounts import cookies

    profiles: dict[tuple[object, ...], BrowserContext] = {}

    def open_page(
        person: "Actor | None",
        path: str,
        *,
        width: int = DESK,
        language: str = "vi",
        javascript: bool = True,
        dark: bool = False,
    ) -> Visit:
        who = None if person is None else (person.name, person.organisation_id)
        which = (who, language, javascript, dark)
        if which not in profiles:
            context = profiles[which] = browser.new_context(
                locale=LANGUAGES[language],
                java_script_enabled=javascript,
                color_scheme="dark" if dark else "light",
                service_workers="block",
            )
            if person is not None:
                secret = people.client_of(person).cookies[cookies.name()].value
                context.add_cookies([{"name": cookies.name(), "value": secret, "url": site.url}])
        seen = watched(profiles[which])
        seen.resize(width)
        seen.go(f"{site.url}{path}")
        return seen

    yield open_page
    for context in profiles.values():
        context.close()


def watched(context: BrowserContext) -> Visit:
    """An empty page of which everything is written down."""
    seen = Visit(context.new_page())

    def on_request(request: Request) -> None:
        seen.hosts.add(request.url.split("/")[2])
        seen.under_way.add(request)

    def on_end(request: Request) -> None:
        seen.under_way.discard(request)

    def on_loaded(event: dict[str, float]) -> None:
        seen.bytes_received += int(event["encodedDataLength"])

    def on_console(message: ConsoleMessage) -> None:
        if message.text != BLOCKED:
            seen.complaints.append(message.text)

    seen.page.on("request", on_request)
    seen.page.on("requestfinished", on_end)
    seen.page.on("requestfailed", on_end)
    seen.page.on("console", on_console)
    seen.page.on("pageerror", lambda error: seen.complaints.append(str(error)))
    session = context.new_cdp_session(seen.page)
    session.send("Network.enable")
    session.on("Network.loadingFinished", on_loaded)
    return seen
