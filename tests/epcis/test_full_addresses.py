"""A prefix means what its document says: addresses are kept in full, so that no two meanings are one."""

import json
from typing import Any

import jsonschema_rs
import pytest

from tests.epcis.documents import CONTEXT, NOW, document, event
from txng.epcis.intake import EventDraft, event_hash_of
from txng.epcis.reading import read_document

ONE, TWO = "https://one.example/ns#", "https://two.example/ns#"
XML = b"""<epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:2" xmlns:ex="https://one.example/ns#"
  schemaVersion="2.0" creationDate="2026-10-01T09:00:00Z"><EPCISBody><EventList><ObjectEvent>
  <eventTime>2026-10-01T08:00:00Z</eventTime><eventTimeZoneOffset>+07:00</eventTimeZoneOffset>
  <epcList><epc>ex:thing/1</epc></epcList><action>OBSERVE</action><bizStep>ex:carving</bizStep>
  </ObjectEvent></EventList></EPCISBody></epcis:EPCISDocument>"""


def read(body: bytes) -> EventDraft:
    (draft,) = read_document(body, now=NOW).drafts
    return draft


def told(space: str, prefix: str = "ex", **members: Any) -> EventDraft:
    """An event of a document that gives its prefix to this name space."""
    return read(document(event(**members), **{"@context": [CONTEXT, {prefix: space}]}))


def kept(draft: EventDraft) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(draft.payload)
    return found


def test_one_prefix_of_two_documents_names_two_steps():
    assert told(ONE, bizStep="ex:carving").content != told(TWO, bizStep="ex:carving").content


def test_a_step_by_prefix_and_in_full_is_one_whatever_the_prefix():
    in_full = told(ONE, bizStep=ONE + "carving")
    assert told(ONE, bizStep="ex:carving").content == in_full.content
    assert told(ONE, prefix="an", bizStep="an:carving").content == in_full.content


