"""Units of measure: what two numbers with units of UN/ECE Recommendation 20 have to do with each other.

    convert(1000, "GRM", "KGM") == 1        same_quantity("GRM", "LTR") is False
    convert(68, "FAH", "CEL") == 20         convert(1, "XYZ", "KGM") is None

Numbers are taken as the decimals that people wrote (0.1 is one tenth) and computed as fractions, so
that nothing is lost on the way; only the answer is rounded, once, to a double. `0.1 + 0.2` was no
decimal that anybody wrote: whoever compares converted numbers uses a relative tolerance of 1e-12,
as `same` does.

>>> convert(2.5, "TNE", "KGM"), convert(-40, "CEL", "FAH"), quantity("A93")
(2500.0, -40.0, 'density')
>>> base("12", "GRM")
('mass', Fraction(3, 250))

Source: UN/ECE Recommendation 20; units.txt, the table, says where its factors come from.
"""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType

TOLERANCE = Fraction(1, 10**12)
Number = int | float | str | Decimal

_PI = Fraction("3.14159265358979323846264338327950288419716939937510")
_LARGEST_EXPONENT = 400  # doubles end at 308; a text of "1e999999999" would fill the memory


@dataclass(frozen=True, slots=True)
class Unit:
    """A value in base units is `value * factor + offset`. `name` is Recommendation 20's, in English."""

    code: str
    name: str
    quantity: str
    factor: Fraction
    offset: Fraction = Fraction(0)


def _factor(text: str) -> Fraction:
    """ "0.3048*0.3048/60" or "pi/180"; read from left to right."""
    product = Fraction(1)
    divides = False
    for part in text.replace("*", " * ").replace("/", " / ").split():
        if part in "*/":
            divides = part == "/"
            continue
        value = _PI if part == "pi" else Fraction(part)
        product = product / value if divides else product * value
    return product


def _read(table: str) -> tuple[dict[str, Unit], dict[str, str]]:
    units: dict[str, Unit] = {}
    quantities: dict[str, str] = {}
    quantity = ""
    for line in table.splitlines():
        if not line or line.startswith("#"):
            continue
        if line.startswith("["):
            quantity, _, types = line[1:].partition("] ")
            quantities |= dict.fromkeys(types.split(), quantity)
            continue
        code, factor, name = line.split(" ", 2)
        multiple, _, zero = factor.partition("+")
        offset = _factor(zero) if zero else Fraction(0)
        units[code] = Unit(code, name, quantity, _factor(multiple), offset)
    return units, quantities


_units, _quantities = _read((files("txng.epcis") / "units.txt").read_text(encoding="utf-8"))
UNITS = MappingProxyType(_units)
QUANTITY_OF_TYPE = MappingProxyType(_quantities)
"""Measurement types of CBV 2.0, as bare words, and the quantity that each is of."""


def quantity(unit: str) -> str | None:
    """What is measured in this unit; None for a code that is not in the table."""
    known = UNITS.get(unit)
    return None if known is None else known.quantity


def same_quantity(unit_a: str, unit_b: str) -> bool:
    """Whether one can be converted into the other; a code that is not in the table is only itself."""
    return unit_a == unit_b or (
        quantity(unit_a) is not None and quantity(unit_a) == quantity(unit_b)
    )


def base(value: Number, unit: str) -> tuple[str, Fraction] | None:
    """The quantity, and the exact value in its base unit; None for an unknown code or no number."""
    known, exact = UNITS.get(unit), _exact(value)
    if known is None or exact is None:
        return None
    return known.quantity, exact * known.factor + known.offset


def convert(value: Number, unit: str, to: str) -> float | None:
    """The same amount in another unit; None where there is no way from one to the other."""
    number = _decimal(value)
    if number is None:
        return None
    if unit == to:
        return float(number)
    way = _way(unit, to)
    if way is None:
        return None
    (factor_up, factor_down), (offset_up, offset_down) = way
    # whole numbers all the way: a fraction would look for common divisors, and division rounds well
    up, down = number.as_integer_ratio()
    up, down = up * factor_up, down * factor_down
    try:
        return (up * offset_down + offset_up * down) / (down * offset_down)
    except OverflowError:
        return None


def same(value_a: Number, unit_a: str, value_b: Number, unit_b: str) -> bool:
    """Whether two amounts are equal, to twelve digits; amounts of different quantities never are."""
    if not same_quantity(unit_a, unit_b):
        return False
    a, b = base(value_a, unit_a), base(value_b, unit_b)
    if a is None or b is None:  # codes that are not in the table
        return unit_a == unit_b and _exact(value_a) == _exact(value_b) is not None
    return abs(a[1] - b[1]) <= TOLERANCE * max(abs(a[1]), abs(b[1]))


@lru_cache(maxsize=1024)
def _way(unit: str, to: str) -> tuple[tuple[int, int], tuple[int, int]] | None:
    source, target = UNITS.get(unit), UNITS.get(to)
    if source is None or target is None or source.quantity != target.quantity:
        return None
    factor = source.factor / target.factor
    offset = (source.offset - target.offset) / target.factor
    return factor.as_integer_ratio(), offset.as_integer_ratio()


def _exact(value: Number) -> Fraction | None:
    number = _decimal(value)
    return None if number is None else Fraction(number)


def _decimal(value: Number) -> Decimal | None:
    """The number that was written; None for what is none or is far outside of any measure."""
    try:
        number = Decimal(repr(value) if isinstance(value, float) else value)
    except (InvalidOperation, ValueError, TypeError):
        return None
    if not number.is_finite():
        return None
    if abs(number.adjusted()) > _LARGEST_EXPONENT:
        return None if number else Decimal(0)
    return number
