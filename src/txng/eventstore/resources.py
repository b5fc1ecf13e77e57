"""Which things events speak of: a list that no table holds, cut by key.

    GET /epcs   ->   events in the order they happened, each thing at the first that mentions it

A row per thing and organisation would cost more than the event, so there is none. Whether an event is
the first is one look into the index for each thing of a batch; the index only proposes, the event that it
proposes is read and decides. Events recorded after a walk began are not part of it (`until`), or a late
report of an early event would move a thing behind the page that has been shown.

Cost: follows the events walked, not the store; a call walks at most `budget` events. Those that name no
single thing, as harvests of lots do, cost an eighth: their bytes show it, so they are not taken apart.
A thousand things among 10^4 take 40 to 100 ms on either database, seen before or not.
"""

from bisect import bisect
from collections.abc import Collection
from dataclasses import dataclass
from itertools import accumulate
from typing import Final, NamedTuple

from txng.epcis.mentions import Role, instances
from txng.eventstore.compression import unpacked_size
from txng.eventstore.drivers import Handle
from txng.eventstore.keys import microseconds
from txng.eventstore.store import MOST_AT_ONCE, EventStore, StoredEvent
from txng.gs1.identifier import Identifier, identify

ALL: Final = -1
_BATCH: Final = 200  # events read at once, at most
_BUDGET: Final = 2000  # events walked for one page: about a fifth of a second
_PASSED_BY: Final = 8  # events without instances that cost what one with some does


def last_record_time(store: EventStore) -> int:
    """Microseconds; 0 in an empty store."""
    rows = store.driver.often("SELECT record_time FROM event ORDER BY record_time DESC LIMIT 1")
    return int(rows[0][0]) if rows else 0


class Place(NamedTuple):
    """Where a walk stands: the event, and how many of its things have been looked at (ALL of them)."""

    event_time: int
    key: bytes
    looked_at: int


@dataclass(frozen=True, slots=True)
class Walked:
    """`next` is None when there is nothing behind."""

    things: list[str]
    next: Place | None


def first_mentions(
    store: EventStore,
    *,
    owner: int | None,
    until: int,
    after: Place | None,
    size: int,
    budget: int = _BUDGET,
) -> Walked:
    """Canonical names of instances, each once, in the order of their first events.

    Reads events recorded up to `until` (microseconds). May give fewer than `size` and a place to go on
    from when the budget is spent.
    """
    told: list[str] = []
    here = after
    walked = 0.0
    reach = min(
        size + 1, _BATCH
    )  # most events bring something new; where they do not, read further
    while True:
        batch, last, count, is_end = _events_from(store, owner, until, here, reach)
        first = _first_in(store, batch, owner, until)
        for stored, named in batch:
            place = Place(microseconds(stored.event.event_time), stored.key, 0)
            skip = here.looked_at if here is not None and here[:2] == place[:2] else 0
            for number, canonical in enumerate(named):
                if number < skip or first.get(canonical) != stored.key:
                    continue
                if len(told) == size:
                    return Walked(told, place._replace(looked_at=number))
                told.append(canonical)
        if is_end:
            return Walked(told, None)
        walked += len(batch) + (count - len(batch)) / _PASSED_BY
        reach = min(reach * 2, _BATCH)
        here = last
        if walked >= budget:
            return Walked(told, here)


Seen = tuple[StoredEvent, dict[str, Identifier]]
"""An event and its instances by their canonical names, in their order."""


def _seen(stored: StoredEvent) -> Seen:
    found = map(identify, instances(stored.event))
    return stored, {identifier.canonical: identifier for identifier in found}


def _may_name_instances(payload: bytes) -> bool:
    """Whether the JSON of an event has a member that lists instances, or an escape that may spell one."""
    return (
        b"epcList" in payload
        or b"EPC" in payload  # childEPCs, inputEPCList, outputEPCList
        or b"parentID" in payload
        or b"\\u" in payload
    )


