"""Events are written as XML of 2.0 or 1.2: documents, answers to queries, and single elements.

    {"type": "ObjectEvent",                        <ObjectEvent> ..
     "epcList": ["A"], "action": "ADD",              <epcList><epc>A</epc></epcList><action>ADD</action>
     "bizStep": "shipping",                          <bizStep>urn:epcglobal:cbv:bizstep:shipping</bizStep>
     "e:lot": {"#text": "L", "unit": "KGM"}}         <e:lot unit="KGM">L</e:lot></ObjectEvent>

The order is the schema's; name spaces are declared at the root, where events mean different ones by
one prefix at the event (`declared`). An event of somebody's own type stands in 2.0 as
<extension><e:Tasting> .. </e:Tasting></extension>, first what all events have. Bare words become the URNs of
the CBV (in 1.2 every spelling does), a sensor's words CURIEs. Identifiers are written as they stand:
`spelling.respell` comes first where they should change.

Not told in XML, because JSON-LD means the same without: null, empty lists of extensions. Texts lose
white space at their ends; numbers and booleans of extensions come back as texts, lists of one as that
one, an empty object as an empty text. The CBV hash stays the same. What a version cannot say raises
CannotBeTold: in every version a list in a list, a name that is none in XML, a control character, and
as `#text` or beside it what is not one value, `xmlns`, or an `id` of master data.

Source: the XML schemas of EPCIS 2.0 (§10.3) and 1.2; `names` holds them as data.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from lxml import etree

from txng.epcis.context import Namespaces
from txng.epcis.envelope import BODY, DOCUMENT, HEADER, Envelope
from txng.epcis.members import escaped
from txng.epcis.xml.escapes import CannotBeTold, attribute, text
from txng.epcis.xml.event_text import EventWriter
from txng.epcis.xml.names import EPCIS, MASTER_DATA, QUERY, SBDH, Version

__all__ = [
    "CannotBeTold",
    "event_element",
    "vocabulary_list",
    "write_document",
    "write_master_data_document",
    "write_query_document",
]

Event = tuple[Mapping[str, Any], Namespaces]
_DECLARATION = b'<?xml version="1.0" encoding="UTF-8"?>\n'


def write_query_document(
    events: Iterable[Event],
    *,
    version: Version,
    created: datetime,
    query_name: str,
    subscription_id: str | None = None,
) -> bytes:
    """The answer to a query. Raises CannotBeTold."""
    writer = EventWriter(version)
    listed = [writer.listed(members, namespaces) for members, namespaces in events]
    body = f"<queryName>{text(query_name, 'queryName')}</queryName>"
    if subscription_id is not None:
        body += f"<subscriptionID>{text(subscription_id, 'subscriptionID')}</subscriptionID>"
    return _document(
        "epcisq:EPCISQueryDocument",
        {"epcisq": QUERY[version]},
        writer,
        created,
        [
            f"<EPCISBody><epcisq:QueryResults>{body}<resultsBody><EventList>",
            *listed,
            "</EventList></resultsBody></epcisq:QueryResults></EPCISBody>",
        ],
    )


def write_document(
    events: Iterable[Event],
    vocabulary: Sequence[Mapping[str, Any]] = (),
    *,
    version: Version,
    created: datetime,
    header: Mapping[str, str] | None = None,
    namespaces: Namespaces | None = None,
    around: Envelope | None = None,
) -> bytes:
    """An EPCISDocument; `header` may have sender, receiver, instanceIdentifier, and `namespaces` are
    those of the vocabulary. What of `around` has no place in the version is added to `around.left`.

    Raises CannotBeTold for events and vocabulary.
    """
    writer = EventWriter(version)
    around = around or Envelope()
    told = writer.vocabulary_list(vocabulary, namespaces or Namespaces()) if vocabulary else ""
    listed = [writer.listed(members, own) for members, own in events]
    of_header, of_body, of_document = _beside(writer, around)
    parts: list[str] = []
    own_namespaces = {"epcis": EPCIS[version]}
    if vocabulary or header or of_header or around.business_header:
        if around.business_header:
            parts.append(_same_business_header(around.business_header, version))
        elif header or version == "1.2":  # 1.2 has no header without an SBDH
            own_namespaces["sbdh"] = SBDH
            parts.append(_business_header(header or {}, version, created))
        if told:
            parts.append(f"<extension><EPCISMasterData>{told}</EPCISMasterData></extension>")
        parts.append(of_header)
        parts = ["<EPCISHeader>", *parts, "</EPCISHeader>"]
    parts += ["<EPCISBody><EventList>", *listed, f"</EventList>{of_body}</EPCISBody>", of_document]
    return _document("epcis:EPCISDocument", own_namespaces, writer, created, parts)


def write_master_data_document(
    vocabulary: Sequence[Mapping[str, Any]],
    *,
    version: Version,
    created: datetime,
    namespaces: Namespaces | None = None,
) -> bytes:
    """An EPCISMasterDataDocument: master data on its own. Raises CannotBeTold."""
    writer = EventWriter(version)
    told = writer.vocabulary_list(vocabulary, namespaces or Namespaces())
    return _document(
        "epcismd:EPCISMasterDataDocument",
        {"epcismd": MASTER_DATA[version]},
        writer,
        created,
        ["<EPCISBody>", told, "</EPCISBody>"],
    )


def event_element(members: Mapping[str, Any], namespaces: Namespaces, version: Version) -> Any:
    """One event as an lxml element, ready to stand in an EventList: a TransformationEvent of 1.2 comes
    inside its <extension>. Raises CannotBeTold."""
    writer = EventWriter(version)
    return _element(writer.listed(members, namespaces), writer)


def vocabulary_list(
    vocabulary: Sequence[Mapping[str, Any]],
    version: Version,
    namespaces: Namespaces | None = None,
) -> Any:
    """<VocabularyList> as an lxml element; `vocabulary` as in JSON. Raises CannotBeTold."""
    writer = EventWriter(version)
    return _element(writer.vocabulary_list(vocabulary, namespaces or Namespaces()), writer)


def _document(
    root: str, own: dict[str, str], writer: EventWriter, created: datetime, parts: list[str]
) -> bytes:
    declared = _declared({**own, **writer.declared})
    moment = created.isoformat().replace("+00:00", "Z")
    head = f'<{root}{declared} schemaVersion="{writer.version}" creationDate="{moment}">'
    return _DECLARATION + "".join([head, *parts, f"</{root}>"]).encode()


def _element(told: str, writer: EventWriter) -> Any:
    # libxml2 calls a name space with letters beyond ASCII an error, so it must recover from that one
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True, recover=True)
    return etree.fromstring(f"<r{_declared(writer.declared)}>{told}</r>", parser)[0]


def _declared(namespaces: Mapping[str, str]) -> str:
    return "".join(
        f' xmlns:{prefix}="{attribute(iri, prefix)}"' for prefix, iri in namespaces.items()
    )


def _business_header(header: Mapping[str, str], version: Version, created: datetime) -> str:
    def partner(name: str) -> str:
        return f"<sbdh:Identifier>{text(header.get(name, ''), name)}</sbdh:Identifier>"

    identifier = text(header.get("instanceIdentifier", ""), "instanceIdentifier")
    return (
        "<sbdh:StandardBusinessDocumentHeader><sbdh:HeaderVersion>1.0</sbdh:HeaderVersion>"
        f"<sbdh:Sender>{partner('sender')}</sbdh:Sender>"
        f"<sbdh:Receiver>{partner('receiver')}</sbdh:Receiver>"
        "<sbdh:DocumentIdentification><sbdh:Standard>EPCglobal</sbdh:Standard>"
        f"<sbdh:TypeVersion>{version}</sbdh:TypeVersion>"
        f"<sbdh:InstanceIdentifier>{identifier}</sbdh:InstanceIdentifier><sbdh:Type>Events</sbdh:Type>"
        f"<sbdh:CreationDateAndTime>{created.isoformat()}</sbdh:CreationDateAndTime>"
        "</sbdh:DocumentIdentification></sbdh:StandardBusinessDocumentHeader>"
    )


def _same_business_header(told: bytes, version: Version) -> str:
    """An SBDH as it was received, but for the version of the document that it now stands in."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    element = etree.fromstring(told, parser)
    named = element.find(f"{{{SBDH}}}DocumentIdentification/{{{SBDH}}}TypeVersion")
    if named is not None:
        named.text = version
    return etree.tostring(element, encoding="unicode")


def _beside(writer: EventWriter, around: Envelope) -> tuple[str, str, str]:
    """What stands at the end of header, body and document. Where a schema has a place for names of a
    name space, it has <extension> for those without one; the header of 2.0 has lost the first."""
    told = {HEADER: "", BODY: "", DOCUMENT: ""}
    for place, members in around.others.items():
        local: list[str] = []
        foreign: list[str] = []
        for name, value in members.items():
            is_local = ":" not in around.namespaces.full_name(name)
            has_place = place in (BODY, DOCUMENT) and (place, name) != (DOCUMENT, "id")
            if not has_place and not (place == HEADER and writer.version == "1.2" and not is_local):
                around.left.append(f"{place}/{escaped(name)}")
                continue
            try:
                one = writer.extension(name, value, around.namespaces)
            except CannotBeTold:
                around.left.append(f"{place}/{escaped(name)}")
                continue
            (local if is_local else foreign).append(one)
        if place in told:
            inside = "".join(local)
            told[place] = (f"<extension>{inside}</extension>" if inside else "") + "".join(foreign)
    return told[HEADER], told[BODY], told[DOCUMENT]
