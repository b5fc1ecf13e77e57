"""Lan suspends a certificate on its page, and whoever scans the bag is warned within a minute.

An's documents ──> one store ──> page of the serial, kept by the server ──> a phone
Lan's browser ──đình chỉ──> register of certificates ──its count of steps──┘
"""

import time

import pytest
from playwright.sync_api import Page, expect, sync_playwright

from tests import people, servers
from tests.certification import makers
from tests.journeys.phone import ScanPage, scan
from tests.journeys.test_a_scan_shows_where_it_grew import BAG, HARVEST, ROAST, SERIAL, ask
from tests.products import makers as products
from txng.accounts import cookies
from txng.certification.models import Certificate

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
MOST_SECONDS = 60  # what the public was promised


def until(site: servers.Site, words: str) -> ScanPage:
    """The scan page as soon as it says so; fails after the promised minute."""
    end = time.monotonic() + MOST_SECONDS
    while time.monotonic() < end:
        seen = scan(site.url + SERIAL)
        if words in seen.text:
            return seen
        time.sleep(0.5)
    raise AssertionError(f"{words!r} is not on the page: {scan(site.url + SERIAL).text}")


def pressed(page: Page, link: str, button: str, reason: str) -> None:
    page.get_by_role("link", name=link, exact=True).click()
    page.get_by_label("Lý do").fill(reason)
    page.get_by_role("button", name=button, exact=True).click()
    page.wait_for_load_state()


def test_a_suspended_certificate_reaches_the_scan_page(site, chromium, monkeypatch):
    monkeypatch.setenv(servers.ASYNC_UNSAFE, "1")  # the database beside Playwright
    an = people.key_of(people.an())
    for sent in (HARVEST, ROAST):
        ask(site, an, "POST", "/epcis/capture", sent)
    products.trade_item(people.an(), gtin=BAG)
    one = makers.certificate(number="VG-2026-1", groups=(products.COFFEE,))
    secret = people.client_of(makers.lan()).cookies[cookies.name()].value

    seen = until(site, "VG-2026-1")
    assert "Tổ chức chứng nhận xác nhận" in seen.text
    assert "đối chiếu sổ chứng nhận ngày" in seen.text
    assert "đình chỉ" not in seen.text
    assert scan(site.url + SERIAL) == seen  # kept by now

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        context = browser.new_context(locale="vi-VN", service_workers="block")
        context.add_cookies([{"name": cookies.name(), "value": secret, "url": site.url}])
        page = context.new_page()
        page.goto(f"{site.url}/so/chung-nhan/{one.pk}")
        pressed(page, "Đình chỉ", "Đình chỉ ngay", "Mẫu kiểm tra không đạt")
        expect(page.get_by_text("Đang bị đình chỉ").first).to_be_visible()

        warned = until(site, "VG-2026-1 bị đình chỉ từ ngày")
        assert "Lý do: Mẫu kiểm tra không đạt" in warned.text
        assert warned.text.index("bị đình chỉ") < warned.text.index("Ngày thu hoạch")
        assert "Có giá trị đến" not in warned.text

        phone = browser.new_context(
            locale="vi-VN", viewport={"width": 360, "height": 760}
        ).new_page()
        phone.goto(site.url + SERIAL)
        expect(phone.get_by_text("VG-2026-1 bị đình chỉ từ ngày").first).to_be_visible()
        phone.get_by_role("link", name="Xem chứng nhận").click()
        expect(phone.get_by_text("Đang bị đình chỉ")).to_be_visible()

        pressed(page, "Khôi phục", "Khôi phục", "Mẫu lại đạt")
        until(site, "Có giá trị đến")
        assert "đình chỉ" not in scan(site.url + SERIAL).text
        browser.close()
    assert Certificate.objects.get().state == "valid"
