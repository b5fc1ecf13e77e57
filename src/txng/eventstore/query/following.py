"""What is new since a position: how subscriptions follow the store.

Captures commit one after another, each with a later record time (decision 3 of ADR 0009), so a follower
that remembers how far it read misses nothing and is told nothing twice.
"""

from dataclasses import dataclass

from txng.epcis.query.language import Query
from txng.eventstore.query.reading import Position, Reader, position
from txng.eventstore.store import EventStore, StoredEvent

MOST_BYTES = 8 * 1024 * 1024  # of events at once; then the follower comes again
MOST_ROWS = 10_000  # read in one go when little matches; the follower comes again
_ENDLESS = 1 << 62  # newer() stops by itself, with a position, before any budget
_BEHIND_ALL = b"\xff" * 16  # every key of that record time


@dataclass(frozen=True, slots=True)
class Newer:
    """`position` is how far was read, also when nothing matched: ask again from there."""

    events: list[StoredEvent]
    position: tuple[int, bytes]


def newer(
    store: EventStore, query: Query, after: tuple[int, bytes], *, owner: int | None, limit: int
) -> Newer:
    """At most `limit` (>= 1) matching events behind a position, in the order they were recorded; fewer
    where they are large.

    Order and limits of the query are not looked at. Everything up to `position` was read: a follower
    has caught up when it equals `last_position`.
    """
    end = Position(*last_position(store))
    place = Position(after[0], after[1].ljust(16, b"\0"))
    if place >= end:
        return Newer([], place)
    events: list[StoredEvent] = []
    size = 0
    reader = Reader(store, query, owner=owner)
    for stored, is_match in reader.matches(
        "record_time",
        descending=False,
        after=place,
        batch=min(limit, MOST_ROWS),
        until=end,
        most_rows=_ENDLESS,
    ):
        place = position("record_time", stored)
        if is_match:
            events.append(stored)
            size += len(stored.payload)
            if len(events) == limit or size >= MOST_BYTES:
                return Newer(events, place)
        elif reader.rows >= MOST_ROWS:
            return Newer(events, place)
    return Newer(events, end)


def last_position(store: EventStore) -> tuple[int, bytes]:
    """Behind everything committed so far; (0, ..) of an empty store.

    All events of one record time are committed together, so the last time stands for all its keys.
    """
    ((last,),) = store.driver.often("SELECT max(record_time) FROM event")
    return (0, bytes(16)) if last is None else (last, _BEHIND_ALL)
