"""Pages for people who write, plan and answer."""

import io

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from tests import people
from tests.outreach import makers
from txng.outreach.actions import articles, campaigns, matters
from txng.outreach.models import Article, Campaign, Evidence, Matter
from txng.outreach.queries import articles as article_queries

pytestmark = pytest.mark.django_db


def seen(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return (
        b"".join(answer.streaming_content).decode() if answer.streaming else answer.content.decode()
    )


def test_an_article_goes_through_the_pages_from_typing_to_the_public():
    diep, binh = people.client_of(makers.diep()), people.client_of(makers.binh())
    made = diep.post("/tin-bai/viet", {"kind": "tin", "title": "Tem mới", "body": makers.BODY})
    one = Article.objects.get()
    assert made.status_code == 303
    assert "Viết một hai câu tóm tắt" in seen(diep, f"/tin-bai/{one.pk}")
    changed = {"title": "Tem mới", "brief": "Tóm tắt.", "body": makers.BODY, "base": "1"}
    assert diep.post(f"/tin-bai/{one.pk}/sua", changed).status_code == 303
    diep.post(f"/tin-bai/{one.pk}/gui-duyet")
    assert "Chờ duyệt" in seen(diep, f"/tin-bai/{one.pk}")
    assert "Duyệt và đăng" in seen(binh, f"/tin-bai/{one.pk}")
    assert binh.get(f"/tin-bai/{one.pk}/duyet").status_code == 200
    assert binh.post(f"/tin-bai/{one.pk}/duyet", {"base": "2"}).status_code == 303
    assert "Tem mới" in seen(binh, "/tin")
    assert "Tem mới" in seen(binh, "/tin-bai?q=tem&trang-thai=dang")
    assert seen(diep, f"/tin-bai/{one.pk}/ban/1")
    gone = binh.post(f"/tin-bai/{one.pk}/rut", {"reason": "Sai số liệu, đang sửa"})
    assert gone.status_code == 303
    assert "Hoàn tác" in seen(binh, f"/tin-bai/{one.pk}")
    binh.post(f"/tin-bai/{one.pk}/hoan-tac")
    assert article_queries.news(None).count() == 1


def test_a_stale_editor_loses_nothing_and_says_what_changed():
    one = makers.article()
    articles.change_article(
        by=makers.binh(), article=one, base=1, facts=makers.facts(title="Của Bình")
    )
    client = people.client_of(makers.diep())
    answer = client.post(
        f"/tin-bai/{one.pk}/sua", {"title": "Của Diệp", "body": "Bài tôi gõ", "base": "1"}
    )
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Bài tôi gõ" in text
    assert "Bình đã lưu bản 2" in text
    assert 'name="base" value="2"' in text


def test_what_was_typed_is_kept_while_nobody_pressed_save():
    one = makers.article()
    client = people.client_of(makers.diep())
    answer = client.post(f"/tin-bai/{one.pk}/tu-luu", {"title": "Đang gõ dở", "base": "1"})
    assert answer.status_code == 200
    assert answer.json()["told"].startswith("Đã tự lưu lúc ")
    assert "Có bản tự lưu" in seen(client, f"/tin-bai/{one.pk}")
    assert 'role="alert"' not in seen(client, f"/tin-bai/{one.pk}/sua")
    assert "Đang gõ dở" in seen(client, f"/tin-bai/{one.pk}/sua?tu-luu")
    client.post(f"/tin-bai/{one.pk}/bo-tu-luu")
    assert "Có bản tự lưu" not in seen(client, f"/tin-bai/{one.pk}")


def test_a_picture_is_sent_told_and_seen_at_work():
    one = makers.article()
    client = people.client_of(makers.diep())
    file = io.BytesIO(makers.picture())
    file.name = "vườn.png"
    assert client.post(f"/tin-bai/{one.pk}/hinh", {"file": file}).status_code == 303
    assert "Chưa có lời tả" in seen(client, f"/tin-bai/{one.pk}")
    assert client.post(f"/tin-bai/{one.pk}/hinh/1/ta", {"alt": "Vườn"}).status_code == 303
    assert client.get(f"/tin-bai/{one.pk}/hinh/1")["Content-Type"].startswith("image/")
    wrong = io.BytesIO(b"MZ not a picture")
    wrong.name = "a.png"
    assert client.post(f"/tin-bai/{one.pk}/hinh", {"file": wrong}).status_code == 400


def test_a_packaged_guide_is_edited_as_an_article():
    client = people.client_of(makers.diep())
    assert "Cà phê: từ vườn đến gói" in seen(client, "/tin-bai/viet?huong-dan=ca-phe")
    values = {"kind": "huong-dan", "title": "Cà phê mới", "body": makers.BODY}
    client.post("/tin-bai/viet?huong-dan=ca-phe", values)
    assert Article.objects.get().guide == "ca-phe"
    again = client.post("/tin-bai/viet?huong-dan=ca-phe", values)
    assert again.status_code == 400
    assert "đã có bài thay" in again.content.decode()


def test_a_campaign_is_planned_done_and_counted_through_the_pages(django_assert_max_num_queries):
    binh, lan = people.client_of(makers.binh()), people.client_of(makers.lan())
    made = binh.post("/tuyen-truyen/dot/them", {"year": "2026", "title": "Tuyên truyền 2026"})
    one = Campaign.objects.get()
    assert made.status_code == 303
    line = {
        "agency": "bao-va-dai", "channel": "bao-viet", "starts_on": "01/03/2026",
        "ends_on": "30/06/2026", "planned": "2",
    }  # fmt: skip
    assert binh.post(f"/tuyen-truyen/dot/{one.pk}/hoat-dong", line).status_code == 303
    activity = one.activities.get()
    values = {
        "activity": str(activity.pk), "channel": "bao-viet", "title": "Bài một", "outlet": "Báo (hư cấu)",
        "told_on": "02/04/2026", "link": "https://bao.example/1",
    }  # fmt: skip
    assert "Thuộc hoạt động" in seen(lan, f"/tuyen-truyen/bang-chung/them?hoat-dong={activity.pk}")
    file = io.BytesIO(makers.picture())
    file.name = "chụp.png"
    assert lan.post("/tuyen-truyen/bang-chung/them", values | {"clip": file}).status_code == 303
    row = Evidence.objects.get()
    with django_assert_max_num_queries(28):
        told = seen(binh, f"/tuyen-truyen/dot/{one.pk}")
    assert "1 trên 2" in told
    assert "chưa rõ" in seen(lan, f"/tuyen-truyen/bang-chung/{row.pk}")
    assert f"/tuyen-truyen/bang-chung/{row.pk}/tep/" in seen(
        lan, f"/tuyen-truyen/bang-chung/{row.pk}"
    )
    assert "agency=bao-va-dai" in seen(binh, "/tuyen-truyen/nam/2026")
    assert "Bài một" in seen(binh, "/tuyen-truyen/bang-chung?nam=2026&channel=bao-viet")
    for address in ("/tuyen-truyen", "/tuyen-truyen/bang-chung", f"/tuyen-truyen/dot/{one.pk}/sua"):
        seen(binh, address)
    gone = lan.post(f"/tuyen-truyen/bang-chung/{row.pk}/gach", {"reason": "Ghi nhầm dòng"})
    assert gone.status_code == 303
    assert "Bài một" not in seen(binh, "/tuyen-truyen/bang-chung")


def test_the_table_of_a_year_is_a_file_too():
    makers.evidence(reach=100)
    client = people.client_of(makers.binh())
    text = seen(client, "/tuyen-truyen/nam/2026?format=csv")
    assert "Báo viết" in text
    assert "100" in text
    book = load_workbook(io.BytesIO(client.get("/tuyen-truyen/nam/2026?format=xlsx").content))
    assert book.worksheets[0].max_row == 3
    rows = seen(client, "/tuyen-truyen/bang-chung?format=csv")
    assert "Mỗi gói cà phê một lai lịch" in rows


def test_many_rows_of_evidence_cost_as_few_questions_as_one(django_assert_max_num_queries):
    for number in range(12):
        makers.evidence(link=f"https://bao.example/{number}")
    client = people.client_of(makers.binh())
    client.get("/tuyen-truyen/bang-chung")
    with django_assert_max_num_queries(14):
        seen(client, "/tuyen-truyen/bang-chung")


def test_where_the_days_of_a_difficulty_come_from_is_told_in_the_language_of_the_page():
    at, lan = f"/y-kien/{makers.difficulty().number}", people.client_of(makers.lan())
    assert "Kế hoạch 6736/KH-UBND, đoạn cuối, không nêu thời hạn" in seen(lan, at)
    english = seen(lan, f"{at}?lang=en")
    assert "Plan 6736/KH-UBND, last paragraph, names no days, so this is a proposal." in english
    assert "đoạn cuối" not in english


def test_a_difficulty_goes_from_an_agency_to_a_decision_through_the_pages():
    binh, lan = people.client_of(makers.binh()), people.client_of(makers.lan())
    values = {"title": "Thiếu máy quét", "words": "Xã chưa có máy quét mã để hướng dẫn bà con."}
    assert lan.post("/y-kien/kho-khan", values).status_code == 303
    one = Matter.objects.get()
    at = f"/y-kien/{one.number}"
    assert "Thiếu máy quét" in seen(lan, at)
    assert binh.post(f"{at}/giao", {"agency": "so-khcn", "base": "1"}).status_code == 303
    assert (
        binh.post(f"{at}/trinh", {"words": "Trình cấp máy quét.", "base": "2"}).status_code == 303
    )
    assert "Chờ UBND tỉnh quyết định" in seen(lan, at)
    decided = {
        "decision": "Đồng ý cấp hai máy.",
        "decided_on": timezone.localdate().strftime("%d/%m/%Y"),
        "base": "3",
    }
    assert binh.post(f"{at}/quyet-dinh", decided).status_code == 303
    assert (
        binh.post(f"{at}/tra-loi", {"answer": "UBND tỉnh đồng ý.", "base": "4"}).status_code == 303
    )
    assert "UBND tỉnh đồng ý." in seen(lan, at)
    assert binh.post(f"{at}/dong", {"base": "5"}).status_code == 303
    one.refresh_from_db()
    assert one.state == "dong"
    year = one.received_at.year
    assert "Đồng ý cấp hai máy." in seen(binh, f"/y-kien/tong-hop/{year}")
    assert "Theo cơ quan trả lời" in seen(binh, f"/y-kien/so-lieu/{year}")
    assert one.number in seen(binh, "/y-kien?state=dong")
    assert one.number not in seen(binh, "/y-kien?han=qua-han")


def test_of_two_who_answer_the_second_keeps_what_was_typed():
    one = makers.given(makers.difficulty())
    matters.answer_matter(
        by=makers.lan(), matter=one, base=one.version, answer="Trả lời trước rồi."
    )
    client = people.client_of(makers.binh())
    answer = client.post(
        f"/y-kien/{one.number}/tra-loi", {"answer": "Trả lời sau", "base": str(one.version)}
    )
    assert answer.status_code == 400
    assert "Trả lời sau" in answer.content.decode()


def test_dung_is_let_into_no_page_of_the_work():
    one, row, matter = makers.article(), makers.evidence(), makers.difficulty()
    campaign = makers.campaign()
    client = people.client_of(people.dung())
    for address in (
        "/tin-bai", f"/tin-bai/{one.pk}", "/tuyen-truyen", f"/tuyen-truyen/dot/{campaign.pk}",
        f"/tuyen-truyen/bang-chung/{row.pk}", "/y-kien", f"/y-kien/{matter.number}",
    ):  # fmt: skip
        assert client.get(address).status_code == 403, address


def test_a_clip_is_sent_as_a_download_and_belongs_to_its_row():
    row = makers.evidence()
    other = makers.evidence(link="https://bao.example/khac")
    kept = campaigns.attach_clip(
        by=makers.lan(), evidence=row, file_name="chụp.png", content=makers.picture()
    )
    client = people.client_of(makers.lan())
    answer = client.get(f"/tuyen-truyen/bang-chung/{row.pk}/tep/{kept.pk}")
    assert answer["Content-Disposition"].startswith("attachment")
    assert client.get(f"/tuyen-truyen/bang-chung/{other.pk}/tep/{kept.pk}").status_code == 404
