"""Lists, forms, notices and imports in a real browser: wide, narrow, without JavaScript, by keyboard."""

import os
from pathlib import Path

import pytest
from django.contrib.staticfiles.handlers import StaticFilesHandler
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from tests import people
from tests.browser.conftest import DESK, NARROWEST, PHONE
from tests.documents.organisations import ORGANISATIONS, give_key, names, sheet
from tests.ui import pages as ui_pages
from txng.accounts import cookies
from txng.accounts.models import Organisation
from txng.documents import actions, imports, rules

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PICTURES = os.environ.get("PICTURES_FOLDER", "")


@pytest.fixture
def components(settings, monkeypatch, live_server: LiveServer):
    """The pages of tests/ui/pages.py over a real socket."""
    assert StaticFilesHandler is not None  # the live server serves our static files by it
    ui_pages.install(settings, monkeypatch)
    Organisation.objects.bulk_create(
        Organisation(name=f"{name} {number}", kind=kind, code=f"{kind}-{number}-{index}")
        for number in range(4)
        for index, (name, kind) in enumerate(
            [
                ("Hợp tác xã nông nghiệp tổng hợp Đạ Tẻh", "enterprise"),
                ("Công ty TNHH một thành viên Cà phê và Chè Bảo Lộc", "enterprise"),
                ("Trung tâm Kỹ thuật tiêu chuẩn đo lường chất lượng", "certifier"),
                ("Ủy ban nhân dân xã Đơn Dương", "agency"),
            ]
        )
    )
    return live_server.url


def look(seen, name, width):
    assert seen.violations() == []
    assert not seen.is_wider_than_the_screen()
    assert seen.complaints == []
    if PICTURES:
        seen.page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png", full_page=True)


LISTS = {
    "list": "/",
    "narrowed": "/?q=Đạ&kind=enterprise",
    "nothing": "/?q=zzz",
    "empty": "/?none=1",
}


@pytest.mark.parametrize("width", [NARROWEST, PHONE, DESK])
def test_lists_and_forms_are_accessible_and_fit(components, visit, width):
    for name, path in LISTS.items():
        look(visit(f"{components}{path}", width=width), name, width)
    seen = visit(f"{components}/form", width=width)
    look(seen, "form", width)
    seen.page.get_by_role("button", name="Lưu thửa").click()
    expect(seen.page.get_by_role("alert")).to_contain_text("Còn 5 chỗ cần sửa")
    seen.complaints.clear()  # the browser says that the answer was 400, as it should be
    look(seen, "form-wrong", width)
    seen.page.get_by_role("link", name="Diện tích (ha): Nhập diện tích (ha).").click()
    expect(seen.page.get_by_label("Diện tích (ha)")).to_be_focused()
    fill(seen.page)
    expect(seen.page.get_by_role("status").first).to_contain_text("Đã lưu thửa “Đồi 9”.")
    look(seen, "told", width)


def fill(page):
    page.get_by_label("Tên thửa").fill("Đồi 9")
    page.get_by_label("Diện tích (ha)").fill("1,5")
    page.get_by_label("Cây trồng").select_option("tea")
    page.get_by_label("Giếng").check()
    page.get_by_label("Tôi là người trồng").check()
    page.get_by_role("button", name="Lưu thửa").click()


@pytest.mark.parametrize(
    ("dark", "contrast"),
    [
        (True, False),
        (False, True),
        (True, True),
    ],
)
def test_lists_and_forms_can_be_read_by_night_and_with_more_contrast(
    components, visit, dark, contrast
):
    for path in ("/?q=Đạ&kind=enterprise", "/form"):
        seen = visit(f"{components}{path}", width=DESK, dark=dark, contrast=contrast)
        look(seen, f"{'dark' if dark else 'light'}{'-contrast' * contrast}-{len(path)}", DESK)


def test_a_list_is_narrowed_sorted_and_turned_over_without_javascript(components, visit):
    seen = visit(f"{components}/", width=DESK, javascript=False)
    page = seen.page
    page.get_by_role("link", name="Trang sau").click()
    page.get_by_role("link", name="Tên", exact=True).click()
    expect(page.get_by_role("columnheader", name="Tên")).to_have_attribute(
        "aria-sort", "descending"
    )
    page.get_by_label("Loại").select_option("agency")
    page.get_by_role("button", name="Tìm").click()
    expect(page.get_by_role("row")).to_have_count(5 + 1)  # four communes and Bình's own agency
    page.get_by_role("link", name="Loại: Cơ quan").click()
    expect(page.get_by_text("17 dòng")).to_be_visible()
    assert seen.complaints == []


