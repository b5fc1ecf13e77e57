"""Pages of indicators and figures, as people meet them."""

import csv
import io

import pytest
from django.core.cache import cache

from tests import people
from tests.products import makers as products
from txng.programme.actions import indicators as actions
from txng.programme.models import Indicator

pytestmark = pytest.mark.django_db
LIST = "/ke-hoach/chi-tieu"
FORM = {
    "title": "Tỷ lệ mã sống", "unit": "%", "formula": "codes.alive / codes.watched * 100",
    "direction": "up", "decimals": "1", "owner": "", "note": "", "on_dashboard": "on",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _nothing_is_remembered():
    cache.clear()
    yield
    cache.clear()


def text_of(client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode()


def test_an_empty_list_offers_the_proposals_and_one_press_puts_them_in():
    client = people.client_of(people.binh())
    assert "Nạp các chỉ tiêu đề xuất" in text_of(client, LIST)
    assert client.post(f"{LIST}/de-xuat").status_code == 303
    page = text_of(client, LIST)
    assert page.count("chưa đặt") >= 7
    assert "Thời gian thu hồi" in page
    assert "chưa rõ" in page


def test_an_indicator_is_defined_given_targets_and_read():
    client = people.client_of(people.binh())
    assert client.post(f"{LIST}/them", FORM).status_code == 303
    one = Indicator.objects.get()
    page = f"{LIST}/{one.code}"
    assert client.post(f"{page}/muc", {"seen": "1", "year_2026": "90,5"}).status_code == 303
    assert client.post(f"{LIST}/ghi-so", {"day": "01/06/2026"}).status_code == 303
    told = text_of(client, page)
    assert "90,5" in told
    assert "01/06/2026" in told
    assert "codes.alive / codes.watched * 100" in told


def test_a_formula_that_is_none_comes_back_with_what_was_typed():
    client = people.client_of(people.binh())
    answer = client.post(f"{LIST}/them", {**FORM, "formula": "codes.alive / ("})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "codes.alive / (" in page
    assert "Lỗi:" in page
    assert "Tỷ lệ mã sống" in page


def test_a_stale_form_says_who_was_quicker_and_loses_nothing():
    client = people.client_of(people.binh())
    client.post(f"{LIST}/them", FORM)
    one = Indicator.objects.get()
    address = f"{LIST}/{one.code}/sua"
    assert client.post(address, {**FORM, "seen": "1", "note": "Một"}).status_code == 303
    answer = client.post(address, {**FORM, "seen": "1", "note": "Hai"})
    assert answer.status_code == 400
    assert "vừa sửa chỉ tiêu này" in answer.content.decode()
    assert "Hai" in answer.content.decode()


def test_the_list_is_a_file_too():
    client = people.client_of(people.binh())
    actions.put_in_proposals(by=people.binh())
    rows = list(
        csv.reader(io.StringIO(client.get(f"{LIST}?format=csv").content.decode("utf-8-sig")))
    )
    assert len(rows) == 8
    assert client.get(f"{LIST}?format=xlsx").content[:2] == b"PK"


def test_a_number_leads_to_the_rows_behind_it_page_by_page():
    for _one in range(3):
        products.enterprise_of()
    client = people.client_of(people.binh())
    page = text_of(client, "/ke-hoach/so-lieu/enterprises.registered")
    assert "Số cơ sở (doanh nghiệp, hợp tác xã" in page
    assert page.count("/so/co-so/DV") == 3
    assert "/so/co-so/DV" not in text_of(client, "/ke-hoach/so-lieu/enterprises.registered?trang=9")
    narrow = "/ke-hoach/so-lieu/enterprises.registered?xa=25126&theo=nganh"
    assert "Đạ Tẻh" in text_of(client, narrow)


def test_nonsense_in_an_address_narrows_nothing_and_breaks_nothing():
    client = people.client_of(people.binh())
    for asked in ("xa=zz&nganh=zz&nhom=zz&nam=zz&trang=zz&theo=zz", "nam=99999999999", "nhom=%00"):
        text_of(client, f"/ke-hoach/so-lieu/enterprises.registered?{asked}")
    text_of(client, "/ke-hoach/so-lieu/no.such", 404)


def test_every_figure_stands_in_the_list_with_its_sentence():
    page = text_of(people.client_of(people.officer(role="lanh-dao")), "/ke-hoach/so-lieu")
    assert "recall.time" in page
    assert "không phải bằng không" in page


def test_enterprises_are_not_let_in():
    for address in (LIST, "/ke-hoach/so-lieu", "/ke-hoach/so-lieu/enterprises.registered"):
        text_of(people.client_of(people.dung()), address, 403)


def test_the_list_costs_no_more_queries_when_there_are_more_readings(django_assert_max_num_queries):
    actions.put_in_proposals(by=people.binh())
    client = people.client_of(people.binh())
    text_of(client, LIST)
    with django_assert_max_num_queries(16):
        text_of(client, LIST)
