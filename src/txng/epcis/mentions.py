"""Which things an event speaks of, in which role, and how much of each.

One answer serves the index of the event store and the steps of a trace, so both always agree.
"""

from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

from txng.epcis.events import (
    AggregationEvent,
    AnyEvent,
    AssociationEvent,
    ObjectEvent,
    QuantityElement,
    TransactionEvent,
    TransformationEvent,
)
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


class Mention(NamedTuple):
    """`quantity` is None where the event does not say it; an instance counts 1 without a unit."""

    role: Role
    identifier: Identifier
    quantity: float | None
    uom: str | None


def things(event: AnyEvent) -> Iterator[Mention]:
    """Every instance and class of the event: the "what" dimension."""
    match event:
        case TransformationEvent():
            yield from _instances(Role.INPUT, event.input_epc_list)
            yield from _classes(Role.INPUT_CLASS, event.input_quantity_list)
            yield from _instances(Role.OUTPUT, event.output_epc_list)
            yield from _classes(Role.OUTPUT_CLASS, event.output_quantity_list)
        case AggregationEvent() | AssociationEvent():
            if event.parent_id is not None:
                yield Mention(Role.PARENT, identify(event.parent_id), 1, None)
            yield from _instances(Role.CHILD, event.child_epcs)
            yield from _classes(Role.CHILD_CLASS, event.child_quantity_list)
        case TransactionEvent():
            if event.parent_id is not None:
                yield Mention(Role.PARENT, identify(event.parent_id), 1, None)
            yield from _instances(Role.EPC, event.epc_list)
            yield from _classes(Role.EPC_CLASS, event.quantity_list)
        case ObjectEvent():
            yield from _instances(Role.EPC, event.epc_list)
            yield from _classes(Role.EPC_CLASS, event.quantity_list)


def _instances(role: Role, epcs: tuple[str, ...]) -> Iterator[Mention]:
    for epc in epcs:
        yield Mention(role, identify(epc), 1, None)


def _classes(role: Role, elements: tuple[QuantityElement, ...]) -> Iterator[Mention]:
    for element in elements:
        yield Mention(role, identify(element.epc_class), element.quantity, element.uom)
