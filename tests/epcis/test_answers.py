"""What the repository answers with, in every form, and documents turned from one format into another."""

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.epcis import generated
from tests.epcis.documents import LOT, NOW, SERIAL, document, event
from txng.epcis import answers
from txng.epcis.answers import Answer, Form, Told, convert_document, query_document, whole_event
from txng.epcis.context import EPCIS_CONTEXT, Namespaces
from txng.epcis.errors import NotAcceptableException, ValidationException
from txng.epcis.event_hash import hash_of_payload, pre_hash, pre_hash_of_payload
from txng.epcis.reading import read_document
from txng.epcis.xml.reading import open_xml

RECORDED = datetime(2026, 10, 2, 3, 4, 5, 6, tzinfo=UTC)
URN = "urn:epc:id:sgtin:9520001.000001.S1"


def seven(digits: str) -> int | None:
    return 7


def stored(**members: Any) -> Told:
    return Told(json.dumps(event(**members)).encode(), "urn:uuid:ours", RECORDED)


def listed(answer: Answer) -> list[dict[str, Any]]:
    results = json.loads(answer.body)["epcisBody"]["queryResults"]["resultsBody"]
    events: list[dict[str, Any]] = results["eventList"]
    return events


# --- JSON -------------------------------------------------------------------------------------


ZONES = [UTC, timezone(timedelta(hours=7)), timezone(timedelta(hours=-3, minutes=-30))]
NAIVE = RECORDED.replace(tzinfo=None)


@given(
    st.datetimes(NAIVE, NAIVE.replace(year=9000), timezones=st.sampled_from(ZONES)), st.booleans()
)
def test_times_are_told_in_utc_with_all_their_digits(moment: datetime, is_whole: bool) -> None:
    if is_whole:
        moment = moment.replace(microsecond=0)
    in_utc = moment.astimezone(UTC)
    (one,) = listed(query_document([stored()._replace(record_time=moment)], Form(), now=NOW))
    assert one["recordTime"] == in_utc.strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    whole = json.loads(query_document([], Form(), now=moment).body)
    assert whole["creationDate"] == in_utc.isoformat(timespec="milliseconds")[:-6] + "Z"


def test_an_answer_is_a_query_document_around_the_events_as_they_were_received() -> None:
    told = [stored(), stored(eventID="urn:uuid:theirs")]
    answer = query_document(told, Form(), now=NOW, query_name="mine", subscription_id="s-1")
    whole = json.loads(answer.body)
    events = whole["epcisBody"]["queryResults"].pop("resultsBody")["eventList"]
    assert whole == {
        "@context": [EPCIS_CONTEXT],
        "type": "EPCISQueryDocument",
        "schemaVersion": "2.0",
        "creationDate": "2026-11-01T00:00:00.000Z",
        "epcisBody": {"queryResults": {"queryName": "mine", "subscriptionID": "s-1"}},
    }
    assert events == [
        {"eventID": "urn:uuid:ours", "recordTime": "2026-10-02T03:04:05.000006Z", **event()},
        {
            "recordTime": "2026-10-02T03:04:05.000006Z",
            **event(eventID="urn:uuid:theirs"),
        },
    ]
    assert answer.media_type == "application/ld+json"
    assert answer.untranslated == 0


def test_an_answer_without_events_is_a_document_too() -> None:
    answer = query_document([], Form(), now=NOW)
    assert listed(answer) == []
    assert read_document(answer.body, now=NOW).drafts == ()


def test_the_bytes_of_an_event_are_not_touched() -> None:
    payload = b' {"type":"ObjectEvent", "quantity":1.50,"x:y":"\\u00e9"}'
    assert (
        payload.strip()[1:]
        in query_document(
            [Told(payload, "urn:uuid:1", RECORDED)],
            Form(epc="Never_Translates", cbv="Always_URN"),
            now=NOW,
        ).body
    )


@pytest.mark.parametrize("spelt", ['"eventID"', '"event\\u0049D"'])
def test_an_event_with_a_name_gets_no_second_one(spelt: str) -> None:
    payload = b'{"type":"ObjectEvent",' + spelt.encode() + b':"urn:uuid:theirs"}'
    assert json.loads(whole_event(Told(payload, "urn:uuid:ours", RECORDED)))["eventID"] == (
        "urn:uuid:theirs"
    )
    deep = b'{"type":"ObjectEvent","x:y":{' + spelt.encode() + b':"no"}}'
    assert json.loads(whole_event(Told(deep, "urn:uuid:ours", RECORDED)))["eventID"] == (
        "urn:uuid:ours"
    )


