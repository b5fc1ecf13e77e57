"""The walk that lists things: exact against a slow look at every event, however it is cut."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.epcis.documents import GTIN, NOW, document, event
from tests.eventstore.worlds_in_a_store import asked_of
from txng.epcis.json_ld import read_document
from txng.epcis.mentions import Role, things
from txng.eventstore import resources
from txng.eventstore.keys import microseconds
from txng.eventstore.resources import first_mentions
from txng.eventstore.store import EventStore

pytestmark = pytest.mark.django_db
LATER = 2**60
INSTANCES = (Role.EPC, Role.PARENT, Role.CHILD, Role.INPUT, Role.OUTPUT)


@pytest.fixture
def store() -> EventStore:
    from txng.repository.connection import store

    return store()


def serial(number: int) -> str:
    return f"https://id.gs1.org/01/{GTIN}/21/{number}"


def record(store: EventStore, told: list[tuple[int, list[int]]], owner: int, minute: int) -> None:
    """`told`: the hour of each event and the numbers of its things."""
    events = [
        event(
            eventTime=f"2026-10-01T{hour:02}:00:00Z",
            epcList=[serial(n) for n in sorted(set(numbers))],
        )
        for hour, numbers in told
    ]
    drafts = read_document(document(*events), now=NOW).drafts
    store.record(drafts, owner=owner, record_time=NOW + timedelta(minutes=minute))


def slowly(store: EventStore, owner: int | None, until: int) -> list[str]:
    """Each thing at the first event that mentions it, by reading all of them."""
    rows = store.driver.rows("SELECT key, record_time, owner, dictionary, payload FROM event")
    told = sorted(
        (stored for stored in store.read(rows)
         if owner in (None, stored.owner) and microseconds(stored.record_time) <= until),
        key=lambda stored: (stored.event.event_time, stored.key),
    )  # fmt: skip
    found: dict[str, None] = {}
    for stored in told:
        for mention in things(stored.event):
            if mention.role in INSTANCES:
                found.setdefault(mention.identifier.canonical)
    return list(found)


def walked(store: EventStore, size: int, **limits) -> list[str]:
    found, place = [], None
    while True:
        page = first_mentions(store, after=place, size=size, **limits)
        assert len(page.things) <= size
        found += page.things
        if page.next is None:
            return found
        place = page.next


_EVENTS = st.lists(
    st.tuples(st.integers(0, 5), st.lists(st.integers(0, 12), min_size=1, max_size=6)), max_size=12
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
@given(_EVENTS, _EVENTS, st.integers(1, 7), st.integers(1, 4), st.integers(1, 6))
def test_every_thing_is_told_once_however_the_walk_is_cut(
    store, monkeypatch, ours, theirs, size, batch, budget
):
    from django.db import transaction

    monkeypatch.setattr(resources, "_BATCH", batch)
    with transaction.atomic():
        if ours:
            record(store, ours, 1, 0)
        if theirs:
            record(store, theirs, 2, 1)
        for owner in (None, 1, 2, 3):
            for until in (LATER, microseconds(NOW + timedelta(seconds=30))):
                limits = {"owner": owner, "until": until, "budget": budget}
                assert walked(store, size, **limits) == slowly(store, owner, until)
        transaction.set_rollback(True)


def test_things_that_share_an_index_key_are_told_apart(store, monkeypatch):
    from txng.eventstore.store import Settings

    monkeypatch.setattr(resources, "_BATCH", 2)
    blunt = EventStore(store.driver, Settings(b"secret", {}, bits=2))
    blunt._compressor = store._compressor
    told = [(hour, [hour * 3, hour * 3 + 1, 0]) for hour in range(10)]
    again = [(hour + 10, [hour * 3 + 1]) for hour in range(10)]
    record(blunt, told + again, 1, 0)
    limits = {"owner": 1, "until": LATER}
    assert walked(blunt, 4, **limits) == slowly(blunt, 1, LATER)
    assert len(walked(blunt, 4, **limits)) == 20


def test_an_early_event_that_is_reported_late_moves_nothing_that_was_shown(store):
    record(store, [(5, [1]), (6, [2]), (7, [3])], 1, 0)
    until = resources.last_record_time(store)
    first = first_mentions(store, owner=1, until=until, after=None, size=2)
    record(store, [(1, [3, 4])], 1, 5)
    second = first_mentions(store, owner=1, until=until, after=first.next, size=2)
    assert first.things + second.things == [serial(1), serial(2), serial(3)]
    assert second.next is None


def test_a_walk_stops_when_its_budget_is_spent_and_goes_on_from_there(store, monkeypatch):
    monkeypatch.setattr(resources, "_BATCH", 2)
    record(store, [(hour, [1]) for hour in range(9)], 1, 0)
    record(store, [(9, [2])], 1, 1)
    first = first_mentions(store, owner=1, until=LATER, after=None, size=5, budget=4)
    assert first.things == [serial(1)]
    assert first.next is not None
    assert walked(store, 5, owner=1, until=LATER, budget=4) == [serial(1), serial(2)]


def harvest(hour: int) -> dict[str, object]:
    """Of a lot: it names no single thing."""
    lot = {"epcClass": f"https://id.gs1.org/01/{GTIN}/10/L{hour}", "quantity": 5.0, "uom": "KGM"}
    told = event(eventTime=f"2026-10-01T{hour:02}:00:00Z", quantityList=[lot])
    del told["epcList"]
    return told


def test_events_of_lots_alone_are_passed_by_eight_for_the_price_of_one(store):
    drafts = read_document(document(*map(harvest, range(20))), now=NOW).drafts
    store.record(drafts, owner=1, record_time=NOW)
    record(store, [(21, [7])], 1, 1)
    first = first_mentions(store, owner=1, until=LATER, after=None, size=1, budget=3)
    assert first.things == [serial(7)]
    assert walked(store, 3, owner=1, until=LATER, budget=1) == [serial(7)]


@pytest.mark.parametrize("spelt", ["epcList", "epc\\u004cist", "\\u0065pcList"])
def test_a_list_of_things_is_found_however_its_name_is_spelt(store, spelt):
    body = document(event(epcList=[serial(3)])).replace(b'"epcList"', f'"{spelt}"'.encode())
    (draft,) = read_document(body, now=NOW).drafts
    assert spelt.encode() in draft.payload  # kept as it was received
    store.record([draft], owner=1, record_time=NOW)
    assert walked(store, 3, owner=1, until=LATER) == [serial(3)]


def test_things_that_are_known_already_are_looked_up_together(store, monkeypatch):
    told = [(1, [number]) for number in range(60)] + [(2, [number]) for number in range(60)]
    record(store, told, 1, 0)
    asked = asked_of(store.driver, monkeypatch)
    page = first_mentions(store, owner=1, until=LATER, after=None, size=60)
    assert (len(page.things), page.next) == (60, None)
    # for each of two batches: its events, what the index proposes, and all that it proposes
    assert len(asked) <= 6


def test_what_is_known_already_is_found_by_its_links_however_many_events_an_owner_has(
    store, monkeypatch
):
    """The events of the owner looked like the shorter way: each thing cost all of them."""
    record(store, [(hour % 24, [hour]) for hour in range(300)], 1, 0)
    asked = []
    rows = store.driver.rows
    monkeypatch.setattr(
        store.driver, "rows", lambda *question: asked.append(question) or rows(*question)
    )
    first_mentions(store, owner=1, until=LATER, after=None, size=50)
    explain = "EXPLAIN QUERY PLAN " if store.driver.name == "sqlite" else "EXPLAIN "
    (question,) = (one for one in asked if "FROM link" in one[0])
    plan = " ".join(str(cell) for row in rows(explain + question[0], question[1]) for cell in row)
    for slow in ("event_by_", "SCAN event", "SCAN link", "Seq Scan"):
        assert slow not in plan, plan


def test_an_empty_store_has_no_things_and_no_time(store):
    assert first_mentions(store, owner=None, until=LATER, after=None, size=1).things == []
    assert resources.last_record_time(store) == 0
