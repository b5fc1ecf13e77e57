"""Every public page of outreach and the main ones at work in a real browser: axe, a phone, a desk; the editor
that saves by itself.
"""

import os

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import WIDTHS
from tests.outreach import makers
from tests.products import makers as products
from txng.accounts.actors import Actor
from txng.outreach.actions import articles
from txng.outreach.queries import articles as queries

PICTURES = os.environ.get("PICTURES_OF_OUTREACH", "")
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def pages() -> dict[str, tuple[Actor | None, str]]:
    """Every public page with something on it, and the main ones at work."""
    products.group()
    binh, mai, lan = makers.binh(), makers.diep(), makers.lan()
    one = makers.article(
        mai, kind="dien-hinh", body=makers.BODY + "\n\n## Được gì\n- Nhanh\n\n[hình 1: Vườn]"
    )
    articles.add_picture(
        by=mai, article=one, file_name="a.png", content=makers.picture(), alt="Vườn cà phê"
    )
    shown = makers.approved(articles.submit_article(by=mai, article=one))
    campaign = makers.campaign(binh)
    line = makers.activity(campaign, binh)
    row = makers.evidence(lan, activity=line.pk)
    matter = makers.given(makers.difficulty(lan))
    makers.feedback(contact_name="Hoa", contact="0263 000 000")
    year = matter.received_at.year
    return {
        "portal": (None, "/cong-thong-tin"),
        "search": (None, "/cong-thong-tin/tim?q=ca+phe"),
        "search, nothing": (None, "/cong-thong-tin/tim?q=khongco"),
        "news": (None, "/tin"),
        "read": (None, f"/tin/{shown.slug}"),
        "guides": (None, "/huong-dan"),
        "guide": (None, "/huong-dan/sau-rieng"),
        "guides, English": (None, "/huong-dan?lang=en"),
        "guide, English": (None, "/huong-dan/sau-rieng?lang=en"),
        "joining, English": (None, "/huong-dan/tham-gia?lang=en"),
        "search, English": (None, "/cong-thong-tin/tim?q=coffee&lang=en"),
        "press": (None, "/bao-chi"),
        "feedback": (None, "/gop-y"),
        "follow": (None, "/gop-y/theo-doi"),
        "accessibility": (None, "/tro-nang"),
        "articles": (binh, "/tin-bai"),
        "article": (mai, f"/tin-bai/{one.pk}"),
        "editor": (mai, f"/tin-bai/{one.pk}/sua"),
        "campaign": (binh, f"/tuyen-truyen/dot/{campaign.pk}"),
        "evidence list": (binh, "/tuyen-truyen/bang-chung"),
        "evidence": (lan, f"/tuyen-truyen/bang-chung/{row.pk}"),
        "year": (binh, "/tuyen-truyen/nam/2026"),
        "inbox": (binh, "/y-kien"),
        "matter": (binh, f"/y-kien/{matter.number}"),
        "difficulty": (lan, "/y-kien/kho-khan"),
        "figures": (binh, f"/y-kien/so-lieu/{year}"),
        "gathered": (binh, f"/y-kien/tong-hop/{year}"),
    }


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


def test_what_is_typed_into_the_editor_is_kept_before_anybody_presses_save(open_as):
    one, mai = makers.article(), makers.diep()
    page = open_as(mai, f"/tin-bai/{one.pk}/sua").page
    page.get_by_label("Đầu đề", exact=True).fill("Đang gõ dở")
    expect(page.locator(".autosaved")).to_contain_text("Đã tự lưu lúc")
    kept = queries.draft_of(mai, one)
    assert kept is None or kept.values["title"] == "Đang gõ dở"
    page.goto(page.url)
    expect(page.get_by_text("Có bản tự lưu")).to_be_visible()
