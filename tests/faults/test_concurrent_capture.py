"""F11: the same document sent many times at once is recorded once, and nobody is told otherwise."""

import http.client
import json
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

import pytest

from tests import people
from tests.epcis.documents import SERIAL, document, event


def post(url: str, key: str, body: bytes) -> tuple[int, str]:
    host = urlsplit(url)
    connection = http.client.HTTPConnection(host.hostname, host.port, timeout=60)
    headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/ld+json"}
    connection.request("POST", "/epcis/capture", body, headers)
    answer = connection.getresponse()
    answer.read()
    connection.close()
    return answer.status, answer.headers.get("Location", "")


def get(url: str, key: str, target: str) -> dict:
    host = urlsplit(url)
    connection = http.client.HTTPConnection(host.hostname, host.port, timeout=60)
    connection.request("GET", target, headers={"Authorization": f"Bearer {key}"})
    answer = json.loads(connection.getresponse().read())
    connection.close()
    return answer


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
