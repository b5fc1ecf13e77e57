"""Marks, licences, stars and groups through the pages of officers."""

import re
from dataclasses import replace

import pytest
import time_machine
from django.urls import reverse

from tests import people
from tests.products import makers
from tests.products.test_pages import page, send
from txng.accounts.actors import operator
from txng.products.actions import marks as actions
from txng.products.models import Mark, MarkLicence, OcopRating, ProductGroup

pytestmark = pytest.mark.django_db
RICE, MARK = "nong-san/lua-gao/gao-nep/", "gao-nep-quyt-da-teh"
PAPER = {"mark": MARK, "number": "17", "valid_from": "01/01/2026", "valid_until": "31/12/2026"}


@pytest.fixture
def rice():
    makers.group()
    actions.put_in_packaged_marks(by=operator())
    return makers.trade_item(people.an(), path=RICE)


@pytest.fixture(autouse=True)
def today():
    with time_machine.travel("2026-11-28T03:00Z", tick=False):
        yield


@pytest.fixture
def officer():
    return people.client_of(people.officer(makers.LANG_BIANG))


def test_an_officer_grants_a_licence_and_ends_it_and_an_reads_both(rice, officer):
    an = people.client_of(people.an())
    told = page(officer, "grant_licence", rice.pk)
    assert "Gạo nếp quýt" in told
    assert "Cà phê Cầu Đất" not in told  # a mark for coffee
    send(officer, "grant_licence", rice.pk, status=400, **PAPER | {"valid_until": "31/12/2025"})
    send(officer, "grant_licence", rice.pk, **PAPER)
    paper = MarkLicence.objects.get()
    assert (paper.holder, paper.group) == (rice.owner, rice.group)
    assert "giấy số 17, đến hết 31/12/2026" in page(an, "trade_item", rice.pk)
    assert "Còn hạn" in page(an, "licences")
    assert "Thu hồi" not in page(an, "licence", paper.pk).partition("<main")[2]
    assert "Thu hồi" in page(officer, "licence", paper.pk)
    answer = send(officer, "end_licence", paper.pk, status=400, on="01/06/2026", reason="")
    assert 'value="01/06/2026"' in answer.content.decode()
    send(officer, "end_licence", paper.pk, on="01/06/2026", reason="Dùng sai quy chế")
    told = page(an, "licence", paper.pk)
    assert "Đã thu hồi" in told
    assert "Dùng sai quy chế" in told
    assert "giấy số 17" not in page(an, "trade_item", rice.pk)


def test_an_officer_writes_the_stars_of_a_product(rice, officer):
    typed = {"points": "72,5", "decision_number": "5/QĐ", "decided_on": "15/01/2026"}
    page(officer, "rate_ocop", rice.pk)
    for wrong in ({"points": "49"}, {"points": "101"}, {"decided_on": "01/01/2027"}):
        send(officer, "rate_ocop", rice.pk, status=400, **typed | wrong)
    assert not OcopRating.objects.exists()
    send(officer, "rate_ocop", rice.pk, **typed)
    told = page(people.client_of(people.an()), "trade_item", rice.pk)
    assert "4 sao, quyết định 5/QĐ, đến hết 14/01/2029" in told
    assert "Ghi hạng OCOP" not in told
    answer = send(officer, "rate_ocop", rice.pk, status=400, **typed)
    assert "đã có hạng theo quyết định 5/QĐ" in answer.content.decode()


def test_binh_hands_a_mark_on_and_everybody_who_sees_products_reads_whose_it_was(rice):
    code = "da-lat-ket-tinh-ky-dieu"
    binh, an = people.client_of(people.binh()), people.client_of(people.an())
    assert "UBND thành phố Đà Lạt" in page(an, "marks")
    assert "Chuyển chủ sở hữu" not in page(an, "mark", code)
    assert "Chuyển chủ sở hữu" in page(binh, "mark", code)
    typed = {"name": "UBND tỉnh Lâm Đồng", "held_from": "01/07/2025", "document": "QĐ 1"}
    send(binh, "hand_on_mark", code, **typed)
    told = page(an, "mark", code)
    assert "UBND tỉnh Lâm Đồng" in told
    assert "UBND thành phố Đà Lạt" in told
    answer = send(binh, "hand_on_mark", code, status=400, **typed)
    assert "ngày chuyển phải sau ngày đó" in answer.content.decode()


