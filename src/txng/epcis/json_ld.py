"""A document in JSON-LD: its envelope is read strictly, its events are handed on one by one.

    {"@context": [...], "type": "EPCISDocument", "schemaVersion": "2.0", "creationDate": "..",
     "sender": "..", "receiver": "..", "instanceIdentifier": "..",                    on its way
     "epcisHeader": {"epcisMasterData": {"vocabularyList": [...]}},                   who, where, what
     "epcisBody": {"eventList": [...]}}                                               what happened

    {..., "type": "EPCISQueryDocument",                                               an answer, as input
     "epcisBody": {"queryResults": {"queryName": "..", "resultsBody": {"eventList": [...]}}}}

Refused outright: malformed JSON, invalid UTF-8, NaN and numbers out of range, lone surrogates, a member
name twice in one object, more than 64 levels, contexts from elsewhere. The objects on the way to the
list of events are taken apart as bytes, every other member and each event is decoded on its own: so
strictness reaches every byte, and never more than one event is in memory as values.

Cost: linear in the document (`make bench` prints µs per event).
Source: EPCIS 2.0 §9-10; design/engine.md "Intake rules"; reference/reliability.md F16, F17, F25, F26.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

import msgspec

from txng.epcis.context import MAX_CONTEXT, Namespaces
from txng.epcis.documents import (
    Document,
    DocumentHeader,
    DocumentReader,
    VocabularyElement,
    creation_date,
)
from txng.epcis.envelope import BODY, DOCUMENT, HEADER, STRUCTURE, Envelope, without
from txng.epcis.findings import MAX_FINDINGS
from txng.epcis.header import vocabulary_elements
from txng.epcis.intake import MAX_EVENT, EventDraft, Intake, RejectedEvent
from txng.epcis.strict_json import MAX_DEPTH, decode_strictly, elements_of, members_of

__all__ = [
    "DOCUMENT_TYPES",
    "MAX_CONTEXT",
    "MAX_DEPTH",
    "MAX_EVENT",
    "MAX_FINDINGS",
    "Document",
    "EventDraft",
    "RejectedEvent",
    "VocabularyElement",
    "decode_strictly",
    "open_json",
    "read_context",
    "read_document",
]

MAX_MEMBER = 16 * 1024 * 1024  # bytes of one member of the envelope, e.g. of all its master data
DOCUMENT_TYPES = ("EPCISDocument", "EPCISQueryDocument")


def read_document(
    body: bytes, *, now: datetime, proceed: bool = False, strict: bool = False
) -> Document:
    """Read, normalise and judge a document in JSON-LD; `reading.read_document` takes any format.

    Raises ValidationException with every finding (at most MAX_FINDINGS) when any is an error.
    """
    return open_json(body, Intake(now, proceed=proceed, strict=strict)).whole()


def open_json(
    body: bytes, intake: Intake, prefixes: Mapping[str, str] | None = None
) -> DocumentReader:
    """Read the envelope; `prefixes` hold besides its own.

    Raises ValidationException when it is wrong beyond reading on; with `proceed`, when it is wrong.
    """
    members = members_of(body)
    if members is None:
        found = decode_strictly(body).value
        intake.refuse("not_an_epcis_document", {"got": type(found).__name__})
    envelope = {
        name: _decoded(raw, MAX_DEPTH - 1, intake)
        for name, raw in members.items()
        if name != "epcisBody"
    }
    kind, version = _kind_and_version(envelope, intake)
    if "@context" not in envelope:
        intake.report("missing_member", "", {"name": "@context"})
    namespaces = read_context(envelope.get("@context", []), intake, prefixes)
    around = Envelope(namespaces)
    around.take(DOCUMENT, without(envelope, *STRUCTURE[DOCUMENT]), intake.report)
    is_answer = kind == "EPCISQueryDocument"
    made = creation_date(envelope.get("creationDate"), intake, is_optional=is_answer)
    vocabulary = _header_vocabulary(envelope.get("epcisHeader"), around, intake)
    raws, pointer, listed = _event_list(members.get("epcisBody"), around, intake)
    header = DocumentHeader(
        creation_date=made,
        vocabulary=vocabulary + listed,
        format="json",
        schema_version=version,
        sender=_text(envelope, "sender", intake),
        receiver=_text(envelope, "receiver", intake),
        instance_identifier=_text(envelope, "instanceIdentifier", intake),
    )
    if intake.proceed:
        intake.refuse_errors()
    levels = MAX_DEPTH - pointer.count("/") - 1
    judged = _judged(raws, namespaces, intake, pointer, levels)
    return DocumentReader(header, intake, judged, around)


def read_context(
    context: Any, intake: Intake, prefixes: Mapping[str, str] | None = None
) -> Namespaces:
    """The name spaces of a document's @context and of `prefixes` from outside it.

    Raises ValidationException when they are too large.
    """
    namespaces = Namespaces()
    if prefixes:
        namespaces.read(dict(prefixes), "", intake.report)
    namespaces.read(context, "/@context", intake.report)
    size = len(namespaces.encoded())
    if size > MAX_CONTEXT:
        values = {"limit": str(MAX_CONTEXT), "got": str(size)}
        intake.report("context_too_large", "/@context", values)
        intake.refuse_errors()
    return namespaces


def _judged(
    raws: list[msgspec.Raw], namespaces: Namespaces, intake: Intake, pointer: str, levels: int
) -> Iterator[EventDraft | RejectedEvent | None]:
    for position, raw in enumerate(raws):
        yield intake.read(bytes(raw), namespaces, f"{pointer}/{position}", levels=levels)


def _decoded(raw: msgspec.Raw, levels: int, intake: Intake) -> Any:
    if len(memoryview(raw)) > MAX_MEMBER:
        values = {"limit": str(MAX_MEMBER), "got": str(len(memoryview(raw)))}
        intake.refuse("member_too_large", values)
    strict = decode_strictly(bytes(raw), levels=levels)
    for spare in strict.spare_event_ids:
        intake.report("event_named_twice", "", {"got": spare})
    return strict.value


def _kind_and_version(envelope: dict[str, Any], intake: Intake) -> tuple[str, str]:
    kind = str(envelope.get("type", envelope.get("isA", "")))
    told = envelope.get("schemaVersion", "2.0" if kind == "EPCISQueryDocument" else "")
    version = str(told)
    if kind not in DOCUMENT_TYPES or not version.startswith("2."):
        got = f"type={kind!r}, schemaVersion={version!r}"
        intake.refuse("not_an_epcis_document", {"got": got})
    if not isinstance(told, str):
        intake.report("schema_version_number", "/schemaVersion", {"got": version})
    return kind, version


def _text(envelope: dict[str, Any], name: str, intake: Intake) -> str | None:
    value = envelope.get(name)
    if value is None or isinstance(value, str):
        return value
    got = f"Expected `str`, got {type(value).__name__}"
    intake.report("malformed_member", f"/{name}", {"got": got})
    return None


def _header_vocabulary(
    header: Any, around: Envelope, intake: Intake
) -> tuple[VocabularyElement, ...]:
    """Other members of epcisHeader stay with the document; they say nothing about things."""
    pointer = HEADER
    if header is None:
        return ()
    for name in ("epcisMasterData", "vocabularyList"):
        if not isinstance(header, dict):
            got = f"Expected `object`, got {type(header).__name__}"
            intake.report("malformed_member", pointer, {"got": got})
            return ()
        around.take(pointer, without(header, name), intake.report)
        header, pointer = header.get(name), f"{pointer}/{name}"
        if header is None:
            return ()
    return vocabulary_elements(header, around, intake, pointer)


def _event_list(
    body: msgspec.Raw | None, around: Envelope, intake: Intake
) -> tuple[list[msgspec.Raw], str, tuple[VocabularyElement, ...]]:
    """The bytes of each event, the pointer of their list, and master data in the results of a query.

    To read one list of two, or none, would lose events behind a 202: both are errors.
    """
    pointer = BODY
    if body is None:
        intake.report("missing_member", "", {"name": "epcisBody"})
        return [], pointer, ()
    holder = _entered(body, pointer, ("eventList", "queryResults"), around, intake)
    if holder is None:
        return [], pointer, ()
    found = [name for name in ("eventList", "queryResults") if not _is_nothing(holder.get(name))]
    if len(found) != 1:
        got = f"Expected either eventList or queryResults, got {'both' if found else 'neither'}"
        intake.report("malformed_member", pointer, {"got": got})
        return [], pointer, ()
    listed: tuple[VocabularyElement, ...] = ()
    if found == ["queryResults"]:
        for name, passed in _RESULTS:
            pointer, inner = f"{pointer}/{name}", holder[name]
            holder = _entered(inner, pointer, passed, around, intake)
            if holder is None:
                return [], pointer, ()
        if "vocabularyList" in holder:
            value = _decoded(holder["vocabularyList"], MAX_DEPTH - 4, intake)
            listed = vocabulary_elements(value, around, intake, f"{pointer}/vocabularyList")
            if "eventList" not in holder:
                return [], pointer, listed
        elif not _has(holder, "eventList", pointer, intake):
            return [], pointer, ()
    pointer = f"{pointer}/eventList"
    raws = elements_of(holder["eventList"])
    if raws is None:
        intake.report("malformed_member", pointer, {"got": "Expected `array`"})
    return raws or [], pointer, listed


_RESULTS = (
    ("queryResults", ("resultsBody",)),
    ("resultsBody", ("eventList", "vocabularyList")),
)


def _entered(
    raw: msgspec.Raw, pointer: str, passed: tuple[str, ...], around: Envelope, intake: Intake
) -> dict[str, msgspec.Raw] | None:
    """The members of an object on the way to the events; those not `passed` must be strict JSON."""
    members = members_of(raw)
    if members is None:
        decode_strictly(bytes(raw))
        intake.report("malformed_member", pointer, {"got": "Expected `object`"})
        return None
    others = {
        name: _decoded(other, MAX_DEPTH - pointer.count("/") - 1, intake)
        for name, other in without(members, *passed).items()
    }
    around.take(pointer, others, intake.report)
    if passed == ("resultsBody",) and not _has(members, "resultsBody", pointer, intake):
        return None
    return members


def _has(members: dict[str, msgspec.Raw], name: str, pointer: str, intake: Intake) -> bool:
    if name not in members:
        got = f"Object missing required field `{name}`"
        intake.report("malformed_member", pointer, {"got": got})
    return name in members


def _is_nothing(raw: msgspec.Raw | None) -> bool:
    return raw is None or bytes(memoryview(raw)[:4]) == b"null"
