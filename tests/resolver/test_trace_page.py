"""The scan page as it is laid out, from hand-made values."""

import re
from dataclasses import replace
from html import unescape

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation

from tests.resolver import pages
from txng.resolver.page import InVietnamese, LogLine, TracePage, Verdict
from txng.resolver.place_map import place_map

pytestmark = pytest.mark.django_db  # the frame asks whether the demonstration is loaded
WHOLE = [
    pages.COFFEE,
    pages.FULL,
    pages.INCOMPLETE,
    pages.RECALLED_COFFEE,
    pages.BARE,
    pages.HOSTILE,
]

FORBIDDEN = {
    "vi": ("hàng thật", "chính hãng"),
    "en": ("genuine", "authentic"),
    "zh-hans": ("正品", "真品"),
    "ja": ("正規品", "本物"),
    "ko": ("정품", "진품"),
}


def html(page: TracePage, lot_on_label: str = "") -> str:
    values = {"page": page, "map": place_map(page.origins), "lot_on_label": lot_on_label}
    request = RequestFactory().get(page.path)
    return render_to_string("resolver/trace_page.html", values, request=request)


def text(page: TracePage, lot_on_label: str = "") -> str:
    """What a reader sees between header and footer, in order, on one line."""
    main = html(page, lot_on_label).partition("<main")[2].partition("</main>")[0]
    words = re.sub(r"</?(?:bdi|time|span)\b[^>]*>", "", main.partition(">")[2])
    words = re.sub(r"<section[^>]* hidden>.*?</section>", "", words, flags=re.DOTALL)
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
        "Kiểm tra dữ liệu",
        "Ai nói điều gì",
        "Báo nghi ngờ",
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
    assert "Lời của cơ sở làm ra hoặc bán hàng. Chưa ai kiểm tra." in text(pages.COFFEE)
    assert "Cơ quan nhà nước kiểm tra Chưa có." in text(pages.COFFEE)
    assert "Tổ chức chứng nhận xác nhận Chưa có." in text(pages.COFFEE)


def test_each_statement_says_who_stands_behind_it_and_since_when():
    seen = text(pages.FULL)
    assert "Tổ chức chứng nhận xác nhận khai ngày 01/02/2025" in seen
    assert "Cơ quan nhà nước kiểm tra Chi cục của Bình (hư cấu) 04/03/2025" in seen
    assert "Có giá trị đến: 31/01/2027" in seen
    assert "Đã hết hạn: 01/01/2024" in seen
    assert "Kết quả: Đạt Cơ quan nhà nước kiểm tra Chi cục của Bình (hư cấu)" in seen
    assert "Chưa có." not in seen


def test_the_maker_s_own_words_are_marked_as_such():
    assert (
        "Lời của cơ sở Người làm tự khai Cơ quan quản lý không xác nhận phần này. Vườn của chúng tôi."
        in text(pages.FULL)
    )


def test_a_published_event_says_how_many_witnesses_saw_it_and_offers_its_proof():
    assert "Trong nhật ký minh bạch, 2 cơ quan đã chứng kiến, lúc 28/11/2026, 09:00." in text(
        pages.FULL
    )
    assert 'data-proof="/bang-chung/urn:uuid:1.tlog-proof?code=x"' in html(pages.FULL)


@pytest.mark.parametrize(
    ("log", "sentence"),
    [
        (replace(pages.PUBLISHED, witnesses=0), "Chưa có cơ quan độc lập nào chứng kiến."),
        (LogLine(False), "đang chờ vào nhật ký minh bạch"),
        (None, "Hệ thống này chưa mở nhật ký minh bạch."),
    ],
)
def test_what_is_not_proved_is_said_in_grey_neutral_words(log, sentence):
    page = replace(pages.FULL, log=log)
    assert sentence in text(page)
    assert "sealed" not in html(page)
    assert "giả" not in text(page).lower()


def test_the_page_says_how_often_its_code_was_viewed_and_how_complete_it_is():
    assert "Mã đã được xem 3 lần, lần đầu ngày 01/02/2025." in text(pages.FULL)
    assert "Hồ sơ có 10/10 thông tin mà Thông tư 02/2024 yêu cầu" in text(pages.FULL)


def test_the_page_says_when_it_was_made_so_that_a_copy_cannot_pass_for_news():
    assert "Trang lập lúc 28/11/2026, 10:05." in text(pages.FULL)
    assert 'id="saved"' in html(pages.FULL)


def test_a_recall_can_be_called_about():
    page = replace(pages.RECALLED_COFFEE, verdict=replace(pages.RECALLED, phone="1900 1234"))
    assert 'href="tel:19001234"' in html(page)
    assert "Gọi 1900 1234" in text(page)


@pytest.mark.parametrize("page", WHOLE, ids=lambda page: page.verdict.state)
def test_no_page_ever_says_that_goods_are_genuine(page):
    for language, words in FORBIDDEN.items():
        with translation.override(language):
            seen = text(page).lower()
        assert [word for word in words if word in seen] == []


@pytest.mark.parametrize("language", ["en", "zh-hans", "ja", "ko"])
def test_a_text_that_is_only_vietnamese_says_so_to_other_readers(language):
    page = replace(pages.FULL, product_name=InVietnamese("Cà phê rang"))
    with translation.override(language):
        assert '<bdi lang="vi">Cà phê rang</bdi> <small>(tiếng Việt)</small>' in html(page)


def test_an_unknown_code_shows_nothing_of_the_product():
    page = replace(
        pages.FULL, verdict=Verdict("unknown", "Không có mã này trong hệ thống"), steps=()
    )
    assert page.product_name not in text(page)
    assert page.picture not in html(page)


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
    assert page.count("<script") == 1
    assert pages.SCRIPT not in page
    assert "<img src=x" not in page
    assert f"<bdi>{pages.RIGHT_TO_LEFT}</bdi>" in page, (
        "a name written right to left turns nothing else"
    )


@pytest.mark.parametrize("page", WHOLE, ids=lambda page: page.verdict.state)
def test_a_page_asks_no_other_host_and_carries_no_script_or_inline_style(page):
    source = html(page)
    sources = re.findall(r"<script[^>]*>", source)
    assert len(sources) == 1
    assert re.search(r'src="/static/[0-9a-f]{8}/resolver/scan.js"', sources[0])
    links = [
        address
        for address in re.findall(r"(?:src|href)=\"((?:https?:)?//[^\"]*)", source)
        if not address.startswith(
            f"{settings.BASE_URL}/01/"
        )  # canonical and languages: fetched by nobody
    ]
    assert links == [link.href for link in page.links]
    assert " style=" not in source


@pytest.mark.parametrize("page", WHOLE, ids=lambda page: page.verdict.state)
def test_a_page_speaks_english_when_asked(page):
    with translation.override("en"):
        seen = text(replace(page, verdict=pages.BARE.verdict))
    assert "Product code" in seen
    assert "Report a suspicion" in seen
    assert "Mã sản phẩm" not in seen


def test_english_dates_cannot_be_taken_for_another_month():
    with translation.override("en"):
        assert "Use by 12 January 2026" in text(pages.COFFEE)


def test_a_word_outside_the_vocabulary_still_gets_a_mark():
    odd = replace(pages.ROAST, biz_step="https://example.org/steps/carving")
    assert '<li class="step"><svg class="icon"' in html(replace(pages.COFFEE, steps=(odd,)))
