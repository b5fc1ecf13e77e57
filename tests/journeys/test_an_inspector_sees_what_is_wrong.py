"""Through a lent view an inspector reads, as a sentence on the page, everything that was planted wrong.

The other promise of the page: a newcomer walks one lot through all four views.
"""

import re
from http.cookiejar import CookieJar
from urllib.parse import quote, urlencode
from urllib.request import HTTPCookieProcessor, OpenerDirector, Request, build_opener

import pytest

from tests import servers
from txng.demo.samples import SAMPLES, Sample

INSPECTORATE = "Đoàn kiểm tra (hư cấu)"
FAULTS = [sample for sample in SAMPLES if sample.fault]
SAID = {
    "nobody_shipped_it": r"đã nhận [\d.,]+ kg mà không ai khai đã gửi",
    "more_roasted_than_green": r"Rang cà phê: từ [\d.,]+ kg làm ra [\d.,]+ kg, bằng 131 % đầu vào",
    "sold_twice": r"đã bán 2 lần, .* Tem có thể đã bị sao chép",
    "received_before_shipped": r"bên nhận ghi đã nhận trước khi bên giao ghi gửi 3 giờ",
    "ten_times_too_much": r"khai 14\.376 kg trên 0,24 ha .* tức 59\.900 kg mỗi héc-ta",
    "certificate_over_used": r"VietGAP: làm ra 2\.670 kg dưới chứng nhận, nhưng 929,6 kg",
    "more_than_trees_bear": r"khai 62\.702,2 kg trên 1,63 ha",
    "recalled": r"đang bị thu hồi từ",
}
VIEWS = ("", "/bang", "/ban-do", "/dong-thoi-gian")


@pytest.fixture(scope="module")
def inspector(demo_site: servers.Site) -> OpenerDirector:
    """A browser that was handed a link with oversight, and pressed its button."""
    environ = dict(demo_site.environ, TXNG_BASE_URL=demo_site.url)
    made = ("--organisation", INSPECTORATE, "--scope", "query,oversight", "--agency")
    servers.txng(environ, "key", "create", *made)
    asked = ("explore", FAULTS[0].code, "--organisation", INSPECTORATE, "--oversight")
    link = servers.txng(environ, *asked).strip()
    browser = build_opener(HTTPCookieProcessor(CookieJar()))
    page = browser.open(_vietnamese(link)).read().decode()
    form = dict(re.findall(r'name="(\w+)" value="([^"]*)"', page))
    assert form.keys() >= {"csrfmiddlewaretoken", "view", "code"}
    request = Request(f"{demo_site.url}/hanh-trinh/vao", data=urlencode(form).encode())
    request.add_header("Referer", link)
    request.add_header("Accept-Language", "vi")
    assert f"<bdi>{INSPECTORATE}</bdi>" in browser.open(request).read().decode()
    return browser


def _vietnamese(url: str) -> Request:
    return Request(url, headers={"Accept-Language": "vi"})


def read(browser: OpenerDirector, site: servers.Site, sample: Sample, view: str = "") -> str:
    code = quote(f"https://id.gs1.org{sample.code}", safe="")
    page = browser.open(_vietnamese(f"{site.url}/hanh-trinh{view}?code={code}")).read().decode()
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


@pytest.mark.parametrize("sample", FAULTS, ids=lambda sample: f"{sample.fault} {sample.code}")
def test_what_is_wrong_is_a_sentence_on_every_view(demo_site, inspector, sample):
    for view in VIEWS:
        assert re.search(SAID[sample.fault], read(inspector, demo_site, sample, view)), view


@pytest.mark.parametrize(
    "sample", [one for one in SAMPLES if not one.fault], ids=lambda sample: sample.code
)
def test_where_nothing_is_wrong_nothing_is_said_to_be(demo_site, inspector, sample):
    assert "Điều không khớp" not in read(inspector, demo_site, sample)


@pytest.mark.parametrize("sample", FAULTS, ids=lambda sample: f"{sample.fault} {sample.code}")
def test_the_public_is_told_neither_the_finding_nor_its_figures(demo_site, sample):
    page = read(build_opener(), demo_site, sample)
    assert "Điều không khớp" not in page
    assert not re.search(SAID[sample.fault], page)


def test_one_lot_is_walked_through_all_four_views(demo_site, inspector):
    (coffee,) = [one for one in SAMPLES if one.code == "/01/09521007000059/10/250106K0001"]
    pages = {view: read(inspector, demo_site, coffee, view) for view in VIEWS}
    sentence = "Lô này từ 10 vườn, qua 5 cơ sở; không thấy bước nào thiếu."
    assert [view for view, page in pages.items() if sentence not in page] == []
    assert "10 × Quả cà phê Arabi" in pages[""]
    assert "17 vật, theo thứ tự thời gian" in pages["/bang"]
    assert "nơi làm ra" in pages["/ban-do"]
    assert pages["/dong-thoi-gian"].index("Thu hoạch") < pages["/dong-thoi-gian"].index("Rang")
