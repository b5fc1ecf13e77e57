"""Documents of any format are read event by event, in bounded memory, and refused exactly."""

import gc
import json
import subprocess
import sys
from contextlib import suppress
from datetime import UTC, datetime
from types import FrameType
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from tests.epcis.documents import CONTEXT, LOT, NOW, SERIAL, document, event
from txng.epcis.documents import VocabularyElement
from txng.epcis.errors import UnsupportedMediaTypeException, ValidationException
from txng.epcis.extensions import extensions
from txng.epcis.intake import EventDraft, Intake, RejectedEvent
from txng.epcis.reading import format_of, open_document, read_document, read_event
from txng.epcis.strict_json import decode_strictly

XML = """<epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:2" xmlns:t="urn:txng:voc:"
  schemaVersion="2.0" creationDate="2026-10-01T09:00:00Z"><EPCISBody><EventList>{}</EventList>
</EPCISBody></epcis:EPCISDocument>"""
XML_EVENT = f"""<ObjectEvent><eventTime>2026-10-01T08:00:00Z</eventTime>
  <eventTimeZoneOffset>+07:00</eventTimeZoneOffset><epcList><epc>{SERIAL}</epc></epcList>
  <action>OBSERVE</action><bizStep>shipping</bizStep></ObjectEvent>"""


def xml(*events: str) -> bytes:
    return XML.format("".join(events)).encode()


def refused(body: bytes, **how: Any) -> dict[str, str]:
    with pytest.raises(ValidationException) as refusal:
        read_document(body, now=NOW, **how)
    return {one.rule: one.pointer for one in refusal.value.findings if one.severity == "error"}


# --- formats ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("media_type", "expected"),
    [
        ("application/json", "json"),
        ("application/ld+json; charset=utf-8", "json"),
        ("APPLICATION/XML", "xml"),
        ("text/xml;charset=UTF-8", "xml"),
    ],
)
def test_the_media_type_decides(media_type, expected):
    for body in (b"{}", b"<x/>"):
        assert format_of(body, media_type) == expected


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"a": "<"}', "json"), (b"", "json"), (b" \n<x/>", "xml"), (b"\xef\xbb\xbf<x/>", "xml"),
        ("<x/>".encode("utf-16"), "xml"), ("<x/>".encode("utf-16-be"), "xml"),
        ("\ufeff<x/>".encode("utf-16-be"), "xml"), ('{"a": 1}'.encode("utf-16"), "json"),
    ],
)  # fmt: skip
def test_without_a_media_type_the_first_character_decides(body, expected):
    assert format_of(body, None) == expected


@pytest.mark.parametrize("media_type", ["", "text/plain", "json", "application/xml+json"])
def test_another_media_type_is_refused(media_type):
    with pytest.raises(UnsupportedMediaTypeException):
        read_document(document(event()), now=NOW, media_type=media_type)


def test_an_event_is_the_same_in_xml_and_in_json():
    (told,) = read_document(document(event()), now=NOW).drafts
    (written,) = read_document(xml(XML_EVENT), now=NOW).drafts
    assert (written.event, written.content) == (told.event, told.content)
    assert written.pointer == told.pointer
    assert json.loads(written.payload) == json.loads(told.payload)


@pytest.mark.parametrize("proceed", [False, True])
def test_an_xml_document_whose_events_nobody_would_find_is_refused_whole(proceed):
    """An hears that his list is misspelt, not that his zero events were taken."""
    misspelt = xml(XML_EVENT).replace(b"EventList", b"eventList")
    beside = xml(XML_EVENT).replace(b"</EventList>", b"</EventList>" + XML_EVENT.encode())
    for body in (misspelt, beside):
        with pytest.raises(ValidationException) as refusal:
            read_document(body, now=NOW, proceed=proceed)
        (told,) = refusal.value.findings
        assert (told.rule, told.pointer) == ("misplaced_element", "/epcisBody")
        assert "would be lost" in told.message
        assert "sẽ bị mất" in told.message_vi


