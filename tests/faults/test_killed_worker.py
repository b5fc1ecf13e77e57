"""A worker is killed inside a long document: no half of it is stored, and the next one finishes it once."""

import os
import subprocess
import sys
import time

import pytest

from tests import people
from tests.conftest import ROOT
from tests.epcis.documents import GTIN, document, event
from tests.faults import stopping_worker
from txng.accounts.models import JournalEntry
from txng.repository import actions, queries, recorder
from txng.repository.connection import store

pytestmark = pytest.mark.django_db(transaction=True)

EVENTS = 60


def kill_at(point: str) -> None:
    command = [sys.executable, "-m", "tests.faults.stopping_worker", point]
    environ = dict(os.environ, PYTHONPATH=os.pathsep.join((str(ROOT / "src"), str(ROOT))))
    with subprocess.Popen(
        command, env=environ, cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as worker:
        assert worker.stdout is not None
        try:
            assert worker.stdout.readline() == "here\n"
        finally:
            worker.kill()


def seen() -> int:
    """What somebody who asks meanwhile sees."""
    return store().count()


def finished_by_the_next_one(*, wanted: bool) -> int:
    """PostgreSQL lets go of a dead worker's row when it notices the closed socket, a moment later."""
    deadline = time.monotonic() + 20
    while not (ended := actions.finish_waiting_jobs()) and wanted and time.monotonic() < deadline:
        time.sleep(0.05)
    return ended


@pytest.mark.parametrize("point", stopping_worker.POINTS)
def test_a_killed_worker_leaves_no_half_document_and_the_next_one_finishes_it(point, monkeypatch):
    monkeypatch.setattr(recorder, "SMALL", 10)
    things = [f"https://id.gs1.org/01/{GTIN}/21/W{number}" for number in range(EVENTS)]
    answer = actions.submit(
        by=people.an(),
        document=document(*(event(epcList=[thing]) for thing in things)),
        media_type="application/ld+json",
    )
    kill_at(point)
    has_ended = point == "ended"
    assert seen() == (EVENTS if has_ended else 0)
    job = queries.job(people.an(), answer.job_id)
    assert job.state == ("success" if has_ended else "running")
    assert finished_by_the_next_one(wanted=not has_ended) == (0 if has_ended else 1)
    job = queries.job(people.an(), answer.job_id)
    assert (job.state, job.accepted, job.duplicates) == ("success", EVENTS, 0)
    assert job.attempts == (1 if has_ended else 2)
    assert seen() == EVENTS
    assert actions.finish_waiting_jobs() == 0
    assert JournalEntry.objects.filter(verb="document.captured").count() == 1
