"""Links and hosts in a real browser: two people, a telephone and a desk, light and dark."""

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import ConsoleMessage, expect

from tests import people
from tests.browser.conftest import DESK, PHONE
from tests.browser.test_accounts_pages import complaints, signed_in
from tests.resolver.for_matrix import host_of, link_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SHOTS = os.environ.get("SHOTS_OF_LINKS", "")


@pytest.mark.parametrize(
    ("width", "language", "scheme"),
    [
        (PHONE, "vi", "light"),
        (DESK, "en", "light"),
        (DESK, "vi", "dark"),
    ],
)
def test_pages_of_links_are_accessible_and_fit(browser, site, width, language, scheme):
    number = link_of(people.an(), "an.example", "/01/09506000134352")
    waiting = host_of(people.dung(), "dung.example")
    pages = {
        people.an: (
            "/ma-dan-den", "/ma-dan-den/them", f"/ma-dan-den/{number}", f"/ma-dan-den/{number}/sua",
            "/ten-mien-dich",
        ),
        people.binh: ("/ma-dan-den", "/ten-mien-dich", f"/ten-mien-dich/{waiting}/khong-duyet"),
        people.dung: ("/ma-dan-den",),
    }  # fmt: skip
    wrong: list[str] = []

    def said(message: ConsoleMessage) -> None:
        wrong.append(f"console: {message.text}")

    for person, addresses in pages.items():
        context = signed_in(
            browser, site, person(),
            viewport={"width": width, "height": 800}, color_scheme=scheme,
            locale="vi-VN" if language == "vi" else "en-US",
        )  # fmt: skip
        page = context.new_page()
        page.on("console", said)
        for address in addresses:
            answer = page.goto(f"{site.url}{address}")
            assert answer is not None
            assert answer.status == 200, address
            assert page.locator("html").get_attribute("lang") == language
            wrong += [f"{address}: {one}" for one in complaints(page)]
            if SHOTS:
                name = f"{person.__name__}{address.replace('/', '-')}-{width}-{scheme}.png"
                page.screenshot(path=str(Path(SHOTS) / name), full_page=True)
        context.close()
    assert wrong == []


def test_an_registers_a_link_with_the_keyboard_and_a_scan_follows_it(browser, site):
    link_of(people.an(), "an.example", "/01/09506000134352")
    context = signed_in(browser, site, people.an())
    page = context.new_page()
    page.goto(f"{site.url}/ma-dan-den/them")
    page.get_by_label("Mã", exact=True).fill("9506000134352")
    page.get_by_label("Dẫn đến").select_option("gs1:instructions")
    page.get_by_label("Địa chỉ đích").fill("https://khong-duyet.example/")
    page.get_by_label("Tiêu đề").fill("Cách pha")
    page.get_by_label("Mở thẳng địa chỉ này").check()
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile("^Lỗi:"))
    assert page.get_by_label("Tiêu đề").input_value() == "Cách pha"
    page.get_by_label("Địa chỉ đích").fill("https://an.example/cach-pha")
    page.get_by_role("button", name="Thêm liên kết").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Cách pha")
    answer = context.request.get(f"{site.url}/01/09506000134352", max_redirects=0)
    assert (answer.status, answer.headers["location"]) == (307, "https://an.example/cach-pha")
    page.get_by_role("button", name="Gỡ liên kết").click()
    page.get_by_role("button", name="Hoàn tác").click()
    expect(page.get_by_role("button", name="Gỡ liên kết")).to_be_visible()
    context.close()
