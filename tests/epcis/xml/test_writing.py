"""XML of both versions: the order and wrappers of the schema, and what is refused aloud."""

import pytest
from lxml import etree

from tests.epcis.xml.documents import MEMBERS, NOW, read, schema, spaces
from tests.epcis.xml.test_reading import VOCABULARY
from txng.epcis.errors import EpcisException
from txng.epcis.xml.names import ORDER_2
from txng.epcis.xml.writing import (
    CannotBeTold,
    event_element,
    vocabulary_list,
    write_document,
    write_master_data_document,
    write_query_document,
)

CONTEXT = {
    "e": "urn:example:",
    "other": "https://example.org/voc#",
    "term": "https://example.org/t#x",
}
TRANSFORMATION = {
    "type": "TransformationEvent",
    "eventTime": "2026-10-01T08:00:00Z",
    "eventTimeZoneOffset": "+07:00",
    "outputEPCList": ["urn:x:1"],
}


def told(more, version="2.0", context=CONTEXT):
    """The event as text, without the members that every event here has."""
    element = event_element({**MEMBERS, **more}, spaces(context), version)
    etree.cleanup_namespaces(element)
    return etree.tostring(element, encoding="unicode")


def refused(more, version="2.0"):
    with pytest.raises(CannotBeTold) as refusal:
        told(more, version)
    assert refusal.value.status == 406
    assert refusal.value.detail_vi
    return refusal.value.member


def test_an_event_of_2_0_stands_in_the_order_of_the_schema():
    names = "ilmd bizLocation bizStep errorDeclaration eventID recordTime".split()
    more = {
        "e:x": "1",
        "ilmd": {"e:lot": "L"},
        "bizLocation": {"id": "urn:x:l"},
        "bizStep": "shipping",
        "errorDeclaration": {"declarationTime": "2026-10-02T00:00:00Z"},
        "eventID": "urn:x:1",
        "recordTime": "2026-10-01T09:00:00Z",
    }
    element = event_element({**more, **MEMBERS}, spaces(CONTEXT), "2.0")
    order = [child.tag for child in element]
    assert order[:4] == ["eventTime", "recordTime", "eventTimeZoneOffset", "eventID"]
    assert [name for name in order if name in names] == [
        "recordTime", "eventID", "errorDeclaration", "bizStep", "bizLocation", "ilmd",
    ]  # fmt: skip
    assert order[-1] == "{urn:example:}x"


QUANTITIES = [{"epcClass": "urn:x:c", "quantity": 1.5, "uom": "KGM"}]
EVERYTHING = {
    "eventTime": "2026-10-01T08:00:00Z",
    "recordTime": "2026-10-01T09:00:00Z",
    "eventTimeZoneOffset": "+07:00",
    "eventID": "urn:x:1",
    "errorDeclaration": {
        "declarationTime": "2026-10-02T00:00:00Z",
        "reason": "incorrect_data",
        "correctiveEventIDs": ["urn:x:2"],
        "own": "o",
        "e:x": "1",
    },
    "certificationInfo": "urn:x:3",
    "parentID": "urn:x:4",
    **{name: ["urn:x:5"] for name in ("epcList", "childEPCs", "inputEPCList", "outputEPCList")},
    **dict.fromkeys(
        ["quantityList", "childQuantityList", "inputQuantityList", "outputQuantityList"], QUANTITIES
    ),
    "transformationID": "urn:x:6",
    "action": "ADD",
    "bizStep": "shipping",
    "disposition": "active",
    "persistentDisposition": {"set": ["active"], "unset": ["inactive"]},
    **{name: {"id": "urn:x:7", "own": "o", "e:x": "1"} for name in ("readPoint", "bizLocation")},
    "bizTransactionList": [
        {"type": "po", "bizTransaction": "urn:x:8"},
        {"bizTransaction": "urn:x:9"},
    ],
    "sourceList": [{"type": "location", "source": "urn:x:10"}],
    "destinationList": [{"type": "location", "destination": "urn:x:11"}],
    "sensorElementList": [
        {
            "sensorMetadata": {"time": "2026-10-01T08:00:00Z", "e:x": "1"},
            "sensorReport": [{"type": "Mass", "value": 1e-7, "booleanValue": True}],
            "own": "o",
            "e:x": {"e:y": "1"},
        }
    ],
    "ilmd": {"own": "o", "e:x": "1"},
    "e:x": ["1", {"#text": "2", "by": "An"}],
}


