"""What a document says beside its events: carried from one format into another, or named; and names that
nobody knows, in master data and around them."""

import json
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from tests.epcis.documents import CONTEXT, NOW, document, event
from tests.epcis.xml.documents import document as xml_document
from tests.epcis.xml.documents import event as xml_event
from tests.epcis.xml.documents import schema
from txng.epcis.answers import Answer, Target, converted
from txng.epcis.errors import ValidationException
from txng.epcis.event_hash import hash_of_payload
from txng.epcis.reading import open_document, read_document

X = {"x": "urn:x:"}
KHO = "https://id.gs1.org/414/9520000100018"
AROUND: dict[str, Any] = {
    "@context": [CONTEXT, X],
    "id": "https://an.example/tai-lieu/1",
    "x:batch": "B7",
    "epcisHeader": {
        "x:contract": {"x:number": "C-1"},
        "epcisMasterData": {"x:source": "sổ của An"},
    },
}


def around(*events: Any, **members: Any) -> bytes:
    """A document of An's that says something in every place which JSON has for it."""
    whole = json.loads(document(*(events or (event(),)), **(AROUND | members)))
    whole["epcisBody"]["x:page"] = ["1", "2"]
    return json.dumps(whole).encode()


def to(target: Target, body: bytes) -> Answer:
    return converted(body, target, now=NOW)


# --- from one format into another ---------------------------------------------------------------


def test_a_document_told_again_in_json_says_all_that_it_said() -> None:
    answer = to("json", around())
    told = json.loads(answer.body)
    assert answer.left_out == ()
    assert told == json.loads(around()) | {"creationDate": "2026-10-01T09:00:00.000Z"}


def test_xml_takes_what_its_schema_has_a_place_for_and_the_rest_is_named() -> None:
    answer = to("xml", around())
    assert answer.body.endswith(
        b"</EventList><x:page>1</x:page><x:page>2</x:page></EPCISBody>"
        b"<x:batch>B7</x:batch></epcis:EPCISDocument>"
    )
    assert sorted(answer.left_out) == [
        "/epcisHeader/epcisMasterData/x:source",
        "/epcisHeader/x:contract",
        "/id",
    ]


def test_the_header_of_1_2_has_a_place_that_the_header_of_2_0_has_lost() -> None:
    answer = to("xml12", around())
    assert b"<x:contract><x:number>C-1</x:number></x:contract></EPCISHeader>" in answer.body
    assert sorted(answer.left_out) == ["/epcisHeader/epcisMasterData/x:source", "/id"]


@pytest.mark.parametrize("version", ["2.0", "1.2"])
def test_what_is_written_around_the_events_keeps_to_gs1s_schema(
    shared_epcis: Path, version: str
) -> None:
    elements = [{"id": KHO, "children": [f"{KHO}/254/A"], "x:note": "cũ", "local": "7"}]
    listed = [{"type": "urn:epcglobal:epcis:vtype:Location", "vocabularyElementList": elements}]
    header = {"x:contract": "C-1", "epcisMasterData": {"vocabularyList": listed}}
    told = to("xml" if version == "2.0" else "xml12", around(epcisHeader=header, local="nhà")).body
    assert schema(shared_epcis, version).validate(etree.fromstring(told)), schema(
        shared_epcis, version
    ).error_log


def test_what_stands_around_the_events_of_xml_comes_back_in_json() -> None:
    for target in ("xml", "xml12"):
        told = json.loads(to("json", to(target, around()).body).body)
        assert told["x:batch"] == "B7"
        assert told["epcisBody"]["x:page"] == ["1", "2"]
    assert told["epcisHeader"] == {"x:contract": {"x:number": "C-1"}}


def test_an_attribute_or_extension_of_the_root_is_a_member_of_the_document() -> None:
    body = xml_document(xml_event(), attributes='xmlns:x="urn:x:" x:batch="B7" id="urn:an:1"')
    body = body.replace(b"</EPCISBody>", b"</EPCISBody><extension><gate>5</gate></extension>")
    told = json.loads(to("json", body).body)
    assert (told["x:batch"], told["id"], told["gate"]) == ("B7", "urn:an:1", "5")


def test_a_prefix_that_an_event_means_otherwise_does_not_change_what_the_head_means() -> None:
    other = event(**{"@context": [{"x": "urn:dung:"}], "x:crop": "mít"})
    body = around(other, event(**{"x:crop": "cà phê"}))
    for target in ("json", "xml"):
        again = open_document(to(target, body).body, now=NOW)  # type: ignore[arg-type]
        drafts = list(again.drafts())
        assert again.envelope.with_full_names()[""]["urn:x:batch"] == "B7"
        assert [hash_of_payload(one.payload) for one in drafts] == [  # type: ignore[union-attr]
            hash_of_payload(one.payload) for one in read_document(body, now=NOW).drafts
        ]


