"""The annual report in a real browser: four clicks to a whole draft, a text that saves itself, every page."""

import os

import pypdfium2
import pytest
from playwright.sync_api import expect

from tests.browser.conftest import WIDTHS
from tests.programme import filled
from tests.reports import yearly
from txng.accounts.actors import operator
from txng.programme.actions import telling
from txng.reports.actions import annual, writing
from txng.reports.models import Section, SectionVersion, Snapshot

PICTURES = os.environ.get("PICTURES_OF_REPORTS", "")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_four_clicks_lead_to_a_whole_draft_without_javascript(open_as):
    keeper = yearly.keeper()
    page = open_as(keeper, "/bao-cao", javascript=False).page
    clicks = 1  # "Báo cáo năm" at the side, which leads here
    expect(page.get_by_role("link", name="Báo cáo năm").first).to_have_attribute("href", "/bao-cao")
    page.get_by_role("button", name="Tạo báo cáo").click()
    page.get_by_role("button", name="Điền tất cả từ hệ thống").click()
    clicks += 2
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải PDF").click()
    clicks += 1
    assert clicks == 4
    with open(download.value.path(), "rb") as file:  # noqa: PTH123 - Playwright's own path
        assert file.read(5) == b"%PDF-"
    for part in Section.objects.filter(is_heading=False):
        assert part.text.strip() or part.tables.exists(), part.code


@pytest.mark.worker
def test_a_number_that_takes_long_is_counted_beside_the_page_and_comes_by_itself(open_as):
    filled.province()
    telling.tell_beforehand(by=operator())  # as `txng work` does when it starts
    seen = open_as(yearly.keeper(), "/dieu-hanh?nhom=nong-san/&hinh=products.registered&bang=1")
    page = seen.page
    expect(page.get_by_text("Đang đếm", exact=False)).to_have_count(0, timeout=20_000)
    expect(page.get_by_role("row", name="Xã Đạ Tẻh 1 33%")).to_be_visible()
    assert seen.wrong() == []


def test_the_dashboard_is_one_page_of_paper_without_forms(open_as):
    filled.province()
    paper = open_as(yearly.keeper(), "/dieu-hanh").page.pdf(prefer_css_page_size=True)
    pages = pypdfium2.PdfDocument(paper)
    assert len(pages) == 1
    text = pages[0].get_textpage().get_text_range()
    assert "Bảng điều hành" in text
    assert "Ngành quản lý" not in text  # of the form that narrows


@pytest.mark.worker
def test_without_javascript_a_link_reads_again_what_is_being_counted(open_as):
    filled.province()
    telling.tell_beforehand(by=operator())
    path = "/ke-hoach/so-lieu/products.registered?nhom=nong-san/&nam=2025"
    page = open_as(yearly.keeper(), path, javascript=False).page
    while page.get_by_role("link", name="Xem lại ngay").is_visible():
        page.get_by_role("link", name="Xem lại ngay").click()
    expect(page.locator(".big")).not_to_contain_text("đang đếm")


def test_a_text_is_saved_by_itself_and_a_lost_session_keeps_it_in_the_field(open_as):
    keeper = yearly.keeper()
    yearly.made()
    page = open_as(keeper, "/bao-cao/2026/phan/VIII").page
    field = page.get_by_label("Nội dung")
    field.fill("Toàn tỉnh có ")
    page.get_by_label("Chèn số liệu").select_option("enterprises.registered")
    page.get_by_role("button", name="Chèn vào bài").click()
    expect(page.locator(".autosaved")).to_contain_text("Đã tự lưu lúc", timeout=8000)
    assert yearly.part().text == "Toàn tỉnh có {{enterprises.registered}}"
    assert SectionVersion.objects.get().why == "tu-luu"
    page.context.clear_cookies()
    field.press_sequentially(" cơ sở.")
    expect(page.locator(".autosaved")).to_contain_text("phiên làm việc đã hết", timeout=8000)
    expect(field).to_have_value("Toàn tỉnh có {{enterprises.registered}} cơ sở.")


def test_every_page_is_accessible_and_fits_a_phone_and_a_desk(open_as):
    keeper = yearly.keeper()
    one = yearly.made()
    annual.fill_all(by=keeper, report=one)
    part = yearly.part()
    writing.save_text(
        by=keeper, section=part, text=f"{part.text}\n\nCó 12 mô hình mới.", revision=part.revision
    )
    writing.comment(by=keeper, section=part, text="Thiếu số của năm trước")
    number = Snapshot.objects.get(code="enterprises.registered").pk
    here = "/bao-cao/2026"
    pages = {
        "years": "/bao-cao",
        "report": here,
        "facts": f"{here}/thong-tin",
        "draft": f"{here}/ban-thao",
        "checks": f"{here}/kiem-tra",
        "numbers": f"{here}/so-lieu",
        "number": f"{here}/so-lieu/{number}?so=1",
        "section": f"{here}/phan/VIII",
        "history": f"{here}/phan/VIII/lich-su",
        "version": f"{here}/phan/VIII/lich-su/1",
        "source": f"{here}/phan/VIII/nguon?so=12&cau=C%C3%B3",
        "give back": f"{here}/phan/VIII/tra-lai",
    }
    wrong = {}
    for name, path in pages.items():
        seen = open_as(keeper, path)
        for width in WIDTHS:
            seen.resize(width)
            if PICTURES:
                seen.page.screenshot(path=f"{PICTURES}/{name}-{width}.png", full_page=True)
            if found := seen.wrong():
                wrong[name, width] = found
        seen.page.close()
    assert wrong == {}
