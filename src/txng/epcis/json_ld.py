"""A capture document in JSON-LD becomes events, each complete in itself.

    {"@context": [...], "type": "EPCISDocument", "schemaVersion": "2.0", "creationDate": "..",
     "epcisHeader": {"epcisMasterData": {"vocabularyList": [...]}},      who, where, what
     "epcisBody": {"eventList": [...]}}                                  what happened

Reading has two stages: the spelling is normalised with warnings, then the rules are strict. Refused
outright: malformed JSON, invalid UTF-8, NaN and numbers out of range, lone surrogates, a member name
twice in one object, more than 64 levels, contexts from elsewhere.

Each `EventDraft` keeps the event's own bytes as received, with the document's name spaces put inside,
so that the event can be stored whole and read alone. Cost: linear in the document, about 25 µs an
event (`make bench`).

Source: EPCIS 2.0 §9-10; design/engine.md "Intake rules"; reference/reliability.md F16, F17, F25, F26.
"""

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any

import msgspec

from txng.epcis import rules, vocabulary
from txng.epcis.context import Namespaces
from txng.epcis.errors import Finding, ValidationException
from txng.epcis.events import EVENT_STRUCTS, EVENT_TYPES, AnyEvent

MAX_DEPTH = 64
MAX_CONTEXT = 8 * 1024  # bytes; every event of the document is stored with it
MAX_EVENT = 4 * 1024 * 1024  # bytes of one event as it is stored
MAX_FINDINGS = 100  # a machine that sends nonsense gets a sample of it back, not a copy


@dataclass(frozen=True, slots=True)
class EventDraft:
    """`payload`: the event's JSON as received, plus its name spaces. `content`: the bytes that decide
    whether two events are the same (sorted members, expanded names, without recordTime)."""

    event: AnyEvent
    payload: bytes
    content: bytes
    pointer: str


