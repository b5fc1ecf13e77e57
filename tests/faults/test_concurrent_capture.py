"""F11: the same document sent many times at once is recorded once, and nobody is told otherwise.

Nor can two events take one name, however many threads and processes try in the same instant.
"""

import contextlib
import http.client
import json
import os
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest

from tests import people
from tests.conftest import ROOT
from tests.epcis.documents import SERIAL, document, event
from tests.faults import same_name


def post(url: str, key: str, body: bytes) -> tuple[int, str]:
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/ld+json"}
    with connected(url) as connection:
        connection.request("POST", "/epcis/capture", body, headers)
        answer = connection.getresponse()
        answer.read()
        return answer.status, answer.headers.get("Location", "")


def get(url: str, key: str, target: str) -> dict:
    with connected(url) as connection:
        connection.request("GET", target, headers={"Authorization": f"Bearer {key}"})
        return json.loads(connection.getresponse().read())


def connected(url: str) -> contextlib.closing[http.client.HTTPConnection]:
    """Closed also when the server is killed in the middle of an answer."""
    host = urlsplit(url)
    return contextlib.closing(http.client.HTTPConnection(host.hostname, host.port, timeout=60))


@pytest.mark.django_db(transaction=True)
def test_one_document_sent_by_many_at_once_is_recorded_once(site):
    key = people.key_of(people.an())
    body = document(*(event(eventTime=f"2026-10-01T08:00:{second:02}Z") for second in range(40)))
    with ThreadPoolExecutor(8) as senders:
        answers = list(senders.map(lambda _: post(site.url, key, body), range(24)))
    assert {status for status, _ in answers} == {202}
    jobs = [get(site.url, key, urlsplit(location).path) for _, location in answers]
    assert sum(job["accepted"] for job in jobs) == 40
    assert sum(job["duplicates"] for job in jobs) == 40 * 23
    found = get(site.url, key, f"/epcis/events?perPage=1000&MATCH_anyEPC={SERIAL}")
    assert len(found["epcisBody"]["queryResults"]["resultsBody"]["eventList"]) == 40


@pytest.mark.django_db(transaction=True)
def test_documents_sent_at_once_that_overlap_keep_every_event_once(site):
    key = people.key_of(people.an())

    def part(number: int) -> bytes:
        seconds = range(number, number + 20)
        return document(*(event(eventTime=f"2026-10-01T08:00:{one:02}Z") for one in seconds))

    with ThreadPoolExecutor(8) as senders:
        answers = list(senders.map(lambda number: post(site.url, key, part(number)), range(40)))
    assert {status for status, _ in answers} == {202}
    found = get(site.url, key, "/epcis/events?perPage=1000")
    assert len(found["epcisBody"]["queryResults"]["resultsBody"]["eventList"]) == 59


@pytest.mark.django_db(transaction=True)
def test_of_events_that_take_one_name_at_once_exactly_one_is_stored():
    """Sixteen threads of two processes, each with an event of its own, a dozen times."""
    from txng.repository.connection import store

    rounds = 12
    organisation = people.an().organisation_id
    start = str(time.time() + 4)  # when both processes are up
    command = [
        sys.executable,
        "-m",
        "tests.faults.same_name",
        str(organisation),
        start,
        str(rounds),
    ]
    environ = dict(os.environ, PYTHONPATH=os.pathsep.join((str(ROOT / "src"), str(ROOT))))
    both = [
        subprocess.Popen(command, env=environ, cwd=ROOT, stdout=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    told = [one.communicate(timeout=120)[0].split() for one in both]
    accepted, refused = (sum(int(counts[column]) for counts in told) for column in (0, 1))
    assert (accepted, refused) == (rounds, rounds * (2 * same_name.THREADS - 1))
    names = [f"urn:uuid:round-{number}" for number in range(rounds)]
    found = store().events_named(names)
    assert sorted(one.event_id for one in found) == sorted(names)
    assert store().count() == rounds
