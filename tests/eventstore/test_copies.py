"""What one organisation captured never stands in the way of another: each keeps its own, counted once."""

from datetime import timedelta
from itertools import count

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.epcis.documents import GTIN, NOW, SERIAL, document, event
from txng.epcis.json_ld import read_document
from txng.epcis.relations import EARLIEST, LATEST, As
from txng.eventstore.copies import events_without_copies, without_copies
from txng.eventstore.drivers import driver_for
from txng.eventstore.errors import EventIdTaken
from txng.eventstore.keys import FAMILY, Keys, event_uri, key_of_event_uri, microseconds
from txng.eventstore.recording import Part, Recorded
from txng.eventstore.relations.reading import Relations
from txng.eventstore.store import EventStore, settings_of

AN, BINH, DUNG = 7, 8, 9
BOX = "https://id.gs1.org/00/095200001000000018"
DECLARED = {"errorDeclaration": {"declarationTime": "2026-10-03T00:00:00Z"}}
PACKING = {
    "type": "AggregationEvent", "action": "ADD", "bizStep": "packing", "epcList": None,
    "parentID": BOX, "childEPCs": [SERIAL],
}  # fmt: skip


@pytest.fixture
def store(db) -> EventStore:
    connection.ensure_connection()
    driver = driver_for(connection.connection)
    return EventStore(driver, settings_of(driver), lambda owners: {AN: "An", DUNG: "Dũng"})


_seconds = count()


def record(store: EventStore, *events, owner: int = AN):
    """Each a second later than the one before."""
    drafts = read_document(document(*events), now=NOW).drafts
    at = NOW + timedelta(seconds=next(_seconds))
    return store.record(drafts, owner=owner, record_time=at)


def prepared(store: EventStore, *events):
    return list(map(store.preparation().prepare, read_document(document(*events), now=NOW).drafts))


def owners(store: EventStore) -> list[int]:
    return [stored.owner for stored in store.events_of([SERIAL])[SERIAL]]


def test_an_event_that_another_captured_is_stored_for_whoever_sends_it_too(store):
    assert record(store, event(), owner=DUNG) == Recorded(1, 0)
    assert record(store, event(), owner=AN) == Recorded(1, 0)
    assert owners(store) == [DUNG, AN]
    first, copy = store.events_of([SERIAL])[SERIAL]
    assert first.event == copy.event
    assert first.payload == copy.payload
    assert first.event_id != copy.event_id


def test_sent_again_it_is_a_duplicate_of_ones_own(store):
    for owner in (DUNG, AN, BINH):
        record(store, event(), owner=owner)
    for owner in (AN, DUNG, BINH):
        assert record(store, event(), event(), owner=owner) == Recorded(0, 2)
    assert owners(store) == [DUNG, AN, BINH]


def test_a_name_that_another_uses_is_free(store):
    record(store, event(eventID="urn:uuid:1"), owner=DUNG)
    assert record(store, event(eventID="urn:uuid:1"), owner=AN).accepted == 1
    assert record(store, event(eventID="urn:uuid:1", action="ADD"), owner=BINH).accepted == 1
    assert [one.owner for one in store.events_named(["urn:uuid:1"])] == [DUNG, AN, BINH]


def test_ones_own_name_stays_taken_beside_a_copy(store):
    for owner in (DUNG, AN):
        record(store, event(eventID="urn:uuid:1"), owner=owner)
    for owner in (DUNG, AN):
        with pytest.raises(EventIdTaken):
            record(store, event(eventID="urn:uuid:1", action="ADD"), owner=owner)


def test_a_strangers_correction_does_not_make_ones_own_a_duplicate(store):
    told = event(eventID="urn:uuid:1")
    record(store, told, owner=AN)
    record(store, told | DECLARED, owner=DUNG)
    assert Relations(store).events({SERIAL: [(EARLIEST, LATEST)]}, 9).of[SERIAL][0].is_void is False
    assert record(store, told | DECLARED, owner=AN).accepted == 1
    assert Relations(store).events({SERIAL: [(EARLIEST, LATEST)]}, 9).of[SERIAL][0].is_void is True


def test_two_organisations_of_one_turn_keep_one_each(store):
    time = microseconds(NOW)
    parts = [Part(prepared(store, event()), owner, time + owner) for owner in (AN, DUNG, AN)]
    assert store.take_turn(NOW).record(parts) == [
        Recorded(1, 0), Recorded(1, 0), Recorded(0, 1),
    ]  # fmt: skip
    assert owners(store) == [AN, DUNG]