def test_a_creation_date_of_xml_may_lack_a_zone_and_nothing_else():
    for text, rules in (
        ("2026-10-01T09:00:00", []),
        (" 2026-10-01T09:00:00Z ", []),
        ("2026-10-01 09:00:00", ["time_spelling"]),
        ("2026-10-01T09:00:00z", ["time_spelling"]),
    ):
        body = xml(XML_EVENT).replace(b'Date="2026-10-01T09:00:00Z"', f'Date="{text}"'.encode())
        found = read_document(body, now=NOW)
        assert [one.rule for one in found.warnings] == rules
        assert found.creation_date == datetime(2026, 10, 1, 9, tzinfo=UTC)


def test_an_xml_event_with_a_blank_in_its_time_is_read_with_a_remark_and_refused_when_strict():
    body = xml(XML_EVENT.replace("2026-10-01T08", "2026-10-01 08"))
    found = read_document(body, now=NOW)
    assert [(one.rule, one.pointer) for one in found.warnings] == [
        ("time_spelling", "/epcisBody/eventList/0/eventTime")
    ]
    assert b"2026-10-01T08:00:00Z" in found.drafts[0].payload
    with pytest.raises(ValidationException, match="got '2026-10-01 08:00:00Z'"):
        read_document(body, now=NOW, strict=True)


def test_an_event_of_an_xml_document_that_breaks_a_rule_is_named_by_its_place():
    wrong = XML_EVENT.replace("shipping", "dancing")
    assert refused(xml(XML_EVENT, wrong)) == {"unknown_biz_step": "/epcisBody/eventList/1/bizStep"}
    found = read_document(xml(XML_EVENT, wrong, XML_EVENT), now=NOW, proceed=True)
    assert [one.pointer[-1] for one in found.drafts] == ["0", "2"]
    assert [one.pointer[-1] for one in found.rejected] == ["1"]


# --- the head ---------------------------------------------------------------------------------

LOCATION = "urn:epcglobal:epcis:vtype:Location"
KHO = "https://id.gs1.org/414/9520000100001"


def with_master_data(*elements: dict[str, Any]) -> dict[str, Any]:
    listed = [{"type": LOCATION, "vocabularyElementList": list(elements)}]
    return {"epcisHeader": {"epcisMasterData": {"vocabularyList": listed}}}


def test_a_head_tells_who_sent_what_to_whom():
    body = document(
        event(), sender="urn:x:an", receiver="urn:x:binh", instanceIdentifier="7",
        **with_master_data({"id": KHO}),
    )  # fmt: skip
    header = open_document(body, now=NOW).header
    assert (header.sender, header.receiver, header.instance_identifier) == (
        "urn:x:an", "urn:x:binh", "7",
    )  # fmt: skip
    assert (header.format, header.schema_version) == ("json", "2.0")
    assert header.vocabulary == (VocabularyElement(LOCATION, KHO, {}, ()),)
    assert refused(document(event(), sender=["urn:x:an"])) == {"malformed_member": "/sender"}


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ([{"id": "cbvmda:name", "attribute": "Kho"}], {"urn:epcglobal:cbv:mda:name": "Kho"}),
        ([{"id": "t:area", "attribute": 2.5}], {"urn:txng:voc:area": 2.5}),
        ([{"id": "urn:txng:voc:area"}], {"urn:txng:voc:area": None}),
        (
            [{"id": "t:owner", "attribute": {"t:name": "An", "since": [1, {"t:x": 2}]}}],
            {
                "urn:txng:voc:owner": {
                    "urn:txng:voc:name": "An",
                    "since": [1, {"urn:txng:voc:x": 2}],
                }
            },
        ),
        (
            [{"id": "t:crop", "attribute": "a"}, {"id": "urn:txng:voc:crop", "attribute": "b"}],
            {"urn:txng:voc:crop": ["a", "b"]},
        ),
    ],
)
def test_attributes_of_master_data_hold_any_value(attributes, expected):
    head = with_master_data({"id": KHO, "attributes": attributes})
    body = document(event(), **head, **{"@context": [CONTEXT, {"t": "urn:txng:voc:"}]})
    assert read_document(body, now=NOW).vocabulary[0].attributes == expected


