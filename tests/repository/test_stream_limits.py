"""The door of streams under pressure: too many, too slow, too long. The door runs in this process, so
that its limits can be made small."""

import asyncio
import contextlib
import json
import socket
import threading
import time
import urllib.request
from collections.abc import Iterator

import pytest
from django.db import connections
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.server.embed import Server
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import connect

from tests import people, servers
from tests.epcis.documents import document, event
from txng.repository import stream
from txng.repository.actions.documents import capture
from txng.repository.actions.queries import create_query

HUBS: list[stream.Hub] = []
pytestmark = pytest.mark.django_db(transaction=True)


@contextlib.contextmanager
def serving() -> Iterator[str]:
    port, running = servers.free_port(), threading.Event()
    held: dict[str, object] = {}

    async def serve() -> None:
        held["loop"] = asyncio.get_running_loop()
        application = stream.application()
        HUBS.append(application.state.hub)
        held["server"] = server = Server(
            application,
            port=port,
            interface=Interfaces.ASGINL,
            websockets=True,
            log_level=LogLevels.error,
        )
        running.set()
        await server.serve()

    thread = threading.Thread(target=lambda: asyncio.run(serve()), daemon=True)
    thread.start()
    assert running.wait(20)
    deadline = time.monotonic() + 20
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5).close()
            break
        except OSError:
            assert time.monotonic() < deadline
            time.sleep(0.05)
    try:
        yield f"ws://127.0.0.1:{port}"
    finally:
        held["loop"].call_soon_threadsafe(held["server"].stop)  # type: ignore[attr-defined]
        thread.join(20)
        # the door's threads hold connections of this test's database
        stream._threads.submit(connections.close_all).result(20)


@pytest.fixture
def door(monkeypatch) -> Iterator[str]:
    # threads of its own, which end with the test
    threads = stream.ThreadPoolExecutor(1, "stream-test")
    monkeypatch.setattr(stream, "_threads", threads)
    with serving() as url:
        yield url
    threads.shutdown()


@pytest.fixture
def key() -> str:
    an = people.an()
    create_query(by=an, name="everything", definition={})
    return people.key_of(an)


def opened(door: str, key: str):
    return connect(
        f"{door}/epcis/queries/everything/events?stream=true",
        additional_headers={"Authorization": f"Bearer {key}"},
        proxy=None,
    )


def end_of(peer) -> tuple[int, str]:
    try:
        while True:
            peer.recv(20)
    except ConnectionClosed as closed:
        frame = closed.rcvd
        return (frame.code, frame.reason) if frame else (1006, "")


def test_there_are_so_many_places_and_they_are_given_back(door, key, monkeypatch):
    monkeypatch.setattr(stream, "MOST_CONNECTIONS", 2)
    with opened(door, key), opened(door, key), opened(door, key) as third:
        assert end_of(third)[0] == 1013
    deadline = time.monotonic() + 20
    while True:
        with opened(door, key) as peer:
            capture(
                by=people.an(),
                document=document(
                    event(eventTime=f"2026-10-01T08:00:{time.monotonic() % 60:09.6f}Z")
                ),
            )
            with contextlib.suppress(ConnectionClosed):
                assert peer.recv(20)
                return
        assert time.monotonic() < deadline


def test_one_organisation_leaves_places_for_the_others(door, key, monkeypatch):
    monkeypatch.setattr(stream, "MOST_OF_ONE", 2)
    monkeypatch.setattr(stream, "CHECK_SECONDS", 0.2)
    dung = people.dung()
    create_query(by=dung, name="everything", definition={})
    with opened(door, key), opened(door, key), opened(door, key) as third:
        assert end_of(third)[0] == 1013
        with opened(door, people.key_of(dung)) as other:
            capture(by=dung, document=document(event()))
            assert other.recv(20)
    monkeypatch.setattr(stream, "LONGEST_SECONDS", 0.5)
    deadline = time.monotonic() + 20  # and its own come free again
    while True:
        with opened(door, key) as peer:
            if end_of(peer)[0] == 1012:
                return
        assert time.monotonic() < deadline


def test_after_half_a_day_a_connection_is_asked_to_come_back(door, key, monkeypatch):
    monkeypatch.setattr(stream, "CHECK_SECONDS", 0.2)
    monkeypatch.setattr(stream, "LONGEST_SECONDS", 0.5)
    with opened(door, key) as peer:
        assert end_of(peer)[0] == 1012


def test_whoever_does_not_read_is_let_go_and_the_others_go_on(door, key, monkeypatch):
    monkeypatch.setattr(stream, "SEND_SECONDS", 0.5)
    address = door.removeprefix("ws://").split(":")
    an = people.an()
    with socket.create_connection((address[0], int(address[1]))) as mute:
        mute.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        mute.sendall(
            b"GET /epcis/queries/everything/events?stream=true HTTP/1.1\r\nHost: x\r\n"
            b"Upgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
            b"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            b"Authorization: Bearer " + key.encode() + b"\r\n\r\n"
        )
        assert mute.recv(12) == b"HTTP/1.1 101"
        with opened(door, key) as peer:
            for part in range(4):
                times = [
                    f"2026-10-0{part + 1}T08:{one // 60:02}:{one % 60:02}Z" for one in range(1000)
                ]
                note = {"@context": {"x": "https://x.example/"}, "x:note": "n" * 3000}
                capture(by=an, document=document(*(event(eventTime=one, **note) for one in times)))
                told = 0
                while told < 1000:
                    message = json.loads(peer.recv(30))
                    told += len(message["epcisBody"]["queryResults"]["resultsBody"]["eventList"])
            deadline = time.monotonic() + 30
            while HUBS[-1].connections > 1:  # the mute one's place is given back
                assert time.monotonic() < deadline
                time.sleep(0.05)
            assert HUBS[-1].connections == 1


@pytest.mark.parametrize("steps", range(6))
def test_a_connection_that_ends_in_the_instant_of_a_commit_is_over(steps):
    """Python 3.11's asyncio.wait_for would swallow its end, and it would be told for hours."""

    async def ended() -> bool:
        hub = stream.Hub()

        async def told() -> None:
            await hub.newer_than((1, b""), 60)
            await asyncio.sleep(60)

        telling = asyncio.ensure_future(told())
        await asyncio.sleep(0.01)
        async with hub.moved:
            hub.last = (2, b"")
            hub.moved.notify_all()
        for _ in range(steps):
            await asyncio.sleep(0)
        telling.cancel()
        await asyncio.wait([telling], timeout=1)
        try:
            return telling.done()
        finally:
            telling.cancel()

    assert asyncio.run(ended())
