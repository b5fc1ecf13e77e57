"""The five event types of EPCIS 2.0, as typed structs read from JSON-LD.

    {"type": "TransformationEvent",          what kind of thing happened
     "eventTime": "2025-11-03T02:00:00Z",    when: always with a time zone
     "eventTimeZoneOffset": "+07:00",        the clock on the wall where it happened
     "inputQuantityList": [...],             what went in
     "outputEPCList": [...],                 what came out
     "bizStep": "commissioning",             why
     "readPoint": {"id": ...}}               where

Identifiers and vocabulary words are kept as received; `mentions` and `vocabulary` give their
canonical forms. Sensor data stay members (`sensors` has their types). Members that EPCIS does not
define (extensions) are not in these structs: they stay in the stored event, which is kept whole.

Source: EPCIS 2.0 §7.4 (ISO/IEC 19987:2024).
"""

from collections.abc import Callable
from datetime import datetime
from typing import Annotated, Any, Literal

import msgspec

from txng.epcis.context import DEFAULT_PREFIXES, Namespaces

Timestamp = Annotated[datetime, msgspec.Meta(tz=True)]
Offset = Annotated[str, msgspec.Meta(pattern=r"\A[+-](?:(?:0[0-9]|1[0-3]):[0-5][0-9]|14:00)\Z")]
Uri = Annotated[str, msgspec.Meta(min_length=1, max_length=2048)]
Word = Annotated[str, msgspec.Meta(min_length=1, max_length=2048)]  # of CBV, or a URI of one's own
Action = Literal["ADD", "OBSERVE", "DELETE"]


