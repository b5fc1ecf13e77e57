"""Conversion facts that are published, and what must hold for every pair of units."""

import math
import re
from decimal import Decimal
from fractions import Fraction
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from txng.epcis import units, vocabulary
from txng.epcis.units import UNITS

CODES = st.sampled_from(sorted(UNITS))
AMOUNTS = st.decimals(-(10**9), 10**9, allow_nan=False, places=6)
BY_QUANTITY: dict[str, list[str]] = {}
for _code, _unit in UNITS.items():
    BY_QUANTITY.setdefault(_unit.quantity, []).append(_code)
GROUPS = st.sampled_from(sorted(BY_QUANTITY))


def kin(count: int) -> st.SearchStrategy[list[str]]:
    """Codes of one quantity."""
    return GROUPS.flatmap(
        lambda group: st.lists(st.sampled_from(BY_QUANTITY[group]), min_size=count, max_size=count)
    )


@pytest.mark.parametrize(
    ("value", "unit", "to", "expected"),
    [
        (1000, "GRM", "KGM", 1),
        (1, "LBR", "GRM", 453.59237),
        (16, "ONZ", "LBR", 1),
        (1, "STI", "KGM", 6.35029318),
        (1, "LTN", "KGM", 1016.0469088),
        (1, "APZ", "GRM", 31.1034768),
        (1, "F13", "KGM", 14.593902937206365),
        (1, "INH", "CMT", 2.54),
        (1, "SMI", "KMT", 1.609344),
        (1, "NMI", "MTR", 1852),
        (1, "C63", "MTR", 3.085677581491367e16),
        (1, "ACR", "MTK", 4046.8564224),
        (1, "HAR", "ACR", 2.4710538146716536),
        (1, "MIK", "KMK", 2.589988110336),
        (1, "GLL", "LTR", 3.785411784),
        (1, "GLI", "LTR", 4.54609),
        (1, "BLL", "LTR", 158.987294928),
        (1, "OZA", "MLT", 29.5735295625),
        (3, "G25", "G24", 1),
        (1, "BUA", "LTR", 35.23907016688),
        (0, "CEL", "KEL", 273.15),
        (100, "CEL", "FAH", 212),
        (68, "FAH", "CEL", 20),
        (-40, "FAH", "CEL", -40),
        (0, "KEL", "FAH", -459.67),
        (491.67, "A48", "CEL", 0),
        (1, "WEE", "HUR", 168),
        (1, "ANN", "DAY", 365.25),
        (36, "KMH", "MTS", 10),
        (1, "KNT", "KMH", 1.852),
        (60, "HM", "KMH", 96.56064),
        (180, "DD", "C81", math.pi),
        (1, "M44", "DD", 360),
        (60, "RPM", "HTZ", 1),
        (1, "BAR", "KPA", 100),
        (1, "ATM", "MBR", 1013.25),
        (1, "PS", "PAL", 6894.757293168361),
        (760, "UA", "ATM", 1),
        (1, "KWH", "3B", 3.6),
        (1, "BTU", "JOU", 1055.05585262),
        (1, "E14", "KJO", 4.1868),
        (1, "A53", "JOU", 1.602176634e-19),
        (1, "BHP", "WTT", 745.6998715822702),
        (1, "A25", "WTT", 735.49875),
        (1, "A93", "M1", 1),
        (1, "87", "KMQ", 16.01846337396014),
        (1, "89", "C24", 100),
        (1, "91", "C17", 100),
        (1, "C78", "NEW", 4.4482216152605),
        (1, "M92", "NU", 1.3558179483314004),
        (1, "AMH", "COU", 3600),
        (1, "76", "C29", 0.1),
        (1, "CUR", "GBQ", 37),
        (1, "D91", "C28", 10),
        (1, "C80", "C13", 10),
        (1, "2C", "CKG", 2.58e-4),
        (1, "P27", "LUX", 10.763910416709722),
        (1, "P29", "A24", 3.4262590996353905),
        (50, "P1", "Q26", 0.5),
        (1, "GRO", "DZN", 12),
        (1, "E64", "AD", 1024),
        (1, "C38", "M33", 1000),
        (1, "E32", "G55", 1000),
        (1, "P71", "P72", 1000),
    ],
)
def test_published_facts(value: float, unit: str, to: str, expected: float) -> None:
    assert units.convert(value, unit, to) == pytest.approx(expected, rel=1e-15, abs=1e-13)


