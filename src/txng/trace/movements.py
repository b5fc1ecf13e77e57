"""What a ledger is made of: accounts, and movements between two of them.

    harvest      500 kg   made ───────────────> held by the plot
    collecting   500 kg   held by the plot ───> held by the collection point     implied: nobody shipped
    shipping     500 kg   held ───────────────> in transit to the mill
    receiving    500 kg   in transit ─────────> held by the mill
    milling      500 kg   held by the mill ───> process (this transformation)

A movement is a pair of postings that sum to zero, with the event that says so. An amount that nobody
told is None in both; it makes the balance of either account unknown, never smaller or larger.
"""

from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from fractions import Fraction
from typing import Any, NamedTuple

from txng.trace.source import RecordedEvent

When = tuple[datetime, datetime, bytes]
"""Event time, record time, key: of equal event times what was recorded first came first."""


class Kind(StrEnum):
    """HELD and TRANSIT are where goods are; the others are where they come from and end."""

    HELD = "held"  # at a place
    TRANSIT = "transit"  # on the way to a party
    MADE = "made"  # harvested, commissioned
    PROCESS = "process"  # inside one transformation
    SOLD = "sold"  # over the counter, dispensed
    DESTROYED = "destroyed"
    ENDED = "ended"  # decommissioned, deleted
    COUNTED = "counted"  # what a stock-taking found more or less than the records
    UNEXPLAINED = "unexplained"  # used, shipped or seen, and no event says where it came from


WHERE_GOODS_ARE = frozenset({Kind.HELD, Kind.TRANSIT})


class Account(NamedTuple):
    """`holder` is a place, a destination, a transformation, or "". `box` is what the goods lie in."""

    kind: Kind
    holder: str = ""
    box: str = ""

    @property
    def where(self) -> "Account":
        """The same holder, whatever box the goods lie in."""
        return self if not self.box else Account(self.kind, self.holder)


class Why(StrEnum):
    TOLD = "told"  # the event says that this much moved
    CARRIED = "carried"  # the box moved, and the goods were in it
    IMPLIED = "implied"  # it is there now, so it moved, and no event said when
    COUNTED = "counted"  # somebody counted; the difference is booked


class Posting(NamedTuple):
    account: Account
    amount: Fraction | None
    movement: "Movement"


class Movement(NamedTuple):
    """`amount` of `thing` in `unit` from `source` to `target`. `via` is the box that carried it.

    `then`: what a stock-taking found; after it the balance of the place is known again.
    """

    thing: str
    unit: str
    amount: Fraction | None
    source: Account
    target: Account
    recorded: RecordedEvent
    when: When
    why: Why
    via: str = ""
    then: Fraction | None = None

    def postings(self) -> Iterator[Posting]:
        yield Posting(self.source, None if self.amount is None else -self.amount, self)
        yield Posting(self.target, self.amount, self)

    def as_dict(self) -> dict[str, Any]:
        return {
            "thing": self.thing,
            "quantity": None if self.amount is None else float(self.amount),
            "uom": self.unit,
            "from": account_as_dict(self.source),
            "to": account_as_dict(self.target),
            "why": self.why.value,
            "via": self.via or None,
            "event": self.recorded.key.hex(),
            "eventID": self.recorded.event_id,
            "eventTime": self.recorded.event.event_time.isoformat(),
        }


def account_as_dict(account: Account) -> dict[str, str]:
    told = {"kind": account.kind.value, "holder": account.holder, "box": account.box}
    return {name: text for name, text in told.items() if text}