def test_what_a_refused_document_held_is_no_event_to_be_a_copy_of(store):
    record(store, event(eventID="urn:uuid:1"), owner=AN)
    time = microseconds(NOW)
    refused = prepared(store, event(), event(eventID="urn:uuid:1", action="ADD"))
    answers = store.take_turn(NOW).record(
        [Part(refused, AN, time + 1), Part(prepared(store, event()), DUNG, time + 2)]
    )
    assert isinstance(answers[0], EventIdTaken)
    assert answers[1] == Recorded(1, 0)
    assert record(store, event(), owner=DUNG) == Recorded(0, 1)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from([AN, BINH, DUNG]), st.integers(0, 3)), max_size=8))
def test_everyone_has_what_they_sent_whatever_the_others_sent_before(store, sent):
    driver = store.driver
    things = [f"https://id.gs1.org/01/{GTIN}/21/C{number}" for number in range(4)]
    told: set[tuple[int, int]] = set()
    driver.execute("SAVEPOINT before")
    for owner, number in sent:
        answer = record(store, event(epcList=[things[number]]), owner=owner)
        is_known = (owner, number) in told
        assert (answer.accepted, answer.duplicates) == ((0, 1) if is_known else (1, 0))
        told.add((owner, number))
    found = store.events_of(things)
    kept = {(one.owner, number) for number in range(4) for one in found[things[number]]}
    driver.execute("ROLLBACK TO SAVEPOINT before")
    assert kept == told


# --- counted once -----------------------------------------------------------------------------


def test_whoever_sees_all_is_told_a_happening_once(store):
    for owner in (DUNG, AN, BINH):
        record(store, event(), event(**PACKING), owner=owner)
    relations = Relations(store)
    assert [told.owner for told in relations.relations({SERIAL: As.CHILD})] == [DUNG]
    noted = Relations(store).events({SERIAL: [(EARLIEST, LATEST)]}, 99).of[SERIAL]
    assert [one.told.owner for one in noted] == [DUNG, DUNG]
    found = events_without_copies(store.events_of([SERIAL])[SERIAL], store.keys)
    assert [one.owner for one in found] == [DUNG, DUNG]


def test_a_copy_counts_where_the_first_was_declared_an_error(store):
    told = event(eventID="urn:uuid:1")
    for owner in (DUNG, AN):
        record(store, told, owner=owner)
    record(store, told | DECLARED, owner=DUNG)
    noted = Relations(store).events({SERIAL: [(EARLIEST, LATEST)]}, 99).of[SERIAL]
    assert {one.told.owner for one in noted if not one.is_void} == {AN}
    found = events_without_copies(store.events_of([SERIAL])[SERIAL], store.keys)
    assert [one.owner for one in found] == [DUNG, AN, DUNG]


def test_likeness_alone_makes_no_copy(store):
    """One organisation may sell two crates in one second; two may say different things of one crate."""
    record(store, event(), event(bizStep="packing"), owner=DUNG)
    record(store, event(bizStep="receiving"), owner=AN)
    noted = Relations(store).events({SERIAL: [(EARLIEST, LATEST)]}, 99).of[SERIAL]
    assert sorted(one.told.owner for one in noted) == [AN, DUNG, DUNG]


def test_the_key_of_a_copy_is_a_key_of_its_own_beside_the_first():
    keys = Keys(b"secret" * 6)
    key = keys.event(1_764_000_000_000_000, b"{}")
    copy = keys.of_copy(key, AN)
    assert copy != key
    assert copy[:FAMILY] == key[:FAMILY]
    assert copy == keys.of_copy(key, AN)
    assert len({copy, keys.of_copy(key, BINH), Keys(b"other" * 6).of_copy(key, AN)}) == 3
    assert key_of_event_uri(event_uri(copy)) == copy


def test_events_of_one_family_that_are_no_copies_stay():
    keys = Keys(b"secret" * 6)
    key = keys.event(0, b"{}")
    alike = key[:FAMILY] + b"\0\0\0\1"
    told = [(key, AN), (alike, DUNG), (keys.of_copy(key, BINH), BINH)]
    assert without_copies(told, keys, lambda one: one) == told[:2]
