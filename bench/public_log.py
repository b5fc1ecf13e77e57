"""The public log over a store: how fast events become entries, and how fast all of it is examined.

    python -m bench.public_log EVENTS        prints one JSON object

    integrate    entries: split, committed to, tiles on disk, signed, published
    fsck         everything computed again from the rows and compared with the files
    tick         one event captured until the checkpoint with it is published: what a person waits for

Raw is hashlib over as many bytes in as many hashes as the twelve groups, the items, the leaf and the tree of
each event need: what no program in any language could leave out. CPU of this process; that of PostgreSQL
stands beside it.
"""

import hashlib
import json
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import documents, house, processes
from txng.accounts import actors
from txng.eventstore import journal
from txng.repository.actions import capture
from txng.tlog.commitment import GROUPS
from txng.transparency import signer
from txng.transparency.connection import store
from txng.transparency.fsck import Fsck
from txng.transparency.integrator import Integrator
from txng.transparency.leaves import record_of

BASE = "bench.example/log"
DOCUMENT = 1000
TICKS = 20
SAMPLE = 2000


def main(wanted: int) -> None:
    told = documents.events(wanted + TICKS)
    for body in documents.documents(told[:wanted], DOCUMENT):
        capture(by=actors.operator(), document=body)
    own = house.own_backends()
    with tempfile.TemporaryDirectory(prefix="log-") as place:
        root = Path(place)
        signer.begin(root / "signer", BASE)
        with signer.opened(root / "signer", BASE) as duty:
            working = Integrator(root / "log", BASE, duty)
            entered: list[int] = []
            figures: dict[str, Any] = {"events": wanted}
            figures["integrate"] = _measured(
                lambda: entered.append(working.catch_up()), wanted, own
            )
            damages: list[object] = []
            figures["fsck"] = _measured(
                lambda: damages.extend(Fsck(root / "log").run()), wanted, own
            )
            assert (entered, damages) == ([wanted], []), (entered, damages[:3])
            figures["tick_ms"] = _ticks(working, told[wanted:])
    figures["raw_us"] = _raw()
    for name in ("integrate", "fsck"):
        figures[name]["of_raw"] = figures["raw_us"] / figures[name]["cpu_us"]
    print(json.dumps(figures))


def _measured(work: Callable[[], object], count: int, own: list[int]) -> dict[str, float]:
    began, cpu, database = time.perf_counter(), time.process_time(), processes.cpu_seconds(own)
    work()
    seconds = time.perf_counter() - began
    return {
        "per_second": count / seconds,
        "seconds": seconds,
        "cpu_us": (time.process_time() - cpu) / count * 1e6,
        "database_us": (processes.cpu_seconds(own) - database) / count * 1e6,
    }


def _ticks(working: Integrator, events: list[dict[str, Any]]) -> float:
    """Median milliseconds of a round with one new event, checkpoint published."""
    took = []
    for body in documents.documents(events, 1):
        capture(by=actors.operator(), document=body)
        began = time.perf_counter()
        assert working.round() is False
        took.append((time.perf_counter() - began) * 1000)
    working.close()
    return sorted(took)[len(took) // 2]


def _raw() -> float:
    """Microseconds an event for the hashes alone."""
    rows = journal.behind(store(), journal.BEGINNING, limit=SAMPLE)
    lengths = [_lengths(record_of(row)) for row in rows]
    samples = [[bytes(length) for length in listed] for listed in lengths]
    began = time.process_time()
    for listed in samples:
        for one in listed:
            hashlib.sha256(one).digest()
    return (time.process_time() - began) / max(len(rows), 1) * 1e6


def _lengths(record: Any) -> list[int]:
    """Of what is hashed for one event: salts (an HMAC is two), digests, their tree, the leaf."""
    items = record.get("what") or []
    padded = 1 << max(len(items) - 1, 0).bit_length() if items else 0
    groups = [40 + len(json.dumps(record[name])) if name in record else 40 for name in GROUPS]
    salts = [96, 96] * (len(GROUPS) + padded)
    trees = [33] * (len(GROUPS) + padded) + [65] * (len(GROUPS) + padded)
    return [*groups, *salts, *[90] * padded, *trees, 68]


if __name__ == "__main__":
    main(int(sys.argv[1]))