@pytest.mark.parametrize("value", [0.1, 0.3, 1.1, 2.675, 1000, 12345.678, 1e-7, 4.35])
def test_decimals_stay_what_people_wrote(value: float) -> None:
    grams = Decimal(repr(value)) * 1000
    assert units.convert(value, "KGM", "KGM") == value
    assert units.same(value, "KGM", grams, "GRM")
    assert units.convert(grams, "GRM", "KGM") == value


def test_equal_is_equal_to_twelve_digits() -> None:
    assert units.same(0.1 + 0.2, "KGM", 300, "GRM")
    assert units.same(1000, "GRM", 1, "KGM")
    assert not units.same(1000.00001, "GRM", 1, "KGM")
    assert not units.same(1, "KGM", 1, "LTR")
    assert units.same(5, "BX", 5.0, "BX")
    assert not units.same(5, "BX", 5, "KGM")
    assert units.same(0, "GRM", 0, "TNE")


@given(kin(3), AMOUNTS)
def test_a_detour_leads_to_the_same_amount(codes: list[str], amount: object) -> None:
    first, second, third = codes
    there = units.convert(str(amount), first, second)
    assert there is not None
    straight, detour = units.convert(str(amount), first, third), units.convert(there, second, third)
    assert straight is not None
    assert detour is not None
    # a detour rounds twice; a temperature near zero of another scale keeps its absolute error
    zero = 1e-9 if UNITS[first].quantity == "temperature" else 0
    assert detour == pytest.approx(straight, rel=1e-12, abs=zero)


@given(CODES, AMOUNTS)
def test_there_and_back_is_where_one_was(code: str, amount: object) -> None:
    for other in BY_QUANTITY[UNITS[code].quantity][:3]:
        there = units.base(str(amount), code)
        assert there is not None
        back = (there[1] - UNITS[code].offset) / UNITS[code].factor
        assert back == Fraction(str(amount))
        assert units.same_quantity(code, other)
        assert units.same_quantity(other, code)


@given(CODES, CODES)
def test_only_amounts_of_one_quantity_are_converted(one: str, other: str) -> None:
    is_same = UNITS[one].quantity == UNITS[other].quantity
    assert units.same_quantity(one, other) == is_same
    assert (units.convert(1, one, other) is not None) == is_same


@given(kin(2), AMOUNTS, AMOUNTS)
def test_more_stays_more(codes: list[str], one: object, other: object) -> None:
    first, second = codes
    low, high = sorted([float(str(one)), float(str(other))])
    a, b = units.convert(low, first, second), units.convert(high, first, second)
    assert a is not None
    assert b is not None
    assert a <= b


@given(st.text() | st.floats() | st.none() | st.lists(st.integers()), st.text())
def test_nonsense_is_none(value: object, unit: str) -> None:
    if unit not in UNITS:
        assert units.base(value, unit) is None  # type: ignore[arg-type]
        assert units.convert(value, unit, "KGM") is None  # type: ignore[arg-type]
        assert units.convert(1, "KGM", unit) is None


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "1e999999999", "sNaN", "", "kg"])
def test_what_is_no_number_is_none(value: object) -> None:
    assert units.convert(value, "KGM", "GRM") is None  # type: ignore[arg-type]
    assert units.base(value, "KGM") is None  # type: ignore[arg-type]


def test_an_unknown_code_is_only_itself() -> None:
    assert units.same_quantity("BX", "BX")
    assert not units.same_quantity("BX", "EA")
    assert units.convert(3, "BX", "BX") == 3


def test_every_measurement_type_of_the_cbv_has_a_quantity_with_units() -> None:
    assert set(units.QUANTITY_OF_TYPE) == set(vocabulary.MEASUREMENT_TYPES)
    assert set(units.QUANTITY_OF_TYPE.values()) == set(BY_QUANTITY)
    for codes in BY_QUANTITY.values():
        first = UNITS[codes[0]]
        assert (first.factor, first.offset) == (1, 0)


def test_every_code_of_gs1s_examples_is_there(shared_epcis: Path) -> None:
    found = set()
    for path in chain(shared_epcis.glob("examples-*/**/*.*"), shared_epcis.glob("event-hash/*")):
        text = path.read_text(encoding="utf-8")
        found |= set(re.findall(r'"uom" ?: ?"([^"]+)"|uom="([^"]+)"|<uom>([^<]+)<', text))
    codes = {code for groups in found for code in groups if code}
    assert "KGM" in codes
    assert codes - set(UNITS) == set()
