"""The event store: events go in whole and come out whole.

    store = EventStore(driver_for(connection))
    store.record(document.drafts, owner=7, job=id, record_time=now())   in the caller's transaction
    store.events_of(["https://id.gs1.org/01/09520001000014/10/L1"])

Cost: capture is linear in the document; the history of a thing is linear in its own events, whatever
else the store holds (`make bench` prints both at 10^4, 10^5 and 10^6).
"""

import os
import threading
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import msgspec

from txng.epcis import vocabulary
from txng.epcis.events import EVENT_TYPES, AnyEvent
from txng.epcis.json_ld import EventDraft, VocabularyElement
from txng.epcis.mentions import Role, things
from txng.eventstore import ddl
from txng.eventstore.compression import Compressor, compress_document, packaged_dictionaries
from txng.eventstore.drivers import Driver, EventRow, Handle
from txng.eventstore.errors import DamagedEvent, EventIdTaken, NotInstalled
from txng.eventstore.keys import EPOCH, Keys, event_uri, key_of_event_uri, microseconds, private
from txng.gs1.errors import Gs1Error
from txng.gs1.identifier import Identifier, identify

ACTIONS: Final = {"ADD": 1, "OBSERVE": 2, "DELETE": 3}
_TYPE_NUMBERS = {name: number for number, name in enumerate(EVENT_TYPES, start=1)}
# what a trace follows; eventIDs, papers and parties share the index but lead nowhere
_WHAT = frozenset(
    (
        Role.EPC, Role.PARENT, Role.CHILD, Role.INPUT, Role.OUTPUT,
        Role.EPC_CLASS, Role.CHILD_CLASS, Role.INPUT_CLASS, Role.OUTPUT_CLASS,
        Role.TRANSFORMATION_ID,  # joins the events of one transformation, so a trace asks for it
    )
)  # fmt: skip
_decode: Callable[[bytes], AnyEvent] = msgspec.json.Decoder(AnyEvent).decode


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event as the store gives it back. `payload` is its JSON as received, `owner` the number of
    the organisation that captured it and `captured_by` that organisation's name."""

    key: bytes
    event: AnyEvent
    record_time: datetime
    owner: int
    captured_by: str
    payload: bytes

    @property
    def event_id(self) -> str:
        return self.event.event_id or event_uri(self.key)


@dataclass(frozen=True, slots=True)
class Job:
    """One document received. `id`: 16 bytes; `name`: what the sender called it, may be empty."""

    id: bytes
    owner: int
    received_at: datetime
    finished_at: datetime
    events: int
    accepted: int
    duplicates: int
    master_data: int
    digest: bytes
    name: str
    warnings: bytes


@dataclass(frozen=True, slots=True)
class Recorded:
    """`shared_hashes`: places of events whose eventID, a CBV hash, already named another event."""

    accepted: int
    duplicates: int
    shared_hashes: tuple[str, ...]


