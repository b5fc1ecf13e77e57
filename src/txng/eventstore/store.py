"""The event store: events go in whole and come out whole.

    store = EventStore(driver_for(connection))
    store.record(document.drafts, owner=7, record_time=now())         writing: see `recording`
    store.events_of(["https://id.gs1.org/01/09520001000014/10/L1"])   reading: here

Cost: capture is linear in the document; the history of a thing is linear in its own events, whatever
else the store holds (`make bench` prints both at 10^4, 10^5 and 10^6).
"""

import contextlib
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import chain
from typing import Any

import msgspec

from txng.epcis.events import AnyEvent, decode_event
from txng.epcis.json_ld import EventDraft, VocabularyElement
from txng.epcis.mentions import Role, things
from txng.eventstore import used_values
from txng.eventstore.compression import unpacked_size
from txng.eventstore.deployment import Settings as Settings
from txng.eventstore.deployment import add_dictionaries as add_dictionaries
from txng.eventstore.deployment import install as install
from txng.eventstore.deployment import settings_of as settings_of
from txng.eventstore.deployment import uninstall as uninstall
from txng.eventstore.drivers import Driver, Handle
from txng.eventstore.errors import DamagedEvent, EventIdTaken
from txng.eventstore.jobs import Job as Job
from txng.eventstore.keeping import aliases
from txng.eventstore.keeping.keeper import Named
from txng.eventstore.keys import (
    EPOCH,
    any_uri,
    event_uri,
    key_of_event_uri,
    microseconds,
    private,
)
from txng.eventstore.keys import term_identifier as term_identifier
from txng.eventstore.recording import ACTIONS as ACTIONS
from txng.eventstore.recording import Part, Preparation, Recorded, Recording
from txng.gs1.identifier import identify

# what a trace follows; eventIDs, papers and parties share the index but lead nowhere
WHAT = frozenset(
    (
        Role.EPC, Role.PARENT, Role.CHILD, Role.INPUT, Role.OUTPUT,
        Role.EPC_CLASS, Role.CHILD_CLASS, Role.INPUT_CLASS, Role.OUTPUT_CLASS,
        Role.TRANSFORMATION_ID,  # joins the events of one transformation, so a trace asks for it
    )
)  # fmt: skip


MOST_AT_ONCE = 4 * 1024 * 1024
"""Bytes of events that `pieces` unpacks at once; a single event may have so many."""


class Owners:
    """Names of organisations, asked for when the first one is read: most answers show none.

    `expect` says which will be wanted, so that one question answers for all of them.
    """

    def __init__(self, ask: Callable[[Collection[int]], Mapping[int, str]]) -> None:
        self._ask = ask
        self._known: dict[int, str] = {}
        self._expected: set[int] = set()

    def expect(self, owners: Iterable[int]) -> None:
        self._expected.update(owners)

    def name(self, owner: int) -> str:
        if owner not in self._known:
            strangers = {owner, *self._expected} - self._known.keys()
            self._known |= dict.fromkeys(strangers, "") | dict(self._ask(strangers))
        return self._known[owner]


class StoredEvent(msgspec.Struct, frozen=True, eq=False, gc=False):
    """An event as the store gives it back. `payload` is its JSON as received, `owner` the number of
    the organisation that captured it and `captured_by` that organisation's name."""

    key: bytes
    event: AnyEvent
    record_time: datetime
    owner: int
    payload: bytes
    owners: Owners

    def __eq__(self, other: object) -> bool:
        # not `owners`: it does not matter which store gave the event
        return isinstance(other, StoredEvent) and (
            (self.key, self.record_time, self.owner, self.payload)
            == (other.key, other.record_time, other.owner, other.payload)
        )

    def __hash__(self) -> int:
        return hash(self.key)

    @property
    def captured_by(self) -> str:
        return self.owners.name(self.owner)

    @property
    def event_id(self) -> str:
        return self.event.event_id or event_uri(self.key)