@pytest.mark.parametrize("version", ["2.0", "1.2"])
@pytest.mark.parametrize("kind", sorted(ORDER_2))
def test_an_event_with_every_member_is_valid_by_the_schema(kind, version, shared_epcis):
    members = {"type": kind} | {
        name: value for name, value in EVERYTHING.items() if name in ORDER_2[kind] or ":" in name
    }
    if version == "1.2":
        if kind == "AssociationEvent":
            return
        for name in ("certificationInfo", "persistentDisposition", "sensorElementList"):
            del members[name]
        members["own"] = "o"
    backwards = dict(reversed(members.items()))
    written = write_document([(backwards, spaces(CONTEXT))], version=version, created=NOW)
    schema(shared_epcis, version).assertValid(etree.fromstring(written))
    _, ((found, _),), reported = read(written)
    assert (found, reported) == (members, [])


@pytest.mark.parametrize(
    ("amount", "told_as"),
    [
        (200, "200"),
        (26.0, "26"),
        (0.1, "0.1"),
        (1e-7, "0.0000001"),
        (6.595840243339435e16, "65958402433394352"),
    ],
)
def test_a_quantity_is_a_decimal_without_exponent(amount, told_as):
    more = {"quantityList": [{"epcClass": "urn:x:c", "quantity": amount}]}
    assert f"<quantity>{told_as}</quantity>" in told(more)


@pytest.mark.parametrize("text", ["2026-10-01 08:00:00z", "2026-10-01t08:00:00+0000"])
def test_every_time_is_written_as_the_schema_wants_it(text, shared_epcis):
    """The store may hold an event from before readers looked at the spelling."""
    report = {"type": "Mass", "value": 1, "time": text}
    metadata = {"time": text, "startTime": text, "endTime": text}
    more = {
        "eventTime": text,
        "recordTime": text,
        "errorDeclaration": {"declarationTime": text},
        "sensorElementList": [{"sensorMetadata": metadata, "sensorReport": [report]}],
    }
    written = write_document([({**MEMBERS, **more}, spaces({}))], version="2.0", created=NOW)
    schema(shared_epcis, "2.0").assertValid(etree.fromstring(written))
    assert text.encode() not in written
    assert written.count(b"2026-10-01T08:00:00") == 7


def test_dispositions_are_unset_before_they_are_set():
    more = {"persistentDisposition": {"set": ["active"], "unset": ["inactive"]}}
    element = event_element({**MEMBERS, **more}, spaces({}), "2.0")
    assert [one.tag for one in element.find("persistentDisposition")] == ["unset", "set"]


def test_a_local_member_stands_one_extension_deep_in_a_transformation_and_two_elsewhere():
    for members, path in ((TRANSFORMATION, "TransformationEvent/"), (MEMBERS, "extension/")):
        root = event_element({**members, "own": "o"}, spaces({}), "1.2")
        assert root.findtext(f"{path}extension/own") == "o"


def test_master_data_of_the_cbv_has_the_name_space_that_gs1_writes_in_xml():
    listed = [({**MEMBERS, "cbvmda:lotNumber": "L"}, spaces({}))]
    written = write_document(listed, version="2.0", created=NOW)
    assert b'xmlns:cbvmda="urn:epcglobal:cbv:mda"' in written


