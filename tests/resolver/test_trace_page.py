"""The scan page as it is laid out, from hand-made values."""

import re
from dataclasses import replace
from html import unescape

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from tests.resolver import pages
from txng.resolver.page import TracePage
from txng.resolver.place_map import place_map

pytestmark = pytest.mark.django_db  # the frame asks whether the demonstration is loaded
WHOLE = [pages.COFFEE, pages.INCOMPLETE, pages.RECALLED_COFFEE, pages.BARE, pages.HOSTILE]


def html(page: TracePage, lot_on_label: str = "") -> str:
    values = {"page": page, "map": place_map(page.origins), "lot_on_label": lot_on_label}
    request = RequestFactory().get(page.path)
    return render_to_string("resolver/trace_page.html", values, request=request)


def text(page: TracePage, lot_on_label: str = "") -> str:
    """What a reader sees between header and footer, in order, on one line."""
    main = html(page, lot_on_label).partition("<main")[2].partition("</main>")[0]
    words = re.sub(r"</?(?:bdi|time|span)\b[^>]*>", "", main.partition(">")[2])
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", words)).split())


def positions(seen: str, *sentences: str) -> list[int]:
    assert [sentence for sentence in sentences if sentence not in seen] == []
    return [seen.index(sentence) for sentence in sentences]


def test_the_page_follows_the_order_of_a_reader_s_questions():
    found = positions(
        text(pages.INCOMPLETE),
        "Mã có thật, thông tin chưa đủ",
        "DỮ LIỆU THỬ",
        "Cà phê rang Arabica Cầu Đất 250 g",
        "Công ty Rang xay Lang Biang (hư cấu)",
        "Xã Lạc Dương",
        "Hạn dùng",
        "Hành trình",
        "Nơi làm ra",
        "VietGAP-TT-24-0117",
        "Hồ sơ chưa cho biết",
        "Ai nói điều gì",
        "Dành cho máy",
    )
    assert found == sorted(found)


def test_a_recalled_lot_shows_a_notice_before_anything_else():
    assert text(pages.RECALLED_COFFEE).startswith("LÔ ĐANG THU HỒI – không dùng")
    assert "step--recall" in html(pages.RECALLED_COFFEE)


def test_the_journey_is_told_oldest_first_with_time_place_party_and_who_declared_it():
    journey = text(pages.COFFEE).partition(pages.COFFEE.gtin)[2]
    found = positions(journey, "Thu hoạch", "Rang 12/01/2025, 07:30", "Gửi hàng", "Nhận hàng")
    assert found == sorted(found)
    assert "12 hộ trồng, Phường Xuân Trường – Đà Lạt, Tỉnh Lâm Đồng" in journey
    assert "Người làm tự khai Vận tải Bảo Lộc (hư cấu)" in journey
    assert '<time datetime="2025-01-12T07:30:00+07:00">' in html(pages.COFFEE)


def test_the_page_says_that_everything_on_it_is_the_makers_own_word():
    assert "Mọi thông tin trên trang này hiện thuộc loại này." in text(pages.COFFEE)
    assert "Cơ quan nhà nước kiểm tra Chưa có." in text(pages.COFFEE)


def test_facts_nobody_declared_are_left_out():
    seen = text(pages.BARE)
    assert "Mã sản phẩm 09521234543213" in seen
    for absent in ("Hạn dùng", "Hành trình", "Nơi làm ra", "chưa cho biết", "None", "N/A", "THỬ"):
        assert absent not in seen


def test_a_journey_that_was_cut_says_so():
    assert "Hồ sơ dài hơn mức một trang hiện được" in text(pages.INCOMPLETE)
    assert "Hồ sơ dài hơn" not in text(pages.COFFEE)


def test_a_label_with_another_lot_than_the_record_is_said_aloud():
    assert "Tem ghi lô GIA01, hồ sơ ghi lô LB2501" in text(pages.COFFEE, "GIA01")
    assert "Tem ghi lô" not in text(pages.COFFEE, "LB2501")


def test_what_people_typed_stays_text():
    page = html(pages.HOSTILE)
    assert "<script" not in page
    assert "<img src=x" not in page
    assert f"<bdi>{pages.RIGHT_TO_LEFT}</bdi>" in page, (
        "a name written right to left turns nothing else"
    )


@pytest.mark.parametrize("page", WHOLE, ids=lambda page: page.verdict.state)
def test_a_page_asks_no_other_host_and_carries_no_script_or_inline_style(page):
    source = html(page)
    assert re.findall(r"<script|style=|(?:src|href)=\"(?:https?:)?//", source) == []


@pytest.mark.parametrize("page", WHOLE, ids=lambda page: page.verdict.state)
def test_a_page_speaks_english_when_asked(page):
    with translation.override("en"):
        seen = text(replace(page, verdict=pages.BARE.verdict))
    assert "Product code" in seen
    assert "What each label means" in seen
    assert "Mã sản phẩm" not in seen


def test_english_dates_cannot_be_taken_for_another_month():
    with translation.override("en"):
        assert "Use by 12 January 2026" in text(pages.COFFEE)


def test_a_word_outside_the_vocabulary_still_gets_a_mark():
    odd = replace(pages.ROAST, biz_step="https://example.org/steps/carving")
    assert '<li class="step"><svg class="icon"' in html(replace(pages.COFFEE, steps=(odd,)))
