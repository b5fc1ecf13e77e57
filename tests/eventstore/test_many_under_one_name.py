"""What stands under one name is bounded and looked at once: the only writer must not be kept busy."""

import pytest

from tests.epcis.documents import NOW, document, event
from tests.eventstore.worlds_in_a_store import AN, DUNG, RECORDED, store_with
from txng.epcis import sameness
from txng.epcis.json_ld import read_document
from txng.eventstore import recording
from txng.eventstore.errors import EventIdTaken
from txng.eventstore.recording import MOST_DECLARATIONS

pytestmark = pytest.mark.django_db
NAME = "urn:uuid:0b5d7b8e-0000-4000-8000-000000000001"


def declaration(number: int, **members) -> dict:
    told = {"declarationTime": "2026-10-02T08:00:00Z", "correctiveEventIDs": [f"urn:x:{number}"]}
    return event(eventID=NAME, errorDeclaration=told, **members)


def record(store, events, *, owner=AN, proceed=False):
    drafts = read_document(document(*events), now=NOW).drafts
    return store.record(drafts, owner=owner, record_time=RECORDED, proceed=proceed)


@pytest.fixture
def store():
    return store_with(60)


def test_declarations_of_one_error_are_read_once_each_and_not_with_each_other(store, monkeypatch):
    record(store, [event(eventID=NAME), *map(declaration, range(40))])
    read = []
    real = sameness.meaning
    monkeypatch.setattr(recording, "meaning", lambda payload: read.append(1) or real(payload))
    assert record(store, map(declaration, range(40, 80))).accepted == 40
    assert len(read) == 80


def test_an_event_of_another_time_is_not_even_read(store, monkeypatch):
    record(store, map(declaration, range(5)))
    monkeypatch.setattr(recording, "meaning", None)
    assert record(store, [declaration(1, eventTime="2026-10-01T08:00:01Z")]).accepted == 1


def test_nobody_declares_one_error_more_often_than_anybody_means_to(store):
    record(store, map(declaration, range(MOST_DECLARATIONS - 1)))
    record(store, [declaration(MOST_DECLARATIONS - 1)])
    with pytest.raises(EventIdTaken):
        record(store, [declaration(MOST_DECLARATIONS)])
    again = record(store, map(declaration, (0, MOST_DECLARATIONS)), proceed=True)
    assert [one.verdict for one in again.verdicts] == ["duplicate", "conflict"]
    assert record(store, [declaration(MOST_DECLARATIONS)], owner=DUNG).accepted == 1


def test_nor_in_one_document(store):
    told = record(store, map(declaration, range(MOST_DECLARATIONS + 3)), proceed=True)
    assert (told.accepted, len(told.conflicts)) == (MOST_DECLARATIONS, 3)
