"""Documents of every version and kind, and how each element becomes a member."""

import pytest

from tests.epcis.xml.documents import MEMBERS, NOW, document, event, members, read, rules
from txng.epcis.context import Namespaces
from txng.epcis.errors import ValidationException
from txng.epcis.reading import read_document
from txng.epcis.xml.mapping import number
from txng.epcis.xml.reading import open_xml

EXAMPLE = 'xmlns:e="urn:example:" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
SENSOR = "<sensorElementList><sensorElement>{}</sensorElement></sensorElementList>"


@pytest.mark.parametrize("version", ["2.0", "1.2", "1.1", "1.0", "1"])
def test_every_version_is_read(version):
    whole, ((found, _),), reported = read(document(event(), version=version))
    assert found == MEMBERS
    assert whole.schema_version == ("1.0" if version == "1" else version)
    assert (whole.kind, whole.creation_date) == ("EPCISDocument", "2026-10-01T09:00:00Z")
    assert reported == []


@pytest.mark.parametrize(
    "wrong",
    [
        (b'schemaVersion="2.0"', b""),
        (b'schemaVersion="2.0"', b'schemaVersion="1.2"'),
        (b'schemaVersion="2.0"', b'schemaVersion="3.0"'),
        (b"urn:epcglobal:epcis:xsd:2", b"urn:epcglobal:epcis:xsd:3"),
        (b"urn:epcglobal:epcis:xsd:2", b"urn:epcglobal:epcis-query:xsd:2"),
        (b"EPCISDocument", b"Envelope"),
        (b"epcis:EPCISDocument", b"EPCISDocument"),
    ],
)
def test_what_is_no_epcis_document_is_refused(wrong):
    assert rules(document(event()).replace(*wrong)) == ["not_an_epcis_document"]


@pytest.mark.parametrize("generation", ["1", "2"])
def test_answers_to_queries_are_read_too(generation):
    results = (
        "<{0}QueryResults {1}><queryName>Q</queryName><resultsBody><EventList>"
        + event()
        + "</EventList></resultsBody></{0}QueryResults>"
    )
    space = f'xmlns:q="urn:epcglobal:epcis-query:xsd:{generation}"'
    version = "2.0" if generation == "2" else "1.2"
    whole = (
        f'<q:EPCISQueryDocument {space} schemaVersion="{version}" creationDate="2026-10-01T09:00:00Z">'
        f"<EPCISBody>{results.format('q:', '')}</EPCISBody></q:EPCISQueryDocument>"
    )
    for body in (whole, results.format("q:", space)):
        found, events, reported = read(body.encode())
        assert [one for one, _ in events] == [MEMBERS]
        assert (found.kind, found.schema_version) == ("EPCISQueryDocument", version)
        assert reported == []


def test_a_document_may_hold_no_events():
    for body in ("", "<EventList/>", "<EventList> </EventList>"):
        assert read(document(body=body))[1:] == ([], [])


