"""One happening that several organisations captured alike: an event and its copies, counted once.

Each organisation keeps what it captured, whoever captured it first (`Keys.of_copy`). Whoever sees the events
of all must not add up one harvest twice, so accounts and traces leave copies aside where the event itself
is among the events. An event that its organisation declared an error stands for nothing, not even for
its copies.
"""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from txng.eventstore.keys import FAMILY, Keys
from txng.eventstore.store import StoredEvent

One = TypeVar("One")


def without_copies(
    told: Sequence[One], keys: Keys, named: Callable[[One], tuple[bytes, int]]
) -> list[One]:
    """In the same order. `named`: the event key and the number of the organisation of what is told."""
    names = [named(one) for one in told]
    if len({key[:FAMILY] for key, _ in names}) == len(names):
        return list(told)
    gone = _copies(names, keys)
    return [one for one, name in zip(told, names, strict=True) if name not in gone]


def captured(stored: StoredEvent) -> tuple[bytes, int]:
    """What names a stored event to `without_copies`."""
    return stored.key, stored.owner


def events_without_copies(events: Sequence[StoredEvent], keys: Keys) -> list[StoredEvent]:
    """All events of one thing, the declarations of errors among them."""
    declared = {
        (one.event_id, one.owner) for one in events if one.event.error_declaration is not None
    }
    valid = [one for one in events if (one.event_id, one.owner) not in declared]
    kept = {one.key for one in without_copies(valid, keys, captured)}
    return [one for one in events if one.key in kept or (one.event_id, one.owner) in declared]


def _copies(names: Iterable[tuple[bytes, int]], keys: Keys) -> set[tuple[bytes, int]]:
    families: dict[bytes, set[tuple[bytes, int]]] = {}
    for name in names:
        families.setdefault(name[0][:FAMILY], set()).add(name)
    return {
        (key, owner)
        for family in families.values()
        if len(family) > 1
        for key, owner in family
        if any(keys.of_copy(other, owner) == key for other, _ in family)
    }
