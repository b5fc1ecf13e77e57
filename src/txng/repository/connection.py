"""The event store on Django's own connection, so that events and journal are committed together.

Machine paths never enter Django's request cycle, so nobody else closes or checks their connection:
`usable` does, once per request.
"""

from collections.abc import Collection, Mapping

from django.db import connection
from django.utils.translation import gettext

from txng.accounts import queries as accounts
from txng.eventstore.drivers import driver_for
from txng.eventstore.store import EventStore, settings_of

OPERATOR = 0  # owner of what the person at the server's shell captures for no organisation


def store() -> EventStore:
    """The store on this thread's connection. Raises eventstore.errors.NotInstalled without tables."""
    connection.close_if_health_check_failed()  # once a request, as Django's own cursors do
    connection.ensure_connection()
    driver = driver_for(connection.connection)
    # the store speaks to the bare connection; Django must still hear of errors, to drop a dead one
    for name in ("rows", "insert", "known_keys"):
        setattr(driver, name, connection.wrap_database_errors(getattr(driver, name)))
    return EventStore(driver, settings_of(driver), _names)


def _names(owners: Collection[int]) -> Mapping[int, str]:
    names = accounts.organisation_names(owners)
    if OPERATOR in owners:
        names[OPERATOR] = gettext("Người vận hành hệ thống")
    return names


def usable() -> None:
    """Drop a connection that the database closed meanwhile; the next use opens a new one."""
    if connection.connection is not None and not connection.in_atomic_block:
        connection.close_if_unusable_or_obsolete()
