"""F14-F17: a valid document, changed anywhere into anything, is taken whole or refused whole."""

import copy
import json
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import people
from tests.epcis.documents import CONTEXT, GTIN, LOT, SERIAL, event
from tests.repository.machine import call
from txng.repository import queries

pytestmark = pytest.mark.django_db

QUANTITY = {"epcClass": LOT, "quantity": 600.5, "uom": "KGM"}
PARTY, PLACE = f"https://id.gs1.org/417/{GTIN[:13]}", "urn:x:place:1"
SENSOR = {
    "sensorMetadata": {"time": "2026-10-01T08:00:00Z", "deviceID": "urn:x:device:1"},
    "sensorReport": [{"type": "Temperature", "value": 21.5, "uom": "CEL", "booleanValue": True}],
}


def kind(name: str, **members: Any) -> dict[str, Any]:
    return event(type=name, epcList=None, **members)


DOCUMENT: dict[str, Any] = {
    "@context": [CONTEXT, {"x": "urn:x:voc:"}],
    "type": "EPCISDocument",
    "schemaVersion": "2.0",
    "creationDate": "2026-10-01T09:00:00Z",
    "epcisHeader": {"epcisMasterData": {"vocabularyList": [
        {"type": "urn:epcglobal:epcis:vtype:Location", "vocabularyElementList": [
            {"id": PLACE, "attributes": [{"id": "cbvmda:name", "attribute": "Vườn"}],
             "children": ["urn:x:place:2"]}]}]}},
    "epcisBody": {"eventList": [
        event(eventID="urn:x:e:1", disposition="in_transit", readPoint={"id": PLACE},
              quantityList=[QUANTITY], ilmd={"x:harvest": "2026-09-30"},
              sensorElementList=[SENSOR], recordTime="2026-10-01T08:00:01Z",
              persistentDisposition={"set": ["recalled"], "unset": ["damaged"]},
              bizTransactionList=[{"type": "po", "bizTransaction": "urn:x:po:1"}],
              sourceList=[{"type": "location", "source": PLACE}], action="ADD"),
        event(eventID="urn:x:e:2", errorDeclaration={
            "declarationTime": "2026-10-01T08:10:00Z", "reason": "incorrect_data",
            "correctiveEventIDs": ["urn:x:e:1"]}),
        kind("TransformationEvent", action=None, transformationID="urn:x:t:1",
             inputQuantityList=[QUANTITY], outputEPCList=[SERIAL]),
        kind("AggregationEvent", parentID="urn:x:box:1", childEPCs=[SERIAL],
             childQuantityList=[QUANTITY]),
        kind("AssociationEvent", parentID="urn:x:box:1", childEPCs=[SERIAL]),
        event(type="TransactionEvent",
              bizTransactionList=[{"type": "po", "bizTransaction": "urn:x:po:1"}]),
    ]},
}  # fmt: skip

TEXTS = st.sampled_from(
    ["", "\x00", "a\u202eb", "urn:", "urn:epc:id:sgtin:", "urn:epc:id:sgtin:9520000.010001.*",
     "urn:epc:idpat:sgtin:9520000.*.*", "https://id.gs1.org/01/", f"https://id.gs1.org/01/{GTIN}",
     LOT, SERIAL, "//", "://", "http://[", "http://[::1", "https://%", "javascript:1", "x:y", ":",
     "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "2026-10-01T08:00:00", "-00:00",
     "+14:00", "+99:99", "2026-10-01T08:00:60Z", "2026-02-30T00:00:00Z", "ni:///sha-256;a?ver=CBV2.0",
     "ObjectEvent", "TransformationEvent", "EPCISDocument", "epcis:ObjectEvent", "ADD", "DELETE",
     "urn:epcglobal:cbv:bizstep:", "urn:epcglobal:cbv:bizstep:shipping", "recalled", "é", "é",
     "\U0010ffff", "a" * 5_000, "ơ" * 3_000, "@context", "@id", "2.0", "1e5"]
)  # fmt: skip
NUMBERS = st.sampled_from(
    [0, -1, 1.5, -0.0, 1e308, 5e-324, 2**31, 2**53 + 1, 2**63, 2**64, -(2**63) - 1, 10**30, 10**400]
)
SCALARS = TEXTS | NUMBERS | st.none() | st.booleans() | st.text(max_size=20)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=6,
)
NAMES = TEXTS | st.sampled_from(["type", "@context", "isA", "recordTime", "eventID", "id", "x:a"])


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    members = value.items() if isinstance(value, dict) else enumerate(value)
    found = []
    for name, inner in members:
        found.append((*path, name))
        if isinstance(inner, dict | list):
            found += places(inner, (*path, name))
    return found


PATHS = places(DOCUMENT)


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    whole = copy.deepcopy(DOCUMENT)
    for _ in range(draw(st.integers(1, 3))):
        *above, last = draw(st.sampled_from(PATHS))
        try:
            holder = whole
            for name in above:
                holder = holder[name]
            match draw(st.sampled_from(["replace", "replace", "remove", "add", "double"])):
                case "replace":
                    holder[last] = draw(VALUES)
                case "remove":
                    del holder[last]
                case "add" if isinstance(holder, dict):
                    holder[draw(NAMES)] = draw(VALUES)
                case "double" if isinstance(holder, list):
                    holder.append(copy.deepcopy(holder[last]))
        except (KeyError, IndexError, TypeError):
            continue  # an earlier change took this place away
    body = json.dumps(whole, ensure_ascii=draw(st.booleans())).encode("utf-8", "surrogatepass")
    if draw(st.integers(0, 5)) == 0:
        at, length = draw(st.integers(0, len(body) - 1)), draw(st.integers(0, 3))
        body = body[:at] + draw(st.binary(max_size=3)) + body[at + length :]
    return body


@settings(max_examples=400, suppress_health_check=list(HealthCheck))
@given(body=mutated())
def taken_whole_or_refused(key: str, body: bytes) -> None:
    with transaction.atomic():
        answer = call("POST", "/epcis/capture", key, body)
        if answer.status == 202:
            listed = json.loads(body)["epcisBody"]["eventList"]
            job = call("GET", "/epcis/capture/" + answer.headers["Location"].split("/")[-1], key)
            assert job.json["events"] == len(listed)
            assert job.json["accepted"] + job.json["duplicates"] == len(listed)
            assert queries.count_events() == job.json["accepted"]
            found = call("GET", "/epcis/events", key)
            assert (found.status, len(found.events)) == (200, job.json["accepted"])
        else:
            assert 400 <= answer.status < 500, (answer.status, answer.body)
            assert answer.headers["Content-Type"] == "application/problem+json"
            assert answer.json["title"]
            assert queries.is_empty()
        transaction.set_rollback(True)


def test_a_document_changed_anywhere_is_taken_whole_or_refused_whole():
    key = people.key_of(people.an())
    with transaction.atomic():
        unchanged = call("POST", "/epcis/capture", key, json.dumps(DOCUMENT).encode())
        assert unchanged.status == 202, unchanged.body
        transaction.set_rollback(True)
    taken_whole_or_refused(key)
