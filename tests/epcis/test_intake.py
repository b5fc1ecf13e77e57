"""One event is made plain, typed and judged; what is strange is remarked on, what is wrong refused."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.epcis.documents import CONTEXT, LOT, NOW, SERIAL, document, event
from txng.epcis.context import Namespaces
from txng.epcis.errors import ValidationException
from txng.epcis.event_hash import event_hash
from txng.epcis.events import ExtendedEvent, ObjectEvent, decode_event, event_type
from txng.epcis.intake import EventDraft
from txng.epcis.json_ld import Document, read_document
from txng.epcis.rules import REFUSED_WHEN_STRICT

SPACES = {"t": "urn:txng:voc:"}


def draft(told: dict[str, Any], context: Any = CONTEXT) -> EventDraft:
    (one,) = read_document(document(told, **{"@context": context}), now=NOW).drafts
    return one


def findings(told: dict[str, Any], **how: Any) -> dict[str, str]:
    """Rule -> pointer within the event, errors and remarks alike."""
    try:
        found: Any = read_document(document(told), now=NOW, **how).warnings
    except ValidationException as refusal:
        found = refusal.findings
    return {one.rule: one.pointer.removeprefix("/epcisBody/eventList/0") for one in found}


# --- four spellings, one event ----------------------------------------------------------------

WORDS = [
    ({"bizStep": "{}"}, "shipping", "BizStep", "bizstep", "/bizStep"),
    ({"disposition": "{}"}, "in_transit", "Disp", "disp", "/disposition"),
    ({"persistentDisposition": {"set": ["{}"]}}, "damaged", "Disp", "disp",
     "/persistentDisposition/set/0"),
    ({"persistentDisposition": {"unset": ["{}"]}}, "damaged", "Disp", "disp",
     "/persistentDisposition/unset/0"),
    ({"bizTransactionList": [{"type": "{}", "bizTransaction": "urn:x:1"}]}, "po", "BTT", "btt",
     "/bizTransactionList/0/type"),
    ({"sourceList": [{"type": "{}", "source": "urn:x:1"}]}, "owning_party", "SDT", "sdt",
     "/sourceList/0/type"),
    ({"destinationList": [{"type": "{}", "destination": "urn:x:1"}]}, "location", "SDT", "sdt",
     "/destinationList/0/type"),
    ({"errorDeclaration": {"declarationTime": "2026-10-02T00:00:00Z", "reason": "{}"}},
     "incorrect_data", "ER", "er", "/errorDeclaration/reason"),
]  # fmt: skip


def told(shape: dict[str, Any], word: str) -> dict[str, Any]:
    return event(**json.loads(json.dumps(shape).replace("{}", word)))


@pytest.mark.parametrize(
    ("shape", "word", "web", "urn", "pointer"), WORDS, ids=lambda one: str(one)
)
def test_a_word_in_four_spellings_is_one_word(shape, word, web, urn, pointer):
    plain = draft(told(shape, word))
    for spelling in (f"https://ref.gs1.org/cbv/{web}-{word}", f"cbv:{web}-{word}"):
        other = draft(told(shape, spelling))
        assert other.content == plain.content
        assert decode_event(other.payload) == other.event
        assert spelling.encode() in other.payload  # the spelling is kept for who asks for it
        assert findings(told(shape, spelling)) == {}
    old = told(shape, f"urn:epcglobal:cbv:{urn}:{word}")
    assert draft(old).content == plain.content
    assert findings(old) == {"cbv_urn": pointer}
    assert findings(told(shape, word)) == {}


@pytest.mark.parametrize(
    ("shape", "word", "web", "urn", "pointer"), WORDS, ids=lambda one: str(one)
)
def test_a_word_that_nobody_defined_is_refused_and_a_uri_of_ones_own_is_not(
    shape, word, web, urn, pointer
):
    for strange in (f"{word}x", f"https://ref.gs1.org/cbv/{web}-x", f"urn:epcglobal:cbv:{urn}:x"):
        assert list(findings(told(shape, strange)).values()) == [pointer]
    assert findings(told(shape, "https://example.org/words/x")) == {}


@pytest.mark.parametrize(
    "spelling", ["gs1:{}", "https://gs1.org/voc/{}", "https://www.gs1.org/voc/{}"]
)
def test_what_a_sensor_measured_has_one_name(spelling):
    def report(kind: str, alarm: str, component: str) -> dict[str, Any]:
        one = {"type": kind, "exception": alarm, "component": component, "value": 1}
        return event(sensorElementList=[{"sensorReport": [one]}])

    plain = report("Temperature", "ALARM_CONDITION", "x")
    long = report(spelling.format("Temperature"), spelling.format("ALARM_CONDITION"), "cbv:Comp-x")
    assert draft(long).content == draft(plain).content
    assert findings(long) == findings(plain) == {}


def test_an_events_type_has_three_spellings():
    plain = draft(event())
    for kind in ("epcis:ObjectEvent", "https://ref.gs1.org/epcis/ObjectEvent"):
        other = draft(event(type=kind))
        assert other.content == plain.content
        assert decode_event(other.payload) == plain.event
    old = {"isA": "ObjectEvent"} | event(type=None)
    assert draft(old).content == plain.content
    assert decode_event(draft(old).payload) == plain.event
    assert findings(old) == {"type_named_is_a": "/isA"}


# --- members that hold nothing ----------------------------------------------------------------

NOTHING = {
    "a word": ({"disposition": ""}, "/disposition"),
    "a place": ({"readPoint": {"id": ""}}, "/readPoint/id"),
    "a list item": ({"epcList": [SERIAL, ""]}, "/epcList/1"),
    "a unit": ({"quantityList": [{"epcClass": LOT, "uom": ""}]}, "/quantityList/0/uom"),
    "a sensor's device": (
        {"sensorElementList": [{"sensorReport": [{"type": "Mass", "deviceID": ""}]}]},
        "/sensorElementList/0/sensorReport/0/deviceID",
    ),
}


@pytest.mark.parametrize(("members", "pointer"), NOTHING.values(), ids=NOTHING)
def test_a_member_that_holds_nothing_is_read_as_absent(members, pointer):
    for nothing, rule in (('""', "empty_string"), ("null", "null_member")):
        empty = json.loads(json.dumps(members).replace('""', nothing))
        full = event(**members)
        full.update(empty)
        assert findings(full) == {rule: pointer}
        assert nothing.encode() not in draft(full).payload
        assert decode_event(draft(full).payload) == draft(full).event
    assert draft(event(disposition="", bizLocation={"id": ""})).content == draft(event()).content


def test_an_extension_may_hold_nothing():
    kept = draft(event(**{"t:a": ""}) | {"t:b": None}, [CONTEXT, SPACES])
    assert json.loads(kept.payload)["t:a"] == ""
    assert json.loads(kept.payload)["t:b"] is None


# --- names ------------------------------------------------------------------------------------

PLACES = {
    "the event": {"{}": 1},
    "an extension": {"{}": {"{}": [{"{}": 1}]}},
    "ilmd": {"action": "ADD", "ilmd": {"{}": {"{}": 1}}},
    "a place": {"readPoint": {"id": "urn:x:1", "{}": {"{}": 1}}},
    "a quantity": {"quantityList": [{"epcClass": LOT, "{}": 1}]},
    "a paper": {"bizTransactionList": [{"bizTransaction": "urn:x:1", "{}": 1}]},
    "a declaration": {"errorDeclaration": {"declarationTime": "2026-10-02T00:00:00Z", "{}": 1}},
    "a sensor element": {"sensorElementList": [{"{}": 1, "sensorReport": [{"type": "Mass"}]}]},
    "sensor metadata": {
        "sensorElementList": [{"sensorMetadata": {"{}": 1}, "sensorReport": [{"type": "Mass"}]}]
    },
    "a sensor report": {"sensorElementList": [{"sensorReport": [{"type": "Mass", "{}": 1}]}]},
}


@pytest.mark.parametrize("shape", PLACES.values(), ids=PLACES)
def test_an_extension_is_the_same_under_any_prefix_wherever_it_stands(shape):
    def named(name: str) -> dict[str, Any]:
        return event(**json.loads(json.dumps(shape).replace("{}", name)))

    one = draft(named("t:crop"), [CONTEXT, SPACES])
    assert b'"urn:txng:voc:crop"' in one.content
    for name, context in (
        ("u:crop", {"u": "urn:txng:voc:"}),
        ("crop", {"crop": "urn:txng:voc:crop"}),
        ("crop", {"crop": {"@id": "u:crop"}, "u": "urn:txng:voc:"}),
        ("crop", {"@vocab": "urn:txng:voc:"}),
        ("u:crop", {"u": "v:voc:", "v": "urn:txng:"}),
        ("urn:txng:voc:crop", {}),
    ):
        other = draft(named(name), [CONTEXT, context])
        assert other.content == one.content, name
        assert name.encode() in other.payload
    assert draft(named("t:crop"), [CONTEXT, {"t": "urn:other:"}]).content != one.content


@pytest.mark.parametrize(
    "members",
    [
        {"quantityList": [{"epcClass": LOT, "quantity": 1, "cbvmda:page": 7}]},
        {"bizTransactionList": [{"bizTransaction": "urn:x:1", "cbvmda:page": {"cbvmda:line": 1}}]},
        {"sourceList": [{"type": "location", "source": "urn:x:1", "cbvmda:page": 7}]},
        {"destinationList": [{"type": "location", "destination": "urn:x:1", "cbvmda:page": 7}]},
        {"persistentDisposition": {"set": ["expired"], "cbvmda:page": 7}},
    ],
    ids=lambda members: next(iter(members)),
)
def test_an_extension_where_the_standard_leaves_no_room_is_remarked_on(members):
    """No XML can tell it, so whoever sends it should know before somebody asks for XML."""
    (found,) = findings(event(**members)).items()
    assert found[0] == "extension_without_place"
    assert b"cbvmda:page" in draft(event(**members)).payload


@pytest.mark.parametrize("shape", PLACES.values(), ids=PLACES)
def test_a_name_without_a_name_space_is_remarked_on_wherever_it_stands(shape):
    def named(name: str) -> dict[str, Any]:
        return event(**json.loads(json.dumps(shape).replace("{}", name)))

    assert set(findings(named("zzz:crop"))) == {"undeclared_prefix"}
    assert set(findings(named("crop"))) == {"unknown_member"}
    for name in ("zzz:crop", "crop"):
        assert name.encode() in draft(named(name)).payload


def test_a_standards_member_keeps_its_name_whatever_the_context_says():
    """`value` is no protected term, but inside a sensor report it is the standard's own."""
    report = {"type": "Mass", "value": 1, "uom": "KGM"}
    told = event(sensorElementList=[{"sensorReport": [report]}], **{"urn:x:more": 1})
    spaces = [CONTEXT, {"value": "urn:evil:value"}]
    assert draft(told, spaces).content == draft(told).content


