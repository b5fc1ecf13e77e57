"""What the repository answers with: stored events, in the form that somebody asked for.

    Told(payload, event_id, record_time) ─┐                       JSON as stored: bytes, joined
    Told(..) ─────────────────────────────┼─> query_document ──>  JSON respelt:   decode, spell, encode
    Told(..) ─────────────────────────────┘        ^              XML 2.0, 1.2:   decode, spell, write
                                                 Form
>>> from datetime import UTC, datetime
>>> told = Told(b'{"type":"ObjectEvent"}', "urn:uuid:1", datetime(2026, 1, 2, tzinfo=UTC))
>>> whole_event(told)
b'{"eventID":"urn:uuid:1","recordTime":"2026-01-02T00:00:00.000000Z","type":"ObjectEvent"}'

`convert_document` does the same to a document of anybody's, without a repository.

An answer leaves nothing out: an event that XML 1.2 cannot say (an AssociationEvent, sensors) makes the
whole answer a NotAcceptableException that names it, for a client that got the others would believe
that it has all. Source: EPCIS 2.0 §8.2.4, §9.8, §10; GS1-EPC-Format and GS1-CBV-XML-Format in §12.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, NamedTuple

import msgspec

from txng.epcis.context import EPCIS_CONTEXT, Namespaces
from txng.epcis.documents import DocumentHeader, VocabularyElement
from txng.epcis.envelope import BODY, DOCUMENT, HEADER, MASTER_DATA, Envelope
from txng.epcis.errors import NotAcceptableException
from txng.epcis.intake import EventDraft
from txng.epcis.members import escaped
from txng.epcis.reading import open_events
from txng.epcis.shared_context import shared
from txng.epcis.spelling import CbvFormat, EpcFormat, PrefixLength, nobody_knows, respell
from txng.epcis.xml import writing

Target = Literal["json", "xml", "xml12"]
_encode = msgspec.json.Encoder().encode
_AS_STORED = ("No_Preference", "Never_Translates")


@dataclass(frozen=True, slots=True)
class Form:
    """How to write an answer. `cbv` matters in XML only (GS1-CBV-XML-Format)."""

    media: Literal["json", "xml"] = "json"
    version: Literal["2.0", "1.2"] = "2.0"
    epc: EpcFormat = "No_Preference"
    cbv: CbvFormat = "No_Preference"


class Told(NamedTuple):
    """A stored event: its bytes with its own `@context` inside, and what the repository adds.

    `is_named`: whether the bytes hold an eventID already; None when nobody has looked.
    """

    payload: bytes
    event_id: str
    record_time: datetime
    is_named: bool | None = None


class Answer(NamedTuple):
    """`untranslated`: identifiers that could not be told in the wanted spelling. `left_out`: places of
    the document that was converted which have none in its new form."""

    body: bytes
    media_type: str
    untranslated: int
    left_out: tuple[str, ...] = ()


class _Named(msgspec.Struct):
    event_id: Any = msgspec.field(name="eventID", default=None)


_named = msgspec.json.Decoder(_Named)


def query_document(
    told: Iterable[Told],
    form: Form,
    *,
    now: datetime,
    query_name: str = "SimpleEventQuery",
    subscription_id: str | None = None,
    prefix_length: PrefixLength = nobody_knows,
) -> Answer:
    """An EPCISQueryDocument around the events. Raises NotAcceptableException naming the first event
    that the form cannot say."""
    speller = _Speller(form, prefix_length)
    if form.media == "xml":
        events = speller.members(map(whole_event, told))
        try:
            body = writing.write_query_document(
                events,
                version=form.version,
                created=now,
                query_name=query_name,
                subscription_id=subscription_id,
            )
        except writing.CannotBeTold as error:
            raise _cannot_tell(error, speller.last) from None
        return Answer(body, "application/xml", speller.untranslated)
    results: dict[str, Any] = {"queryName": query_name}
    if subscription_id is not None:
        results["subscriptionID"] = subscription_id
    context, events_told = speller.json(list(told))
    head = _head("EPCISQueryDocument", now, context) | {"epcisBody": {"queryResults": results}}
    body = b"".join(
        (
            _encode(head)[:-3],
            b',"resultsBody":{"eventList":[',
            b",".join(events_told),
            b"]}}}}",
        )
    )
    return Answer(body, "application/ld+json", speller.untranslated)


def whole_event(told: Told) -> bytes:
    """The event's JSON with the members that the repository adds: recordTime, and eventID if it has
    none of its own."""
    return _whole(told, told.payload)


def _whole(told: Told, payload: bytes) -> bytes:
    """`payload`: that of `told`, perhaps respelt."""
    is_named = told.is_named
    if is_named is None:
        is_named = _named.decode(payload).event_id is not None
    name = b"" if is_named else b'"eventID":%b,' % _encode(told.event_id)
    recorded = _moment(told.record_time)
    return b'{%b"recordTime":%b,%b' % (name, recorded, payload.lstrip()[1:])


def _moment(moment: datetime) -> bytes:
    """As JSON, in UTC and to the microsecond."""
    encoded = _encode(moment.astimezone(UTC))  # in a twentieth of the time that isoformat takes
    return encoded if moment.microsecond else encoded[:-2] + b'.000000Z"'


def collection(member: Iterable[str], context: Any = EPCIS_CONTEXT) -> bytes:
    """A list of names as JSON: what the official file calls a Collection."""
    return _encode({"@context": context, "type": "Collection", "member": list(member)})


def convert_document(
    body: bytes, to: Target, *, now: datetime, prefix_length: PrefixLength = nobody_knows
) -> bytes:
    """As `converted`, the document alone."""
    return converted(body, to, now=now, prefix_length=prefix_length).body


def converted(
    body: bytes, to: Target, *, now: datetime, prefix_length: PrefixLength = nobody_knows
) -> Answer:
    """An EPCISDocument or EPCISQueryDocument of any format, or one event, as an EPCISDocument.

    Master data stays, and so does what else the document says where the target has a place for it;
    `left_out` names the rest. 1.2 gets EPC URNs, where `prefix_length` knows the company, and CBV URNs.
    A sender's recordTime goes, as it does when a repository captures the document.
    Raises ValidationException for a document that breaks a rule, NotAcceptableException for what the
    target cannot say of an event or of master data.
    """
    reader = open_events(body, now=now)
    header, around = reader.header, reader.envelope
    # the envelope of an XML document ends behind its events
    payloads = [draft.payload for draft in reader.drafts() if isinstance(draft, EventDraft)]
    if to == "json":
        written = _json_document(header, payloads, around)
        return Answer(written, "application/ld+json", 0, (*around.left, *around.business_parts))
    form = Form("xml", "2.0")
    if to == "xml12":
        form = Form("xml", "1.2", epc="Always_EPC_URN", cbv="Always_URN")
    speller = _Speller(form, prefix_length)
    try:
        written = writing.write_document(
            speller.members(payloads),
            vocabulary_members(header.vocabulary),
            version=form.version,
            created=header.creation_date,
            header=_business_header(header),
            around=around,
        )
    except writing.CannotBeTold as error:
        raise _cannot_tell(error, speller.last) from None
    return Answer(written, "application/xml", speller.untranslated, tuple(around.left))


def vocabulary_members(elements: Iterable[VocabularyElement]) -> list[dict[str, Any]]:
    """Master data as the members of a vocabularyList, types in the order of their first element."""
    lists: dict[str, list[dict[str, Any]]] = {}
    for element in elements:
        members: dict[str, Any] = {"id": element.id}
        attributes = [  # GS1's JSON Schema knows no null: an attribute without a value is its id alone
            {"id": name} if value is None else {"id": name, "attribute": value}
            for name, held in element.attributes.items()
            for value in (held if isinstance(held, list) else [held])
        ]
        if attributes:
            members["attributes"] = attributes
        if element.children:
            members["children"] = list(element.children)
        members |= element.others
        lists.setdefault(element.type, []).append(members)
    return [{"type": kind, "vocabularyElementList": listed} for kind, listed in lists.items()]


class _Speller:
    """Spells one event after the other; `last` is the event at which an error arose."""

    def __init__(self, form: Form, prefix_length: PrefixLength) -> None:
        self.form = form
        self.prefix_length = prefix_length
        self.untranslated = 0
        self.last: str | None = None

    def json(self, told: list[Told]) -> tuple[dict[str, Any], list[bytes]]:
        """The prefixes for the head of the document, and each event as it stands in it."""
        context, payloads = shared([one.payload for one in told])
        epc = self.form.epc
        if epc not in _AS_STORED:
            payloads = [
                self._respelt(payload)
                if epc == "Always_EPC_URN" or _may_hold_urn(payload)
                else payload
                for payload in payloads
            ]
        return context, [_whole(one, payload) for one, payload in zip(told, payloads, strict=True)]

    def members(self, payloads: Iterable[bytes]) -> Iterator[tuple[dict[str, Any], Namespaces]]:
        """Each event's members and its name spaces, as the writers of XML take them."""
        for payload in payloads:
            members = msgspec.json.decode(payload)
            self.last = str(members.get("eventID", ""))
            namespaces = Namespaces()
            if "@context" in members:
                namespaces.read(members.pop("@context"), "", lambda rule, pointer, values: None)
            yield self._spelt(members, self.form.cbv), namespaces

    def _respelt(self, payload: bytes) -> bytes:
        # GS1-CBV-XML-Format has no say in JSON, whose words are bare
        return _encode(self._spelt(msgspec.json.decode(payload), "No_Preference"))

    def _spelt(self, members: dict[str, Any], cbv: CbvFormat) -> dict[str, Any]:
        members, left = respell(
            members, epc=self.form.epc, cbv=cbv, prefix_length=self.prefix_length
        )
        self.untranslated += left
        return members


