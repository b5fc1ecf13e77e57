"""Every parameter of the table finds what a slow look at all events finds."""

import os
from datetime import timedelta

import pytest
from django.db import connection

from tests.epcis.documents import GTIN, LOT, NOW, SERIAL, document, event
from txng.epcis.errors import QueryParameterException
from txng.epcis.json_ld import read_document
from txng.eventstore import query
from txng.eventstore.drivers import driver_for
from txng.eventstore.store import EventStore, Settings

SERIALS = [f"https://id.gs1.org/01/{GTIN}/21/{letter}" for letter in "BCGHK"]
PLACES = ["https://id.gs1.org/414/9520000100001", "urn:txng:demo:kho"]
AN, DUNG = 7, 9


def world():
    """A few dozen events that differ in every field that a parameter asks for."""
    for number in range(40):
        yield event(
            eventTime=f"2026-10-{number // 2 + 1:02}T08:00:00Z",
            action=("ADD", "OBSERVE", "DELETE")[number % 3],
            bizStep=("shipping", "receiving", "https://example.org/carving")[number % 3],
            disposition=("in_transit", None)[number % 2],
            epcList=[SERIALS[number % 5]],
            readPoint={"id": PLACES[number % 2]},
            bizLocation={"id": PLACES[number % 2]} if number % 4 else None,
            eventID=f"urn:uuid:{number}" if number % 7 == 0 else None,
        )
        yield event(
            type="TransformationEvent",
            eventTime=f"2026-10-{number // 2 + 1:02}T09:00:00Z",
            action=None,
            epcList=None,
            bizStep="commissioning",
            inputQuantityList=[{"epcClass": f"{LOT}{number % 4}", "quantity": 5, "uom": "KGM"}],
            outputEPCList=[SERIALS[number % 5] + "X"],
            transformationID=f"urn:txng:roast:{number % 6}",
        )


