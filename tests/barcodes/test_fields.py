"""What the law wants on a label is data, and the checklist says what is missing and by which clause."""

import unicodedata

import pytest

from txng.barcodes.rules import fields

WHOLE = dict.fromkeys(fields.names(), "có")


@pytest.mark.parametrize("group", sorted(fields.groups()))
def test_every_group_names_its_clause_and_known_fields_only(group):
    found = fields.groups()[group]
    assert found.demands != ()
    assert all(one.law.strip() and one.field in fields.names() for one in found.demands)
    assert unicodedata.is_normalized("NFC", found.name)
    assert not found.is_checked, "compare the row with the text of the law, then show where"


def test_food_wants_what_the_annex_lists():
    wanted = {one.field for one in fields.groups()["thuc-pham"].demands}
    assert {"quantity", "made_on", "expires_on", "ingredients", "warning", "usage"} <= wanted
    assert {"product_name", "responsible_name", "responsible_address", "origin"} <= wanted


def test_a_missing_field_is_told_with_its_law():
    told = fields.check("thuc-pham", WHOLE | {"expires_on": "  "}, has_symbol=True)
    assert [(item.name, item.law) for item in told.missing] == [
        ("Hạn sử dụng", "Nghị định 43/2017/NĐ-CP, Phụ lục I")
    ]
    assert not told.is_complete


def test_a_label_without_a_symbol_cannot_be_traced():
    bare = {field: text for field, text in WHOLE.items() if field != "trace_code"}
    assert not fields.check("hang-khac", bare).is_complete
    assert fields.check("hang-khac", bare, has_symbol=True).is_complete


def test_goods_for_export_follow_the_law_of_where_they_go():
    assert fields.check("xuat-khau", {}, has_symbol=True).is_complete