def _events_from(
    store: EventStore, owner: int | None, until: int, place: Place | None, most: int
) -> tuple[list[Seen], Place | None, int, bool]:
    """The events that may name instances among the next `most`, fewer where they are large; where those
    end, how many they are, and whether there are no more."""
    driver = store.driver
    where, parameters = ["record_time <= %s"], [until]
    if owner is not None:
        where.append("owner = %s")
        parameters.append(owner)
    if place is not None:
        beyond = ">" if place.looked_at == ALL else ">="
        where.append(f"(event_time, key) {beyond} (%s, %s)")
        parameters += [place.event_time, driver.key(place.key)]
    rows = driver.rows(
        "SELECT event_time, key, record_time, owner, dictionary, payload FROM event"
        f" WHERE {' AND '.join(where)} ORDER BY event_time, key LIMIT %s",
        [*parameters, most],
    )
    held = list(accumulate(unpacked_size(row[-1]) for row in rows))
    taken = rows[: max(1, bisect(held, MOST_AT_ONCE))]
    last = Place(taken[-1][0], bytes(taken[-1][1]), ALL) if taken else None
    events = store.read([row[1:] for row in taken], _may_name_instances)
    is_end = len(rows) < most and len(taken) == len(rows)
    return list(map(_seen, events)), last, len(taken), is_end


def _first_in(
    store: EventStore, batch: list[Seen], owner: int | None, until: int
) -> dict[str, bytes]:
    """Canonical name -> key of its first event, for the things whose first event is in the batch."""
    first: dict[str, bytes] = {}
    identifiers: dict[str, Identifier] = {}
    for stored, named in batch:
        for canonical, identifier in named.items():
            first.setdefault(canonical, stored.key)
            identifiers[canonical] = identifier
    if not batch:
        return {}
    begin = (microseconds(batch[0][0].event.event_time), batch[0][0].key)
    proposed = _earlier(store, identifiers.values(), begin, owner, until)
    for canonical, seen in proposed.items():
        if canonical in seen or _is_told_before(store, canonical, begin, owner, until):
            del first[canonical]
    return first


def _earlier(
    store: EventStore,
    identifiers: Collection[Identifier],
    begin: tuple[int, bytes],
    owner: int | None,
    until: int,
) -> dict[str, Collection[str]]:
    """Canonical name -> the instances of one event before `begin` that the index proposes for it."""
    driver = store.driver
    by_key: dict[int, list[str]] = {}
    for identifier in identifiers:
        by_key.setdefault(store.keys.thing(identifier), []).append(identifier.canonical)
    mine = "" if owner is None else " AND event.owner = %s"
    # OFFSET 0 is a fence: from the links of the thing to their events, never from all events of an owner
    links = driver.rows(
        f"SELECT wanted.value, (SELECT link.{driver.handle} FROM link"
        f" WHERE link.thing BETWEEN wanted.value AND wanted.value + {int(Role.OUTPUT)}"
        f" AND EXISTS (SELECT 1 FROM event WHERE event.{driver.handle} = link.{driver.handle}"
        f" AND (event.event_time, event.key) < (%s, %s) AND event.record_time <= %s{mine}"
        " LIMIT 1 OFFSET 0) LIMIT 1)"
        f" FROM {driver.things}",
        [
            begin[0],
            driver.key(begin[1]),
            until,
            *([] if owner is None else [owner]),
            driver.array(by_key),
        ],
    )
    proposed: dict[Handle, list[int]] = {}
    for key, handle in links:
        if handle is not None:
            proposed.setdefault(handle, []).append(key)
    found: dict[str, Collection[str]] = {}
    handles = list(proposed)
    for start in range(0, len(handles), _BATCH):
        for handle, stored in store.with_handles(handles[start : start + _BATCH]):
            _, named = _seen(stored)
            for key in proposed[handle]:
                found.update(dict.fromkeys(by_key[key], named))
    return found


def _is_told_before(
    store: EventStore, canonical: str, begin: tuple[int, bytes], owner: int | None, until: int
) -> bool:
    """The slow sure way, for the rare thing that shares its index key with another."""
    return any(
        (microseconds(stored.event.event_time), stored.key) < begin
        and microseconds(stored.record_time) <= until
        and owner in (None, stored.owner)
        and canonical in _seen(stored)[1]
        for stored in store.events_of([canonical])[canonical]
    )