def test_an_extension_may_name_its_parts_as_it_likes():
    assert findings(event(**{"cbvmda:a": {"b": [{"c": 1}], "@type": "d"}})) == {}
    assert findings(event(**{"cbvmda:a": {"#text": "3.5", "unit": "KGM"}, "#text": "x"})) == {}


def test_two_names_that_mean_one_are_both_kept():
    spaces = [CONTEXT, {"t": "urn:txng:voc:", "u": "urn:txng:voc:"}]
    both = draft(event(**{"t:a": 1, "u:a": 2}), spaces)
    assert both.content == draft(event(**{"u:a": 1, "t:a": 2}), spaces).content
    assert both.content != draft(event(**{"t:a": 1}), spaces).content
    assert both.content != draft(event(**{"u:a": 2}), spaces).content


# --- types of ones own ------------------------------------------------------------------------


def test_an_event_of_somebodys_own_type_is_kept_under_its_own_name():
    told = event(type="t:Tasting", action=None, epcList=None, bizStep=None, **{"t:score": 85})
    one = draft(told, [CONTEXT, SPACES])
    assert isinstance(one.event, ExtendedEvent)
    assert json.loads(one.payload)["type"] == "t:Tasting"
    assert b'"urn:txng:voc:Tasting"' in one.content
    assert decode_event(one.payload) == one.event
    assert event_type(one.event) == "urn:txng:voc:Tasting"
    assert event_type(draft(event()).event) == "ObjectEvent"


