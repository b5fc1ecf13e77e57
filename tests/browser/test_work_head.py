"""The bar of every page: low on a telephone, with all that it has; and the public menu, on one line."""

import pytest
from playwright.sync_api import expect

from tests import people
from tests.browser.conftest import DESK, NARROWEST, PHONE
from tests.parties import register

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HIGHEST = 120  # of 760: what a telephone shows before the page itself


def height_of_the_head(seen):
    return seen.page.evaluate("document.querySelector('header').getBoundingClientRect().height")


@pytest.mark.parametrize("dark", [False, True])
def test_the_bar_at_work_is_low_on_a_telephone_and_loses_nothing(open_as, dark):
    ours = register.ans_cooperative()
    for path in (f"/so/co-so/{ours.code}", "/nhap-excel", "/toi"):
        seen = open_as(people.an(), path, dark=dark)
        for width in (PHONE, NARROWEST, DESK):
            seen.resize(width)
            assert seen.wrong() == [], (path, width)
            if width != DESK:
                assert height_of_the_head(seen) <= HIGHEST, (path, width)
            expect(seen.page.locator(".acting").get_by_text("An", exact=True)).to_be_visible()
        for which in ("Đổi tổ chức", "Đăng xuất", "English"):
            seen.resize(DESK)
            expect(
                seen.page.locator("header, #side")
                .get_by_text(which, exact=True)
                .locator("visible=true")
            ).to_have_count(1)
        seen.resize(PHONE)
        seen.page.get_by_role("button", name="Menu", exact=True).click()
        for which in ("Đổi tổ chức", "Đăng xuất", "English"):
            expect(
                seen.page.locator("header, #side")
                .get_by_text(which, exact=True)
                .locator("visible=true")
            ).to_have_count(1)
        assert seen.wrong() == [], path
        seen.page.close()


def test_the_public_menu_leads_to_the_lists_and_stays_low(open_as):
    seen = open_as(None, "/danh-muc/bat-buoc")
    page = seen.page
    for width in (PHONE, NARROWEST, DESK):
        seen.resize(width)
        entries = page.locator("header nav a")
        expect(entries.get_by_text("Danh mục", exact=True)).to_be_visible()
        tops = {round(one.bounding_box()["y"]) for one in entries.all()}
        assert len(tops) == 1, (width, tops)
        assert seen.wrong() == [], width
    expect(page.locator("header nav a[aria-current=page]")).to_have_text("Danh mục")
