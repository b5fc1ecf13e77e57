"""The event store on Django's own connection, so that events and journal are committed together.

Machine paths never enter Django's request cycle, so nobody else closes or checks their connection:
`usable` does, once per request.
"""

import contextlib
import select
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import AbstractContextManager
from functools import partial
from typing import Any, Final

from django.db import (
    DEFAULT_DB_ALIAS,
    InterfaceError,
    InternalError,
    OperationalError,
    connection,
    connections,
)
from django.utils.translation import gettext

from txng.accounts import queries as accounts
from txng.eventstore.drivers import driver_for
from txng.eventstore.errors import NotInstalled
from txng.eventstore.store import EventStore, settings_of

OPERATOR = 0  # owner of what the person at the server's shell captures for no organisation
AWAY: Final = (NotInstalled, OperationalError, InterfaceError)
"""What is raised by a database that does not answer now and may in a minute. Every other DatabaseError
is a mistake of ours: whoever is told to come back would come back for ever."""
_READ_ONLY: Final = "25006"  # SQLSTATE read_only_sql_transaction
_KEPT = "txng_event_store"
_WRAPPED: Final = (
    "rows", "often", "bounded_rows", "insert", "append", "known_keys", "lock_for_capture", "look",
)  # fmt: skip


def store() -> EventStore:
    """The store on this thread's connection. Raises eventstore.errors.NotInstalled without tables."""
    own = connections[DEFAULT_DB_ALIAS]
    own.close_if_health_check_failed()  # once a request, as Django's own cursors do
    own.ensure_connection()
    raw = own.connection
    kept = getattr(own, _KEPT, None)
    if kept is None or kept[0] is not raw:
        # the store speaks to the bare connection; Django must still hear of errors, to drop a dead one
        driver = driver_for(raw)
        for name in _WRAPPED:
            setattr(driver, name, own.wrap_database_errors(getattr(driver, name)))
        driver.together = partial(_together, driver.together)  # type: ignore[method-assign]
        # asked for once per connection: the settings never change, and asking takes two round trips
        kept = (raw, driver, settings_of(driver))
        setattr(own, _KEPT, kept)
    return EventStore(kept[1], kept[2], _names)


@contextlib.contextmanager
def _together(together: Callable[[int], AbstractContextManager[Any]], rows: int) -> Iterator[None]:
    with connection.wrap_database_errors, together(rows):
        yield


def _names(owners: Collection[int]) -> Mapping[int, str]:
    names = accounts.organisation_names(owners)
    if OPERATOR in owners:
        names[OPERATOR] = gettext("Người vận hành hệ thống")
    return names


def usable() -> None:
    """Drop a connection that the database closed meanwhile; the next use opens a new one."""
    own = connections[
        DEFAULT_DB_ALIAS
    ]  # each name asked of `connection` looks this thread's up again
    if own.connection is not None and not own.in_atomic_block:
        own.close_if_unusable_or_obsolete()
        if _is_quiet(own.vendor, own.connection):
            setattr(own, "health_check_done", True)  # noqa: B010 - the stubs leave it out


def is_away(error: Exception) -> bool:
    """Whether this is AWAY, or a PostgreSQL that only reads: one that became a standby, or was told to.

    SQLite says of a file that may not be written what it says of a full disk, which is AWAY.
    """
    return isinstance(error, AWAY) or _only_reads(error)


def _only_reads(error: Exception) -> bool:
    cause = error.__cause__
    return isinstance(error, InternalError) and getattr(cause, "sqlstate", None) == _READ_ONLY


def drop_after(error: Exception) -> None:
    """Where another server may have taken over, the next use must look for it: the connection to the
    old one works on, and would for ever."""
    if _only_reads(error) and not connection.in_atomic_block:
        connection.close()


def _is_quiet(vendor: str, raw: Any) -> bool:
    """Whether the server has said nothing since its last answer: one that hangs up says so.

    A look at the socket costs 2 µs; "SELECT 1", with which Django finds that out, costs 150 µs of
    every request.
    """
    if vendor != "postgresql" or raw is None or raw.closed:
        return False
    socket = select.poll()
    socket.register(raw.fileno(), select.POLLIN)
    return not socket.poll(0)
