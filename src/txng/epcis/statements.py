"""What one event states of things, in few words: the bricks of every relation between them.

    TransformationEvent   500 KGM of a cherry lot -> things     100 KGM of a parchment lot -> made
    AggregationEvent      what was put in, seen, taken out -> things      the box -> parent
    AssociationEvent      the same of a sensor on a pallet: a tie, never a box
    ObjectEvent           things; ADD: they begin, DELETE or sold: they end
    any of them           where the things are afterwards, who sent them, to whom

All names are canonical, so a statement is exact where an index key is only a hint. It is an array of
plain values: a few dozen bytes in a database, two microseconds to read.

Source: EPCIS 2.0 §7.4 (ISO/IEC 19987:2024); CBV 2.0 §7.1, §7.4.
"""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

import msgspec

from txng.epcis import vocabulary
from txng.epcis.events import (
    EVENT_TYPES,
    AnyEvent,
    Destination,
    ObjectEvent,
    Source,
    TransactionEvent,
    TransformationEvent,
)
from txng.epcis.mentions import Mention, Role, known_as, things
from txng.gs1.identifier import identify

# Steps after which a thing exists: CBV 2.0 §7.1, and the harvest steps of GDST, FSMA and our own.
ORIGIN_STEPS: Final = frozenset(
    {"commissioning", "creating_class_instance"}
    | {"harvesting", "farmHarvest", "fishingEvent", "hatching"}
)
# Steps after which nothing further is expected of a thing. Not "killing": that ends a tag.
END_STEPS: Final = frozenset({"decommissioning", "destroying", "dispensing", "retail_selling"})
# Of these, what also ends the things inside a box that it happens to. A box may end without them.
END_STEPS_OF_CONTENTS: Final = END_STEPS - {"decommissioning"}
# Steps after which a thing is on its way: where it is then, only the next event tells.
LEAVING_STEPS: Final = frozenset({"consigning", "departing", "shipping", "transporting"})

AGGREGATION: Final = EVENT_TYPES.index("AggregationEvent") + 1
TRANSFORMATION: Final = EVENT_TYPES.index("TransformationEvent") + 1
ASSOCIATION: Final = EVENT_TYPES.index("AssociationEvent") + 1
TIES: Final = frozenset({AGGREGATION, ASSOCIATION})
ADD, OBSERVE, DELETE = 1, 2, 3
_ACTIONS: Final = {"ADD": ADD, "OBSERVE": OBSERVE, "DELETE": DELETE}
_TYPES: Final = {name: number for number, name in enumerate(EVENT_TYPES, start=1)}
STARTS, ENDS, ENDS_CONTENTS, LEAVES = 1, 2, 4, 8

_INSTANCES: Final = (Role.EPC, Role.CHILD, Role.INPUT)  # a tuple: the hash of an enum is slow

Portion = tuple[str, float | None, str | None]
"""A class, how much of it (None: not told), and in which unit (None: pieces)."""


