"""F12: eight writers commit in whatever order they like; the log follows and misses none.

The control is tests/faults/test_commit_order.py: a poller that asks for what is larger than the last id
misses hundreds.
"""

import os
import random
import threading
import time

import pytest
from django.db import connection

from tests import people
from tests.epcis.documents import GTIN, document, event
from tests.transparency.logs import log_in
from txng.eventstore import journal
from txng.repository.actions.documents import capture
from txng.transparency.connection import store
from txng.transparency.fsck import Fsck
from txng.transparency.models import Opening

pytestmark = pytest.mark.django_db(transaction=True)

WRITERS = 8
DOCUMENTS = 200 if os.environ.get("TXNG_TEST_LONG") else 12


def write(number: int, failures: list[BaseException]) -> None:
    chance, by = random.Random(number), people.an()
    try:
        for turn in range(DOCUMENTS):
            things = [
                event(epcList=[f"https://id.gs1.org/01/{GTIN}/21/W{number}-{turn}-{one}"])
                for one in range(chance.randrange(1, 4))
            ]
            capture(by=by, document=document(*things))
            time.sleep(chance.uniform(0, 0.01))
    except BaseException as error:
        failures.append(error)
    finally:
        connection.close()


def follow(log, stop: threading.Event, failures: list[BaseException]) -> None:
    working = log.integrator(batch=7)
    try:
        while not stop.is_set():
            working.round()
    except BaseException as error:
        failures.append(error)
    finally:
        working.close()
        connection.close()


def test_the_log_misses_nothing_that_is_committed_while_it_reads(tmp_path):
    people.an()
    failures: list[BaseException] = []
    with log_in(tmp_path) as made:
        # SQLite's objects belong to a thread: the follower opens the signer's memory itself
        root, stop = made.root, threading.Event()
    writers = [threading.Thread(target=write, args=(number, failures)) for number in range(WRITERS)]

    def work() -> None:
        from txng.transparency import signer

        with signer.opened(root / "signer", "txng.example/log") as duty:
            made.duty = duty
            follow(made, stop, failures)

    follower = threading.Thread(target=work)
    follower.start()
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(120)
    stop.set()
    follower.join(60)
    assert failures == []
    from txng.transparency import signer

    with signer.opened(root / "signer", "txng.example/log") as duty:
        made.duty = duty
        made.catch_up()
    rows = journal.behind(store(), journal.BEGINNING, limit=1_000_000)
    entered = Opening.objects.order_by("place").values_list("event_key", flat=True)
    assert [bytes(key) for key in entered] == [row.key for row in rows]
    assert len(rows) >= WRITERS * DOCUMENTS
    assert list(Fsck(made.folder).run()) == []
