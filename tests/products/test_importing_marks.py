"""Licences of marks and OCOP ratings from a sheet: once written, told when another is meant, taken back."""

from datetime import date
from decimal import Decimal

import pytest

from tests import people
from tests.parties.test_importing import (  # noqa: F401 - `files` is a fixture
    files,
    said,
    started,
    taken_back,
    written,
    wrong_keys,
)
from tests.products import makers
from txng.accounts.actors import operator
from txng.documents.imports import Given
from txng.parties.actions import merge_enterprises
from txng.products.actions import marks as actions
from txng.products.importing_marks import LICENCES, RATINGS
from txng.products.models import Mark, MarkLicence, OcopRating

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    makers.group()
    actions.put_in_packaged_marks(by=operator())
    return people.signed_in_actor(people.officer(makers.LANG_BIANG))


@pytest.fixture
def holder():
    return makers.enterprise_of(people.an())


def paper(holder, **more):
    usual = {
        "mark": str(Mark.objects.get(code="gao-nep-quyt-da-teh")), "number": "17", "holder": holder.code,
        "group": "Gạo nếp", "valid_from": date(2026, 1, 1), "valid_until": date(2026, 12, 31),
    }  # fmt: skip
    return usual | more


def test_a_licence_goes_in_once_and_out_again(officer, holder):
    run = written(officer, LICENCES, paper(holder))
    kept = MarkLicence.objects.get()
    assert (run.created, kept.holder, kept.valid_until) == (1, holder, date(2026, 12, 31))
    assert written(officer, LICENCES, paper(holder)).unchanged == 1
    taken_back(officer, run)
    assert not MarkLicence.objects.exists()


def test_a_licence_that_was_ended_since_stays(officer, holder):
    run = written(officer, LICENCES, paper(holder))
    actions.end_licence(
        by=operator(), licence=MarkLicence.objects.get(), on=date(2026, 5, 1), reason="Sai mẫu"
    )
    run = taken_back(officer, run)
    assert said(run) == ["Giấy phép này đã được thu hồi sau lần nhập, nên giữ lại."]


def test_the_code_of_a_merged_entry_leads_to_the_one_that_was_kept(officer, holder):
    gone = makers.enterprise_of()
    merge_enterprises(by=operator(), keep=holder, drop=gone, reason="Ghi hai lần")
    assert written(officer, LICENCES, paper(gone)).created == 1
    assert MarkLicence.objects.get().holder == holder


def test_a_wrong_licence_is_told_at_its_cell(officer, holder):
    written(officer, LICENCES, paper(holder))
    away = makers.enterprise_of(commune=makers.DA_TEH)
    run = started(
        officer,
        LICENCES,
        paper(holder, mark="Nhãn lạ", number="1"),
        paper(away, number="2"),
        paper(holder, group="Cà phê nhân", number="3"),
        paper(holder, valid_until=date(2025, 1, 1), number="4"),
        paper(holder, valid_until=date(2027, 1, 1)),
    )
    assert wrong_keys(run) == ["mark", "holder", "group", "valid_until", "number"]


def stars(item, **more):
    usual = {
        "gtin": item.gtin or None, "own_code": item.own_code or None, "points": "86,5",
        "owner": None if item.gtin else item.owner.code,
        "decision_number": "12/QĐ", "decided_on": date(2025, 9, 15),
    }  # fmt: skip
    return usual | more


def test_stars_go_in_once_and_out_again(officer, holder):
    by_gtin, by_code = (
        makers.trade_item(people.an(), gtin=makers.GTIN),
        makers.trade_item(people.an()),
    )
    run = written(officer, RATINGS, stars(by_gtin), stars(by_code, points=91))
    assert [(one.stars, one.points) for one in OcopRating.objects.order_by("pk")] == [
        (4, Decimal("86.5")), (5, Decimal(91)),
    ]  # fmt: skip
    assert written(officer, RATINGS, stars(by_gtin)).unchanged == 1
    run = taken_back(officer, run)
    assert (run.taken_back, OcopRating.objects.count()) == (2, 0)


def test_wrong_stars_are_told_at_their_cell(officer, holder):
    item = makers.trade_item(people.an(), gtin=makers.GTIN)
    away = makers.trade_item(None, commune=makers.DA_TEH)
    written(officer, RATINGS, stars(item))
    run = started(
        officer,
        RATINGS,
        stars(item, gtin="4006381333931"),
        stars(item, gtin=None),
        stars(away),
        stars(item, points=45),
        stars(item, points=90),
    )
    assert wrong_keys(run) == ["gtin", "gtin", "owner", "points", "decision_number"]


def test_the_owner_keeps_no_marks_and_finds_no_sheet_for_them(client, holder):
    browser = people.client_of(people.an())
    assert browser.get("/nhap-excel/hang-ocop").status_code == 404
    assert browser.get("/nhap-excel/giay-phep-nhan-hieu/mau.xlsx").status_code == 404


def test_a_batch_costs_the_same_number_of_questions_whatever_its_size(
    officer, holder, django_assert_max_num_queries
):
    others = [makers.enterprise_of() for _number in range(12)]
    told = {"mark": "gao-nep-quyt-da-teh", "group": "nong-san/lua-gao/gao-nep/"}
    days = {"valid_from": date(2026, 1, 1), "valid_until": date(2026, 12, 31)}
    given = [
        Given(number, told | days | {"number": str(number), "holder": one.code})
        for number, one in enumerate(others)
    ]
    with django_assert_max_num_queries(6):
        assert LICENCES.check(officer, given) == {}
    items = [makers.trade_item(None) for _number in range(12)]
    told = {
        "gtin": None,
        "points": Decimal(90),
        "decision_number": "1/QĐ",
        "decided_on": date(2025, 9, 1),
    }
    given = [
        Given(number, told | {"own_code": one.own_code, "owner": one.owner.code})
        for number, one in enumerate(items)
    ]
    with django_assert_max_num_queries(4):
        assert RATINGS.check(officer, given) == {}