def test_members_are_spelt_as_in_json():
    more = f"""
      <recordTime>2026-10-01T08:30:00Z</recordTime><eventID>urn:uuid:1</eventID>
      <certificationInfo>https://example.org/c</certificationInfo>
      <bizStep>urn:epcglobal:cbv:bizstep:shipping</bizStep>
      <disposition>https://ref.gs1.org/cbv/Disp-in_transit</disposition>
      <readPoint><id>urn:x:r</id><e:dock>4</e:dock></readPoint>
      <bizLocation><id>urn:x:l</id><extension><gate>5</gate></extension></bizLocation>
      <bizTransactionList><bizTransaction type="urn:epcglobal:cbv:btt:po">urn:x:1</bizTransaction>
        <bizTransaction>urn:x:2</bizTransaction></bizTransactionList>
      <quantityList><quantityElement><epcClass>urn:x:c</epcClass><quantity>12.50</quantity><uom>KGM</uom>
        </quantityElement><quantityElement><epcClass>urn:x:d</epcClass><quantity xsi:nil="true"/>
        </quantityElement></quantityList>
      <sourceList><source type="urn:epcglobal:cbv:sdt:location">urn:x:s</source></sourceList>
      <destinationList><destination type="urn:x:t">urn:x:d</destination></destinationList>
      <persistentDisposition><unset>urn:epcglobal:cbv:disp:active</unset><set>urn:x:own</set>
      </persistentDisposition>
      <errorDeclaration><declarationTime>2026-10-02T00:00:00Z</declarationTime>
        <reason>urn:epcglobal:cbv:er:did_not_occur</reason><correctiveEventIDs>
        <correctiveEventID>urn:uuid:2</correctiveEventID></correctiveEventIDs><e:by>An</e:by>
      </errorDeclaration>
      {
        SENSOR.format(
            '<sensorMetadata time="2026-10-01T07:00:00Z" e:x="1"/><sensorReport type="gs1:Temperature"'
            ' value="26.0" sDev="1e-3" component="cbv:Comp-x" booleanValue="true" stringValue="07"'
            ' exception="gs1:ALARM_CONDITION" hexBinaryValue="0A"/><e:note>n</e:note>'
        )
    }"""
    assert members(more, attributes=EXAMPLE) == {
        "recordTime": "2026-10-01T08:30:00Z",
        "eventID": "urn:uuid:1",
        "certificationInfo": "https://example.org/c",
        "bizStep": "shipping",
        "disposition": "in_transit",
        "readPoint": {"id": "urn:x:r", "e:dock": "4"},
        "bizLocation": {"id": "urn:x:l", "gate": "5"},
        "bizTransactionList": [
            {"type": "po", "bizTransaction": "urn:x:1"},
            {"bizTransaction": "urn:x:2"},
        ],
        "quantityList": [
            {"epcClass": "urn:x:c", "quantity": 12.5, "uom": "KGM"},
            {"epcClass": "urn:x:d"},
        ],
        "sourceList": [{"type": "location", "source": "urn:x:s"}],
        "destinationList": [{"type": "urn:x:t", "destination": "urn:x:d"}],
        "persistentDisposition": {"unset": ["active"], "set": ["urn:x:own"]},
        "errorDeclaration": {
            "declarationTime": "2026-10-02T00:00:00Z",
            "reason": "did_not_occur",
            "correctiveEventIDs": ["urn:uuid:2"],
            "e:by": "An",
        },
        "sensorElementList": [
            {
                "sensorMetadata": {"time": "2026-10-01T07:00:00Z", "e:x": "1"},
                "sensorReport": [
                    {
                        "type": "Temperature",
                        "value": 26,
                        "sDev": 0.001,
                        "component": "x",
                        "booleanValue": True,
                        "stringValue": "07",
                        "exception": "ALARM_CONDITION",
                        "hexBinaryValue": "0A",
                    }
                ],
                "e:note": "n",
            }
        ],
    }


def test_the_wrappers_of_1_x_are_looked_through():
    more = """<baseExtension><eventID>urn:uuid:1</eventID></baseExtension>
      <extension><quantityList><quantityElement><epcClass>urn:x:c</epcClass></quantityElement>
      </quantityList><ilmd><e:lot>L1</e:lot></ilmd><extension><own>o</own></extension></extension>"""
    assert members(more, version="1.2", attributes=EXAMPLE) == {
        "eventID": "urn:uuid:1",
        "quantityList": [{"epcClass": "urn:x:c"}],
        "ilmd": {"e:lot": "L1"},
        "own": "o",
    }


def test_events_inside_the_extension_of_the_list_keep_their_place():
    inner = event("<eventID>urn:x:2</eventID>").replace("ObjectEvent", "TransformationEvent")
    last = event("<eventID>urn:x:3</eventID>").replace("ObjectEvent", "AssociationEvent")
    body = document(
        event("<eventID>urn:x:1</eventID>"),
        f"<extension>{inner}<extension>{last}</extension></extension>",
        event("<eventID>urn:x:4</eventID>"),
        version="1.2",
    )
    _, events, reported = read(body)
    assert [(one["type"], one["eventID"][-1]) for one, _ in events] == [
        ("ObjectEvent", "1"),
        ("TransformationEvent", "2"),
        ("AssociationEvent", "3"),
        ("ObjectEvent", "4"),
    ]
    assert reported == []