class Settings:
    """What a deployment's store needs to know before it can read: read once per process."""

    def __init__(self, secret: bytes, dictionaries: Mapping[int, bytes], bits: int = 60) -> None:
        self.keys = Keys(secret, bits)
        self.compressor = Compressor(dictionaries)


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
        self.keys = settings.keys
        self._compressor = settings.compressor
        self._owner_names = owner_names
        self._known_owners: dict[int, str] = {}

    # --- going in -----------------------------------------------------------------------------

    def record(
        self, drafts: Sequence[EventDraft], *, owner: int, job: bytes, record_time: datetime
    ) -> Recorded:
        """Store what is new of a document. Call inside a transaction.

        The same event again, in this document or from before, is a duplicate and is left alone.
        Raises EventIdTaken when an eventID already names another event: nothing of the document may
        then be committed.
        """
        self.driver.lock_for_capture()
        keyed = [
            (self.keys.event(draft.event.event_time, draft.content), draft) for draft in drafts
        ]
        known = self.driver.known_keys([key for key, _ in keyed])
        fresh: dict[bytes, EventDraft] = {}
        for key, draft in keyed:
            if key not in known:
                fresh.setdefault(key, draft)
        shared = self._taken_ids(fresh)
        recorded = microseconds(record_time)
        ordered = sorted(fresh.items())  # two writers that take keys in one order never deadlock
        rows = [self._row(key, draft, recorded, owner, job) for key, draft in ordered]
        links = [self._links(draft.event) for _, draft in ordered]
        if rows:
            self.driver.insert(rows, links)
        return Recorded(len(fresh), len(drafts) - len(fresh), tuple(shared))

    def _row(
        self, key: bytes, draft: EventDraft, recorded: int, owner: int, job: bytes
    ) -> EventRow:
        event = draft.event
        return (
            key,
            microseconds(event.event_time),
            recorded,
            _TYPE_NUMBERS[type(event).__name__],
            ACTIONS.get(getattr(event, "action", None) or ""),
            vocabulary.number("biz_step", event.biz_step),
            vocabulary.number("disposition", event.disposition),
            self._place(event.read_point.id) if event.read_point else None,
            self._place(event.biz_location.id) if event.biz_location else None,
            owner,
            job,
            self._compressor.number,
            self._compressor.compress(draft.payload),
        )

    def _place(self, text: str) -> int:
        return self.keys.thing(identify(text))

    def _links(self, event: AnyEvent) -> set[int]:
        thing = self.keys.thing
        found = {thing(mention.identifier, mention.role) for mention in things(event)}
        if event.event_id is not None:
            found.add(thing(private(event.event_id, "eventID"), Role.EVENT_ID))
        transformation = getattr(event, "transformation_id", None)
        if transformation is not None:
            found.add(thing(_any_uri(transformation), Role.TRANSFORMATION_ID))
        for paper in event.biz_transaction_list:
            found.add(thing(private(paper.biz_transaction, "bizTransaction"), Role.BIZ_TRANSACTION))
        for source in event.source_list:
            found.add(thing(_any_uri(source.source), Role.SOURCE))
        for destination in event.destination_list:
            found.add(thing(_any_uri(destination.destination), Role.DESTINATION))
        return found

    def _taken_ids(self, fresh: Mapping[bytes, EventDraft]) -> list[str]:
        """Refuse an eventID that names another event; the places of shared CBV hashes.

        An event and the declarations of its error share an eventID; two different events do not.
        A CBV hash is no chosen name: it leaves fields out and collides by construction, so refusing
        the second event would let the first sender suppress it. It is stored, and flagged.
        """
        named: dict[str, list[str]] = {}
        for draft in fresh.values():
            if draft.event.event_id is not None and draft.event.error_declaration is None:
                named.setdefault(draft.event.event_id, []).append(draft.pointer)
        taken = {event_id: pointers[1:] for event_id, pointers in named.items() if pointers[1:]}
        for stored in self.events_named(list(named)):
            if stored.event.error_declaration is None:
                taken[stored.event_id] = named[stored.event_id]
        shared: list[str] = []
        for event_id, pointers in taken.items():
            if not event_id.startswith("ni:///sha-256;"):
                raise EventIdTaken(event_id, pointers[0])
            shared.extend(pointers)
        return shared

    def declare_vocabulary(
        self, elements: Iterable[VocabularyElement], *, owner: int, declared_at: datetime
    ) -> int:
        """Keep the latest declaration of each declarer; how many elements were in the document."""
        now = microseconds(declared_at)
        count = 0
        for element in sorted(elements, key=lambda one: (one.id, one.type)):  # see `record`
            count += 1
            content = msgspec.json.encode(
                {"attributes": element.attributes, "children": element.children}
            )
            self.driver.execute(
                "INSERT INTO vocabulary_element"
                " (id, type, owner, first_declared, last_declared, element)"
                " VALUES (%s, %s, %s, %s, %s, %s)"
                " ON CONFLICT (id, type, owner) DO UPDATE"
                " SET last_declared = excluded.last_declared, element = excluded.element",
                [_canonical(element.id), element.type, owner, now, now, content],
            )
        return count

    def record_job(self, job: Job, document: bytes) -> None:
        self.driver.execute(
            "INSERT INTO capture_job (id, owner, received_at, finished_at, events, accepted,"
            " duplicates, master_data, digest, name, warnings, document)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                self.driver.key(job.id),
                job.owner,
                microseconds(job.received_at),
                microseconds(job.finished_at),
                job.events,
                job.accepted,
                job.duplicates,
                job.master_data,
                job.digest,
                job.name,
                job.warnings,
                compress_document(document),
            ],
        )

    # --- coming out ---------------------------------------------------------------------------

    def events_of(self, canonicals: Collection[str]) -> dict[str, list[StoredEvent]]:
        """Every event, by event time, that mentions each identifier as a thing.

        Two queries, however many identifiers. Index keys only propose events; the identifiers in the
        events decide. An error declaration counts only if whoever captured the event captured it too,
        else a stranger could take an event out of every trace.
        """
        wanted = {self.keys.thing(_any_uri(text)) for text in canonicals}
        driver = self.driver
        links = driver.rows(
            f"SELECT link.thing, link.{driver.handle} FROM {driver.things}"
            " JOIN link ON link.thing BETWEEN wanted.value AND wanted.value + 15",
            [driver.array(wanted)],
        )
        handles = {handle for thing, handle in links if thing & 15 in _WHAT}
        found: dict[str, list[StoredEvent]] = {text: [] for text in canonicals}
        told = _without_foreign_declarations(self._fetch(handles))
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
            f"SELECT link.{driver.handle} FROM {driver.things}"
            " JOIN link ON link.thing = wanted.value",
            [driver.array(wanted)],
        )
        events = self._fetch({handle for (handle,) in links})
        for key in filter(None, map(key_of_event_uri, event_ids)):
            events += self.read(
                driver.rows(
                    "SELECT key, record_time, owner, dictionary, payload FROM event WHERE key = %s",
                    [driver.key(key)],
                )
            )
        unique = {stored.key: stored for stored in events if stored.event_id in event_ids}
        return sorted(unique.values(), key=_chronologically)

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

    def read(self, rows: Sequence[tuple[Any, ...]]) -> list[StoredEvent]:
        strangers = {row[2] for row in rows} - self._known_owners.keys()
        if strangers:
            self._known_owners.update(self._owner_names(strangers))
        names = self._known_owners
        events = []
        for key, record_time, owner, dictionary, packed in rows:
            try:
                payload = self._compressor.decompress(dictionary, packed)
                event = _decode(payload)
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
                    names.get(owner, ""),
                    payload,
                )
            )
        return events

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

    def job(self, job_id: bytes) -> Job | None:
        rows = self.driver.rows(
            "SELECT id, owner, received_at, finished_at, events, accepted, duplicates, master_data,"
            " digest, name, warnings FROM capture_job WHERE id = %s",
            [self.driver.key(job_id)],
        )
        if not rows:
            return None
        number, owner, received, finished, *rest = rows[0]
        return Job(number, owner, _moment(received), _moment(finished), *rest)

    def count(self) -> int:
        """Events stored. Exact; linear in the table, so not for a page."""
        return int(self.driver.rows("SELECT count(*) FROM event")[0][0])

    def is_empty(self) -> bool:
        return not self.driver.rows("SELECT 1 FROM event LIMIT 1")