@pytest.fixture(params=[60, 3], ids=["wide keys", "colliding keys"])
def store(db, request) -> EventStore:
    connection.ensure_connection()
    driver = driver_for(connection.connection)
    store = EventStore(driver, Settings(os.urandom(32), {}, bits=request.param))
    drafts = read_document(document(*world()), now=NOW).drafts
    for position, draft in enumerate(drafts):
        owner, at = (AN, DUNG)[position % 2], NOW + timedelta(seconds=position // 10)
        store.record([draft], owner=owner, job=os.urandom(16), record_time=at)
    return store


def ask(store, *, size=1000, owner=None, order_by="eventTime", descending=False, **parameters):
    conditions = query.parse(store, parameters)
    found, after = [], None
    while True:
        page = query.Page(order_by, descending, size, after)
        answer = query.select(store, conditions, page, owner=owner)
        assert len(answer.events) <= size
        found += answer.events
        after = answer.next
        if after is None:
            return found


QUESTIONS = {
    "eventType": (["TransformationEvent"], lambda e: type(e).__name__ == "TransformationEvent"),
    "GE_eventTime": (["2026-10-10T08:00:00Z"], lambda e: e.event_time.day >= 10),
    "LT_eventTime": (["2026-10-10T15:00:00+07:00"], lambda e: e.event_time.day < 10),
    "EQ_action": (["ADD", "DELETE"], lambda e: getattr(e, "action", "") in ("ADD", "DELETE")),
    "EQ_bizStep": (
        ["urn:epcglobal:cbv:bizstep:shipping", "https://example.org/carving"],
        lambda e: e.biz_step in ("shipping", "https://example.org/carving"),
    ),
    "EQ_disposition": (["in_transit"], lambda e: e.disposition == "in_transit"),
    "EQ_readPoint": ([PLACES[0]], lambda e: e.read_point and e.read_point.id == PLACES[0]),
    "EQ_bizLocation": ([PLACES[1]], lambda e: e.biz_location and e.biz_location.id == PLACES[1]),
    "EQ_transformationID": (
        ["urn:txng:roast:2"],
        lambda e: getattr(e, "transformation_id", "") == "urn:txng:roast:2",
    ),
    "EQ_eventID": (
        ["urn:uuid:7", "urn:uuid:14"],
        lambda e: e.event_id in ("urn:uuid:7", "urn:uuid:14"),
    ),
    "MATCH_epc": (SERIALS[:2], lambda e: set(getattr(e, "epc_list", ())) & set(SERIALS[:2])),
    "MATCH_anyEPC": (
        [SERIALS[0], SERIALS[1] + "X"],
        lambda e: (
            {*getattr(e, "epc_list", ()), *getattr(e, "output_epc_list", ())}
            & {SERIALS[0], SERIALS[1] + "X"}
        ),
    ),
    "MATCH_outputEPC": (
        [SERIALS[0] + "X"],
        lambda e: SERIALS[0] + "X" in getattr(e, "output_epc_list", ()),
    ),
    "MATCH_inputEPC": ([SERIALS[0]], lambda e: False),
    "MATCH_parentID": ([SERIALS[0]], lambda e: False),
    "MATCH_inputEPCClass": (
        [LOT + "1"],
        lambda e: any(one.epc_class == LOT + "1" for one in getattr(e, "input_quantity_list", ())),
    ),
    "MATCH_anyEPCClass": (
        [LOT + "3"],
        lambda e: any(one.epc_class == LOT + "3" for one in getattr(e, "input_quantity_list", ())),
    ),
    "MATCH_epcClass": ([LOT + "3"], lambda e: False),
    "MATCH_outputEPCClass": ([LOT + "3"], lambda e: False),
}


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_parameter_finds_what_a_look_at_every_event_finds(store, name):
    values, holds = QUESTIONS[name]
    everything = ask(store)
    assert len(everything) == 80
    expected = [stored.key for stored in everything if holds(stored.event)]
    assert [stored.key for stored in ask(store, **{name: values})] == expected
    assert [stored.key for stored in ask(store, size=3, **{name: values})] == expected


def test_every_row_of_the_table_is_asked_here():
    assert set(query.PARAMETERS) - set(QUESTIONS) == {"GE_recordTime", "LT_recordTime"}


def test_record_time_is_the_stores_own_clock(store):
    bound = (NOW + timedelta(seconds=3)).isoformat()
    later = ask(store, GE_recordTime=[bound])
    earlier = ask(store, LT_recordTime=[bound])
    assert len(later) == 50
    assert len(earlier) == 30


def test_an_event_without_a_name_is_found_by_the_name_it_was_given(store):
    named = [stored for stored in ask(store) if stored.event.event_id is None][:3]
    found = ask(store, EQ_eventID=[stored.event_id for stored in named])
    assert [one.key for one in found] == [one.key for one in named]


def test_given_names_and_the_stores_own_names_are_found_together(store):
    own = next(stored for stored in ask(store) if stored.event.event_id is None)
    found = ask(store, EQ_eventID=["urn:uuid:7", own.event_id])
    assert {one.event_id for one in found} == {"urn:uuid:7", own.event_id}


def test_a_plus_that_a_client_forgot_to_escape_is_still_a_time_zone(store):
    assert ask(store, GE_eventTime=["2026-10-10T15:00:00 07:00"]) == ask(
        store, GE_eventTime=["2026-10-10T15:00:00+07:00"]
    )


BOX = "https://id.gs1.org/00/095200001000000018"


@pytest.mark.parametrize(
    ("name", "thing", "is_found"),
    [
        ("MATCH_parentID", BOX, True), ("MATCH_parentID", SERIAL, False),
        ("MATCH_epc", SERIAL, True), ("MATCH_epc", BOX, False), ("MATCH_anyEPC", BOX, True),
        ("MATCH_epcClass", LOT, True), ("MATCH_inputEPCClass", LOT, False),
        ("MATCH_anyEPCClass", LOT, True), ("MATCH_outputEPC", SERIAL, False),
    ],
)  # fmt: skip
def test_a_thing_is_found_in_the_role_that_was_asked_for(store, name, thing, is_found):
    """With colliding keys the index proposes the box for its content and the other way round."""
    packing = event(
        type="AggregationEvent", action="ADD", epcList=None, parentID=BOX, childEPCs=[SERIAL],
        childQuantityList=[{"epcClass": LOT, "quantity": 5}],
    )  # fmt: skip
    store = EventStore(store.driver, Settings(os.urandom(32), {}, bits=1))
    drafts = read_document(document(packing), now=NOW).drafts
    store.record(drafts, owner=AN, job=os.urandom(16), record_time=NOW)
    found = {type(one.event).__name__ for one in ask(store, **{name: [thing]})}
    assert ("AggregationEvent" in found) == is_found


@pytest.mark.parametrize("order_by", ["eventTime", "recordTime"])
@pytest.mark.parametrize("descending", [False, True])
@pytest.mark.parametrize("size", [1, 7, 79, 80, 81])
def test_pages_of_any_size_tell_every_event_once_and_in_order(store, order_by, descending, size):
    found = ask(store, size=size, order_by=order_by, descending=descending)
    keys = [
        (one.event.event_time if order_by == "eventTime" else one.record_time, one.key)
        for one in found
    ]
    assert len(keys) == 80
    assert keys == sorted(set(keys), reverse=descending)


def test_an_organisation_sees_only_what_it_captured(store):
    mine = ask(store, owner=AN, MATCH_anyEPC=SERIALS)
    theirs = ask(store, owner=DUNG, MATCH_anyEPC=SERIALS)
    assert {one.owner for one in mine} <= {AN}
    assert {one.owner for one in theirs} <= {DUNG}
    assert ask(store, owner=12345) == []


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("eventTyp", ["ObjectEvent"]),
        ("eventType", ["DanceEvent"]),
        ("EQ_action", ["DANCE"]),
        ("GE_eventTime", ["yesterday"]),
        ("GE_eventTime", ["2026-10-01T00:00:00"]),
        ("GE_eventTime", ["2026-10-01T00:00:00Z", "2026-10-02T00:00:00Z"]),
        ("MATCH_epc", ["no code"]),
        ("MATCH_epc", ["urn:epc:idpat:sgtin:9520000.*.*"]),
        ("MATCH_epc", ["https://id.gs1.org/01/09520000100018/21/*"]),
        ("MATCH_epc", [SERIAL] * 1001),
    ],
)
def test_what_cannot_be_answered_is_refused_by_name(store, name, values):
    with pytest.raises(QueryParameterException, match=name):
        ask(store, **{name: values})
