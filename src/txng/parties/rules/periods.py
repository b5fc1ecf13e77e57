"""From a day until a day, both included; None is open on that side.

>>> Period(None, date(2025, 6, 30)).holds(date(2025, 6, 30))
True
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from txng.parties.rules import Refused

EARLIEST: Final = date(1900, 1, 1)
LATEST: Final = date(2100, 12, 31)


@dataclass(frozen=True, slots=True)
class Period:
    first: date | None
    last: date | None

    def holds(self, day: date) -> bool:
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def meets(self, other: "Period") -> bool:
        """Whether some day lies in both."""
        return (self.first is None or other.last is None or self.first <= other.last) and (
            other.first is None or self.last is None or other.first <= self.last
        )


def period(first: date | None, last: date | None) -> Period:
    """Raises Refused with period_backwards, period_far."""
    for day in (first, last):
        if day is not None and not EARLIEST <= day <= LATEST:
            raise Refused("period_far", got=day.isoformat(), first=EARLIEST.year, last=LATEST.year)
    if first is not None and last is not None and last < first:
        raise Refused("period_backwards", first=first.isoformat(), last=last.isoformat())
    return Period(first, last)


def day_before(day: date) -> date:
    return day - timedelta(days=1)
