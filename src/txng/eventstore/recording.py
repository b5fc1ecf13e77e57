"""Writing: drafts become rows, and every event of a document gets its verdict.

    prepare        keys, columns, links, statement, compression: needs no database, so no lock
    ──── lock ──── one writer at a time from here to the commit
    look           which keys and chosen eventIDs are known; what is inside the boxes of the document
    part           what another organisation captured first is given a key of its own
    judge          accepted | duplicate | conflict, document by document
    insert         sorted by key, a thousand events at a time; then what they change in the relations

Several documents share one transaction; each has a record time of its own, later than all before it,
and a document that is refused leaves the others alone.

Cost: about 20 µs an event to prepare and 20 µs to judge and insert, a third of it for the relations
(`make bench`).
"""

from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Final, Literal, NamedTuple

import msgspec

from txng.epcis import vocabulary
from txng.epcis.events import EVENT_TYPES, AnyEvent, event_type
from txng.epcis.json_ld import EventDraft
from txng.epcis.mentions import Mention, terms, things
from txng.epcis.sameness import meaning
from txng.epcis.statements import TIES, statement_of
from txng.eventstore import used_values
from txng.eventstore.deployment import Settings
from txng.eventstore.drivers import Driver, EventRow, Handle
from txng.eventstore.errors import EventIdTaken
from txng.eventstore.keeping.keeper import Keeper, Named, Newcomer
from txng.eventstore.keys import STAMP, Keys, event_uri, microseconds, term_identifier
from txng.gs1.identifier import identify

ACTIONS: Final = {"ADD": 1, "OBSERVE": 2, "DELETE": 3}
_TYPE_NUMBERS = {name: number for number, name in enumerate(EVENT_TYPES, start=1)}
_sorted = msgspec.json.Encoder(order="sorted")
_MOST_FRAMES = 4_096
MOST_DECLARATIONS: Final = 100
"""Of the error of one event, by one organisation: whatever is captured under a name is compared with what
stands under it, by the only writer there is."""
CHUNK = 1_000  # events for each COPY: what bounds the memory, and what a database digests well


class Prepared(NamedTuple):
    """An event ready to be stored: all its columns but the record time and the owner.

    `columns` are those of EVENT_COLUMNS between the two; `links` are 64-bit integers side by side. A
    document of 100,000 events waits in memory as these, so they are small.

    `event_id` as given by the sender. A declaration of an error shares the eventID of its event, so it
    claims no name. `statement` is packed, and empty for a declaration and for what speaks of no thing;
    `parent` is the index key of the parent in an aggregation or association.
    """

    key: bytes
    event_time: int
    columns: tuple[int | None, ...]
    payload: bytes
    links: bytes
    event_id: str | None
    claims_name: bool
    used: used_values.Used
    pointer: str
    statement: bytes = b""
    parent: int | None = None

    @property
    def declares_error(self) -> bool:
        return self.event_id is not None and not self.claims_name


@dataclass(frozen=True, slots=True)
class Verdict:
    """`shares_hash`: its eventID, a CBV hash, already names another event."""

    pointer: str
    verdict: Literal["accepted", "duplicate", "conflict"]
    event_id: str
    shares_hash: bool = False


@dataclass(frozen=True, slots=True)
class Recorded:
    """What became of a document. `shared_hashes` and `conflicts` are places in it; `verdicts` has a
    line per event when the document was to proceed past conflicts, else it is empty. `key`: of the event of
    a document that has a single one, as it is stored, whether now or before."""

    accepted: int
    duplicates: int
    shared_hashes: tuple[str, ...] = ()
    conflicts: tuple[Verdict, ...] = ()
    verdicts: tuple[Verdict, ...] = ()
    key: bytes | None = field(default=None, compare=False)

    def __add__(self, later: "Recorded") -> "Recorded":
        return Recorded(
            self.accepted + later.accepted,
            self.duplicates + later.duplicates,
            self.shared_hashes + later.shared_hashes,
            self.conflicts + later.conflicts,
            self.verdicts + later.verdicts,
            later.key,
        )


class Part(NamedTuple):
    """A document of a capture, or a piece of one. No two documents share a record time."""

    events: Sequence[Prepared]
    owner: int
    record_time: int
    proceed: bool = False