@pytest.mark.parametrize(
    ("kind", "context"),
    [
        ("t:Tasting", SPACES),
        ("urn:txng:voc:Tasting", {}),
        ("v:Tasting", {"u": "urn:txng:", "v": "u:voc:"}),
    ],
)
def test_a_type_of_ones_own_has_one_name_in_every_spelling(kind, context):
    one = draft(event(type=kind, action=None, epcList=None), [CONTEXT, context])
    assert event_type(one.event) == "urn:txng:voc:Tasting"
    assert event_type(decode_event(one.payload)) == "urn:txng:voc:Tasting"


def test_no_event_brings_the_full_name_of_its_type_as_a_member():
    pretended = event(type="t:Tasting", action=None, epcList=None, **{"@type": "t:Roasting"})
    one = draft(pretended, [CONTEXT, SPACES])
    assert event_type(one.event) == event_type(decode_event(one.payload)) == "urn:txng:voc:Tasting"
    assert "unknown_member" in findings(pretended)


def test_a_type_whose_prefix_means_no_iri_is_refused():
    with pytest.raises(ValidationException):
        draft(event(type="t:Event", action=None, epcList=None), [CONTEXT, {"t": "Object"}])


@pytest.mark.parametrize(
    "kind", ["ExtendedEvent", "Event", "epcis:DanceEvent", "https://ref.gs1.org/epcis/X", 5, [], {}]
)
def test_a_type_that_pretends_to_be_the_standards_is_refused(kind):
    assert "malformed_member" in findings(event(type=kind))


