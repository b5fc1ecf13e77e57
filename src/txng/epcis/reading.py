"""Events from a document in any format: JSON-LD, XML of EPCIS 2.0, 1.2 and before.

    body ─ media type or first byte ─┬─ json_ld.open_json ─┐
                                     └─ xml.open_xml ──────┴─ Intake ─> drafts, findings

`read_document` takes small documents whole, `open_document` any document event by event, `read_event`
one event as POST /events sends it, `open_events` whatever of these a file holds.
Source: EPCIS 2.0 §10, §12.7; docs/decisions/0008.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Literal, cast

import msgspec

from txng.epcis.context import EPCIS_CONTEXT, Namespaces
from txng.epcis.documents import Document, DocumentHeader, DocumentReader, creation_date
from txng.epcis.envelope import Envelope
from txng.epcis.errors import UnsupportedMediaTypeException, ValidationException
from txng.epcis.header import vocabulary_elements
from txng.epcis.intake import EventDraft, Intake, RejectedEvent
from txng.epcis.json_ld import DOCUMENT_TYPES, open_json, read_context
from txng.epcis.strict_json import decode_strictly, members_of
from txng.epcis.xml.reading import XmlDocument, open_xml

__all__ = [
    "Document",
    "DocumentHeader",
    "DocumentReader",
    "EventDraft",
    "RejectedEvent",
    "format_of",
    "open_document",
    "open_events",
    "read_document",
    "read_event",
    "wrapped",
]

Format = Literal["json", "xml"]
FORMATS: Mapping[str, Format] = {
    "application/json": "json",
    "application/ld+json": "json",
    "application/xml": "xml",
    "text/xml": "xml",
}
_MARKS_OF_XML = (b"<", b"\xef\xbb\xbf<", b"\xff\xfe<", b"\xfe\xff\x00<", b"<\x00", b"\x00<")


def format_of(body: bytes, media_type: str | None) -> Format:
    """By the media type (parameters are ignored), by the first character where there is none.

    Raises UnsupportedMediaTypeException.
    """
    if media_type is None:
        return "xml" if body[:64].lstrip(b" \t\r\n").startswith(_MARKS_OF_XML) else "json"
    kind = FORMATS.get(media_type.partition(";")[0].strip().lower())
    if kind is None:
        raise UnsupportedMediaTypeException(
            f"Expected {', '.join(FORMATS)}, got {media_type[:200]!r}",
            detail_vi=f"Chỉ nhận {', '.join(FORMATS)}; kiểu {media_type[:200]!r} chưa dùng được.",
        )
    return kind


def read_document(
    body: bytes,
    *,
    now: datetime,
    media_type: str | None = None,
    proceed: bool = False,
    strict: bool = False,
) -> Document:
    """Read, normalise and judge a whole document.

    With `proceed` an event with errors is in `rejected` and the others are read; errors of the
    document itself refuse it all the same. `strict` makes errors of remarks on spelling.

    Raises ValidationException with every finding (at most MAX_FINDINGS), UnsupportedMediaTypeException.
    """
    return open_document(
        body, now=now, media_type=media_type, proceed=proceed, strict=strict
    ).whole()


def open_document(
    body: bytes,
    *,
    now: datetime,
    media_type: str | None = None,
    proceed: bool = False,
    strict: bool = False,
) -> DocumentReader:
    """Read the head of a document; its events follow one by one. As `read_document`."""
    intake = Intake(now, proceed=proceed, strict=strict)
    if format_of(body, media_type) == "xml":
        return _open_xml(body, intake)
    return open_json(body, intake)


def open_events(
    body: bytes, *, now: datetime, proceed: bool = False, strict: bool = False
) -> DocumentReader:
    """A document, or one bare event in JSON as POST /events takes it: what people have in files.

    As `open_document`; the pointers of a bare event begin at the event.
    """
    if not is_bare_event(body):
        return open_document(body, now=now, proceed=proceed, strict=strict)
    intake = Intake(now, proceed=proceed, strict=strict)
    namespaces = read_context([], intake)
    header = DocumentHeader(creation_date=now, vocabulary=(), format="json", schema_version="2.0")
    return DocumentReader(header, intake, (intake.read(body, namespaces, "") for _ in range(1)))


def is_bare_event(body: bytes) -> bool:
    """Whether this is one event of any kind, sound or not, without a document around it."""
    if format_of(body, None) == "xml":
        return False
    try:
        members = members_of(body)
    except ValidationException:
        return False
    return members is not None and "eventTime" in members and "epcisBody" not in members


def wrapped(event: bytes, *, now: datetime) -> bytes:
    """The smallest document around one bare event, whose bytes stay as they are."""
    head = {
        "@context": [EPCIS_CONTEXT],
        "type": "EPCISDocument",
        "schemaVersion": "2.0",
        "creationDate": now,
    }
    return msgspec.json.encode(head)[:-1] + b',"epcisBody":{"eventList":[' + event + b"]}}"


def read_event(
    body: bytes,
    *,
    now: datetime,
    media_type: str | None = None,
    namespaces: Mapping[str, str] | None = None,
    strict: bool = False,
) -> EventDraft:
    """One event: bare, with or without an @context, or a document that holds exactly one.

    `namespaces`: prefixes that hold besides the event's own (the header GS1-Extensions).
    Raises ValidationException, UnsupportedMediaTypeException.
    """
    intake = Intake(now, strict=strict)
    if format_of(body, media_type) == "xml":
        return _only_event(_open_xml(body, intake, namespaces), intake)
    told = decode_strictly(body)
    members = told.value
    if isinstance(members, dict) and members.get("type", members.get("isA")) in DOCUMENT_TYPES:
        return _only_event(open_json(body, intake, namespaces), intake)
    draft = intake.read(body, read_context([], intake, namespaces), "", told=told)
    intake.refuse_errors()
    return cast("EventDraft", draft)


def _only_event(reader: DocumentReader, intake: Intake) -> EventDraft:
    first: EventDraft | None = None
    count = 0
    for draft in reader.drafts():
        count += 1
        if first is None:
            first = cast("EventDraft", draft)
        if count == 2:
            break
    if first is None or count != 1:
        intake.refuse("not_one_event", {"got": count})
    return first


def _open_xml(
    body: bytes, intake: Intake, prefixes: Mapping[str, str] | None = None
) -> DocumentReader:
    document = open_xml(body, intake.report)
    intake.refuse_errors()
    assert document is not None  # no error means a document
    namespaces = read_context([], intake, dict(prefixes or {}) | document.namespaces)
    pointer = "/epcisHeader/epcisMasterData/vocabularyList"
    is_optional = document.creation_date is None and document.kind == "EPCISQueryDocument"
    made = creation_date(
        document.creation_date, intake, is_optional=is_optional, may_lack_zone=True
    )
    around = Envelope(namespaces)
    vocabulary = vocabulary_elements(document.vocabulary, around, intake, pointer)
    if intake.proceed:
        intake.refuse_errors()
    header = DocumentHeader(
        creation_date=made,
        vocabulary=vocabulary,
        format="xml",
        schema_version=document.schema_version,
        sender=document.header.get("sender"),
        receiver=document.header.get("receiver"),
        instance_identifier=document.header.get("instanceIdentifier"),
    )
    return DocumentReader(header, intake, _judged(document, intake, around), around)


def _judged(
    document: XmlDocument, intake: Intake, around: Envelope
) -> Iterator[EventDraft | RejectedEvent | None]:
    """Events that need the same prefixes share their name spaces."""
    is_answer = document.kind == "EPCISQueryDocument"
    place = "/epcisBody/queryResults/resultsBody" if is_answer else "/epcisBody"
    last: Mapping[str, str] | None = None
    namespaces = Namespaces()
    for position, (members, prefixes) in enumerate(document.events()):
        if prefixes != last:
            last, namespaces = dict(prefixes), Namespaces()
            if prefixes:
                namespaces.read(dict(prefixes), "", intake.report)
        pointer = f"{place}/eventList/{position}"
        yield intake.event(members, namespaces, pointer)
    if (beside := document.beside) is not None:
        around.namespaces = read_context([], intake, beside.prefixes)
        around.business_header = beside.business_header
        around.business_parts = beside.business_parts
        for where, members in beside.others.items():
            around.take(where, members, intake.report)
