"""The pages of the public log: on a phone, on a desk, without JavaScript, and a proof verified there."""

import json
import time
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from playwright.sync_api import expect

from tests import servers
from tests.browser.conftest import DESK, PHONE

pytestmark = pytest.mark.browser
PAGES = ("/nhat-ky-minh-bach", "/nhat-ky-minh-bach/ban-in", "/bang-chung/urn:uuid:x")


@pytest.fixture(scope="module")
def log_site(demo_site):
    """The demonstration, once its log holds every event of it."""
    deadline = time.monotonic() + 60
    while True:
        try:
            with urlopen(f"{demo_site.url}/log/{YEAR}/checkpoint", timeout=5) as answer:
                if int(answer.read().split(b"\n")[1]) > 5_000:
                    return demo_site
        except HTTPError as error:
            error.close()
        assert time.monotonic() < deadline, demo_site.log.read_text()[-2000:]
        time.sleep(0.2)


YEAR = time.gmtime(time.time() + 7 * 3600).tm_year


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_every_page_is_accessible_and_fits(log_site, visit, path, width, language):
    seen = visit(f"{log_site.url}{path}", width=width, language=language)
    assert seen.violations() == []
    assert not seen.is_wider_than_the_screen()
    assert len(seen.hosts) == 1


def test_the_log_is_told_without_javascript(log_site, visit):
    seen = visit(f"{log_site.url}/nhat-ky-minh-bach", javascript=False)
    assert "Số dòng đã công bố" in seen.text()
    assert f"localhost/log/{YEAR}" in seen.text()


def first_event(log_site) -> str:
    told = servers.txng(log_site.environ, "query", "--limit", "1", "--json")
    (event,) = json.loads(told)["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
    return str(event["eventID"])


def test_a_proof_is_verified_in_the_readers_own_browser(log_site, visit):
    name = first_event(log_site)
    seen = visit(f"{log_site.url}/bang-chung/{name}", width=DESK)
    assert seen.violations() == []
    box = seen.page.locator("details[data-verify-proof]")
    box.locator("summary").first.click()
    expect(box.locator("[data-state='log-only']")).to_be_visible()
    for step in ("form", "disclosure", "inclusion", "log", "witnesses"):
        expect(box.locator(f"[data-step='{step}'] [data-verdict='passed']")).to_be_visible()
    assert seen.violations() == []