def test_an_event_of_1_2_has_what_came_later_inside_wrappers():
    more = {
        "eventID": "urn:x:1",
        "errorDeclaration": {"declarationTime": "2026-10-02T00:00:00Z"},
        "quantityList": [{"epcClass": "urn:x:c", "quantity": 1e-7, "uom": "KGM"}],
        "ilmd": {"e:lot": "L"},
        "own": "o",
    }
    element = event_element({**MEMBERS, **more}, spaces(CONTEXT), "1.2")
    paths = [
        element.getroottree().getpath(child).split("/", 3)[3]
        for child in element.iter()
        if child is not element
    ]
    assert "baseExtension/eventID" in paths
    assert "baseExtension/errorDeclaration" in paths
    assert "extension/quantityList" in paths
    assert "extension/ilmd" in paths
    assert "extension/extension/own" in paths
    assert element.findtext(".//quantity") == "0.0000001"


def test_a_transformation_of_1_2_stands_inside_an_extension_of_the_list():
    assert event_element(TRANSFORMATION, spaces(CONTEXT), "2.0").tag == "TransformationEvent"
    wrapped = event_element(TRANSFORMATION, spaces(CONTEXT), "1.2")
    assert (wrapped.tag, wrapped[0].tag) == ("extension", "TransformationEvent")


def test_lists_that_1_2_demands_are_written_when_absent():
    members = {name: value for name, value in MEMBERS.items() if name != "epcList"}
    for version, expected in (("2.0", None), ("1.2", 0)):
        found = event_element(members, spaces({}), version).find("epcList")
        assert (None if found is None else len(found)) == expected


@pytest.mark.parametrize(
    ("word", "in_2_0", "in_1_2"),
    [
        ("shipping", "urn:epcglobal:cbv:bizstep:shipping", "urn:epcglobal:cbv:bizstep:shipping"),
        (
            "cbv:BizStep-shipping",
            "urn:epcglobal:cbv:bizstep:shipping",
            "urn:epcglobal:cbv:bizstep:shipping",
        ),
        (
            "https://ref.gs1.org/cbv/BizStep-shipping",
            "https://ref.gs1.org/cbv/BizStep-shipping",
            "urn:epcglobal:cbv:bizstep:shipping",
        ),
        ("urn:x:carving", "urn:x:carving", "urn:x:carving"),
        ("e:carving", "e:carving", "e:carving"),
    ],
)
def test_words_are_urns(word, in_2_0, in_1_2):
    assert f"<bizStep>{in_2_0}</bizStep>" in told({"bizStep": word})
    assert f"<bizStep>{in_1_2}</bizStep>" in told({"bizStep": word}, "1.2")


def test_the_words_of_a_sensor_are_curies_whose_prefix_is_declared():
    report = {"type": "Temperature", "component": "x", "exception": "e:broken", "value": 26.5}
    element = event_element(
        {**MEMBERS, "sensorElementList": [{"sensorReport": [report]}]}, spaces(CONTEXT), "2.0"
    )
    found = element.find(".//sensorReport")
    assert dict(found.attrib) == {
        "type": "gs1:Temperature", "component": "cbv:Comp-x", "exception": "e:broken", "value": "26.5",
    }  # fmt: skip
    assert {"gs1", "cbv", "e"} <= found.nsmap.keys()


def test_a_prefix_that_gs1_uses_may_be_somebody_elses():
    context = {"gs1": "urn:not:gs1:"}
    report = {"type": "Temperature", "gs1:x": "1"}
    first = {**MEMBERS, "gs1:y": "2"}
    second = {**MEMBERS, "sensorElementList": [{"sensorReport": [report]}]}
    written = write_document(
        [(first, spaces(context)), (second, spaces({}))], version="2.0", created=NOW
    )
    assert written.count(b' xmlns:gs1="urn:not:gs1:"') == 1
    assert b'type="gs1:Temperature"' in written  # the root's gs1 is GS1's
    _, ((one, one_spaces), (two, two_spaces)), _ = read(written)
    assert [one_spaces.expand(name) for name in one if ":" in name] == ["urn:not:gs1:y"]
    (report,) = two["sensorElementList"][0]["sensorReport"]
    assert {two_spaces.expand(name): value for name, value in report.items()} == {
        "type": "Temperature", "https://gs1.org/voc/x": "1",
    }  # fmt: skip


