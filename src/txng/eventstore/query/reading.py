"""Events that a query lets through, read batch by batch in the order of one column.

A batch is as large as the page, then larger: the index proposes more than the events confirm. A question
that reads on and on without finding is stopped (QueryTooComplexException), whoever does the reading: by
the number of events that are judged here, fewer where each has many conditions to meet, and by what one
statement may cost the database. Nor may one organisation's long questions take all the threads that the
short ones of others wait for.
"""

import contextlib
import threading
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Set
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from txng.epcis.errors import QueryTooComplexException
from txng.epcis.query import patterns
from txng.epcis.query.language import Query, Subject
from txng.epcis.query.readings import named_by
from txng.eventstore import master_data
from txng.eventstore.compression import unpacked_size
from txng.eventstore.drivers import Handle
from txng.eventstore.errors import TooCostly
from txng.eventstore.keys import microseconds
from txng.eventstore.query.narrowing import ROW, Followed, Narrowing, Row, few_rows, narrow
from txng.eventstore.store import MOST_AT_ONCE, EventStore, StoredEvent

MAX_ROWS = 100_000  # read for one page
LARGEST_BATCH = 2_000
LONG = 20_000  # rows: who reads more takes one of the few places for long questions
MOST_LONG = 3  # at once in a process, which has five threads on two cores
MOST_LONG_OF_ONE = 2  # of one organisation
_LIGHT = 20  # conditions that cost as much as reading an event does
_LIGHT_PATTERNS = 100  # the same of patterns
_PATIENCE = 2  # batches that are read before it is asked how frequent the families are
_FIRST_SPAN = 16_000  # rows of the index of time that are looked through at once; then more
_LONGEST_SPAN = 128_000
_LIGHT_ROWS = 16  # rows of an index that cost as much as reading an event does


class Position(NamedTuple):
    """Where reading stands: the value of the ordering column, in microseconds, and the event key."""

    moment: int
    key: bytes


class Proposal(NamedTuple):
    """Events that may match, in order, and how many rows it took. Everything up to `reached` is among
    them, and with None everything there is; where there `is_more`, everything up to the last of them."""

    pieces: Iterable[list[StoredEvent]]
    read: int
    reached: Position | None
    is_more: bool = False


class Span(NamedTuple):
    """Events of frequent families up to `reached`, of which None is the end; `read` as in Proposal."""

    handles: set[Handle]
    read: int
    reached: Position | None


class StoredMasterData:
    """Master data as one question needs it: each thing is looked up once."""

    def __init__(self, store: EventStore, owner: int | None) -> None:
        self._store, self._owner = store, owner
        self._below: dict[frozenset[str], Set[str]] = {}
        self._attributes: dict[str, Mapping[str, Any]] = {}

    def descendants(self, ids: Set[str]) -> Set[str]:
        asked = frozenset(ids)
        if asked not in self._below:
            self._below[asked] = master_data.descendants(self._store, asked, owner=self._owner)
        return self._below[asked]

    def attributes_of(self, ids: Set[str]) -> Mapping[str, Mapping[str, Any]]:
        self.prefetch(ids)
        return {text: self._attributes[text] for text in ids}

    def prefetch(self, ids: Set[str]) -> None:
        unknown = ids - self._attributes.keys()
        if unknown:
            found = master_data.attributes_of(self._store, unknown, owner=self._owner)
            self._attributes.update({text: found.get(text, {}) for text in unknown})


class Places:
    """How many long questions are being answered in this process, and whose."""

    def __init__(self) -> None:
        self._taken: Counter[int | None] = Counter()
        self._lock = threading.Lock()

    @contextlib.contextmanager
    def one_for(self, owner: int | None) -> Iterator[None]:
        """Raises QueryTooComplexException when there is none."""
        with self._lock:
            if self._taken.total() >= MOST_LONG or self._taken[owner] >= MOST_LONG_OF_ONE:
                raise QueryTooComplexException(
                    f"Expected a question that reads at most {LONG} rows while others that read more"
                    " are being answered: narrow it, or ask again when they are done",
                    detail_vi=f"Đang trả lời các câu hỏi dài khác. Hãy hỏi hẹp hơn (dưới {LONG} dòng),"
                    " hoặc hỏi lại khi chúng xong.",
                )
            self._taken[owner] += 1
        try:
            yield
        finally:
            with self._lock:
                self._taken[owner] -= 1


_places = Places()