@pytest.mark.parametrize("urn", [URN, URN.replace(":", "\\u003a"), URN.replace("u", "\\u0075", 1)])
def test_digital_links_only_however_the_urn_was_written(urn: str) -> None:
    payload = json.dumps(event(epcList=["@"])).replace("@", urn).encode()
    told = [Told(payload, "urn:uuid:1", RECORDED), stored()]
    answer = query_document(told, Form(epc="Always_GS1_Digital_Link"), now=NOW)
    assert [one["epcList"] for one in listed(answer)] == [
        ["https://id.gs1.org/01/09520001000010/21/S1"],
        [SERIAL],
    ]


def test_urns_only_and_how_many_could_not_be_told() -> None:
    told = [stored(epcList=["https://id.gs1.org/01/09520001000010/21/S1"]), stored()]

    def ours(digits: str) -> int | None:
        return 7 if digits.startswith("9520001") else None

    answer = query_document(told, Form(epc="Always_EPC_URN"), now=NOW, prefix_length=ours)
    assert [one["epcList"] for one in listed(answer)] == [[URN], [SERIAL]]
    assert answer.untranslated == 1


def test_json_keeps_its_bare_words_whatever_the_header_for_xml_says() -> None:
    form = Form(epc="Always_EPC_URN", cbv="Always_URN")
    (told,) = listed(query_document([stored()], form, now=NOW, prefix_length=seven))
    assert told["bizStep"] == "shipping"


def test_a_collection_is_a_list_of_names() -> None:
    assert json.loads(answers.collection(["shipping", "https://example.org/carving"])) == {
        "@context": EPCIS_CONTEXT,
        "type": "Collection",
        "member": ["shipping", "https://example.org/carving"],
    }


# --- XML --------------------------------------------------------------------------------------


def test_an_answer_in_xml_names_and_times_its_events() -> None:
    answer = query_document([stored()], Form("xml"), now=NOW)
    assert answer.media_type == "application/xml"
    for part in (b"<eventID>urn:uuid:ours<", b"<recordTime>2026-10-02T03:04:05.000006Z<"):
        assert part in answer.body
    (draft,) = read_document(answer.body, now=NOW).drafts
    assert hash_of_payload(draft.payload) == hash_of_payload(stored().payload)


def test_xml_has_the_words_that_were_asked_for() -> None:
    web = query_document([stored()], Form("xml", cbv="Always_Web_URI"), now=NOW)
    urn = query_document([stored()], Form("xml", cbv="Always_URN"), now=NOW)
    assert b"<bizStep>https://ref.gs1.org/cbv/BizStep-shipping<" in web.body
    assert b"<bizStep>urn:epcglobal:cbv:bizstep:shipping<" in urn.body


def test_xml_1_2_says_which_event_it_cannot_tell() -> None:
    association = {
        "type": "AssociationEvent",
        "eventTime": "2026-10-01T08:00:00Z",
        "eventTimeZoneOffset": "+07:00",
        "eventID": "urn:uuid:odd",
        "action": "ADD",
        "parentID": SERIAL,
        "childEPCs": [LOT],
    }
    odd = Told(json.dumps(association).encode(), "urn:uuid:odd", RECORDED)
    with pytest.raises(NotAcceptableException, match="urn:uuid:odd") as refused:
        query_document([stored(), odd, stored()], Form("xml", "1.2"), now=NOW)
    assert "AssociationEvent" in refused.value.detail
    assert "urn:uuid:odd" in refused.value.detail_vi


# --- from one format into another -------------------------------------------------------------

MASTER_DATA = {
    "epcisHeader": {
        "epcisMasterData": {
            "vocabularyList": [
                {
                    "type": "urn:epcglobal:epcis:vtype:Location",
                    "vocabularyElementList": [
                        {
                            "id": "https://id.gs1.org/414/9520000100018",
                            "attributes": [
                                {"id": "urn:epcglobal:cbv:mda:name", "attribute": "Xưởng rang"}
                            ],
                            "children": ["https://id.gs1.org/414/9520000100018/254/A"],
                        }
                    ],
                }
            ]
        }
    }
}


