"""The limit: the very rows of a load, already made, into empty tables with the same indexes.

    SQLite        executemany into `event` and `link` of another file on the same disk
    PostgreSQL    COPY of prepared binary buffers into another schema of the same database

One commit a document, as the load had; no journal, no jobs, no judging, no keys to compute. Documents are
fetched a few at a time and only their insertion is timed, so memory does not grow with the load.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from bench import house, processes
from bench.house import connection
from txng.conf import settings
from txng.eventstore import ddl
from txng.eventstore.drivers import EVENT_COLUMNS

COLUMNS = ", ".join(EVENT_COLUMNS)
BATCH = 50  # documents in memory
LINK = {"sqlite": ("n", "thing"), "postgresql": ("key", "thing")}


class Document(NamedTuple):
    """Rows for executemany on SQLite, binary COPY on PostgreSQL."""

    count: int
    events: Any
    links: Any


def rate(since: int = 0) -> dict[str, float | None]:
    """Insert what was recorded since (µs) once more. `last_to_first` as of the load."""
    raw = house.raw_connection()
    times = [
        row[0]
        for row in raw.execute(
            f"SELECT DISTINCT record_time FROM event WHERE record_time >= {since:d} ORDER BY 1"
        ).fetchall()
    ]
    if connection.vendor == "sqlite":
        return _on_sqlite(raw, times)
    return _on_postgresql(raw, times)


def _on_sqlite(source: sqlite3.Connection, times: Sequence[int]) -> dict[str, float | None]:
    source.execute(
        "CREATE TEMP TABLE raw_link (n INTEGER, thing INTEGER, PRIMARY KEY (n, thing)) WITHOUT ROWID"
    )
    source.execute("INSERT INTO raw_link SELECT n, thing FROM link ORDER BY n, thing")
    fetch = source.cursor().execute

    def read(at: int) -> Document:
        sqlite_rows = list(
            fetch(f"SELECT n, {COLUMNS} FROM event WHERE record_time = ? ORDER BY n", [at])
        )
        links = fetch(
            "SELECT thing, raw_link.n FROM event JOIN raw_link USING (n) WHERE record_time = ?"
            " ORDER BY 1, 2",
            [at],
        ).fetchall()
        return Document(len(sqlite_rows), sqlite_rows, links)

    target = sqlite3.connect(Path(settings.ENVIRONMENT.data) / "raw.sqlite3", isolation_level=None)
    target.executescript(settings.DATABASES["default"]["OPTIONS"]["init_command"])
    for version in ddl.VERSIONS:
        for statement in version.sqlite:
            target.execute(statement)
    marks = ", ".join("?" * (len(EVENT_COLUMNS) + 1))

    def write(document: Document) -> None:
        target.execute("BEGIN IMMEDIATE")
        target.executemany(f"INSERT INTO event (n, {COLUMNS}) VALUES ({marks})", document.events)
        target.executemany("INSERT INTO link (thing, n) VALUES (?, ?)", document.links)
        target.execute("COMMIT")

    try:
        return _timed(map(read, times), write)
    finally:
        target.close()
        source.execute("DROP TABLE raw_link")


def _on_postgresql(raw: Any, times: Sequence[int]) -> dict[str, float | None]:
    raw.execute(
        "CREATE TEMP TABLE raw_link AS"
        " SELECT record_time, thing, key FROM link JOIN event USING (key)"
    )
    raw.execute("CREATE INDEX ON raw_link (record_time)")

    def read(at: int) -> Document:
        count = raw.execute(
            f"SELECT count(*) FROM public.event WHERE record_time = {at:d}"
        ).fetchone()[0]
        return Document(
            count,
            _copied(f"SELECT {COLUMNS} FROM public.event WHERE record_time = {at:d} ORDER BY key"),
            _copied(
                f"SELECT thing, key FROM raw_link WHERE record_time = {at:d} ORDER BY thing, key"
            ),
        )

    def _copied(query: str) -> bytes:
        with (
            raw.cursor() as cursor,
            cursor.copy(f"COPY ({query}) TO STDOUT (FORMAT BINARY)") as copy,
        ):
            return b"".join(copy)

    def write(document: Document) -> None:
        with raw.transaction(), raw.cursor() as cursor:
            for into, content in (
                (f"event ({COLUMNS})", document.events),
                ("link (thing, key)", document.links),
            ):
                with cursor.copy(f"COPY {into} FROM STDIN (FORMAT BINARY)") as copy:
                    copy.write(content)

    raw.execute("CREATE SCHEMA raw")
    raw.execute("SET search_path TO raw")
    for version in ddl.VERSIONS:
        for statement in version.postgresql:
            raw.execute(statement)
    try:
        return _timed(map(read, times), write)
    finally:
        raw.execute("SET search_path TO public")
        raw.execute("DROP SCHEMA raw CASCADE")
        raw.execute("DROP TABLE raw_link")


def _timed(
    documents: Iterator[Document], write: Callable[[Document], None]
) -> dict[str, float | None]:
    own = house.own_backends()
    events, wall, cpu, database, marks = 0, 0.0, 0.0, 0.0, [(0, 0.0)]
    while batch := list(islice(documents, BATCH)):
        before = processes.cpu_seconds(own)
        for document in batch:
            started, used = time.perf_counter(), time.process_time()
            write(document)
            wall += time.perf_counter() - started
            cpu += time.process_time() - used
            events += document.count
            marks.append((events, wall))
        database += processes.cpu_seconds(own) - before
    return {
        "events": events,
        "per_second": events / wall,
        "cpu_us": cpu / events * 1e6,
        "database_us": database / events * 1e6 if own else None,
        "last_to_first": last_to_first(marks),
    }


def last_to_first(marks: Sequence[tuple[int, float]]) -> float | None:
    """Rate over the last tenth of a load by that over the first; None for too few documents."""
    events = marks[-1][0]

    def tenth(low: float, high: float) -> float | None:
        within = [mark for mark in marks if low <= mark[0] <= high]
        if len(within) < 2:
            return None
        return (within[-1][0] - within[0][0]) / (within[-1][1] - within[0][1])

    first, last = tenth(0, events * 0.1), tenth(events * 0.9, events)
    return last / first if first and last else None