def test_a_sensor_word_is_whole_where_gs1_is_somebody_elses():
    report = {"gs1:x": "1", "type": "Temperature"}
    sensed = {**MEMBERS, "sensorElementList": [{"sensorReport": [report]}]}
    written = write_document([(sensed, spaces({"gs1": "urn:e:"}))], version="2.0", created=NOW)
    assert b'type="https://gs1.org/voc/Temperature"' in written
    _, ((found, used),), _ = read(written)
    (again,) = found["sensorElementList"][0]["sensorReport"]
    assert {used.expand(name): value for name, value in again.items()} == {
        "type": "Temperature", "urn:e:x": "1",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "iri"),
    [
        ("e:x", "urn:example:x"),
        ("e:a/b", "urn:example:a/b"),
        ("term", "https://example.org/t#x"),
        ("https://example.org/x/y", "https://example.org/x/y"),
        ("unknown:x", "unknown:x"),
        ("epcis:x", "https://ref.gs1.org/epcis/x"),
        ("cbvmda:x", "urn:epcglobal:cbv:mda:x"),
    ],
)
def test_a_name_keeps_its_meaning(name, iri):
    written = write_document(
        [({**MEMBERS, name: "1"}, spaces(CONTEXT))], version="2.0", created=NOW
    )
    _, ((found, used),), reported = read(written)
    assert reported == []
    assert [used.expand(one) for one in found if one not in MEMBERS] == [iri]


def test_an_attribute_behind_another_is_not_taken_for_a_text_with_its_prefix():
    """The writer looked for ever for a prefix that no text begins with."""
    written = told({"e:w": {"#text": "1", "unit": "KGM", "urn:own:x": "2"}})
    assert '<e:w unit="KGM" ns1:x="2">1</e:w>' in written


def test_attributes_stand_beside_a_text_only():
    weight = {"#text": "3.5", "unit": "KGM", "e:by": "An"}
    inside = {"#text": "", "unit": "KGM", "e:x": {"e:y": "1"}}
    assert '<e:w unit="KGM" e:by="An">3.5</e:w>' in told({"e:w": weight}).replace(
        ' xmlns:e="urn:example:"', ""
    )
    assert '<e:w unit="KGM"><e:x><e:y>1</e:y></e:x></e:w>' in told({"e:w": inside})
    assert "<e:w><unit>KGM</unit></e:w>" in told({"e:w": {"unit": "KGM"}})


def test_extensions_become_texts():
    more = {"e:a": [1, 2.5, True, None, {}], "e:b": None, "e:c": [], "e:d": ["x"], "e:e": " y\n"}
    written = write_document([({**MEMBERS, **more}, spaces(CONTEXT))], version="2.0", created=NOW)
    _, ((found, _),), _ = read(written)
    kept = {name: value for name, value in found.items() if name not in MEMBERS}
    assert kept == {"e:a": ["1", "2.5", "true", "", ""], "e:d": "x", "e:e": "y"}


def test_what_stands_in_a_text_or_an_attribute_comes_back():
    nasty = "<a b='c' d=\"e\">&amp;]]> \t\n\r é \U0001f33f ­\u2028"
    more = {"e:x": f"x{nasty}x", "e:y": {"#text": "1", "z": nasty}}
    written = write_document([({**MEMBERS, **more}, spaces(CONTEXT))], version="2.0", created=NOW)
    _, ((found, _),), _ = read(written)
    assert {name: found[name] for name in more} == more


@pytest.mark.parametrize("version", ["2.0", "1.2"])
@pytest.mark.parametrize("character", ["\0", "\x08", "\x0b", "\x1f", "\ufffe", "\uffff", "\ud800"])
def test_characters_that_xml_has_not_are_refused(character, version):
    assert refused({"e:x": f"a{character}"}, version) == "e:x"
    assert refused({"e:x": {"#text": "", "y": f"a{character}"}}, version) == "y"
    assert refused({"eventID": f"a{character}"}, version) == "eventID"


