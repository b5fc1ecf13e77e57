"""Trade items, duties and lists in a real browser: every page, and a proposal that becomes a list."""

import os
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests import people
from tests.browser.conftest import WIDTHS
from tests.products import makers
from tests.products.for_matrix import RICE, RICE_MARK
from txng.accounts.actors import Actor, operator
from txng.products.actions.marks import grant_licence, put_in_packaged_marks, rate_ocop
from txng.products.models import ListItem, ListVersion, Mark, Proposal
from txng.products.rules import lists as rules
from txng.products.rules.roadmap import Milestone

PICTURES = os.environ.get("PICTURES_OF_CATALOGUES", "")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def pages() -> dict[str, tuple[Actor | None, str]]:
    """Every page of the room with something on it, and who opens it."""
    today = timezone.localdate()
    makers.in_force(
        makers.COFFEE, makers.TEA, effective=today - timedelta(days=200),
        milestones=(Milestone("code", months_after=0), Milestone("events", months_after=3),
                    Milestone("portal", months_after=9),
                    Milestone("events", months_after=12, sizes=("nong-ho",))),
    )  # fmt: skip
    item = makers.trade_item(people.an(), gtin=makers.GTIN)
    makers.trade_item(
        people.an(), path=makers.RICE, facts=makers.Facts(name="Gạo nếp quýt Đạ Tẻh 5 kg")
    )
    draft = makers.open_version(rules.PRIORITY, "Danh mục sản phẩm ưu tiên 2027")
    coffee = makers.proposed(draft)
    makers.proposed(draft, makers.RICE)
    makers.step(draft, rules.CONSULTING)
    officer = replace(people.officer(), name="Cán bộ")
    for person, stance, said in (
        (people.binh(), "agree", ""),
        (officer, "change", "Cho hộ nhỏ thêm một năm"),
    ):
        makers.lists.give_opinion(by=person, proposal=coffee, stance=stance, said=said)
    makers.step(draft, rules.SCORING)
    makers.marked(coffee)
    makers.marked(coffee, by=officer, safety=1)
    chosen = makers.items.choose_item(by=people.binh(), proposal=coffee)
    first = ListItem.objects.order_by("pk").first()
    put_in_packaged_marks(by=operator())
    rice = makers.trade_item(people.an(), path=RICE)
    paper = grant_licence(
        by=operator(), mark=Mark.objects.get(code=RICE_MARK), holder=rice.owner, group=rice.group,
        number="17/GCN", valid_from=today, valid_until=today + timedelta(days=365),
    )  # fmt: skip
    rate_ocop(
        by=operator(),
        trade_item=rice,
        points=Decimal("72.5"),
        decision_number="5/QĐ-UBND",
        decided_on=today,
    )
    an, binh = people.an(), people.binh()
    return {
        "register": (an, "/so/san-pham"),
        "item": (an, f"/so/san-pham/{item.pk}"),
        "new": (an, "/so/san-pham/them"),
        "change": (an, f"/so/san-pham/{item.pk}/sua"),
        "declare": (an, f"/so/san-pham/{item.pk}/khai?viec=events"),
        "my duties": (an, "/nghia-vu/cua-toi"),
        "overview": (binh, "/nghia-vu/co-quan"),
        "late": (binh, f"/nghia-vu/co-quan/{first.pk}/1"),
        "public": (None, "/danh-muc/bat-buoc"),
        "public, nothing": (None, "/danh-muc/uu-tien"),
        "with a mark and stars": (an, f"/so/san-pham/{rice.pk}"),
        "stars": (binh, f"/so/san-pham/{rice.pk}/hang-ocop"),
        "licence of a product": (binh, f"/so/san-pham/{rice.pk}/giay-phep-nhan-hieu"),
        "marks": (an, "/so/nhan-hieu"),
        "mark": (binh, f"/so/nhan-hieu/{RICE_MARK}"),
        "next owner": (binh, f"/so/nhan-hieu/{RICE_MARK}/chuyen"),
        "licences": (an, "/so/giay-phep-nhan-hieu"),
        "licence": (binh, f"/so/giay-phep-nhan-hieu/{paper.pk}"),
        "end of a licence": (binh, f"/so/giay-phep-nhan-hieu/{paper.pk}/thu-hoi"),
        "groups": (binh, "/so/nhom-san-pham"),
        "new group": (binh, "/so/nhom-san-pham/them"),
        "versions": (binh, "/danh-muc/soan"),
        "open": (binh, "/danh-muc/soan/mo"),
        "version": (binh, f"/danh-muc/soan/{draft.pk}"),
        "propose": (binh, f"/danh-muc/soan/{draft.pk}/de-xuat"),
        "weights": (binh, f"/danh-muc/soan/{draft.pk}/trong-so"),
        "proposal": (binh, f"/danh-muc/de-xuat/{coffee.pk}"),
        "list item": (binh, f"/danh-muc/muc/{chosen.pk}"),
        "issue": (binh, f"/danh-muc/soan/{draft.pk}/ban-hanh"),
        "annex": (binh, f"/danh-muc/soan/{draft.pk}/phu-luc"),
    }  # fmt: skip


