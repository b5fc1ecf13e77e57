"""What differs between SQLite and PostgreSQL, and nothing else.

A driver wraps a connection that somebody else opened: the caller owns the transaction, so that events,
job and journal line are committed together or not at all. SQL texts use `%s` for parameters.
"""

import json
import sqlite3
from collections.abc import Collection, Iterable, Sequence
from typing import Any, ClassVar, Protocol

import psycopg
from psycopg.adapt import Dumper, Loader
from psycopg.pq import Format

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
    "job",
    "dictionary",
    "payload",
)
EventRow = tuple[Any, ...]
"""Values in the order of EVENT_COLUMNS."""
Handle = int | bytes
"""How `link` points to an event: `n` on SQLite, the key on PostgreSQL."""


class Driver(Protocol):
    """`handle` names the column that links point to; `things` and `handles` are table expressions
    that turn one array parameter into rows `wanted.value`."""

    name: ClassVar[str]
    handle: ClassVar[str]
    things: ClassVar[str]
    handles: ClassVar[str]

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]: ...
    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> None: ...
    def key(self, key: bytes) -> Any: ...
    def array(self, values: Iterable[int]) -> Any: ...
    def handle_array(self, values: Iterable[Handle]) -> Any: ...
    def known_keys(self, keys: Sequence[bytes]) -> set[bytes]: ...
    def has_table(self, name: str) -> bool: ...
    def lock_for_capture(self) -> None: ...
    def insert(self, events: Sequence[EventRow], links: Sequence[Collection[int]]) -> None: ...


class SqliteDriver:
    """One writer at a time: `n` is counted up by hand inside the write transaction."""

    name: ClassVar[str] = "sqlite"
    handle: ClassVar[str] = "n"
    things: ClassVar[str] = "json_each(%s) AS wanted"
    handles: ClassVar[str] = "json_each(%s) AS wanted"

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        cursor = self._connection.cursor()
        try:
            return sqlite3.Cursor.execute(cursor, sql.replace("%s", "?"), parameters).fetchall()
        finally:
            cursor.close()

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        self.rows(sql, parameters)

    def key(self, key: bytes) -> bytes:
        return key

    def array(self, values: Iterable[int]) -> str:
        return json.dumps(list(values))

    def handle_array(self, values: Iterable[Handle]) -> str:
        return json.dumps(list(values))

    def known_keys(self, keys: Sequence[bytes]) -> set[bytes]:
        known: set[bytes] = set()
        for start in range(0, len(keys), 500):  # SQLite's oldest limit is 999 parameters
            part = keys[start : start + 500]
            marks = ",".join("?" * len(part))
            known.update(
                row[0] for row in self.rows(f"SELECT key FROM event WHERE key IN ({marks})", part)
            )
        return known

    def has_table(self, name: str) -> bool:
        return bool(self.rows("SELECT 1 FROM sqlite_master WHERE name = %s", [name]))

    def lock_for_capture(self) -> None:
        """The transaction began IMMEDIATE, so this connection is the only writer already."""

    def insert(self, events: Sequence[EventRow], links: Sequence[Collection[int]]) -> None:
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


class PostgresDriver:
    """psycopg 3 with binary parameters, and COPY for what is many."""

    name: ClassVar[str] = "postgresql"
    handle: ClassVar[str] = "key"
    # joins against unnest, not "= ANY": partitions prune and the planner keeps to the index
    things: ClassVar[str] = "unnest(%s::bigint[]) AS wanted(value)"
    handles: ClassVar[str] = "unnest(%s::uuid[]) AS wanted(value)"

    _TYPES: ClassVar[tuple[str, ...]] = (
        "uuid", "int8", "int8", "int2", "int2", "int2", "int2", "int8", "int8", "int4", "uuid",
        "int2", "bytea",
    )  # fmt: skip

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self._connection = connection

    def _cursor(self) -> psycopg.Cursor[Any]:
        cursor: psycopg.Cursor[Any] = psycopg.Cursor(self._connection)
        # on this cursor alone: the rest of the house keeps uuid.UUID
        cursor.adapters.register_dumper(_Key, _KeyDumper)
        cursor.adapters.register_loader("uuid", _KeyLoader)
        cursor.format = Format.BINARY
        return cursor

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        with self._cursor() as cursor:
            cursor.execute(sql.replace("%s", "%b").encode(), parameters)
            return cursor.fetchall() if cursor.description else []

    def execute(self, sql: str, parameters: Sequence[Any] = ()) -> None:
        self.rows(sql, parameters)

    def key(self, key: bytes) -> _Key:
        return _Key(key)

    def array(self, values: Iterable[int]) -> list[int]:
        return list(values)

    def handle_array(self, values: Iterable[Handle]) -> list[_Key]:
        return [_Key(value) for value in values if isinstance(value, bytes)]

    def known_keys(self, keys: Sequence[bytes]) -> set[bytes]:
        if not keys:
            return set()
        # the lowest and highest key let a partitioned table look into few partitions
        rows = self.rows(
            "SELECT event.key FROM unnest(%s::uuid[]) AS wanted(value)"
            " JOIN event ON event.key = wanted.value"
            " WHERE event.key BETWEEN %s AND %s",
            [self.handle_array(keys), _Key(min(keys)), _Key(max(keys))],
        )
        return {row[0] for row in rows}

    def has_table(self, name: str) -> bool:
        return bool(self.rows("SELECT to_regclass(%s) IS NOT NULL", [name])[0][0])

    def lock_for_capture(self) -> None:
        """Shared with other captures; a follower takes it alone for the instant of choosing a batch.

        Without it a follower that asks for "newer than" misses rows still being committed.
        """
        self.rows("SELECT pg_advisory_xact_lock_shared(%s)", [CAPTURE_LOCK])

    def insert(self, events: Sequence[EventRow], links: Sequence[Collection[int]]) -> None:
        with self._copier() as cursor:
            statement = f"COPY event ({', '.join(EVENT_COLUMNS)}) FROM STDIN (FORMAT BINARY)"
            with cursor.copy(statement.encode()) as copy:
                copy.set_types(self._TYPES)
                for row in events:
                    copy.write_row(row)
            rows = [
                (thing, row[0])
                for row, things in zip(events, links, strict=True)
                for thing in things
            ]
            rows.sort()
            with cursor.copy(b"COPY link (thing, key) FROM STDIN (FORMAT BINARY)") as copy:
                copy.set_types(("int8", "uuid"))
                for pair in rows:
                    copy.write_row(pair)

    def _copier(self) -> psycopg.Cursor[Any]:
        cursor = self._cursor()
        cursor.adapters.register_dumper(None, _KeyDumper)  # COPY looks dumpers up by type
        return cursor


CAPTURE_LOCK = 0x74786E67  # "txng"


def is_collision(error: BaseException | None) -> bool:
    """Whether two writers met on the same rows, so that trying again from the start may succeed."""
    return isinstance(
        error,
        sqlite3.IntegrityError
        | psycopg.errors.UniqueViolation
        | psycopg.errors.DeadlockDetected
        | psycopg.errors.SerializationFailure,
    )


def driver_for(connection: Any) -> Driver:
    """The driver of a raw DB-API connection (sqlite3 or psycopg)."""
    if isinstance(connection, sqlite3.Connection):
        return SqliteDriver(connection)
    if isinstance(connection, psycopg.Connection):
        return PostgresDriver(connection)
    raise TypeError(f"Expected an sqlite3 or psycopg connection, got {type(connection).__name__}")
