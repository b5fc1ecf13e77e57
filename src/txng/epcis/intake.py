"""The pipeline of one event, whatever format told it: normalise, type, judge.

    JSON bytes ─ read ─┐
                       ├─ event: members -> plain spelling -> struct -> rules -> EventDraft
    XML ─ open_xml ────┘                    remarks              errors -> RejectedEvent, or a refusal

Each `EventDraft` keeps the event as it was received (in XML: as the JSON-LD that says the same), with
the document's name spaces inside, so that it can be stored whole and read alone. Nothing is kept here
of the events that went through, so a long document costs no more memory than its longest event.

Source: EPCIS 2.0 §7.4, §10; design/engine.md "Intake rules".
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, NoReturn

import msgspec

from txng.epcis import checks, rules, times
from txng.epcis.characters import beyond_xml, is_beyond_xml
from txng.epcis.context import DEFAULT_PREFIXES, MAX_CONTEXT, Namespaces, Report
from txng.epcis.errors import Finding, ValidationException
from txng.epcis.event_hash import event_hash, hash_of_payload
from txng.epcis.events import AnyEvent, ExtendedEvent, extended_event
from txng.epcis.findings import Findings, refusal
from txng.epcis.members import (
    EVENT_SHAPES,
    are_in_place,
    has_extensions,
    out_of_place,
    with_full_names,
)
from txng.epcis.normal_form import (
    is_plain,
    with_bare_type,
    with_bare_words,
    with_full_addresses,
    with_plain_times,
    without_nothing,
)
from txng.epcis.strict_json import MAX_DEPTH, StrictJson, decode_strictly

MAX_EVENT = 4 * 1024 * 1024  # bytes of one event as it is stored
MAX_IN_FULL = 4 * MAX_EVENT  # of one event whose names are written in full

_from_json = msgspec.json.Decoder(AnyEvent).decode
_sorted = msgspec.json.Encoder(order="sorted")
_plain = msgspec.json.Encoder()


@dataclass(frozen=True, slots=True)
class EventDraft:
    """`payload`: the event's JSON as received, plus its name spaces; `event` is what it decodes to. Of
    what was received only these change: addresses that are written with a prefix of the sender's own come
    in full, times in their plain spelling, and members that hold nothing go.
    `content`: the bytes that decide whether two events are the same (sorted members, full names, bare
    words, without recordTime)."""

    event: AnyEvent
    payload: bytes
    content: bytes
    pointer: str


def event_hash_of(draft: EventDraft) -> str:
    """The CBV hash of an event that was read, in whatever format: "ni:///sha-256;..?ver=CBV2.0"."""
    return hash_of_payload(draft.payload)


@dataclass(frozen=True, slots=True)
class RejectedEvent:
    """An event that broke a rule, in a document whose other events are kept (proceed)."""

    pointer: str
    event_id: str | None
    findings: tuple[Finding, ...]


class Intake:
    """One document's reading: takes events one by one and gathers what is wrong.

    Without `proceed` every error is the document's and goes into `found`; with it an event's errors
    leave with the event. `strict` makes errors of remarks on spelling.
    """

    def __init__(self, now: datetime, *, proceed: bool = False, strict: bool = False) -> None:
        self.now = now
        self.proceed = proceed
        self.strict = strict
        self.found = Findings(strict=strict)

    def report(self, rule: str, pointer: str, values: Mapping[str, object]) -> None:
        """A finding about the document itself."""
        self.found.report(rule, pointer, values)

    def refuse_errors(self) -> None:
        """Raises ValidationException when anything so far was an error."""
        if self.found.errors:
            raise refusal(self.found.errors + self.found.warnings)

    def refuse(self, rule: str, values: Mapping[str, object]) -> NoReturn:
        """Report what makes reading on pointless, and raise ValidationException."""
        self.report(rule, "", values)
        raise refusal(self.found.errors + self.found.warnings)

    def read(
        self,
        raw: bytes,
        namespaces: Namespaces,
        pointer: str,
        *,
        levels: int = MAX_DEPTH,
        told: StrictJson | None = None,
    ) -> EventDraft | RejectedEvent | None:
        """An event from its JSON of at most `levels` levels, `told` if decoded already. As `event`."""
        found = Findings(strict=self.strict)
        if len(raw) > MAX_EVENT:
            found.report("event_too_large", pointer, {"limit": MAX_EVENT, "got": len(raw)})
            return self._settled(None, pointer, None, found)
        try:
            told = told or decode_strictly(raw, levels=levels)
        except ValidationException as refused:
            found.take(replace(one, pointer=pointer + one.pointer) for one in refused.findings)
            return self._settled(None, pointer, None, found)
        for spare in told.spare_event_ids:
            found.report("event_named_twice", f"{pointer}/eventID", {"got": spare})
        draft = self._draft(told.value, told, namespaces, pointer, found)
        return self._settled(told.value, pointer, draft, found)

    def event(
        self, members: Any, namespaces: Namespaces, pointer: str
    ) -> EventDraft | RejectedEvent | None:
        """Judge an event that came as members, not as bytes.

        An event with errors is a RejectedEvent with `proceed`, else None (`self.found` tells why).
        """
        found = Findings(strict=self.strict)
        draft = self._draft(members, None, namespaces, pointer, found)
        return self._settled(members, pointer, draft, found)

    def _settled(
        self, members: Any, pointer: str, draft: EventDraft | None, found: Findings
    ) -> EventDraft | RejectedEvent | None:
        if not found.errors:
            if found.warnings:
                self.found.take(found.warnings)
            return draft
        if not self.proceed:
            self.found.take(found.told())
            return None
        event_id = members.get("eventID") if isinstance(members, dict) else None
        return RejectedEvent(pointer, event_id if isinstance(event_id, str) else None, found.told())

    def _draft(
        self,
        members: Any,
        told: StrictJson | None,
        namespaces: Namespaces,
        pointer: str,
        found: Findings,
    ) -> EventDraft | None:
        """None only after an error was put into `found`."""
        report = found.report
        if not isinstance(members, dict):
            got = f"Expected an event, got {type(members).__name__}"
            report("malformed_member", pointer, {"got": got})
            return None
        if "@context" in members:
            namespaces = namespaces.within(members["@context"], f"{pointer}/@context", report)
            size = len(namespaces.encoded())
            if size > MAX_CONTEXT:
                values = {"limit": str(MAX_CONTEXT), "got": str(size)}
                report("context_too_large", f"{pointer}/@context", values)
                return None
            members = {name: value for name, value in members.items() if name != "@context"}
            if (
                told is not None
            ):  # one event alone has its own context, and may be plain all the same
                told = StrictJson(members, _plain.encode(members), _sorted.encode(members))
        body = told.body if told is not None else _plain.encode(members)
        if len(body) * len(namespaces.encoded()) > MAX_IN_FULL:  # seldom, so worth a closer look
            size = namespaces.most_in_full(body)
            if size > MAX_IN_FULL:
                report("event_too_large", pointer, {"limit": MAX_IN_FULL, "got": size})
                return None
        if is_beyond_xml(body):
            for where, got in beyond_xml(members, pointer):
                report("not_in_xml", where, {"got": got})
            return None
        if namespaces.terms and namespaces.may_be_compact(body):
            members = with_full_addresses(members, namespaces)
            body = _plain.encode(members)
            told = told and StrictJson(members, body, _sorted.encode(members))
        event = _plain_event(members, told)
        kept = plain = members
        if event is None:  # something is spelt strangely, or wrong
            kept = _kept(members, body, pointer, report)
            plain = with_bare_words(kept, pointer, report)
            is_foreign = _is_foreign(kept.get("type"), namespaces)
            try:
                event = extended_event(kept, namespaces) if is_foreign else _typed(kept)
            except msgspec.ValidationError as error:
                where, got = rules.place(str(error))
                report("malformed_member", pointer + where, {"got": got})
                return None
            if is_foreign:
                plain = _with_full_type(plain, namespaces, pointer, report)
        content = plain
        shape = EVENT_SHAPES[type(event).__name__]
        if has_extensions(plain, shape):
            if not are_in_place(plain, shape, namespaces):
                for rule, where, name in out_of_place(plain, shape, namespaces, pointer):
                    report(rule, where, {"name": name})
            content = with_full_names(plain, shape, namespaces)
        checks.check(event, self.now, pointer, found)
        if event.event_id is not None and event.event_id.startswith("ni:///sha-256;"):
            self._compare_hash(event.event_id, plain, namespaces, pointer, found)
        raw = body if kept is members else _plain.encode(kept)
        payload = _with_namespaces(raw, namespaces)
        if len(payload) > MAX_EVENT:
            report("event_too_large", pointer, {"limit": MAX_EVENT, "got": len(payload)})
        ordered = told.ordered if told and content is members else _sorted.encode(content)
        return EventDraft(event, payload, ordered, pointer)

    def _compare_hash(
        self,
        event_id: str,
        members: dict[str, Any],
        namespaces: Namespaces,
        pointer: str,
        found: Findings,
    ) -> None:
        if found.errors:  # the hash is one of a whole event
            return
        expected = event_hash(members, namespaces)
        if expected != event_id:
            found.report("hash_differs", f"{pointer}/eventID", {"expected": expected})


def _plain_event(members: dict[str, Any], told: StrictJson | None) -> AnyEvent | None:
    """The struct of an event that needs no first stage, straight from its bytes; None otherwise."""
    if (
        told is None
        or members.get("type") == ExtendedEvent.__name__
        or "recordTime" in members
        or b"null" in told.body
    ):
        return None
    try:
        event: AnyEvent = _from_json(told.body)
    except msgspec.ValidationError:  # an empty member, too: no text of a struct may be empty
        return None
    told_at = members["eventTime"]
    return event if is_plain(event) and times.plain(told_at) == told_at else None


def _kept(members: dict[str, Any], body: bytes, pointer: str, report: Report) -> dict[str, Any]:
    """What is stored of an event: times as they should be spelt, without empty members and the
    sender's recordTime.

    The repository sets its own recordTime (EPCIS 2.0 §7.4.1). The same members if they are so already.
    `body` are the members in JSON: nothing is empty where no bytes say so.
    """
    kept = with_plain_times(with_bare_type(members, pointer, report), pointer, report)
    if b'""' in body or b"null" in body:
        kept = without_nothing(kept, pointer, report)
    if "recordTime" in kept:
        kept = {name: value for name, value in kept.items() if name != "recordTime"}
    return kept


def _typed(members: dict[str, Any]) -> AnyEvent:
    """Raises msgspec.ValidationError."""
    if members.get("type") == ExtendedEvent.__name__:  # our name for foreign types, nobody else's
        raise msgspec.ValidationError("Invalid value 'ExtendedEvent' - at `$.type`")
    event: AnyEvent = msgspec.convert(members, AnyEvent)
    return event


def _is_foreign(kind: Any, namespaces: Namespaces) -> bool:
    """A type of somebody's own, which the standard allows (EPCIS 2.0 §7.4.1)."""
    if not isinstance(kind, str) or ":" not in kind:
        return False
    full = namespaces.full_name(kind)
    return ":" in full and not full.startswith(DEFAULT_PREFIXES["epcis"])


def _with_full_type(
    members: dict[str, Any], namespaces: Namespaces, pointer: str, report: Report
) -> dict[str, Any]:
    kind = members["type"]
    if not namespaces.declares(kind):
        report("undeclared_prefix", f"{pointer}/type", {"name": kind})
    return members | {"type": namespaces.full_name(kind)}


def _with_namespaces(raw: bytes, namespaces: Namespaces) -> bytes:
    """The event's bytes with its name spaces inside, so that it can be read without its document.

    What is stored is what was judged; the document as it came lies beside its job.
    """
    if namespaces.entries:
        return b'{"@context":' + namespaces.encoded() + b"," + raw.lstrip()[1:]
    return raw
