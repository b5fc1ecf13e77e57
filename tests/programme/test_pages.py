"""Pages of the Plan: reached by those who may see it, bounded in queries, whole when something is wrong."""

import re
from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse
from django.utils import timezone

from tests import people
from tests.programme import board
from txng.documents.models import Attachment
from txng.programme.actions import progress
from txng.programme.models import TaskAgency, TaskUpdate
from txng.programme.views.plan import DOCX

pytestmark = pytest.mark.django_db
LISTS = ("tasks", "by_agency", "calendar", "gantt", "clauses", "appendix", "mine")


@pytest.fixture(autouse=True)
def plan():
    board.loaded()


def page(person, route, *args, **asked):
    return people.client_of(person).get(reverse(f"programme:{route}", args=args), asked)


def words(answer):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.mark.parametrize("route", LISTS)
def test_every_page_answers_the_standing_agency_with_few_queries(
    route, django_assert_max_num_queries
):
    client = people.client_of(board.standing())
    with django_assert_max_num_queries(26):
        assert client.get(reverse(f"programme:{route}")).status_code == 200


@pytest.mark.parametrize("route", LISTS)
def test_dung_and_an_reach_none_of_them(route):
    for stranger in (people.dung(), people.an()):
        assert page(stranger, route).status_code == 403


def test_the_way_in_leads_to_this_year():
    answer = page(board.standing(), "board")
    assert answer.status_code == 303
    assert answer["Location"] == f"/ke-hoach/nhiem-vu?nam={timezone.localdate().year}"


def test_the_table_is_narrowed_by_its_address():
    told = words(page(board.standing(), "tasks", nam="2020", **{"don-vi": "ubnd-cap-huyen"}))
    assert "Đơn vị: UBND cấp huyện" in told
    assert "năm 2020" in told
    assert "năm 2026" not in told


def test_late_is_told_in_words_with_an_icon_and_counted():
    by, today = board.standing(), timezone.localdate()
    board.own_task(by, first_day=today - timedelta(days=60), last_day=today - timedelta(days=3))
    answer = page(by, "tasks", tre="co")
    assert "Đang trễ: 1" in words(answer)
    assert "Trễ 3 ngày" in words(answer)
    assert 'class="mark mark--stop"' in answer.content.decode()


def test_the_table_goes_out_as_csv_and_excel():
    by = board.standing()
    told = b"".join(page(by, "tasks", nam="2026", format="csv").streaming_content).decode()
    assert "Nội dung" in told
    assert "Sở Công Thương, Sở NN&MT, Sở Y tế, UBND cấp xã" in told
    book = page(by, "tasks", nam="2026", format="xlsx")
    assert ZipFile(BytesIO(book.content)).namelist()


def test_an_empty_board_offers_the_seven_tasks_and_a_button_loads_them():
    TaskAgency.objects.all().delete()
    board.Task.objects.filter(template__isnull=False).delete()
    board.Task.objects.all().delete()
    by = board.standing()
    assert "Nạp 7 nhiệm vụ phụ lục" in words(page(by, "tasks"))
    assert "Nạp 7 nhiệm vụ phụ lục" not in words(page(people.chi(), "tasks"))
    answer = people.client_of(by).post(reverse("programme:load_appendix"))
    assert answer.status_code == 303
    assert board.Task.objects.count() == 55
    assert (
        people.client_of(people.chi()).post(reverse("programme:load_appendix")).status_code == 403
    )


def test_a_task_is_reported_in_three_clicks_from_my_work():
    """Open my work, press the button, choose and send."""
    person = people.staff_of(board.FARMING)
    client = people.client_of(person)
    task = board.row("PL.3", 2026)
    address = reverse("programme:report", args=[task.code])
    assert f"{address}?tu=toi" in client.get(reverse("programme:mine")).content.decode()
    told = {"seen": "0", "state": "doing", "percent": "60", "note": "Đã trình", "on": "01/11/2026"}
    answer = client.post(f"{address}?tu=toi", told)
    assert (answer.status_code, answer["Location"]) == (303, "/ke-hoach/viec-cua-toi")
    assert "Đang làm, 60 %" in words(client.get(answer["Location"]))
    shown = words(client.get(reverse("programme:task", args=[task.code])))
    assert "Đã trình" in shown
    back = client.post(reverse("programme:take_back", args=[task.code, 1]))
    assert back.status_code == 303
    assert board.again(task).state == "planned"


