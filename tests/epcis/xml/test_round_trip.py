"""JSON -> XML -> JSON: the same members, the same hash, by the schemas of GS1."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from lxml import etree

from tests.epcis import generated
from tests.epcis.xml.documents import NOW, read, schema, spaces
from tests.epcis.xml.told import as_told
from txng.epcis.event_hash import event_hash
from txng.epcis.xml.names import NEEDED_1
from txng.epcis.xml.writing import CannotBeTold, write_document, write_query_document

CONTEXT = generated.CONTEXT[1]
Listed = list[dict[str, Any]]


def through_xml(events: Listed, version: Any) -> tuple[bytes, Listed, list[Any]]:
    namespaces = spaces(CONTEXT)
    written = write_document(((one, namespaces) for one in events), version=version, created=NOW)
    document, again, found = read(written)
    assert document is not None
    assert found == []
    assert document.schema_version == version
    return written, [members for members, _ in again], [used for _, used in again]


@settings(max_examples=50)
@given(st.lists(generated.events(), min_size=1, max_size=2))
def test_an_event_comes_back_from_xml_2_0_with_the_same_members_and_hash(events: Listed) -> None:
    try:
        _, again, used = through_xml(events, "2.0")
    except CannotBeTold:
        assume(False)
    namespaces = spaces(CONTEXT)
    for before, after, prefixes in zip(events, again, used, strict=True):
        assert as_told(after, prefixes) == as_told(before, namespaces)
        assert event_hash(after, prefixes) == event_hash(before, namespaces)


@settings(max_examples=60)
@given(generated.events())
def test_an_event_comes_back_from_xml_1_2_or_is_refused_aloud(members: dict[str, Any]) -> None:
    since_2 = ("certificationInfo", "sensorElementList", "persistentDisposition")
    news = [name for name in since_2 if members.get(name, []) != []]
    try:
        _, (after,), (prefixes,) = through_xml([members], "1.2")
    except CannotBeTold:
        if members["type"] != "AssociationEvent" and not news:
            with pytest.raises(CannotBeTold):  # then no version can say it
                through_xml([members], "2.0")
        return
    assert members["type"] != "AssociationEvent"
    assert not news
    namespaces = spaces(CONTEXT)
    before = {
        name: value for name, value in members.items() if not (name in NEEDED_1 and value == [])
    }
    assert as_told(after, prefixes) == as_told(before, namespaces)
    assert event_hash(after, prefixes) == event_hash(before, namespaces)


@settings(max_examples=15)
@given(events=st.lists(generated.events(), max_size=3), version=st.sampled_from(["2.0", "1.2"]))
def test_what_is_written_is_valid_by_the_schema(
    shared_epcis: Path, events: Listed, version: Any
) -> None:
    namespaces = spaces(CONTEXT)
    told = []
    for one in events:
        # the schemas ask for these three; events without them pass the rules of other formats
        if one["type"] == "AssociationEvent":
            one.setdefault("parentID", "urn:epc:id:sscc:0952000.0000000001")
        if one["type"] == "TransactionEvent":
            one.setdefault("bizTransactionList", [{"bizTransaction": "urn:x:1"}])
        for name in (
            "quantityList",
            "childQuantityList",
            "inputQuantityList",
            "outputQuantityList",
        ):
            for quantity in one.get(name, []):
                quantity.setdefault("quantity", 1)
        try:
            write_document([(one, namespaces)], version=version, created=NOW)
            told.append((one, namespaces))
        except CannotBeTold:
            continue
    document = write_document(told, version=version, created=NOW)
    answer = write_query_document(told, version=version, created=NOW, query_name="Q")
    for written in (document, answer):
        schema(shared_epcis, version).assertValid(etree.fromstring(written))
