"""F1, F12: the worker is killed at any moment; every event still arrives, in order, at least once.

captures ──> events ──> txng work  SIGKILL ✗   txng work again ──> the receiver has seen each event,
                                                                   and again only under the same id
"""

import contextlib
import os
import random
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests import people, servers
from tests.epcis.documents import document, event
from tests.fakes.webhook_receiver import Receiver, receiving
from txng.repository.actions.documents import capture
from txng.repository.actions.queries import create_query
from txng.repository.actions.subscriptions import subscribe
from txng.repository.models import Subscription

pytestmark = pytest.mark.django_db(transaction=True)
START = datetime(2026, 10, 1, tzinfo=UTC)
CYCLES = int(os.environ.get("TXNG_TEST_KILLS", "8"))
EVENTS = 12  # captured in each cycle


def environ() -> dict[str, str]:
    return dict(os.environ, TXNG_WEBHOOK_NETWORKS="127.0.0.0/8")


@contextlib.contextmanager
def working(log: Path) -> Iterator["subprocess.Popen[bytes]"]:
    with log.open("ab") as output:
        process = subprocess.Popen(
            [*servers.COMMAND, "work"], env=environ(), stdout=output, stderr=output
        )
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def captured(by, number: int, count: int) -> list[str]:
    times = []
    for position in range(count):
        at = START + timedelta(seconds=number * EVENTS + position)
        times.append(at.isoformat().replace("+00:00", "Z"))
        capture(by=by, document=document(event(eventTime=times[-1])))
    return times


def assert_at_least_once_in_order(receiver: Receiver, expected: list[str]) -> None:
    """New ids carry on where the last one ended; a known id brings what it brought before."""
    seen: dict[str, bytes] = {}
    told: list[str] = []
    for request in receiver.requests:
        if request.webhook_id in seen:
            assert request.body == seen[request.webhook_id]
            continue
        seen[request.webhook_id] = request.body
        told += [one["eventTime"] for one in request.events]
    assert told == expected


def test_a_killed_worker_has_lost_nothing_and_doubled_nothing_but_deliveries(tmp_path, settings):
    from ipaddress import ip_network

    settings.WEBHOOK_NETWORKS = (ip_network("127.0.0.0/8"),)
    an, chance = people.an(), random.Random(20261124)
    people.key_of(an)
    log, expected = tmp_path / "work.log", []
    with receiving() as shop, receiving() as slow:
        slow.delay = 0.05
        for name, receiver in (("quick", shop), ("slow", slow)):
            create_query(by=an, name=name, definition={})
            subscribe(by=an, query_name=name, controls={"dest": receiver.url, "stream": True})
        Subscription.objects.update(batch=3)
        for cycle in range(CYCLES):
            with working(log) as process:
                before = len(shop.requests)
                expected += captured(an, cycle, EVENTS)
                with shop.arrived:  # it lives, and is in the middle of its deliveries
                    shop.arrived.wait_for(lambda: len(shop.requests) > before, 30)  # noqa: B023
                time.sleep(chance.uniform(0, 0.15))
                process.send_signal(signal.SIGKILL)
        with working(log):
            for receiver in (shop, slow):
                with receiver.arrived:
                    assert receiver.arrived.wait_for(
                        lambda: set(receiver.event_times) == set(expected),  # noqa: B023
                        60 + 4 * slow.delay * len(expected),  # the slow one has fallen far behind
                    ), log.read_text()[-3000:]
        assert_at_least_once_in_order(shop, expected)
        assert_at_least_once_in_order(slow, expected)


def test_a_worker_killed_between_sending_and_noting_sends_the_same_again(tmp_path, settings):
    from ipaddress import ip_network

    settings.WEBHOOK_NETWORKS = (ip_network("127.0.0.0/8"),)
    an = people.an()
    people.key_of(an)
    with receiving() as shop:
        shop.hold = threading.Event()  # the receiver has read it, and has not said so yet
        create_query(by=an, name="q", definition={})
        subscribe(by=an, query_name="q", controls={"dest": shop.url, "stream": True})
        with working(tmp_path / "work.log") as process:
            times = captured(an, 0, 3)
            shop.wait_for(1, 30)
            process.send_signal(signal.SIGKILL)
        shop.hold.set()
        first = list(shop.event_times)
        more = captured(an, 1, 2)
        with working(tmp_path / "work.log"), shop.arrived:
            assert shop.arrived.wait_for(lambda: set(shop.event_times) == {*times, *more}, 30)
        assert shop.requests[0].webhook_id == shop.requests[1].webhook_id
        assert shop.requests[0].body == shop.requests[1].body
        assert first == times[: len(first)]
        assert_at_least_once_in_order(shop, times + more)
