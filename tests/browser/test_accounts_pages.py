"""People sign in, protect their account and manage others in a real browser."""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from tests import people, servers
from tests.browser.conftest import DESK, PHONE, WIDTHS, is_wider_than_the_screen, violations
from txng.accounts import actions, cookies
from txng.accounts.actors import operator
from txng.accounts.models import Organisation, Passkey, Session

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

PASSWORD = "Cà phê chín đỏ trên đồi số 3"
SHOTS = os.environ.get("SHOTS_OF_ACCOUNTS", "")

PAGES = {
    "an": ("/toi", "/toi/phien", "/toi/bao-ve", "/toi/don-vi", "/toi/mat-khau", "/toi/thu", "/nguoi-dung",
           "/nguoi-dung/moi", "/nguoi-dung/moi?dien-thoai", "/khoa-may", "/khoa-may/moi", "/nhat-ky"),
    "binh": ("/toi", "/vai-tro", "/vai-tro/can-bo", "/nguoi-dung/moi", "/mo-tai-khoan",
             "/xem-nhu?q=An", "/nhat-ky"),
}  # fmt: skip


@pytest.fixture
def named_site(transactional_db: object) -> Iterator[servers.Site]:
    with servers.serving(os.environ, host="localhost") as site:
        yield site


def signed_in(
    browser: Browser, site: servers.Site, person: object, **wishes: object
) -> BrowserContext:
    user = people.account_of(person)
    _session, secret = actions.begin_session(
        person=user,
        organisation=Organisation.objects.get(pk=person.organisation_id),
        shown_two=True,
        agent="Mozilla/5.0 (X11; Linux) Chrome/131.0",
    )
    context = browser.new_context(
        **({"viewport": {"width": DESK, "height": 800}, "locale": "vi-VN"} | wishes)
    )
    context.add_cookies([{"name": cookies.name(), "value": secret, "url": site.url}])
    return context


def complaints(page: Page) -> list[str]:
    return violations(page) + (["wider than the screen"] if is_wider_than_the_screen(page) else [])


def shot(page: Page, name: str) -> None:
    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)


def test_every_page_is_accessible_and_fits_a_telephone(browser, site):
    """Vietnamese on a telephone, English on a desk; what a page logs to the console counts too."""
    cast = {"an": people.an(), "binh": people.binh()}
    people.account_of(people.with_role(people.an(), "nhan-vien"))
    actions.create_key(
        by=operator(), organisation=people.enterprise(), scopes=["query"], name="Cân số 2"
    )
    wrong: dict[str, list[str]] = {}
    for name, addresses in PAGES.items():
        for width, locale in ((PHONE, "vi-VN"), (DESK, "en-GB")):
            viewport = {"viewport": {"width": width, "height": 760}, "locale": locale}
            context = signed_in(browser, site, cast[name], **viewport)
            page = context.new_page()
            logged: list[str] = []
            page.on("console", lambda message, kept=logged: kept.append(message.text))
            for address in addresses:
                page.goto(site.url + address)
                found = complaints(page) + logged
                logged.clear()
                shot(page, f"{name}-{width}{re.sub('[^a-z]+', '-', address)}")
                if found:
                    wrong[f"{name} {width} {address}"] = found
            context.close()
    assert wrong == {}


@pytest.mark.parametrize("width", WIDTHS)
def test_pages_before_signing_in_are_accessible(browser, site, width):
    _link, secret = actions.invite(
        by=operator(),
        organisation=people.enterprise(),
        role=people.shipped("nhan-vien"),
        for_whom="Lan",
    )
    _link, phone = actions.invite(
        by=operator(),
        organisation=people.enterprise(),
        role=people.shipped("dien-thoai"),
        for_whom="Vườn 3",
    )
    page = browser.new_page(viewport={"width": width, "height": 760}, locale="vi-VN")
    for address in ("/dang-nhap", f"/lien-ket/{secret}", f"/lien-ket/{phone}", "/lien-ket/x"):
        page.goto(site.url + address)
        shot(page, f"outside-{width}{re.sub('[^a-z]+', '-', address)[:22]}")
        assert complaints(page) == []
    page.goto(site.url + "/dang-nhap")
    page.get_by_role("button", name="Đăng nhập", exact=True).click()
    shot(page, f"outside-{width}-wrong")
    assert complaints(page) == []
    assert page.get_by_text("Nhập tên đăng nhập.").first.is_visible()


