"""F12: who follows the journal by position misses nothing, however long a capture takes to commit.

    writer A   turn ─ record time 1 ──── sleeps ──── commit
    writer B            waits ............................... turn ─ record time 2 ─ commit
    follower   reads up to the newest position it sees, again and again

Two controls prove that the rig can find a miss: times taken before the turn, and turns without the lock.
"""

import random
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from tests.epcis.documents import GTIN, NOW, document, event
from txng.epcis.json_ld import read_document
from txng.eventstore.drivers import PostgresDriver
from txng.eventstore.keys import microseconds
from txng.eventstore.recording import Part
from txng.eventstore.store import now
from txng.repository.connection import store

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 8
EACH = 15
LONGEST = 0.008  # seconds that a writer sleeps

Writer = Callable[[random.Random, int], None]


def events_of(number: int, chance: random.Random):
    """One to three events of one document, prepared."""
    listed = [
        event(epcList=[f"https://id.gs1.org/01/{GTIN}/21/F{number}-{one}"])
        for one in range(chance.randint(1, 3))
    ]
    prepare = store().preparation().prepare
    return [prepare(draft) for draft in read_document(document(*listed), now=NOW).drafts]


def in_turn(chance: random.Random, number: int) -> None:
    prepared = events_of(number, chance)
    with transaction.atomic():
        turn = store().take_turn(now())
        time.sleep(chance.uniform(0, LONGEST))
        turn.record([Part(prepared, 1, turn.record_time)])
        time.sleep(chance.uniform(0, LONGEST))


def before_the_turn(chance: random.Random, number: int) -> None:
    """What a repository does that stamps events when they arrive."""
    prepared, arrived = events_of(number, chance), microseconds(now())
    time.sleep(chance.uniform(0, LONGEST))
    with transaction.atomic():
        store().take_turn(now()).record([Part(prepared, 1, arrived)])


def missed_by_a_follower(writer: Writer) -> tuple[int, int]:
    """How many events the follower missed, of how many stored."""
    written = threading.Event()

    def write(number: int) -> None:
        chance = random.Random(number)
        try:
            for one in range(EACH):
                writer(chance, number * EACH + one)
        finally:
            connection.close()

    def follow() -> set[bytes]:
        seen: set[bytes] = set()
        position = (0, bytes(16))
        try:
            while True:
                is_last = written.is_set()
                driver = store().driver
                rows = driver.rows(
                    "SELECT record_time, key FROM event WHERE (record_time, key) > (%s, %s)"
                    " ORDER BY record_time, key LIMIT 50",
                    [position[0], driver.key(position[1])],
                )
                if rows:
                    position = (rows[-1][0], bytes(rows[-1][1]))
                    seen.update(bytes(key) for _, key in rows)
                elif is_last:
                    return seen
                time.sleep(0.001)
        finally:
            connection.close()

    with ThreadPoolExecutor(WRITERS + 1) as pool:
        follower = pool.submit(follow)
        for one in [pool.submit(write, number) for number in range(WRITERS)]:
            one.result()
        written.set()
        seen = follower.result()
    stored = {bytes(key) for (key,) in store().driver.rows("SELECT key FROM event")}
    return len(stored - seen), len(stored)


def test_a_follower_misses_nothing():
    missed, stored = missed_by_a_follower(in_turn)
    assert stored > WRITERS * EACH
    assert missed == 0


def test_control_times_taken_before_the_turn_are_missed():
    missed, _stored = missed_by_a_follower(before_the_turn)
    assert missed > 0, "the rig cannot find a miss"


def test_control_without_the_lock_a_follower_misses(monkeypatch, engine):
    if engine == "sqlite":
        pytest.skip("SQLite has one writer whatever we do")

    def without(self):
        return self.rows("SELECT max(record_time) FROM event")[0][0]

    monkeypatch.setattr(PostgresDriver, "lock_for_capture", without)
    missed, _stored = missed_by_a_follower(in_turn)
    assert missed > 0, "the rig cannot find a miss"
