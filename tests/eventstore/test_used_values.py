"""Which values an organisation has used: exact, in order, and written once."""

import pytest
from django.db import connection

from tests.epcis.documents import CONTEXT, GTIN, NOW, document, event
from tests.eventstore.worlds_in_a_store import ask
from txng.epcis.json_ld import read_document
from txng.eventstore import used_values
from txng.eventstore.drivers import driver_for
from txng.eventstore.keys import microseconds
from txng.eventstore.recording import Part
from txng.eventstore.store import EventStore, settings_of
from txng.eventstore.used_values import Known

AN, DUNG = 7, 9
TASTING, ROASTING = "https://example.org/ns#Tasting", "https://example.org/ns#Roasting"
FARM = "https://id.gs1.org/414/9520001000003"


@pytest.fixture
def store(db) -> EventStore:
    connection.ensure_connection()
    driver = driver_for(connection.connection)
    return EventStore(driver, settings_of(driver))


def record(store, *events, owner=AN):
    drafts = read_document(document(*events), now=NOW).drafts
    return store.record(drafts, owner=owner, record_time=NOW)


def record_own(store, *types):
    """An event of each of these types, which differ in their hours and nothing else."""
    told = [
        event(type=kind, action=None, epcList=None, eventTime=f"2026-10-01T{number:02}:00:00Z")
        for number, kind in enumerate(types)
    ]
    context = [CONTEXT, {"ex": "https://example.org/ns#"}]
    drafts = read_document(document(*told, **{"@context": context}), now=NOW).drafts
    return store.record(drafts, owner=AN, record_time=NOW)


def test_values_are_told_in_canonical_spelling_and_in_order(store):
    record(
        store,
        event(bizStep="urn:epcglobal:cbv:bizstep:shipping", disposition="in_transit"),
        event(bizStep="https://ref.gs1.org/cbv/BizStep-packing", action="ADD"),
        event(bizStep="https://example.org/rang", action="DELETE"),
        event(
            eventTime="2026-10-01T09:00:00Z",
            bizLocation={"id": "urn:epc:id:sgln:9520001.00000.0"},
            readPoint={"id": "https://example.org/414/9520001000003"},
        ),
    )
    listed = used_values.listed
    steps = listed(store.driver, "bizSteps", owner=AN)
    assert set(steps) >= {"https://example.org/rang", "packing", "shipping"}
    assert steps == sorted(steps)
    assert "in_transit" in listed(store.driver, "dispositions", owner=AN)
    assert listed(store.driver, "bizLocations", owner=AN) == [FARM]
    assert listed(store.driver, "readPoints", owner=AN) == [FARM]
    assert listed(store.driver, "eventTypes", owner=AN) == ["ObjectEvent"]


def test_types_of_ones_own_are_told_apart_and_in_full(store):
    """They differ in nothing else, and events that have all else in common are prepared once."""
    record_own(store, "ex:Tasting", "https://example.org/ns#Tasting", "ex:Roasting")
    assert used_values.listed(store.driver, "eventTypes", owner=AN) == [ROASTING, TASTING]
    assert len(ask(store, {"eventType": [TASTING]})) == 2
    assert len(ask(store, {"eventType": ["ex:Roasting"]})) == 1
    assert len(ask(store, {"eventType": ["ex:Roasting", TASTING, "ObjectEvent"]})) == 3
    assert ask(store, {"eventType": ["ObjectEvent"]}) == []
    assert ask(store, {"eventType": [TASTING]}, owner=DUNG) == []


def test_types_that_an_earlier_version_noted_as_one_are_found_and_not_listed(store):
    record_own(store, "ex:Tasting")
    store.driver.execute("UPDATE used_value SET value = 'ExtendedEvent' WHERE field = 1")
    assert used_values.listed(store.driver, "eventTypes", owner=AN) == []
    assert len(ask(store, {"eventType": [TASTING]}, owner=AN)) == 1
    assert ask(store, {"eventType": [ROASTING]}, owner=AN) == []
    record_own(store, "ex:Roasting")
    assert used_values.listed(store.driver, "eventTypes", owner=AN, limit=1) == [ROASTING]


def test_dung_does_not_see_what_an_used(store):
    record(store, event(bizStep="shipping"))
    record(store, event(bizStep="packing", action="ADD"), owner=DUNG)
    assert used_values.listed(store.driver, "bizSteps", owner=DUNG) == ["packing"]
    assert used_values.listed(store.driver, "bizSteps", owner=None) == ["packing", "shipping"]
    assert not used_values.is_used(store.driver, "bizSteps", "shipping", owner=DUNG)
    assert used_values.is_used(store.driver, "bizSteps", "shipping", owner=AN)
    assert used_values.is_used(store.driver, "bizSteps", "shipping", owner=None)