@dataclass(frozen=True, slots=True)
class VocabularyElement:
    """Master data of one thing: `attributes` map full attribute ids to their values."""

    type: str
    id: str
    attributes: dict[str, Any]
    children: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A capture document that passed every rule; `warnings` are what was only remarked on."""

    creation_date: datetime
    drafts: tuple[EventDraft, ...]
    vocabulary: tuple[VocabularyElement, ...]
    warnings: tuple[Finding, ...]


class _Document(msgspec.Struct):
    """Only splits the event list, so that each event keeps its bytes."""

    epcis_body: "_Body" = msgspec.field(name="epcisBody")


class _ResultsBody(msgspec.Struct):
    event_list: list[msgspec.Raw] = msgspec.field(name="eventList")


class _QueryResults(msgspec.Struct):
    results_body: _ResultsBody = msgspec.field(name="resultsBody")


class _Body(msgspec.Struct):
    event_list: list[msgspec.Raw] | None = msgspec.field(name="eventList", default=None)
    query_results: _QueryResults | None = msgspec.field(name="queryResults", default=None)


_split = msgspec.json.Decoder(_Document)
_sorted = msgspec.json.Encoder(order="sorted")
_plain = msgspec.json.Encoder()
_VOCABULARIES: tuple[tuple[vocabulary.Field, str], ...] = (
    ("biz_step", "bizStep"),
    ("disposition", "disposition"),
)
_KNOWN_MEMBERS = {
    struct.__struct_config__.tag: frozenset(
        {field.encode_name for field in msgspec.structs.fields(struct)}
        | {"type", "@context", "isA"}
    )
    for struct in EVENT_STRUCTS
}


def read_document(body: bytes, *, now: datetime) -> Document:
    """Read, normalise and judge a capture document.

    Raises ValidationException with every finding (at most MAX_FINDINGS) when any is an error.
    """
    reader = _Reader(now)
    document = reader.read(body)
    if any(finding.severity == "error" for finding in reader.findings):
        raise _refusal(reader.findings)
    assert document is not None  # no error means a document
    return document


def _refusal(findings: list[Finding]) -> ValidationException:
    errors = [finding for finding in findings if finding.severity == "error"]
    first = errors[0]
    place = f"{first.pointer}: " if first.pointer else ""
    more = f" (+{len(errors) - 1})" if len(errors) > 1 else ""
    ordered = errors + [finding for finding in findings if finding.severity != "error"]
    return ValidationException(
        f"{place}{first.message}{more}",
        detail_vi=f"{place}{first.message_vi}{more}",
        findings=ordered[:MAX_FINDINGS],
    )


@dataclass(frozen=True, slots=True)
class StrictJson:
    """`body` differs from what was received only where `spare_event_ids` were taken out."""

    value: Any
    body: bytes
    spare_event_ids: tuple[str, ...] = ()


def decode_strictly(body: bytes) -> StrictJson:
    """JSON as RFC 8259 means it; raises ValidationException for what lenient decoders let pass."""
    try:
        decoded = msgspec.json.decode(body)
    except RecursionError:
        raise _refusal([rules.finding("too_deep", "", limit=MAX_DEPTH)]) from None
    except (msgspec.MsgspecError, UnicodeDecodeError, ValueError) as error:
        raise _refusal([rules.finding("malformed_json", "", got=str(error))]) from None
    if _deeper_than(decoded, MAX_DEPTH):  # before anything walks the document by recursion
        raise _refusal([rules.finding("too_deep", "", limit=MAX_DEPTH)])
    if _names_may_repeat(body, decoded):
        return _decode_slowly(body)
    return StrictJson(decoded, body)


_SPACED_COLON = re.compile(rb'"[ \t\r\n]+:')
_ESCAPED_MARK = re.compile(rb"\\u00(?:22|3[Aa])")  # a quote or a colon


def _names_may_repeat(body: bytes, decoded: Any) -> bool:
    """Whether an object may hold the same member name twice.

    The decoder silently keeps the last of two members, so such a document encodes back with fewer
    `":` than it had. Otherwise the counts are equal, unless a colon is set off from its name or a
    quote or a colon is written as an escape: then only a slow look at every object can tell.
    """
    return (
        body.count(b'":') != _plain.encode(decoded).count(b'":')
        or _ESCAPED_MARK.search(body) is not None
        or _SPACED_COLON.search(body) is not None
    )


def _decode_slowly(body: bytes) -> StrictJson:
    spare: list[str] = []

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        seen: dict[str, Any] = {}
        for name, value in pairs:
            if name in seen:
                if name != "eventID" or not _is_hash(seen[name]) != _is_hash(value):
                    raise _RepeatedMember(name)
                # GS1's own AssociationEvent-h names an event twice, by the CBV hash and by a UUID.
                # The hash can be computed again, so the other one is the name and nothing is lost.
                value, hash_id = (seen[name], value) if _is_hash(value) else (value, seen[name])
                spare.append(hash_id)
            seen[name] = value
        return seen

    try:
        value = json.loads(body, object_pairs_hook=once)
    except _RepeatedMember as error:
        raise _refusal([rules.finding("duplicate_member", "", name=str(error))]) from None
    return StrictJson(value, _plain.encode(value) if spare else body, tuple(spare))


def _is_hash(event_id: Any) -> bool:
    return isinstance(event_id, str) and event_id.startswith("ni:///sha-256;")


class _RepeatedMember(ValueError):
    """Leaves the slow reader at the first repeated name."""


class _Reader:
    """One document's reading: gathers findings, so that one answer names all that is wrong."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self.findings: list[Finding] = []

    def report(self, rule: str, pointer: str, values: dict[str, str]) -> None:
        self.findings.append(rules.finding(rule, pointer, **values))

    def read(self, body: bytes) -> Document | None:
        strict = decode_strictly(body)
        decoded, body = strict.value, strict.body
        for spare in strict.spare_event_ids:
            self.report("event_named_twice", "", {"got": spare})
        if not isinstance(decoded, dict):
            self.report("not_an_epcis_document", "", {"got": type(decoded).__name__})
            return None
        kind = str(decoded.get("type", decoded.get("isA", "")))
        version = str(decoded.get("schemaVersion", ""))
        if kind not in ("EPCISDocument", "EPCISQueryDocument") or not version.startswith("2."):
            got = f"type={kind!r}, schemaVersion={version!r}"
            self.report("not_an_epcis_document", "", {"got": got})
            return None
        namespaces = Namespaces()
        if "@context" in decoded:
            namespaces.read(decoded["@context"], "/@context", self.report)
        else:
            self.report("missing_member", "", {"name": "@context"})
        size = len(_plain.encode(namespaces.entries))
        if size > MAX_CONTEXT:
            self.report(
                "context_too_large", "/@context", {"limit": str(MAX_CONTEXT), "got": str(size)}
            )
            return None
        creation_date = self._creation_date(decoded)
        vocabulary_elements = self._vocabulary(decoded, namespaces)
        drafts = self._events(body, decoded, namespaces)
        return Document(
            creation_date=creation_date,
            drafts=tuple(drafts),
            vocabulary=tuple(vocabulary_elements),
            warnings=tuple(self.findings[:MAX_FINDINGS]),
        )

    def _creation_date(self, decoded: dict[str, Any]) -> datetime:
        text = decoded.get("creationDate")
        try:
            moment = datetime.fromisoformat(text)  # type: ignore[arg-type]
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        except (TypeError, ValueError):
            if text is None:
                self.report("missing_member", "", {"name": "creationDate"})
            else:
                got = f"Expected a date and time, got {text!r}"
                self.report("malformed_member", "/creationDate", {"got": got})
            return self.now

    def _events(
        self, body: bytes, decoded: dict[str, Any], namespaces: Namespaces
    ) -> list[EventDraft]:
        epcis_body = decoded.get("epcisBody")
        if not isinstance(epcis_body, dict):
            self.report("missing_member", "", {"name": "epcisBody"})
            return []
        try:
            split = _split.decode(body).epcis_body
        except msgspec.ValidationError as error:
            where, got = _place(str(error))
            self.report("malformed_member", where, {"got": got})
            return []
        raws, results = split.event_list, split.query_results
        if raws is not None and results is None:
            pointer, events = "/epcisBody/eventList", epcis_body["eventList"]
        elif results is not None and raws is None:
            pointer = "/epcisBody/queryResults/resultsBody/eventList"
            raws = results.results_body.event_list
            events = epcis_body["queryResults"]["resultsBody"]["eventList"]
        else:  # to read one list of two, or none, would lose events behind a 202
            got = "both" if raws is not None else "neither"
            expected = f"Expected either eventList or queryResults, got {got}"
            self.report("malformed_member", "/epcisBody", {"got": expected})
            return []
        drafts = []
        for position, (raw, members) in enumerate(zip(raws, events, strict=True)):
            draft = self._event(bytes(raw), members, namespaces, f"{pointer}/{position}")
            if draft is not None:
                drafts.append(draft)
        return drafts

    def _event(
        self, raw: bytes, members: Any, namespaces: Namespaces, pointer: str
    ) -> EventDraft | None:
        if not isinstance(members, dict):
            got = f"Expected an event, got {type(members).__name__}"
            self.report("malformed_member", pointer, {"got": got})
            return None
        own = members.get("@context")
        if own is not None:
            namespaces = namespaces.within(own, f"{pointer}/@context", self.report)
        plain = self._normalise(members, pointer)
        plain.pop("recordTime", None)  # the repository sets its own (EPCIS 2.0 §7.4.1)
        try:
            event: AnyEvent = msgspec.convert(plain, AnyEvent)
        except msgspec.ValidationError as error:
            where, got = _place(str(error))
            self.report("malformed_member", pointer + where, {"got": got})
            return None
        has_extensions = self._extensions(plain, namespaces, pointer)
        self.findings.extend(rules.check(event, self.now, pointer))
        plain.pop("@context", None)  # names are full from here on, whatever they were short for
        content = _sorted.encode(_expanded(plain, namespaces) if has_extensions else plain)
        payload = _payload(raw, members, namespaces, own, kind=plain["type"])
        if len(payload) > MAX_EVENT:
            values = {"limit": str(MAX_EVENT), "got": str(len(payload))}
            self.report("event_too_large", pointer, values)
        return EventDraft(event, payload, content, pointer)

    def _normalise(self, members: dict[str, Any], pointer: str) -> dict[str, Any]:
        """A copy without empty strings and with the bare type; spelling remarks are reported."""
        plain = dict(members)
        for name in [name for name, value in plain.items() if value == ""]:
            self.report("empty_string", f"{pointer}/{name}", {"name": name})
            del plain[name]
        kind = plain.get("type", plain.get("isA"))
        if isinstance(kind, str) and kind not in EVENT_TYPES:
            bare = kind.removeprefix("epcis:").removeprefix("https://ref.gs1.org/epcis/")
            if bare in EVENT_TYPES:
                plain["type"] = bare
        for field, name in _VOCABULARIES:
            text = plain.get(name)
            if isinstance(text, str) and text.startswith("urn:epcglobal:cbv:"):
                word = vocabulary.bare(field, text)
                if word != text:
                    self.report("cbv_urn", f"{pointer}/{name}", {"word": word})
                    plain[name] = word
        return plain

    def _extensions(self, members: dict[str, Any], namespaces: Namespaces, pointer: str) -> bool:
        """Report names without a declared name space; True when the event has any extension."""
        found = False
        known = _KNOWN_MEMBERS.get(members["type"], frozenset())
        for name, value in members.items():
            if name in known:
                if name not in ("ilmd", "sensorElementList", "errorDeclaration") or not value:
                    continue
                found = True
            else:
                found = True
                self._name(name, namespaces, pointer)
            if name == "ilmd" and isinstance(value, dict):
                for inner in value:
                    self._name(inner, namespaces, f"{pointer}/ilmd")
        return found

    def _name(self, name: str, namespaces: Namespaces, pointer: str) -> None:
        if not namespaces.declares(name):
            rule = "undeclared_prefix" if ":" in name else "unknown_member"
            self.report(rule, f"{pointer}/{_escape(name)}", {"name": name})

    def _vocabulary(
        self, decoded: dict[str, Any], namespaces: Namespaces
    ) -> list[VocabularyElement]:
        header = decoded.get("epcisHeader")
        pointer = "/epcisHeader/epcisMasterData/vocabularyList"
        if not isinstance(header, dict) or "epcisMasterData" not in header:
            return []
        try:
            lists = msgspec.convert(header["epcisMasterData"], _MasterData).vocabulary_list
        except msgspec.ValidationError as error:
            where, got = _place(str(error))
            self.report("malformed_member", f"/epcisHeader/epcisMasterData{where}", {"got": got})
            return []
        elements = []
        for number, listed in enumerate(lists):
            for position, element in enumerate(listed.elements):
                where = f"{pointer}/{number}/vocabularyElementList/{position}"
                self.findings.extend(rules.check_identifier(element.id, f"{where}/id"))
                attributes = {
                    namespaces.expand(one.id): one.attribute for one in element.attributes
                }
                elements.append(
                    VocabularyElement(listed.type, element.id, attributes, element.children)
                )
        return elements