class Struct(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """Frozen, keyword only; absent members are None or empty."""


class Place(Struct, frozen=True, kw_only=True):
    """A read point or a business location: an SGLN or any other URI."""

    id: Uri


class QuantityElement(Struct, frozen=True, kw_only=True):
    """An amount of a class: without `uom` a count of items; without `quantity` unknown, never zero."""

    epc_class: Uri = msgspec.field(name="epcClass")
    quantity: float | None = None
    uom: Word | None = None  # UN/ECE Recommendation 20 code, e.g. KGM


class BizTransaction(Struct, frozen=True, kw_only=True):
    biz_transaction: Uri = msgspec.field(name="bizTransaction")
    type: Word | None = None


class Source(Struct, frozen=True, kw_only=True):
    type: Word
    source: Uri


class Destination(Struct, frozen=True, kw_only=True):
    type: Word
    destination: Uri


class PersistentDisposition(Struct, frozen=True, kw_only=True):
    """States that last until they are unset, beside the disposition of the moment."""

    set: tuple[Word, ...] = ()
    unset: tuple[Word, ...] = ()


class ErrorDeclaration(Struct, frozen=True, kw_only=True):
    """Says that the event of the same eventID never happened as told; the original is kept."""

    declaration_time: Timestamp = msgspec.field(name="declarationTime")
    reason: Word | None = None
    corrective_event_ids: tuple[Uri, ...] = msgspec.field(name="correctiveEventIDs", default=())


OWN_TYPE = "@type"  # what JSON-LD calls the type in full


class Event(Struct, tag_field="type", frozen=True, kw_only=True):
    """What the five types share."""

    event_time: Timestamp = msgspec.field(name="eventTime")
    event_time_zone_offset: Offset = msgspec.field(name="eventTimeZoneOffset")
    event_id: Uri | None = msgspec.field(name="eventID", default=None)
    record_time: Timestamp | None = msgspec.field(name="recordTime", default=None)
    error_declaration: ErrorDeclaration | None = msgspec.field(
        name="errorDeclaration", default=None
    )
    certification_info: Uri | tuple[Uri, ...] | None = msgspec.field(
        name="certificationInfo", default=None
    )
    biz_step: Word | None = msgspec.field(name="bizStep", default=None)
    disposition: Word | None = None
    persistent_disposition: PersistentDisposition | None = msgspec.field(
        name="persistentDisposition", default=None
    )
    read_point: Place | None = msgspec.field(name="readPoint", default=None)
    biz_location: Place | None = msgspec.field(name="bizLocation", default=None)
    biz_transaction_list: tuple[BizTransaction, ...] = msgspec.field(
        name="bizTransactionList", default=()
    )
    source_list: tuple[Source, ...] = msgspec.field(name="sourceList", default=())
    destination_list: tuple[Destination, ...] = msgspec.field(name="destinationList", default=())
    sensor_element_list: tuple[dict[str, Any], ...] = msgspec.field(
        name="sensorElementList", default=()
    )


class ObjectEvent(Event, tag="ObjectEvent", frozen=True, kw_only=True):
    """Something happened to things: they were made, seen, or ended."""

    action: Action
    epc_list: tuple[Uri, ...] = msgspec.field(name="epcList", default=())
    quantity_list: tuple[QuantityElement, ...] = msgspec.field(name="quantityList", default=())
    ilmd: dict[str, Any] | None = None


class AggregationEvent(Event, tag="AggregationEvent", frozen=True, kw_only=True):
    """Children were put into a parent (ADD), seen in it (OBSERVE) or taken out (DELETE)."""

    action: Action
    parent_id: Uri | None = msgspec.field(name="parentID", default=None)
    child_epcs: tuple[Uri, ...] = msgspec.field(name="childEPCs", default=())
    child_quantity_list: tuple[QuantityElement, ...] = msgspec.field(
        name="childQuantityList", default=()
    )


class AssociationEvent(Event, tag="AssociationEvent", frozen=True, kw_only=True):
    """A lasting tie between a parent (a place, a machine, a sensor) and things."""

    action: Action
    parent_id: Uri = msgspec.field(name="parentID")
    child_epcs: tuple[Uri, ...] = msgspec.field(name="childEPCs", default=())
    child_quantity_list: tuple[QuantityElement, ...] = msgspec.field(
        name="childQuantityList", default=()
    )


class TransactionEvent(Event, tag="TransactionEvent", frozen=True, kw_only=True):
    """Things were tied to business papers (an order, a despatch advice)."""

    action: Action
    parent_id: Uri | None = msgspec.field(name="parentID", default=None)
    epc_list: tuple[Uri, ...] = msgspec.field(name="epcList", default=())
    quantity_list: tuple[QuantityElement, ...] = msgspec.field(name="quantityList", default=())


class TransformationEvent(Event, tag="TransformationEvent", frozen=True, kw_only=True):
    """Inputs ceased to be, outputs came to be: roasted, milled, packed from bulk."""

    input_epc_list: tuple[Uri, ...] = msgspec.field(name="inputEPCList", default=())
    input_quantity_list: tuple[QuantityElement, ...] = msgspec.field(
        name="inputQuantityList", default=()
    )
    output_epc_list: tuple[Uri, ...] = msgspec.field(name="outputEPCList", default=())
    output_quantity_list: tuple[QuantityElement, ...] = msgspec.field(
        name="outputQuantityList", default=()
    )
    transformation_id: Uri | None = msgspec.field(name="transformationID", default=None)
    ilmd: dict[str, Any] | None = None


class ExtendedEvent(Event, tag="ExtendedEvent", frozen=True, kw_only=True):
    """An event of somebody's own type ("type": "example:CustomEvent"): when it was, and extensions.

    `own_type` is the type's full name, e.g. "https://example.org/my/CustomEvent". No event brings it as a
    member: `extended_event` computes it.
    """

    own_type: str = msgspec.field(name=OWN_TYPE)


AnyEvent = (
    ObjectEvent
    | AggregationEvent
    | AssociationEvent
    | TransactionEvent
    | TransformationEvent
    | ExtendedEvent
)

# The order numbers the types in the event table: append only.
EVENT_STRUCTS: tuple[type[Event], ...] = (
    ObjectEvent,
    AggregationEvent,
    TransactionEvent,
    TransformationEvent,
    AssociationEvent,
    ExtendedEvent,
)
EVENT_TYPES = tuple(struct.__name__ for struct in EVENT_STRUCTS)
STANDARD_EVENT_TYPES = frozenset(EVENT_TYPES) - {"ExtendedEvent"}

_decode: Callable[[bytes], AnyEvent] = msgspec.json.Decoder(AnyEvent).decode


def decode_event(payload: bytes) -> AnyEvent:
    """The event of a payload as the store keeps it.

    Raises msgspec.ValidationError for bytes that no reader of ours let pass.
    """
    try:
        return _decode(payload)
    except msgspec.ValidationError:
        members = msgspec.json.decode(payload)
        if not isinstance(members, dict) or members.get("type") in STANDARD_EVENT_TYPES:
            raise
        namespaces = Namespaces()
        if "@context" in members:
            namespaces.read(members["@context"], "", lambda rule, pointer, values: None)
        return extended_event(members, namespaces)


def extended_event(members: dict[str, Any], namespaces: Namespaces) -> ExtendedEvent:
    """Members of an event of a type of its own. Raises msgspec.ValidationError."""
    own_type = namespaces.full_name(str(members.get("type")))
    ours = {"type": ExtendedEvent.__name__, OWN_TYPE: own_type}
    return msgspec.convert(members | ours, ExtendedEvent)


def event_type(event: AnyEvent) -> str:
    """The name by which an event's type is asked for: the standard's bare word, or the full name of a
    type of somebody's own. "ExtendedEvent" is our name for a struct and nobody's type."""
    return event.own_type if isinstance(event, ExtendedEvent) else type(event).__name__


def bare_event_type(name: str) -> str:
    """A type's name in full or with `epcis:` as the standard's bare word; any other stays.

    >>> bare_event_type("epcis:ObjectEvent"), bare_event_type("https://example.org/my/ObjectEvent")
    ('ObjectEvent', 'https://example.org/my/ObjectEvent')
    """
    return name.removeprefix("epcis:").removeprefix(DEFAULT_PREFIXES["epcis"])
