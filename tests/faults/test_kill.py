"""F1: the server is killed at any moment, and what it acknowledged is there, once and whole.

clients ──documents──> txng serve   SIGKILL ✗   txng serve again ──> every 202'd document: all events, once
                                                                     any other document: all events or none
"""

import contextlib
import http.client
import os
import random
import signal
import subprocess
import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests import people, servers
from tests.epcis.documents import GTIN, document, event
from tests.faults.test_concurrent_capture import get, post

pytestmark = pytest.mark.django_db(transaction=True)

CYCLES = int(os.environ.get("TXNG_TEST_KILLS", "20"))
MOST_SECONDS = 2 * CYCLES  # a slow machine does fewer cycles, and never fewer than three
CLIENTS = 3
EVENTS = 15
ROUND = 12  # documents that each client would send if nobody killed the server


def thing(number: int) -> str:
    return f"https://id.gs1.org/01/{GTIN}/21/K{number}"


def told(number: int) -> bytes:
    times = (f"2026-10-01T08:00:{second:02}Z" for second in range(EVENTS))
    return document(*(event(eventTime=one, epcList=[thing(number)]) for one in times))


@contextlib.contextmanager
def killable(url: str, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """`txng serve` with its workers in a group of their own, all of which is gone after the block."""
    command = [*servers.COMMAND, "serve", "--port", url.rpartition(":")[2]]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            env=dict(os.environ, TXNG_BASE_URL=url),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        servers.wait_until_healthy(url, process, log)
        yield process
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def send_until_killed(
    url: str, key: str, numbers: list[int], process: subprocess.Popen[bytes], chance: random.Random
) -> set[int]:
    """The documents that were acknowledged before the server died at a moment of chance."""
    acknowledged: set[int] = set()
    begun = threading.Semaphore(0)

    def client(mine: list[int]) -> None:
        for number in mine:
            begun.release()
            try:
                status, _ = post(url, key, told(number))
            except (OSError, http.client.HTTPException):
                return
            assert status == 202
            acknowledged.add(number)

    fatal, instant = chance.randrange(4, len(numbers) - CLIENTS), chance.uniform(0, 0.02)
    with ThreadPoolExecutor(CLIENTS) as pool:
        clients = [pool.submit(client, numbers[start::CLIENTS]) for start in range(CLIENTS)]
        for _ in range(fatal):
            assert begun.acquire(timeout=30)
        time.sleep(instant)  # somewhere inside a capture, wherever that is
        os.killpg(process.pid, signal.SIGKILL)
        for one in clients:
            one.result()
    return acknowledged


def counted(url: str, key: str, numbers: list[int]) -> Counter[str]:
    things = "|".join(map(thing, numbers)) or "urn:x:nothing"
    found = get(url, key, f"/epcis/events?perPage=1000&MATCH_anyEPC={things}")
    events = found["epcisBody"]["queryResults"]["resultsBody"]["eventList"]
    assert len({one["eventID"] for one in events}) == len(events)
    return Counter(one["epcList"][0] for one in events)


def test_a_killed_server_has_kept_what_it_acknowledged_and_no_half_document(tmp_path, engine):
    key, chance = people.key_of(people.an()), random.Random(20261124)
    url = f"http://127.0.0.1:{servers.free_port()}"
    log = tmp_path / "serve.log"
    sent: list[int] = []
    acknowledged: set[int] = set()
    deadline = time.monotonic() + MOST_SECONDS
    for cycle in range(CYCLES):
        if cycle >= 3 and time.monotonic() > deadline:
            break
        with killable(url, log) as process:
            kept = counted(url, key, sent[-ROUND * CLIENTS :])
            for number in sent[-ROUND * CLIENTS :]:
                allowed = {EVENTS} if number in acknowledged else {0, EVENTS}
                assert kept[thing(number)] in allowed, (cycle, number)
            numbers = list(range(len(sent), len(sent) + ROUND * CLIENTS))
            acknowledged |= send_until_killed(url, key, numbers, process, chance)
            sent += numbers
    assert 0 < len(acknowledged) < len(sent)

    with killable(url, log):
        for number in sent:  # what a client does that was not answered
            if number not in acknowledged:
                assert post(url, key, told(number))[0] == 202
        for start in range(0, len(sent), 60):
            part = sent[start : start + 60]
            assert counted(url, key, part) == {thing(number): EVENTS for number in part}
    assert_sound(engine)


def assert_sound(engine: str) -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        if engine == "sqlite":
            cursor.execute("PRAGMA integrity_check")
            assert cursor.fetchall() == [("ok",)]
        cursor.execute("SELECT count(*) FROM link")
        links = cursor.fetchone()[0]
        on = "link.n = event.n" if engine == "sqlite" else "link.key = event.key"
        cursor.execute(f"SELECT count(*) FROM link JOIN event ON {on}")
        assert cursor.fetchone()[0] == links
