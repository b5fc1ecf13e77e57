"""Bình reports on a task of the appendix, and the annual report says so: on its page and in the PDF.

task ──báo tiến độ: state, % and note──> section II.1 ──điền từ hệ thống──> the page, the PDF
"""

import re
from datetime import date

import pypdfium2
import pytest
from playwright.sync_api import Page, expect

from tests import people
from txng.programme.actions import loading
from txng.programme.models import Task

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NOTE = "Đã phát 24 kỳ chuyên mục truyền hình về tem truy xuất cà phê Cầu Đất."


def press(page: Page, words: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=words).first.click()


def test_a_reported_task_stands_in_the_annual_report(open_as):
    binh = people.seated(people.binh(), "so-khcn")
    loading.load_appendix(by=binh)
    report = open_as(binh, "/bao-cao", javascript=False).page
    press(report, "Tạo báo cáo")
    year = int(re.search(r"/bao-cao/(\d{4})", report.url)[1])

    task = Task.objects.get(template__appendix="PL.1", year=year)
    page = open_as(binh, f"/ke-hoach/nhiem-vu/{task.code}", javascript=False).page
    page.get_by_role("link", name="Báo tiến độ").click()
    page.get_by_label("Đang làm", exact=True).check()
    page.get_by_label("Đã làm được (%)").fill("60")
    page.get_by_label("Kết quả, ghi chú").fill(NOTE)
    on = min(date.today(), date(year, 12, 14))  # noqa: DTZ011 - the day that a person would type
    page.get_by_label("Số liệu tính đến hết ngày").fill(on.strftime("%d/%m/%Y"))
    press(page, "Gửi báo cáo")
    expect(page.get_by_text("Đã báo:")).to_be_visible()

    press(report, "Điền tất cả từ hệ thống")
    report.goto(f"{report.url.partition('/bao-cao')[0]}/bao-cao/{year}/ban-thao")
    expect(report.get_by_text("Đã phát 24 kỳ chuyên mục")).to_be_visible()
    with report.expect_download() as download:
        report.get_by_role("link", name="Tải PDF").first.click()
    pages = pypdfium2.PdfDocument(download.value.path())
    text = "".join(one.get_textpage().get_text_range() for one in pages)
    assert " ".join(NOTE.split()) in " ".join(text.split())
