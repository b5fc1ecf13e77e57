"""Marks that change hands, licences that end, stars that expire; and the shipped data."""

from datetime import date
from decimal import Decimal

import pytest

from tests import people
from tests.products import makers
from txng.accounts.actors import operator
from txng.products.actions import groups as group_actions
from txng.products.actions import marks as actions
from txng.products.errors import FactsRefusedError, NotAllowedError
from txng.products.models import Mark, ProductGroup
from txng.products.queries import marks as queries
from txng.products.rules import groups as group_rules
from txng.products.rules import marks as rules
from txng.products.rules.groups import GroupRefused
from txng.trace import profile

pytestmark = pytest.mark.django_db


@pytest.fixture
def rice_mark():
    makers.group()
    actions.put_in_packaged_marks(by=operator())
    return Mark.objects.get(code="gao-nep-quyt-da-teh")


def licence(mark, person=None, **other):
    values = {
        "by": people.binh(), "mark": mark, "holder": makers.enterprise_of(person or people.an()),
        "group": makers.group("nong-san/lua-gao/gao-nep/"), "number": "17",
        "valid_from": date(2026, 1, 1), "valid_until": date(2026, 12, 31),
    }  # fmt: skip
    return actions.grant_licence(**values | other)


def test_the_shipped_groups_are_put_in_once_with_their_source():
    assert group_actions.put_in_packaged_groups(by=operator()) == len(group_rules.shipped())
    assert group_actions.put_in_packaged_groups(by=operator()) == 0
    assert not ProductGroup.objects.filter(source="").exists()
    assert {one.parent.path for one in ProductGroup.objects.filter(parent__path="nong-san/")} == {
        "nong-san/"
    }


def test_every_shipped_group_is_traced_by_a_profile_that_exists():
    known = {group for one in profile.shipped().values() for group in one.groups}
    assert {one.profile for one in group_rules.shipped()} - {""} <= known


@pytest.mark.parametrize("path", ["khong/co-cha", "NONG-SAN", "nong san", "nong-san/"])
def test_a_tree_with_a_group_under_nothing_is_refused(path):
    head = "path,vi,en,sector,profile,hs,standard,source"
    with pytest.raises(GroupRefused):
        group_rules.read([head, f"{path},A,A,nong-nghiep,,,,x"])


def test_an_officer_adds_a_group_in_the_sector_granted():
    officer = people.officer(sector="nong-nghiep")
    values = {"by": officer, "parent": makers.group(makers.COFFEE), "slug": "vo-ca-phe", "name": "Vỏ cà phê",
              "name_en": "Coffee husk", "sector": "nong-nghiep", "source": "Đề nghị của xã"}  # fmt: skip
    assert group_actions.define_group(**values).profile == "coffee"
    with pytest.raises(FactsRefusedError, match="Đã có nhóm"):
        group_actions.define_group(**values)
    with pytest.raises(FactsRefusedError, match="chữ thường"):
        group_actions.define_group(**values | {"slug": "Vỏ"})
    with pytest.raises(NotAllowedError):
        group_actions.define_group(**values | {"sector": "y-te", "slug": "x"})
    with pytest.raises(NotAllowedError):
        group_actions.define_group(**values | {"by": people.dung(), "slug": "y"})


def test_a_mark_of_a_district_that_is_no_more_goes_to_another(rice_mark):
    mark = Mark.objects.get(code="da-lat-ket-tinh-ky-dieu")
    new = actions.hand_on_mark(
        by=people.binh(),
        mark=mark,
        name="UBND tỉnh Lâm Đồng",
        held_from=date(2025, 7, 1),
        document="QĐ 1",
    )
    assert queries.owner_on(mark, date(2025, 6, 30)).name == "UBND thành phố Đà Lạt"
    assert queries.owner_on(mark, date(2025, 7, 1)) == new
    with pytest.raises(FactsRefusedError, match="phải sau ngày đó"):
        actions.hand_on_mark(
            by=people.binh(), mark=mark, name="X", held_from=date(2025, 7, 1), document="QĐ 2"
        )