class EventStore:
    """Works on one connection, inside the caller's transaction.

    `owner_names` turns organisation numbers into names; the store itself knows only numbers.
    """

    def __init__(
        self,
        driver: Driver,
        settings: Settings,
        owner_names: Callable[[Collection[int]], Mapping[int, str]] = lambda owners: {},
    ) -> None:
        self.driver = driver
        self.settings = settings
        self.keys = settings.keys
        self._compressor = settings.compressor
        self._owners = Owners(owner_names)

    # --- going in -----------------------------------------------------------------------------

    def take_turn(self, now: datetime) -> Recording:
        """Become the only writer until the transaction ends. Call inside a transaction.

        Its `record_time` is later than every one stored, whatever the clock says: commits happen in
        the order of record times, so (record_time, key) is a position that followers can wait at.
        """
        last = self.driver.lock_for_capture()
        return Recording(self.driver, self.settings, self.named, last or 0, microseconds(now))

    def preparation(self, owner: int = 0) -> Preparation:
        """Of events that `owner` sends."""

        def first_owner(key: bytes) -> int | None:
            return self.driver.known_keys([key]).get(key)

        return Preparation(self.settings, owner, first_owner)

    def record(
        self,
        drafts: Iterable[EventDraft],
        *,
        owner: int,
        record_time: datetime,
        proceed: bool = False,
    ) -> Recorded:
        """Store what is new of one document, in a turn of its own. Call inside a transaction.

        The same event again, in this document or from before, is a duplicate and is left alone.
        Raises EventIdTaken when an eventID already names another event and the document may not
        proceed: nothing of it may then be committed.
        """
        turn = self.take_turn(record_time)
        prepared = list(map(self.preparation(owner).prepare, drafts))
        part = Part(prepared, owner, microseconds(record_time), proceed)
        (answer,) = turn.record([part])
        if isinstance(answer, EventIdTaken):
            raise answer
        return answer

    def named(self, event_ids: Collection[str]) -> list[Named]:
        """Each stored event of these names, and each declaration of its error."""
        return [
            Named(
                stored.event_id,
                stored.owner,
                stored.key,
                stored.payload,
                stored.event.error_declaration is not None,
            )
            for stored in self.events_named(event_ids)
        ]

    def declare_vocabulary(
        self, elements: Iterable[VocabularyElement], *, owner: int, declared_at: datetime
    ) -> int:
        """Keep the latest declaration of each declarer; how many elements were in the document."""
        now = microseconds(declared_at)
        count = 0
        for element in sorted(elements, key=lambda one: (one.id, one.type)):
            count += 1
            content = msgspec.json.encode(
                {
                    "id": element.id,  # as it was spelled: who declared a URN gets a URN back
                    "attributes": element.attributes,
                    "children": element.children,
                }
            )
            self.driver.execute(
                "INSERT INTO vocabulary_element"
                " (id, type, owner, first_declared, last_declared, element)"
                " VALUES (%s, %s, %s, %s, %s, %s)"
                " ON CONFLICT (id, type, owner) DO UPDATE"
                " SET last_declared = excluded.last_declared, element = excluded.element",
                [_canonical(element.id), element.type, owner, now, now, content],
            )
            aliases.note(self.driver, _canonical(element.id), owner, element.attributes)
        return count

    # --- coming out ---------------------------------------------------------------------------

    def events_of(self, canonicals: Collection[str]) -> dict[str, list[StoredEvent]]:
        """Every event, by event time, that mentions each identifier as a thing.

        Two queries, however many identifiers. Index keys only propose events; the identifiers in the
        events decide. An error declaration counts only if whoever captured the event captured it too,
        else a stranger could take an event out of every trace.
        """
        wanted = {self.keys.thing(any_uri(text)) for text in canonicals}
        driver = self.driver
        links = driver.rows(
            f"SELECT link.thing, link.{driver.handle} FROM {driver.links}",
            [driver.array(wanted)],
        )
        handles = {handle for thing, handle in links if thing & 15 in WHAT}
        found: dict[str, list[StoredEvent]] = {text: [] for text in canonicals}
        told = without_foreign_declarations(self._fetch(handles))
        for stored in sorted(told, key=_chronologically):
            for canonical in _followed(stored.event) & found.keys():
                found[canonical].append(stored)
        return found

    def events_named(self, event_ids: Collection[str]) -> list[StoredEvent]:
        """Every event with one of these eventIDs: an original and its error declarations."""
        if not event_ids:
            return []
        driver = self.driver
        wanted = {self.keys.thing(private(text, "eventID"), Role.EVENT_ID) for text in event_ids}
        links = driver.rows(
            f"SELECT link.{driver.handle} FROM {driver.links_of_keys}",
            [driver.array(wanted)],
        )
        events = self._fetch({handle for (handle,) in links})
        keys = list(filter(None, map(key_of_event_uri, event_ids)))
        events += self.with_keys(driver.known_keys(keys)) if keys else []
        unique = {stored.key: stored for stored in events if stored.event_id in event_ids}
        return sorted(unique.values(), key=_chronologically)

    def with_keys(self, keys: Collection[bytes]) -> list[StoredEvent]:
        """The stored events with these keys, in no order."""
        found: list[StoredEvent] = []
        listed = [self.driver.key(key) for key in keys]
        for start in range(0, len(listed), 500):
            part = listed[start : start + 500]
            found += self.read(
                self.driver.rows(
                    "SELECT key, record_time, owner, dictionary, payload FROM event"
                    f" WHERE key IN ({', '.join(['%s'] * len(part))})",
                    part,
                )
            )
        return found

    def _fetch(self, handles: Collection[Handle]) -> list[StoredEvent]:
        if not handles:
            return []
        driver = self.driver
        return self.read(
            driver.rows(
                "SELECT event.key, event.record_time, event.owner, event.dictionary, event.payload"
                f" FROM {driver.handles} JOIN event ON event.{driver.handle} = wanted.value",
                [driver.handle_array(handles)],
            )
        )

    def with_handles(self, handles: Collection[Handle]) -> Iterator[tuple[Handle, StoredEvent]]:
        """The stored events that links point to, read one after the other."""
        if not handles:
            return
        driver = self.driver
        rows = driver.rows(
            f"SELECT event.{driver.handle}, event.key, event.record_time, event.owner,"
            " event.dictionary, event.payload"
            f" FROM {driver.handles} JOIN event ON event.{driver.handle} = wanted.value",
            [driver.handle_array(handles)],
        )
        events = chain.from_iterable(self.pieces([row[1:] for row in rows]))
        for row, stored in zip(rows, events, strict=True):
            yield row[0], stored

    def read(
        self, rows: Sequence[tuple[Any, ...]], only: Callable[[bytes], bool] | None = None
    ) -> list[StoredEvent]:
        """The events of rows of key, record time, owner, dictionary and payload. `only`: those whose
        JSON it lets through, for the others are not worth taking apart. Raises DamagedEvent."""
        self._owners.expect(row[2] for row in rows)
        events = []
        for key, record_time, owner, dictionary, packed in rows:
            try:
                payload = self._compressor.decompress(dictionary, packed)
                if only is not None and not only(payload):
                    continue
                event = decode_event(payload)
            except Exception as error:  # any damage is one answer: name the event, stop serving it
                raise DamagedEvent(
                    f"Expected a readable event {event_uri(key)}: {error}"
                ) from error
            events.append(
                StoredEvent(
                    key,
                    event,
                    EPOCH + timedelta(microseconds=record_time),
                    owner,
                    payload,
                    self._owners,
                )
            )
        return events

    def pieces(self, rows: Sequence[tuple[Any, ...]]) -> Iterator[list[StoredEvent]]:
        """As `read`, no more at once than a few of the largest events have: a thousand of them would fill
        the memory, and a thousand of the usual ones are one piece."""
        start = held = 0
        for place, row in enumerate(rows):
            held += unpacked_size(row[4])
            if held > MOST_AT_ONCE and place > start:
                yield self.read(rows[start:place])
                start, held = place, unpacked_size(row[4])
        if start < len(rows):
            yield self.read(rows[start:])

    def as_stored(self, draft: EventDraft, key: bytes, owner: int, at: datetime) -> StoredEvent:
        """What reading an event gives that was stored this moment, without reading it."""
        self._owners.expect((owner,))
        return StoredEvent(key, draft.event, at, owner, draft.payload, self._owners)

    def owner_name(self, owner: int) -> str:
        return self._owners.name(owner)

    def vocabulary(self, canonicals: Collection[str]) -> dict[str, dict[str, Any]]:
        """Canonical id -> attributes, as the first declarer last said them.

        Whoever declared a thing first keeps the word over it: a later stranger cannot rename it.
        """
        found: dict[str, dict[str, Any]] = {}
        ids = list(canonicals)
        for start in range(0, len(ids), 500):
            part = ids[start : start + 500]
            marks = ", ".join(["%s"] * len(part))
            rows = self.driver.rows(
                "SELECT id, element FROM vocabulary_element"
                f" WHERE id IN ({marks}) ORDER BY first_declared, owner, type",
                part,
            )
            for text, element in rows:
                found.setdefault(text, msgspec.json.decode(element)["attributes"])
        return found

    def note_used_values(self) -> None:
        """Fill `used_value` from the events stored, page by page: for a database of version 0001."""
        after = bytes(16)
        while True:
            rows = self.driver.rows(
                "SELECT key, record_time, owner, dictionary, payload FROM event"
                " WHERE key > %s ORDER BY key LIMIT 1000",
                [self.driver.key(after)],
            )
            if not rows:
                return
            after = bytes(rows[-1][0])
            found: set[used_values.Triple] = set()
            for row in rows:
                with contextlib.suppress(
                    DamagedEvent
                ):  # its reader is told; others are not held up
                    (stored,) = self.read([row])
                    found |= used_values.triples([used_values.of(stored.event)], stored.owner)
            used_values.add(self.driver, found)

    def count(self) -> int:
        """Events stored. Exact; linear in the table, so not for a page."""
        return int(self.driver.rows("SELECT count(*) FROM event")[0][0])

    def is_empty(self) -> bool:
        return not self.driver.rows("SELECT 1 FROM event LIMIT 1")


def _chronologically(stored: StoredEvent) -> tuple[datetime, bool, datetime, bytes]:
    """An original stands before the declaration of its error."""
    event = stored.event
    return event.event_time, event.error_declaration is not None, stored.record_time, stored.key


def without_foreign_declarations(events: list[StoredEvent]) -> list[StoredEvent]:
    captors: dict[str, set[int]] = {}
    for stored in events:
        if stored.event.error_declaration is None:
            captors.setdefault(stored.event_id, set()).add(stored.owner)
    return [
        stored
        for stored in events
        if stored.event.error_declaration is None
        or stored.owner in captors.get(stored.event_id, {stored.owner})
    ]


def _moment(value: int) -> datetime:
    return EPOCH + timedelta(microseconds=value)


def _canonical(text: str) -> str:
    return identify(text).canonical


def _followed(event: AnyEvent) -> set[str]:
    """The canonical names under which a trace asks for the event."""
    names = {mention.identifier.canonical for mention in things(event)}
    transformation = getattr(event, "transformation_id", None)
    if transformation is not None:
        names.add(any_uri(transformation).canonical)
    return names


def now() -> datetime:
    """The server's clock: tablets in the field run minutes wrong."""
    return datetime.now(UTC)
