"""The page of a link set in Chromium: readable, narrow enough, in two languages, and inert."""

import pytest

from tests.browser.conftest import DESK, NARROWEST, PHONE, Open, browser, visit
from tests.resolver.asking import SHOP, RunningResolver

__all__ = ["browser", "visit"]  # fixtures

pytestmark = pytest.mark.browser
HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>"


@pytest.fixture(scope="module")
def address(resolver: RunningResolver) -> str:
    gtin = resolver.product()
    resolver.register(
        gtin, "gs1:pip", SHOP, default="yes", title="Cà phê rang Arabica Cầu Đất", hreflang=["vi"],
        type="text/html", itemDescription="Cà phê rang 250 g",
    )  # fmt: skip
    resolver.register(
        gtin, "gs1:instructions", f"{SHOP}/{'a' * 90}", title=HOSTILE, hreflang=["en"]
    )
    resolver.register(f"/01/{gtin}/10/LOT-1", "gs1:certificationInfo", f"{SHOP}/vietgap.pdf",
                      title="Giấy chứng nhận VietGAP", type="application/pdf", context=["VN"])  # fmt: skip
    return f"{resolver.url}/01/{gtin}/10/LOT-1?linkType=linkset"


@pytest.mark.parametrize("width", [NARROWEST, PHONE, DESK])
@pytest.mark.parametrize("language", ["vi", "en"])
def test_people_read_where_a_code_leads(visit: Open, address: str, width: int, language: str):
    seen = visit(address, width=width, language=language, javascript=width != DESK)
    assert (
        seen.page.locator("h1").inner_text()
        == {
            "vi": "Mã này dẫn đến đâu",
            "en": "Where this code leads",
        }[language]
    )
    assert "Giấy chứng nhận VietGAP" in seen.text()
    assert seen.page.locator(f'a[href="{SHOP}"]').count() == 1
    assert not seen.is_wider_than_the_screen()
    assert seen.hosts == {address.split("/")[2]}


@pytest.mark.parametrize("width", [PHONE, DESK])
def test_axe_finds_nothing(visit: Open, address: str, width: int):
    assert visit(address, width=width).violations() == []


def test_a_hostile_title_stays_text(visit: Open, address: str):
    seen = visit(address)
    assert HOSTILE in seen.text()
    assert seen.page.locator("main img, main script").count() == 0
    assert seen.complaints == []


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("vi", "Chưa có gì được đăng ký cho mã này"),
        ("en", "Nothing is registered for this code"),
    ],
)
def test_nothing_known_is_said_in_the_readers_language(
    visit: Open, resolver: RunningResolver, language: str, sentence: str
):
    seen = visit(f"{resolver.url}/00/095201234567891235", language=language)
    assert sentence in seen.text()
    assert seen.violations() == []
