"""Registering, the first tasks and the survey in a real browser: every page, wide and narrow."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from tests import people
from tests.browser.conftest import PHONE, WIDTHS
from tests.parties import register as entries
from tests.products import makers
from tests.support import newcomers
from tests.support.for_matrix import asked, registered
from txng.accounts.actors import Actor
from txng.support.actions import deciding, survey

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def pages() -> dict[str, tuple[Actor | None, str]]:
    """Every page of the room with something on it, and who opens it."""
    people.shipped("chu-co-so")
    an, binh, today = people.an(), people.binh(), timezone.localdate()
    ours = entries.ans_cooperative(tax_code=newcomers.TAX_CODE)
    makers.trade_item(an)
    household = entries.household()
    number, dungs = registered(an, ours), asked(people.dung(), ours)
    round_ = survey.open_round(
        by=binh, title="Khảo sát cơ sở", opens_on=today, closes_on=today + timedelta(days=30)
    )
    told = {"tracing": "phan-mem", "computers": 2, "channels": ["cho", "sieu-thi"]}
    survey.answer(by=an, own=ours, told=told)
    applicant = asked(people.dung(), household)
    return {
        "start": (None, "/bat-dau"),
        "question": (None, "/bat-dau/dang-ky?kieu=tung-cau"),
        "whole form": (None, "/bat-dau/dang-ky?kieu=mot-trang"),
        "start, signed in": (an, "/bat-dau"),
        "tasks": (an, "/bat-dau/viec"),
        "contact": (an, "/bat-dau/co-so"),
        "place": (an, "/bat-dau/dia-diem"),
        "alone": (an, "/bat-dau/mot-minh"),
        "codes": (an, "/bat-dau/ma-so"),
        "prefix": (an, "/bat-dau/ma-so/da-co"),
        "product": (an, "/bat-dau/san-pham"),
        "with a way back": (an, "/so/ma-so?ve=/bat-dau/viec"),
        "who asks": (an, "/nguoi-xin-vao"),
        "one who asks": (an, f"/nguoi-xin-vao/{dungs}"),
        "turn down": (an, f"/nguoi-xin-vao/{dungs}/khong-nhan"),
        "what I asked": (people.dung(), "/bat-dau/don-xin-vao"),
        "survey": (an, "/khao-sat"),
        "section": (an, "/khao-sat/phan/F"),
        "section with something known": (an, "/khao-sat/phan/D"),
        "newcomers": (binh, "/co-so-moi"),
        "newcomer": (binh, f"/co-so-moi/{number}"),
        "refuse": (binh, f"/co-so-moi/{number}/chua-nhan"),
        "applicants": (binh, "/co-so-moi/xin-vao"),
        "applicant": (binh, f"/co-so-moi/xin-vao/{applicant}"),
        "rounds": (binh, "/khao-sat/dot"),
        "open round": (binh, "/khao-sat/dot/mo"),
        "progress": (binh, f"/khao-sat/dot/{round_.pk}"),
        "answers": (binh, "/khao-sat/tra-loi"),
        "answers of one": (binh, f"/khao-sat/tra-loi/{ours.code}"),
        "figures": (binh, "/khao-sat/so-lieu"),
    }


def test_every_page_fits_every_screen_and_has_no_barrier(open_as):
    wrong = {}
    for name, (person, path) in pages().items():
        seen = open_as(person, path)
        for width in WIDTHS:
            seen.resize(width)
            if found := seen.wrong():
                wrong[name, width] = found
        seen.page.close()
    assert wrong == {}


def test_pages_with_something_wrong_have_no_barrier_either(open_as):
    entries.household(tax_code="068085001234")
    people.shipped("chu-co-so-cho")
    seen = open_as(None, "/bat-dau/dang-ky?kieu=mot-trang", width=PHONE)
    seen.page.get_by_role("button", name="Tạo tài khoản").click()
    expect(seen.page.get_by_role("alert")).to_contain_text("chỗ cần sửa")
    assert [line for line in seen.wrong() if "400" not in line] == []
    seen = open_as(None, "/bat-dau/dang-ky?kieu=tung-cau", width=PHONE)
    page = seen.page
    page.get_by_label("Nông hộ").check()
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_label("Trồng trọt").check()
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_label("Tên cơ sở").fill("Sở Y tế")
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_role("alert")).to_contain_text("Còn 1 chỗ cần sửa")
    page.get_by_label("Tên cơ sở").fill("Lơ Mu Ha Krong (hư cấu)")
    page.get_by_role("button", name="Tiếp tục").click()
    page.get_by_label("Mã số thuế").fill("068085001234")
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_text("Mã số thuế này đã có trong sổ")).to_be_visible()
    assert [line for line in seen.wrong() if "40" not in line] == []
    page.get_by_role("button", name="Xin vào cơ sở này").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Xin vào cơ sở đã có")
    expect(page.get_by_text("Câu 1 trên 4")).to_be_visible()


def test_a_refusal_is_read_on_the_list_of_tasks(open_as):
    people.shipped("chu-co-so")
    ours = entries.ans_cooperative()
    number = registered(people.an(), ours)
    row = deciding.Registration.objects.get(pk=number)
    deciding.refuse(by=people.binh(), registration=row, reason="Mã số thuế chưa đúng")
    seen = open_as(people.an(), "/bat-dau/viec", width=PHONE)
    expect(seen.page.get_by_text("Mã số thuế chưa đúng")).to_be_visible()
    assert seen.wrong() == []
    seen.page.get_by_role("button", name="Tôi đã sửa, gửi lại").click()
    expect(seen.page.get_by_text("Cơ sở đang chờ cán bộ địa bàn xác nhận")).to_be_visible()