def test_a_payload_that_is_no_event_is_not_read_as_one():
    import msgspec

    no_action = json.dumps(event(action=None)).encode()
    for payload in (b"5", b'{"type": "ObjectEvent"}', no_action, b'{"type": "t:x"}', b"[]"):
        with pytest.raises(msgspec.ValidationError):
            decode_event(payload)


# --- strict -----------------------------------------------------------------------------------

STRANGE = {
    "cbv_urn": event(bizStep="urn:epcglobal:cbv:bizstep:shipping"),
    "empty_string": event(disposition=""),
    "null_member": event() | {"disposition": None},
    "undeclared_prefix": event(**{"zzz:a": 1}),
    "unknown_member": event(color="red"),
    "type_named_is_a": {"isA": "ObjectEvent"} | event(type=None),
    "uom_not_a_code": event(quantityList=[{"epcClass": LOT, "quantity": 1, "uom": "kilo"}]),
    "not_a_uri": event(eventID="seven"),
    "unknown_gs1_word": event(sensorElementList=[{"sensorReport": [{"type": "gs1:Mood"}]}]),
    "listed_twice": event(epcList=[SERIAL, SERIAL]),
    "sensor_type_missing": event(sensorElementList=[{"sensorReport": [{"value": 1}]}]),
    "retired_word": event(disposition="urn:epcglobal:cbv:disp:non_sellable_expired"),
    "extension_without_place": event(
        bizTransactionList=[{"bizTransaction": "urn:x:1", "cbvmda:page": 7}]
    ),
    "time_spelling": event(eventTime="2026-10-01 08:00:00Z"),
    "context_spelling": event(**{"@context": "https://gs1.github.io/EPCIS/epcis-context.jsonld"}),
}


@pytest.mark.parametrize(("rule", "told"), STRANGE.items(), ids=STRANGE)
def test_a_strict_reading_refuses_what_a_lenient_one_remarks_on(rule, told):
    assert set(findings(told)) == {rule}
    assert read_document(document(told), now=NOW).drafts
    with pytest.raises(ValidationException) as refusal:
        read_document(document(told), now=NOW, strict=True)
    assert [one.rule for one in refusal.value.findings] == [rule]


def test_every_rule_of_a_strict_reading_is_tried():
    of_a_document, of_xml = {"schema_version_number"}, {"stray_text"}
    assert set(STRANGE) | of_a_document | of_xml == REFUSED_WHEN_STRICT


def test_other_remarks_stay_remarks():
    told = event(quantityList=[{"epcClass": LOT, "quantity": 1, "uom": "EA"}])
    assert [one.rule for one in read_document(document(told), now=NOW, strict=True).warnings] == [
        "uom_each"
    ]


# --- the hash ---------------------------------------------------------------------------------


def test_a_hash_that_is_not_the_events_is_remarked_on():
    right = event_hash(event(), Namespaces())
    assert findings(event(eventID=right)) == {}
    assert findings(event(eventID=right, bizStep="receiving")) == {"hash_differs": "/eventID"}
    assert findings(event(eventID=right[:-12])) == {"hash_differs": "/eventID"}
    assert findings(event(eventID="urn:uuid:1")) == {}


# --- invariants -------------------------------------------------------------------------------

