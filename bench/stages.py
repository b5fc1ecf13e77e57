"""Where the time of a document of 500 events goes, stage by stage; and what XML costs instead.

    python -m bench.stages EVENTS        prints one JSON object

    split        msgspec alone makes dictionaries of the document: the floor of reading
    read         strict JSON, two stages of judging, structs             epcis.reading
    prepare      keys, links, columns, compression                       eventstore.recording
    evidence     the document compressed, its digest                     repository.recorder
    record       lock, dedupe, insert of events and links
    job          the job, its document and the journal's line
    commit       until it is on disk
    hash         the CBV hash of every event: on demand, no part of capture

Microseconds an event: of CPU here, of CPU of PostgreSQL's process, and of the wall clock.
"""

import contextlib
import hashlib
import json
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime

import msgspec
from django.db import transaction

from bench import documents, house, processes
from txng.accounts import actors, journal
from txng.epcis import reading
from txng.epcis.answers import Target, convert_document
from txng.epcis.event_hash import hash_of_payload
from txng.epcis.intake import RejectedEvent
from txng.eventstore import jobs
from txng.eventstore.compression import compress_document
from txng.eventstore.recording import Prepared
from txng.eventstore.store import now
from txng.repository import recorder
from txng.repository.actions import capture
from txng.repository.connection import store
from txng.repository.piles import Pile

DOCUMENT = 500
STAGES = ("split", "read", "prepare", "evidence", "record", "job", "commit", "hash")
OF_CAPTURE = STAGES[1:-1]
XML: tuple[Target, ...] = ("xml", "xml12")


class Clock:
    """Sums what each stage uses."""

    def __init__(self) -> None:
        self._own = house.own_backends()
        self._used: dict[str, list[float]] = {}

    @contextlib.contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        before = self._now()
        yield
        used = self._used.setdefault(stage, [0.0, 0.0, 0.0])
        for place, (early, late) in enumerate(zip(before, self._now(), strict=True)):
            used[place] += late - early

    def _now(self) -> tuple[float, float, float]:
        return time.process_time(), processes.cpu_seconds(self._own), time.perf_counter()

    def told(self, stage: str, events: int) -> dict[str, float | None]:
        cpu, database, wall = (one / events * 1e6 for one in self._used[stage])
        return {"cpu_us": cpu, "database_us": database if self._own else None, "wall_us": wall}


def main(wanted: int) -> None:
    told = documents.events(3 * wanted)
    size = min(DOCUMENT, wanted // 4)
    clock = Clock()
    _step_by_step(documents.documents(told[:size], size), Clock())  # the caches fill
    _step_by_step(documents.documents(told[size:wanted], size), clock)
    events = wanted - size
    stages = {stage: clock.told(stage, events) for stage in STAGES}
    _as_the_house_does(documents.documents(told[wanted : 2 * wanted], size), clock)
    stages["capture"] = clock.told("capture", wanted)
    # what EPCIS 1.2 cannot say is left out for both, so that they read the same
    plain = documents.in_1_2(told[2 * wanted :])
    for target in XML:
        bodies = [_in(target, body) for body in documents.documents(plain, size)]
        with clock(target):
            _read(bodies)
        stages[target] = clock.told(target, len(plain))
    print(json.dumps({"events": events, "document": size, "stages": stages}))


def _step_by_step(bodies: Sequence[bytes], clock: Clock) -> None:
    """What `recorder` does for each document, one stage after the other."""
    operator = actors.operator()
    prepare = store().preparation().prepare  # one for all, as columns that recur are shared
    for body in bodies:
        with clock("split"):
            msgspec.json.decode(body)
        received = recorder.receive(operator, body, "", None, proceed=False)
        with clock("read"):
            read = reading.read_document(body, now=received.received_at)
        with clock("prepare"):
            events = Pile(Prepared, map(prepare, read.drafts))
        with clock("evidence"):
            packed = compress_document(body)
            hashlib.sha256(body).digest()
        job = recorder.draw_up(received)
        refused = Pile(RejectedEvent)
        judged = recorder.Judged(operator, job, packed, events, (), read.warnings, refused)
        with contextlib.ExitStack() as until_commit:
            until_commit.enter_context(transaction.atomic())
            with clock("record"):
                turn = store().take_turn(now())
                receipt, job = recorder.record_in_turn(store(), turn, judged)
            with clock("job"):
                jobs.add(store().driver, [(job, packed)])
                journal.record_all([recorder.journal_line(operator, "document.captured", receipt)])
            with clock("commit"):
                until_commit.close()
        turn.committed()
        with clock("hash"):
            for draft in read.drafts:
                hash_of_payload(draft.payload)


def _as_the_house_does(bodies: Sequence[bytes], clock: Clock) -> None:
    operator = actors.operator()
    for body in bodies:
        with clock("capture"):
            capture(by=operator, document=body)


def _in(target: Target, body: bytes) -> bytes:
    moment = datetime(2026, 11, 24, tzinfo=UTC)
    return convert_document(body, target, now=moment, prefix_length=lambda digits: 7)


def _read(bodies: Sequence[bytes]) -> None:
    moment = now()
    for body in bodies:
        reading.read_document(body, now=moment)


if __name__ == "__main__":
    main(int(sys.argv[1]))