def test_a_stale_report_keeps_what_was_typed_and_may_be_sent_knowingly():
    by, task = board.standing(), board.row("PL.3", 2026)
    client = people.client_of(people.staff_of(board.FARMING))
    progress.report_progress(by=by, task=task, state="doing", percent=20)
    address = reverse("programme:report", args=[task.code])
    told = {"seen": "0", "state": "doing", "percent": "60", "note": "Điều tôi gõ", "on": ""}
    answer = client.post(address, told)
    assert answer.status_code == 400
    assert "Bình lúc" in words(answer)
    assert "Điều tôi gõ" in answer.content.decode()
    assert 'name="seen" value="1"' in answer.content.decode()
    assert client.post(address, told | {"seen": "1"}).status_code == 303


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"percent": "150"}, "Cần nhiều nhất 100"),
        ({"percent": "nhiều"}, "Cần một số"),
        ({"state": "xong"}, "Cần một mục trong danh sách"),
        ({"on": "31/02/2026"}, "Lịch không có ngày"),
        ({"note": "x" * 2001}, "Cần từ 1 đến 2000 ký tự"),
        ({"seen": ""}, ""),
    ],
)
def test_a_wrong_report_is_a_page_with_what_was_typed(changed, sentence):
    client = people.client_of(board.standing())
    told = {"seen": "0", "state": "doing", "percent": "60", "note": "Giữ lại câu này"} | changed
    answer = client.post(reverse("programme:report", args=[board.row("PL.1", 2026).code]), told)
    assert answer.status_code == 400
    assert sentence in words(answer)
    assert not TaskUpdate.objects.exists()


def test_a_file_of_the_wrong_kind_keeps_nothing():
    client = people.client_of(board.standing())
    file = BytesIO(b"MZ\x90\x00 not a picture")
    file.name = "a.exe"
    told = {"seen": "0", "state": "doing", "percent": "60", "file": file}
    answer = client.post(reverse("programme:report", args=[board.row("PL.1", 2026).code]), told)
    assert answer.status_code == 400
    assert "không phải ảnh" in words(answer)
    assert not TaskUpdate.objects.exists()
    assert not Attachment.objects.exists()


def test_an_agency_beside_confirms_on_a_page():
    client = people.client_of(people.staff_of(board.HEALTH))
    task = board.row("PL.2", 2026)
    part = TaskAgency.objects.get(task=task, agency__code=board.HEALTH)
    address = reverse("programme:answer", args=[task.code, part.pk])
    assert address in client.get(reverse("programme:mine")).content.decode()
    assert client.post(address, {"answer": "refused", "note": ""}).status_code == 400
    assert client.post(address, {"answer": "confirmed", "note": "2 lớp"}).status_code == 303
    shown = words(client.get(reverse("programme:task", args=[task.code])))
    assert "Đã xác nhận" in shown
    assert "2 lớp" in shown
    assert client.post(address, {"answer": "refused", "note": "Nhầm"}).status_code == 400
    client.post(reverse("programme:take_back_answer", args=[task.code, part.pk]))
    part.refresh_from_db()
    assert part.answer == "waiting"


def test_a_task_page_names_agencies_of_today_and_of_2019():
    shown = words(page(board.standing(), "task", board.row("PL.1", 2020).code))
    assert "Sở Thông tin và Truyền thông" in shown
    assert "UBND cấp xã" in shown
    assert "Ủy ban nhân dân các huyện, thành phố" in shown


def test_a_sub_task_is_added_edited_and_dropped_on_pages():
    client = people.client_of(board.standing())
    around = board.row("PL.1", 2026)
    told = {
        "seen": "0", "title": "Phóng sự về cà phê", "outcome": "", "first_day": "01/02/2026",
        "last_day": "30/06/2026", "leading": ["so-khcn"], "beside": ["bao-va-dai"],
    }  # fmt: skip
    address = f"{reverse('programme:add_task')}?thuoc={around.code}"
    crossing = client.post(address, told | {"last_day": "01/01/2026"})
    assert crossing.status_code == 400
    assert "trước ngày bắt đầu" in words(crossing)
    assert "Phóng sự về cà phê" in crossing.content.decode()
    made = client.post(address, told)
    assert made.status_code == 303
    child = board.Task.objects.get(parent=around)
    assert "Phóng sự về cà phê" in words(client.get(reverse("programme:task", args=[around.code])))
    edited = told | {"title": "Hai phóng sự", "clauses": ["PL.1"]}
    assert client.post(reverse("programme:edit_task", args=[child.code]), edited).status_code == 303
    stale = client.post(reverse("programme:edit_task", args=[child.code]), edited)
    assert stale.status_code == 400
    assert "sửa nội dung" in words(stale)
    dropped = client.post(
        reverse("programme:drop_task", args=[child.code]), {"seen": "1", "reason": "Gộp"}
    )
    assert dropped.status_code == 303
    assert board.again(child).state == "dropped"