def test_an_signs_in_with_the_keyboard_and_without_javascript(browser, site):
    person = actions.create_person(by=operator(), username="an", password=PASSWORD)
    actions.assign(
        by=operator(),
        person=person,
        organisation=people.enterprise(),
        role=people.shipped("chu-co-so"),
    )
    context = browser.new_context(
        java_script_enabled=False, viewport={"width": PHONE, "height": 760}, locale="vi-VN"
    )
    page = context.new_page()
    page.goto(site.url + "/nguoi-dung")
    page.get_by_label("Tên đăng nhập").fill("an")
    page.get_by_label("Mật khẩu").fill(PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url(site.url + "/nguoi-dung")
    page.get_by_role("link", name="Mời người").click()
    page.get_by_label("Dành cho ai").fill("Chị Lan")
    page.get_by_label("Nhân viên").check()
    page.get_by_role("button", name="Tạo liên kết").click()
    address = page.get_by_label("Địa chỉ").input_value()
    guest = browser.new_context(java_script_enabled=False, locale="vi-VN").new_page()
    guest.goto(address)
    guest.get_by_label("Họ và tên").fill("Lan")
    guest.get_by_label("Tên đăng nhập").fill("lan")
    guest.get_by_label("Mật khẩu").fill(PASSWORD)
    guest.get_by_role("button", name="Tạo tài khoản").click()
    guest.get_by_text("Tài khoản đã mở").wait_for()
    page.get_by_role("button", name="Menu", exact=True).click()  # on a telephone it is in there
    page.get_by_role("button", name="Đăng xuất").click()
    page.get_by_text("Đã đăng xuất khỏi thiết bị này.").wait_for()


def test_a_passkey_opens_the_account_without_a_password(browser, named_site):
    """With Chromium's virtual authenticator: enrol a key, sign out, sign in by the key alone."""
    context = signed_in(browser, named_site, people.binh())
    page = context.new_page()
    logged: list[str] = []
    page.on("console", lambda message: logged.append(message.text))
    devtools = context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )
    page.goto(named_site.url + "/toi/bao-ve")
    page.get_by_role("button", name="Thêm khóa của máy này").click()
    page.get_by_text("Đã thêm khóa đăng nhập.").wait_for()
    shot(page, "passkey-enrolled")
    assert Passkey.objects.get().person.username == "binh"
    page.get_by_role("button", name="Đăng xuất").click()
    page.get_by_role("button", name="Đăng nhập bằng khóa").click()
    page.wait_for_url(named_site.url + "/toi")
    latest = Session.objects.order_by("-pk").first()
    assert (latest.person.username, latest.second_factor_at is not None) == ("binh", True)
    assert Passkey.objects.get().used_at is not None
    page.goto(named_site.url + "/vai-tro")
    assert page.get_by_role("heading", name="Vai trò", exact=True).is_visible()
    assert logged == []


def test_binh_looks_as_an_under_a_banner(browser, site):
    people.account_of(people.an())
    page = signed_in(browser, site, people.binh()).new_page()
    page.goto(site.url + "/xem-nhu?q=An")
    page.get_by_role("link", name=re.compile("^An")).click()
    page.get_by_label("Lý do xem").fill("Hỗ trợ theo phiếu số 12")
    page.get_by_role("button", name="Bắt đầu xem").click()
    for address in ("/toi", "/nguoi-dung", "/khoa-may", "/nhat-ky"):
        page.goto(site.url + address)
        assert page.get_by_text("Đang xem như").is_visible(), address
    page.set_viewport_size({"width": PHONE, "height": 760})
    shot(page, "looking")
    assert complaints(page) == []
    page.get_by_role("button", name="Thôi xem như người khác").click()
    page.get_by_text("Đã thôi xem như người khác.").wait_for()
