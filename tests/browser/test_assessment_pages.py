"""Checklists, self-assessments, declarations and freshness in a real browser, from the first answer to the
public page.
"""

import os

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests import people
from tests.browser.conftest import WIDTHS
from tests.certification import assessing
from tests.products import makers
from tests.transparency import logs
from txng.accounts.actors import Actor
from txng.certification.actions import declarations
from txng.certification.models import Assessment, Declaration
from txng.certification.queries import checklists
from txng.supervision.actions import follow_activity

PICTURES = os.environ.get("PICTURES_OF_ASSESSMENTS", "")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def pages() -> dict[str, tuple[Actor | None, str]]:
    """Every page of the work with something on it, and who opens it."""
    an, dung, binh = people.an(), people.dung(), people.binh()
    makers.trade_item(an, gtin=makers.GTIN)
    failed = assessing.finished(dung, unmet=("1.1", "2.1", "9.3"))
    got = declarations.receive(
        by=binh, declaration=declarations.declare(by=an, facts=assessing.facts(an))
    )
    sent = assessing.declared(an)
    back = declarations.return_declaration(
        by=binh, declaration=assessing.declared(dung), reason="Thiếu địa điểm"
    )
    one = assessing.started(an)
    draft = assessing.draft()
    parts = checklists.sections(one.version)
    row = checklists.sections(draft)[0].criteria.all()[0]
    logs.captured(1, by=an)
    follow_activity(by=Actor(None, "", frozenset(), "txng work"))
    entry, made = one.enterprise, f"/danh-gia/bo-tieu-chi/ban/{draft.pk}"
    return {
        "checklists": (binh, "/danh-gia/bo-tieu-chi"),
        "version": (an, f"/danh-gia/bo-tieu-chi/ban/{one.version_id}"),
        "draft": (binh, made),
        "new checklist": (binh, "/danh-gia/bo-tieu-chi/them"),
        "share": (binh, f"{made}/muc-dat"),
        "issue": (binh, f"{made}/ban-hanh"),
        "new part": (binh, f"{made}/phan"),
        "criterion": (binh, f"/danh-gia/tieu-chi/{row.pk}/sua"),
        "assessments": (an, "/danh-gia"),
        "assessments of an officer": (binh, "/danh-gia"),
        "half done": (an, f"/danh-gia/{one.pk}"),
        "part": (an, f"/danh-gia/{one.pk}/phan/{parts[1].pk}"),
        "failed": (dung, f"/danh-gia/{failed.pk}"),
        "passed": (an, f"/danh-gia/{got.assessment_id}"),
        "declarations": (binh, "/danh-gia/cong-bo"),
        "declare": (an, "/danh-gia/cong-bo/them"),
        "sent": (binh, f"/danh-gia/cong-bo/{sent.number}"),
        "sent, own": (an, f"/danh-gia/cong-bo/{sent.number}"),
        "returned": (dung, f"/danh-gia/cong-bo/{back.number}"),
        "return": (binh, f"/danh-gia/cong-bo/{sent.number}/tra-lai"),
        "published": (None, "/cong-bo-phu-hop"),
        "published, one": (None, f"/cong-bo-phu-hop/{got.number}"),
        "published, none": (None, "/cong-bo-phu-hop/CB-2026-999999"),
        "freshness": (binh, "/giam-sat/cap-nhat"),
        "freshness of one": (binh, f"/giam-sat/cap-nhat/co-so/{entry.code}"),
        "limits": (binh, "/giam-sat/cap-nhat/nguong"),
        "my freshness": (an, "/du-lieu-cua-toi"),
    }


def test_every_page_is_accessible_and_fits_a_phone_and_a_desk(open_as):
    wrong = {}
    for name, (person, path) in pages().items():
        seen = open_as(person, path)
        for width in WIDTHS:
            seen.resize(width)
            if PICTURES:
                seen.page.screenshot(path=f"{PICTURES}/{name}-{width}.png", full_page=True)
            if (found := seen.wrong()) and name != "published, none":  # a 404 is told as one
                wrong[name, width] = found
        seen.page.close()
    assert wrong == {}


def press(page: Page, words: str) -> None:
    with page.expect_navigation():
        page.get_by_role("button", name=words, exact=True).first.click()


def test_an_assesses_and_declares_and_everybody_reads_it_without_javascript(open_as):
    checklist = assessing.checklist()
    makers.trade_item(people.an(), gtin=makers.GTIN)
    page = open_as(people.an(), "/danh-gia", javascript=False).page
    press(page, f"Bắt đầu tự đánh giá {checklist.standard}")
    one = Assessment.objects.get()
    page.get_by_role("link", name="Làm tiếp").first.click()
    parts = checklists.sections(one.version)
    for number, part in enumerate(parts, 1):
        expect(page.get_by_role("heading", name=part.title, exact=True)).to_be_visible()
        for choice in page.get_by_label("Đạt", exact=True).all():
            choice.check()
        press(page, "Lưu và sang phần sau" if number < len(parts) else "Lưu phần cuối")
    press(page, "Hoàn thành và xem kết quả")
    expect(page.get_by_text("Đạt: mọi tiêu chí bắt buộc đều đạt")).to_be_visible()
    page.get_by_role("link", name="Công bố phù hợp từ kết quả này").click()
    page.get_by_label("Cà phê nhân", exact=True).check()
    page.get_by_label("Người ký").fill("Lê Thị Mẫu")
    page.get_by_label("Chức vụ").fill("Giám đốc")
    press(page, "Gửi công bố")
    made = Declaration.objects.get()
    expect(page.get_by_text("Chờ tiếp nhận").first).to_be_visible()
    officer = open_as(people.binh(), f"/danh-gia/cong-bo/{made.number}", javascript=False).page
    press(officer, "Tiếp nhận")
    expect(officer.get_by_role("button", name="Hoàn tác")).to_be_visible()
    public = open_as(None, f"/cong-bo-phu-hop/{made.number}", javascript=False)
    assert "Đang có giá trị" in public.text()
    assert made.declared_on == timezone.localdate()


def test_a_criterion_is_moved_with_the_keyboard_alone(open_as):
    draft = assessing.draft()
    page = open_as(people.binh(), f"/danh-gia/bo-tieu-chi/ban/{draft.pk}", javascript=False).page
    page.get_by_role("button", name="Xuống 1.1", exact=True).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    codes = [one.code for one in checklists.sections(draft)[0].criteria.all()]
    assert codes == ["1.2", "1.1", "1.3"]
