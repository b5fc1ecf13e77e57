"""F6: the disk of the database is full; sending is refused in words, reading goes on, and it mends itself.

TXNG_DATA on 24 MB of tmpfs ── ballast ──> 503 or 507 ── ballast away ──> 202
"""

import contextlib
import http.client
import json
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests import servers
from tests.epcis.documents import GTIN, document, event
from tests.faults.test_concurrent_capture import get
from tests.journeys.phone import scan
from tests.repository.machine import Answer


@pytest.fixture
def small_disk(tmp_path: Path, engine: str) -> Iterator[Path]:
    if engine != "sqlite":
        pytest.skip("the server of PostgreSQL has a disk of its own, which tests do not fill")
    folder = tmp_path / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(folder)]
    try:
        subprocess.run(mount, check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("a small disk needs the right to mount a tmpfs")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def fill(path: Path) -> None:
    with path.open("wb", buffering=0) as ballast, contextlib.suppress(OSError):
        while True:
            ballast.write(bytes(4096))


def send(url: str, key: str, number: int) -> Answer:
    host = urlsplit(url)
    connection = http.client.HTTPConnection(host.hostname or "", host.port, timeout=60)
    connection.request("POST", "/epcis/capture", told(number), {
        "Authorization": f"Bearer {key}", "Content-Type": "application/ld+json",
    })  # fmt: skip
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return Answer(str(answer.status), list(answer.headers.items()), body)


def thing(number: int) -> str:
    return f"/01/{GTIN}/21/D{number}"


def told(number: int) -> bytes:
    noise = os.urandom(2_000).hex()  # what cannot be compressed takes space
    link = "https://id.gs1.org" + thing(number)
    times = (f"2026-10-01T08:00:{second:02}Z" for second in range(20))
    return document(
        *(event(eventTime=one, epcList=[link], **{"cbvmda:note": noise}) for one in times)
    )


def test_a_full_disk_refuses_documents_keeps_pages_open_and_mends_itself(small_disk):
    environ = dict(os.environ, TXNG_DATA=str(small_disk))
    servers.installed(environ)
    made = servers.txng(
        environ, "key", "create", "--json", "--organisation", "An", "--scope", "capture,query"
    )
    key = json.loads(made)["key"]
    ballast = small_disk / "ballast"
    with servers.serving(environ) as site:
        kept = [number for number in range(5) if send(site.url, key, number).status == 202]
        assert len(kept) == 5
        fill(ballast)
        for number in range(5, 500):  # until the room that the database already has is used up
            answer = send(site.url, key, number)
            if answer.status != 202:
                break
            kept.append(number)
        assert answer.status in (503, 507)
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json["detailVi"]
        for seen in (kept[0], kept[-1]):
            assert scan(site.url + thing(seen)).status == 200
        assert scan(site.url + thing(number)).status == 404

        ballast.unlink()
        assert send(site.url, key, number).status == 202
        for seen in [*kept, number]:
            found = get(
                site.url, key, f"/epcis/events?MATCH_anyEPC=https://id.gs1.org{thing(seen)}"
            )
            assert len(found["epcisBody"]["queryResults"]["resultsBody"]["eventList"]) == 20