def test_a_product_bears_a_mark_while_its_licence_holds(rice_mark):
    item = makers.trade_item(people.an(), path="nong-san/lua-gao/gao-nep/")
    paper = licence(rice_mark)
    assert queries.licences_for(item, date(2026, 12, 31)) == [paper]
    assert queries.licences_for(item, date(2027, 1, 1)) == []
    actions.end_licence(
        by=people.binh(), licence=paper, on=date(2026, 6, 1), reason="Dùng sai quy chế"
    )
    assert queries.licences_for(item, date(2026, 5, 31)) == [paper]
    assert queries.licences_for(item, date(2026, 6, 1)) == []
    assert actions.end_licence(
        by=people.binh(), licence=paper, on=date(2026, 9, 1), reason="x"
    ).ended_on == date(2026, 6, 1)


def test_a_mark_is_no_licence_for_another_product(rice_mark):
    licence(rice_mark)
    coffee = makers.trade_item(people.an())
    assert queries.licences_for(coffee, date(2026, 6, 1)) == []
    with pytest.raises(FactsRefusedError, match="không dùng cho nhóm"):
        licence(rice_mark, group=makers.group(makers.COFFEE), number="18")
    with pytest.raises(FactsRefusedError, match="đã có giấy phép số 17"):
        licence(rice_mark)
    with pytest.raises(FactsRefusedError, match="hết hạn"):
        licence(rice_mark, number="19", valid_until=date(2025, 1, 1))


def test_dung_neither_sees_nor_writes_licences_of_an(rice_mark):
    paper = licence(rice_mark)
    assert list(queries.licences(people.an())) == [paper] == list(queries.licences(people.binh()))
    assert list(queries.licences(people.dung())) == []
    for verb in (
        lambda: licence(rice_mark, by=people.dung(), number="20"),
        lambda: actions.end_licence(
            by=people.dung(), licence=paper, on=date(2026, 6, 1), reason="x"
        ),
        lambda: actions.hand_on_mark(
            by=people.dung(), mark=rice_mark, name="Dũng", held_from=date(2026, 1, 1), document="x"
        ),
    ):
        with pytest.raises(NotAllowedError):
            verb()


def test_stars_follow_from_points_and_expire_after_36_months():
    item = makers.trade_item(people.an())
    rating = actions.rate_ocop(
        by=people.officer(makers.LANG_BIANG), trade_item=item, points=Decimal("72.5"), decision_number="5/QĐ",
        decided_on=date(2026, 1, 15),
    )  # fmt: skip
    assert (rating.stars, rating.valid_until) == (4, date(2029, 1, 14))
    assert queries.stars_on(item, date(2029, 1, 14)) == rating
    assert queries.stars_on(item, date(2029, 1, 15)) is None
    for wrong in ({"points": Decimal(49)}, {"points": Decimal(101)}, {"decision_number": " "}):
        values = {"points": Decimal(60), "decision_number": "6/QĐ"} | wrong
        with pytest.raises(FactsRefusedError):
            actions.rate_ocop(
                by=people.binh(), trade_item=item, decided_on=date(2026, 1, 1), **values
            )
    with pytest.raises(NotAllowedError):
        actions.rate_ocop(
            by=people.an(),
            trade_item=item,
            points=Decimal(99),
            decision_number="7",
            decided_on=date(2026, 1, 1),
        )


@pytest.mark.parametrize(
    ("day", "holds"),
    [(date(2025, 12, 31), False), (date(2026, 1, 1), True), (date(2026, 3, 1), False)],
)
def test_a_licence_holds_from_its_day_until_it_is_ended(day, holds):
    assert holds is rules.licence_holds(
        day, valid_from=date(2026, 1, 1), valid_until=date(2026, 12, 31), ended_on=date(2026, 3, 1)
    )
