"""How many labels a lot may have: its weight by the content of one package, and a few spare ones.

    600 kg of coffee in packages of 500 g     1,200 packages
    2 in a hundred are spoilt in printing   +    24 labels
                                            = 1,224

Whoever prints more codes than goods can lend them to goods of others; so a lot has a limit, and only an
officer who says why may lift it.

Source: reference/reliability.md §3.3 (codes and shipped weight against what was harvested).
"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from typing import Final

SPARE_PERCENT: Final = 2
MOST_LABELS: Final = 10_000_000  # of one lot
MOST_IN_A_BATCH: Final = 200_000
HEAVIEST_LOT_KG: Final = Decimal(10_000_000)


@dataclass(frozen=True, slots=True)
class Allowance:
    """`units` packages of the lot, `spare` labels more for what is spoilt."""

    units: int
    spare: int

    @property
    def labels(self) -> int:
        return self.units + self.spare


def allowance(weight_kg: Decimal, content_g: Decimal) -> Allowance:
    """0 < weight_kg, 0 < content_g. A rest that fills no package has no label.

    >>> allowance(Decimal(600), Decimal(500))
    Allowance(units=1200, spare=24)
    """
    units = int((weight_kg * 1000 / content_g).to_integral_value(ROUND_FLOOR))
    spare = int((Decimal(units) * SPARE_PERCENT / 100).to_integral_value(ROUND_CEILING))
    return Allowance(units, spare)


@dataclass(frozen=True, slots=True)
class Taking:
    """Whether `wanted` labels fit beside those `taken` already; `left` before this taking."""

    wanted: int
    left: int

    @property
    def is_allowed(self) -> bool:
        return 0 < self.wanted <= self.left


def take(*, allowed: int, taken: int, wanted: int) -> Taking:
    return Taking(wanted, max(0, allowed - taken))