def test_the_menu_opens_over_a_telephones_page_without_javascript(components, visit):
    seen = visit(f"{components}/", width=PHONE, javascript=False)
    side = seen.page.get_by_role("navigation", name="Danh mục công việc")
    expect(side).to_be_hidden()
    seen.page.get_by_role("button", name="Menu").click()
    expect(side).to_be_visible()
    look_without_axe(seen, "menu", PHONE)
    seen.page.keyboard.press("Escape")
    expect(side).to_be_hidden()


def look_without_axe(seen, name, width):
    if PICTURES:
        seen.page.screenshot(path=Path(PICTURES) / f"{name}-{width}.png")


def test_a_telephone_shows_cards_whose_labels_are_read_to_nobody_twice(components, visit):
    seen = visit(f"{components}/", width=PHONE)
    row = seen.page.get_by_role("row").nth(1)
    expect(row).to_be_visible()
    expect(row.get_by_role("cell")).to_have_count(5)
    first = row.get_by_role("cell").first.bounding_box()
    second = row.get_by_role("cell").nth(1).bounding_box()
    assert first["y"] + first["height"] <= second["y"] + 1  # one under the other


@pytest.fixture
def desk(settings, monkeypatch, tmp_path, live_server, visit):
    """open(path, width): the pages of imports as Bình sees them."""
    settings.DOCUMENTS_FOLDER = tmp_path / "documents"
    monkeypatch.setattr(imports, "_IMPORTERS", {"to-chuc": ORGANISATIONS})

    def open_page(path, *, width=DESK, **kwargs):
        seen = visit(f"{live_server.url}/static/x", width=width, **kwargs)
        secret = people.client_of(people.binh()).cookies[cookies.name()].value
        cookie = {"name": cookies.name(), "value": secret, "url": live_server.url}
        seen.page.context.add_cookies([cookie])
        seen.go(f"{live_server.url}{path}")
        seen.complaints.clear()
        return seen

    return open_page


def bad_file(tmp_path):
    path = tmp_path / "tổ chức.xlsx"
    path.write_bytes(
        sheet(*names(3), ["Tổ lạc loài", "bệnh viện"], ["", "Cơ quan"], ["Tổ hợp tác 1", "Cơ quan"])
    )
    return path


@pytest.mark.parametrize(
    ("width", "javascript"),
    [
        (PHONE, False),
        (PHONE, True),
        (DESK, False),
        (DESK, True),
    ],
)
def test_an_import_from_file_to_receipt_and_back(desk, tmp_path, width, javascript):
    seen = desk("/nhap-excel", width=width, javascript=javascript)
    page = seen.page

    def see(name):
        if javascript:
            look(seen, f"import-{name}", width)

    see("start")
    page.get_by_role("link", name="Tổ chức", exact=True).click()
    see("upload")
    page.get_by_role("button", name="Kiểm tra tệp").click()
    expect(page.locator("#form-errors")).to_contain_text("Chọn tệp .xlsx hoặc .csv.")
    seen.complaints.clear()
    see("no-file")
    page.get_by_label("Tệp Excel hoặc CSV").set_input_files(bad_file(tmp_path))
    page.get_by_role("button", name="Kiểm tra tệp").click()
    expect(page.get_by_text("nhận được “bệnh viện”")).to_be_visible()
    see("checked")
    page.get_by_role("button", name="Ghi 3 dòng đúng, bỏ 3 dòng lỗi").click()
    expect(page.get_by_role("heading", name="Biên nhận")).to_be_visible()
    see("receipt")
    page.get_by_role("link", name="Xem từng dòng").click()
    expect(page.get_by_role("row")).to_have_count(7)
    see("rows")
    page.go_back()
    give_key("Tổ hợp tác 1")
    page.get_by_role("link", name="Hoàn tác cả lần nhập").click()
    see("undo")
    page.get_by_role("button", name="Hoàn tác cả lần nhập").click()
    expect(page.get_by_text("“Tổ hợp tác 1” đã có khóa máy, không bỏ được.")).to_be_visible()
    see("undone")


@pytest.mark.parametrize("javascript", [True, False])
def test_the_page_of_a_long_import_moves_on_by_itself(desk, monkeypatch, javascript):
    monkeypatch.setattr(rules, "INLINE_ROWS", 0)
    binh = people.signed_in_actor(people.binh())
    run = actions.start_import(
        by=binh, importer=ORGANISATIONS, file_name="a.xlsx", content=sheet(*names(5))
    )
    seen = desk(f"/nhap-excel/lan/{run.number}", javascript=javascript)
    expect(seen.page.get_by_label("Chờ kiểm tra")).to_be_visible()
    if javascript:
        look(seen, "import-waiting", DESK)
    actions.finish_waiting_imports()
    button = seen.page.get_by_role("button", name="Ghi cả 5 dòng")
    expect(button).to_be_visible(timeout=15_000)
