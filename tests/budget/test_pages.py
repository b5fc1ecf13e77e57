"""The pages: a line from proposal to settlement, refusals at their field, who sees what."""

import re
from decimal import Decimal

import pytest

from tests import people
from tests.budget import makers
from txng.budget.models import BudgetLine, Voucher

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def words(answer) -> str:
    text = re.sub(r"<[^>]+>", " ", answer.content.decode())
    return " ".join(text.split())


def typed(**changes):
    values = {
        "year": "2026", "purpose": "khao-sat-dao-tao", "title": "Tập huấn", "total": "120.000.000",
        "source_1": "ngan-sach-tinh", "amount_1": "100.000.000", "source_2": "von-doanh-nghiep",
        "amount_2": "20.000.000", "note": "",
    }  # fmt: skip
    return values | changes


def test_a_line_goes_through_the_pages_from_proposal_to_settlement():
    makers.source()
    hoa, tam, binh = (people.client_of(one) for one in (makers.hoa(), makers.tam(), makers.binh()))
    made = hoa.post("/kinh-phi/dong/moi", typed())
    assert made.status_code == 303
    line = BudgetLine.objects.get()
    address = f"/kinh-phi/dong/{line.code}"
    assert made["Location"] == address
    hoa.post(f"{address}/gui", {"version": line.version})
    assert "Chờ thẩm định (1)" in words(tam.get("/kinh-phi/cho-quyet"))
    parts = list(line.parts.order_by("pk"))
    boxes = {
        f"part_{part.pk}": "80.000.000" if n == 0 else "20.000.000" for n, part in enumerate(parts)
    }
    refused = tam.post(f"{address}/tham-dinh", boxes)
    assert refused.status_code == 400
    assert "Ghi lý do" in words(refused)
    assert tam.post(f"{address}/tham-dinh", boxes | {"reason": "Giảm hai lớp"}).status_code == 303
    told = boxes | {"number": "12/QĐ-UBND", "decided_on": "05/01/2026"}
    assert binh.post(f"{address}/phe-duyet", told).status_code == 303
    form = hoa.get(f"{address}/chung-tu")
    assert "còn 80.000.000 đồng" in words(form)
    voucher = {
        "token": "một tờ", "part": parts[0].pk, "number": "UNC-1", "paid_on": "10/03/2026",
        "amount": "90.000.000", "payee": "Nhà in (hư cấu)", "content": "In tài liệu",
    }  # fmt: skip
    refused = hoa.post(f"{address}/chung-tu", voucher)
    assert refused.status_code == 400
    assert "còn lại 80.000.000 đồng, chứng từ này 90.000.000" in words(refused)
    assert 'value="90.000.000"' in refused.content.decode()  # nothing typed is lost
    done = hoa.post(f"{address}/chung-tu", voucher | {"amount": "70.000.000"}, follow=True)
    assert "Đã chi từ 80% số được giao của nguồn “Ngân sách tỉnh”: còn lại 10.000.000" in words(
        done
    )
    again = hoa.post(f"{address}/chung-tu", voucher | {"amount": "70.000.000"})
    assert again.status_code == 303
    assert Voucher.objects.count() == 1
    assert tam.post("/kinh-phi/nam/2026/quyet-toan/so-nong-nghiep", {"note": ""}).status_code == 303
    shut = words(hoa.get(address))
    assert "Sổ đã khóa hoặc đã quyết toán" in shut
    assert "Ghi chứng từ" not in shut
    steps = words(binh.get(address))
    assert "Thẩm định : 100.000.000 đồng" in steps
    assert "Giảm hai lớp" in steps


def test_what_does_not_add_up_or_is_written_otherwise_comes_back_at_its_field():
    makers.source()
    hoa = people.client_of(makers.hoa())
    for changes, told in (
        ({"total": "130.000.000"}, "các nguồn cộng lại 120.000.000 đồng: còn thiếu 10.000.000 đồng"),
        ({"total": "12,5 triệu"}, "như 12.000.000; nhận được “12,5 triệu”"),
        ({"amount_1": "-5"}, "không được âm"),
        ({"amount_2": ""}, "Ghi số tiền của nguồn này"),
        ({"source_1": "vi-rieng"}, "Cần một mục trong danh sách"),
        ({"year": "1990"}, "ít nhất 2016"),
        ({"title": "x" * 400}, "nhận được 400"),
        ({"purpose": "may-in"}, "do doanh nghiệp tự chi"),
    ):  # fmt: skip
        answer = hoa.post("/kinh-phi/dong/moi", typed(**changes))
        assert answer.status_code == 400, changes
        assert told in words(answer).replace("&quot;", "“"), changes
        assert "<title>Lỗi:" in answer.content.decode()
    assert not BudgetLine.objects.exists()


def test_a_stale_form_is_told_once_and_may_then_be_sent():
    hoa = people.client_of(makers.hoa())
    line = makers.draft(100_000_000)
    before = line.version
    address = f"/kinh-phi/dong/{line.code}/sua"
    assert hoa.post(address, typed(version=before)).status_code == 303
    stale = hoa.post(address, typed(version=before, title="Của người chậm hơn"))
    assert stale.status_code == 400
    page = stale.content.decode()
    assert "vừa sửa dòng này" in page
    assert "Của người chậm hơn" in page
    fresh = re.search(r'name="version" value="(\d+)"', page)
    assert fresh is not None
    sent = typed(version=fresh[1], title="Của người chậm hơn")
    assert hoa.post(address, sent).status_code == 303


