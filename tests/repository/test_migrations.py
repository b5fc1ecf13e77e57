"""The event store's own migrations, there and back, with data in them."""

import os

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from tests.epcis.documents import NOW, SERIAL, document, event
from txng.accounts import actors
from txng.epcis.json_ld import read_document
from txng.eventstore import jobs, used_values
from txng.eventstore.compression import compress_document
from txng.eventstore.jobs import Job
from txng.eventstore.keys import microseconds
from txng.repository import actions, queries
from txng.repository.connection import store

pytestmark = pytest.mark.django_db(transaction=True)

AN = 7
BOX = "https://id.gs1.org/00/095200001000000018"


@pytest.fixture
def migrate():
    """To a migration of this room; the newest again when the test is over."""

    def to(name: str) -> None:
        executor = MigrationExecutor(connection)
        executor.migrate([("repository", name)])

    yield to
    executor = MigrationExecutor(connection)
    executor.migrate(executor.loader.graph.leaf_nodes())


def told_events() -> list[tuple[bytes, int, bytes]]:
    rows = store().driver.rows("SELECT key, record_time, payload FROM event ORDER BY key")
    return [(bytes(key), time, bytes(payload)) for key, time, payload in rows]


def test_what_was_captured_goes_back_to_the_first_version_and_comes_again(migrate):
    drafts = read_document(
        document(event(), event(bizStep="packing", action="ADD")), now=NOW
    ).drafts
    store().record(drafts, owner=AN, record_time=NOW)
    received = os.urandom(5_000)
    finished = Job(
        os.urandom(16), AN, "success", "rollback", "json", NOW, b"d" * 32, "one.json",
        attempts=1, finished_at=NOW, record_time=NOW, events=2, accepted=2,
    )  # fmt: skip
    driver = store().driver
    jobs.add(driver, [(finished, compress_document(received))])
    kept, things = told_events(), len(driver.rows("SELECT 1 FROM link"))

    migrate("0001_event_store")
    rows = store().driver.rows("SELECT DISTINCT job, record_time FROM event")
    assert [(bytes(job), time) for job, time in rows] == [(finished.id, microseconds(NOW))]
    ((number, document_there),) = store().driver.rows("SELECT events, document FROM capture_job")
    assert number == 2
    assert len(document_there) >= len(received)
    assert told_events() == kept

    migrate("0002_jobs")
    driver = store().driver
    assert told_events() == kept
    assert len(driver.rows("SELECT 1 FROM link")) == things
    assert jobs.one(driver, finished.id) == finished
    assert jobs.document(driver, finished.id) == received
    assert used_values.listed(driver, "bizSteps", owner=AN)[0] == "packing"
    assert store().count() == 2
    assert (
        len(store().events_named([told.event_id for told in store().with_keys([kept[0][0]])])) == 1
    )


def test_relations_of_what_was_there_before_are_told_by_init(migrate):
    pack = event(
        type="AggregationEvent", epcList=None, parentID=BOX, childEPCs=[SERIAL], action="ADD"
    )
    drafts = read_document(document(pack), now=NOW).drafts
    store().record(drafts, owner=AN, record_time=NOW)
    operator = actors.operator()
    before = queries.trace(operator, SERIAL, "up").as_dict()
    migrate("0003_subscriptions")
    migrate("0004_relations")
    assert queries.rebuild_progress() is not None
    assert queries.trace(operator, SERIAL, "up").as_dict() == before, "walked over the events"
    while actions.continue_rebuild(by=operator) is not None:
        pass
    assert queries.rebuild_progress() is None
    assert list(queries.check_relations(operator).differences()) == []
    assert queries.trace(operator, SERIAL, "up").as_dict() == before


def test_what_passed_a_read_point_is_found_by_an_index_that_goes_and_comes(migrate):
    def indexes() -> set[str]:
        with connection.cursor() as cursor:
            found = connection.introspection.get_constraints(cursor, "event")
        return {name for name, one in found.items() if one["columns"][:1] == ["read_point"]}

    assert indexes() == {"event_by_read_point"}
    migrate("0005_declared")
    assert indexes() == set()
    migrate("0006_read_points")
    assert indexes() == {"event_by_read_point"}
