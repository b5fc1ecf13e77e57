"""Under one name, an event that is only spelt otherwise is the same event."""

import msgspec
import pytest
from hypothesis import assume, given, settings

from tests.epcis import generated
from tests.epcis.documents import CONTEXT, NOW, document, event
from tests.epcis.xml.documents import read
from txng.epcis.answers import Form, Told, query_document
from txng.epcis.errors import NotAcceptableException
from txng.epcis.reading import read_document
from txng.epcis.sameness import meaning

URN = "urn:epc:id:sgtin:0614141.107346.2018"
LINK = "https://id.gs1.org/01/10614141073464/21/2018"
SPACES = {"@context": [CONTEXT, {"ex": "https://example.org/ns#"}]}


def kept(**members) -> bytes:
    (draft,) = read_document(document(event(**members), **SPACES), now=NOW).drafts
    return draft.payload


def are_the_same(one: bytes, other: bytes) -> bool:
    return meaning(one) == meaning(other)


ALIKE = [
    ({"epcList": [URN]}, {"epcList": [LINK]}),
    ({"bizStep": "urn:epcglobal:cbv:bizstep:shipping"}, {"bizStep": "https://ref.gs1.org/cbv/BizStep-shipping"}),
    ({"eventTime": "2026-10-01T08:00:00Z"}, {"eventTime": "2026-10-01T08:00:00.000+00:00"}),
    ({"eventID": "urn:uuid:1"}, {}),
    ({"readPoint": {"id": "urn:epc:id:sgln:0614141.00777.0"}}, {"readPoint": {"id": "https://id.gs1.org/414/0614141007776"}}),
    ({"ex:weight": 26}, {"ex:weight": 26.0}),
    ({"ex:weight": 26.0}, {"ex:weight": "26.0"}),
    ({"ex:crop": "A"}, {"https://example.org/ns#crop": "A"}),
    # what XML makes of the values of an extension
    ({"ex:weight": 26.5}, {"ex:weight": "26.5"}),
    ({"ex:organic": True}, {"ex:organic": " true "}),
    ({"ex:lot": ["A"], "ex:note": None, "ex:pests": []}, {"ex:lot": "A"}),
    ({"ex:farm": {"ex:rows": [1, 2], "ex:note": None}}, {"ex:farm": {"ex:rows": ["1", "2"]}}),
    ({"ex:farm": {"#text": 7}}, {"ex:farm": "7"}),
    ({"ex:farm": {}}, {"ex:farm": ""}),
    ({"ex:farm": {"#text": "", "ex:row": 7}}, {"ex:farm": {"ex:row": "7"}}),
    ({"cbvmda:lotNumber": 7}, {"urn:epcglobal:cbv:mdalotNumber": "7"}),
    ({"certificationInfo": ["urn:x:1"], "bizTransactionList": []}, {"certificationInfo": "urn:x:1"}),
    ({"readPoint": {"id": "urn:x:1", "ex:row": 7}}, {"readPoint": {"id": "urn:x:1", "ex:row": "7"}}),
]  # fmt: skip
UNLIKE = [
    ({"epcList": [LINK]}, {"epcList": [LINK + "9"]}),
    ({"epcList": [LINK, LINK + "9"]}, {"epcList": [LINK + "9", LINK]}),
    ({"bizStep": "shipping"}, {"bizStep": "packing"}),
    ({"eventTime": "2026-10-01T08:00:00Z"}, {"eventTime": "2026-10-01T08:00:00.001Z"}),
    ({"ex:lot": "007"}, {"ex:lot": "7"}),
    ({"ex:lot": URN}, {"ex:lot": LINK}),
    ({"ex:weight": 26.5}, {"ex:weight": "26.50"}),
    ({"ex:lot": ["A", "B"]}, {"ex:lot": ["B", "A"]}),
    ({"ex:lot": ["A", ""]}, {"ex:lot": "A"}),
    ({"ex:lot": ""}, {}),
    ({"ex:dry": True}, {"ex:dry": 1}),
    ({}, {"errorDeclaration": {"declarationTime": "2026-10-01T08:30:00Z"}}),
]


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_another_spelling_says_the_same(one, other):
    assert kept(**one) != kept(**other)
    assert are_the_same(kept(**one), kept(**other))


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_what_differs_in_anything_else_is_another_event(one, other):
    assert not are_the_same(kept(**one), kept(**other))


@settings(max_examples=60)
@given(generated.events())
def test_an_event_that_comes_back_from_xml_says_the_same(members):
    sent = msgspec.json.encode({"@context": [generated.CONTEXT[1]]} | members)
    told = Told(sent, "urn:uuid:1", NOW)
    try:
        answer = query_document([told], Form(media="xml"), now=NOW)
    except NotAcceptableException:
        assume(False)
    _, ((again, spaces),), _ = read(answer.body)
    assert are_the_same(msgspec.json.encode({"@context": spaces.entries} | again), sent)


def test_an_event_of_an_earlier_version_is_the_same_though_it_kept_a_prefix_in_an_address():
    now = kept(bizStep="ex:carving", readPoint={"id": "ex:gate"})
    before = now.replace(b'"https://example.org/ns#carving"', b'"ex:carving"')
    before = before.replace(b'"https://example.org/ns#gate"', b'"ex:gate"')
    assert before.count(b'"ex:') == now.count(b'"ex:') + 2
    assert are_the_same(before, now)
    assert not are_the_same(before, now.replace(b"#carving", b"#planing"))