def test_the_children_of_a_place_are_named_and_judged():
    child = f"{KHO}/254/A"
    head = with_master_data({"id": KHO, "children": [child]})
    assert read_document(document(event(), **head), now=NOW).vocabulary[0].children == (child,)
    wrong = with_master_data({"id": KHO, "children": [child, "no code"]})
    pointer = "/epcisHeader/epcisMasterData/vocabularyList/0/vocabularyElementList/0/children/1"
    assert refused(document(event(), **wrong)) == {"malformed_identifier": pointer}


@pytest.mark.parametrize(
    ("header", "pointer"),
    [
        (5, ""), ([], ""), ({"epcisMasterData": 5}, "/epcisMasterData"),
        ({"epcisMasterData": {"vocabularyList": 5}}, "/epcisMasterData/vocabularyList"),
        ({"epcisMasterData": {"vocabularyList": [5]}}, "/epcisMasterData/vocabularyList/0"),
    ],
)  # fmt: skip
def test_a_head_of_the_wrong_shape_is_refused(header, pointer):
    assert refused(document(event(), epcisHeader=header)) == {
        "malformed_member": "/epcisHeader" + pointer
    }
    for empty in (None, {}, {"epcisMasterData": {}}, {"t:x": 1}):
        whole = json.loads(document(event())) | {"epcisHeader": empty}
        assert len(read_document(json.dumps(whole).encode(), now=NOW).drafts) == 1


def answer(results: Any, **members: Any) -> bytes:
    body = {"queryResults": {"queryName": "SimpleEventQuery", "resultsBody": results}}
    return document(type="EPCISQueryDocument", epcisBody=body, **members)


def test_the_answer_to_a_query_is_read_like_a_document():
    found = read_document(answer({"eventList": [event()]}), now=NOW)
    assert [one.pointer for one in found.drafts] == [
        "/epcisBody/queryResults/resultsBody/eventList/0"
    ]
    bare = answer({"eventList": [event()]}, creationDate=None, schemaVersion=None)
    assert read_document(bare, now=NOW).creation_date == NOW


def test_the_answer_to_a_query_for_master_data_is_read_too():
    listed = with_master_data({"id": KHO})["epcisHeader"]["epcisMasterData"]["vocabularyList"]
    for results in (
        {"vocabularyList": listed},
        {"vocabularyList": listed, "eventList": [event()]},
    ):
        found = read_document(answer(results), now=NOW)
        assert [one.id for one in found.vocabulary] == [KHO]
        assert len(found.drafts) == len(results.get("eventList", ()))
    assert refused(answer({"vocabularyList": 5})) == {
        "malformed_member": "/epcisBody/queryResults/resultsBody/vocabularyList"
    }


# --- streaming --------------------------------------------------------------------------------


def test_events_are_judged_one_by_one_and_not_kept():
    drafts = open_document(document(*[event()] * 5), now=NOW).drafts()
    first = next(drafts)
    next(drafts)
    holders = [one for one in gc.get_referrers(first) if not isinstance(one, FrameType)]
    assert holders == []
    assert len(list(drafts)) == 3


def test_a_wrong_event_ends_the_stream_with_every_error():
    told = [event(), event(action="X"), event(), event(bizStep="dancing")]
    stream = open_document(document(*told), now=NOW).drafts()
    came = []
    with pytest.raises(ValidationException) as refusal:
        came.extend(stream)
    assert len(came) <= 1  # after an error nothing more is handed on
    assert [one.pointer for one in refusal.value.findings] == [
        "/epcisBody/eventList/1/action",
        "/epcisBody/eventList/3/bizStep",
    ]


def test_a_stream_of_nonsense_is_left_after_a_hundred_errors(monkeypatch):
    judged = []
    read = Intake.read
    monkeypatch.setattr(
        Intake, "read", lambda self, *told, **how: judged.append(1) or read(self, *told, **how)
    )
    reader = open_document(document(*[event(action="X")] * 150), now=NOW)
    with pytest.raises(ValidationException) as refusal:
        list(reader.drafts())
    assert len(refusal.value.findings) == len(judged) == 100
    assert refusal.value.findings[-1].pointer == "/epcisBody/eventList/99/action"


def test_remarks_never_crowd_out_an_error():
    units = [{"epcClass": LOT, "quantity": 1, "uom": "EA"}] * 300
    wrong = [{"epcClass": "no code", "quantity": 1}]
    assert "malformed_identifier" in refused(document(event(quantityList=units + wrong)))
    found = read_document(document(event(quantityList=units)), now=NOW)
    assert len(found.warnings) == 100


