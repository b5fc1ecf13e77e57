"""Events of somebody's own type in XML: 2.0 tells and reads them in an <extension> of the event list."""

import tracemalloc
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.epcis import generated
from tests.epcis.documents import document as json_document
from tests.epcis.xml.documents import MEMBERS, NOW, document, event, read, schema, spaces
from tests.epcis.xml.told import as_told
from txng.epcis.answers import convert_document
from txng.epcis.event_hash import event_hash, hash_of_payload
from txng.epcis.events import event_type
from txng.epcis.reading import read_document, read_event
from txng.epcis.xml import safety
from txng.epcis.xml.reading import open_xml
from txng.epcis.xml.writing import CannotBeTold, event_element, write_document, write_query_document

EXAMPLE = 'xmlns:e="urn:example:"'
OWN_MEMBERS = {
    "type": "e:Tasting",
    "eventTime": "2026-10-01T08:00:00Z",
    "eventTimeZoneOffset": "+07:00",
    "e:score": "85",
}


def own(name: str = "e:Tasting", more: str = "<e:score>85</e:score>", attributes: str = "") -> str:
    return (
        f"<{name} {attributes}><eventTime>2026-10-01T08:00:00Z</eventTime>"
        f"<eventTimeZoneOffset>+07:00</eventTimeZoneOffset>{more}</{name}>"
    )


def extension(*events: str) -> str:
    return f"<extension>{''.join(events)}</extension>"


def types(body: bytes) -> list[str]:
    """Of the events in their order, by full names; nothing may be reported."""
    _, events, reported = read(body)
    assert reported == []
    return [used.full_name(members["type"]) for members, used in events]


# --- there and back ---------------------------------------------------------------------------


def test_an_event_of_ones_own_type_stands_in_an_extension_with_what_all_events_have_first():
    more = {"epcList": ["urn:x:1"], "bizStep": "inspecting", "readPoint": {"id": "urn:x:gate"},
            "eventID": "urn:x:1"}  # fmt: skip
    wrapped = event_element({**more, **OWN_MEMBERS}, spaces({"e": "urn:example:"}), "2.0")
    (told,) = wrapped
    assert (wrapped.tag, told.tag) == ("extension", "{urn:example:}Tasting")
    assert [child.tag for child in told] == [
        "eventTime", "eventTimeZoneOffset", "eventID", "bizStep", "readPoint", "epcList",
        "{urn:example:}score",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "prefixes"),
    [
        ("e:Tasting", {"e": "urn:example:"}),
        ("e:số_lô", {"e": "https://example.org/my#"}),
        ("https://example.org/my/Tasting", {}),
        ("urn:example:Tasting", {}),
        ("nobody:Tasting", {}),
        ("e:ObjectEvent", {"e": "https://example.org/my/"}),
        ("e:extension", {"e": "https://example.org/my/"}),
        ("e:EventList", {"e": "https://example.org/my/"}),
        ("example:CustomEvent", {"example": "https://example.org/epcis"}),
        ("e:Tasting", {"e": "xml:"}),
    ],
)
def test_every_way_to_name_a_type_comes_back_as_the_same_type(shared_epcis, kind, prefixes):
    body = json_document({**OWN_MEMBERS, "type": kind, "e:score": "85"},
                         **{"@context": [generated.CONTEXT[0], prefixes]})  # fmt: skip
    (before,) = read_document(body, now=NOW).drafts
    written = convert_document(body, "xml", now=NOW)
    schema(shared_epcis, "2.0").assertValid(etree.fromstring(written))
    (after,) = read_document(written, now=NOW).drafts
    (again,) = read_document(convert_document(written, "json", now=NOW), now=NOW).drafts
    assert event_type(after.event) == event_type(again.event) == event_type(before.event)
    assert after.content == again.content == before.content
    assert hash_of_payload(after.payload) == hash_of_payload(before.payload)
    assert hash_of_payload(again.payload) == hash_of_payload(before.payload)