def test_a_quantity_event_is_an_object_event_with_a_remark():
    body = document(
        "<QuantityEvent><eventTime>2006-10-01T08:00:00Z</eventTime>"
        "<eventTimeZoneOffset>+07:00</eventTimeZoneOffset><epcClass>urn:x:c</epcClass>"
        "<quantity>3400</quantity></QuantityEvent>",
        version="1.0",
    )
    _, ((found, _),), reported = read(body)
    assert (found["type"], found["action"]) == ("ObjectEvent", "OBSERVE")
    assert found["quantityList"] == [{"epcClass": "urn:x:c", "quantity": 3400}]
    assert reported == [("quantity_event", "/epcisBody/eventList/0", {})]


def test_lists_that_1_x_demands_are_absent_when_empty():
    empty = event().replace(
        "<epcList><epc>urn:epc:id:sgtin:0952000.010001.S1</epc></epcList>", "<epcList/>"
    )
    for version, expected in (("2.0", []), ("1.2", None)):
        _, ((found, _),), _ = read(document(empty, version=version))
        assert found.get("epcList") == expected


def test_an_extension_is_told_by_its_name_space_and_prefix():
    more = """<e:one>1</e:one><e:list>a</e:list><e:list>b</e:list><e:list><e:c/></e:list>
      <e:object><e:x>1</e:x><e:y>2</e:y><bare>3</bare></e:object>
      <e:weight unit="KGM" e:by="An"> 3.5 </e:weight><e:typed xsi:type="xsd:integer">10</e:typed>
      <other xmlns="urn:other:">6</other>"""
    _, ((found, spaces),), _ = read(document(event(more), attributes=EXAMPLE))
    assert {name: value for name, value in found.items() if name not in MEMBERS} == {
        "e:one": "1",
        "e:list": ["a", "b", {"e:c": ""}],
        "e:object": {"e:x": "1", "e:y": "2", "bare": "3"},
        "e:weight": {"#text": "3.5", "unit": "KGM", "e:by": "An"},
        "e:typed": "10",
        "ns1:other": "6",
    }
    assert spaces.expand("e:one") == "urn:example:one"
    assert spaces.expand("ns1:other") == "urn:other:other"


def test_an_event_takes_only_the_prefixes_it_uses():
    attributes = 'xmlns:a="urn:a:" xmlns:b="urn:b:" xmlns:c="urn:c:" xmlns:d="urn:d:"'
    first, second = event("<a:x>1</a:x><b:y>2</b:y>"), event("<bizStep>c:carving</bizStep>")
    whole, events, _ = read(document(first, second, event(), attributes=attributes))
    assert [sorted(set(used.prefixes) & set("abcd")) for _, used in events] == [
        ["a", "b"],
        ["c"],
        [],
    ]
    assert set(whole.namespaces) == set("abcd")


@pytest.mark.parametrize("iri", ["urn:epcglobal:cbv:mda", "urn:epcglobal:cbv:mda:"])
def test_master_data_of_the_cbv_is_cbvmda_with_or_without_the_last_colon(iri):
    more = f'<ilmd xmlns:m="{iri}"><m:lotNumber>L1</m:lotNumber></ilmd>'
    _, ((found, spaces),), _ = read(document(event(more)))
    assert found["ilmd"] == {"cbvmda:lotNumber": "L1"}
    assert spaces.prefixes == Namespaces().prefixes


def test_a_language_is_kept_and_a_type_is_not():
    more = '<e:name xml:lang="vi" xsi:type="xsd:string">Cà phê</e:name>'
    _, ((found, spaces),), _ = read(document(event(more), attributes=EXAMPLE))
    assert found["e:name"] == {"#text": "Cà phê", "ns1:lang": "vi"}
    assert spaces.expand("ns1:lang") == "http://www.w3.org/XML/1998/namespacelang"


