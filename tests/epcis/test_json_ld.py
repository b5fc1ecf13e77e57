"""A capture document is read whole, exactly and without trust."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.epcis.documents import CONTEXT, LOT, NOW, SERIAL, document, event
from txng.epcis.errors import ValidationException
from txng.epcis.events import STANDARD_EVENT_TYPES, ObjectEvent, TransformationEvent
from txng.epcis.extensions import extensions
from txng.epcis.json_ld import Document, decode_strictly, read_document


def read(body: bytes) -> Document:
    return read_document(body, now=NOW)


def refused(body: bytes) -> dict[str, str]:
    """Rule -> pointer of everything that made the document refused."""
    with pytest.raises(ValidationException) as refusal:
        read(body)
    assert refusal.value.status == 400
    return {one.rule: one.pointer for one in refusal.value.findings if one.severity == "error"}


def warned(body: bytes) -> dict[str, str]:
    return {one.rule: one.pointer for one in read(body).warnings}


# --- what GS1 published -----------------------------------------------------------------------


def test_every_published_document_is_accepted(shared_epcis: Path):
    files = sorted(shared_epcis.glob("examples-json/**/*.jsonld"))
    now = datetime(2026, 11, 1, tzinfo=UTC)
    read_types = set()
    for file in files:
        found = read_document(file.read_bytes(), now=now)
        assert found.drafts, file.name
        read_types |= {type(draft.event).__name__ for draft in found.drafts}
    assert len(files) == 47
    assert read_types == STANDARD_EVENT_TYPES


def test_every_published_event_is_kept_as_it_was_received(shared_epcis: Path):
    for file in sorted(shared_epcis.glob("examples-json/**/*.jsonld")):
        whole = json.loads(file.read_bytes())
        body = whole["epcisBody"]
        listed = body.get("eventList") or body["queryResults"]["resultsBody"]["eventList"]
        for received, draft in zip(listed, read(file.read_bytes()).drafts, strict=True):
            kept = json.loads(draft.payload)
            received.pop("recordTime", None)
            kept.pop("@context", None)
            received.pop("@context", None)
            assert kept == _in_full(received, whole["@context"]), file.name


def _in_full(value: Any, context: Any, name: str = "") -> Any:
    """GS1's examples use a prefix of their own in one address alone, a kind of measurement."""
    if isinstance(value, dict):
        return {name: _in_full(inner, context, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [_in_full(item, context, name) for item in value]
    if name == "type" and isinstance(value, str) and value.startswith("example:"):
        (prefix,) = [
            one["example"] for one in context if isinstance(one, dict) and "example" in one
        ]
        return prefix + value.removeprefix("example:")
    return value


# --- what an event becomes --------------------------------------------------------------------


def test_an_event_is_read_into_its_type():
    roast = event(
        type="TransformationEvent",
        action=None,
        epcList=None,
        bizStep="commissioning",
        inputQuantityList=[{"epcClass": LOT, "quantity": 100, "uom": "KGM"}],
        outputEPCList=[SERIAL],
    )
    ship, made = read(document(event(), roast)).drafts
    assert isinstance(ship.event, ObjectEvent)
    assert ship.event.event_time == datetime(2026, 10, 1, 8, tzinfo=UTC)
    assert ship.event.epc_list == (SERIAL,)
    assert isinstance(made.event, TransformationEvent)
    assert made.event.input_quantity_list[0].quantity == 100


def test_an_event_carries_the_name_spaces_of_its_document():
    spaces = [CONTEXT, {"txng": "urn:txng:voc:"}]
    body = document(event(**{"txng:activity": "harvest"}), **{"@context": spaces})
    (draft,) = read(body).drafts
    assert extensions(draft.payload) == {"urn:txng:voc:activity": "harvest"}


def test_the_same_event_has_the_same_content_however_it_is_written():
    one = document(event(**{"t:a": 1}), **{"@context": [CONTEXT, {"t": "urn:txng:voc:"}]})
    other = document(
        dict(reversed(event(**{"u:a": 1}).items())),
        **{"@context": [CONTEXT, {"u": "urn:txng:voc:"}], "creationDate": "2026-10-05T00:00:00Z"},
    )
    old = event(bizStep="urn:epcglobal:cbv:bizstep:shipping")
    assert read(one).drafts[0].content == read(other).drafts[0].content
    assert read(document(old)).drafts[0].content == read(document(event())).drafts[0].content
    assert read(document(event(action="ADD"))).drafts[0].content != read(other).drafts[0].content


def test_an_event_is_the_same_wherever_its_name_spaces_are_declared():
    spaces = {"t": "urn:txng:voc:"}
    above = document(event(**{"t:a": {"t:b": 1}}), **{"@context": [CONTEXT, spaces]})
    inside = document(event(**{"u:a": {"u:b": 1}, "@context": {"u": "urn:txng:voc:"}}))
    assert read(above).drafts[0].content == read(inside).drafts[0].content
    bare = document(event(**{"@context": spaces}))
    assert read(bare).drafts[0].content == read(document(event())).drafts[0].content


def test_the_name_spaces_of_one_event_do_not_reach_the_next():
    first = event(**{"@context": {"t": "urn:txng:voc:"}, "t:a": 1})
    found = read(document(first, event(**{"t:a": 1})))
    assert [one.pointer for one in found.warnings] == ["/epcisBody/eventList/1/t:a"]


def test_a_prefix_cannot_change_what_an_address_means():
    payload = b'{"@context": [{"https": "urn:evil:"}], "https://example.org/a": 1}'
    assert extensions(payload) == {"https://example.org/a": 1}


def test_a_creation_date_without_a_time_zone_is_read_as_utc():
    found = read(document(event(), creationDate="2026-10-01T09:00:00"))
    assert found.creation_date == datetime(2026, 10, 1, 9, tzinfo=UTC)


def test_the_senders_record_time_is_left_out():
    (draft,) = read(document(event(recordTime="2020-01-01T00:00:00Z"))).drafts
    assert b"recordTime" not in draft.payload
    assert draft.content == read(document(event())).drafts[0].content


def test_master_data_are_read_with_full_attribute_names():
    header = {
        "epcisMasterData": {
            "vocabularyList": [
                {
                    "type": "urn:epcglobal:epcis:vtype:Location",
                    "vocabularyElementList": [
                        {
                            "id": "https://id.gs1.org/414/9520000100001",
                            "attributes": [{"id": "cbvmda:name", "attribute": "Xưởng"}],
                        }
                    ],
                }
            ]
        }
    }
    (element,) = read(document(event(), epcisHeader=header)).vocabulary
    assert element.attributes == {"urn:epcglobal:cbv:mda:name": "Xưởng"}


# --- what is refused --------------------------------------------------------------------------

BROKEN = {
    "cut off": b'{"type": "EPCISDocument"',
    "a doctype": b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x/>',
    "NaN": b'{"type": NaN}',
    "a number out of range": b'{"type": 1e400}',
    "a lone surrogate": b'{"type": "\\ud800"}',
    "invalid UTF-8": b'{"type": "\xc3\x28"}',
    "UTF-16": '{"type": "EPCISDocument"}'.encode("utf-16"),
    "a byte order mark": b'\xef\xbb\xbf{"type": "EPCISDocument"}',
    "a raw control character": b'{"type": "a\x01"}',
    "nothing": b"",
    "trailing text": b"{} {}",
}


@pytest.mark.parametrize("body", BROKEN.values(), ids=BROKEN)
def test_what_is_no_json_is_refused(body: bytes):
    assert refused(body) == {"malformed_json": ""}


TWICE = {
    "plainly": b'"action": "ADD", "action"',
    "with a space before the colon": b'"action" : "ADD", "action"',
    "with a line before the colon": b'"action"\n: "ADD", "action"',
    "behind a quoted colon": b'"x:a": "\\u0022:", "action" :"ADD", "action"',
    "behind a quoted colon and another": b'"x:a": "\\u0022:", "action": "ADD", "action"',
    "once in escapes": b'"\\u0061ction": "ADD", "action"',
}


@pytest.mark.parametrize("twice", TWICE.values(), ids=TWICE)
def test_a_member_named_twice_is_refused_in_an_event(twice: bytes):
    whole = document(event(), event())
    first, second = whole.split(b'"action"', 1)[0], whole.rsplit(b'"action"', 1)
    assert first
    assert refused(second[0] + twice + second[1]) == {"duplicate_member": "/epcisBody/eventList/1"}


@pytest.mark.parametrize("twice", TWICE.values(), ids=TWICE)
@pytest.mark.parametrize(
    "place",
    [
        b'"schemaVersion"',  # of the document
        b'"eventList"',  # of its body
        b'"epcisMasterData"',  # of its header
        b'"deep"',  # somewhere in its header
    ],
)
def test_a_member_named_twice_is_refused_in_the_envelope(place: bytes, twice: bytes):
    whole = document(event(), epcisHeader={"epcisMasterData": {}, "x:a": [{"deep": 1}]})
    name = place.strip(b'"')
    renamed = twice.replace(b"\\u0061ction", b"\\u%04x" % name[0] + name[1:])
    body = whole.replace(place, renamed.replace(b"action", name))
    assert refused(body) == {"duplicate_member": ""}


@pytest.mark.parametrize("name", [b'"epcisBody"', b'"eventList"', b'"queryResults"'])
def test_no_second_list_of_events_can_hide_behind_the_first(name: bytes):
    results = {"queryName": "q", "resultsBody": {"eventList": [event()]}}
    for whole in (document(event()), document(epcisBody={"queryResults": results})):
        if name in whole:
            hidden = whole.replace(name, name + b':{"eventList":[]},' + name)
            assert refused(hidden) == {"duplicate_member": ""}


def test_only_an_eventid_may_come_twice_and_only_once_as_a_hash():
    for name in (b'"eventID"', b'"parentID"'):
        hashed, plain = b'"ni:///sha-256;00?ver=CBV2.0"', b'"urn:x:1"'
        for one, other in ((hashed, plain), (plain, hashed), (hashed, hashed), (plain, plain)):
            twice = name + b":" + one + b"," + name + b":" + other + b',"eventTime"'
            body = document(event()).replace(b'"eventTime"', twice)
            if name == b'"eventID"' and one != other:
                assert len(read(body).drafts) == 1
            else:
                assert refused(body) == {"duplicate_member": "/epcisBody/eventList/0"}


STRANGE_BESIDE_THE_EVENTS = {
    "a name twice": (b'{"a": 1, "a": 2}', "duplicate_member"),
    "too many levels": (b"[" * 64 + b"]" * 64, "too_deep"),
    "half a character": (b'"\\ud800"', "malformed_json"),
    "no UTF-8": (b'"\xc3\x28"', "malformed_json"),
    "a number out of range": (b"1e400", "malformed_json"),
}


@pytest.mark.parametrize(
    ("told", "rule"), STRANGE_BESIDE_THE_EVENTS.values(), ids=STRANGE_BESIDE_THE_EVENTS
)
def test_what_stands_beside_the_events_is_read_as_strictly(told, rule):
    results = {"queryName": "q", "resultsBody": {"eventList": [event()]}}
    for whole in (document(event()), document(epcisBody={"queryResults": results})):
        for place in (b'"epcisBody"', b'"queryResults"', b'"resultsBody"', b'"eventList"'):
            if place in whole:
                body = whole.replace(place, b'"t:x": ' + told + b"," + place)
                assert set(refused(body)) == {rule}, place


def test_an_event_named_by_a_hash_and_by_a_name_keeps_the_name():
    twice = b'"eventID": "ni:///sha-256;00?ver=CBV2.0", "eventID": "urn:uuid:1", "eventTime"'
    found = read(document(event()).replace(b'"eventTime"', twice))
    assert found.drafts[0].event.event_id == "urn:uuid:1"
    assert [one.rule for one in found.warnings] == ["event_named_twice"]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    ),
    st.booleans(),
)
def test_no_document_without_a_repeated_name_is_refused_for_one(value: object, is_ascii: bool):
    body = json.dumps(value, ensure_ascii=is_ascii).encode("utf-8", "surrogatepass")
    assert decode_strictly(body).value == value