class Reader:
    """One question's reading. `rows` counts what was read, matched or not."""

    def __init__(self, store: EventStore, query: Query, *, owner: int | None) -> None:
        self.store, self.query, self.owner = store, query, owner
        self.rows = 0
        self._master_data = StoredMasterData(store, owner)
        self._check = query.check()
        self._fields = [
            condition.parts[0] for condition in query.conditions if condition.aspect == "attribute"
        ]
        self._narrowing: Narrowing | None = None
        self._followed: Followed | None = None
        self._span = _FIRST_SPAN

    def matches(
        self,
        column: str,
        *,
        descending: bool,
        after: Position | None,
        batch: int,
        until: Position | None = None,
        most_rows: int | None = None,
    ) -> Iterator[tuple[StoredEvent, bool]]:
        """Each match (True), and the last event of a piece though it does not match (False), so that a
        caller knows how far was read.

        Raises QueryTooComplexException after `most_rows` rows; without it after MAX_ROWS, or fewer of
        a question that is dear to judge, or when one statement costs too much.
        """
        limit = MAX_ROWS // weight(self.query)
        limit = max(limit, LARGEST_BATCH) if most_rows is None else most_rows
        is_bounded, is_long, batches = most_rows is None, False, 0
        followed: Followed | None = None
        with contextlib.ExitStack() as held:
            while True:
                batch = min(batch, LARGEST_BATCH)
                if batches == _PATIENCE and self._narrowing is not None:
                    followed = self._narrowing.follow(self.store.driver)
                # reading on may find a page at once; it is given up when it has cost as much as following
                if followed is not None and self.rows >= followed.dear_as_rows:
                    self._followed = followed
                batches += 1
                if is_bounded and self.rows >= LONG and not is_long:
                    is_long = True
                    held.enter_context(_places.one_for(self.owner))
                try:
                    pieces, read, reached, is_more = self._propose(
                        column, descending, after, until, batch, is_bounded=is_bounded
                    )
                except TooCostly:
                    raise too_complex(limit) from None
                self.rows += read
                for events in pieces:
                    if self._fields:
                        self._prefetch(events)
                    for stored in events:
                        if self._check(self.subject(stored)):
                            yield stored, True
                        elif stored is events[-1]:
                            yield stored, False
                    if is_more:
                        reached = position(column, events[-1])
                if reached is None:
                    return
                after = reached
                if self.rows >= limit:
                    raise too_complex(limit)
                batch *= 2

    def subject(self, stored: StoredEvent) -> Subject:
        return Subject(
            stored.event,
            event_id=stored.event_id,
            record_time=stored.record_time,
            payload=stored.payload,
            master_data=self._master_data,
        )

    def _prefetch(self, events: list[StoredEvent]) -> None:
        """One look-up of master data for the batch instead of one for each event."""
        named: set[str] = set()
        for subject in map(self.subject, events):
            for field in self._fields:
                named |= named_by(field, subject)
        self._master_data.prefetch(named)

    def _propose(
        self,
        column: str,
        descending: bool,
        after: Position | None,
        until: Position | None,
        limit: int,
        *,
        is_bounded: bool,
    ) -> Proposal:
        driver = self.store.driver
        if self._narrowing is None:
            if after is None and until is None:
                few = few_rows(driver, self.store.keys, self.query.conditions, limit)
                if few is not None and sum(unpacked_size(row[4]) for row in few) <= MOST_AT_ONCE:
                    return self._all_of(few, column, descending)
            self._narrowing = narrow(
                driver,
                self.store.keys,
                self.query.conditions,
                self._master_data,
                owner=self.owner,
            )
        narrowing = self._narrowing
        handles, span = narrowing.handles, None
        if self._followed is not None and handles is None:
            span = self._next_span(self._followed, column, descending, after, until, limit)
            handles = narrowing.handles if span is None else span.handles
        reached, read = (None, 0) if span is None else (span.reached, span.read)
        where, parameters, table = list(narrowing.where), list(narrowing.parameters), "event"
        if handles is not None:
            if not handles:
                return Proposal([], read, reached)
            # CROSS JOIN: SQLite then reads the few events, not the many in order of time
            table = f"{driver.handles} CROSS JOIN event"
            where.insert(0, f"event.{driver.handle} = wanted.value")
            parameters.insert(0, driver.handle_array(_sorted(handles)))
        direction, beyond = ("DESC", "<") if descending else ("ASC", ">")
        if after is not None:
            where.append(f"(event.{column}, event.key) {beyond} (%s, %s)")
            parameters += [after.moment, driver.key(after.key)]
        if until is not None:
            where.append(f"event.{column} <= %s")
            parameters.append(until.moment)
        # what few handles propose is bounded by their number
        ask = driver.bounded_rows if is_bounded and handles is None else driver.rows
        rows = ask(
            f"SELECT {ROW} FROM {table}"
            f"{' WHERE ' if where else ''}{' AND '.join(where)}"
            f" ORDER BY event.{column} {direction}, event.key {direction} LIMIT %s",
            [*parameters, limit],
        )
        pieces = self.store.pieces(rows)
        return Proposal(pieces, max(read, len(rows)), reached, is_more=len(rows) == limit)

    def _all_of(self, rows: list[Row], column: str, descending: bool) -> Proposal:
        """Everything there is, each event once."""
        owner = self.owner
        unique = {row[0]: row for row in rows if owner is None or row[2] == owner}
        events = self.store.read(list(unique.values()))
        events.sort(key=partial(_place, column), reverse=descending)
        return Proposal([events] if events else [], len(events), None)

    def _next_span(
        self,
        followed: Followed,
        column: str,
        descending: bool,
        after: Position | None,
        until: Position | None,
        enough: int,
    ) -> Span | None:
        """The next events of the families in order of the column: `enough` of them, or a span without.

        Only the indexes are read. None when too many events share one moment: then read them all; and
        when the families are rare here: then `narrowing.handles` are all of their events.
        """
        driver = self.store.driver
        direction, onward = ("DESC", "<=") if descending else ("ASC", ">=")
        where, parameters = [], []
        if after is not None:
            where.append(f"{column} {onward} %s")
            parameters.append(after.moment)
        if until is not None:
            where.append(f"{column} <= %s")
            parameters.append(until.moment)
        rows = driver.rows(
            f"SELECT {driver.handle}, {column} FROM event"
            f"{' WHERE ' if where else ''}{' AND '.join(where)}"
            f" ORDER BY {column} {direction} LIMIT %s",
            [*parameters, self._span],
        )
        if not rows:
            return Span(set(), 0, None)
        first, last = rows[0][1], rows[-1][1]
        is_end = len(rows) < self._span
        if first == last and not is_end:
            return None
        members = followed.among(driver, column, min(first, last), max(first, last))
        found: list[tuple[Handle, int]] = []
        for handle, moment in rows:
            if handle in members:
                if len(found) >= enough and moment != found[-1][1]:
                    last, is_end = moment, False
                    break
                found.append((handle, moment))
        read = max(len(found), len(rows) // _LIGHT_ROWS)
        if is_end:
            return Span({handle for handle, _ in found}, read, None)
        # the last moment may hold more events than were read: it begins the next span
        handles = {handle for handle, moment in found if moment != last}
        if not handles and self._span > _FIRST_SPAN and self._narrowing is not None:
            self._narrowing.handles = followed.whole(driver)
            if self._narrowing.handles is not None:
                return None
        if not handles:
            self._span = min(self._span * 8, _LONGEST_SPAN)
        just_before = last + 1 if descending else last - 1
        return Span(handles, read, Position(just_before, bytes(16) if descending else b"\xff" * 16))


def weight(query: Query) -> int:
    """How many times dearer than a usual question it is to judge one event: 1 and more."""
    wide = sum(
        patterns.is_pattern(str(value))
        for condition in query.conditions
        if condition.operator == "MATCH"
        for value in condition.values
    )
    return 1 + len(query.conditions) // _LIGHT + wide // _LIGHT_PATTERNS


def _sorted(handles: set[Handle]) -> list[Handle]:
    return sorted(handles)  # all integers or all keys


def position(column: str, stored: StoredEvent) -> Position:
    moment, key = _place(column, stored)
    return Position(microseconds(moment), key)


def _place(column: str, stored: StoredEvent) -> tuple[datetime, bytes]:
    """What the events of an answer stand in the order of."""
    moment = stored.event.event_time if column == "event_time" else stored.record_time
    return moment, stored.key


def too_complex(rows: int) -> QueryTooComplexException:
    return QueryTooComplexException(
        f"Expected a question that finds its events among {rows} at most, looked at as many without an"
        " answer: add GE_eventTime and LT_eventTime, EQ_bizStep or MATCH_anyEPC",
        detail_vi=f"Đã xem đến {rows} sự kiện mà chưa trả lời xong. Hãy hỏi hẹp hơn: thêm"
        " GE_eventTime và LT_eventTime, EQ_bizStep hoặc MATCH_anyEPC.",
    )
