"""EPCIS 2.0 and CBV 2.0 in plain Python: a library without Django, network or clock.

Read a document in any format (JSON-LD, XML of 2.0 down to 1.0), see what is strange or wrong in it,
name its events by their CBV hash, ask for some of them:

>>> from datetime import UTC, datetime
>>> from txng.epcis import event_hash_of, parse_url, read_document, ValidationException
>>> body = b'''{"@context": ["https://ref.gs1.org/standards/epcis/2.0.0/epcis-context.jsonld"],
...   "type": "EPCISDocument", "schemaVersion": "2.0", "creationDate": "2026-11-03T02:00:00Z",
...   "epcisBody": {"eventList": [{
...     "type": "ObjectEvent", "eventTime": "2026-11-03T08:30:00+07:00", "eventTimeZoneOffset": "+07:00",
...     "epcList": ["https://id.gs1.org/01/09520000100018/21/S1"], "action": "OBSERVE",
...     "bizStep": "urn:epcglobal:cbv:bizstep:shipping"}]}}'''
>>> found = read_document(body, now=datetime(2026, 11, 3, 9, tzinfo=UTC))
>>> (draft,) = found.drafts
>>> draft.event.epc_list, draft.event.event_time.isoformat()
(('https://id.gs1.org/01/09520000100018/21/S1',), '2026-11-03T08:30:00+07:00')
>>> [(one.rule, one.severity, one.pointer) for one in found.warnings]
[('cbv_urn', 'warning', '/epcisBody/eventList/0/bizStep')]

Errors refuse the document, with every finding at once, in English and in Vietnamese:

>>> try:
...     read_document(body.replace(b"100018", b"100019"), now=datetime(2026, 11, 3, 9, tzinfo=UTC))
... except ValidationException as refusal:
...     print(refusal.findings[0].rule, refusal.findings[0].pointer)
...     print(refusal.findings[0].message_vi)
wrong_check_digit /epcisBody/eventList/0/epcList/0
Mã 'https://id.gs1.org/01/09520000100019/21/S1' sai số kiểm tra. Quét hoặc gõ lại mã rồi gửi lại.

The CBV hash is the same whoever computes it, from any format:

>>> event_hash_of(draft)
'ni:///sha-256;62abc8a7f9738d0c612803e49b17c76d8c665edfe0813a5923c4f567a72896cb?ver=CBV2.0'

A question of the standard's query language, as in the URL of GET /events:

>>> query = parse_url([("EQ_bizStep", "shipping"), ("GE_eventTime", "2026-11-01T00:00:00Z")])
>>> sorted(condition.name for condition in query.conditions)
['EQ_bizStep', 'GE_eventTime']

`open_document` reads the same event by event, in bounded memory; `read_event` takes one bare event.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from txng.epcis import event_hash
    from txng.epcis.errors import EpcisException, Finding, ValidationException
    from txng.epcis.intake import EventDraft, RejectedEvent, event_hash_of
    from txng.epcis.query.doors import parse_json, parse_url
    from txng.epcis.reading import open_document, read_document, read_event

__all__ = [
    "EpcisException",
    "EventDraft",
    "Finding",
    "RejectedEvent",
    "ValidationException",
    "event_hash",
    "event_hash_of",
    "open_document",
    "parse_json",
    "parse_url",
    "read_document",
    "read_event",
]

# Each name is imported when it is first asked for: who needs only `errors` does not load a parser.
_HOMES = {
    "EpcisException": "errors",
    "Finding": "errors",
    "ValidationException": "errors",
    "EventDraft": "intake",
    "RejectedEvent": "intake",
    "event_hash_of": "intake",
    "parse_json": "query.doors",
    "parse_url": "query.doors",
    "open_document": "reading",
    "read_document": "reading",
    "read_event": "reading",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOMES[name]}"), name)
