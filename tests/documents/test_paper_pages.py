"""Pages of papers: from the template to the number, with what goes wrong on the way."""

from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from tests import people
from tests.documents import paper_samples
from txng.documents import actions
from txng.documents.models import PaperRecord
from txng.documents.rules import papers as rules

pytestmark = pytest.mark.django_db


@pytest.fixture
def drafter():
    """Bình drafts; another of the agency signs."""
    return people.client_of(people.binh())


@pytest.fixture
def signer():
    return people.client_of(people.with_role(replace(people.binh(), name="Lan"), "thuong-truc"))


FIELDS = {
    "kind": "bao-cao",
    "about": "Kết quả quý I năm 2026",
    "bases": "Căn cứ Kế hoạch số 6736/KH-UBND",
    "text": "# I. KẾT QUẢ\n\nĐã kết nối 12 cơ sở.\n\n| Xã | Số |\n| Đạ Tẻh | 12 |",
    "recipients": "UBND tỉnh\nLưu: VT",
    "title": "GIÁM ĐỐC",
    "name": "Nguyễn Văn A",
}


def begun(drafter) -> PaperRecord:
    answer = drafter.post("/soan-van-ban/moi", {"kind": "bao-cao"})
    assert answer.status_code == 303
    return PaperRecord.objects.latest("pk")


def step(client, one: PaperRecord, name: str, **more: str):
    return client.post(
        reverse("documents:paper_step", args=[one.pk]), {"step": name} | more, follow=True
    )


def test_a_paper_goes_from_template_to_number_in_the_pages(drafter, signer) -> None:
    one = begun(drafter)
    edit = reverse("documents:edit_paper", args=[one.pk])
    assert "[Kết quả chính" in drafter.get(edit).content.decode()
    unfinished = step(drafter, one, "sent").content.decode()
    assert "Nhập trích yếu trước khi trình ký" in unfinished
    assert drafter.post(edit, FIELDS | {"version": 1}).status_code == 303
    assert "Đã trình ký" in step(drafter, one, "sent").content.decode()
    own = drafter.get(reverse("documents:paper", args=[one.pk])).content.decode()
    assert "một người khác có quyền ký" in own
    assert 'value="signed"' not in own
    seen = signer.get(reverse("documents:paper", args=[one.pk])).content.decode()
    assert "Đây không phải chữ ký số" in seen
    digest = seen.partition('name="digest" value="')[2].partition('"')[0]
    assert "Đã ghi việc ký" in step(signer, one, "signed", digest=digest).content.decode()
    assert "Đã phát hành với số 01/BC-" in step(drafter, one, "issued").content.decode()
    shown = drafter.get(reverse("documents:preview", args=[one.pk])).content.decode()
    assert "DỰ THẢO" not in shown
    assert "Số: 01/BC-" in shown
    refused = step(drafter, one, "withdrawn", reason="x")
    assert (refused.status_code, "Cần từ 5" in refused.content.decode()) == (400, True)
    assert "ĐÃ THU HỒI" in _withdrawn(drafter, one)
    numbers = drafter.get("/so-van-ban").content.decode()
    assert "01/BC-" in numbers
    assert "Đã thu hồi" in numbers


def _withdrawn(drafter, one: PaperRecord) -> str:
    step(drafter, one, "withdrawn", reason="Sai số liệu")
    page: str = drafter.get(reverse("documents:preview", args=[one.pk])).content.decode()
    return page


def test_the_draft_is_saved_by_script_and_a_second_tab_is_told(drafter) -> None:
    one = begun(drafter)
    edit = reverse("documents:edit_paper", args=[one.pk])
    json = {"HTTP_ACCEPT": "application/json"}
    saved = drafter.post(edit, FIELDS | {"version": 1}, **json)
    assert saved.json()["kept"] == {"version": 2}
    assert "Đã tự lưu lúc" in saved.json()["told"]
    other = drafter.post(edit, FIELDS | {"version": 1, "about": "Của thẻ kia"}, **json)
    assert (other.status_code, "Chép phần của bạn" in other.json()["told"]) == (409, True)
    page = drafter.post(edit, FIELDS | {"version": 1, "about": "Của thẻ kia"})
    assert page.status_code == 400
    assert "Của thẻ kia" in page.content.decode()
    one.refresh_from_db()
    assert one.about == FIELDS["about"]


def test_a_lost_session_loses_nothing_that_was_saved(drafter, client) -> None:
    one = begun(drafter)
    edit = reverse("documents:edit_paper", args=[one.pk])
    drafter.post(edit, FIELDS | {"version": 1}, HTTP_ACCEPT="application/json")
    away = client.post(edit, FIELDS | {"version": 2}, HTTP_ACCEPT="application/json")
    assert away.status_code == 401
    back = people.client_of(people.binh()).get(edit).content.decode()
    assert FIELDS["about"] in back


