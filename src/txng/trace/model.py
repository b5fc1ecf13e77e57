"""The answer to a trace, as plain values.

    cherry lot ──transformation──> parchment lot ──transformation──> bag
                                        │                             │
                                   containment                   containment
                                        v                             v
                                      truck                         carton

Edges point the way goods flow: input to output, child to parent.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, Literal

from txng.epcis.events import event_type
from txng.epcis.relations import Moment
from txng.trace.source import RecordedEvent

Direction = Literal["upstream", "downstream"]
EdgeKind = Literal["transformation", "containment"]
MakingKind = Literal["transformation", "contents"]


class Relation(StrEnum):
    """Why a node or an event belongs; the first that holds is told.

    Contents of a traced box are its ancestors upstream and its descendants (passengers) downstream.
    """

    OWN = "own"
    ANCESTOR = "ancestor"
    DESCENDANT = "descendant"
    CARRIER = "carrier"


class CutOff(StrEnum):
    """Why a node was not walked through."""

    PRODUCT = "product"  # a class without a lot: it would join everything ever made
    LIMIT = "limit"  # the cap was met first


@dataclass(frozen=True, slots=True)
class TraceNode:
    """`depth` counts steps from the traced thing. Origin and end are of the stretch of time that
    belongs to this trace: an ancestor sold after it was used has no end here by that sale."""

    canonical: str
    depth: int
    relation: Relation
    is_class: bool
    has_origin: bool
    has_end: bool
    cut_off: CutOff | None = None


@dataclass(frozen=True, slots=True)
class TraceEdge:
    """`event` is the key of the event that names the far end, and `quantity` what it says of it.

    Far end: of a transformation the input upstream, the output downstream; of a containment the
    child. None is unknown, never 0; a class in two units makes two edges.
    """

    source: str
    target: str
    event: bytes
    kind: EdgeKind
    quantity: float | None
    uom: str | None


@dataclass(frozen=True, slots=True)
class Portion:
    """What one event says of one thing in a making: `since` when it went in or came out; of what is in
    a box from `since` to `until`. A class in two units makes two portions; None is unknown, never 0."""

    canonical: str
    quantity: float | None
    uom: str | None
    event: bytes
    since: Moment
    until: Moment


@dataclass(frozen=True, slots=True)
class Making:
    """Things that went together: every input went into every output.

    A transformation, told in one event or, under one transformationID, in several: `id` is that or the
    key of the event in hexadecimal. Or the contents of a box: `id` is the box, the only output.

    `inputs` are complete; of `outputs` those that are nodes of the trace.
    """

    kind: MakingKind
    id: str
    inputs: tuple[Portion, ...]
    outputs: tuple[Portion, ...]


@dataclass(frozen=True, slots=True)
class Composition:
    """What a thing is made of, in proportions: `shares`, `other` and `unknown` add up to 1.

    `shares`: by thing at the beginning, with a recorded origin (downstream: of the traced thing); None
    where no quantity tells how much. `other` (downstream only) has nothing to do with the traced thing.
    `may_contain`: every thing at the beginning, those without a recorded origin as well.
    """

    shares: Mapping[str, float | None]
    other: float
    unknown: float
    may_contain: frozenset[str]

    def as_dict(self) -> dict[str, Any]:
        return {
            "shares": dict(sorted(self.shares.items())),
            "other": self.other,
            "unknown": self.unknown,
            "may_contain": sorted(self.may_contain),
        }


@dataclass(frozen=True, slots=True)
class TraceEvent:
    """`of` is the node whose own event this is, or the one that was inside the carrier."""

    recorded: RecordedEvent
    relation: Relation
    of: str


@dataclass(frozen=True, slots=True)
class Truncation:
    """The walk stopped early: `not_followed` things were met and not looked into, or `more_events` of
    the things that were followed are not told."""

    limit: int
    nodes: int
    events: int
    not_followed: int
    more_events: bool = False

    def __str__(self) -> str:
        told = f"Stopped at {self.nodes} things and {self.events} events (limit {self.limit})"
        if self.not_followed:
            told += f"; at least {self.not_followed} more were not followed"
        if self.more_events:
            told += "; there are more events"
        return told


@dataclass(frozen=True, slots=True)
class Trace:
    """`events` by moment and without void ones; `voided` holds those and their declarations.

    `makings`: what went together, one for each transformation and each box with contents on the way (and
    downstream also those that made a traced lot of other things). `edges` tell the same pair by pair.

    `shares`: upstream how much of the traced thing a node is, downstream how much of a node is the traced
    thing; None is unknown. Carriers have none. `composition` is that of the traced thing; ask
    `shares.composition` for that of another node.

    `unknown_ends`: things whose origin (upstream) or end (downstream) no event shows.

    `aliases`: own codes that events name, read as the GS1 codes that were declared for them.
    """

    canonical: str
    direction: Direction
    nodes: Mapping[str, TraceNode]
    edges: tuple[TraceEdge, ...]
    makings: tuple[Making, ...]
    shares: Mapping[str, float | None]
    composition: Composition
    events: tuple[TraceEvent, ...]
    voided: tuple[RecordedEvent, ...]
    unknown_ends: tuple[str, ...]
    truncated: Truncation | None
    aliases: Mapping[str, str] = field(default_factory=dict)

    @property
    def ends_known(self) -> float:
        """Of the things whose origin (upstream) or end (downstream) is asked, the share that has one.

        Carriers do not count. 1 means: as far as anyone told; a trace that was cut knows less than it says.
        """
        asked = sum(node.relation is not Relation.CARRIER for node in self.nodes.values())
        return 1 - len(self.unknown_ends) / asked

    def as_dict(self) -> dict[str, Any]:
        """Plain JSON values: event keys in hexadecimal, times in ISO 8601 as the event says."""
        cut = self.truncated
        return {
            "traced": self.canonical,
            "direction": self.direction,
            "nodes": [
                {
                    "id": node.canonical,
                    "depth": node.depth,
                    "relation": node.relation.value,
                    "is_class": node.is_class,
                    "has_origin": node.has_origin,
                    "has_end": node.has_end,
                    "cut_off": node.cut_off.value if node.cut_off else None,
                    "share": self.shares.get(node.canonical),
                }
                for node in self.nodes.values()
            ],
            "edges": [
                {
                    "source": edge.source,
                    "target": edge.target,
                    "event": edge.event.hex(),
                    "kind": edge.kind,
                    "quantity": edge.quantity,
                    "uom": edge.uom,
                }
                for edge in self.edges
            ],
            "events": [
                _event_as_dict(event.recorded) | {"relation": event.relation.value, "of": event.of}
                for event in self.events
            ],
            "voided": [_event_as_dict(recorded) for recorded in self.voided],
            "composition": self.composition.as_dict(),
            "unknown_ends": list(self.unknown_ends),
            "ends_known": self.ends_known,
            "aliases": dict(sorted(self.aliases.items())),
            "truncated": None
            if cut is None
            else {
                "limit": cut.limit,
                "nodes": cut.nodes,
                "events": cut.events,
                "not_followed": cut.not_followed,
                "more_events": cut.more_events,
                "sentence": str(cut),
            },
        }


def _event_as_dict(recorded: RecordedEvent) -> dict[str, Any]:
    event = recorded.event
    return {
        "key": recorded.key.hex(),
        "event_id": recorded.event_id,
        "type": event_type(event),
        "action": getattr(event, "action", None),
        "biz_step": event.biz_step,
        "event_time": event.event_time.isoformat(),
        "record_time": recorded.record_time.isoformat(),
        "captured_by": recorded.captured_by,
        "is_declaration": event.error_declaration is not None,
    }
