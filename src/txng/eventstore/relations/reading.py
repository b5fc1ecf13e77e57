"""What a trace asks of the relations: who was made of what, who was inside whom, what happened when.

    relations({lot: As.OUTPUT | As.CHILD}, until=...)    statements that made it, boxes around it
    events({lot: [(EARLIEST, used)], box: [(packed, unpacked)]}, limit)

Links propose, statements decide: they hold the canonical names, so an index key that two things share
never shows in an answer. An event without a statement beside it is void, or speaks of no thing.

Cost follows the answer: of a crate that made a thousand trips only those in the time asked for are read.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from txng.epcis.relations import ROLES, As, Events, Noted, Span, Told
from txng.epcis.statements import TRANSFORMATION, statement_of
from txng.eventstore.copies import without_copies
from txng.eventstore.drivers import Handle
from txng.eventstore.keeping.content import OPEN, Row, ends
from txng.eventstore.store import WHAT, EventStore

_TOGETHER: Final = 2_000  # names or handles in one question
_ROLES: Final = ", ".join(str(int(role)) for role in sorted(WHAT))
_BEGINNING: Final = -(1 << 63)


class Relations:
    """Answers a trace from the relations of one store; see `trace.source.RelationSource`.

    For one walk: what was read once is not read again.
    """

    def __init__(self, store: EventStore) -> None:
        self._store = store
        self._driver = store.driver
        self._statements = store.settings.statements
        self._known: dict[Handle, Told] = {}

    def captor(self, owner: int) -> str:
        return self._store.owner_name(owner)

    # --- statements ---------------------------------------------------------------------------

    def relations(
        self, asked: Mapping[str, int], since: float = float("-inf"), until: float = float("inf")
    ) -> list[Told]:
        """Statements in which the things have that part, in no order; at most once each, but some that
        were not asked for may be among them.

        `since` and `until`, in microseconds, leave out what was over before or began later.
        """
        found: list[Told] = []
        seen: set[Handle] = set()
        bounds = [_whole(until), _whole(since)]
        anything = [name for name, part in asked.items() if part & As.ANYTHING]
        for names in _pieces(anything):
            new = self._mentioning(names) - seen
            seen |= new
            found += self._stated(new, bounds, all_kinds=True)
        for keys in _pieces(self._keys(asked)):
            new = self._linked(keys) - seen
            seen |= new
            found += self._stated(new, bounds, all_kinds=False)
        return without_copies(found, self._store.keys, lambda told: (told.key, told.owner))

    def _keys(self, asked: Mapping[str, int]) -> list[int]:
        thing = self._store.keys.of_name
        keys: set[int] = set()
        for name, part in asked.items():
            if not part & As.ANYTHING:
                first = thing(name)
                for one, roles in ROLES:
                    if part & one:
                        keys.update([first + role for role in roles])
        return list(keys)

    def _mentioning(self, names: Iterable[str]) -> set[Handle]:
        sql = (
            f"SELECT DISTINCT link.{self._driver.handle} FROM {self._driver.links}"
            f" WHERE (link.thing & 15) IN ({_ROLES})"
        )
        keys = self._driver.array(map(self._store.keys.of_name, names))
        return {handle for (handle,) in self._driver.often(sql, [keys])}

    def _linked(self, keys: Sequence[int]) -> set[Handle]:
        sql = (
            f"SELECT DISTINCT link.{self._driver.handle} FROM {self._driver.things}"
            " JOIN link ON link.thing = wanted.value"
        )
        return {handle for (handle,) in self._driver.often(sql, [self._driver.array(keys)])}

    def _stated(
        self, handles: Collection[Handle], bounds: Sequence[int], *, all_kinds: bool
    ) -> Iterator[Told]:
        """Asked for apart from the links: a planner that guesses wrong how many there are would rather
        read all events."""
        driver, known = self._driver, self._known
        yield from (known[handle] for handle in handles if handle in known)
        sql = (
            "SELECT wanted.value, event.key, event.event_time, event.record_time, event.owner,"
            f" statement.content, tie.content FROM {driver.handles}"
            f" JOIN event ON event.{driver.handle} = wanted.value AND event.event_time <= %s"
            f" JOIN statement ON statement.{driver.handle} = wanted.value"
            f" LEFT JOIN containment AS tie ON tie.{driver.handle} = wanted.value"
            " WHERE coalesce(tie.until, event.event_time) >= %s"
        )
        if not all_kinds:
            sql += f" AND (event.event_type = {TRANSFORMATION} OR tie.until IS NOT NULL)"
        for piece in _pieces([handle for handle in handles if handle not in known]):
            for handle, *row, tie in driver.often(sql, [driver.handle_array(piece), *bounds]):
                known[handle] = told = self._told(row, tie)
                yield told

    def _told(self, row: Row | Sequence[Any], tie: bytes | None) -> Told:
        told = self._statements.told(row)
        if tie is None:
            return told
        return Told(told.moment, told.statement, told.owner, ends(told, tie))

    # --- events -------------------------------------------------------------------------------

    def events(self, spans: Mapping[str, Sequence[Span]], limit: int) -> Events:
        """Every event of each thing within its spans, void ones as well; at most about `limit`."""
        bounds, is_cut = self._bounds(spans, limit)
        found: list[Noted] = []
        captors: dict[str, set[int]] = {}
        for piece in _pieces(bounds):
            for noted in self._noted(piece):
                if noted.recorded.event.error_declaration is None:
                    captors.setdefault(noted.recorded.event_id, set()).add(noted.told.owner)
                if _names_within(noted, spans):
                    found.append(noted)
            if len(found) > limit:
                is_cut = True
                del found[limit:]
                break
        valid = [noted for noted in found if not noted.is_void]
        kept = without_copies(valid, self._store.keys, lambda one: (one.told.key, one.told.owner))
        if len(kept) < len(valid):
            keys = {noted.told.key for noted in kept}
            found = [noted for noted in found if noted.is_void or noted.told.key in keys]
        of: dict[str, list[Noted]] = {name: [] for name in spans}
        for noted in sorted(found, key=lambda one: one.told.moment):
            # a declaration counts only from whoever captured the event, as in EventStore.events_of
            told_by = captors.get(noted.recorded.event_id)
            if told_by is None or noted.told.owner in told_by:
                for name in _names_within(noted, spans):
                    of[name].append(noted)
        return Events(of, is_cut)

    def _bounds(
        self, spans: Mapping[str, Sequence[Span]], limit: int
    ) -> tuple[list[tuple[Handle, int, int]], bool]:
        """Events that may be of the things, with the time in which they count; and whether all."""
        hulls: dict[int, tuple[int, int]] = {}
        for name, listed in spans.items():
            since, until = _whole(listed[0][0][0]), _whole(listed[-1][1][0])
            thing = self._store.keys.of_name(name)
            known = hulls.get(thing, (since, until))
            hulls[thing] = (min(known[0], since), max(known[1], until))
        sql = (
            f"SELECT link.thing, link.{self._driver.handle} FROM {self._driver.links}"
            f" WHERE (link.thing & 15) IN ({_ROLES}) LIMIT %s"
        )
        most = 4 * limit + 1_000  # a crate has many links outside of the time that counts
        found: dict[Handle, tuple[int, int]] = {}
        read = 0
        for piece in _pieces(list(hulls)):
            rows = self._driver.rows(sql, [self._driver.array(piece), most - read + 1])
            read += len(rows)
            for thing, handle in rows:
                since, until = hulls[thing - (thing & 15)]
                earliest, latest = found.get(handle, (since, until))
                found[handle] = (min(earliest, since), max(latest, until))
            if read > most:
                break
        return [(handle, *bound) for handle, bound in found.items()], read > most

    def _noted(self, bounds: Sequence[tuple[Handle, int, int]]) -> Iterator[Noted]:
        driver = self._driver
        sql = (
            "SELECT event.key, event.record_time, event.owner, event.dictionary, event.payload,"
            f" event.event_time, statement.content FROM {driver.bounded}"
            f" JOIN event ON event.{driver.handle} = wanted.value"
            " AND event.event_time BETWEEN wanted.since AND wanted.until"
            f" LEFT JOIN statement ON statement.{driver.handle} = wanted.value"
        )
        rows = driver.often(sql, driver.bounded_handles(bounds))
        for stored, row in zip(self._store.read([row[:5] for row in rows]), rows, strict=True):
            event_time, content = row[5:]
            is_void = content is None
            statement = statement_of(stored.event) if is_void else self._statements.unpack(content)
            moment = (event_time, row[1], stored.key)
            yield Noted(stored, Told(moment, statement, stored.owner), is_void)


def _names_within(noted: Noted, spans: Mapping[str, Sequence[Span]]) -> list[str]:
    moment = noted.told.moment
    return [
        name
        for name in noted.told.statement.names() & spans.keys()
        if any(start <= moment <= end for start, end in spans[name])
    ]


def _whole(time: float) -> int:
    if time == float("inf"):
        return OPEN
    return _BEGINNING if time == float("-inf") else int(time)


def _pieces(listed: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(listed), _TOGETHER):
        yield listed[start : start + _TOGETHER]