@pytest.mark.parametrize(
    "more",
    [
        {"e:x": [["1"]]},
        {"e:1": "no name"},
        {"a b": "no name"},
        {"@value": "no name"},
        {"e:x": {"@id": "no name"}},
        {"https://example.org/": "no name"},
        {"a b:x": "no name space"},
        {"{x}:y": "no name space"},
        {"certificationInfo": ["urn:x:1", "urn:x:2"]},
        {"quantityList": [{"epcClass": "urn:x:c", "e:x": "1"}]},
        {"sourceList": [{"type": "location", "source": "urn:x:1", "e:x": "1"}]},
        {"sensorElementList": [{"sensorReport": [{"type": "Mass", "e:x": {"e:y": "1"}}]}]},
        {"sensorElementList": [{"sensorReport": ["x"]}]},
        {"e:x": {"#text": {"e:y": "1"}}},
        {"e:x": {"#text": ["1"], "e:y": "1"}},
        {"e:x": {"#text": "1", "xmlns": "urn:y:"}},
        {"e:x": {"#text": "1", "xmlns": "urn:y:", "e:y": {"e:z": "1"}}},
        {"sensorElementList": [{"sensorReport": [{"type": "Mass", "xmlns": "urn:y:"}]}]},
        {"sensorElementList": [{"sensorReport": [{"type": "Mass", "#text": ["x"]}]}]},
        {"quantityList": [{"epcClass": "urn:x:c", "quantity": "1<2"}]},
        {
            "e:w": {"#text": "1", "e:x": "1", "unknown:e:x": "1"},
            "e:v": {"#text": "", "x": "1", "": ""},
        },
    ],
)
def test_what_no_xml_can_say_is_refused(more):
    refused(more)


def test_two_prefixes_of_one_name_space_cannot_give_an_attribute_twice():
    more = {"a:w": {"#text": "1", "a:x": "1", "b:x": "2"}}
    with pytest.raises(CannotBeTold, match="the same name twice"):
        told(more, context={"a": "urn:same:", "b": "urn:same:"})


@pytest.mark.parametrize(
    ("more", "member"),
    [
        ({"type": "AssociationEvent", "parentID": "urn:x:1"}, "AssociationEvent"),
        ({"certificationInfo": "urn:x:1"}, "certificationInfo"),
        ({"sensorElementList": [{"sensorReport": [{"type": "Mass"}]}]}, "sensorElementList"),
        ({"persistentDisposition": {"set": ["active"]}}, "persistentDisposition"),
    ],
)
def test_what_1_2_cannot_say_is_refused_by_name(more, member):
    assert told(more, "2.0")
    assert refused(more, "1.2") == member


@pytest.mark.parametrize("name", ["certificationInfo", "sensorElementList"])
def test_a_list_of_nothing_keeps_no_event_out_of_1_2(name):
    assert told({name: []}, "1.2") == told({}, "1.2")


def test_an_unknown_type_of_event_is_refused():
    assert refused({"type": "HarvestEvent"}) == "HarvestEvent"


def test_a_refusal_is_an_epcis_exception_in_both_languages():
    with pytest.raises(EpcisException) as refusal:
        told({"certificationInfo": "urn:x:1"}, "1.2")
    assert "certificationInfo" in refusal.value.detail
    assert "XML 2.0" in refusal.value.detail_vi


def test_name_spaces_are_declared_once_at_the_root():
    listed = [({**MEMBERS, "e:x": {"e:y": str(n)}}, spaces(CONTEXT)) for n in range(3)]
    written = write_document(listed, version="2.0", created=NOW)
    assert written.count(b"xmlns:e=") == 1
    assert written.startswith(
        b'<?xml version="1.0" encoding="UTF-8"?>\n<epcis:EPCISDocument xmlns:epcis='
    )
    assert b'creationDate="2026-11-01T00:00:00Z"' in written


