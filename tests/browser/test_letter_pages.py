"""An types an address, the letter comes from `txng work` over SMTP, and its links do what they say."""

import os
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests import people, servers
from tests.accounts import letters as post
from tests.browser.conftest import DESK, PHONE, is_wider_than_the_screen, violations
from tests.browser.test_accounts_pages import signed_in
from tests.fakes.mail_server import MailServer
from txng.accounts.models import Letter, MailAddress

pytestmark = [pytest.mark.browser, pytest.mark.worker, pytest.mark.django_db(transaction=True)]

SHOTS = os.environ.get("SHOTS_OF_ACCOUNTS", "")


@pytest.fixture
def server() -> Iterator[MailServer]:
    with MailServer() as server:
        yield server


@pytest.fixture
def site_with_letters(transactional_db: object, server: MailServer) -> Iterator[servers.Site]:
    settings = {
        "TXNG_SMTP_URL": f"smtp://127.0.0.1:{server.port}?tls=none",
        "TXNG_MAIL_FROM": "Truy xuất <txng@example.vn>",
    }
    with servers.serving({**os.environ, **settings}) as site:
        yield site


def looked_at(page: Page, name: str) -> list[str]:
    """What is wrong with the page on a telephone and on a desk."""
    found = []
    for width in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": 760})
        found += violations(page)
        found += ["wider than the screen"] if is_wider_than_the_screen(page) else []
        if SHOTS:
            page.screenshot(path=str(Path(SHOTS) / f"{name}-{width}.png"), full_page=True)
    return found


def waited_for(server: MailServer, count: int) -> None:
    for _turn in range(300):
        if len(server.letters) >= count:
            return
        time.sleep(0.1)
    raise AssertionError(f"expected {count} letters, got {len(server.letters)}")


def test_an_confirms_an_address_and_ends_letters_by_their_link(browser, site_with_letters, server):
    site = site_with_letters
    page = signed_in(browser, site, people.an()).new_page()
    page.goto(f"{site.url}/toi")
    page.get_by_role("link", name="Thư điện tử Chưa nhận thư.").click()
    wrong = looked_at(page, "thu-chua-co")
    page.get_by_label("Địa chỉ nhận thư").fill("an")
    page.get_by_role("button", name="Gửi thư xác nhận").click()
    wrong += looked_at(page, "thu-sai")
    page.get_by_label("Địa chỉ nhận thư").fill("an@example.vn")
    page.get_by_role("button", name="Gửi thư xác nhận").click()
    assert "Địa chỉ chưa xác nhận" in page.inner_text("main")
    wrong += looked_at(page, "thu-cho-xac-nhan")
    waited_for(server, 1)
    [link] = post.links(post.words(server.letters[0]))
    page.goto(link)
    wrong += looked_at(page, "thu-xac-nhan")
    page.get_by_role("button", name="Xác nhận").click()
    page.get_by_label("Mỗi tuần một thư, sáng thứ Hai, nếu có việc").check()
    page.get_by_role("button", name="Lưu").click()
    assert "Đã lưu thư muốn nhận." in page.inner_text("main")
    wrong += looked_at(page, "thu-da-xac-nhan")
    page.goto(link)
    assert "Liên kết không còn dùng được" in page.inner_text("main")
    wrong += looked_at(page, "thu-lien-ket-cu")
    with post.towards(server):
        post.write(people.an())
    waited_for(server, 2)
    stop = next(one for one in post.links(post.words(server.letters[1])) if "/thu/thoi/" in one)
    stranger = browser.new_context(locale="vi-VN", java_script_enabled=False).new_page()
    stranger.goto(stop)
    assert "Thôi nhận thư loại" in stranger.inner_text("main")
    wrong += looked_at(stranger, "thu-thoi")
    stranger.get_by_role("button", name="Thôi nhận").click()
    assert "Đã thôi gửi loại thư này" in stranger.inner_text("main")
    wrong += looked_at(stranger, "thu-da-thoi")
    assert not MailAddress.objects.get().news
    assert wrong == []


def test_a_refused_address_is_told_on_the_page(browser, site_with_letters, server):
    site = site_with_letters
    server.on_recipient["an@example.vn"] = "550 5.1.1 No such user here"
    page = signed_in(browser, site, people.an()).new_page()
    page.goto(f"{site.url}/toi/thu")
    page.get_by_label("Địa chỉ nhận thư").fill("an@example.vn")
    page.get_by_role("button", name="Gửi thư xác nhận").click()
    for _turn in range(300):
        if Letter.objects.filter(state="given_up").exists():
            break
        time.sleep(0.1)
    page.reload()
    assert "Địa chỉ không nhận được thư" in page.inner_text("main")
    assert "No such user here" in page.inner_text("main")
    assert looked_at(page, "thu-bi-tu-choi") == []
