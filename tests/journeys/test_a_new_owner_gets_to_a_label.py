"""Plan 6736, II.4.a and issue 5, point 6: an owner whom nobody invited gets to a label that is scanned back,
on a telephone; then an officer confirms, and the labels go live."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests import people
from tests.barcodes import reading_back
from tests.browser.conftest import PHONE, browser, database_beside_playwright, open_as
from txng.accounts.actors import operator
from txng.barcodes.models import Batch
from txng.products.actions.groups import put_in_packaged_groups
from txng.support.models import Registration

__all__ = ["browser", "database_beside_playwright", "open_as"]  # fixtures

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PASSWORD = "vườn hồng trên đồi gió"


class Walk:
    """Counts the pages that the owner had to look at."""

    def __init__(self, page: Page) -> None:
        self.page, self.pages = page, 0

    def press(self, name: str) -> None:
        press = self.page.get_by_role("button", name=name, exact=True)
        link = self.page.locator("main").get_by_role("link", name=name, exact=True)
        (press if press.count() else link).first.click()
        self.page.wait_for_load_state("load")
        self.pages += 1

    def answer(self, label: str, value: str) -> None:
        self.page.get_by_label(label).first.fill(value)


def test_from_the_start_page_to_a_confirmed_label(open_as, tmp_path):
    people.shipped("chu-co-so")
    put_in_packaged_groups(by=operator())
    seen = open_as(None, "/bat-dau", width=PHONE)
    page, walk = seen.page, Walk(seen.page)
    page.goto(page.url + "/dang-ky?kieu=tung-cau")
    registers(walk)
    assert page.url.endswith("/bat-dau/viec")
    assert seen.is_wider_than_the_screen() is False
    does_five_tasks(walk)
    prints_and_scans(walk, tmp_path)
    expect(page.get_by_text("Mọi việc bắt đầu đã xong.")).to_be_visible()
    assert walk.pages <= 40

    officer = open_as(people.binh(), "/co-so-moi").page
    officer.get_by_role("link", name=re.compile("^DV-")).first.click()
    officer.get_by_role("button", name="Xác nhận", exact=True).click()
    expect(officer.get_by_text("Đã xác nhận", exact=True)).to_be_visible()
    assert Registration.objects.get().state == "xac-nhan"

    page.goto(page.url.replace("/bat-dau/viec", f"/tem/{Batch.objects.get().pk}"))
    walk.press("Ghi bước này")
    assert Batch.objects.get().state == "commissioned"


def registers(walk: Walk) -> None:
    page = walk.page
    page.get_by_label("Hợp tác xã").check()
    walk.press("Tiếp tục")
    page.get_by_label("Thu mua, đóng gói").check()
    walk.press("Tiếp tục")
    for label, value in (
        ("Tên cơ sở", "Hợp tác xã Suối Vàng (hư cấu)"),
        ("Mã số thuế", "0100233488"),
        ("Xã, phường", "da sar"),
        ("Họ và tên của bạn", "Lê Thị Mơ"),
        ("Số điện thoại", "0912 345 678"),
    ):
        walk.answer(label, value)
        walk.press("Tiếp tục")
    page.get_by_label("Tôi đã đọc").check()
    walk.press("Tiếp tục")
    walk.answer("Mật khẩu", PASSWORD)
    walk.press("Tạo tài khoản")


def does_five_tasks(walk: Walk) -> None:
    page = walk.page
    walk.press("Điền nốt")
    walk.answer("Số nhà", "Thôn 1")
    walk.press("Lưu")
    walk.press("Ghi địa điểm đầu tiên")
    page.get_by_label("Nơi này dùng làm").select_option("che-bien")
    walk.answer("Tên gọi", "Xưởng chính")
    walk.press("Lưu địa điểm")
    walk.press("Tôi làm một mình")
    walk.press("Bỏ qua việc này")
    walk.press("Chọn cách có mã")
    walk.press("Ghi mã đã có")
    walk.answer("Mã doanh nghiệp GS1", "893850597")
    walk.press("Lưu mã")
    walk.press("Ghi sản phẩm đầu tiên")
    walk.answer("Tên sản phẩm", "Cà phê bột 500 g")
    page.get_by_label("Nhóm sản phẩm").select_option("nong-san/ca-phe/ca-phe-rang/")
    walk.answer("Lượng tịnh mỗi gói", "500")
    walk.press("Lưu sản phẩm")
    expect(page.get_by_text("Xong 5 trên 6 việc")).to_be_visible()


def prints_and_scans(walk: Walk, folder: Path) -> None:
    page = walk.page
    walk.press("Tạo tem thử")
    walk.answer("Khối lượng cả lô", "10")
    walk.answer("Khối lượng mỗi gói", "500")
    walk.press("Tạo tem")
    with page.expect_download() as started:
        page.get_by_role("button", name="Tải tệp in").click()
    started.value.save_as(folder / "tem.pdf")
    walk.press("Về việc đang làm")
    walk.press("Quét lại tem đã in")
    for picture in reading_back.pages((folder / "tem.pdf").read_bytes()):
        (text,) = reading_back.read(picture)
        walk.answer("Quét một tem vừa in", text)
        walk.press("Kiểm tra tem này")
    walk.press("Về việc đang làm")
