"""Do the relations kept say what the events say? Told once more from nothing, and compared row by row.

    statements    every event: is there a row, does it state what the event states, or is the event void
    stretches     every parent: its whole history told again, in the order of time
    the rest      errors declared, and rows that belong to no event

Nothing of the way in which relations are kept is used here but the rules themselves (`epcis.relations`):
the check would find a mistake of `keeping`, and rows that somebody changed behind its back.
"""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, Final, Literal, NamedTuple

from txng.epcis.mentions import DECLARATION_TERM, Role, things
from txng.epcis.relations import Moment, Stretch, Told, microseconds, stretches
from txng.epcis.statements import Statement, statement_of
from txng.eventstore.drivers import Handle
from txng.eventstore.errors import DamagedEvent
from txng.eventstore.keeping import aliases
from txng.eventstore.keeping.content import pack_stretches
from txng.eventstore.keeping.keeper import TABLES
from txng.eventstore.keys import event_uri, term_identifier
from txng.eventstore.store import EventStore, StoredEvent
from txng.gs1.identifier import identify

PAGE: Final = 500
Fault = Literal["missing", "differs", "should not be there", "unreadable"]


class Difference(NamedTuple):
    """`what`: an event's URI, or the eventID of a declared error; `about`: the parent of a tie."""

    table: str
    fault: Fault
    what: str
    about: str = ""


Again = Callable[[Callable[[], list[Difference]]], list[Difference]]
"""Runs a comparison once more in a turn, so that no capture comes between its questions."""


