"""A client of the SOAP query interface, written from the standard and from nothing of ours.

    client = SoapClient(send, version="1.2")
    client.poll("SimpleEventQuery", {"EQ_bizStep": ["urn:epcglobal:cbv:bizstep:shipping"]}).events

`send(body) -> (status, content type, body)`. It builds its requests as elements and reads answers the
way a stub made of the WSDL does: by qualified name.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from lxml import etree

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"
XSD = "http://www.w3.org/2001/XMLSchema"
QUERY = {"1.2": "urn:epcglobal:epcis-query:xsd:1", "2.0": "urn:epcglobal:epcis-query:xsd:2"}
EVENTS, MASTER_DATA = "SimpleEventQuery", "SimpleMasterDataQuery"

Send = Callable[[bytes], tuple[int, str, bytes]]


class Fault(Exception):
    """`name`: the exception of the standard inside the detail, "" where there is none."""

    def __init__(self, status: int, element: Any) -> None:
        self.status = status
        self.code = element.findtext("faultcode").partition(":")[2]
        self.reason = element.findtext("faultstring")
        detail = element.find("detail")
        self.detail = None if detail is None else detail[0]
        self.name = "" if detail is None else etree.QName(detail[0]).localname
        self.namespace = "" if detail is None else etree.QName(detail[0]).namespace
        super().__init__(f"{self.code} {self.name}: {self.reason}")


class Results:
    """What a Poll answered."""

    def __init__(self, element: Any) -> None:
        self.element = element
        self.query_name = element.findtext("queryName")

    @property
    def events(self) -> list[Any]:
        """The event elements, also those of 1.2 that stand inside an extension."""
        listed = self.element.find("resultsBody/EventList")
        return [one[0] if one.tag == "extension" else one for one in listed]

    @property
    def ids(self) -> list[str]:
        return [self._id(one) for one in self.events]

    @staticmethod
    def _id(one: Any) -> str:
        found = one.find("eventID")
        return str((one.find("baseExtension/eventID") if found is None else found).text)

    @property
    def vocabulary(self) -> dict[str, dict[str, tuple[dict[str, str], list[str]]]]:
        """type -> id -> (attributes, children)."""
        return {
            kind.get("type"): {
                one.get("id"): (
                    {each.get("id"): each.text for each in one.findall("attribute")},
                    [child.text for child in one.findall("children/id")],
                )
                for one in kind.findall("VocabularyElementList/VocabularyElement")
            }
            for kind in self.element.findall("resultsBody/VocabularyList/Vocabulary")
        }


class SoapClient:
    """`schema` is GS1's own: requests and answers are held against it where it is there."""

    def __init__(self, send: Send, version: str = "1.2", schema: Any = None) -> None:
        self.send, self.version, self.schema = send, version, schema
        self.namespace = QUERY[version]

    def ask(self, operation: str, **members: Any) -> Any:
        """The element inside the Body. Raises Fault."""
        envelope = etree.Element(
            f"{{{SOAP}}}Envelope",
            nsmap={"s": SOAP, "q": self.namespace, "xsi": XSI, "xsd": XSD, "ex": "urn:example:"},
        )
        etree.SubElement(envelope, f"{{{SOAP}}}Header")
        body = etree.SubElement(envelope, f"{{{SOAP}}}Body")
        asked = etree.SubElement(body, f"{{{self.namespace}}}{operation}")
        for name, value in members.items():
            self.put(asked, name, value)
        self.check(asked)
        return self.read(*self.send(etree.tostring(envelope)))

    def put(self, parent: Any, name: str, value: Any) -> None:
        """Dictionaries become elements; `params` and the values in it are told as the schema says."""
        element = etree.SubElement(parent, name)
        if name == "params":
            for key, one in value.items() if isinstance(value, dict) else value:
                param = etree.SubElement(element, "param")
                etree.SubElement(param, "name").text = key
                self.put_value(etree.SubElement(param, "value"), one)
        elif isinstance(value, dict):
            for key, one in value.items():
                self.put(element, key, one)
        else:
            element.text = str(value)

    @staticmethod
    def put_value(element: Any, value: Any) -> None:
        if value is None:
            element.set(f"{{{XSI}}}type", "q:VoidHolder")
        elif isinstance(value, list):
            element.set(f"{{{XSI}}}type", "q:ArrayOfString")
            for one in value:
                etree.SubElement(element, "string").text = str(one)
        elif isinstance(value, bool):
            element.set(f"{{{XSI}}}type", "xsd:boolean")
            element.text = str(value).lower()
        elif isinstance(value, int):
            element.set(f"{{{XSI}}}type", "xsd:int")
            element.text = str(value)
        elif isinstance(value, float):
            element.set(f"{{{XSI}}}type", "xsd:double")
            element.text = str(value)
        else:
            element.text = str(value)

    def read(self, status: int, content_type: str, body: bytes) -> Any:
        assert content_type.startswith("text/xml"), (status, content_type, body[:500])
        envelope = etree.fromstring(body)
        assert envelope.tag == f"{{{SOAP}}}Envelope"
        (inside,) = envelope.find(f"{{{SOAP}}}Body")
        if inside.tag == f"{{{SOAP}}}Fault":
            assert status in (401, 404, 405, 413, 414, 415, 500)
            detail = inside.find("detail")
            if detail is not None:
                self.check(detail[0])
            raise Fault(status, inside)
        assert status == 200
        self.check(inside)
        assert etree.QName(inside).namespace == self.namespace
        return inside

    def check(self, element: Any) -> None:
        """A part of a message as GS1's schema would have it: as the body of a query document."""
        if self.schema is None:
            return
        document = etree.Element(
            f"{{{self.namespace}}}EPCISQueryDocument",
            schemaVersion=self.version,
            creationDate="2026-11-01T00:00:00Z",
            nsmap=element.nsmap,  # values of xsi:type use its prefixes
        )
        body = etree.SubElement(document, "EPCISBody")
        body.append(etree.fromstring(etree.tostring(element)))
        self.schema.assertValid(etree.fromstring(etree.tostring(document)))

    # --- the operations -----------------------------------------------------------------------

    def poll(self, name: str = EVENTS, params: Any = ()) -> Results:
        return Results(self.ask("Poll", queryName=name, params=dict(params)))

    def master_data(self, **params: Any) -> Results:
        switches = {"includeAttributes": True, "includeChildren": True}
        return self.poll(MASTER_DATA, switches | params)

    def subscribe(self, subscription_id: str, **changes: Any) -> Any:
        controls = {
            "schedule": {"second": "0", "minute": "0"},
            "initialRecordTime": "2026-11-01T00:00:00Z",
            "reportIfEmpty": "false",
        }
        members = {
            "queryName": EVENTS,
            "params": {"EQ_bizStep": ["urn:epcglobal:cbv:bizstep:shipping"]},
            "dest": "https://client.example.com/epcis",
            "controls": controls,
            "subscriptionID": subscription_id,
        }
        return self.ask("Subscribe", **(members | changes))

    def unsubscribe(self, subscription_id: str) -> Any:
        return self.ask("Unsubscribe", subscriptionID=subscription_id)

    def names(self) -> list[str]:
        return self.strings(self.ask("GetQueryNames"))

    def subscription_ids(self, name: str = EVENTS) -> list[str]:
        return self.strings(self.ask("GetSubscriptionIDs", queryName=name))

    @staticmethod
    def strings(element: Any) -> list[str]:
        return [one.text for one in element.findall("string")]


def schema_of(shared_epcis: Path, version: str) -> Any:
    """GS1's query schema of a version, read without the network."""
    folder, name = shared_epcis / f"xsd-{version}", version.replace(".", "_")
    path = folder / f"EPCglobal-epcis-query-{name}.xsd"
    return etree.XMLSchema(etree.parse(str(path), etree.XMLParser(no_network=True)))