@pytest.mark.parametrize("to", ["json", "xml", "xml12"])
def test_a_document_keeps_its_events_and_its_master_data(to: answers.Target) -> None:
    amounts = [{"epcClass": LOT, "quantity": 2.5, "uom": "KGM"}]
    body = document(event(eventID="urn:uuid:1", quantityList=amounts), **MASTER_DATA)
    before = read_document(body, now=NOW)
    converted = convert_document(body, to, now=NOW, prefix_length=seven)
    after = read_document(converted, now=NOW)
    assert after.vocabulary == before.vocabulary
    assert after.creation_date == before.creation_date
    assert [hash_of_payload(one.payload) for one in after.drafts] == [
        hash_of_payload(one.payload) for one in before.drafts
    ]
    assert after.drafts[0].event.event_id == "urn:uuid:1"
    assert (b"urn:epc:id:sgtin:9520000.010001.S1" in converted) == (to == "xml12")


@pytest.mark.parametrize("nothing", [{}, {"attribute": None}])
def test_an_attribute_without_a_value_is_told_without_one(
    nothing: dict[str, None], shared_epcis: Path
) -> None:
    element = {"id": SERIAL, "attributes": [{"id": "cbvmda:name"} | nothing]}
    vocabulary = {"type": "urn:epcglobal:epcis:vtype:EPCClass", "vocabularyElementList": [element]}
    header = {"epcisMasterData": {"vocabularyList": [vocabulary]}}
    converted = convert_document(document(event(), epcisHeader=header), "json", now=NOW)
    schema = json.loads((shared_epcis / "schema" / "EPCIS-JSON-Schema.json").read_bytes())
    jsonschema_rs.validate(schema, json.loads(converted), validate_formats=True)
    assert b'"attributes":[{"id":"urn:epcglobal:cbv:mda:name"}]' in converted


def test_a_document_that_breaks_a_rule_is_not_converted() -> None:
    with pytest.raises(ValidationException):
        convert_document(document(event(eventTime="yesterday")), "xml", now=NOW)


def test_what_1_2_cannot_say_is_named() -> None:
    sensors = event(
        eventID="urn:uuid:warm",
        sensorElementList=[{"sensorReport": [{"type": "Temperature", "value": 4, "uom": "CEL"}]}],
    )
    with pytest.raises(NotAcceptableException, match="urn:uuid:warm"):
        convert_document(document(event(), sensors), "xml12", now=NOW)
    assert convert_document(document(event(), sensors), "xml", now=NOW)


@settings(max_examples=60)
@given(st.lists(generated.events(), max_size=3))
def test_generated_events_told_as_json_keep_their_hash(events: list[dict[str, Any]]) -> None:
    told = [
        Told(json.dumps({"@context": generated.CONTEXT, **one}).encode(), "urn:uuid:1", RECORDED)
        for one in events
    ]
    for epc in ("No_Preference", "Always_EPC_URN", "Always_GS1_Digital_Link"):
        answer = query_document(told, Form(epc=epc), now=NOW, prefix_length=seven)  # type: ignore[arg-type]
        assert [hash_of_payload(json.dumps(one).encode()) for one in listed(answer)] == [
            hash_of_payload(one.payload) for one in told
        ]


@settings(max_examples=60)
@given(generated.events())
def test_generated_events_told_in_xml_keep_their_hash(members: dict[str, Any]) -> None:
    payload = json.dumps({"@context": generated.CONTEXT, **members}).encode()
    told = Told(payload, "urn:uuid:1", RECORDED)
    try:
        answer = query_document([told], Form("xml"), now=NOW)
    except NotAcceptableException:  # lists of one and control characters have no way in XML
        return
    findings: list[str] = []
    xml = open_xml(answer.body, lambda rule, pointer, values: findings.append(rule))
    assert xml is not None
    ((again, prefixes),) = xml.events()
    namespaces = Namespaces()
    namespaces.prefixes.update(prefixes)
    assert pre_hash(again, namespaces) == pre_hash_of_payload(payload)
