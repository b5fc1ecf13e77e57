"""One engine, one size: load through the capture door, insert the same rows raw, then ask and trace.

    python -m bench.engine EVENTS SAMPLES                 prints one JSON object
    python -m bench.engine EVENTS SAMPLES --afterwards    the load alone, chain after chain over years each

Everything happens in this process: what HTTP adds is measured by `over_http`.
"""

import gc
import json
import random
import resource
import sys
import time
from typing import Any

import msgspec

from bench import balances, documents, house, processes, questions, raw
from bench.house import connection
from txng.accounts import actions as accounts
from txng.accounts import actors
from txng.repository.actions import capture

EVENT_TABLES = ("event", "link")
RELATION_TABLES = ("statement", "containment", "association", "declared_error", "alias")
JOB_TABLES = ("capture_job", "capture_document")


def main(wanted: int, samples: int, *, is_afterwards: bool) -> None:
    taken = questions.Samples(random.Random(7), samples)
    if is_afterwards:
        print(json.dumps(load(wanted, taken, "afterwards") | {"raw": raw.rate()}))
        return
    loaded = load(wanted, taken, "as it happens")
    house.forget_caches()
    gc.collect()
    gc.freeze()  # what the generator and the samples hold is no part of an answer's cost
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if connection.vendor == "postgresql":
        house.raw_connection().execute("ANALYZE event, link")
    figures = loaded | {
        "peak_mb": peak,
        "bytes_of_events": size(EVENT_TABLES, loaded["events"]),
        "bytes_of_relations": size(RELATION_TABLES, loaded["events"]),
        "bytes_of_jobs": size(JOB_TABLES, loaded["events"]),
        "raw": raw.rate(),
        "questions": questions.ask(taken),
        "upstream": questions.traces((code, "up") for code in taken.serials.kept),
        "downstream": questions.traces((code, "down") for code in taken.lots),
        "traces": questions.traces(taken.either_way()),
        "balances": balances.measured(taken),
    }
    print(json.dumps(figures))


def load(
    wanted: int, taken: questions.Samples, order: documents.Order = "as it happens"
) -> dict[str, Any]:
    """Only `capture` is timed: the generator is no part of the product."""
    operator = actors.operator()
    speakers: dict[str, actors.Actor] = {}
    events, received, wall, cpu, marks = 0, 0, 0.0, 0.0, [(0, 0.0)]
    own = house.own_backends()
    before = processes.cpu_seconds(own)
    for draft in documents.drafts(wanted, order):
        if draft.organisation not in speakers:
            holder = accounts.ensure_organisation(by=operator, name=draft.organisation)
            speakers[draft.organisation] = actors.operator_for(holder.pk, holder.name)
        body = msgspec.json.encode(draft.document)
        started, used = time.perf_counter(), time.process_time()
        receipt = capture(by=speakers[draft.organisation], document=body)
        wall += time.perf_counter() - started
        cpu += time.process_time() - used
        events += receipt.accepted
        received += len(body)
        marks.append((events, wall))
        taken.look_at(draft.document["epcisBody"]["eventList"])
    return {
        "events": events,
        "per_second": events / wall,
        "cpu_us": cpu / events * 1e6,
        "database_us": (processes.cpu_seconds(own) - before) / events * 1e6 if own else None,
        "last_to_first": raw.last_to_first(marks),
        "bytes_received": received / events,
    }


def size(tables: tuple[str, ...], events: int) -> dict[str, float] | None:
    """Bytes an event: rows and indexes. None when this SQLite cannot tell (no dbstat)."""
    source = house.raw_connection()
    names = ", ".join(f"'{name}'" for name in tables)
    if connection.vendor == "postgresql":
        found = source.execute(
            "SELECT sum(pg_table_size(oid)), sum(pg_indexes_size(oid)) FROM pg_class"
            f" WHERE relname IN ({names}) AND relnamespace = 'public'::regnamespace"
        ).fetchone()
        rows, indexes = map(float, found)
    else:
        source.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        try:
            found = source.execute(
                "SELECT total(pgsize) FILTER (WHERE name = tbl_name),"
                " total(pgsize) FILTER (WHERE name <> tbl_name)"
                " FROM (SELECT name, sum(pgsize) AS pgsize FROM dbstat GROUP BY name)"
                f" JOIN sqlite_schema USING (name) WHERE tbl_name IN ({names})"
            ).fetchone()
        except source.OperationalError:
            return None
        rows, indexes = found
    return {"rows": rows / events, "indexes": indexes / events, "all": (rows + indexes) / events}


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), is_afterwards="--afterwards" in sys.argv)
