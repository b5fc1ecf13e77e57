"""What differs between SQLite and PostgreSQL, and nothing else.

A driver wraps a connection that somebody else opened: the caller owns the transaction, so that events,
job and journal line are committed together or not at all. SQL texts use `%s` for parameters.
"""

import re
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache
from typing import Any, ClassVar, NamedTuple, Protocol

import msgspec
import psycopg
from psycopg.adapt import Dumper, Loader
from psycopg.pq import Format, PipelineStatus, TransactionStatus
from psycopg.types.array import ListBinaryDumper

from txng.eventstore.errors import TooCostly

_json = msgspec.json.Encoder().encode

MOST_STEPS = 200_000_000  # of SQLite's machine for one bounded statement: 2 to 5 seconds
STEPS_BETWEEN_LOOKS = 100_000
MOST_MILLISECONDS = 5_000  # of PostgreSQL for one

EVENT_COLUMNS = (
    "key",
    "event_time",
    "record_time",
    "event_type",
    "action",
    "biz_step",
    "disposition",
    "read_point",
    "biz_location",
    "owner",
    "dictionary",
    "payload",
)
EventRow = tuple[Any, ...]
"""Values in the order of EVENT_COLUMNS."""
Handle = int | bytes
"""How `link` points to an event: `n` on SQLite, the key on PostgreSQL."""


class Table(NamedTuple):
    """A table that rows are appended to; `types` are PostgreSQL's names of its columns' types."""

    name: str
    columns: tuple[str, ...]
    types: tuple[str, ...]


Question = tuple[str, Sequence[Any]]
"""SQL and its parameters."""

_NEWEST = "SELECT max(record_time) FROM event"
_WANTED = re.compile(rb"(unnest\([^()]*\)) AS (wanted\()")
_MANY = 11  # values


class Driver(Protocol):
    """`handle` names the column that links point to; `things` and `handles` are table expressions
    that turn one array parameter into rows `wanted.value`; `links` are those rows beside the links of all
    roles of each thing, `links_of_keys` beside the links of each key, `events_of_links` a query
    for `{columns}` of the event of each of `{links}`; `skip_locked` ends a SELECT that holds
    its rows and passes by those that others hold.

    `often` is `rows` for a statement whose best plan hangs on none of its values: PostgreSQL plans it
    once for a connection. Planning a short question costs more than answering it, so those on the way of
    every document and every look-up are asked so; a number after LIMIT stands in their text, as without
    it no kept plan looks cheap.
    `bounded_rows` raises TooCostly for a statement that looks at too much, however little it answers;
    a transaction around it must be rolled back then.
    `known_keys` and `look` tell who captured each event that is stored.
    `lock_for_capture` answers with the newest record time stored; `together` sends what is appended
    inside it in one go, where that is faster for so many rows. `let_go` gives back what the
    connection remembers of pages that will not be read again.
    """

    name: ClassVar[str]
    handle: ClassVar[str]
    things: ClassVar[str]
    texts: ClassVar[str]
    handles: ClassVar[str]
    bounded: ClassVar[str]
    links: ClassVar[str]
    links_of_keys: ClassVar[str]
    events_of_links: ClassVar[str]
    skip_locked: ClassVar[str]

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]: ...
    def often(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]: ...
    def bounded_rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]: ...
    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> None: ...
    def key(self, key: bytes) -> Any: ...
    def array(self, values: Iterable[int | str | None]) -> Any: ...
    def handle_array(self, values: Iterable[Handle]) -> Any: ...
    def bounded_handles(self, rows: Sequence[tuple[Handle, int, int]]) -> list[Any]: ...
    def known_keys(self, keys: Sequence[bytes]) -> dict[bytes, int]: ...
    def look(
        self, keys: Sequence[bytes], questions: Sequence[Question]
    ) -> tuple[dict[bytes, int], list[list[tuple[Any, ...]]]]: ...
    def has_table(self, name: str) -> bool: ...
    def let_go(self) -> None: ...
    def lock_for_capture(self) -> int | None: ...
    def together(self, rows: int) -> AbstractContextManager[Any]: ...
    def insert(
        self, events: Sequence[EventRow], links: Sequence[Collection[int]]
    ) -> Sequence[Handle]: ...
    def append(self, table: Table, rows: Sequence[tuple[Any, ...]]) -> None: ...


