"""Pages of the library as people open them."""

import pytest
from django.urls import reverse

from tests import people
from txng.documents.actions.loading import load_instruments
from txng.documents.models import Follow, Instrument, InstrumentChange, Relation

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12


@pytest.fixture
def shipped() -> None:
    load_instruments(by=people.binh())


@pytest.fixture
def keeper():
    return people.client_of(people.binh())


def test_anybody_searches_the_library_with_what_narrows_it_in_the_address(client, shipped) -> None:
    page = client.get("/van-ban?q=ca phe&loai=tcvn&nhom=ca-phe").content.decode()
    assert "TCVN 13840:2023" in page
    assert "TCVN 13993:2024" not in page
    assert 'value="ca phe"' in page
    nothing = client.get("/van-ban?q=khongcogi").content.decode()
    assert "Bớt chữ" in nothing
    assert client.get("/van-ban?trang=9999&loai=la&cho=toi&q=%00").status_code == 200


def test_an_empty_library_says_who_fills_it(client) -> None:
    assert "Cơ quan thường trực nạp văn bản" in client.get("/van-ban").content.decode()


def test_a_page_of_the_library_costs_few_queries(
    client, shipped, django_assert_max_num_queries
) -> None:
    with django_assert_max_num_queries(MOST_QUERIES):
        client.get("/van-ban")
    with django_assert_max_num_queries(MOST_QUERIES + 4):
        client.get("/van-ban/tcvn-13167-2020")


def test_a_document_shows_its_chain_and_what_held_on_a_day(client, shipped) -> None:
    page = client.get("/van-ban/13-2023-nd-cp?ngay=2025-12-31").content.decode()
    assert "Ngày 31/12/2025" in page
    assert "356/2025/NĐ-CP" in page
    later = client.get("/van-ban/13-2023-nd-cp?ngay=01/01/2026").content.decode()
    assert "Ngày 01/01/2026: Hết hiệu lực" in later
    assert "Đã được thay thế từ ngày 01/01/2026." in later
    wrong = client.get("/van-ban/13-2023-nd-cp?ngay=31/02/2026").content.decode()
    assert 'id="ngay_error"' in wrong
    assert client.get("/van-ban/khong-co").status_code == 404


def test_what_no_source_tells_is_called_unknown(client, shipped) -> None:
    page = client.get("/van-ban/119-2017-nd-cp").content.decode()
    assert "Chưa rõ" in page
    assert "Chưa có nguồn nói rõ hiệu lực" in page


def test_a_person_follows_a_document_and_marks_the_changes_as_seen(shipped) -> None:
    an = people.client_of(people.an())
    answer = an.post("/van-ban/02-2024-tt-bkhcn/theo-doi", follow=True)
    page = answer.content.decode()
    assert "Máy chủ này chưa bật gửi thư" in page
    assert "02/2024/TT-BKHCN" in page
    an.post("/thu-vien/theo-doi-nhom", {"facet": "nhom:che"})
    assert Follow.objects.count() == 2
    assert (
        "Chọn một nhóm"
        in an.post("/thu-vien/theo-doi-nhom", {"facet": "nhom:vang"}, follow=True).content.decode()
    )
    an.post("/thu-vien/da-xem")
    an.post("/thu-vien/thoi-theo-doi", {"number": Follow.objects.latest("pk").pk})
    dung = people.client_of(people.dung())
    dung.post("/thu-vien/thoi-theo-doi", {"number": Follow.objects.get().pk})
    assert Follow.objects.count() == 1
    assert "Bạn chưa theo dõi văn bản nào" in dung.get("/thu-vien/thay-doi").content.decode()


def test_the_keeper_loads_adds_changes_and_tells_the_effect_with_its_source(keeper) -> None:
    assert "Thư viện chưa có văn bản nào" in keeper.get("/thu-vien").content.decode()
    told = keeper.post("/thu-vien/nap", follow=True).content.decode()
    assert "Đã thêm" in told
    assert "đều đã có" in keeper.post("/thu-vien/nap", follow=True).content.decode()
    fields = {
        "number": "5/QĐ-SKHCN",
        "kind": "quyet-dinh",
        "title": "Quy chế thử",
        "source": "bản giấy",
    }
    answer = keeper.post("/thu-vien/them", fields)
    assert answer.status_code == 303
    one = Instrument.objects.get(number="5/QĐ-SKHCN")
    assert answer["Location"] == reverse("documents:instrument_status", args=[one.slug])
    refused = keeper.post(answer["Location"], {"version": 1, "status": "con"})
    assert refused.status_code == 400
    assert "Ghi nguồn nói về hiệu lực" in refused.content.decode()
    full = {
        "version": 1,
        "status": "con",
        "status_source": "Công báo",
        "status_read_on": "01/03/2026",
    }
    assert keeper.post(answer["Location"], full).status_code == 303
    edit = reverse("documents:edit_instrument", args=[one.slug])
    stale = keeper.post(edit, fields | {"version": 1, "title": "Tên của tôi"})
    assert stale.status_code == 400
    assert "Tên của tôi" in stale.content.decode()
    assert keeper.post(edit, fields | {"version": 2, "title": "Tên mới"}).status_code == 303
    page = keeper.get(f"/van-ban/{one.slug}").content.decode()
    assert "Quy chế thử" in page
    assert "Tên mới" in page


def test_the_keeper_relates_two_documents_both_ways(keeper, shipped) -> None:
    address = reverse("documents:instrument_relations", args=["43-2017-nd-cp"])
    assert keeper.get(address).status_code == 200
    count = Relation.objects.count()
    sent = {"kind": "thay-the:by", "other": "37/2026/NĐ-CP", "source": "giả định để thử"}
    assert keeper.post(address, sent).status_code == 303
    row = Relation.objects.latest("pk")
    assert (row.newer.number, row.older.number) == ("37/2026/NĐ-CP", "43/2017/NĐ-CP")
    again = keeper.post(address, sent)
    assert (again.status_code, "đã có trong thư viện" in again.content.decode()) == (400, True)
    missing = keeper.post(address, sent | {"other": "không có"})
    assert "Thêm văn bản đó trước" in missing.content.decode()
    keeper.post(reverse("documents:unrelate", args=["43-2017-nd-cp", row.pk]))
    assert Relation.objects.count() == count
    assert InstrumentChange.objects.filter(kind="related", instrument=row.newer).count() >= 2


def test_a_text_is_attached_and_anybody_may_take_it(keeper, client, shipped) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    address = reverse("documents:attach_text", args=["02-2024-tt-bkhcn"])
    wrong = SimpleUploadedFile("a.exe", b"MZ\x90\x00")
    assert keeper.post(address, {"title": "Toàn văn", "file": wrong}).status_code == 400
    pdf = SimpleUploadedFile("a.pdf", b"%PDF-1.4\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n")
    assert keeper.post(address, {"title": "Toàn văn", "file": pdf}).status_code == 303
    page = client.get("/van-ban/02-2024-tt-bkhcn").content.decode()
    assert "Toàn văn: a.pdf" in page
    number = page.partition("/tep/")[2].partition('"')[0]
    assert client.get(f"/van-ban/02-2024-tt-bkhcn/tep/{number}").status_code == 200
    assert client.get(f"/van-ban/37-2026-nd-cp/tep/{number}").status_code == 404