@pytest.mark.parametrize(
    ("more", "member", "kept"),
    [
        ("<bizStep>urn:x:1</bizStep><bizStep>urn:x:2</bizStep>", "bizStep", ["urn:x:1", "urn:x:2"]),
        ("<ilmd/><ilmd/>", "ilmd", [{}, {}]),
        ("<bizStep><b>1</b></bizStep>", "bizStep", {"b": "1"}),
        ("<readPoint><id>1</id><id>2</id></readPoint>", "readPoint", {"id": ["1", "2"]}),
        ("<sourceList><party>1</party></sourceList>", "sourceList", [{"party": "1"}]),
        ("<sourceList><source>1</source></sourceList>", "sourceList", [{"source": "1"}]),
        (
            "<quantityList><quantityElement><quantity>NaN</quantity></quantityElement></quantityList>",
            "quantityList",
            [{"quantity": "NaN"}],
        ),
        ("<quantityList><x>1</x></quantityList>", "quantityList", [{"x": "1"}]),
        ("<childEPCs><x>1</x></childEPCs>", "childEPCs", [{"x": "1"}]),
    ],
)
def test_what_the_schema_forbids_is_kept_for_the_rules_to_refuse(more, member, kept):
    assert members(more)[member] == kept


def test_a_list_that_comes_twice_is_no_list_of_texts():
    twice = event("<epcList><epc>urn:x:2</epc></epcList>")
    _, ((found, _),), _ = read(document(twice))
    assert found["epcList"] == [["urn:epc:id:sgtin:0952000.010001.S1"], ["urn:x:2"]]


@pytest.mark.parametrize("other", ["<HarvestEvent/>", "<extension><e:HarvestEvent/></extension>"])
def test_an_unknown_event_is_reported_and_the_others_are_read(other):
    for events in ((other, event()), (event(), other), (event(), other, event())):
        _, found, reported = read(document(*events, attributes=EXAMPLE))
        assert len(found) == events.count(event())
        assert reported == [("unknown_event_type", "/epcisBody/eventList", {"got": "HarvestEvent"})]


def test_elements_in_the_name_space_of_the_standard_are_read_with_one_remark():
    body = document(event("<bizStep>urn:x:1</bizStep>"), event(), version="1.2")
    body = body.replace(b"xmlns:epcis=", b"xmlns=").replace(
        b"epcis:EPCISDocument", b"EPCISDocument"
    )
    _, events, reported = read(body)
    assert [one for one, _ in events] == [{**MEMBERS, "bizStep": "urn:x:1"}, MEMBERS]
    assert [rule for rule, _, _ in reported] == ["qualified_names"]


def test_an_event_inside_an_event_is_an_extension():
    assert (
        members(f"<e:x xmlns:e='urn:e'>{event()}</e:x>")["e:x"]["ObjectEvent"]["action"]
        == "OBSERVE"
    )


MASTER_DATA = """<VocabularyList><Vocabulary type="urn:epcglobal:epcis:vtype:BusinessLocation">
  <VocabularyElementList><VocabularyElement id="urn:x:farm">
    <attribute id="urn:epcglobal:cbv:mda:site">1</attribute>
    <attribute id="urn:x:list">a</attribute><attribute id="urn:x:list">b</attribute>
    <attribute id="urn:x:address"><e:Address><Street>1 Trần Phú</Street></e:Address></attribute>
    <attribute id="urn:x:area" unit="HAR">2.5</attribute>
    <children><id>urn:x:plot1</id><id>urn:x:plot2</id></children></VocabularyElement>
    <VocabularyElement id="urn:x:plot1"/></VocabularyElementList></Vocabulary>
  <Vocabulary type="urn:epcglobal:epcis:vtype:ReadPoint"><VocabularyElementList>
    <VocabularyElement id="urn:x:gate"/></VocabularyElementList></Vocabulary></VocabularyList>"""
VOCABULARY = [
    {
        "type": "urn:epcglobal:epcis:vtype:BusinessLocation",
        "vocabularyElementList": [
            {
                "id": "urn:x:farm",
                "attributes": [
                    {"id": "urn:epcglobal:cbv:mda:site", "attribute": "1"},
                    {"id": "urn:x:list", "attribute": ["a", "b"]},
                    {"id": "urn:x:address", "attribute": {"e:Address": {"Street": "1 Trần Phú"}}},
                    {"id": "urn:x:area", "attribute": {"#text": "2.5", "unit": "HAR"}},
                ],
                "children": ["urn:x:plot1", "urn:x:plot2"],
            },
            {"id": "urn:x:plot1"},
        ],
    },
    {
        "type": "urn:epcglobal:epcis:vtype:ReadPoint",
        "vocabularyElementList": [{"id": "urn:x:gate"}],
    },
]


