"""What a register entry lacks, by the lists of GS1 and of the law."""

from dataclasses import replace

import pytest

from txng.products.rules.elements import (
    CIRCULAR_02,
    DECREE_37,
    Status,
    Told,
    checklist,
    seven_attributes,
)
from txng.products.rules.facts import Facts

WHOLE = Told(
    Facts(
        name="Gạo nếp quýt", brand="Đạ Tẻh", description="Gạo nếp", image="a" * 64, markets=("VN",),
        gpc="10000275", origin="VN", shelf_life_days=365, standards=("TCVN 11888:2017",), warnings="Không",
    ),
    "08935003450014", "", "Hợp tác xã của An", "Xã Đạ Tẻh", "8935003450014",
)  # fmt: skip


def ids(found, status):
    return [one.id for one in found.elements if one.status is status]


def test_the_circular_has_ten_elements_of_which_two_come_from_events():
    found = checklist(CIRCULAR_02, WHOLE)
    assert [one.number for one in found.elements] == list(range(1, 11))
    assert ids(found, Status.FROM_EVENTS) == ["stages", "time"]
    assert (found.told, found.due, found.is_complete) == (8, 8, True)
    assert "02/2024" in found.source


def test_what_nobody_told_is_missing_and_says_where_to_write_it():
    found = checklist(CIRCULAR_02, Told(Facts(name="Gạo"), owner_name="An"))
    assert [(one.number, one.field) for one in found.missing] == [
        (2, "image"), (4, "owner_address"), (7, "code"), (10, "standards"),
    ]  # fmt: skip
    assert (found.told, found.due) == (2, 6)


def test_a_brand_and_a_shelf_life_are_due_only_where_there_is_one():
    told = replace(WHOLE, facts=replace(WHOLE.facts, brand="", shelf_life_days=None))
    found = checklist(CIRCULAR_02, told)
    assert ids(found, Status.IF_ANY) == ["brand", "shelf_life"]
    assert found.is_complete


def test_an_own_code_is_a_trace_code_for_the_circular_and_no_gtin_for_the_decree():
    told = replace(WHOLE, gtin="", own_code="SP-01")
    assert checklist(CIRCULAR_02, told).is_complete
    assert [one.id for one in checklist(DECREE_37, told).missing] == ["gtin"]
    assert [one.id for one in seven_attributes(told).missing] == ["gtin"]


@pytest.mark.parametrize(
    "field", ["brand", "description", "image", "markets", "gpc"]
)  # the others: below
def test_each_of_the_seven_attributes_is_asked_for(field):
    empty = () if field == "markets" else ""
    told = replace(WHOLE, facts=replace(WHOLE.facts, **{field: empty}))
    assert [one.field for one in seven_attributes(told).missing] == [field]


def test_there_are_seven_and_the_whole_entry_has_them():
    found = seven_attributes(WHOLE)
    assert (len(found.elements), found.told) == (7, 7)
    assert seven_attributes(replace(WHOLE, owner_name="")).told == 6
