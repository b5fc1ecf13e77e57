"""Names of persons are opened with a reason, in a real browser; their owner reads it."""

import pytest
from playwright.sync_api import expect

from tests import people
from tests.browser.conftest import NARROWEST, PHONE, WIDTHS
from tests.parties import register

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
NAME = "Lơ Mu Ha Krong (hư cấu)"


def test_a_name_is_opened_for_a_reason_that_its_owner_reads(open_as):
    grower = register.of(people.dung(), NAME, kind="nong-ho")
    seen = open_as(people.binh(), f"/so/co-so/{grower.code}", width=PHONE)
    page = seen.page

    def looks_right(which):
        for width in (*WIDTHS, NARROWEST, PHONE):
            which.resize(width)
            assert which.wrong() == [], (which.page.url, width)

    assert NAME not in seen.text()
    page.get_by_role("link", name="Mở tên người").click()
    looks_right(seen)
    page.get_by_label("Lý do").fill("Xác minh phản ánh số 12 về lô cà phê")
    page.get_by_role("button", name="Mở tên người").click()
    seen.settle()
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()
    looks_right(seen)
    seen.go(page.url.partition("/so/")[0] + "/so/mo-ten")
    assert "Xác minh phản ánh số 12" in seen.text()
    looks_right(seen)
    owner = open_as(people.dung(), f"/so/co-so/{grower.code}", width=PHONE)
    assert "Ai đã mở tên người của cơ sở bạn" in owner.text()
    looks_right(owner)
