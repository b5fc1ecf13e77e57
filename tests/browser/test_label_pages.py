"""Codes and labels in a real browser: from the lot to a live label, with and without script."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests import people
from tests.barcodes import reading_back, registers
from tests.browser.conftest import NARROWEST, PHONE
from tests.servers import Site
from txng.barcodes.actions import cases
from txng.barcodes.models import Batch, LotQuota

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PATHS = (
    "/so/ma-so", "/so/ma-so/khai", "/so/ma-so/phi", "/so/ma-so/noi-bo", "/so/ma-so/xin-cap",
    "/so/ma-so/xin-cap/{case}", "/so/ma-so/gs1/8938505974", "/so/ma-so/gs1/8938505974/cap",
    "/tem", "/tem/lo-hang", "/tem/lo-hang/khai", "/tem/lo-hang/{lot}", "/tem/lo-hang/{lot}/tao",
    "/tem/{batch}", "/tem/{batch}/quet-thu", "/tem/mau", "/tem/mau/tem-50x30",
)  # fmt: skip


@pytest.fixture
def told(site: Site) -> dict[str, int]:
    """An's prefix, lot, printed batch and open case."""
    lot = registers.lot()
    batch = registers.issued(lot, 8)
    case = cases.open_case(by=people.an(), enterprise=registers.ans(), products=30)
    return {"lot": lot.pk, "batch": batch.pk, "case": case.pk}


def test_every_page_is_accessible_and_fits_small_and_large(open_as, told, tmp_path):
    an = people.an()
    wrong = []
    for path in PATHS:
        seen = open_as(an, path.format(**told))
        wrong += [f"{path}: {one}" for one in seen.wrong()]
        if pictures := os.environ.get("E_PICTURES"):
            name = path.strip("/").replace("/", "-").replace("{", "").replace("}", "")
            seen.page.screenshot(path=f"{pictures}/{name}.png", full_page=True)
            seen.resize(PHONE)
            seen.page.screenshot(path=f"{pictures}/{name}-360.png", full_page=True)
        for width in (PHONE, NARROWEST):
            seen.resize(width)
            if seen.is_wider_than_the_screen():
                wrong.append(f"{path}: wider than {width}")
        seen.page.close()
    assert wrong == []


def test_from_the_lot_to_a_live_label_as_an_does_it(open_as, told):
    an = people.an()
    page = open_as(an, f"/tem/lo-hang/{told['lot']}/tao").page
    page.get_by_label("Số tem", exact=True).fill("4")
    page.get_by_label("Tên hàng hóa", exact=False).fill("Cà phê mới rang")
    expect(page.locator("#preview svg text").first).to_contain_text("Cà phê mới rang")
    page.get_by_role("button", name="Tạo tem").click()
    expect(page.locator("main")).to_contain_text("Đã tạo 4 tem.")
    with page.expect_download() as waiting:
        page.get_by_role("button", name="Tải tệp in").click()
    document = Path(waiting.value.path()).read_bytes()
    texts = [text for sheet in reading_back.pages(document) for text in reading_back.read(sheet)]
    assert len(texts) == 4
    page.reload()
    page.get_by_role("link", name="Quét thử").click()
    for text in texts[:3]:
        box = page.get_by_label("Quét một tem vừa in")
        expect(box).to_be_focused()  # a scanner types where the cursor is, and ends with Enter
        page.keyboard.type(text)
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_contain_text("Đọc đúng tem thứ")
    page.get_by_role("link", name="Đến bước kích hoạt").click()
    page.get_by_label("Kích hoạt").check()
    page.get_by_role("button", name="Ghi bước này").click()
    expect(page.locator("main")).to_contain_text("4 tem đã chuyển bước.")
    assert Batch.objects.get(quantity=4).state == "commissioned"


def test_without_script_the_label_is_shown_by_a_button(open_as, told):
    page = open_as(people.an(), f"/tem/lo-hang/{told['lot']}/tao", javascript=False).page
    page.get_by_label("Tên hàng hóa", exact=False).fill("Chè Ô Long")
    page.get_by_role("button", name="Xem trước").click()
    expect(page.locator("#preview svg text").first).to_contain_text("Chè Ô Long")
    assert LotQuota.objects.get().taken == 8


def test_a_label_on_the_page_is_as_large_as_it_says(open_as, told):
    page = open_as(people.an(), "/tem/mau/tem-50x30").page
    box = page.locator("#preview svg.label").bounding_box()
    assert abs(box["width"] - 50 / 25.4 * 96) < 1
    assert abs(box["height"] - 30 / 25.4 * 96) < 1
    page.get_by_label("Rộng (mm)", exact=True).fill("60")
    expect(page.locator("#preview figcaption")).to_contain_text("60 × 30 mm")