@pytest.mark.parametrize(
    "members",
    [{"creationDate": "yesterday"}, {"@context": ["https://evil.example/"]}, {"sender": 5},
     with_master_data({"id": "no code"}), {"epcisBody": {}}],
)  # fmt: skip
def test_an_error_of_the_document_refuses_everything_also_with_proceed(members):
    body = document(event(), **members)
    assert refused(body)
    with pytest.raises(ValidationException):
        open_document(body, now=NOW, proceed=True)


def test_with_proceed_a_broken_event_leaves_with_its_reasons():
    broken = document(event(), event(eventID="urn:x:2"), event(eventID="urn:x:3")).replace(
        b'"urn:x:2"', b'"urn:x:2", "eventID": "urn:x:4"'
    )
    broken = broken.replace(b'"urn:x:3"', b"1e400")
    outcomes = list(open_document(broken, now=NOW, proceed=True).drafts())
    assert [type(one) for one in outcomes] == [EventDraft, RejectedEvent, RejectedEvent]
    assert [
        (one.pointer, one.event_id, [said.rule for said in one.findings])
        for one in outcomes
        if isinstance(one, RejectedEvent)
    ] == [
        ("/epcisBody/eventList/1", None, ["duplicate_member"]),
        ("/epcisBody/eventList/2", None, ["malformed_json"]),
    ]


def test_a_member_beside_the_events_may_not_fill_the_memory():
    assert refused(document(event(), **{"t:x": "y" * (16 * 1024 * 1024)})) == {
        "member_too_large": ""
    }


HUGE = """
import resource, sys
from datetime import UTC, datetime
from txng.epcis.reading import open_document

head, event, tail = (part.encode() for part in sys.argv[1].split("|"))
size = 64 * 1024 * 1024
padded = event[:-2] + b"x" * (size // 100_000 - len(event) - 1) + event[-2:]
if sys.argv[2] == "json":
    body = b"".join((head, padded, (b"," + padded) * 99_999, tail))
else:
    body = b"".join((head, event * 100_000, tail))
del padded
limit = 300 * 1024 * 1024
resource.setrlimit(resource.RLIMIT_DATA, (limit, limit))
count = sum(1 for _ in open_document(body, now=datetime(2026, 11, 1, tzinfo=UTC)).drafts())
# not ru_maxrss, which remembers the test runner that this process was forked from
status = dict(line.split(":", 1) for line in open("/proc/self/status"))
print(count, len(body), int(status["VmHWM"].split()[0]) * 1024)
"""


