"""Which things an event speaks of, in which role, and how much of each.

One answer serves the index of the event store and the steps of a trace, so both always agree.
"""

from collections.abc import Iterator
from enum import IntEnum
from typing import Any

import msgspec

from txng.epcis import vocabulary
from txng.epcis.events import (
    AggregationEvent,
    AnyEvent,
    AssociationEvent,
    ObjectEvent,
    QuantityElement,
    TransactionEvent,
    TransformationEvent,
)
from txng.gs1.errors import Gs1Error
from txng.gs1.identifier import Identifier, identify


class Role(IntEnum):
    """The part a thing plays in an event. Stored in the low four bits of index keys: never renumber.

    Roles below 8 are of instances, roles from 8 on of classes (lots, products).
    """

    EPC = 0
    PARENT = 1
    CHILD = 2
    INPUT = 3
    OUTPUT = 4
    EVENT_ID = 5
    TRANSFORMATION_ID = 6
    BIZ_TRANSACTION = 7
    EPC_CLASS = 8
    SOURCE = 9
    CHILD_CLASS = 10
    INPUT_CLASS = 11
    OUTPUT_CLASS = 12
    DESTINATION = 13
    DECLARATION = 14
    SENSOR = 15


class Mention(msgspec.Struct, frozen=True, gc=False):
    """`quantity` is None where the event does not say it; an instance counts 1 without a unit."""

    role: Role
    identifier: Identifier
    quantity: float | None
    uom: str | None


def things(event: AnyEvent) -> list[Mention]:
    """Every instance and class of the event: the "what" dimension."""
    match event:
        case ObjectEvent():
            found = _instances(Role.EPC, event.epc_list)
            return found + _classes(Role.EPC_CLASS, event.quantity_list)
        case AggregationEvent() | AssociationEvent():
            found = _parent(event.parent_id)
            found += _instances(Role.CHILD, event.child_epcs)
            return found + _classes(Role.CHILD_CLASS, event.child_quantity_list)
        case TransformationEvent():
            found = _instances(Role.INPUT, event.input_epc_list)
            found += _classes(Role.INPUT_CLASS, event.input_quantity_list)
            found += _instances(Role.OUTPUT, event.output_epc_list)
            return found + _classes(Role.OUTPUT_CLASS, event.output_quantity_list)
        case TransactionEvent():
            found = _parent(event.parent_id)
            found += _instances(Role.EPC, event.epc_list)
            return found + _classes(Role.EPC_CLASS, event.quantity_list)
    return []


def instances(event: AnyEvent) -> tuple[str, ...]:
    """The single things of the event as it spells them, in the order of `things`."""
    match event:
        case ObjectEvent():
            return event.epc_list
        case AggregationEvent() | AssociationEvent():
            return (*_one_or_none(event.parent_id), *event.child_epcs)
        case TransformationEvent():
            return (*event.input_epc_list, *event.output_epc_list)
        case TransactionEvent():
            return (*_one_or_none(event.parent_id), *event.epc_list)
    return ()


def known_as(text: str) -> str:
    """The canonical identifier; papers and parties that are no identifiers stay as they are."""
    try:
        return identify(text).canonical
    except Gs1Error:
        return text


DECLARATION_TERM = "errorDeclaration"
SENSOR_TERM = "sensorElementList"


def terms(event: AnyEvent) -> Iterator[tuple[Role, str]]:
    """What an event can be found by that is no thing: its names, papers, parties, sensors.

    Every declaration of an error shares one term, every event with sensor data another, so that both
    kinds are found without reading the rest. Papers and devices go by their canonical identifiers and
    measured properties by their bare words, so that one spelling finds the others.
    """
    if event.event_id is not None:
        yield Role.EVENT_ID, event.event_id
    if isinstance(event, TransformationEvent) and event.transformation_id is not None:
        yield Role.TRANSFORMATION_ID, event.transformation_id
    for paper in event.biz_transaction_list:
        yield Role.BIZ_TRANSACTION, known_as(paper.biz_transaction)
    for source in event.source_list:
        yield Role.SOURCE, source.source
    for destination in event.destination_list:
        yield Role.DESTINATION, destination.destination
    if event.error_declaration is not None:
        yield Role.DECLARATION, DECLARATION_TERM
        for corrective in event.error_declaration.corrective_event_ids:
            yield Role.DECLARATION, corrective
    if event.sensor_element_list:
        yield Role.SENSOR, SENSOR_TERM
        for element in event.sensor_element_list:
            yield from _sensor_terms(element)


def _sensor_terms(element: dict[str, Any]) -> Iterator[tuple[Role, str]]:
    metadata, reports = element.get("sensorMetadata"), element.get("sensorReport")
    for holder in (metadata, *(reports if isinstance(reports, list) else (reports,))):
        if not isinstance(holder, dict):
            continue
        if isinstance(holder.get("deviceID"), str):
            yield Role.SENSOR, f"deviceID={known_as(holder['deviceID'])}"
        if isinstance(holder.get("type"), str):
            yield Role.SENSOR, f"type={vocabulary.bare('measurement_type', holder['type'])}"


def _one_or_none(epc: str | None) -> tuple[str, ...]:
    return () if epc is None else (epc,)


def _parent(epc: str | None) -> list[Mention]:
    return [] if epc is None else [Mention(Role.PARENT, identify(epc), 1, None)]


def _instances(role: Role, epcs: tuple[str, ...]) -> list[Mention]:
    return [Mention(role, identify(epc), 1, None) for epc in epcs]


def _classes(role: Role, elements: tuple[QuantityElement, ...]) -> list[Mention]:
    return [Mention(role, identify(one.epc_class), one.quantity, one.uom) for one in elements]