def test_nesting_beyond_64_levels_is_refused():
    deep: object = 1
    for _ in range(80):
        deep = {"x": deep}
    assert "too_deep" in refused(document(event(**{"cbvmda:deep": deep})))
    assert refused(b"[" * 100_000) == {"too_deep": ""}
    body = b'{"a":' * 5000 + b"1" + b"}" * 5000
    assert refused(body) == {"too_deep": ""}


@pytest.mark.parametrize("levels", [65, 300, 520, 900])
def test_nesting_is_refused_wherever_it_stands(levels):
    deep: object = 1
    for _ in range(levels):
        deep = {"x": deep}
    place = {"id": "urn:txng:demo:kho", "cbvmda:deep": deep}
    for told in (
        event(certificationInfo=deep, **{"cbvmda:a": 1}),
        event(readPoint=place),
        event(**{"@context": [{"a": {"@id": "urn:x", "deep": deep}}]}),
    ):
        pointer = "/epcisBody/eventList/0" if levels < 900 else ""
        assert refused(document(told)) in (
            {"too_deep": pointer},
            {"too_deep": "/epcisBody/eventList/0"},
        )
    assert refused(document(event(), **{"cbvmda:deep": deep})) == {"too_deep": ""}


def test_64_levels_are_enough_and_one_more_is_too_many():
    deep: object = 1
    for _ in range(58):
        deep = {"x": deep}
    listed = {"eventList": [event(**{"cbvmda:deep": deep})]}  # below results, body, list and event
    results = {"queryName": "q", "resultsBody": listed}
    assert len(read(document(epcisBody={"queryResults": results})).drafts) == 1
    listed["eventList"] = [event(**{"cbvmda:deep": [deep]})]
    assert "too_deep" in refused(document(epcisBody={"queryResults": results}))
    assert len(read(document(event(**{"cbvmda:deep": [[deep]]}))).drafts) == 1
    assert "too_deep" in refused(document(event(**{"cbvmda:deep": [[[deep]]]})))
    for _ in range(5):  # below the document
        deep = [deep]
    assert len(read(document(event(), **{"cbvmda:deep": deep})).drafts) == 1
    assert "too_deep" in refused(document(event(), **{"cbvmda:deep": [deep]}))


