"""Events go in whole and come out whole; the index only proposes."""

import os
import sqlite3
from datetime import UTC, datetime

import msgspec
import pytest
import zstandard
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from tests.epcis.documents import GTIN, NOW, SERIAL, document, event
from txng.epcis.json_ld import VocabularyElement, read_document
from txng.epcis.mentions import Role
from txng.eventstore import store as eventstore
from txng.eventstore.compression import Compressor
from txng.eventstore.drivers import driver_for
from txng.eventstore.errors import DamagedEvent, EventIdTaken, NotInstalled
from txng.eventstore.keys import Keys, event_uri, key_of_event_uri, microseconds, private
from txng.eventstore.relations.reading import Relations
from txng.eventstore.store import EventStore, Settings, settings_of
from txng.gs1.identifier import identify
from txng.trace.journey import journey
from txng.trace.walk import upstream

AN, DUNG = 7, 9
OTHER_SERIAL = f"https://id.gs1.org/01/{GTIN}/21/S2"
BOX = "https://id.gs1.org/00/095200001000000018"


@pytest.fixture
def store(db) -> EventStore:
    connection.ensure_connection()
    driver = driver_for(connection.connection)
    return EventStore(driver, settings_of(driver), lambda owners: {AN: "An", DUNG: "Dũng"})


def record(store: EventStore, *events, owner: int = AN, at: datetime = NOW):
    drafts = read_document(document(*events), now=NOW).drafts
    return store.record(drafts, owner=owner, record_time=at)


def test_an_event_comes_back_as_it_was_received(store):
    told = event(**{"cbvmda:note": "Vườn bà Ka Hồ", "epcList": [SERIAL, OTHER_SERIAL]})
    assert record(store, told).accepted == 1
    (stored,) = store.events_of([SERIAL])[SERIAL]
    (draft,) = read_document(document(told), now=NOW).drafts
    assert stored.payload == draft.payload
    assert stored.event == draft.event
    assert (stored.owner, stored.captured_by, stored.record_time) == (AN, "An", NOW)


def test_every_published_event_comes_back_as_it_was_received(store, shared_epcis):
    kept = {}
    for file in sorted(shared_epcis.glob("examples-json/**/*.jsonld")):
        read = read_document(file.read_bytes(), now=NOW)
        store.record(read.drafts, owner=AN, record_time=NOW)
        for draft in read.drafts:
            kept.setdefault(
                store.keys.event(microseconds(draft.event.event_time), draft.content), draft
            )
    assert store.count() == len(kept) == 51
    for key, draft in kept.items():
        # one declares an error without an eventID: it is kept under the name of its event
        name = store.preparation(AN).prepare(draft).event_id
        found = {stored.key: stored for stored in store.events_named([name or event_uri(key)])}
        assert found[key].event == msgspec.structs.replace(draft.event, event_id=name)


def test_the_same_event_again_is_a_duplicate(store):
    assert record(store, event(), event(action="ADD")).accepted == 2
    again = record(store, event(), event(action="DELETE"), event(action="DELETE"))
    assert (again.accepted, again.duplicates) == (1, 2)
    assert store.count() == 3


def test_of_two_spellings_of_one_event_the_first_is_kept(store):
    first, second = event(), dict(reversed(event().items()))
    assert record(store, first, second).duplicates == 1
    (stored,) = store.events_of([SERIAL])[SERIAL]
    assert stored.payload.startswith(b'{"type"')


def test_a_long_document_sent_again_is_all_duplicates(store):
    """More keys than one question of SQLite takes."""
    told = [event(eventID=f"urn:uuid:{number}") for number in range(600)]
    record(store, *told)
    assert record(store, *told).accepted == 0


def test_events_are_written_in_the_order_of_their_keys(store, monkeypatch):
    """Neighbours in the tree are written together, so a page is filled once."""
    written = []
    insert = store.driver.insert

    def noted(rows, links):
        written.extend(rows)
        return insert(rows, links)

    monkeypatch.setattr(store.driver, "insert", noted)
    record(store, *(event(eventTime=f"2026-10-01T{hour:02}:00:00Z") for hour in (9, 3, 7, 1)))
    keys = [row[0] for row in written]
    assert len(keys) == 4
    assert keys == sorted(keys)


