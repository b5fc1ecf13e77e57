"""One writer at a time: every event of every document gets its verdict, in one transaction."""

from collections import Counter
from datetime import timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from tests.epcis.documents import GTIN, NOW, document, event
from txng.epcis.json_ld import read_document
from txng.eventstore import recording
from txng.eventstore.drivers import driver_for
from txng.eventstore.errors import EventIdTaken
from txng.eventstore.keys import event_uri, microseconds
from txng.eventstore.recording import Part, Prepared, Recorded
from txng.eventstore.store import EventStore, settings_of
from txng.eventstore.used_values import Used

AN, DUNG = 7, 9
HASH = "ni:///sha-256;" + "0" * 64 + "?ver=CBV2.0"


@pytest.fixture
def store(db) -> EventStore:
    connection.ensure_connection()
    driver = driver_for(connection.connection)
    return EventStore(driver, settings_of(driver))


def prepared(store: EventStore, *events) -> list[Prepared]:
    drafts = read_document(document(*events), now=NOW).drafts
    return [store.preparation().prepare(draft) for draft in drafts]


def named(name: str, **told):
    return event(eventID=f"urn:uuid:{name}", **told)


PLACES = [f"https://id.gs1.org/414/{gln}" for gln in ("9521001000000", "9521002000009")]
UNLIKE = [
    {"type": "TransactionEvent", "bizTransactionList": [{"bizTransaction": "urn:x:1"}]},
    {"action": "DELETE"},
    {"bizStep": "receiving"},
    {"bizStep": None},
    {"disposition": "in_transit"},
    {"readPoint": {"id": PLACES[0]}},
    {"readPoint": {"id": PLACES[1]}},
    {"bizLocation": {"id": PLACES[0]}},
    {"bizLocation": {"id": PLACES[1]}},
]


@pytest.mark.parametrize("most", [4_096, 2])
def test_what_events_of_one_document_share_is_that_of_each_alone(store, monkeypatch, most):
    """Columns are computed once for events that look alike: whatever a column depends on counts."""
    monkeypatch.setattr(recording, "_MOST_FRAMES", most)
    told = [event(), *(event(**more) for more in UNLIKE)] * 2
    drafts = read_document(document(*told), now=NOW).drafts
    prepare = store.preparation().prepare
    together = [prepare(draft) for draft in drafts]
    assert together == [store.preparation().prepare(draft) for draft in drafts]
    assert len({(one.columns, one.used) for one in together}) == 1 + len(UNLIKE)


def test_record_times_only_grow_whatever_the_clock_says(store):
    times = []
    for moment in (NOW, NOW - timedelta(days=1), NOW, NOW + timedelta(seconds=1)):
        turn = store.take_turn(moment)
        times.append(turn.record_time)
        turn.record([Part(prepared(store, event(epcList=[thing(len(times))])), AN, times[-1])])
    first = microseconds(NOW)
    assert times == [first, first + 1, first + 2, first + 1_000_000]


def thing(number: int) -> str:
    return f"https://id.gs1.org/01/{GTIN}/21/R{number}"


def test_documents_of_one_turn_have_record_times_and_verdicts_of_their_own(store):
    turn = store.take_turn(NOW)
    first = microseconds(NOW)
    answers = turn.record(
        [
            Part(prepared(store, named("1")), AN, first),
            Part(prepared(store, event(), named("1", action="ADD")), AN, first + 1),
            Part(prepared(store, event()), DUNG, first + 2),
        ]
    )
    assert isinstance(answers[1], EventIdTaken)
    assert answers[1].pointer == "/epcisBody/eventList/1"
    assert [answers[0], answers[2]] == [Recorded(1, 0), Recorded(1, 0)]
    stored = store.driver.rows("SELECT record_time, owner FROM event ORDER BY record_time")
    assert stored == [(first, AN), (first + 2, DUNG)], "what was refused has left nothing"


def test_a_name_of_a_refused_document_is_free_again(store):
    record = store.take_turn(NOW).record
    time = microseconds(NOW)
    record([Part(prepared(store, named("1")), AN, time)])
    refused, accepted = record(
        [
            Part(prepared(store, named("2"), named("1", action="ADD")), AN, time + 1),
            Part(prepared(store, named("2", action="DELETE")), AN, time + 2),
        ]
    )
    assert isinstance(refused, EventIdTaken)
    assert accepted == Recorded(1, 0)


def test_the_same_event_in_two_documents_of_one_turn_is_stored_once(store):
    time = microseconds(NOW)
    answers = store.take_turn(NOW).record(
        [Part(prepared(store, event()), AN, time), Part(prepared(store, event()), AN, time + 1)]
    )
    assert answers == [Recorded(1, 0), Recorded(0, 1)]
    assert store.driver.rows("SELECT record_time FROM event") == [(time,)]