def _may_hold_urn(payload: bytes) -> bool:
    """An EPC URN, or escapes that may hide one."""
    if b"\\" in payload and (b"\\u" in payload or b"\\/" in payload):
        return True
    return b"urn:epc:" in payload


def _cannot_tell(error: writing.CannotBeTold, event_id: str | None) -> NotAcceptableException:
    """`event_id`: None before the first event, where the master data stand."""
    if event_id is None:
        return NotAcceptableException(
            f"{error.detail} It is in the master data.",
            detail_vi=f"{error.detail_vi} Điều đó nằm trong dữ liệu gốc.",
        )
    return NotAcceptableException(
        f"{error.detail} It is in the event {event_id or 'without an eventID'}.",
        detail_vi=f"{error.detail_vi} Điều đó nằm trong sự kiện {event_id or 'không có eventID'}.",
    )


def _head(kind: str, created: datetime, context: dict[str, Any]) -> dict[str, Any]:
    to_the_millisecond = _moment(created)[1:-5].decode()
    return {
        "@context": [EPCIS_CONTEXT, context] if context else [EPCIS_CONTEXT],
        "type": kind,
        "schemaVersion": "2.0",
        "creationDate": f"{to_the_millisecond}Z",
    }


_CARRIED = (DOCUMENT, HEADER, MASTER_DATA, BODY)  # what an EPCISDocument of JSON has a place for