_leaves = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
_values = st.recursive(
    _leaves,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=8,
)
_NAMES = st.sampled_from(
    "type eventTime eventTimeZoneOffset eventID recordTime bizStep disposition readPoint bizLocation"
    " epcList quantityList action parentID childEPCs sourceList destinationList bizTransactionList"
    " persistentDisposition errorDeclaration certificationInfo ilmd sensorElementList @context isA"
    " t:a t:b cbvmda:lotNumber color inputEPCList transformationID".split()
)
_members = st.dictionaries(_NAMES, _values, max_size=6)


@given(_members, _members)
def test_whatever_an_event_holds_it_is_read_or_refused(members, inner):
    strange = event() | members
    strange |= {"readPoint": inner} | {"sensorElementList": [{"sensorReport": [inner]}, inner]}
    hashed = event(**{"eventID": "ni:///sha-256;0?ver=CBV2.0", "t:x": inner}) | members
    for told in (event() | members, strange, hashed):
        plain, proceeding, strict = (
            drafts_of(told, **how) for how in ({}, {"proceed": True}, {"strict": True})
        )
        assert plain in (1, REFUSED)
        # a good event is one with proceed too, a bad one is none; strict lets nothing more pass
        assert proceeding in ((1,) if plain == 1 else (0, REFUSED))
        assert strict in ((1, REFUSED) if plain == 1 else (REFUSED,))


REFUSED = "refused"


def drafts_of(told, **how):
    try:
        read = read_document(document(told), now=NOW, **how)
    except ValidationException:
        return REFUSED
    assert len(read.drafts) + len(read.rejected) == 1
    return len(read.drafts)


@given(st.permutations(list(event(**{"t:a": {"t:b": 1, "t:c": 2}, "cbvmda:x": 1}).items())))
def test_the_order_of_members_does_not_matter(items):
    plain = draft(dict(items), [CONTEXT, SPACES])
    assert plain.content == draft(dict(sorted(items)), [CONTEXT, SPACES]).content


_GOOD = [
    event(),
    event(eventID="urn:x:1", disposition=""),
    event(**{"@context": SPACES, "t:a": 1}),
    event(bizStep="urn:epcglobal:cbv:bizstep:shipping"),
]
_BAD = [
    event(action="DANCE"),
    event(eventID="urn:x:2", epcList=["no code"]),
    event(bizStep="dancing", disposition=""),
    5,
    None,
    [],
    event(**{"@context": "https://evil.example/"}),
    event(eventTime=None),
]


@given(st.lists(st.sampled_from(range(len(_GOOD + _BAD))), max_size=8))
def test_with_proceed_each_event_gets_the_verdict_it_would_get_alone(chosen):
    everything = [(_GOOD + _BAD)[number] for number in chosen]
    found = read_document(document(*everything), now=NOW, proceed=True)
    kept, rejected = iter(found.drafts), iter(found.rejected)
    for position, one in enumerate(everything):
        pointer = f"/epcisBody/eventList/{position}"
        try:
            alone: Document | None = read_document(document(one), now=NOW)
        except ValidationException as refusal:
            verdict = next(rejected)
            assert verdict.pointer == pointer
            told = [(said.rule, said.pointer) for said in verdict.findings]
            moved = [
                (said.rule, said.pointer.replace("eventList/0", f"eventList/{position}"))
                for said in refusal.findings
            ]
            assert told == moved
            assert verdict.event_id == (one.get("eventID") if isinstance(one, dict) else None)
        else:
            assert alone is not None
            (expected,) = alone.drafts
            got = next(kept)
            assert (got.event, got.payload, got.content) == (
                expected.event, expected.payload, expected.content,
            )  # fmt: skip
            assert got.pointer == pointer
    assert next(kept, None) is None
    assert next(rejected, None) is None


def test_an_event_is_read_the_same_from_its_bytes_and_from_its_members():
    """What the quick way (straight from the bytes) and the slow one make of an event is equal."""
    quick = draft(event(eventID="urn:x:1"))
    slow = draft(event(eventID="urn:x:1", recordTime="2026-10-01T08:00:00Z", disposition=""))
    assert isinstance(quick.event, ObjectEvent)
    assert quick.event == slow.event
    assert quick.content == slow.content
    assert json.loads(quick.payload) == json.loads(slow.payload)
