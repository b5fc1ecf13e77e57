"""The journal as followers read it: events in the order of their commits, as they were stored.

    position      (record time in µs, event key); BEGINNING stands before every event
    rows = behind(store, position, limit=1000)        the next thousand
    position = rows[-1].position

One writer commits at a time and record times only grow, so whoever reads on from a position misses
nothing (ADR 0009). Events are not decoded: a follower takes from the payload what it needs.

`thorough` also asks whether the row still says what its payload says: a row that was edited behind the
application's back lies in `damage`, in words. A row whose payload cannot be read has None for it.
"""

from collections.abc import Collection, Sequence
from typing import Any, Final, NamedTuple

from txng.epcis.events import decode_event
from txng.eventstore.drivers import EVENT_COLUMNS
from txng.eventstore.keys import microseconds
from txng.eventstore.recording import columns_of
from txng.eventstore.store import EventStore

Position = tuple[int, bytes]

BEGINNING: Final[Position] = (0, bytes(16))
MOST_COUNTED: Final = 100_000
_FEW = ("key", "record_time", "owner", "dictionary", "payload")


class Committed(NamedTuple):
    """One stored event. `damage` is empty for a row that can be read, and true if that was asked."""

    key: bytes
    record_time: int
    owner: int
    payload: bytes | None
    damage: str = ""

    @property
    def position(self) -> Position:
        return self.record_time, self.key


class Newest(NamedTuple):
    """Record time of the newest event and of the newest declaration, in µs; 0 for none."""

    event: int
    declaration: int


def newest(store: EventStore) -> Newest:
    """Whether anything changed, for whoever keeps what they read: two look-ups at the end of an index.

    A job's events are committed together and under a record time of their own, so an unchanged number
    means that no event was added.
    """
    ((event, declaration),) = store.driver.often(
        "SELECT (SELECT max(record_time) FROM event),"
        " (SELECT max(last_declared) FROM vocabulary_element)"
    )
    return Newest(event or 0, declaration or 0)


def behind(
    store: EventStore,
    position: Position,
    *,
    limit: int,
    until: Position | None = None,
    thorough: bool = False,
) -> list[Committed]:
    """At most `limit` events behind `position` (not itself) up to `until` (itself), as committed."""
    driver, columns = store.driver, EVENT_COLUMNS if thorough else _FEW
    where = "(record_time, key) > (%s, %s)"
    parameters: list[Any] = [position[0], driver.key(position[1])]
    if until is not None:
        where += " AND (record_time, key) <= (%s, %s)"
        parameters += [until[0], driver.key(until[1])]
    rows = driver.rows(
        f"SELECT {', '.join(columns)} FROM event WHERE {where} ORDER BY record_time, key LIMIT %s",
        [*parameters, limit],
    )
    return _read(store, rows, thorough)


def with_keys(store: EventStore, keys: Collection[bytes]) -> dict[bytes, Committed]:
    """The stored events with these keys."""
    driver, listed = store.driver, list(keys)
    found: list[Committed] = []
    for start in range(0, len(listed), 500):
        part = [driver.key(key) for key in listed[start : start + 500]]
        rows = driver.rows(
            f"SELECT {', '.join(_FEW)} FROM event WHERE key IN ({', '.join(['%s'] * len(part))})",
            part,
        )
        found += _read(store, rows, thorough=False)
    return {one.key: one for one in found}


class Waiting(NamedTuple):
    """How many events lie behind a position, counted up to MOST_COUNTED, and the record time (µs) of
    the oldest."""

    events: int
    oldest: int | None


def waiting(store: EventStore, position: Position) -> Waiting:
    """Linear in what waits, and bounded: pages ask."""
    ((events, oldest),) = store.driver.rows(
        "SELECT count(*), min(record_time) FROM"
        " (SELECT record_time FROM event WHERE (record_time, key) > (%s, %s)"
        " ORDER BY record_time, key LIMIT %s) AS behind",
        [position[0], store.driver.key(position[1]), MOST_COUNTED],
    )
    return Waiting(int(events), oldest)


def _read(store: EventStore, rows: Sequence[tuple[Any, ...]], thorough: bool) -> list[Committed]:
    decompress = store.settings.compressor.decompress
    found = []
    for row in rows:
        if thorough:
            key, event_time, record_time, *columns, owner, dictionary, packed = row
        else:
            key, record_time, owner, dictionary, packed = row
        payload, damage = None, ""
        try:
            payload = decompress(dictionary, packed)
            if thorough:
                event = decode_event(payload)
                told = (microseconds(event.event_time), *columns_of(event, store.keys))
                if told != (event_time, *columns):
                    damage = "columns differ from the event"
        except Exception as error:  # any damage is one answer, as in EventStore.read
            damage = f"unreadable: {type(error).__name__}"
        found.append(Committed(bytes(key), record_time, owner, payload, damage))
    return found


def newest_by_owner(store: EventStore, after: int, until: int) -> dict[int, int]:
    """Owner -> record time (µs) of the newest event with after < record time <= until; one grouped question.

    Linear in what was recorded in between, and no event is unpacked.
    """
    rows = store.driver.rows(
        "SELECT owner, max(record_time) FROM event WHERE record_time > %s AND record_time <= %s"
        " GROUP BY owner",
        [after, until],
    )
    return {int(owner): int(moment) for owner, moment in rows}
