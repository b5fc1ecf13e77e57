"""A course from need to certificate in a real browser: an agency asks, a class is held, a learner with a
telephone of 360 px is counted by the projector's QR, takes the quiz and has the paper checked.
"""

import re
from datetime import time

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests import people
from tests.training import courses
from txng.training.actions import classes
from txng.training.actions.classes import SessionFacts
from txng.training.models import Certificate, Learner, Need, TrainingClass

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def press(page: Page, words: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=words, exact=True).first.click()


def a_class_of_today() -> TrainingClass:
    one = classes.open_class(by=courses.keeper(), facts=courses.facts(has_quiz=True, places=1))
    today = SessionFacts(timezone.localdate(), time(0, 1), time(23, 59))
    classes.add_session(by=courses.keeper(), training_class=one, facts=today)
    classes.add_trainer(by=courses.keeper(), training_class=one, name="Trần Thị Giảng (hư cấu)")
    return TrainingClass.objects.get(pk=one.pk)


def register(page: Page, name: str, contact: str, button: str) -> None:
    page.get_by_label("Họ tên", exact=True).fill(name)
    page.get_by_label("Điện thoại hoặc thư điện tử", exact=True).fill(contact)
    page.get_by_label("Bạn là", exact=True).select_option("ho")
    page.get_by_label("Tôi đồng ý", exact=False).check()
    press(page, button)


def test_a_course_from_need_to_certificate(open_as, visit, site):
    courses.subject()
    asking = open_as(people.staff_of("so-nong-nghiep"), "/dao-tao/nhu-cau/don-vi-minh").page
    asking.get_by_label("Chuyên đề").select_option(courses.SUBJECT)
    asking.get_by_label("Số người").fill("35")
    press(asking, "Ghi nhu cầu")
    assert Need.objects.get().people == 35
    keeper = open_as(people.binh(), f"/dao-tao/ke-hoach/{Need.objects.get().year}", width=1280).page
    press(keeper, "Lập kế hoạch từ nhu cầu")
    expect(keeper.get_by_role("cell", name="35").first).to_be_visible()
    one = a_class_of_today()
    keeper.goto(f"{site.url}/dao-tao/lop/{one.code}")
    press(keeper, "Công bố lớp")

    phone = visit(f"{site.url}/lop-hoc/{one.code}")
    assert phone.wrong() == []
    register(phone.page, "Ha Nhơn (hư cấu)", "0912345678", "Đăng ký và nhận vé")
    expect(phone.page.get_by_text("Bạn có chỗ trong lớp")).to_be_visible()
    assert phone.wrong() == []
    ticket = phone.page.url
    late = visit(f"{site.url}/lop-hoc/{one.code}", javascript=False).page
    register(late, "Ya Dim (hư cấu)", "0912345679", "Vào danh sách chờ")
    expect(late.get_by_text("danh sách chờ, số 1")).to_be_visible()

    keeper.goto(f"{site.url}/dao-tao/lop/{one.code}/diem-danh/1/man-chieu")
    shown = keeper.locator("[data-shown]")
    expect(shown.locator("img")).to_be_visible()
    address = shown.get_attribute("data-address")
    phone.go(address)
    press(phone.page, "Tôi có mặt")
    expect(phone.page.get_by_text("Đã điểm danh buổi 1")).to_be_visible()
    expect(shown.locator(".count strong")).to_have_text(
        "1", timeout=15_000
    )  # without loading again
    late.goto(address)
    press(late, "Tôi có mặt")
    expect(late.get_by_text("Nói giảng viên nhận bạn vào lớp")).to_be_visible()

    phone.page.get_by_role("link", name="Làm bài kiểm tra").click()
    for number, places in courses.right_answers(Learner.objects.get(attended=1)).items():
        for place in places:
            phone.page.locator(f'[name="q{number}"][value="{place}"]').check()
    assert phone.wrong() == []
    press(phone.page, "Nộp bài")
    expect(phone.page.get_by_text("Bạn đã đạt")).to_be_visible()

    keeper.goto(f"{site.url}/dao-tao/lop/{one.code}")
    press(keeper, "Kết thúc lớp")
    keeper.goto(f"{site.url}/dao-tao/lop/{one.code}/nguoi-hoc")
    press(keeper, "Cấp giấy chứng nhận cho 1 người")
    paper = Certificate.objects.get()
    assert re.fullmatch(r"GCN-\d{4}-000001", paper.number)
    phone.go(ticket)
    press(phone.page, "Cho hiện họ tên")
    with phone.page.expect_download() as download:
        phone.page.get_by_role("link", name="Tải giấy chứng nhận (PDF)").click()
    assert download.value.suggested_filename == f"{paper.number}.pdf"
    public = visit(f"{site.url}/dao-tao/giay/{paper.code}", javascript=False)
    assert "đang có giá trị" in public.text()
    assert "Ha Nhơn" in public.text()
    keeper.goto(f"{site.url}/dao-tao/ket-qua")
    expect(keeper.get_by_text("lượt người dự đủ")).to_be_visible()
    assert "1lượt người dự đủ" in keeper.content().replace("<strong>", "").replace("</strong>", "")