ADDRESSES: list[tuple[dict[str, Any], list[str]]] = [
    ({"eventID": "ex:a"}, ["eventID"]),
    ({"disposition": "ex:a"}, ["disposition"]),
    ({"epcList": ["urn:x:y", "ex:a"]}, ["epcList", "1"]),
    ({"readPoint": {"id": "ex:a"}}, ["readPoint", "id"]),
    ({"bizLocation": {"id": "ex:a"}}, ["bizLocation", "id"]),
    ({"certificationInfo": ["ex:a"]}, ["certificationInfo", "0"]),
    ({"quantityList": [{"epcClass": "ex:a"}]}, ["quantityList", "0", "epcClass"]),
    (
        {"bizTransactionList": [{"type": "ex:a", "bizTransaction": "urn:x:y"}]},
        ["bizTransactionList", "0", "type"],
    ),
    ({"bizTransactionList": [{"bizTransaction": "ex:a"}]}, ["bizTransactionList", "0", "bizTransaction"]),
    ({"sourceList": [{"type": "location", "source": "ex:a"}]}, ["sourceList", "0", "source"]),
    ({"destinationList": [{"type": "ex:a", "destination": "urn:x:y"}]}, ["destinationList", "0", "type"]),
    ({"persistentDisposition": {"set": ["ex:a"]}}, ["persistentDisposition", "set", "0"]),
    (
        {"sensorElementList": [{"sensorReport": [{"type": "ex:a", "value": 1, "deviceID": "urn:x:y"}]}]},
        ["sensorElementList", "0", "sensorReport", "0", "type"],
    ),
    (
        {"sensorElementList": [
            {"sensorMetadata": {"deviceID": "ex:a"}, "sensorReport": [{"type": "Temperature", "value": 1}]}
        ]},
        ["sensorElementList", "0", "sensorMetadata", "deviceID"],
    ),
    (
        {"eventID": "urn:x:y", "errorDeclaration": {
            "declarationTime": "2026-10-01T08:30:00Z", "correctiveEventIDs": ["ex:a"]
        }},
        ["errorDeclaration", "correctiveEventIDs", "0"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("members", "way"), ADDRESSES, ids=["/".join(way) for _, way in ADDRESSES])
def test_every_address_of_the_standard_is_kept_in_full(members: dict[str, Any], way: list[str]):
    value: Any = kept(told(ONE, **members))
    for step in way:
        value = value[int(step)] if isinstance(value, list) else value[step]
    assert value == ONE + "a"


def test_the_struct_says_what_the_bytes_say():
    draft = told(ONE, bizStep="ex:carving", readPoint={"id": "ex:gate"})
    assert draft.event.biz_step == kept(draft)["bizStep"] == ONE + "carving"
    assert draft.event.read_point is not None
    assert draft.event.read_point.id == ONE + "gate"


def test_the_hash_stays():
    compact, in_full = told(ONE, bizStep="ex:carving"), told(ONE, bizStep=ONE + "carving")
    assert event_hash_of(compact) == event_hash_of(in_full)


def test_texts_of_extensions_and_names_of_members_stay_as_they_came():
    sent = {"ex:note": "ex:carving", "ex:crop": {"ex:kind": "ex:robusta"}}
    found = kept(told(ONE, **sent))
    assert {name: found[name] for name in sent} == sent


def test_a_text_that_was_measured_is_no_address():
    report = {"type": "Temperature", "stringValue": "ex:warm"}
    found = kept(told(ONE, sensorElementList=[{"sensorReport": [report]}]))
    assert found["sensorElementList"][0]["sensorReport"][0]["stringValue"] == "ex:warm"


@pytest.mark.parametrize("prefix", ["urn", "https", "http"])
def test_a_scheme_of_addresses_is_never_taken_for_a_prefix(prefix: str):
    things = ["urn:epc:id:sgtin:0614141.107346.2018", "https://id.gs1.org/00/106141412345678908"]
    assert kept(told(ONE, prefix=prefix, epcList=things))["epcList"] == things


def test_a_prefix_of_the_standard_is_nobodys_own_however_often_it_is_declared(shared_epcis):
    report = {"type": "gs1:Temperature", "value": 1, "microorganism": "gs1:x"}
    draft = told(
        "https://gs1.org/voc/", prefix="gs1", sensorElementList=[{"sensorReport": [report]}]
    )
    found = kept(draft)
    assert found["sensorElementList"][0]["sensorReport"] == [report]
    schema = json.loads((shared_epcis / "schema" / "EPCIS-JSON-Schema.json").read_bytes())
    whole = document(found, **{"@context": [CONTEXT, *found.pop("@context")]})
    assert jsonschema_rs.is_valid(schema, json.loads(whole), validate_formats=True)


def test_an_address_with_an_authority_is_in_full_already():
    assert kept(told(ONE, epcList=["ex://thing/1"]))["epcList"] == ["ex://thing/1"]


def test_a_prefix_written_with_another_prefix_is_followed():
    context = [CONTEXT, {"an": "https://one.example/", "ex": "an:ns#"}]
    draft = read(document(event(bizStep="ex:carving"), **{"@context": context}))
    assert kept(draft)["bizStep"] == ONE + "carving"


def test_escapes_hide_nothing():
    body = document(event(bizStep="ex:carving"), **{"@context": [CONTEXT, {"ex": ONE}]})
    hidden = body.replace(b'"ex:carving"', b'"\\u0065x:carving"')
    assert hidden != body
    assert kept(read(hidden))["bizStep"] == ONE + "carving"


def test_a_prefix_of_one_event_alone_holds_for_it():
    draft = read(document(event(bizStep="ex:carving", **{"@context": {"ex": ONE}})))
    assert kept(draft)["bizStep"] == ONE + "carving"


def test_xml_says_the_same_and_is_the_same():
    of_xml = read(XML)
    of_json = told(ONE, bizStep="ex:carving", epcList=["ex:thing/1"])
    assert of_xml.content == of_json.content
    assert kept(of_xml)["epcList"] == [ONE + "thing/1"]