@pytest.mark.parametrize("kind", ["json", "xml"])
def test_a_hundred_thousand_events_are_read_in_300_megabytes(kind):
    if kind == "json":
        whole = document(event(**{"cbvmda:note": "."})).decode()
        told = json.dumps(event(**{"cbvmda:note": "."}))
    else:
        whole, told = xml(XML_EVENT).decode(), XML_EVENT
    head, _, tail = whole.partition(told)
    done = subprocess.run(
        [sys.executable, "-c", HUGE, f"{head}|{told}|{tail}", kind],
        capture_output=True, check=False, text=True, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr[-2000:]
    count, size, peak = map(int, done.stdout.split())
    assert count == 100_000
    assert size > (60 if kind == "json" else 20) * 1024 * 1024
    assert peak < 300 * 1024 * 1024


# --- one event --------------------------------------------------------------------------------


def test_one_event_comes_bare_or_in_a_document():
    expected = read_document(document(event()), now=NOW).drafts[0]
    bare = json.dumps(event()).encode()
    with_context = json.dumps({"@context": [CONTEXT]} | event()).encode()
    for body in (bare, with_context, document(event()), xml(XML_EVENT)):
        found = read_event(body, now=NOW)
        assert (found.event, found.content) == (expected.event, expected.content)
    assert read_event(bare, now=NOW).pointer == ""


def test_the_header_gs1_extensions_declares_prefixes_of_one_event():
    told = {"t:crop": "robusta"} | event()
    spaces = {"t": "urn:txng:voc:"}
    for body in (json.dumps(told).encode(), document(told)):
        found = read_event(body, now=NOW, namespaces=spaces)
        assert extensions(found.payload) == {"urn:txng:voc:crop": "robusta"}
        assert b'"urn:txng:voc:crop"' in found.content
        assert b"urn:txng:voc:" not in read_event(body, now=NOW).payload
    own = json.dumps(told | {"@context": [CONTEXT, {"t": "urn:other:"}]}).encode()
    found = read_event(own, now=NOW, namespaces=spaces)
    assert extensions(found.payload) == {"urn:other:crop": "robusta"}


def test_what_a_vocabulary_of_ones_own_names_is_found_by_its_full_name():
    told = event(action="ADD", ilmd={"crop": "robusta"}, note="An")
    context = [CONTEXT, {"@vocab": "urn:txng:voc:"}]
    found = read_event(json.dumps(told | {"@context": context}).encode(), now=NOW)
    assert extensions(found.payload) == {"urn:txng:voc:note": "An", "urn:txng:voc:crop": "robusta"}


@pytest.mark.parametrize(
    ("body", "rule"),
    [
        (document(), "not_one_event"),
        (document(event(), event()), "not_one_event"),
        (xml(), "not_one_event"),
        (xml(XML_EVENT, XML_EVENT), "not_one_event"),
        (b"[]", "malformed_member"),
        (b"{}", "malformed_member"),
        (b'{"type": "ObjectEvent"}', "malformed_member"),
        (b"{", "malformed_json"),
        (json.dumps(event(bizStep="dancing")).encode(), "unknown_biz_step"),
        (document(event(), event(bizStep="dancing")), "unknown_biz_step"),
    ],
)
def test_what_is_not_one_good_event_is_refused(body, rule):
    with pytest.raises(ValidationException) as refusal:
        read_event(body, now=NOW)
    assert rule in {one.rule for one in refusal.value.findings}


# --- nonsense ---------------------------------------------------------------------------------

_json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=12,
)
_envelope = st.fixed_dictionaries(
    {
        "type": st.sampled_from(["EPCISDocument", "EPCISQueryDocument"]),
        "schemaVersion": st.just("2.0"),
    },
    optional=dict.fromkeys(
        ("@context", "creationDate", "epcisHeader", "epcisBody", "sender", "isA"), _json
    ),
)
_holders = _envelope | st.fixed_dictionaries(
    {"type": st.just("EPCISQueryDocument"), "schemaVersion": st.just("2.0"), "@context": _json},
    optional={
        "epcisBody": st.fixed_dictionaries(
            {}, optional={"eventList": _json | st.lists(_json), "queryResults": _json
                | st.fixed_dictionaries({"resultsBody": _json | st.fixed_dictionaries(
                    {}, optional={"eventList": _json, "vocabularyList": _json})})},
        )
    },
)  # fmt: skip


def survives(body: bytes) -> None:
    """Reading any bytes gives the same answer twice, and never another exception."""
    for how in ({}, {"proceed": True}, {"strict": True}):
        answers = []
        for _ in range(2):
            try:
                answers.append(repr(read_document(body, now=NOW, **how)))
            except ValidationException as refusal:
                answers.append(repr(refusal.findings))
        assert answers[0] == answers[1] != "()"
    with suppress(ValidationException):
        read_event(body, now=NOW)


@given(_json)
@example(json.loads("1" * 400))
def test_any_json_value_is_read_or_refused(value):
    survives(json.dumps(value).encode())
    survives(json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass"))


@given(_holders)
def test_any_envelope_is_read_or_refused(value):
    survives(json.dumps(value).encode())


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(body):
    survives(body)
    survives(document(event()).replace(b"shipping", body))


@given(st.integers(0, 2000), st.integers(0, 255))
def test_a_document_with_one_byte_changed_is_read_or_refused(place, byte):
    body = bytearray(document(event(eventID="urn:x:1", readPoint={"id": "urn:x:1"}), sender="a"))
    body[place % len(body)] = byte
    survives(bytes(body))


@given(_json)
def test_nothing_that_a_plain_decoder_refuses_is_let_through(value):
    body = json.dumps(value).encode()
    try:
        read = decode_strictly(body).value
    except ValidationException:
        return
    assert json.loads(body) == read
