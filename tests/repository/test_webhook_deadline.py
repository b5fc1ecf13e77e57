"""The end of an attempt that never gets a connection: many addresses, a name server that is silent."""

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from ipaddress import ip_network
from types import SimpleNamespace

from tests.fakes.webhook_receiver import receiving
from txng.repository import webhooks

HERE = (ip_network("127.0.0.0/8"),)


def send(url: str, **options):
    return webhooks.send(url, b"{}", {}, allowed=HERE, **options)


@contextmanager
def unanswering() -> Iterator[int]:
    """A port that takes no more connections: whoever knocks waits, as at a firewall that drops."""
    with socket.socket() as server, ExitStack() as waiting:
        server.bind(("127.0.0.1", 0))
        server.listen(0)
        for _ in range(3):
            knocking = waiting.enter_context(socket.socket())
            knocking.setblocking(False)
            knocking.connect_ex(server.getsockname())
        yield server.getsockname()[1]


def test_a_name_with_many_addresses_that_do_not_answer_is_given_up_at_the_deadline():
    with unanswering() as port:
        begun = time.monotonic()
        reply = send(
            f"http://shop.example.vn:{port}/", resolve=lambda *_: ["127.0.0.1"] * 8, deadline=0.4
        )
        assert time.monotonic() - begun < webhooks.CONNECT_SECONDS  # of one attempt of the eight
    assert reply.error.startswith("no answer in")


def knocked(monkeypatch, addresses, *, deadline: float) -> tuple[list[tuple[str, float]], float]:
    """Which addresses were tried, for how long each, when none answers; seconds it took by a clock of
    the test's own."""
    clock, knocks = [1000.0], []

    def connect(address, seconds):
        knocks.append((address[0], seconds))
        clock[0] += seconds
        raise TimeoutError("timed out")

    monkeypatch.setattr(webhooks, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    monkeypatch.setattr(webhooks.socket, "create_connection", connect)
    reply = send("http://shop.example.vn/", resolve=lambda *_: addresses, deadline=deadline)
    assert (reply.status, reply.error != "") == (0, True)
    return knocks, clock[0] - 1000.0


def test_each_address_is_tried_for_a_few_seconds_and_the_last_for_what_is_left(monkeypatch):
    addresses = [f"127.0.0.{number}" for number in range(1, 5)]
    knocks, took = knocked(monkeypatch, addresses, deadline=12)
    assert knocks == [("127.0.0.1", 5), ("127.0.0.2", 5), ("127.0.0.3", 2)]
    assert took == 12


def test_of_a_thousand_addresses_a_few_are_tried_and_all_are_judged(monkeypatch):
    addresses = [f"127.0.{number // 250}.{number % 250 + 1}" for number in range(1000)]
    knocks, _ = knocked(monkeypatch, addresses, deadline=1000)
    assert [address for address, _ in knocks] == addresses[: webhooks.MOST_ADDRESSES]
    knocks.clear()
    reply = send("http://shop.example.vn/", resolve=lambda *_: [*addresses, "10.0.0.1"])
    assert (knocks, "10.0.0.1" in reply.error) == ([], True)


def test_a_name_server_that_does_not_answer_is_given_up_at_the_deadline():
    hold = threading.Event()

    def resolve(*_):
        hold.wait(30)
        return ["127.0.0.1"]

    begun = time.monotonic()
    try:
        reply = send("http://shop.example.vn/", resolve=resolve, deadline=0.4)
        seen = webhooks.look("http://shop.example.vn/", {}, resolve=resolve, deadline=0.4)
        assert time.monotonic() - begun < 10
    finally:
        hold.set()
    assert reply.error == seen.error
    assert reply.error.startswith("no answer in")


def test_look_ups_that_were_given_up_are_never_more_than_so_many(monkeypatch):
    monkeypatch.setattr(webhooks, "_look_ups", threading.BoundedSemaphore(2))
    hold, asked = threading.Event(), []

    def resolve(host, port):
        asked.append(host)
        hold.wait(30)
        return ["127.0.0.1"]

    try:
        for number in range(5):
            reply = send(f"http://shop{number}.example.vn/", resolve=resolve, deadline=0.1)
            assert "no answer" in reply.error
        assert asked == ["shop0.example.vn", "shop1.example.vn"]
    finally:
        hold.set()
    with receiving() as shop:  # the two have ended: there is room again
        assert send(shop.url).status == 200