class SqliteDriver:
    """One writer at a time: `n` is counted up by hand inside the write transaction."""

    name: ClassVar[str] = "sqlite"
    handle: ClassVar[str] = "n"
    things: ClassVar[str] = "json_each(%s) AS wanted"
    texts: ClassVar[str] = "json_each(%s) AS wanted"
    handles: ClassVar[str] = "json_each(%s) AS wanted"
    bounded: ClassVar[str] = (
        "(SELECT json_extract(value, '$[0]') AS value, json_extract(value, '$[1]') AS since,"
        " json_extract(value, '$[2]') AS until FROM json_each(%s))"
        " AS wanted"
    )
    links: ClassVar[str] = (
        "json_each(%s) AS wanted JOIN link ON link.thing BETWEEN wanted.value AND wanted.value + 15"
    )
    # CROSS JOIN: SQLite then goes from the keys to the links and on from there
    links_of_keys: ClassVar[str] = (
        "json_each(%s) AS wanted CROSS JOIN link ON link.thing = wanted.value"
    )
    events_of_links: ClassVar[str] = (
        "SELECT {columns} FROM {links} CROSS JOIN event WHERE event.n = link.n"
    )
    skip_locked: ClassVar[str] = ""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        cursor = self._connection.cursor()
        try:
            return sqlite3.Cursor.execute(cursor, sql.replace("%s", "?"), parameters).fetchall()
        finally:
            cursor.close()

    def often(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        return self.rows(sql, parameters)  # sqlite3 keeps what it has read of every statement

    def bounded_rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        left = MOST_STEPS

        def look() -> int:
            nonlocal left
            left -= STEPS_BETWEEN_LOOKS
            return left <= 0

        self._connection.set_progress_handler(look, STEPS_BETWEEN_LOOKS)
        try:
            # the class's own: who opened the connection may have wrapped ours, and its errors
            return SqliteDriver.rows(self, sql, parameters)
        except sqlite3.OperationalError as error:
            if left > 0:
                raise
            raise TooCostly(f"more than {MOST_STEPS} steps") from error
        finally:
            self._connection.set_progress_handler(None, 0)

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        self.rows(sql, parameters)

    def key(self, key: bytes) -> bytes:
        return key

    def array(self, values: Iterable[int | str | None]) -> str:
        return _json(list(values)).decode()

    def handle_array(self, values: Iterable[Handle]) -> str:
        return _json(list(values)).decode()

    def bounded_handles(self, rows: Sequence[tuple[Handle, int, int]]) -> list[Any]:
        return [_json(rows).decode()]

    def known_keys(self, keys: Sequence[bytes]) -> dict[bytes, int]:
        known: dict[bytes, int] = {}
        for start in range(0, len(keys), 500):  # SQLite's oldest limit is 999 parameters
            part = keys[start : start + 500]
            marks = ",".join("?" * len(part))
            known.update(self.rows(f"SELECT key, owner FROM event WHERE key IN ({marks})", part))
        return known

    def look(
        self, keys: Sequence[bytes], questions: Sequence[Question]
    ) -> tuple[dict[bytes, int], list[list[tuple[Any, ...]]]]:
        return self.known_keys(keys), [self.rows(*question) for question in questions]

    def has_table(self, name: str) -> bool:
        return bool(self.rows("SELECT 1 FROM sqlite_master WHERE name = %s", [name]))

    def let_go(self) -> None:
        self.execute("PRAGMA shrink_memory")

    def lock_for_capture(self) -> int | None:
        """The transaction began IMMEDIATE, so this connection is the only writer already."""
        ((last,),) = self.rows(_NEWEST)
        return None if last is None else int(last)

    def together(self, rows: int) -> AbstractContextManager[Any]:
        return nullcontext()

    def insert(
        self, events: Sequence[EventRow], links: Sequence[Collection[int]]
    ) -> Sequence[Handle]:
        (first,) = self.rows("SELECT coalesce(max(n), 0) + 1 FROM event")[0]
        marks = ",".join("?" * (len(EVENT_COLUMNS) + 1))
        self._connection.executemany(
            f"INSERT INTO event (n, {', '.join(EVENT_COLUMNS)}) VALUES ({marks})",
            [(first + position, *row) for position, row in enumerate(events)],
        )
        rows = [
            (thing, first + position) for position, things in enumerate(links) for thing in things
        ]
        rows.sort()  # neighbours in the tree are written together
        self._connection.executemany("INSERT INTO link (thing, n) VALUES (?, ?)", rows)
        return range(first, first + len(events))

    def append(self, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
        marks = ",".join("?" * len(table.columns))
        self._connection.executemany(
            f"INSERT INTO {table.name} ({', '.join(table.columns)}) VALUES ({marks})", rows
        )


class _Key(bytes):
    """Marks 16 bytes that travel to PostgreSQL as a uuid."""


class _KeyDumper(Dumper):
    format = Format.BINARY
    oid = psycopg.adapters.types["uuid"].oid

    def dump(self, obj: Any) -> bytes:
        return bytes(obj)


class _KeyLoader(Loader):
    format = Format.BINARY

    def load(self, data: Any) -> bytes:
        return bytes(data)


_EVENT = Table(
    "event",
    EVENT_COLUMNS,
    (
        "uuid", "int8", "int8", "int2", "int2", "int2", "int2", "int8", "int8", "int4", "int2",
        "bytea",
    ),
)  # fmt: skip
_LINK = Table("link", ("thing", "key"), ("int8", "uuid"))


class PostgresDriver:
    """psycopg 3 with binary parameters, and COPY for what is many."""

    name: ClassVar[str] = "postgresql"
    handle: ClassVar[str] = "key"
    # joins against unnest, not "= ANY": partitions prune and the planner keeps to the index
    things: ClassVar[str] = "unnest(%s::bigint[]) AS wanted(value)"
    texts: ClassVar[str] = "unnest(%s::text[]) AS wanted(value)"
    handles: ClassVar[str] = "unnest(%s::uuid[]) AS wanted(value)"
    bounded: ClassVar[str] = (
        "unnest(%s::uuid[], %s::bigint[], %s::bigint[]) AS wanted(value, since, until)"
    )
    # OFFSET 0 is a fence: no planner can tell how few links are in a range, and might read them all
    links: ClassVar[str] = (
        "unnest(%s::bigint[]) AS wanted(value) CROSS JOIN LATERAL (SELECT thing, key FROM link"
        " WHERE thing BETWEEN wanted.value AND wanted.value + 15 OFFSET 0) AS link"
    )
    # here, too: in a store that was never analysed the whole table looks as good as five keys of it
    links_of_keys: ClassVar[str] = (
        "unnest(%s::bigint[]) AS wanted(value) CROSS JOIN LATERAL (SELECT thing, key FROM link"
        " WHERE thing = wanted.value OFFSET 0) AS link"
    )
    events_of_links: ClassVar[str] = (
        "SELECT {columns} FROM {links} CROSS JOIN LATERAL"
        " (SELECT {columns} FROM event WHERE event.key = link.key OFFSET 0) AS event"
    )
    skip_locked: ClassVar[str] = " FOR UPDATE SKIP LOCKED"

    _FEW_ROWS: ClassVar[int] = 30
    _FEW: ClassVar[int] = 800  # values
    _KEPT_ROWS: ClassVar[int] = 8  # every number of rows is a statement of its own
    _ONLY_WHEN_TOLD: ClassVar[int] = 1 << 30
    _MOST_PREPARED: ClassVar[int] = 200  # statements; each takes some 20 kB of the server's process

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection
        # only what is told to be (`often`): a plan that is kept knows no value
        connection.prepare_threshold = self._ONLY_WHEN_TOLD
        connection.prepared_max = self._MOST_PREPARED
        self._asking = self._cursor()  # kept: making one costs as much as a short question

    def _cursor(self) -> psycopg.Cursor[Any]:
        # a raw cursor sends the text as it is: reading one of many values costs more than asking it
        cursor: psycopg.Cursor[Any] = psycopg.RawCursor(self._connection)
        # on this cursor alone: the rest of the house keeps uuid.UUID
        cursor.adapters.register_dumper(_Key, _KeyDumper)
        cursor.adapters.register_dumper(list, ListBinaryDumper)
        cursor.adapters.register_loader("uuid", _KeyLoader)
        cursor.format = Format.BINARY
        return cursor

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        cursor = self._asking
        cursor.execute(_numbered(sql), parameters)
        return cursor.fetchall() if cursor.description else []

    def often(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        cursor = self._asking
        cursor.execute(_kept(sql, _few(parameters)), parameters, prepare=True)
        return cursor.fetchall() if cursor.description else []

    def bounded_rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        self.execute(f"SET statement_timeout = {MOST_MILLISECONDS}")
        try:
            return PostgresDriver.rows(self, sql, parameters)  # as on SQLite
        except psycopg.errors.QueryCanceled as error:
            raise TooCostly(f"more than {MOST_MILLISECONDS} ms") from error
        finally:
            # rolling back a transaction that failed takes the setting back too
            if self._connection.info.transaction_status != TransactionStatus.INERROR:
                self.execute("RESET statement_timeout")

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        self.rows(sql, parameters)

    def key(self, key: bytes) -> _Key:
        return _Key(key)

    def array(self, values: Iterable[int | str | None]) -> list[int | str | None]:
        return list(values)

    def handle_array(self, values: Iterable[Handle]) -> list[_Key]:
        return [_Key(value) for value in values if isinstance(value, bytes)]

    def bounded_handles(self, rows: Sequence[tuple[Handle, int, int]]) -> list[Any]:
        handles, since, until = zip(*rows, strict=True)
        return [self.handle_array(handles), list(since), list(until)]

    def known_keys(self, keys: Sequence[bytes]) -> dict[bytes, int]:
        return self.look(keys, ())[0]

    def look(
        self, keys: Sequence[bytes], questions: Sequence[Question]
    ) -> tuple[dict[bytes, int], list[list[tuple[Any, ...]]]]:
        if not keys:
            return {}, [self.rows(*question) for question in questions]
        # the lowest and highest key let a partitioned table look into few partitions
        known = (
            "SELECT event.key, event.owner FROM unnest(%s::uuid[]) AS wanted(value)"
            " JOIN event ON event.key = wanted.value"
            " WHERE event.key BETWEEN %s AND %s"
        )
        bounds = [self.handle_array(keys), _Key(min(keys)), _Key(max(keys))]
        asked = []
        with self._connection.pipeline() if questions else nullcontext():  # one round trip for all
            for sql, parameters in ((known, bounds), *questions):
                asked.append(self._cursor())
                asked[-1].execute(_kept(sql, _few(parameters)), parameters, prepare=True)
            first, *answers = [cursor.fetchall() for cursor in asked]
        return dict(first), answers

    def has_table(self, name: str) -> bool:
        return bool(self.rows("SELECT to_regclass(%s) IS NOT NULL", [name])[0][0])

    def let_go(self) -> None:
        """The server keeps the pages, and shares them."""

    def lock_for_capture(self) -> int | None:
        """Held until the transaction ends: captures commit in the order of their record times.

        So a follower that has read up to a position never misses an event that commits later, and
        no two captures decide about one eventID at once.
        """
        locking, asking = self._cursor(), self._cursor()
        with (
            self._connection.pipeline()
        ):  # two statements, as the second must see what the lock waited for
            locking.execute(f"SELECT pg_advisory_xact_lock({CAPTURE_LOCK})".encode(), prepare=True)
            asking.execute(_NEWEST.encode(), prepare=True)
            found = asking.fetchone()
        return None if found is None or found[0] is None else int(found[0])

    def together(self, rows: int) -> AbstractContextManager[Any]:
        return self._connection.pipeline() if rows <= self._FEW_ROWS else nullcontext()

    def insert(
        self, events: Sequence[EventRow], links: Sequence[Collection[int]]
    ) -> Sequence[Handle]:
        self.append(_EVENT, events)
        rows = [
            (thing, row[0]) for row, things in zip(events, links, strict=True) for thing in things
        ]
        rows.sort()
        self.append(_LINK, rows)
        return [row[0] for row in events]

    def append(self, table: Table, rows: Sequence[tuple[Any, ...]]) -> None:
        into = f"{table.name} ({', '.join(table.columns)})"
        # COPY takes three round trips, so it pays for many rows only
        few = len(rows) * len(table.columns) <= self._FEW
        if few or self._connection.pgconn.pipeline_status != PipelineStatus.OFF:
            if rows:
                values = [
                    _Key(value) if kind == "uuid" else value
                    for row in rows
                    for kind, value in zip(table.types, row, strict=True)
                ]
                sql = _inserting(into, len(table.columns), len(rows))
                self._asking.execute(sql, values, prepare=len(rows) <= self._KEPT_ROWS)
            return
        with (
            self._copier() as cursor,
            cursor.copy(f"COPY {into} FROM STDIN (FORMAT BINARY)".encode()) as copy,
        ):
            copy.set_types(table.types)
            for row in rows:
                copy.write_row(row)

    def _copier(self) -> psycopg.Cursor[Any]:
        cursor = self._cursor()
        cursor.adapters.register_dumper(None, _KeyDumper)  # COPY looks dumpers up by type
        return cursor


@lru_cache(maxsize=512)
def _numbered(sql: str) -> bytes:
    """With $1, $2 ... for each %s, as the server counts parameters."""
    first, *others = sql.split("%s")
    return (first + "".join(f"${n}{text}" for n, text in enumerate(others, start=1))).encode()


def _few(parameters: Sequence[Any]) -> int:
    """How many values the first array has, and 0 when that is more than a planner thinks by itself."""
    count = next((len(one) for one in parameters if isinstance(one, list)), 0)
    return count if count < _MANY else 0


@lru_cache(maxsize=1024)
def _kept(sql: str, values: int) -> bytes:
    """`_numbered`, and told how many values `wanted` has: a plan that is kept takes any array for ten of
    them, which makes it look dearer than planning anew for one."""
    text = _numbered(sql)
    return _WANTED.sub(rb"(SELECT * FROM \1 LIMIT %d) AS \2" % values, text) if values else text


@lru_cache(maxsize=512)
def _inserting(into: str, columns: int, rows: int) -> bytes:
    values = ", ".join(
        f"({', '.join(f'${row * columns + n}' for n in range(1, columns + 1))})"
        for row in range(rows)
    )
    return f"INSERT INTO {into} VALUES {values}".encode()


CAPTURE_LOCK = 0x74786E67  # "txng"


def driver_for(connection: Any) -> Driver:
    """The driver of a raw DB-API connection (sqlite3 or psycopg)."""
    if isinstance(connection, sqlite3.Connection):
        return SqliteDriver(connection)
    if isinstance(connection, psycopg.Connection):
        return PostgresDriver(connection)
    raise TypeError(f"Expected an sqlite3 or psycopg connection, got {type(connection).__name__}")
