"""Recalls in a real browser: every page on a phone and a desk; an order by two people without JavaScript."""

import pytest
from playwright.sync_api import expect

from tests import people
from tests.browser.conftest import WIDTHS
from tests.parties import register
from tests.supervision import recalling
from txng.accounts.actors import Actor
from txng.supervision.models import Recall
from txng.supervision.rules.recalls import Scope

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def pages() -> dict[str, tuple[Actor | None, str]]:
    """Every page of recalls with something on it, and who opens it."""
    register.ans_cooperative()
    recalling.captured()
    one, other = (
        recalling.underway(),
        recalling.draft(Scope(recalling.BAG, lot="L1"), is_drill=True),
    )
    row = one.holders.get(name="Quầy Hai")
    binh, an, base = recalling.binh(), people.an(), f"/giam-sat/thu-hoi/{one.pk}"
    draft = f"/giam-sat/thu-hoi/{other.pk}"
    return {
        "list": (binh, "/giam-sat/thu-hoi"),
        "new": (binh, "/giam-sat/thu-hoi/moi"),
        "draft": (binh, draft),
        "cause": (binh, f"{draft}/ly-do"),
        "scope": (binh, f"{draft}/pham-vi"),
        "messages": (binh, f"{draft}/loi-nhan"),
        "confirm": (binh, f"{draft}/xac-nhan"),
        "underway": (binh, base),
        "answer": (binh, f"{base}/noi-giu/{row.pk}"),
        "close": (binh, f"{base}/ket-thuc"),
        "withdraw": (binh, f"{base}/rut"),
        "own": (an, "/thu-hoi-cua-toi"),
        "own answer": (an, f"/thu-hoi-cua-toi/{row.pk}"),
        "public": (None, "/thu-hoi"),
        "public one": (None, f"/thu-hoi/{one.number}"),
        "scanned": (None, f"/01/{recalling.BAG}/21/S5"),
        "scanned product": (None, f"/01/{recalling.CHERRY}"),
    }


def test_every_page_is_accessible_and_fits_a_phone_and_a_desk(open_as):
    wrong = {}
    for name, (person, path) in pages().items():
        seen = open_as(person, path)
        for width in WIDTHS:
            seen.resize(width)
            if found := seen.wrong():
                wrong[name, width] = found
        seen.page.close()
    assert wrong == {}


def test_a_recall_takes_two_people_without_javascript(open_as):
    """A drill from the empty list to the order: twelve presses at most."""
    mine = open_as(recalling.chi(), "/giam-sat/thu-hoi", javascript=False).page
    mine.get_by_role("link", name="Soạn việc thu hồi").first.click()
    mine.get_by_label("Theo quyết định của cơ quan").check()
    mine.get_by_label("Quyết định hoặc thông báo số").fill("12/QĐ-TH")
    mine.get_by_label("Ngày của quyết định").fill("08/11/2025")
    mine.get_by_label("Nguy cơ cao").check()
    mine.get_by_label("Lý do").fill("Diễn tập quý bốn.")
    mine.get_by_label("Diễn tập: làm đủ").check()
    mine.get_by_role("button", name="Ghi và sang phạm vi").click()
    mine.get_by_label("Mã sản phẩm hoặc mã quét được").fill(f"(01){recalling.BAG}(10)L1")
    mine.get_by_role("button", name="Thêm vào phạm vi").click()
    mine.get_by_role("link", name="Tiếp: lời nhắn").click()
    mine.get_by_label("Người mua nên làm gì").fill("Không uống.")
    mine.get_by_label("Nơi giữ hàng phải làm gì").fill("Để riêng.")
    mine.get_by_role("button", name="Ghi", exact=True).click()
    expect(mine.get_by_role("link", name="Người thứ hai ra lệnh")).to_have_count(0)

    one = Recall.objects.get()
    theirs = open_as(recalling.binh(), f"/giam-sat/thu-hoi/{one.pk}", javascript=False).page
    theirs.get_by_role("link", name="Người thứ hai ra lệnh").click()
    theirs.get_by_label("Gõ lại để ra lệnh").fill("l1")
    theirs.get_by_role("button", name="Ra lệnh thu hồi").click()
    expect(theirs.get_by_text("Cần gõ đúng L1").first).to_be_visible()
    theirs.get_by_label("Gõ lại để ra lệnh").fill("L1")
    theirs.get_by_role("button", name="Ra lệnh thu hồi").click()
    expect(theirs.get_by_text("DIỄN TẬP").first).to_be_visible()
    expect(theirs.get_by_text("Đã ra lệnh thu hồi DT-")).to_be_visible()
