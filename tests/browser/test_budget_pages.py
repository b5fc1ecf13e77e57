"""Money of the Plan in a real browser: main pages, wide and narrow; a line from proposal to settlement."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import WIDTHS
from tests.budget import makers
from txng.budget.models import BudgetLine

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_main_pages_are_accessible_and_fit_a_phone_and_a_desk(open_as):
    line = makers.approved(80_000_000, 20_000_000)
    makers.spent(line, 70_000_000)
    waiting = makers.proposed()
    hoa, tam, binh = makers.hoa(), makers.tam(), makers.binh()
    wrong = {}
    for person, path in (
        (binh, f"/kinh-phi?nam={makers.YEAR}"),
        (hoa, f"/kinh-phi/dong/{line.code}"),
        (hoa, f"/kinh-phi/dong/{line.code}/chung-tu"),
        (hoa, "/kinh-phi/dong/moi"),
        (tam, "/kinh-phi/cho-quyet"),
        (tam, f"/kinh-phi/dong/{waiting.code}/tham-dinh"),
        (tam, f"/kinh-phi/nam/{makers.YEAR}"),
    ):
        seen = open_as(person, path)
        for width in WIDTHS:
            seen.resize(width)
            if found := seen.wrong():
                wrong[path, width] = found
        seen.page.close()
    assert wrong == {}


def press(page: Page, words: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=words, exact=True).first.click()


def test_a_line_goes_from_proposal_to_settlement_without_javascript(open_as):
    makers.source()
    hoa, tam, binh = makers.hoa(), makers.tam(), makers.binh()
    page = open_as(hoa, "/kinh-phi/dong/moi", javascript=False).page
    page.get_by_label("Năm", exact=True).fill(str(makers.YEAR))
    page.get_by_label("Mục chi").select_option("khao-sat-dao-tao")
    page.get_by_label("Nội dung").fill("Tập huấn, 4 lớp")
    page.get_by_label("Tổng số tiền").fill("120.000.000")
    page.get_by_label("Nguồn 1").select_option("ngan-sach-tinh")
    page.get_by_label("Số tiền 1").fill("120.000.000")
    press(page, "Lưu bản nháp")
    press(page, "Gửi thẩm định")
    line = BudgetLine.objects.get()
    address = f"/kinh-phi/dong/{line.code}"
    finance = open_as(tam, f"{address}/tham-dinh", javascript=False).page
    finance.get_by_label("Ngân sách tỉnh").fill("100.000.000")
    finance.get_by_label("Lý do, khi thấp hơn đề xuất").fill("Giảm một lớp")
    press(finance, "Ghi thẩm định")
    standing = open_as(binh, f"{address}/phe-duyet", javascript=False).page
    standing.get_by_label("Số quyết định").fill("12/QĐ-UBND")
    standing.get_by_label("Ngày quyết định").fill(f"05/01/{makers.YEAR}")
    press(standing, "Ghi quyết định")
    page.goto(page.url)
    page.get_by_role("link", name="Ghi chứng từ").click()
    page.get_by_label("Số chứng từ").fill("UNC-1")
    page.get_by_label("Ngày chi").fill(f"10/03/{makers.YEAR}")
    page.get_by_label("Số tiền").fill("90.000.000")
    page.get_by_label("Người nhận").fill("Nhà in (hư cấu)")
    page.get_by_label("Nội dung chi").fill("In tài liệu")
    press(page, "Ghi chứng từ")
    expect(page.get_by_text("Đã chi từ 80% số được giao").first).to_be_visible()
    finance.goto(finance.url.partition("/kinh-phi")[0] + f"/kinh-phi/nam/{makers.YEAR}")
    finance.get_by_role("link", name="Quyết toán của").click()
    press(finance, "Quyết toán")
    expect(finance.get_by_text("Đã quyết toán", exact=True)).to_be_visible()