def _json_document(header: DocumentHeader, payloads: list[bytes], around: Envelope) -> bytes:
    """Adds to `around.left` what it leaves out."""
    vocabulary = vocabulary_members(header.vocabulary)
    context, others, events = _shared(payloads, around, vocabulary)
    head = _head("EPCISDocument", header.creation_date, context) | _business_header(header)
    head |= others.get(DOCUMENT, {})
    master_data = others.get(MASTER_DATA, {})
    if vocabulary:
        master_data = master_data | {"vocabularyList": vocabulary}
    of_header = others.get(HEADER, {})
    if master_data:
        of_header = of_header | {"epcisMasterData": master_data}
    if of_header:
        head["epcisHeader"] = of_header
    of_body = _encode(others.get(BODY, {}))[1:-1]
    body = b',"epcisBody":{' + of_body + (b"," if of_body else b"") + b'"eventList":['
    around.left += [
        f"{place}/{escaped(name)}"
        for place, members in around.others.items()
        if place not in _CARRIED
        for name in members
    ]
    return _encode(head)[:-1] + body + b",".join(events) + b"]}}"


def _shared(
    payloads: list[bytes], around: Envelope, vocabulary: list[dict[str, Any]]
) -> tuple[dict[str, Any], dict[str, dict[str, Any]], list[bytes]]:
    """The prefixes for the head, what the document says there by place, and its events."""
    beside = (_encode(vocabulary),)
    others = around.others
    entries = around.namespaces.encoded() if around.namespaces.entries else b""
    if not others or not entries:
        context, events = shared([*payloads, _encode(others)] if others else payloads, beside)
        return context, others, events[: len(payloads)]
    # to `shared` the head is one event more, whose prefixes must mean the same there
    opening = b'{"@context":' + entries + b","
    context, (told, *events) = shared([opening + _encode(others)[1:], *payloads], beside)
    return context, around.with_full_names() if told.startswith(opening) else others, events


def _business_header(header: DocumentHeader) -> dict[str, str]:
    parts = {
        "sender": header.sender,
        "receiver": header.receiver,
        "instanceIdentifier": header.instance_identifier,
    }
    return {name: text for name, text in parts.items() if text is not None}