class Statement(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """`kind` is the number of the event type, `action` 0 for none, `flags` a sum of STARTS, ENDS,
    ENDS_CONTENTS (what is inside ends too) and LEAVES.

    `things` and `classes` are what went in (transformation), the children (aggregation, association),
    or simply what the event is about; `made` and `made_classes` what came out. Instances count one.

    `place`: where the things are afterwards, or were last seen when the event does not say.
    `source`, `destination`: the parties that hold them before and after (else those that own them);
    `goes_to`: the place that they are sent to.
    """

    kind: int
    action: int = 0
    flags: int = 0
    things: tuple[str, ...] = ()
    classes: tuple[Portion, ...] = ()
    made: tuple[str, ...] = ()
    made_classes: tuple[Portion, ...] = ()
    parent: str | None = None
    transformation: str | None = None
    place: str | None = None
    source: str | None = None
    destination: str | None = None
    goes_to: str | None = None

    @property
    def empties_parent(self) -> bool:
        """DELETE without children: everything is taken out (EPCIS 2.0 §7.4.3)."""
        return self.action == DELETE and not (self.things or self.classes)

    def children(self) -> Iterator[str]:
        """Every distinct name among `things` and `classes`, in the order told."""
        return iter(dict.fromkeys((*self.things, *(name for name, _, _ in self.classes))))

    def outcome(self) -> Iterator[str]:
        """The same of `made` and `made_classes`."""
        return iter(dict.fromkeys((*self.made, *(name for name, _, _ in self.made_classes))))

    def names(self) -> set[str]:
        """Every thing that the event speaks of, and its transformationID."""
        found = {*self.things, *self.made}
        found.update(name for name, _, _ in self.classes)
        found.update(name for name, _, _ in self.made_classes)
        if self.parent is not None:
            found.add(self.parent)
        if self.transformation is not None:
            found.add(self.transformation)
        return found


def portions(statement: Statement, name: str, *, made: bool = False) -> list[Portion]:
    """What a statement says of one thing, line by line; an instance is one piece, however often it is
    listed: there is only one of it."""
    things, classes = (
        (statement.made, statement.made_classes) if made else (statement.things, statement.classes)
    )
    found: list[Portion] = [(name, 1, None)] if name in things else []
    found += [portion for portion in classes if portion[0] == name]
    return found


def sums(told: Iterable[Portion]) -> dict[str | None, float | None]:
    """Amounts by unit; one unknown line makes the sum of its unit unknown.

    >>> sums([("lot", 20.0, "KGM"), ("lot", 30.0, "KGM"), ("lot", None, None)])
    {'KGM': 50.0, None: None}
    """
    amounts: dict[str | None, float | None] = {}
    for _, quantity, uom in told:
        before = amounts.get(uom, 0)
        known = before is not None and quantity is not None
        amounts[uom] = (before or 0) + (quantity or 0) if known else None
    return amounts


def statement_of(event: AnyEvent, mentions: Iterable[Mention] | None = None) -> Statement:
    """`mentions` are `things(event)` if the caller has them already."""
    epcs: list[str] = []
    classes: list[Portion] = []
    made: list[str] = []
    made_classes: list[Portion] = []
    parent = None
    for one in things(event) if mentions is None else mentions:
        role, name = one.role, one.identifier.canonical
        if role in _INSTANCES:
            epcs.append(name)
        elif role == Role.PARENT:
            parent = name
        elif role == Role.OUTPUT:
            made.append(name)
        elif role == Role.OUTPUT_CLASS:
            made_classes.append((name, one.quantity, one.uom))
        else:
            classes.append((name, one.quantity, one.uom))
    transformation = None
    if isinstance(event, TransformationEvent) and event.transformation_id is not None:
        transformation = known_as(event.transformation_id)
    where = event.biz_location or event.read_point
    source = destination = goes_to = None
    if event.source_list:
        source = _party(event.source_list)
    if event.destination_list:
        destination, goes_to = _party(event.destination_list), _place(event.destination_list)
    return Statement(
        _TYPES[type(event).__name__],
        _ACTIONS[event.action] if hasattr(event, "action") else 0,
        flags_of(event),
        tuple(epcs),
        tuple(classes),
        tuple(made),
        tuple(made_classes),
        parent,
        transformation,
        None if where is None else identify(where.id).canonical,
        source,
        destination,
        goes_to,
    )


def flags_of(event: AnyEvent) -> int:
    """Of the things in the event's own list: whether they begin, end or leave here."""
    step = "" if event.biz_step is None else last_word(event.biz_step)
    flags = LEAVES if step in LEAVING_STEPS else 0
    if isinstance(event, ObjectEvent):
        if event.action == "DELETE":
            flags |= ENDS
        elif event.action == "ADD" or step in ORIGIN_STEPS:
            flags |= STARTS
    if step in END_STEPS and isinstance(event, ObjectEvent | TransactionEvent):
        flags |= ENDS
    if flags & ENDS and step in END_STEPS_OF_CONTENTS:
        flags |= ENDS_CONTENTS
    return flags


@lru_cache(maxsize=1024)
def last_word(biz_step: str) -> str:
    """`harvesting` of `urn:example:bizstep:harvesting`: private vocabularies keep the word."""
    return biz_step[max(biz_step.rfind(mark) for mark in ":/#-") + 1 :]


def _party(listed: tuple[Source, ...] | tuple[Destination, ...]) -> str | None:
    """Who holds the things; else who owns them."""
    found = {
        _kind(one.type): one.source if isinstance(one, Source) else one.destination
        for one in listed
    }
    party = found.get("possessing_party") or found.get("owning_party")
    return None if party is None else known_as(party)


def _place(listed: tuple[Destination, ...]) -> str | None:
    for one in listed:
        if _kind(one.type) == "location":
            return known_as(one.destination)
    return None


def _kind(word: str) -> str:
    return vocabulary.bare("source_destination_type", word)
