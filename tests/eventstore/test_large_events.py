"""Events of megabytes: no question, no follower and no list has more than a few of them in memory."""

import json
import tracemalloc
from collections.abc import Iterator

import pytest

from tests.epcis.documents import GTIN, NOW, document, event
from tests.epcis.query import oracle, story
from tests.eventstore.worlds_in_a_store import AN, DUNG, RECORDED, store_with, told_by
from txng.epcis.json_ld import read_document
from txng.epcis.query.doors import parse_json
from txng.eventstore import resources
from txng.eventstore import store as store_module
from txng.eventstore.query import Page, following, last_position, newer, reading, select
from txng.eventstore.store import EventStore

MB = 1024 * 1024
MOST_MB = 60  # a few pieces of 4 MiB, as bytes, as values and on their way
QUESTIONS = (
    {},
    {"orderBy": "recordTime", "orderDirection": "DESC"},
    {"orderBy": "ex:field", "orderDirection": "ASC"},
    {"orderBy": "ex:field", "orderDirection": "DESC"},
    {"EQ_action": ["ADD"]},
    {"MATCH_anyEPC": ["https://id.gs1.org/01/09520000100018/21/B2"]},
    {"EQ_ex:nothing": ["x"]},
)


@pytest.fixture
def told(db, monkeypatch) -> tuple[EventStore, list[oracle.Known]]:
    """Every event is as large as what may be in memory at once."""
    monkeypatch.setattr(store_module, "MOST_AT_ONCE", 1)
    monkeypatch.setattr(reading, "MOST_AT_ONCE", 1)
    monkeypatch.setattr(resources, "MOST_AT_ONCE", 1)
    monkeypatch.setattr(following, "MOST_BYTES", 1)
    store = store_with(60)
    return store, told_by(store, story.STORY)


@pytest.mark.parametrize("most_bytes", [1, 2_000])
@pytest.mark.parametrize("question", QUESTIONS, ids=json.dumps)
def test_pages_that_end_early_tell_everything_once_and_in_order(told, question, most_bytes):
    store, known = told
    query = parse_json({"@context": story.CONTEXT, **question})
    for owner in (None, DUNG):
        found, after = [], None
        while True:
            page = select(store, query, Page(1000, after, most_bytes), owner=owner)
            found += [stored.key for stored in page.events]
            assert len(page.events) == 1 or sum(map(_size, page.events)) <= most_bytes
            if page.next is None:
                break
            after = json.loads(json.dumps(page.next))
        assert found == oracle.answer(known, question, owner=owner)


def _size(stored) -> int:
    return len(stored.payload)


def test_a_follower_is_told_everything_once_though_it_is_told_one_by_one(told):
    store, known = told
    position, found = (0, b""), []
    while position < last_position(store):
        news = newer(store, parse_json({}), position, owner=None, limit=1000)
        assert len(news.events) <= 1
        found += [stored.key for stored in news.events]
        position = news.position
    assert found == oracle.answer(known, {"orderBy": "recordTime", "orderDirection": "ASC"})


def test_a_list_of_things_is_the_same_however_little_is_read_at_once(told, monkeypatch):
    store, _ = told
    walk = list(_things(store))
    monkeypatch.setattr(resources, "MOST_AT_ONCE", MB)
    assert walk == list(_things(store)) != []


def _things(store: EventStore) -> Iterator[str]:
    after = None
    while True:
        walked = resources.first_mentions(store, owner=AN, until=2**60, after=after, size=5)
        yield from walked.things
        if walked.next is None:
            return
        after = walked.next


@pytest.mark.django_db
@pytest.mark.parametrize(
    "question",
    [
        {},
        {"EQ_bizStep": ["receiving"]},  # nothing matches
        {"EQ_cbvmda:nothing": ["x"]},  # the same, and only reading finds it out
        {"orderBy": "cbvmda:rank", "orderDirection": "ASC"},
        {"MATCH_anyEPC": [f"https://id.gs1.org/01/{GTIN}/21/S1"]},
    ],
    ids=json.dumps,
)
def test_forty_events_of_three_megabytes_are_not_in_memory_together(question):
    store = store_with(60)
    for number in range(40):
        large = event(
            eventTime=f"2026-10-01T08:00:{number:02}Z",
            **{"cbvmda:rank": number, "cbvmda:note": "x" * 3 * MB},
        )
        drafts = read_document(document(large), now=NOW).drafts
        store.record(drafts, owner=AN, record_time=RECORDED)
    query = parse_json({"@context": story.CONTEXT, **question})
    tracemalloc.start()
    try:
        page = select(store, query, Page(1000), owner=None)
        news = newer(store, query, (0, b""), owner=None, limit=1000)
        things = resources.first_mentions(store, owner=None, until=2**60, after=None, size=1000)
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert max(len(page.events), len(news.events)) <= 3
    assert things.things
    assert peak < MOST_MB * MB, f"{peak / MB:.0f} MB"
