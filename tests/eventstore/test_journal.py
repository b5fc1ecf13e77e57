"""The journal for followers: in the order of commits, from any position, and honest about damage."""

from datetime import timedelta

import pytest
from django.db import connection

from tests.epcis.documents import GTIN, LOT, NOW, document, event
from txng.epcis.json_ld import read_document
from txng.eventstore import journal
from txng.eventstore.drivers import driver_for
from txng.eventstore.keys import microseconds
from txng.eventstore.store import EventStore, settings_of

pytestmark = pytest.mark.django_db
RICH = event(
    readPoint={"id": "https://id.gs1.org/414/9520000100018"},
    bizLocation={"id": "https://id.gs1.org/414/9520000100018/254/A"},
    quantityList=[{"epcClass": LOT, "quantity": 3}],
    disposition="in_transit",
)


@pytest.fixture
def store() -> EventStore:
    connection.ensure_connection()
    driver = driver_for(connection.connection)
    return EventStore(driver, settings_of(driver))


def record(store: EventStore, count: int, turn: int) -> None:
    events = [
        RICH | {"epcList": [f"https://id.gs1.org/01/{GTIN}/21/J{turn}-{number}"]}
        for number in range(count)
    ]
    drafts = read_document(document(*events), now=NOW).drafts
    store.record(drafts, owner=7, record_time=NOW + timedelta(seconds=turn))


def test_a_follower_reads_every_event_once_in_the_order_of_commits(store):
    for turn in (1, 2, 3):
        record(store, 4, turn)
    position, seen = journal.BEGINNING, []
    while rows := journal.behind(store, position, limit=5):
        seen += rows
        position = rows[-1].position
    assert len({row.key for row in seen}) == len(seen) == 12
    assert [row.position for row in seen] == sorted(row.position for row in seen)
    assert {row.record_time for row in seen} == {
        microseconds(NOW + timedelta(seconds=turn)) for turn in (1, 2, 3)
    }
    assert all(row.owner == 7 and b"ObjectEvent" in row.payload for row in seen)
    assert journal.behind(store, position, limit=5) == []


def test_it_may_be_read_up_to_a_position(store):
    record(store, 6, 1)
    rows = journal.behind(store, journal.BEGINNING, limit=10)
    until = rows[3].position
    assert journal.behind(store, journal.BEGINNING, limit=10, until=until) == rows[:4]
    assert journal.behind(store, rows[1].position, limit=10, until=until) == rows[2:4]


def test_what_waits_is_counted(store):
    record(store, 6, 1)
    rows = journal.behind(store, journal.BEGINNING, limit=10)
    assert journal.waiting(store, rows[1].position) == (4, rows[0].record_time)
    assert journal.waiting(store, rows[-1].position) == (0, None)


def test_events_are_found_by_their_keys(store):
    record(store, 3, 1)
    rows = journal.behind(store, journal.BEGINNING, limit=10)
    found = journal.with_keys(store, [rows[0].key, rows[2].key, bytes(16)])
    assert found == {rows[0].key: rows[0], rows[2].key: rows[2]}
    assert journal.with_keys(store, []) == {}


@pytest.mark.parametrize(
    "column",
    ["event_time", "event_type", "action", "biz_step", "disposition", "read_point", "biz_location"],
)
def test_a_column_that_was_edited_is_told_when_asked_thoroughly(store, column):
    record(store, 2, 1)
    row = journal.behind(store, journal.BEGINNING, limit=1)[0]
    store.driver.execute(
        f"UPDATE event SET {column} = {column} + 1 WHERE key = %s", [store.driver.key(row.key)]
    )
    quick = journal.behind(store, journal.BEGINNING, limit=9)
    thorough = journal.behind(store, journal.BEGINNING, limit=9, thorough=True)
    assert [one.damage for one in quick] == ["", ""]
    assert [bool(one.damage) for one in thorough] == [True, False]
    assert thorough[0].payload == row.payload


@pytest.mark.parametrize(
    ("column", "value"), [("payload", b"?"), ("payload", b""), ("dictionary", 99)]
)
def test_an_event_that_cannot_be_read_is_told_and_the_others_are_read(store, column, value):
    record(store, 3, 1)
    row = journal.behind(store, journal.BEGINNING, limit=2)[1]
    store.driver.execute(
        f"UPDATE event SET {column} = %s WHERE key = %s", [value, store.driver.key(row.key)]
    )
    rows = journal.behind(store, journal.BEGINNING, limit=9)
    assert [one.payload is None for one in rows] == [False, True, False]
    assert rows[1].damage.startswith("unreadable")


def test_the_newest_event_of_each_owner_between_two_moments(store):
    record(store, 2, turn=1)
    first = journal.newest(store).event
    drafts = read_document(
        document(RICH | {"epcList": [f"https://id.gs1.org/01/{GTIN}/21/K"]}), now=NOW
    )
    store.record(drafts.drafts, owner=8, record_time=NOW + timedelta(seconds=2))
    second = journal.newest(store).event
    assert journal.newest_by_owner(store, 0, second) == {7: first, 8: second}
    assert journal.newest_by_owner(store, first, second) == {8: second}
    assert journal.newest_by_owner(store, second, second) == {}