class _Attribute(msgspec.Struct):
    id: str
    attribute: Any = None


# Both stand in a key of the event store, and PostgreSQL's indexes take at most 2700 bytes a row.
ElementId = Annotated[str, msgspec.Meta(max_length=512)]
VocabularyType = Annotated[str, msgspec.Meta(pattern=r"\A[!-~]{1,256}\Z")]


class _Element(msgspec.Struct):
    id: ElementId
    attributes: tuple[_Attribute, ...] = ()
    children: tuple[str, ...] = ()


class _Vocabulary(msgspec.Struct):
    type: VocabularyType
    elements: tuple[_Element, ...] = msgspec.field(name="vocabularyElementList", default=())


class _MasterData(msgspec.Struct):
    vocabulary_list: tuple[_Vocabulary, ...] = msgspec.field(name="vocabularyList", default=())


def _payload(
    raw: bytes, members: dict[str, Any], namespaces: Namespaces, own: Any, *, kind: str
) -> bytes:
    """The event's bytes with its name spaces inside and without a recordTime of the sender.

    Without empty strings and with the bare type, too: what stays is what was judged, and the store
    can read it again. The document as it came lies beside its job.
    """
    is_as_judged = "" not in members.values() and members.get("type") == kind
    if own is not None or "recordTime" in members or not is_as_judged:
        kept = {
            name: value for name, value in members.items() if name != "recordTime" and value != ""
        } | {"type": kind}
        if namespaces.entries:
            kept = {"@context": namespaces.entries, **kept}
        return _plain.encode(kept)
    if namespaces.entries:
        return b'{"@context":' + _plain.encode(namespaces.entries) + b"," + raw.lstrip()[1:]
    return raw


def _expanded(value: Any, namespaces: Namespaces) -> Any:
    """A copy with full names, however deep they stand. Scalars are passed by: most values are."""
    if isinstance(value, dict):
        return {
            namespaces.expand(name) if ":" in name else name: (
                _expanded(inner, namespaces) if isinstance(inner, dict | list) else inner
            )
            for name, inner in value.items()
        }
    return [
        _expanded(inner, namespaces) if isinstance(inner, dict | list) else inner for inner in value
    ]


_CONTAINERS = (dict, list)  # `dict | list` would be made anew for every value


def _deeper_than(value: Any, limit: int) -> bool:
    level = [value] if isinstance(value, _CONTAINERS) else []
    for _ in range(limit):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(inner, _CONTAINERS)
        ]
        if not level:
            return False
    return True


def _place(message: str) -> tuple[str, str]:
    """msgspec's "Expected `str` - at `$.readPoint.id`" -> ("/readPoint/id", "Expected `str`")."""
    text, at, path = message.partition(" - at `$")
    if not at:
        return "", message
    path = path.rstrip("`").replace("[...]", "").replace("[", ".").replace("]", "")
    return path.replace(".", "/"), text


def _escape(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
