"""What a prefix costs, and when it is due: data with source and validity, changed by officers.

    GCP-10    once 1,000,000 đ    a year 500,000 đ, half of it when registered after 30 June
    due       30 June of every year

Source of what ships: the price list that the measurement centre QUATEST 3 publishes for prefixes
(data/fees.toml says where and when it was read). It was not compared with the circular itself.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

DUE_MONTH: Final = 6
DUE_DAY: Final = 30
TOLD_BEFORE: Final = (60, 30, 7)  # days


@dataclass(frozen=True, slots=True)
class Fee:
    """`kind` "GCP-10"; `once` and `yearly` in đồng; valid from a day until another or further notice."""

    kind: str
    once: int
    yearly: int
    valid_from: date
    valid_until: date | None
    source: str


@dataclass(frozen=True, slots=True)
class Bill:
    once: int
    first_year: int
    yearly: int
    source: str

    @property
    def first(self) -> int:
        return self.once + self.first_year


def bill(fees: Iterable[Fee], kind: str, on: date) -> Bill | None:
    """What registering on a day costs; None when no fee of this kind is in force then."""
    valid = [
        fee
        for fee in fees
        if fee.kind == kind
        and fee.valid_from <= on
        and (fee.valid_until is None or on <= fee.valid_until)
    ]
    if not valid:
        return None
    fee = max(valid, key=lambda one: one.valid_from)
    is_late = on > date(on.year, DUE_MONTH, DUE_DAY)
    return Bill(fee.once, fee.yearly // 2 if is_late else fee.yearly, fee.yearly, fee.source)


@dataclass(frozen=True, slots=True)
class Due:
    """`days` until the fee is due, negative when it is late; `state` says whether to speak of it."""

    on: date
    days: int
    state: Literal["quiet", "soon", "late"]


def due(paid_until: int, today: date) -> Due:
    """`paid_until` is the last year that was paid for.

    >>> due(2025, date(2026, 6, 20))
    Due(on=datetime.date(2026, 6, 30), days=10, state='soon')
    """
    on = date(paid_until + 1, DUE_MONTH, DUE_DAY)
    days = (on - today).days
    if days < 0:
        return Due(on, days, "late")
    return Due(on, days, "soon" if days <= TOLD_BEFORE[0] else "quiet")
