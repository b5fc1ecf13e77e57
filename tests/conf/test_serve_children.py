"""What `txng serve` keeps beside itself: started again when it dies, gone when the server is."""

import contextlib
import os
import signal
import subprocess
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests import people, servers
from tests.epcis.documents import document, event
from tests.fakes.webhook_receiver import receiving

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="looks for processes in /proc"),
]
WORKER, DOOR = "work", "txng.conf.asgi"


def children(parent: int, word: str) -> list[int]:
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            words = (folder / "cmdline").read_bytes().split(b"\0")
            environ = (folder / "environ").read_bytes().split(b"\0")
            if word.encode() in words and f"_TXNG_PARENT={parent}".encode() in environ:
                found.append(int(folder.name))
    return found


def eventually(what: Callable[[], Any], seconds: float = 30) -> Any:
    deadline = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < deadline
        time.sleep(0.1)
    return found


def door_is_open(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


@contextlib.contextmanager
def serving(tmp_path, *options: str):
    port, log = servers.free_port(), tmp_path / "serve.log"
    command = [*servers.COMMAND, "serve", "--port", str(port), *options]
    environ = dict(os.environ, TXNG_WEBHOOK_NETWORKS="127.0.0.0/8")
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, env=environ, stdout=output, stderr=output, start_new_session=True
        )
    try:
        servers.wait_until_healthy(f"http://127.0.0.1:{port}", process, log)
        yield process, port
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def test_the_worker_and_the_door_start_with_the_server_and_end_with_it(tmp_path):
    stream = servers.free_port()
    with serving(tmp_path, "--stream-port", str(stream)) as (server, _):
        (worker,) = eventually(lambda: children(server.pid, WORKER))
        (door,) = eventually(lambda: children(server.pid, DOOR))
        eventually(lambda: door_is_open(stream))
        server.terminate()
        server.wait(30)
        for process in (worker, door):
            assert not Path(f"/proc/{process}").exists()


def test_after_kill_9_of_the_server_nobody_is_left_behind(tmp_path):
    stream = servers.free_port()
    with serving(tmp_path, "--stream-port", str(stream)) as (server, _):
        (worker,) = eventually(lambda: children(server.pid, WORKER))
        (door,) = eventually(lambda: children(server.pid, DOOR))
        eventually(lambda: door_is_open(stream))
        server.kill()
        server.wait()
        for process in (worker, door):
            eventually(lambda: not Path(f"/proc/{process}").exists())  # noqa: B023


def test_a_child_that_dies_is_started_again_and_does_its_work(tmp_path, settings):
    from ipaddress import ip_network

    from txng.repository.actions.documents import capture
    from txng.repository.actions.queries import create_query
    from txng.repository.actions.subscriptions import subscribe

    settings.WEBHOOK_NETWORKS = (ip_network("127.0.0.0/8"),)
    an = people.an()
    people.key_of(an)
    stream = servers.free_port()
    with receiving() as shop, serving(tmp_path, "--stream-port", str(stream)) as (server, _):
        create_query(by=an, name="q", definition={})
        subscribe(by=an, query_name="q", controls={"dest": shop.url, "stream": True})
        for module in (WORKER, DOOR):
            (first,) = eventually(lambda: children(server.pid, module))  # noqa: B023
            os.kill(first, signal.SIGKILL)
            (second,) = eventually(
                lambda: [one for one in children(server.pid, module) if one != first]  # noqa: B023
            )
            assert second != first
        capture(by=an, document=document(event()))
        shop.wait_for(1, 40)
        eventually(lambda: door_is_open(stream))


def test_without_a_worker_and_without_a_door_there_is_only_the_server(tmp_path):
    with serving(tmp_path, "--no-worker", "--stream-port", "0") as (server, _):
        time.sleep(0.5)
        assert children(server.pid, WORKER) == children(server.pid, DOOR) == []


def test_work_once_ends_when_nothing_waits(tmp_path):
    assert '"deliveries": 0' in servers.txng(os.environ, "work", "--once", "--json")
