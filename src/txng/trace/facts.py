"""What a trace needs to know of one event, read from it once.

TransformationEvent  cherry lot, 500 KGM -> inputs     parchment lot, 100 KGM -> outputs
AggregationEvent     parentID SSCC       -> parent     childEPCs, quantities  -> children
AssociationEvent, TransactionEvent, ObjectEvent tie nothing to anything here: a sensor on a
pallet is not its content, and an order is not a box.
"""

import re

import msgspec

from txng.epcis.events import (
    Action,
    AggregationEvent,
    AnyEvent,
    ObjectEvent,
    TransactionEvent,
    TransformationEvent,
)
from txng.epcis.mentions import Mention, Role, things
from txng.gs1.identifier import Identifier, identify
from txng.trace.moments import Moment, moment_of
from txng.trace.source import RecordedEvent

# Steps after which a thing exists: CBV 2.0 §7.1, and the harvest steps of GDST, FSMA and our own.
ORIGIN_STEPS = frozenset(
    {"commissioning", "creating_class_instance"}
    | {"harvesting", "farmHarvest", "fishingEvent", "hatching"}
)
# Steps after which nothing further is expected of a thing. Not "killing": that ends a tag.
END_STEPS = frozenset({"decommissioning", "destroying", "dispensing", "retail_selling"})
# Of these, what also ends the things inside a box that it happens to. A box may end without them.
END_STEPS_OF_CONTENTS = END_STEPS - {"decommissioning"}

Mentions = dict[str, list[Mention]]


# gc=False: a trace makes one per event and none is ever part of a cycle; a frozen dataclass made the
# whole walk a tenth slower.
class Fact(msgspec.Struct, frozen=True, gc=False, eq=False):
    """`starts` and `ends` are of the things in the event's own list; see `is_origin`, `is_end`."""

    recorded: RecordedEvent
    moment: Moment
    action: Action | None
    parent: str | None
    children: Mentions
    inputs: Mentions
    outputs: Mentions
    transformation: str | None
    starts: bool
    ends: bool

    @property
    def is_declaration(self) -> bool:
        return self.recorded.event.error_declaration is not None

    @property
    def empties_parent(self) -> bool:
        """DELETE without children: everything is taken out (EPCIS 2.0 §7.4.3)."""
        return self.action == "DELETE" and self.parent is not None and not self.children

    def is_origin(self, canonical: str) -> bool:
        return self.starts or canonical in self.outputs

    def is_end(self, canonical: str) -> bool:
        return self.ends or canonical in self.inputs

    def ends_contents(self, canonical: str) -> bool:
        """The things inside `canonical` were consumed, sold or destroyed with it."""
        step = last_word(self.recorded.event.biz_step)
        return canonical in self.inputs or (self.ends and step in END_STEPS_OF_CONTENTS)


_NOTHING: Mentions = {}


def read(recorded: RecordedEvent) -> Fact:
    event = recorded.event
    match event:
        case TransformationEvent():
            inputs: Mentions = {}
            outputs: Mentions = {}
            for mention in things(event):
                side = inputs if mention.role in (Role.INPUT, Role.INPUT_CLASS) else outputs
                side.setdefault(mention.identifier.canonical, []).append(mention)
            return _fact(recorded, inputs=inputs, outputs=outputs)
        case AggregationEvent():
            parent = None
            children: Mentions = {}
            for mention in things(event):
                if mention.role is Role.PARENT:
                    parent = mention.identifier.canonical
                else:
                    children.setdefault(mention.identifier.canonical, []).append(mention)
            return _fact(recorded, parent=parent, children=children)
        case _:
            return _fact(recorded)


def _fact(
    recorded: RecordedEvent,
    *,
    parent: str | None = None,
    children: Mentions = _NOTHING,
    inputs: Mentions = _NOTHING,
    outputs: Mentions = _NOTHING,
) -> Fact:
    event = recorded.event
    transformation = None
    if isinstance(event, TransformationEvent) and event.transformation_id is not None:
        transformation = identify(event.transformation_id).canonical
    return Fact(
        recorded=recorded,
        moment=moment_of(recorded),
        action=event.action if isinstance(event, AggregationEvent) else None,
        parent=parent,
        children=children,
        inputs=inputs,
        outputs=outputs,
        transformation=transformation,
        starts=_starts(event),
        ends=_ends(event),
    )


def _starts(event: AnyEvent) -> bool:
    if not isinstance(event, ObjectEvent) or event.action == "DELETE":
        return False
    return event.action == "ADD" or last_word(event.biz_step) in ORIGIN_STEPS


def _ends(event: AnyEvent) -> bool:
    if isinstance(event, ObjectEvent) and event.action == "DELETE":
        return True
    if not isinstance(event, ObjectEvent | TransactionEvent):
        return False
    return last_word(event.biz_step) in END_STEPS


def last_word(biz_step: str | None) -> str:
    """`harvesting` of `urn:example:bizstep:harvesting`: private vocabularies keep the word."""
    return re.split(r"[:/#-]", biz_step)[-1] if biz_step else ""


def is_product(identifier: Identifier) -> bool:
    """A class without a lot (GTIN, all serials of a GRAI): every lot ever made answers to it."""
    return (
        identifier.is_class
        and identifier.scheme != "private"
        and "/10/" not in identifier.canonical
    )