def test_the_clause_page_has_the_words_the_duty_the_tasks_and_our_pages():
    answer = page(board.standing(), "clause", "IV.4")
    told = words(answer)
    assert "Xây dựng, phát triển hạ tầng kỹ thuật cần thiết" in told
    assert "Kế hoạch giao cho Sở Thông tin và Truyền thông tỉnh Lâm Đồng" in told
    assert page(board.standing(), "clause", "IV.9").status_code == 404
    assert "NV-" in page(board.standing(), "clause", "PL.3").content.decode()
    told = words(page(board.standing(), "clause", "I.1"))
    assert "Kế hoạch: Điều khoản" in told, "pages are called as in the side menu"


def test_clauses_are_narrowed_by_phase():
    told = words(page(board.standing(), "clauses", **{"giai-doan": "den-2020"}))
    assert "PL.4" in told
    assert "PL.5" not in told


def test_the_drawing_says_in_words_what_it_shows():
    by = board.standing()
    progress.report_progress(by=by, task=board.row("PL.2", 2026), state="doing", percent=70)
    answer = page(by, "gantt", tu="2024", den="2027")
    told = answer.content.decode()
    assert 'role="img" aria-labelledby="gantt-title gantt-words"' in told
    assert "<desc" in told
    assert " style=" not in told
    assert "Đào tạo, bồi dưỡng kiến thức, năm 2026: Đang làm, 70 %" in told
    assert ">2028<" not in told.split("</svg>")[0].split('<svg class="gantt"')[1]
    assert page(by, "gantt", tu="2027", den="2020").status_code == 200


def test_the_calendar_shows_what_ends_in_the_month_asked_for():
    by = board.standing()
    board.own_task(
        by, first_day=date(2026, 3, 2), last_day=date(2026, 4, 30), title="Mùa sầu riêng"
    )
    assert "Mùa sầu riêng" in words(page(by, "calendar", thang="2026-04"))
    assert "Mùa sầu riêng" not in words(page(by, "calendar", thang="2026-05"))
    for odd in ("2026-13", "9999-01", "x", "2026-4", "١٢٣٤-٠١"):
        assert page(by, "calendar", thang=odd).status_code == 200


def test_the_appendix_goes_out_in_the_plans_own_form():
    by = board.standing()
    now, then = page(by, "appendix_docx"), page(by, "appendix_docx", ten="2019")
    assert now["Content-Type"] == DOCX
    inside = ZipFile(BytesIO(now.content)).read("word/document.xml").decode()
    for head in ("Stt", "Nội dung", "Thời gian", "Đơn vị chủ trì", "Đơn vị phối hợp"):
        assert head in inside
    assert "các xã, phường, đặc khu" in inside
    before = ZipFile(BytesIO(then.content)).read("word/document.xml").decode()
    assert "Các Sở: CT, YT, NNPTNT; UBND các huyện, thành phố." in before
    assert "các xã, phường, đặc khu" not in before


def test_my_work_of_who_acts_for_no_agency_says_what_to_do():
    assert "chưa làm việc thay cơ quan nào" in words(page(people.officer(), "mine"))


def test_who_has_no_part_in_the_plan_is_not_led_to_work_of_their_own():
    assert page(people.chi(), "mine").status_code == 403
    address = reverse("programme:mine")
    assert address not in page(people.chi(), "tasks").content.decode()
    assert address in page(people.officer(), "tasks").content.decode()
    assert f'"{address}"' not in page(people.chi(), "clause", "IV.5.đ").content.decode()
    assert f'"{address}"' in page(people.officer(), "clause", "IV.5.đ").content.decode()
