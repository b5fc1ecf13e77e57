"""F18: the largest document that is announced, over HTTP, and no process needs 250 MB for it.

sender ──100,000 events, 64 MB──> web worker ──kept──> worker: judged, recorded
                                      └── peaks of all of them, as the kernel counts (VmHWM) ──┘

TXNG_TEST_LONG=1 TXNG_TEST_ENGINE=sqlite .venv/bin/python -m pytest -s tests/faults/test_memory.py
"""

import json
import os
import random
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from bench.processes import family, peak_mb
from tests import people
from tests.epcis.documents import GTIN, document, event
from tests.faults.test_concurrent_capture import connected, get
from txng.repository import recorder

pytestmark = [
    pytest.mark.long,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs Linux's /proc"),
]

MOST_MB = 250
MARK = b'"@@"'


def full(*, wrong: bool) -> Iterator[bytes]:
    """As many events as are taken, and as many bytes."""
    chance = random.Random(20261124)
    head, _, tail = document("@@").partition(MARK)
    room = recorder.MAX_DOCUMENT - len(head) - len(tail)
    yield head
    for number in range(recorder.MAX_EVENTS):
        members = {"eventTime": f"2026-10-{number % 28 + 1:02}T08:{number // 28 % 60:02}:00Z",
                   "epcList": [f"https://id.gs1.org/01/{GTIN}/21/{kind}{number}" for kind in "ST"],
                   "bizStep": "dancing" if wrong else "shipping"}  # fmt: skip
        told = json.dumps(event(**members)).encode()
        spare = room // recorder.MAX_EVENTS - len(told) - len(', "cbvmda:note": ""}') - 2
        note = "".join(chance.choices("abcdefghijklmnopqrstuvwxyz 0123456789", k=spare))
        yield b"," * (number > 0) + told[:-1] + f', "cbvmda:note": "{note}"}}'.encode()
    yield tail


@pytest.mark.parametrize("behaviour", ["rollback", "proceed"])
def test_the_largest_document_needs_less_than_250_mb_of_any_process(site, behaviour):
    """Where all may proceed and all are wrong, there is a verdict on each of them to keep."""
    key = people.key_of(people.an())
    body = b"".join(full(wrong=behaviour == "proceed"))
    assert recorder.MAX_DOCUMENT * 0.99 < len(body) <= recorder.MAX_DOCUMENT
    headers = {
        "Authorization": f"Bearer {key}",
        "Content-Type": "application/ld+json",
        "GS1-Capture-Error-Behaviour": behaviour,
    }
    with connected(site.url) as connection:
        connection.request("POST", "/epcis/capture", body, headers)
        assert connection.getresponse().status == 202
    del body
    for _ in range(600):
        (job,) = get(site.url, key, "/epcis/capture")
        if not job["running"]:
            break
        time.sleep(0.5)
    assert (job["running"], job["events"]) == (False, recorder.MAX_EVENTS)
    assert job["rejected"] == (recorder.MAX_EVENTS if behaviour == "proceed" else 0)
    ours = [pid for pid in family(os.getpid()) if pid != os.getpid()]
    peak = peak_mb(ours)
    print(f"\n{behaviour}: {len(ours)} processes, the largest held {peak:.0f} MB")
    assert peak < MOST_MB
