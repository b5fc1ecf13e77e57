"""Small documents in XML for tests, and the shortest way to read and write them."""

from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

from lxml import etree

from txng.epcis.context import Namespaces
from txng.epcis.xml.reading import XmlDocument, open_xml

NOW = datetime(2026, 11, 1, tzinfo=UTC)
EVENT = (
    "<ObjectEvent><eventTime>2026-10-01T08:00:00Z</eventTime>"
    "<eventTimeZoneOffset>+07:00</eventTimeZoneOffset>"
    "<epcList><epc>urn:epc:id:sgtin:0952000.010001.S1</epc></epcList><action>OBSERVE</action>"
    "{more}</ObjectEvent>"
)
MEMBERS = {
    "type": "ObjectEvent",
    "eventTime": "2026-10-01T08:00:00Z",
    "eventTimeZoneOffset": "+07:00",
    "epcList": ["urn:epc:id:sgtin:0952000.010001.S1"],
    "action": "OBSERVE",
}
Found = list[tuple[str, str, dict[str, str]]]


def event(more: str = "") -> str:
    return EVENT.replace("{more}", more)


def document(
    *events: str,
    version: str = "2.0",
    header: str = "",
    attributes: str = "",
    body: str | None = None,
) -> bytes:
    generation = "2" if version == "2.0" else "1"
    inside = f"<EventList>{''.join(events)}</EventList>" if body is None else body
    return (
        f'<epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:{generation}"'
        f' schemaVersion="{version}" creationDate="2026-10-01T09:00:00Z" {attributes}>{header}'
        f"<EPCISBody>{inside}</EPCISBody></epcis:EPCISDocument>"
    ).encode()


def read(body: bytes) -> tuple[XmlDocument | None, list[tuple[dict[str, Any], Namespaces]], Found]:
    """The document, its events with their name spaces, and what was reported."""
    found: Found = []
    whole = open_xml(body, lambda rule, pointer, values: found.append((rule, pointer, values)))
    events = [] if whole is None else [(one, spaces(used)) for one, used in whole.events()]
    return whole, events, found


def members(more: str = "", *, version: str = "2.0", attributes: str = "") -> dict[str, Any]:
    """What `more` adds to the members of the small event; nothing may be reported."""
    _, events, found = read(document(event(more), version=version, attributes=attributes))
    assert found == []
    ((whole, _),) = events
    assert MEMBERS.items() <= whole.items()
    return {name: value for name, value in whole.items() if name not in MEMBERS}


def rules(body: bytes) -> list[str]:
    return [rule for rule, _, _ in read(body)[2]]


def spaces(prefixes: Any) -> Namespaces:
    namespaces = Namespaces()
    if prefixes:
        namespaces.read(prefixes, "", lambda rule, pointer, values: None)
    return namespaces


@cache
def schema(shared_epcis: Path, version: str, name: str = "query") -> etree.XMLSchema:
    """GS1's schema; that of queries holds that of documents."""
    number = version.replace(".", "_")
    folder = shared_epcis / f"xsd-{version}"
    return etree.XMLSchema(etree.parse(folder / f"EPCglobal-epcis-{name}-{number}.xsd"))