@pytest.mark.parametrize("version", ["2.0", "1.2"])
def test_master_data_is_read_wherever_a_document_holds_it(version):
    inside = f"<EPCISMasterData>{MASTER_DATA}</EPCISMasterData>"
    header = f"<EPCISHeader><extension>{inside}</extension></EPCISHeader>"
    generation = "2" if version == "2.0" else "1"
    alone = (
        f'<m:EPCISMasterDataDocument xmlns:m="urn:epcglobal:epcis-masterdata:xsd:{generation}" {EXAMPLE}'
        f' schemaVersion="{version}" creationDate="2026-10-01T09:00:00Z"><EPCISBody>{MASTER_DATA}'
        "</EPCISBody></m:EPCISMasterDataDocument>"
    ).encode()
    answer = (
        f'<q:QueryResults xmlns:q="urn:epcglobal:epcis-query:xsd:{generation}" {EXAMPLE}>'
        f"<queryName>Q</queryName><resultsBody>{MASTER_DATA}</resultsBody></q:QueryResults>"
    ).encode()
    with_events = document(event(), header=header, attributes=EXAMPLE, version=version)
    for body, count in ((with_events, 1), (alone, 0), (answer, 0)):
        whole, events, reported = read(body)
        assert whole.vocabulary == VOCABULARY
        assert whole.namespaces == {"e": "urn:example:"}
        assert len(events) == count
        assert reported == []


def test_sender_receiver_and_name_of_the_message_are_read():
    space = "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"
    header = f"""<EPCISHeader><s:StandardBusinessDocumentHeader xmlns:s="{space}">
      <s:HeaderVersion>1.0</s:HeaderVersion><s:Sender><s:Identifier>urn:x:a</s:Identifier></s:Sender>
      <s:Receiver><s:Identifier>urn:x:b</s:Identifier></s:Receiver><s:DocumentIdentification>
      <s:InstanceIdentifier>77</s:InstanceIdentifier></s:DocumentIdentification>
      </s:StandardBusinessDocumentHeader></EPCISHeader>"""
    whole, _, _ = read(document(event(), header=header))
    assert whole.header == {"sender": "urn:x:a", "receiver": "urn:x:b", "instanceIdentifier": "77"}


def test_a_document_that_breaks_off_gives_the_events_before_and_the_reason():
    body = document(*[event()] * 500)
    found: list[str] = []
    whole = open_xml(body[:-40], lambda rule, pointer, values: found.append(rule))
    assert len(list(whole.events())) == 500
    assert found == ["malformed_xml"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("200", 200),
        ("200.0", 200),
        (" 0.10 ", 0.1),
        ("-1.5E3", -1500),
        (".5", 0.5),
        ("123456789012345678901", 123456789012345678901),
        ("1e400", "1e400"),
        ("INF", "INF"),
        ("١٢", "١٢"),
        ("1_000", "1_000"),
        ("0x10", "0x10"),
        ("", ""),
        ("9" * 5000, "9" * 5000),
    ],
)
def test_numbers_are_exact_or_left_as_text(text, expected):
    found = number(text)
    assert (type(found), found) == (type(expected), expected)


STRAY = [
    ("<e:note>one<e:b>two</e:b>three</e:note>", "three"),
    ("loose", "loose"),
    ("<readPoint>where<id>urn:x:1</id></readPoint>", "where"),
    ("<bizTransactionList>po<bizTransaction>urn:x:1</bizTransaction></bizTransactionList>", "po"),
    ("<extension><e:a>1</e:a>\u00a0</extension>", "\u00a0"),
]


@pytest.mark.parametrize(("more", "text"), STRAY)
def test_text_between_elements_has_no_place_in_json_and_is_remarked_on(more, text):
    _, ((found, _),), reported = read(document(event(more), attributes=EXAMPLE))
    assert reported == [("stray_text", "/epcisBody/eventList/0", {"got": text})]
    assert found.items() >= MEMBERS.items()


def test_text_before_the_elements_of_an_extension_is_kept_and_not_stray():
    more = "<e:note>one<e:b>two</e:b>\n <!-- three --> </e:note>"
    assert members(more, attributes=EXAMPLE) == {"e:note": {"#text": "one", "e:b": "two"}}