@settings(max_examples=50)
@given(
    events=st.lists(generated.events(), min_size=1, max_size=3),
    kind=st.sampled_from(["example:Tasting", "vn:ObjectEvent", "https://ns.example.com/x/Tasting"]),
)
def test_any_event_comes_back_from_xml_with_the_same_members_and_hash(
    shared_epcis: Path, events: list[dict[str, Any]], kind: str
) -> None:
    """Also what only other types have: epcList, action, ilmd."""
    namespaces = spaces(generated.CONTEXT[1])
    told = []
    for one in [{**events[0], "type": kind}, *events[1:]]:
        try:
            write_document([(one, namespaces)], version="2.0", created=NOW)
            told.append((one, namespaces))
        except CannotBeTold:
            continue
    document = write_document(told, version="2.0", created=NOW)
    answer = write_query_document(told, version="2.0", created=NOW, query_name="Q")
    for written in (document, answer):
        _, again, reported = read(written)
        assert reported == []
        for (before, _), (after, used) in zip(told, again, strict=True):
            assert as_told(after, used) == as_told(before, namespaces)
            assert event_hash(after, used) == event_hash(before, namespaces)
    own_alone = write_document(told[:1], version="2.0", created=NOW)
    if b"<extension>" in own_alone:
        schema(shared_epcis, "2.0").assertValid(etree.fromstring(own_alone))


def test_gs1s_own_example_is_told_by_gs1s_own_schema(shared_epcis):
    body = (shared_epcis / "examples-bare-events" / "Extended-Event.json").read_bytes()
    before = read_event(body, now=NOW)
    written = convert_document(body, "xml", now=NOW)
    schema(shared_epcis, "2.0").assertValid(etree.fromstring(written))
    (after,) = read_document(written, now=NOW).drafts
    assert after.content == before.content
    assert hash_of_payload(after.payload) == hash_of_payload(before.payload)


@pytest.mark.parametrize(
    "kind", ["https://example.org/my/", "https://example.org/my/5", "urn:x:a b"]
)
def test_a_type_that_is_no_name_in_xml_is_refused_aloud(kind):
    with pytest.raises(CannotBeTold) as refused:
        event_element({**OWN_MEMBERS, "type": kind}, spaces({"e": "urn:example:"}), "2.0")
    assert refused.value.member == kind


def test_xml_1_2_has_no_place_for_it_and_says_so(shared_epcis):
    with pytest.raises(CannotBeTold) as refused:
        event_element(OWN_MEMBERS, spaces({"e": "urn:example:"}), "1.2")
    assert refused.value.member == "e:Tasting"
    assert "XML 2.0" in (refused.value.detail_vi or "")
    for place in (own(), extension(own()), extension(extension(own()))):
        body = document(place, version="1.2", attributes=EXAMPLE)
        assert not schema(shared_epcis, "1.2").validate(etree.fromstring(body))
        assert [rule for rule, _, _ in read(body)[2]] == ["unknown_event_type"]


@pytest.mark.parametrize("value", [5, "urn:x:1", {"epc": "urn:x:1"}, [{"a": 1}], [5]])
@pytest.mark.parametrize("name", ["epcList", "quantityList", "childQuantityList"])
@pytest.mark.parametrize("kind", ["e:Tasting", "TransformationEvent"])
def test_a_member_that_the_type_has_not_is_refused_in_another_shape_than_the_standards(
    kind, name, value
):
    """No rule of the intake looks at it, so it may hold anything."""
    members = {**OWN_MEMBERS, "type": kind, name: value}
    with pytest.raises(CannotBeTold) as refused:
        event_element(members, spaces({"e": "urn:example:"}), "2.0")
    assert refused.value.member == name


# --- as others write it -----------------------------------------------------------------------


def test_events_of_ones_own_type_are_read_wherever_the_schema_lets_them_stand():
    tasting, roasting = own(), own("e:Roasting")
    for listed, expected in (
        ([extension(tasting)], "T"),
        ([extension(tasting, roasting)], "TR"),
        ([extension(tasting), event(), extension(roasting)], "TOR"),
        ([event(), extension(tasting, roasting, tasting), event(), event()], "OTRTOO"),
        ([extension(roasting), extension(tasting), event()], "RTO"),
        ([extension(own("e:ObjectEvent")), event()], "eO"),
        ([extension(roasting), extension(tasting, event())], "RTO"),
    ):
        names = {"T": "urn:example:Tasting", "R": "urn:example:Roasting", "O": "ObjectEvent",
                 "e": "urn:example:ObjectEvent"}  # fmt: skip
        body = document(*listed, attributes=EXAMPLE)
        assert types(body) == [names[letter] for letter in expected], listed
    ((found, used),) = read(document(extension(tasting), attributes=EXAMPLE))[1]
    assert found == OWN_MEMBERS
    assert used.prefixes["e"] == "urn:example:"


