"""Amounts: one unit for each kind, exact, and never zero for what nobody told."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from txng.epcis import units
from txng.trace import amounts
from txng.trace.amounts import Amount, amount, content, exceeds, home, total

WORDS = {"g": "GRM", "kg": "KGM", "cành": "H87", "tấn": "TNE"}


@pytest.mark.parametrize(
    ("quantity", "uom", "value", "unit"),
    [
        (1, "KGM", 1, "KGM"),
        (2.5, "TNE", 2500, "KGM"),
        (0.1, "GRM", Fraction(1, 10_000), "KGM"),
        (1, "LBR", Fraction("0.45359237"), "KGM"),
        (3, "DZN", 36, "H87"),
        (7, None, 7, "H87"),
        (7, "EA", 7, "H87"),
        (2, "HLT", 200, "LTR"),
        (2, "XSA", 2, "XSA"),
        (None, "GRM", None, "KGM"),
        (None, None, None, "H87"),
        (-1, "KGM", None, "KGM"),
        (float("nan"), "KGM", None, "KGM"),
        (float("inf"), "KGM", None, "KGM"),
    ],
)
def test_an_amount_is_kept_in_the_home_unit_of_its_kind(quantity, uom, value, unit):
    assert amount(quantity, uom) == Amount(value, unit)


def test_every_unit_of_the_table_has_a_home_of_its_kind():
    for code in units.UNITS:
        assert units.quantity(home(code)) == units.quantity(code)
        assert home(home(code)) == home(code)


def test_unknown_plus_anything_is_unknown():
    known, unknown = amount(5, "KGM"), amount(None, "KGM")
    assert (known + unknown).value is None
    assert total([known, unknown, known], "KGM").value is None
    assert total([], "KGM") == Amount(Fraction(0), "KGM")
    assert known + known == Amount(Fraction(10), "KGM")


def test_kilograms_are_not_added_to_pieces():
    with pytest.raises(AssertionError, match="Expected KGM"):
        amount(5, "KGM") + amount(5, None)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("250 g", Amount(Fraction(1, 4), "KGM")),
        ("0.25 KGM", Amount(Fraction(1, 4), "KGM")),
        ("0,25 kg", Amount(Fraction(1, 4), "KGM")),
        ("20 cành", Amount(Fraction(20), "H87")),
        ("1 Tấn", Amount(Fraction(1000), "KGM")),
        ({"value": 2.5, "measurementUnitCode": "KGM"}, Amount(Fraction(5, 2), "KGM")),
        ({"value": "500", "uom": "GRM"}, Amount(Fraction(1, 2), "KGM")),
        ({"value": 2.5}, None),
        ("khoảng 3 kg", None),
        ("3", None),
        ("3 hộp to", None),
        ("0 kg", None),
        ("1.000 g", None),  # one gram or a thousand?
        ("12,500 kg", None),
        (None, None),
        ("", None),
        (3, None),
        (["3 kg"], None),
    ],
)
def test_only_an_exact_content_is_a_factor(text, found):
    assert content(text, WORDS) == found


def test_a_value_exceeds_a_limit_beyond_tolerance_and_the_last_digit_of_a_double():
    assert not exceeds(Fraction("100"), Fraction("100"))
    assert not exceeds(Fraction("100.0000000000001"), Fraction("100"))
    assert exceeds(Fraction("100.001"), Fraction("100"))
    assert not exceeds(Fraction("100.4"), Fraction("100"), Fraction("0.005"))
    assert exceeds(Fraction("100.6"), Fraction("100"), Fraction("0.005"))
    assert not exceeds(Fraction(0), Fraction(0))
    assert exceeds(Fraction("0.001"), Fraction(0))


@given(st.decimals(min_value=0, max_value=10**6, places=3), st.sampled_from(sorted(units.UNITS)))
def test_converting_there_and_back_loses_nothing(number, code):
    told = amount(float(number), code)
    assert told.value is not None
    unit, base = units.UNITS[code], units.UNITS[told.unit]
    back = (told.value * base.factor + base.offset - unit.offset) / unit.factor
    assert back == Fraction(repr(float(number)))


def test_texts_of_labels_are_read_in_any_case():
    assert amounts.content("250 G", WORDS) == amounts.content("250 g", WORDS)
