"""All relations once more from the events, page by page, while captures go on.

    begin       in one turn: the tables empty, "everything up to here is to be told again" written down
    go_on       a page of events in the order of their recording; in the turn of a capture
    ...         killed? `go_on` continues behind the last page that was committed
    go_on       nothing left: the relations are whole again

What is captured meanwhile is added by its capture, as always: to the relations it is only a page that
comes early, and the order of telling leaves no trace. Until they are whole again, traces are walked over
the events (`state_of`).
"""

import contextlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

import msgspec

from txng.epcis.mentions import things
from txng.epcis.relations import microseconds
from txng.epcis.statements import TIES, statement_of
from txng.eventstore.drivers import Driver, Handle
from txng.eventstore.errors import DamagedEvent
from txng.eventstore.keeping import aliases
from txng.eventstore.keeping.keeper import Keeper, Newcomer
from txng.eventstore.store import EventStore, StoredEvent
from txng.gs1.identifier import identify

TABLES: Final = ("statement", "containment", "association", "declared_error")
PAGE: Final = 1_000
_NAME: Final = "relations"


@dataclass(frozen=True, slots=True)
class Progress:
    """`done` of `total` events; `after` is the position behind which to go on.

    `number` counts the rebuilds of this store, so that a reader notices one that began and ended
    between two looks.
    """

    after: tuple[int, bytes]
    until: int
    done: int
    total: int
    number: int = 0
    is_whole: bool = False


NEVER: Final = Progress((0, bytes(16)), 0, 0, 0, is_whole=True)
"""Of relations that were kept from the first event on."""


def state_of(driver: Driver) -> Progress:
    """How the last rebuild stands."""
    rows = driver.rows("SELECT value FROM deployment WHERE name = %s", [_NAME])
    return msgspec.msgpack.decode(rows[0][0], type=Progress) if rows else NEVER


def progress_of(driver: Driver) -> Progress | None:
    """How far a rebuild has come; None when the relations are whole."""
    state = state_of(driver)
    return None if state.is_whole else state


def begin(store: EventStore, now: datetime) -> Progress:
    """Empty the relations; call inside a transaction, and `go_on` in others afterwards."""
    driver = store.driver
    store.take_turn(now)
    for table in TABLES:
        driver.execute(f"DELETE FROM {table}")
    return mark(driver)


def mark(driver: Driver) -> Progress:
    """Write down that everything stored up to now is to be told again; aliases are, at once."""
    aliases.tell_again(driver)
    ((last, total),) = driver.rows("SELECT max(record_time), count(*) FROM event")
    progress = Progress((0, bytes(16)), last or 0, 0, total, state_of(driver).number + 1)
    _keep(driver, progress)
    return progress


def forget(driver: Driver) -> None:
    """The tables go."""
    driver.execute("DELETE FROM deployment WHERE name = %s", [_NAME])


def go_on(store: EventStore, now: datetime, page: int = PAGE) -> Progress | None:
    """One page; None when the relations are whole. Call inside a transaction of its own."""
    driver = store.driver
    store.take_turn(now)
    progress = progress_of(driver)
    if progress is None:
        return None
    rows = driver.rows(
        f"SELECT {driver.handle}, key, record_time, owner, dictionary, payload FROM event"
        " WHERE (record_time, key) > (%s, %s) AND record_time <= %s"
        " ORDER BY record_time, key LIMIT %s",
        [progress.after[0], driver.key(progress.after[1]), progress.until, page],
    )
    if not rows:
        _keep(driver, replace(progress, is_whole=True))
        return None
    handles: dict[bytes, Handle] = {bytes(row[1]): row[0] for row in rows}
    newcomers = []
    for row in rows:
        with contextlib.suppress(DamagedEvent):  # its reader is told; others are not held up
            newcomers.append(newcomer(store, store.read([row[1:]])[0]))
    if newcomers:
        keeper = Keeper(driver, store.settings.statements, store.keys.thing, store.named)
        answers = [driver.rows(*question) for question in keeper.questions(newcomers)]
        keeper.write(keeper.plan(newcomers, keeper.look(newcomers, answers)), handles)
    after = (rows[-1][2], bytes(rows[-1][1]))
    progress = replace(progress, after=after, done=progress.done + len(rows))
    _keep(driver, progress)
    return progress


def newcomer(store: EventStore, stored: StoredEvent) -> Newcomer:
    """A stored event as it was when it came."""
    event, parent, packed = stored.event, None, b""
    mentions = list(things(event))
    statement = statement_of(event, mentions)
    if mentions and event.error_declaration is None:
        packed = store.settings.statements.pack(statement)
        if statement.kind in TIES and statement.parent is not None:
            parent = store.keys.thing(identify(statement.parent))
    return Newcomer(
        stored.key,
        microseconds(event.event_time),
        microseconds(stored.record_time),
        stored.owner,
        statement.kind,
        stored.event_id,
        parent,
        packed,
        event.event_id is not None and event.error_declaration is not None,
    )


def _keep(driver: Driver, progress: Progress) -> None:
    driver.execute(
        "INSERT INTO deployment (name, value) VALUES (%s, %s)"
        " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        [_NAME, msgspec.msgpack.encode(progress)],
    )
