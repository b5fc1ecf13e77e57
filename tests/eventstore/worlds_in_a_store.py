"""A world of `tests.epcis.query.worlds` in a store, beside what the oracle knows of it."""

import os
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import pytest
from django.db import connection

from tests.epcis.documents import NOW, document
from tests.epcis.query import oracle, story
from txng.epcis.json_ld import read_document
from txng.epcis.query.doors import parse_json
from txng.eventstore.drivers import Driver, driver_for
from txng.eventstore.query import Page, reading, select
from txng.eventstore.store import EventStore, Settings

AN, DUNG = 7, 9
RECORDED = datetime(2026, 10, 10, 0, 59, 58, tzinfo=UTC)


def store_with(bits: int) -> EventStore:
    """A store with the master data of the worlds; `bits` make index keys collide."""
    connection.ensure_connection()
    store = EventStore(driver_for(connection.connection), Settings(os.urandom(32), {}, bits=bits))
    header = {"epcisMasterData": {"vocabularyList": story.MASTER_DATA}}
    whole = document(**{"@context": story.CONTEXT, "epcisHeader": header})
    vocabulary = read_document(whole, now=NOW).vocabulary
    store.declare_vocabulary(vocabulary, owner=AN, declared_at=NOW)
    return store


def asked_of(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The texts of what is asked from now on."""
    asked: list[str] = []

    def counted(ask: Callable[..., list[tuple[Any, ...]]]) -> Callable[..., list[tuple[Any, ...]]]:
        def one(sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
            asked.append(sql)
            return ask(sql, parameters)

        return one

    # SQLite asks both alike, the one through the other
    for name in ("rows",) if driver.name == "sqlite" else ("rows", "often"):
        monkeypatch.setattr(driver, name, counted(getattr(driver, name)))
    return asked


def told_by(store: EventStore, members: list[dict[str, Any]]) -> list[oracle.Known]:
    """Record the events, by turns An's and Dũng's, in three moments of recording."""
    for moment in range(3):
        for owner in (AN, DUNG):
            part = [
                one
                for position, one in enumerate(members)
                if position * 3 // len(members) == moment and (AN, DUNG)[position % 2] == owner
            ]
            whole = document(*part, **{"@context": story.CONTEXT})
            drafts = read_document(whole, now=NOW, proceed=True).drafts
            at = RECORDED + timedelta(seconds=moment)
            store.record(drafts, owner=owner, record_time=at, proceed=True)
    rows = store.driver.rows("SELECT key, record_time, owner, dictionary, payload FROM event")
    return [
        oracle.Known(
            stored.key,
            stored.event_id,
            stored.record_time,
            stored.owner,
            msgspec.json.decode(stored.payload),
        )
        for stored in store.read(rows)
    ]


def ask(
    store: EventStore, question: dict[str, Any], *, size: int = 1000, owner: int | None = None
) -> list[bytes]:
    """Keys of the whole answer, page by page, each page's position through JSON and back."""
    query = parse_json({"@context": story.CONTEXT, **question})
    found: list[bytes] = []
    after = None
    while True:
        answer = select(store, query, Page(size, after), owner=owner)
        assert len(answer.events) <= size
        found += [stored.key for stored in answer.events]
        if answer.next is None:
            return found
        assert len(answer.events) == size  # a page that is not the last is full
        after = msgspec.json.decode(msgspec.json.encode(answer.next))


def rows_read(store: EventStore, question: dict[str, Any]) -> tuple[list[bytes], int]:
    """Keys of the whole answer, and how many rows were looked at for it."""
    query = parse_json({"@context": story.CONTEXT, **question})
    reader = reading.Reader(store, query, owner=None)
    found = list(reader.matches("event_time", descending=False, after=None, batch=3))
    return [stored.key for stored, is_match in found if is_match], reader.rows
