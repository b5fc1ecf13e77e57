"""The event store on Django's own connection; this room only reads there."""

from django.db import connection

from txng.eventstore.drivers import driver_for
from txng.eventstore.store import EventStore, settings_of

_KEPT = "txng_log_store"


def store() -> EventStore:
    """The store on this thread's connection. Raises eventstore.errors.NotInstalled without tables."""
    connection.ensure_connection()
    raw = connection.connection
    kept: tuple[object, EventStore] | None = getattr(connection, _KEPT, None)
    if kept is None or kept[0] is not raw:
        driver = driver_for(raw)
        # Django must hear of errors, to drop a dead connection
        for name in ("rows", "often"):
            setattr(driver, name, connection.wrap_database_errors(getattr(driver, name)))
        kept = (raw, EventStore(driver, settings_of(driver)))
        setattr(connection, _KEPT, kept)
    return kept[1]


def usable() -> None:
    """Drop a connection that the database closed meanwhile; the next use opens a new one."""
    if connection.connection is not None and not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
