"""A recall of everything that one bad lot went into, out of a store with the province beside it.

    python -m bench.recall_of_store UNITS BESIDE        prints one JSON object

On one core: this process and PostgreSQL's for it share the first.
"""

import collections
import gc
import json
import os
import random
import resource
import sys
import time
from typing import Any

from bench import engine, house, processes, questions, recall_world
from txng.accounts import actions as accounts
from txng.accounts import actors
from txng.repository import queries
from txng.repository.actions import capture
from txng.trace.recall import RecallList

TIMES = 3


def main(units: int, beside: int) -> None:
    engine.load(beside, questions.Samples(random.Random(7), 10))
    events = beside + _told(units)
    if house.connection.vendor == "postgresql":
        house.raw_connection().execute("VACUUM ANALYZE")  # as autovacuum does within a minute
    gc.collect()
    gc.freeze()
    operator, own = actors.operator(), house.own_backends()
    processes.pin([os.getpid(), *own], {min(os.sched_getaffinity(0))})
    seconds: dict[str, Any] = {}
    for time_ in range(TIMES):
        before, cpu, database = time.perf_counter(), time.process_time(), processes.cpu_seconds(own)
        found = queries.recall_list(operator, recall_world.bad_lot())
        seconds[("first", "again", "once more")[time_]] = {
            "wall": time.perf_counter() - before,
            "cpu": time.process_time() - cpu,
            "database": processes.cpu_seconds(own) - database if own else None,
        }
    print(json.dumps({"events": events, "seconds": seconds} | _told_of(found)))


def _told(units: int) -> int:
    operator, speakers, told = actors.operator(), dict[str, actors.Actor](), 0
    for organisation, body, events in recall_world.documents(units):
        if organisation not in speakers:
            holder = accounts.ensure_organisation(by=operator, name=organisation)
            speakers[organisation] = actors.operator_for(holder.pk, holder.name)
        receipt = capture(by=speakers[organisation], document=body)
        assert receipt.accepted == events, receipt
        told += events
    return told


def _told_of(found: RecallList) -> dict[str, Any]:
    assert found.truncated is None
    return {
        "items": len(found.items),
        "kinds": collections.Counter(item.kind for item in found.items),
        "certainty": collections.Counter(item.certainty.value for item in found.items),
        "placed": sum(item.whereabouts is not None for item in found.items),
        "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    }


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
