"""The ledger of a lot: where every kilogram of it came from, lies and went, with the event that says so.

    book = ledger(source, "https://id.gs1.org/01/09521003000023/10/L1")
    book.balances(at=noon)        {Account(held, plot): {"KGM": 120}, Account(sold): {"KGM": 380}}
    book.movements                pairs of postings, in order of time

Double entry: every movement takes from one account what it gives to another, so all accounts of a lot
sum to zero in each unit, at every moment. `Account.kind` tells where goods are (held, in transit) from
where they came (made, process, unexplained) and how they ended. How events become movements: `book`.

Cost: the histories of the lot and of the boxes that it lay in, one question for each level of boxes.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from txng.epcis.events import AggregationEvent
from txng.epcis.mentions import Role, things
from txng.gs1.identifier import identify
from txng.trace.amounts import Amount
from txng.trace.book import Book, Content, no_content
from txng.trace.errors import LimitError, NotCanonicalError
from txng.trace.movements import WHERE_GOODS_ARE, Account, Kind, Movement, account_as_dict
from txng.trace.source import EventSource, RecordedEvent

DEFAULT_LIMIT = 200_000  # events of the histories together: some ten seconds
Balances = dict[Account, dict[str, Fraction | None]]
"""Account without its box -> unit -> amount; None where it is unknown."""


@dataclass(frozen=True, slots=True)
class Histories:
    """Everything that happened to some things and to the boxes around them.

    `is_cut`: there was more than the limit; what is missing is not known.
    """

    events: tuple[RecordedEvent, ...]
    tracked: frozenset[str]
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Ledger:
    """`movements` of one thing, in order of time; `units` are those that it is kept in.

    `is_single`: one item or box, no lot; events tell by the list in which they name it.
    """

    thing: str
    is_single: bool
    units: tuple[str, ...]
    movements: tuple[Movement, ...]
    is_cut: bool = False

    def balances(self, at: datetime | None = None) -> Balances:
        return balances(self.movements, at)

    def on_hand(self, at: datetime | None = None) -> Balances:
        """Only where goods are: held by somebody or on the way. What a journey owes is nowhere."""
        return {
            account: held
            for account, held in self.balances(at).items()
            if account.kind in WHERE_GOODS_ARE
            and any(amount is None or amount > 0 for amount in held.values())
        }

    def of_kind(self, kind: Kind, at: datetime | None = None) -> dict[str, Fraction | None]:
        """Unit -> what all accounts of a kind hold together."""
        sums: dict[str, Fraction | None] = {}
        for account, held in self.balances(at).items():
            if account.kind is kind:
                for unit, amount in held.items():
                    before = Amount(sums.get(unit, Fraction(0)), unit)
                    sums[unit] = (before + Amount(amount, unit)).value
        return sums

    def as_dict(self, at: datetime | None = None) -> dict[str, Any]:
        return {
            "thing": self.thing,
            "isSingle": self.is_single,
            "units": list(self.units),
            "movements": [one.as_dict() for one in self.movements if at is None or _is_by(one, at)],
            "balances": [
                account_as_dict(account)
                | {"quantity": None if amount is None else float(amount), "uom": unit}
                for account, held in self.balances(at).items()
                for unit, amount in held.items()
            ],
            "isCut": self.is_cut,
        }


def ledger(
    source: EventSource,
    canonical: str,
    content: Content = no_content,
    *,
    limit: int = DEFAULT_LIMIT,
) -> Ledger:
    """Raises NotCanonicalError or LimitError. `content` tells what a piece of a product holds."""
    if identify(canonical).canonical != canonical:
        raise NotCanonicalError(identify(canonical).canonical, canonical)
    found = histories(source, [canonical], limit=limit)
    book = Book(found.events, content, tracked=found.tracked)
    return of_book(book, canonical, is_cut=found.is_cut)


def of_book(book: Book, thing: str, *, is_cut: bool = False) -> Ledger:
    movements = tuple(one for one in book.movements if one.thing == thing)
    return Ledger(thing, book.is_single(thing), book.units(thing), movements, is_cut)


def ledgers(book: Book, *, is_cut: bool = False) -> dict[str, Ledger]:
    """One for each thing in the book."""
    of: dict[str, list[Movement]] = {}
    for movement in book.movements:
        of.setdefault(movement.thing, []).append(movement)
    return {
        thing: Ledger(thing, book.is_single(thing), book.units(thing), tuple(movements), is_cut)
        for thing, movements in of.items()
    }


def histories(
    source: EventSource, canonicals: Collection[str], *, limit: int = DEFAULT_LIMIT
) -> Histories:
    """The events of the things, of the boxes they were put into, and of the boxes around those."""
    if limit < 1:
        raise LimitError(limit)
    events: dict[bytes, RecordedEvent] = {}
    tracked, wanted = set(canonicals), list(dict.fromkeys(canonicals))
    while wanted:
        if len(events) > limit:
            return Histories(tuple(events.values()), frozenset(tracked), is_cut=True)
        boxes: dict[str, None] = {}
        for listed in source.events_of(wanted).values():
            for recorded in listed:
                if recorded.key not in events:
                    events[recorded.key] = recorded
                box = _box_around(recorded, tracked)
                if box is not None and box not in tracked:
                    boxes[box] = None
        tracked.update(boxes)
        wanted = list(boxes)
    return Histories(tuple(events.values()), frozenset(tracked))


def _box_around(recorded: RecordedEvent, tracked: Collection[str]) -> str | None:
    if not isinstance(recorded.event, AggregationEvent):
        return None
    parent, holds = None, False
    for mention in things(recorded.event):
        if mention.role is Role.PARENT:
            parent = mention.identifier.canonical
        elif mention.identifier.canonical in tracked:
            holds = True
    return parent if holds else None


def balances(movements: Iterable[Movement], at: datetime | None = None) -> Balances:
    """What every account holds after the movements up to a moment, boxes put together.

    Precondition: movements of one thing, in order of time. What moves between boxes of one holder
    changes nothing, so an unknown amount of it makes nothing unknown.
    """
    held: Balances = {}
    for movement in movements:
        if at is not None and not _is_by(movement, at):
            break
        source, target = movement.source.where, movement.target.where
        if source == target:
            continue
        for account, sign in ((source, -1), (target, 1)):
            units = held.setdefault(account, {})
            before = units.get(movement.unit, Fraction(0))
            if before is None or movement.amount is None:
                units[movement.unit] = None
            else:
                units[movement.unit] = before + sign * movement.amount
            if movement.then is not None and account.kind is Kind.HELD:
                units[movement.unit] = movement.then
    return held


def _is_by(movement: Movement, at: datetime) -> bool:
    return movement.when[0] <= at
