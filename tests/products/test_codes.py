"""Digits that may name a product, and what makes another product of it."""

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from txng.gs1.check_digit import digit_for
from txng.products.rules import codes
from txng.products.rules.codes import GtinRefused, OwnCodeRefused
from txng.products.rules.facts import Facts, differences

GOOD = "8935003450014"


def reason_of(text):
    with pytest.raises(GtinRefused) as refused:
        codes.read_gtin(text)
    return refused.value.reason, refused.value.expected


@pytest.mark.parametrize(
    "typed", [GOOD, "0" + GOOD, " 8 935003 450014 ", "893-5003-450014", "893\u00a05003\u2009450014"]
)
def test_a_number_is_kept_with_fourteen_digits_however_it_was_typed(typed):
    assert codes.read_gtin(typed) == "0" + GOOD


@pytest.mark.parametrize(
    ("typed", "reason", "expected"),
    [
        ("", "empty", ""),
        ("  - ", "empty", ""),
        ("893500345001X", "characters", ""),
        ("٨٩٣٥٠٠٣٤٥٠٠١٤", "characters", ""),  # Arabic digits: isdigit() says yes, no scanner does
        ("89350035", "check_digit", "4"),
        ("123456", "length", "6"),
        ("8935003450015", "check_digit", "4"),
        ("2012345678900", "restricted", "201"),
        ("0201234567899", "restricted", "020"),
        ("9901234567897", "coupon", "990"),
        ("9801234567890", "refund", "980"),
    ],
)  # fmt: skip
def test_what_names_no_product_is_refused_with_its_reason(typed, reason, expected):
    if reason in ("restricted", "coupon", "refund"):
        typed = typed[:-1] + digit_for(typed[:-1])
    assert reason_of(typed) == (reason, expected)


def test_the_expected_check_digit_is_the_right_one():
    reason, expected = reason_of("8935003450019")
    assert reason == "check_digit"
    assert codes.read_gtin("893500345001" + expected) == "0" + GOOD


def test_short_numbers_for_inside_a_shop_are_refused():
    assert reason_of("2012345" + digit_for("2012345"))[0] == "restricted"
    assert codes.read_gtin("96385074") == "00000096385074"


@given(st.integers(min_value=300 * 10**9, max_value=976 * 10**9))
def test_every_thirteen_digits_with_their_check_digit_are_read_and_shown_again(number):
    digits = str(number)
    whole = digits + digit_for(digits)
    value = codes.read_gtin(whole)
    assert (len(value), codes.shown(value), codes.level_of(value)) == (14, whole, 0)
    assert value in codes.candidates(whole)
    assert value in codes.candidates(digits)


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text):
    with suppress(GtinRefused):
        assert len(codes.read_gtin(text)) == 14
    assert all(len(one) == 14 for one in codes.candidates(text))


def test_a_number_of_a_product_no_longer_made_is_never_given_to_another():
    with pytest.raises(GtinRefused) as refused:
        codes.refuse_reuse("0" + GOOD, held_by="Gạo cũ", is_withdrawn=True, is_same=False)
    assert (refused.value.reason, refused.value.expected) == ("retired", "Gạo cũ")
    with pytest.raises(GtinRefused) as refused:
        codes.refuse_reuse("0" + GOOD, held_by="Gạo khác", is_withdrawn=False, is_same=False)
    assert refused.value.reason == "taken"
    codes.refuse_reuse("0" + GOOD, held_by="Chính nó", is_withdrawn=True, is_same=True)
    codes.refuse_reuse("0" + GOOD, held_by="", is_withdrawn=False, is_same=False)


@pytest.mark.parametrize("typed", ["sp-01", "SP.01_A", "7"])
def test_an_own_code_is_kept_in_capitals(typed):
    assert codes.own_code(f" {typed} ") == typed.upper()


@pytest.mark.parametrize(
    ("typed", "reason"),
    [("", "length"), ("A" * 41, "length"), ("GẠO-01", "characters"), ("-A", "characters"),
     ("A/B", "characters"), ("A B", "characters")],
)  # fmt: skip
def test_an_own_code_that_no_label_could_carry_is_refused(typed, reason):
    with pytest.raises(OwnCodeRefused) as refused:
        codes.own_code(typed)
    assert refused.value.reason == reason


RICE = Facts(
    name="Gạo nếp quýt 5 kg", functional_name="Gạo nếp", brand="Đạ Tẻh",
    net_content=Decimal(5), net_unit="KGM", pack_count=4,
)  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"net_content": Decimal("4.5")}, "net_content"),
        ({"net_unit": "GRM"}, "net_content"),
        ({"brand": "Cát Tiên"}, "brand"),
        ({"pack_count": 6}, "pack_count"),
        ({"functional_name": "Gạo tẻ"}, "functional_name"),
    ],
)
def test_another_content_brand_or_pack_is_another_product(changed, field):
    from dataclasses import replace

    after = replace(RICE, **changed)
    assert [one.field for one in codes.changes_that_need_a_new_gtin(RICE, after)] == [field]


def test_a_spelling_a_picture_or_a_first_word_is_no_other_product():
    from dataclasses import replace

    same = replace(
        RICE, brand="ĐẠ  TẺH", net_content=Decimal("5.0"), description="Mới", image="a" * 64
    )
    assert codes.changes_that_need_a_new_gtin(RICE, same) == ()
    assert codes.changes_that_need_a_new_gtin(Facts(name="Gạo"), RICE) == ()
    assert differences(RICE, same) == ("brand", "description", "image")


words = st.text(alphabet="aăâđơ \u0301", max_size=8)


@given(
    st.builds(
        Facts, name=words, brand=words, standards=st.lists(words, max_size=3).map(tuple),
        net_content=st.none() | st.decimals("0.001", "99999", places=3),
        net_unit=st.sampled_from(["", "KGM"]),
        shelf_life_days=st.none() | st.integers(1, 999),
    )
)  # fmt: skip
def test_facts_come_back_from_what_is_kept(facts):
    tidy = facts.tidy()
    assert Facts.from_dict(tidy.as_dict()) == tidy
    assert tidy.tidy() == tidy