def columns_of(event: AnyEvent, keys: Keys) -> tuple[int | None, ...]:
    """The values of EVENT_COLUMNS between `record_time` and `owner`: all follow from the event."""
    return (
        _TYPE_NUMBERS[type(event).__name__],
        ACTIONS.get(getattr(event, "action", None) or ""),
        vocabulary.number("biz_step", event.biz_step),
        vocabulary.number("disposition", event.disposition),
        keys.thing(identify(event.read_point.id)) if event.read_point else None,
        keys.thing(identify(event.biz_location.id)) if event.biz_location else None,
    )


class Frame(NamedTuple):
    """What many events have in common: all but their times, their names and the things they speak of."""

    columns: tuple[int | None, ...]
    used: used_values.Used


class Preparation:
    """Prepares events, one by one. Touches no database but for a declaration without an eventID: then
    `first_owner` tells whose event a key is, None for a new one; `owner` is who sends the events."""

    def __init__(
        self,
        settings: Settings,
        owner: int = 0,
        first_owner: Callable[[bytes], int | None] = lambda key: None,
    ) -> None:
        self._owner, self._first_owner = owner, first_owner
        self._keys = settings.keys
        self._compressor = settings.compressor
        self._statements = settings.statements
        self._frames: dict[tuple[object, ...], Frame] = {}

    def prepare(self, draft: EventDraft) -> Prepared:
        if draft.event.error_declaration is not None and draft.event.event_id is None:
            draft = self._named_as_what_it_declares(draft)
        event = draft.event
        frame = self._frame(event)
        event_time = microseconds(event.event_time)
        mentions = things(event)
        statement, parent = b"", None
        if mentions and event.error_declaration is None:
            told = statement_of(event, mentions)
            statement = self._statements.pack(told)
            if told.parent is not None and told.kind in TIES:
                parent = self._keys.thing(identify(told.parent))
        return Prepared(
            self._keys.event(event_time, draft.content),
            event_time,
            frame.columns,
            self._compressor.compress(draft.payload),
            array("q", self._links(event, mentions)).tobytes(),
            event.event_id,
            event.event_id is not None and event.error_declaration is None,
            frame.used,
            draft.pointer,
            statement,
            parent,
        )

    def _named_as_what_it_declares(self, draft: EventDraft) -> EventDraft:
        """A declaration is its event and an errorDeclaration, down to the eventID, "or null if the prior
        event's eventID is null" (EPCIS §7.4.1.2): that event has a name from us, so this has the same."""
        members = msgspec.json.decode(draft.content)
        del members["errorDeclaration"]
        content = _sorted.encode(members)
        key = self._keys.event(microseconds(draft.event.event_time), content)
        if self._first_owner(key) not in (None, self._owner):
            key = self._keys.of_copy(key, self._owner)
        name = event_uri(key)
        payload = draft.payload.rstrip()[:-1] + b',"eventID":"%b"}' % name.encode()
        event = msgspec.structs.replace(draft.event, event_id=name)
        return replace(draft, event=event, payload=payload)

    def _frame(self, event: AnyEvent) -> Frame:
        read_point, location = event.read_point, event.biz_location
        told = (
            event_type(event),
            getattr(event, "action", None),
            event.biz_step,
            event.disposition,
            None if read_point is None else read_point.id,
            None if location is None else location.id,
        )
        frame = self._frames.get(told)
        if frame is None:
            if len(self._frames) >= _MOST_FRAMES:
                self._frames.clear()
            frame = Frame(columns_of(event, self._keys), used_values.of(event))
            self._frames[told] = frame
        return frame

    def _links(self, event: AnyEvent, mentions: Sequence[Mention]) -> set[int]:
        thing = self._keys.thing
        found = {thing(mention.identifier, mention.role) for mention in mentions}
        for role, text in terms(event):
            found.add(thing(term_identifier(role, text), role))
        return found


_Group = tuple[str, bool, bytes]
"""What events share that may mean the same: a name, whether they declare its error, and the millisecond."""
Fresh = tuple[Newcomer, Prepared]
"""An event that is new, as the relations know it and as it is stored."""


