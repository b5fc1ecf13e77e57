"""Sheets of registers in a real browser: from the template to the receipt, and the links that follow it."""

import io

import openpyxl
import pytest
from playwright.sync_api import expect

from tests import people
from tests.browser.conftest import NARROWEST, PHONE, WIDTHS
from tests.parties import register
from tests.ui.sheet_files import saved
from txng.ui.sheets import templates

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def filled(importer, *rows):
    """Our own template, as a person fills it in."""
    book = openpyxl.load_workbook(io.BytesIO(templates.written(importer.sheet)))
    for line, row in enumerate(rows, start=2):
        for place, column in enumerate(importer.sheet.columns, start=1):
            book.worksheets[0].cell(line, place, row.get(column.key))
    return {
        "name": f"{importer.code}.xlsx",
        "mimeType": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "buffer": saved(book),
    }


def sent(seen, importer, *rows):
    seen.page.locator("input[type=file]").set_input_files(filled(importer, *rows))
    seen.page.locator("main form button[type=submit]").first.click()
    seen.settle()


def test_people_are_invited_from_a_sheet_and_their_links_printed_at_once(open_as):
    from txng.documents.people_sheet import PEOPLE

    people.shipped("nhan-vien")
    seen = open_as(people.an(), "/nhap-excel/nguoi-dung", width=PHONE)
    sent(
        seen, PEOPLE,
        {"for_whom": "Nguyễn Thị Lan", "role": "Nhân viên"},
        {"for_whom": "K'Brểu", "role": "Nhân viên"},
        {"for_whom": "Không ai", "role": "Thuyền trưởng"},
    )  # fmt: skip
    assert seen.wrong() == []
    seen.page.get_by_role("button", name="Ghi 2 dòng đúng").click()
    seen.settle()
    assert seen.wrong() == []
    seen.page.get_by_role("link", name="Làm liên kết cho những người vừa ghi").click()
    seen.settle()
    assert seen.wrong() == []
    seen.page.get_by_role("button", name="Làm liên kết").click()
    seen.settle()
    expect(seen.page.get_by_role("heading", name="K'Brểu")).to_be_visible()
    for width in (*WIDTHS, NARROWEST):
        seen.resize(width)
        assert seen.wrong() == []
    addresses = seen.page.locator(".address").all_inner_texts()
    assert len(set(addresses)) == 2
    seen.go(addresses[0])
    expect(seen.page.get_by_text("Nhân viên").first).to_be_visible()


def test_places_go_in_from_a_sheet_without_script_and_out_again(open_as):
    from txng.parties.importing_places import ESTABLISHMENTS

    ours = register.ans_cooperative()
    seen = open_as(people.an(), "/nhap-excel/dia-diem", javascript=False)
    row = {"holder": ours.code, "kind": "Kho", "name": "Kho Gió", "commune": "Xã Lạc Dương"}
    sent(seen, ESTABLISHMENTS, row, row | {"name": "Chợ", "kind": "Cửa hàng"})
    seen.page.get_by_role("button", name="Ghi cả 2 dòng").click()
    seen.settle()
    seen.page.get_by_role("link", name="Hoàn tác cả lần nhập…").click()
    seen.page.locator("main form button[type=submit]").first.click()
    seen.settle()
    assert "2 đã hoàn tác" in seen.text()
    assert not ours.establishments.exists()
