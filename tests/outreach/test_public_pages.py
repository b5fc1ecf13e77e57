"""What everybody reads: portal, search, news, guides, press, feedback, and the pages for machines."""

import io
import re
import zipfile
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from django.core import signing
from django.test import Client
from django.utils import timezone

from tests import people
from tests.outreach import makers
from tests.products import makers as products
from txng.outreach.actions import articles, matters
from txng.outreach.models import Matter
from txng.outreach.views.feedback import SALT

pytestmark = pytest.mark.django_db


def page(address, status=200, **headers):
    answer = Client().get(address, headers=headers)
    assert answer.status_code == status, address
    return answer.content.decode()


def test_the_portal_counts_what_stands_in_the_registers_and_shows_the_latest_news(
    django_assert_max_num_queries,
):
    products.group()
    makers.published()
    with django_assert_max_num_queries(12):
        told = page("/cong-thong-tin")
    assert "Quét mã ở Di Linh" in told
    assert "Chưa có danh mục bắt buộc nào đang hiệu lực" in told
    assert 'href="/"' in told


def test_the_portal_without_anything_says_so():
    assert "Chưa có tin nào" in page("/cong-thong-tin")


def test_the_look_up_page_and_the_portal_lead_to_each_other():
    assert 'href="/cong-thong-tin"' in page("/")


def test_search_finds_news_guides_and_groups_without_marks(django_assert_max_num_queries):
    products.group()
    makers.published()
    with django_assert_max_num_queries(14):
        told = page("/cong-thong-tin/tim?q=ca+phe")
    assert "Cà phê: từ vườn đến gói" in told
    assert "Nhóm sản phẩm" in told
    assert "Quét mã ở Di Linh" in page("/cong-thong-tin/tim?q=Di%20Linh")


@pytest.mark.parametrize("q", ["", "...", "khongcotugi xyz", "a" * 300, "%00", "<script>"])
def test_a_search_that_finds_nothing_says_what_to_do(q):
    told = page(f"/cong-thong-tin/tim?q={q}")
    assert "<script>" not in told
    assert "Gõ" in told or "Không tìm thấy gì" in told


def test_an_article_carries_what_other_sites_show_of_it():
    one = makers.published()
    told = page(f"/tin/{one.slug}")
    assert '<meta property="og:title" content="Quét mã ở Di Linh">' in told
    assert '<link rel="canonical"' in told
    assert makers.BODY in told


def test_a_draft_and_a_scheduled_article_answer_as_missing_ones():
    one = makers.article()
    assert one.slug == ""
    sent = articles.submit_article(by=makers.diep(), article=one)
    shown = makers.approved(sent, publish_at=timezone.now() + timedelta(days=1))
    page(f"/tin/{shown.slug}", 404)
    assert shown.latest.title not in page("/tin")


def test_a_withdrawn_article_says_that_it_is_gone():
    one = makers.published()
    articles.withdraw_article(by=makers.binh(), article=one, reason="Sai số liệu, đang sửa.")
    told = page(f"/tin/{one.slug}", 410)
    assert "đã được rút" in told
    assert makers.BODY not in told


def test_an_english_reader_gets_the_english_version_where_there_is_one():
    makers.published(
        title_en="Scanning in Di Linh", body_en="A cooperative scans every lot of coffee."
    )
    answer = Client().get("/tin/quet-ma-o-di-linh?lang=en").content.decode()
    assert "A cooperative scans every lot of coffee." in answer
    assert 'lang="en"' in answer


def test_a_picture_is_public_only_while_its_article_is():
    one = makers.article(body=makers.BODY + "\n[hình 1]")
    made = articles.add_picture(
        by=makers.diep(), article=one, file_name="a.png", content=makers.picture(), alt="Vườn"
    )
    address = f"/tin/hinh/{made.attachment_id}"
    page(address, 404)
    shown = makers.approved(articles.submit_article(by=makers.diep(), article=one))
    answer = Client().get(address)
    assert answer["Content-Type"] in ("image/png", "image/jpeg")
    assert f'<img src="{address}" alt="Vườn"' in page(f"/tin/{shown.slug}")
    articles.withdraw_article(by=makers.binh(), article=shown, reason="Sai số liệu, đang sửa.")
    page(address, 404)


def test_rss_is_well_formed_and_escapes_titles():
    makers.published(title="Chè & cà phê <mới>", summary="Tóm \x0b tắt & hết")
    root = ET.fromstring(page("/tin/rss.xml"))
    items = root.findall("./channel/item")
    assert [one.findtext("title") for one in items] == ["Chè & cà phê <mới>"]
    assert root.get("version") == "2.0"
    for name in ("title", "link", "description", "language"):
        assert root.findtext(f"./channel/{name}")
    for name in ("link", "guid", "pubDate", "description"):
        assert items[0].findtext(name)