class Recording:
    """The turn of one capture transaction; `EventStore.take_turn` gives it. Times in µs.

    `named` answers which stored events some eventIDs already name (no declarations). `last` is the newest
    record time stored when the turn began. Works chunk by chunk: `record` may be called many times.
    """

    def __init__(
        self,
        driver: Driver,
        settings: Settings,
        named: Callable[[Collection[str]], Iterable[Named]],
        last: int,
        now: int,
    ) -> None:
        self._driver = driver
        self._known = settings.known
        self._compressor = settings.compressor
        self._named = named
        self._keys = settings.keys
        self._keeper = Keeper(driver, settings.statements, settings.keys.thing, named)
        self._last = last
        self._written: set[used_values.Triple] = set()
        self._newest = 0
        self.record_time = max(now, last + 1)

    def record(self, parts: Sequence[Part]) -> list[Recorded | EventIdTaken]:
        """One answer per part, in order; of a part answered EventIdTaken nothing is stored."""
        told = [[_newcomer(event, part) for event in part.events] for part in parts]
        newcomers = [one for of_part in told for one in of_part]
        known, found = self._driver.look(
            list({one.key for one in newcomers}), self._keeper.questions(newcomers)
        )
        names = {
            event.event_id
            for part in parts
            for event in part.events
            if event.event_id is not None and known.get(event.key) != part.owner
        }
        named = list(self._named(names))
        taken = {(one.name, one.owner) for one in named if not one.declares}
        declared = Counter((one.name, one.owner) for one in named if one.declares)
        answers: list[Recorded | EventIdTaken] = []
        fresh: list[Fresh] = []
        triples: set[used_values.Triple] = set()
        for sent, of_part in zip(parts, told, strict=True):
            part = self._as_named(self._apart(sent, known), known, named)
            if part is not sent:
                of_part = [_newcomer(event, part) for event in part.events]
                newcomers += of_part
                found[0] += self._driver.rows(*self._keeper.questions(of_part)[0])
            judged = _judge(part, known, taken, declared)
            if isinstance(judged, EventIdTaken):
                answers.append(judged)
                continue
            accepted, answer = judged
            single = part.events[0].key if len(part.events) == 1 else None
            answers.append(replace(answer, key=single))
            known.update(dict.fromkeys(accepted, part.owner))
            stored = [part.events[place] for place in accepted.values()]
            taken.update(
                (event.event_id or "", part.owner) for event in stored if event.claims_name
            )
            declared.update((e.event_id or "", part.owner) for e in stored if e.declares_error)
            fresh.extend((of_part[place], part.events[place]) for place in accepted.values())
            triples |= used_values.triples({event.used for event in stored}, part.owner)
            self._newest = max(self._newest, part.record_time)
        plan = self._keeper.plan(
            [newcomer for newcomer, _ in fresh],
            self._keeper.look(newcomers, found),
        )
        with self._driver.together(len(fresh)):
            self._keeper.write(plan, self._insert(fresh))
        new = self._known.new(triples, self._last) - self._written
        used_values.add(self._driver, new)
        self._written |= new
        return answers

    def _apart(self, part: Part, known: dict[bytes, int]) -> Part:
        """What others captured already gets keys of its own."""
        owner = part.owner
        others = {one.key for one in part.events if known.get(one.key, owner) != owner}
        if not others:
            return part
        copies = {key: self._keys.of_copy(key, owner) for key in others}
        known.update(self._driver.known_keys(list(copies.values())))
        return _with_keys(part, copies)

    def _as_named(self, part: Part, known: dict[bytes, int], named: Sequence[Named]) -> Part:
        """An event that says what the stored event of its name says, spelt otherwise, is that event; or
        a copy of it, where another organisation captured that."""
        groups: dict[_Group, list[Named]] = {}
        for one in sorted(named, key=lambda one: one.owner != part.owner):  # its own first
            groups.setdefault((one.name, one.declares, one.key[:STAMP]), []).append(one)
        meanings: dict[_Group, dict[bytes, Named]] = {}
        keys: dict[bytes, bytes] = {}
        for event in part.events if groups else ():
            group = (event.event_id or "", event.declares_error, event.key[:STAMP])
            if event.key in known or group not in groups:
                continue
            if group not in meanings:  # of those that mean the same the first counts
                meanings[group] = {meaning(one.payload): one for one in reversed(groups[group])}
            stored = meanings[group].get(self._meaning(event))
            if stored is None:
                continue
            is_own = stored.owner == part.owner
            key = stored.key if is_own else self._keys.of_copy(stored.key, part.owner)
            keys[event.key] = key
            if is_own:
                known[key] = part.owner
        return _with_keys(part, keys) if keys else part

    def _meaning(self, event: Prepared) -> bytes:
        return meaning(self._compressor.decompress(self._compressor.number, event.payload))

    def committed(self) -> None:
        """Call after the commit: this process need not look for these values again."""
        self._known.committed(tuple(self._written), self._newest)

    def _insert(self, fresh: list[Fresh]) -> dict[bytes, Handle]:
        fresh.sort(key=_key)  # neighbours in the tree are written together
        handles: dict[bytes, Handle] = {}
        for start in range(0, len(fresh), CHUNK):
            piece = fresh[start : start + CHUNK]
            rows: list[EventRow] = [
                (
                    one.key, one.event_time, one.record_time, *event.columns, one.owner,
                    self._compressor.number, event.payload,
                )
                for one, event in piece
            ]  # fmt: skip
            inserted = self._driver.insert(rows, [array("q", event.links) for _, event in piece])
            handles.update(zip((row[0] for row in rows), inserted, strict=True))
        return handles