def test_elements_in_a_measurement_are_members_as_its_attributes_are():
    """Else a value that is written as an element would be kept where nobody finds it."""
    more = SENSOR.format(
        '<sensorMetadata e:a="1"><e:b>2</e:b></sensorMetadata>'
        '<sensorReport type="gs1:Temperature" uom="CEL"><value>5</value></sensorReport>'
    )
    report = {"type": "Temperature", "uom": "CEL", "value": "5"}
    expected = [{"sensorMetadata": {"e:a": "1", "e:b": "2"}, "sensorReport": [report]}]
    assert members(more, attributes=EXAMPLE) == {"sensorElementList": expected}
    with pytest.raises(ValidationException) as refused:
        read_document(document(event(more), attributes=EXAMPLE), now=NOW)
    (found,) = refused.value.findings
    place = "/epcisBody/eventList/0/sensorElementList/0/sensorReport/0/value"
    assert (found.rule, found.pointer) == ("malformed_member", place)


@pytest.mark.parametrize("name", ["extension", "ObjectEvent", "quantityElement", "readPoint"])
def test_text_of_an_extension_is_kept_and_not_stray_whatever_its_element_is_called(name):
    more = f"<e:note><{name}>one</{name}></e:note>"
    assert members(more, attributes=EXAMPLE) == {"e:note": {name: "one"}}


@pytest.mark.parametrize(
    ("more", "member", "value"),
    [
        ('<bizStep e:a="1">x</bizStep>', "bizStep", {"#text": "x", "e:a": "1"}),
        ('<bizStep xsi:type="xsd:anyURI">urn:x:step</bizStep>', "bizStep", "urn:x:step"),
        (
            '<childEPCs><epc e:a="1">urn:x:1</epc></childEPCs>',
            "childEPCs",
            [{"#text": "urn:x:1", "e:a": "1"}],
        ),
    ],
)
def test_an_attribute_that_the_standard_does_not_know_is_left_to_the_rules(more, member, value):
    assert members(more, attributes=EXAMPLE) == {member: value}


@pytest.mark.parametrize(("nil", "kept"), [("true", {}), ("1", {}), ("false", {"quantity": 5})])
def test_a_quantity_that_is_nil_is_unknown(nil, kept):
    more = (
        "<quantityList><quantityElement><epcClass>urn:x:1</epcClass>"
        f'<quantity xsi:nil="{nil}">5</quantity></quantityElement></quantityList>'
    )
    assert members(more, attributes=EXAMPLE) == {"quantityList": [{"epcClass": "urn:x:1"} | kept]}


def test_a_whole_number_beyond_a_doubles_digits_is_no_made_up_integer():
    assert (type(number("1E15")), type(number("1E20"))) == (int, float)


def test_an_attribute_of_an_event_never_changes_what_it_is():
    whole = document(event().replace("<ObjectEvent>", '<ObjectEvent type="AggregationEvent">'))
    _, ((found, _),), _ = read(whole)
    assert found == MEMBERS


@pytest.mark.parametrize(
    ("more", "expected"),
    [
        (
            SENSOR.format('<sensorReport booleanValue=" true "/>'),
            {"sensorElementList": [{"sensorReport": [{"booleanValue": True}]}]},
        ),
        (
            SENSOR.format('<sensorReport booleanValue="yes"/>'),
            {"sensorElementList": [{"sensorReport": [{"booleanValue": "yes"}]}]},
        ),
        (
            SENSOR.format('<sensorMetaData deviceID="urn:x:1"/>'),  # GS1's sample for 1.2
            {"sensorElementList": [{"sensorMetadata": {"deviceID": "urn:x:1"}}]},
        ),
        (
            (
                "<quantityList><quantityElement><epcClass>urn:x:1</epcClass><epcClass>urn:x:2</epcClass>"
                "<quantity><e:a>1</e:a></quantity></quantityElement></quantityList>"
            ),
            {"quantityList": [{"epcClass": ["urn:x:1", "urn:x:2"], "quantity": {"e:a": "1"}}]},
        ),
    ],
)
def test_odd_spellings_are_read_and_wrong_ones_left_to_the_rules(more, expected):
    assert members(more, attributes=EXAMPLE) == expected