def test_names_that_the_new_head_cannot_shorten_are_told_whole() -> None:
    body = document(event(), batch="B7", **{"@context": [CONTEXT, {"@vocab": "urn:an:"}]})
    answer = to("json", body)
    assert answer.left_out == ()
    assert json.loads(answer.body)["urn:an:batch"] == "B7"


def test_the_name_of_a_query_has_no_place_in_a_document() -> None:
    body = {"queryResults": {"queryName": "Q", "resultsBody": {"eventList": [event()]}}}
    answer = to("json", document(type="EPCISQueryDocument", epcisBody=body))
    assert answer.left_out == ("/epcisBody/queryResults/queryName",)


# --- the Standard Business Document Header -----------------------------------------------------

SBDH = """<EPCISHeader><s:StandardBusinessDocumentHeader xmlns:s="{}"><s:HeaderVersion>1.0</s:HeaderVersion>
<s:Sender><s:Identifier Authority="GS1">urn:an</s:Identifier>
<s:ContactInformation><s:Contact>An</s:Contact></s:ContactInformation></s:Sender>
<s:Receiver><s:Identifier>urn:binh</s:Identifier></s:Receiver>
<s:Receiver><s:Identifier>urn:chi</s:Identifier></s:Receiver>
<s:DocumentIdentification><s:Standard>EPCglobal</s:Standard><s:TypeVersion>1.2</s:TypeVersion>
<s:InstanceIdentifier>7</s:InstanceIdentifier><s:Type>Events</s:Type>
<s:CreationDateAndTime>2026-10-01T16:00:00+07:00</s:CreationDateAndTime></s:DocumentIdentification>
</s:StandardBusinessDocumentHeader></EPCISHeader>""".format(
    "http://www.unece.org/cefact/namespaces/StandardBusinessDocumentHeader"
)


def test_what_json_has_no_word_for_in_a_business_header_is_named() -> None:
    answer = to("json", xml_document(xml_event(), header=SBDH, version="1.2"))
    assert answer.left_out == (
        "Sender/Identifier/@Authority",
        "Sender/ContactInformation",
        "Receiver[2]",
    )
    told = json.loads(answer.body)
    assert (told["sender"], told["receiver"]) == ("urn:an", "urn:binh")


def test_a_business_header_goes_whole_from_one_version_of_xml_to_the_other() -> None:
    answer = to("xml", xml_document(xml_event(), header=SBDH, version="1.2"))
    assert answer.left_out == ()
    for part in (b'Authority="GS1"', b"Contact>An<", b"urn:chi", b"TypeVersion>2.0<"):
        assert part in answer.body
    again = open_document(answer.body, now=NOW).header
    assert (again.sender, again.receiver, again.instance_identifier) == ("urn:an", "urn:binh", "7")


def test_a_business_header_that_says_only_what_json_has_words_for_leaves_nothing() -> None:
    plain = to(
        "xml", document(event(), sender="urn:an", receiver="urn:binh", instanceIdentifier="7")
    )
    assert (plain.left_out, to("json", plain.body).left_out) == ((), ())


# --- names that nobody knows ---------------------------------------------------------------------

ELEMENT = "/epcisHeader/epcisMasterData/vocabularyList/0/vocabularyElementList/0"


def with_header(header: Any) -> bytes:
    return document(event(), epcisHeader=header, **{"@context": [CONTEXT, X]})


def with_vocabulary(element: Any, **members: Any) -> bytes:
    one = {"type": "urn:epcglobal:epcis:vtype:Location", "vocabularyElementList": [element]}
    return with_header({"epcisMasterData": {"vocabularyList": [one | members]}})


def with_xml_vocabulary(inside: str, *, around_it: str = "{}") -> bytes:
    listed = (
        '<VocabularyList><Vocabulary type="urn:epcglobal:epcis:vtype:Location"><VocabularyElementList>'
        f'<VocabularyElement id="{KHO}">{inside}</VocabularyElement></VocabularyElementList></Vocabulary>'
        "</VocabularyList>"
    )
    header = f"<EPCISMasterData>{around_it.format(listed)}</EPCISMasterData>"
    return xml_document(
        xml_event(),
        header=f"<EPCISHeader><extension>{header}</extension></EPCISHeader>",
        attributes='xmlns:x="urn:x:"',
    )


def remarks(body: bytes) -> dict[str, str]:
    return {one.rule: one.pointer for one in read_document(body, now=NOW).warnings}