def test_a_name_space_may_be_declared_at_the_event():
    assert types(document(extension(own(attributes=EXAMPLE)))) == ["urn:example:Tasting"]
    told = own("Tasting", more="", attributes='xmlns="urn:example:"')
    for name in ("eventTime", "eventTimeZoneOffset"):
        told = told.replace(f"<{name}>", f'<{name} xmlns="">')
    assert types(document(extension(told))) == ["urn:example:Tasting"]


def test_elements_in_the_name_space_of_the_standard_are_read_with_one_remark():
    body = document(extension(own()), extension(own()), event(), attributes=EXAMPLE)
    body = body.replace(b"xmlns:epcis=", b"xmlns=").replace(
        b"epcis:EPCISDocument", b"EPCISDocument"
    )
    _, events, reported = read(body)
    assert [one for one, _ in events] == [OWN_MEMBERS, OWN_MEMBERS, MEMBERS]
    assert [rule for rule, _, _ in reported] == ["qualified_names"]


@pytest.mark.parametrize(
    "other",
    [own(), extension("<e:Tasting/>"), extension("<e:note>x</e:note>"), extension(own("Tasting"))],
)
def test_what_is_no_event_or_stands_elsewhere_is_reported_and_the_others_are_read(other):
    for listed in ((other, event()), (extension(own()), other), (event(), other, extension(own()))):
        _, found, reported = read(document(*listed, attributes=EXAMPLE))
        assert len(found) == len(listed) - 1
        assert [rule for rule, _, _ in reported] == ["unknown_event_type"]


def test_text_between_the_elements_of_the_event_is_not_left_out_silently():
    for more in ("stray<e:score>85</e:score>", "<e:score>85</e:score>stray"):
        _, _, reported = read(document(extension(own(more=more)), attributes=EXAMPLE))
        assert [rule for rule, _, _ in reported] == ["stray_text"]
    body = document(extension(own().replace("<eventTime>", "stray<eventTime>")), attributes=EXAMPLE)
    assert [rule for rule, _, _ in read(body)[2]] == ["stray_text"]


# --- long documents ---------------------------------------------------------------------------


@pytest.mark.parametrize("chunk", [1, 2, 7, 64, 150, 311, 1000, 5000])
def test_events_are_the_same_wherever_the_document_is_cut(monkeypatch, chunk):
    def numbered(number: int, name: str = "e:Tasting") -> str:
        return own(name, f"<e:n>{number}</e:n> \n ")

    listed = [
        extension(*(numbered(n) for n in range(5))), event(), extension(numbered(5)), "\n",
        extension(numbered(6)), event(), event(), extension("\n", numbered(7), "\n", numbered(8)),
    ]  # fmt: skip
    body = document(*listed, attributes=EXAMPLE)
    monkeypatch.setattr(safety, "CHUNK", chunk)
    _, events, reported = read(body)
    assert reported == []
    assert [int(one.get("e:n", -1)) for one, _ in events] == [
        0, 1, 2, 3, 4, -1, 5, 6, -1, -1, 7, 8
    ]  # fmt: skip


@pytest.mark.parametrize("each", [True, False], ids=["each in one", "all in one"])
def test_a_long_document_of_them_costs_the_memory_of_one(each):
    one = own(more=f"<e:note>{'y' * 500}</e:note>")
    count = 9 * 1024 * 1024 // len(one)
    inside = extension(one) * count if each else extension(one * count)
    body = document(inside, attributes=EXAMPLE)
    read(document(extension(own()), attributes=EXAMPLE))  # what is made once
    found = 0
    tracemalloc.start()
    whole = open_xml(body, lambda rule, pointer, values: pytest.fail(rule))
    assert whole is not None
    for _ in whole.events():
        found += 1
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found == count
    assert peak < 20 * safety.CHUNK


def test_an_event_that_is_too_large_is_refused():
    huge = own(more=f"<e:note>{'y' * 60_000}</e:note>" * (2 * safety.MAX_EVENT // 60_000))
    body = document(extension(own(), huge), attributes=EXAMPLE)
    assert [rule for rule, _, _ in read(body)[2]] == ["event_too_large"]
    many = own(more="<e:n/>" * (safety.MAX_ELEMENTS + 1))
    body = document(extension(own(), many), attributes=EXAMPLE)
    assert [rule for rule, _, _ in read(body)[2]] == ["too_many_elements"]
