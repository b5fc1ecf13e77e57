"""How many events, by who captured them; and which things any event speaks of.

    of_owners(store, 2026-01-01, 2027-01-01)   ->   {7: 1204, 9: 33}
    known(store, ["https://id.gs1.org/01/..."])  ->  those of them that are in the index

`of_owners` reads one index and no event; `known` reads index keys alone, which propose and do not prove: two
things of one family share a key once in four thousand million. Good for a count, not for a trace.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Final

from txng.eventstore.keys import microseconds
from txng.eventstore.store import EventStore

_PART: Final = 5_000


def of_owners(store: EventStore, since: datetime, before: datetime) -> dict[int, int]:
    """Events whose event time lies in since <= time < before, by the number of the organisation."""
    # no index begins with both: an index of owner and time is read whole, which no table look-up follows
    rows = store.driver.rows(
        "SELECT owner, count(*) FROM event"
        " WHERE event_time >= %s AND event_time < %s GROUP BY owner",
        [microseconds(since), microseconds(before)],
    )
    return {int(owner): int(count) for owner, count in rows}


def known(store: EventStore, canonicals: Collection[str]) -> set[str]:
    """Which of these things some event names, whoever captured it."""
    keys = {store.keys.of_name(text): text for text in canonicals}
    wanted, found = sorted(keys), set()
    for start in range(0, len(wanted), _PART):
        rows = store.driver.rows(
            f"SELECT wanted.value FROM {store.driver.things} WHERE EXISTS"
            " (SELECT 1 FROM link WHERE link.thing BETWEEN wanted.value AND wanted.value + 15)",
            [store.driver.array(wanted[start : start + _PART])],
        )
        found |= {keys[int(value)] for (value,) in rows}
    return found