def test_a_name_space_with_vietnamese_letters_is_written_as_it_stands():
    vietnamese = spaces({"vn": "https://truyxuat.example/từ/"})
    more = {**MEMBERS, "vn:số_lô": "1"}
    _, ((found, used),), reported = read(
        write_document([(more, vietnamese)], version="2.0", created=NOW)
    )
    assert (found, reported) == (more, [])
    assert used.expand("vn:số_lô") == "https://truyxuat.example/từ/số_lô"
    element = event_element(more, vietnamese, "2.0")
    assert element[-1].tag == "{https://truyxuat.example/từ/}số_lô"


def test_one_prefix_of_two_events_may_mean_two_name_spaces():
    listed = [({**MEMBERS, "e:x": "1"}, spaces({"e": iri})) for iri in ("urn:one:", "urn:two:")]
    _, events, _ = read(write_document(listed, version="2.0", created=NOW))
    found = [used.expand(name) for members, used in events for name in members if ":" in name]
    assert found == ["urn:one:x", "urn:two:x"]


@pytest.mark.parametrize("prefix", ["xml", "xmlfoo", "epcisq", "a b", "1a", "sbdh", "xsi"])
def test_a_prefix_that_xml_cannot_have_is_replaced(prefix):
    context = {prefix: "urn:mine:"}
    listed = [({**MEMBERS, f"{prefix}:x": "1"}, spaces(context))]
    written = write_document(listed, version="2.0", created=NOW)
    _, ((found, used),), reported = read(written)
    assert f"xmlns:{prefix}=" not in written.decode()
    assert [used.expand(name) for name in found if ":" in name] == ["urn:mine:x"]
    assert reported == []


@pytest.mark.parametrize("version", ["2.0", "1.2"])
def test_an_answer_names_its_query_and_subscription(version, shared_epcis):
    events = [(MEMBERS, spaces({})), (TRANSFORMATION, spaces({}))]
    for subscription in (None, "sub <1>"):
        written = write_query_document(
            events, version=version, created=NOW, query_name="a & b", subscription_id=subscription
        )
        schema(shared_epcis, version).assertValid(etree.fromstring(written))
        root = etree.fromstring(written)
        assert root.findtext(".//queryName") == "a & b"
        assert root.findtext(".//subscriptionID") == subscription
        whole, found, _ = read(written)
        assert whole.kind == "EPCISQueryDocument"
        assert [members for members, _ in found] == [MEMBERS, TRANSFORMATION]


@pytest.mark.parametrize("version", ["2.0", "1.2"])
def test_master_data_is_written_and_read_again(version, shared_epcis):
    header = {"sender": "urn:x:a", "receiver": "urn:x:b", "instanceIdentifier": "7"}
    known = spaces({"e": "urn:example:"})
    for given in (header, {}):
        written = write_document(
            [(MEMBERS, known)],
            VOCABULARY,
            version=version,
            created=NOW,
            header=given,
            namespaces=known,
        )
        schema(shared_epcis, version).assertValid(etree.fromstring(written))
        whole, events, _ = read(written)
        assert whole.vocabulary == VOCABULARY
        assert whole.header == given
        assert len(events) == 1
    alone = write_master_data_document(VOCABULARY, version=version, created=NOW, namespaces=known)
    schema(shared_epcis, version, "masterdata").assertValid(etree.fromstring(alone))
    assert read(alone)[0].vocabulary == VOCABULARY
    element = vocabulary_list(VOCABULARY, version, known)
    assert element.tag == "VocabularyList"
    assert len(element.findall(".//VocabularyElement")) == 3


def test_an_empty_document_is_a_document(shared_epcis):
    for version in ("2.0", "1.2"):
        written = write_document([], version=version, created=NOW)
        schema(shared_epcis, version).assertValid(etree.fromstring(written))