MISTAKES = {
    "an attribute list": (
        with_vocabulary({"id": KHO, "attribute": [{"id": "urn:x:name", "attribute": "Kho"}]}),
        f"{ELEMENT}/attribute",
    ),
    "an element list": (
        with_vocabulary({"id": KHO}, vocabularyElementLst=[{"id": KHO}]),
        "/epcisHeader/epcisMasterData/vocabularyList/0/vocabularyElementLst",
    ),
    "an attribute": (
        with_vocabulary({"id": KHO, "attributes": [{"id": "urn:x:name", "value": "Kho"}]}),
        f"{ELEMENT}/attributes/0/value",
    ),
    "a list in the header": (with_header({"vocabularyList": []}), "/epcisHeader/vocabularyList"),
    "master data": (with_header({"epcisMasterdata": {}}), "/epcisHeader/epcisMasterdata"),
    "the sender": (document(event(), sendr="urn:an"), "/sendr"),
    "a member of the body": (
        document(epcisBody={"eventList": [event()], "eventLst": []}),
        "/epcisBody/eventLst",
    ),
    "an attribute of XML": (
        with_xml_vocabulary('<atribute id="urn:x:name">Kho</atribute>'),
        f"{ELEMENT}/atribute",
    ),
    "attributes of XML": (
        with_xml_vocabulary('<attributes><attribute id="urn:x:name">Kho</attribute></attributes>'),
        f"{ELEMENT}/attributes",
    ),
    "an element list of XML": (
        with_xml_vocabulary("").replace(b"VocabularyElementList", b"VocabElementList"),
        "/epcisHeader/epcisMasterData/vocabularyList/0/VocabElementList",
    ),
    "an element of XML": (
        with_xml_vocabulary("").replace(
            b"</VocabularyElementList>", b'<VocabElement id="urn:x:2"/></VocabularyElementList>'
        ),
        "/epcisHeader/epcisMasterData/vocabularyList/0/VocabElement",
    ),
    "a vocabulary list of XML": (
        with_xml_vocabulary("").replace(b"VocabularyList>", b"VocabList>"),
        "/epcisHeader/epcisMasterData/VocabList",
    ),
    "a word of JSON in XML": (
        with_xml_vocabulary("", around_it="{}<vocabularyList>x</vocabularyList>"),
        "/epcisHeader/epcisMasterData/vocabularyList",
    ),
    "a header in the standard's name space": (
        with_xml_vocabulary("").replace(
            b"<EPCISHeader>", b'<EPCISHeader><e:MD xmlns:e="urn:epcglobal:epcis:xsd:2"/>'
        ),
        "/epcisHeader/MD",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("body", "pointer"), MISTAKES.values(), ids=MISTAKES)
def test_a_misspelt_name_is_remarked_on_at_its_place_and_refused_when_strict(
    body: bytes, pointer: str
) -> None:
    assert remarks(body) == {"unknown_member": pointer}
    with pytest.raises(ValidationException) as refused:
        read_document(body, now=NOW, strict=True)
    assert [(one.rule, one.pointer) for one in refused.value.findings] == [
        ("unknown_member", pointer)
    ]


def test_a_name_with_a_prefix_that_nobody_declared_is_remarked_on_too() -> None:
    body = document(event(), epcisHeader={"y:contract": 1})
    assert remarks(body) == {"undeclared_prefix": "/epcisHeader/y:contract"}


EXTENDED = {"id": KHO, "attributes": [{"id": "urn:x:name", "attribute": "Kho"}], "x:note": "cũ"}


@pytest.mark.parametrize(
    "body",
    [
        with_vocabulary(EXTENDED),
        with_xml_vocabulary('<attribute id="urn:x:name">Kho</attribute><x:note>cũ</x:note>'),
    ],
)
@pytest.mark.parametrize("target", ["json", "xml", "xml12"])
def test_a_declared_extension_of_master_data_passes_and_goes_along(
    body: bytes, target: Target
) -> None:
    assert remarks(body) == {"extension_of_master_data": f"{ELEMENT}/x:note"}
    (element,) = read_document(body, now=NOW, strict=True).vocabulary
    assert (element.attributes, element.others) == ({"urn:x:name": "Kho"}, {"urn:x:note": "cũ"})
    answer = to(target, body)
    assert answer.left_out == ()
    assert read_document(answer.body, now=NOW).vocabulary == (element,)


def test_an_extension_of_a_whole_vocabulary_is_left_out_by_name() -> None:
    answer = to("json", with_vocabulary({"id": KHO}, **{"x:note": "cũ"}))
    assert answer.left_out == ("/epcisHeader/epcisMasterData/vocabularyList/0/x:note",)


def test_an_extension_that_stands_at_every_element_is_remarked_on_once() -> None:
    many = {"vocabularyElementList": [EXTENDED] * 50}
    body = with_vocabulary({}, **many)
    found = read_document(body, now=NOW).warnings
    assert [one.rule for one in found] == ["extension_of_master_data"]


def test_elements_around_the_events_may_not_fill_the_memory() -> None:
    many = b'<b:a xmlns:b="urn:b:"/>' * 100_001
    body = xml_document(xml_event()).replace(b"</EPCISBody>", many + b"</EPCISBody>")
    with pytest.raises(ValidationException) as refused:
        read_document(body, now=NOW)
    assert [one.rule for one in refused.value.findings] == ["too_many_elements"]
