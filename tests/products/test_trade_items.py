"""The register of trade items: codes for ever, facts with versions, who may see and write what."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from tests import people
from tests.products import makers
from txng.accounts.actors import operator
from txng.accounts.models import JournalEntry
from txng.products.actions import trade_items as actions
from txng.products.errors import (
    CodeRefusedError,
    FactsRefusedError,
    NewGtinNeededError,
    NotAllowedError,
    StepRefusedError,
    UnknownRecordError,
)
from txng.products.models import Fulfilment, TradeItem
from txng.products.queries import trade_items as queries
from txng.products.rules.facts import Facts

pytestmark = pytest.mark.django_db
FACTS = makers.FACTS


def told(item, facts, **other):
    item.refresh_from_db()
    values = {"by": people.an(), "trade_item": item, "facts": facts, "seen": item.versions_told}
    return actions.tell_facts(**values | other)


def test_an_writes_a_product_down_with_its_number():
    item = makers.trade_item(people.an(), gtin=makers.GTIN)
    assert (item.gtin, item.code, item.name) == ("0" + makers.GTIN, makers.GTIN, FACTS.name)
    assert (item.is_exported, item.lacking) == (True, 0)
    assert {one.requirement: one.said for one in item.fulfilments.all()} == {
        "code": "computed", "elements": "computed",
    }  # fmt: skip
    assert JournalEntry.objects.filter(verb="tradeitem.created").count() == 1


def test_a_product_without_any_code_is_refused_at_the_field():
    with pytest.raises(CodeRefusedError, match="Nhập mã GTIN") as refused:
        actions.create_trade_item(
            by=people.an(),
            owner=makers.enterprise_of(people.an()),
            group=makers.group(),
            facts=FACTS,
        )
    assert refused.value.field == "gtin"


def test_a_number_of_another_product_is_refused_and_a_stranger_s_product_is_not_named():
    makers.trade_item(people.an(), gtin=makers.GTIN)
    with pytest.raises(CodeRefusedError, match="đang thuộc “Cà phê nhân Langbiang"):
        makers.trade_item(people.an(), gtin=makers.GTIN)
    with pytest.raises(CodeRefusedError, match="đang thuộc “một sản phẩm khác”"):
        makers.trade_item(people.dung(), gtin=makers.GTIN)


def test_a_number_is_never_used_again():
    item = makers.trade_item(people.an(), gtin=makers.GTIN)
    actions.withdraw_trade_item(by=people.an(), trade_item=item, on=date(2026, 1, 1))
    with pytest.raises(CodeRefusedError, match="không dùng lại"):
        makers.trade_item(people.an(), gtin=makers.GTIN)
    with pytest.raises(CodeRefusedError, match="suốt đời"):
        actions.assign_gtin(by=people.an(), trade_item=item, gtin="96385074")
    actions.resume_trade_item(by=people.an(), trade_item=item)
    assert TradeItem.objects.get(gtin="0" + makers.GTIN).state == "active"


def test_an_own_code_is_one_product_s_within_an_enterprise_and_free_in_another():
    first = makers.trade_item(people.an())
    owner = makers.enterprise_of(people.an())
    with pytest.raises(CodeRefusedError, match="của cơ sở này"):
        actions.create_trade_item(
            by=people.an(), owner=owner, group=makers.group(), facts=FACTS, own_code=first.own_code
        )
    other = actions.create_trade_item(
        by=people.dung(), owner=makers.enterprise_of(people.dung()), group=makers.group(), facts=FACTS,
        own_code=first.own_code,
    )  # fmt: skip
    assert other.own_code == first.own_code


def test_a_product_gets_its_gtin_later_and_keeps_it():
    item = makers.trade_item(people.an())
    item = actions.assign_gtin(by=people.an(), trade_item=item, gtin=makers.GTIN)
    assert item.gtin == "0" + makers.GTIN
    assert queries.by_code(people.an(), makers.GTIN) == item
    assert queries.by_code(people.an(), makers.GTIN[:-1]) == item
    assert queries.by_code(people.an(), item.own_code.lower()) == item


def test_facts_have_versions_and_answer_as_of_a_day():
    with time_machine.travel("2026-03-01", tick=False):
        item = makers.trade_item(people.an())
    with time_machine.travel("2026-05-01", tick=False):
        told(item, replace(FACTS, shelf_life_days=180))
    assert queries.facts_as_of(item, date(2026, 2, 28)) is None
    assert queries.facts_as_of(item, date(2026, 4, 30)).facts["shelf_life_days"] == 365
    assert queries.facts_as_of(item, date(2026, 5, 1)).facts["shelf_life_days"] == 180
    assert [one.number for one in queries.versions(item)] == [2, 1]


def test_a_correction_holds_from_the_day_of_what_it_corrects():
    with time_machine.travel("2026-03-01", tick=False):
        item = makers.trade_item(people.an(), gtin=makers.GTIN)
    with time_machine.travel("2026-05-01", tick=False):
        told(item, replace(FACTS, net_content=Decimal(50)), is_correction=True)
    assert queries.facts_as_of(item, date(2026, 3, 2)).facts["net_content"] == "50"


def test_another_content_under_the_same_gtin_is_another_product():
    item = makers.trade_item(people.an(), gtin=makers.GTIN)
    with pytest.raises(
        NewGtinNeededError, match="Đổi lượng tịnh là thành sản phẩm khác"
    ) as refused:
        told(item, replace(FACTS, net_content=Decimal(50)))
    assert refused.value.field == "is_correction"
    assert told(makers.trade_item(people.an()), replace(FACTS, net_content=Decimal(50)))


def test_telling_the_same_again_writes_no_version():
    item = makers.trade_item(people.an())
    assert told(item, replace(FACTS, name="  " + FACTS.name)).versions_told == 1
    assert len(queries.versions(item)) == 1


def test_of_two_who_edit_at_once_the_second_is_told():
    item = makers.trade_item(people.an())
    told(item, replace(FACTS, description="Bản của người thứ nhất"))
    with pytest.raises(StepRefusedError, match="Người khác vừa sửa"):
        told(item, replace(FACTS, description="Bản của người thứ hai"), seen=1)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"), ({"net_unit": "stone"}, "net_unit"), ({"net_unit": ""}, "net_unit"),
        ({"net_content": Decimal(0)}, "net_content"), ({"markets": ("Lào",)}, "markets"),
        ({"gpc": "12"}, "gpc"), ({"image": "javascript:alert(1)"}, "image"),
        ({"image": "http://x/y.jpg"}, "image"), ({"shelf_life_days": 0}, "shelf_life_days"),
        ({"origin": "XX"}, "origin"), ({"name": "a" * 201}, "name"),
    ],
)  # fmt: skip
def test_a_fact_that_no_register_could_keep_is_refused_at_its_field(wrong, field):
    with pytest.raises(FactsRefusedError) as refused:
        makers.trade_item(people.an(), facts=replace(FACTS, **wrong))
    assert refused.value.field == field
    assert TradeItem.objects.count() == 0


def test_what_is_missing_is_counted_and_settled_when_it_is_told():
    item = makers.trade_item(people.an(), facts=Facts(name="Cà phê nhân"))
    assert (item.lacking, item.fulfilments.filter(requirement="elements").exists()) == (2, False)
    item = told(item, FACTS)
    assert (item.lacking, item.fulfilments.filter(requirement="elements").exists()) == (0, True)
    item = told(item, replace(FACTS, image=""))
    assert (item.lacking, item.fulfilments.filter(requirement="elements").exists()) == (1, False)


def test_a_product_is_not_withdrawn_on_a_day_to_come():
    item = makers.trade_item(people.an())
    tomorrow = timezone.localdate() + timedelta(1)
    with pytest.raises(FactsRefusedError, match="tương lai") as refused:
        actions.withdraw_trade_item(by=people.an(), trade_item=item, on=tomorrow)
    assert refused.value.field == "on"
    item.refresh_from_db()
    assert item.state == "active"


# --- who ------------------------------------------------------------------------------------------


def test_dung_sees_and_writes_nothing_of_an():
    item = makers.trade_item(people.an())
    dung = people.dung()
    makers.trade_item(dung)
    assert queries.trade_item(dung, item.pk) is None
    assert item not in queries.trade_items(dung)
    for verb in (
        lambda: told(item, replace(FACTS, brand="Dũng"), by=dung),
        lambda: actions.assign_gtin(by=dung, trade_item=item, gtin=makers.GTIN),
        lambda: actions.withdraw_trade_item(by=dung, trade_item=item, on=date(2026, 1, 1)),
        lambda: actions.move_to_group(by=dung, trade_item=item, group=makers.group(makers.TEA)),
        lambda: actions.declare_fulfilment(
            by=dung, trade_item=item, requirement="events", done_on=date(2026, 1, 1), note="x"
        ),
        lambda: actions.confirm_fulfilment(by=dung, trade_item=item, requirement="events"),
        lambda: makers.trade_items.create_trade_item(
            by=dung, owner=makers.enterprise_of(people.an()), group=makers.group(), facts=FACTS, own_code="D1"
        ),
    ):  # fmt: skip
        with pytest.raises(NotAllowedError):
            verb()
    item.refresh_from_db()
    assert (item.brand, item.gtin, item.state, item.group.path) == (
        FACTS.brand, None, "active", makers.GREEN_COFFEE,
    )  # fmt: skip


def test_an_officer_sees_and_writes_the_communes_and_sectors_granted():
    here = makers.trade_item(commune=makers.LANG_BIANG)
    elsewhere = makers.trade_item(commune=makers.DA_TEH)
    drink = makers.trade_item(commune=makers.LANG_BIANG, path="thuc-pham/do-uong/")
    officer = people.officer(makers.LANG_BIANG, sector="nong-nghiep")
    assert list(queries.trade_items(officer)) == [here]
    assert set(queries.trade_items(people.binh())) == {here, elsewhere, drink}
    told(here, replace(FACTS, description="Do cán bộ ghi"), by=officer)
    for foreign in (elsewhere, drink):
        with pytest.raises(NotAllowedError):
            told(foreign, replace(FACTS, description="x"), by=officer)


def test_a_key_that_holds_the_right_reaches_its_own_organisation_only():
    mine, foreign = makers.trade_item(people.an()), makers.trade_item(people.dung())
    key = replace(people.an(), scopes=frozenset({"products.see", "products.edit"}), grants=())
    assert list(queries.trade_items(key)) == [mine]
    with pytest.raises(NotAllowedError):
        told(foreign, replace(FACTS, brand="x"), by=key)


def test_owners_to_write_for_are_one_s_own_and_those_of_the_reach():
    an = makers.enterprise_of(people.an())
    far = makers.enterprise_of(people.dung(), commune=makers.DA_TEH)
    assert list(queries.owners(people.an())) == [an]
    assert list(queries.owners(people.officer(makers.DA_TEH))) == [far]
    assert set(queries.owners(people.binh())) == {an, far} == set(queries.owners(operator()))


# --- what is done ---------------------------------------------------------------------------------


def declared(item, by=None, **other):
    values = {"requirement": "events", "done_on": date(2026, 1, 1), "note": "Sổ nhật ký, quyển 3"}
    return actions.declare_fulfilment(by=by or people.an(), trade_item=item, **values | other)


def test_an_declares_and_an_officer_of_the_place_confirms():
    item = makers.trade_item(people.an())
    assert declared(item).said == "declared"
    told_ = actions.confirm_fulfilment(
        by=people.officer(makers.LANG_BIANG), trade_item=item, requirement="events"
    )
    assert told_.said == "confirmed"
    with pytest.raises(NotAllowedError):
        actions.take_back_fulfilment(
            by=people.an(), trade_item=item, requirement="events", reason="x"
        )
    assert declared(item, note="Khai lại").said == "confirmed"


def test_an_does_not_confirm_for_herself_and_an_officer_elsewhere_does_not_either():
    item = makers.trade_item(people.an())
    declared(item)
    for stranger in (people.an(), people.dung(), people.officer(makers.DA_TEH)):
        with pytest.raises(NotAllowedError):
            actions.confirm_fulfilment(by=stranger, trade_item=item, requirement="events")


def test_what_nobody_declared_cannot_be_confirmed_or_taken_back():
    item = makers.trade_item(people.an())
    with pytest.raises(UnknownRecordError):
        actions.confirm_fulfilment(by=people.binh(), trade_item=item, requirement="events")
    declared(item)
    actions.take_back_fulfilment(
        by=people.an(), trade_item=item, requirement="events", reason="Nhầm"
    )
    assert not Fulfilment.objects.filter(requirement="events").exists()


@pytest.mark.parametrize("requirement", ["code", "elements", "joy"])
def test_what_the_register_knows_itself_is_not_declared_by_hand(requirement):
    with pytest.raises(FactsRefusedError, match="tự tính"):
        declared(makers.trade_item(people.an()), requirement=requirement)


@pytest.mark.parametrize(
    "wrong",
    [{"note": " "}, {"note": "x" * 301}, {"done_on": timezone.localdate() + timedelta(2)}],
    ids=str,
)
def test_a_declaration_has_evidence_and_a_day_that_was(wrong):
    with pytest.raises(FactsRefusedError):
        declared(makers.trade_item(people.an()), **wrong)


def test_the_register_costs_three_queries_a_page_whatever_its_size(django_assert_num_queries):
    for _ in range(3):
        makers.trade_item(people.an())
    rows = queries.trade_items(people.an())
    with django_assert_num_queries(1):
        assert [(one.owner.name, str(one.group)) for one in rows] != []