def _with_keys(part: Part, keys: Mapping[bytes, bytes]) -> Part:
    events = [one._replace(key=keys[one.key]) if one.key in keys else one for one in part.events]
    return part._replace(events=events)


def _key(fresh: Fresh) -> bytes:
    return fresh[0].key


def _newcomer(event: Prepared, part: Part) -> Newcomer:
    return Newcomer(
        event.key,
        event.event_time,
        part.record_time,
        part.owner,
        event.columns[0] or 0,
        event.event_id or event_uri(event.key),
        event.parent,
        event.statement,
        event.declares_error,
    )


def _judge(
    part: Part,
    known: Mapping[bytes, int],
    taken: Set[tuple[str, int]],
    declared: Mapping[tuple[str, int], int],
) -> tuple[dict[bytes, int], Recorded] | EventIdTaken:
    """The places in the part of what is new, by key, and the answer.

    An event and the declarations of its error share an eventID; two different events do not, of one
    organisation. What others captured neither refuses an event nor makes it a duplicate. `declared`: how
    many declarations there are of the error of a name; more than MOST_DECLARATIONS are refused as a
    name that is taken.

    A CBV hash is no chosen name: it leaves fields out and collides by construction, so refusing the
    second event would let the first sender suppress it. It is stored, and flagged.
    """
    fresh: dict[bytes, int] = {}
    names: set[str] = set()
    declarations: Counter[str] = Counter()
    shared: list[str] = []
    conflicts: list[Verdict] = []
    verdicts: list[Verdict] = []
    duplicates = 0
    for place, event in enumerate(part.events):
        name = event.event_id
        verdict: Literal["accepted", "duplicate", "conflict"] = "accepted"
        shares_hash = False
        if event.key in known or event.key in fresh:
            verdict = "duplicate"
            duplicates += 1
        elif event.claims_name and name is not None:
            if (name, part.owner) in taken or name in names:
                shares_hash = name.startswith("ni:///sha-256;")
                if not shares_hash:
                    if not part.proceed:
                        return EventIdTaken(name, event.pointer)
                    verdict = "conflict"
            names.add(name)
        elif name is not None:
            declarations[name] += 1
            if declared[name, part.owner] + declarations[name] > MOST_DECLARATIONS:
                if not part.proceed:
                    return EventIdTaken(name, event.pointer)
                verdict = "conflict"
        if verdict == "accepted":
            fresh[event.key] = place
            if shares_hash:
                shared.append(event.pointer)
        if part.proceed:
            verdicts.append(
                Verdict(event.pointer, verdict, name or event_uri(event.key), shares_hash)
            )
            if verdict == "conflict":
                conflicts.append(verdicts[-1])
    recorded = Recorded(len(fresh), duplicates, tuple(shared), tuple(conflicts), tuple(verdicts))
    return fresh, recorded
