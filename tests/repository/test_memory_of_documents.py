"""The memory of a capture follows the bytes of the document, which are bounded, and not its events.

10,000 events ──┐
40,000 events ──┴── peaks of the processes that record them, as the kernel counts (VmHWM):
                    what is between them, by the bytes between them
"""

import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from bench.processes import peak_mb
from tests import people
from tests.epcis.documents import GTIN, document, event
from txng.repository import actions, queries, recorder

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(peak_mb([os.getpid()]) == 0, reason="needs Linux's /proc"),
]

ROOT = Path(__file__).resolve().parents[2]
FEW, MANY = 10_000, 40_000
MARK = b'"@@"'
MOST_BYTES = 1.5  # of memory for each byte of the document: itself, and where its events begin
WORKER = """
import os
import django
django.setup(set_prefix=False)
from bench.processes import peak_mb
from txng.repository import actions
assert actions.finish_waiting_jobs() == 1
print(peak_mb([os.getpid()]))
"""


def told(events: int, step: str) -> bytes:
    """Events of 700 bytes about a few thousand things, so that what is remembered of things is the same."""
    head, _, tail = document("@@").partition(MARK)
    note = "0123456789" * 35
    listed = (
        event(
            eventTime=f"2026-10-{1 + number // 86_400:02}T{number // 3600 % 24:02}"
            f":{number // 60 % 60:02}:{number % 60:02}Z",
            epcList=[f"https://id.gs1.org/01/{GTIN}/21/M{number % 5_000}"],
            bizStep=step,
            **{"cbvmda:note": note},
        )
        for number in range(events)
    )
    return head + b",".join(map(msgspec.json.encode, listed)) + tail


def peak(body: bytes, *, proceed: bool) -> float:
    """MB of the process that records it."""
    by = people.an()
    sent = actions.submit(by=by, document=body, media_type="application/json", proceed=proceed)
    assert sent.receipt is None, "a document that waits for the worker"
    path = os.pathsep.join((str(ROOT / "src"), str(ROOT)))
    environ = dict(os.environ, PYTHONPATH=path, DJANGO_SETTINGS_MODULE="txng.conf.settings")
    done = subprocess.run(
        [sys.executable, "-c", WORKER], env=environ, check=True, capture_output=True, text=True
    )
    job = queries.job(by, sent.job_id)
    assert (job.state, job.rejected) == (("failed", job.events) if proceed else ("success", 0))
    return float(done.stdout.splitlines()[-1])


@pytest.mark.parametrize("behaviour", ["rollback", "proceed"])
def test_forty_thousand_events_cost_what_their_bytes_cost(behaviour):
    """Where all may proceed and all are wrong, there is a verdict on each of them to keep."""
    proceed = behaviour == "proceed"
    few, many = (told(events, "dancing" if proceed else "shipping") for events in (FEW, MANY))
    assert recorder.SMALL < len(few) < len(many) < recorder.MAX_DOCUMENT
    small, large = (peak(body, proceed=proceed) for body in (few, many))
    grown = (large - small) * (1 << 20) / (len(many) - len(few))
    assert grown < MOST_BYTES, f"{small:.0f} and {large:.0f} MB"
