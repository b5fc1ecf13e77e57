"""What happened since: for whoever keeps what they read and must know when it is no longer true."""

from datetime import UTC, datetime
from typing import Final

from txng.epcis.events import TransformationEvent, decode_event
from txng.epcis.mentions import things
from txng.eventstore import journal
from txng.eventstore.journal import Newest as Changes
from txng.gs1.errors import Gs1Error
from txng.repository.connection import OPERATOR, store

MOST_READ: Final = 300  # new events; beyond that forgetting everything is cheaper
LAST_KEY: Final = b"\xff" * 16

__all__ = ["Changes", "newest_captures", "newest_changes", "things_recorded_since"]


def newest_changes() -> Changes:
    """Two numbers that differ from the last ones when an event or master data were recorded."""
    return journal.newest(store())


def things_recorded_since(known: Changes, newest: Changes) -> frozenset[str] | None:
    """Canonical names of the things (and transformations) that the events in between speak of.

    None when that cannot be said in few words: too many events, one that declares another an error
    (which may take back anything), one that cannot be read.
    """
    rows = journal.behind(
        store(),
        (known.event, LAST_KEY),
        limit=MOST_READ + 1,
        until=(newest.event, LAST_KEY),
    )
    if len(rows) > MOST_READ:
        return None
    names: set[str] = set()
    for row in rows:
        if row.payload is None:
            return None
        try:
            event = decode_event(row.payload)
            if event.error_declaration is not None:
                return None
            names.update(mention.identifier.canonical for mention in things(event))
        except (Gs1Error, ValueError):
            return None
        if isinstance(event, TransformationEvent) and event.transformation_id is not None:
            names.add(event.transformation_id)
    return frozenset(names)


def newest_captures(after: int) -> tuple[int, dict[int, datetime]]:
    """Number of an organisation -> when it captured last, of all that was committed behind `after`, a record
    time in µs (0 for the beginning); and the record time up to which this was read, to go on from.
    """
    until = journal.newest(store()).event
    if until <= after:
        return after, {}
    found = journal.newest_by_owner(store(), after, until)
    return until, {
        owner: datetime.fromtimestamp(moment / 1_000_000, tz=UTC)
        for owner, moment in found.items()
        if owner != OPERATOR
    }
