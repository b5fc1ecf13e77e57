"""One engine, one size: load through the capture door, insert the same rows raw, then trace.

Prints one JSON object. The raw rate inserts the very rows of the load, already made, into tables with
the same indexes on the same disk, with one commit per document as the load had.
"""

import json
import os
import random
import resource
import sqlite3
import statistics
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import django
import msgspec

os.environ["DJANGO_SETTINGS_MODULE"] = "txng.conf.settings"
django.setup()

from django.db import connection  # noqa: E402

from txng.accounts import actions as accounts  # noqa: E402
from txng.accounts import actors  # noqa: E402
from txng.conf import settings  # noqa: E402
from txng.demo import province  # noqa: E402
from txng.eventstore import ddl  # noqa: E402
from txng.eventstore.drivers import EVENT_COLUMNS, PostgresDriver, driver_for  # noqa: E402
from txng.repository import queries  # noqa: E402
from txng.repository.actions import capture  # noqa: E402

RAW_ROWS = 100_000
TRACES = 300


def main(wanted: int) -> None:
    chance = random.Random(7)
    serials, lots = Reservoir(chance, TRACES), Reservoir(chance, TRACES)
    loaded = load(wanted, serials, lots)
    figures = loaded | {
        "raw_per_second": raw_rate(),
        "bytes_per_event": size() / loaded["events"],
        "upstream": traces(serials.kept, "up"),
        "downstream": traces(lots.kept, "down"),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }
    print(json.dumps(figures))


class Reservoir:
    """A fair sample of a stream."""

    def __init__(self, chance: random.Random, size: int) -> None:
        self.chance, self.size, self.seen = chance, size, 0
        self.kept: list[str] = []

    def add(self, item: str) -> None:
        self.seen += 1
        if len(self.kept) < self.size:
            self.kept.append(item)
        elif (place := self.chance.randrange(self.seen)) < self.size:
            self.kept[place] = item


def load(wanted: int, serials: Reservoir, lots: Reservoir) -> dict[str, Any]:
    """Only `capture` is timed: the generator is no part of the product."""
    operator = actors.operator()
    speakers: dict[str, actors.Actor] = {}
    events, wall, cpu, marks = 0, 0.0, 0.0, [(0, 0.0)]
    for draft in province.documents("province"):
        if draft.organisation not in speakers:
            holder = accounts.ensure_organisation(by=operator, name=draft.organisation)
            speakers[draft.organisation] = actors.operator_for(holder.pk, holder.name)
        body = msgspec.json.encode(draft.document)
        started, used = time.perf_counter(), time.process_time()
        receipt = capture(by=speakers[draft.organisation], document=body)
        wall += time.perf_counter() - started
        cpu += time.process_time() - used
        events += receipt.accepted
        marks.append((events, wall))
        for told in draft.document["epcisBody"]["eventList"]:
            for serial in told.get("outputEPCList", ()):
                serials.add(serial)
            if told["type"] == "ObjectEvent" and told["action"] == "ADD":
                for element in told.get("quantityList", ()):
                    lots.add(element["epcClass"])
        if events >= wanted:
            break
    return {
        "events": events,
        "per_second": events / wall,
        "cpu_us": cpu / events * 1e6,
        "last_to_first": tenth(marks, events, last=True) / tenth(marks, events, last=False),
    }


def tenth(marks: Sequence[tuple[int, float]], events: int, *, last: bool) -> float:
    """Events a second over the last or the first tenth of the load."""
    low, high = (events * 0.9, events) if last else (0, events * 0.1)
    within = [mark for mark in marks if low <= mark[0] <= high]
    if len(within) < 2:
        return float("nan")
    return (within[-1][0] - within[0][0]) / (within[-1][1] - within[0][1])


