"""The editor in a real browser: it saves by itself, tells a second tab, and loses nothing that was typed."""

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from tests import people
from tests.browser.conftest import WIDTHS
from txng.documents import actions
from txng.documents.models import PaperRecord
from txng.documents.papers.typed import Typed

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_editor_saves_by_itself_and_a_second_tab_is_told(open_as) -> None:
    binh = people.binh()
    one = actions.draft_typed(by=binh, typed=Typed(kind="bao-cao", about="Ban đầu"))
    seen = open_as(binh, f"/soan-van-ban/{one.pk}/sua")
    other = open_as(binh, f"/soan-van-ban/{one.pk}/sua").page
    page = seen.page
    for width in WIDTHS:
        seen.resize(width)
        assert seen.wrong() == []
    page.get_by_label("Nội dung").fill("Chữ gõ trong thẻ thứ nhất")
    expect(page.get_by_text("Đã tự lưu lúc")).to_be_visible(timeout=15_000)
    assert PaperRecord.objects.get(pk=one.pk).typed["text"] == "Chữ gõ trong thẻ thứ nhất"
    other.get_by_label("Nội dung").fill("Chữ gõ trong thẻ thứ hai")
    expect(other.get_by_text("Chép phần của bạn ra ngoài").first).to_be_visible(timeout=15_000)
    expect(other.get_by_label("Nội dung")).to_have_value("Chữ gõ trong thẻ thứ hai")
    page.get_by_label("Trích yếu").fill("Kết quả năm 2026")
    with page.expect_navigation():
        page.get_by_role("button", name="Lưu và xem").click()
    expect(page.get_by_role("heading", name="Kết quả năm 2026")).to_be_visible()


def test_a_paper_is_signed_and_numbered_without_javascript(open_as) -> None:
    binh, lan = people.binh(), replace(people.binh(), name="Lan (thuong-truc)")
    whole = Typed(kind="bao-cao", about="Kết quả", text="Đã xong.", title="GIÁM ĐỐC", name="Lê Mẫu")
    one = actions.draft_typed(by=people.signed_in_actor(binh), typed=whole)
    path = f"/soan-van-ban/{one.pk}"
    drafter = open_as(binh, path, javascript=False).page
    drafter.get_by_role("button", name="Trình ký").click()
    expect(drafter.get_by_text("Bạn là người soạn")).to_be_visible()
    signer = open_as(lan, path, javascript=False)
    assert "Đây không phải chữ ký số" in signer.text()
    signer.page.get_by_role("button", name="Ký (ghi trên hệ thống)").click()
    signer.page.get_by_role("button", name="Cấp số và phát hành").click()
    expect(signer.page.get_by_text("Đã phát hành với số 01/BC-")).to_be_visible()
    assert signer.wrong() == []
