"""The frame for people who work here: their menu, whom they act for, what the last verb had to say."""

from html import unescape

import pytest
from django.test import Client, RequestFactory

from tests import people
from txng.conf import menu
from txng.ui import notices

pytestmark = pytest.mark.django_db


def page(client, address="/", **kwargs):
    return unescape(client.get(address, **kwargs).content.decode())


def test_the_page_says_who_acts_and_for_whom(pages):
    text = page(Client())
    assert "Bình" in text
    assert f"thay mặt {people.BINHS_AGENCY}" in text


def test_the_side_menu_holds_what_the_actor_may_do(pages):
    text = page(Client())
    side = text.partition('<nav class="side"')[2].partition("</nav>")[0]
    assert "Tổ chức" in side
    assert "Toàn tỉnh" in side
    assert "Ghi nhận" not in side  # Bình has no right to capture
    assert "Chưa có" not in side  # its room is not installed
    assert 'href="/" aria-current="page"' in side


def test_nobody_signed_in_has_no_side_menu(pages):
    assert menu.for_page(RequestFactory().get("/"))["side_menu"] == ()


def test_the_skip_link_comes_first_and_the_menu_lies_outside_the_main_part(pages):
    text = page(Client())
    assert text.partition("<body>")[2].strip().startswith('<a class="skip" href="#main">')
    assert "<nav" in text.partition('<main id="main"')[0]


def test_the_pages_above_this_one_are_linked(pages):
    crumbs = page(Client()).partition('class="crumbs"')[2].partition("</nav>")[0]
    assert '<a href="/viec">Trang của tôi</a>' in crumbs


def test_only_languages_that_such_pages_have_are_offered(pages):
    text = page(Client())
    assert 'hreflang="en"' in text
    assert 'hreflang="ja"' not in text


def test_what_a_verb_said_is_shown_once_with_its_undo(pages):
    client = Client()
    values = {"name": "Đồi 9", "area_ha": "1", "crop": "tea", "water": "well", "is_mine": "on"}
    assert client.post("/form", values).status_code == 302
    told = page(client)
    assert "Đã lưu thửa “Đồi 9”." in told
    assert 'action="/hoan-tac"' in told
    assert "Hoàn tác" in told
    assert "Đã lưu" not in page(client)


def test_a_refusal_is_an_alert_without_undo(pages):
    client = Client()
    client.post("/hoan-tac")
    told = page(client).partition('role="alert"')[2].partition("</div></div>")[0]
    assert "Không hoàn tác được: thửa đã có nhật ký." in told
    assert "<form" not in told


def test_an_undo_never_leads_to_another_host(pages):
    assert notices._undo('{"undo": "https://evil.example"}') == ""
    assert notices._undo('{"undo": "//evil.example"}') == ""
    assert notices._undo('{"undo": "/ok"}') == "/ok"
