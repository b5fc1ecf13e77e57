"""Telling labels to the event register, and watching printed codes, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests import people
from tests.barcodes import registers
from tests.browser.conftest import NARROWEST, PHONE, WIDTHS
from tests.resolver.test_declarations import live_batch
from txng.barcodes.actions import prefixes

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_owner_tells_live_labels_and_watches_what_was_printed(open_as):
    batch = live_batch()
    own = prefixes.give_own_name(
        by=people.an(), enterprise=registers.ans(), code="lo-7", words="Lô 7 trước khi có GTIN"
    )
    prefixes.join_to_gs1(by=people.an(), name=own.name, gs1="(01)09506000134352(10)L7")
    seen = open_as(people.an(), "/khai-tem", width=PHONE)
    page = seen.page

    def looks_right():
        for width in (*WIDTHS, NARROWEST, PHONE):
            seen.resize(width)
            assert seen.wrong() == [], (page.url, width)

    looks_right()
    page.get_by_role("link", name=f"Lô tem {batch.pk}").click()
    looks_right()
    page.get_by_role("button", name="Khai 4 tem chưa khai").click()
    seen.settle()
    expect(page.get_by_text("Sổ sự kiện đã nhận 4 tem.")).to_be_visible()
    looks_right()
    page.get_by_role("link", name="Theo dõi các mã của lô này còn mở được không").click()
    looks_right()
    page.get_by_label("Mã mẫu").fill("https://txng.example/01/09506000134352")  # here it is http
    page.get_by_role("button", name="Ghi đợt in").click()
    seen.settle()
    expect(page.get_by_role("heading", name="Mỗi mã dẫn đến đâu")).to_be_visible()
    looks_right()
    seen.go(f"{page.url.partition('/ma-dan-den')[0]}/khai-tem/ma-noi-bo/{own.pk}")
    looks_right()
    page.get_by_role("button", name="Khai hai mã là một").click()
    seen.settle()
    expect(page.get_by_text("Đã nhận").first).to_be_visible()