def test_a_file_is_kept_with_its_voucher_and_a_stranger_does_not_get_it():
    hoa = people.client_of(makers.hoa())
    bill = makers.spent(makers.approved())
    address = f"/kinh-phi/chung-tu/{bill.pk}/tep"
    from django.core.files.uploadedfile import SimpleUploadedFile

    wrong = hoa.post(address, {"file": SimpleUploadedFile("x.pdf", b"MZ not a pdf")})
    assert wrong.status_code == 400
    hoa.post(address, {"file": SimpleUploadedFile("x.pdf", PDF)})
    page = hoa.get(f"/kinh-phi/dong/{bill.part.line.code}").content.decode()
    found = re.search(rf'href="({address}/\d+)"', page)
    assert found is not None
    assert hoa.get(found[1]).content == PDF
    health = people.client_of(people.staff_of("so-y-te"))
    assert health.get(found[1]).status_code == 404
    assert people.client_of(people.dung()).get(found[1]).status_code == 403


def test_the_overview_shows_sums_bars_and_warnings_and_gives_them_as_files():
    makers.spent(makers.approved(100_000_000), 85_000_000)
    makers.proposed(30_000_000, purpose="ha-tang", by=makers.binh())
    binh = people.client_of(makers.binh())
    page = words(binh.get("/kinh-phi?nam=2026"))
    for told in (
        "Đã chi từ 80% số được giao", "130.000.000", "85.000.000 / 100.000.000 đồng", "chưa có", "85%",
    ):  # fmt: skip
        assert told in page
    narrowed = words(binh.get("/kinh-phi?nam=2026&theo=agency&muc=ha-tang"))
    assert "85.000.000" not in narrowed
    assert "Không có dòng nào khớp" in words(binh.get("/kinh-phi?nam=2026&muc=de-tai"))
    assert "chưa có dòng dự toán nào được gửi" in words(binh.get("/kinh-phi?nam=2030&theo=%00"))
    told = binh.get("/kinh-phi?nam=2026&format=csv").content.decode()
    assert told.splitlines()[-1].startswith(
        "Tổng cộng,,130.000.000,100.000.000,100.000.000,85.000.000"
    )
    assert binh.get("/kinh-phi?nam=2026&format=xlsx").content[:2] == b"PK"


def test_an_agency_sees_its_own_money_and_dung_sees_none():
    line = makers.approved()
    health = people.client_of(people.staff_of("so-y-te"))
    for address in (
        "/kinh-phi?nam=2026",
        "/kinh-phi/dong",
        "/kinh-phi/cho-quyet",
        "/kinh-phi/nam/2026",
    ):
        assert line.title not in words(health.get(address)), address
        assert "100.000.000" not in words(health.get(address)), address
        assert people.client_of(people.dung()).get(address).status_code == 403
    assert line.title in words(people.client_of(makers.hoa()).get("/kinh-phi/dong"))
    assert line.title in words(people.client_of(makers.binh()).get("/kinh-phi/dong?loai=ngan-sach"))


def test_the_year_page_lists_what_is_left_to_do():
    makers.spent(makers.approved())
    makers.proposed()
    page = words(people.client_of(makers.tam()).get("/kinh-phi/nam/2026"))
    assert "Còn 1 dòng chưa có quyết định" in page
    assert "Còn 1 cơ quan chưa quyết toán" in page
    assert "1 chứng từ chưa kèm tệp" in page


@pytest.mark.parametrize("who", [makers.binh, makers.hoa])
def test_pages_cost_as_many_questions_for_many_lines_as_for_few(who, django_assert_max_num_queries):
    for number in range(6):
        line = makers.approved(50_000_000, 10_000_000, title=f"Lớp {number}")
        makers.spent(line, 1_000_000)
    client = people.client_of(who())
    for address in (
        "/kinh-phi?nam=2026", "/kinh-phi?nam=2026&theo=task", "/kinh-phi/dong", "/kinh-phi/cho-quyet",
        "/kinh-phi/nam/2026", "/kinh-phi/cua-toi?nam=2026", f"/kinh-phi/dong/{line.code}",
    ):  # fmt: skip
        with django_assert_max_num_queries(45):
            assert client.get(address).status_code == 200


def test_a_pilot_is_entered_and_fills_a_proposal_through_the_pages():
    makers.source()
    binh = people.client_of(makers.binh())
    told = {
        "title": "Rau (hư cấu)", "place": "Đạ Tẻh", "first_year": "2019", "last_year": "2020",
        "result_unit": "cơ sở", "results": "3",
    }  # fmt: skip
    address = binh.post("/kinh-phi/mo-hinh/moi", told)["Location"]
    item = {
        "purpose": "nhom-dac-thu", "title": "Tem", "quantity": "30000", "unit": "con",
        "unit_cost": "350",
    }  # fmt: skip
    assert binh.post(f"{address}/khoan", item).status_code == 303
    assert "3.500.000" in words(binh.get(address))
    asked = {"year": "2027", "results": "12", "source": "ngan-sach-tinh", "own_source": ""}
    made = binh.post(f"{address}/du-toan", asked)
    assert made["Location"] == "/kinh-phi/cua-toi?nam=2027"
    line = BudgetLine.objects.get()
    assert line.proposed == Decimal(42_000_000)
    assert "10.500.000 đ ÷ 3 × 12 = 42.000.000 đ" in words(binh.get(f"/kinh-phi/dong/{line.code}"))
