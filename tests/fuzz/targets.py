"""What is fuzzed: each target takes bytes and lets only its own kind of refusal out.

`tools/fuzz.py` runs them under Atheris, guided by coverage; the seeds are small true examples.
"""

import contextlib
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


def ask_resolver(data: bytes) -> None:
    """A request line of the resolver: read strictly, read as a server that decodes it hands it on, a
    target for it."""
    from txng.gs1 import link_request
    from txng.gs1.errors import Gs1Error
    from txng.resolver import targets

    text = data.decode("latin-1")
    path, _, query = text.partition("?")
    for asked in [*link_request.readings(path, query)]:
        assert link_request.read(asked.link.path, query).link == asked.link
    with contextlib.suppress(Gs1Error):
        asked = link_request.read(path, query)
        assert link_request.read(asked.link.path, query).link.path == asked.link.path
    if targets.refuse(text, {"an.example"}) is None:
        assert text.lower().startswith("https://an.example")


def open_log(data: bytes) -> None:
    """A note, what a witness is asked, a policy, a bundle and a path: whatever the bytes may be."""
    from tests.tlog import logs
    from txng.tlog.checkpoint import parse_checkpoint
    from txng.tlog.errors import Refused, TlogError
    from txng.tlog.note import NoteVerifier, parse_note
    from txng.tlog.policy import parse_policy
    from txng.tlog.tiles import decode_bundle, encode_bundle, parse_path
    from txng.tlog.witness import Latest, decide, read_request

    with contextlib.suppress(TlogError):
        note = parse_note(data)
        assert note.encode() == data
        assert parse_checkpoint(note.text).text == note.text
    with contextlib.suppress(Refused):
        request = read_request(data, {logs.ORIGIN: [NoteVerifier(logs.LOG.vkey)]})
        assert request.checkpoint.size >= decide(request, Latest()).size
    with contextlib.suppress(TlogError):
        parse_policy(data)
    with contextlib.suppress(TlogError):
        assert encode_bundle(decode_bundle(data, data[0] if data else 0)) == data
    with contextlib.suppress(TlogError):
        path = data.decode("utf-8", "replace")
        assert parse_path(path).path == path


def check_proof(data: bytes) -> None:
    from tests.tlog import logs
    from txng.tlog.proof_file import check

    report = check(data, logs.policy())
    if report.is_verified:  # signatures may stand in another order, the rest is what was proved
        seed = logs.proof_of_event().encode()
        assert data.rpartition(b"\n\n")[0] == seed.rpartition(b"\n\n")[0]


def read_entry(data: bytes) -> None:
    from txng.tlog import canonical_json
    from txng.tlog.commitment import verify_disclosure
    from txng.tlog.entry import parse_entry
    from txng.tlog.errors import DisclosureError, TlogError

    with contextlib.suppress(TlogError):
        assert parse_entry(data).encode() == data
    with contextlib.suppress(TlogError):
        canonical_json.encode(canonical_json.exact(data))
    with contextlib.suppress(TlogError):
        value = canonical_json.decode(data)
        assert canonical_json.encode(value) == data
        try:
            verify_disclosure(value, bytes(32))
        except DisclosureError:
            return
        raise AssertionError("nothing hashes to zero")


def _log_seeds() -> dict[str, tuple[bytes, ...]]:
    from tests.tlog import logs
    from txng.tlog.witness import write_request

    log = logs.log_of_events()
    proof = logs.proof_of_event()
    extra = proof.extra or b""
    opened = extra[len(b'{"disclosure":') : extra.rindex(b',"entry":')]
    return {
        "log": (
            log.checkpoint(), write_request(0, [], log.checkpoint()), logs.POLICY_TEXT.encode(),
            b"\x01\x00\x02ab", b"tile/0/x001/234.p/17",
        ),
        "proof": (proof.encode(),),
        "entry": (logs.entry_at(1).encode(), opened, extra),
    }  # fmt: skip


SEEDS = _log_seeds()
TARGETS: dict[str, tuple[Callable[[bytes], None], tuple[bytes, ...]]] = {
    "json": (read_json, (document(event()),)),
    "xml": (read_xml, (XML,)),
    "url": (ask_by_url, (b"EQ_bizStep=shipping|receiving&GE_eventTime=2026-01-01T00:00:00Z",)),
    "query": (ask_by_json, (b'{"MATCH_anyEPC":["urn:epc:idpat:sgtin:9520001.*.*"]}',)),
    "code": (identify, (b"(01)09520001000014(10)L1", b"https://id.gs1.org/01/09520001000014/21/1")),
    "resolver": (
        ask_resolver,
        (
            b"/01/09506000134352/10/A%2FB/21/7?17=261231;linkType=gs1:pip&context=vn",
            b"/ehF73795211411234538566CB0AFC4",
            b"/exMHZFH9QMDkAAABYu",
            b"https://an.example/{10}?s={21}#x",
            b"/415/9521141123454/8020/A1/",
        ),
    ),
    "log": (open_log, SEEDS["log"]),
    "proof": (check_proof, SEEDS["proof"]),
    "entry": (read_entry, SEEDS["entry"]),
}