BODIES = {
    "nothing": ({}, ""),
    "no list": ({"eventList": None}, ""),
    "two lists": (
        {"eventList": [event()], "queryResults": {"resultsBody": {"eventList": []}}},
        "",
    ),
    "a word for a list": ({"eventList": "x"}, "/eventList"),
    "an object for a list": ({"eventList": {}}, "/eventList"),
    "no results": ({"queryResults": {}}, "/queryResults"),
    "results of another kind": ({"queryResults": []}, "/queryResults"),
    "results without a list": ({"queryResults": {"resultsBody": {}}}, "/queryResults/resultsBody"),
    "results with no list": (
        {"queryResults": {"resultsBody": {"eventList": None}}},
        "/queryResults/resultsBody/eventList",
    ),
}


@pytest.mark.parametrize(("body", "pointer"), BODIES.values(), ids=BODIES)
def test_a_body_has_exactly_one_list_of_events(body, pointer):
    assert refused(document(epcisBody=body)) == {"malformed_member": "/epcisBody" + pointer}


def test_a_list_without_events_is_accepted():
    assert read(document()).drafts == ()
    assert (
        read(document(epcisBody={"queryResults": {"resultsBody": {"eventList": []}}})).drafts == ()
    )


def test_contexts_from_elsewhere_are_refused_and_never_fetched():
    spaces = [CONTEXT, "https://evil.example/context.jsonld"]
    assert refused(document(event(), **{"@context": spaces})) == {"unknown_context": "/@context/1"}


