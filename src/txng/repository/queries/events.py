"""Events as a SimpleEventQuery asks for them, and events by their name."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from txng.accounts.actors import Actor
from txng.epcis.errors import NoSuchResourceException
from txng.epcis.query.language import Query
from txng.eventstore.query import Page, select
from txng.eventstore.store import StoredEvent
from txng.repository.connection import store
from txng.repository.queries import paging


@dataclass(frozen=True, slots=True)
class EventPage:
    """Token and expiry are None on the last page."""

    events: list[StoredEvent]
    next_page_token: str | None = None
    expires_at: datetime | None = None


def events(
    actor: Actor, query: Query, *, per_page: str | int | None = None, token: str | None = None
) -> EventPage:
    """One page of the answer: eventCountLimit bounds the pages together, perPage each of them.

    Raises QueryTooLargeException (more match than maxEventCount), QueryParameterException (perPage,
    token) or SecurityException.
    """
    owner = paging.owner_of(actor)
    where = paging.position(actor, token, query)
    after = None if where is None else tuple(where)
    found = select(store(), query, Page(paging.size(per_page), after), owner=owner)
    if found.next is None:
        return EventPage(found.events)
    return EventPage(found.events, *paging.token(actor, found.next, query))


def events_named(actor: Actor, event_id: str) -> Sequence[StoredEvent]:
    """An event and the declarations of its error. Raises NoSuchResourceException for none, and
    answers a stranger's event exactly like a missing one."""
    owner = paging.owner_of(actor)
    found = [
        stored
        for stored in store().events_named([event_id])
        if owner is None or stored.owner == owner
    ]
    if not found:
        raise NoSuchResourceException(
            f"Expected the eventID of a captured event, got {event_id[:200]!r}",
            detail_vi="Không có sự kiện nào mang mã này.",
        )
    return found
