"""Pages of the annual report: who opens them, how often they ask, what they say when there is nothing."""

import io
import zipfile

import openpyxl
import pytest

from tests import people
from tests.reports import yearly
from txng.reports.actions import annual
from txng.reports.models import AnnualReport

pytestmark = pytest.mark.django_db
PAGES = (
    "", "/thong-tin", "/ban-thao", "/kiem-tra", "/so-lieu", "/phan/VIII", "/phan/VIII/lich-su",
)  # fmt: skip
MOST = 22
"""Queries of a page, its session, roles and menu among them."""


@pytest.fixture(autouse=True)
def figures_of_tests():
    with yearly.registered():
        yield


def filled() -> AnnualReport:
    one = yearly.made()
    annual.fill_all(by=yearly.keeper(), report=one)
    return one


def test_no_report_yet_says_what_to_do():
    keeper = people.client_of(yearly.keeper()).get("/bao-cao").content.decode()
    assert "Chưa có báo cáo năm nào" in keeper
    assert "Tạo báo cáo 20" in keeper
    reader = people.client_of(people.with_role(people.binh(), "lanh-dao")).get("/bao-cao")
    assert "Tạo báo cáo 20" not in reader.content.decode()


def test_a_wrong_year_is_told_at_its_field():
    client = people.client_of(yearly.keeper())
    for typed in ("", "2018", "abc", "99999"):
        answer = client.post("/bao-cao/tao", {"year": typed})
        assert answer.status_code == 400
        assert "Lỗi:" in answer.content.decode()
    assert client.post("/bao-cao/tao", {"year": "2026"}).status_code == 303
    assert "đã có" in client.post("/bao-cao/tao", {"year": "2026"}).content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_pages_ask_a_bounded_number_of_questions(page, django_assert_max_num_queries):
    filled()
    client = people.client_of(yearly.keeper())
    client.get("/bao-cao")
    with django_assert_max_num_queries(MOST):
        assert client.get(f"/bao-cao/2026{page}").status_code == 200


def test_strangers_open_nothing():
    filled()
    for person in (people.an(), people.dung()):
        client = people.client_of(person)
        for page in ("/bao-cao", *(f"/bao-cao/2026{page}" for page in PAGES)):
            assert client.get(page).status_code == 403, page


def test_an_agency_finds_its_sections_marked():
    filled()
    told = people.client_of(yearly.farm_office()).get("/bao-cao/2026").content.decode()
    assert told.count("của cơ quan bạn") == 4
    assert "Điền tất cả từ hệ thống" not in told


def test_the_draft_is_a_pdf_a_docx_and_a_workbook_with_the_same_numbers():
    one = yearly.made()
    yearly.wrote(yearly.keeper(), "Toàn tỉnh có {{thu.co_so}} cơ sở thử.")
    annual.fill_all(by=yearly.keeper(), report=one)
    client = people.client_of(yearly.keeper())
    pdf = client.get("/bao-cao/2026/ban-thao.pdf")
    assert pdf.content[:5] == b"%PDF-"
    assert pdf.headers["Content-Type"] == "application/pdf"
    docx = client.get("/bao-cao/2026/ban-thao.docx").content
    told = zipfile.ZipFile(io.BytesIO(docx)).read("word/document.xml").decode()
    assert "Toàn tỉnh có 4 cơ sở thử." in told
    assert "{{" not in told
    assert "SỞ KHOA HỌC VÀ CÔNG NGHỆ" in told
    assert "BÁO CÁO" in told
    book = openpyxl.load_workbook(
        io.BytesIO(client.get("/bao-cao/2026/phu-luc.xlsx").content), read_only=True
    )
    rows = list(book[book.sheetnames[-1]].iter_rows(values_only=True))
    assert list(rows[2]) == ["Stt", "Số liệu", "Giá trị", "Cách đếm", "Đếm lúc"]
    assert any(row[1] == "Cơ sở thử" and row[2] == "4 cơ sở" for row in rows[3:])


def test_a_form_of_somebody_slower_is_refused_with_what_was_typed():
    filled()
    client = people.client_of(yearly.keeper())
    page = {
        "since": "15/12/2025", "until": "14/12/2026", "about": "Kết quả năm 2026", "place": "Lâm Đồng",
        "symbol": "BC-SKHCN", "serial": "0", "signatory_name": "Nguyễn Văn A",
    }  # fmt: skip
    assert client.post("/bao-cao/2026/thong-tin", page).status_code == 303
    late = client.post("/bao-cao/2026/thong-tin", page | {"signatory_name": "Trần Thị B"})
    assert late.status_code == 400
    assert "Trần Thị B" in late.content.decode()
    assert AnnualReport.objects.get().signatory_name == "Nguyễn Văn A"
    crossing = page | {"until": "01/01/2025", "serial": "1"}
    assert "sau ngày bắt đầu" in client.post("/bao-cao/2026/thong-tin", crossing).content.decode()
