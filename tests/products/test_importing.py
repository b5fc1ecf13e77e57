"""Trade items from a workbook: through the run that a person sees, and undone again."""

from decimal import Decimal

import pytest

from tests import people
from tests.products import makers
from txng.documents.errors import RowRefusedError
from txng.documents.imports import Done, Given
from txng.products import importing
from txng.products.actions import trade_items as actions
from txng.products.models import TradeItem
from txng.ui.sheets.columns import TypedValueError

pytestmark = pytest.mark.django_db
ROW = {
    "name": "Gạo nếp quýt Đạ Tẻh 5 kg", "group": "nong-san/lua-gao/gao-nep/", "gtin": "0" + makers.GTIN,
    "owner": None, "own_code": None, "brand": "Đạ Tẻh", "functional_name": None, "description": None,
    "net_content": Decimal(5), "net_unit": "KGM",
    "shelf_life_days": 365, "standards": ("VietGAP",), "markets": ("VN",), "image": None,
    "warnings": None,
}  # fmt: skip


def rows(*changes):
    return [Given(number, ROW | change) for number, change in enumerate(changes, start=2)]


def problems(by, *changes):
    found = importing.check(by, rows(*changes))
    return {number: [one.key for one in several] for number, several in found.items()}


def done(given, applied):
    return [Done(one.number, one.values, told) for one, told in zip(given, applied, strict=True)]


@pytest.fixture
def an():
    makers.enterprise_of(people.an())
    makers.group()
    return people.an()


def test_new_rows_are_written_down_and_the_same_rows_again_change_nothing(an):
    given = rows({}, {"gtin": None, "own_code": "G1"})
    assert importing.check(an, given) == {}
    assert [one.outcome for one in importing.apply(an, given)] == ["created", "created"]
    assert [one.outcome for one in importing.apply(an, given)] == ["unchanged", "unchanged"]
    assert TradeItem.objects.count() == 2


def test_a_known_product_is_told_anew_and_an_empty_cell_keeps_what_is_told(an):
    importing.apply(an, rows({}))
    (told,) = importing.apply(an, rows({"brand": None, "shelf_life_days": 180}))
    item = TradeItem.objects.get()
    assert (told.outcome, item.versions_told, item.brand) == ("updated", 2, "Đạ Tẻh")


def test_each_row_says_what_is_wrong_at_its_cell(an):
    makers.trade_item(people.dung(), gtin="96385074")
    importing.apply(an, rows({"gtin": None, "own_code": "G9"}, {"gtin": "00000012345670"}))
    assert problems(
        an,
        {"owner": "0000000000"},
        {"gtin": None},
        {"gtin": "00000096385074"},
        {"net_unit": None},
        {"image": "anh.jpg"},
        {"gtin": "00000012345670", "brand": "Nhãn khác"},
        {},
    ) == {2: ["owner"], 3: ["gtin"], 4: ["gtin"], 5: ["net_unit"], 6: ["image"], 7: ["brand"]}


def test_cells_are_read_as_people_write_them():
    column = importing.SHEET.column
    assert column("gtin").reader()("8 935003 450014") == "0" + makers.GTIN
    with pytest.raises(TypedValueError, match="Chữ số cuối của 8935003450019 phải là 4"):
        column("gtin").reader()("8935003450019")
    assert column("markets").reader()("viet nam; TRUNG QUỐC") == ("VN", "CN")
    with pytest.raises(TypedValueError, match="Sao Hỏa"):
        column("markets").reader()("Sao Hỏa")
    assert column("standards").reader()("TCVN 1; VietGAP ;") == ("TCVN 1", "VietGAP")


def test_an_officer_writes_for_the_enterprises_of_the_place(an):
    owner = makers.enterprise_of()
    owner.tax_code = "5800123456"
    owner.save()
    officer = people.officer(makers.LANG_BIANG)
    assert problems(officer, {"owner": "5800123456"}) == {}
    assert problems(officer, {}) == {2: ["owner"]}
    assert problems(people.officer(makers.DA_TEH), {"owner": "5800123456"}) == {2: ["owner"]}


def test_dung_changes_no_product_of_an(an):
    importing.apply(an, rows({}))
    makers.enterprise_of(people.dung())
    with pytest.raises(RowRefusedError, match="đang thuộc “một sản phẩm khác”"):
        importing.apply(people.dung(), rows({"brand": "Dũng"}))
    assert TradeItem.objects.get().brand == "Đạ Tẻh"


def test_an_import_is_undone_but_for_what_was_used_since(an):
    given = rows({}, {"gtin": None, "own_code": "G1"}, {"gtin": None, "own_code": "G2"})
    applied = importing.apply(an, given)
    used = TradeItem.objects.get(own_code="G2")
    actions.declare_fulfilment(
        by=an, trade_item=used, requirement="events", done_on=used.registered_at.date(), note="x"
    )
    sentences = importing.undo(an, done(given, applied))
    assert [bool(one) for one in sentences] == [False, False, True]
    assert list(TradeItem.objects.all()) == [used]
    assert importing.apply(an, rows({}))[0].outcome == "created"  # the number named nothing yet


def test_a_change_is_undone_to_what_was_told_before(an):
    importing.apply(an, rows({}))
    given = rows({"brand": None, "shelf_life_days": 10, "group": makers.RICE})
    applied = importing.apply(an, given)
    assert importing.undo(an, done(given, applied)) == [""]
    item = TradeItem.objects.get()
    assert item.group.path == "nong-san/lua-gao/gao-nep/"
    assert item.versions.order_by("-number").first().facts["shelf_life_days"] == 365
    assert "đã được sửa sau lần nhập" in importing.undo(an, done(given, applied))[0]


def test_a_batch_costs_the_same_number_of_questions_whatever_its_size(
    an, django_assert_max_num_queries
):
    given = rows(*({"gtin": None, "own_code": f"G{number}"} for number in range(300)))
    with django_assert_max_num_queries(6):
        assert importing.check(an, given) == {}