def test_the_sitemap_names_public_pages_and_robots_are_led_there():
    one = makers.published()
    root = ET.fromstring(page("/sitemap.xml"))
    places = [loc.text for loc in root.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert any(place.endswith(f"/tin/{one.slug}") for place in places)
    assert any(place.endswith("/huong-dan/ca-phe") for place in places)
    told = page("/robots.txt")
    assert "Sitemap: http" in told
    assert "Disallow: /gop-y/theo-doi" in told
    for place in places:
        assert Client().get(re.sub(r"^https?://[^/]+", "", place)).status_code == 200, place


def test_the_press_prints_stories_and_takes_them_as_a_zip():
    one = makers.article(kind="dien-hinh", body=makers.BODY + "\n[hình 1]")
    articles.add_picture(
        by=makers.diep(), article=one, file_name="a.png", content=makers.picture(), alt="Vườn"
    )
    makers.approved(articles.submit_article(by=makers.diep(), article=one))
    assert makers.BODY in page("/bao-chi")
    answer = people.client_of(makers.lan()).get("/bao-chi/guong-dien-hinh.zip")
    kit = zipfile.ZipFile(io.BytesIO(answer.content))
    assert sorted(name.partition("/")[2] for name in kit.namelist() if "/" in name) == [
        "bai.txt", "hinh-1.jpg",
    ]  # fmt: skip
    text = kit.read("01-quet-ma-o-di-linh/bai.txt").decode()
    assert "hinh-1.jpg: Vườn" in text
    assert Client().get("/bao-chi/guong-dien-hinh.zip").status_code == 302


# --- feedback -------------------------------------------------------------------------------------


def ripe(number="abc"):
    """A form that was opened a while ago."""
    signer = signing.TimestampSigner(salt=SALT)
    signer.timestamp = lambda: signing.b62_encode(int(timezone.now().timestamp()) - 60)
    return signer.sign(number)


def sent(language="vi", **told):
    values = {
        "kind": "hoi", "words": "Tôi trồng hoa, đăng ký ở đâu ạ?", "consent": "on", "moment": ripe(),
    } | told  # fmt: skip
    return Client().post("/gop-y", values, headers={"accept-language": language})


def test_somebody_without_an_account_asks_and_reads_the_answer():
    answer = sent()
    told = answer.content.decode()
    number = re.search(r"GY-20\d\d-\d{6}", told)[0]
    code = re.search(r"[2-9A-Z]{5}-[2-9A-Z]{5}", told)[0]
    assert answer.status_code == 200
    one = makers.given(Matter.objects.get(number=number))
    matters.answer_matter(
        by=makers.lan(), matter=one, base=one.version, answer="Mở trang Bắt đầu nhé."
    )
    seen = Client().post("/gop-y/theo-doi", {"number": number, "code": code}).content.decode()
    assert "Mở trang Bắt đầu nhé." in seen
    wrong = Client().post("/gop-y/theo-doi", {"number": number, "code": "AAAAA-BBBBB"})
    assert wrong.status_code == 400
    assert "Mở trang Bắt đầu nhé." not in wrong.content.decode()


@pytest.mark.parametrize("kind", ["hoi", "gop-y", "vuong-mac"])
def test_where_the_days_of_an_answer_come_from_is_told_in_the_language_of_the_page(kind):
    vietnamese = sent(kind=kind).content.decode()
    english = sent("en", kind=kind).content.decode()
    assert "Đề nghị; Kế hoạch 6736/KH-UBND không nêu thời hạn" in vietnamese
    assert "Plan 6736/KH-UBND names no days, so this is a proposal." in english
    assert "Kế hoạch" not in english


def test_pressing_send_twice_is_one_matter_with_one_code():
    moment = ripe("xyz")
    first, second = (sent(moment=moment).content.decode() for _time in range(2))
    assert (
        re.search(r"[2-9A-Z]{5}-[2-9A-Z]{5}", first)[0]
        == re.search(r"[2-9A-Z]{5}-[2-9A-Z]{5}", second)[0]
    )
    assert Matter.objects.count() == 1
    assert sent(moment=ripe("other")).status_code == 200
    assert sorted(Matter.objects.values_list("number", flat=True))[1].endswith("000002")


@pytest.mark.parametrize(
    "told",
    [
        {"moment": "x"},
        {"website": "http://spam"},
        {"consent": ""},
        {"kind": "khac"},
        {"words": ""},
        {"commune": "99999"},
        {"words": "y" * 5000},
    ],
)
def test_a_wrong_feedback_keeps_what_was_typed(told):
    answer = sent(**({"contact_name": "Hoa ở Lạc Dương"} | told))
    assert answer.status_code == 400
    text = answer.content.decode()
    assert "Hoa ở Lạc Dương" in text
    assert 'role="alert"' in text
    assert not Matter.objects.exists()


def test_a_form_that_was_answered_at_once_is_asked_again():
    fresh = re.search(r'name="moment" value="([^"]+)"', page("/gop-y"))[1]
    answer = sent(moment=fresh)
    assert answer.status_code == 400
    assert "nhanh quá" in answer.content.decode()


def test_too_many_in_an_hour_are_told_to_wait():
    answers = [sent(moment=ripe(str(one))).status_code for one in range(6)]
    assert answers == [200] * 5 + [400]


def test_follow_up_and_accessibility_can_be_read():
    assert "GY-2026-000123" in page("/gop-y/theo-doi")
    assert "Chưa thử với trình đọc màn hình" in page("/tro-nang")
    assert page("/gop-y?loai=hoi")