def _chronologically(stored: StoredEvent) -> tuple[datetime, bool, datetime, bytes]:
    """An original stands before the declaration of its error."""
    event = stored.event
    return event.event_time, event.error_declaration is not None, stored.record_time, stored.key


def _without_foreign_declarations(events: list[StoredEvent]) -> list[StoredEvent]:
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


def _any_uri(text: str) -> Identifier:
    try:
        return identify(text)
    except Gs1Error:  # a source or a transformation may be named by any text
        return private(text, "other")


def _followed(event: AnyEvent) -> set[str]:
    """The canonical names under which a trace asks for the event."""
    names = {mention.identifier.canonical for mention in things(event)}
    transformation = getattr(event, "transformation_id", None)
    if transformation is not None:
        names.add(_any_uri(transformation).canonical)
    return names


# --- setting up -------------------------------------------------------------------------------


def install(driver: Driver, version: str) -> None:
    """Create the tables of one schema version; see `ddl`."""
    for step in ddl.VERSIONS:
        if step.name == version:
            for statement in step.sqlite if driver.name == "sqlite" else step.postgresql:
                driver.execute(statement)
    driver.execute(
        "INSERT INTO deployment (name, value) VALUES (%s, %s) ON CONFLICT (name) DO NOTHING",
        ["index_secret", os.urandom(32)],
    )


def uninstall(driver: Driver, version: str) -> None:
    for step in ddl.VERSIONS:
        if step.name == version:
            for statement in step.back:
                driver.execute(statement)


def add_dictionaries(driver: Driver) -> None:
    """Copy the packaged dictionaries that the database does not have yet."""
    for number, content in packaged_dictionaries().items():
        driver.execute(
            "INSERT INTO dictionary (number, content) VALUES (%s, %s)"
            " ON CONFLICT (number) DO NOTHING",
            [number, content],
        )


_cache: dict[bytes, Settings] = {}
_cache_lock = threading.Lock()


def settings_of(driver: Driver) -> Settings:
    """The deployment's secret and dictionaries. Raises NotInstalled when there are no tables."""
    if not driver.has_table("deployment"):
        raise NotInstalled("Expected the tables of the event store, got none")
    rows = driver.rows("SELECT value FROM deployment WHERE name = %s", ["index_secret"])
    if not rows:
        raise NotInstalled("Expected an index secret in the database, got none")
    secret = bytes(rows[0][0])
    with _cache_lock:
        if secret not in _cache:
            dictionaries = {
                number: bytes(content)
                for number, content in driver.rows("SELECT number, content FROM dictionary")
            }
            _cache[secret] = Settings(secret, dictionaries)
        return _cache[secret]


def now() -> datetime:
    """The server's clock: tablets in the field run minutes wrong."""
    return datetime.now(UTC)