def test_an_event_is_linked_to_its_papers_and_parties(store):
    told = event(
        bizTransactionList=[{"bizTransaction": "urn:txng:demo:po:1"}],
        sourceList=[{"type": "owning_party", "source": "urn:txng:demo:an"}],
        destinationList=[{"type": "owning_party", "destination": "urn:txng:demo:dung"}],
    )
    record(store, told)
    links = {thing for (thing,) in store.driver.rows("SELECT thing FROM link")}
    paper = private("urn:txng:demo:po:1", "bizTransaction")
    assert store.keys.thing(paper, Role.BIZ_TRANSACTION) in links
    assert store.keys.thing(identify("urn:txng:demo:an"), Role.SOURCE) in links
    assert store.keys.thing(identify("urn:txng:demo:dung"), Role.DESTINATION) in links


def test_the_events_of_one_transformation_are_found_by_its_id(store):
    part = event(
        type="TransformationEvent", epcList=None, action=None, inputEPCList=[SERIAL],
        transformationID="urn:txng:roast:1",
    )  # fmt: skip
    record(store, part)
    assert len(store.events_of(["urn:txng:roast:1"])["urn:txng:roast:1"]) == 1


def test_another_event_under_the_same_name_is_refused(store):
    record(store, event(eventID="urn:uuid:1"))
    with pytest.raises(EventIdTaken, match="urn:uuid:1") as refusal:
        record(store, event(), event(eventID="urn:uuid:1", action="ADD"))
    assert refusal.value.pointer == "/epcisBody/eventList/1"
    with pytest.raises(EventIdTaken):
        record(store, event(eventID="urn:uuid:2"), event(eventID="urn:uuid:2", action="ADD"))


def test_the_name_that_the_store_gives_is_taken_as_well(store):
    record(store, event())
    (stored,) = store.events_of([SERIAL])[SERIAL]
    with pytest.raises(EventIdTaken):
        record(store, event(eventID=stored.event_id, action="ADD"))


def test_a_declared_error_stands_beside_its_original(store):
    told = event(eventID="urn:uuid:1")
    declared = told | {"errorDeclaration": {"declarationTime": "2026-10-03T00:00:00Z"}}
    record(store, told)
    assert record(store, declared).accepted == 1
    assert record(store, declared).duplicates == 1
    assert [one.event.error_declaration is None for one in store.events_named(["urn:uuid:1"])] == [
        True,
        False,
    ]


def test_a_stranger_cannot_declare_an_event_void(store):
    told = event(eventID="urn:uuid:1")
    declared = told | {"errorDeclaration": {"declarationTime": "2026-10-03T00:00:00Z"}}
    record(store, declared, owner=DUNG)
    record(store, told, owner=AN)
    assert [one.owner for one in store.events_of([SERIAL])[SERIAL]] == [AN]
    assert len(store.events_named(["urn:uuid:1"])) == 2, "kept, and shown to whoever asks for it"
    record(store, declared | {"bizStep": "receiving"}, owner=AN)
    assert [one.owner for one in store.events_of([SERIAL])[SERIAL]] == [AN, AN]


def test_a_declaration_that_came_before_its_event_stands_behind_it(store):
    told = event(eventID="urn:uuid:1")
    declared = told | {"errorDeclaration": {"declarationTime": "2026-10-03T00:00:00Z"}}
    record(store, declared, at=NOW.replace(year=2025))
    assert len(store.events_of([SERIAL])[SERIAL]) == 1, "shown before its event is known"
    record(store, told)
    found = store.events_of([SERIAL])[SERIAL]
    assert [one.event.error_declaration is None for one in found] == [True, False]


def test_a_stranger_cannot_void_an_event_by_declaring_it_of_something_else(store):
    """The declaration names a box, the event the thing inside: a trace meets both."""
    made = event(eventID="urn:uuid:1", action="ADD", bizStep="commissioning")
    packed = event(
        type="AggregationEvent", epcList=None, action="ADD", eventTime="2026-10-02T08:00:00Z",
        bizStep="packing", parentID=BOX, childEPCs=[SERIAL],
    )  # fmt: skip
    declaration = {"declarationTime": "2026-10-03T00:00:00Z"}
    record(store, made, packed)
    record(
        store, event(eventID="urn:uuid:1", epcList=[BOX], errorDeclaration=declaration), owner=DUNG
    )
    assert "urn:uuid:1" in {one.event_id for one in journey(upstream(Relations(store), SERIAL))}
    assert "urn:uuid:1" in {one.event_id for one in journey(upstream(Relations(store), BOX))}