def test_every_page_is_accessible_and_fits_a_phone_and_a_desk(open_as):
    wrong = {}
    for name, (person, path) in pages().items():
        seen = open_as(person, path)
        for width in WIDTHS:
            seen.resize(width)
            if PICTURES:
                seen.page.screenshot(path=f"{PICTURES}/{name}-{width}.png", full_page=True)
            if found := seen.wrong():
                wrong[name, width] = found
        seen.page.close()
    assert wrong == {}


def press(page: Page, words: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=words, exact=True).first.click()


def test_a_proposal_becomes_a_mandatory_list_without_javascript(open_as):
    makers.group()
    officer = replace(people.officer(sector="nong-nghiep"), name="Cán bộ")
    seen = open_as(people.binh(), "/danh-muc/soan/mo", javascript=False)
    page = seen.page
    page.get_by_label("Danh mục bắt buộc").check()
    page.get_by_label("Tên bản danh mục").fill("Danh mục bắt buộc 2027")
    press(page, "Mở bản này")
    press(page, "Chuyển sang bước Đề xuất")
    version = ListVersion.objects.get()
    theirs = open_as(officer, f"/danh-muc/soan/{version.pk}/de-xuat", javascript=False).page
    theirs.get_by_label("Nhóm sản phẩm").select_option(makers.COFFEE)
    theirs.get_by_label("Lý do của cơ quan").fill("Xuất khẩu nhiều, nhiều thị trường đòi truy xuất")
    press(theirs, "Gửi đề xuất")
    proposal = Proposal.objects.get()
    page.reload()
    page.get_by_label("Hạn cho ý kiến").fill("31/12/2027")
    press(page, "Chuyển sang bước Xin ý kiến")
    theirs.reload()
    theirs.get_by_label("Đồng ý nếu sửa").check()
    press(theirs, "Gửi ý kiến")
    expect(theirs.get_by_text("Ghi rõ cần sửa gì").first).to_be_visible()
    theirs.get_by_label("Nội dung").fill("Cho hộ nhỏ thêm một năm")
    press(theirs, "Gửi ý kiến")
    press(page, "Chuyển sang bước Chấm điểm")
    page.goto(page.url.replace(f"soan/{version.pk}", f"de-xuat/{proposal.pk}"))
    for level in ("3. Nguy cơ cao", "3. Làm được ngay", "4. Nhiều thị trường", "4. Từ 5 %"):
        page.get_by_label(level).check()
    press(page, "Gửi điểm")
    expect(page.get_by_text("Nên đưa vào danh mục bắt buộc").first).to_be_visible()
    press(page, "Đưa vào danh mục")
    page.get_by_label("Yêu cầu").first.select_option("code")
    page.get_by_label("hoặc số tháng sau hiệu lực").first.fill("6")
    press(page, "Lưu phạm vi và lộ trình")
    page.get_by_role("link", name="Ghi quyết định ban hành").click()
    today = timezone.localdate()
    page.get_by_label("Số quyết định").fill("45/QĐ-UBND")
    page.get_by_label("Ngày ban hành").fill(f"{today:%d/%m/%Y}")
    page.get_by_label("Căn cứ pháp lý").fill("Luật 78/2025/QH15; Kế hoạch 6736/KH-UBND")
    page.get_by_label("Có hiệu lực từ ngày").fill(f"{today:%d/%m/%Y}")
    press(page, "Ban hành")
    expect(page.get_by_text("Từ nay bản này không sửa nữa").first).to_be_visible()
    public = open_as(None, "/danh-muc/bat-buoc", javascript=False)
    assert "Quyết định số 45/QĐ-UBND" in public.text()
    assert "Sản phẩm có mã truy vết sản phẩm" in public.text()
