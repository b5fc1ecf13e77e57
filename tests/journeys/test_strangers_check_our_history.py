"""Promise: what was recorded cannot be changed behind anybody's back, and strangers can tell.

An's event goes into the log of a real server. A witness sees it, a buyer verifies the proof with nothing but
the file. Then somebody edits the database: the proof is refused, and fsck names the entry.
"""

import json
import os
import subprocess
import time
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from django.db import connection

from tests import people, servers
from tests.epcis.documents import document, event
from tests.transparency.logs import captured
from txng.repository.actions.documents import capture
from txng.transparency.connection import store
from txng.transparency.models import Opening

ORIGIN = "txng.example/log"
MINE = "urn:uuid:8c1b1e0e-0000-4000-8000-00000000000a"


def fetched(url: str) -> bytes:
    with urlopen(url, timeout=10) as answer:
        return answer.read()


def status_of(url: str) -> int:
    try:
        with urlopen(url, timeout=10) as answer:
            return int(answer.status)
    except HTTPError as error:
        error.close()  # it is the answer too, with an open socket
        return error.code


def waited_for(url: str, wanted) -> bytes:
    deadline = time.monotonic() + 60
    while True:
        try:
            if status_of(url) == 200 and wanted(content := fetched(url)):
                return content
        except ConnectionError:
            pass
        assert time.monotonic() < deadline, url
        time.sleep(0.2)


def run(environ, *arguments: str, status: int = 0) -> str:
    done = subprocess.run(
        [*servers.COMMAND, *arguments], env=environ, capture_output=True, text=True, check=False
    )
    assert done.returncode == status, done.stderr
    return done.stdout


@pytest.mark.django_db(transaction=True)
def test_strangers_check_what_we_recorded(tmp_path):
    year = time.gmtime(time.time() + 7 * 3600).tm_year
    office = tmp_path / "office"
    key = run({}, "witness", "begin", "office.example/w", "--folder", str(office)).strip()
    policy = tmp_path / "policy.txt"
    policy.write_text(f"witness office {key}\nquorum office\n")
    environ = dict(
        os.environ,
        TXNG_LOG="1",
        TXNG_LOG_ORIGIN=ORIGIN,
        TXNG_LOG_FOLDER=str(tmp_path / "log"),
        TXNG_LOG_POLICY=str(policy),
        TXNG_SIGNER_FOLDER=str(tmp_path / "signer"),
    )
    run(environ, "init")
    capture(by=people.an(), document=document(event(eventID=MINE)))
    captured(300)
    with servers.serving(environ) as site:
        shard = f"{site.url}/log/{year}"
        # nothing is published before the witness has seen it
        waited_for(f"{shard}/candidate", lambda note: note.split(b"\n")[1] == b"301")
        assert status_of(f"{shard}/checkpoint") == 404
        vkey = fetched(f"{shard}/vkey").decode().strip()
        run({}, "witness", "visit", shard, "--log", vkey, "--folder", str(office))
        waited_for(f"{shard}/checkpoint", lambda note: b"office.example/w" in note)

        # a buyer, with a policy of his own and no network
        proof = tmp_path / "proof.tlog-proof"
        proof.write_bytes(fetched(f"{site.url}/bang-chung/{MINE}.tlog-proof"))
        own = tmp_path / "own.txt"
        own.write_text(f"log {vkey}\nwitness w {key}\nquorum w\n")
        told = json.loads(run({}, "verify", str(proof), "--policy", str(own), "--json"))
        assert told["verified"] is True
        monitored = run(
            {}, "monitor", shard, "--policy", str(own), "--state", str(tmp_path / "seen")
        )
        assert "301" in monitored

        # somebody with the database edits what An had said
        found = next(one for one in Opening.objects.all() if bytes(one.event_key) == key_of_mine())
        driver = store().driver
        driver.execute(
            "UPDATE event SET owner = owner + 1 WHERE key = %s", [driver.key(key_of_mine())]
        )
        connection.close()
        assert status_of(f"{site.url}/bang-chung/{MINE}.tlog-proof") == 503
        examined = json.loads(run(environ, "fsck", "--json", status=1))
        index = found.place & (1 << 40) - 1
        assert [(one["what"], one["index"]) for one in examined["damages"]] == [("event", index)]
        assert (
            told["verified"]
            is json.loads(run({}, "verify", str(proof), "--policy", str(own), "--json"))["verified"]
        ), "the buyer's proof stays true"
    assert not Path(tmp_path / "signer" / "socket").exists(), "the signer ended with the server"


def key_of_mine() -> bytes:
    from txng.transparency.queries import event_key_of

    return event_key_of(MINE)
