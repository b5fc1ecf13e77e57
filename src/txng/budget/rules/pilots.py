"""Unit costs out of a pilot model, and the next estimate out of unit costs (Plan III.2.c).

    Lạc Dương, 3 enterprises          tem 30.000 con x 350 đ = 10.500.000 đ
                                      a result costs            3.500.000 đ   (10.500.000 / 3)
    next year 12 enterprises                                   42.000.000 đ   (10.500.000 x 12 / 3)

Rounded once, at the end: what is asked for is the amount times the results, not a rounded unit times them.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

_DONG = Decimal(1)


@dataclass(frozen=True, slots=True)
class Item:
    """`quantity` of `unit` at `unit_cost` đồng, spent on the whole pilot."""

    purpose: str
    title: str
    quantity: Decimal
    unit: str
    unit_cost: Decimal

    @property
    def amount(self) -> Decimal:
        return rounded(self.quantity * self.unit_cost)


@dataclass(frozen=True, slots=True)
class Estimate:
    """What the items of one purpose would cost for `results` results."""

    purpose: str
    items: tuple[Item, ...]
    pilot_results: int
    results: int

    @property
    def spent(self) -> Decimal:
        return sum((one.amount for one in self.items), Decimal(0))

    @property
    def amount(self) -> Decimal:
        return rounded(self.spent * self.results / self.pilot_results)


def rounded(amount: Decimal) -> Decimal:
    """To the đồng, half of one upwards.

    >>> rounded(Decimal("0.5")), rounded(Decimal("2.4"))
    (Decimal('1'), Decimal('2'))
    """
    return amount.quantize(_DONG, rounding=ROUND_HALF_UP)


def unit_cost(amount: Decimal, results: int) -> Decimal | None:
    """Of one result; None before any result is counted: nobody knows it then."""
    return rounded(amount / results) if results > 0 else None


def estimates(items: Iterable[Item], pilot_results: int, results: int) -> list[Estimate]:
    """One for each purpose, in the order in which the cost sheet names it. Raises ValueError without
    results to divide by."""
    if pilot_results <= 0 or results <= 0:
        raise ValueError(f"expected results above 0, got {pilot_results} and {results}")
    by_purpose: dict[str, list[Item]] = {}
    for one in items:
        by_purpose.setdefault(one.purpose, []).append(one)
    return [
        Estimate(purpose, tuple(several), pilot_results, results)
        for purpose, several in by_purpose.items()
    ]