def test_values_come_page_by_page_and_once(store):
    for owner in (AN, DUNG):
        record(
            store,
            *(
                event(bizStep=step, epcList=[f"https://id.gs1.org/01/{GTIN}/21/{owner}"])
                for step in ("shipping", "packing", "storing", "loading")
            ),
            owner=owner,
        )
    first = used_values.listed(store.driver, "bizSteps", owner=None, limit=3)
    assert first == ["loading", "packing", "shipping"]
    rest = used_values.listed(store.driver, "bizSteps", owner=None, after=first[-1])
    assert rest == ["storing"]


def test_a_duplicate_uses_nothing(store):
    record(store, event(bizStep="shipping"))
    store.driver.execute("DELETE FROM used_value")
    store.settings.known = Known()
    assert record(store, event(bizStep="shipping")).duplicates == 1
    assert used_values.listed(store.driver, "bizSteps", owner=AN) == []


def test_a_value_too_long_for_a_list_stays_in_its_event(store):
    long = "https://example.org/" + "x" * used_values.LONGEST
    assert record(store, event(bizStep=long)).accepted == 1
    assert used_values.listed(store.driver, "bizSteps", owner=AN) == []
    record_own(store, long)
    assert used_values.listed(store.driver, "eventTypes", owner=AN) == ["ObjectEvent"]
    assert len(ask(store, {"eventType": [long]})) == 1


def test_a_database_of_the_first_version_is_filled_from_its_events(store):
    record(store, event(bizStep="shipping"), event(bizStep="packing", action="ADD"))
    store.driver.execute("DELETE FROM used_value")
    store.driver.execute("UPDATE event SET payload = %s WHERE action = 1", [b"damaged"])
    store.note_used_values()
    assert used_values.listed(store.driver, "bizSteps", owner=AN) == ["shipping"]


def test_known_values_are_not_written_again_and_a_rollback_is_not_known(store, monkeypatch):
    written = []
    monkeypatch.setattr(used_values, "add", lambda driver, found: written.append(len(found)))
    store.settings.known = Known()
    number = iter(range(100))

    def capture(step: str, *, commits: bool) -> None:
        drafts = read_document(
            document(event(bizStep=step, epcList=[f"{FARM[:19]}01/{GTIN}/21/{next(number)}"])),
            now=NOW,
        ).drafts
        turn = store.take_turn(NOW)
        prepared = [store.preparation().prepare(draft) for draft in drafts]
        turn.record([Part(prepared, AN, turn.record_time)])
        if commits:
            turn.committed()

    for step, commits in (
        ("shipping", False), ("shipping", True), ("shipping", True), ("packing", True),
    ):  # fmt: skip
        capture(step, commits=commits)
    first, again, known, new = written
    assert first == again > 1
    assert known == 0
    assert new == 1


def test_a_database_that_went_back_makes_the_process_forget():
    known, triple = Known(), (1, "ObjectEvent", AN)
    known.committed([triple], microseconds(NOW))
    assert known.new({triple}, microseconds(NOW)) == set()
    assert known.new({triple}, microseconds(NOW) - 1) == {triple}
    assert known.new({triple}, microseconds(NOW)) == {triple}, "and stays forgetful"


@pytest.mark.parametrize(
    ("question", "owner"),
    [
        ({"EQ_disposition": ["recalled"]}, None),
        ({"EQ_disposition": ["urn:epcglobal:cbv:disp:recalled", "stolen"]}, None),
        ({"EQ_bizStep": ["https://ref.gs1.org/cbv/BizStep-destroying"]}, None),
        ({"eventType": ["AssociationEvent"]}, None),
        ({"eventType": ["QuantityEvent"]}, None),
        ({"eventType": [TASTING, "ex:Roasting"]}, None),
        ({"EQ_bizStep": ["shipping"]}, DUNG),
    ],
)
def test_a_word_that_no_event_uses_is_answered_without_reading_events(
    store, question, owner, monkeypatch
):
    record(store, event(bizStep="shipping", disposition="in_transit"))
    told, rows = [], type(store.driver).rows
    monkeypatch.setattr(
        type(store.driver),
        "rows",
        lambda self, sql, *more: told.append(sql) or rows(self, sql, *more),
    )
    assert ask(store, question, owner=owner) == []
    assert [sql for sql in told if "FROM event" in sql] == []
    assert len(ask(store, {"EQ_bizStep": ["shipping"]}, owner=AN)) == 1
    assert [sql for sql in told if "FROM event" in sql], "statements are seen"


@pytest.mark.parametrize(
    "question",
    [
        {"EQ_disposition": ["recalled", "in_transit"]},
        {"EQ_bizStep": ["https://example.org/ns#roast"]},
        {"EQ_bizStep": ["ex:roast"]},
    ],
)
def test_a_word_that_is_used_and_one_of_ones_own_are_looked_for_in_events(store, question):
    read = read_document(
        document(
            event(bizStep="ex:roast", disposition="in_transit"),
            **{"@context": [CONTEXT, {"ex": "https://example.org/ns#"}]},
        ),
        now=NOW,
    )
    store.record(read.drafts, owner=AN, record_time=NOW)
    assert len(ask(store, question, owner=AN)) == 1
