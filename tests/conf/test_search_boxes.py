"""Whatever is typed into a search box is words or nothing: it never breaks a page and never reaches SQL."""

from dataclasses import replace

import pytest

from tests import people
from tests.parties import register
from tests.products import makers

pytestmark = pytest.mark.django_db
BOXES = ("/so/co-so", "/so/san-pham", "/ma-dan-den")
HOSTILE = [
    "'", '"', "''; DROP TABLE products_tradeitem; --", "*", "da*", "%", "_", "\\", "NEAR(da teh)",
    "NEAR/3", "da AND teh OR NOT che", '"da teh"', "da -teh", "^da", "name:da", "{da}", "(((((",
    "<script>alert(1)</script>", "a" * 10_000, "da " * 5_000, "—–·…", "\u200b\u200b", "\u202eđạ", "😀",
    "１２３４５６７８", "0" * 99, "ĐẠ\u0300\u0323", "da\0teh", "\0",
]  # fmt: skip


@pytest.fixture
def officer():
    makers.trade_item(people.an())
    return people.client_of(people.binh())


def named(name):
    return replace(makers.FACTS, name=name)


def asked(client, address, text):
    answer = client.get(address, {"q": text})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize("address", BOXES)
def test_hostile_text_is_only_text(officer, address):
    for text in HOSTILE:
        page = asked(officer, address, text)
        assert "<script>alert" not in page


def test_signs_alone_narrow_nothing_and_signs_between_words_are_spaces(officer):
    everything = asked(officer, "/so/san-pham", "")
    for text in ("***", '"', "—–·…", "%"):
        assert "Cà phê nhân Langbiang 60 kg" in asked(officer, "/so/san-pham", text)
    assert "Cà phê nhân Langbiang 60 kg" in everything
    for text in ('"ca" *phe*', "ca' OR 'phe", "NEAR(ca phe)"):
        found = "Cà phê nhân Langbiang 60 kg" in asked(officer, "/so/san-pham", text)
        assert found == ("OR" not in text and "NEAR" not in text)  # words that it has not


def test_what_is_found_stands_in_vietnamese_order(officer):
    for name in ("Đơn Dương", "Di Linh", "Đạ Tẻh", "Dran"):
        register.party(f"Công ty chè {name} (hư cấu)")
    page = asked(officer, "/so/co-so", "cong ty che")
    places = [page.index(f"chè {name}") for name in ("Di Linh", "Dran", "Đạ Tẻh", "Đơn Dương")]
    assert places == sorted(places)


@pytest.mark.parametrize("typed", ["da teh", "ĐẠ TẺH", "đạ  tẻh", "Đạ Tẻh", "teh da"])
def test_one_folding_finds_a_party_and_a_product(officer, typed):
    register.party("Hợp tác xã Đạ Tẻh (hư cấu)")
    makers.trade_item(facts=named("Gạo nếp quýt Đạ Tẻh"))
    assert "Hợp tác xã Đạ Tẻh" in asked(officer, "/so/co-so", typed)
    assert "Gạo nếp quýt Đạ Tẻh" in asked(officer, "/so/san-pham", typed)


@pytest.mark.parametrize(
    "typed",
    [makers.GTIN, makers.GTIN[:-1], "0" + makers.GTIN, "8 935003 450014", "8-935003-450014"],
)
def test_a_product_is_found_by_its_gtin_with_and_without_its_check_digit(officer, typed):
    makers.trade_item(facts=named("Trà ô long Cầu Đất"), gtin=makers.GTIN)
    page = asked(officer, "/so/san-pham", typed)
    assert "Trà ô long Cầu Đất" in page
    assert "Cà phê nhân Langbiang 60 kg" not in page


def test_a_party_is_found_by_its_tax_code_and_by_what_its_commune_was_called(officer):
    register.party("Trà (hư cấu)", tax_code="0100233488", earlier_commune_code="24865")
    for typed in ("0100233488", "0100 233 488", "Đạ Sar", "da sar"):
        assert "Trà (hư cấu)" in asked(officer, "/so/co-so", typed)
    assert "Trà (hư cấu)" not in asked(officer, "/so/co-so", "0100233489")