def test_pieces_of_one_document_know_of_each_other(store):
    turn = store.take_turn(NOW)
    time = turn.record_time
    whole = Recorded(0, 0)
    pieces = ([named("1"), event()], [event(), named("2")], [named("2"), event(action="ADD")])
    for piece in pieces:
        (answer,) = turn.record([Part(prepared(store, *piece), AN, time)])
        whole += answer
    assert whole == Recorded(4, 2)
    (refused,) = turn.record([Part(prepared(store, named("1", action="ADD")), AN, time)])
    assert isinstance(refused, EventIdTaken)


def test_with_proceed_every_event_has_a_verdict_and_the_good_ones_are_kept(store):
    time = microseconds(NOW)
    store.take_turn(NOW).record([Part(prepared(store, named("1"), event(eventID=HASH)), AN, time)])
    unnamed = event(epcList=[thing(1)])
    (told,) = store.take_turn(NOW).record(
        [
            Part(
                prepared(
                    store, named("1"), named("1", action="ADD"), named("2"),
                    named("2", action="ADD"), unnamed, event(eventID=HASH, action="ADD"),
                ),
                AN, time + 1, proceed=True,
            )
        ]
    )  # fmt: skip
    assert [(one.verdict, one.pointer[-1]) for one in told.verdicts] == [
        ("duplicate", "0"), ("conflict", "1"), ("accepted", "2"),
        ("conflict", "3"), ("accepted", "4"), ("accepted", "5"),
    ]  # fmt: skip
    assert (told.accepted, told.duplicates) == (3, 1)
    assert [one.event_id for one in told.conflicts] == ["urn:uuid:1", "urn:uuid:2"]
    assert told.shared_hashes == ("/epcisBody/eventList/5",)
    assert told.verdicts[5].shares_hash
    (key,) = {one.key for one in prepared(store, unnamed)}
    assert told.verdicts[4].event_id == event_uri(key)
    assert store.count() == 5


def test_a_declaration_of_an_error_claims_no_name(store):
    declared = {"errorDeclaration": {"declarationTime": "2026-10-03T00:00:00Z"}}
    time = microseconds(NOW)
    answers = store.take_turn(NOW).record(
        [
            Part(prepared(store, named("1", **declared)), AN, time),
            Part(prepared(store, named("1")), AN, time + 1),
            Part(prepared(store, named("1", action="ADD", **declared)), AN, time + 2),
        ]
    )
    assert answers == [Recorded(1, 0)] * 3


def test_many_events_are_written_a_thousand_at_a_time(store, monkeypatch):
    sizes = []
    insert = store.driver.insert

    def noted(rows, links):
        sizes.append(len(rows))
        return insert(rows, links)

    monkeypatch.setattr(store.driver, "insert", noted)
    monkeypatch.setattr(recording, "CHUNK", 10)
    things = [event(epcList=[thing(number)]) for number in range(25)]
    (told,) = store.take_turn(NOW).record([Part(prepared(store, *things), AN, 1)])
    assert told.accepted == store.count() == 25
    assert sizes == [10, 10, 5]


@given(
    st.lists(
        st.tuples(
            st.integers(0, 1),
            st.booleans(),
            st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=4),
        ),
        max_size=4,
    ),
    st.sets(st.integers(0, 3), max_size=2),
)  # fmt: skip
def test_verdicts_agree_with_a_slow_and_obvious_judge(documents, stored):
    """Events as (name, content); name 0 stands for none. The judge keeps a plain list of what each of two
    organisations has."""
    parts = [
        Part([tiny(owner, name, content) for name, content in events], owner, 1, proceed)
        for owner, proceed, events in documents
    ]
    kept = [(0, name, 9) for name in stored if name]
    known = {tiny(*one).key: 0 for one in kept}
    taken = {(f"urn:n:{name}", 0) for _, name, _ in kept}
    for part in parts:
        before, expected = list(kept), []
        for one in part.events:
            owner, name, content = part.owner, one.columns[0], one.columns[1]
            if (owner, name, content) in kept:
                expected.append("duplicate")
            elif name and any((owner, name) == other[:2] for other in kept):
                expected.append("conflict")
            else:
                expected.append("accepted")
                kept.append((owner, name, content))
        judged = recording._judge(part, known, taken, Counter())
        if "conflict" in expected and not part.proceed:
            kept = before
            assert isinstance(judged, EventIdTaken)
            continue
        fresh, told = judged
        assert told.accepted == expected.count("accepted") == len(fresh)
        assert told.duplicates == expected.count("duplicate")
        if part.proceed:
            assert [one.verdict for one in told.verdicts] == expected
        known |= dict.fromkeys(fresh, part.owner)
        named = (part.events[place].event_id for place in fresh.values())
        taken |= {(name, part.owner) for name in named if name}


def tiny(owner: int, name: int, content: int) -> Prepared:
    used = Used("ObjectEvent", None, None, None, None)
    event_id = f"urn:n:{name}" if name else None
    key = bytes((owner, name, content, 0)) * 4
    return Prepared(key, 0, (name, content), b"", b"", event_id, bool(name), used, f"/{name}")
