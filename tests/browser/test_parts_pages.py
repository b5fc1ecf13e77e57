"""A commune answers for its part in a real browser, without JavaScript; its pages, wide and narrow."""

from datetime import date

import pytest
from playwright.sync_api import expect

from tests import people
from tests.browser.conftest import WIDTHS
from tests.programme import board
from txng.programme.models import PartAnswer, TaskAgency

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
LAC_DUONG = "ubnd-24848"


def share_of_communes() -> TaskAgency:
    year = date.today().year  # noqa: DTZ011 - the year that is asked today
    found: TaskAgency = board.row("PL.2", year).agencies.get(agency__code="ubnd-cap-xa")
    return found


def test_a_commune_answers_and_binh_reads_who_is_still_silent(open_as):
    binh = board.loaded()
    share = share_of_communes()
    page = open_as(people.staff_of(LAC_DUONG), "/ke-hoach/viec-cua-toi", javascript=False).page
    card = page.locator("li", has=page.get_by_role("heading", name=share.task.title))
    card.get_by_role("link", name="Trả lời về phần việc").click()
    page.get_by_label("Chưa làm được", exact=True).check()
    with page.expect_navigation():
        page.get_by_role("button", name="Gửi trả lời").click()
    expect(page.get_by_text("Ghi vì sao chưa làm được.").first).to_be_visible()
    page.get_by_label("Đã làm gì, hoặc vì sao chưa làm được").fill("Chưa có người phụ trách.")
    with page.expect_navigation():
        page.get_by_role("button", name="Gửi trả lời").click()
    expect(page.get_by_text("Đã ghi trả lời.")).to_be_visible()

    task = open_as(binh, f"/ke-hoach/nhiem-vu/{share.task.code}", javascript=False).page
    expect(task.get_by_text("0 trên 124 đơn vị đã làm")).to_be_visible()
    task.get_by_role("link", name="Xem từng đơn vị").first.click()
    expect(task.get_by_text("Chưa có người phụ trách.")).to_be_visible()
    expect(task.get_by_role("heading", name="Chưa trả lời: 123")).to_be_visible()
    assert PartAnswer.objects.get().answer == "refused"


def test_the_pages_of_parts_are_accessible_and_fit_a_phone_and_a_desk(open_as):
    binh = board.loaded()
    share = share_of_communes()
    wrong = {}
    for person, path in (
        (people.staff_of(LAC_DUONG), "/ke-hoach/viec-cua-toi"),
        (people.staff_of(LAC_DUONG), f"/ke-hoach/viec-cua-toi/{share.pk}/{LAC_DUONG}"),
        (binh, f"/ke-hoach/nhiem-vu/{share.task.code}"),
        (binh, f"/ke-hoach/nhiem-vu/{share.task.code}/phan-viec/{share.pk}/tung-don-vi"),
        (binh, "/so/co-quan/ubnd-cap-xa"),
    ):
        seen = open_as(person, path)
        for width in WIDTHS:
            seen.resize(width)
            if found := seen.wrong():
                wrong[path, width] = found
        seen.page.close()
    assert wrong == {}
