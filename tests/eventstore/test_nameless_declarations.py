"""A declaration of an error is its event otherwise: where that has no eventID, it has none either."""

from datetime import timedelta
from itertools import count

import pytest
from django.db import connection

from tests.epcis.documents import CONTEXT, NOW, SERIAL, document, event
from txng.epcis.event_hash import hash_of_payload
from txng.epcis.json_ld import read_document
from txng.epcis.relations import EARLIEST, LATEST
from txng.eventstore.drivers import driver_for
from txng.eventstore.recording import Recorded
from txng.eventstore.relations.checking import Check
from txng.eventstore.relations.reading import Relations
from txng.eventstore.store import EventStore, settings_of

pytestmark = pytest.mark.django_db

AN, DUNG = 7, 9
DECLARED = {"errorDeclaration": {"declarationTime": "2026-10-03T00:00:00Z"}}
OWN = {"@context": [CONTEXT, {"ex": "https://example.org/ns#"}]}
TOLD = event(**{"ex:weight": 26.50, "bizStep": "urn:epcglobal:cbv:bizstep:shipping"})


@pytest.fixture
def store(db) -> EventStore:
    connection.ensure_connection()
    driver = driver_for(connection.connection)
    return EventStore(driver, settings_of(driver), lambda owners: {AN: "An", DUNG: "Dũng"})


_seconds = count()


def record(store: EventStore, *events, owner: int = AN):
    drafts = read_document(document(*events, **OWN), now=NOW).drafts
    return store.record(drafts, owner=owner, record_time=NOW + timedelta(seconds=next(_seconds)))


def valid(store: EventStore) -> list[int]:
    """Whose events of the thing count in accounts; the relations are as an inspection wants them."""
    assert not list(Check(store, lambda compare: compare()).differences())
    noted = Relations(store).events({SERIAL: [(EARLIEST, LATEST)]}, 99).of[SERIAL]
    return [one.told.owner for one in noted if not one.is_void]


def test_it_takes_the_event_out_of_the_accounts_and_is_told_under_its_name(store):
    record(store, TOLD)
    assert valid(store) == [AN]
    assert record(store, TOLD | DECLARED) == Recorded(1, 0)
    assert valid(store) == []
    original, declaration = store.events_of([SERIAL])[SERIAL]
    assert declaration.event_id == original.event_id
    assert declaration.event.error_declaration is not None
    assert hash_of_payload(declaration.payload) == hash_of_payload(original.payload)


def test_it_may_come_in_one_document_with_its_event_and_before_it(store):
    record(store, TOLD | DECLARED, TOLD)
    assert valid(store) == []


def test_again_it_is_a_duplicate_with_the_name_that_we_gave_too(store):
    record(store, TOLD, TOLD | DECLARED)
    (original, _) = store.events_of([SERIAL])[SERIAL]
    named = {"eventID": original.event_id}
    for again in (TOLD | DECLARED, TOLD | DECLARED | named):
        assert record(store, again) == Recorded(0, 1)


def test_it_concerns_only_what_is_the_same_otherwise(store):
    record(store, TOLD)
    record(store, TOLD | DECLARED | {"ex:weight": 27})
    assert valid(store) == [AN]


def test_of_two_organisations_that_captured_the_same_each_declares_its_own(store):
    record(store, TOLD, owner=DUNG)
    record(store, TOLD, owner=AN)
    record(store, TOLD | DECLARED, owner=AN)
    assert valid(store) == [DUNG]
    record(store, TOLD | DECLARED, owner=DUNG)
    assert valid(store) == []
