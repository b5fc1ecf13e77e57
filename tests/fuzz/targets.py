"""What is fuzzed: each target takes bytes and lets only its own kind of refusal out.

`tools/fuzz.py` runs them under Atheris, guided by coverage; the seeds are small true examples.
"""

from collections.abc import Callable
from datetime import UTC, datetime

from tests.epcis.documents import document, event

NOW = datetime(2026, 11, 24, tzinfo=UTC)

XML = (
    b'<epcis:EPCISDocument xmlns:epcis="urn:epcglobal:epcis:xsd:2" schemaVersion="2.0"'
    b' creationDate="2026-11-24T00:00:00Z"><EPCISBody><EventList><ObjectEvent>'
    b"<eventTime>2026-11-23T00:00:00Z</eventTime><eventTimeZoneOffset>+07:00</eventTimeZoneOffset>"
    b"<epcList><epc>urn:epc:id:sgtin:9520001.000001.1</epc></epcList><action>OBSERVE</action>"
    b"</ObjectEvent></EventList></EPCISBody></epcis:EPCISDocument>"
)
POLL = (
    b'<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"'
    b' xmlns:q="urn:epcglobal:epcis-query:xsd:1"><s:Body><q:Poll><queryName>SimpleEventQuery'
    b"</queryName><params><param><name>EQ_bizStep</name><value><string>shipping</string></value>"
    b"</param></params></q:Poll></s:Body></s:Envelope>"
)


def read_json(data: bytes) -> None:
    _read(data, "application/ld+json")


def read_xml(data: bytes) -> None:
    _read(data, "application/xml")


def _read(data: bytes, media_type: str) -> None:
    from txng.epcis.errors import EpcisException
    from txng.epcis.event_hash import hash_of_payload
    from txng.epcis.reading import read_document

    try:
        read = read_document(data, now=NOW, media_type=media_type)
    except EpcisException:
        return
    for draft in read.drafts:
        hash_of_payload(draft.payload)


def ask_by_url(data: bytes) -> None:
    from urllib.parse import parse_qsl

    from txng.epcis.errors import EpcisException
    from txng.epcis.query.doors import parse_url

    try:
        pairs = parse_qsl(data.decode("utf-8", "replace"), keep_blank_values=True)
        query = parse_url(pairs)
    except EpcisException:
        return
    query.as_json()


def ask_by_json(data: bytes) -> None:
    import msgspec

    from txng.epcis.errors import EpcisException
    from txng.epcis.query.doors import parse_json

    try:
        members = msgspec.json.decode(data)
    except (msgspec.MsgspecError, RecursionError, UnicodeDecodeError):
        return
    if not isinstance(members, dict):
        return
    try:
        query = parse_json(members)
    except EpcisException:
        return
    assert parse_json(query.as_json()) == query


def identify(data: bytes) -> None:
    from txng.gs1.errors import Gs1Error
    from txng.gs1.identifier import read_code

    try:
        found = read_code(data.decode("utf-8", "replace"))
    except Gs1Error:
        return
    assert read_code(found.canonical).canonical == found.canonical


TARGETS: dict[str, tuple[Callable[[bytes], None], tuple[bytes, ...]]] = {
    "json": (read_json, (document(event()),)),
    "xml": (read_xml, (XML,)),
    "url": (ask_by_url, (b"EQ_bizStep=shipping|receiving&GE_eventTime=2026-01-01T00:00:00Z",)),
    "query": (ask_by_json, (b'{"MATCH_anyEPC":["urn:epc:idpat:sgtin:9520001.*.*"]}',)),
    "code": (identify, (b"(01)09520001000014(10)L1", b"https://id.gs1.org/01/09520001000014/21/1")),
}
