"""PostgreSQL plans what is asked often once for a connection, and nothing else."""

import os

import pytest
from django.db import connection

from tests import environment
from tests.epcis.documents import NOW, document
from tests.epcis.query import story
from tests.eventstore.worlds_in_a_store import AN, RECORDED, ask, store_with
from txng.epcis.json_ld import read_document
from txng.eventstore import drivers
from txng.eventstore.drivers import Table, driver_for

LINK = f"{story.LINK}/01/09520000100018/21/"
on_postgresql = pytest.mark.skipif(
    environment.engine(os.environ) != "postgresql",
    reason="SQLite's statements have no plans that could be kept",
)
NUMBERS = Table("numbers", ("n", "word", "bytes"), ("int4", "text", "bytea"))


@pytest.fixture
def store(db):
    store = store_with(60)
    events = [story.event(epcList=[f"{LINK}{n}"]) for n in range(20)]
    store.record(read_document(document(*events), now=NOW).drafts, owner=AN, record_time=RECORDED)
    return store


def kept(word: str) -> list[tuple[int, int]]:
    """How often each kept statement that holds the word was run by a plan of its own, and by the kept one."""
    return connection.connection.execute(
        "SELECT custom_plans, generic_plans FROM pg_prepared_statements"
        " WHERE statement LIKE %s AND statement NOT LIKE '%%pg_prepared%%'",
        [f"%{word}%"],
    ).fetchall()


@on_postgresql
def test_a_look_up_is_planned_five_times_and_then_no_more(store):
    for n in range(12):
        assert len(ask(store, {"MATCH_anyEPC": [f"{LINK}{n}"]})) == 1
    assert kept("event.payload") == [(5, 7)]


@on_postgresql
@pytest.mark.parametrize("things", [1, 3, 10])
def test_so_is_a_look_for_any_few_things(store, things):
    """An array of a plan that is kept counts as ten values: one value looked cheaper planned anew."""
    driver = store.driver
    sql = f"SELECT link.key FROM {driver.things} JOIN link ON link.thing = wanted.value"
    for n in range(12):
        driver.often(sql, [driver.array(range(n, n + things))])
    assert kept(f"LIMIT {things})") == [(5, 7)]


@on_postgresql
def test_nothing_is_planned_once_that_was_not_told_to_be(store):
    """The best plan for a minute is not the best for a year."""
    for n in range(20):
        store.driver.rows("SELECT key FROM event WHERE event_time > %s", [n])
        ask(store, {"GE_eventTime": ["2026-01-01T00:00:00Z"]})
    assert kept("event_time >") == []


def test_an_array_finds_all_of_its_values_however_many_they_are(store):
    driver = store.driver
    for count in (0, 1, 2, 9, 10, 11, 12, 300):
        rows = driver.often(
            f"SELECT wanted.value FROM {driver.things}", [driver.array(range(count))]
        )
        assert sorted(value for (value,) in rows) == list(range(count))


@pytest.mark.parametrize("count", [0, 1, 3, 4, 20, 300])
def test_rows_come_back_as_they_were_appended_however_many(db, count):
    """One, a few and many take three ways to PostgreSQL."""
    connection.ensure_connection()
    driver = driver_for(connection.connection)
    blob = "bytea" if driver.name == "postgresql" else "blob"
    driver.execute(f"CREATE TEMPORARY TABLE numbers (n integer, word text, bytes {blob})")
    rows = [
        (n, None if n % 3 else "chữ 'x' {y}", None if n % 2 else bytes([0, n % 256]))
        for n in range(count)
    ]
    try:
        driver.append(NUMBERS, rows)
        assert driver.rows("SELECT n, word, bytes FROM numbers ORDER BY n") == rows
    finally:
        driver.execute("DROP TABLE numbers")


def test_plans_outlive_a_new_column(store):
    """A migration runs while a server serves."""
    for column in range(3):
        for n in range(8):
            assert len(ask(store, {"MATCH_anyEPC": [f"{LINK}{n}"]})) == 1
            events = [story.event(epcList=[f"{LINK}{column}-{n}"])]
            drafts = read_document(document(*events), now=NOW).drafts
            store.record(drafts, owner=AN, record_time=RECORDED)
        for table in ("event", "link", "statement"):
            store.driver.execute(f"ALTER TABLE {table} ADD COLUMN extra_{column} integer")
    assert len(ask(store, {"MATCH_anyEPC": [f"{LINK}2-7"]})) == 1


@on_postgresql
def test_a_server_keeps_no_more_than_so_many_plans(store, monkeypatch):
    monkeypatch.setattr(drivers.PostgresDriver, "_MOST_PREPARED", 5)
    driver = driver_for(connection.connection)
    for n in range(12):
        assert driver.often(f"SELECT {n}") == [(n,)]
    assert connection.connection.prepared_max == 5
    # psycopg gives back what is over beside the next statement but one
    assert 5 <= len(kept("SELECT")) <= 7