def test_a_stranger_cannot_void_an_event_by_sharing_its_hash(store):
    name = "ni:///sha-256;" + "0" * 64 + "?ver=CBV2.0"
    made = event(eventID=name, action="ADD", bizStep="commissioning")
    declaration = {"declarationTime": "2026-10-03T00:00:00Z"}
    record(store, made)
    record(
        store, event(eventID=name), event(eventID=name, errorDeclaration=declaration), owner=DUNG
    )
    assert [one.owner for one in journey(upstream(Relations(store), SERIAL))] == [AN]


def test_events_that_share_a_hash_are_both_kept_and_the_second_is_flagged(store):
    name = "ni:///sha-256;" + "0" * 64 + "?ver=CBV2.0"
    assert record(store, event(eventID=name)).shared_hashes == ()
    second = record(store, event(eventID=name, action="ADD"))
    assert second.accepted == 1
    assert second.shared_hashes == ("/epcisBody/eventList/0",)


def test_any_spelling_of_a_thing_finds_its_events(store):
    record(store, event(epcList=["urn:epc:id:sgtin:9520000.010001.S1"]))
    found = store.events_of([SERIAL])
    assert [one.event.epc_list for one in found[SERIAL]] == [
        ("urn:epc:id:sgtin:9520000.010001.S1",)
    ]


def test_events_come_in_the_order_they_happened(store):
    hours = ["07", "03", "05"]
    for hour in hours:  # each in a document of its own: within one, keys already lie in order
        record(store, event(eventTime=f"2026-10-01T{hour}:00:00Z"))
    times = [one.event.event_time.hour for one in store.events_of([SERIAL])[SERIAL]]
    assert times == [3, 5, 7]


@pytest.mark.parametrize("bits", [1, 8, 60])
def test_things_that_share_an_index_key_keep_their_own_events(store, bits):
    """With 8 bits for all things most keys collide; every answer is still exact."""
    settings = Settings(os.urandom(32), {}, bits=bits)
    store = EventStore(store.driver, settings)
    serials = [f"https://id.gs1.org/01/{GTIN}/21/{number}" for number in range(300)]
    lots = [f"https://id.gs1.org/01/{GTIN}/10/{number}" for number in range(300)]
    record(
        store,
        *(event(epcList=[one], eventID=f"urn:x:{one[-3:]}-{n}") for n, one in enumerate(serials)),
        *(
            event(epcList=None, quantityList=[{"epcClass": one, "quantity": 1}], action="ADD")
            for one in lots
        ),
    )
    found = store.events_of([*serials, *lots, BOX])
    assert found.pop(BOX) == []
    for canonical, events in found.items():
        (only,) = events
        told = only.event
        names = [*told.epc_list, *(element.epc_class for element in told.quantity_list)]
        assert names == [canonical]
    assert len(store.events_named(["urn:x:/21-0", "urn:x:1/7-7", "nobody"])) <= 2


def test_a_stranger_cannot_rename_a_thing(store):
    def declare(owner, name, at):
        header = {"epcisMasterData": {"vocabularyList": [{
            "type": "urn:epcglobal:epcis:vtype:EPCClass",
            "vocabularyElementList": [{
                "id": f"https://id.gs1.org/01/{GTIN}",
                "attributes": [{"id": "cbvmda:descriptionShort", "attribute": name}],
            }],
        }]}}  # fmt: skip
        read = read_document(document(epcisHeader=header), now=NOW)
        store.declare_vocabulary(read.vocabulary, owner=owner, declared_at=at)

    product = f"https://id.gs1.org/01/{GTIN}"
    early, late, later = (datetime(2026, month, 1, tzinfo=UTC) for month in (1, 2, 3))
    declare(AN, "Cà phê", early)
    declare(DUNG, "Hàng của Dũng", late)
    assert list(store.vocabulary([product])[product].values()) == ["Cà phê"]
    declare(AN, "Cà phê Cầu Đất", later)
    assert list(store.vocabulary([product])[product].values()) == ["Cà phê Cầu Đất"]


def test_master_data_are_found_under_any_spelling_and_written_in_one_order(store, monkeypatch):
    written = []
    execute = store.driver.execute
    monkeypatch.setattr(
        store.driver,
        "execute",
        lambda sql, values: (written.append(values[0]), execute(sql, values)),
    )
    elements = [
        VocabularyElement("urn:x:type", f"https://example.org/01/{GTIN}/10/{lot}", {"a": lot}, ())
        for lot in "CAB"
    ]
    assert store.declare_vocabulary(elements, owner=AN, declared_at=NOW) == 3
    names = [f"https://id.gs1.org/01/{GTIN}/10/{lot}" for lot in "ABC"]
    assert written == names
    assert store.vocabulary(names) == {name: {"a": name[-1]} for name in names}


