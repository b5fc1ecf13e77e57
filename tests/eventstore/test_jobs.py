"""A job says what became of a document, and gives the document back as it was received."""

import os
from dataclasses import replace
from datetime import timedelta

import pytest
import zstandard
from django.db import connection

from tests.epcis.documents import NOW
from txng.eventstore import jobs
from txng.eventstore.compression import compress_document
from txng.eventstore.drivers import Driver, driver_for
from txng.eventstore.jobs import Job
from txng.eventstore.keys import microseconds

AN, DUNG = 7, 9


@pytest.fixture
def driver(db) -> Driver:
    connection.ensure_connection()
    return driver_for(connection.connection)


def job(number: int, **told) -> Job:
    """Job `number` of the day: ids begin with the time."""
    moment = NOW + timedelta(seconds=number)
    stamp = (microseconds(moment) // 1000).to_bytes(6, "big")
    noise = bytes((0x70, 0, 0x80)) + number.to_bytes(7, "big")
    members = {"owner": AN, "state": "running", "behaviour": "rollback", "format": "json"}
    return Job(stamp + noise, received_at=moment, digest=b"d" * 32, **members | told)


def test_a_job_comes_back_as_it_was_written(driver):
    whole = job(
        1, state="failed", behaviour="proceed", format="xml", name="tháng 10.xml", actor="txng_ab",
        attempts=2, claimed_at=NOW, finished_at=NOW, record_time=NOW, events=9, accepted=3,
        duplicates=2, rejected=4, master_data=1, warnings=b'[{"rule":"a"}]',
        errors=b'[{"title":"ValidationException"}]', verdicts=b'[{"verdict":"accepted"}]',
    )  # fmt: skip
    jobs.add(driver, [(whole, compress_document(b"<x/>")), (job(2), compress_document(b"{}"))])
    assert jobs.one(driver, whole.id) == whole
    assert jobs.one(driver, job(2).id) == job(2)
    assert jobs.one(driver, os.urandom(16)) is None


@pytest.mark.parametrize("size", [0, 1, jobs.PART - 1, jobs.PART, jobs.PART + 1, 50_000])
def test_a_document_comes_back_to_the_byte_however_long(driver, size):
    received = os.urandom(size)
    jobs.add(driver, [(job(1), compress_document(received)), (job(2), compress_document(b"{}"))])
    assert jobs.document(driver, job(1).id) == received
    with pytest.raises(KeyError):
        jobs.document(driver, job(3).id)


def test_a_document_of_many_parts_is_read_a_few_at_a_time(driver, monkeypatch):
    monkeypatch.setattr(jobs, "_PARTS_AT_ONCE", 2)
    for size in (2 * jobs.PART, 3 * jobs.PART, 9_000):
        received, one = os.urandom(size), job(size)
        jobs.add(driver, [(one, compress_document(received))])
        assert jobs.document(driver, one.id) == received
    driver.execute("DELETE FROM capture_document WHERE part = 4")
    with pytest.raises(zstandard.ZstdError, match="end"):
        jobs.document(driver, one.id)


def test_jobs_are_listed_newest_first_page_by_page(driver):
    jobs.add(driver, [(job(number), b"x") for number in (3, 1, 5, 2, 4)])
    jobs.add(driver, [(job(6, owner=DUNG), b"x")])
    first = jobs.listed(driver, owner=AN, limit=2)
    assert first == [job(5), job(4)]
    assert jobs.listed(driver, owner=AN, before=first[-1].id) == [job(3), job(2), job(1)]
    assert jobs.listed(driver, owner=DUNG) == [job(6, owner=DUNG)]
    assert len(jobs.listed(driver, owner=None)) == 6


def test_a_list_leaves_out_the_verdicts_on_a_hundred_thousand_events(driver):
    """35 MB of each such job: a page of them would be all the memory there is."""
    few, many = (
        b"[%s]" % b",".join(b'"%s"' % os.urandom(16).hex().encode() for _ in range(count))
        for count in (5, 100)
    )
    jobs.add(driver, [(job(1, verdicts=few), b"x"), (job(2, verdicts=many), b"x")])
    assert [one.verdicts for one in jobs.listed(driver, owner=AN)] == [None, few]
    assert jobs.one(driver, job(2).id).verdicts == many


def test_the_oldest_waiting_job_is_claimed_first_and_each_claim_counts(driver):
    jobs.add(driver, [(job(number), b"x") for number in (2, 1)])
    jobs.add(driver, [(job(0, state="success"), b"x")])
    claimed = jobs.claim(driver, NOW)
    assert claimed == job(1, attempts=1, claimed_at=NOW)
    assert jobs.claim(driver, NOW, [claimed.id]).id == job(2).id
    assert jobs.claim(driver, NOW).attempts == 2
    jobs.forgive(driver, claimed.id)
    assert jobs.one(driver, claimed.id).attempts == 1
    assert jobs.count_running(driver) == 2


def test_a_job_ends_once(driver):
    jobs.add(driver, [(job(1), b"x")])
    assert jobs.hold(driver, job(1).id)
    ended = job(1, state="failed", finished_at=NOW, errors=b"[1]")
    assert jobs.finish(driver, ended)
    assert not jobs.finish(driver, replace(ended, state="success"))
    assert jobs.one(driver, job(1).id) == ended
    assert jobs.claim(driver, NOW) is None
    assert not jobs.hold(driver, job(1).id)


def test_warnings_of_the_first_version_are_read_as_they_lie(driver):
    jobs.add(driver, [(job(1), b"x")])
    driver.execute("UPDATE capture_job SET warnings = %s", [b'[{"rule":"old"}]'])
    assert jobs.one(driver, job(1).id).warnings == b'[{"rule":"old"}]'


def test_a_long_document_goes_back_into_one_part(driver):
    received = os.urandom(5_000)
    jobs.add(driver, [(job(1), compress_document(received))])
    jobs.join_parts(driver)
    driver.execute("DELETE FROM capture_document WHERE part > 0")
    assert jobs.document(driver, job(1).id) == received