def test_binh_adds_a_group_that_products_then_choose(rice):
    binh = people.client_of(people.binh())
    typed = {"parent": makers.COFFEE, "name": "Vỏ cà phê", "name_en": "", "slug": "vo-ca-phe",
             "sector": "nong-nghiep", "source": "Đề nghị của xã"}  # fmt: skip
    answer = send(binh, "define_group", status=400, **typed | {"slug": "Vỏ"})
    assert "chữ thường không dấu" in answer.content.decode()
    send(binh, "define_group", **typed)
    made = ProductGroup.objects.get(path="nong-san/ca-phe/vo-ca-phe/")
    assert (made.parent.path, made.profile, made.name_en) == (makers.COFFEE, "coffee", "Vỏ cà phê")
    an = people.client_of(people.an())
    assert "nong-san/ca-phe/vo-ca-phe/" in page(an, "groups")
    assert "Thêm nhóm sản phẩm" not in page(an, "groups")
    assert "Vỏ cà phê" in page(an, "new_trade_item")


def test_whoever_was_given_one_commune_keeps_its_products_and_not_what_is_the_province_s(
    rice, officer
):
    assert "Chuyển chủ sở hữu" not in page(officer, "mark", MARK)
    typed = {"name": "Cán bộ", "held_from": "01/07/2025", "document": "QĐ 1"}
    answer = send(officer, "hand_on_mark", MARK, status=400, **typed)
    assert "chưa được giao" in answer.content.decode()
    typed = {"name": "A", "slug": "a", "sector": "nong-nghiep", "source": "x"}
    answer = send(officer, "define_group", status=400, **typed)
    assert "chưa được giao" in answer.content.decode()
    assert not Mark.objects.get(code=MARK).owners.filter(name="Cán bộ").exists()
    assert not ProductGroup.objects.filter(path="a/").exists()


def test_licences_of_an_answer_dung_and_an_officer_elsewhere_like_missing_ones(rice, officer):
    send(officer, "grant_licence", rice.pk, **PAPER)
    paper = MarkLicence.objects.get()
    makers.enterprise_of(people.dung())
    far = people.client_of(replace(people.officer(makers.DA_TEH), name="Cán bộ Đạ Tẻh"))
    for stranger in (people.client_of(people.dung()), far):
        assert "17" not in page(stranger, "licences").split("<main")[1].split("</main")[0]
        address = reverse("products:licence", args=[paper.pk])
        assert stranger.get(address).status_code == 404
    for name, number in (
        ("end_licence", paper.pk),
        ("grant_licence", rice.pk),
        ("rate_ocop", rice.pk),
    ):
        assert far.get(reverse(f"products:{name}", args=[number])).status_code == 404


@pytest.mark.parametrize(("name", "most"), [("marks", 9), ("licences", 8), ("groups", 6)])
def test_a_list_costs_the_same_however_long_it_is(
    name, most, rice, officer, django_assert_max_num_queries
):
    for number in range(5):
        send(officer, "grant_licence", rice.pk, **PAPER | {"number": f"A{number}"})
    page(officer, name)
    with django_assert_max_num_queries(most):
        page(officer, name)


def test_pages_of_one_work_light_one_entry_of_the_menu_and_a_way_elsewhere_is_no_main_button():
    an = people.client_of(people.an())
    for name in ("marks", "licences", "groups"):
        told = page(an, name)
        lit = re.findall(r'aria-current="(?:page|true)">([^<]+)</a></li>', told)
        assert lit == ["Tiếng Việt", "Nhãn hiệu và nhóm"]
    assert "btn-primary" not in page(an, "marks")
