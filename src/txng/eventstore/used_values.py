"""Which event types, steps, dispositions and places the events of an organisation have used.

    GET /bizSteps   ->   used_value where field = 2   ->   ["commissioning", "shipping", ..]

One short row per organisation, field and value, written when an event first uses the value. A process
remembers what it has seen committed, so that a capture of known values writes and asks nothing.

Source: EPCIS 2.0 §8.2.5, the top-level resources.
"""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from txng.epcis import vocabulary
from txng.epcis.events import AnyEvent, event_type
from txng.eventstore.drivers import Driver
from txng.gs1.identifier import identify

FIELDS: Final = ("eventTypes", "bizSteps", "dispositions", "bizLocations", "readPoints")
"""The resources of the standard; a field is stored as its place here, counted from 1."""
LONGEST = 1000  # characters; a longer value is in its event and in no list
TYPES_AS_ONE: Final = "ExtendedEvent"
"""What earlier versions noted for every type of somebody's own. No list shows it: only the events tell
which types are meant."""


class Used(NamedTuple):
    """The values of one event in the order of FIELDS, in canonical spelling; None where it has none.

    A type of somebody's own stands under its full name.
    """

    event_type: str
    biz_step: str | None
    disposition: str | None
    biz_location: str | None
    read_point: str | None


Triple = tuple[int, str, int]
"""Field, value, owner."""


def of(event: AnyEvent) -> Used:
    return Used(
        event_type(event),
        None if event.biz_step is None else vocabulary.bare("biz_step", event.biz_step),
        None if event.disposition is None else vocabulary.bare("disposition", event.disposition),
        None if event.biz_location is None else identify(event.biz_location.id).canonical,
        None if event.read_point is None else identify(event.read_point.id).canonical,
    )


def triples(used: Iterable[Used], owner: int) -> set[Triple]:
    return {
        (field, value, owner)
        for values in used
        for field, value in enumerate(values, start=1)
        if value is not None and len(value) <= LONGEST and "\0" not in value
    }


def add(driver: Driver, found: Iterable[Triple]) -> None:
    """Call inside the transaction that stores the events."""
    for triple in sorted(found):
        driver.execute(
            "INSERT INTO used_value (field, value, owner) VALUES (%s, %s, %s)"
            " ON CONFLICT (field, value, owner) DO NOTHING",
            triple,
        )


def listed(
    driver: Driver, field: str, *, owner: int | None, after: str = "", limit: int = 100
) -> list[str]:
    """Values in order, without repeats; `owner` None asks of all organisations.

    `field` is one of FIELDS; `after` is the last value of the page before.
    """
    sql = "SELECT DISTINCT value FROM used_value WHERE field = %s AND value > %s AND value <> %s"
    parameters: list[object] = [FIELDS.index(field) + 1, after, TYPES_AS_ONE]
    if owner is not None:
        sql += " AND owner = %s"
        parameters.append(owner)
    rows = driver.rows(f"{sql} ORDER BY value LIMIT %s", [*parameters, limit])
    return [value for (value,) in rows]


def is_used(driver: Driver, field: str, value: str, *, owner: int | None) -> bool:
    sql = "SELECT 1 FROM used_value WHERE field = %s AND value = %s"
    parameters: list[object] = [FIELDS.index(field) + 1, value]
    if owner is not None:
        sql += " AND owner = %s"
        parameters.append(owner)
    return bool(driver.rows(f"{sql} LIMIT 1", parameters))


def may_be_used(driver: Driver, field: str, value: str, *, owner: int | None) -> bool:
    """False only when no event has the value, so that none need be read in search of it."""
    if len(value) > LONGEST or "\0" in value or is_used(driver, field, value, owner=owner):
        return True
    is_own_type = field == "eventTypes" and ":" in value
    return is_own_type and is_used(driver, field, TYPES_AS_ONE, owner=owner)


class Known:
    """The triples that this process has seen committed. Safe to share between threads.

    `newest` is the record time of the newest capture seen: when the database has gone back behind it
    (a restored backup, a test that ended), everything is forgotten.
    """

    def __init__(self) -> None:
        self._triples: frozenset[Triple] = frozenset()
        self._newest = 0

    def new(self, found: set[Triple], last_record_time: int) -> set[Triple]:
        if last_record_time < self._newest:
            self._triples, self._newest = frozenset(), last_record_time
        return found - self._triples

    def committed(self, found: Sequence[Triple], record_time: int) -> None:
        """Call after the commit, never before: a capture rolled back has used nothing."""
        self._newest = max(self._newest, record_time)
        if found:
            self._triples = self._triples.union(found)
