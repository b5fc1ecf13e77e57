"""Names and short looks that the tests of a walk share."""

from tests.trace.memory import item, lot, sscc
from txng.trace.model import Relation, Trace

CHERRY, OTHER_CHERRY, PARCHMENT, GREEN, HUSK = map(
    lot, ("CHERRY", "CHERRY2", "PARCHMENT", "GREEN", "HUSK")
)
BAG, SECOND_BAG, STRANGER = item("1"), item("2"), item("99")
CARTON, PALLET, CRATE = sscc(1), sscc(2), "urn:example:crate:7"


def names(trace: Trace, *relations: Relation) -> set[str]:
    return {name for name, node in trace.nodes.items() if node.relation in relations}


def ancestors(trace: Trace) -> set[str]:
    return names(trace, Relation.ANCESTOR)


def descendants(trace: Trace) -> set[str]:
    return names(trace, Relation.DESCENDANT)


def carriers(trace: Trace) -> set[str]:
    return names(trace, Relation.CARRIER)


def keys(trace: Trace) -> list[bytes]:
    return [event.recorded.key for event in trace.events]