class Check:
    """Goes through a store page by page; a page that differs is looked at again in a turn.

    `done` counts what was looked at: events first, then parents.
    """

    def __init__(self, store: EventStore, again: Again) -> None:
        self._store = store
        self._driver = store.driver
        self._again = again
        self._void: set[tuple[str, int]] = set()
        self.done = 0

    def differences(self) -> Iterator[Difference]:
        yield from self._settled(self._declared_errors)
        yield from self._settled(self._aliases)
        after = bytes(16)
        while (page := self._events_behind(after)) is not None:
            last, keys = page
            yield from self._settled(partial(self._statements, after, last))
            after, self.done = last, self.done + keys
        thing = -(1 << 63)
        while things_ := self._parents_behind(thing):
            yield from self._settled(partial(self._ties, things_))
            thing, self.done = things_[-1], self.done + len(things_)
        yield from self._settled(self._orphans)

    def _settled(self, compare: Callable[[], list[Difference]]) -> list[Difference]:
        return self._again(partial(self._now, compare)) if compare() else []

    def _now(self, compare: Callable[[], list[Difference]]) -> list[Difference]:
        self._declared_errors()  # somebody may have declared one meanwhile
        return compare()

    # --- declared errors ----------------------------------------------------------------------

    def _declared_errors(self) -> list[Difference]:
        driver = self._driver
        term = term_identifier(Role.DECLARATION, DECLARATION_TERM)
        found = driver.rows(
            "SELECT event.key, event.record_time, event.owner, event.dictionary, event.payload"
            f" FROM link JOIN event ON event.{driver.handle} = link.{driver.handle}"
            " WHERE link.thing = %s",
            [self._store.keys.thing(term, Role.DECLARATION)],
        )
        self._void = {
            (stored.event.event_id, stored.owner)
            for stored in self._read(found)
            if stored.event.error_declaration is not None and stored.event.event_id is not None
        }
        kept = set(driver.rows("SELECT event_id, owner FROM declared_error"))
        missing = [Difference("declared_error", "missing", name) for name, _ in self._void - kept]
        return missing + [
            Difference("declared_error", "should not be there", name)
            for name, _ in kept - self._void
        ]

    def _aliases(self) -> list[Difference]:
        expected = aliases.all_declared(self._driver)
        kept = set(self._driver.rows("SELECT own, owner, thing FROM alias"))
        return [
            *(Difference("alias", "missing", own, thing) for own, _, thing in expected - kept),
            *(
                Difference("alias", "should not be there", own, thing)
                for own, _, thing in kept - expected
            ),
        ]

    # --- statements ---------------------------------------------------------------------------

    def _events_behind(self, key: bytes) -> tuple[bytes, int] | None:
        """The last key of the next page, and how many it has."""
        rows = self._driver.rows(
            "SELECT key FROM event WHERE key > %s ORDER BY key LIMIT %s",
            [self._driver.key(key), PAGE],
        )
        return (bytes(rows[-1][0]), len(rows)) if rows else None

    def _statements(self, after: bytes, last: bytes) -> list[Difference]:
        driver = self._driver
        rows = driver.rows(
            "SELECT event.key, event.record_time, event.owner, event.dictionary, event.payload,"
            " statement.content FROM event"
            f" LEFT JOIN statement ON statement.{driver.handle} = event.{driver.handle}"
            " WHERE event.key > %s AND event.key <= %s",
            [driver.key(after), driver.key(last)],
        )
        found = []
        for row in rows:
            uri = event_uri(bytes(row[0]))
            for stored in self._read([row[:5]]):
                fault = self._fault(self._stated(stored), row[5])
                if fault is not None:
                    found.append(Difference("statement", fault, uri))
        return found

    def _fault(self, expected: Statement | None, content: bytes | None) -> Fault | None:
        if content is None or expected is None:
            if (content is None) == (expected is None):
                return None
            return "missing" if content is None else "should not be there"
        try:
            is_equal = self._store.settings.statements.unpack(content) == expected
        except Exception:  # whatever is wrong with the bytes, they are not what they must be
            return "unreadable"
        return None if is_equal else "differs"

    def _stated(self, stored: StoredEvent) -> Statement | None:
        """None where nothing counts: a declaration, what was declared an error, what names no thing."""
        event = stored.event
        if event.error_declaration is not None or (stored.event_id, stored.owner) in self._void:
            return None
        mentions = list(things(event))
        return statement_of(event, mentions) if mentions else None

    # --- ties ---------------------------------------------------------------------------------

    def _parents_behind(self, thing: int) -> list[int]:
        """Index keys of the next parents."""
        rows = self._driver.rows(
            f"SELECT DISTINCT thing FROM link WHERE thing > %s AND (thing & 15) = {int(Role.PARENT)}"
            " ORDER BY thing LIMIT %s",
            [thing, PAGE],
        )
        return [key for (key,) in rows]

    def _ties(self, listed: list[int]) -> list[Difference]:
        driver, found = self._driver, list[Difference]()
        rows = driver.rows(
            f"SELECT event.{driver.handle}, event.key, event.record_time, event.owner,"
            " event.dictionary, event.payload"
            f" FROM (SELECT DISTINCT link.{driver.handle} AS handle FROM {driver.things}"
            " JOIN link ON link.thing = wanted.value) AS found"
            f" JOIN event ON event.{driver.handle} = found.handle",
            [driver.array(listed)],
        )
        handles = {bytes(row[1]): row[0] for row in rows}
        told: dict[tuple[int, str], list[Told]] = {}
        for stored in self._read([row[1:] for row in rows]):
            statement = self._stated(stored)
            if statement is not None and statement.kind in TABLES and statement.parent is not None:
                times = microseconds(stored.event.event_time), microseconds(stored.record_time)
                one = Told((*times, stored.key), statement, stored.owner)
                told.setdefault((statement.kind, statement.parent), []).append(one)
        expected: dict[str, dict[Handle, tuple[Any, ...]]] = {name: {} for name in TABLES.values()}
        for (kind, parent), history in told.items():
            key = self._store.keys.thing(identify(parent))
            if key + Role.PARENT in listed:
                for handle, row in _rows_of(parent, history, handles):
                    expected[TABLES[kind]][handle] = (key, *row, parent)
        names = {handle: event_uri(key) for key, handle in handles.items()}
        for table, wanted in expected.items():
            kept = self._kept(table, [key - Role.PARENT for key in listed])
            for handle, (key, until, content, parent) in wanted.items():
                if handle not in kept:
                    found.append(Difference(table, "missing", names[handle], parent))
                elif kept.pop(handle) != (key, until, content):
                    found.append(Difference(table, "differs", names[handle], parent))
            for handle in kept:
                what = names.get(handle, str(handle))
                found.append(Difference(table, "should not be there", what))
        return found

    def _kept(self, table: str, parents: list[int]) -> dict[Handle, tuple[int, int, bytes]]:
        driver = self._driver
        rows = driver.rows(
            f"SELECT tie.{driver.handle}, tie.parent, tie.until, tie.content FROM {driver.things}"
            f" JOIN {table} AS tie ON tie.parent = wanted.value",
            [driver.array(parents)],
        )
        return {handle: (parent, until, bytes(content)) for handle, parent, until, content in rows}

    # --- the rest -----------------------------------------------------------------------------

    def _orphans(self) -> list[Difference]:
        """Rows beside which there is no event, or no statement of one."""
        driver, found = self._driver, list[Difference]()
        for table, other in (
            ("statement", "event"),
            *((name, "statement") for name in TABLES.values()),
        ):
            rows = driver.rows(
                f"SELECT {table}.{driver.handle} FROM {table} LEFT JOIN {other}"
                f" ON {other}.{driver.handle} = {table}.{driver.handle}"
                f" WHERE {other}.{driver.handle} IS NULL"
            )
            for (handle,) in rows:
                what = event_uri(handle) if isinstance(handle, bytes) else str(handle)
                found.append(Difference(table, "should not be there", what))
        return found

    def _read(self, rows: list[tuple[Any, ...]]) -> Iterator[StoredEvent]:
        for row in rows:
            try:
                yield self._store.read([row])[0]
            except DamagedEvent:  # `txng fsck` is for those
                continue


def _rows_of(
    parent: str, history: list[Told], handles: dict[bytes, Handle]
) -> Iterator[tuple[Handle, tuple[int, bytes]]]:
    opened: dict[Moment, dict[str, Stretch]] = {
        told.moment: {} for told in history if told.statement.empties_parent
    }
    for child, stretch in stretches(parent, history):
        opened.setdefault(stretch.opening.moment, {})[child] = stretch
    by_moment = {told.moment: told for told in history}
    for moment, children in opened.items():
        yield handles[moment[2]], pack_stretches(by_moment[moment], children)