def test_both_files_are_taken_and_named_after_the_number(drafter) -> None:
    one = begun(drafter)
    drafter.post(reverse("documents:edit_paper", args=[one.pk]), FIELDS | {"version": 1})
    pdf = drafter.get(reverse("documents:paper_pdf", args=[one.pk]))
    docx = drafter.get(reverse("documents:paper_docx", args=[one.pk]))
    assert pdf.content.startswith(b"%PDF")
    assert docx.content.startswith(b"PK")
    assert pdf["Content-Disposition"] == f'attachment; filename="du-thao-{one.pk}.pdf"'


def test_a_paper_that_a_room_handed_over_is_shown_whole_and_not_edited(drafter) -> None:
    by = people.signed_in_actor(people.binh())
    one = actions.draft_paper(by=by, paper=paper_samples.paper(rows=3), source="reports.report:1")
    page = drafter.get(reverse("documents:preview", args=[one.pk])).content.decode()
    assert "Bảng 1. Kết quả theo địa bàn" in page
    assert "PHỤ LỤC II" in page
    assert drafter.get(reverse("documents:edit_paper", args=[one.pk])).status_code == 404
    told = drafter.get(reverse("documents:paper", args=[one.pk])).content.decode()
    assert "Lập từ" not in told  # there is no such report
    assert "reports.report" not in told


def test_what_was_typed_is_shown_as_text_never_as_markup(drafter) -> None:
    one = begun(drafter)
    evil = FIELDS | {
        "version": 1,
        "about": "<script>1</script>",
        "text": "<b>x</b>\n\n| <i> |\n| <u> |",
    }
    drafter.post(reverse("documents:edit_paper", args=[one.pk]), evil)
    page = drafter.get(reverse("documents:preview", args=[one.pk])).content.decode()
    assert "<script>1" not in page
    assert "&lt;b&gt;x&lt;/b&gt;" in page


def test_dung_and_other_agencies_find_no_paper(drafter) -> None:
    one = begun(drafter)
    names = ("paper", "preview", "paper_docx", "paper_pdf")
    for stranger in (people.dung(), people.staff_of("so-y-te")):
        browser = people.client_of(stranger)
        assert [
            browser.get(reverse(f"documents:{name}", args=[one.pk])).status_code for name in names
        ] == [404] * 4
        assert step(browser, one, "sent").status_code == 404
    assert people.client_of(people.dung()).get("/soan-van-ban").status_code == 403
    assert (
        "Cơ quan bạn chưa có văn bản"
        in people.client_of(people.staff_of("so-y-te")).get("/soan-van-ban").content.decode()
    )


def test_the_register_of_numbers_is_searched_and_taken_as_excel(drafter, signer) -> None:
    for about in ("Báo cáo tháng một", "Báo cáo tháng hai"):
        one = begun(drafter)
        edit = reverse("documents:edit_paper", args=[one.pk])
        drafter.post(edit, FIELDS | {"version": 1, "about": about})
        step(drafter, one, "sent")
        step(signer, one, "signed")
        step(signer, one, "issued")
    found = drafter.get("/so-van-ban?q=thang hai").content.decode()
    assert "Báo cáo tháng hai" in found
    assert "Báo cáo tháng một" not in found
    book = openpyxl.load_workbook(BytesIO(drafter.get("/so-van-ban?format=xlsx").content))
    told = {cell for row in book.worksheets[0].iter_rows(values_only=True) for cell in row}
    assert {"Báo cáo tháng một", "Báo cáo tháng hai"} <= told


def test_lists_cost_the_same_for_many_papers(drafter, django_assert_max_num_queries) -> None:
    by = people.signed_in_actor(people.binh())
    for _count in range(12):
        actions.draft_paper(by=by, paper=paper_samples.paper(rows=1))
    for address in ("/soan-van-ban", "/trinh-ky", "/so-van-ban"):
        with django_assert_max_num_queries(14):
            drafter.get(address)


def test_the_letterhead_is_changed_in_its_page(drafter) -> None:
    head = "/soan-van-ban/tieu-de"
    assert "Lâm Đồng" in drafter.get(head).content.decode()
    sent = {"version": 0, "parent": "", "body": "SỞ THỬ", "abbreviation": "ST", "place": "Đà Lạt"}
    assert drafter.post(head, sent).status_code == 303
    again = drafter.post(head, sent)
    assert (again.status_code, "Người khác vừa sửa" in again.content.decode()) == (400, True)
    one = begun(drafter)
    assert (one.symbol, one.state) == ("BC-ST", rules.DRAFTED)