def stored_rows() -> Iterator[tuple[list[tuple[Any, ...]], list[tuple[int, Any]]]]:
    """The rows of the load, one document at a time."""
    driver = driver_for(connection.connection)
    handle = driver.handle
    rows = driver.rows(f"SELECT {handle}, {', '.join(EVENT_COLUMNS)} FROM event LIMIT {RAW_ROWS}")
    things: dict[Any, list[int]] = {}
    for thing, event in driver.rows(f"SELECT thing, {handle} FROM link"):
        things.setdefault(event, []).append(thing)
    by_job: dict[bytes, list[tuple[Any, ...]]] = {}
    for row in rows:
        by_job.setdefault(row[11], []).append(row)
    for listed in by_job.values():
        links = sorted((thing, row[0]) for row in listed for thing in things.get(row[0], ()))
        yield listed, links


def raw_rate() -> float:
    documents = list(stored_rows())
    events = sum(len(rows) for rows, _ in documents)
    insert = raw_sqlite if connection.vendor == "sqlite" else raw_postgresql
    return events / insert(documents)


def raw_sqlite(documents: Sequence[Any]) -> float:
    path = Path(settings.ENVIRONMENT.data) / "raw.sqlite3"
    raw = sqlite3.connect(path, isolation_level=None)
    options = settings.DATABASES["default"]["OPTIONS"]
    raw.executescript(options["init_command"])
    for version in ddl.VERSIONS:
        for statement in version.sqlite:
            raw.execute(statement)
    marks = ", ".join("?" * (len(EVENT_COLUMNS) + 1))
    started = time.perf_counter()
    for rows, links in documents:
        raw.execute("BEGIN IMMEDIATE")
        raw.executemany(f"INSERT INTO event (n, {', '.join(EVENT_COLUMNS)}) VALUES ({marks})", rows)
        raw.executemany("INSERT INTO link (thing, n) VALUES (?, ?)", links)
        raw.execute("COMMIT")
    spent = time.perf_counter() - started
    raw.close()
    return spent


def raw_postgresql(documents: Sequence[Any]) -> float:
    raw = connection.connection
    driver = PostgresDriver(raw)
    raw.execute("CREATE SCHEMA raw")
    raw.execute("SET search_path TO raw")
    for version in ddl.VERSIONS:
        for statement in version.postgresql:
            raw.execute(statement)
    plain = []
    for rows, links in documents:
        things: dict[bytes, list[int]] = {}
        for thing, key in links:
            things.setdefault(key, []).append(thing)
        plain.append(([row[1:] for row in rows], [things.get(row[0], []) for row in rows]))
    started = time.perf_counter()
    for rows, links in plain:
        with raw.transaction():
            driver.insert(rows, links)
    spent = time.perf_counter() - started
    raw.execute("SET search_path TO public")
    raw.execute("DROP SCHEMA raw CASCADE")
    return spent


def size() -> float:
    """Bytes of events and links with their indexes."""
    if connection.vendor == "sqlite":
        driver_for(connection.connection).rows("PRAGMA wal_checkpoint(TRUNCATE)")
        return float(Path(settings.DATABASES["default"]["NAME"]).stat().st_size)
    rows = driver_for(connection.connection).rows(
        "SELECT pg_total_relation_size('event') + pg_total_relation_size('link')"
    )
    return float(rows[0][0])


def traces(codes: Sequence[str], direction: Any) -> dict[str, float]:
    if connection.vendor == "postgresql":
        driver_for(connection.connection).rows("ANALYZE event, link")
    operator, spent, results = actors.operator(), [], 0
    for code in codes:
        started = time.perf_counter()
        found = queries.trace(operator, code, direction)
        spent.append(time.perf_counter() - started)
        results += len(found.nodes) + len(found.events)
    spent.sort()
    return {
        "traces": len(spent),
        "p50": statistics.median(spent) * 1000,
        "p99": spent[int(len(spent) * 0.99)] * 1000,
        "results": results / len(spent),
        "us_per_result": sum(spent) / results * 1e6,
    }


if __name__ == "__main__":
    main(int(sys.argv[1]))