def test_a_damaged_event_is_named_and_never_shown(store):
    record(store, event())
    (stored,) = store.events_of([SERIAL])[SERIAL]
    store.driver.execute("UPDATE event SET payload = %s", [b"\x28\xb5\x2f\xfd broken"])
    with pytest.raises(DamagedEvent, match=stored.event_id):
        store.events_of([SERIAL])


def test_a_frame_that_would_fill_the_memory_is_never_unpacked():
    compressor = Compressor({})
    bomb = compressor.compress(bytes(5 * 1024 * 1024))
    assert len(bomb) < 1000
    with pytest.raises(zstandard.ZstdError, match="larger"):
        compressor.decompress(0, bomb)
    assert compressor.decompress(0, compressor.compress(b"{}")) == b"{}"


def test_nothing_of_a_refused_document_is_stored(transactional_db):
    from django.db import transaction

    connection.ensure_connection()
    driver = driver_for(connection.connection)
    store = EventStore(driver, settings_of(driver))
    record(store, event(eventID="urn:uuid:1"))

    def two_documents():
        with transaction.atomic():
            record(store, event(action="ADD"))
            record(store, event(eventID="urn:uuid:1", action="ADD"))

    with pytest.raises(EventIdTaken):
        two_documents()
    assert store.count() == 1


def test_a_database_without_tables_is_named(tmp_path):
    with sqlite3.connect(tmp_path / "empty.sqlite3") as empty, pytest.raises(NotInstalled):
        settings_of(driver_for(empty))
    empty.close()


def test_a_schema_can_be_taken_back(tmp_path):
    with sqlite3.connect(tmp_path / "one.sqlite3") as connection:
        driver = driver_for(connection)
        for _ in range(2):
            for version in ("0001_events", "0002_jobs", "0003_relations", "0004_declared"):
                eventstore.install(driver, version)
            for version in ("0004_declared", "0003_relations", "0002_jobs", "0001_events"):
                eventstore.uninstall(driver, version)
        assert driver.rows("SELECT name FROM sqlite_master") == []
    connection.close()


# --- keys -------------------------------------------------------------------------------------


def test_an_event_key_is_made_as_it_always_was():
    """Databases hold keys that an earlier version made: the same event must get the same key again."""
    key = Keys(b"secret" * 6).event(1_767_312_000_123_456, b'{"type":"ObjectEvent"}')
    assert key.hex() == "019b7c01047b8403bc2758e992923783"


def test_an_event_key_orders_by_time_and_names_the_content():
    keys = Keys(b"secret" * 6)
    early = microseconds(NOW)
    late = early + 1000
    assert keys.event(early, b"b") < keys.event(late, b"a")
    assert keys.event(early, b"a") == keys.event(early, b"a")
    assert keys.event(early, b"a") != keys.event(early, b"b")
    assert keys.event(early, b"a") != Keys(b"other" * 6).event(early, b"a")
    assert int.from_bytes(keys.event(early, b"a")[:6], "big") == early // 1000
    thing = identify(SERIAL)
    assert keys.thing(thing) & 0xFFFF_FFF0 != Keys(b"other" * 6).thing(thing) & 0xFFFF_FFF0
    assert key_of_event_uri(event_uri(keys.event(early, b"a"))) == keys.event(early, b"a")


@given(st.datetimes(timezones=st.just(UTC)))
def test_microseconds_are_exact(moment):
    from datetime import timedelta

    from txng.eventstore.keys import EPOCH

    assert EPOCH + timedelta(microseconds=microseconds(moment)) == moment


def test_the_keys_of_a_thing_lie_side_by_side_and_fit_a_signed_integer():
    keys = Keys(b"secret" * 6)
    thing = identify(SERIAL)
    first = keys.thing(thing)
    for role in Role:
        assert keys.thing(thing, role) == first + role
        assert keys.thing(thing, role) & 15 == role
        assert -(2**63) <= keys.thing(thing, role) < 2**63
    assert keys.thing(identify(OTHER_SERIAL)) >> 36 == first >> 36, "one product, one neighbourhood"
