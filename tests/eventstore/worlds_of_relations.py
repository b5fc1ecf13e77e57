"""Worlds of `tests.trace` in a store, told in any order, by two organisations; and what is kept of them."""

import os
from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

import msgspec
from django.db import connection

from tests.trace.memory import START, Recorded, World
from txng.epcis.json_ld import EventDraft
from txng.eventstore.drivers import driver_for
from txng.eventstore.keeping.content import unpack_stretches
from txng.eventstore.recording import Part
from txng.eventstore.store import EventStore, Settings, without_foreign_declarations

OWNERS = {"An": 7, "Dũng": 9}
TABLES = ("statement", "containment", "association", "declared_error")


def empty_store(bits: int = 60) -> EventStore:
    """A store whose index keys collide the more, the fewer bits they have."""
    connection.ensure_connection()
    driver = driver_for(connection.connection)
    for table in ("event", "link", *TABLES):
        driver.execute(f"DELETE FROM {table}")
    names = {number: name for name, number in OWNERS.items()}
    return EventStore(driver, Settings(os.urandom(32), {}, bits=bits), lambda owners: names)


def tell(store: EventStore, told: Sequence[Recorded], sizes: Iterable[int]) -> World:
    """Capture in this order, in documents of these sizes (the last takes the rest). The same world as the
    store knows it: with its keys and record times."""
    world, at, sizes = World(), 0, iter(sizes)
    while at < len(told):
        piece = told[at : at + max(1, next(sizes, len(told)))]
        at += len(piece)
        turn = store.take_turn(START + timedelta(days=30))
        prepare = store.preparation().prepare
        parts = [
            Part([prepare(draft(recorded))], OWNERS[recorded.captured_by], turn.record_time + place)
            for place, recorded in enumerate(piece)
        ]
        turn.record(parts)
    rows = store.driver.rows("SELECT key, record_time, owner, dictionary, payload FROM event")
    for stored in without_foreign_declarations(store.read(rows)):
        world.keep(
            Recorded(
                stored.key, stored.event, stored.event_id, stored.record_time, stored.captured_by
            )
        )
    return world


def draft(recorded: Recorded) -> EventDraft:
    event = msgspec.structs.replace(recorded.event, event_id=recorded.event_id)
    payload = msgspec.json.encode(event)
    return EventDraft(event, payload, payload, "/0")


def kept(store: EventStore) -> dict[str, Any]:
    """Every row of the relations, in names that do not depend on handles or on the order of telling."""
    driver, statements = store.driver, store.settings.statements
    found: dict[str, Any] = {}
    told = {}
    rows = driver.rows(
        f"SELECT event.{driver.handle}, event.key, event_time, record_time, owner, statement.content"
        f" FROM event JOIN statement ON statement.{driver.handle} = event.{driver.handle}"
    )
    for handle, *row in rows:
        told[handle] = statements.told(row)
    found["statement"] = {one.moment: one.statement for one in told.values()}
    for table in ("containment", "association"):
        rows = driver.rows(f"SELECT {driver.handle}, parent, until, content FROM {table}")
        found[table] = {
            told[handle].moment: (
                parent,
                until,
                {
                    child: (one.closed, one.is_open, one.last, one.left, one.uom, one.shut)
                    for child, one in unpack_stretches(told[handle], content).items()
                },
            )
            for handle, parent, until, content in rows
        }
    found["declared_error"] = set(driver.rows("SELECT event_id, owner FROM declared_error"))
    return found
