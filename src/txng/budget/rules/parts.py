"""The parts of a line, one a source: they add up to its total, and nobody spends more than was approved."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Difference:
    """`parts` is what the sources add up to, `gap` by how much they miss the total (never negative)."""

    total: Decimal
    parts: Decimal

    @property
    def gap(self) -> Decimal:
        return abs(self.total - self.parts)

    @property
    def is_missing(self) -> bool:
        return self.parts < self.total


def adds_up(total: Decimal, parts: Iterable[Decimal]) -> Difference | None:
    """None when it does.

    >>> adds_up(Decimal(10), [Decimal(4), Decimal(5)])
    Difference(total=Decimal('10'), parts=Decimal('9'))
    """
    found = Difference(total, sum(parts, Decimal(0)))
    return found if found.gap else None


def raised(before: Mapping[int, Decimal], after: Mapping[int, Decimal]) -> int | None:
    """The first part that is more than it was: whoever appraises or approves may only leave or lower.

    >>> raised({1: Decimal(5), 2: Decimal(5)}, {1: Decimal(5), 2: Decimal(6)})
    2
    """
    return next((key for key, amount in after.items() if amount > before[key]), None)


def left(approved: Decimal | None, disbursed: Decimal) -> Decimal | None:
    """None while nothing is approved: not 0, which would say that all is spent."""
    return None if approved is None else approved - disbursed


def may_disburse(approved: Decimal | None, disbursed: Decimal, asked: Decimal) -> bool:
    """Exactly what is left may be spent, a đồng more may not.

    >>> may_disburse(Decimal(5), Decimal(3), Decimal(2)), may_disburse(Decimal(5), Decimal(3), Decimal(3))
    (True, False)
    """
    return approved is not None and disbursed + asked <= approved
