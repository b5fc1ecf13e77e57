"""Traces, the source of the public page, and what it needs to know of the whole store."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import Any, Literal, TypeVar

from txng.accounts.actors import Actor
from txng.eventstore.copies import events_without_copies
from txng.eventstore.relations import rebuilding
from txng.eventstore.relations.aliases import Aliases
from txng.eventstore.relations.reading import Relations
from txng.eventstore.store import EventStore, StoredEvent
from txng.gs1.identifier import read_code
from txng.repository.connection import store
from txng.repository.queries.paging import owner_of
from txng.trace import recall, whereabouts
from txng.trace.aliases import Aliased
from txng.trace.derived import Derived
from txng.trace.model import Trace
from txng.trace.recall import RecallList
from txng.trace.source import RelationSource
from txng.trace.walk import downstream, upstream
from txng.trace.whereabouts import Stay

Answer = TypeVar("Answer")


def trace(actor: Actor, code: str, direction: Literal["up", "down"]) -> Trace:
    """Where a thing came from, or where it went. `code` is anything that can be typed or scanned.

    Raises gs1.errors.Gs1Error for what is no code.
    """
    canonical = read_code(code).canonical
    walk = upstream if direction == "up" else downstream
    return walked(lambda source: walk(source, canonical), owner_of(actor))


def recall_list(actor: Actor, code: str) -> RecallList:
    """Everything that would have to be taken back with a thing, and where it was last known.

    Raises gs1.errors.Gs1Error for what is no code.
    """
    canonical = read_code(code).canonical
    return walked(lambda source: recall.recall_list(source, canonical), owner_of(actor))


def stays(actor: Actor, code: str) -> tuple[Stay, ...]:
    """Where a thing was and who had it, from one word to the next.

    Raises gs1.errors.Gs1Error for what is no code.
    """
    canonical = read_code(code).canonical
    return walked(lambda source: whereabouts.stays(source, canonical), owner_of(actor))


def walked(walk: Callable[[RelationSource], Answer], owner: int | None = None) -> Answer:
    """The answer of a walk; `owner` sees only what that organisation captured.

    The relations kept are of all events together. Whoever may not see all gets those that follow from
    what they may see; so does everybody while the relations are being told again. Own codes are read as
    the GS1 codes that were declared for them.
    """
    global _seen
    events = store()
    aliases = Aliases(events)
    are_aliases = aliases.are_any()

    def answer(source: RelationSource) -> Answer:
        return walk(Aliased(source, aliases) if are_aliases else source)

    for _ in range(2 if owner is None else 0):
        found = answer(Relations(events))
        state = rebuilding.state_of(events.driver)
        # looked at afterwards: one that began meanwhile is seen, and one that ended has another number
        if state.is_whole and state.number == _seen:
            return found
        _seen = state.number
        if not state.is_whole:
            break
    return answer(Derived(_Visible(events, owner)))


_seen = 0  # the number of the last rebuild that this process knows of


class _Visible:
    """An event source that holds back the events of other organisations."""

    def __init__(self, events: EventStore, owner: int | None) -> None:
        self._events = events
        self._owner = owner

    def events_of(self, canonicals: Collection[str]) -> Mapping[str, Sequence[StoredEvent]]:
        found = self._events.events_of(canonicals)
        if self._owner is None:
            keys = self._events.keys
            return {name: events_without_copies(listed, keys) for name, listed in found.items()}
        return {
            canonical: [stored for stored in listed if stored.owner == self._owner]
            for canonical, listed in found.items()
        }


def public_source() -> EventStore:
    """For the public page, which shows who did what, where and when, but no amounts and no papers."""
    return store()


def vocabulary(canonicals: Collection[str]) -> dict[str, dict[str, Any]]:
    """Master data: public by nature (names, places, products)."""
    return store().vocabulary(canonicals)


def count_events() -> int:
    return store().count()


def is_empty() -> bool:
    return store().is_empty()
