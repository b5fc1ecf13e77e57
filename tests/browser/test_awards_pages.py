"""An enterprise asks for what a policy gives, officers decide: by buttons alone, in a real browser."""

import pytest
from playwright.sync_api import expect

from tests import people
from tests.awards import stories
from tests.browser.conftest import PHONE, WIDTHS
from tests.parties import register
from txng.awards.models import Application

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_an_application_goes_from_an_to_its_approval_without_javascript(open_as):
    register.ans_cooperative()
    stories.call(stories.policy(kinds=("hop-tac-xa",)))
    people.ROLES.setdefault("Bích", "thuong-truc")
    mine = open_as(people.an(), "/khuyen-khich/cho-toi", width=PHONE, javascript=False)
    assert mine.wrong() == []
    page = mine.page
    page.get_by_role("link", name="Nộp hồ sơ").first.click()
    page.get_by_role("button", name="Nộp hồ sơ").click()  # with nothing filled in
    expect(page.get_by_role("alert")).to_contain_text("chỗ cần sửa")
    page.get_by_label("Việc cần hỗ trợ").fill("Mua máy in tem")
    page.get_by_label("Số tiền xin hỗ trợ").fill("50.000.000")
    page.get_by_label("Phần vốn của cơ sở").fill("5.000.000")
    page.get_by_role("button", name="Nộp hồ sơ").click()
    expect(page.get_by_text("Cơ quan chủ trì thẩm tra.")).to_be_visible()
    number = Application.objects.get().number
    officer = open_as(stories.binh(), f"/khuyen-khich/ho-so/{number}", javascript=False)
    for width in WIDTHS:
        officer.resize(width)
        assert officer.wrong() == []
    officer.page.get_by_role("link", name="Ghi kết quả thẩm tra").click()
    officer.page.get_by_label("Kết quả thẩm tra").fill("Đủ giấy tờ.")
    officer.page.get_by_label("Số tiền đúng mức").fill("40.000.000")
    officer.page.get_by_role("button", name="Ghi kết quả thẩm tra").click()
    decides = officer.page.get_by_role("link", name="Quyết định cho hưởng")
    expect(decides).to_have_count(0)  # whoever examined does not decide
    leader = open_as(stories.colleague(), f"/khuyen-khich/ho-so/{number}", javascript=False).page
    leader.get_by_role("link", name="Quyết định cho hưởng").click()
    leader.get_by_label("Số quyết định").fill("12/QĐ-SKHCN")
    leader.get_by_label("Ngày quyết định").fill(f"{stories.today():%d/%m/%Y}")
    leader.get_by_label("Số tiền cho hưởng").fill("40.000.000")
    leader.get_by_label("Lý do").fill("Đúng đối tượng.")
    leader.get_by_role("button", name="Quyết định cho hưởng").click()
    expect(leader.get_by_text("Đã ghi quyết định cho hưởng.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("40.000.000 đồng").first).to_be_visible()