@pytest.mark.parametrize(
    ("context", "pointer"),
    [
        (None, ""), (5, ""), ([None], "/0"), ([[]], "/0"), ({"a": None}, "/a"), ({"a": 5}, "/a"),
        ({"@import": "https://evil.example/"}, "/@import"), ({"@base": "urn:x:"}, "/@base"),
        ({"a": "b:x", "b": "a:y"}, ""), ([CONTEXT, {"a": "b:", "b": "c:"}, {"c": "b:"}], ""),
    ],
)  # fmt: skip
def test_a_context_holds_prefixes_and_terms_only(context, pointer):
    body = json.loads(document(event())) | {"@context": context}
    assert refused(json.dumps(body).encode()) == {"malformed_context": "/@context" + pointer}


def test_a_context_that_would_swell_every_event_is_refused():
    spaces = {f"p{number}": "urn:x:" + "y" * 100 for number in range(100)}
    assert refused(document(event(), **{"@context": [CONTEXT, spaces]})) == {
        "context_too_large": "/@context"
    }


def test_an_event_that_could_not_be_read_back_is_refused():
    body = document(event(**{"cbvmda:note": "x" * (4 * 1024 * 1024)}))
    assert refused(body) == {"event_too_large": "/epcisBody/eventList/0"}


def test_the_standards_words_keep_their_meaning():
    spaces = [CONTEXT, {"bizStep": "urn:x:y"}]
    assert refused(document(event(), **{"@context": spaces})) == {
        "context_redefines_term": "/@context/1/bizStep"
    }


def test_a_prefix_of_the_standard_may_be_declared_again_as_it_is():
    same = {"cbv": "https://ref.gs1.org/cbv/", "epcis": "https://ref.gs1.org/epcis/"}
    assert read_document(document(event(), **{"@context": [CONTEXT, same]}), now=NOW).drafts
    spaces = [CONTEXT, {"cbv": "https://ref.gs1.org/cbv/2/"}]
    assert refused(document(event(), **{"@context": spaces})) == {
        "context_redefines_term": "/@context/1/cbv"
    }


