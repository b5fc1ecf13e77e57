"""Exact amounts: one unit for each kind of quantity, and never zero for what nobody said.

    (2.5, "TNE")  ──> 2500 KGM        mass in kilograms
    (3, "DZN")    ──> 36 H87          counts in pieces; so does (36, None): EPCIS counts without a unit
    (None, "KGM") ──> unknown KGM     unknown plus anything is unknown
    (7, "XSA")    ──> 7 XSA           a unit that is not in the table is only itself

From one kind to another (20 packs to 5 kg) leads only what somebody declared: the content of a piece.

>>> amount(2.5, "TNE"), amount(500, "GRM").value, amount(None, None)
(Amount(value=Fraction(2500, 1), unit='KGM'), Fraction(1, 2), Amount(value=None, unit='H87'))
>>> content("250 g", {"g": "GRM"}), content("khoảng 3 kg", {"kg": "KGM"})
(Amount(value=Fraction(1, 4), unit='KGM'), None)

Numbers are the decimals that people wrote, computed as fractions; compare with `exceeds`, which leaves
room for the last digit of a double (1e-12), as `epcis.units` asks.
"""

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from txng.epcis import units

KILOGRAM = "KGM"
PIECE = "H87"
HECTARE = "HAR"
HOMES = {
    "mass": KILOGRAM,
    "count": PIECE,
    "volume": "LTR",
    "area": HECTARE,
    "length": "MTR",
}
_CONTENT = re.compile(r"\s*(\d+(?:[.,]\d+)?)\s*(\S+)\s*")
_THOUSANDS = re.compile(r"[1-9]\d*[.,]\d{3}")  # "1.000 g": one gram or a thousand?


class Amount(NamedTuple):
    """`value` in `unit`, which is the home unit of its kind; None was not told."""

    value: Fraction | None
    unit: str

    def __add__(self, other: object) -> "Amount":
        """Precondition: both are in one unit."""
        assert isinstance(other, Amount)
        assert other.unit == self.unit, f"Expected {self.unit}, got {other.unit}"
        if self.value is None or other.value is None:
            return Amount(None, self.unit)
        return Amount(self.value + other.value, self.unit)

    def as_dict(self) -> dict[str, Any]:
        return {"quantity": None if self.value is None else float(self.value), "uom": self.unit}


@lru_cache(maxsize=65536)
def amount(quantity: float | None, uom: str | None) -> Amount:
    """What an event says, in the home unit of its kind. Less than nothing counts as not told."""
    unit = home(uom)
    if quantity is None or not quantity >= 0:
        return Amount(None, unit)
    if unit == uom and units.quantity(unit) is None:
        return Amount(_exact(quantity), unit)
    found, target = units.base(quantity, uom or PIECE), units.UNITS[unit]
    if found is None:
        return Amount(None, unit)
    return Amount((found[1] - target.offset) / target.factor, unit)


def home(uom: str | None) -> str:
    """The unit in which amounts of this unit are kept; no unit counts pieces."""
    kind = units.quantity(uom or PIECE)
    if kind is None:
        assert uom is not None
        return uom
    return HOMES.get(kind) or _base_unit(kind)


@lru_cache(maxsize=128)
def _base_unit(kind: str) -> str:
    return next(
        unit.code
        for unit in units.UNITS.values()
        if unit.quantity == kind and unit.factor == 1 and unit.offset == 0
    )


def _exact(quantity: float) -> Fraction | None:
    found = units.base(quantity, "C62")  # for its reading of numbers, of no unit at all
    return None if found is None else found[1]


def total(amounts: Iterable[Amount], unit: str) -> Amount:
    """Nothing at all is zero; one unknown makes the sum unknown."""
    known = Fraction(0)
    for one in amounts:
        assert one.unit == unit, f"Expected {unit}, got {one.unit}"
        if one.value is None:
            return Amount(None, unit)
        known += one.value
    return Amount(known, unit)


def exceeds(value: Fraction, limit: Fraction, tolerance: Fraction = Fraction(0)) -> bool:
    """Whether a value lies above a limit by more than a share of it and the last digit of a double."""
    return value - limit > abs(limit) * tolerance + units.TOLERANCE * max(abs(value), abs(limit))


def content(text: Any, words: Mapping[str, str]) -> Amount | None:
    """What one piece holds, as master data declare it; None for what is no exact amount.

    `text` is "250 g", "60 KGM" or a member with `value` and a unit; `words` are units as labels write
    them, with their codes of Recommendation 20. "About 3 kg" is no declaration of a factor.
    """
    if isinstance(text, Mapping):
        unit = next((text[key] for key in _UNIT_MEMBERS if isinstance(text.get(key), str)), None)
        text = f"{text.get('value', '')} {unit}"
    found = _CONTENT.fullmatch(str(text))
    if found is None:
        return None
    number, word = found.groups()
    uom = words.get(word.lower(), word)
    if units.quantity(uom) is None or _THOUSANDS.fullmatch(number):
        return None
    exact = Fraction(number.replace(",", "."))
    told = amount(1, uom)
    if told.value is None or exact <= 0:
        return None
    return Amount(told.value * exact, told.unit)


_UNIT_MEMBERS = ("measurementUnitCode", "unitCode", "uom")