@pytest.mark.parametrize(
    ("members", "rule", "pointer"),
    [
        ({"eventTime": "2026-10-01T08:00:00"}, "malformed_member", "/eventTime"),
        ({"eventTime": None}, "malformed_member", ""),
        ({"eventTimeZoneOffset": "7"}, "malformed_member", "/eventTimeZoneOffset"),
        ({"action": "DANCE"}, "malformed_member", "/action"),
        ({"type": "DanceEvent"}, "malformed_member", "/type"),
        ({"bizStep": "urn:x:" + "y" * 3000}, "malformed_member", "/bizStep"),
        ({"epcList": SERIAL}, "malformed_member", "/epcList"),
        ({"readPoint": {"id": 5}}, "malformed_member", "/readPoint/id"),
        ({"epcList": [SERIAL, 7]}, "malformed_member", "/epcList/1"),
    ],
)
def test_a_member_of_the_wrong_kind_is_named_by_its_place(members, rule, pointer):
    assert refused(document(event(), event(**members))) == {
        rule: f"/epcisBody/eventList/1{pointer}"
    }


def test_every_error_of_a_document_is_told_at_once():
    with pytest.raises(ValidationException) as refusal:
        read(document(event(action="X"), event(), event(bizStep="dancing"), 5))
    assert [one.pointer for one in refusal.value.findings] == [
        "/epcisBody/eventList/0/action",
        "/epcisBody/eventList/2/bizStep",
        "/epcisBody/eventList/3",
    ]
    assert "(+2)" in refusal.value.detail


def test_a_refusal_tells_at_most_a_hundred_findings_errors_first():
    strange = [event(color=1) for _ in range(70)]
    wrong = [event(action="X") for _ in range(70)]
    with pytest.raises(ValidationException) as refusal:
        read(document(*strange, *wrong))
    severities = [one.severity for one in refusal.value.findings]
    assert severities == ["error"] * 70 + ["warning"] * 30
    assert len(read(document(*strange, *strange)).warnings) == 100


@pytest.mark.parametrize(
    ("element", "rule", "pointer"),
    [
        ({"id": "no code"}, "malformed_identifier", "/0/vocabularyElementList/0/id"),
        ({"id": 5}, "malformed_member", "/0/vocabularyElementList/0/id"),
        ({"id": "urn:x:" + "y" * 600}, "malformed_member", "/0/vocabularyElementList/0/id"),
        (
            {"id": LOT, "attributes": {"a": 1}},
            "malformed_member",
            "/0/vocabularyElementList/0/attributes",
        ),
        ({"id": LOT, "children": 5}, "malformed_member", "/0/vocabularyElementList/0/children"),
    ],
)
def test_master_data_of_the_wrong_kind_are_named_by_their_place(element, rule, pointer):
    listed = [{"type": "urn:x:type", "vocabularyElementList": [element]}]
    header = {"epcisMasterData": {"vocabularyList": listed}}
    assert refused(document(event(), epcisHeader=header)) == {
        rule: "/epcisHeader/epcisMasterData/vocabularyList" + pointer
    }


@pytest.mark.parametrize("kind", [5, "", "a\x00b", "x" * 300, None])
def test_the_type_of_master_data_is_a_short_plain_text(kind):
    header = {"epcisMasterData": {"vocabularyList": [{"type": kind}]}}
    assert refused(document(event(), epcisHeader=header)) == {
        "malformed_member": "/epcisHeader/epcisMasterData/vocabularyList/0/type"
    }


@pytest.mark.parametrize("version", ["1.2", "", None, 2, [], True])
def test_only_version_2_is_read(version):
    assert "not_an_epcis_document" in refused(document(event(), schemaVersion=version))


def test_a_version_that_is_a_number_is_remarked_on():
    assert warned(document(event(), schemaVersion=2.0)) == {
        "schema_version_number": "/schemaVersion"
    }


def test_a_strange_spelling_is_accepted_and_remarked_on():
    assert "cbv_urn" in warned(document(event(bizStep="urn:epcglobal:cbv:bizstep:shipping")))
    assert "empty_string" in warned(document(event(disposition="")))
    assert "undeclared_prefix" in warned(document(event(**{"zzz:a": 1})))
    assert "unknown_member" in warned(document(event(color="red")))
    inside = event(action="ADD", ilmd={"zzz:a/b~c": 1})
    assert warned(document(inside)) == {
        "undeclared_prefix": "/epcisBody/eventList/0/ilmd/zzz:a~1b~0c"
    }
